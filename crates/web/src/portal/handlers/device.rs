//! Devices of a customer, one device, devices as a file.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use newtype_uuid::GenericUuid;
use taxiway_domain::group_tag::TagVerdict;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::registration::RegistrationState;
use taxiway_domain::role::Action;
use taxiway_intake::write::{ExportDevice, ExportWriter};
use taxiway_service::{
    DeviceCursor, DeviceFilter as Wanted, DevicePage as Found, DeviceView, ExportedDevice,
};

use super::customer::counts;
use super::download::{Written, attachment, cut_off};
use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::flash;
use super::{Answer, Problem, facts};
use crate::portal::confirm::ConfirmPage;
use crate::portal::device::{
    BatchChoice, DeviceFilter, DevicePage, DeviceRow, DevicesPage, HistoryEntry, SearchNext,
};
use crate::portal::pager::Pager;
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: usize = 50;
const SEARCH_RESULTS: usize = 100;
const EXPORTED_AT_ONCE: usize = 500;
/// Pages read at most to fill one with devices of a state that is not stored.
const STEPS: usize = 20;

fn filter(asked: &Fields) -> DeviceFilter {
    DeviceFilter {
        state: asked.get("state").and_then(RegistrationState::from_name),
        tag: asked.get("tag").map(ToOwned::to_owned),
        batch: asked.read("batch"),
    }
}

fn wanted(filter: &DeviceFilter, search: Option<&str>) -> Wanted {
    Wanted { search: search.map(ToOwned::to_owned), batch: filter.batch, group_tag: filter.tag.clone() }
}

fn cursor(asked: &Fields) -> Option<DeviceCursor> {
    Some(DeviceCursor { device: asked.read::<DeviceId>("after")?, serial_number: String::new() })
}

/// The list of devices.
pub(crate) async fn devices(signed: SignedIn, At(route): At<routes::Devices>, Asked(asked): Asked) -> Answer {
    let filter = filter(&asked);
    if let Some(state @ (RegistrationState::Pending | RegistrationState::Failed)) = filter.state {
        return rows_of_state(&signed, route.customer, state).await;
    }
    let found = read(&signed, route.customer, &filter, cursor(&asked)).await?;
    let next = found.next.as_ref().map(|next| next.device.to_string());
    let total =
        if filter.state.is_some_and(|state| state != RegistrationState::Ready) { None } else { found.total };
    let pager = Pager::keyset(&route, &filter.query(), None, next.as_deref(), total);
    list(&signed, &route, filter, None, found, pager).await
}

/// A page of devices; states that follow from the clock are looked for page by page.
async fn read(
    signed: &SignedIn,
    customer: OrganisationId,
    filter: &DeviceFilter,
    mut after: Option<DeviceCursor>,
) -> Result<Found, Problem> {
    let wanted = wanted(filter, None);
    let (service, context) = (signed.service(), &signed.context);
    let mut devices = Vec::new();
    let mut steps = 0;
    loop {
        let mut page = service.devices(context, customer, &wanted, after.as_ref(), PER_PAGE).await?;
        page.devices.retain(|row| filter.state.is_none_or(|state| state == row.standing.state));
        devices.append(&mut page.devices);
        after.clone_from(&page.next);
        steps += 1;
        if filter.state.is_none() || after.is_none() || devices.len() >= PER_PAGE || steps == STEPS {
            return Ok(Found { devices, ..page });
        }
    }
}

/// Devices that are not registered yet, or could not be, are rows of jobs: leads to them.
async fn rows_of_state(signed: &SignedIn, customer: OrganisationId, state: RegistrationState) -> Answer {
    let overview = signed.service().overview(&signed.context, customer).await?;
    let retried: Vec<_> = overview.jobs.iter().filter_map(|job| job.retry_of).collect();
    let mut having = overview.jobs.iter().filter(|job| match state {
        RegistrationState::Pending => !job.is_over(),
        _ => job.failed > 0 && !retried.contains(&job.job_id),
    });
    let target = match (having.next(), having.next()) {
        (Some(only), None) => {
            let show = if state == RegistrationState::Failed { "failed" } else { "" };
            format!("{}{}", routes::Job { customer, job: only.job_id }, Query::new().with("show", show))
        }
        _ => routes::Jobs { customer }.to_string(),
    };
    Ok(Redirect::to(&target).into_response())
}

