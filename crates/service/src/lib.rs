//! Use cases of the service, one file per noun: transactions, authorisation, audit and job bodies.
//!
//! Every use case takes a [`Context`]: who asks, and in which request. Looking a customer up with a stated action yields
//! a [`CustomerAccess`], without which nothing of a customer can be touched.

mod access_token;
mod account;
mod acting;
mod activity;
mod admission;
mod affiliation;
mod agreement;
mod api_request;
mod api_text;
mod app;
mod approval;
mod assignment;
mod audit;
mod authn;
mod basis;
mod batch;
mod catalogue;
mod changes;
mod client;
pub mod clock;
mod consent;
mod consent_link;
mod consent_request;
mod context;
mod customer;
mod decision;
mod deployment_profile;
mod deregistration;
mod device;
mod ending;
mod error;
mod export;
mod federation;
mod forecast;
mod hopeful;
mod identity_provider;
mod invitation;
mod job;
mod job_row;
mod kind;
mod letter;
mod mailer;
mod notebook;
mod order;
mod organisation;
mod outbox;
mod partner_customer;
mod passkey;
mod passkey_entry;
mod perform;
mod person;
mod plan;
mod preview;
mod proof;
mod reason;
mod refusal;
mod registration;
mod release;
mod request_key;
mod reset;
mod results;
mod scope;
mod session;
mod sign_in_policy;
mod slicing;
mod standing_link;
mod submitter;
mod survey;
mod upload;
mod vault;
mod ways;
mod worker;

use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::SecretString;
use taxiway_domain::audit::AuditKey;
use taxiway_domain::region::Region;
use taxiway_intake::RowLimits;
use taxiway_store::Store;
use tokio::sync::Notify;

pub use access_token::{ACCESS_SECONDS, Caller, Grant, GrantedToken, TokenRefusal};
pub use account::{ChangePassword, SessionView, check_own_password};
pub use acting::{ActingProgram, ActingPrograms, GRANTED_TOKENS, MadeToken};
pub use activity::{ACTIONS, ActivityChoices, ActivityFilter, LogExport};
pub use agreement::{AgreementView, Granted};
pub use api_request::{API_REQUESTS, ApiCaller, ApiRequest, ApiRequestView, ApiRequests};
pub use app::{AppDetail, AppView, MadeSecret};
pub use approval::{ApprovalPage, Choice, Decision, GroupChoice, RowChoice, WaitingPage, WaitingUpload};
pub use assignment::{ASSIGNED_AT_ONCE, AssignmentView, DeviceVerdict, ProfileChoice};
pub use audit::AuditPage;
pub use authn::{
    Authn, Ceremony, Discovery, FlowSecrets, MadePasskey, OpenId, OpenIdClient, PasskeyClaim, PasskeyOwner,
    Passkeys, Proof, ProofError, REDIRECT, Vouched,
};
pub use batch::{BatchDevicePage, BatchView};
pub use client::Client;
pub use clock::{Clock, Ids, ManualClock, SystemClock};
pub use consent_link::{ConsentQuestion, LinkRefusal, Opened, Party, RefusedLink, Ticket};
pub use consent_request::{NewRequest, RequestMade, RequestMail, RequestView, check_address};
pub use context::{ActingApp, Actor, Checks, Context, CustomerAccess, KnownCustomer, OpenUse, PeopleAccess};
pub use customer::{Overview, Page};
pub use decision::{Agreed, Decided};
pub use deployment_profile::{AssignedProfile, DeploymentProfileView, ProfileInput};
pub use device::{DeviceCursor, DeviceFilter, DevicePage, DeviceRow, DeviceView};
pub use ending::{DeviceFate, Ending, EndingView, Linked, TagDevices};
pub use error::{Result, ServiceError};
pub use export::{ExportPage, ExportedDevice};
pub use federation::{Callback, Departure, Entry, Onward};
pub use forecast::{Compared, PreviewRow, Prospect};
pub use identity_provider::{ProviderForm, ProviderView, SignInSettings};
pub use invitation::{InvitationOffer, InvitationView, Invited, NewInvitation};
pub use job::{JobPage, JobState, JobView, ResultPage};
pub use job_row::{JobRow, JobRows};
pub use letter::Letter;
pub use mailer::{MailServer, MailTls, Mailer, MailerError};
pub use order::OrderNumbers;
pub use outbox::NewMail;
pub use partner_customer::{CustomerFile, CustomerPlace, CustomerSeek, PartnerCustomerPage};
pub use passkey::{OwnPasskeys, PasskeyQuestion, PasskeyView};
pub use passkey_entry::SecondFactor;
pub use person::PersonView;
pub use preview::{Bounds, PreviewPage, PreviewWanted, RowFilter};
pub use proof::LogCheck;
pub use reason::REASON_CHARS;
pub use refusal::Refused;
pub use registration::Submission;
pub use request_key::RequestKey;
pub use reset::ResetOffer;
pub use results::{Outcome, RowResult};
pub use scope::{ScopeInput, last_day};
pub use session::{Session, SignIn, check_password};
pub use sign_in_policy::SignInPolicy;
pub use slicing::PartSizes;
pub use survey::{GroupName, RowCounts};
pub use taxiway_store as store;
pub use upload::{NewUpload, NoteCount, ReadingOptions, RefusedFile, UploadView};
pub use vault::Vault;
pub use ways::WaysIn;

