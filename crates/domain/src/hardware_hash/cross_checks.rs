//! Whether the parts of a hash fit together, and whether they identify a device.

use sha2::{Digest, Sha256};

use super::{
    HashReason, HashRefusal, Inventory,
    inventory::SOURCE_TPM,
    records::{Records, kind},
};
use crate::{
    finding::{Column, FindingCode},
    placeholder::{Field, is_placeholder},
};

/// What is doubtful about a hash without proving damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HashWarning {
    /// The serial number is missing or a placeholder.
    PlaceholderSerialNumber,
    /// The manufacturer is missing or a placeholder.
    PlaceholderManufacturer,
    /// The model is missing or a placeholder.
    PlaceholderModel,
    /// The UUID is a placeholder.
    PlaceholderUuid,
    /// The product key id is not a usable one.
    ProductKeyUnusable,
    /// TPM version, endorsement key and their digest come together or not at all; here one is missing.
    TpmIncomplete,
    /// The system disk is none of the listed disks.
    SystemDiskUnknown,
    /// The two statements of the display's size contradict each other.
    DisplaySize,
}

impl HashWarning {
    /// Stable name; the text is `hash-warning-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PlaceholderSerialNumber => "placeholder-serial-number",
            Self::PlaceholderManufacturer => "placeholder-manufacturer",
            Self::PlaceholderModel => "placeholder-model",
            Self::PlaceholderUuid => "placeholder-uuid",
            Self::ProductKeyUnusable => "product-key-unusable",
            Self::TpmIncomplete => "tpm-incomplete",
            Self::SystemDiskUnknown => "system-disk-unknown",
            Self::DisplaySize => "display-size",
        }
    }

    /// Every warning.
    pub const ALL: [Self; 8] = [
        Self::PlaceholderSerialNumber,
        Self::PlaceholderManufacturer,
        Self::PlaceholderModel,
        Self::PlaceholderUuid,
        Self::ProductKeyUnusable,
        Self::TpmIncomplete,
        Self::SystemDiskUnknown,
        Self::DisplaySize,
    ];

    /// The finding that says it.
    pub fn finding_code(self) -> FindingCode {
        match self {
            Self::TpmIncomplete | Self::SystemDiskUnknown | Self::DisplaySize => {
                FindingCode::HashInconsistent
            }
            _ => FindingCode::HashPlaceholder,
        }
    }

    /// The column that holds the same thing, if one does.
    pub fn column(self) -> Option<Column> {
        match self {
            Self::PlaceholderSerialNumber => Some(Column::SerialNumber),
            Self::PlaceholderManufacturer => Some(Column::Manufacturer),
            Self::PlaceholderModel => Some(Column::Model),
            Self::ProductKeyUnusable => Some(Column::ProductKey),
            _ => None,
        }
    }
}

/// The last checks: endorsement key, then consistency, then identity.
pub(super) fn check(records: Records<'_>, inventory: &mut Inventory) -> Result<(), HashRefusal> {
    endorsement_key(records, inventory)?;
    consistency(inventory);
    identity(records, inventory)
}

/// The recorded digest must be that of the recorded key. Held on every known hash; a mismatch is damage or a clumsy forgery.
fn endorsement_key(records: Records<'_>, inventory: &mut Inventory) -> Result<(), HashRefusal> {
    let recorded = inventory.offline_device_id.as_ref().filter(|id| id.source == SOURCE_TPM);
    let Some(modulus) = inventory.endorsement_key.as_deref() else {
        let digest = recorded.and_then(|id| <[u8; 32]>::try_from(id.id.as_slice()).ok());
        inventory.endorsement_key_digest = digest.filter(|digest| *digest != [0; 32]);
        return Ok(());
    };
    let digest: [u8; 32] = Sha256::digest(modulus).into();
    if recorded.is_some_and(|id| id.id != digest) {
        let offset = records.find(kind::OFFLINE_DEVICE_ID).map(|record| record.offset);
        let record = Some(kind::OFFLINE_DEVICE_ID);
        return Err(HashRefusal { reason: HashReason::EkMismatch, offset, record });
    }
    // A blank key is that of no TPM, however right its digest.
    let blank = modulus.iter().all(|byte| *byte == 0) || modulus.iter().all(|byte| *byte == 0xFF);
    inventory.endorsement_key_digest = (!blank).then_some(digest);
    Ok(())
}

fn consistency(inventory: &mut Inventory) {
    let from_tpm = inventory.offline_device_id.as_ref().is_some_and(|id| id.source == SOURCE_TPM);
    let (version, key) = (inventory.tpm.is_some(), inventory.endorsement_key.is_some());
    if version != key || key != from_tpm {
        inventory.warnings.push(HashWarning::TpmIncomplete);
    }
    if let Some(system_disk) = inventory.system_disk.as_deref()
        && inventory.disks.iter().any(|disk| disk.text.is_some())
        && !inventory.disks.iter().any(|disk| disk.text.as_deref() == Some(system_disk))
    {
        inventory.warnings.push(HashWarning::SystemDiskUnknown);
    }
    if display_sizes_differ(inventory) {
        inventory.warnings.push(HashWarning::DisplaySize);
    }
}

/// Whether a display is given in millimetres and none of the sizes in centimetres is near it.
fn display_sizes_differ(inventory: &Inventory) -> bool {
    let near = |mm: u16, cm: u16| (u32::from(mm)).abs_diff(u32::from(cm) * 10) <= 10;
    let mut known =
        inventory.display_sizes.iter().filter_map(|size| size.width_cm.zip(size.height_cm)).peekable();
    let mut displays = inventory.displays.iter().filter_map(|display| display.size_mm).peekable();
    if known.peek().is_none() || displays.peek().is_none() {
        return false;
    }
    let displays: Vec<_> = displays.collect();
    !known.any(|(width, height)| displays.iter().any(|mm| near(mm.0, width) && near(mm.1, height)))
}

/// A placeholder is tolerable as long as two strong identifiers remain.
fn identity(records: Records<'_>, inventory: &mut Inventory) -> Result<(), HashRefusal> {
    let missing =
        |field, text: &Option<String>| text.as_deref().is_none_or(|text| is_placeholder(field, text));
    let texts = [
        (missing(Field::SerialNumber, &inventory.serial_number), HashWarning::PlaceholderSerialNumber),
        (missing(Field::Manufacturer, &inventory.manufacturer), HashWarning::PlaceholderManufacturer),
        (missing(Field::Model, &inventory.model), HashWarning::PlaceholderModel),
    ];
    let before = inventory.warnings.len();
    inventory.warnings.extend(texts.into_iter().filter_map(|(missing, warning)| missing.then_some(warning)));
    if inventory.warnings.len() > before && strong_identifiers(inventory) < 2 {
        return Err(HashRefusal::new(HashReason::IdentityWeak));
    }
    if inventory.uuid.is_some_and(|uuid| uuid.is_placeholder()) {
        inventory.warnings.push(HashWarning::PlaceholderUuid);
    }
    if inventory.product_key.is_none() && records.find(kind::PRODUCT_KEY_ID).is_some() {
        inventory.warnings.push(HashWarning::ProductKeyUnusable);
    }
    Ok(())
}

/// Endorsement key, UUID, product key id, and each distinct permanent network address and disk.
fn strong_identifiers(inventory: &Inventory) -> usize {
    usize::from(inventory.endorsement_key_digest.is_some())
        + usize::from(inventory.usable_uuid().is_some())
        + usize::from(inventory.product_key.is_some())
        + inventory.permanent_macs().len()
        + inventory.disk_ids().len()
}
