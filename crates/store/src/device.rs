//! Devices, their batches, hashes, history and counts.

use jiff::Timestamp;
use taxiway_domain::ids::{
    BatchId, BatchKind, DeviceId, DeviceKind, EventId, EventKind, JobId, JobKind, OrganisationId,
    OrganisationKind,
};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, Value, statements, values};

/// A device as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Device {
    /// The owner.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub device_id: DeviceId,
    /// The batch it belongs to.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// The job that registered it.
    #[sqlx(try_from = "Id<JobKind>")]
    pub job_id: JobId,
    /// Serial number as in the firmware.
    pub serial_number: Option<String>,
    /// Manufacturer as in the firmware.
    pub manufacturer: Option<String>,
    /// Model as in the firmware.
    pub model: Option<String>,
    /// Product key id.
    pub product_key: Option<String>,
    /// Group tag.
    pub group_tag: Option<String>,
    /// What identifies it: 0 tuple, 1 product key, 2 hash.
    pub identity: i64,
    /// Strength of ownership: 0 claimed, 1 described, 2 key-bound, 3 attested.
    pub strength: i64,
    /// Registration state as stored: 0 pending, 1 failed, 2 ready.
    pub state: i64,
    /// When it was registered.
    #[sqlx(try_from = "Time")]
    pub registered_at: Timestamp,
    /// When it last got in touch.
    pub last_contact_at: Option<Time>,
}

/// A device with its batch and its deployment profile.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceFile {
    /// The device.
    #[sqlx(flatten)]
    pub device: Device,
    /// Name of its batch.
    pub batch_name: String,
    /// The organisation that registered it.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// Its profile, as bytes of the id; none when it has none.
    pub profile_id: Option<Uuid>,
    /// The name of that.
    pub profile_name: Option<String>,
    /// The organisation that made that, as bytes of the id.
    pub profile_partner: Option<Uuid>,
}

/// Devices of a customer with the same batch, tag and state.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceCount {
    /// The batch.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// The tag; empty when none.
    pub group_tag: String,
    /// The state as stored.
    pub state: i64,
    /// How many.
    pub devices: i64,
}

/// An entry of a device's history.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceEvent {
    /// Its id, ordered by time.
    #[sqlx(try_from = "Id<EventKind>")]
    pub event_id: EventId,
    /// When.
    #[sqlx(try_from = "Time")]
    pub at: Timestamp,
    /// What happened: a key of the locale.
    pub kind: String,
    /// The job it happened in.
    pub job_id: Option<Uuid>,
    /// Further facts as JSON.
    pub detail: Option<String>,
}

/// The columns of a [`Device`].
macro_rules! device_columns {
    () => {
        "tenant_id, device_id, batch_id, job_id, serial_number, manufacturer, model, product_key, group_tag, identity, strength, state, \
         registered_at, last_contact_at"
    };
}
pub(crate) use device_columns;

