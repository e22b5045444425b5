//! Uploads that wait for the customer: looking at them, choosing rows, deciding.

use std::sync::Arc;

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::finding::Column;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_domain::rows::RowRanges;
use taxiway_intake::{Row, RowVerdict};
use taxiway_store::{Conn, Job, JobApproval, Upload};
use uuid::Uuid;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::basis::{Basis, basis_of};
use crate::context::{Context, CustomerAccess};
use crate::error::{Result, ServiceError};
use crate::forecast::PreviewRow;
use crate::job::{JobView, view};
use crate::preview::RowFilter;
use crate::reason::reason;
use crate::survey::{GroupName, RowCounts, Sight, Survey};
use crate::upload::understood;

/// An upload that waits for the customer.
#[derive(Debug, Clone)]
pub struct WaitingUpload {
    /// The job that waits.
    pub job: JobView,
    /// Name of the organisation that submitted it.
    pub partner: String,
    /// Until when there is time to decide.
    pub expires_at: Timestamp,
}

/// A page of uploads that wait, newest first.
#[derive(Debug, Clone)]
pub struct WaitingPage {
    /// The uploads.
    pub uploads: Vec<WaitingUpload>,
    /// Where the next page begins.
    pub next: Option<JobId>,
    /// How many wait in all.
    pub total: u64,
}

/// Rows of an upload that are chosen together.
#[derive(Debug, Clone)]
pub struct GroupChoice {
    /// What the form calls it.
    pub key: String,
    /// What the rows have in common; none for everything beyond the groups that are told apart.
    pub name: Option<GroupName>,
    /// Rows of it that can be registered.
    pub rows: u64,
    /// Of these, chosen.
    pub chosen: u64,
}

/// A row with the choice made about it.
#[derive(Debug, Clone)]
pub struct RowChoice {
    /// The row as it was read.
    pub row: PreviewRow,
    /// Whether it is chosen; none for rows that cannot be registered anyway.
    pub chosen: Option<bool>,
}

/// An upload that waits, with everything somebody needs in order to decide.
#[derive(Debug, Clone)]
pub struct ApprovalPage {
    /// The upload.
    pub waiting: WaitingUpload,
    /// What was seen: it goes into the decision.
    pub version: i64,
    /// Rows by verdict; none when the upload is too large for choosing rows.
    pub counts: Option<RowCounts>,
    /// Rows chosen of those that can be registered.
    pub chosen: u64,
    /// Rows by tag and model.
    pub groups: Vec<GroupChoice>,
    /// The columns of the file.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<RowChoice>,
    /// Number of the page, from 1.
    pub number: u64,
    /// Rows a page has.
    pub size: u64,
    /// Rows in all.
    pub total: u64,
}

/// A change of the rows chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Of the rows that a page showed, these.
    Rows {
        /// Rows that could be chosen.
        shown: Vec<u64>,
        /// Rows that were.
        chosen: Vec<u64>,
    },
    /// All rows of a group, or none of them.
    Group {
        /// What the form calls it.
        key: String,
        /// Whether they are chosen.
        chosen: bool,
    },
    /// Every row.
    All,
    /// No row.
    None,
}

/// What the customer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Everything is registered.
    All,
    /// The rows chosen are registered.
    Chosen,
    /// Nothing is registered.
    None,
}

impl Decision {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Chosen => "chosen",
            Self::None => "none",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::All, Self::Chosen, Self::None].into_iter().find(|one| one.as_str() == name)
    }
}

/// The rows that workers may register. While nobody has decided there are none.
pub(crate) fn approved(approval: &JobApproval) -> Result<RowRanges> {
    if approval.state != "decided" {
        return Ok(RowRanges::none());
    }
    approval.approved.parse().map_err(ServiceError::internal("read the rows approved"))
}

/// What is looked at together when somebody decides.
struct Looked {
    job: Job,
    approval: JobApproval,
    upload: Upload,
    sight: Sight,
    survey: Option<Arc<Survey>>,
}

impl Service {
    /// How many uploads wait for this customer; none where the caller does not decide about them.
    pub async fn waiting_uploads_count(&self, context: &Context, customer: OrganisationId) -> Result<u64> {
        let mut conn = self.store.read().await?;
        if context.actor.organisation_id != customer || !context.may(Action::UploadApprove) {
            return Ok(0);
        }
        context.access(&mut conn, customer, Action::UploadApprove).await?;
        Ok(conn.waiting_job_count(customer).await?.unsigned_abs())
    }

