//! Jobs: the durable work on an upload, leased part by part.

use jiff::Timestamp;
use taxiway_domain::ids::{
    BatchId, BatchKind, JobId, JobKind, OrganisationId, OrganisationKind, UploadId, UploadKind, UserId,
    UserKind,
};
use uuid::Uuid;

use crate::engine::{Conn, Id, Statement, StoreError, Time, Tx, Value, statements, values};

/// A job as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Job {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<JobKind>")]
    pub job_id: JobId,
    /// The upload it works on.
    #[sqlx(try_from = "Id<UploadKind>")]
    pub upload_id: UploadId,
    /// The batch its devices join.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// On whose initiative: the partner, or the customer itself.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// The job whose failed rows this one tries again.
    pub retry_of: Option<Uuid>,
    /// Group tag of the rows that carry none.
    pub group_tag: Option<String>,
    /// The partner's order number.
    pub order_id: Option<String>,
    /// The partner's purchase number.
    pub purchase_id: Option<String>,
    /// `pending-approval`, `queued`, `running`, `finished` or `cancelled`.
    pub state: String,
    /// Why it was cancelled: a key of the locale.
    pub reason: Option<String>,
    /// Rows it is about.
    pub total_rows: i64,
    /// Parts it is done in.
    pub parts: i64,
    /// The request that made it.
    pub request_id: String,
    /// Who made it.
    #[sqlx(try_from = "Id<UserKind>")]
    pub created_by: UserId,
    /// When it was made.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When the first part was taken up.
    pub started_at: Option<Time>,
    /// When the last part was done.
    pub finished_at: Option<Time>,
    /// The consent under which it was submitted; none for the customer's own jobs.
    pub relationship_id: Option<Uuid>,
    /// Which side cancelled it when a person did: `submitter` or `customer`.
    pub stopped_by: Option<String>,
}

/// Rows of a job by what became of them so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct JobCounts {
    /// Parts done.
    pub parts_done: i64,
    /// Devices registered.
    pub registered: i64,
    /// Devices that this customer had already.
    pub already: i64,
    /// Rows that could not be registered.
    pub failed: i64,
    /// Rows left out because the job was cancelled or consent ended.
    pub cancelled: i64,
}

impl JobCounts {
    /// Rows that have their verdict.
    pub fn done(&self) -> i64 {
        self.registered + self.already + self.failed + self.cancelled
    }
}

/// A part of a job, without its results.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct JobPartInfo {
    /// Position: the slice of the upload it works on.
    pub part: i64,
    /// Number of its first row.
    pub first_row: i64,
    /// Rows it is about.
    pub total_rows: i64,
    /// Devices registered.
    pub registered: i64,
    /// Devices that this customer had already.
    pub already: i64,
    /// Rows that could not be registered.
    pub failed: i64,
    /// Rows left out.
    pub cancelled: i64,
    /// `waiting` for approval, `open` or `done`.
    pub state: String,
}

/// A part that this worker may do until the lease ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Lease {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// The job.
    #[sqlx(try_from = "Id<JobKind>")]
    pub job_id: JobId,
    /// The part.
    pub part: i64,
}

/// What became of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartOutcome<'a> {
    /// Counts of its rows; `parts_done` is not used.
    pub counts: JobCounts,
    /// The verdict of every row, packed.
    pub result: &'a [u8],
    /// Now.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ResultRow {
    result: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    #[sqlx(try_from = "Id<OrganisationKind>")]
    tenant_id: OrganisationId,
    #[sqlx(try_from = "Id<JobKind>")]
    job_id: JobId,
    digest: Vec<u8>,
}

/// A request that made a job before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRequest {
    /// The customer it was for.
    pub tenant_id: OrganisationId,
    /// The job it made.
    pub job_id: JobId,
    /// What it asked for, as a digest.
    pub digest: Vec<u8>,
}

