//! Writing the rows of one chunk at the speed the engine allows.
//!
//! SQLite takes a chunk in a few `INSERT … SELECT`, binding once what rows have in common; PostgreSQL takes it by COPY, tried
//! optimistically under a savepoint, because nearly all rows of nearly all files are new.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use jiff::Timestamp;
use taxiway_domain::ids::{BatchId, DeviceId, DeviceKind, JobId, OrganisationId, OrganisationKind};

use super::conn::{Driver, Tx};
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
        match self.driver() {
            Driver::Sqlite(conn) => sqlite::claim(conn, tenant, keys, devices).await,
            Driver::Postgres(conn) => postgres::claim(conn, tenant, keys, devices).await,
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
            Driver::Sqlite(conn) => sqlite::insert_devices(conn, chunk).await,
            Driver::Postgres(conn) => postgres::insert_devices(conn, chunk).await,
        }
        .map_err(StoreError::database("insert devices"))?;
        let ids = || chunk.devices.iter().map(|device| device.device_id);
        let (Some(first_device), Some(last_device)) = (ids().min(), ids().max()) else { return Ok(()) };
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
