//! Records and cells: delimiters, quotes, line ends, with exact boundaries in the source.
//!
//! The `csv` crate frames well-formed files the same way (a property test holds the two together); it cannot give back
//! what an unclosed quote has swallowed, tell whether quotes were used, or say where a record ended in the source.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use crate::encoding::Source;

/// Longest record, in bytes of its text. A row with a hash needs about 4.5 KiB.
pub const RECORD_LIMIT: usize = 64 * 1024;

/// Where a cell stands in its record.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    quoted: bool,
}

/// What could not be read of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    QuoteUnclosed,
    TooLong,
}

/// Facts about the record that was read last; its cells are asked from the framer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    /// First line of the record.
    pub line: u64,
    pub quoted: bool,
    pub damage: Option<Damage>,
    /// Length of the record's text with its line end.
    length: usize,
}

/// Ways a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum LineEnd {
    None = 0,
    Lf = 1,
    CrLf = 2,
    Cr = 4,
}

impl LineEnd {
    fn length(self) -> usize {
        match self {
            Self::None => 0,
            Self::Lf | Self::Cr => 1,
            Self::CrLf => 2,
        }
    }
}

pub(crate) struct Framer<R> {
    source: Source<R>,
    delimiter: u8,
    line: u64,
    spans: Vec<Span>,
    line_ends: u8,
    mixed_at: Option<u64>,
    closed_quotes: bool,
}

enum Scan {
    Record { content: usize, end: LineEnd, lines: u64, quoted: bool, damage: Option<Damage> },
    More,
}

impl<R: Read> Framer<R> {
    /// `line` is the line on which the source begins.
    pub(crate) fn new(source: Source<R>, delimiter: u8, line: u64) -> Self {
        Self {
            source,
            delimiter,
            line,
            spans: Vec::new(),
            line_ends: 0,
            mixed_at: None,
            closed_quotes: false,
        }
    }

    /// Says whether every quote is closed for certain: then a record that is too long ends where its quotes say, and not
    /// with its first line.
    pub(crate) fn with_closed_quotes(mut self, closed: bool) -> Self {
        self.closed_quotes = closed;
        self
    }

    /// Line on which the next record begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Source bytes up to the end of the last record, its line end included.
    pub(crate) fn offset(&self) -> u64 {
        self.source.offset()
    }

    /// First line that ends in another way than the lines before it.
    pub(crate) fn mixed_at(&self) -> Option<u64> {
        self.mixed_at
    }

    pub(crate) fn capacity(&self) -> usize {
        self.source.capacity() + self.spans.capacity() * size_of::<Span>()
    }

    /// Number of cells of the last record.
    pub(crate) fn cells(&self) -> usize {
        self.spans.len()
    }

    /// Bytes of the whole record with its line end; empty where it was passed over.
    pub(crate) fn text(&self, record: &Record) -> &[u8] {
        self.source.taken(record.length)
    }

    /// Bytes of a cell, quotes undone.
    pub(crate) fn cell(&self, record: &Record, index: usize) -> Cow<'_, [u8]> {
        let Some(span) = self.spans.get(index) else { return Cow::Borrowed(b"") };
        let bytes = &self.source.taken(record.length)[span.start as usize..span.end as usize];
        if !span.quoted || memchr(b'"', bytes).is_none() {
            return Cow::Borrowed(bytes);
        }
        let mut plain = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(at) = memchr(b'"', rest) {
            plain.extend_from_slice(&rest[..=at]);
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        plain.extend_from_slice(rest);
        Cow::Owned(plain)
    }

    /// Reads the next record, empty lines included.
    pub(crate) fn next_record(&mut self) -> io::Result<Option<Record>> {
        loop {
            if self.source.text().is_empty() {
                if !self.source.ended() {
                    self.source.fill()?;
                }
                if self.source.text().is_empty() {
                    return Ok(None);
                }
            }
            match scan(self.source.text(), self.delimiter, self.source.ended(), &mut self.spans) {
                Scan::More => self.source.fill()?,
                Scan::Record { damage: Some(_), .. } if self.closed_quotes => {
                    self.spans.clear();
                    return self.skip_record().map(Some);
                }
                Scan::Record { damage: Some(Damage::TooLong), .. } => {
                    self.spans.clear();
                    return self.skip_line().map(Some);
                }
                Scan::Record { content, end, lines, quoted, damage } => {
                    let length = content + end.length();
                    self.source.consume(length);
                    let record = Record { line: self.line, quoted, damage, length };
                    self.line += lines - 1;
                    self.ended_by(end);
                    return Ok(Some(record));
                }
            }
        }
    }

