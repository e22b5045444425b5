//! Typed ids: one append-only registry, so that a device id cannot be passed where a job id is meant.
//!
//! All of them are UUIDs; those made by the service are version 7, hence ordered by time.

use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $id:ident, $tag:literal;)*) => {$(
        #[doc = concat!("Kind of [`", stringify!($id), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind {}
        impl TypedUuidKind for $kind {
            fn tag() -> TypedUuidTag {
                const TAG: TypedUuidTag = TypedUuidTag::new($tag);
                TAG
            }
        }
        $(#[$doc])*
        pub type $id = TypedUuid<$kind>;
    )*};
}

kinds! {
    /// A partner, a manufacturer, a customer (then it is the tenant id) or the operator.
    OrganisationKind, OrganisationId, "organisation";
    /// A person with an account.
    UserKind, UserId, "user";
    /// A consent between a partner or manufacturer and a customer.
    RelationshipKind, RelationshipId, "relationship";
    /// The bytes of one file as received.
    UploadKind, UploadId, "upload";
    /// The durable work on one upload.
    JobKind, JobId, "job";
    /// The named set of devices that one or more uploads make.
    BatchKind, BatchId, "batch";
    /// A registered device.
    DeviceKind, DeviceId, "device";
    /// One line of the audit log.
    AuditEntryKind, AuditEntryId, "audit-entry";
    /// A signed-in session.
    SessionKind, SessionId, "session";
    /// One entry of a device's history.
    EventKind, EventId, "event";
    /// A partner's question whether a customer consents.
    ConsentRequestKind, ConsentRequestId, "consent-request";
    /// A service that vouches for an organisation's people at sign-in.
    IdentityProviderKind, IdentityProviderId, "identity-provider";
    /// A passkey of a person.
    PasskeyKind, PasskeyId, "passkey";
    /// An invitation to open an account.
    InvitationKind, InvitationId, "invitation";
    /// A program that an organisation lets in; its id is the client id.
    AppKind, AppId, "app";
    /// One of the secrets of a program.
    AppSecretKind, AppSecretId, "app-secret";
    /// A mail that waits to be sent.
    MailKind, MailId, "mail";
    /// A request of a program, in the log of its last ones.
    ApiRequestKind, ApiRequestId, "api-request";
    /// The out-of-box settings that devices receive.
    DeploymentProfileKind, DeploymentProfileId, "deployment-profile";
    /// A request that assigned deployment profiles to devices, by which its verdicts are found again.
    AssignmentKind, AssignmentId, "assignment";
}
