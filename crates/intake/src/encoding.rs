//! What the bytes are: byte order mark, then UTF-16, then UTF-8, then a Windows code page.
//!
//! [`Source`] turns any of them into text in a fixed window and always knows how many bytes of the *source* belong to
//! the text that was consumed, so that an upload can be cut at row boundaries and read again from there.

use std::borrow::Cow;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    CoderResult, Decoder, ISO_8859_8, ISO_8859_8_I, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1255,
};
use serde::{Deserialize, Serialize};

/// Text encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8; also everything that is plain ASCII.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, little end first: what the collector script writes.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, big end first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Western European code page.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Hebrew code page.
    #[serde(rename = "windows-1255")]
    Windows1255,
}

impl Encoding {
    /// Every encoding the reader knows.
    pub const ALL: [Self; 5] =
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252, Self::Windows1255];

    /// Stable name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::Windows1255 => "windows-1255",
        }
    }

    fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// Text of one cell; `true` when bytes did not belong to the encoding.
    pub(crate) fn text(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if let Ok(text) = std::str::from_utf8(bytes)
            && (self == Self::Utf8 || self.is_utf16() || bytes.is_ascii())
        {
            return (Cow::Borrowed(text), false);
        }
        match self {
            Self::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes),
            Self::Windows1255 => WINDOWS_1255.decode_without_bom_handling(bytes),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => (String::from_utf8_lossy(bytes), true),
        }
    }

    /// Bytes of a text in this encoding; `None` when the code page lacks a character.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Windows1252 | Self::Windows1255 => {
                let page = if self == Self::Windows1252 { WINDOWS_1252 } else { WINDOWS_1255 };
                let (bytes, _, lost) = page.encode(text);
                (!lost).then(|| bytes.into_owned())
            }
        }
    }

    /// The byte order mark, where the encoding has one.
    pub fn byte_order_mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Windows1252 | Self::Windows1255 => b"",
        }
    }
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Text { encoding: Encoding, byte_order_mark: bool },
    Spreadsheet,
    Binary,
}

/// Looks at the first bytes of a file; `whole` says that they are all there is.
pub(crate) fn recognise(head: &[u8], whole: bool) -> Content {
    if let Some(content) = magic(head) {
        return content;
    }
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        if head.starts_with(encoding.byte_order_mark()) {
            return Content::Text { encoding, byte_order_mark: true };
        }
    }
    let text = |encoding| Content::Text { encoding, byte_order_mark: false };
    if let Some(encoding) = utf16_by_zeros(head) {
        return text(encoding);
    }
    if mostly_controls(head) {
        return Content::Binary;
    }
    match std::str::from_utf8(head) {
        Ok(_) => text(Encoding::Utf8),
        // A character cut by the end of the window is not an error.
        Err(error) if error.error_len().is_none() && !whole => text(Encoding::Utf8),
        Err(_) => text(code_page(head)),
    }
}

fn magic(head: &[u8]) -> Option<Content> {
    const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];
    const OTHERS: [&[u8]; 4] = [b"%PDF-", b"\x1F\x8B", b"\x89PNG", b"{\\rtf"];
    if WORKBOOKS.iter().any(|mark| head.starts_with(mark)) {
        return Some(Content::Spreadsheet);
    }
    if OTHERS.iter().any(|mark| head.starts_with(mark)) {
        return Some(Content::Binary);
    }
    // Programs also save tables as markup under a spreadsheet's name.
    let start = head[..head.len().min(1024)].to_ascii_lowercase();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
    let markup =
        [&b"<html"[..], b"<!doctype", b"<table", b"<?xml"].iter().any(|mark| start.starts_with(mark));
    markup.then_some(Content::Spreadsheet)
}

