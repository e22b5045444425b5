//! The reader alone: is a file registrable as it is, and what is there to say about it.
//!
//! A file is *rejected* when it is refused as a whole or at least one of its rows would be; *accepted with notices* when
//! something was corrected or is doubtful; otherwise *accepted*.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use serde::Serialize;
use taxiway_domain::finding::{Column, Finding, FindingCode, Severity};
use taxiway_domain::identity::Identity;
use taxiway_domain::product_key::ProductKey;
use taxiway_domain::text::Text;

use crate::layout::Layout;
use crate::reader::{Options, Reader};
use crate::recognition::{FileFacts, Refusal};
use crate::row::{Row, RowVerdict};

/// Notices of one kind that are listed; the rows name every one.
const NOTICES_OF_A_KIND: u64 = 1000;

/// Bytes of rows that are held back so that small reports come in the documented order.
const HELD_BACK: usize = 1024 * 1024;

/// Whether a file can be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckVerdict {
    /// As it is.
    Accepted,
    /// With corrections or doubts.
    AcceptedWithNotices,
    /// Not, or not every row.
    Rejected,
}

impl CheckVerdict {
    /// Stable name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithNotices => "accepted-with-notices",
            Self::Rejected => "rejected",
        }
    }
}

/// Rows by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All rows.
    pub rows: u64,
    /// Rows without doubt.
    pub ok: u64,
    /// Rows that are registrable with a warning.
    pub warnings: u64,
    /// Rows that are not.
    pub errors: u64,
}

/// What the check found, without the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Facts about the file.
    pub file: FileFacts,
    /// Whether it can be registered.
    pub verdict: CheckVerdict,
    /// Why the file as a whole is refused; empty when it is not. The first is the main reason.
    pub refused: Vec<Finding>,
    /// Corrections and doubts: those of the file first, then those of rows.
    pub notices: Vec<Finding>,
    /// Rows by verdict.
    pub summary: Summary,
}

/// Why a check could not be done.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The file could not be read.
    #[error("the file cannot be read")]
    Source(#[source] io::Error),
    /// The report could not be written.
    #[error("the report cannot be written")]
    Output(#[source] io::Error),
}

/// Reads a file and hands every row to `sink`, in flat memory.
pub fn check<R: Read>(
    source: R,
    options: &Options,
    sink: &mut dyn FnMut(&Row) -> io::Result<()>,
) -> Result<Report, CheckError> {
    let mut source = Counted { source, bytes: 0 };
    let mut tally = Tally::default();
    let outcome = read(&mut source, options, sink, &mut tally)?;
    // The length is known only when everything has come.
    io::copy(&mut source, &mut io::sink()).map_err(CheckError::Source)?;
    let (mut file, file_notices, refused) = match outcome {
        Outcome::Read { file, notices } => (file, notices, Vec::new()),
        Outcome::Refused(refusal) => (refusal.facts.unwrap_or_else(no_facts), Vec::new(), refusal.findings),
    };
    file.bytes = source.bytes;
    let mut notices = file_notices;
    notices.extend(tally.notices());
    let verdict = if !refused.is_empty() || tally.summary.errors > 0 {
        CheckVerdict::Rejected
    } else if !notices.is_empty() || tally.summary.warnings > 0 {
        CheckVerdict::AcceptedWithNotices
    } else {
        CheckVerdict::Accepted
    };
    Ok(Report { file, verdict, refused, notices, summary: tally.summary })
}

enum Outcome {
    Read { file: FileFacts, notices: Vec<Finding> },
    Refused(Refusal),
}

fn read<R: Read>(
    source: &mut Counted<R>,
    options: &Options,
    sink: &mut dyn FnMut(&Row) -> io::Result<()>,
    tally: &mut Tally,
) -> Result<Outcome, CheckError> {
    let refused = |refusal: Refusal| match refusal.io {
        Some(error) => Err(CheckError::Source(error)),
        None => Ok(Outcome::Refused(refusal)),
    };
    let mut reader = match Reader::open(source, options) {
        Ok(reader) => reader,
        Err(refusal) => return refused(refusal),
    };
    loop {
        match reader.next_row() {
            Ok(Some(row)) => {
                tally.add(&row);
                sink(&row).map_err(CheckError::Output)?;
            }
            Ok(None) => break,
            Err(refusal) => return refused(refusal),
        }
    }
    Ok(Outcome::Read { file: reader.recognition().facts(0), notices: reader.notices().cloned().collect() })
}

fn no_facts() -> FileFacts {
    FileFacts {
        bytes: 0,
        encoding: None,
        byte_order_mark: false,
        delimiter: None,
        layout: Layout::Unknown,
        header_line: None,
    }
}

/// Counts rows and keeps a bounded number of what is said about them.
#[derive(Default)]
struct Tally {
    summary: Summary,
    kept: Vec<Finding>,
    seen: BTreeMap<FindingCode, u64>,
}

impl Tally {
    fn add(&mut self, row: &Row) {
        self.summary.rows += 1;
        *match row.verdict() {
            RowVerdict::Ok => &mut self.summary.ok,
            RowVerdict::Warning => &mut self.summary.warnings,
            RowVerdict::Error => &mut self.summary.errors,
        } += 1;
        for finding in row.findings.iter().filter(|finding| finding.code.severity() != Severity::Error) {
            let count = self.seen.entry(finding.code).or_default();
            *count += 1;
            if *count <= NOTICES_OF_A_KIND {
                self.kept.push(finding.clone());
            }
        }
    }

    fn notices(&mut self) -> Vec<Finding> {
        let more =
            self.seen.iter().filter(|(_, count)| **count > NOTICES_OF_A_KIND).map(|(code, count)| Finding {
                code: FindingCode::NoticesShortened,
                line: 0,
                column: None,
                found: Some(code.as_str().to_owned()),
                used: Some((count - NOTICES_OF_A_KIND).to_string()),
            });
        let mut notices = std::mem::take(&mut self.kept);
        notices.extend(more);
        notices
    }
}

struct Counted<R> {
    source: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(buffer)?;
        self.bytes += got as u64;
        Ok(got)
    }
}

