//! Batches of devices.

use newtype_uuid::GenericUuid;
use serde::Serialize;
use taxiway_domain::group_tag::{TagRules, TagVerdict};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::Action;
use taxiway_service::{BatchView, CustomerAccess, RequestKey, Submission};
use tokio::sync::mpsc;

use super::{Outcome, ok};
use crate::body::Arriving;
use crate::devices::{Broken, Shape};
use crate::door::Calling;
use crate::fault::{Fault, shortened};
use crate::stream::{self, Envelope};
use crate::wire::{self, Attributes, Collection, Link, attributes};

/// Longest batch id, in characters.
const BATCH_CHARS: usize = 128;
/// How tags of the published form begin; a batch id that begins so is meant as one.
const PUBLISHED_TAGS: &str = "microsoft365managed";

/// A batch as published.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceBatch {
    id: String,
    created_by: String,
    creation_date: String,
    devices_count: u64,
    devices_link: Link,
    attributes: Attributes,
}

fn published(customer: OrganisationId, batch: BatchView) -> DeviceBatch {
    let segment = wire::segment(&batch.name);
    DeviceBatch {
        created_by: batch.partner,
        creation_date: wire::time(batch.created_at),
        devices_count: batch.devices,
        devices_link: Link::get(format!("/customers/{customer}/deviceBatches/{segment}/devices")),
        id: batch.name,
        attributes: attributes("DeviceBatch"),
    }
}

pub(super) async fn list(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let batches = calling.door.service.batches(&calling.context, customer).await;
    let batches = batches.map_err(Calling::about_customer)?;
    let items = batches.into_iter().map(|batch| published(customer, batch)).collect();
    Ok(ok(&Collection::whole(items)))
}

pub(super) async fn create(calling: Calling) -> Outcome {
    take(calling, Shape::Object).await
}

pub(super) async fn add(calling: Calling) -> Outcome {
    take(calling, Shape::List).await
}

/// Takes devices in: to a batch that the path names, or to one that the body names.
async fn take(calling: Calling, shape: Shape) -> Outcome {
    let customer = calling.customer()?;
    let access = calling.door.service.customer(&calling.context, customer, Action::DeviceRegister).await;
    let access = access.map_err(Calling::about_customer)?;
    let named = match shape {
        Shape::Object => None,
        Shape::List => {
            let name = calling.part(1).trim();
            let found = calling.door.service.batch_named(&calling.context, customer, name).await;
            Some(found.map_err(|error| Fault::of(error, "batch"))?)
        }
    };
    let body = calling.take_body(calling.door.settings.body_bytes)?;
    let file = named.as_ref().map_or("Partner Center API", |batch| batch.name.as_str());
    let (envelope, upload) = receive(&calling, customer, file, shape, body).await?;
    let service = &calling.door.service;
    let submission = match submission(&calling, &access, named.map(|batch| batch.name), &envelope).await {
        Ok(submission) => submission,
        Err(fault) => {
            service
                .discard_upload(&calling.context, customer, upload)
                .await
                .map_err(Calling::about_customer)?;
            return Err(fault);
        }
    };
    let job = service.submit_or_discard(&calling.context, customer, upload, &submission).await;
    let job = job.map_err(Calling::about_customer)?;
    Ok(calling.accepted(customer, job.into_untyped_uuid()))
}

/// Reads the body while it arrives and stores it as a file of the customer.
async fn receive(
    calling: &Calling,
    customer: OrganisationId,
    file: &str,
    shape: Shape,
    body: Arriving,
) -> Result<(Envelope, taxiway_domain::ids::UploadId), Fault> {
    // Each takes threads that wait for one another.
    let turn = calling.door.uploads.acquire().await.map_err(|_| Fault::ours())?;
    let (to_reader, from_network) = mpsc::channel(16);
    let (to_file, lines) = mpsc::channel(4);
    let reader = tokio::task::spawn_blocking(move || stream::read(from_network, shape, &to_file));
    let name = format!("{file}.json");
    let lines = futures::stream::unfold(lines, |mut lines| async move {
        let line = lines.recv().await?;
        Some((line, lines))
    });
    let pumped = stream::pump(body, to_reader);
    let stored = calling.door.service.receive_list(&calling.context, customer, &name, lines);
    let (pumped, stored) = tokio::join!(pumped, stored);
    let read = reader.await.map_err(|_| Fault::ours())?;
    drop(turn);
    match (pumped, read, stored) {
        (Ok(()), Ok(envelope), Ok(upload)) => Ok((envelope, upload)),
        (pumped, read, stored) => {
            if let Ok(upload) = stored {
                calling
                    .door
                    .service
                    .discard_upload(&calling.context, customer, upload)
                    .await
                    .map_err(Calling::about_customer)?;
            }
            // What was wrong first: the transfer, the body, the file made of it.
            Err(match (pumped, read, stored) {
                (Err(fault), ..) => fault,
                (_, Err(Broken::Fault(fault)), _) => *fault,
                (_, _, Err(error)) => Calling::about_customer(error),
                (_, _, Ok(_)) => Fault::invalid("body-cut", &[]),
            })
        }
    }
}

