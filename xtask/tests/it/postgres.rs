//! The private PostgreSQL: there while it is wanted, and leaving nothing behind however we end.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use xtask::command;
use xtask::postgres::{PrivateCluster, Stop, TEST_VARIABLE};

fn psql(url: &str, statement: &str) -> Result<String> {
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--command", statement, url]);
    Ok(command::output(&mut psql)?.trim().to_owned())
}

fn directory(url: &str) -> Result<PathBuf> {
    let data = PathBuf::from(psql(url, "SHOW data_directory")?);
    Ok(data.parent().context("the data directory has no parent")?.to_path_buf())
}

/// The deadline is generous: it ends a broken test, the condition ends a good one.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_mins(1), "still not true: {what}");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn data_outlives_a_power_cut_and_nothing_outlives_the_cluster() -> Result<()> {
    let cluster = PrivateCluster::start()?;
    let url = cluster.url();
    psql(&url, "CREATE TABLE kept AS SELECT 42 AS answer")?;
    for stop in [Stop::Fast, Stop::Immediate] {
        cluster.restart(stop)?;
        assert_eq!(psql(&url, "SELECT answer FROM kept")?, "42", "after {stop:?}");
    }
    let directory = directory(&url)?;
    assert!(directory.exists());
    drop(cluster);
    assert!(!directory.exists());
    assert!(psql(&url, "SELECT 1").is_err());
    Ok(())
}

#[test]
fn a_password_is_needed() -> Result<()> {
    let cluster = PrivateCluster::start()?;
    let (_, host) =
        cluster.url().split_once('@').map(|(a, b)| (a.to_owned(), b.to_owned())).context("no host")?;
    assert!(psql(&format!("postgres://taxiway:guess@{host}"), "SELECT 1").is_err());
    Ok(())
}

#[test]
fn a_killed_owner_leaves_no_server() -> Result<()> {
    let mut owner = owner()?;
    let mut line = String::new();
    BufReader::new(owner.stdout.take().context("no output")?).read_line(&mut line)?;
    let url = line.trim().strip_prefix(&format!("{TEST_VARIABLE}=")).context(line.clone())?.to_owned();
    let directory = directory(&url)?;
    let server = std::fs::read_to_string(directory.join("data/postmaster.pid"))?;
    let server = server.lines().next().context("no process id")?.to_owned();
    owner.kill()?;
    owner.wait()?;
    eventually("the directory is gone", || !directory.exists());
    eventually("the server is gone", || !Path::new("/proc").join(&server).exists());
    Ok(())
}

/// A process of its own that holds a cluster, as `cargo xtask test` does.
fn owner() -> Result<Child> {
    let program = env!("CARGO_BIN_EXE_xtask");
    let owner = Command::new(program).arg("postgres").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    owner.context("cannot start xtask")
}
