//! Device profiles: what a group tag selects, and what each means for the device.

use serde::{Deserialize, Serialize};

/// One of the four managed device profiles. Each device has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceProfile {
    /// For people who handle sensitive data: locked down, allow-listed programs.
    SensitiveData,
    /// For people who must be administrators of their device.
    PowerUser,
    /// For everybody else.
    Standard,
    /// For one task at one place, without a user of its own.
    Kiosk,
}

/// What a profile does with one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum SettingValue {
    /// On or off.
    Flag(bool),
    /// A fixed text, not translated.
    Text(&'static str),
}

/// One line of the profile table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// External storage is blocked.
    BlockExternalStorage,
    /// How readily cloud protection blocks.
    CloudBlockLevel,
    /// Personal Microsoft accounts are disabled.
    DisableMicrosoftAccounts,
    /// Personal `OneDrive` is disabled.
    DisablePersonalOneDrive,
    /// Elevation asks on the secure desktop.
    SecureDesktopForElevation,
    /// The tag that the malware protection reports.
    DefenderTag,
    /// The user is an administrator of the device.
    UserIsAdministrator,
    /// Only listed programs run.
    AppLocker,
    /// The public store is blocked.
    BlockPublicStore,
}

impl Setting {
    /// Every line of the table, in its order.
    pub const ALL: [Self; 9] = [
        Self::BlockExternalStorage,
        Self::CloudBlockLevel,
        Self::DisableMicrosoftAccounts,
        Self::DisablePersonalOneDrive,
        Self::SecureDesktopForElevation,
        Self::DefenderTag,
        Self::UserIsAdministrator,
        Self::AppLocker,
        Self::BlockPublicStore,
    ];

    /// Stable name; the text is `profile-setting-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BlockExternalStorage => "block-external-storage",
            Self::CloudBlockLevel => "cloud-block-level",
            Self::DisableMicrosoftAccounts => "disable-microsoft-accounts",
            Self::DisablePersonalOneDrive => "disable-personal-onedrive",
            Self::SecureDesktopForElevation => "secure-desktop-for-elevation",
            Self::DefenderTag => "defender-tag",
            Self::UserIsAdministrator => "user-is-administrator",
            Self::AppLocker => "app-locker",
            Self::BlockPublicStore => "block-public-store",
        }
    }
}

impl DeviceProfile {
    /// Every profile, in the order of the published table.
    pub const ALL: [Self; 4] = [Self::SensitiveData, Self::PowerUser, Self::Standard, Self::Kiosk];

    /// Stable name; the text is `profile-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SensitiveData => "sensitive-data",
            Self::PowerUser => "power-user",
            Self::Standard => "standard",
            Self::Kiosk => "kiosk",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == name)
    }

    /// Whether devices of this profile may be shared. An administrator of the device would see everybody's data.
    pub fn supports_shared_mode(self) -> bool {
        self != Self::PowerUser
    }

    /// What this profile does with a setting.
    pub fn setting(self, setting: Setting) -> SettingValue {
        use SettingValue::{Flag, Text};
        match setting {
            Setting::BlockExternalStorage
            | Setting::DisableMicrosoftAccounts
            | Setting::DisablePersonalOneDrive
            | Setting::BlockPublicStore => Flag(self != Self::Standard),
            Setting::CloudBlockLevel => Text("High"),
            Setting::SecureDesktopForElevation | Setting::UserIsAdministrator => {
                Flag(self == Self::PowerUser)
            }
            Setting::AppLocker => Flag(self == Self::SensitiveData),
            Setting::DefenderTag => Text(match self {
                Self::SensitiveData => "M365Managed-SensitiveData",
                Self::PowerUser => "M365Managed-PowerUser",
                Self::Standard => "M365Managed-Standard",
                Self::Kiosk => "M365Managed-Kiosk",
            }),
        }
    }
}
