//! Deregistering devices: one, or those of an ended consent that were never used, chunk by chunk.

use jiff::Timestamp;
use taxiway_domain::ids::{
    BatchId, BatchKind, DeviceId, DeviceKind, JobId, JobKind, OrganisationId, OrganisationKind,
    RelationshipId, RelationshipKind,
};

use crate::device::{Device, DeviceRun, device_columns};
use crate::engine::{Conn, Id, Statement, StoreError, Time, Tx, statements, values};

/// How far a deregistration is, as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Deregistration {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// The consent that ended.
    #[sqlx(try_from = "Id<RelationshipKind>")]
    pub relationship_id: RelationshipId,
    /// Whose devices these are.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// `waiting` until the partner's parts are done, `running` or `finished`.
    pub state: String,
    /// Only devices of jobs before this one: later ones belong to a later consent.
    #[sqlx(try_from = "Id<JobKind>")]
    pub before_job: JobId,
    /// The run that was gone through last, by its first device.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub run: DeviceId,
    /// The last device that was looked at in the run after it.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub after_device: DeviceId,
    /// Devices that were to be deregistered when this was asked for.
    pub expected: i64,
    /// Devices deregistered so far.
    pub devices: i64,
    /// The request that asked for it.
    pub request_id: String,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it was last gone on with.
    #[sqlx(try_from = "Time")]
    pub touched_at: Timestamp,
    /// When the last device was gone.
    pub finished_at: Option<Time>,
}

/// The hash of a device.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredHash {
    /// The device.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub device_id: DeviceId,
    /// Content without padding.
    pub content: Vec<u8>,
}

/// Devices of a batch with the same tag that have been in touch.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UsedCount {
    /// The batch.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// The tag; empty when none.
    pub group_tag: String,
    /// How many.
    pub devices: i64,
}

macro_rules! columns {
    () => {
        "tenant_id, relationship_id, partner_id, state, before_job, run, after_device, expected, devices, request_id, created_at, \
         touched_at, finished_at"
    };
}

macro_rules! take_sql {
    ($suffix:literal) => {
        concat!(
            "UPDATE deregistration SET touched_at = $1 WHERE (tenant_id, relationship_id) = \
             (SELECT tenant_id, relationship_id FROM deregistration WHERE finished_at IS NULL \
             ORDER BY touched_at, tenant_id, relationship_id LIMIT 1",
            $suffix,
            ") RETURNING ",
            columns!()
        )
    };
}

/// Takes the one that has waited longest, for as long as the transaction lasts: no lease, because a chunk is one transaction.
pub(crate) const TAKE: Statement = Statement {
    name: "deregistration.TAKE",
    sqlite: take_sql!(""),
    postgres: take_sql!(" FOR UPDATE SKIP LOCKED"),
};

