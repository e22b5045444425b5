//! Watching, cancelling and repeating jobs.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::ids::{BatchId, JobId, OrganisationId, UploadId};
use taxiway_domain::role::Action;
use taxiway_store::{Conn, Job, JobApproval, JobPartInfo};
use uuid::Uuid;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::basis::basis_of;
use crate::context::{Context, CustomerAccess};
use crate::error::{Result, ServiceError};
use crate::job_row::only_seen_devices;
use crate::order::Ordered;
use crate::registration::{first_state, hold, repeated};
use crate::results::{Outcome, RowResult, unpack};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// The customer has to approve it first.
    PendingApproval,
    /// No part was taken up yet.
    Queued,
    /// Parts are being done.
    Running,
    /// Every row has its verdict.
    Finished,
    /// It was stopped; the rows that were left are marked.
    Cancelled,
}

impl JobState {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PendingApproval => "pending-approval",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_name(name: &str) -> Result<Self> {
        [Self::PendingApproval, Self::Queued, Self::Running, Self::Finished, Self::Cancelled]
            .into_iter()
            .find(|state| state.as_str() == name)
            .ok_or_else(|| ServiceError::internal("read a job's state")(name.to_owned()))
    }
}

/// A job as a caller sees it.
#[derive(Debug, Clone)]
pub struct JobView {
    /// Its id.
    pub job_id: JobId,
    /// The upload it works on.
    pub upload_id: UploadId,
    /// Name of the file.
    pub file_name: String,
    /// The batch its devices join.
    pub batch_id: BatchId,
    /// Name of that batch.
    pub batch_name: String,
    /// Where it stands.
    pub state: JobState,
    /// Why it was cancelled: key of the locale below `job-reason-`.
    pub reason: Option<String>,
    /// Group tag of the rows that carry none.
    pub group_tag: Option<String>,
    /// The partner's order number.
    pub order_id: Option<String>,
    /// The partner's purchase number.
    pub purchase_id: Option<String>,
    /// The job whose failed rows this one tries again.
    pub retry_of: Option<JobId>,
    /// Rows it is about.
    pub rows: u64,
    /// Devices registered.
    pub registered: u64,
    /// Devices that the customer had already.
    pub already: u64,
    /// Rows that could not be registered.
    pub failed: u64,
    /// Rows left out.
    pub cancelled: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When work began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// The request that made it.
    pub request_id: String,
    /// Which side cancelled it when a person did: `submitter` or `customer`.
    pub stopped_by: Option<String>,
    /// The customer's say, where it was asked; looked up for a single job only.
    pub approval: Option<JobApproval>,
}

impl JobView {
    /// Rows that have their verdict.
    pub fn done(&self) -> u64 {
        self.registered + self.already + self.failed + self.cancelled
    }

    /// Rows whose registration is pending.
    pub fn pending(&self) -> u64 {
        if self.is_over() { 0 } else { self.rows.saturating_sub(self.done()) }
    }

    /// How far it is, 0 to 100; 100 only when every row has its verdict.
    pub fn percent(&self) -> u64 {
        (self.done().min(self.rows) * 100).checked_div(self.rows).unwrap_or(100)
    }

    /// Whether nothing more will happen.
    pub fn is_over(&self) -> bool {
        match self.state {
            JobState::Finished => true,
            JobState::Cancelled => self.done() >= self.rows,
            JobState::PendingApproval | JobState::Queued | JobState::Running => false,
        }
    }

    /// Whether it can be cancelled.
    pub fn can_cancel(&self) -> bool {
        matches!(self.state, JobState::PendingApproval | JobState::Queued | JobState::Running)
    }

    /// Whether there is something to try again.
    pub fn can_retry(&self) -> bool {
        self.is_over() && self.failed + self.cancelled > 0
    }
}

/// A page of a job's rows.
#[derive(Debug, Clone)]
pub struct ResultPage {
    /// The rows.
    pub rows: Vec<RowResult>,
    /// Its number, from 1.
    pub number: u64,
    /// Rows a page has.
    pub size: u64,
    /// Rows that match the filter so far.
    pub total: u64,
}

/// A page of jobs, newest first.
#[derive(Debug, Clone)]
pub struct JobPage {
    /// The jobs.
    pub jobs: Vec<JobView>,
    /// Where the next page begins.
    pub next: Option<JobId>,
}