statements! { "device";
    GET = concat!("SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND device_id = $2");
    FILE = concat!("SELECT d.*, b.name AS batch_name, b.partner_id, p.profile_id, p.name AS profile_name, p.partner_id AS profile_partner \
        FROM (SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND device_id = $2) d \
        JOIN batch b ON b.tenant_id = d.tenant_id AND b.batch_id = d.batch_id \
        LEFT JOIN device_profile h ON h.tenant_id = d.tenant_id AND h.device_id = d.device_id \
        LEFT JOIN deployment_profile p ON p.tenant_id = h.tenant_id AND p.profile_id = h.profile_id");
    PAGE = concat!("SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND device_id < $2 ORDER BY device_id DESC LIMIT $3");
    PAGE_OF_RUN = concat!("SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 \
        AND device_id < $4 AND batch_id = $5 AND (CAST($6 AS TEXT) IS NULL OR group_tag = $6) ORDER BY device_id DESC LIMIT $7");
    INSERT_RUN = "INSERT INTO device_run (tenant_id, first_device, last_device, batch_id, partner_id) VALUES ($1, $2, $3, $4, $5)";
    RUNS = "SELECT first_device, last_device, batch_id, partner_id FROM device_run WHERE tenant_id = $1 AND first_device < $2 \
        ORDER BY first_device DESC LIMIT $3";
    SEARCH = concat!("SELECT ", device_columns!(), " FROM device WHERE tenant_id = $1 AND serial_number >= $2 AND serial_number < $3 \
        AND (serial_number, device_id) > ($4, $5) ORDER BY serial_number, device_id LIMIT $6");
    BY_PRODUCT_KEY = "SELECT d.tenant_id, d.device_id, d.batch_id, d.job_id, d.serial_number, d.manufacturer, d.model, d.product_key, d.group_tag, \
        d.identity, d.strength, d.state, d.registered_at, d.last_contact_at FROM claim_product_key c \
        JOIN device d ON d.tenant_id = c.tenant_id AND d.device_id = c.device_id WHERE c.product_key = $1 AND c.tenant_id = $2";
    REGISTRAR = "SELECT d.batch_id, b.partner_id FROM device d JOIN batch b ON b.tenant_id = d.tenant_id AND b.batch_id = d.batch_id \
        WHERE d.tenant_id = $1 AND d.device_id = $2";
    HASH = "SELECT content FROM device_hash WHERE tenant_id = $1 AND device_id = $2";
    SET_HASH = "INSERT INTO device_hash (tenant_id, device_id, content) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant_id, device_id) DO UPDATE SET content = excluded.content";
    STRENGTHEN = "UPDATE device SET identity = $3, strength = $4, serial_number = COALESCE(serial_number, $5), \
        manufacturer = COALESCE(manufacturer, $6), model = COALESCE(model, $7), product_key = COALESCE(product_key, $8) \
        WHERE tenant_id = $1 AND device_id = $2";
    INSERT_EVENT = "INSERT INTO device_event (tenant_id, device_id, event_id, at, kind, job_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    EVENTS = "SELECT event_id, at, kind, job_id, detail FROM device_event WHERE tenant_id = $1 AND device_id = $2 ORDER BY event_id DESC LIMIT 200";
    COUNT = "INSERT INTO device_count (tenant_id, batch_id, group_tag, state, devices) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (tenant_id, batch_id, group_tag, state) DO UPDATE SET devices = device_count.devices + excluded.devices";
    COUNTS = "SELECT batch_id, group_tag, state, devices FROM device_count WHERE tenant_id = $1 AND devices > 0 ORDER BY batch_id, group_tag, state";
}

/// Devices that were registered together: their ids are neighbours. A batch is found by its runs, so that no index of a
/// million devices has to be kept for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceRun {
    /// The least id.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub first_device: DeviceId,
    /// The greatest id.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub last_device: DeviceId,
    /// The batch they joined.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// Who registered them.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
}

/// Who registered a device, and in which batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Registrar {
    /// The batch.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// Whose batch it is.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
}

#[derive(sqlx::FromRow)]
struct Content {
    content: Vec<u8>,
}

/// What a later, better description adds to a device.
#[derive(Debug, Clone, Copy)]
pub struct Strengthened<'a> {
    /// What identifies it now.
    pub identity: i64,
    /// Strength of ownership now.
    pub strength: i64,
    /// Serial number, used when none was known.
    pub serial_number: Option<&'a str>,
    /// Manufacturer, used when none was known.
    pub manufacturer: Option<&'a str>,
    /// Model, used when none was known.
    pub model: Option<&'a str>,
    /// Product key id, used when none was known.
    pub product_key: Option<&'a str>,
}

impl Tx {
    /// Notes where the devices lie that were just registered together.
    pub(crate) async fn insert_device_run(
        &mut self,
        tenant: OrganisationId,
        run: &DeviceRun,
    ) -> Result<(), StoreError> {
        self.execute_one(
            INSERT_RUN,
            values![tenant, run.first_device, run.last_device, run.batch_id, run.partner_id],
        )
        .await
    }

    /// Adds to (or takes from) the number of devices with this batch, tag and state.
    pub async fn count_devices(
        &mut self,
        tenant: OrganisationId,
        change: &DeviceCount,
    ) -> Result<(), StoreError> {
        self.execute_one(
            COUNT,
            values![tenant, change.batch_id, &change.group_tag, change.state, change.devices],
        )
        .await
    }

