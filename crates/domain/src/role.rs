//! Who may do what: one plain table.
//!
//! The table of every role and action is kept as `tests/it/roles.txt`, so that a change of rights is seen in review.

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[$item:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$item])* #[serde(rename = $name)] $variant,)*
        }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Reads the stable name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.as_str() == name)
            }
        }
    };
}
pub(crate) use names;

names! {
    /// What an organisation is to the service.
    OrganisationKind {
        /// A partner that sells to the customer directly.
        DirectPartner = "direct-partner",
        /// A distributor, authorised along with its resellers.
        IndirectProvider = "indirect-provider",
        /// A reseller behind a distributor.
        IndirectReseller = "indirect-reseller",
        /// Builds devices, publishes them, registers them by its own API.
        Manufacturer = "manufacturer",
        /// Owns devices; its id is the tenant id.
        Customer = "customer",
        /// Runs the service.
        Operator = "operator",
    }
}

names! {
    /// What a person may do within an organisation. Within one kind, the mightiest role comes first.
    Role {
        /// Partner: everything for its customers.
        AdminAgent = "admin-agent",
        /// Partner: adds devices.
        SalesAgent = "sales-agent",
        /// Partner: looks, to answer questions.
        HelpdeskAgent = "helpdesk-agent",
        /// Customer: everything of its own organisation, consent included.
        GlobalAdministrator = "global-administrator",
        /// Customer: devices.
        IntuneAdministrator = "intune-administrator",
        /// Customer: devices and profiles.
        PolicyAndProfileManager = "policy-and-profile-manager",
        /// Customer: looks.
        GlobalReader = "global-reader",
        /// Manufacturer: registers, publishes, looks after its people and programs.
        Registrar = "registrar",
        /// Manufacturer: looks.
        Reader = "reader",
        /// Operator: organisations, users and relationships.
        Administrator = "administrator",
        /// Operator: looks, to help.
        Support = "support",
    }
}

names! {
    /// What can be done, by resource.
    Action {
        /// See which customers there are.
        CustomerList = "customer-list",
        /// See one customer.
        CustomerRead = "customer-read",
        /// See the devices of a customer.
        DeviceList = "device-list",
        /// See one device with its identity and history.
        DeviceRead = "device-read",
        /// Register devices for a customer.
        DeviceRegister = "device-register",
        /// Deregister a device of a customer.
        DeviceDeregister = "device-deregister",
        /// Hand in a file.
        UploadCreate = "upload-create",
        /// Read a file that was handed in, and what was understood of it.
        UploadRead = "upload-read",
        /// See the jobs of a customer.
        JobList = "job-list",
        /// See one job and its results.
        JobRead = "job-read",
        /// Stop a job.
        JobCancel = "job-cancel",
        /// Try the failed rows of a job again.
        JobRetry = "job-retry",
        /// Decide about uploads of partners that wait for the customer.
        UploadApprove = "upload-approve",
        /// Read the audit log.
        AuditRead = "audit-read",
        /// Read the catalogue of built devices.
        CatalogueRead = "catalogue-read",
        /// Publish built devices.
        CataloguePublish = "catalogue-publish",
        /// End a relationship of one's own organisation, whichever side it is.
        RelationshipEnd = "relationship-end",
        /// Approve, decline or end a relationship.
        RelationshipAdminister = "relationship-administer",
        /// See with whom there are relationships, and who was asked for one.
        RelationshipRead = "relationship-read",
        /// Ask a customer for a relationship.
        RelationshipRequest = "relationship-request",
        /// Ask for delegated administration along with it.
        RelationshipRequestDelegated = "relationship-request-delegated",
        /// Create and change accounts.
        UserAdminister = "user-administer",
        /// Create and change organisations.
        OrganisationAdminister = "organisation-administer",
        /// Say how the people of the own organisation sign in.
        IdentityProviderAdminister = "identity-provider-administer",
        /// Register programs and make their secrets.
        AppAdminister = "app-administer",
        /// See the deployment profiles of a customer, and which devices have which.
        ProfileRead = "profile-read",
        /// Create, change, delete and assign deployment profiles.
        ProfileAdminister = "profile-administer",
    }
}

impl OrganisationKind {
    /// Whether it sells to the customers who consented.
    pub fn is_partner(self) -> bool {
        matches!(self, Self::DirectPartner | Self::IndirectProvider | Self::IndirectReseller)
    }

    /// Whether it registers devices for customers, each of whom has to consent.
    pub fn needs_consent(self) -> bool {
        self.is_partner() || self == Self::Manufacturer
    }
}

impl Role {
    /// Whether people of such an organisation may have this role.
    pub fn belongs_to(self, kind: OrganisationKind) -> bool {
        match self {
            Self::AdminAgent | Self::SalesAgent | Self::HelpdeskAgent => kind.is_partner(),
            Self::GlobalAdministrator
            | Self::IntuneAdministrator
            | Self::PolicyAndProfileManager
            | Self::GlobalReader => kind == OrganisationKind::Customer,
            Self::Registrar | Self::Reader => kind == OrganisationKind::Manufacturer,
            Self::Administrator | Self::Support => kind == OrganisationKind::Operator,
        }
    }
}

