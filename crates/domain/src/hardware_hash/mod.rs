//! The hardware hash: an inventory of the machine in 3000 bytes, sealed with a SHA-256 that anybody can recompute.
//!
//! It is a set of claims and never a proof. Reading it is total: any input gives a verdict, in bounded time.

mod container;
mod cross_checks;
mod decode;
mod fuzz;
mod inventory;
mod records;
pub mod write;

use std::fmt;

pub use cross_checks::HashWarning;
#[doc(hidden)]
pub use fuzz::{fuzz_hardware_hash, fuzz_product_key};
pub use inventory::{
    Baseboard, Build, Chassis, Cpu, CpuClass, Disk, Display, DisplaySize, Gpu, Inventory, Memory, Nic,
    OfflineDeviceId, RawRecord, SmbiosUuid, Tpm,
};

use crate::{finding::FindingCode, matching::Evidence, product_key::ProductKey};

/// Characters of the text form.
pub const TEXT_CHARS: usize = 4000;
/// Bytes of the binary form, zero-filled after the content.
pub const BINARY_BYTES: usize = 3000;
/// Largest value of the length field: what is left of [`BINARY_BYTES`] beside the trailer.
pub const MAX_TOTAL: usize = BINARY_BYTES - container::TRAILER_BYTES;

/// A hash that passed every check, with what it says.
#[derive(Clone, PartialEq)]
pub struct HardwareHash {
    /// From the magic to the end of the trailer, without the zeros.
    content: Box<[u8]>,
    // Boxed: rows without a hash are passed around by the million.
    inventory: Box<Inventory>,
}

/// Which check a hash failed. Checks run in this order and stop at the first failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HashReason {
    /// Nothing but white space: not given.
    Empty,
    /// White space or line breaks inside.
    Whitespace,
    /// A character outside the standard base64 alphabet.
    Alphabet,
    /// The length is not divisible by four, or `=` stands elsewhere than at the end.
    Base64Length,
    /// Not exactly 4000 characters and 3000 bytes.
    Not4k,
    /// Does not begin with `OA`.
    Magic,
    /// The length field is out of range.
    TotalLength,
    /// No trailer where the length field says.
    Trailer,
    /// The SHA-256 does not fit.
    Checksum,
    /// Something else than zeros after the trailer.
    Padding,
    /// A record is shorter than its header or than what its type needs.
    RecordLength,
    /// A record runs past the end of the content.
    RecordOverrun,
    /// There are no records.
    NoRecords,
    /// A text is not UTF-8 or UTF-16, or has a NUL inside.
    Text,
    /// A text is longer than 256 characters' worth of bytes.
    TextLength,
    /// A record that describes the whole device occurs twice.
    DuplicateRecord,
    /// The digest of the endorsement key is not the recorded one.
    EkMismatch,
    /// A firmware text is a placeholder and fewer than two strong identifiers remain.
    IdentityWeak,
}

impl HashReason {
    /// Every reason, in the order of the checks.
    pub const ALL: [Self; 18] = [
        Self::Empty,
        Self::Whitespace,
        Self::Alphabet,
        Self::Base64Length,
        Self::Not4k,
        Self::Magic,
        Self::TotalLength,
        Self::Trailer,
        Self::Checksum,
        Self::Padding,
        Self::RecordLength,
        Self::RecordOverrun,
        Self::NoRecords,
        Self::Text,
        Self::TextLength,
        Self::DuplicateRecord,
        Self::EkMismatch,
        Self::IdentityWeak,
    ];

    /// The reason code, as in results and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Whitespace => "whitespace",
            Self::Alphabet => "alphabet",
            Self::Base64Length => "base64-length",
            Self::Not4k => "not-4k",
            Self::Magic => "magic",
            Self::TotalLength => "total-length",
            Self::Trailer => "trailer",
            Self::Checksum => "checksum",
            Self::Padding => "padding",
            Self::RecordLength => "record-length",
            Self::RecordOverrun => "record-overrun",
            Self::NoRecords => "no-records",
            Self::Text => "text",
            Self::TextLength => "text-length",
            Self::DuplicateRecord => "duplicate-record",
            Self::EkMismatch => "ek-mismatch",
            Self::IdentityWeak => "identity-weak",
        }
    }

    /// The finding that says it; `used` of the finding is the reason code.
    pub fn finding_code(self) -> FindingCode {
        match self {
            Self::IdentityWeak => FindingCode::IdentityWeak,
            _ => FindingCode::HashInvalid,
        }
    }
}

