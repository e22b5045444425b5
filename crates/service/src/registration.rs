//! Handing an upload to the workers.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use serde_json::json;
use sha2::{Digest, Sha256};
use taxiway_domain::group_tag::{GroupTag, TagVerdict};
use taxiway_domain::ids::{JobId, OrganisationId, UploadId};
use taxiway_domain::relationship::Approval;
use taxiway_domain::role::Action;
use taxiway_domain::rows::RowRanges;
use taxiway_store::{Batch, Job, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::basis::{Basis, basis_of};
use crate::context::Context;
use crate::customer::tag_rules;
use crate::error::{Result, ServiceError};
use crate::order::Ordered;
use crate::request_key::RequestKey;

/// What is asked for beside the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submission {
    /// Group tag of the rows that carry none.
    pub group_tag: Option<String>,
    /// Name of the batch; a batch of one's own of that name, in capitals or not, is extended. An empty name takes the file's.
    pub batch_name: Option<String>,
    /// The partner's order number.
    pub order_id: Option<String>,
    /// The partner's purchase number.
    pub purchase_id: Option<String>,
    /// Makes a repetition harmless: the same id with the same content gives the same job.
    pub request_id: String,
    /// What the sender gave to make a repetition harmless, when it sent the devices along; it takes the place of the request's id
    /// and of the upload in telling requests apart.
    pub once: Option<RequestKey>,
}

impl Submission {
    /// Under what a repetition of this request is found again.
    fn repeated_as(&self) -> &str {
        self.once.as_ref().map_or(&self.request_id, |once| &once.key)
    }
}

/// Longest batch name, order and purchase number, in characters.
const TEXT_CHARS: usize = 128;

fn text(field: &'static str, text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > TEXT_CHARS || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, "text", TEXT_CHARS.to_string()));
    }
    Ok(Some(text.to_owned()))
}

impl Service {
    /// Makes a job of an upload: durable once this returns.
    pub async fn submit(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
        submission: &Submission,
    ) -> Result<JobId> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceRegister).await?;
        let found = conn.upload(customer, upload).await?.filter(|found| access.sees(found.partner_id));
        let found = found.ok_or(ServiceError::NotFound)?;
        if found.state != "ready" {
            return Err(ServiceError::Conflict("upload-refused"));
        }
        let rules = tag_rules(&mut conn, customer).await?;
        let group_tag = match text("group-tag", submission.group_tag.as_deref())? {
            None => None,
            Some(tag) => Some(known_tag(&rules, &tag)?),
        };
        let order_id = text("order-id", submission.order_id.as_deref())?;
        let purchase_id = text("purchase-id", submission.purchase_id.as_deref())?;
        let now = self.clock.now();
        let wanted_batch = match text("batch-name", submission.batch_name.as_deref())? {
            Some(name) => WantedBatch::Named(name),
            None => WantedBatch::New(default_name(&found.file_name, now)),
        };
        let organisation = context.actor.organisation_id;
        let basis = basis_of(&mut conn, customer, organisation).await?.ok_or(ServiceError::NotFound)?;
        let digest = match &submission.once {
            Some(once) => once.digest.to_vec(),
            None => digest(customer, upload, submission),
        };
        if let Some(earlier) = conn.job_request(organisation, submission.repeated_as()).await? {
            return repeated(&earlier.digest, &digest, earlier.job_id);
        }
        let ordered = Ordered { upload: &found, retry_of: None, order_id: order_id.as_deref() };
        self.require_covered(&mut conn, &basis, ordered, now).await?;
        let parts =
            conn.upload_parts(customer, upload).await?.iter().filter(|part| part.total_rows > 0).count();
        drop(conn);
        let job = Job {
            tenant_id: customer,
            job_id: self.ids.new_id(now),
            upload_id: upload,
            batch_id: self.ids.new_id(now),
            partner_id: organisation,
            retry_of: None,
            group_tag,
            order_id,
            purchase_id,
            state: first_state(&basis).to_owned(),
            reason: None,
            total_rows: found.total_rows,
            parts: i64::try_from(parts).unwrap_or(i64::MAX),
            request_id: submission.request_id.clone(),
            created_by: context.actor.user_id,
            created_at: now,
            started_at: None,
            finished_at: None,
            relationship_id: basis.relationship().map(GenericUuid::into_untyped_uuid),
            stopped_by: None,
        };
        let submitted = taxiway_store::write!(self.store, |tx| {
            hold(tx, customer, &basis).await?;
            // It may have been given up in the meantime.
            tx.upload(customer, upload).await?.ok_or(ServiceError::NotFound)?;
            let batch = batch(tx, &job, &wanted_batch).await?;
            let job = Job { batch_id: batch.batch_id, ..job.clone() };
            tx.insert_job_request(organisation, submission.repeated_as(), &job, &digest).await?;
            self.insert_job(tx, &job).await?;
            let detail = json!({ "file": found.file_name, "rows": job.total_rows, "batch": batch.name, "tag": job.group_tag });
            let act =
                Act { action: "job.submit", object_kind: "job", object_id: job.job_id.to_string(), detail };
            self.record(tx, &Doer::from(context), Some(access.customer()), None, act).await
        });
        self.made_once(submitted, (organisation, submission.repeated_as()), &job, &digest).await
    }

    /// As [`Self::submit`], for an upload that came with this very request: where it makes no job of its own, nothing is left of it.
    pub async fn submit_or_discard(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
        submission: &Submission,
    ) -> Result<JobId> {
        let made = self.submit(context, customer, upload, submission).await;
        if !self.store.read().await?.upload_has_job(customer, upload).await? {
            self.remove_upload(context, customer, upload).await?;
        }
        made
    }

    /// Adds a job; the customer has time to decide where it wants to.
    pub(crate) async fn insert_job(&self, tx: &mut Tx, job: &Job) -> Result<()> {
        tx.insert_job(job).await?;
        if job.state == PENDING {
            let expires_at = job.created_at + self.settings.approval;
            // Every row is chosen at first.
            tx.insert_approval(job.tenant_id, job.job_id, &RowRanges::all().to_string(), expires_at).await?;
        }
        Ok(())
    }

    /// The job that a request made: when it arrived twice at once, the one that the other made.
    pub(crate) async fn made_once(
        &self,
        made: Result<()>,
        (organisation, request): (OrganisationId, &str),
        job: &Job,
        digest: &[u8],
    ) -> Result<JobId> {
        match made {
            Ok(()) => {
                self.work.notify_waiters();
                Ok(job.job_id)
            }
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                let earlier = self.store.read().await?.job_request(organisation, request).await?;
                let earlier = earlier.ok_or(ServiceError::Store(error))?;
                repeated(&earlier.digest, digest, earlier.job_id)
            }
            Err(error) => Err(error),
        }
    }
}

