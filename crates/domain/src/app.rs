//! Programs that act for an organisation, and what they may be permitted.
//!
//! The permissions are a closed list: a program gets those that its organisation chose, and never more than people of
//! such an organisation could do.

use serde::{Deserialize, Serialize};

use crate::role::{Action, OrganisationKind, names};

names! {
    /// One thing that a program may be permitted, as it stands in tokens and in the database.
    Permission {
        /// Register devices and follow the jobs.
        DevicesRegister = "devices.register",
        /// Read devices and their states.
        DevicesRead = "devices.read",
        /// Read which customers there are.
        CustomersRead = "customers.read",
        /// Ask customers for a relationship.
        RelationshipsRequest = "relationships.request",
        /// Create, change and assign profiles.
        ProfilesManage = "profiles.manage",
        /// Publish built devices.
        CataloguePublish = "catalogue.publish",
    }
}

impl Permission {
    /// Whether programs of such an organisation may have it.
    pub fn belongs_to(self, kind: OrganisationKind) -> bool {
        match self {
            Self::DevicesRegister | Self::DevicesRead | Self::CustomersRead | Self::RelationshipsRequest => {
                may_have_apps(kind)
            }
            Self::ProfilesManage => may_have_apps(kind) && kind.is_partner(),
            Self::CataloguePublish => kind == OrganisationKind::Manufacturer,
        }
    }

    /// All that programs of such an organisation may have, in order.
    pub fn of(kind: OrganisationKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |permission| permission.belongs_to(kind))
    }
}

impl Permission {
    /// Whether it covers this. A program that acts for a person may no more than that person.
    pub fn covers(self, action: Action) -> bool {
        use Action as A;
        let looking =
            matches!(action, A::CustomerRead | A::DeviceList | A::DeviceRead | A::JobList | A::JobRead);
        match self {
            Self::DevicesRead => looking,
            Self::DevicesRegister => {
                looking
                    || matches!(
                        action,
                        A::DeviceRegister
                            | A::DeviceDeregister
                            | A::UploadCreate
                            | A::UploadRead
                            | A::JobCancel
                            | A::JobRetry
                    )
            }
            Self::CustomersRead => {
                matches!(action, A::CustomerList | A::CustomerRead | A::RelationshipRead)
            }
            Self::RelationshipsRequest => matches!(
                action,
                A::RelationshipRead
                    | A::RelationshipRequest
                    | A::RelationshipRequestDelegated
                    | A::RelationshipEnd
            ),
            Self::ProfilesManage => {
                matches!(action, A::CustomerRead | A::ProfileRead | A::ProfileAdminister)
            }
            Self::CataloguePublish => matches!(action, A::CatalogueRead | A::CataloguePublish),
        }
    }

    /// The permission that a program needs for this; the narrowest one.
    pub fn for_action(action: Action) -> Option<Self> {
        [Self::DevicesRead].into_iter().chain(Self::ALL.iter().copied()).find(|one| one.covers(action))
    }
}

/// Whether any of the permissions covers the action.
pub fn permits(permissions: &[Permission], action: Action) -> bool {
    permissions.iter().any(|permission| permission.covers(action))
}

/// Whether such an organisation may register programs.
///
/// Partners that deal with the service themselves and manufacturers may; an indirect reseller acts through its provider
/// and has no interfaces of its own.
pub fn may_have_apps(kind: OrganisationKind) -> bool {
    use OrganisationKind as K;
    matches!(kind, K::DirectPartner | K::IndirectProvider | K::Manufacturer)
}

/// For how long a new secret may be valid, in months: the choices on offer.
pub const SECRET_MONTHS: [u8; 5] = [1, 3, 6, 12, 24];

/// Most secrets that a program may have at a time: one in use, one to change to, and some for places apart.
pub const SECRETS: usize = 5;
