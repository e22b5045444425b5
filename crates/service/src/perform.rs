//! Doing one part of a job: claims, devices, results, counts and the part's end in one transaction.

use std::collections::HashSet;

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::identity::{Claims, IdentityKind};
use taxiway_domain::ids::{DeviceId, OrganisationId};
use taxiway_domain::matching::{Evidence, Match, compare};
use taxiway_domain::product_key::ProductKey;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::strength::Strength;
use taxiway_domain::tuple::DeviceTuple;
use taxiway_store::{
    ClaimKeys, Conn, Device, DeviceCount, DeviceEvent, Held, Job, NewDevice, NewDevices, Strengthened, Tx,
};

use crate::changes::{Changes, End, Room};
use crate::error::{Result, ServiceError};
use crate::hopeful::{Hopeful, Tags, tags};
use crate::kind::Kind;
use crate::order::keep_orders;
use crate::plan::{Candidate, Plan, tuple_key};
use crate::release::{forget_leftovers, give_back, take_over_leftovers};
use crate::results::RowResult;

/// Registration state as stored: what is registered is ready for its user.
pub(crate) const READY: i64 = 2;

/// Number of an identity kind as stored.
pub(crate) fn identity_number(kind: IdentityKind) -> i64 {
    match kind {
        IdentityKind::Tuple => 0,
        IdentityKind::ProductKey => 1,
        IdentityKind::Hash => 2,
    }
}

/// Number of a strength as stored.
pub(crate) fn strength_number(strength: Strength) -> i64 {
    match strength {
        Strength::Claimed => 0,
        Strength::Described => 1,
        Strength::KeyBound => 2,
        Strength::Attested => 3,
    }
}

/// A device of the same customer that a row turned out to be.
#[derive(Debug, Clone, Copy)]
struct Recognised {
    row: usize,
    device: DeviceId,
    /// Whether the row has keys that nobody held.
    adds: bool,
}

/// A row and the keys of it that others hold.
pub(crate) type HeldRow = (usize, Kind, Held);

/// Runs `$work` with the keys of these rows as the store wants them.
macro_rules! with_keys {
    ($kind:expr, $plan:expr, $rows:expr, |$keys:ident| $work:expr) => {{
        let claims =
            || $rows.iter().filter_map(|row| $plan.rows[*row].candidate.as_ref()).map(|one| &one.claims);
        match $kind {
            $crate::kind::Kind::Tuple => {
                let list: Vec<_> =
                    claims().filter_map(|one| one.tuple.as_ref().map($crate::plan::tuple_key)).collect();
                let $keys = taxiway_store::ClaimKeys::Tuple(&list);
                $work
            }
            $crate::kind::Kind::ProductKey => {
                let list: Vec<_> = claims()
                    .filter_map(|one| {
                        one.product_key.as_ref().map(taxiway_domain::product_key::ProductKey::as_str)
                    })
                    .collect();
                let $keys = taxiway_store::ClaimKeys::ProductKey(&list);
                $work
            }
            $crate::kind::Kind::EndorsementKey => {
                let list: Vec<_> = claims().filter_map(|one| one.endorsement_key).collect();
                let $keys = taxiway_store::ClaimKeys::EndorsementKey(&list);
                $work
            }
            $crate::kind::Kind::Uuid => {
                let list: Vec<_> = claims().filter_map(|one| one.uuid).collect();
                let $keys = taxiway_store::ClaimKeys::Uuid(&list);
                $work
            }
            $crate::kind::Kind::Hardware => {
                let list: Vec<_> = claims().filter_map(|one| one.hardware).collect();
                let $keys = taxiway_store::ClaimKeys::Hardware(&list);
                $work
            }
        }
    }};
}
pub(crate) use with_keys;

/// Claims everything that the plan's candidates want, and ends the rows whose device somebody has.
async fn claim_all(
    tx: &mut Tx,
    tenant: OrganisationId,
    job: &Job,
    plan: &Plan,
    hopeful: &Hopeful,
) -> Result<Changes> {
    let mut held: Vec<HeldRow> = Vec::new();
    for ((kind, rows), laid_out) in plan.claims.iter().zip(&hopeful.claims) {
        let found = if let Some(claims) = laid_out {
            tx.claim_laid_out(tenant, claims).await?
        } else {
            let devices = device_ids(plan, rows);
            with_keys!(kind, plan, rows, |keys| tx.claim(tenant, keys, &devices).await?)
        };
        held.extend(found.into_iter().map(|held| (rows[held.position], *kind, held)));
    }
    if held.is_empty() {
        return Ok(Changes::default());
    }
    take_over_leftovers(tx, tenant, plan, &mut held).await?;
    held.sort_by_key(|(row, ..)| *row);
    let of_this_job = of_this_job(tx, job, &held).await?;
    let (mut changes, recognised) = judge(tx, tenant, plan, &held, &of_this_job).await?;
    // What a refused row claimed before its refusal was known is given back; a row with one key claimed nothing.
    for (kind, rows) in &plan.claims {
        let given_back = |row: &&usize| changes.ends.contains_key(row) && !holds(&held, **row, *kind);
        let rows: Vec<usize> = rows.iter().filter(given_back).copied().collect();
        let devices = device_ids(plan, &rows);
        with_keys!(kind, plan, rows, |keys| tx.unclaim(keys, &devices).await?);
    }
    for recognised in &recognised {
        refresh(tx, tenant, job, plan, recognised).await?;
    }
    changes.follow(plan);
    Ok(changes)
}