/// What an operator can set about the use cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Most rows of a file, by layout.
    pub row_limits: RowLimits,
    /// Most bytes of a file.
    pub upload_bytes: u64,
    /// How jobs are divided.
    pub parts: PartSizes,
    /// Whether tuples and product key ids are refused when no manufacturer's catalogue covers them.
    pub catalogue_required: bool,
    /// A part of a job whose worker is not heard of this long is taken over; longer than any part takes.
    pub lease: SignedDuration,
    /// How customers are asked for consent.
    pub consent: ConsentSettings,
    /// How long an invitation can be accepted.
    pub invitation: SignedDuration,
    /// How long a link for a new password works.
    pub password_reset: SignedDuration,
    /// How long an upload waits for the customer's approval.
    pub approval: SignedDuration,
}

/// What an operator can set about consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentSettings {
    /// How long the link of a request works.
    pub link: SignedDuration,
    /// The regions that there are; none: any code.
    pub regions: Vec<Region>,
    /// Whether partners may have customers in their own regions only.
    pub regions_enforced: bool,
    /// Domains, with those below them, whose accounts may consent to manufacturers; none: all.
    pub cloud_native_domains: Vec<String>,
}

impl Default for ConsentSettings {
    fn default() -> Self {
        Self {
            link: SignedDuration::from_hours(90 * 24),
            regions: Vec::new(),
            regions_enforced: true,
            cloud_native_domains: Vec::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            row_limits: RowLimits::default(),
            upload_bytes: 2 << 30,
            parts: PartSizes::default(),
            catalogue_required: false,
            lease: SignedDuration::from_secs(120),
            consent: ConsentSettings::default(),
            invitation: SignedDuration::from_hours(7 * 24),
            password_reset: SignedDuration::from_hours(1),
            approval: SignedDuration::from_hours(30 * 24),
        }
    }
}

/// The use cases over one database. Cloning shares everything.
#[derive(Debug, Clone)]
pub struct Service {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    settings: Arc<Settings>,
    passwords: session::Passwords,
    /// Hash of a password that nobody has, compared with when the name is wrong.
    no_password: String,
    /// Signs checkpoints of audit logs; none in programs that have nowhere to keep one.
    audit_key: Option<Arc<AuditKey>>,
    /// Wakes idle workers of this process when there is something to do.
    work: Arc<Notify>,
    /// Ways to sign in beside the password.
    authn: Arc<Authn>,
    mailer: Mailer,
    /// Wakes an idle sender of mails of this process.
    post: Arc<Notify>,
    /// What uploads hold, as lately looked at.
    surveys: Arc<survey::Surveys>,
    /// What programs asked for, before it is written.
    notebook: Arc<notebook::Notebook>,
}

impl Service {
    /// The use cases over this database, with this clock and this source of ids.
    pub async fn new(store: Store, clock: Arc<dyn Clock>, ids: Ids, settings: Settings) -> Result<Self> {
        let passwords = session::Passwords::default();
        let secret = ids.secret();
        let nobody =
            SecretString::from(secret.map(|byte| char::from(b'a' + byte % 26)).iter().collect::<String>());
        let no_password = passwords.hash(nobody, ids.secret()).await?;
        Ok(Self {
            store,
            clock,
            ids: Arc::new(ids),
            settings: Arc::new(settings),
            passwords,
            no_password,
            audit_key: None,
            work: Arc::new(Notify::new()),
            authn: Arc::default(),
            mailer: Mailer::default(),
            post: Arc::new(Notify::new()),
            surveys: Arc::default(),
            notebook: Arc::default(),
        })
    }

    /// With this way to send mails.
    #[must_use]
    pub fn with_mailer(self, mailer: Mailer) -> Self {
        Self { mailer, ..self }
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A fresh id for a person who has no account here: a program that embeds the use cases.
    pub fn new_user_id(&self) -> taxiway_domain::ids::UserId {
        self.ids.new_id(self.clock.now())
    }

    /// A fresh id for a request, in the form that logs and error texts show.
    pub fn request_id(&self) -> String {
        let id: newtype_uuid::TypedUuid<taxiway_domain::ids::EventKind> = self.ids.new_id(self.clock.now());
        id.to_string()
    }

    /// A fresh secret that a form and a cookie share before anybody is signed in.
    pub fn form_token(&self) -> String {
        hex::encode(self.ids.secret())
    }
}