/// UTF-16 without a mark: one half of nearly every unit is zero, the other never.
fn utf16_by_zeros(head: &[u8]) -> Option<Encoding> {
    let sample = &head[..head.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (many, few) = (pairs * 4 / 10, pairs / 50);
    match (even, odd) {
        (even, odd) if odd > many && even <= few => Some(Encoding::Utf16Le),
        (even, odd) if even > many && odd <= few => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// More than one control character in twenty is no text; a few are left to the rows they stand in.
fn mostly_controls(head: &[u8]) -> bool {
    // Zeros at the end are what a crash leaves of a file.
    let text = head.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let sample = &head[..text.min(4096)];
    let controls = sample
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A))
        .count();
    controls * 20 > sample.len()
}

/// Hebrew or western: the detector decides freely first, and between these two when it names a third.
fn code_page(head: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let mut guess = detector.guess(None, Utf8Detection::Deny);
    if ![WINDOWS_1252, WINDOWS_1255, ISO_8859_8, ISO_8859_8_I].contains(&guess) {
        guess = detector.guess(Some(b"il"), Utf8Detection::Deny);
    }
    if [WINDOWS_1255, ISO_8859_8, ISO_8859_8_I].contains(&guess) {
        Encoding::Windows1255
    } else {
        Encoding::Windows1252
    }
}

/// Bytes of the source as text in a fixed window.
///
/// UTF-8 and the code pages stay as they are (delimiters, quotes and line ends are the same bytes in all of them);
/// UTF-16 becomes UTF-8, one source unit for every unit of text, so that offsets can be counted back exactly.
pub(crate) struct Source<R> {
    reader: R,
    encoding: Encoding,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    window: Vec<u8>,
    start: usize,
    end: usize,
    received: u64,
    consumed: u64,
    ended: bool,
}

/// Size of the window; four times the longest record.
pub(crate) const WINDOW: usize = 256 * 1024;

impl<R: Read> Source<R> {
    /// `offset` bytes of the source were taken before `reader`.
    pub(crate) fn new(reader: R, encoding: Encoding, offset: u64) -> Self {
        let decoder = match encoding {
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
            _ => None,
        };
        let raw = if decoder.is_some() { vec![0; 32 * 1024] } else { Vec::new() };
        Self {
            reader,
            encoding,
            decoder,
            raw,
            window: Vec::new(),
            start: 0,
            end: 0,
            received: offset,
            consumed: offset,
            ended: false,
        }
    }

    /// The text that is there and not consumed.
    pub(crate) fn text(&self) -> &[u8] {
        &self.window[self.start..self.end]
    }

    /// Bytes of the window between two positions counted from the start of [`Self::text`] before `consume`.
    pub(crate) fn taken(&self, length: usize) -> &[u8] {
        &self.window[self.start - length..self.start]
    }

    /// True when nothing can follow [`Self::text`].
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Source bytes up to the end of what was consumed.
    pub(crate) fn offset(&self) -> u64 {
        self.consumed
    }

    pub(crate) fn capacity(&self) -> usize {
        self.window.capacity() + self.raw.capacity()
    }

    /// Counts the first `length` bytes of the text as read.
    pub(crate) fn consume(&mut self, length: usize) {
        let part = &self.window[self.start..self.start + length];
        let bytes = if self.encoding.is_utf16() { 2 * utf16_units(part) } else { length };
        self.consumed += bytes as u64;
        self.start += length;
        if self.ended && self.start == self.end {
            // Half a unit at the very end has no length of its own.
            self.consumed = self.received;
        }
    }

    /// Fills the window; afterwards it is full or the source has ended.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        if self.window.is_empty() {
            self.window = vec![0; WINDOW];
        }
        self.window.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        while !self.ended {
            // A UTF-16 unit needs at most three bytes of UTF-8.
            let room = self.window.len() - self.end;
            if room < 4 * 1024 {
                return Ok(());
            }
            match self.read_some(room) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn read_some(&mut self, room: usize) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            let got = self.reader.read(&mut self.window[self.end..])?;
            self.end += got;
            self.received += got as u64;
            self.ended = got == 0;
            return Ok(());
        };
        let limit = self.raw.len().min(room / 3 - 4);
        let got = self.reader.read(&mut self.raw[..limit])?;
        self.received += got as u64;
        let (result, read, written, _) =
            decoder.decode_to_utf8(&self.raw[..got], &mut self.window[self.end..], got == 0);
        debug_assert!(
            matches!(result, CoderResult::InputEmpty) && read == got,
            "the room was counted for all of it"
        );
        self.end += written;
        self.ended = got == 0;
        Ok(())
    }
}

/// UTF-16 units of a UTF-8 text: one for every character, two above the basic plane.
fn utf16_units(text: &[u8]) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.iter().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}