impl Action {
    /// Whether it changes nothing.
    pub fn is_read(self) -> bool {
        matches!(
            self,
            Self::CustomerList
                | Self::CustomerRead
                | Self::DeviceList
                | Self::DeviceRead
                | Self::UploadRead
                | Self::JobList
                | Self::JobRead
                | Self::AuditRead
                | Self::CatalogueRead
                | Self::RelationshipRead
                | Self::ProfileRead
        )
    }

    /// Whether it is about deployment profiles.
    fn is_profiles(self) -> bool {
        matches!(self, Self::ProfileRead | Self::ProfileAdminister)
    }

    /// Registering devices and everything on the way there and back.
    fn is_registration(self) -> bool {
        matches!(
            self,
            Self::DeviceList
                | Self::DeviceRead
                | Self::DeviceRegister
                | Self::DeviceDeregister
                | Self::UploadCreate
                | Self::UploadRead
                | Self::JobList
                | Self::JobRead
                | Self::JobCancel
                | Self::JobRetry
        )
    }
}

/// Whether a role allows an action on what its organisation may see. Whose devices these are is decided by relationships.
pub fn allows(role: Role, action: Action) -> bool {
    use Action as A;
    let customers = matches!(action, A::CustomerList | A::CustomerRead);
    let asking =
        matches!(action, A::RelationshipRead | A::RelationshipRequest | A::RelationshipRequestDelegated);
    let looking = action.is_read() && !matches!(action, A::UploadRead | A::CatalogueRead);
    match role {
        Role::AdminAgent => {
            customers
                || action.is_registration()
                || asking
                || action.is_profiles()
                || matches!(
                    action,
                    A::AuditRead
                        | A::UserAdminister
                        | A::AppAdminister
                        | A::IdentityProviderAdminister
                        | A::RelationshipEnd
                )
        }
        // Rights in the customer's own tenant are asked for by those who would hold them.
        Role::SalesAgent => {
            customers
                || action.is_registration()
                || action == A::AuditRead
                || asking && action != A::RelationshipRequestDelegated
        }
        // Files hold whole hardware descriptions; those who only answer questions need the verdicts.
        // Deployment profiles are the work of admin agents.
        Role::HelpdeskAgent => looking && action != A::ProfileRead,
        Role::Support => looking,
        Role::GlobalAdministrator => {
            action.is_registration()
                || action.is_profiles()
                || matches!(
                    action,
                    A::CustomerRead
                        | A::AuditRead
                        | A::RelationshipAdminister
                        | A::RelationshipRead
                        | A::UserAdminister
                        | A::IdentityProviderAdminister
                )
                || matches!(action, A::UploadApprove | A::RelationshipEnd)
        }
        // Whoever may register devices may let others register them.
        Role::IntuneAdministrator | Role::PolicyAndProfileManager => {
            action.is_registration()
                || action.is_profiles()
                || matches!(action, A::CustomerRead | A::RelationshipRead | A::UploadApprove)
        }
        Role::GlobalReader => looking && action != A::CustomerList,
        Role::Registrar => {
            customers
                || action.is_registration()
                || matches!(action, A::AuditRead | A::CatalogueRead | A::CataloguePublish)
                // Manufacturers are never given delegated administration.
                || asking && action != A::RelationshipRequestDelegated
                // A manufacturer has no mightier role that could look after its people, programs and sign-in.
                || matches!(action, A::UserAdminister | A::AppAdminister | A::IdentityProviderAdminister)
        }
        Role::Reader => action.is_read() && !matches!(action, A::UploadRead | A::ProfileRead),
        Role::Administrator => {
            looking
                || matches!(
                    action,
                    A::RelationshipAdminister
                        | A::RelationshipEnd
                        | A::UserAdminister
                        | A::OrganisationAdminister
                        | A::IdentityProviderAdminister
                )
        }
    }
}

/// Whether any of the roles allows the action.
pub fn may(roles: &[Role], action: Action) -> bool {
    roles.iter().any(|role| allows(*role, action))
}

/// The least mighty role of an organisation of this kind that allows the action, to be named to whoever may not.
pub fn lowest_role(kind: OrganisationKind, action: Action) -> Option<Role> {
    lowest_role_of_all(kind, &[action])
}

/// The least mighty role of an organisation of this kind that allows each of the actions.
pub fn lowest_role_of_all(kind: OrganisationKind, actions: &[Action]) -> Option<Role> {
    let does = |role: &Role| role.belongs_to(kind) && actions.iter().all(|action| allows(*role, *action));
    Role::ALL.iter().copied().rev().find(does)
}