macro_rules! lease_sql {
    ($suffix:literal) => {
        concat!(
            "UPDATE job_part SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 \
             WHERE state = 'open' AND (lease_until IS NULL OR lease_until < $3) AND (tenant_id, job_id, part) = \
             (SELECT tenant_id, job_id, part FROM job_part WHERE state = 'open' AND (lease_until IS NULL OR lease_until < $3) \
             ORDER BY part, job_id LIMIT 1",
            $suffix,
            ") RETURNING tenant_id, job_id, part"
        )
    };
}

/// Takes the next part: first parts of all jobs come before second parts, so that a small job never waits for a large one.
pub(crate) const LEASE: Statement =
    Statement { name: "job.LEASE", sqlite: lease_sql!(""), postgres: lease_sql!(" FOR UPDATE SKIP LOCKED") };

macro_rules! job_columns {
    () => {
        "tenant_id, job_id, upload_id, batch_id, partner_id, retry_of, group_tag, order_id, purchase_id, state, reason, total_rows, \
         parts, request_id, created_by, created_at, started_at, finished_at, relationship_id, stopped_by"
    };
}

statements! { "job";
    INSERT = concat!("INSERT INTO job (", job_columns!(), ") \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $15, NULL, $10, $11, $12, $13, $14, NULL, NULL, $16, NULL)");
    INSERT_PARTS = "INSERT INTO job_part (tenant_id, job_id, part, first_row, total_rows, state, lease_owner, lease_until, attempts, \
        registered, already, failed, cancelled, result, done_at) \
        SELECT tenant_id, $3, part, first_row, total_rows, $4, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL FROM upload_part \
        WHERE tenant_id = $1 AND upload_id = $2 AND total_rows > 0";
    // A retry is about the rows that failed, in the parts where some did.
    INSERT_RETRY_PARTS = "INSERT INTO job_part (tenant_id, job_id, part, first_row, total_rows, state, lease_owner, lease_until, attempts, \
        registered, already, failed, cancelled, result, done_at) \
        SELECT tenant_id, $3, part, first_row, failed + cancelled, $4, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL FROM job_part \
        WHERE tenant_id = $1 AND job_id = $2 AND failed + cancelled > 0";
    GET = concat!("SELECT ", job_columns!(), " FROM job WHERE tenant_id = $1 AND job_id = $2");
    PAGE = concat!("SELECT ", job_columns!(), " FROM job WHERE tenant_id = $1 AND job_id < $2 ORDER BY job_id DESC LIMIT $3");
    COUNTS = "SELECT count(*) FILTER (WHERE state = 'done') AS parts_done, CAST(COALESCE(sum(registered), 0) AS BIGINT) AS registered, \
        CAST(COALESCE(sum(already), 0) AS BIGINT) AS already, CAST(COALESCE(sum(failed), 0) AS BIGINT) AS failed, \
        CAST(COALESCE(sum(cancelled), 0) AS BIGINT) AS cancelled FROM job_part WHERE tenant_id = $1 AND job_id = $2";
    START = "UPDATE job SET state = 'running', started_at = $3 WHERE tenant_id = $1 AND job_id = $2 AND state = 'queued'";
    FINISH = "UPDATE job SET state = 'finished', finished_at = $3 WHERE tenant_id = $1 AND job_id = $2 AND state IN ('queued', 'running') \
        AND NOT EXISTS (SELECT 1 FROM job_part p WHERE p.tenant_id = $1 AND p.job_id = $2 AND p.state = 'open')";
    CANCEL = "UPDATE job SET state = 'cancelled', reason = $4, finished_at = $3, stopped_by = $5 WHERE tenant_id = $1 AND job_id = $2 \
        AND state IN ('pending-approval', 'queued', 'running')";
    OPEN_WAITING = "UPDATE job_part SET state = 'open' WHERE tenant_id = $1 AND job_id = $2 AND state = 'waiting'";
    OPEN_OF_PARTNER = concat!("SELECT ", job_columns!(), " FROM job WHERE tenant_id = $1 AND partner_id = $2 \
        AND state IN ('pending-approval', 'queued', 'running') ORDER BY job_id DESC LIMIT $3");
    LOCK = "UPDATE job SET state = state WHERE tenant_id = $1 AND job_id = $2";
    DONE = "UPDATE job_part SET state = 'done', lease_owner = NULL, lease_until = NULL, registered = $5, already = $6, failed = $7, cancelled = $8, \
        result = $9, done_at = $10 WHERE tenant_id = $1 AND job_id = $2 AND part = $3 AND state = 'open' AND lease_owner = $4";
    RELEASE = "UPDATE job_part SET lease_owner = NULL, lease_until = $5 WHERE tenant_id = $1 AND job_id = $2 AND part = $3 AND lease_owner = $4";
    PARTS = "SELECT part, first_row, total_rows, registered, already, failed, cancelled, state FROM job_part \
        WHERE tenant_id = $1 AND job_id = $2 ORDER BY part";
    RESULT = "SELECT result FROM job_part WHERE tenant_id = $1 AND job_id = $2 AND part = $3";
    ATTEMPTS = "SELECT attempts AS count FROM job_part WHERE tenant_id = $1 AND job_id = $2 AND part = $3";
    OPEN_ANYWHERE = "SELECT count(*) AS count FROM (SELECT 1 FROM job_part WHERE state = 'open' LIMIT 1) o";
    INSERT_REQUEST = "INSERT INTO job_request (organisation_id, request_id, tenant_id, job_id, digest) VALUES ($1, $2, $3, $4, $5)";
    REQUEST = "SELECT tenant_id, job_id, digest FROM job_request WHERE organisation_id = $1 AND request_id = $2";
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

impl Tx {
    /// Adds a job over every slice of its upload, or over the failed rows of another job.
    pub async fn insert_job(&mut self, job: &Job) -> Result<(), StoreError> {
        let values = values![
            job.tenant_id,
            job.job_id,
            job.upload_id,
            job.batch_id,
            job.partner_id,
            Value::Uuid(job.retry_of),
            &job.group_tag,
            &job.order_id,
            &job.purchase_id,
            job.total_rows,
            job.parts,
            &job.request_id,
            job.created_by,
            job.created_at,
            &job.state,
            Value::Uuid(job.relationship_id)
        ];
        self.execute_one(INSERT, values).await?;
        // What nobody has approved is no work yet.
        let parts = if job.state == "pending-approval" { "waiting" } else { "open" };
        match job.retry_of {
            None => {
                self.execute(INSERT_PARTS, values![job.tenant_id, job.upload_id, job.job_id, parts]).await
            }
            Some(earlier) => {
                self.execute(INSERT_RETRY_PARTS, values![job.tenant_id, earlier, job.job_id, parts]).await
            }
        }
        .map(drop)
    }

    /// Remembers which job a request made; fails with a unique violation when the request made one before.
    pub async fn insert_job_request(
        &mut self,
        organisation: OrganisationId,
        request_id: &str,
        job: &Job,
        digest: &[u8],
    ) -> Result<(), StoreError> {
        self.execute_one(INSERT_REQUEST, values![organisation, request_id, job.tenant_id, job.job_id, digest])
            .await
    }

    /// Leases the next open part of any tenant's job to this worker.
    pub async fn lease_part_any_tenant(
        &mut self,
        worker: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        self.optional(LEASE, values![worker, until, now]).await
    }

    /// Gives a leased part back, to be taken again after `not_before`.
    pub async fn release_part(
        &mut self,
        lease: Lease,
        worker: Uuid,
        not_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(RELEASE, values![lease.tenant_id, lease.job_id, lease.part, worker, not_before])
            .await
            .map(drop)
    }

    /// Notes that work on a job has begun.
    pub async fn start_job(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(START, values![tenant, job, at]).await.map(drop)
    }

    /// Closes a part, if the lease is still ours; false when another worker took it over.
    pub async fn finish_part(
        &mut self,
        lease: Lease,
        worker: Uuid,
        outcome: PartOutcome<'_>,
    ) -> Result<bool, StoreError> {
        let counts = outcome.counts;
        let values = values![
            lease.tenant_id,
            lease.job_id,
            lease.part,
            worker,
            counts.registered,
            counts.already,
            counts.failed,
            counts.cancelled,
            outcome.result,
            outcome.at
        ];
        Ok(self.execute(DONE, values).await? == 1)
    }

    /// Closes a job when none of its parts is open; true when this call did it.
    ///
    /// Locks the job first, so that of two last parts the later one sees the earlier one done.
    pub async fn finish_job(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.execute(LOCK, values![tenant, job]).await?;
        Ok(self.execute(FINISH, values![tenant, job, at]).await? == 1)
    }

    /// Cancels a job that is not over; false when it was.
    pub async fn cancel_job(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        at: Timestamp,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.stop_job(tenant, job, at, reason, None).await
    }

    /// As [`Tx::cancel_job`], telling which side asked. Parts that wait for approval become work: their rows are marked.
    pub async fn stop_job(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        at: Timestamp,
        reason: &str,
        by: Option<&str>,
    ) -> Result<bool, StoreError> {
        let stopped = self.execute(CANCEL, values![tenant, job, at, reason, by]).await? == 1;
        if stopped && self.close_approval(tenant, job).await? {
            self.open_waiting_parts(tenant, job).await?;
        }
        Ok(stopped)
    }

    /// Lets workers take the parts that waited for approval.
    pub(crate) async fn open_waiting_parts(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
    ) -> Result<(), StoreError> {
        self.execute(OPEN_WAITING, values![tenant, job]).await.map(drop)
    }

    /// Keeps others from changing a job until the transaction ends.
    pub async fn lock_job(&mut self, tenant: OrganisationId, job: JobId) -> Result<(), StoreError> {
        self.execute_one(LOCK, values![tenant, job]).await
    }
}

impl Conn {
    /// A job of a customer.
    pub async fn job(&mut self, tenant: OrganisationId, job: JobId) -> Result<Option<Job>, StoreError> {
        self.optional(GET, values![tenant, job]).await
    }

    /// Jobs of a customer, newest first, those before `before` only.
    pub async fn jobs(
        &mut self,
        tenant: OrganisationId,
        before: JobId,
        limit: i64,
    ) -> Result<Vec<Job>, StoreError> {
        self.all(PAGE, values![tenant, before, limit]).await
    }

    /// Jobs of a partner for this customer that are not over, newest first.
    pub async fn open_jobs(
        &mut self,
        tenant: OrganisationId,
        partner: OrganisationId,
        limit: i64,
    ) -> Result<Vec<Job>, StoreError> {
        self.all(OPEN_OF_PARTNER, values![tenant, partner, limit]).await
    }

    /// What became of a job's rows so far.
    pub async fn job_counts(&mut self, tenant: OrganisationId, job: JobId) -> Result<JobCounts, StoreError> {
        self.one(COUNTS, values![tenant, job]).await
    }

    /// The parts of a job in order.
    pub async fn job_parts(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
    ) -> Result<Vec<JobPartInfo>, StoreError> {
        self.all(PARTS, values![tenant, job]).await
    }

    /// The packed verdicts of a part; none until it is done.
    pub async fn job_part_result(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        part: i64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<ResultRow> = self.optional(RESULT, values![tenant, job, part]).await?;
        Ok(row.and_then(|row| row.result))
    }

    /// How often a part was taken up.
    pub async fn job_part_attempts(&mut self, lease: Lease) -> Result<i64, StoreError> {
        let row: Count = self.one(ATTEMPTS, values![lease.tenant_id, lease.job_id, lease.part]).await?;
        Ok(row.count)
    }

    /// Whether any tenant has work that is not done.
    pub async fn has_open_parts_any_tenant(&mut self) -> Result<bool, StoreError> {
        let row: Count = self.one(OPEN_ANYWHERE, values![]).await?;
        Ok(row.count > 0)
    }

    /// The job that this organisation's request made before.
    pub async fn job_request(
        &mut self,
        organisation: OrganisationId,
        request_id: &str,
    ) -> Result<Option<EarlierRequest>, StoreError> {
        let row: Option<RequestRow> = self.optional(REQUEST, values![organisation, request_id]).await?;
        Ok(row.map(|row| EarlierRequest { tenant_id: row.tenant_id, job_id: row.job_id, digest: row.digest }))
    }
}
