//! What a fuzzer drives: anything may be in a file, and the reader must keep its promises.

use crate::reader::{Mode, Options, Position, Reader};
use crate::row::Row;

/// Reads arbitrary bytes in both modes and checks that slices read later give the same rows as one pass.
///
/// # Panics
/// When a promise is broken.
pub fn fuzz_reader(data: &[u8]) {
    for mode in [Mode::Helpful, Mode::Strict] {
        let options = Options { mode, find_duplicates: false, ..Options::default() };
        let Ok(mut reader) = Reader::open(data, &options) else { continue };
        let recognition = reader.recognition().clone();
        let start = Position { line: recognition.body_line, row: 0, offset: recognition.body_offset };
        let mut bounds = vec![start];
        let mut rows: Vec<Row> = Vec::new();
        while let Ok(Some(row)) = reader.next_row() {
            let position = reader.position();
            assert!(
                position.offset <= data.len() as u64 && position.row == row.number,
                "positions stay in the file"
            );
            rows.push(row);
            bounds.push(position);
        }
        assert_eq!(reader.position().offset, data.len() as u64, "the whole file is read");
        // Slices of growing length, so that short and long ones meet every kind of boundary.
        let (mut from, mut step, mut again) = (0, 1, Vec::new());
        while from + 1 < bounds.len() {
            let to = (from + step).min(bounds.len() - 1);
            let (begin, end) = (offset(bounds[from]), offset(bounds[to]));
            let mut slice = Reader::resume(
                &data[begin..end],
                &recognition,
                &options,
                bounds[from].line,
                bounds[from].row,
            );
            while let Ok(Some(row)) = slice.next_row() {
                again.push(row);
            }
            (from, step) = (to, step + 1);
        }
        assert_eq!(rows, again, "slices give the rows of one pass");
    }
}

fn offset(position: Position) -> usize {
    usize::try_from(position.offset).unwrap_or(usize::MAX)
}
