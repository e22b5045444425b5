//! What the use cases promise, told as stories, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod app;
mod audit;
mod catalogue;
mod customers;
mod devices;
mod federation;
mod files;
mod identity_providers;
mod jobs;
mod kill;
mod lookalikes;
mod passkeys;
mod peers;
mod preview;
mod race;
mod retry;
mod sessions;
mod submit;
mod upload;
mod verdicts;
