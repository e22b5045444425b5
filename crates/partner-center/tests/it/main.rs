//! The interface of Partner Center over the use cases, on SQLite and PostgreSQL.
//!
//! PostgreSQL is taken from `TAXIWAY_TEST_POSTGRES`; `cargo xtask test` starts one and sets it.

mod bodies;
mod cast;
mod consents;
mod cuts;
mod description;
mod discovery;
mod golden;
mod journey;
mod logs;
mod oddities;
mod paging;
mod rates;
mod replays;
mod rights;
mod status;
mod strangers;
mod world;
