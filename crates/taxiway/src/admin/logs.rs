//! `taxiway admin audit`: checking the chains of audit logs.

use std::process::ExitCode;

use anyhow::Result;
use newtype_uuid::GenericUuid as _;
use serde::Serialize;
use taxiway_domain::ids::OrganisationId;
use taxiway_service::LogCheck;

use super::Audits;
use super::acts::Admin;
use super::named::Named;
use crate::FAILED;
use crate::audit::{BrokenLine, broken, intact};
use crate::output::{self, Format};

pub(super) const ABOUT: &str = "Follows the chain of every log, or of one, from its first entry to its end, and names the first entry \
    that is not what was written: changed, missing, reordered, or cut off at the end. It may run while the service runs.\n\n\
    Whoever can write to the database can also write a whole chain anew: signed checkpoints, kept by somebody else, show that. \
    See `taxiway audit verify-export`.";

pub(super) const CODES: &str = "Exit codes:
  0  every log is what was written
  1  at least one is not
  2  the command line is wrong, or the logs cannot be checked";

/// What was found, in JSON.
#[derive(Serialize)]
struct Report {
    intact: bool,
    logs: Vec<LogLine>,
}

#[derive(Serialize)]
struct LogLine {
    log: String,
    organisation: Option<String>,
    intact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<BrokenLine>,
}

pub(super) async fn audit(admin: &Admin, command: Audits, code: &mut ExitCode) -> Result<()> {
    let Audits::Verify { organisation } = command;
    let mut lines = Vec::new();
    let mut sound = true;
    let mut log = match organisation {
        Some(one) => Some(one),
        None => next(admin, OrganisationId::from_untyped_uuid(uuid::Uuid::nil())).await?,
    };
    if log.is_none() && admin.format == Format::Text {
        output::line(&admin.words.say("audit-no-logs"))?;
    }
    while let Some(this) = log {
        let found = admin.found(admin.service.check_log(this).await, &[Named::Organisation(this)]).await?;
        sound &= found.outcome.is_ok();
        match admin.format {
            Format::Text => output::line(&said_of(admin, &found))?,
            Format::Json => lines.push(line(admin, found)),
        }
        log = if organisation.is_some() { None } else { next(admin, this).await? };
    }
    if admin.format == Format::Json {
        output::json(&Report { intact: sound, logs: lines })?;
    }
    *code = if sound { ExitCode::SUCCESS } else { ExitCode::from(FAILED) };
    Ok(())
}

async fn next(admin: &Admin, after: OrganisationId) -> Result<Option<OrganisationId>> {
    admin.ok(admin.service.log_after(after).await)
}

fn said_of(admin: &Admin, found: &LogCheck) -> String {
    let name = match &found.organisation {
        Some(name) => format!("{name} ({})", found.log),
        None => admin.words.with("audit-log-unnamed", &[("id", found.log.to_string().into())]),
    };
    match &found.outcome {
        Ok(head) => intact(&name, *head, admin.words),
        Err(found) => broken(&name, found, admin.words),
    }
}

fn line(admin: &Admin, found: LogCheck) -> LogLine {
    let (head, fault) = match found.outcome {
        Ok(head) => (Some(head), None),
        Err(fault) => (None, Some(fault)),
    };
    LogLine {
        log: found.log.to_string(),
        organisation: found.organisation,
        intact: head.is_some(),
        entries: head.map(|head| head.sequence),
        hash: head.map(|head| head.hash.to_string()),
        broken: fault.map(|fault| BrokenLine::new(&fault, admin.words)),
    }
}
