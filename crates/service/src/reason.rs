//! Why somebody decided as he did, in his own words.

use crate::error::{Result, ServiceError};

/// Longest reason, in characters.
pub const REASON_CHARS: usize = 500;

/// A reason as it was typed, without white space around it; none when nothing was said.
pub(crate) fn reason(text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    // Forms send line ends in two characters, and count them as one.
    let text = text.replace("\r\n", "\n");
    let strange = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.chars().count() > REASON_CHARS || text.chars().any(strange) {
        return Err(ServiceError::invalid("reason", "text", REASON_CHARS.to_string()));
    }
    Ok(Some(text))
}
