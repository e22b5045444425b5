//! What people take away: repaired files, results, exports, sample files and parts of a file that is too long; and what
//! programs hand in.

mod entered;
mod export;
mod list;
mod records;
mod repaired;
mod results;
mod samples;
mod split;

pub use entered::{EnteredDevice, entered};
pub use export::{ExportDevice, ExportWriter};
pub(crate) use list::COLUMNS;
pub use list::{ListWriter, ListedDevice};
pub use records::RecordWriter;
pub use repaired::{LeftOut, RepairedForm, RepairedWriter};
pub use results::{ResultLine, ResultsWriter};
pub(crate) use samples::SERIAL as SAMPLE_SERIAL;
pub use samples::{sample, sample_hash};
pub use split::split;

use std::borrow::Cow;

use crate::clean::needs_guard;

/// A cell that no spreadsheet program runs as a formula; the reader undoes it.
fn guarded(value: &str) -> Cow<'_, str> {
    match value.chars().next() {
        Some(first) if needs_guard(first) => Cow::Owned(format!("'{value}")),
        _ => Cow::Borrowed(value),
    }
}

/// Quotes where needed, CRLF, and a byte order mark: without it spreadsheet programs take UTF-8 for a code page.
fn spreadsheet_writer<W: std::io::Write>(mut out: W) -> std::io::Result<csv::Writer<W>> {
    out.write_all(crate::Encoding::Utf8.byte_order_mark())?;
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(false).from_writer(out))
}
