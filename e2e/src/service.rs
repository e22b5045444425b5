//! A service as an operator sets it up.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
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

    /// Asks as a program does, with a token and a form where there are any: status and JSON of the answer.
    pub fn asks(&self, path: &str, token: Option<&str>, form: &[(&str, &str)]) -> Result<(u16, Value)> {
        let pairs: Vec<_> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let body = pairs.join("&");
        let method = if form.is_empty() { "GET" } else { "POST" };
        // The first version of the protocol, in which the answer ends with the connection.
        let mut request = format!("{method} {path} HTTP/1.0\r\nhost: localhost:{}\r\n", self.port);
        if let Some(token) = token {
            write!(request, "authorization: Bearer {token}\r\n")?;
        }
        let kind = "application/x-www-form-urlencoded";
        write!(request, "content-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer")?;
        let status = head.split(' ').nth(1).context("a status")?.parse()?;
        // Some clients want a mark before the text.
        let body = body.trim_start_matches('\u{feff}');
        Ok((status, serde_json::from_str(body).with_context(|| format!("no JSON: {answer}"))?))
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

/// A value as it stands in a form.
fn encoded(value: &str) -> String {
    let escape = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    value.bytes().map(escape).collect()
}
