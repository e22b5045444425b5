//! Whether two descriptions mean one physical device: the score of stable identifiers, and what contradicts.

use crate::{product_key::ProductKey, tuple::DeviceTuple};

/// The stable identifiers of a device; placeholders and weak values are left out by whoever fills it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256 of the TPM endorsement key's modulus.
    pub endorsement_key: Option<[u8; 32]>,
    /// Raw SMBIOS bytes of the UUID.
    pub uuid: Option<[u8; 16]>,
    /// Product key id.
    pub product_key: Option<ProductKey>,
    /// Manufacturer, model, serial number.
    pub tuple: Option<DeviceTuple>,
    /// Permanent network addresses.
    pub macs: Vec<[u8; 6]>,
    /// Disk ids: serial number and model.
    pub disks: Vec<String>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Match {
    /// One device.
    Same,
    /// Two devices.
    Different,
    /// A person must decide.
    Unclear,
}

/// Score from which two descriptions are taken for one device.
pub const SAME_DEVICE_SCORE: u32 = 100;

/// Compares two descriptions. The first rule that applies decides:
///
/// 1. Both know the endorsement key: it alone decides. A changed TPM is a changed device.
/// 2. Both know the UUID and it differs: `Different` when neither knows the key, otherwise `Unclear`.
/// 3. The score reaches [`SAME_DEVICE_SCORE`]: `Same`.
/// 4. What both know agrees, and one knows nothing that the other does not: `Same`. So a registration by tuple and a later hash
///    of that device are one. Disks are left aside here, they are exchanged all the time, unless only network addresses remain.
/// 5. Nothing in common: `Different`; anything in between: `Unclear`.
pub fn compare(a: &Evidence, b: &Evidence) -> Match {
    if let (Some(a), Some(b)) = (a.endorsement_key, b.endorsement_key) {
        return if a == b { Match::Same } else { Match::Different };
    }
    if let (Some(one), Some(other)) = (&a.uuid, &b.uuid)
        && !same_uuid(one, other)
    {
        let keyless = a.endorsement_key.is_none() && b.endorsement_key.is_none();
        return if keyless { Match::Different } else { Match::Unclear };
    }
    match score(a, b) {
        0 => Match::Different,
        SAME_DEVICE_SCORE.. => Match::Same,
        _ if agrees(a, b) && (is_part_of(a, b) || is_part_of(b, a)) => Match::Same,
        _ => Match::Unclear,
    }
}

/// What the common identifiers weigh: endorsement key 100, UUID, product key id and tuple 40 each, each permanent network address
/// 20, a common disk 10.
pub fn score(a: &Evidence, b: &Evidence) -> u32 {
    let mut score = 0;
    if a.endorsement_key.is_some() && a.endorsement_key == b.endorsement_key {
        score += 100;
    }
    if let (Some(a), Some(b)) = (&a.uuid, &b.uuid)
        && same_uuid(a, b)
    {
        score += 40;
    }
    if a.product_key.is_some() && a.product_key == b.product_key {
        score += 40;
    }
    if a.tuple.is_some() && a.tuple == b.tuple {
        score += 40;
    }
    for (index, mac) in a.macs.iter().enumerate() {
        if b.macs.contains(mac) && !a.macs[..index].contains(mac) {
            score += 20;
        }
    }
    if share_disk(a, b) {
        score += 10;
    }
    score
}

fn share_disk(a: &Evidence, b: &Evidence) -> bool {
    a.disks.iter().any(|disk| b.disks.contains(disk))
}

/// Whether nothing that both know differs, and it is more than a disk.
fn agrees(a: &Evidence, b: &Evidence) -> bool {
    fn one<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    let macs = a.macs.iter().all(|mac| b.macs.contains(mac)) || b.macs.iter().all(|mac| a.macs.contains(mac));
    let named = score(a, b) >= 40 && (has_name(a) && has_name(b));
    one(a.product_key.as_ref(), b.product_key.as_ref())
        && one(a.tuple.as_ref(), b.tuple.as_ref())
        && macs
        && (named || (!a.macs.is_empty() && !b.macs.is_empty() && share_disk(a, b)))
}

fn has_name(evidence: &Evidence) -> bool {
    evidence.uuid.is_some() || evidence.product_key.is_some() || evidence.tuple.is_some()
}

/// Whether every kind of identifier that the first has, the second has too.
fn is_part_of(part: &Evidence, whole: &Evidence) -> bool {
    (part.endorsement_key.is_none() || whole.endorsement_key.is_some())
        && (part.uuid.is_none() || whole.uuid.is_some())
        && (part.product_key.is_none() || whole.product_key.is_some())
        && (part.tuple.is_none() || whole.tuple.is_some())
        && (part.macs.is_empty() || !whole.macs.is_empty())
}

/// Some firmware stores the first three fields big-endian, so both forms mean one UUID.
fn same_uuid(a: &[u8; 16], b: &[u8; 16]) -> bool {
    a == b || swapped(*a) == *b
}

/// The same UUID with the first three fields in the other byte order.
pub fn swapped(mut uuid: [u8; 16]) -> [u8; 16] {
    uuid[0..4].reverse();
    uuid[4..6].reverse();
    uuid[6..8].reverse();
    uuid
}
