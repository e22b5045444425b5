//! Cutting a file into slices of whole rows while it is read for the first time.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use bytes::{Buf, Bytes};
use serde::{Deserialize, Serialize};
use taxiway_domain::finding::FindingCode;
use taxiway_intake::{Options, Reader, Refusal, Row, RowVerdict};
use tokio::sync::mpsc;
use zstd::stream::Encoder;

use crate::error::{Result, ServiceError};
use crate::upload::{Ending, NoteCount, RefusedFile, Understood};

/// How large the parts of a job are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartSizes {
    /// Rows of a part at most.
    pub rows: u64,
    /// Bytes of a part at most, give or take a row.
    pub bytes: u64,
}

impl Default for PartSizes {
    fn default() -> Self {
        // Large parts sort many claims at once; small ones keep others waiting less. See docs/decisions/0002.
        Self { rows: 20_000, bytes: 8 << 20 }
    }
}

impl PartSizes {
    /// Rows of the n-th part: the first ones are small, so that progress shows at once.
    fn rows_of(self, part: usize) -> u64 {
        [500, 2_000, 10_000].get(part).copied().unwrap_or(self.rows).min(self.rows)
    }
}

/// A slice of the file, ready to be stored.
#[derive(Debug)]
pub(crate) struct Slice {
    /// The bytes as received, compressed.
    pub data: Vec<u8>,
    pub first_line: u64,
    pub first_row: u64,
    pub ok: u64,
    pub warnings: u64,
    pub errors: u64,
    /// Line of a row and line of the same device earlier in the file.
    pub duplicates: Vec<(u64, u64)>,
}

/// Compression level: fast, and hash padding still shrinks to nothing.
const LEVEL: i32 = 1;

pub(crate) fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, LEVEL)
}

/// As [`compress`], for what is written piece by piece and need not be held as a whole.
pub(crate) fn compressor() -> io::Result<Encoder<'static, Vec<u8>>> {
    Encoder::new(Vec::new(), LEVEL)
}

/// Undoes [`compress`] and [`compressor`].
pub(crate) fn decompress(data: &[u8]) -> Result<Vec<u8>> {
    zstd::stream::decode_all(data).map_err(ServiceError::internal("decompress stored data"))
}

/// What the reader took and is not yet cut off.
#[derive(Default)]
struct Received {
    pending: Vec<u8>,
    bytes: u64,
    whole: bool,
}

/// The network as a blocking source that remembers what it gave.
struct Tee {
    network: mpsc::Receiver<Option<Bytes>>,
    chunk: Bytes,
    received: Rc<RefCell<Received>>,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.network.blocking_recv() {
                Some(Some(chunk)) => self.chunk = chunk,
                Some(None) => {
                    self.received.borrow_mut().whole = true;
                    return Ok(0);
                }
                None if self.received.borrow().whole => return Ok(0),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = buffer.len().min(self.chunk.len());
        let given = &self.chunk[..count];
        buffer[..count].copy_from_slice(given);
        let mut received = self.received.borrow_mut();
        received.bytes += count as u64;
        received.pending.extend_from_slice(given);
        drop(received);
        self.chunk.advance(count);
        Ok(count)
    }
}

/// Reads a file to its end on a blocking thread and sends its slices on.
pub(crate) fn slices(
    network: mpsc::Receiver<Option<Bytes>>,
    options: &Options,
    sizes: PartSizes,
    to_store: &mpsc::Sender<Slice>,
) -> Ending {
    let received = Rc::new(RefCell::new(Received::default()));
    let tee = Tee { network, chunk: Bytes::new(), received: Rc::clone(&received) };
    match cut(tee, options, sizes, to_store, &received) {
        Ok(understood) => Ending::Understood(Box::new(understood)),
        Err(refusal) if refusal.io.is_some() => Ending::Interrupted,
        Err(refusal) => Ending::Refused(RefusedFile { findings: refusal.findings, facts: refusal.facts }),
    }
}

fn cut(
    tee: Tee,
    options: &Options,
    sizes: PartSizes,
    to_store: &mpsc::Sender<Slice>,
    received: &RefCell<Received>,
) -> std::result::Result<Understood, Refusal> {
    let mut reader = Reader::open(tee, options)?;
    let mut notes = Vec::new();
    let mut cutter = Cutter { received, to_store, cut_at: 0, parts: 0, slice: empty_slice(1, 1) };
    // Slice 0 is what stands before the first row.
    cutter.finish(reader.recognition().body_offset, reader.recognition().body_line, 1)?;
    while let Some(row) = reader.next_row()? {
        note(&mut notes, &row);
        cutter.count(&row);
        let position = reader.position();
        if cutter.rows() >= sizes.rows_of(cutter.parts - 1) || position.offset - cutter.cut_at >= sizes.bytes
        {
            cutter.finish(position.offset, position.line, position.row + 1)?;
        }
    }
    let received = received.borrow().bytes;
    if cutter.cut_at < received {
        // Blank lines after the last row belong to the bytes received.
        let position = reader.position();
        cutter.finish(received, position.line, position.row + 1)?;
    }
    let mut recognition = reader.recognition().clone();
    recognition.notices = reader.notices().cloned().collect();
    Ok(Understood { recognition, notes })
}

fn empty_slice(first_line: u64, first_row: u64) -> Slice {
    Slice { data: Vec::new(), first_line, first_row, ok: 0, warnings: 0, errors: 0, duplicates: Vec::new() }
}

struct Cutter<'a> {
    received: &'a RefCell<Received>,
    to_store: &'a mpsc::Sender<Slice>,
    cut_at: u64,
    parts: usize,
    slice: Slice,
}

impl Cutter<'_> {
    fn rows(&self) -> u64 {
        self.slice.ok + self.slice.warnings + self.slice.errors
    }

    fn count(&mut self, row: &Row) {
        match row.verdict() {
            RowVerdict::Ok => self.slice.ok += 1,
            RowVerdict::Warning => self.slice.warnings += 1,
            RowVerdict::Error => self.slice.errors += 1,
        }
        let duplicate = row.findings.iter().find(|finding| finding.code == FindingCode::DuplicateInFile);
        let earlier = duplicate.and_then(|finding| finding.used.as_deref()?.parse().ok());
        self.slice.duplicates.extend(earlier.map(|earlier| (row.line, earlier)));
    }

    /// Cuts off everything before `offset`; the next slice begins with that line and row.
    fn finish(&mut self, offset: u64, next_line: u64, next_row: u64) -> io::Result<()> {
        let mut slice = std::mem::replace(&mut self.slice, empty_slice(next_line, next_row));
        let mut received = self.received.borrow_mut();
        let length = usize::try_from(offset - self.cut_at).unwrap_or(usize::MAX).min(received.pending.len());
        slice.data = compress(&received.pending[..length])?;
        received.pending.drain(..length);
        drop(received);
        self.cut_at = offset;
        self.parts += 1;
        // The receiver is gone only when the request was given up.
        self.to_store.blocking_send(slice).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Counts what is said about rows; errors and warnings are counted by row elsewhere, but listed by code here as well.
fn note(notes: &mut Vec<NoteCount>, row: &Row) {
    for finding in &row.findings {
        match notes.iter_mut().find(|note| note.code == finding.code) {
            Some(note) => note.rows += 1,
            None => notes.push(NoteCount { code: finding.code, rows: 1, first: finding.clone() }),
        }
    }
}