/// The devices whose serial number begins as asked.
pub(crate) async fn search(
    signed: SignedIn,
    At(route): At<routes::DeviceSearch>,
    Posted(posted): Posted,
) -> Answer {
    let route = routes::Devices { customer: route.customer };
    let Some(serial) = posted.get("serial").map(str::trim).filter(|serial| !serial.is_empty()) else {
        return Ok(Redirect::to(&route.to_string()).into_response());
    };
    let filter = DeviceFilter::default();
    let wanted = wanted(&filter, Some(serial));
    let service = signed.service();
    let after = search_cursor(&posted);
    let found =
        service.devices(&signed.context, route.customer, &wanted, after.as_ref(), SEARCH_RESULTS).await?;
    list(&signed, &route, filter, Some(serial.to_owned()), found, Pager::default()).await
}

/// Where a search goes on, as its own page posted it; anything else begins anew.
fn search_cursor(posted: &Fields) -> Option<DeviceCursor> {
    let device = posted.get("after_device")?.parse().ok()?;
    Some(DeviceCursor { device, serial_number: posted.get("after_serial")?.to_owned() })
}

async fn list(
    signed: &SignedIn,
    route: &routes::Devices,
    filter: DeviceFilter,
    search: Option<String>,
    found: Found,
    pager: Pager,
) -> Answer {
    let overview = signed.service().overview(&signed.context, route.customer).await?;
    let mut shell = signed.shell_about(Area::Devices, &overview.customer);
    if search.is_some() {
        shell.path = route.to_string();
    }
    let tags: BTreeSet<_> =
        found.counts.iter().filter(|count| count.devices > 0).map(|count| count.group_tag.clone()).collect();
    let search_next = found
        .next
        .as_ref()
        .filter(|_| search.is_some())
        .map(|next| SearchNext { serial_number: next.serial_number.clone(), device: next.device });
    let page = DevicesPage {
        search_next,
        shell,
        customer: route.customer,
        filter,
        search,
        counts: counts(&overview),
        tags: tags.into_iter().filter(|tag| !tag.is_empty()).collect(),
        batches: found
            .batches
            .into_iter()
            .map(|batch| BatchChoice { id: batch.batch_id, name: batch.name })
            .collect(),
        devices: found.devices.into_iter().map(row).collect(),
        pager,
    };
    Ok(render(StatusCode::OK, &page))
}

fn row(row: taxiway_service::DeviceRow) -> DeviceRow {
    let (device, standing) = (row.device, row.standing);
    DeviceRow {
        id: device.device_id,
        serial_number: device.serial_number,
        product_key: device.product_key,
        manufacturer: device.manufacturer,
        model: device.model,
        group_tag: device.group_tag,
        state: standing.state,
        since: standing.since,
    }
}

