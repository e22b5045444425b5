//! Finding and looking at devices.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::identity::IdentityKind;
use taxiway_domain::ids::{BatchId, DeviceId, OrganisationId};
use taxiway_domain::product_key::ProductKey;
use taxiway_domain::registration::{RegistrationState, Standing};
use taxiway_domain::role::Action;
use taxiway_domain::strength::Strength;
use taxiway_store::{Batch, Conn, Device, DeviceCount, DeviceEvent, DeviceRun, Registrar};
use uuid::Uuid;

use crate::Service;
use crate::audit::Act;
use crate::context::{Context, CustomerAccess};
use crate::customer::{visible_batches, visible_counts};
use crate::deployment_profile::visible_profile_of;
use crate::error::{Result, ServiceError};
use crate::order::{OrderNumbers, numbers_of};

/// Which devices a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceFilter {
    /// Serial number or its beginning, or a whole product key id.
    pub search: Option<String>,
    /// Only this batch.
    pub batch: Option<BatchId>,
    /// Only this group tag.
    pub group_tag: Option<String>,
}

impl DeviceFilter {
    fn takes(&self, device: &Device) -> bool {
        self.batch.is_none_or(|batch| batch == device.batch_id)
            && self
                .group_tag
                .as_deref()
                .is_none_or(|tag| tag == device.group_tag.as_deref().unwrap_or_default())
    }
}

/// Where the next page of a device list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCursor {
    /// The last device of the page before.
    pub device: DeviceId,
    /// Its serial number, in a search.
    pub serial_number: String,
}

/// A page of devices.
#[derive(Debug, Clone)]
pub struct DevicePage {
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// Where the next page begins.
    pub next: Option<DeviceCursor>,
    /// How many devices the filter takes, where that is known without reading them.
    pub total: Option<u64>,
    /// The batches to choose from.
    pub batches: Vec<Batch>,
    /// Devices by batch, tag and state, for choosing and for the chart.
    pub counts: Vec<DeviceCount>,
}

/// A device in a list.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// The stored facts.
    pub device: Device,
    /// Its registration state now, and since when.
    pub standing: Standing,
}

/// A device with everything a page about it shows.
#[derive(Debug, Clone)]
pub struct DeviceView {
    /// The stored facts.
    pub device: Device,
    /// Its registration state now, and since when.
    pub standing: Standing,
    /// What identifies it.
    pub identity: IdentityKind,
    /// How strongly.
    pub strength: Strength,
    /// Its batch.
    pub batch: Option<Batch>,
    /// When its registration was asked for.
    pub requested_at: Option<Timestamp>,
    /// Its order and purchase number.
    pub orders: OrderNumbers,
    /// Name of the organisation that registered it.
    pub registered_by: String,
    /// Name of its deployment profile, where the caller may see it.
    pub deployment_profile: Option<String>,
    /// The decoded hash, when there is one.
    pub hash: Option<HardwareHash>,
    /// What happened to it since it was registered, newest first.
    pub events: Vec<DeviceEvent>,
}

/// Batches offered for choosing, the newest ones.
const BATCHES: i64 = 1_000;

