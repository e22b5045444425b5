//! From the text to sealed content: base64, length, trailer, checksum, padding.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{BINARY_BYTES, HashReason, HashRefusal, MAX_TOTAL, TEXT_CHARS};

pub(super) const MAGIC: [u8; 2] = *b"OA";
/// Type `CS` and length 36.
pub(super) const TRAILER_HEADER: [u8; 4] = [b'C', b'S', 36, 0];
/// Trailer header and SHA-256.
pub(super) const TRAILER_BYTES: usize = 36;
/// Magic and length field.
pub(super) const HEADER_BYTES: usize = 4;

/// Decodes the text form.
pub(super) fn decode_text(text: &str, binary: &mut [u8; BINARY_BYTES]) -> Result<(), HashRefusal> {
    let trimmed = text.trim_ascii();
    if trimmed.len() == TEXT_CHARS && STANDARD.decode_slice(trimmed, binary) == Ok(BINARY_BYTES) {
        return Ok(());
    }
    Err(diagnose(trimmed, text.len() - text.trim_ascii_start().len()))
}

/// Says what is wrong with a text that does not decode. `start` is where the trimmed text begins in the given one.
fn diagnose(text: &str, start: usize) -> HashRefusal {
    let bytes = text.as_bytes();
    let find = |reason, wrong: fn(&u8) -> bool| {
        bytes.iter().position(wrong).map(|offset| HashRefusal::at(reason, start + offset))
    };
    if bytes.is_empty() {
        return HashRefusal::new(HashReason::Empty);
    }
    // Vertical tab counts as white space although Rust's ASCII notion leaves it out.
    find(HashReason::Whitespace, |byte| byte.is_ascii_whitespace() || *byte == 0x0B)
        .or_else(|| {
            find(HashReason::Alphabet, |byte| {
                !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'=')
            })
        })
        .or_else(|| base64_length(bytes, start))
        .unwrap_or_else(|| HashRefusal::new(HashReason::Not4k))
}

fn base64_length(bytes: &[u8], start: usize) -> Option<HashRefusal> {
    if !bytes.len().is_multiple_of(4) {
        return Some(HashRefusal::at(HashReason::Base64Length, start + bytes.len()));
    }
    let digits = bytes.iter().position(|byte| *byte == b'=')?;
    let only_at_end = bytes[digits..].iter().all(|byte| *byte == b'=') && bytes.len() - digits <= 2;
    (!only_at_end).then(|| HashRefusal::at(HashReason::Base64Length, start + digits))
}

/// Checks header, trailer, checksum and padding; gives the content with its trailer.
pub(super) fn open(binary: &[u8]) -> Result<&[u8], HashRefusal> {
    if binary.get(..MAGIC.len()) != Some(&MAGIC) {
        return Err(HashRefusal::at(HashReason::Magic, 0));
    }
    let total = match binary.get(2..HEADER_BYTES) {
        Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
        _ => return Err(HashRefusal::at(HashReason::TotalLength, 2)),
    };
    if !(HEADER_BYTES..=MAX_TOTAL).contains(&total) {
        return Err(HashRefusal::at(HashReason::TotalLength, 2));
    }
    let Some((content, padding)) = binary.split_at_checked(total + TRAILER_BYTES) else {
        return Err(HashRefusal::at(HashReason::Trailer, total));
    };
    let (sealed, trailer) = content.split_at(total);
    let Some(seal) = trailer.strip_prefix(&TRAILER_HEADER) else {
        return Err(HashRefusal::at(HashReason::Trailer, total));
    };
    if Sha256::digest(sealed)[..] != *seal {
        return Err(HashRefusal::at(HashReason::Checksum, total + TRAILER_HEADER.len()));
    }
    if *padding != [0; BINARY_BYTES][..padding.len()] {
        let offset = padding.iter().position(|byte| *byte != 0).unwrap_or_default();
        return Err(HashRefusal::at(HashReason::Padding, content.len() + offset));
    }
    Ok(content)
}

/// Seals records: header, records, trailer. The caller has checked the length.
pub(super) fn seal(records: &[u8]) -> Vec<u8> {
    let total = HEADER_BYTES + records.len();
    let mut content = Vec::with_capacity(total + TRAILER_BYTES);
    content.extend_from_slice(&MAGIC);
    content.extend_from_slice(&u16::try_from(total).unwrap_or(u16::MAX).to_le_bytes());
    content.extend_from_slice(records);
    let seal = Sha256::digest(&content);
    content.extend_from_slice(&TRAILER_HEADER);
    content.extend_from_slice(&seal);
    content
}

/// The text form of content: padded with zeros, 4000 characters.
pub(super) fn encode_text(content: &[u8]) -> String {
    let mut binary = [0; BINARY_BYTES];
    binary[..content.len()].copy_from_slice(content);
    STANDARD.encode(binary)
}