impl Service {
    /// The customer's jobs that the caller may see, newest first.
    pub async fn jobs(
        &self,
        context: &Context,
        customer: OrganisationId,
        before: Option<JobId>,
        limit: usize,
    ) -> Result<JobPage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobList).await?;
        job_page(&mut conn, &access, before, limit).await
    }

    pub(crate) async fn recent_jobs(&self, access: &CustomerAccess, limit: usize) -> Result<Vec<JobView>> {
        Ok(job_page(&mut self.store.read().await?, access, None, limit).await?.jobs)
    }

    /// One job.
    pub async fn job(&self, context: &Context, customer: OrganisationId, job: JobId) -> Result<JobView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        let approval = match job.relationship_id {
            Some(_) => conn.approval(customer, job.job_id).await?,
            None => None,
        };
        Ok(JobView { approval, ..view(&mut conn, job).await? })
    }

    /// The verdicts of a job's rows so far, in the order of the file.
    pub async fn results(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        outcome: Option<Outcome>,
        number: u64,
        size: u64,
    ) -> Result<ResultPage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRead).await?;
        let job = visible(&mut conn, &access, job).await?;
        let parts = conn.job_parts(customer, job.job_id).await?;
        let matching = |part: &JobPartInfo| matching(part, outcome);
        let total = parts.iter().map(matching).sum();
        let size = size.clamp(1, 1_000);
        let number = number.clamp(1, u64::max(1, u64::div_ceil(total, size)));
        let mut skip = (number - 1) * size;
        let mut rows = Vec::new();
        for part in &parts {
            let here = matching(part);
            if here <= skip {
                skip -= here;
                continue;
            }
            let Some(result) = conn.job_part_result(customer, job.job_id, part.part).await? else { continue };
            let wanted = unpack(&result)?
                .into_iter()
                .filter(|row: &RowResult| outcome.is_none_or(|outcome| row.outcome == outcome));
            let missing = usize::try_from(size).unwrap_or(usize::MAX) - rows.len();
            rows.extend(wanted.skip(usize::try_from(skip).unwrap_or(usize::MAX)).take(missing));
            skip = 0;
            if rows.len() as u64 >= size {
                break;
            }
        }
        only_seen_devices(&mut conn, &access, &mut rows).await?;
        Ok(ResultPage { rows, number, size, total })
    }

    /// Stops a job at its next part. False when it was over already.
    pub async fn cancel_job(&self, context: &Context, customer: OrganisationId, job: JobId) -> Result<bool> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobCancel).await?;
        let job = visible(&mut conn, &access, job).await?;
        drop(conn);
        let now = self.clock.now();
        // Whoever acts on behalf of the customer is the customer here.
        let by = if context.actor.organisation_id == job.partner_id { "submitter" } else { "customer" };
        let cancelled = taxiway_store::write!(self.store, |tx| {
            if !tx.stop_job(customer, job.job_id, now, "asked", Some(by)).await? {
                return Ok::<_, ServiceError>(false);
            }
            let object_id = job.job_id.to_string();
            let act =
                Act { action: "job.cancel", object_kind: "job", object_id, detail: json!({ "by": by }) };
            let partner = Some(job.partner_id);
            self.record(tx, &Doer::from(context), Some(access.customer()), partner, act).await?;
            Ok(true)
        })?;
        self.work.notify_waiters();
        Ok(cancelled)
    }

    /// Makes a job that tries the failed and left-out rows of another one again.
    pub async fn retry_job(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        request_id: &str,
    ) -> Result<JobId> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobRetry).await?;
        let earlier = visible(&mut conn, &access, job).await?;
        let organisation = context.actor.organisation_id;
        let digest = earlier.job_id.into_untyped_uuid();
        if let Some(made) = conn.job_request(organisation, request_id).await? {
            return repeated(&made.digest, digest.as_bytes(), made.job_id);
        }
        let seen = view(&mut conn, earlier.clone()).await?;
        if !seen.can_retry() {
            return Err(ServiceError::Conflict("nothing-to-retry"));
        }
        let now = self.clock.now();
        let basis = basis_of(&mut conn, customer, organisation).await?.ok_or(ServiceError::NotFound)?;
        let upload = conn.upload(customer, earlier.upload_id).await?.ok_or(ServiceError::NotFound)?;
        let retry_of = Some(earlier.job_id);
        let ordered = Ordered { upload: &upload, retry_of, order_id: earlier.order_id.as_deref() };
        self.require_covered(&mut conn, &basis, ordered, now).await?;
        drop(conn);
        let again = Job {
            job_id: self.ids.new_id(now),
            retry_of: Some(earlier.job_id.into_untyped_uuid()),
            partner_id: organisation,
            state: first_state(&basis).to_owned(),
            reason: None,
            relationship_id: basis.relationship().map(GenericUuid::into_untyped_uuid),
            stopped_by: None,
            total_rows: i64::try_from(seen.failed + seen.cancelled).unwrap_or(i64::MAX),
            request_id: request_id.to_owned(),
            created_by: context.actor.user_id,
            created_at: now,
            started_at: None,
            finished_at: None,
            ..earlier.clone()
        };
        let made = taxiway_store::write!(self.store, |tx| {
            hold(tx, customer, &basis).await?;
            tx.insert_job_request(organisation, request_id, &again, digest.as_bytes()).await?;
            self.insert_job(tx, &again).await?;
            let detail = json!({ "retry-of": earlier.job_id, "rows": again.total_rows });
            let act =
                Act { action: "job.retry", object_kind: "job", object_id: again.job_id.to_string(), detail };
            self.record(tx, &Doer::from(context), Some(access.customer()), None, act).await
        });
        self.made_once(made, (organisation, &again.request_id), &again, digest.as_bytes()).await
    }
}