/// One device.
pub(crate) async fn device(signed: SignedIn, At(route): At<routes::Device>) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.customer(context, route.customer, Action::DeviceRead).await?;
    let view = service.device(context, route.customer, route.device).await?;
    let rules = service.tag_rules(&access).await?;
    let job = match service.job(context, route.customer, view.device.job_id).await {
        Ok(job) => Some(job),
        Err(taxiway_service::ServiceError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let mut people = service.submitters(context, route.customer, &[view.device.job_id]).await?;
    let person = people.remove(&view.device.job_id).filter(|name| !name.is_empty());
    let (profile, shared_mode) = match view.device.group_tag.as_deref().map(|tag| rules.resolve(tag)) {
        Some(TagVerdict::Known { profile, shared_mode, .. }) => (Some(profile), shared_mode),
        Some(TagVerdict::Custom { profile, .. }) => (Some(profile), false),
        _ => (None::<DeviceProfile>, false),
    };
    let page = DevicePage {
        shell: signed.shell_about(Area::Devices, access.customer()),
        customer: route.customer,
        reason: None,
        profile,
        shared_mode,
        deployment_profile: view.deployment_profile.clone(),
        batch: view.batch.as_ref().map(|batch| BatchChoice { id: batch.batch_id, name: batch.name.clone() }),
        order_id: view.orders.order_id.clone(),
        purchase_id: view.orders.purchase_id.clone(),
        may_deregister: context.may(Action::DeviceDeregister),
        registered_by: view.registered_by.clone(),
        strength: view.strength,
        identity: facts::groups(&view),
        history: history(&view, person, job.as_ref().map(|job| job.request_id.clone())),
        job: job.map(|job| (job.job_id, job.batch_name)),
        row: row(taxiway_service::DeviceRow { device: view.device, standing: view.standing }),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Asks whether the device shall be deregistered.
pub(crate) async fn confirm_deregister(signed: SignedIn, At(route): At<routes::DeviceDeregister>) -> Answer {
    let (customer, device) = (route.customer, route.device);
    let about = signed.customer(customer, Action::DeviceDeregister).await?;
    let found = signed.service().device_to_deregister(&signed.context, customer, device).await?;
    let shell = signed.shell_about(Area::Devices, &about);
    let name = found.device.serial_number.or(found.device.product_key);
    let page = ConfirmPage {
        title: match name {
            Some(name) => shell.t_value("device-deregister-title", name),
            None => shell.t("device-deregister-title-unnamed"),
        },
        text: shell.t("device-deregister-text"),
        button: shell.t("device-deregister"),
        action: route.to_string(),
        back: routes::Device { customer, device }.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Deregisters the device.
pub(crate) async fn deregister(
    signed: SignedIn,
    At(route): At<routes::DeviceDeregister>,
    Posted(_): Posted,
) -> Answer {
    signed.service().deregister_device(&signed.context, route.customer, (None, route.device), None).await?;
    let mut response =
        Redirect::to(&routes::Devices { customer: route.customer }.to_string()).into_response();
    flash(&signed.visitor, &mut response, "device-deregistered");
    Ok(response)
}

/// What happened to the device, newest first.
fn history(view: &DeviceView, person: Option<String>, request_id: Option<String>) -> Vec<HistoryEntry> {
    let job = Some(view.device.job_id);
    let entry = |at, event: &str| HistoryEntry {
        at,
        event: event.to_owned(),
        by: None,
        detail: None,
        job: None,
        request_id: None,
    };
    let mut entries: Vec<_> = view
        .events
        .iter()
        .map(|event| HistoryEntry {
            job: event.job_id.map(JobId::from_untyped_uuid),
            ..entry(event.at, &event.kind)
        })
        .collect();
    if !view.events.iter().any(|event| event.kind == "registered") {
        entries.push(HistoryEntry { job, ..entry(view.device.registered_at, "registered") });
    }
    if let Some(at) = view.requested_at {
        entries.push(HistoryEntry { by: person, job, request_id, ..entry(at, "requested") });
    }
    entries
}

/// The devices as a file that can be imported again.
pub(crate) async fn export(
    signed: SignedIn,
    At(route): At<routes::DevicesExport>,
    Asked(asked): Asked,
) -> Answer {
    let filter = filter(&asked);
    let wanted = wanted(&filter, None);
    let service = signed.service().clone();
    let (context, customer) = (signed.context.clone(), route.customer);
    service.begin_export(&context, customer, &wanted).await?;
    let name = signed.customer(customer, Action::DeviceList).await?.name;
    let body = async_stream::try_stream! {
        let written = Written::default();
        let mut writer = ExportWriter::new(written.clone(), &["State", "Since", "Batch", "Device ID"])?;
        let mut after = None;
        loop {
            let page = service.export_devices(&context, customer, &wanted, after.as_ref(), EXPORTED_AT_ONCE);
            let page = page.await.map_err(cut_off)?;
            let of_state = |device: &&ExportedDevice| {
                filter.state.is_none_or(|state| state == device.row.standing.state)
            };
            for device in page.devices.iter().filter(of_state) {
                write_device(&mut writer, device)?;
            }
            yield written.take();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        writer.finish()?;
        yield written.take();
    };
    Ok(devices_file(&name, body))
}

fn devices_file<S>(customer: &str, body: S) -> Response
where
    S: futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send + 'static,
{
    attachment(&format!("{customer}-devices.csv"), Body::from_stream(body))
}

fn write_device(writer: &mut ExportWriter<Written>, exported: &ExportedDevice) -> std::io::Result<()> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let device = &exported.row.device;
    let line = ExportDevice {
        serial_number: &text(&device.serial_number),
        product_key: &text(&device.product_key),
        hardware_hash: &text(&exported.hardware_hash),
        manufacturer: &text(&device.manufacturer),
        model: &text(&device.model),
        group_tag: &text(&device.group_tag),
        assigned_user: "",
        order_id: &text(&exported.orders.order_id),
        purchase_id: &text(&exported.orders.purchase_id),
    };
    let standing = exported.row.standing;
    writer.push(
        &line,
        &[
            standing.state.as_str(),
            &standing.since.to_string(),
            &text(&exported.batch),
            &device.device_id.to_string(),
        ],
    )
}
