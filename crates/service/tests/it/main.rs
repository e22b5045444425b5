//! What the use cases promise, told as stories, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod activity;
mod app;
mod audit;
mod catalogue;
mod customers;
mod devices;
mod files;
mod jobs;
mod kill;
mod lookalikes;
mod preview;
mod proof;
mod race;
mod retry;
mod sessions;
mod submit;
mod upload;
mod verdicts;
