//! Workers: lease a part, plan it, register it, take the next.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use newtype_uuid::TypedUuid;
use serde_json::json;
use taxiway_domain::ids::EventKind;
use taxiway_domain::registration::ServiceCode;
use taxiway_store::{Job, Lease, PartOutcome, Tx};
use tokio::sync::watch;
use uuid::Uuid;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::catalogue::match_catalogue;
use crate::error::{Result, ServiceError};
use crate::hopeful::Hopeful;
use crate::perform::{Changes, register};
use crate::plan::{Plan, PlanInput, plan};
use crate::results::{Outcome, RowResult, pack, unpack};
use crate::upload::{ReadingOptions, understood};

/// After this many attempts a part is closed with an error for each of its rows.
const ATTEMPTS: i64 = 8;
/// How often a worker tries to give a part back before it leaves that to the end of the lease.
const GIVE_BACK_TRIES: usize = 10;
/// How long an idle worker sleeps before it looks again for work of other processes.
const POLL: Duration = Duration::from_millis(700);

/// A part with its job.
struct Work {
    lease: Lease,
    job: Job,
}

/// Whether the job may go on.
enum Standing {
    Goes,
    /// Its remaining rows are left out.
    Stopped,
}

impl Service {
    /// Works until `stop` turns true. Several of these, in several processes, share the work.
    pub async fn work(&self, mut stop: watch::Receiver<bool>) {
        let me: TypedUuid<EventKind> = self.ids.new_id(self.clock.now());
        let me = me.into_untyped_uuid();
        let mut next = None;
        while !*stop.borrow() {
            let lease = match next.take() {
                Some(lease) => Ok(Some(lease)),
                None => self.lease(me).await,
            };
            match lease {
                Ok(Some(lease)) => match self.do_part(lease, me).await {
                    Ok(following) => next = following,
                    Err(error) => self.give_back(lease, me, &error).await,
                },
                Ok(None) => {
                    tokio::select! {
                        () = self.work.notified() => {}
                        () = tokio::time::sleep(POLL) => {}
                        changed = stop.changed() => if changed.is_err() { break },
                    }
                }
                Err(error) => {
                    tracing::warn!(error = %chain(&error), "no work could be taken up");
                    tokio::time::sleep(POLL).await;
                }
            }
        }
        if let Some(lease) = next {
            self.give_back(lease, me, &ServiceError::LeaseLost).await;
        }
    }

    /// Works until nothing is open, for tests and for the command line.
    pub async fn work_until_idle(&self) -> Result<()> {
        let me: TypedUuid<EventKind> = self.ids.new_id(self.clock.now());
        let me = me.into_untyped_uuid();
        let mut next = self.lease(me).await?;
        while let Some(lease) = next.take() {
            next = match self.do_part(lease, me).await? {
                Some(lease) => Some(lease),
                None => self.lease(me).await?,
            };
        }
        Ok(())
    }

    async fn lease(&self, me: Uuid) -> Result<Option<Lease>> {
        // Looking costs readers nothing; taking costs the writer's turn.
        if !self.store.read().await?.has_open_parts_any_tenant().await? {
            return Ok(None);
        }
        let now = self.clock.now();
        let until = now + self.settings.lease;
        taxiway_store::write!(self.store, |tx| { Ok(tx.lease_part_any_tenant(me, now, until).await?) })
    }

    /// Lets others try a part that failed here, a little later each time.
    async fn give_back(&self, lease: Lease, me: Uuid, error: &ServiceError) {
        if !matches!(error, ServiceError::LeaseLost) {
            tracing::warn!(job = %lease.job_id, part = lease.part, error = %chain(error), "part could not be done, will be tried again");
        }
        for _ in 0..GIVE_BACK_TRIES {
            let now = self.clock.now();
            let given_back: Result<()> = taxiway_store::write!(self.store, |tx| {
                Ok(tx.release_part(lease, me, now + SignedDuration::from_millis(500)).await?)
            });
            let Err(error) = given_back else { return };
            // A database that restarts is back soon; otherwise the lease ends by itself.
            tracing::warn!(job = %lease.job_id, part = lease.part, error = %chain(&error), "lease could not be given back");
            tokio::time::sleep(POLL).await;
        }
    }

    /// Does a part and takes the next one in the same transaction.
    async fn do_part(&self, lease: Lease, me: Uuid) -> Result<Option<Lease>> {
        let mut conn = self.store.read().await?;
        let job = conn.job(lease.tenant_id, lease.job_id).await?.ok_or(ServiceError::NotFound)?;
        let attempts = conn.job_part_attempts(lease).await?;
        let last = attempts > ATTEMPTS;
        let mut planned = match self.plan_part(&mut conn, lease, &job).await {
            Err(error) if last => {
                tracing::error!(job = %lease.job_id, part = lease.part, error = %chain(&error), "part cannot be read");
                unreadable(&mut conn, lease).await?
            }
            planned => planned?,
        };
        match_catalogue(&mut conn, &mut planned, self.settings.catalogue_required).await?;
        drop(conn);
        if last {
            planned.end_all(Outcome::Failed, ServiceCode::StorageError);
        }
        let work = Work { lease, job };
        // Nearly every part ends as planned: that end is made before the transaction, beside other parts' writing.
        let store = self.store.clone();
        let packing = move || {
            // After the catalogue, which tells more about some rows.
            planned.end_duplicates();
            planned.order_claims();
            let hopeful = Hopeful::of(&planned, &store)?;
            Ok::<_, ServiceError>((planned, hopeful))
        };
        let packed = tokio::task::spawn_blocking(packing).await;
        let (planned, hopeful) = packed.map_err(ServiceError::internal("pack results"))??;
        taxiway_store::write!(self.store, |tx| { self.finish_part(tx, &work, me, &planned, &hopeful).await })
    }

