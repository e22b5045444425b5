//! Receiving a file: read while it arrives, kept as the bytes received, cut at row boundaries.

use bytes::Bytes;
use futures::{Stream, StreamExt};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use taxiway_domain::finding::{Finding, FindingCode};
use taxiway_domain::group_tag::TagRules;
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::role::Action;
use taxiway_intake::{FileFacts, Layout, Mode, Options, Recognition};
use taxiway_store::{Upload, UploadPartInfo};
use tokio::sync::mpsc;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::{Context, CustomerAccess};
use crate::customer::tag_rules;
use crate::error::{Result, ServiceError};
use crate::slicing::{Slice, slices};

/// How a file is to be read; stored with the upload, so that every later reading is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingOptions {
    /// The documented rules to the letter.
    pub strict: bool,
    /// The layout the sender says it has.
    pub layout: Option<Layout>,
    /// The tags that may stand in the file.
    pub tags: TagRules,
    /// Whether a program wrote the list and stated its columns.
    #[serde(default)]
    pub stated: bool,
}

impl ReadingOptions {
    pub(crate) fn options(&self, service: &Service) -> Options {
        Options {
            mode: if self.strict { Mode::Strict } else { Mode::Helpful },
            layout: self.layout,
            limits: service.settings.row_limits.clone(),
            tags: self.tags.clone(),
            find_duplicates: true,
            stated: self.stated,
        }
    }
}

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Its name, for people.
    pub file_name: String,
    /// The documented rules to the letter.
    pub strict: bool,
    /// The layout the sender says it has.
    pub layout: Option<Layout>,
}

/// How often something was said about rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCount {
    /// What was said.
    pub code: FindingCode,
    /// About how many rows.
    pub rows: u64,
    /// About which first.
    pub first: Finding,
}

/// What is known of a file that was read to its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Understood {
    pub recognition: Recognition,
    pub notes: Vec<NoteCount>,
}

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFile {
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What was recognised all the same.
    pub facts: Option<FileFacts>,
}

/// An upload as a caller sees it.
#[derive(Debug, Clone)]
pub struct UploadView {
    /// The stored facts.
    pub upload: Upload,
    /// What was recognised; none when it is refused.
    pub recognition: Option<Recognition>,
    /// What was said about rows, by code.
    pub notes: Vec<NoteCount>,
    /// Why it is refused.
    pub refusal: Option<RefusedFile>,
}

impl UploadView {
    /// Rows that will be registered, as far as the file alone tells.
    pub fn registrable(&self) -> u64 {
        (self.upload.ok_rows + self.upload.warning_rows).unsigned_abs()
    }
}

/// What reading a file to its end yields.
#[derive(Debug)]
pub(crate) enum Ending {
    Understood(Box<Understood>),
    Refused(RefusedFile),
    Interrupted,
}

