//! Registration states and the one vocabulary of errors.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    finding::{Finding, FindingCode},
    hardware_hash::HashReason,
};

/// A delivered device without contact for longer than this is inactive.
pub const INACTIVE_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationState {
    /// Not finished; look again later.
    Pending,
    /// Could not be registered.
    Failed,
    /// Registered; can be handed out.
    Ready,
    /// Delivered and used.
    Active,
    /// Delivered, but not used in the last seven days.
    Inactive,
}

/// A state and the time from which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The state.
    pub state: RegistrationState,
    /// Since when.
    pub since: Timestamp,
}

impl RegistrationState {
    /// Every state, in the order of a device's life.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Failed, Self::Ready, Self::Active, Self::Inactive];

    /// Stable name; the text is `state-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Ready => "ready",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// State of a registered device as of a moment: Active and Inactive follow from the last contact and are never stored.
    pub fn of_registered(last_contact: Option<Timestamp>, as_of: Timestamp) -> Self {
        match last_contact {
            None => Self::Ready,
            Some(contact) if as_of.duration_since(contact) <= INACTIVE_AFTER => Self::Active,
            Some(_) => Self::Inactive,
        }
    }

    /// State of a registered device and since when: registration, last contact, or seven days after it.
    pub fn standing(registered_at: Timestamp, last_contact: Option<Timestamp>, as_of: Timestamp) -> Standing {
        let state = Self::of_registered(last_contact, as_of);
        let since = match (state, last_contact) {
            (Self::Active, Some(contact)) => contact,
            (Self::Inactive, Some(contact)) => contact.saturating_add(INACTIVE_AFTER).unwrap_or(contact),
            _ => registered_at,
        };
        Standing { state, since }
    }
}

/// The five messages that people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationError {
    /// No match for manufacturer, model, serial number or product key id.
    DeviceNotFound,
    /// The hash is badly formed.
    HardwareHashNotValid,
    /// This organisation has it already.
    DeviceAlreadyRegistered,
    /// Another organisation has it.
    DeviceClaimedByAnotherOrganization,
    /// Everything else; comes with a request id.
    UnexpectedError,
}

impl RegistrationError {
    /// Every message, in the order of the published table.
    pub const ALL: [Self; 5] = [
        Self::DeviceNotFound,
        Self::HardwareHashNotValid,
        Self::DeviceAlreadyRegistered,
        Self::DeviceClaimedByAnotherOrganization,
        Self::UnexpectedError,
    ];

    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeviceNotFound => "device-not-found",
            Self::HardwareHashNotValid => "hardware-hash-not-valid",
            Self::DeviceAlreadyRegistered => "device-already-registered",
            Self::DeviceClaimedByAnotherOrganization => "device-claimed-by-another-organization",
            Self::UnexpectedError => "unexpected-error",
        }
    }

    /// Locale key of the message: `registration-error-<name>`.
    pub fn message_key(self) -> String {
        format!("registration-error-{}", self.as_str())
    }

    /// Locale key of the cause: `registration-error-<name>-cause`.
    pub fn cause_key(self) -> String {
        format!("registration-error-{}-cause", self.as_str())
    }

    /// Locale key of the remedy: `registration-error-<name>-remedy`.
    pub fn remedy_key(self) -> String {
        format!("registration-error-{}-remedy", self.as_str())
    }
}

