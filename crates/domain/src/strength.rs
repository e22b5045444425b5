//! How well a registration is tied to one physical device.

use serde::{Deserialize, Serialize};

/// What stands behind a registration, weakest first. Policies may demand a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Somebody named the device by tuple or product key id.
    Claimed,
    /// A hardware hash describes it; anybody can write one.
    Described,
    /// The endorsement key of its TPM is known, so that it can be challenged.
    KeyBound,
    /// The TPM has answered a challenge to that key.
    Attested,
}

impl Strength {
    /// Every level, weakest first.
    pub const ALL: [Self; 4] = [Self::Claimed, Self::Described, Self::KeyBound, Self::Attested];

    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Described => "described",
            Self::KeyBound => "key-bound",
            Self::Attested => "attested",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.as_str() == name)
    }
}
