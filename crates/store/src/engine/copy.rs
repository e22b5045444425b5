//! PostgreSQL's binary COPY format, as much of it as we send.
//!
//! Layout: PostgreSQL documentation, "COPY", section "Binary Format".

/// A COPY stream under construction.
#[derive(Debug)]
pub(super) struct CopyFrame {
    bytes: Vec<u8>,
}

impl CopyFrame {
    /// An empty stream with room for `rows` rows of about `width` bytes.
    pub(super) fn new(rows: usize, width: usize) -> Self {
        let mut bytes = Vec::with_capacity(21 + rows * width);
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

    /// The finished stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&(-1_i16).to_be_bytes());
        self.bytes
    }
}
