//! Reading a list row by row, from its beginning or from any row boundary.

use std::io::{self, Chain, Cursor, Read};

use taxiway_domain::finding::{Finding, FindingCode};
use taxiway_domain::group_tag::TagRules;

use crate::as_found::as_found;
use crate::clean::is_blank;
use crate::duplicates::Seen;
use crate::encoding::{Encoding, Source};
use crate::framing::{Damage, Framer, RECORD_LIMIT, Record};
use crate::interpret::{Interpreter, row_finding};
use crate::layout::{Delimiter, Layout, normalised};
use crate::limits::RowLimits;
use crate::recognition::{Recognition, Refusal, file_finding};
use crate::row::{Cells, Row, RowVerdict};
use crate::sniff::{HEAD, Head, sniff};
use crate::write::COLUMNS;

/// How forgiving the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Converts what can be converted, and says so.
    #[default]
    Helpful,
    /// The documented rules to the letter.
    Strict,
}

/// How a list is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How forgiving the reader is.
    pub mode: Mode,
    /// The layout that the file is said to have; `None` recognises it.
    pub layout: Option<Layout>,
    /// Row limits. In strict mode the published ones count where they are lower.
    pub limits: RowLimits,
    /// Tags that may stand in the file.
    pub tags: TagRules,
    /// Whether [`Reader::open`] looks for the same device twice.
    pub find_duplicates: bool,
    /// Whether a program wrote the list with [`ListWriter`](crate::write::ListWriter): its columns are stated, every record
    /// is a row and every quote is closed, so that nothing a value holds can be taken for something else.
    pub stated: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Helpful,
            layout: None,
            limits: RowLimits::default(),
            tags: TagRules::default(),
            find_duplicates: true,
            stated: false,
        }
    }
}

impl Options {
    fn limit(&self, layout: Layout) -> u64 {
        let limit = self.limits.of(layout);
        match self.mode {
            Mode::Helpful => limit,
            Mode::Strict => limit.min(RowLimits::published().of(layout)),
        }
    }
}

/// A boundary between rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line on which the next byte stands.
    pub line: u64,
    /// Number of the last row before the boundary; 0 before the first.
    pub row: u64,
    /// Bytes before the boundary, as received, counted from where the reader began.
    pub offset: u64,
}

/// Reads rows from a source in flat memory.
pub struct Reader<R: Read> {
    framer: Framer<Chain<Cursor<Vec<u8>>, R>>,
    recognition: Recognition,
    interpreter: Interpreter,
    rows: u64,
    limit: u64,
    opened: bool,
    seen: Option<Seen>,
    late: Vec<Finding>,
}

impl<R: Read> Reader<R> {
    /// Recognises a file by its first bytes and stands before its first row.
    pub fn open(mut source: R, options: &Options) -> Result<Self, Refusal> {
        if options.stated {
            return Self::open_stated(source, options);
        }
        let mut head = Vec::new();
        let got = source.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let whole = got < HEAD;
        let recognition = sniff(&Head { bytes: &head, whole }, options.mode, options.layout)?;
        let mark = if recognition.byte_order_mark { recognition.encoding.byte_order_mark().len() } else { 0 };
        let mut head = Cursor::new(head);
        head.set_position(mark as u64);
        let source = Source::new(head.chain(source), recognition.encoding, mark as u64);
        let mut reader = Self {
            framer: Framer::new(source, recognition.delimiter.byte(), 1),
            interpreter: Interpreter::new(&recognition, options),
            rows: 0,
            limit: options.limit(recognition.layout),
            opened: true,
            seen: options.find_duplicates.then(Seen::default),
            late: Vec::new(),
            recognition,
        };
        while reader.framer.offset() < reader.recognition.body_offset
            && reader.framer.next_record()?.is_some()
        {}
        Ok(reader)
    }

    fn open_stated(source: R, options: &Options) -> Result<Self, Refusal> {
        let source = Source::new(Cursor::new(Vec::new()).chain(source), Encoding::Utf8, 0);
        let mut framer = Framer::new(source, Delimiter::Comma.byte(), 1).with_closed_quotes(true);
        let Some(header) = framer.next_record()? else {
            return Err(Refusal::of(file_finding(FindingCode::FileEmpty)));
        };
        let names = COLUMNS.map(|(name, _)| name);
        let cells: Vec<_> = (0..framer.cells()).map(|at| framer.cell(&header, at)).collect();
        if !cells.iter().map(AsRef::as_ref).eq(names.iter().map(|name| name.as_bytes())) {
            let used = Some(names.join(","));
            return Err(Refusal::of(Finding { used, ..file_finding(FindingCode::FileLayoutUnknown) }));
        }
        let recognition = Recognition::stated(&COLUMNS, framer.line(), framer.offset());
        Ok(Self {
            interpreter: Interpreter::new(&recognition, options),
            rows: 0,
            limit: options.limit(recognition.layout),
            opened: true,
            seen: options.find_duplicates.then(Seen::default),
            late: Vec::new(),
            framer,
            recognition,
        })
    }

    /// Reads a slice of the body that begins at a row boundary: `line` and `row` are those of the [`Position`] where the
    /// slice begins, for the first slice [`Recognition::body_line`] and 0 at [`Recognition::body_offset`]. Gives the same
    /// rows as one pass over the file, except that duplicates and row limits are not looked at.
    pub fn resume(source: R, recognition: &Recognition, options: &Options, line: u64, row: u64) -> Self {
        let source = Source::new(Cursor::new(Vec::new()).chain(source), recognition.encoding, 0);
        Self {
            framer: Framer::new(source, recognition.delimiter.byte(), line)
                .with_closed_quotes(recognition.stated),
            interpreter: Interpreter::new(recognition, options),
            rows: row,
            limit: u64::MAX,
            opened: false,
            seen: None,
            late: Vec::new(),
            recognition: recognition.clone(),
        }
    }

