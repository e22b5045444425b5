//! A certified identity provider that runs beside the service.

use std::fs;
use std::net::TcpStream;
use std::process::Command;

use anyhow::Result;
use tempfile::TempDir;

use crate::process::{Process, free_port};

/// What goes wrong at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    Nothing,
    /// The proof answers another sign-in.
    Nonce,
    /// The proof is two hours old when it comes.
    Expired,
    /// It hangs up when the code is redeemed.
    Gone,
}

/// `oidc-provider` with two people: stina is in the group "Device admins", olle in "Canteen" only. It ends when this value is
/// dropped.
#[derive(Debug)]
pub struct Provider {
    port: u16,
    // Ends before its directory is removed: fields are dropped in this order.
    _process: Process,
    directory: TempDir,
}

impl Provider {
    /// What the service must know by which the provider knows it.
    pub const SECRET: &'static str = "what the provider knows";

    /// Starts a provider that sends browsers back to this address.
    pub async fn start(redirect: &str) -> Result<Self> {
        let packages = xtask::tools::identity_provider()?;
        let directory = tempfile::Builder::new().prefix("taxiway-provider-").tempdir()?;
        let (port, file) = (free_port()?, directory.path().join("trouble"));
        fs::write(&file, "")?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/provider/provider.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(packages).arg(port.to_string()).arg(redirect).arg(&file);
        let mut process = Process::start(&mut command, directory.path().join("provider.log"))?;
        process.until(|| TcpStream::connect(("127.0.0.1", port)).ok()).await?;
        Ok(Self { port, _process: process, directory })
    }

    /// The address by which it names itself.
    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From the next request on, this goes wrong.
    pub fn has(&self, trouble: Trouble) -> Result<()> {
        let word = match trouble {
            Trouble::Nothing => "",
            Trouble::Nonce => "nonce",
            Trouble::Expired => "expired",
            Trouble::Gone => "gone",
        };
        Ok(fs::write(self.directory.path().join("trouble"), word)?)
    }
}
