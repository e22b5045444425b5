//! Devices of a batch.

use std::collections::HashMap;

use axum::http::StatusCode;
use newtype_uuid::GenericUuid;
use serde::{Deserialize, Serialize};
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::ids::{DeviceId, DeviceKind, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_service::{AssignedProfile, BatchView, DeviceRow, ProfileChoice, ServiceError};
use uuid::Uuid;

use super::policy::{Chosen, PolicyCategory, choice_of};
use super::{Outcome, continuation_token, ok};
use crate::door::Calling;
use crate::fault::Fault;
use crate::json::Fields;
use crate::reply::Reply;
use crate::wire::{self, Attributes, Collection, attributes};

/// Devices of a page (the published number).
const PAGE: usize = 100;

/// A device as published, with our group tag. Its allowed operations are not written: in no published answer are they, and one
/// client cannot read them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oem_manufacturer_name: Option<String>,
    policies: Vec<AssignedPolicy>,
    uploaded_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_tag: Option<String>,
    attributes: Attributes,
}

/// A policy of a device: its kind, and its id or nothing.
#[derive(Debug, Serialize)]
struct AssignedPolicy {
    key: PolicyCategory,
    value: Option<String>,
}

/// What a token of a page holds.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    after: Uuid,
}

fn published(row: DeviceRow, profile: Option<&AssignedProfile>) -> Device {
    let device = row.device;
    Device {
        id: device.device_id.to_string(),
        serial_number: device.serial_number,
        product_key: device.product_key,
        model_name: device.model,
        oem_manufacturer_name: device.manufacturer,
        policies: vec![AssignedPolicy {
            key: PolicyCategory::OutOfBox,
            value: profile.map(|profile| profile.profile_id.to_string()),
        }],
        uploaded_date: wire::time(device.registered_at),
        group_tag: device.group_tag,
        attributes: attributes("Device"),
    }
}

/// The profiles of devices, for callers who may know them.
async fn profiles(
    calling: &Calling,
    customer: OrganisationId,
    devices: &[DeviceId],
) -> Result<HashMap<DeviceId, AssignedProfile>, Fault> {
    if !calling.context.may(Action::ProfileRead) {
        return Ok(HashMap::new());
    }
    let found = calling.door.service.profiles_of_devices(&calling.context, customer, devices).await;
    found.map_err(Calling::about_customer)
}

/// The batch in the path.
async fn batch(calling: &Calling, customer: OrganisationId) -> Result<BatchView, Fault> {
    let service = &calling.door.service;
    service
        .customer(&calling.context, customer, Action::DeviceList)
        .await
        .map_err(Calling::about_customer)?;
    let found = service.batch_named(&calling.context, customer, calling.part(1).trim()).await;
    found.map_err(|error| Fault::of(error, "batch"))
}

/// The device in the path, of the batch in the path, and its profile.
async fn device(
    calling: &Calling,
    customer: OrganisationId,
) -> Result<(DeviceRow, Option<AssignedProfile>), Fault> {
    let id: DeviceId = calling.id::<DeviceKind>(2, "device")?;
    let found =
        calling.door.service.device_of_batch(&calling.context, customer, calling.part(1).trim(), id).await;
    match found {
        Ok(found) => Ok(found),
        // Which of the three there is not is worth further looks.
        Err(ServiceError::NotFound) => {
            batch(calling, customer).await?;
            Err(Fault::not_found("device"))
        }
        Err(error) => Err(Fault::of(error, "device")),
    }
}