/// Ends the rows that want what others hold, in the order of rows in `held`. Rows of devices in `of_this_job` stand twice in
/// the file.
async fn judge(
    conn: &mut Conn,
    tenant: OrganisationId,
    plan: &Plan,
    held: &[HeldRow],
    of_this_job: &HashSet<DeviceId>,
) -> Result<(Changes, Vec<Recognised>)> {
    let mut changes = Changes::default();
    let mut recognised = Vec::new();
    for held in held.chunk_by(|a, b| a.0 == b.0) {
        let row = held[0].0;
        match settle(conn, tenant, plan, held).await? {
            Settled::Ended(code) => {
                changes.ends.insert(row, End::failed(code));
            }
            Settled::Is(device) => {
                let again = of_this_job.contains(&device);
                let code = if again { ServiceCode::Duplicated } else { ServiceCode::AlreadyAssigned };
                changes.ends.insert(row, End::already(code, device));
                let adds = held.len() < plan.rows[row].candidate.as_ref().map_or(0, Candidate::keys);
                recognised.push(Recognised { row, device, adds });
            }
            Settled::Shares => changes.shares.push(row),
        }
    }
    Ok((changes, recognised))
}

/// What [`register`] would change about a plan at this moment. Nothing is written.
pub(crate) async fn foresee(
    conn: &mut Conn,
    tenant: OrganisationId,
    plan: &Plan,
    room: Option<Room>,
) -> Result<Changes> {
    let mut held: Vec<HeldRow> = Vec::new();
    for (kind, rows) in &plan.claims {
        let devices = device_ids(plan, rows);
        let found = with_keys!(kind, plan, rows, |keys| conn.held(keys, &devices).await?);
        held.extend(found.into_iter().map(|held| (rows[held.position], *kind, held)));
    }
    forget_leftovers(conn, &mut held).await?;
    held.sort_by_key(|(row, ..)| *row);
    let (mut changes, _) = judge(conn, tenant, plan, &held, &HashSet::new()).await?;
    changes.follow(plan);
    if let Some(room) = room {
        changes.beyond(plan, room);
    }
    Ok(changes)
}

/// Whether somebody else holds this key of the row.
fn holds(held: &[HeldRow], row: usize, kind: Kind) -> bool {
    let first = held.partition_point(|(other, ..)| *other < row);
    held[first..].iter().take_while(|(other, ..)| *other == row).any(|(_, other, _)| *other == kind)
}

/// The holders that this very job registered: rows that want them stand twice in the file.
///
/// Ids tell when they were made, so that what is older than the job need not be looked up.
async fn of_this_job(conn: &mut Conn, job: &Job, held: &[HeldRow]) -> Result<HashSet<DeviceId>> {
    let young = |device: DeviceId| made_at(device).as_millisecond() >= job.created_at.as_millisecond();
    let mut own: Vec<DeviceId> = held
        .iter()
        .filter(|(.., held)| held.tenant_id == job.tenant_id && young(held.device_id))
        .map(|(.., held)| held.device_id)
        .collect();
    own.sort_unstable();
    own.dedup();
    let found = conn.holders(job.tenant_id, &own).await?;
    Ok(found.into_iter().filter(|one| one.job_id == job.job_id).map(|one| one.device_id).collect())
}

pub(crate) fn device_ids(plan: &Plan, rows: &[usize]) -> Vec<DeviceId> {
    rows.iter().filter_map(|row| plan.rows[*row].candidate.as_ref()).map(|one| one.device_id).collect()
}

/// What the holders of a row's keys mean for the row.
enum Settled {
    /// The row fails.
    Ended(ServiceCode),
    /// It is this device of the same customer.
    Is(DeviceId),
    /// It is another device that shares these keys with one of the same customer.
    Shares,
}

