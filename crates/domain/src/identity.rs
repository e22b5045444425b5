//! What identifies a device: the six accepted combinations, the claims they make and how strong they are.

use sha2::{Digest, Sha256};

use crate::{
    finding::{Column, Finding, FindingCode},
    hardware_hash::HardwareHash,
    matching::Evidence,
    placeholder::{self, Field},
    product_key::ProductKey,
    strength::Strength,
    text::Text,
    tuple::{DeviceTuple, TextRefusal, check_text},
};

/// The cells of a row that identify the device, cleaned; `None` where the cell is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Hardware hash, base64.
    pub hash: Option<&'a str>,
    /// Product key id.
    pub product_key: Option<&'a str>,
    /// Serial number.
    pub serial_number: Option<&'a str>,
    /// Manufacturer.
    pub manufacturer: Option<&'a str>,
    /// Model.
    pub model: Option<&'a str>,
}

/// What identifies a device, checked. With a hash, the hash counts; the columns fill in what it does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The hash.
    pub hash: Option<Box<HardwareHash>>,
    /// Product key id.
    pub product_key: Option<ProductKey>,
    /// Serial number, never a placeholder.
    pub serial_number: Option<Text>,
    /// Manufacturer, never a placeholder.
    pub manufacturer: Option<Text>,
    /// Model, never a placeholder.
    pub model: Option<Text>,
}

/// By what a device is identified, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentityKind {
    /// Hardware hash.
    Hash,
    /// Product key id.
    ProductKey,
    /// Manufacturer, model and serial number.
    Tuple,
}

impl IdentityKind {
    /// Every kind, best first.
    pub const ALL: [Self; 3] = [Self::Hash, Self::ProductKey, Self::Tuple];

    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hash => "hash",
            Self::ProductKey => "product-key",
            Self::Tuple => "tuple",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Identifiers that belong to one device of one tenant: unique over all tenants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Manufacturer, model, serial number.
    pub tuple: Option<DeviceTuple>,
    /// Product key id.
    pub product_key: Option<ProductKey>,
    /// SHA-256 of the endorsement key's modulus.
    pub endorsement_key: Option<[u8; 32]>,
    /// Raw SMBIOS bytes of the UUID.
    pub uuid: Option<[u8; 16]>,
    /// SHA-256 over permanent network addresses and disk ids, only when there is nothing else.
    pub hardware: Option<[u8; 32]>,
}

impl Claims {
    /// With what a hash adds to tuple and product key id.
    fn of_hash(mut self, hash: Option<&HardwareHash>) -> Self {
        let Some(hash) = hash else { return self };
        let inventory = hash.inventory();
        self.endorsement_key = inventory.endorsement_key_digest;
        self.uuid = inventory.usable_uuid().map(|uuid| uuid.0);
        if self == Self::default() {
            self.hardware = hardware_digest(&inventory.permanent_macs(), &inventory.disk_ids());
        }
        self
    }
}

/// Something to say about the identity of a row. Its code has the severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityFinding {
    /// What was found.
    pub code: FindingCode,
    /// In which column.
    pub column: Option<Column>,
    /// The value as found; never a hash or a licence key.
    pub found: Option<String>,
    /// What is used instead, the reason code of a hash, or the names of missing columns joined by a space.
    pub used: Option<String>,
}

/// A doubt that does not hinder registration.
pub type IdentityWarning = IdentityFinding;
/// A problem that does.
pub type IdentityRefusal = IdentityFinding;

/// Longest value that a finding repeats, in characters.
const FOUND_CHARS: usize = 200;

impl IdentityFinding {
    fn new(code: FindingCode, column: Option<Column>) -> Self {
        Self { code, column, found: None, used: None }
    }

    fn found(mut self, value: &str) -> Self {
        self.found = Some(value.chars().take(FOUND_CHARS).collect());
        self
    }

    fn used(mut self, value: impl Into<String>) -> Self {
        self.used = Some(value.into());
        self
    }

    /// The finding of a line.
    pub fn at_line(self, line: u64) -> Finding {
        Finding { code: self.code, line, column: self.column, found: self.found, used: self.used }
    }
}

