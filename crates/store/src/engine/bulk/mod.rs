//! Writing the rows of one chunk at the speed the engine allows.
//!
//! SQLite takes a chunk in a few `INSERT … SELECT`, binding once what rows have in common; PostgreSQL takes it by COPY, tried
//! optimistically under a savepoint, because nearly all rows of nearly all files are new.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use jiff::Timestamp;
use taxiway_domain::ids::{BatchId, DeviceId, DeviceKind, JobId, OrganisationId, OrganisationKind};

use super::conn::{Conn, Driver, Tx};
use super::connect::{Engine, Pools};
use super::error::StoreError;
use super::value::Id;
use crate::device::DeviceRun;

/// Identity keys of one kind, sorted and without duplicates, one for each device.
#[derive(Debug, Clone, Copy)]
pub enum ClaimKeys<'a> {
    /// Serial number, manufacturer, model.
    Tuple(&'a [(&'a str, &'a str, &'a str)]),
    /// 13-digit product key ids.
    ProductKey(&'a [&'a str]),
    /// SHA-256 of TPM endorsement keys.
    EndorsementKey(&'a [[u8; 32]]),
    /// SMBIOS UUIDs as raw bytes.
    Uuid(&'a [[u8; 16]]),
    /// Digests of network and disk ids, for devices that have nothing better.
    Hardware(&'a [[u8; 32]]),
}

/// A key that somebody holds already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Position of the key in the request.
    pub position: usize,
    /// Who holds it.
    pub tenant_id: OrganisationId,
    /// Which device it belongs to.
    pub device_id: DeviceId,
}

/// A device to insert; everything that is the same for a chunk stands in [`NewDevices`].
#[derive(Debug, Clone, Copy)]
pub struct NewDevice<'a> {
    /// Its id, growing within the chunk.
    pub device_id: DeviceId,
    /// Serial number; empty when unknown.
    pub serial_number: &'a str,
    /// Manufacturer; empty when unknown.
    pub manufacturer: &'a str,
    /// Model; empty when unknown.
    pub model: &'a str,
    /// Product key id; empty when unknown.
    pub product_key: &'a str,
    /// Group tag; empty when none.
    pub group_tag: &'a str,
    /// What identifies it: 0 tuple, 1 product key, 2 hash.
    pub identity: i64,
    /// Strength of ownership: 0 claimed, 1 described, 2 key-bound, 3 attested.
    pub strength: i64,
}

/// The devices of one chunk.
#[derive(Debug, Clone, Copy)]
pub struct NewDevices<'a> {
    /// The owner.
    pub tenant_id: OrganisationId,
    /// The batch they belong to.
    pub batch_id: BatchId,
    /// The job that registers them.
    pub job_id: JobId,
    /// Who registers them.
    pub partner_id: OrganisationId,
    /// Registration state, as stored.
    pub state: i64,
    /// When they were registered.
    pub registered_at: Timestamp,
    /// The devices.
    pub devices: &'a [NewDevice<'a>],
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    position: i64,
    #[sqlx(try_from = "Id<OrganisationKind>")]
    tenant_id: OrganisationId,
    #[sqlx(try_from = "Id<DeviceKind>")]
    device_id: DeviceId,
}

impl HeldRow {
    /// `row` turns a position within the statement into one within the request.
    fn held(self, row: impl Fn(usize) -> usize) -> Held {
        // Positions come from our own request.
        let position = row(usize::try_from(self.position).unwrap_or_default());
        Held { position, tenant_id: self.tenant_id, device_id: self.device_id }
    }
}

impl ClaimKeys<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Tuple(keys) => keys.len(),
            Self::ProductKey(keys) => keys.len(),
            Self::EndorsementKey(keys) | Self::Hardware(keys) => keys.len(),
            Self::Uuid(keys) => keys.len(),
        }
    }
}

/// Claims as the parameters of their statements.
#[derive(Debug)]
pub struct LaidOutClaims(sqlite::LaidOutClaims);

/// Devices as the parameters of their statements.
#[derive(Debug)]
pub struct LaidOutDevices {
    groups: Vec<sqlite::DeviceGroup>,
    span: Span,
}

/// The smallest and the greatest id of a chunk.
type Span = Option<(DeviceId, DeviceId)>;

