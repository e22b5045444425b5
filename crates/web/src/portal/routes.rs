//! Addresses as types: a link is built from a route, never spelled, and the same struct reads the path of a request.
//!
//! No personal data stand in addresses: a search by serial number is sent as a form (see [`DeviceSearch`]).

use std::fmt;

use serde::Deserialize;
use taxiway_domain::ids::{
    AppId, AppSecretId, ConsentRequestId, DeviceId, IdentityProviderId, InvitationId, JobId, OrganisationId,
    PasskeyId, RelationshipId, SessionId, UploadId, UserId,
};

/// An address of the portal.
pub trait Route: fmt::Display {
    /// The pattern for the router.
    const PATTERN: &'static str;
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } = $pattern:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
            pub struct $name {
                $(
                    #[doc = concat!("The `", stringify!($field), "` of the path.")]
                    pub $field: $type,
                )*
            }

            impl Route for $name {
                const PATTERN: &'static str = $pattern;
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    for segment in $pattern.split('/').skip(1) {
                        f.write_str("/")?;
                        match segment {
                            $(concat!("{", stringify!($field), "}") => write!(f, "{}", self.$field)?,)*
                            fixed => f.write_str(fixed)?,
                        }
                    }
                    Ok(())
                }
            }
        )*

        /// Every pattern, for tests that visit all of them.
        pub const PATTERNS: &[&str] = &[$($pattern,)*];
    };
}

