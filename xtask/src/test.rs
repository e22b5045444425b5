//! `cargo xtask test`: everything that must hold before a change is taken.

use anyhow::Result;

use crate::postgres::{PrivateCluster, TEST_VARIABLE};
use crate::{command, lint, packages, tools};

/// What to run.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Leaves out lint, documentation tests, the browser and the slow tests
    #[arg(long)]
    fast: bool,
    /// Arguments of the test runner, for instance `-- -p taxiway-store leases`
    #[arg(last = true)]
    runner: Vec<String>,
}

/// Runs the tests; the last lines printed are the test runner's summary.
pub fn run(options: &Options) -> Result<()> {
    packages::ensure(!options.fast)?;
    tools::ensure_nextest()?;
    if !options.fast {
        lint::run()?;
        command::run(command::cargo().args(["test", "--quiet", "--doc", "--workspace", "--all-features"]))?;
    }
    let mut runner = command::cargo();
    runner.args(["nextest", "run", "--all-features"]);
    // Cargo would not look at the names of packages beside this flag.
    if !options.runner.iter().any(|argument| argument == "-p" || argument.starts_with("--package")) {
        runner.arg("--workspace");
    }
    if options.fast {
        runner.args(["--profile", "fast"]);
    } else {
        tools::axe()?;
        tools::identity_provider()?;
        tools::partner_center_clients()?;
        tools::schemathesis()?;
        runner.env("TAXIWAY_BIN", tools::server()?);
    }
    let cluster = PrivateCluster::start()?;
    command::run(runner.args(&options.runner).env(TEST_VARIABLE, cluster.url()))
}
