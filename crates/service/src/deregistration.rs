//! Deregistering devices: one that somebody names, or those of an ended consent that were never used, one chunk a
//! transaction, so that it can stop and go on anywhere.

use std::collections::{BTreeMap, HashMap};

use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::identity::{Claims, Identity};
use taxiway_domain::ids::{BatchId, DeviceId, OrganisationId};
use taxiway_domain::matching::swapped;
use taxiway_domain::product_key::ProductKey;
use taxiway_domain::role::Action;
use taxiway_domain::tuple::DeviceTuple;
use taxiway_store::{ClaimKeys, Deregistration, Device, DeviceCount, DeviceRun, Organisation, Time, Tx};
use uuid::Uuid;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::device::registrar;
use crate::error::{Result, ServiceError};
use crate::plan::tuple_key;
use crate::request_key::RequestKey;

/// Devices of one transaction.
const CHUNK: i64 = 1_000;
/// Runs without such devices that one transaction passes over.
const RUNS: usize = 200;

impl Service {
    /// Deregisters one device, used or not, and everything that belongs to it. Whoever registered it may, and whoever may
    /// act for the customer; to others it does not exist. Where a batch is said, the device must be in it.
    pub async fn deregister_device(
        &self,
        context: &Context,
        customer: OrganisationId,
        (batch, device): (Option<BatchId>, DeviceId),
        key: Option<&RequestKey>,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::DeviceDeregister).await?;
        drop(conn);
        taxiway_store::write!(self.store, |tx| {
            if self.made_before(tx, context, key, device).await?.is_some() {
                return Ok(());
            }
            tx.lock_relationships(customer).await?;
            let registrar = registrar(tx, &access, device).await?;
            if batch.is_some_and(|batch| batch != registrar.batch_id) {
                return Err(ServiceError::NotFound);
            }
            let batch = tx.batch(customer, registrar.batch_id).await?.map(|batch| batch.name);
            let gone = tx.delete_device(customer, device).await?.ok_or(ServiceError::NotFound)?;
            forget(tx, customer, std::slice::from_ref(&gone), (device, device)).await?;
            if let Some(run) = tx.run_of_device(customer, device).await? {
                tx.delete_empty_run(customer, &run).await?;
            }
            let detail = json!({ "devices": 1, "batch": batch });
            let object_id = device.to_string();
            let act = Act { action: "device.deregister", object_kind: "device", object_id, detail };
            let also = Some(registrar.partner_id);
            self.record(tx, &Doer::from(context), Some(access.customer()), also, act).await
        })
    }

    /// Goes on with a deregistration, if there is one that can go on; tells whether it did.
    pub(crate) async fn deregister_some(&self) -> Result<bool> {
        if !self.store.read().await?.has_deregistrations_any_tenant().await? {
            return Ok(false);
        }
        taxiway_store::write!(self.store, |tx| { self.deregister_chunk(tx).await })
    }

    async fn deregister_chunk(&self, tx: &mut Tx) -> Result<bool> {
        let now = self.clock.now();
        let Some(mut work) = tx.take_deregistration_any_tenant(now).await? else { return Ok(false) };
        if work.state == "waiting" {
            // A part that began before the end may still add devices.
            if tx.has_parts_before(&work).await? {
                return Ok(false);
            }
            "running".clone_into(&mut work.state);
        }
        for _ in 0..RUNS {
            let Some(run) = tx.next_run(&work).await? else {
                "finished".clone_into(&mut work.state);
                work.finished_at = Some(Time(now));
                break;
            };
            let found = tx.unused_devices(&work, &run, CHUNK).await?;
            if let (Some(first), Some(last)) = (found.first(), found.last()) {
                self.remove(tx, &mut work, &run, *first, *last).await?;
                break;
            }
            tx.delete_empty_run(work.tenant_id, &run).await?;
            work.run = run.first_device;
            work.after_device = DeviceId::from_untyped_uuid(Uuid::nil());
        }
        tx.keep_deregistration(&work).await?;
        Ok(true)
    }

    /// Removes the unused devices between two ids with everything that belongs to them.
    async fn remove(
        &self,
        tx: &mut Tx,
        work: &mut Deregistration,
        run: &DeviceRun,
        first: DeviceId,
        last: DeviceId,
    ) -> Result<()> {
        let tenant = work.tenant_id;
        tx.lock_relationships(tenant).await?;
        let gone = tx.delete_unused(work, run.batch_id, first, last).await?;
        forget(tx, tenant, &gone, (first, last)).await?;
        work.after_device = last;
        work.devices += i64::try_from(gone.len()).unwrap_or_default();
        if gone.is_empty() {
            return Ok(());
        }
        let customer = tx.organisation(tenant).await?.ok_or(ServiceError::NotFound)?;
        self.record_removal(tx, work, run, &customer, gone.len()).await
    }

    async fn record_removal(
        &self,
        tx: &mut Tx,
        work: &Deregistration,
        run: &DeviceRun,
        customer: &Organisation,
        devices: usize,
    ) -> Result<()> {
        let batch = tx.batch(work.tenant_id, run.batch_id).await?.map(|batch| batch.name);
        let detail = json!({ "devices": devices, "batch": batch, "relationship": work.relationship_id });
        let act = Act {
            action: "device.deregister",
            object_kind: "batch",
            object_id: run.batch_id.to_string(),
            detail,
        };
        self.record(tx, &Doer::service(&work.request_id), Some(customer), Some(work.partner_id), act).await
    }
}

