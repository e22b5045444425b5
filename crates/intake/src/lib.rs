//! Reads what people have into rows and notices, and writes what people take away.
//!
//! Any encoding, any known layout, any damage: a file never fails because of one row, a row never fails without line,
//! column and code, and no value is changed without a notice. Memory stays flat whatever the length of the file.
//!
//! What is decided once, by the first mebibyte of a file, is the [`Recognition`]: encoding, delimiter, layout, columns,
//! proven lengths of serial numbers. Everything else is decided row by row, so that a slice read later by
//! [`Reader::resume`] gives exactly the rows of one pass. What follows from that:
//!
//! - A file whose first mebibyte is ASCII is UTF-8; bytes further down that are not are errors of their rows.
//! - Cells that do not stand under their columns are never guessed at: too many or too few cells are an error of the row,
//!   except blank ones too many, and left-out tags, users, order and purchase numbers.
//! - A quote that is never closed costs its own line only.
//! - Zeros are lost only where the file proves the length; see the rule in `zeros.rs`.

mod as_found;
pub mod check;
mod clean;
mod duplicates;
mod encoding;
mod framing;
mod fuzz;
mod headerless;
mod interpret;
mod layout;
pub mod limits;
pub mod log_export;
mod reader;
mod recognition;
mod row;
mod sniff;
#[doc(hidden)]
pub mod testing;
pub mod write;
mod zeros;

pub use duplicates::REMEMBERED_ROWS;
pub use encoding::Encoding;
pub use framing::RECORD_LIMIT;
#[doc(hidden)]
pub use fuzz::fuzz_reader;
pub use layout::{Delimiter, Layout};
pub use limits::RowLimits;
pub use reader::{Mode, Options, Position, Reader};
pub use recognition::{FileFacts, Recognition, Refusal};
pub use row::{Cells, Row, RowVerdict};
pub use zeros::SerialWidths;
