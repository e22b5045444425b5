//! Deployment profiles: the out-of-box settings that a device receives at first boot.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::role::names;

names! {
    /// One thing that a deployment profile does at first boot.
    OobeSetting {
        /// What the manufacturer installed beside Windows is removed.
        RemoveOemPreinstalls = "remove-oem-preinstalls",
        /// Whoever sets the device up does not become its administrator.
        OobeUserNotLocalAdmin = "oobe-user-not-local-admin",
        /// The pages about express settings are skipped.
        SkipExpressSettings = "skip-express-settings",
        /// The manufacturer's registration page is skipped.
        SkipOemRegistration = "skip-oem-registration",
        /// The page with the licence terms is skipped.
        SkipEula = "skip-eula",
    }
}

impl OobeSetting {
    /// Its published number: a bit, so that several add up to one number.
    pub fn flag(self) -> u8 {
        match self {
            Self::RemoveOemPreinstalls => 1,
            Self::OobeUserNotLocalAdmin => 2,
            Self::SkipExpressSettings => 4,
            Self::SkipOemRegistration => 8,
            Self::SkipEula => 16,
        }
    }
}

/// Longest name of a deployment profile, in characters.
pub const NAME_CHARS: usize = 128;
/// Longest description, in characters.
pub const DESCRIPTION_CHARS: usize = 1024;

/// A name as it is kept, without the space around it; none when it is empty, too long or has control characters.
pub fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= NAME_CHARS && !text.chars().any(char::is_control);
    fits.then_some(text)
}

/// Whether a text can be a description: it may have lines and tabs, but no other control characters.
pub fn is_description(text: &str) -> bool {
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().count() <= DESCRIPTION_CHARS && !text.chars().any(odd)
}

/// Settings as they are stored: their names in order, separated by spaces.
pub fn settings_text(settings: &BTreeSet<OobeSetting>) -> String {
    settings.iter().map(|setting| setting.as_str()).collect::<Vec<_>>().join(" ")
}

/// Reads [`settings_text`]; a name that a newer program wrote does nothing here.
pub fn settings_of(text: &str) -> BTreeSet<OobeSetting> {
    text.split_ascii_whitespace().filter_map(OobeSetting::from_name).collect()
}
