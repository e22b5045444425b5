//! Files of at most so many rows from one that is longer.

use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::reader::{Options, Reader};
use crate::recognition::{Recognition, Refusal};

/// Writes the `part`-th file (the first is 1) of at most `limit` rows: everything before the body once more, then the
/// rows as they are, byte by byte. Gives the number of rows written, 0 beyond the last part.
pub fn split<R: Read + Seek, W: Write>(
    source: &mut R,
    recognition: &Recognition,
    limit: u64,
    part: u64,
    out: &mut W,
) -> Result<u64, Refusal> {
    let first = part.saturating_sub(1).saturating_mul(limit);
    source.seek(SeekFrom::Start(recognition.body_offset))?;
    let options = Options { find_duplicates: false, ..Options::default() };
    let mut reader = Reader::resume(&mut *source, recognition, &options, recognition.body_line, 0);
    let mut begin = 0;
    let mut rows = 0;
    while rows < limit && reader.skip_row()? {
        match reader.position().row {
            row if row <= first => begin = reader.position().offset,
            _ => rows += 1,
        }
    }
    let end = reader.position().offset;
    drop(reader);
    if rows == 0 {
        return Ok(0);
    }
    copy(source, 0, recognition.body_offset, out)?;
    copy(source, recognition.body_offset + begin, end - begin, out)?;
    Ok(rows)
}

fn copy<R: Read + Seek, W: Write>(source: &mut R, from: u64, length: u64, out: &mut W) -> io::Result<()> {
    source.seek(SeekFrom::Start(from))?;
    io::copy(&mut source.take(length), out).map(drop)
}