impl fmt::Display for HashReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text or a stored content is no hardware hash. Says where, never what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("hardware hash not valid: {reason}")]
pub struct HashRefusal {
    /// The failed check.
    pub reason: HashReason,
    /// Where: a byte of the text for the checks of the text, otherwise a byte of the decoded form.
    pub offset: Option<usize>,
    /// Type of the record concerned.
    pub record: Option<u16>,
}

impl HashRefusal {
    fn new(reason: HashReason) -> Self {
        Self { reason, offset: None, record: None }
    }

    fn at(reason: HashReason, offset: usize) -> Self {
        Self { reason, offset: Some(offset), record: None }
    }

    fn of(reason: HashReason, record: &records::Record<'_>) -> Self {
        Self { reason, offset: Some(record.offset), record: Some(record.kind) }
    }
}

impl HardwareHash {
    /// Reads the text form: 4000 characters of base64. ASCII white space around it is cut, nothing else is repaired.
    ///
    /// The placeholder rule: other services answer 802 when manufacturer or serial number inside the hash are empty. Here such a hash
    /// is accepted with a warning as long as two strong identifiers remain (endorsement key, valid UUID, permanent network address,
    /// disk id, product key id), because the device can still be recognised; otherwise it is refused as `identity-weak`.
    pub fn parse(text: &str) -> Result<Self, HashRefusal> {
        let mut binary = [0; BINARY_BYTES];
        container::decode_text(text, &mut binary)?;
        let content = container::open(&binary)?;
        Self::from_sealed(content)
    }

    /// Reads the stored form: from the magic to the end of the trailer. Zeros after it are allowed.
    pub fn from_content(content: &[u8]) -> Result<Self, HashRefusal> {
        if content.len() > BINARY_BYTES {
            return Err(HashRefusal::new(HashReason::Not4k));
        }
        Self::from_sealed(container::open(content)?)
    }

    /// Reads content whose seal holds.
    fn from_sealed(content: &[u8]) -> Result<Self, HashRefusal> {
        let records = records::check(&content[..content.len() - container::TRAILER_BYTES])?;
        let mut inventory = decode::inventory(records);
        cross_checks::check(records, &mut inventory)?;
        Ok(Self { content: content.into(), inventory: Box::new(inventory) })
    }

    /// From the magic to the end of the trailer, without the zero padding: what is worth storing.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The canonical text form: exactly 4000 characters.
    pub fn to_base64(&self) -> String {
        container::encode_text(&self.content)
    }

    /// What the hash says.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// What is doubtful about it.
    pub fn warnings(&self) -> &[HashWarning] {
        &self.inventory.warnings
    }

    /// System serial number, unless it is a placeholder.
    pub fn serial_number(&self) -> Option<&str> {
        self.inventory.usable_serial_number()
    }

    /// System manufacturer, unless it is a placeholder.
    pub fn manufacturer(&self) -> Option<&str> {
        self.inventory.usable_manufacturer()
    }

    /// Product name, unless it is a placeholder.
    pub fn model(&self) -> Option<&str> {
        self.inventory.usable_model()
    }

    /// Product key id of the firmware, if well-formed.
    pub fn product_key(&self) -> Option<ProductKey> {
        self.inventory.product_key
    }

    /// The stable identifiers in it.
    pub fn evidence(&self) -> Evidence {
        self.inventory.evidence()
    }
}

impl fmt::Debug for HardwareHash {
    /// Says nothing that identifies the device: a hash may be printed by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HardwareHash({} bytes)", self.content.len())
    }
}
