//! Tables that are taken away and not imported again.

use std::io::{self, Write};

use super::{guarded, spreadsheet_writer};

/// Writes a table; cells that a spreadsheet would run are guarded.
pub struct RecordWriter<W: Write>(csv::Writer<W>);

impl<W: Write> RecordWriter<W> {
    /// Writes the header.
    pub fn new(out: W, header: &[&str]) -> io::Result<Self> {
        let mut csv = spreadsheet_writer(out)?;
        csv.write_record(header)?;
        Ok(Self(csv))
    }

    /// Writes a line with as many cells as the header has.
    pub fn push(&mut self, cells: &[&str]) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(guarded(cell).as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is buffered and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
