//! What was understood of a file before its first row: enough to read any slice of the body later.

use serde::{Deserialize, Serialize};
use taxiway_domain::finding::{Column, Finding, FindingCode};

use crate::encoding::Encoding;
use crate::layout::{Delimiter, Layout};
use crate::zeros::SerialWidths;

/// What was understood of a file. Stored with the upload; every slice is read by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// Text encoding.
    pub encoding: Encoding,
    /// Whether the file began with a byte order mark.
    pub byte_order_mark: bool,
    /// Character between cells.
    pub delimiter: Delimiter,
    /// Kind of list.
    pub layout: Layout,
    /// Line of the header, the first line being 1; `None` for a list without one.
    pub header_line: Option<u64>,
    /// The header's cells as found; empty for a list without one.
    pub header: Vec<String>,
    /// What each cell of a row is; `None` for a column that registration does not use.
    pub columns: Vec<Option<Column>>,
    /// Line on which the body begins.
    pub body_line: u64,
    /// Source bytes before the body.
    pub body_offset: u64,
    /// What the file as a whole was corrected in.
    pub notices: Vec<Finding>,
    /// Length of serial numbers in the first rows, by which lost zeros are told.
    #[serde(default)]
    pub serial_widths: SerialWidths,
    /// Label cells that Configuration Manager repeats in every row, by position.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Whether nothing was recognised because a program stated it all ([`stated`](crate::Options::stated)).
    #[serde(default)]
    pub stated: bool,
}

impl Recognition {
    /// Of a list whose columns were stated.
    pub(crate) fn stated(columns: &[(&str, Option<Column>)], body_line: u64, body_offset: u64) -> Self {
        Self {
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            delimiter: Delimiter::Comma,
            layout: Layout::PartnerCenter,
            header_line: Some(1),
            header: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, column)| *column).collect(),
            body_line,
            body_offset,
            notices: Vec::new(),
            serial_widths: SerialWidths::default(),
            labels: Vec::new(),
            stated: true,
        }
    }

    /// Position of a column in the rows of this file.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|found| *found == Some(column))
    }

    /// What the whole file is called in the `file` object of the check's JSON.
    pub fn facts(&self, bytes: u64) -> FileFacts {
        FileFacts {
            bytes,
            encoding: Some(self.encoding),
            byte_order_mark: self.byte_order_mark,
            delimiter: Some(self.delimiter),
            layout: self.layout,
            header_line: self.header_line,
        }
    }
}

/// Facts about a file, as in the check's JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileFacts {
    /// Length in bytes.
    pub bytes: u64,
    /// Text encoding; `None` when the file is no text.
    pub encoding: Option<Encoding>,
    /// Whether the file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Character between cells; `None` when no columns were recognised.
    pub delimiter: Option<Delimiter>,
    /// Kind of list.
    pub layout: Layout,
    /// Line of the header.
    pub header_line: Option<u64>,
}

/// Why a whole file is refused.
#[derive(Debug, thiserror::Error)]
#[error("{}", .findings.first().map_or("file-unreadable", |finding| finding.code.as_str()))]
pub struct Refusal {
    /// Every reason; the first is the one to name. Never empty.
    pub findings: Vec<Finding>,
    /// What was understood before the refusal.
    pub facts: Option<FileFacts>,
    /// The error of the source, when the bytes could not be read.
    #[source]
    pub io: Option<std::io::Error>,
}

impl Refusal {
    /// The main reason.
    pub fn code(&self) -> FindingCode {
        self.findings.first().map_or(FindingCode::FileUnreadable, |finding| finding.code)
    }

    pub(crate) fn of(finding: Finding) -> Self {
        Self { findings: vec![finding], facts: None, io: None }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        let mut refusal = Self::of(file_finding(FindingCode::FileUnreadable));
        refusal.io = Some(error);
        refusal
    }
}

/// A finding about the whole file.
pub(crate) fn file_finding(code: FindingCode) -> Finding {
    Finding { code, line: 0, column: None, found: None, used: None }
}