/// What is asked for beside the devices.
async fn submission(
    calling: &Calling,
    access: &CustomerAccess,
    named: Option<String>,
    envelope: &Envelope,
) -> Result<Submission, Fault> {
    let given = named.is_none();
    let batch = match named.or_else(|| envelope.batch_id.clone()) {
        Some(name) => name.trim().to_owned(),
        None => String::new(),
    };
    if given && batch.is_empty() {
        return Err(Fault::property("json-missing", &[("field", "batchId")]));
    }
    if given && !is_batch_id(&batch) {
        let limit = BATCH_CHARS.to_string();
        return Err(Fault::property("batch-id", &[("field", "batchId"), ("limit", &limit)]));
    }
    let rules = calling.door.service.tag_rules(access).await.map_err(Calling::about_customer)?;
    let group_tag = match &envelope.group_tag {
        Some(tag) => Some(known_tag(&rules, tag)?),
        None => tag_of(&rules, &batch)?,
    };
    Ok(Submission {
        group_tag,
        batch_name: Some(batch),
        order_id: envelope.order_id.clone(),
        purchase_id: envelope.purchase_id.clone(),
        request_id: calling.context.request_id.clone(),
        once: calling.once(envelope.digest).or_else(|| {
            // Nobody can repeat it: its own id tells it apart.
            Some(RequestKey {
                key: format!("partner-center {}", calling.context.request_id),
                digest: envelope.digest,
            })
        }),
    })
}

/// A group tag that was given as one: it must be the customer's, letter by letter.
fn known_tag(rules: &TagRules, tag: &str) -> Result<String, Fault> {
    let value = shortened(tag);
    let unknown = |nearest: Option<&str>| match nearest {
        None => Fault::property("group-tag", &[("field", "groupTag"), ("value", &value)]),
        Some(nearest) => {
            let values = [("field", "groupTag"), ("value", &*value), ("nearest", nearest)];
            Fault::property("group-tag-near", &values)
        }
    };
    match rules.resolve(tag) {
        TagVerdict::Known { .. } | TagVerdict::Custom { .. } => Ok(tag.to_owned()),
        TagVerdict::NotSupported { nearest, .. } => Err(unknown(Some(nearest))),
        TagVerdict::Unknown { nearest, .. } => Err(unknown(nearest.as_deref())),
    }
}

/// Whether a batch can be called so. Clients cannot send a path with a segment of dots: they take it for a direction.
fn is_batch_id(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
        && text.chars().count() <= BATCH_CHARS
        && !text.chars().any(char::is_control)
}

/// The group tag that a batch id stands for. Other names are names and nothing else; one that comes so near to a tag
/// that it must have been meant is refused, because devices without their tag would go to the wrong profile.
fn tag_of(rules: &TagRules, batch: &str) -> Result<Option<String>, Fault> {
    let near =
        |nearest: &str| Fault::property("batch-near-tag", &[("field", "batchId"), ("nearest", nearest)]);
    match rules.resolve(batch) {
        TagVerdict::Known { .. } | TagVerdict::Custom { .. } => Ok(Some(batch.to_owned())),
        TagVerdict::NotSupported { nearest, .. } => Err(near(nearest)),
        TagVerdict::Unknown { nearest, .. } => {
            let folded = taxiway_domain::fold::text(batch);
            match nearest {
                Some(nearest) if folded == taxiway_domain::fold::text(&nearest) => Err(near(&nearest)),
                nearest if folded.starts_with(PUBLISHED_TAGS) => Err(near(&nearest.unwrap_or_default())),
                _ => Ok(None),
            }
        }
    }
}
