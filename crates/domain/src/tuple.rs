//! Manufacturer, model and serial number: the identity that suppliers print on delivery notes.

use crate::text::Text;

/// Longest accepted manufacturer, model or serial number, in bytes. Firmware allows any length since SMBIOS 2.7.
pub const MAX_TEXT_BYTES: usize = 256;

/// Manufacturer, model and serial number exactly as in the firmware (SMBIOS type 1). Compared byte by byte.
///
/// Ordered by serial number first: partners' files come in serial order, and storage profits from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceTuple {
    serial_number: Text,
    manufacturer: Text,
    model: Text,
}

/// Why a text cannot be part of a tuple.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TextRefusal {
    /// Nothing there.
    #[error("the value is empty")]
    Empty,
    /// Longer than [`MAX_TEXT_BYTES`].
    #[error("the value is longer than {MAX_TEXT_BYTES} bytes")]
    TooLong,
    /// A control character, or the character that stands for what a conversion lost.
    #[error("the value has characters that no firmware value has")]
    Characters,
}

/// Checks one text of an identity: not empty, at most [`MAX_TEXT_BYTES`], no control characters, nothing lost in conversion.
pub fn check_text(text: &str) -> Result<(), TextRefusal> {
    if text.is_empty() {
        return Err(TextRefusal::Empty);
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(TextRefusal::TooLong);
    }
    // Nearly every text is printable ASCII; only the rest is looked at character by character.
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return Ok(());
    }
    if text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Err(TextRefusal::Characters);
    }
    Ok(())
}

impl DeviceTuple {
    /// Makes a tuple of texts that pass [`check_text`]. Placeholders are the business of the identity rules.
    pub fn new(
        manufacturer: impl Into<Text>,
        model: impl Into<Text>,
        serial_number: impl Into<Text>,
    ) -> Result<Self, TextRefusal> {
        let tuple = Self {
            serial_number: serial_number.into(),
            manufacturer: manufacturer.into(),
            model: model.into(),
        };
        check_text(&tuple.manufacturer)?;
        check_text(&tuple.model)?;
        check_text(&tuple.serial_number)?;
        Ok(tuple)
    }

    /// SMBIOS system manufacturer.
    pub fn manufacturer(&self) -> &str {
        &self.manufacturer
    }

    /// SMBIOS system product name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// SMBIOS system serial number.
    pub fn serial_number(&self) -> &str {
        &self.serial_number
    }

    /// Manufacturer, model, serial number.
    pub fn into_parts(self) -> (Text, Text, Text) {
        (self.manufacturer, self.model, self.serial_number)
    }
}
