//! Words and rules of device registration.
//!
//! Nothing here does I/O, reads a clock, draws a random number or knows a database or a protocol: what varies is an argument.

pub mod api_call;
pub mod app;
pub mod audit;
pub mod deployment_profile;
pub mod finding;
pub mod fleet;
pub mod fold;
pub mod group_tag;
pub mod hardware_hash;
pub mod identity;
pub mod ids;
pub mod matching;
pub mod placeholder;
pub mod product_key;
pub mod profile;
pub mod region;
pub mod registration;
pub mod relationship;
pub mod role;
pub mod rows;
pub mod sign_in;
pub mod strength;
pub mod text;
pub mod tuple;