impl Service {
    /// The customer's devices that the caller may see: newest first, or in serial order when searched for.
    pub async fn devices(
        &self,
        context: &Context,
        customer: OrganisationId,
        filter: &DeviceFilter,
        after: Option<&DeviceCursor>,
        limit: usize,
    ) -> Result<DevicePage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceList).await?;
        let batches = visible_batches(&mut conn, &access, BATCHES).await?;
        let counts = visible_counts(&mut conn, &access).await?;
        let wanted = limit + 1;
        let mut found = match filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => search(&mut conn, &access, filter, text, after, wanted).await?,
            None => list(&mut conn, &access, filter, after, wanted, &counts).await?,
        };
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| DeviceCursor {
            device: last.device_id,
            serial_number: last.serial_number.clone().unwrap_or_default(),
        });
        let searched = filter.search.as_deref().is_some_and(|text| !text.trim().is_empty());
        let total = (!searched).then(|| total(&counts, filter));
        let now = self.clock.now();
        let devices =
            found.into_iter().map(|device| DeviceRow { standing: standing(&device, now), device }).collect();
        Ok(DevicePage { devices, next, total, batches, counts })
    }

    /// One device.
    pub async fn device(
        &self,
        context: &Context,
        customer: OrganisationId,
        device: DeviceId,
    ) -> Result<DeviceView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceRead).await?;
        let device = conn.device(customer, device).await?.ok_or(ServiceError::NotFound)?;
        let batch = conn.batch(customer, device.batch_id).await?;
        if !batch.as_ref().is_none_or(|batch| access.sees(batch.partner_id)) {
            return Err(ServiceError::NotFound);
        }
        let job = conn.job(customer, device.job_id).await?;
        let registered_by = match &job {
            Some(job) => conn.organisation(job.partner_id).await?.map(|found| found.name).unwrap_or_default(),
            None => String::new(),
        };
        let hash = match conn.hash(customer, device.device_id).await? {
            Some(stored) => HardwareHash::from_content(&stored).ok(),
            None => None,
        };
        let orders = numbers_of(&mut conn, &device, job.as_ref()).await?;
        let events = conn.device_events(customer, device.device_id).await?;
        let deployment_profile = visible_profile_of(&mut conn, context, &access, device.device_id).await?;
        drop(conn);
        if hash.is_some() && context.actor.organisation_id != customer {
            let object_id = device.device_id.to_string();
            let act = Act { action: "device.read-hash", object_kind: "device", object_id, detail: json!({}) };
            self.note(context, &access, act).await?;
        }
        Ok(DeviceView {
            standing: standing(&device, self.clock.now()),
            identity: identity_kind(device.identity),
            strength: strength(device.strength),
            requested_at: job.map(|job| job.created_at),
            batch,
            orders,
            registered_by,
            deployment_profile,
            hash,
            events,
            device,
        })
    }
}

impl Service {
    /// The device that somebody is asked about before it is deregistered.
    pub async fn device_to_deregister(
        &self,
        context: &Context,
        customer: OrganisationId,
        device: DeviceId,
    ) -> Result<DeviceRow> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceDeregister).await?;
        registrar(&mut conn, &access, device).await?;
        let device = conn.device(customer, device).await?.ok_or(ServiceError::NotFound)?;
        Ok(DeviceRow { standing: standing(&device, self.clock.now()), device })
    }
}

/// Who registered a device, if the caller may see it. What is another's takes as many looks as what does not exist.
pub(crate) async fn registrar(
    conn: &mut Conn,
    access: &CustomerAccess,
    device: DeviceId,
) -> Result<Registrar> {
    let found = conn.device_registrar(access.tenant(), device).await?;
    found.filter(|found| access.sees(found.partner_id)).ok_or(ServiceError::NotFound)
}

/// What identifies a stored device.
pub(crate) fn identity_kind(number: i64) -> IdentityKind {
    match number {
        0 => IdentityKind::Tuple,
        1 => IdentityKind::ProductKey,
        _ => IdentityKind::Hash,
    }
}

fn strength(number: i64) -> Strength {
    match number {
        0 => Strength::Claimed,
        1 => Strength::Described,
        2 => Strength::KeyBound,
        _ => Strength::Attested,
    }
}

pub(crate) fn standing(device: &Device, now: Timestamp) -> Standing {
    match device.state {
        0 => Standing { state: RegistrationState::Pending, since: device.registered_at },
        1 => Standing { state: RegistrationState::Failed, since: device.registered_at },
        _ => {
            RegistrationState::standing(device.registered_at, device.last_contact_at.map(|time| time.0), now)
        }
    }
}

fn total(counts: &[DeviceCount], filter: &DeviceFilter) -> u64 {
    counts
        .iter()
        .filter(|count| filter.batch.is_none_or(|batch| batch == count.batch_id))
        .filter(|count| filter.group_tag.as_ref().is_none_or(|tag| *tag == count.group_tag))
        .map(|count| count.devices.unsigned_abs())
        .sum()
}

