//! Batches of a customer, and the devices of one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use taxiway_domain::fold;
use taxiway_domain::ids::{BatchId, DeploymentProfileId, DeviceId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_store::{Batch, Conn, CountedBatch, Device, DeviceFile};
use uuid::Uuid;

use crate::Service;
use crate::context::{Context, CustomerAccess};
use crate::deployment_profile::AssignedProfile;
use crate::device::{DeviceRow, standing};
use crate::error::{Result, ServiceError};

/// A batch as a caller sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchView {
    /// Its id.
    pub batch_id: BatchId,
    /// Its name. Another organisation may have a batch of the same name.
    pub name: String,
    /// The organisation that made it.
    pub partner_id: OrganisationId,
    /// Name of that organisation.
    pub partner: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many devices it has.
    pub devices: u64,
}

/// A page of a batch's devices, in the order of their registration.
#[derive(Debug, Clone)]
pub struct BatchDevicePage {
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// The device after which the next page begins.
    pub next: Option<DeviceId>,
}

/// Batches read at a time.
const BATCHES: i64 = 1_000;
/// Runs read at a time.
const RUNS: i64 = 200;

impl Service {
    /// Every batch of the customer that the caller may see, newest first.
    pub async fn batches(&self, context: &Context, customer: OrganisationId) -> Result<Vec<BatchView>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceList).await?;
        let mut found: Vec<CountedBatch> = Vec::new();
        let mut before = BatchId::from_untyped_uuid(Uuid::max());
        loop {
            let page = conn.counted_batches(customer, access.only_partner, before, BATCHES).await?;
            let Some(last) = page.last() else { break };
            before = last.batch.batch_id;
            found.extend(page);
        }
        let mut names = HashMap::new();
        let mut views = Vec::with_capacity(found.len());
        for CountedBatch { batch, devices } in found {
            let partner = match names.entry(batch.partner_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(name_of(&mut conn, batch.partner_id).await?),
            };
            views.push(view(batch, partner.clone(), devices));
        }
        Ok(views)
    }

    /// The batch that is meant by a name: one's own before those of others, the one of exactly that name before one that
    /// differs in capitals, the oldest of several.
    pub async fn batch_named(
        &self,
        context: &Context,
        customer: OrganisationId,
        name: &str,
    ) -> Result<BatchView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceList).await?;
        let batch = called(&mut conn, context, &access, name).await?;
        let devices = conn.batch_device_count(customer, batch.batch_id).await?;
        let partner = name_of(&mut conn, batch.partner_id).await?;
        Ok(view(batch, partner, devices))
    }

    /// A page of a batch's devices. Nothing is counted for it, and a page costs the same wherever it begins.
    pub async fn batch_devices(
        &self,
        context: &Context,
        customer: OrganisationId,
        batch: BatchId,
        after: Option<DeviceId>,
        limit: usize,
    ) -> Result<BatchDevicePage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceList).await?;
        visible(&mut conn, &access, batch).await?;
        let limit = limit.clamp(1, 1_000);
        let mut after = after.unwrap_or_else(|| DeviceId::from_untyped_uuid(Uuid::nil()));
        let mut found: Vec<Device> = Vec::new();
        while found.len() <= limit {
            let runs = conn.batch_runs(customer, batch, after, RUNS).await?;
            let Some(last) = runs.last() else { break };
            for run in &runs {
                let missing = i64::try_from(limit + 1 - found.len()).unwrap_or(i64::MAX);
                if missing == 0 {
                    break;
                }
                found.extend(conn.devices_of_run_after(customer, run, after, missing).await?);
            }
            after = last.last_device;
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| last.device_id);
        let now = self.clock.now();
        let devices =
            found.into_iter().map(|device| DeviceRow { standing: standing(&device, now), device }).collect();
        Ok(BatchDevicePage { devices, next })
    }

    /// One device of a batch, which is named, and its deployment profile, where the caller may see it.
    pub async fn device_of_batch(
        &self,
        context: &Context,
        customer: OrganisationId,
        batch: &str,
        device: DeviceId,
    ) -> Result<(DeviceRow, Option<AssignedProfile>)> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceRead).await?;
        let found = conn.device_file(customer, device).await?;
        // A batch is called as it is anywhere in a path: capitals do not count.
        let meant = |found: &DeviceFile| {
            access.sees(found.partner_id) && fold::case(&found.batch_name) == fold::case(batch)
        };
        let found = found.filter(meant).ok_or(ServiceError::NotFound)?;
        let profile = assigned(context, &access, &found);
        Ok((DeviceRow { standing: standing(&found.device, self.clock.now()), device: found.device }, profile))
    }
}

/// The batch of this name that is meant: the caller's own before others that he may see.
async fn called(conn: &mut Conn, context: &Context, access: &CustomerAccess, name: &str) -> Result<Batch> {
    let called = conn.batches_called(access.tenant(), name).await?;
    let seen = called.into_iter().filter(|batch| access.sees(batch.partner_id));
    let (own, others) = seen.partition(|batch| batch.partner_id == context.actor.organisation_id);
    let batch = Batch::meant(own, name).or_else(|| Batch::meant(others, name));
    batch.ok_or(ServiceError::NotFound)
}

/// The profile of a device, where the caller may see it.
fn assigned(context: &Context, access: &CustomerAccess, file: &DeviceFile) -> Option<AssignedProfile> {
    let (id, name, maker) = (file.profile_id?, file.profile_name.clone()?, file.profile_partner?);
    let seen = context.may(Action::ProfileRead) && access.sees(OrganisationId::from_untyped_uuid(maker));
    seen.then(|| AssignedProfile { profile_id: DeploymentProfileId::from_untyped_uuid(id), name })
}

/// A batch of the customer that the caller may see.
async fn visible(conn: &mut Conn, access: &CustomerAccess, batch: BatchId) -> Result<Batch> {
    let found = conn.batch(access.tenant(), batch).await?.filter(|found| access.sees(found.partner_id));
    found.ok_or(ServiceError::NotFound)
}

async fn name_of(conn: &mut Conn, organisation: OrganisationId) -> Result<String> {
    Ok(conn.organisation(organisation).await?.map(|found| found.name).unwrap_or_default())
}

fn view(batch: Batch, partner: String, devices: i64) -> BatchView {
    let Batch { batch_id, name, partner_id, created_at } = batch;
    BatchView { batch_id, name, partner_id, partner, created_at, devices: devices.unsigned_abs() }
}