macro_rules! service_codes {
    ($($(#[$doc:meta])* $variant:ident = $number:expr, $name:literal, $error:ident;)*) => {
        /// What other registration services answer, by number and name. Their clients expect exactly these.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ServiceCode {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl ServiceCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The published number; some codes have none.
            pub fn number(self) -> Option<u16> {
                match self { $(Self::$variant => $number,)* }
            }

            /// The published name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Which of the five messages people see.
            pub fn error(self) -> RegistrationError {
                match self { $(Self::$variant => RegistrationError::$error,)* }
            }
        }
    };
}

service_codes! {
    /// Malformed request, or no tenant.
    InvalidRequestBody = Some(801), "InvalidZtdRequestBody", UnexpectedError;
    /// The hash is invalid.
    InvalidHardwareHash = Some(802), "InvalidZtdHardwareHash", HardwareHashNotValid;
    /// Serial number and product key id both missing or invalid.
    MissingSerialNumberAndProductKey = Some(803), "MissingZtdSerialNumberAndProductKey", UnexpectedError;
    /// Already registered to the same tenant.
    AlreadyAssigned = Some(806), "ZtdDeviceAlreadyAssigned", DeviceAlreadyRegistered;
    /// Not registered to this tenant.
    NotRegistered = Some(807), "ZtdDeviceIsNotRegistered", DeviceNotFound;
    /// Registered to another tenant.
    AssignedToOtherTenant = Some(808), "ZtdDeviceAssignedToOtherTenant", DeviceClaimedByAnotherOrganization;
    /// The profile does not exist in this tenant.
    ProfileNotRegistered = Some(809), "ZtdProfileIsNotRegistered", UnexpectedError;
    /// The profile belongs to another tenant.
    ProfileAssignedToOtherTenant = Some(810), "ZtdProfileAssignedToOtherTenant", UnexpectedError;
    /// Only the tenant that registered a device may delete it.
    RegisteredByOtherTenant = Some(811), "ZtdDeviceRegisteredByOtherTenant", DeviceClaimedByAnotherOrganization;
    /// Tuple or product key id match no reported device.
    NotFound = Some(812), "ZtdDeviceNotFound", DeviceNotFound;
    /// Several devices answer to one hash.
    NotUnique = Some(813), "ZtdDeviceIsNotUnique", UnexpectedError;
    /// The directory object exists already.
    AlreadyInDirectory = Some(814), "ZtdDeviceAlreadyAadRegistered", UnexpectedError;
    /// No profile is assigned and there is no default.
    NoAssignedProfile = Some(815), "ZtdDeviceHasNoAssignedProfile", UnexpectedError;
    /// At first boot the serial number is not the registered one.
    SerialNumberMismatch = Some(908), "SerialNumberMismatch", UnexpectedError;
    /// At first boot the product key id is not the registered one.
    ProductKeyIdMismatch = Some(908), "ProductKeyIdMismatch", UnexpectedError;
    /// The same device stands earlier in the file; that row counts, so there is nothing left to do for this one.
    Duplicated = None, "ZtdDeviceDuplicated", DeviceAlreadyRegistered;
    /// Storage failed; try later.
    StorageError = None, "StorageError", UnexpectedError;
    /// An old, short hash.
    HashNot4k = None, "HashNot4k", HardwareHashNotValid;
    /// The hash is not base64.
    HashNotBase64 = Some(400), "Edm.Binary", HardwareHashNotValid;
    /// The import is blocked although the file was valid.
    ImportForbidden = Some(403), "Forbidden", UnexpectedError;
    /// Ours: the customer's consent does not reach this far.
    OutsideScope = None, "OutsideConsentScope", UnexpectedError;
    /// Ours: the customer's consent ended before the row's turn.
    ConsentEnded = None, "ConsentEnded", UnexpectedError;
    /// Ours: the organisation that submitted the job cancelled it before the row's turn.
    CancelledBySubmitter = None, "CancelledBySubmitter", UnexpectedError;
    /// Ours: the customer, or somebody on its behalf, cancelled the job before the row's turn.
    CancelledByCustomer = None, "CancelledByCustomer", UnexpectedError;
    /// Ours: the customer looked at the row and refused it.
    NotApproved = None, "NotApprovedByCustomer", UnexpectedError;
    /// Ours: nobody of the customer decided about the upload in time.
    ApprovalExpired = None, "ApprovalExpired", UnexpectedError;
}

impl ServiceCode {
    /// Whether no other service has it: then none of the five messages fits, and it has words of its own.
    pub fn is_ours(self) -> bool {
        matches!(
            self,
            Self::OutsideScope
                | Self::ConsentEnded
                | Self::CancelledBySubmitter
                | Self::CancelledByCustomer
                | Self::NotApproved
                | Self::ApprovalExpired
        )
    }

    /// Reads the published name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// The code for a finding that refuses a row, with the reason of a hash taken into account.
    pub fn of(finding: &Finding) -> Self {
        let not_4k = finding.used.as_deref() == Some(HashReason::Not4k.as_str());
        if finding.code == FindingCode::HashInvalid && not_4k { Self::HashNot4k } else { finding.code.into() }
    }
}

impl From<FindingCode> for ServiceCode {
    fn from(code: FindingCode) -> Self {
        use FindingCode as F;
        match code {
            // An empty serial number inside a hash is answered with 802 too.
            F::HashInvalid | F::IdentityWeak => Self::InvalidHardwareHash,
            F::IdentityMissing
            | F::IdentityIncomplete
            | F::Placeholder
            | F::SampleData
            | F::ProductKeyZeros
            | F::ProductKeyWindowsId
            | F::ProductKeyLicence
            | F::ProductKeyMalformed
            | F::ProductKeyLostZeros
            | F::SpreadsheetNumber
            | F::SpreadsheetFormula => Self::MissingSerialNumberAndProductKey,
            F::DuplicateInFile => Self::Duplicated,
            F::NotInCatalogue | F::CatalogueNearMiss => Self::NotFound,
            F::ScopeGroupTag | F::ScopeModel | F::ScopeMaxDevices | F::ScopeEndsAt | F::ScopeOrderId => {
                Self::OutsideScope
            }
            F::NotApproved => Self::NotApproved,
            _ => Self::InvalidRequestBody,
        }
    }
}

impl From<HashReason> for ServiceCode {
    fn from(reason: HashReason) -> Self {
        match reason {
            HashReason::Not4k => Self::HashNot4k,
            _ => Self::InvalidHardwareHash,
        }
    }
}