    /// Replaces the hash of a device by a newer capture.
    pub async fn set_hash(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
        content: &[u8],
    ) -> Result<(), StoreError> {
        self.execute_one(SET_HASH, values![tenant, device, content]).await
    }

    /// Records that a device is now described better.
    pub async fn strengthen_device(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
        to: Strengthened<'_>,
    ) -> Result<(), StoreError> {
        let values = values![
            tenant,
            device,
            to.identity,
            to.strength,
            to.serial_number,
            to.manufacturer,
            to.model,
            to.product_key
        ];
        self.execute_one(STRENGTHEN, values).await
    }

    /// Adds to a device's history.
    pub async fn insert_device_event(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
        event: &DeviceEvent,
    ) -> Result<(), StoreError> {
        let values = values![
            tenant,
            device,
            event.event_id,
            event.at,
            &event.kind,
            Value::Uuid(event.job_id),
            &event.detail
        ];
        self.execute_one(INSERT_EVENT, values).await
    }
}

impl Conn {
    /// A device of a customer.
    pub async fn device(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<Device>, StoreError> {
        self.optional(GET, values![tenant, device]).await
    }

    /// A device of a customer with its batch and its profile, in one look.
    pub async fn device_file(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<DeviceFile>, StoreError> {
        self.optional(FILE, values![tenant, device]).await
    }

    /// Who registered a device, in one look, whether there is one or not.
    pub async fn device_registrar(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<Registrar>, StoreError> {
        self.optional(REGISTRAR, values![tenant, device]).await
    }

    /// Devices of a customer, newest first, those before `before` only.
    pub async fn devices(
        &mut self,
        tenant: OrganisationId,
        before: DeviceId,
        limit: i64,
    ) -> Result<Vec<Device>, StoreError> {
        self.all(PAGE, values![tenant, before, limit]).await
    }

    /// Runs of a customer's devices that begin before `before`, newest first.
    pub async fn device_runs(
        &mut self,
        tenant: OrganisationId,
        before: DeviceId,
        limit: i64,
    ) -> Result<Vec<DeviceRun>, StoreError> {
        self.all(RUNS, values![tenant, before, limit]).await
    }

    /// Devices of a run, newest first, those before `before` and with this tag only.
    pub async fn devices_of_run(
        &mut self,
        tenant: OrganisationId,
        run: &DeviceRun,
        group_tag: Option<&str>,
        before: DeviceId,
        limit: i64,
    ) -> Result<Vec<Device>, StoreError> {
        let values =
            values![tenant, run.first_device, run.last_device, before, run.batch_id, group_tag, limit];
        self.all(PAGE_OF_RUN, values).await
    }

    /// Devices whose serial number begins with `prefix`, in serial order, after the given one.
    pub async fn devices_by_serial(
        &mut self,
        tenant: OrganisationId,
        prefix: &str,
        after: (&str, DeviceId),
        limit: i64,
    ) -> Result<Vec<Device>, StoreError> {
        let end = format!("{prefix}\u{10ffff}");
        self.all(SEARCH, values![tenant, prefix, &end, after.0, after.1, limit]).await
    }

    /// The customer's device with this product key id.
    pub async fn device_by_product_key(
        &mut self,
        tenant: OrganisationId,
        key: &str,
    ) -> Result<Option<Device>, StoreError> {
        self.optional(BY_PRODUCT_KEY, values![key, tenant]).await
    }

    /// The stored hash of a device, as content without padding.
    pub async fn hash(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<Content> = self.optional(HASH, values![tenant, device]).await?;
        Ok(row.map(|row| row.content))
    }

    /// The history of a device after its registration, newest first.
    pub async fn device_events(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Vec<DeviceEvent>, StoreError> {
        self.all(EVENTS, values![tenant, device]).await
    }

    /// How many devices a customer has, by batch, tag and state.
    pub async fn device_counts(&mut self, tenant: OrganisationId) -> Result<Vec<DeviceCount>, StoreError> {
        self.all(COUNTS, values![tenant]).await
    }
}
