//! A service as an operator sets it up.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::demo::program;
use crate::process::{Process, free_port};

/// A running `taxiway serve` with a data directory of its own. It ends when this value is dropped.
#[derive(Debug)]
pub struct Service {
    port: u16,
    // Ends before its directory is removed: fields are dropped in this order.
    _process: Process,
    directory: TempDir,
}

impl Service {
    /// Starts an empty service that may speak with servers of this machine.
    pub async fn start() -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("taxiway-e2e-").tempdir()?;
        let port = free_port()?;
        let data = directory.path().join("data");
        // Passkeys need a name: browsers take this one without TLS.
        let configuration = format!(
            "listen = \"127.0.0.1:{port}\"\ndata-dir = \"{}\"\npublic-url = \"http://localhost:{port}\"\n\
             [outbound]\nallow-private-addresses = true\nallow-http = true\n",
            data.display()
        );
        let file = directory.path().join("taxiway.toml");
        fs::write(&file, configuration)?;
        let mut command = Command::new(program()?);
        command.arg("serve").arg("--config").arg(&file);
        let mut process = Process::start(&mut command, directory.path().join("serve.log"))?;
        process.until(|| TcpStream::connect(("127.0.0.1", port)).ok()).await?;
        Ok(Self { port, _process: process, directory })
    }

    /// The address of a page of the portal, for a path that starts with `/`.
    pub fn address(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// Runs `taxiway admin` with this on its standard input, and gives what it printed.
    pub fn admin(&self, input: &str, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(program()?);
        command.arg("admin").args(arguments).arg("--config").arg(self.directory.path().join("taxiway.toml"));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("a pipe")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
    }
}