/// The state of a job that waits for the customer.
const PENDING: &str = "pending-approval";

/// Where a job begins under this consent.
pub(crate) fn first_state(basis: &Basis) -> &'static str {
    match basis.scope().map(|scope| scope.approval) {
        Some(Approval::Each) => PENDING,
        _ => "queued",
    }
}

/// Keeps the consent from ending before the job is there: what ends it stops every job that is.
pub(crate) async fn hold(tx: &mut Tx, customer: OrganisationId, basis: &Basis) -> Result<()> {
    match basis.relationship() {
        Some(relationship) if !tx.hold_consent(customer, relationship).await? => Err(ServiceError::NotFound),
        _ => Ok(()),
    }
}

/// The batch that a submission asks for.
enum WantedBatch {
    /// The one of this name, whether there is one already or not.
    Named(String),
    /// A new one, called like this or a little longer.
    New(String),
}

/// What a batch without a name is called.
fn default_name(file: &str, now: Timestamp) -> String {
    let file: String = file.chars().take(TEXT_CHARS - 30).collect();
    format!("{file} {}", now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S"))
}

async fn batch(tx: &mut Tx, job: &Job, wanted: &WantedBatch) -> Result<Batch> {
    let new = |name: &str| Batch {
        batch_id: job.batch_id,
        name: name.to_owned(),
        partner_id: job.partner_id,
        created_at: job.created_at,
    };
    match wanted {
        WantedBatch::Named(name) => match own_batch(tx, job, name).await? {
            Some(batch) => Ok(batch),
            None => Ok(tx.batch_named(job.tenant_id, &new(name), job.created_by).await?),
        },
        WantedBatch::New(first) => {
            // A file of the same name in the same second is still a batch of its own.
            let (mut name, mut number) = (first.clone(), 1);
            loop {
                if own_batch(tx, job, &name).await?.is_none() {
                    let batch = tx.batch_named(job.tenant_id, &new(&name), job.created_by).await?;
                    if batch.batch_id == job.batch_id {
                        return Ok(batch);
                    }
                }
                number += 1;
                name = format!("{first} ({number})");
            }
        }
    }
}

/// The partner's own batch that is meant by a name; capitals make no difference.
async fn own_batch(tx: &mut Tx, job: &Job, name: &str) -> Result<Option<Batch>> {
    let mut called = tx.batches_called(job.tenant_id, name).await?;
    called.retain(|batch| batch.partner_id == job.partner_id);
    Ok(Batch::meant(called, name))
}

fn known_tag(rules: &taxiway_domain::group_tag::TagRules, tag: &str) -> Result<String> {
    match rules.resolve(tag) {
        TagVerdict::Known { .. } | TagVerdict::Custom { .. } => {}
        TagVerdict::NotSupported { .. } => {
            return Err(ServiceError::invalid("group-tag", "tag-not-supported", tag));
        }
        TagVerdict::Unknown { nearest, .. } => {
            return Err(ServiceError::invalid("group-tag", "tag-unknown", nearest.unwrap_or_default()));
        }
    }
    GroupTag::new(tag)
        .map(|tag| tag.as_str().to_owned())
        .map_err(|_| ServiceError::invalid("group-tag", "tag", tag))
}

/// The job of an earlier request, if this one asks for the same.
pub(crate) fn repeated(earlier: &[u8], now: &[u8], job: JobId) -> Result<JobId> {
    if earlier == now { Ok(job) } else { Err(ServiceError::Conflict("request-id-reused")) }
}

/// What a request asks for, apart from its id.
fn digest(customer: OrganisationId, upload: UploadId, submission: &Submission) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(customer.into_untyped_uuid().as_bytes());
    hasher.update(upload.into_untyped_uuid().as_bytes());
    let fields =
        [&submission.group_tag, &submission.batch_name, &submission.order_id, &submission.purchase_id];
    for field in fields {
        hasher.update(field.as_deref().unwrap_or_default().as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().to_vec()
}