    async fn plan_part(&self, conn: &mut taxiway_store::Conn, lease: Lease, job: &Job) -> Result<Plan> {
        let upload = conn.upload(job.tenant_id, job.upload_id).await?.ok_or(ServiceError::NotFound)?;
        let slice = conn
            .upload_part(job.tenant_id, job.upload_id, lease.part)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let only = match job.retry_of {
            None => None,
            Some(earlier) => {
                let earlier = taxiway_domain::ids::JobId::from_untyped_uuid(earlier);
                let result = conn.job_part_result(job.tenant_id, earlier, lease.part).await?;
                Some(failed_rows(&result.map_or(Ok(Vec::new()), |data| unpack(&data))?))
            }
        };
        let reading: ReadingOptions =
            serde_json::from_str(&upload.options).map_err(ServiceError::internal("read reading options"))?;
        let input = PlanInput {
            data: slice.data,
            first_line: slice.first_line.unsigned_abs(),
            first_row: slice.first_row.unsigned_abs(),
            understood: Arc::new(understood(&upload)?.ok_or(ServiceError::NotFound)?),
            options: Arc::new(reading.options(self)),
            group_tag: job.group_tag.clone(),
            ids: self.ids.run_of_ids(self.clock.now(), usize::try_from(slice.total_rows).unwrap_or_default()),
            only,
        };
        tokio::task::spawn_blocking(|| plan(input)).await.map_err(ServiceError::internal("plan a part"))?
    }

    async fn finish_part(
        &self,
        tx: &mut Tx,
        work: &Work,
        me: Uuid,
        plan: &Plan,
        hopeful: &Hopeful,
    ) -> Result<Option<Lease>> {
        let Work { lease, job } = work;
        let now = self.clock.now();
        tx.start_job(job.tenant_id, job.job_id, now).await?;
        let changes = match self.standing(tx, job).await? {
            Standing::Goes => register(tx, job, plan, hopeful, now).await?,
            Standing::Stopped => Changes::cancelled(plan),
        };
        let repacked = if changes.is_empty() { None } else { Some(pack(changes.results(plan).iter())?) };
        let (counts, result) = match &repacked {
            None => (hopeful.counts, &hopeful.results),
            Some(repacked) => (changes.counts(plan), repacked),
        };
        if !tx.finish_part(*lease, me, PartOutcome { counts, result, at: now }).await? {
            return Err(ServiceError::LeaseLost);
        }
        if tx.finish_job(job.tenant_id, job.job_id, now).await? {
            self.record_end(tx, job).await?;
        }
        Ok(tx.lease_part_any_tenant(me, now, now + self.settings.lease).await?)
    }

    /// Whether nobody cancelled the job and consent still stands.
    async fn standing(&self, tx: &mut Tx, job: &Job) -> Result<Standing> {
        let current = tx.job(job.tenant_id, job.job_id).await?.ok_or(ServiceError::NotFound)?;
        if current.state == "cancelled" {
            return Ok(Standing::Stopped);
        }
        let own = job.partner_id == job.tenant_id;
        if own || tx.approved_relationship(job.tenant_id, job.partner_id).await?.is_some() {
            return Ok(Standing::Goes);
        }
        let now = self.clock.now();
        if tx.cancel_job(job.tenant_id, job.job_id, now, "consent-ended").await? {
            let customer = tx.organisation(job.tenant_id).await?.ok_or(ServiceError::NotFound)?;
            let object_id = job.job_id.to_string();
            let act = Act {
                action: "job.stop",
                object_kind: "job",
                object_id,
                detail: json!({ "reason": "consent-ended" }),
            };
            self.record(tx, &Doer::service(&job.request_id), Some(&customer), Some(job.partner_id), act)
                .await?;
        }
        Ok(Standing::Stopped)
    }

    async fn record_end(&self, tx: &mut Tx, job: &Job) -> Result<()> {
        let counts = tx.job_counts(job.tenant_id, job.job_id).await?;
        let customer = tx.organisation(job.tenant_id).await?.ok_or(ServiceError::NotFound)?;
        let detail =
            json!({ "registered": counts.registered, "already": counts.already, "failed": counts.failed });
        let act = Act { action: "job.finish", object_kind: "job", object_id: job.job_id.to_string(), detail };
        self.record(tx, &Doer::service(&job.request_id), Some(&customer), Some(job.partner_id), act).await
    }
}

/// The rows of a part whose slice is lost.
async fn unreadable(conn: &mut taxiway_store::Conn, lease: Lease) -> Result<Plan> {
    let parts = conn.job_parts(lease.tenant_id, lease.job_id).await?;
    let part = parts.iter().find(|part| part.part == lease.part).ok_or(ServiceError::NotFound)?;
    Ok(Plan::unreadable(part.first_row.unsigned_abs(), part.total_rows.unsigned_abs()))
}

fn failed_rows(results: &[RowResult]) -> Vec<u64> {
    results
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Failed | Outcome::Cancelled))
        .map(|row| row.number)
        .collect()
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
