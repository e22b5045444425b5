//! PostgreSQL's binary COPY format, as much of it as we send.
//!
//! Layout: PostgreSQL documentation, "COPY", section "Binary Format".

use sqlx::PgConnection;

/// Bytes after which a piece of a stream is sent: the server begins its work, and nobody holds the whole.
const PIECE: usize = 128 << 10;

/// A piece of a COPY stream under construction.
#[derive(Debug)]
pub(super) struct CopyFrame {
    bytes: Vec<u8>,
}

/// Copies `rows` rows in; `write` adds the row at a position, or leaves it out.
pub(super) async fn copy_in(
    conn: &mut PgConnection,
    statement: &'static str,
    rows: usize,
    write: impl Fn(&mut CopyFrame, usize),
) -> Result<(), sqlx::Error> {
    let mut sink = conn.copy_in_raw(statement).await?;
    let mut frame = CopyFrame::new();
    for position in 0..rows {
        write(&mut frame, position);
        if frame.bytes.len() >= PIECE {
            sink.send(&frame.bytes[..]).await?;
            frame.bytes.clear();
        }
    }
    sink.send(frame.finish()).await?;
    sink.finish().await?;
    Ok(())
}

impl CopyFrame {
    /// The beginning of a stream.
    fn new() -> Self {
        let mut bytes = Vec::with_capacity(PIECE + (8 << 10));
        bytes.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        Self { bytes }
    }

    /// Begins a row of `fields` fields.
    pub(super) fn row(&mut self, fields: i16) -> &mut Self {
        self.bytes.extend_from_slice(&fields.to_be_bytes());
        self
    }

    /// A field of bytes, text or an id.
    pub(super) fn bytes(&mut self, value: &[u8]) -> &mut Self {
        // A field is bounded by the row limits of the reader, far below 2 GiB.
        let length = i32::try_from(value.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(value);
        self
    }

    /// A `bigint` or `timestamptz` field.
    pub(super) fn int(&mut self, value: i64) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    /// A field that may be absent.
    pub(super) fn optional(&mut self, value: Option<&[u8]>) -> &mut Self {
        if let Some(value) = value {
            return self.bytes(value);
        }
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
        self
    }

    /// The end of the stream.
    fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&(-1_i16).to_be_bytes());
        self.bytes
    }
}