/// File names are shown, never used as paths; longer ones are cut.
const FILE_NAME_CHARS: usize = 200;
/// Uploads that nobody registered are kept this long.
const KEEP_UNUSED: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Service {
    /// Takes a file in for a customer and reads it once. Nothing is registered.
    ///
    /// A refused file is an upload too, with its reasons; a broken-off transfer leaves nothing.
    pub async fn receive<E: Send>(
        &self,
        context: &Context,
        customer: OrganisationId,
        new: NewUpload,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<UploadId> {
        self.receive_as(context, customer, new, false, body).await
    }

    /// As [`Self::receive`], for a list that a program wrote with [`ListWriter`](taxiway_intake::write::ListWriter): each of
    /// its devices becomes one row, in its order, whatever its values hold.
    pub async fn receive_list<E: Send>(
        &self,
        context: &Context,
        customer: OrganisationId,
        name: &str,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<UploadId> {
        let new = NewUpload { file_name: name.to_owned(), strict: false, layout: None };
        self.receive_as(context, customer, new, true, body).await
    }

    async fn receive_as<E: Send>(
        &self,
        context: &Context,
        customer: OrganisationId,
        new: NewUpload,
        stated: bool,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<UploadId> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadCreate).await?;
        let tags = tag_rules(&mut conn, customer).await?;
        drop(conn);
        let reading = ReadingOptions { strict: new.strict, layout: new.layout, tags, stated };
        let upload = self.open_upload(context, &access, &new, &reading).await?;
        match self.take_in(&upload, &reading, body).await {
            Ok(finished) => {
                self.close_upload(context, &access, &finished).await?;
                Ok(finished.upload_id)
            }
            Err(error) => {
                let (tenant, id) = (upload.tenant_id, upload.upload_id);
                taxiway_store::write!(self.store, |tx| {
                    Ok::<_, ServiceError>(tx.delete_upload(tenant, id).await?)
                })?;
                Err(error)
            }
        }
    }

    async fn open_upload(
        &self,
        context: &Context,
        access: &CustomerAccess,
        new: &NewUpload,
        reading: &ReadingOptions,
    ) -> Result<Upload> {
        let now = self.clock.now();
        let upload = Upload {
            tenant_id: access.tenant(),
            upload_id: self.ids.new_id(now),
            partner_id: context.actor.organisation_id,
            file_name: new.file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS).collect(),
            state: "receiving".to_owned(),
            options: serde_json::to_string(reading)
                .map_err(ServiceError::internal("write reading options"))?,
            recognition: None,
            refusal: None,
            bytes: 0,
            sha256: None,
            parts: 0,
            total_rows: 0,
            ok_rows: 0,
            warning_rows: 0,
            error_rows: 0,
            created_by: context.actor.user_id,
            created_at: now,
        };
        taxiway_store::write!(self.store, |tx| { Ok::<_, ServiceError>(tx.insert_upload(&upload).await?) })?;
        Ok(upload)
    }

    /// Feeds the reader from the network, stores the slices it cuts, and tells what came of it.
    async fn take_in<E: Send>(
        &self,
        upload: &Upload,
        reading: &ReadingOptions,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<Upload> {
        let (to_reader, from_network) = mpsc::channel::<Option<Bytes>>(16);
        let (to_store, mut from_reader) = mpsc::channel::<Slice>(2);
        let options = reading.options(self);
        let sizes = self.settings.parts;
        let reader = tokio::task::spawn_blocking(move || slices(from_network, &options, sizes, &to_store));
        let limit = self.settings.upload_bytes;
        let pass_on = feed(body, to_reader, limit);
        // Its end of the channel goes with it: a reader whose slices nobody takes any more must not wait.
        let store = async move {
            let mut finished = upload.clone();
            while let Some(slice) = from_reader.recv().await {
                self.store_slice(&mut finished, &slice).await?;
            }
            Ok::<_, ServiceError>(finished)
        };
        let (fed, stored) = tokio::join!(pass_on, store);
        let ending = reader.await.map_err(ServiceError::internal("read an upload"))?;
        let received = fed?;
        let mut finished = stored?;
        match ending {
            Ending::Interrupted => return Err(ServiceError::Interrupted),
            Ending::Understood(understood) => {
                let text = serde_json::to_string(&understood)
                    .map_err(ServiceError::internal("write a recognition"))?;
                finished.recognition = Some(text);
                "ready".clone_into(&mut finished.state);
            }
            Ending::Refused(refusal) => {
                let text =
                    serde_json::to_string(&refusal).map_err(ServiceError::internal("write a refusal"))?;
                finished.refusal = Some(text);
                "refused".clone_into(&mut finished.state);
            }
        }
        finished.bytes = signed(received.bytes);
        finished.sha256 = Some(received.sha256.to_vec());
        Ok(finished)
    }

    async fn store_slice(&self, upload: &mut Upload, slice: &Slice) -> Result<()> {
        let part = UploadPartInfo {
            part: upload.parts,
            first_line: signed(slice.first_line),
            first_row: signed(slice.first_row),
            total_rows: signed(slice.ok + slice.warnings + slice.errors),
            ok_rows: signed(slice.ok),
            warning_rows: signed(slice.warnings),
            error_rows: signed(slice.errors),
        };
        let duplicates = (!slice.duplicates.is_empty()).then(|| json!(slice.duplicates).to_string());
        taxiway_store::write!(self.store, |tx| {
            let stored = tx.insert_upload_part(
                upload.tenant_id,
                upload.upload_id,
                &part,
                duplicates.as_deref(),
                &slice.data,
            );
            Ok::<_, ServiceError>(stored.await?)
        })?;
        upload.parts += 1;
        upload.total_rows += part.total_rows;
        upload.ok_rows += part.ok_rows;
        upload.warning_rows += part.warning_rows;
        upload.error_rows += part.error_rows;
        Ok(())
    }

    async fn close_upload(&self, context: &Context, access: &CustomerAccess, upload: &Upload) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            tx.finish_upload(upload).await?;
            let detail =
                json!({ "file": upload.file_name, "rows": upload.total_rows, "state": upload.state });
            let object_id = upload.upload_id.to_string();
            let act = Act { action: "upload.receive", object_kind: "upload", object_id, detail };
            self.record(tx, &Doer::from(context), Some(access.customer()), None, act).await
        })
    }

    /// An upload that the caller may read.
    pub async fn upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<UploadView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let found = conn.upload(customer, upload).await?.filter(|found| access.sees(found.partner_id));
        view(found.filter(|found| found.state != "receiving").ok_or(ServiceError::NotFound)?)
    }

    /// Gives an upload up before anything was registered from it.
    pub async fn discard_upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadCreate).await?;
        let found = conn.upload(customer, upload).await?.filter(|found| access.sees(found.partner_id));
        let found = found.ok_or(ServiceError::NotFound)?;
        if conn.upload_has_job(customer, upload).await? {
            return Err(ServiceError::Conflict("upload-in-use"));
        }
        drop(conn);
        self.remove_upload(context, customer, found.upload_id).await
    }

    /// Removes an upload that has no job and of which the caller is known to be the sender.
    pub(crate) async fn remove_upload(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
    ) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            let Some(found) = tx.upload(customer, upload).await? else { return Ok(()) };
            let owner = tx.organisation(customer).await?.ok_or(ServiceError::NotFound)?;
            tx.delete_upload(customer, upload).await?;
            let detail = json!({ "file": found.file_name });
            let object_id = upload.to_string();
            let act = Act { action: "upload.discard", object_kind: "upload", object_id, detail };
            self.record(tx, &Doer::from(context), Some(&owner), None, act).await
        })
    }

    /// Removes uploads that nobody registered within a week, and those whose transfer died with its process.
    pub async fn sweep_uploads(&self) -> Result<usize> {
        let now = self.clock.now();
        let mut conn = self.store.read().await?;
        let mut unused =
            conn.abandoned_uploads_any_tenant("receiving", now - SignedDuration::from_hours(24)).await?;
        for state in ["ready", "refused"] {
            unused.extend(conn.abandoned_uploads_any_tenant(state, now - KEEP_UNUSED).await?);
        }
        drop(conn);
        let doer = Doer::service(&self.request_id());
        for upload in &unused {
            taxiway_store::write!(self.store, |tx| {
                tx.delete_upload(upload.tenant_id, upload.upload_id).await?;
                let customer = tx.organisation(upload.tenant_id).await?.ok_or(ServiceError::NotFound)?;
                let detail = json!({ "file": upload.file_name, "state": upload.state });
                let object_id = upload.upload_id.to_string();
                let act = Act { action: "upload.expire", object_kind: "upload", object_id, detail };
                self.record(tx, &doer, Some(&customer), Some(upload.partner_id), act).await
            })?;
        }
        Ok(unused.len())
    }
}

