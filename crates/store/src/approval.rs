//! Jobs that wait for the customer's approval, and what it decided.

use jiff::Timestamp;
use taxiway_domain::ids::{JobId, JobKind, OrganisationId, OrganisationKind, UserId};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// The customer's say about a job, as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct JobApproval {
    /// `waiting`, `decided`, or `closed` without a decision.
    pub state: String,
    /// Grows with each change, so that nobody decides about what he has not seen.
    pub version: i64,
    /// The rows chosen: a `taxiway_domain::rows::RowRanges` as text.
    pub approved: String,
    /// Why rows were refused, in the words of who did.
    pub reason: Option<String>,
    /// Until when there is time to decide.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<Time>,
}

/// A job that waits, of some customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingJob {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// The job.
    #[sqlx(try_from = "Id<JobKind>")]
    pub job_id: JobId,
    /// Until when there is time to decide.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

statements! { "approval";
    INSERT = "INSERT INTO job_approval (tenant_id, job_id, state, version, approved, reason, expires_at, decided_by, decided_at) \
        VALUES ($1, $2, 'waiting', 1, $3, NULL, $4, NULL, NULL)";
    GET = "SELECT state, version, approved, reason, expires_at, decided_by, decided_at FROM job_approval WHERE tenant_id = $1 AND job_id = $2";
    WAITING = "SELECT tenant_id, job_id, expires_at FROM job_approval WHERE tenant_id = $1 AND state = 'waiting' AND job_id < $2 \
        ORDER BY job_id DESC LIMIT $3";
    COUNT_WAITING = "SELECT count(*) AS count FROM job_approval WHERE tenant_id = $1 AND state = 'waiting'";
    EXPIRED = "SELECT tenant_id, job_id, expires_at FROM job_approval WHERE state = 'waiting' AND expires_at <= $1 ORDER BY expires_at LIMIT 100";
    CHOOSE = "UPDATE job_approval SET approved = $4, version = version + 1 WHERE tenant_id = $1 AND job_id = $2 AND state = 'waiting' AND version = $3";
    DECIDE = "UPDATE job_approval SET state = 'decided', approved = $4, reason = $5, decided_by = $6, decided_at = $7 \
        WHERE tenant_id = $1 AND job_id = $2 AND state = 'waiting' AND version = $3";
    CLOSE = "UPDATE job_approval SET state = 'closed' WHERE tenant_id = $1 AND job_id = $2 AND state = 'waiting'";
    QUEUE = "UPDATE job SET state = 'queued' WHERE tenant_id = $1 AND job_id = $2 AND state = 'pending-approval'";
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

impl Tx {
    /// Notes that a job waits for the customer until `expires_at`, with these rows chosen at first.
    pub async fn insert_approval(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        approved: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(INSERT, values![tenant, job, approved, expires_at]).await
    }

    /// Replaces the rows chosen; false when somebody chose or decided since this version was read.
    pub async fn choose_rows(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        version: i64,
        approved: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(CHOOSE, values![tenant, job, version, approved]).await? == 1)
    }

    /// Records the decision and lets workers take the job; false when it does not wait any more, or when the choice
    /// changed since this version was read.
    pub async fn decide_approval(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
        version: i64,
        approved: &str,
        reason: Option<&str>,
        by: (UserId, Timestamp),
    ) -> Result<bool, StoreError> {
        let values = values![tenant, job, version, approved, reason, by.0, by.1];
        if self.execute(DECIDE, values).await? != 1 {
            return Ok(false);
        }
        self.execute_one(QUEUE, values![tenant, job]).await?;
        self.open_waiting_parts(tenant, job).await?;
        Ok(true)
    }

    /// Notes that nobody will decide any more; false when nobody had to.
    pub(crate) async fn close_approval(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(CLOSE, values![tenant, job]).await? == 1)
    }
}

impl Conn {
    /// The customer's say about a job; none when it was not asked.
    pub async fn approval(
        &mut self,
        tenant: OrganisationId,
        job: JobId,
    ) -> Result<Option<JobApproval>, StoreError> {
        self.optional(GET, values![tenant, job]).await
    }

    /// Jobs that wait for this customer, newest first, those before `before` only.
    pub async fn waiting_jobs(
        &mut self,
        tenant: OrganisationId,
        before: JobId,
        limit: i64,
    ) -> Result<Vec<WaitingJob>, StoreError> {
        self.all(WAITING, values![tenant, before, limit]).await
    }

    /// How many jobs wait for this customer.
    pub async fn waiting_job_count(&mut self, tenant: OrganisationId) -> Result<i64, StoreError> {
        let row: Count = self.one(COUNT_WAITING, values![tenant]).await?;
        Ok(row.count)
    }

    /// Jobs of every tenant about which nobody decided in time: for the sweeper.
    pub async fn expired_approvals_any_tenant(
        &mut self,
        now: Timestamp,
    ) -> Result<Vec<WaitingJob>, StoreError> {
        self.all(EXPIRED, values![now]).await
    }
}
