//! Group tags: the text that selects a device profile, matched exactly.
//!
//! A wrong tag is never ignored and never corrected: it is refused, with the nearest valid one and what differs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::profile::DeviceProfile;

/// Longest tag in characters.
pub const MAX_TAG_CHARS: usize = 128;

/// The tag of the first generation (2020 to 2021), which all devices shared.
pub const LEGACY_TAG: &str = "Microsoft365Managed_Autopilot";

const PREFIX: &str = "Microsoft365Managed_";

/// A tag that everybody may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct PublishedTag {
    /// The exact text.
    pub tag: &'static str,
    /// The profile it selects.
    pub profile: DeviceProfile,
    /// Whether it also selects shared device mode.
    pub shared_mode: bool,
}

/// The seven valid tags of the current generation.
pub const PUBLISHED_TAGS: [PublishedTag; 7] = [
    published("Microsoft365Managed_SensitiveData", DeviceProfile::SensitiveData, false),
    published("Microsoft365Managed_SensitiveData-Shared", DeviceProfile::SensitiveData, true),
    published("Microsoft365Managed_PowerUser", DeviceProfile::PowerUser, false),
    published("Microsoft365Managed_Standard", DeviceProfile::Standard, false),
    published("Microsoft365Managed_Standard-Shared", DeviceProfile::Standard, true),
    published("Microsoft365Managed_Kiosk", DeviceProfile::Kiosk, false),
    published("Microsoft365Managed_Kiosk-Shared", DeviceProfile::Kiosk, true),
];

const fn published(tag: &'static str, profile: DeviceProfile, shared_mode: bool) -> PublishedTag {
    PublishedTag { tag, profile, shared_mode }
}

/// The published tag of a profile and mode; `None` for Power user in shared mode.
pub fn tag_for(profile: DeviceProfile, shared_mode: bool) -> Option<&'static str> {
    PUBLISHED_TAGS
        .iter()
        .find(|known| known.profile == profile && known.shared_mode == shared_mode)
        .map(|known| known.tag)
}

/// A well-formed tag: 1 to 128 characters, none of them a control character, not blank. Exact text, never trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupTag(String);

/// Why a text cannot be a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum GroupTagRefusal {
    /// Nothing, or only white space.
    #[error("the group tag is empty")]
    Empty,
    /// More than [`MAX_TAG_CHARS`].
    #[error("the group tag is longer than {MAX_TAG_CHARS} characters")]
    TooLong,
    /// A control character, or one that was lost in a conversion.
    #[error("the group tag has control characters")]
    Characters,
}

impl GroupTag {
    /// Checks the text and keeps it as it is.
    pub fn new(text: impl Into<String>) -> Result<Self, GroupTagRefusal> {
        let text = text.into();
        if text.trim().is_empty() {
            return Err(GroupTagRefusal::Empty);
        }
        if text.chars().count() > MAX_TAG_CHARS {
            return Err(GroupTagRefusal::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            return Err(GroupTagRefusal::Characters);
        }
        Ok(Self(text))
    }

    /// The exact text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<GroupTag> for String {
    fn from(tag: GroupTag) -> Self {
        tag.0
    }
}

impl TryFrom<String> for GroupTag {
    type Error = GroupTagRefusal;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text)
    }
}

/// A tag of a tenant's own and the profile that it selects.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CustomTag {
    /// The exact text.
    pub tag: GroupTag,
    /// The profile it selects.
    pub profile: DeviceProfile,
}

/// Which tags a tenant accepts beside the published ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRules {
    /// Tags of the tenant's own.
    #[serde(default)]
    pub custom: Vec<CustomTag>,
}