    /// The uploads that wait for this customer, newest first.
    pub async fn waiting_uploads(
        &self,
        context: &Context,
        customer: OrganisationId,
        before: Option<JobId>,
        limit: usize,
    ) -> Result<WaitingPage> {
        let mut conn = self.store.read().await?;
        context.access(&mut conn, customer, Action::UploadApprove).await?;
        let before = before.unwrap_or_else(|| JobId::from_untyped_uuid(Uuid::max()));
        let wanted = i64::try_from(limit).unwrap_or(100) + 1;
        let mut found = conn.waiting_jobs(customer, before, wanted).await?;
        let next = (found.len() > limit).then(|| found[limit - 1].job_id);
        found.truncate(limit);
        let mut uploads = Vec::with_capacity(found.len());
        for waiting in found {
            if let Some(job) = conn.job(customer, waiting.job_id).await? {
                uploads.push(waiting_upload(&mut conn, job, waiting.expires_at).await?);
            }
        }
        let total = conn.waiting_job_count(customer).await?.unsigned_abs();
        Ok(WaitingPage { uploads, next, total })
    }

    /// An upload that waits, with a page of its rows.
    pub async fn waiting_upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        number: u64,
        size: u64,
    ) -> Result<ApprovalPage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadApprove).await?;
        let looked = self.look_at(&mut conn, &access, job).await?;
        let chosen = looked.chosen()?;
        let parts = conn.job_parts(customer, job).await?;
        let total: u64 = parts.iter().map(|part| part.total_rows.unsigned_abs()).sum();
        let size = size.clamp(1, 500);
        let number = number.clamp(1, u64::max(1, u64::div_ceil(total, size)));
        let mut skip = (number - 1) * size;
        let mut rows = Vec::new();
        for part in parts {
            let here = part.total_rows.unsigned_abs();
            if here <= skip {
                skip -= here;
                continue;
            }
            let missing = usize::try_from(size).unwrap_or(usize::MAX) - rows.len();
            let (upload, sight) = (&looked.upload, &looked.sight);
            let within = (skip, missing);
            rows.extend(
                self.rows_in_sight(&mut conn, upload, part.part, sight, RowFilter::All, within).await?,
            );
            skip = 0;
            if rows.len() as u64 >= size {
                break;
            }
        }
        let choice = |row: Row| {
            let can = looked.survey.is_some() && row.verdict() != RowVerdict::Error && row.identity.is_some();
            RowChoice { chosen: can.then(|| chosen.contains(row.number)), row: PreviewRow::read(row) }
        };
        let mut columns: Vec<Column> = Vec::new();
        let recognition = understood(&looked.upload)?.ok_or(ServiceError::NotFound)?.recognition;
        for column in recognition.columns.into_iter().flatten() {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let waiting = waiting_upload(&mut conn, looked.job.clone(), looked.approval.expires_at).await?;
        drop(conn);
        // It is the file of another: who looked at it is told, as wherever else it is read.
        let detail = json!({ "file": looked.upload.file_name, "page": number });
        let object_id = looked.upload.upload_id.to_string();
        let act = Act { action: "upload.read", object_kind: "upload", object_id, detail };
        let partner = Some(looked.job.partner_id);
        taxiway_store::write!(self.store, |tx| {
            self.record(tx, &Doer::from(context), Some(access.customer()), partner, act.clone()).await
        })?;
        Ok(ApprovalPage {
            version: looked.approval.version,
            counts: looked.survey.as_ref().map(|survey| survey.counts()),
            chosen: looked.survey.as_ref().map_or(0, |survey| survey.registrable.and(&chosen).count()),
            groups: looked.survey.as_ref().map_or_else(Vec::new, |survey| groups(survey, &chosen)),
            columns,
            rows: rows.into_iter().map(choice).collect(),
            number,
            size,
            total,
            waiting,
        })
    }

    /// Changes which rows are chosen. Nothing is decided by it.
    pub async fn choose_rows(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        version: i64,
        choice: &Choice,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadApprove).await?;
        let looked = self.look_at(&mut conn, &access, job).await?;
        drop(conn);
        let Some(survey) = &looked.survey else { return Err(ServiceError::Conflict("approval-too-large")) };
        let rows = |rows: &[u64]| -> RowRanges { rows.iter().copied().collect() };
        let before = looked.chosen()?;
        let after = match choice {
            Choice::All => RowRanges::all(),
            Choice::None => RowRanges::none(),
            Choice::Rows { shown, chosen } => {
                let (shown, chosen) = (rows(shown).and(&survey.registrable), rows(chosen));
                before.without(&shown).with(&chosen.and(&shown))
            }
            Choice::Group { key, chosen } => {
                let group = survey.groups.iter().find(|group| group.key() == *key);
                let group = &group.ok_or(ServiceError::Conflict("approval-changed"))?.rows;
                if *chosen { before.with(group) } else { before.without(group) }
            }
        };
        let text = after.bounded().map_err(|_| ServiceError::Conflict("approval-pieces"))?.to_string();
        taxiway_store::write!(self.store, |tx| {
            if tx.choose_rows(customer, job, version, &text).await? {
                Ok(())
            } else {
                Err(ServiceError::Conflict("approval-changed"))
            }
        })
    }

    /// Decides about an upload. What is approved becomes work at once; what is refused is told to the partner row by row.
    pub async fn decide_upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        job: JobId,
        version: i64,
        (decision, why): (Decision, Option<&str>),
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadApprove).await?;
        let why = reason(why)?;
        let looked = self.look_at(&mut conn, &access, job).await?;
        drop(conn);
        let (all, rows) = match (decision, &looked.survey) {
            (Decision::All, _) => (true, RowRanges::all()),
            (Decision::None, _) => (false, RowRanges::none()),
            (Decision::Chosen, None) => return Err(ServiceError::Conflict("approval-too-large")),
            (Decision::Chosen, Some(survey)) => {
                let chosen = survey.registrable.and(&looked.chosen()?);
                // Rows that repeat an earlier one are registered with it, or not at all.
                if chosen == survey.registrable { (true, RowRanges::all()) } else { (false, chosen) }
            }
        };
        if !all && why.is_none() {
            return Err(ServiceError::invalid("reason", "reason-missing", ""));
        }
        let registrable = looked.survey.as_ref().map(|survey| survey.registrable.count());
        let approved = if all { registrable } else { Some(rows.count()) };
        let text = rows.bounded().map_err(|_| ServiceError::Conflict("approval-pieces"))?.to_string();
        let by = (context.actor.user_id, self.clock.now());
        let job = &looked.job;
        taxiway_store::write!(self.store, |tx| {
            // The consent first, then the job: the order in which everybody takes them.
            if let Some(relationship) = job.relationship_id {
                let id = taxiway_domain::ids::RelationshipId::from_untyped_uuid(relationship);
                if !tx.hold_consent(customer, id).await? {
                    return Err(ServiceError::Conflict("approval-over"));
                }
            }
            tx.lock_job(customer, job.job_id).await?;
            let decided =
                tx.decide_approval(customer, job.job_id, version, &text, why.as_deref(), by).await?;
            if !decided {
                return Err(ServiceError::Conflict("approval-changed"));
            }
            let detail = json!({ "decision": decision.as_str(), "approved": approved, "rows": registrable });
            let object_id = job.job_id.to_string();
            let act = Act { action: "approval.decide", object_kind: "job", object_id, detail };
            self.record(tx, &Doer::from(context), Some(access.customer()), Some(job.partner_id), act).await
        })?;
        self.work.notify_waiters();
        Ok(())
    }

    /// Ends the jobs about which nobody decided in time; workers say so in each row.
    pub async fn sweep_approvals(&self) -> Result<usize> {
        let expired = self.store.read().await?.expired_approvals_any_tenant(self.clock.now()).await?;
        for waiting in &expired {
            let (tenant, id) = (waiting.tenant_id, waiting.job_id);
            taxiway_store::write!(self.store, |tx| {
                let job = tx.job(tenant, id).await?.ok_or(ServiceError::NotFound)?;
                if tx.cancel_job(tenant, id, self.clock.now(), "approval-expired").await? {
                    let customer = tx.organisation(tenant).await?.ok_or(ServiceError::NotFound)?;
                    self.record_stop(tx, &job, &customer, "approval-expired").await?;
                }
                Ok::<_, ServiceError>(())
            })?;
        }
        if !expired.is_empty() {
            self.work.notify_waiters();
        }
        Ok(expired.len())
    }

    /// Everything that somebody who decides looks at; only while it waits.
    async fn look_at(&self, conn: &mut Conn, access: &CustomerAccess, job: JobId) -> Result<Looked> {
        let customer = access.tenant();
        let job = conn.job(customer, job).await?.ok_or(ServiceError::NotFound)?;
        let approval = conn.approval(customer, job.job_id).await?.ok_or(ServiceError::NotFound)?;
        if approval.state != "waiting" {
            return Err(ServiceError::Conflict("approval-over"));
        }
        let upload = conn.upload(customer, job.upload_id).await?.ok_or(ServiceError::NotFound)?;
        let basis = basis_of(conn, customer, job.partner_id).await?;
        let scope = basis.as_ref().and_then(Basis::scope).filter(|scope| scope.limits_rows());
        let sight = Sight {
            scope: scope.cloned(),
            group_tag: job.group_tag.clone(),
            retry_of: job.retry_of.map(JobId::from_untyped_uuid),
        };
        let survey = self.survey(conn, &upload, &sight).await?;
        Ok(Looked { job, approval, upload, sight, survey })
    }
}

impl Looked {
    fn chosen(&self) -> Result<RowRanges> {
        self.approval.approved.parse().map_err(ServiceError::internal("read the rows chosen"))
    }
}

async fn waiting_upload(conn: &mut Conn, job: Job, expires_at: Timestamp) -> Result<WaitingUpload> {
    let partner = conn.organisation(job.partner_id).await?.map(|found| found.name).unwrap_or_default();
    Ok(WaitingUpload { job: view(conn, job).await?, partner, expires_at })
}

fn groups(survey: &Survey, chosen: &RowRanges) -> Vec<GroupChoice> {
    let group = |group: &crate::survey::RowGroup| GroupChoice {
        key: group.key(),
        name: group.name.clone(),
        rows: group.rows.count(),
        chosen: group.rows.and(chosen).count(),
    };
    survey.groups.iter().map(group).collect()
}
