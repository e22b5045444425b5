//! Remembers the physical lines that the reader is at, so that errors can point into them. Memory stays flat.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use taxiway_intake::Encoding;

/// Bytes that are remembered at most: more than the reader is ever ahead of the row it gives.
const REMEMBERED: usize = 8 * 1024 * 1024;
/// Bytes of a line that are shown at most.
const SHOWN: usize = 64 * 1024;

/// Passes a source on and remembers what went through.
pub(super) struct Tee<R> {
    source: R,
    lines: Rc<RefCell<Lines>>,
}

impl<R> Tee<R> {
    pub(super) fn new(source: R, lines: Rc<RefCell<Lines>>) -> Self {
        Self { source, lines }
    }
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(buffer)?;
        self.lines.borrow_mut().push(&buffer[..got]);
        Ok(got)
    }
}

/// The bytes from the current line on.
pub(super) struct Lines {
    /// None remembers nothing.
    encoding: Option<Encoding>,
    bytes: Vec<u8>,
    /// Where the current line begins.
    start: usize,
    /// Its number, the first being 1.
    line: u64,
}

impl Lines {
    pub(super) fn new(encoding: Option<Encoding>) -> Self {
        Self { encoding, bytes: Vec::new(), start: 0, line: 1 }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.encoding.is_none() {
            return;
        }
        self.bytes.drain(..std::mem::take(&mut self.start));
        if self.bytes.len() + bytes.len() > REMEMBERED {
            // The reader gives no rows any more: nobody will ask.
            *self = Self::new(None);
            return;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Forgets everything before a line.
    pub(super) fn go_to(&mut self, line: u64) {
        let Some(encoding) = self.encoding else { return };
        while self.line < line {
            let Some((_, end)) = self.line_end(encoding) else { return };
            self.start += end;
            self.line += 1;
        }
    }

    /// The text of a line that was gone to.
    pub(super) fn text(&self, line: u64) -> Option<String> {
        let encoding = self.encoding.filter(|_| self.line == line)?;
        let length = self.line_end(encoding).map_or(self.bytes.len() - self.start, |(content, _)| content);
        let bytes = &self.bytes[self.start..self.start + length.min(SHOWN)];
        let decoder = encoding_rs::Encoding::for_label(encoding.as_str().as_bytes())?;
        Some(decoder.decode_with_bom_removal(bytes).0.into_owned())
    }

    /// Length of the current line without and with its end.
    fn line_end(&self, encoding: Encoding) -> Option<(usize, usize)> {
        let rest = &self.bytes[self.start..];
        let (width, low) = match encoding {
            Encoding::Utf16Le => (2, 0),
            Encoding::Utf16Be => (2, 1),
            _ => (1, 0),
        };
        let is = |unit: &[u8], wanted: u8| unit[low] == wanted && (width == 1 || unit[1 - low] == 0);
        let mut units = rest.chunks_exact(width);
        let content = units.position(|unit| is(unit, b'\n') || is(unit, b'\r'))? * width;
        let first = &rest[content..content + width];
        let pair = is(first, b'\r') && units.next().is_some_and(|unit| is(unit, b'\n'));
        Some((content, content + if pair { 2 * width } else { width }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remembered(encoding: Encoding, text: &str) -> Lines {
        let mut lines = Lines::new(Some(encoding));
        let bytes = encoding.encode(text).expect("the code page has these characters");
        // In small pieces, as from a pipe.
        for piece in bytes.chunks(3) {
            lines.push(piece);
        }
        lines
    }

    #[test]
    fn lines_are_found_by_number_whatever_their_ends_and_encoding() {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252] {
            let mut lines = remembered(encoding, "one\r\nzwei\rtré\n\nlast");
            for (line, text) in [(1, "one"), (2, "zwei"), (3, "tré"), (5, "last")] {
                lines.go_to(line);
                assert_eq!(lines.text(line).as_deref(), Some(text));
            }
            assert_eq!(lines.text(4), None, "what was passed over is forgotten");
        }
    }

    #[test]
    fn a_file_that_gives_no_rows_is_not_kept_in_memory() {
        let mut lines = Lines::new(Some(Encoding::Utf8));
        for _ in 0..10 {
            lines.push(&vec![b'x'; 1024 * 1024]);
        }
        assert!(lines.bytes.len() <= REMEMBERED);
    }
}
