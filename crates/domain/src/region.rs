//! Sales regions: where a tenant is, and where a partner may have customers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest code in characters.
pub const MAX_REGION_CHARS: usize = 40;

/// The code of a region, such as `eu-efta`: lower-case letters, digits and hyphens.
///
/// What counts is where the tenant is, not where its people or devices are. Which regions there are is decided by those who
/// sell, and changes; so a code is a text of the operator's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// Why a text is no code of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a region is written in up to {MAX_REGION_CHARS} lower-case letters, digits and hyphens")]
pub struct RegionRefusal;

impl Region {
    /// Reads a code; capitals and space around it do not count.
    pub fn new(text: &str) -> Result<Self, RegionRefusal> {
        let code = text.trim().to_ascii_lowercase();
        let fits = (1..=MAX_REGION_CHARS).contains(&code.len());
        let plain =
            code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let ends_well = !code.starts_with('-') && !code.ends_with('-');
        if fits && plain && ends_well { Ok(Self(code)) } else { Err(RegionRefusal) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl TryFrom<String> for Region {
    type Error = RegionRefusal;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

/// Whether a partner with these regions may have a customer in those.
///
/// A partner without a region is bound to none. A partner that is bound may not have a customer of whom nobody has said
/// where it is: what is unknown is not allowed.
pub fn reaches(partner: &[Region], customer: &[Region]) -> bool {
    partner.is_empty() || customer.iter().any(|region| partner.contains(region))
}
