//! The records between header and trailer: walking them, and every check that needs no meaning.

use super::{HashReason, HashRefusal, container::HEADER_BYTES};

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) payload: &'a [u8],
    /// Where its header begins in the content.
    pub(super) offset: usize,
}

/// Type and length.
pub(super) const RECORD_HEADER_BYTES: usize = 4;
/// Longest text, in bytes without the closing NUL; twice as much for UTF-16.
pub(super) const MAX_TEXT: usize = 256;

/// Record types by number. Names follow those that the vendor's decoder prints, where known.
pub(super) mod kind {
    pub(crate) const VERSIONS: u16 = 1;
    pub(crate) const CPU: u16 = 2;
    pub(crate) const CPU_MANUFACTURER: u16 = 3;
    pub(crate) const CPU_MODEL: u16 = 4;
    pub(crate) const MEMORY: u16 = 5;
    pub(crate) const DISK: u16 = 6;
    pub(crate) const DISK_SERIAL: u16 = 7;
    pub(crate) const NIC: u16 = 8;
    pub(crate) const DISPLAY: u16 = 9;
    pub(crate) const CHASSIS: u16 = 10;
    pub(crate) const OFFLINE_DEVICE_ID: u16 = 11;
    pub(crate) const UUID: u16 = 12;
    pub(crate) const TPM_VERSION: u16 = 13;
    pub(crate) const SERIAL_NUMBER: u16 = 14;
    pub(crate) const FIRMWARE_VENDOR: u16 = 15;
    pub(crate) const MANUFACTURER: u16 = 16;
    pub(crate) const PRODUCT_NAME: u16 = 17;
    pub(crate) const SKU: u16 = 18;
    pub(crate) const FAMILY: u16 = 19;
    pub(crate) const BOARD_MANUFACTURER: u16 = 20;
    pub(crate) const BOARD_PRODUCT: u16 = 21;
    pub(crate) const BOARD_VERSION: u16 = 22;
    pub(crate) const SYSTEM_VERSION: u16 = 23;
    pub(crate) const PRODUCT_KEY_ID: u16 = 24;
    pub(crate) const ENDORSEMENT_KEY: u16 = 25;
    pub(crate) const PART_NUMBER: u16 = 26;
    pub(crate) const DISPLAY_SIZE: u16 = 27;
    pub(crate) const SYSTEM_DISK: u16 = 28;
    pub(crate) const GPU: u16 = 29;
    pub(crate) const GPU_NAME: u16 = 30;
    pub(crate) const CPU_CLASSES: u16 = 34;
}

/// Whether the payload is one text of 8-bit characters.
pub(super) fn is_text(kind: u16) -> bool {
    matches!(
        kind,
        kind::CPU_MANUFACTURER | kind::CPU_MODEL | kind::DISK_SERIAL | kind::SYSTEM_DISK | kind::PART_NUMBER
    ) || matches!(kind, kind::TPM_VERSION..=kind::PRODUCT_KEY_ID)
}

/// Whether it describes the whole device, so that there can only be one.
fn is_single(kind: u16) -> bool {
    matches!(kind, kind::VERSIONS..=kind::MEMORY | kind::CHASSIS..=kind::PART_NUMBER | kind::SYSTEM_DISK | kind::CPU_CLASSES)
}

/// Least payload of a type.
fn least_payload(kind: u16) -> usize {
    match kind {
        kind::VERSIONS => 24,
        kind::CPU | kind::DISK | kind::DISPLAY => 12,
        kind::MEMORY => 21,
        kind::NIC => 14,
        kind::CHASSIS => 5,
        kind::OFFLINE_DEVICE_ID => 42,
        kind::ENDORSEMENT_KEY => 256,
        kind::DISPLAY_SIZE => 4,
        kind::GPU => 18,
        kind::CPU_CLASSES => 1,
        _ => 0,
    }
}

/// Records that passed [`check`]: iterating them cannot fail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Records<'a> {
    content: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn iter(self) -> impl Iterator<Item = Record<'a>> {
        let mut offset = HEADER_BYTES;
        std::iter::from_fn(move || {
            let record = next(self.content, offset).ok()??;
            offset += RECORD_HEADER_BYTES + record.payload.len();
            Some(record)
        })
    }

    /// The only record of a single-instance type.
    pub(super) fn find(self, kind: u16) -> Option<Record<'a>> {
        self.iter().find(|record| record.kind == kind)
    }
}

/// The record at an offset; `None` at the end.
fn next(content: &[u8], offset: usize) -> Result<Option<Record<'_>>, HashRefusal> {
    let rest = content.get(offset..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(None);
    }
    let Some((header, _)) = rest.split_first_chunk::<RECORD_HEADER_BYTES>() else {
        return Err(HashRefusal::at(HashReason::RecordOverrun, offset));
    };
    let kind = u16::from_le_bytes([header[0], header[1]]);
    let length = usize::from(u16::from_le_bytes([header[2], header[3]]));
    let refuse = |reason| HashRefusal { reason, offset: Some(offset), record: Some(kind) };
    if length < RECORD_HEADER_BYTES {
        return Err(refuse(HashReason::RecordLength));
    }
    let Some(record) = rest.get(..length) else { return Err(refuse(HashReason::RecordOverrun)) };
    Ok(Some(Record { kind, payload: &record[RECORD_HEADER_BYTES..], offset }))
}

