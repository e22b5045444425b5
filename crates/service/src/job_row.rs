//! Every row of a job in the order of its file, whether it has its verdict or not.

use std::collections::HashSet;

use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_domain::text::Text;
use taxiway_intake::Row;
use taxiway_store::{Conn, Job};

use crate::Service;
use crate::assignment::visible_devices;
use crate::context::{Context, CustomerAccess};
use crate::error::{Result, ServiceError};
use crate::job::visible;
use crate::results::{RowResult, unpack};
use crate::survey::Sight;

/// A row of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Number of the row in the file, from 1.
    pub number: u64,
    /// Serial number, as far as it is known.
    pub serial_number: Option<Text>,
    /// Product key id, as far as it is known.
    pub product_key: Option<Text>,
    /// What became of it; none while it waits for its turn.
    pub verdict: Option<RowResult>,
}

/// Rows of a job that follow one another.
#[derive(Debug, Clone)]
pub struct JobRows {
    /// The rows.
    pub rows: Vec<JobRow>,
    /// The place of the row after them; none after the last one.
    pub next: Option<u64>,
    /// How many rows the job has.
    pub total: u64,
}

/// Most rows given at once.
const ROWS: u64 = 20_000;

impl Service {
    /// The rows of a job from a place on, the first row being at 0: each row once, done or not.
    ///
    /// At most `limit` of them, and never beyond the end of a part, so that whoever reads from `next` to `next` has each
    /// part unpacked once for every `limit` rows of it.
    pub async fn job_rows(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        first: u64,
        limit: u64,
    ) -> Result<JobRows> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        let total = job.total_rows.unsigned_abs();
        let mut before = 0;
        for part in conn.job_parts(customer, job.job_id).await? {
            let here = part.total_rows.unsigned_abs();
            if first >= before + here {
                before += here;
                continue;
            }
            let skip = first - before;
            let wanted = limit.clamp(1, ROWS).min(here - skip);
            let rows = self.rows_of_job_part(&mut conn, &access, &job, part.part, (skip, wanted)).await?;
            let next = first + wanted;
            return Ok(JobRows { rows, next: (next < total).then_some(next), total });
        }
        Ok(JobRows { rows: Vec::new(), next: None, total })
    }

    async fn rows_of_job_part(
        &self,
        conn: &mut Conn,
        access: &CustomerAccess,
        job: &Job,
        part: i64,
        (skip, wanted): (u64, u64),
    ) -> Result<Vec<JobRow>> {
        let (skip, wanted) = (places(skip), places(wanted));
        let Some(packed) = conn.job_part_result(job.tenant_id, job.job_id, part).await? else {
            return self.waiting_rows(conn, job, part, (skip, wanted)).await;
        };
        let work = move || -> Result<Vec<RowResult>> {
            Ok(unpack(&packed)?.into_iter().skip(skip).take(wanted).collect())
        };
        let done = tokio::task::spawn_blocking(work).await;
        let mut done = done.map_err(ServiceError::internal("unpack results"))??;
        only_seen_devices(conn, access, &mut done).await?;
        let row = |verdict: RowResult| JobRow {
            number: verdict.number,
            serial_number: verdict.serial_number.clone(),
            product_key: verdict.product_key.clone(),
            verdict: Some(verdict),
        };
        Ok(done.into_iter().map(row).collect())
    }

    /// Rows that nobody has worked on, as they were understood.
    async fn waiting_rows(
        &self,
        conn: &mut Conn,
        job: &Job,
        part: i64,
        (skip, wanted): (usize, usize),
    ) -> Result<Vec<JobRow>> {
        let upload = conn.upload(job.tenant_id, job.upload_id).await?.ok_or(ServiceError::NotFound)?;
        let sight = Sight { retry_of: job.retry_of.map(JobId::from_untyped_uuid), ..Sight::default() };
        let mut passed = 0;
        let visit = move |rows: &mut Vec<JobRow>, row: Row| {
            passed += 1;
            if passed > skip {
                rows.push(waiting(row));
            }
            rows.len() < wanted
        };
        self.walk_part(conn, &upload, part, &sight, Vec::new(), visit).await
    }
}

fn places(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn waiting(row: Row) -> JobRow {
    let known = row.identity.as_ref();
    let key = known.and_then(|known| known.product_key.as_ref()).map(|key| Text::new(key.as_str()));
    JobRow {
        number: row.number,
        serial_number: row.cells.serial_number.or_else(|| known?.serial_number.clone()),
        product_key: row.cells.product_key.or(key),
        verdict: None,
    }
}

/// Leaves out the ids of devices that have no page for the caller: those deregistered since, and those that the customer has
/// from somebody else.
pub(crate) async fn only_seen_devices(
    conn: &mut Conn,
    access: &CustomerAccess,
    rows: &mut [RowResult],
) -> Result<()> {
    let devices: Vec<DeviceId> = rows.iter().filter_map(|row| row.device_id).collect();
    let seen: HashSet<DeviceId> = visible_devices(conn, access, &devices).await?.into_iter().collect();
    for row in rows {
        row.device_id = row.device_id.filter(|device| seen.contains(device));
    }
    Ok(())
}
