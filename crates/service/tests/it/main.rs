//! What the use cases promise, told as stories, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod account;
mod activity;
mod agreement;
mod api_requests;
mod app;
mod approval;
mod apps;
mod asking;
mod assignments;
mod audit;
mod batches;
mod catalogue;
mod consent;
mod consents;
mod customers;
mod delegation;
mod deregistering;
mod devices;
mod ending;
mod federation;
mod files;
mod identity_providers;
mod invitations;
mod job_rows;
mod jobs;
mod kill;
mod lookalikes;
mod mails;
mod orders;
mod passkeys;
mod peers;
mod people;
mod preview;
mod process;
mod profiles;
mod proof;
mod race;
mod retry;
mod scope;
mod sessions;
mod submit;
mod upload;
mod verdicts;
mod ways;
