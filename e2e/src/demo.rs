//! A server with the demo's organisations, devices and people.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use tempfile::TempDir;

use crate::process::{Process, free_port};

/// A running `taxiway demo` with a data directory of its own. It ends when this value is dropped.
#[derive(Debug)]
pub struct Demo {
    sheet: Sheet,
    // Ends before its directory is removed: fields are dropped in this order.
    _process: Process,
    directory: TempDir,
}

/// Somebody who can sign in to the demo.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// What this person may do, as `demo.json` calls it.
    pub role: String,
    /// Name at sign-in.
    pub email: String,
    /// Password of this demo only.
    pub password: String,
}

/// `demo.json`, which the demo writes into its data directory once the portal answers.
#[derive(Debug, Deserialize)]
struct Sheet {
    portal: String,
    people: Vec<Person>,
}

/// A line of `taxiway admin organisation list`.
#[derive(Debug, Deserialize)]
struct Organisation {
    id: String,
    name: String,
}

impl Demo {
    /// As [`Self::start`], but served as a real service is, with these settings in its environment.
    pub async fn served(settings: &[(&str, &str)]) -> Result<Self> {
        let Self { sheet, _process: demo, directory } = Self::start().await?;
        drop(demo);
        let port = free_port()?;
        let mut command = Command::new(program()?);
        command.arg("serve").arg("--data-dir").arg(directory.path().join("data"));
        command.arg("--listen").arg(format!("127.0.0.1:{port}")).envs(settings.iter().copied());
        let mut process = Process::start(&mut command, directory.path().join("serve.log"))?;
        process.until(|| TcpStream::connect(("127.0.0.1", port)).ok()).await?;
        let portal = format!("http://127.0.0.1:{port}");
        Ok(Self { sheet: Sheet { portal, ..sheet }, _process: process, directory })
    }

    /// Starts the demo and waits until its devices are registered and its portal answers.
    pub async fn start() -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("taxiway-e2e-").tempdir()?;
        let data = directory.path().join("data");
        let mut command = Command::new(program()?);
        command.arg("demo").arg("--data-dir").arg(&data).args(["--listen", "127.0.0.1:0"]);
        let mut process = Process::start(&mut command, directory.path().join("demo.log"))?;
        let sheet = process.until(|| read(&data.join("demo.json"))).await?;
        Ok(Self { sheet, _process: process, directory })
    }

    /// The id of the organisation with this name.
    pub fn organisation(&self, name: &str) -> Result<String> {
        let mut command = Command::new(program()?);
        command.args(["admin", "organisation", "list", "--format", "json"]);
        let output = command.arg("--data-dir").arg(self.directory.path().join("data")).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Vec<Organisation> = serde_json::from_slice(&output.stdout)?;
        let one = found.into_iter().find(|organisation| organisation.name == name);
        Ok(one.with_context(|| format!("the demo has no {name}"))?.id)
    }

    /// The address of a page of the portal, for a path that starts with `/`.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.sheet.portal.trim_end_matches('/'))
    }

    /// The first person with this role.
    pub fn person(&self, role: &str) -> Result<&Person> {
        let person = self.sheet.people.iter().find(|person| person.role == role);
        person.with_context(|| format!("the demo has no {role}; it has {:?}", self.sheet.people))
    }

    /// The person who signs in by this name.
    pub fn somebody(&self, email: &str) -> Result<&Person> {
        let person = self.sheet.people.iter().find(|person| person.email == email);
        person.with_context(|| format!("the demo has no {email}; it has {:?}", self.sheet.people))
    }
}

/// None while the file is not there or not yet complete.
fn read(path: &Path) -> Option<Sheet> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The server that `cargo xtask test` has built, or one that is built now.
pub(crate) fn program() -> Result<PathBuf> {
    std::env::var_os("TAXIWAY_BIN").map_or_else(xtask::tools::server, |path| Ok(path.into()))
}