async fn settle(conn: &mut Conn, tenant: OrganisationId, plan: &Plan, held: &[HeldRow]) -> Result<Settled> {
    const LOST: Settled = Settled::Ended(ServiceCode::StorageError);
    const UNCLEAR: Settled = Settled::Ended(ServiceCode::NotUnique);
    if held.iter().any(|(.., held)| held.tenant_id != tenant) {
        return Ok(Settled::Ended(ServiceCode::AssignedToOtherTenant));
    }
    let (row, _, first) = held[0];
    let Some(candidate) = &plan.rows[row].candidate else { return Ok(LOST) };
    let one_holder = held.iter().all(|(.., held)| held.device_id == first.device_id);
    // The same endorsement key, or all that a row without a hash says, settles it without comparing.
    let decisive = candidate.hash.is_none() && held.len() == candidate.keys()
        || held.iter().any(|(_, kind, _)| *kind == Kind::EndorsementKey);
    if one_holder && decisive {
        return Ok(Settled::Is(first.device_id));
    }
    let evidence = candidate.evidence();
    let mut same: Option<DeviceId> = None;
    for (.., held) in held {
        if same == Some(held.device_id) {
            continue;
        }
        let Some(device) = conn.device(tenant, held.device_id).await? else { return Ok(LOST) };
        match compare(&evidence, &evidence_of(conn, &device).await?) {
            // Two devices that are both this one: a person must decide.
            Match::Same if same.is_some() => return Ok(UNCLEAR),
            Match::Same => same = Some(held.device_id),
            Match::Unclear => return Ok(UNCLEAR),
            Match::Different => {}
        }
    }
    Ok(same.map_or(Settled::Shares, Settled::Is))
}

/// Everything that is known of a registered device and can be compared.
async fn evidence_of(conn: &mut Conn, device: &Device) -> Result<Evidence> {
    let evidence = match conn.hash(device.tenant_id, device.device_id).await? {
        Some(content) => stored_hash(&content)?.evidence(),
        None => Evidence::default(),
    };
    let tuple = match (&device.manufacturer, &device.model, &device.serial_number) {
        (Some(manufacturer), Some(model), Some(serial)) => DeviceTuple::new(manufacturer, model, serial).ok(),
        _ => None,
    };
    let product_key = device.product_key.as_deref().and_then(|key| ProductKey::parse(key).ok());
    // A hash need not say what the list's columns said.
    Ok(Evidence {
        tuple: evidence.tuple.or(tuple),
        product_key: evidence.product_key.or(product_key),
        ..evidence
    })
}

pub(crate) fn stored_hash(content: &[u8]) -> Result<HardwareHash> {
    HardwareHash::from_content(content)
        .map_err(|refusal| ServiceError::internal("read a stored hash")(refusal.reason.as_str().to_owned()))
}

/// Takes over what a new capture or a better description adds to a device that is registered already.
async fn refresh(
    tx: &mut Tx,
    tenant: OrganisationId,
    job: &Job,
    plan: &Plan,
    recognised: &Recognised,
) -> Result<()> {
    let device = recognised.device;
    let row = &plan.rows[recognised.row];
    let Some(candidate) = &row.candidate else { return Ok(()) };
    let mut kind = "described";
    let mut newer = false;
    if let Some(content) = &candidate.hash {
        let known = tx.hash(tenant, device).await?;
        newer = match &known {
            None => true,
            // An old list handed in again must not undo what was learned since.
            Some(known) if known == content => false,
            Some(known) => stored_hash(known)?.inventory().captured_at <= candidate.captured_at,
        };
        if newer {
            kind = if known.is_some() { "captured-again" } else { kind };
        }
    }
    if !newer && !recognised.adds {
        return Ok(());
    }
    // Somebody may deregister it at this moment: then nothing of it must be written.
    let Some(stored) = tx.device(tenant, device).await? else { return Ok(()) };
    if let Some(content) = candidate.hash.as_deref().filter(|_| newer) {
        tx.set_hash(tenant, device, content).await?;
    }
    let to = Strengthened {
        identity: identity_number(candidate.kind).max(stored.identity),
        strength: strength_number(candidate.strength).max(stored.strength),
        serial_number: row.result.serial_number.as_deref(),
        manufacturer: row.result.manufacturer.as_deref(),
        model: row.result.model.as_deref(),
        product_key: row.result.product_key.as_deref(),
    };
    tx.strengthen_device(tenant, device, to).await?;
    claim_more(tx, tenant, device, &candidate.claims).await?;
    let event = DeviceEvent {
        // The candidate's own id is not used for a device: it is as good for the event.
        event_id: taxiway_domain::ids::EventId::from_untyped_uuid(candidate.device_id.into_untyped_uuid()),
        at: made_at(candidate.device_id),
        kind: kind.to_owned(),
        job_id: Some(job.job_id.into_untyped_uuid()),
        detail: Some(json!({ "line": row.result.line }).to_string()),
    };
    Ok(tx.insert_device_event(tenant, device, &event).await?)
}

