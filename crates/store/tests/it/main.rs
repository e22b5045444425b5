//! What the store promises, shown on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod access_token;
mod api_request;
mod app;
mod approval;
mod audit;
mod batch;
mod catalogue;
mod claim;
mod consent;
mod deployment_profile;
mod deregistration;
mod device;
mod harness;
mod inventory;
mod job;
mod mail;
mod organisation;
mod person;
mod relationship;
mod schema;
mod sign_in;
mod transaction;
mod upload;
mod user;
