//! `taxiway audit`: checks exported logs without the service that wrote them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use serde::Serialize;
use taxiway_domain::audit::{Broken, Chain, Checkpoint, Entry, Follower, Head, PublicKey};
use taxiway_domain::ids::OrganisationId;
use taxiway_intake::log_export::{LogHead, LogSink, read_log};

use crate::FAILED;
use crate::output::{self, Format};
use crate::words::Words;

const ABOUT: &str =
    "Checks activity logs that were exported as JSON. It needs neither the service nor its database.";

const VERIFY_ABOUT: &str = "Follows the chain of an exported log from entry to entry, and says whether it contains what a signed \
    checkpoint, taken earlier, says that it must contain.\n\n\
    A log that was written anew from the beginning has a whole chain too; only a checkpoint that somebody else kept shows that \
    it is not the one that was there before.";

const EXAMPLES: &str = "Examples:
  taxiway audit verify-export activity.json
  taxiway audit verify-export --checkpoint checkpoint-812.json activity.json
  taxiway audit verify-export --checkpoint checkpoint-812.json --public-key 9f21c0…82aa activity.json

Exit codes:
  0  the export is whole, and the checkpoint holds
  1  it is not, or the checkpoint does not hold
  2  the command line is wrong, or the files cannot be used";

/// Longer files are no checkpoints.
const CHECKPOINT_BYTES: u64 = 64 * 1024;

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Check an exported log, and that a checkpoint taken earlier holds
    #[command(long_about = VERIFY_ABOUT, after_help = EXAMPLES)]
    VerifyExport(VerifyExport),
}

#[derive(clap::Args, Debug)]
struct VerifyExport {
    /// The exported log; `-` reads standard input
    export: PathBuf,
    /// A checkpoint of the same log that was taken earlier
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// The key that must have signed the checkpoint: 64 hexadecimal digits [default: the one that the checkpoint names]
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    public_key: Option<PublicKey>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is said about a broken log, in JSON.
#[derive(Serialize)]
pub(crate) struct BrokenLine {
    sequence: u64,
    entry: Option<String>,
    fault: &'static str,
    other: Option<u64>,
    text: String,
}

impl BrokenLine {
    pub(crate) fn new(broken: &Broken, words: Words) -> Self {
        Self {
            sequence: broken.sequence,
            entry: broken.entry.map(|id| id.to_string()),
            fault: broken.fault.as_str(),
            other: broken.fault.other(),
            text: fault(broken, words),
        }
    }
}

/// What is wrong, in words.
fn fault(broken: &Broken, words: Words) -> String {
    let other = broken.fault.other().unwrap_or_default();
    let key = format!("audit-fault-{}", broken.fault.as_str());
    words.with(&key, &[("sequence", broken.sequence.into()), ("other", other.into())])
}

/// One line about a log that is whole.
pub(crate) fn intact(name: &str, head: Head, words: Words) -> String {
    let values =
        [("name", name.into()), ("count", head.sequence.into()), ("hash", head.hash.to_string().into())];
    words.with("audit-log-intact", &values)
}

/// One line about a log that is not, and the id of the entry that shows it.
pub(crate) fn broken(name: &str, broken: &Broken, words: Words) -> String {
    let values =
        [("name", name.into()), ("sequence", broken.sequence.into()), ("fault", fault(broken, words).into())];
    let line = words.with("audit-log-broken", &values);
    match broken.entry {
        Some(id) => {
            let id = words.with("audit-entry-id", &[("id", id.to_string().into())]);
            format!("{line} ({id})")
        }
        None => line,
    }
}

/// What became of a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// The export has its entry as it was.
    Holds,
    /// Another entry stands in its place.
    Broken,
    /// The export ends before it.
    Missing,
    /// The export begins after it.
    Before,
}

impl Kept {
    fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::Missing => "missing",
            Self::Before => "before",
        }
    }
}

/// Follows an export while it is read.
struct Watch {
    checkpoint: Option<Checkpoint>,
    head: Option<LogHead>,
    follower: Option<Follower>,
    kept: Kept,
}

impl LogSink for Watch {
    fn head(&mut self, head: LogHead) {
        if let Some(after) = head.after {
            self.follower = Some(Follower::new(Chain::after(head.log, after)));
            self.look(after);
            if self.checkpoint.as_ref().is_some_and(|kept| kept.sequence < after.sequence) {
                self.kept = Kept::Before;
            }
        }
        self.head = Some(head);
    }

    fn entry(&mut self, entry: Entry) {
        let Some(follower) = &mut self.follower else { return };
        follower.see(&entry);
        let at = follower.at();
        self.look(at);
    }
}

