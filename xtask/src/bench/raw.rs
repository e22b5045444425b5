//! Raw load: the same values through the engine's own loader into a table with the same unique key. It is what
//! the product is measured against, in the same run on the same disk.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use taxiway_domain::fleet::{Fleet, FleetDevice};

use crate::command;

/// What identifies the devices of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Serial number, manufacturer and model; the three are the key.
    Tuple,
    /// Serial number and a hardware hash of 4000 characters; a digest is the key.
    Hash,
}

/// In which order the devices come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Order {
    /// As on a delivery note: runs of consecutive serial numbers of one model.
    Delivery,
    /// None at all.
    Random,
}

impl Order {
    /// Invented devices in this order; the same seed gives the same devices, whatever the order.
    pub fn devices(self, rows: usize, seed: u64) -> Vec<FleetDevice> {
        let mut devices: Vec<FleetDevice> = Fleet::new(ChaCha8Rng::seed_from_u64(seed)).take(rows).collect();
        if self == Self::Random {
            devices.shuffle(&mut ChaCha8Rng::seed_from_u64(!seed));
        }
        devices
    }
}

/// A file of values on disk that both loaders read.
#[derive(Debug)]
pub struct ValueFile {
    path: PathBuf,
    kind: Kind,
    rows: u64,
}

impl ValueFile {
    /// Writes the values of these devices, with tabs between them: both loaders read that fastest.
    pub fn write(path: &Path, kind: Kind, devices: &[FleetDevice]) -> Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        for device in devices {
            match kind {
                Kind::Tuple => {
                    writeln!(file, "{}\t{}\t{}", device.serial_number, device.manufacturer, device.model)?;
                }
                Kind::Hash => {
                    let hash = device.hash();
                    let digest = hex::encode(Sha256::digest(&hash));
                    writeln!(file, "{digest}\t{}\t{hash}", device.serial_number)?;
                }
            }
        }
        file.flush()?;
        Ok(Self { path: path.to_owned(), kind, rows: devices.len() as u64 })
    }
}

/// What a raw load took.
#[derive(Debug, Clone, Copy)]
pub struct RawLoad {
    /// Rows in the table afterwards.
    pub rows: u64,
    /// Wall time of the loader, its start included.
    pub took: Duration,
}

impl RawLoad {
    /// Rows per second of wall time.
    pub fn rows_per_second(&self) -> f64 {
        self.rows as f64 / self.took.as_secs_f64()
    }
}

/// Loads the values with `sqlite3 .import` into an ordinary table of a new database in `directory`, which is removed again.
pub fn sqlite(values: &ValueFile, directory: &Path) -> Result<RawLoad> {
    let database = directory.join("raw-load.sqlite");
    let shell = |script: &str| -> Result<String> {
        command::output(Command::new("sqlite3").arg("-batch").arg(&database).arg(script))
    };
    let table = match values.kind {
        Kind::Tuple => {
            "CREATE TABLE raw_load(serial_number TEXT NOT NULL, manufacturer TEXT NOT NULL, model TEXT NOT NULL, \
             PRIMARY KEY (serial_number, manufacturer, model))"
        }
        Kind::Hash => {
            "CREATE TABLE raw_load(digest TEXT NOT NULL PRIMARY KEY, serial_number TEXT NOT NULL, hash TEXT NOT NULL)"
        }
    };
    shell(&format!("PRAGMA journal_mode = WAL; {table}"))?;
    let started = Instant::now();
    let import = format!(".import '{}' raw_load", values.path.display());
    let mut loader = Command::new("sqlite3");
    loader
        .arg("-batch")
        .arg("-bail")
        .args(["-cmd", "PRAGMA synchronous = NORMAL"])
        .args(["-cmd", ".mode tabs"]);
    command::output(loader.arg(&database).arg(&import))?;
    let took = started.elapsed();
    let rows = shell("SELECT count(*) FROM raw_load")?.trim().parse()?;
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(directory.join(format!("raw-load.sqlite{suffix}")));
    }
    complete(values, RawLoad { rows, took })
}

/// Loads the values with `COPY … FROM STDIN` by `psql` into a new table of this database, which is dropped again.
pub fn postgres(values: &ValueFile, url: &str) -> Result<RawLoad> {
    let psql = || {
        let mut psql = Command::new("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]);
        psql.arg(format!("--dbname={url}"));
        psql
    };
    let table = match values.kind {
        Kind::Tuple => {
            "CREATE TABLE raw_load(serial_number text COLLATE \"C\", manufacturer text COLLATE \"C\", \
             model text COLLATE \"C\", PRIMARY KEY (serial_number, manufacturer, model))"
        }
        Kind::Hash => {
            "CREATE TABLE raw_load(digest text COLLATE \"C\" PRIMARY KEY, serial_number text NOT NULL, \
             hash text NOT NULL)"
        }
    };
    command::output(psql().args(["--command", table, "--command", "CHECKPOINT"]))?;
    let started = Instant::now();
    let mut loader = psql();
    loader
        .args(["--command", "COPY raw_load FROM STDIN"])
        .stdin(File::open(&values.path)?)
        .stdout(Stdio::null());
    ensure!(loader.status()?.success(), "psql could not load {}", values.path.display());
    let took = started.elapsed();
    let rows =
        command::output(psql().args(["--command", "SELECT count(*) FROM raw_load"]))?.trim().parse()?;
    command::output(psql().args(["--command", "DROP TABLE raw_load"]))?;
    complete(values, RawLoad { rows, took })
}

/// A loader may skip what it does not like; then the comparison would be of different values.
fn complete(values: &ValueFile, load: RawLoad) -> Result<RawLoad> {
    ensure!(load.rows == values.rows, "{} rows were loaded of {}", load.rows, values.rows);
    Ok(load)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::PrivateCluster;

    #[test]
    fn random_order_is_the_same_devices_in_another_order() {
        let delivery = Order::Delivery.devices(500, 1);
        let mut random = Order::Random.devices(500, 1);
        assert_ne!(delivery, random);
        random.sort_by(|one, other| one.product_key.as_str().cmp(other.product_key.as_str()));
        assert_eq!(delivery, random);
    }

    #[test]
    fn both_engines_load_every_value_of_both_kinds() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let cluster = PrivateCluster::start()?;
        for kind in [Kind::Tuple, Kind::Hash] {
            let devices = Order::Random.devices(300, 1);
            let values = ValueFile::write(&directory.path().join("values.tsv"), kind, &devices)?;
            for load in [sqlite(&values, directory.path())?, postgres(&values, &cluster.url())?] {
                assert_eq!(load.rows, 300);
                assert!(load.rows_per_second() > 0.0);
            }
        }
        Ok(())
    }

    #[test]
    fn a_value_that_the_loader_leaves_out_is_noticed() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let mut devices = Order::Delivery.devices(3, 1);
        devices.push(devices[0].clone());
        let values = ValueFile::write(&directory.path().join("values.tsv"), Kind::Tuple, &devices)?;
        assert!(sqlite(&values, directory.path()).is_err());
        Ok(())
    }
}
