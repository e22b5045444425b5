//! The only room with SQL.
//!
//! One [`Store`] over SQLite and PostgreSQL: one portable text a statement, one module that knows engines, one way to write
//! ([`write!`]). Every query of tenant-owned rows demands the tenant; the few that do not carry `any_tenant` in their names.

mod access_token;
mod affiliation;
mod agreement;
mod api_request;
mod app;
mod approval;
mod audit;
mod batch;
mod catalogue;
mod consent;
mod deployment_profile;
mod deregistration;
mod device;
mod ending;
mod engine;
mod external_identity;
mod identity_provider;
pub mod inventory;
mod invitation;
mod job;
mod mail;
mod organisation;
mod partner_customer;
mod passkey;
mod person;
mod relationship;
mod request_made;
mod upload;
mod user;

pub use access_token::{AccessTokenRow, ActingAppRow, NewAccessToken};
pub use affiliation::ProviderReseller;
pub use agreement::{Agreement, Deeds, RelationshipEvent};
pub use api_request::ApiRequestRow;
pub use app::{App, AppRow, AppSecret, Credential};
pub use approval::{JobApproval, WaitingJob};
pub use audit::{AuditEntry, AuditFilter, Named};
pub use batch::{Batch, CountedBatch};
pub use catalogue::CatalogueDevice;
pub use consent::{ConsentRequest, Decision, NewLink, RequestFilter, StandingLink};
pub use deployment_profile::{Assignment, DeploymentProfile};
pub use deregistration::{Deregistration, StoredHash, UsedCount};
pub use device::{Device, DeviceCount, DeviceEvent, DeviceFile, DeviceRun, Registrar, Strengthened};
pub use engine::assigned::Assigned;
pub use engine::bulk::{ClaimKeys, Held, LaidOutClaims, LaidOutDevices, NewDevice, NewDevices};
pub use engine::holders::Holder;
pub use engine::orders::DeviceOrder;
pub use engine::{Attempts, Conn, Engine, Retryable, StoreError, Time, Tx};
pub use external_identity::{Administrator, ExternalIdentity, SignInFlow};
pub use identity_provider::{IdentityProvider, ProviderGroup, SignInPolicyRow};
pub use invitation::{Invitation, OpenInvitation, PasswordReset};
pub use job::{EarlierRequest, Job, JobCounts, JobPartInfo, Lease, PartOutcome};
pub use mail::Mail;
pub use organisation::{Consenting, CustomerRow, Organisation};
pub use partner_customer::{CustomerFilter, PartnerCustomer};
pub use passkey::{Passkey, PasskeyChallenge};
pub use person::Person;
pub use relationship::{CustomTagRow, Relationship};
pub use request_made::RequestMade;
pub use upload::{Upload, UploadPart, UploadPartInfo};
pub use user::{NewSession, SessionEntry, SessionRow, User};

use taxiway_domain::ids::DeviceId;

/// An open database. Cloning shares its connections.
#[derive(Debug, Clone)]
pub struct Store {
    pools: engine::Pools,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// Processes that start together get in each other's way: SQLite does not wait while another one turns the file to
    /// write-ahead logging. So opening is repeated as a transaction is.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let mut attempts = Attempts::default();
        loop {
            match Self::open_once(url).await {
                Err(error) if attempts.again(&error).await => {}
                outcome => break outcome,
            }
        }
    }

    /// As [`Self::open`], for a database that a service has used before; none when there is no such database. Nothing is made.
    pub async fn open_existing(url: &str) -> Result<Option<Self>, StoreError> {
        let mut attempts = Attempts::default();
        let exists = loop {
            match Self::exists(url).await {
                Err(error) if attempts.again(&error).await => {}
                outcome => break outcome?,
            }
        };
        if exists { Self::open(url).await.map(Some) } else { Ok(None) }
    }

    async fn exists(url: &str) -> Result<bool, StoreError> {
        let Some(pools) = engine::Pools::open_existing(url).await? else { return Ok(false) };
        let begun = engine::migrate::is_begun(&pools).await;
        pools.close().await;
        begun
    }

    async fn open_once(url: &str) -> Result<Self, StoreError> {
        let pools = engine::Pools::open(url).await?;
        if let Err(error) = engine::migrate::migrate(&pools).await {
            pools.close().await;
            return Err(error);
        }
        Ok(Self { pools })
    }

    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        self.pools.engine()
    }

    /// A connection for reading. On SQLite it cannot write.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        self.pools.read().await
    }

    /// Begins a write transaction; use it through [`write!`], which repeats what lost a race.
    #[doc(hidden)]
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.pools.begin().await
    }

    /// Lays claims out before their transaction, for [`Tx::claim_laid_out`]: what is made within it keeps other writers waiting.
    /// None where that gains nothing.
    pub fn lay_out_claims(
        &self,
        keys: ClaimKeys<'_>,
        devices: &[DeviceId],
    ) -> Result<Option<LaidOutClaims>, StoreError> {
        self.pools.lay_out_claims(keys, devices)
    }

    /// As [`Self::lay_out_claims`], for devices and [`Tx::insert_laid_out_devices`].
    pub fn lay_out_devices(&self, devices: &[NewDevice<'_>]) -> Result<Option<LaidOutDevices>, StoreError> {
        self.pools.lay_out_devices(devices)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read().await?.has_open_parts_any_tenant().await.map(drop)
    }

    /// Closes every connection, after those in use were given back.
    pub async fn close(&self) {
        self.pools.close().await;
    }
}