/// Text of a finding in the language of whoever asks.
pub type Message<'a> = &'a dyn Fn(&Finding) -> String;

/// Checks a file and writes the report as one JSON object. Rows are written as they are read: for a long file they
/// come first in the object, for others the order is the documented one.
pub fn check_json<R: Read, W: Write>(
    source: R,
    options: &Options,
    message: Message<'_>,
    out: &mut W,
) -> Result<Report, CheckError> {
    let mut rows = RowStream { out, held: Vec::new(), flowing: false, first: true };
    let report = check(source, options, &mut |row| rows.push(&JsonRow::of(row, message)))?;
    rows.finish(&report, message).map_err(CheckError::Output)?;
    Ok(report)
}

struct RowStream<'a, W> {
    out: &'a mut W,
    held: Vec<u8>,
    flowing: bool,
    first: bool,
}

impl<W: Write> RowStream<'_, W> {
    fn push(&mut self, row: &JsonRow<'_>) -> io::Result<()> {
        if !std::mem::take(&mut self.first) {
            self.held.push(b',');
        }
        serde_json::to_writer(&mut self.held, row)?;
        if self.held.len() > HELD_BACK {
            if !std::mem::replace(&mut self.flowing, true) {
                self.out.write_all(b"{\"rows\":[")?;
            }
            self.out.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(())
    }

    fn finish(self, report: &Report, message: Message<'_>) -> io::Result<()> {
        let notices: Vec<_> = report.notices.iter().map(|finding| JsonNotice::of(finding, message)).collect();
        let reason = report.refused.first().map(|finding| JsonReason {
            code: finding.code,
            message: report.refused.iter().map(message).collect::<Vec<_>>().join(" "),
        });
        let out = self.out;
        if self.flowing {
            out.write_all(&self.held)?;
            out.write_all(b"],\"file\":")?;
        } else {
            out.write_all(b"{\"file\":")?;
        }
        serde_json::to_writer(&mut *out, &report.file)?;
        out.write_all(b",\"verdict\":")?;
        serde_json::to_writer(&mut *out, &report.verdict)?;
        out.write_all(b",\"reason\":")?;
        serde_json::to_writer(&mut *out, &reason)?;
        out.write_all(b",\"notices\":")?;
        serde_json::to_writer(&mut *out, &notices)?;
        if !self.flowing {
            out.write_all(b",\"rows\":[")?;
            out.write_all(&self.held)?;
            out.write_all(b"]")?;
        }
        out.write_all(b",\"summary\":")?;
        serde_json::to_writer(&mut *out, &report.summary)?;
        out.write_all(b"}\n")
    }
}

#[derive(Serialize)]
struct JsonReason {
    code: FindingCode,
    message: String,
}

#[derive(Serialize)]
struct JsonNotice<'a> {
    line: u64,
    column: Option<Column>,
    code: FindingCode,
    message: String,
    found: Option<&'a str>,
    used: Option<&'a str>,
}

impl<'a> JsonNotice<'a> {
    fn of(finding: &'a Finding, message: Message<'_>) -> Self {
        Self {
            line: finding.line,
            column: finding.column,
            code: finding.code,
            message: message(finding),
            found: finding.found.as_deref(),
            used: finding.used.as_deref(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonRow<'a> {
    line: u64,
    verdict: &'static str,
    codes: Vec<FindingCode>,
    messages: Vec<String>,
    identity: Option<&'static str>,
    serial_number: Option<&'a str>,
    product_key: Option<&'a str>,
    manufacturer: Option<&'a str>,
    model: Option<&'a str>,
    group_tag: Option<&'a str>,
}

impl<'a> JsonRow<'a> {
    /// Values as they would be registered: what the hash says counts before what the columns say.
    fn of(row: &'a Row, message: Message<'_>) -> Self {
        let identity = row.identity.as_ref();
        let value = |known: fn(&Identity) -> Option<&str>, cell: &'a Option<Text>| {
            identity.and_then(known).or(cell.as_deref())
        };
        Self {
            line: row.line,
            verdict: row.verdict().as_str(),
            codes: row.findings.iter().map(|finding| finding.code).collect(),
            messages: row.findings.iter().map(message).collect(),
            identity: identity.map(|identity| identity.kind().as_str()),
            serial_number: value(|identity| identity.serial_number.as_deref(), &row.cells.serial_number),
            product_key: value(
                |identity| identity.product_key.as_ref().map(ProductKey::as_str),
                &row.cells.product_key,
            ),
            manufacturer: value(|identity| identity.manufacturer.as_deref(), &row.cells.manufacturer),
            model: value(|identity| identity.model.as_deref(), &row.cells.model),
            group_tag: row.cells.group_tag.as_deref(),
        }
    }
}