impl Identity {
    /// Reads the cells of a row. Accepted: a hash with or without product key id and serial number, a product key id, or manufacturer,
    /// model and serial number together. More than needed is fine; everything that is wrong is said at once.
    pub fn from_parts(parts: &Parts<'_>) -> Result<(Self, Vec<IdentityWarning>), Vec<IdentityRefusal>> {
        let parts = parts.without_blanks();
        let sample =
            placeholder::sample_values(parts.manufacturer, parts.model, parts.serial_number, parts.hash);
        let mut reading = Reading::default();
        let hash = match parts.hash {
            Some(_) if sample.hash => {
                reading.sample(IdentityFinding::new(FindingCode::SampleData, Some(Column::HardwareHash)))
            }
            hash => hash.and_then(|text| reading.hash(text)),
        };
        // A hash of the example's device names the example, too.
        let hash = match hash {
            Some(hash) if names_sample(&hash) => {
                reading.sample(IdentityFinding::new(FindingCode::SampleData, Some(Column::HardwareHash)))
            }
            hash => hash,
        };
        let product_key = parts.product_key.and_then(|text| reading.product_key(text));
        // Placeholder cells only hurt where the tuple is all there is.
        let only_tuple = parts.hash.is_none() && parts.product_key.is_none();
        let serial_number = match parts.serial_number {
            Some(text) if sample.serial_number => reading.sample(
                IdentityFinding::new(FindingCode::SampleData, Some(Column::SerialNumber)).found(text),
            ),
            serial => serial.and_then(|text| reading.text(text, Field::SerialNumber, only_tuple)),
        };
        let mut cell =
            |text: Option<&str>, field| text.and_then(|text| reading.text(text, field, only_tuple));
        let cells = Self {
            hash: None,
            product_key,
            serial_number,
            manufacturer: cell(parts.manufacturer, Field::Manufacturer),
            model: cell(parts.model, Field::Model),
        };
        if only_tuple {
            reading.completeness(&parts);
        }
        if !reading.refusals.is_empty() {
            return Err(reading.refusals);
        }
        let identity = match hash {
            Some(hash) => reading.merge(hash, cells),
            None => cells,
        };
        Ok((identity, reading.warnings))
    }

    /// The identity that a hash alone gives.
    pub fn from_hash(hash: HardwareHash) -> Self {
        Self {
            product_key: hash.product_key(),
            serial_number: hash.serial_number().map(Text::new),
            manufacturer: hash.manufacturer().map(Text::new),
            model: hash.model().map(Text::new),
            hash: Some(Box::new(hash)),
        }
    }

    /// By what the device is identified.
    pub fn kind(&self) -> IdentityKind {
        if self.hash.is_some() {
            IdentityKind::Hash
        } else if self.product_key.is_some() {
            IdentityKind::ProductKey
        } else {
            IdentityKind::Tuple
        }
    }

    /// How strong the registration is: claimed, described or key-bound. A virtual TPM can be copied, so it does not bind.
    pub fn strength(&self) -> Strength {
        let Some(hash) = &self.hash else { return Strength::Claimed };
        let inventory = hash.inventory();
        if inventory.endorsement_key_digest.is_some() && !inventory.has_virtual_tpm() {
            Strength::KeyBound
        } else {
            Strength::Described
        }
    }

    /// Manufacturer, model and serial number, when all three are known.
    pub fn tuple(&self) -> Option<DeviceTuple> {
        let (Some(manufacturer), Some(model), Some(serial)) =
            (&self.manufacturer, &self.model, &self.serial_number)
        else {
            return None;
        };
        DeviceTuple::new(manufacturer.clone(), model.clone(), serial.clone()).ok()
    }

    /// What must be unique over all tenants.
    pub fn claims(&self) -> Claims {
        Claims { tuple: self.tuple(), product_key: self.product_key, ..Claims::default() }
            .of_hash(self.hash.as_deref())
    }

    /// As [`Self::claims`], with the hash. Its texts are taken over, not copied.
    pub fn into_claims(self) -> (Claims, Option<Box<HardwareHash>>) {
        let tuple = match (self.manufacturer, self.model, self.serial_number) {
            (Some(manufacturer), Some(model), Some(serial)) => {
                DeviceTuple::new(manufacturer, model, serial).ok()
            }
            _ => None,
        };
        let claims = Claims { tuple, product_key: self.product_key, ..Claims::default() };
        (claims.of_hash(self.hash.as_deref()), self.hash)
    }

    /// The stable identifiers, for comparing devices.
    pub fn evidence(&self) -> Evidence {
        let mut evidence = self.hash.as_deref().map(HardwareHash::evidence).unwrap_or_default();
        evidence.tuple = self.tuple();
        evidence.product_key = self.product_key;
        evidence
    }
}

impl Parts<'_> {
    fn without_blanks(mut self) -> Self {
        for cell in [
            &mut self.hash,
            &mut self.product_key,
            &mut self.serial_number,
            &mut self.manufacturer,
            &mut self.model,
        ] {
            *cell = cell.filter(|text| !text.trim().is_empty());
        }
        self
    }
}

/// What was said so far about one row.
#[derive(Default)]
struct Reading {
    warnings: Vec<IdentityWarning>,
    refusals: Vec<IdentityRefusal>,
}

impl Reading {
    fn hash(&mut self, text: &str) -> Option<HardwareHash> {
        match HardwareHash::parse(text) {
            Ok(hash) => {
                for warning in hash.warnings() {
                    let finding = IdentityFinding::new(warning.finding_code(), Some(Column::HardwareHash));
                    self.warnings.push(finding.used(warning.as_str()));
                }
                Some(hash)
            }
            Err(refusal) => {
                let finding = IdentityFinding::new(refusal.reason.finding_code(), Some(Column::HardwareHash));
                self.refusals.push(finding.used(refusal.reason.as_str()));
                None
            }
        }
    }