impl Watch {
    /// Whether this is the place that was signed, and what was signed.
    fn look(&mut self, at: Head) {
        let Some(checkpoint) = &self.checkpoint else { return };
        if self.kept == Kept::Missing && at.sequence == checkpoint.sequence {
            self.kept = if at == checkpoint.head() { Kept::Holds } else { Kept::Broken };
        }
    }
}

/// What was found, in JSON.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    log: OrganisationId,
    organisation: String,
    first: u64,
    last: u64,
    intact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<BrokenLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint: Option<&'static str>,
}

pub(crate) fn run(options: &Options, words: Words) -> Result<ExitCode> {
    let Command::VerifyExport(asked) = &options.command;
    let checkpoint = asked.checkpoint.as_deref().map(|path| read_checkpoint(path, words)).transpose()?;
    let refusal = match (&checkpoint, &asked.public_key) {
        (Some(checkpoint), _) if !checkpoint.is_genuine() => Some(words.say("audit-checkpoint-forged")),
        (Some(checkpoint), Some(key)) if checkpoint.public_key != *key => {
            Some(words.with("audit-checkpoint-other-key", &[("key", key.to_string().into())]))
        }
        _ => None,
    };
    if let Some(refusal) = refusal {
        eprintln!("taxiway: {refusal}");
        return Ok(ExitCode::from(FAILED));
    }
    let mut watch = Watch { checkpoint, head: None, follower: None, kept: Kept::Missing };
    let name = output::name(&asked.export, words);
    let read = read_log(output::open(&asked.export, words)?, &mut watch);
    read.with_context(|| words.with("audit-export-cut", &[("name", name.as_str().into())]))?;
    tell(asked, watch, &name, words)
}

/// Says what was found.
fn tell(asked: &VerifyExport, watch: Watch, name: &str, words: Words) -> Result<ExitCode> {
    let head = watch.head.context("an export has a head")?;
    let filtered = || anyhow!(words.with("audit-export-filtered", &[("name", name.into())]));
    let (after, follower) = head.after.zip(watch.follower).ok_or_else(filtered)?;
    if let Some(checkpoint) = &watch.checkpoint {
        if checkpoint.log != head.log {
            return Err(anyhow!(words.say("audit-checkpoint-other-log")));
        }
        if watch.kept == Kept::Before {
            let values = [("first", (after.sequence + 1).into()), ("sequence", checkpoint.sequence.into())];
            return Err(anyhow!(words.with("audit-checkpoint-before", &values)));
        }
    }
    let outcome = follower.end(Some(head.end));
    let kept = watch.checkpoint.as_ref().map(|checkpoint| match watch.kept {
        // The chain broke before its place was reached.
        Kept::Missing if checkpoint.sequence <= head.end.sequence => Kept::Broken,
        kept => kept,
    });
    let sound = outcome.is_ok() && kept.is_none_or(|kept| kept == Kept::Holds);
    match asked.format {
        Format::Json => output::json(&Report {
            log: head.log,
            organisation: head.organisation,
            first: after.sequence + 1,
            last: head.end.sequence,
            intact: outcome.is_ok(),
            broken: outcome.err().map(|broken| BrokenLine::new(&broken, words)),
            checkpoint: kept.map(Kept::as_str),
        })?,
        Format::Text => {
            match &outcome {
                Ok(end) => output::line(&intact(name, *end, words))?,
                Err(found) => output::line(&broken(name, found, words))?,
            }
            if let Some((checkpoint, kept)) = watch.checkpoint.as_ref().zip(kept) {
                output::line(&said_of(checkpoint, kept, head.end, words))?;
                if asked.public_key.is_none() {
                    let key = checkpoint.public_key.to_string();
                    output::line(&words.with("audit-checkpoint-own-key", &[("key", key.into())]))?;
                }
            }
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn said_of(checkpoint: &Checkpoint, kept: Kept, end: Head, words: Words) -> String {
    let values = [
        ("sequence", checkpoint.sequence.into()),
        ("time", checkpoint.at.to_string().into()),
        ("last", end.sequence.into()),
    ];
    let key = match kept {
        Kept::Holds => "audit-checkpoint-holds",
        Kept::Missing => "audit-checkpoint-missing",
        Kept::Broken | Kept::Before => "audit-checkpoint-broken",
    };
    words.with(key, &values)
}

fn read_checkpoint(path: &Path, words: Words) -> Result<Checkpoint> {
    let cannot = |key: &str| words.with(key, &[("name", output::name(path, words).into())]);
    let mut bytes = Vec::new();
    let mut source = output::open(path, words)?.take(CHECKPOINT_BYTES);
    source.read_to_end(&mut bytes).with_context(|| cannot("cli-cannot-read"))?;
    serde_json::from_slice(&bytes).with_context(|| cannot("audit-checkpoint-unreadable"))
}