    /// What was understood of the file.
    pub fn recognition(&self) -> &Recognition {
        &self.recognition
    }

    /// Everything said about the file as a whole so far: at its beginning and while reading on.
    pub fn notices(&self) -> impl Iterator<Item = &Finding> {
        self.recognition.notices.iter().chain(&self.late)
    }

    /// The boundary after the last row.
    pub fn position(&self) -> Position {
        Position { line: self.framer.line(), row: self.rows, offset: self.framer.offset() }
    }

    /// Bytes that the reader holds on to; does not grow with the file, but for remembered duplicates.
    #[doc(hidden)]
    pub fn buffered(&self) -> usize {
        self.framer.capacity()
    }

    /// The next row; `None` at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Row>, Refusal> {
        let Some(record) = self.next_filled()? else {
            self.note_mixed_line_ends();
            return if self.rows == 0 && self.opened { Err(self.header_only()) } else { Ok(None) };
        };
        if self.rows == self.limit {
            return Err(self.too_many_rows()?);
        }
        self.rows += 1;
        if record.quoted && record.damage.is_none() {
            self.note_once(FindingCode::QuotesRemoved, record.line);
        }
        let mut row = match record.damage {
            None => self.interpreter.row(&self.framer, &record, self.rows),
            Some(damage) => {
                let text = self.recognition.encoding.text(self.framer.text(&record)).0;
                Row { text: as_found(&text), ..damaged_row(self.rows, &record, damage) }
            }
        };
        self.find_duplicate(&mut row);
        Ok(Some(row))
    }

    /// Passes over the next row without interpreting it; `false` at the end of the file.
    pub(crate) fn skip_row(&mut self) -> io::Result<bool> {
        let found = self.next_filled()?.is_some();
        self.rows += u64::from(found);
        Ok(found)
    }

    /// The next record that is neither blank nor the header once more. In a stated list none is.
    fn next_filled(&mut self) -> io::Result<Option<Record>> {
        while let Some(record) = self.framer.next_record()? {
            if record.damage.is_some() || self.recognition.stated {
                return Ok(Some(record));
            }
            if self.is_header(&record) {
                self.note_once(FindingCode::HeaderRepeated, record.line);
            } else if !self.is_blank(&record) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    fn is_blank(&self, record: &Record) -> bool {
        (0..self.framer.cells()).all(|at| {
            let cell = self.framer.cell(record, at);
            cell.is_empty()
                || !cell.iter().any(u8::is_ascii_graphic)
                    && is_blank(&self.recognition.encoding.text(&cell).0)
        })
    }

    /// Files that were joined carry their header again.
    fn is_header(&self, record: &Record) -> bool {
        let header = &self.recognition.header;
        let Some(first) = header.first() else { return false };
        *self.framer.cell(record, 0) == *first.as_bytes()
            && self.framer.cells() >= header.len()
            && header.iter().enumerate().all(|(at, name)| {
                let cell = self.framer.cell(record, at);
                normalised(&self.recognition.encoding.text(&cell).0) == normalised(name)
            })
    }

    fn find_duplicate(&mut self, row: &mut Row) {
        let (Some(seen), Some(identity)) = (&mut self.seen, &row.identity) else { return };
        // A row that is refused anyway does not stand in the way of a later good one.
        if row.verdict() == RowVerdict::Error {
            return;
        }
        if seen.full() {
            self.note_once(FindingCode::DuplicatesUnchecked, row.line);
        } else if let Some(earlier) = seen.earlier(identity, row.line) {
            let found = identity.serial_number.as_ref().map(ToString::to_string);
            row.findings.push(Finding {
                found,
                used: Some(earlier.to_string()),
                ..row_finding(FindingCode::DuplicateInFile, row.line)
            });
        }
    }

    /// Counts the rest, so that the refusal can say into how many files the rows go.
    fn too_many_rows(&mut self) -> io::Result<Refusal> {
        let mut rows = self.rows + 1;
        while self.next_filled()?.is_some() {
            rows += 1;
        }
        let mut refusal = Refusal::of(Finding {
            found: Some(rows.to_string()),
            used: Some(self.limit.to_string()),
            ..file_finding(FindingCode::FileTooManyRows)
        });
        refusal.facts = Some(self.recognition.facts(self.framer.offset()));
        Ok(refusal)
    }

    fn header_only(&self) -> Refusal {
        let facts = Some(self.recognition.facts(self.framer.offset()));
        Refusal { facts, ..Refusal::of(file_finding(FindingCode::FileHeaderOnly)) }
    }

    fn note_once(&mut self, code: FindingCode, line: u64) {
        if !self.notices().any(|notice| notice.code == code) {
            self.late.push(row_finding(code, line));
        }
    }

    fn note_mixed_line_ends(&mut self) {
        if let Some(line) = self.framer.mixed_at() {
            self.note_once(FindingCode::LineEndingsMixed, line);
        }
    }
}

fn damaged_row(number: u64, record: &Record, damage: Damage) -> Row {
    let finding = match damage {
        Damage::QuoteUnclosed => row_finding(FindingCode::QuoteUnclosed, record.line),
        Damage::TooLong => Finding {
            used: Some(RECORD_LIMIT.to_string()),
            ..row_finding(FindingCode::RowTooLong, record.line)
        },
    };
    Row {
        number,
        line: record.line,
        cells: Cells::default(),
        text: None,
        identity: None,
        findings: vec![finding],
    }
}