    fn ended_by(&mut self, end: LineEnd) {
        if end == LineEnd::None {
            return;
        }
        if self.line_ends != 0 && self.line_ends & end as u8 == 0 && self.mixed_at.is_none() {
            self.mixed_at = Some(self.line);
        }
        self.line_ends |= end as u8;
        self.line += 1;
    }

    /// Passes over a record that no window holds, line ends within its quotes included.
    fn skip_record(&mut self) -> io::Result<Record> {
        let record = Record { line: self.line, quoted: false, damage: Some(Damage::TooLong), length: 0 };
        let mut within = false;
        loop {
            let (text, ended) = (self.source.text(), self.source.ended());
            let Some(at) = memchr3(b'"', b'\n', b'\r', text) else {
                self.source.consume(text.len());
                if ended {
                    return Ok(record);
                }
                self.source.fill()?;
                continue;
            };
            if text[at] == b'"' {
                // A doubled quote within a value leaves it and enters it again.
                within = !within;
                self.source.consume(at + 1);
                continue;
            }
            let Some(end) = line_end_at(text, at, ended) else {
                // A carriage return at the very end may be half of a line end.
                self.source.consume(at);
                self.source.fill()?;
                continue;
            };
            self.source.consume(at + end.length());
            if !within {
                self.ended_by(end);
                return Ok(record);
            }
            self.line += 1;
        }
    }

    /// Passes over a line that no window holds.
    fn skip_line(&mut self) -> io::Result<Record> {
        let record = Record { line: self.line, quoted: false, damage: Some(Damage::TooLong), length: 0 };
        loop {
            let text = self.source.text();
            if let Some((content, end)) = line_end(text, self.source.ended()) {
                self.source.consume(content + end.length());
                self.ended_by(end);
                return Ok(record);
            }
            // A carriage return at the very end may be half of a line end.
            let keep = usize::from(text.last() == Some(&b'\r'));
            self.source.consume(text.len() - keep);
            self.source.fill()?;
        }
    }
}

/// First line end of the text; `None` when more text is needed to say.
fn line_end(text: &[u8], ended: bool) -> Option<(usize, LineEnd)> {
    match memchr2(b'\n', b'\r', text) {
        Some(at) => line_end_at(text, at, ended).map(|end| (at, end)),
        None if ended => Some((text.len(), LineEnd::None)),
        None => None,
    }
}

fn line_end_at(text: &[u8], at: usize, ended: bool) -> Option<LineEnd> {
    match (text[at], text.get(at + 1)) {
        (b'\n', _) => Some(LineEnd::Lf),
        (_, Some(b'\n')) => Some(LineEnd::CrLf),
        (_, None) if !ended => None,
        _ => Some(LineEnd::Cr),
    }
}

fn scan(text: &[u8], delimiter: u8, ended: bool, spans: &mut Vec<Span>) -> Scan {
    spans.clear();
    let window = &text[..text.len().min(RECORD_LIMIT + 1)];
    let (at, quotes) = match memchr3(b'\n', b'\r', b'"', window) {
        Some(at) if window[at] == b'"' => (at, true),
        Some(at) => (at, false),
        None if text.len() > RECORD_LIMIT => return too_long(),
        None if ended => (text.len(), false),
        None => return Scan::More,
    };
    if quotes {
        return scan_quoted(text, delimiter, ended, spans);
    }
    let end = if at == text.len() {
        LineEnd::None
    } else {
        match line_end_at(text, at, ended) {
            Some(end) => end,
            None => return Scan::More,
        }
    };
    if at > RECORD_LIMIT {
        return too_long();
    }
    split(&text[..at], delimiter, spans);
    Scan::Record { content: at, end, lines: 1, quoted: false, damage: None }
}

fn too_long() -> Scan {
    Scan::Record { content: 0, end: LineEnd::None, lines: 1, quoted: false, damage: Some(Damage::TooLong) }
}

#[expect(clippy::cast_possible_truncation, reason = "a record is at most RECORD_LIMIT bytes")]
fn span(start: usize, end: usize, quoted: bool) -> Span {
    Span { start: start as u32, end: end as u32, quoted }
}

