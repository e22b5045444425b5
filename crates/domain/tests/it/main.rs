//! What the words and rules promise, rule by rule.

mod api_call;
mod app;
mod audit;
mod deployment_profile;
mod fleet;
mod group_tag;
mod hash_acceptances;
mod hash_decoding;
mod hash_properties;
mod hash_refusals;
mod identity;
mod matching;
mod placeholder;
mod product_key;
mod region;
mod registration;
mod relationship;
mod role;
mod rows;
mod sign_in;
mod tuple;

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use taxiway_domain::fleet::{Fleet, FleetDevice};

/// A source of invented devices that is the same on every run.
pub(crate) fn source(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// An invented laptop.
pub(crate) fn laptop(seed: u64) -> FleetDevice {
    Fleet::new(source(seed)).next_device()
}