/// What a tag means to a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagVerdict {
    /// A published tag.
    Known {
        /// The profile it selects.
        profile: DeviceProfile,
        /// Whether it also selects shared device mode.
        shared_mode: bool,
        /// The tag of the first generation: works, but should be replaced.
        legacy: bool,
    },
    /// A tag of the tenant's own.
    Custom {
        /// The profile it selects.
        profile: DeviceProfile,
    },
    /// Formed by the rules for a combination that does not exist.
    NotSupported {
        /// The profile that has no shared device mode.
        profile: DeviceProfile,
        /// The tag of that profile without shared mode.
        nearest: &'static str,
    },
    /// No tag of this tenant.
    Unknown {
        /// The valid tag that was probably meant.
        nearest: Option<String>,
        /// How the text differs from it; empty without a nearest tag.
        differences: Vec<TagDifference>,
    },
}

/// How a text differs from the valid tag that was probably meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TagDifference {
    /// Capital and small letters.
    Capitals,
    /// Spaces within or around.
    Spaces,
    /// Letters, digits or marks.
    Spelling,
}

impl TagDifference {
    /// Stable name; the text is `tag-difference-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capitals => "capitals",
            Self::Spaces => "spaces",
            Self::Spelling => "spelling",
        }
    }
}

impl TagRules {
    /// Says what a tag means. Only the exact text counts; anything else is a guess for a person to confirm.
    ///
    /// The legacy tag selects Standard, which is what its one profile became.
    pub fn resolve(&self, text: &str) -> TagVerdict {
        if let Some(known) = PUBLISHED_TAGS.iter().find(|known| known.tag == text) {
            return TagVerdict::Known {
                profile: known.profile,
                shared_mode: known.shared_mode,
                legacy: false,
            };
        }
        // A rule of the tenant's own may not redefine a tag that the published rules speak about.
        if text == LEGACY_TAG {
            return TagVerdict::Known { profile: DeviceProfile::Standard, shared_mode: false, legacy: true };
        }
        if is_power_user_shared(text) {
            return TagVerdict::NotSupported {
                profile: DeviceProfile::PowerUser,
                nearest: "Microsoft365Managed_PowerUser",
            };
        }
        if let Some(custom) = self.custom.iter().find(|custom| custom.tag.as_str() == text) {
            return TagVerdict::Custom { profile: custom.profile };
        }
        let nearest = self.nearest(text).map(str::to_owned);
        let differences = nearest.as_deref().map(|nearest| differences(text, nearest)).unwrap_or_default();
        TagVerdict::Unknown { nearest, differences }
    }

    /// The valid tag that differs least; the first of the list when several do.
    fn nearest(&self, text: &str) -> Option<&str> {
        if text.chars().count() > MAX_TAG_CHARS {
            return None;
        }
        let wanted = fold(text);
        let candidates = PUBLISHED_TAGS
            .iter()
            .map(|known| known.tag)
            .chain(self.custom.iter().map(|custom| custom.tag.as_str()));
        candidates
            .filter_map(|tag| {
                let folded = fold(tag);
                // People write "Kiosk" for the tag that ends so.
                let short = folded.strip_prefix(&fold(PREFIX)).unwrap_or(&folded);
                let distance = edit_distance(&wanted, &folded).min(edit_distance(&wanted, short));
                let tolerated = short.len() / 2;
                (distance <= tolerated).then_some((distance, tag))
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, tag)| tag)
    }
}

/// However it is spelled; a suggestion of another profile would mislead.
fn is_power_user_shared(text: &str) -> bool {
    let text = fold(text);
    text.strip_prefix(&fold(PREFIX)).unwrap_or(&text) == "poweruser-shared"
}

/// What differs between a text and the tag that was probably meant.
fn differences(text: &str, tag: &str) -> Vec<TagDifference> {
    if fold(text) != fold(tag) {
        return vec![TagDifference::Spelling];
    }
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let spaces = |text: &str| text.chars().map(char::is_whitespace).collect::<Vec<_>>();
    let mut found = Vec::new();
    if letters(text) != letters(tag) {
        found.push(TagDifference::Capitals);
    }
    if spaces(text) != spaces(tag) {
        found.push(TagDifference::Spaces);
    }
    found
}

/// Small letters without white space.
fn fold(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// How many characters must be put in, taken out or replaced to turn one text into the other.
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, from_char) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, to_char) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(from_char != *to_char);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
