//! The command line of `cargo xtask`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{lint, postgres, test};

/// What developers of Taxiway run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing (Debian, as root), lints, and runs every test with a private PostgreSQL
    Test(test::Options),
    /// Format, clippy, licences and the rules of the house
    Lint,
    /// Starts a private PostgreSQL and runs a command with its address in `TAXIWAY_TEST_POSTGRES`
    Postgres(postgres::Options),
    /// Measures imports against the engines' own loaders; `cargo xtask bench import --help`
    #[command(disable_help_flag = true)]
    Bench(Measured),
    /// Feeds changed inputs to the parsers, a minute for each unless told otherwise; `cargo xtask fuzz --help`
    #[command(disable_help_flag = true)]
    Fuzz(Measured),
}

/// A task that links the product; its arguments are read by the optimised build of this program.
#[derive(clap::Args)]
struct Measured {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Test(options) => test::run(&options),
        Task::Lint => lint::run(),
        Task::Postgres(options) => postgres::run(&options),
        Task::Bench(task) => bench(task.arguments),
        Task::Fuzz(task) => fuzz(task.arguments),
    }
}

#[cfg(feature = "fuzz")]
fn fuzz(arguments: Vec<String>) -> Result<()> {
    let own_name = "cargo xtask fuzz".to_owned();
    xtask::fuzz::run(&xtask::fuzz::Options::parse_from(std::iter::once(own_name).chain(arguments)))
}

#[cfg(feature = "bench")]
fn bench(arguments: Vec<String>) -> Result<()> {
    let own_name = "cargo xtask bench".to_owned();
    xtask::bench::run(xtask::bench::Options::parse_from(std::iter::once(own_name).chain(arguments)))
}

#[cfg(not(feature = "bench"))]
fn bench(arguments: Vec<String>) -> Result<()> {
    optimised("bench", arguments)
}

#[cfg(not(feature = "fuzz"))]
fn fuzz(arguments: Vec<String>) -> Result<()> {
    optimised("fuzz", arguments)
}

/// Builds this program again, optimised and with the feature named as the task, and lets that do the task.
#[cfg(not(all(feature = "bench", feature = "fuzz")))]
fn optimised(task: &str, arguments: Vec<String>) -> Result<()> {
    let build = ["run", "--release", "--quiet", "--package", "xtask", "--features", task, "--", task];
    xtask::command::run(xtask::command::cargo().args(build).args(arguments))
}
