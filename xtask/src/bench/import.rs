//! `cargo xtask bench import`: the whole path of a file against the raw load of its values.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::files;
use super::raw::{self, Kind, Order, ValueFile};
use super::registrar::FileRun;
use crate::command;
use crate::postgres::PrivateCluster;

/// The database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum EngineName {
    /// A file of our own.
    Sqlite,
    /// A private PostgreSQL with its defaults.
    Postgres,
}

/// What to import.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The database engine
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: EngineName,
    /// What identifies the devices
    #[arg(long, value_enum, default_value = "tuple")]
    kind: Kind,
    /// In which order they come
    #[arg(long, value_enum, default_value = "delivery")]
    order: Order,
    /// Devices of a file
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// One row in a thousand stands twice, and as many are damaged
    #[arg(long)]
    dirty: bool,
    /// Files imported one after the other, each with devices of its own; the last one is compared with the raw load
    #[arg(long, default_value_t = 1)]
    files: usize,
    /// Devices registered beforehand, in files of up to a million
    #[arg(long, default_value_t = 0)]
    into: usize,
    /// Imports the last file once more
    #[arg(long)]
    again: bool,
    /// How often everything is measured; the run with the median rate is printed
    #[arg(long, default_value_t = 1)]
    repeat: usize,
    /// Workers of the process
    #[arg(long, default_value_t = 2)]
    workers: usize,
    /// Seed of the invented devices
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the files and databases go; a temporary directory when left out
    #[arg(long)]
    directory: Option<PathBuf>,
}

/// Measures and prints one JSON line.
pub(super) fn run(options: &Options) -> Result<()> {
    let temporary = tempfile::tempdir()?;
    let directory = options.directory.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(directory)?;
    let prepared = prepare(options, directory)?;
    let mut measured = Vec::new();
    for _ in 0..options.repeat.max(1) {
        measured.push(measure(options, directory, &prepared)?);
    }
    measured.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
    println!("{}", measured[measured.len() / 2].line(options));
    Ok(())
}

/// The files of a measurement.
struct Prepared {
    before: Vec<PathBuf>,
    files: Vec<PathBuf>,
    values: ValueFile,
}

fn prepare(options: &Options, directory: &Path) -> Result<Prepared> {
    let mut before = Vec::new();
    let mut left = options.into;
    while left > 0 {
        let rows = left.min(1_000_000);
        let path = directory.join(format!("before-{}.csv", before.len()));
        let devices = options.order.devices(rows, options.seed + 1_000 + before.len() as u64);
        files::write(&path, options.kind, &devices, false)?;
        before.push(path);
        left -= rows;
    }
    let mut paths = Vec::new();
    let mut values = None;
    for number in 0..options.files.max(1) {
        let devices = options.order.devices(options.rows, options.seed + number as u64);
        let path = directory.join(format!("file-{number}.csv"));
        files::write(&path, options.kind, &devices, options.dirty)?;
        paths.push(path);
        if number + 1 == options.files.max(1) {
            values = Some(ValueFile::write(&directory.join("values.tsv"), options.kind, &devices)?);
        }
    }
    if options.again {
        paths.extend(paths.last().cloned());
    }
    Ok(Prepared { before, files: paths, values: values.context("no file was asked for")? })
}

/// One measurement.
struct Measured {
    runs: Vec<FileRun>,
    again: Option<FileRun>,
    raw_rows_per_s: f64,
}

fn measure(options: &Options, directory: &Path, prepared: &Prepared) -> Result<Measured> {
    let cluster;
    let (database, raw) = match options.engine {
        EngineName::Sqlite => {
            let path = directory.join("product.sqlite");
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(directory.join(format!("product.sqlite{suffix}")));
            }
            (format!("sqlite:{}", path.display()), raw::sqlite(&prepared.values, directory)?)
        }
        EngineName::Postgres => {
            cluster = PrivateCluster::start()?;
            let raw = raw::postgres(&prepared.values, &cluster.socket_url())?;
            (cluster.socket_url(), raw)
        }
    };
    let own = std::env::current_exe()?;
    let mut product = Command::new(own);
    product.args(["bench", "register", "--database", &database, "--workers", &options.workers.to_string()]);
    product.args(&prepared.before).args(&prepared.files);
    let mut runs: Vec<FileRun> = serde_json::from_str(&command::output(&mut product)?)?;
    runs.drain(..prepared.before.len());
    let again = if options.again { runs.pop() } else { None };
    ensure!(!runs.is_empty(), "the product told of no file");
    Ok(Measured { runs, again, raw_rows_per_s: raw.rows_per_second() })
}

fn rate(run: &FileRun) -> f64 {
    run.rows as f64 / run.seconds
}

impl Measured {
    fn last(&self) -> &FileRun {
        &self.runs[self.runs.len() - 1]
    }

    fn rate(&self) -> f64 {
        rate(self.last())
    }

    fn line(&self, options: &Options) -> serde_json::Value {
        let last = self.last();
        let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
        json!({
            "engine": name(&options.engine),
            "kind": name(&options.kind),
            "order": name(&options.order),
            "dirty": options.dirty,
            "rows": last.rows,
            "into": options.into,
            "product_rows_per_s": self.rate().round(),
            "raw_rows_per_s": self.raw_rows_per_s.round(),
            "ratio": round(self.rate() / self.raw_rows_per_s),
            "receive_share": round(last.receive_seconds / last.seconds),
            "peak_rss_mib": last.peak_rss_mib.round(),
            "cpu_s_per_1000": round4(last.cpu_seconds * 1_000.0 / last.rows as f64),
            "registered": last.registered,
            "already": last.already,
            "failed": last.failed,
            "again_rows_per_s": self.again.as_ref().map(|run| rate(run).round()),
            "files_rows_per_s": self.runs.iter().map(|run| rate(run).round()).collect::<Vec<_>>(),
        })
    }
}

pub(super) fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn round4(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