fn split(line: &[u8], delimiter: u8, spans: &mut Vec<Span>) {
    let mut start = 0;
    for at in memchr_iter(delimiter, line) {
        spans.push(span(start, at, false));
        start = at + 1;
    }
    spans.push(span(start, line.len(), false));
}

/// A record in which a quote occurs. A quote opens only at the start of a cell, as everywhere.
fn scan_quoted(text: &[u8], delimiter: u8, ended: bool, spans: &mut Vec<Span>) -> Scan {
    let mut at = 0;
    let mut lines = 1;
    let mut quoted = false;
    loop {
        let blanks = text[at..]
            .iter()
            .take_while(|byte| **byte == b' ' || (**byte == b'\t' && delimiter != b'\t'))
            .count();
        let after = if text.get(at + blanks) == Some(&b'"') {
            quoted = true;
            match closing(text, at + blanks + 1, delimiter, ended) {
                Closing::At { quote, after } => {
                    let cell = &text[at + blanks + 1..quote];
                    lines += line_ends(cell);
                    spans.push(span(at + blanks + 1, quote, true));
                    after
                }
                Closing::More => return Scan::More,
                Closing::Never => return unclosed(text, ended, spans),
            }
        } else {
            match memchr3(delimiter, b'\n', b'\r', &text[at..]) {
                Some(found) => {
                    spans.push(span(at, at + found, false));
                    at + found
                }
                None if text.len() > RECORD_LIMIT => return unclosed_or_long(text, quoted, ended, spans),
                None if ended => {
                    spans.push(span(at, text.len(), false));
                    text.len()
                }
                None => return Scan::More,
            }
        };
        if after > RECORD_LIMIT {
            return unclosed_or_long(text, quoted, ended, spans);
        }
        if after == text.len() {
            return Scan::Record { content: after, end: LineEnd::None, lines, quoted, damage: None };
        }
        if text[after] != delimiter {
            let Some(end) = line_end_at(text, after, ended) else { return Scan::More };
            return Scan::Record { content: after, end, lines, quoted, damage: None };
        }
        at = after + 1;
    }
}

enum Closing {
    At { quote: usize, after: usize },
    More,
    Never,
}

/// The quote that closes a cell: only blanks may stand between it and the delimiter or line end.
fn closing(text: &[u8], mut from: usize, delimiter: u8, ended: bool) -> Closing {
    let short = text.len() <= RECORD_LIMIT && !ended;
    loop {
        let window = &text[..text.len().min(RECORD_LIMIT + 1)];
        let Some(found) = window.get(from..).and_then(|rest| memchr(b'"', rest)) else {
            return if short { Closing::More } else { Closing::Never };
        };
        let quote = from + found;
        if text.get(quote + 1) == Some(&b'"') {
            from = quote + 2;
            continue;
        }
        let rest = &text[quote + 1..];
        let blanks =
            rest.iter().take_while(|byte| **byte == b' ' || (**byte == b'\t' && delimiter != b'\t')).count();
        let after = quote + 1 + blanks;
        return match text.get(after) {
            Some(byte) if *byte == delimiter || *byte == b'\n' || *byte == b'\r' => {
                Closing::At { quote, after }
            }
            None if ended => Closing::At { quote, after },
            None if short => Closing::More,
            Some(_) | None => Closing::Never,
        };
    }
}

/// Only the first line is lost: reading goes on with the next one.
fn unclosed(text: &[u8], ended: bool, spans: &mut Vec<Span>) -> Scan {
    spans.clear();
    match line_end(&text[..text.len().min(RECORD_LIMIT + 2)], ended && text.len() <= RECORD_LIMIT + 2) {
        Some((content, end)) if content <= RECORD_LIMIT => {
            Scan::Record { content, end, lines: 1, quoted: true, damage: Some(Damage::QuoteUnclosed) }
        }
        None if text.len() <= RECORD_LIMIT + 1 && !ended => Scan::More,
        _ => too_long(),
    }
}

fn unclosed_or_long(text: &[u8], quoted: bool, ended: bool, spans: &mut Vec<Span>) -> Scan {
    if quoted { unclosed(text, ended, spans) } else { too_long() }
}

/// Line ends within a quoted cell; CRLF counts once.
fn line_ends(cell: &[u8]) -> u64 {
    let mut count = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'\n', b'\r', &cell[at..]) {
        at += found + if cell[at + found..].starts_with(b"\r\n") { 2 } else { 1 };
        count += 1;
    }
    count
}