routes! {
    /// The start: leads to the customers or to sign-in.
    Home {} = "/";
    /// GET shows the form, POST signs in.
    SignIn {} = "/sign-in";
    /// POST signs out.
    SignOut {} = "/sign-out";
    /// POST sets the language cookie and returns to the page.
    Language {} = "/language";
    /// The style sheet, scripts and pictures.
    Asset { hash: String, name: String } = "/assets/{hash}/{name}";
    /// A sample file; `file` is `<layout>.csv` or `hardware-hash.txt`.
    Sample { file: String } = "/samples/{file}";
    /// All customers; query `search`, `page`.
    Customers {} = "/customers";
    /// One customer at a glance.
    Customer { customer: OrganisationId } = "/customers/{customer}";
    /// The devices of a customer; query `state`, `tag`, `batch`, `after`.
    Devices { customer: OrganisationId } = "/customers/{customer}/devices";
    /// POST with `serial`: the devices whose serial number begins so. A form, so that no serial number is in an address.
    DeviceSearch { customer: OrganisationId } = "/customers/{customer}/devices/search";
    /// The devices as a file; the query of [`Devices`].
    DevicesExport { customer: OrganisationId } = "/customers/{customer}/devices.csv";
    /// One device.
    Device { customer: OrganisationId, device: DeviceId } = "/customers/{customer}/devices/{device}";
    /// GET asks for confirmation, POST deregisters the device.
    DeviceDeregister { customer: OrganisationId, device: DeviceId } = "/customers/{customer}/devices/{device}/deregister";
    /// POST receives a file, pasted text or rows.
    Uploads { customer: OrganisationId } = "/customers/{customer}/uploads";
    /// Add devices.
    NewUpload { customer: OrganisationId } = "/customers/{customer}/uploads/new";
    /// Preview of an upload; query `tag`, `show`, `page`.
    Upload { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}";
    /// POST registers the devices of an upload.
    Register { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}/register";
    /// POST forgets an upload that was not registered.
    Discard { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}/discard";
    /// The jobs of a customer; query `after`.
    Jobs { customer: OrganisationId } = "/customers/{customer}/jobs";
    /// One job with its rows; query `show`, `page`.
    Job { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}";
    /// The job's progress as server-sent events.
    JobEvents { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/events";
    /// GET asks for confirmation, POST cancels.
    JobCancel { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/cancel";
    /// POST tries the failed rows again.
    JobRetry { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/retry";
    /// The verdict of every row as a file.
    JobResults { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/results.csv";
    /// The upload as it was understood, strict-valid.
    JobRepaired { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/repaired.csv";
    /// Uploads that wait for the customer's approval; query `after`.
    Approvals { customer: OrganisationId } = "/customers/{customer}/approvals";
    /// GET shows an upload that waits, query `page`; POST decides about it.
    Approval { customer: OrganisationId, job: JobId } = "/customers/{customer}/approvals/{job}";
    /// POST changes which of its rows are chosen.
    ApprovalChoice { customer: OrganisationId, job: JobId } = "/customers/{customer}/approvals/{job}/choice";
    /// Requests for consent; query `search`, `state`, `page`. A manufacturer's link; query `tenant`.
    Requests {} = "/requests";
    /// GET shows the form, POST makes a request and shows its draft; query `customer`.
    NewRequest {} = "/requests/new";
    /// The customers whose consent ended; query `page`.
    PastCustomers {} = "/requests/past";
    /// GET asks for confirmation, POST opens, closes or replaces the link that many customers may use.
    StandingLink {} = "/requests/link";
    /// One request.
    ConsentRequest { request: ConsentRequestId } = "/requests/{request}";
    /// POST shows the draft again, or sends it.
    RequestDraft { request: ConsentRequestId } = "/requests/{request}/draft";
    /// GET asks for confirmation, POST gives another link.
    RequestRenew { request: ConsentRequestId } = "/requests/{request}/renew";
    /// GET asks for confirmation, POST takes the request back.
    RequestRevoke { request: ConsentRequestId } = "/requests/{request}/revoke";
    /// What a link leads to. The ticket is a secret: it is never logged.
    Consent { ticket: String } = "/consent/{ticket}";
    /// POST gives consent.
    ConsentAccept { ticket: String } = "/consent/{ticket}/accept";
    /// POST refuses consent.
    ConsentDecline { ticket: String } = "/consent/{ticket}/decline";
    /// The published form of a link; query `invType`, `partnerId`, `msppId`, `indirectCSPId`, `DAP`.
    PublishedLink {} = "/Adminportal/Home";
    /// The earlier published form.
    EarlierPublishedLink {} = "/manage/partner-invitation";
    /// The partners and manufacturers of a customer; query `page`.
    Relationships { customer: OrganisationId } = "/customers/{customer}/relationships";
    /// One of them.
    Relationship { customer: OrganisationId, relationship: RelationshipId } = "/customers/{customer}/relationships/{relationship}";
    /// GET shows what it may do, POST changes it.
    RelationshipScope { customer: OrganisationId, relationship: RelationshipId } = "/customers/{customer}/relationships/{relationship}/scope";
    /// GET asks for confirmation, POST takes delegated administration back.
    RelationshipAdministration { customer: OrganisationId, relationship: RelationshipId } = "/customers/{customer}/relationships/{relationship}/administration";
    /// GET shows what ending a relationship concerns and what became of it; POST ends it.
    RelationshipEnd { customer: OrganisationId, relationship: RelationshipId } = "/customers/{customer}/relationships/{relationship}/end";
    /// How far the deregistration that it asked for is, as server-sent events.
    RelationshipEndEvents { customer: OrganisationId, relationship: RelationshipId } = "/customers/{customer}/relationships/{relationship}/end/events";
    /// Who did what; query `action`, `customer`, `person`, `from`, `until`, `after`.
    Activity {} = "/activity";
    /// POST with `search` and the fields of [`Activity`]: the entries in which it stands. A form, so that no name is in an address.
    ActivitySearch {} = "/activity/search";
    /// POST signs where the log stands, and gives the checkpoint as a file.
    ActivityCheckpoint {} = "/activity/checkpoint";
    /// The log as a table; the query of [`Activity`].
    ActivityExport {} = "/activity.csv";
    /// POST sends the browser to the identity provider of an e-mail address's domain.
    SignInOrganisation {} = "/sign-in/organisation";
    /// The link that leads to one identity provider.
    SignInWith { provider: IdentityProviderId } = "/sign-in/with/{provider}";
    /// Where identity providers send browsers back to; query `state`, `code`, `error`, `iss`.
    SignInCallback {} = "/sign-in/callback";
    /// POST asks the browser for any passkey; the answer is JSON for the script.
    PasskeySignInOptions {} = "/sign-in/passkey/options";
    /// POST signs in with a passkey alone.
    PasskeySignIn {} = "/sign-in/passkey";
    /// The passkey after the password; query `return_to`. POST takes its answer.
    SecondFactor {} = "/sign-in/second-factor";
    /// POST asks the browser for a new passkey; the answer is JSON for the script.
    PasskeyOptions {} = "/account/passkeys/options";
    /// POST adds the passkey that the browser made.
    Passkeys {} = "/account/passkeys";
    /// GET shows the form, POST renames the passkey.
    Passkey { passkey: PasskeyId } = "/account/passkeys/{passkey}";
    /// GET asks for confirmation, POST removes the passkey.
    PasskeyRemove { passkey: PasskeyId } = "/account/passkeys/{passkey}/remove";
    /// POST sets whether a passkey is asked for after the password.
    SecondFactorSwitch {} = "/account/second-factor";
    /// How the people of the organisation sign in; POST adds an identity provider.
    IdentityProviders {} = "/identity-providers";
    /// The form for an identity provider.
    NewIdentityProvider {} = "/identity-providers/new";
    /// POST sets what the organisation demands at sign-in.
    SignInPolicy {} = "/identity-providers/policy";
    /// One identity provider; POST changes it.
    IdentityProvider { provider: IdentityProviderId } = "/identity-providers/{provider}";
    /// POST looks whether the provider answers.
    IdentityProviderCheck { provider: IdentityProviderId } = "/identity-providers/{provider}/check";
    /// GET asks for confirmation, POST removes the provider.
    IdentityProviderDelete { provider: IdentityProviderId } = "/identity-providers/{provider}/delete";
    /// The log as a document that can be checked; the query of [`Activity`].
    ActivityJson {} = "/activity.json";
    /// Every organisation, for the operator; query `search`, `page`.
    Organisations {} = "/organisations";
    /// The people of one's own organisation; query `page`.
    OwnPeople {} = "/people";
    /// The people of an organisation; query `page`.
    People { organisation: OrganisationId } = "/organisations/{organisation}/people";
    /// POST with `search` and `page`: the people whose name or address holds the text. A form, so that neither is in an address.
    PeopleSearch { organisation: OrganisationId } = "/organisations/{organisation}/people/search";
    /// One person.
    Person { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}";
    /// POST gives a person other roles.
    PersonRoles { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}/roles";
    /// GET asks for confirmation, POST switches an account off.
    PersonDisable { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}/disable";
    /// POST switches an account on again.
    PersonEnable { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}/enable";
    /// GET asks for confirmation, POST makes a link for a new password.
    PersonReset { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}/reset-password";
    /// GET asks for confirmation, POST removes the passkeys of a person who lost them.
    PersonPasskeys { organisation: OrganisationId, user: UserId } = "/organisations/{organisation}/people/{user}/passkeys";
    /// Invitations that were not accepted yet; query `page`.
    Invitations { organisation: OrganisationId } = "/organisations/{organisation}/invitations";
    /// GET shows the form, POST invites.
    Invite { organisation: OrganisationId } = "/organisations/{organisation}/invitations/new";
    /// GET asks for confirmation, POST withdraws an invitation.
    InvitationRevoke { organisation: OrganisationId, invitation: InvitationId } = "/organisations/{organisation}/invitations/{invitation}/revoke";
    /// GET shows what an invitation offers, POST opens the account. The token is a secret that works once.
    Welcome { token: String } = "/welcome/{token}";
    /// GET shows the form, POST asks for a link for a new password; query `sent`.
    Forgotten {} = "/forgotten-password";
    /// GET shows the form, POST sets a new password. The token is a secret that works once.
    NewPassword { token: String } = "/new-password/{token}";
    /// One's own account.
    Account {} = "/account";
    /// POST sets one's own name and language of mails.
    AccountProfile {} = "/account/profile";
    /// POST sets one's own password.
    AccountPassword {} = "/account/password";
    /// POST ends every session of one's own but this one.
    OtherSessionsEnd {} = "/account/sessions/end";
    /// POST ends one of one's own sessions.
    SessionEnd { session: SessionId } = "/account/sessions/{session}/end";
    /// POST lets a program, named by `app`, act for oneself, and shows the token.
    ActingApps {} = "/account/apps";
    /// GET asks for confirmation, POST ends all tokens with which a program acts for oneself.
    ActingAppStop { app: AppId } = "/account/apps/{app}/stop";
    /// The programs of one's own organisation; query `page`.
    Apps {} = "/apps";
    /// GET shows the form, POST registers a program.
    NewApp {} = "/apps/new";
    /// GET shows one program, POST changes its name and permissions.
    App { app: AppId } = "/apps/{app}";
    /// POST makes a secret, in place of another one or beside it.
    AppSecrets { app: AppId } = "/apps/{app}/secrets";
    /// GET asks for confirmation, POST ends a secret.
    AppSecretRevoke { app: AppId, secret: AppSecretId } = "/apps/{app}/secrets/{secret}/revoke";
    /// GET asks for confirmation, POST switches a program off.
    AppDisable { app: AppId } = "/apps/{app}/disable";
    /// POST switches a program on again.
    AppEnable { app: AppId } = "/apps/{app}/enable";
    /// GET asks for confirmation, POST removes a program.
    AppDelete { app: AppId } = "/apps/{app}/delete";
    /// How programs call, and what they asked for last; query `app`, `errors`.
    Api {} = "/api";
}
