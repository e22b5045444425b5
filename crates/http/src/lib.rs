//! What every front door needs: where a request comes from, and how often it may come.

pub mod address;
pub mod counter;
