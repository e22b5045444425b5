//! Workers: lease a part, plan it, register it, take the next.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use newtype_uuid::TypedUuid;
use serde_json::json;
use taxiway_domain::ids::EventKind;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::relationship::ScopeLimit;
use taxiway_domain::text::Text;
use taxiway_store::{Job, Lease, Organisation, PartOutcome, Tx, Upload, UploadPart};
use tokio::sync::watch;
use uuid::Uuid;

use crate::Service;
use crate::approval::approved;
use crate::audit::{Act, Doer};
use crate::basis::{Basis, basis_of, cover, withhold};
use crate::catalogue::match_catalogue;
use crate::changes::{Changes, Room, Stop};
use crate::error::{Result, ServiceError};
use crate::hopeful::Hopeful;
use crate::perform::register;
use crate::plan::{Plan, PlanInput, plan};
use crate::results::{Outcome, RowResult, pack, unpack};
use crate::upload::{ReadingOptions, understood};

/// After this many attempts a part is closed with an error for each of its rows.
const ATTEMPTS: i64 = 8;
/// How often a worker tries to give a part back before it leaves that to the end of the lease.
const GIVE_BACK_TRIES: usize = 10;
/// How long an idle worker sleeps before it looks again for work of other processes.
const POLL: Duration = Duration::from_millis(700);

/// A part with its job, and what its plan was made under.
struct Work {
    lease: Lease,
    job: Job,
    /// By what right devices are registered; none when there is none any more.
    basis: Option<Basis>,
}