/// Rows of a done part with this outcome.
pub(crate) fn matching(part: &JobPartInfo, outcome: Option<Outcome>) -> u64 {
    match outcome {
        None => part.registered + part.already + part.failed + part.cancelled,
        Some(Outcome::Registered) => part.registered,
        Some(Outcome::Already) => part.already,
        Some(Outcome::Failed) => part.failed,
        Some(Outcome::Cancelled) => part.cancelled,
    }
    .unsigned_abs()
}

/// A job of the customer that the caller may see.
pub(crate) async fn visible(conn: &mut Conn, access: &CustomerAccess, job: JobId) -> Result<Job> {
    let found = conn.job(access.tenant(), job).await?.filter(|found| access.sees(found.partner_id));
    found.ok_or(ServiceError::NotFound)
}

async fn job_page(
    conn: &mut Conn,
    access: &CustomerAccess,
    before: Option<JobId>,
    limit: usize,
) -> Result<JobPage> {
    let mut before = before.unwrap_or_else(|| JobId::from_untyped_uuid(Uuid::max()));
    let mut jobs = Vec::new();
    // Jobs of other partners are passed over, however many stand in between.
    while jobs.len() <= limit {
        let found = conn.jobs(access.tenant(), before, 100).await?;
        let Some(last) = found.last() else { break };
        before = last.job_id;
        jobs.extend(found.into_iter().filter(|job| access.sees(job.partner_id)));
    }
    let next = (jobs.len() > limit).then(|| jobs[limit - 1].job_id);
    jobs.truncate(limit);
    let mut views = Vec::with_capacity(jobs.len());
    for job in jobs {
        views.push(view(conn, job).await?);
    }
    Ok(JobPage { jobs: views, next })
}

pub(crate) async fn view(conn: &mut Conn, mut job: Job) -> Result<JobView> {
    let counts = conn.job_counts(job.tenant_id, job.job_id).await?;
    let done = counts.registered + counts.already + counts.failed + counts.cancelled;
    // Its last part ended between the two looks, and with it the job.
    if done >= job.total_rows
        && job.finished_at.is_none()
        && let Some(later) = conn.job(job.tenant_id, job.job_id).await?
    {
        job = later;
    }
    let upload = conn.upload(job.tenant_id, job.upload_id).await?;
    let batch = conn.batch(job.tenant_id, job.batch_id).await?;
    Ok(JobView {
        job_id: job.job_id,
        upload_id: job.upload_id,
        file_name: upload.map(|upload| upload.file_name).unwrap_or_default(),
        batch_id: job.batch_id,
        batch_name: batch.map(|batch| batch.name).unwrap_or_default(),
        state: JobState::from_name(&job.state)?,
        reason: job.reason,
        group_tag: job.group_tag,
        order_id: job.order_id,
        purchase_id: job.purchase_id,
        retry_of: job.retry_of.map(JobId::from_untyped_uuid),
        rows: job.total_rows.unsigned_abs(),
        registered: counts.registered.unsigned_abs(),
        already: counts.already.unsigned_abs(),
        failed: counts.failed.unsigned_abs(),
        cancelled: counts.cancelled.unsigned_abs(),
        created_at: job.created_at,
        started_at: job.started_at.map(|time| time.0),
        finished_at: job.finished_at.map(|time| time.0),
        request_id: job.request_id,
        stopped_by: job.stopped_by,
        approval: None,
    })
}
