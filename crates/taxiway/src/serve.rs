//! `taxiway serve`: the service and its portal.

use std::future::Future;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use taxiway_service::{Ids, Service, SystemClock};
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

use crate::config::{Configuration, Flags, Log, LogFormat};
use crate::server::{Server, Signals};
use crate::words::Words;
use crate::{data, output};

const ABOUT: &str = "Runs the service: the portal, and the workers that register what was handed in. Everything is kept in \
    one database: SQLite in the data directory, or PostgreSQL, which several processes can share.\n\n\
    SIGINT or SIGTERM stop it: requests in progress and the rows at hand are finished first. A second signal stops it at \
    once; nothing is lost then either, the next start goes on.\n\n\
    /healthz answers while the process lives, /readyz while its database answers.";

const EXAMPLES: &str = "Examples:
  taxiway serve
  taxiway serve --listen 0.0.0.0:8600 --data-dir /srv/taxiway
  TAXIWAY_DATABASE=postgres://taxiway@db/taxiway taxiway serve --config /etc/taxiway.toml

Exit codes:
  0  it was told to stop
  1  it could not start or go on
  2  the command line is wrong";

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT, after_help = EXAMPLES)]
pub(crate) struct Options {
    /// Address and port to listen on [default: 127.0.0.1:8600]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    flags: Flags,
}

pub(crate) fn run(options: &Options, words: Words) -> Result<ExitCode> {
    let configuration = Configuration::load(&options.flags, options.listen)?;
    log_to_standard_error(&configuration.log)?;
    block_on(serve(&configuration, words))?;
    Ok(ExitCode::SUCCESS)
}

/// Runs to the end without waiting for what was given up.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = Runtime::new().context("cannot start")?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    outcome
}

async fn serve(configuration: &Configuration, words: Words) -> Result<()> {
    let mut signals = Signals::listen()?;
    let store = data::open(&configuration.data_dir, &configuration.database).await?;
    let settings = configuration.settings();
    let service = Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), settings).await?;
    let service = data::sign_checkpoints(service, &configuration.data_dir);
    let mut server = Server::new(service, configuration);
    server.start_workers();
    let address = server.listen(configuration.listen).await?;
    output::line(&words.with("serve-listening", &[("address", format!("http://{address}/").into())]))?;
    tracing::info!(%address, workers = configuration.workers, "started");
    server.until_asked(&mut signals, words).await?;
    server.stop(&mut signals, store).await;
    Ok(())
}

/// Starts the log.
pub(crate) fn log_to_standard_error(log: &Log) -> Result<()> {
    let filter =
        EnvFilter::try_new(&log.filter).with_context(|| format!("`log.filter` is wrong: {}", log.filter))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => builder.with_ansi(output::is_colourful()).init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