/// Whether the job may go on.
enum Standing {
    /// With so much room, where a number of devices is limited.
    Goes(Option<Room>),
    /// Its remaining rows are left out.
    Stopped(Stop),
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
            let idle = matches!(lease, Ok(None));
            match lease {
                Ok(Some(lease)) => match self.do_part(lease, me).await {
                    Ok(following) => next = following,
                    Err(error) => self.give_back(lease, me, &error).await,
                },
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(error = %chain(&error), "no work could be taken up");
                    tokio::time::sleep(POLL).await;
                }
            }
            // Parts and deregistrations take turns, so that neither waits for the end of the other.
            let went_on = self.deregister_some().await.unwrap_or_else(|error| {
                tracing::warn!(error = %chain(&error), "devices could not be deregistered, will be tried again");
                false
            });
            if idle && !went_on {
                tokio::select! {
                    () = self.work.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                    changed = stop.changed() => if changed.is_err() { break },
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
        loop {
            while let Some(lease) = next.take() {
                next = match self.do_part(lease, me).await? {
                    Some(lease) => Some(lease),
                    None => self.lease(me).await?,
                };
            }
            if !self.deregister_some().await? {
                return Ok(());
            }
            next = self.lease(me).await?;
        }
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
        loop {
            // A consent that changed while the part was planned: it is planned anew.
            match self.try_part(lease, me).await {
                Err(ServiceError::ConsentChanged) => {}
                outcome => return outcome,
            }
        }
    }

    async fn try_part(&self, lease: Lease, me: Uuid) -> Result<Option<Lease>> {
        let mut conn = self.store.read().await?;
        let job = conn.job(lease.tenant_id, lease.job_id).await?.ok_or(ServiceError::NotFound)?;
        let attempts = conn.job_part_attempts(lease).await?;
        let last = attempts > ATTEMPTS;
        let basis = basis_of(&mut conn, job.tenant_id, job.partner_id).await?;
        let mut planned = match self.plan_part(&mut conn, lease, &job).await {
            Err(error) if last => {
                tracing::error!(job = %lease.job_id, part = lease.part, error = %chain(&error), "part cannot be read");
                unreadable(&mut conn, lease).await?
            }
            planned => planned?,
        };
        match_catalogue(&mut conn, &mut planned, self.settings.catalogue_required).await?;
        if job.relationship_id.is_some()
            && let Some(approval) = conn.approval(job.tenant_id, job.job_id).await?
            && approval.state != "closed"
        {
            withhold(&mut planned, &approved(&approval)?, approval.reason.as_deref());
        }
        drop(conn);
        // After the catalogue, which tells the model of some rows.
        if let Some(scope) = basis.as_ref().and_then(Basis::scope) {
            // Where no row can have a number of its own, the job is within the consent as a whole, or stopped as a whole.
            let job_covered = !planned.own_orders || scope.covers_order(job.order_id.as_deref());
            cover(&mut planned, scope, job_covered);
        }
        if last {
            planned.end_all(Outcome::Failed, ServiceCode::StorageError);
        }
        let work = Work { lease, job, basis };
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
        self.plan_slice(&upload, slice, job.group_tag.as_deref(), only).await
    }

    /// Plans the rows of a slice, or only some of them. Nobody is asked yet.
    pub(crate) async fn plan_slice(
        &self,
        upload: &Upload,
        slice: UploadPart,
        group_tag: Option<&str>,
        only: Option<Vec<u64>>,
    ) -> Result<Plan> {
        let reading: ReadingOptions =
            serde_json::from_str(&upload.options).map_err(ServiceError::internal("read reading options"))?;
        let input = PlanInput {
            data: slice.data,
            first_line: slice.first_line.unsigned_abs(),
            first_row: slice.first_row.unsigned_abs(),
            understood: Arc::new(understood(upload)?.ok_or(ServiceError::NotFound)?),
            options: Arc::new(reading.options(self)),
            group_tag: group_tag.map(Text::new),
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
        let Work { lease, job, .. } = work;
        let now = self.clock.now();
        let standing = self.standing(tx, work, plan.own_orders).await?;
        tx.start_job(job.tenant_id, job.job_id, now).await?;
        let changes = match standing {
            Standing::Goes(room) => register(tx, job, plan, hopeful, now, room).await?,
            Standing::Stopped(stop) => Changes::stopped(plan, stop),
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

    /// Whether nobody cancelled the job and consent still stands, as it stood when the part was planned.
    async fn standing(&self, tx: &mut Tx, work: &Work, own_orders: bool) -> Result<Standing> {
        let job = &work.job;
        let mut basis = basis_of(tx, job.tenant_id, job.partner_id).await?;
        let relationship = basis.as_ref().and_then(Basis::relationship);
        let limited = basis.as_ref().and_then(Basis::scope).and_then(|scope| scope.max_devices);
        // Whoever counts devices takes turns with others who do, and nobody else.
        if let (Some(relationship), Some(_)) = (relationship, limited) {
            tx.hold_consent(job.tenant_id, relationship).await?;
            basis = basis_of(tx, job.tenant_id, job.partner_id).await?;
        }
        let current = tx.job(job.tenant_id, job.job_id).await?.ok_or(ServiceError::NotFound)?;
        if current.state == "cancelled" {
            return Ok(Standing::Stopped(stop_of(&current, basis.as_ref())));
        }
        // A consent that was given anew is another one.
        let same = |basis: &Basis| {
            job.relationship_id.is_none()
                || basis.relationship().map(GenericUuid::into_untyped_uuid) == job.relationship_id
        };
        let Some(basis) = basis.filter(same) else {
            return self.stop(tx, job, "consent-ended").await;
        };
        let refused =
            basis.scope().and_then(|scope| scope.refuses_upload(job.order_id.as_deref(), self.clock.now()));
        // Where rows have numbers of their own, each was looked at by itself.
        if let Some(limit) = refused.filter(|limit| *limit != ScopeLimit::OrderId || !own_orders) {
            return self.stop(tx, job, &format!("scope-{}", limit.as_str())).await;
        }
        if !work.basis.as_ref().is_some_and(|planned| planned.allows_as(&basis)) {
            return Err(ServiceError::ConsentChanged);
        }
        let Basis::Consent { relationship, scope } = basis else { return Ok(Standing::Goes(None)) };
        let Some(most) = scope.max_devices else { return Ok(Standing::Goes(None)) };
        let registered = tx.deeds(job.tenant_id, relationship.partner_id).await?.devices;
        let left = most.saturating_sub(registered.unsigned_abs());
        Ok(Standing::Goes(Some(Room { left, scope })))
    }

    /// Stops a job for this reason; said once, whatever the number of its parts.
    async fn stop(&self, tx: &mut Tx, job: &Job, reason: &str) -> Result<Standing> {
        let now = self.clock.now();
        if tx.cancel_job(job.tenant_id, job.job_id, now, reason).await? {
            let customer = tx.organisation(job.tenant_id).await?.ok_or(ServiceError::NotFound)?;
            self.record_stop(tx, job, &customer, reason).await?;
        }
        let stopped = Job { reason: Some(reason.to_owned()), ..job.clone() };
        let basis = basis_of(tx, job.tenant_id, job.partner_id).await?;
        Ok(Standing::Stopped(stop_of(&stopped, basis.as_ref())))
    }

    /// Records that the service stopped a job.
    pub(crate) async fn record_stop(
        &self,
        tx: &mut Tx,
        job: &Job,
        customer: &Organisation,
        reason: &str,
    ) -> Result<()> {
        let act = Act {
            action: "job.stop",
            object_kind: "job",
            object_id: job.job_id.to_string(),
            detail: json!({ "reason": reason }),
        };
        self.record(tx, &Doer::service(&job.request_id), Some(customer), Some(job.partner_id), act).await
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

/// What the rows say that a stopped job left out.
fn stop_of(job: &Job, basis: Option<&Basis>) -> Stop {
    let reason = job.reason.as_deref().unwrap_or_default();
    let limit = reason.strip_prefix("scope-").and_then(ScopeLimit::from_name);
    let code = match reason {
        _ if limit.is_some() => ServiceCode::OutsideScope,
        "consent-ended" => ServiceCode::ConsentEnded,
        "approval-expired" => ServiceCode::ApprovalExpired,
        _ if job.stopped_by.as_deref() == Some("customer") => ServiceCode::CancelledByCustomer,
        _ => ServiceCode::CancelledBySubmitter,
    };
    Stop { code, limit, scope: basis.and_then(Basis::scope).cloned().unwrap_or_default() }
}

/// The rows of a part whose slice is lost.
async fn unreadable(conn: &mut taxiway_store::Conn, lease: Lease) -> Result<Plan> {
    let parts = conn.job_parts(lease.tenant_id, lease.job_id).await?;
    let part = parts.iter().find(|part| part.part == lease.part).ok_or(ServiceError::NotFound)?;
    Ok(Plan::unreadable(part.first_row.unsigned_abs(), part.total_rows.unsigned_abs()))
}

/// The rows that a retry is about.
pub(crate) fn failed_rows(results: &[RowResult]) -> Vec<u64> {
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