pub(super) async fn list(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let batch = batch(&calling, customer).await?;
    let after = calling.continuation::<Place>()?.map(|place| DeviceId::from_untyped_uuid(place.after));
    let page =
        calling.door.service.batch_devices(&calling.context, customer, batch.batch_id, after, PAGE).await;
    let page = page.map_err(|error| Fault::of(error, "batch"))?;
    let ids: Vec<DeviceId> = page.devices.iter().map(|row| row.device.device_id).collect();
    let profiles = profiles(&calling, customer, &ids).await?;
    let items = page.devices.into_iter().map(|row| {
        let profile = profiles.get(&row.device.device_id);
        published(row, profile)
    });
    let next = page.next.map(|after| continuation_token(&Place { after: after.into_untyped_uuid() }));
    Ok(ok(&Collection {
        items: items.collect(),
        total_count: batch.devices,
        links: None,
        continuation_token: next,
        attributes: attributes("Collection"),
    }))
}

pub(super) async fn get(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let (row, profile) = device(&calling, customer).await?;
    Ok(ok(&published(row, profile.as_ref())))
}

pub(super) async fn update(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let (row, _) = device(&calling, customer).await?;
    let (body, digest) = calling.small_body().await?;
    let fields = body.fields("")?;
    unchanged(&fields, &row)?;
    same_hash(&calling, customer, &fields, &row).await?;
    if let Some(Chosen(profile)) = choice_of(&fields)? {
        let choice = ProfileChoice { device: row.device.device_id.to_string(), profile };
        let service = &calling.door.service;
        let made = service
            .assign_profiles(&calling.context, customer, &[choice], calling.once(digest).as_ref())
            .await;
        let made = made.map_err(Calling::about_customer)?;
        let assignment = service.assignment(&calling.context, customer, made).await;
        let verdicts = assignment.map_err(Calling::about_customer)?.verdicts;
        if verdicts.iter().any(|verdict| verdict.code.is_some()) {
            return Err(Fault::not_found("policy"));
        }
    }
    let (row, profile) = device(&calling, customer).await?;
    Ok(ok(&published(row, profile.as_ref())))
}

/// Refuses a change of what identifies a device. Clients send back the whole device as they got it, or parts of it.
fn unchanged(fields: &Fields<'_>, row: &DeviceRow) -> Result<(), Fault> {
    let device = &row.device;
    let id = device.device_id.to_string();
    let known = [
        ("id", Some(id.as_str())),
        ("serialNumber", device.serial_number.as_deref()),
        ("productKey", device.product_key.as_deref()),
        ("modelName", device.model.as_deref()),
        ("oemManufacturerName", device.manufacturer.as_deref()),
        ("groupTag", device.group_tag.as_deref()),
    ];
    for (name, value) in known {
        if let Some(sent) = fields.text(name)?
            && Some(sent) != value
            && !(name == "id" && sent.eq_ignore_ascii_case(&id))
        {
            return Err(Fault::property("device-fixed", &[("field", name)]));
        }
    }
    Ok(())
}

/// The same for the hash, which is never sent to callers, but which some keep from the upload and send again.
async fn same_hash(
    calling: &Calling,
    customer: OrganisationId,
    fields: &Fields<'_>,
    row: &DeviceRow,
) -> Result<(), Fault> {
    let Some(sent) = fields.text("hardwareHash")? else { return Ok(()) };
    let device = calling.door.service.device(&calling.context, customer, row.device.device_id).await;
    let known = device.map_err(|error| Fault::of(error, "device"))?.hash;
    let same =
        |known: HardwareHash| HardwareHash::parse(sent).is_ok_and(|sent| sent.content() == known.content());
    if known.is_some_and(same) {
        return Ok(());
    }
    Err(Fault::property("device-fixed", &[("field", "hardwareHash")]))
}

pub(super) async fn delete(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let service = &calling.door.service;
    let access = service.customer(&calling.context, customer, Action::DeviceDeregister).await;
    access.map_err(Calling::about_customer)?;
    let batch = batch(&calling, customer).await?.batch_id;
    let id: DeviceId = calling.id::<DeviceKind>(2, "device")?;
    let once = calling.once([0; 32]);
    let gone = service.deregister_device_of(&calling.context, customer, batch, id, once.as_ref()).await;
    gone.map_err(|error| Fault::of(error, "device"))?;
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}