/// Removes everything that belonged to devices between two ids that are gone, and takes them out of the counts.
async fn forget(
    tx: &mut Tx,
    tenant: OrganisationId,
    gone: &[Device],
    (first, last): (DeviceId, DeviceId),
) -> Result<()> {
    let hashes: HashMap<DeviceId, Vec<u8>> = tx
        .hashes_between(tenant, first, last)
        .await?
        .into_iter()
        .map(|hash| (hash.device_id, hash.content))
        .collect();
    let claims: Vec<(DeviceId, Claims)> = gone
        .iter()
        .flat_map(|device| {
            let claims = claims_of(device, hashes.get(&device.device_id).map(Vec::as_slice));
            claims.into_iter().map(|claims| (device.device_id, claims))
        })
        .collect();
    release(tx, &claims).await?;
    tx.delete_belongings(tenant, first, last).await?;
    count_out(tx, gone).await
}

/// Everything that a device can have claimed, as far as it can still be told: what the columns say and what the hash says.
/// Anything else is taken over by whoever wants it next.
fn claims_of(device: &Device, hash: Option<&[u8]>) -> Vec<Claims> {
    let tuple = match (&device.manufacturer, &device.model, &device.serial_number) {
        (Some(manufacturer), Some(model), Some(serial)) => DeviceTuple::new(manufacturer, model, serial).ok(),
        _ => None,
    };
    let product_key = device.product_key.as_deref().and_then(|key| ProductKey::parse(key).ok());
    let mut all = vec![Claims { tuple, product_key, ..Claims::default() }];
    // A hash that cannot be read any more must not keep the device from going.
    let hash = hash.and_then(|content| HardwareHash::from_content(content).ok());
    if let Some(hash) = hash {
        let mut claims = Identity::from_hash(hash).claims();
        claims.uuid = claims.uuid.map(|uuid| uuid.min(swapped(uuid)));
        all.push(claims);
    }
    all
}

/// Gives the claims back, kind by kind, in the order in which everybody takes them.
async fn release(tx: &mut Tx, claims: &[(DeviceId, Claims)]) -> Result<()> {
    let mut tuples: Vec<_> =
        claims.iter().filter_map(|(device, one)| Some((tuple_key(one.tuple.as_ref()?), *device))).collect();
    tuples.sort_unstable();
    let (keys, devices): (Vec<_>, Vec<_>) = tuples.into_iter().unzip();
    tx.unclaim(ClaimKeys::Tuple(&keys), &devices).await?;

    let mut product_keys: Vec<(&str, DeviceId)> = claims
        .iter()
        .filter_map(|(device, one)| Some((one.product_key.as_ref()?.as_str(), *device)))
        .collect();
    product_keys.sort_unstable();
    let (keys, devices): (Vec<_>, Vec<_>) = product_keys.into_iter().unzip();
    tx.unclaim(ClaimKeys::ProductKey(&keys), &devices).await?;

    let (keys, devices) = sorted(claims, |one| one.endorsement_key);
    tx.unclaim(ClaimKeys::EndorsementKey(&keys), &devices).await?;
    let (keys, devices) = sorted(claims, |one| one.uuid);
    tx.unclaim(ClaimKeys::Uuid(&keys), &devices).await?;
    let (keys, devices) = sorted(claims, |one| one.hardware);
    Ok(tx.unclaim(ClaimKeys::Hardware(&keys), &devices).await?)
}

fn sorted<K: Ord>(
    claims: &[(DeviceId, Claims)],
    key: impl Fn(&Claims) -> Option<K>,
) -> (Vec<K>, Vec<DeviceId>) {
    let mut keys: Vec<(K, DeviceId)> =
        claims.iter().filter_map(|(device, one)| Some((key(one)?, *device))).collect();
    keys.sort_unstable();
    keys.into_iter().unzip()
}

/// Takes devices out of the counts.
async fn count_out(tx: &mut Tx, gone: &[Device]) -> Result<()> {
    let mut counts: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    for device in gone {
        *counts.entry((device.group_tag.as_deref().unwrap_or_default(), device.state)).or_default() += 1;
    }
    for ((tag, state), devices) in counts {
        let Some(first) = gone.first() else { continue };
        let change =
            DeviceCount { batch_id: first.batch_id, group_tag: tag.to_owned(), state, devices: -devices };
        tx.count_devices(first.tenant_id, &change).await?;
    }
    Ok(())
}
