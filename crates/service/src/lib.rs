//! Use cases of the service, one file per noun: transactions, authorisation, audit and job bodies.
//!
//! Every use case takes a [`Context`]: who asks, and in which request. Looking a customer up with a stated action yields
//! a [`CustomerAccess`], without which nothing of a customer can be touched.

mod activity;
mod audit;
mod catalogue;
pub mod clock;
mod consent;
mod context;
mod customer;
mod device;
mod error;
mod export;
mod hopeful;
mod job;
mod kind;
mod organisation;
mod perform;
mod plan;
mod preview;
mod proof;
mod registration;
mod results;
mod session;
mod slicing;
mod submitter;
mod upload;
mod worker;

use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::SecretString;
use taxiway_domain::audit::AuditKey;
use taxiway_intake::RowLimits;
use taxiway_store::Store;
use tokio::sync::Notify;

pub use activity::{ACTIONS, ActivityChoices, ActivityFilter, LogExport};
pub use audit::AuditPage;
pub use clock::{Clock, Ids, ManualClock, SystemClock};
pub use context::{Actor, Checks, Context, CustomerAccess, OpenUse};
pub use customer::{Overview, Page};
pub use device::{DeviceCursor, DeviceFilter, DevicePage, DeviceRow, DeviceView};
pub use error::{Result, ServiceError};
pub use export::{ExportPage, ExportedDevice};
pub use job::{JobPage, JobState, JobView, ResultPage};
pub use preview::{PreviewPage, RowFilter};
pub use proof::LogCheck;
pub use registration::Submission;
pub use results::{Outcome, RowResult};
pub use session::{Session, SignIn, check_password};
pub use slicing::PartSizes;
pub use taxiway_store as store;
pub use upload::{NewUpload, NoteCount, ReadingOptions, RefusedFile, UploadView};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            row_limits: RowLimits::default(),
            upload_bytes: 2 << 30,
            parts: PartSizes::default(),
            catalogue_required: false,
            lease: SignedDuration::from_secs(120),
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
        })
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
