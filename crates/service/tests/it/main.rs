//! What the use cases promise, told as stories, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod agreement;
mod app;
mod asking;
mod audit;
mod catalogue;
mod consent;
mod customers;
mod devices;
mod files;
mod jobs;
mod kill;
mod lookalikes;
mod preview;
mod race;
mod retry;
mod sessions;
mod submit;
mod upload;
mod verdicts;
