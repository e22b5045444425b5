//! An empty database for every test, and short ways to fill it.

use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use taxiway_domain::ids::{BatchId, DeviceId, JobId, OrganisationId, UploadId, UserId};
use taxiway_store::{
    Conn, Engine, Job, NewDevice, NewDevices, Organisation, Store, StoreError, Upload, UploadPartInfo, write,
};
pub(crate) use taxiway_testing::Database;
use uuid::Uuid;

/// A store over a database that nobody else uses; gone with the value.
pub(crate) struct TestStore {
    store: Store,
    pub(crate) database: Database,
}

impl std::ops::Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    pub(crate) async fn conn(&self) -> Conn {
        self.store.read().await.expect("a connection for reading")
    }
}

pub(crate) async fn store(engine: Engine) -> TestStore {
    let database = Database::new(engine).await;
    let store = database.open().await;
    TestStore { store, database }
}

/// The same id for the same number.
pub(crate) fn id<K: TypedUuidKind>(number: u64) -> TypedUuid<K> {
    TypedUuid::from_untyped_uuid(raw_id(number))
}

pub(crate) fn raw_id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0193_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

/// An id after every other.
pub(crate) fn last<K: TypedUuidKind>() -> TypedUuid<K> {
    TypedUuid::from_untyped_uuid(Uuid::max())
}

/// A moment, seconds after the tests' noon, with microseconds that must survive.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_microsecond(1_795_000_000_123_457 + second * 1_000_000).expect("a time in range")
}

pub(crate) const TENANT: u64 = 1;
pub(crate) const OTHER_TENANT: u64 = 2;
pub(crate) const PARTNER: u64 = 3;

pub(crate) fn tenant() -> OrganisationId {
    id(TENANT)
}
pub(crate) fn other_tenant() -> OrganisationId {
    id(OTHER_TENANT)
}
pub(crate) fn partner() -> OrganisationId {
    id(PARTNER)
}
pub(crate) fn clerk() -> UserId {
    id(4)
}

pub(crate) fn organisation(number: u64, kind: &str, name: &str, domain: Option<&str>) -> Organisation {
    Organisation {
        organisation_id: id(number),
        kind: kind.to_owned(),
        name: name.to_owned(),
        domain: domain.map(str::to_owned),
        created_at: at(0),
    }
}

pub(crate) fn upload(tenant: OrganisationId, number: u64) -> Upload {
    Upload {
        tenant_id: tenant,
        upload_id: id(number),
        partner_id: partner(),
        file_name: "Lieferschein März.csv".to_owned(),
        state: "receiving".to_owned(),
        options: "{}".to_owned(),
        recognition: None,
        refusal: None,
        bytes: 0,
        sha256: None,
        parts: 0,
        total_rows: 0,
        ok_rows: 0,
        warning_rows: 0,
        error_rows: 0,
        created_by: clerk(),
        created_at: at(0),
    }
}

pub(crate) fn slice(part: i64, first_row: i64, rows: i64) -> UploadPartInfo {
    UploadPartInfo {
        part,
        first_line: first_row + 1,
        first_row,
        total_rows: rows,
        ok_rows: rows,
        warning_rows: 0,
        error_rows: 0,
    }
}

pub(crate) fn job(tenant: OrganisationId, number: u64, upload: UploadId) -> Job {
    Job {
        tenant_id: tenant,
        job_id: id(number),
        upload_id: upload,
        batch_id: id(50),
        partner_id: partner(),
        retry_of: None,
        group_tag: None,
        order_id: Some("PO-7".to_owned()),
        purchase_id: None,
        state: "queued".to_owned(),
        reason: None,
        total_rows: 0,
        parts: 0,
        request_id: format!("request-{number}"),
        created_by: clerk(),
        created_at: at(0),
        started_at: None,
        finished_at: None,
        relationship_id: None,
        stopped_by: None,
    }
}

/// A job over an upload of its own with `parts` slices of ten rows, after a slice 0 without rows.
pub(crate) async fn job_with_parts(store: &Store, tenant: OrganisationId, number: u64, parts: i64) -> JobId {
    let upload = upload(tenant, 1000 + number);
    let mut job = job(tenant, number, upload.upload_id);
    (job.parts, job.total_rows) = (parts, parts * 10);
    write!(store, |tx| {
        tx.insert_upload(&upload).await?;
        tx.insert_upload_part(tenant, upload.upload_id, &slice(0, 0, 0), None, b"header").await?;
        for part in 1..=parts {
            tx.insert_upload_part(tenant, upload.upload_id, &slice(part, part * 10 - 9, 10), None, b"rows")
                .await?;
        }
        tx.insert_job(&job).await?;
        Ok::<_, StoreError>(())
    })
    .expect("the job is stored");
    job.job_id
}

pub(crate) fn tuple_device(number: u64, serial_number: &str) -> NewDevice<'_> {
    NewDevice {
        device_id: id(number),
        serial_number,
        manufacturer: "Contoso",
        model: "Board 2",
        product_key: "",
        group_tag: "",
        identity: 0,
        strength: 0,
    }
}

pub(crate) fn chunk<'a>(
    tenant: OrganisationId,
    batch: BatchId,
    devices: &'a [NewDevice<'a>],
) -> NewDevices<'a> {
    NewDevices {
        tenant_id: tenant,
        batch_id: batch,
        job_id: id(60),
        partner_id: partner(),
        state: 2,
        registered_at: at(1),
        devices,
    }
}

pub(crate) async fn insert_devices(store: &Store, devices: NewDevices<'_>) {
    write!(store, |tx| { tx.insert_devices(devices).await }).expect("the devices are stored");
}

pub(crate) fn device_ids(numbers: impl IntoIterator<Item = u64>) -> Vec<DeviceId> {
    numbers.into_iter().map(id).collect()
}
