//! The texts of rows.

/// A text that is never changed in place. Up to 23 bytes, which is nearly every serial number, it needs no memory of its
/// own; copies of a longer one share it.
pub type Text = smol_str::SmolStr;