statements! { "deregistration";
    INSERT = concat!("INSERT INTO deregistration (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    GET = concat!("SELECT ", columns!(), " FROM deregistration WHERE tenant_id = $1 AND relationship_id = $2");
    OPEN_ANYWHERE = "SELECT count(*) AS count FROM (SELECT 1 FROM deregistration WHERE finished_at IS NULL LIMIT 1) o";
    PROGRESS = "UPDATE deregistration SET state = $3, run = $4, after_device = $5, devices = $6, finished_at = $7 \
        WHERE tenant_id = $1 AND relationship_id = $2";
    OPEN_PARTS = "SELECT count(*) AS count FROM (SELECT 1 FROM job j JOIN job_part p ON p.tenant_id = j.tenant_id AND p.job_id = j.job_id \
        WHERE j.tenant_id = $1 AND j.partner_id = $2 AND j.job_id < $3 AND p.state = 'open' LIMIT 1) o";
    NEXT_RUN = "SELECT first_device, last_device, batch_id, partner_id FROM device_run WHERE tenant_id = $1 AND first_device > $2 \
        AND partner_id = $3 ORDER BY first_device LIMIT 1";
    UNUSED = "SELECT device_id FROM device WHERE tenant_id = $1 AND device_id > $2 AND device_id >= $3 AND device_id <= $4 AND batch_id = $5 \
        AND job_id < $6 AND last_contact_at IS NULL ORDER BY device_id LIMIT $7";
    // Asked once more in the deletion itself: a device that was used in between stays.
    DELETE = concat!("DELETE FROM device WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 AND batch_id = $4 \
        AND job_id < $5 AND last_contact_at IS NULL RETURNING ", device_columns!());
    HASHES = "SELECT device_id, content FROM device_hash WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 ORDER BY device_id";
    DELETE_ONE = concat!("DELETE FROM device WHERE tenant_id = $1 AND device_id = $2 RETURNING ", device_columns!());
    NOTE_GONE = "INSERT INTO device_gone (tenant_id) VALUES ($1) ON CONFLICT (tenant_id) DO NOTHING";
    RUN_OF = "SELECT first_device, last_device, batch_id, partner_id FROM device_run WHERE tenant_id = $1 AND first_device <= $2 \
        AND last_device >= $2 ORDER BY first_device DESC LIMIT 1";
    DELETE_HASHES = "DELETE FROM device_hash WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 AND NOT EXISTS \
        (SELECT 1 FROM device d WHERE d.tenant_id = device_hash.tenant_id AND d.device_id = device_hash.device_id)";
    DELETE_EVENTS = "DELETE FROM device_event WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 AND NOT EXISTS \
        (SELECT 1 FROM device d WHERE d.tenant_id = device_event.tenant_id AND d.device_id = device_event.device_id)";
    DELETE_ORDERS = "DELETE FROM device_order WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 AND NOT EXISTS \
        (SELECT 1 FROM device d WHERE d.tenant_id = device_order.tenant_id AND d.device_id = device_order.device_id)";
    DELETE_RUN = "DELETE FROM device_run WHERE tenant_id = $1 AND first_device = $2 AND NOT EXISTS \
        (SELECT 1 FROM device d WHERE d.tenant_id = $1 AND d.device_id >= $2 AND d.device_id <= $3 AND d.batch_id = $4)";
    USED = "SELECT batch_id, COALESCE(group_tag, '') AS group_tag, count(*) AS devices FROM device \
        WHERE tenant_id = $1 AND last_contact_at IS NOT NULL GROUP BY batch_id, group_tag";
    CONTACT = "UPDATE device SET last_contact_at = $3 WHERE tenant_id = $1 AND device_id = $2";
    EVER = "SELECT count(*) AS count FROM (SELECT 1 FROM deregistration WHERE tenant_id = $1 UNION ALL \
        SELECT 1 FROM device_gone WHERE tenant_id = $1 LIMIT 1) o";
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    #[sqlx(try_from = "Id<DeviceKind>")]
    device_id: DeviceId,
}

impl Tx {
    /// Notes that a device got in touch: it is used, and no longer deregistered for want of use. False when it is gone.
    pub async fn note_contact(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(CONTACT, values![tenant, device, at]).await? == 1)
    }

    /// Notes that devices are to be deregistered.
    pub async fn insert_deregistration(&mut self, row: &Deregistration) -> Result<(), StoreError> {
        let values = values![
            row.tenant_id,
            row.relationship_id,
            row.partner_id,
            &row.state,
            row.before_job,
            row.run,
            row.after_device,
            row.expected,
            row.devices,
            &row.request_id,
            row.created_at,
            row.touched_at,
            row.finished_at.map(|time| time.0)
        ];
        self.execute_one(INSERT, values).await
    }

    /// The deregistration that has waited longest and that nobody is at: this transaction's until it ends.
    pub async fn take_deregistration_any_tenant(
        &mut self,
        now: Timestamp,
    ) -> Result<Option<Deregistration>, StoreError> {
        self.optional(TAKE, values![now]).await
    }

    /// Keeps how far a deregistration is.
    pub async fn keep_deregistration(&mut self, row: &Deregistration) -> Result<(), StoreError> {
        let values = values![
            row.tenant_id,
            row.relationship_id,
            &row.state,
            row.run,
            row.after_device,
            row.devices,
            row.finished_at.map(|time| time.0)
        ];
        self.execute_one(PROGRESS, values).await
    }

    /// Removes the devices between two ids, both included, that were never used, and tells which.
    pub async fn delete_unused(
        &mut self,
        of: &Deregistration,
        batch: BatchId,
        first: DeviceId,
        last: DeviceId,
    ) -> Result<Vec<Device>, StoreError> {
        self.all(DELETE, values![of.tenant_id, first, last, batch, of.before_job]).await
    }

    /// Removes a device, and notes that its customer has had one removed: keys of it may be left behind.
    pub async fn delete_device(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<Device>, StoreError> {
        let gone = self.optional(DELETE_ONE, values![tenant, device]).await?;
        if gone.is_some() {
            self.execute(NOTE_GONE, values![tenant]).await?;
        }
        Ok(gone)
    }

    /// Removes what belonged to devices between two ids that are gone: hashes, order numbers, history, deployment profiles. Whoever removes
    /// devices takes [`Tx::lock_relationships`] first, as whoever assigns profiles does: nothing is given to a device that goes.
    pub async fn delete_belongings(
        &mut self,
        tenant: OrganisationId,
        first: DeviceId,
        last: DeviceId,
    ) -> Result<(), StoreError> {
        self.execute(DELETE_HASHES, values![tenant, first, last]).await?;
        self.execute(DELETE_ORDERS, values![tenant, first, last]).await?;
        self.execute(DELETE_EVENTS, values![tenant, first, last]).await?;
        self.release_profiles(tenant, first, last).await
    }

    /// Removes a run that has no device left.
    pub async fn delete_empty_run(
        &mut self,
        tenant: OrganisationId,
        run: &DeviceRun,
    ) -> Result<(), StoreError> {
        let values = values![tenant, run.first_device, run.last_device, run.batch_id];
        self.execute(DELETE_RUN, values).await.map(drop)
    }
}

impl Conn {
    /// How far the deregistration of an ended consent is; none when devices were kept.
    pub async fn deregistration(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<Option<Deregistration>, StoreError> {
        self.optional(GET, values![tenant, relationship]).await
    }

    /// Whether any tenant has devices to be deregistered.
    pub async fn has_deregistrations_any_tenant(&mut self) -> Result<bool, StoreError> {
        let row: Count = self.one(OPEN_ANYWHERE, values![]).await?;
        Ok(row.count > 0)
    }

    /// Whether devices of this customer were ever deregistered, or are about to be.
    pub async fn ever_deregistered(&mut self, tenant: OrganisationId) -> Result<bool, StoreError> {
        let row: Count = self.one(EVER, values![tenant]).await?;
        Ok(row.count > 0)
    }

    /// Whether parts of the partner's earlier jobs are still at work.
    pub async fn has_parts_before(&mut self, of: &Deregistration) -> Result<bool, StoreError> {
        let row: Count = self.one(OPEN_PARTS, values![of.tenant_id, of.partner_id, of.before_job]).await?;
        Ok(row.count > 0)
    }

    /// The partner's run after the one that was gone through last.
    pub async fn next_run(&mut self, of: &Deregistration) -> Result<Option<DeviceRun>, StoreError> {
        self.optional(NEXT_RUN, values![of.tenant_id, of.run, of.partner_id]).await
    }

    /// The run in which a device lies, or lay.
    pub async fn run_of_device(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<DeviceRun>, StoreError> {
        self.optional(RUN_OF, values![tenant, device]).await
    }

    /// The next devices of a run that were never used, in order.
    pub async fn unused_devices(
        &mut self,
        of: &Deregistration,
        run: &DeviceRun,
        limit: i64,
    ) -> Result<Vec<DeviceId>, StoreError> {
        let values = values![
            of.tenant_id,
            of.after_device,
            run.first_device,
            run.last_device,
            run.batch_id,
            of.before_job,
            limit
        ];
        let rows: Vec<DeviceRow> = self.all(UNUSED, values).await?;
        Ok(rows.into_iter().map(|row| row.device_id).collect())
    }

    /// The hashes of devices between two ids, both included.
    pub async fn hashes_between(
        &mut self,
        tenant: OrganisationId,
        first: DeviceId,
        last: DeviceId,
    ) -> Result<Vec<StoredHash>, StoreError> {
        self.all(HASHES, values![tenant, first, last]).await
    }

    /// How many devices of a customer have been in touch, by batch and tag.
    pub async fn used_counts(&mut self, tenant: OrganisationId) -> Result<Vec<UsedCount>, StoreError> {
        self.all(USED, values![tenant]).await
    }
}