async fn search(
    conn: &mut Conn,
    access: &CustomerAccess,
    filter: &DeviceFilter,
    text: &str,
    after: Option<&DeviceCursor>,
    wanted: usize,
) -> Result<Vec<Device>> {
    let mut found = Vec::new();
    if after.is_none()
        && let Ok(key) = ProductKey::parse(text)
    {
        found.extend(conn.device_by_product_key(access.tenant(), key.as_str()).await?);
    }
    let mut seen = HashMap::new();
    retain_visible(conn, access, filter, &mut found, &mut seen).await?;
    let mut cursor = after.map_or_else(
        || (String::new(), DeviceId::from_untyped_uuid(Uuid::nil())),
        |after| (after.serial_number.clone(), after.device),
    );
    while found.len() < wanted {
        let mut page = conn.devices_by_serial(access.tenant(), text, (&cursor.0, cursor.1), 200).await?;
        let Some(last) = page.last() else { break };
        cursor = (last.serial_number.clone().unwrap_or_default(), last.device_id);
        retain_visible(conn, access, filter, &mut page, &mut seen).await?;
        found.extend(page);
    }
    found.truncate(wanted);
    Ok(found)
}

/// Leaves the devices that the filter takes and the caller may see; `seen` remembers which batches he may.
async fn retain_visible(
    conn: &mut Conn,
    access: &CustomerAccess,
    filter: &DeviceFilter,
    devices: &mut Vec<Device>,
    seen: &mut HashMap<BatchId, bool>,
) -> Result<()> {
    for device in devices.iter() {
        if let Entry::Vacant(unknown) = seen.entry(device.batch_id) {
            let batch = conn.batch(access.tenant(), device.batch_id).await?;
            unknown.insert(batch.is_some_and(|batch| access.sees(batch.partner_id)));
        }
    }
    devices
        .retain(|device| seen.get(&device.batch_id).is_some_and(|visible| *visible) && filter.takes(device));
    Ok(())
}

/// Runs looked at together.
const RUNS: i64 = 500;

/// Devices newest first: those of whole runs, which tell batch and partner, or simply all.
async fn list(
    conn: &mut Conn,
    access: &CustomerAccess,
    filter: &DeviceFilter,
    after: Option<&DeviceCursor>,
    wanted: usize,
    counts: &[DeviceCount],
) -> Result<Vec<Device>> {
    let before = after.map_or_else(|| DeviceId::from_untyped_uuid(Uuid::max()), |after| after.device);
    let tenant = access.tenant();
    let tag = filter.group_tag.as_deref();
    if filter.batch.is_none() && tag.is_none() && access.only_partner.is_none() {
        return Ok(conn.devices(tenant, before, i64::try_from(wanted).unwrap_or(i64::MAX)).await?);
    }
    // Counts tell which batches have the tag at all, so that the others are not searched for it.
    let tagged: HashSet<BatchId> = counts
        .iter()
        .filter(|count| tag.is_none_or(|tag| tag == count.group_tag))
        .map(|count| count.batch_id)
        .collect();
    let takes = |run: &DeviceRun| {
        let batch = filter.batch.is_none_or(|batch| batch == run.batch_id);
        batch && access.sees(run.partner_id) && tagged.contains(&run.batch_id)
    };
    let mut found = Vec::new();
    let mut runs_before = before;
    while found.len() < wanted {
        let runs = conn.device_runs(tenant, runs_before, RUNS).await?;
        let Some(last) = runs.last() else { break };
        runs_before = last.first_device;
        for run in runs.iter().filter(|run| takes(run)) {
            let missing = i64::try_from(wanted - found.len()).unwrap_or(i64::MAX);
            found.extend(conn.devices_of_run(tenant, run, tag, before, missing).await?);
            if found.len() >= wanted {
                break;
            }
        }
    }
    Ok(found)
}
