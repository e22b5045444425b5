//! Files in any form, from rows: for tests, the demo and benchmarks.

use std::io::{self, Write};

use crate::encoding::Encoding;
use crate::layout::Delimiter;

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// As on Unix.
    Lf,
    /// As on Windows.
    CrLf,
    /// As on old machines.
    Cr,
    /// One after the other.
    Mixed,
}

impl LineEnd {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Lf, Self::CrLf, Self::Cr, Self::Mixed];

    fn text(self, line: usize) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
            Self::Mixed => ["\n", "\r\n"][line % 2],
        }
    }
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Text encoding.
    pub encoding: Encoding,
    /// Whether the byte order mark is written, where the encoding has one.
    pub byte_order_mark: bool,
    /// Character between cells.
    pub delimiter: Delimiter,
    /// How lines end.
    pub line_end: LineEnd,
    /// Whether every cell is quoted; else only those that need it.
    pub quote_all: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            delimiter: Delimiter::Comma,
            line_end: LineEnd::CrLf,
            quote_all: false,
        }
    }
}

/// Writes rows in a form, one by one.
pub struct FormWriter<W> {
    out: W,
    form: Form,
    lines: usize,
    text: String,
}

impl<W: Write> FormWriter<W> {
    /// Writes the byte order mark where one is wanted.
    pub fn new(mut out: W, form: Form) -> io::Result<Self> {
        if form.byte_order_mark {
            out.write_all(form.encoding.byte_order_mark())?;
        }
        Ok(Self { out, form, lines: 0, text: String::new() })
    }

    /// Writes one row; fails when the code page lacks a character.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        let delimiter = self.form.delimiter.as_str();
        self.text.clear();
        for (at, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
            if at > 0 {
                self.text.push_str(delimiter);
            }
            if self.form.quote_all || cell.contains(['"', '\r', '\n']) || cell.contains(delimiter) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push_str(self.form.line_end.text(self.lines));
        self.lines += 1;
        let bytes = self.form.encoding.encode(&self.text);
        self.out.write_all(&bytes.ok_or_else(|| io::Error::other("the code page lacks a character"))?)
    }

    /// Gives the output back.
    pub fn finish(self) -> W {
        self.out
    }
}

/// A whole file in memory.
pub fn render<S: AsRef<str>>(rows: &[Vec<S>], form: Form) -> io::Result<Vec<u8>> {
    let mut writer = FormWriter::new(Vec::new(), form)?;
    for row in rows {
        writer.row(row)?;
    }
    Ok(writer.finish())
}