/// What arrived, whether the reader wanted all of it or not.
struct Received {
    bytes: u64,
    sha256: [u8; 32],
}

/// Passes the body on; `None` to the reader means that it arrived whole.
async fn feed<E: Send>(
    body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    to_reader: mpsc::Sender<Option<Bytes>>,
    limit: u64,
) -> Result<Received> {
    let mut body = std::pin::pin!(body);
    let mut bytes = 0;
    let mut sha256 = Sha256::new();
    while let Some(chunk) = body.next().await {
        let Ok(chunk) = chunk else { return Err(ServiceError::Interrupted) };
        bytes += chunk.len() as u64;
        if bytes > limit {
            return Err(ServiceError::TooLarge { limit });
        }
        sha256.update(&chunk);
        // A reader that has refused the file takes no more; the rest is received and dropped, so that the sender gets its
        // answer instead of a broken connection.
        let _ = to_reader.send(Some(chunk)).await;
    }
    let _ = to_reader.send(None).await;
    Ok(Received { bytes, sha256: sha256.finalize().into() })
}

pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn view(upload: Upload) -> Result<UploadView> {
    let understood = understood(&upload)?;
    let refusal = upload.refusal.as_deref().map(serde_json::from_str).transpose();
    let refusal = refusal.map_err(ServiceError::internal("read a refusal"))?;
    let (recognition, notes) =
        understood.map_or((None, Vec::new()), |one| (Some(one.recognition), one.notes));
    Ok(UploadView { upload, recognition, notes, refusal })
}

pub(crate) fn understood(upload: &Upload) -> Result<Option<Understood>> {
    upload
        .recognition
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(ServiceError::internal("read a recognition"))
}