fn span(devices: &[NewDevice<'_>]) -> Span {
    let ids = || devices.iter().map(|device| device.device_id);
    ids().min().zip(ids().max())
}

fn other_engine() -> sqlx::Error {
    sqlx::Error::Protocol("what was laid out for one engine was given to another".to_owned())
}

impl Pools {
    /// Lays claims out before their transaction, where everybody else waits for its end. None on an engine with many writers,
    /// which gains nothing by it.
    pub(crate) fn lay_out_claims(
        &self,
        keys: ClaimKeys<'_>,
        devices: &[DeviceId],
    ) -> Result<Option<LaidOutClaims>, StoreError> {
        match self.engine() {
            Engine::Sqlite => sqlite::lay_out_claims(keys, devices).map(|claims| Some(LaidOutClaims(claims))),
            Engine::Postgres => Ok(None),
        }
        .map_err(StoreError::database("lay out claims"))
    }

    /// As [`Self::lay_out_claims`], for devices.
    pub(crate) fn lay_out_devices(
        &self,
        devices: &[NewDevice<'_>],
    ) -> Result<Option<LaidOutDevices>, StoreError> {
        match self.engine() {
            Engine::Sqlite => sqlite::lay_out_devices(devices)
                .map(|groups| Some(LaidOutDevices { groups, span: span(devices) })),
            Engine::Postgres => Ok(None),
        }
        .map_err(StoreError::database("lay out devices"))
    }
}

impl Conn {
    /// Tells which keys are held, and claims nothing. None of the keys is held by its own device of `devices`.
    pub async fn held(&mut self, keys: ClaimKeys<'_>, devices: &[DeviceId]) -> Result<Vec<Held>, StoreError> {
        debug_assert_eq!(keys.len(), devices.len());
        if devices.is_empty() {
            return Ok(Vec::new());
        }
        match self.driver() {
            Driver::Sqlite(conn) => match sqlite::lay_out_claims(keys, devices) {
                Ok(claims) => sqlite::held(conn, &claims).await,
                Err(error) => Err(error),
            },
            Driver::Postgres(conn) => postgres::held(conn, keys).await,
        }
        .map_err(StoreError::database("look up identities"))
    }
}

impl Tx {
    /// Claims the keys that nobody holds and tells which are held already.
    ///
    /// `keys` are sorted and distinct, so that two jobs that want the same devices cannot deadlock.
    pub async fn claim(
        &mut self,
        tenant: OrganisationId,
        keys: ClaimKeys<'_>,
        devices: &[DeviceId],
    ) -> Result<Vec<Held>, StoreError> {
        debug_assert_eq!(keys.len(), devices.len());
        if devices.is_empty() {
            return Ok(Vec::new());
        }
        let near = self.near;
        match self.driver() {
            Driver::Sqlite(conn) => match sqlite::lay_out_claims(keys, devices) {
                Ok(claims) => sqlite::claim(conn, tenant, &claims).await,
                Err(error) => Err(error),
            },
            Driver::Postgres(conn) if devices.len() <= postgres::few(near) => {
                postgres::claim_few(conn, tenant, keys, devices).await
            }
            Driver::Postgres(conn) => postgres::claim(conn, tenant, keys, devices).await,
        }
        .map_err(StoreError::database("claim identities"))
    }

    /// As [`Self::claim`], for claims that were laid out before the transaction.
    pub async fn claim_laid_out(
        &mut self,
        tenant: OrganisationId,
        claims: &LaidOutClaims,
    ) -> Result<Vec<Held>, StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => sqlite::claim(conn, tenant, &claims.0).await,
            Driver::Postgres(_) => Err(other_engine()),
        }
        .map_err(StoreError::database("claim identities"))
    }

    /// Gives claims back: each key that one of these devices holds. `devices` has the holder of each key.
    pub async fn unclaim(&mut self, keys: ClaimKeys<'_>, devices: &[DeviceId]) -> Result<(), StoreError> {
        if devices.is_empty() {
            return Ok(());
        }
        match self.driver() {
            Driver::Sqlite(conn) => sqlite::unclaim(conn, keys, devices).await,
            Driver::Postgres(conn) => postgres::unclaim(conn, keys, devices).await,
        }
        .map_err(StoreError::database("give identities back"))
    }

    /// Inserts the devices of a chunk, and the run in which they are found again.
    pub async fn insert_devices(&mut self, chunk: NewDevices<'_>) -> Result<(), StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => match sqlite::lay_out_devices(chunk.devices) {
                Ok(groups) => sqlite::insert_devices(conn, chunk, &groups).await,
                Err(error) => Err(error),
            },
            Driver::Postgres(conn) => postgres::insert_devices(conn, chunk).await,
        }
        .map_err(StoreError::database("insert devices"))?;
        self.insert_run(chunk, span(chunk.devices)).await
    }

    /// As [`Self::insert_devices`], for devices that were laid out before the transaction; those of the chunk are not looked at.
    pub async fn insert_laid_out_devices(
        &mut self,
        chunk: NewDevices<'_>,
        devices: &LaidOutDevices,
    ) -> Result<(), StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => sqlite::insert_devices(conn, chunk, &devices.groups).await,
            Driver::Postgres(_) => Err(other_engine()),
        }
        .map_err(StoreError::database("insert devices"))?;
        self.insert_run(chunk, devices.span).await
    }

    async fn insert_run(&mut self, chunk: NewDevices<'_>, span: Span) -> Result<(), StoreError> {
        let Some((first_device, last_device)) = span else { return Ok(()) };
        let (batch_id, partner_id) = (chunk.batch_id, chunk.partner_id);
        self.insert_device_run(
            chunk.tenant_id,
            &DeviceRun { first_device, last_device, batch_id, partner_id },
        )
        .await
    }

    /// Keeps the hardware hashes of devices, as content without padding.
    pub async fn insert_hashes(
        &mut self,
        tenant: OrganisationId,
        hashes: &[(DeviceId, &[u8])],
    ) -> Result<(), StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => sqlite::insert_hashes(conn, tenant, hashes).await,
            Driver::Postgres(conn) => postgres::insert_hashes(conn, tenant, hashes).await,
        }
        .map_err(StoreError::database("insert hashes"))
    }
}
