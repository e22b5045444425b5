//! Taking things away, part by part: verdicts of a job, rows of an upload, devices of a customer.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::ids::{BatchId, DeviceId, JobId, OrganisationId, UploadId};
use taxiway_domain::role::Action;
use taxiway_intake::Row;
use taxiway_store::{Conn, Job};
use uuid::Uuid;

use crate::Service;
use crate::audit::Act;
use crate::context::{Context, CustomerAccess};
use crate::device::{DeviceCursor, DeviceFilter, DeviceRow};
use crate::error::{Result, ServiceError};
use crate::job::visible;
use crate::order::{OrderNumbers, own_orders};
use crate::preview::RowFilter;
use crate::results::{Outcome, RowResult, unpack};

/// A device with everything that a later import of it needs.
#[derive(Debug, Clone)]
pub struct ExportedDevice {
    /// As in the list of devices.
    pub row: DeviceRow,
    /// The hardware hash as base64 text, when there is one.
    pub hardware_hash: Option<String>,
    /// Its order and purchase number.
    pub orders: OrderNumbers,
    /// Name of its batch.
    pub batch: Option<String>,
}

/// A page of exported devices.
#[derive(Debug, Clone)]
pub struct ExportPage {
    /// The devices.
    pub devices: Vec<ExportedDevice>,
    /// Where the next page begins.
    pub next: Option<DeviceCursor>,
}

impl Service {
    /// Notes in the log that the verdicts of a job are taken away as a file.
    pub async fn begin_results_export(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        drop(conn);
        let object_id = job.job_id.to_string();
        let act = Act { action: "job.export", object_kind: "job", object_id, detail: json!({}) };
        self.note(context, &access, act).await
    }

    /// Notes in the log that an upload, hardware hashes included, is taken away as a file.
    pub async fn begin_upload_export(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let upload = readable(&mut conn, &access, upload).await?;
        drop(conn);
        let object_id = upload.upload_id.to_string();
        let detail = json!({ "file": upload.file_name });
        let act = Act { action: "upload.export", object_kind: "upload", object_id, detail };
        self.note(context, &access, act).await
    }

    /// The parts of a job that are done, in the order of the file.
    pub async fn result_parts(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
    ) -> Result<Vec<i64>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        Ok(conn.job_parts(customer, job.job_id).await?.iter().map(|part| part.part).collect())
    }

    /// The verdicts of one part of a job; none while it is not done.
    pub async fn result_part(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        part: i64,
    ) -> Result<Vec<RowResult>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        let Some(packed) = conn.job_part_result(customer, job.job_id, part).await? else {
            return Ok(Vec::new());
        };
        drop(conn);
        let work = tokio::task::spawn_blocking(move || unpack(&packed));
        work.await.map_err(ServiceError::internal("unpack results"))?
    }

    /// The parts of an upload, in the order of the file.
    pub async fn upload_parts(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<Vec<i64>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        readable(&mut conn, &access, upload).await?;
        let parts = conn.upload_parts(customer, upload).await?;
        Ok(parts.iter().filter(|part| part.total_rows > 0).map(|part| part.part).collect())
    }

    /// The rows of one part of a job's upload, as they were understood: those that the job did not refuse, or of a retry
    /// those that it could not register either.
    pub async fn repaired_part(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        part: i64,
    ) -> Result<Vec<Row>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        let upload = readable(&mut conn, &access, job.upload_id).await?;
        let packed = conn.job_part_result(customer, job.job_id, part).await?;
        let results: Vec<RowResult> = packed.map_or(Ok(Vec::new()), |packed| unpack(&packed))?;
        let ended: HashMap<u64, Outcome> = results.iter().map(|row| (row.number, row.outcome)).collect();
        let mut rows = self.rows_of_part(&mut conn, &upload, part, RowFilter::All, 0, usize::MAX).await?;
        rows.retain(|row| match (ended.get(&row.number), job.retry_of) {
            (Some(Outcome::Failed), retry_of) => retry_of.is_some(),
            (Some(Outcome::Cancelled), _) => true,
            (_, retry_of) => retry_of.is_none(),
        });
        Ok(rows)
    }

    /// The job that registered an upload, when there is one: the newest of several.
    pub async fn job_of_upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<Option<JobId>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let upload = readable(&mut conn, &access, upload).await?;
        if !conn.upload_has_job(customer, upload.upload_id).await? {
            return Ok(None);
        }
        let mut before = JobId::from_untyped_uuid(Uuid::max());
        loop {
            let jobs = conn.jobs(customer, before, 100).await?;
            let found = jobs.iter().find(|job| job.upload_id == upload.upload_id);
            if let Some(job) = found.filter(|job| access.sees(job.partner_id)) {
                return Ok(Some(job.job_id));
            }
            // A job is never older than its upload.
            match jobs.last().filter(|job| job.created_at >= upload.created_at) {
                Some(last) => before = last.job_id,
                None => return Ok(None),
            }
        }
    }

    /// Notes in the log that devices are taken away as a file.
    pub async fn begin_export(
        &self,
        context: &Context,
        customer: OrganisationId,
        filter: &DeviceFilter,
    ) -> Result<()> {
        let access = context.access(&mut self.store.read().await?, customer, Action::DeviceList).await?;
        let detail = json!({ "batch-id": filter.batch, "tag": filter.group_tag });
        let object_id = customer.to_string();
        let act = Act { action: "device.export", object_kind: "organisation", object_id, detail };
        self.note(context, &access, act).await
    }

    /// A page of devices with what a later import of them needs.
    pub async fn export_devices(
        &self,
        context: &Context,
        customer: OrganisationId,
        filter: &DeviceFilter,
        after: Option<&DeviceCursor>,
        limit: usize,
    ) -> Result<ExportPage> {
        let page = self.devices(context, customer, filter, after, limit).await?;
        let batches: HashMap<BatchId, String> =
            page.batches.into_iter().map(|batch| (batch.batch_id, batch.name)).collect();
        let mut conn = self.store.read().await?;
        let ids: Vec<DeviceId> = page.devices.iter().map(|row| row.device.device_id).collect();
        let mut own = own_orders(&mut conn, customer, &ids).await?;
        let mut jobs: HashMap<JobId, Option<Job>> = HashMap::new();
        let mut devices = Vec::with_capacity(page.devices.len());
        for row in page.devices {
            let device = &row.device;
            let job = match jobs.entry(device.job_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(conn.job(customer, device.job_id).await?),
            }
            .as_ref();
            let stored = conn.hash(customer, device.device_id).await?;
            let hash = stored.and_then(|stored| HardwareHash::from_content(&stored).ok());
            devices.push(ExportedDevice {
                hardware_hash: hash.map(|hash| hash.to_base64()),
                orders: OrderNumbers::of(own.remove(&device.device_id), job),
                batch: batches.get(&device.batch_id).cloned(),
                row,
            });
        }
        Ok(ExportPage { devices, next: page.next })
    }
}

/// An upload that was understood and that the caller may see.
async fn readable(
    conn: &mut Conn,
    access: &CustomerAccess,
    upload: UploadId,
) -> Result<taxiway_store::Upload> {
    let found = conn.upload(access.tenant(), upload).await?.filter(|found| access.sees(found.partner_id));
    found.filter(|found| found.state == "ready").ok_or(ServiceError::NotFound)
}
