//! The same device twice in one file, found by what identifies it and not by text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use taxiway_domain::identity::Identity;

/// Rows whose identifiers are remembered. Later duplicates are found when they are registered.
pub const REMEMBERED_ROWS: u64 = 250_000;
/// From so many on, room is made for all that are remembered: a map that doubled on would leave as much behind again.
const MANY: usize = 50_000;

/// Remembers 64-bit fingerprints of identifiers with the line they stood on.
#[derive(Default)]
pub(crate) struct Seen {
    lines: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    rows: u64,
}

/// The keys are hashed already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl Seen {
    pub(crate) fn full(&self) -> bool {
        self.rows >= REMEMBERED_ROWS
    }

    /// The line on which one of the identifiers stood before; the line given is remembered for new ones.
    pub(crate) fn earlier(&mut self, identity: &Identity, line: u64) -> Option<u64> {
        if self.full() {
            return None;
        }
        self.rows += 1;
        if self.lines.len() == MANY {
            self.lines.reserve(usize::try_from(REMEMBERED_ROWS).unwrap_or_default() - MANY);
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut earlier: Option<u32> = None;
        let mut look = |fingerprint: u64| {
            let known = *self.lines.entry(fingerprint).or_insert(line);
            if known != line {
                earlier = Some(earlier.map_or(known, |other| other.min(known)));
            }
        };
        if let (Some(manufacturer), Some(model), Some(serial)) =
            (&identity.manufacturer, &identity.model, &identity.serial_number)
        {
            look(fingerprint(1, &(serial, manufacturer, model)));
        }
        if let Some(key) = &identity.product_key {
            look(fingerprint(2, key));
        }
        if identity.hash.is_some() {
            let claims = identity.claims();
            if let Some(key) = &claims.endorsement_key {
                look(fingerprint(3, key));
            }
            if let Some(uuid) = &claims.uuid {
                look(fingerprint(4, uuid));
            }
            if let Some(hardware) = &claims.hardware {
                look(fingerprint(5, hardware));
            }
        }
        earlier.map(u64::from)
    }
}

fn fingerprint(kind: u8, value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    value.hash(&mut hasher);
    hasher.finish()
}