/// Runs the checks of records in their order, each over all records before the next begins.
pub(super) fn check(content: &[u8]) -> Result<Records<'_>, HashRefusal> {
    walk(content)?;
    let records = Records { content };
    records.iter().try_for_each(|record| check_payload(&record))?;
    records.iter().try_for_each(|record| check_texts(&record))?;
    check_single(records)?;
    Ok(records)
}

/// Every length at least the header's, no overrun, at least one record.
fn walk(content: &[u8]) -> Result<(), HashRefusal> {
    let mut offset = HEADER_BYTES;
    while let Some(record) = next(content, offset)? {
        offset += RECORD_HEADER_BYTES + record.payload.len();
    }
    if offset == HEADER_BYTES { Err(HashRefusal::at(HashReason::NoRecords, offset)) } else { Ok(()) }
}

/// The payload holds what its type needs, and what its own length fields promise.
fn check_payload(record: &Record<'_>) -> Result<(), HashRefusal> {
    let payload = record.payload;
    let fits = payload.len() >= least_payload(record.kind)
        && match record.kind {
            kind::UUID => payload.len() == 16,
            kind::NIC => u32_at(payload, 10) as usize <= payload.len() - 14,
            kind::OFFLINE_DEVICE_ID => u32_at(payload, 6) as usize <= payload.len() - 10,
            kind::CPU_CLASSES => usize::from(payload[0]) * 5 < payload.len(),
            _ => true,
        };
    if fits { Ok(()) } else { Err(HashRefusal::of(HashReason::RecordLength, record)) }
}

/// Texts are UTF-8 or UTF-16, without inner NULs, and not endless.
fn check_texts(record: &Record<'_>) -> Result<(), HashRefusal> {
    let refuse = |reason| Err(HashRefusal::of(reason, record));
    if is_text(record.kind) {
        let text = strip_nuls(record.payload);
        if text.contains(&0) || std::str::from_utf8(text).is_err() {
            return refuse(HashReason::Text);
        }
        if text.len() > MAX_TEXT {
            return refuse(HashReason::TextLength);
        }
    } else if let Some(text) = wide_text(record) {
        let text = strip_wide_nuls(text);
        let inner_nul = text.chunks_exact(2).any(|unit| unit == [0, 0]);
        if !text.len().is_multiple_of(2) || inner_nul || char::decode_utf16(units(text)).any(|c| c.is_err()) {
            return refuse(HashReason::Text);
        }
        if text.len() > 2 * MAX_TEXT {
            return refuse(HashReason::TextLength);
        }
    }
    Ok(())
}

fn check_single(records: Records<'_>) -> Result<(), HashRefusal> {
    let mut seen = 0_u64;
    for record in records.iter().filter(|record| is_single(record.kind)) {
        let bit = 1 << record.kind;
        if seen & bit != 0 {
            return Err(HashRefusal::of(HashReason::DuplicateRecord, &record));
        }
        seen |= bit;
    }
    Ok(())
}

/// The UTF-16 part of a record that has one.
pub(super) fn wide_text<'a>(record: &Record<'a>) -> Option<&'a [u8]> {
    match record.kind {
        kind::GPU_NAME => Some(record.payload),
        kind::NIC => record.payload.get(14..)?.get(..u32_at(record.payload, 10) as usize),
        _ => None,
    }
}

pub(super) fn strip_nuls(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &text[..end]
}

pub(super) fn strip_wide_nuls(mut text: &[u8]) -> &[u8] {
    while let Some(shorter) = text.strip_suffix(&[0, 0])
        && text.len().is_multiple_of(2)
    {
        text = shorter;
    }
    text
}

pub(super) fn units(text: &[u8]) -> impl Iterator<Item = u16> {
    text.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
}

/// A number of a payload whose length was checked; 0 past its end.
pub(super) fn u32_at(payload: &[u8], offset: usize) -> u32 {
    number(payload, offset).map_or(0, u32::from_le_bytes)
}

pub(super) fn u16_at(payload: &[u8], offset: usize) -> u16 {
    number(payload, offset).map_or(0, u16::from_le_bytes)
}

pub(super) fn u64_at(payload: &[u8], offset: usize) -> u64 {
    number(payload, offset).map_or(0, u64::from_le_bytes)
}

fn number<const N: usize>(payload: &[u8], offset: usize) -> Option<[u8; N]> {
    payload.get(offset..).and_then(|rest| rest.first_chunk()).copied()
}