    /// A value of the documentation's example is no value.
    fn sample<T>(&mut self, finding: IdentityFinding) -> Option<T> {
        self.refusals.push(finding);
        None
    }

    fn product_key(&mut self, text: &str) -> Option<ProductKey> {
        let refusal = match ProductKey::parse(text) {
            Ok(key) => return Some(key),
            Err(refusal) => refusal,
        };
        let code = refusal.finding_code();
        let finding = IdentityFinding::new(code, Some(Column::ProductKey));
        let secret = code == FindingCode::ProductKeyLicence;
        self.refusals.push(if secret { finding } else { finding.found(text) });
        None
    }

    fn text(&mut self, text: &str, field: Field, only_tuple: bool) -> Option<Text> {
        let column = match field {
            Field::SerialNumber => Column::SerialNumber,
            Field::Manufacturer => Column::Manufacturer,
            Field::Model => Column::Model,
        };
        let finding = |code| IdentityFinding::new(code, Some(column)).found(text);
        if placeholder::is_placeholder(field, text) {
            if only_tuple {
                self.refusals.push(finding(FindingCode::Placeholder));
            } else {
                self.warnings.push(finding(FindingCode::PlaceholderIgnored));
            }
            return None;
        }
        match check_text(text) {
            Ok(()) => return Some(Text::new(text)),
            Err(TextRefusal::TooLong) => self.refusals.push(finding(FindingCode::ValueTooLong)),
            Err(TextRefusal::Empty | TextRefusal::Characters) => {
                self.refusals.push(finding(FindingCode::ValueCharacters));
            }
        }
        None
    }

    /// Without hash and product key id, all three columns of the tuple are needed.
    fn completeness(&mut self, parts: &Parts<'_>) {
        let columns = [
            (parts.manufacturer, Column::Manufacturer),
            (parts.model, Column::Model),
            (parts.serial_number, Column::SerialNumber),
        ];
        let missing: Vec<_> =
            columns.iter().filter(|(cell, _)| cell.is_none()).map(|(_, column)| *column).collect();
        if missing.is_empty() {
            return;
        }
        self.refusals.push(if missing.len() == columns.len() {
            IdentityFinding::new(FindingCode::IdentityMissing, None)
        } else {
            let names: Vec<_> = missing.iter().map(|column| column.as_str()).collect();
            IdentityFinding::new(FindingCode::IdentityIncomplete, missing.first().copied())
                .used(names.join(" "))
        });
    }

    /// The hash counts; a column that says otherwise is worth a warning.
    fn merge(&mut self, hash: HardwareHash, cells: Identity) -> Identity {
        let from_hash = Identity::from_hash(hash);
        let key = |key: Option<ProductKey>| key.map(|key| Text::new(key.as_str()));
        let (hash_key, cell_key) = (key(from_hash.product_key), key(cells.product_key));
        Identity {
            hash: from_hash.hash,
            product_key: from_hash.product_key.or(cells.product_key),
            serial_number: self.prefer(
                from_hash.serial_number,
                cells.serial_number,
                FindingCode::SerialMismatch,
                Column::SerialNumber,
            ),
            manufacturer: self.prefer(
                from_hash.manufacturer,
                cells.manufacturer,
                FindingCode::ModelMismatch,
                Column::Manufacturer,
            ),
            model: {
                self.prefer(hash_key, cell_key, FindingCode::ProductKeyMismatch, Column::ProductKey);
                self.prefer(from_hash.model, cells.model, FindingCode::ModelMismatch, Column::Model)
            },
        }
    }

    fn prefer(
        &mut self,
        hash: Option<Text>,
        cell: Option<Text>,
        mismatch: FindingCode,
        column: Column,
    ) -> Option<Text> {
        if let (Some(hash), Some(cell)) = (&hash, &cell)
            && hash.trim() != cell.trim()
        {
            self.warnings.push(IdentityFinding::new(mismatch, Some(column)).found(cell).used(hash.as_str()));
        }
        hash.or(cell)
    }
}

/// Lengths keep the parts apart, the order is natural: the same hardware always gives the same digest.
fn hardware_digest(macs: &[[u8; 6]], disks: &[String]) -> Option<[u8; 32]> {
    if macs.is_empty() && disks.is_empty() {
        return None;
    }
    let mut digest = Sha256::new();
    digest.update([u8::try_from(macs.len()).unwrap_or(u8::MAX)]);
    for mac in macs {
        digest.update(mac);
    }
    for disk in disks {
        digest.update((disk.len() as u64).to_le_bytes());
        digest.update(disk.as_bytes());
    }
    Some(digest.finalize().into())
}

/// Whether a hash is one of the example's device.
fn names_sample(hash: &HardwareHash) -> bool {
    placeholder::sample_values(hash.manufacturer(), hash.model(), hash.serial_number(), None).serial_number
}
