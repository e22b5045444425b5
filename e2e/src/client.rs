//! Programs of others that speak the Partner Center interface, and what their callers see.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a journey is told: where to go, as whom, and with what.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// Where the service answers, without TLS.
    pub address: String,
    /// A port on which the service answers with TLS while the journey runs.
    pub front: u16,
    /// The partner.
    pub tenant: String,
    /// A program of the partner.
    pub client: String,
    /// Its secret.
    pub secret: String,
    /// Somebody who works there.
    pub user: String,
    /// The password of that person.
    pub password: String,
    /// The customer for whom devices are registered.
    pub customer: String,
    /// Name of a new batch.
    pub batch: String,
    /// Devices that make the batch, as the interface writes them.
    pub devices: Vec<Value>,
    /// Devices that are added to it.
    pub more: Vec<Value>,
    /// How many of all these can be registered.
    pub registered: usize,
}

/// What the caller of each call saw, in order.
#[derive(Debug)]
pub struct Seen(Vec<Line>);

/// One line of a journey's output.
#[derive(Debug, Deserialize)]
struct Line {
    call: String,
    result: Option<Value>,
    raised: Option<String>,
    message: Option<String>,
}

/// Runs a journey of `e2e/partner_center` to its end.
pub fn journey(script: &str, facts: &Facts) -> Result<Seen> {
    let said = told(&xtask::tools::partner_center_clients()?, script, facts)?;
    let lines = said.lines().map(serde_json::from_str).collect::<Result<_, _>>();
    Ok(Seen(lines.with_context(|| format!("not JSON: {said}"))?))
}

/// Runs a script of `e2e/partner_center` that is told this: what it says.
pub fn told(python: &Path, script: &str, facts: &impl Serialize) -> Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("partner_center").join(script);
    let told = serde_json::to_string(facts)?;
    // `-B`: nothing is written beside the scripts.
    let mut command = Command::new(python);
    command.arg("-B").arg(&script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {}", script.display()))?;
    child.stdin.take().context("a pipe")?.write_all(told.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{} failed after\n{said}\n{error}", script.display());
    Ok(said)
}

impl Seen {
    /// What the caller got: JSON null where the client gives nothing.
    pub fn got(&self, call: &str) -> Result<&Value> {
        let line = self.line(call)?;
        match (&line.result, &line.raised) {
            (_, Some(raised)) => bail!("{call} raised {raised}: {:?}", line.message),
            (Some(result), None) => Ok(result),
            (None, None) => Ok(&Value::Null),
        }
    }

    /// The name of what the client raised, and its message.
    pub fn raised(&self, call: &str) -> Result<(&str, &str)> {
        let line = self.line(call)?;
        let Some(raised) = &line.raised else { bail!("{call} raised nothing, but gave {:?}", line.result) };
        Ok((raised, line.message.as_deref().unwrap_or_default()))
    }

    /// All calls that were made, in order.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|line| line.call.as_str())
    }

    fn line(&self, call: &str) -> Result<&Line> {
        let found = self.0.iter().find(|line| line.call == call);
        found.with_context(|| format!("no call {call} among {:?}", self.calls().collect::<Vec<_>>()))
    }
}
