//! What the use cases promise, told as stories, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod account;
mod activity;
mod app;
mod apps;
mod audit;
mod catalogue;
mod customers;
mod devices;
mod federation;
mod files;
mod identity_providers;
mod invitations;
mod jobs;
mod kill;
mod lookalikes;
mod mails;
mod passkeys;
mod peers;
mod people;
mod preview;
mod proof;
mod race;
mod retry;
mod sessions;
mod submit;
mod upload;
mod verdicts;
mod ways;