/// The moment that a time-ordered id was made.
fn made_at(id: DeviceId) -> Timestamp {
    let millis = i64::try_from(id.into_untyped_uuid().as_u128() >> 80).unwrap_or_default();
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Gives a device the claims that its better description brings; those that others hold stay theirs.
async fn claim_more(tx: &mut Tx, tenant: OrganisationId, device: DeviceId, claims: &Claims) -> Result<()> {
    if let Some(key) = &claims.product_key {
        tx.claim(tenant, ClaimKeys::ProductKey(&[key.as_str()]), &[device]).await?;
    }
    if let Some(digest) = claims.endorsement_key {
        tx.claim(tenant, ClaimKeys::EndorsementKey(&[digest]), &[device]).await?;
    }
    if let Some(uuid) = claims.uuid {
        tx.claim(tenant, ClaimKeys::Uuid(&[uuid]), &[device]).await?;
    }
    if let Some(tuple) = &claims.tuple {
        tx.claim(tenant, ClaimKeys::Tuple(&[tuple_key(tuple)]), &[device]).await?;
    }
    Ok(())
}

/// Registers what can be registered of a plan, and tells what the database changed about it. Where a number of devices is
/// limited, the first rows of the file take the places that are left.
pub(crate) async fn register(
    tx: &mut Tx,
    job: &Job,
    plan: &Plan,
    hopeful: &Hopeful,
    now: Timestamp,
    room: Option<Room>,
) -> Result<Changes> {
    let tenant = job.tenant_id;
    let mut changes = claim_all(tx, tenant, job, plan, hopeful).await?;
    if let Some(room) = room {
        let over = changes.beyond(plan, room);
        give_back(tx, plan, &over).await?;
    }
    let chunk = |devices| NewDevices {
        tenant_id: tenant,
        batch_id: job.batch_id,
        job_id: job.job_id,
        partner_id: job.partner_id,
        state: READY,
        registered_at: now,
        devices,
    };
    let new = || {
        let open = plan.rows.iter().enumerate().filter(|(position, _)| !changes.ends.contains_key(position));
        open.filter_map(|(_, row)| Some((row.candidate.as_ref()?, &row.result)))
    };
    match &hopeful.devices {
        Some(devices) if changes.ends.is_empty() => {
            tx.insert_laid_out_devices(chunk(&[]), devices).await?;
            count(tx, job, &hopeful.tags).await?;
        }
        _ => {
            let devices: Vec<NewDevice<'_>> =
                new().map(|(candidate, result)| new_device(candidate, result)).collect();
            if devices.is_empty() {
                return Ok(changes);
            }
            tx.insert_devices(chunk(&devices)).await?;
            count(tx, job, &tags(&devices)).await?;
        }
    }
    if plan.own_orders || plan.own_purchases {
        keep_orders(tx, tenant, plan, &changes).await?;
    }
    if !plan.has_hashes {
        return Ok(changes);
    }
    let hashes: Vec<(DeviceId, &[u8])> =
        new().filter_map(|(candidate, _)| Some((candidate.device_id, candidate.hash.as_deref()?))).collect();
    if !hashes.is_empty() {
        tx.insert_hashes(tenant, &hashes).await?;
    }
    Ok(changes)
}

pub(crate) fn new_device<'a>(candidate: &Candidate, result: &'a RowResult) -> NewDevice<'a> {
    NewDevice {
        device_id: candidate.device_id,
        serial_number: result.serial_number.as_deref().unwrap_or_default(),
        manufacturer: result.manufacturer.as_deref().unwrap_or_default(),
        model: result.model.as_deref().unwrap_or_default(),
        product_key: result.product_key.as_deref().unwrap_or_default(),
        group_tag: result.group_tag.as_deref().unwrap_or_default(),
        identity: identity_number(candidate.kind),
        strength: strength_number(candidate.strength),
    }
}

async fn count(tx: &mut Tx, job: &Job, tags: &Tags) -> Result<()> {
    for (tag, devices) in tags {
        let change =
            DeviceCount { batch_id: job.batch_id, group_tag: tag.clone(), state: READY, devices: *devices };
        tx.count_devices(job.tenant_id, &change).await?;
    }
    Ok(())
}
