//! `cargo xtask bench`: what the product does in a second, beside what the engine's own loader does on the same disk in the
//! same run.

mod api;
mod files;
pub mod import;
pub mod raw;
mod registrar;
pub mod usage;

use anyhow::Result;

/// What to measure.
#[derive(clap::Parser, Debug)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
pub enum Options {
    /// From the bytes of a file to committed verdicts, through the worker
    Import(import::Options),
    /// Calls of programs against the bytes of a file from memory, and batches against files
    Api(api::Options),
    /// The product's half of a measurement, in a process of its own
    #[command(hide = true)]
    Register(registrar::Options),
}

/// Measures and prints one JSON line.
pub fn run(options: Options) -> Result<()> {
    match options {
        Options::Import(options) => import::run(&options),
        Options::Api(options) => api::run(&options),
        Options::Register(options) => registrar::run(&options),
    }
}
