//! Batches: named sets of devices. A name is one partner's own: others may have a batch of the same name.

use jiff::Timestamp;
use taxiway_domain::fold;
use taxiway_domain::ids::{BatchId, BatchKind, DeviceId, OrganisationId, OrganisationKind, UserId};

use crate::device::{Device, DeviceRun, device_columns};
use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A batch as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Its id.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// Its name, unique for the customer and whoever made it.
    pub name: String,
    /// Who made it.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

/// A batch with the number of its devices.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CountedBatch {
    /// The batch.
    #[sqlx(flatten)]
    pub batch: Batch,
    /// Its devices, as they are counted.
    pub devices: i64,
}

macro_rules! columns {
    () => {
        "batch_id, name, partner_id, created_at"
    };
}

statements! { "batch";
    INSERT = "INSERT INTO batch (tenant_id, batch_id, name, partner_id, created_by, created_at, folded) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (tenant_id, name, partner_id) DO NOTHING";
    BY_NAME = concat!("SELECT ", columns!(), " FROM batch WHERE tenant_id = $1 AND name = $2 AND partner_id = $3");
    // Names of before batches were folded hold capitals beyond ASCII: those are found exactly as they are.
    CALLED = concat!("SELECT ", columns!(), " FROM batch WHERE tenant_id = $1 AND (name = $2 OR folded = $3) ORDER BY batch_id");
    GET = concat!("SELECT ", columns!(), " FROM batch WHERE tenant_id = $1 AND batch_id = $2");
    NEWEST = concat!("SELECT ", columns!(), " FROM batch WHERE tenant_id = $1 AND ($2 OR partner_id = $3) ORDER BY batch_id DESC LIMIT $4");
    COUNTED = "SELECT b.batch_id, b.name, b.partner_id, b.created_at, CAST(COALESCE((SELECT sum(c.devices) FROM device_count c \
        WHERE c.tenant_id = b.tenant_id AND c.batch_id = b.batch_id), 0) AS BIGINT) AS devices FROM batch b \
        WHERE b.tenant_id = $1 AND b.batch_id < $2 AND ($3 OR b.partner_id = $4) ORDER BY b.batch_id DESC LIMIT $5";
    DEVICES = "SELECT CAST(COALESCE(sum(devices), 0) AS BIGINT) AS count FROM device_count WHERE tenant_id = $1 AND batch_id = $2";
    RUNS = "SELECT first_device, last_device, batch_id, partner_id FROM device_run WHERE tenant_id = $1 AND batch_id = $2 AND last_device > $3 \
        ORDER BY last_device LIMIT $4";
    PAGE_OF_RUN = concat!("SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND device_id > $2 AND device_id >= $3 \
        AND device_id <= $4 AND batch_id = $5 ORDER BY device_id LIMIT $6");
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

impl Batch {
    /// The one of these that is meant by a name: the one of exactly that name, else the first.
    pub fn meant(batches: Vec<Self>, name: &str) -> Option<Self> {
        let at = batches.iter().position(|batch| batch.name == name).unwrap_or_default();
        batches.into_iter().nth(at)
    }
}

impl Tx {
    /// The partner's batch of exactly this name, made when there is none.
    pub async fn batch_named(
        &mut self,
        tenant: OrganisationId,
        batch: &Batch,
        created_by: UserId,
    ) -> Result<Batch, StoreError> {
        let folded = fold::case(&batch.name);
        let values = values![
            tenant,
            batch.batch_id,
            &batch.name,
            batch.partner_id,
            created_by,
            batch.created_at,
            &folded
        ];
        self.execute(INSERT, values).await?;
        self.one(BY_NAME, values![tenant, &batch.name, batch.partner_id]).await
    }
}

impl Conn {
    /// The batches of a customer that differ from a name in capitals at most, whoever made them, the oldest first.
    pub async fn batches_called(
        &mut self,
        tenant: OrganisationId,
        name: &str,
    ) -> Result<Vec<Batch>, StoreError> {
        let folded = fold::case(name);
        self.all(CALLED, values![tenant, name, &folded]).await
    }

    /// A batch of a customer.
    pub async fn batch(
        &mut self,
        tenant: OrganisationId,
        batch: BatchId,
    ) -> Result<Option<Batch>, StoreError> {
        self.optional(GET, values![tenant, batch]).await
    }

    /// The newest batches of a customer, or of one partner for it.
    pub async fn batches(
        &mut self,
        tenant: OrganisationId,
        partner: Option<OrganisationId>,
        limit: i64,
    ) -> Result<Vec<Batch>, StoreError> {
        self.all(NEWEST, values![tenant, partner.is_none(), partner, limit]).await
    }

    /// Batches of a customer, or of one partner for it, with their numbers of devices: newest first, those before `before`.
    pub async fn counted_batches(
        &mut self,
        tenant: OrganisationId,
        partner: Option<OrganisationId>,
        before: BatchId,
        limit: i64,
    ) -> Result<Vec<CountedBatch>, StoreError> {
        self.all(COUNTED, values![tenant, before, partner.is_none(), partner, limit]).await
    }

    /// How many devices a batch has.
    pub async fn batch_device_count(
        &mut self,
        tenant: OrganisationId,
        batch: BatchId,
    ) -> Result<i64, StoreError> {
        let row: Count = self.one(DEVICES, values![tenant, batch]).await?;
        Ok(row.count)
    }

    /// Runs of a batch that end after a device, oldest first.
    pub async fn batch_runs(
        &mut self,
        tenant: OrganisationId,
        batch: BatchId,
        after: DeviceId,
        limit: i64,
    ) -> Result<Vec<DeviceRun>, StoreError> {
        self.all(RUNS, values![tenant, batch, after, limit]).await
    }

    /// Devices of a run after one of them, oldest first.
    pub async fn devices_of_run_after(
        &mut self,
        tenant: OrganisationId,
        run: &DeviceRun,
        after: DeviceId,
        limit: i64,
    ) -> Result<Vec<Device>, StoreError> {
        let values = values![tenant, after, run.first_device, run.last_device, run.batch_id, limit];
        self.all(PAGE_OF_RUN, values).await
    }
}
