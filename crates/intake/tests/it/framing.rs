//! Records and cells: agreement with the `csv` crate, and what that crate cannot do.

use proptest::prelude::*;
use taxiway_domain::finding::FindingCode;
use taxiway_intake::{Options, RECORD_LIMIT, Reader, RowVerdict};

use crate::support::{DESKTOP, read};

#[test]
fn an_unclosed_quote_costs_its_own_line_only() {
    let file = read(format!(
        "{DESKTOP}\nDell Inc.,Latitude,A1\n\"Dell Inc.,Latitude,A2\nDell Inc.,Latitude,A3\nDell Inc.,Latitude,A4\n"
    ));
    assert_eq!(file.codes(1), [FindingCode::QuoteUnclosed]);
    assert_eq!(file.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(file.serials(), ["A1", "", "A3", "A4"]);
}

#[test]
fn an_unclosed_quote_among_quoted_rows_costs_its_own_line_only() {
    let file = read(format!(
        "{DESKTOP}\n\"Dell Inc.\",\"Latitude\",\"A1\"\n\"Dell Inc.\",\"Latitude,\"A2\"\n\"Dell Inc.\",\"Latitude\",\"A3\"\n"
    ));
    assert_eq!(file.codes(1), [FindingCode::QuoteUnclosed]);
    assert_eq!(file.serials(), ["A1", "", "A3"]);
}

#[test]
fn a_quoted_line_end_does_not_disturb_the_line_numbers() {
    let file = read(format!("{DESKTOP}\n\"Dell\r\nInc.\",Latitude,A1\nDell Inc.,Latitude,A2\n"));
    assert_eq!(file.codes(0), [FindingCode::ValueCharacters], "no value has a line end");
    assert_eq!(file.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_quote_within_a_cell_is_a_character() {
    let file = read(format!("{DESKTOP}\nDell Inc.,Monitor 24\" wide,A1\n"));
    assert_eq!(file.rows[0].cells.model.as_deref(), Some("Monitor 24\" wide"));
    assert!(file.notices.is_empty());
}

#[test]
fn a_row_that_no_buffer_holds_is_an_error_of_that_row() {
    for filler in ["x", "\"x", "x\"y,", "\"\","] {
        let long = filler.repeat(3 * RECORD_LIMIT);
        let file =
            read(format!("{DESKTOP}\nDell Inc.,Latitude,A1\nDell Inc.,{long},A2\nDell Inc.,Latitude,A3\n"));
        assert_eq!(file.verdicts(), [RowVerdict::Ok, RowVerdict::Error, RowVerdict::Ok], "{filler}");
        assert_eq!((file.codes(1), file.rows[2].line), (vec![FindingCode::RowTooLong], 4), "{filler}");
    }
}

#[test]
fn the_spreadsheets_line_that_names_the_delimiter_is_followed() {
    let file = read("sep=;\r\nManufacturer;Model;Serial Number\r\nDell Inc.;Latitude, grey;A1\r\n");
    assert_eq!(file.recognition.header_line, Some(2));
    assert_eq!(file.rows[0].cells.model.as_deref(), Some("Latitude, grey"));
}

#[test]
fn memory_does_not_grow_with_the_file() {
    let head = format!("{DESKTOP}\n");
    let body = Repeat { row: b"Dell Inc.,Latitude 7420,4GXH2J3\n", at: 0, left: 6 << 20 };
    let options = Options { find_duplicates: false, ..Options::default() };
    let mut reader = Reader::open(std::io::Read::chain(head.as_bytes(), body), &options).expect("recognised");
    let mut most = 0;
    let mut rows = 0_u32;
    while reader.next_row().expect("row").is_some() {
        rows += 1;
        most = most.max(reader.buffered());
    }
    assert!(rows > 190_000, "{rows} rows");
    assert!(most < 1 << 20, "{most} bytes buffered");
}

struct Repeat {
    row: &'static [u8],
    at: usize,
    left: usize,
}

impl std::io::Read for Repeat {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(self.left);
        for byte in &mut buffer[..length] {
            *byte = self.row[self.at];
            self.at = (self.at + 1) % self.row.len();
        }
        self.left -= length;
        Ok(length)
    }
}

proptest! {
    /// Whatever the `csv` crate writes is divided into the same cells.
    #[test]
    fn well_formed_files_are_framed_as_the_csv_crate_frames_them(
        rows in prop::collection::vec(prop::collection::vec("[a-zA-Z0-9\", ;é\\n\\r]{0,8}[0-9]", 3), 1..20),
        crlf in any::<bool>(),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record(DESKTOP.split(',')).expect("header");
        for row in &rows {
            writer.write_record(row).expect("row");
        }
        let bytes = writer.into_inner().expect("bytes");
        let file = read(&bytes);
        prop_assert_eq!(file.rows.len(), rows.len());
        for (row, cells) in file.rows.iter().zip(&rows) {
            // Only the last digit is certain to survive cleaning; what stands before it must be the same text.
            let read = [&row.cells.manufacturer, &row.cells.model, &row.cells.serial_number];
            for (read, cell) in read.into_iter().zip(cells) {
                let cell = cell.trim();
                let read = read.as_deref().unwrap_or_default();
                prop_assert!(read == cell || cell.starts_with('"') , "{:?} {:?}", read, cell);
            }
        }
    }
}
