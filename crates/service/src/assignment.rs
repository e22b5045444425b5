//! Assigning deployment profiles to many devices at once, with a verdict for each.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use taxiway_domain::ids::{AssignmentId, BatchId, DeploymentProfileId, DeviceId, OrganisationId};
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::role::Action;
use taxiway_store::{Assignment, Conn, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::{Context, CustomerAccess};
use crate::deployment_profile::{held_access, visible_profiles};
use crate::error::{Result, ServiceError};
use crate::request_key::RequestKey;
use crate::results::{pack, unpack};

/// Most devices of one request: all of them are one transaction, for which the customer's other decisions wait.
pub const ASSIGNED_AT_ONCE: usize = 100_000;
/// Devices looked up together.
const LOOKED_UP: usize = 8_000;

/// Which profile a device is to have, in the caller's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileChoice {
    /// Id of the device.
    pub device: String,
    /// Id of the profile; none takes away the one that it has.
    pub profile: Option<String>,
}

/// What became of one device of an assignment. Field names are short because many are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceVerdict {
    /// Id of the device in the caller's words.
    #[serde(rename = "d")]
    pub device: String,
    /// Id of the profile in the caller's words; none where one was to be taken away.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The published code, when it could not be done.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ServiceCode>,
}

/// A request that assigned profiles, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentView {
    /// Its id.
    pub assignment_id: AssignmentId,
    /// When it was asked for and done.
    pub created_at: Timestamp,
    /// One verdict for each device, in the order asked for.
    pub verdicts: Vec<DeviceVerdict>,
}

/// A choice as far as its ids can be read.
struct Wish {
    device: Option<DeviceId>,
    profile: Wanted,
}

#[derive(Clone, Copy)]
enum Wanted {
    Profile(DeploymentProfileId),
    /// What no profile can have as its id.
    Unreadable,
    /// The device is to have none.
    Nothing,
}

/// What an assignment does to the store.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    given: BTreeMap<DeploymentProfileId, Vec<DeviceId>>,
    taken: Vec<DeviceId>,
    counts: BTreeMap<DeploymentProfileId, i64>,
}

impl Service {
    /// Assigns deployment profiles, or takes them away: durable once this returns. Each device has its own verdict, to be read
    /// by the id given back; a device that stands in the list several times ends as its last valid choice says.
    pub async fn assign_profiles(
        &self,
        context: &Context,
        customer: OrganisationId,
        choices: &[ProfileChoice],
        key: Option<&RequestKey>,
    ) -> Result<AssignmentId> {
        self.require_profiles(context, customer).await?;
        if choices.len() > ASSIGNED_AT_ONCE {
            return Err(ServiceError::invalid("devices", "assignment-many", ASSIGNED_AT_ONCE.to_string()));
        }
        let wishes: Vec<Wish> = choices.iter().map(wish).collect();
        let now = self.clock.now();
        let assignment_id: AssignmentId = self.ids.new_id(now);
        taxiway_store::write!(self.store, |tx| {
            if let Some(earlier) = self.made_before(tx, context, key, assignment_id).await? {
                return Ok(earlier);
            }
            let access = held_access(tx, context, customer).await?;
            let (codes, changes) = settle(tx, &access, &wishes).await?;
            change(tx, customer, &changes).await?;
            let verdicts: Vec<DeviceVerdict> = choices.iter().zip(&codes).map(verdict).collect();
            let packed = tokio::task::spawn_blocking(move || pack(verdicts.iter()));
            let row = Assignment {
                tenant_id: customer,
                assignment_id,
                partner_id: context.actor.organisation_id,
                created_at: now,
                result: packed.await.map_err(ServiceError::internal("pack verdicts"))??,
            };
            tx.insert_assignment(&row).await?;
            let detail = json!({
                "devices": choices.len(),
                "refused": codes.iter().flatten().count(),
                "assigned": changes.given.values().map(Vec::len).sum::<usize>(),
                "taken-away": changes.taken.len(),
            });
            let object_id = assignment_id.to_string();
            let act = Act { action: "profile.assign", object_kind: "assignment", object_id, detail };
            self.record(tx, &Doer::from(context), Some(access.customer()), None, act).await?;
            Ok::<_, ServiceError>(assignment_id)
        })
    }

    /// What became of a request that assigned profiles.
    pub async fn assignment(
        &self,
        context: &Context,
        customer: OrganisationId,
        assignment: AssignmentId,
    ) -> Result<AssignmentView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::ProfileRead).await?;
        let found = conn.assignment(customer, assignment).await?;
        let found = found.filter(|found| access.sees(found.partner_id)).ok_or(ServiceError::NotFound)?;
        drop(conn);
        let verdicts = tokio::task::spawn_blocking(move || unpack(&found.result));
        Ok(AssignmentView {
            assignment_id: found.assignment_id,
            created_at: found.created_at,
            verdicts: verdicts.await.map_err(ServiceError::internal("unpack verdicts"))??,
        })
    }
}

fn wish(choice: &ProfileChoice) -> Wish {
    let profile = match &choice.profile {
        None => Wanted::Nothing,
        Some(text) => text.trim().parse().map_or(Wanted::Unreadable, Wanted::Profile),
    };
    Wish { device: choice.device.trim().parse().ok(), profile }
}

fn verdict((choice, code): (&ProfileChoice, &Option<ServiceCode>)) -> DeviceVerdict {
    DeviceVerdict { device: choice.device.clone(), profile: choice.profile.clone(), code: *code }
}

/// Decides about each wish, and what all of them together change.
async fn settle(
    tx: &mut Tx,
    access: &CustomerAccess,
    wishes: &[Wish],
) -> Result<(Vec<Option<ServiceCode>>, Changes)> {
    let asked: Vec<DeviceId> = wishes.iter().filter_map(|wish| wish.device).collect();
    let devices = visible_devices(tx, access, &asked).await?;
    let profiles: HashSet<_> =
        visible_profiles(tx, access).await?.into_iter().map(|profile| profile.profile_id).collect();
    let had: HashMap<_, _> = tx
        .assigned(access.tenant(), &devices)
        .await?
        .into_iter()
        .map(|one| (one.device_id, one.profile_id))
        .collect();
    let devices: HashSet<DeviceId> = devices.into_iter().collect();
    let mut wanted: BTreeMap<DeviceId, Option<DeploymentProfileId>> = BTreeMap::new();
    let codes = wishes
        .iter()
        .map(|wish| {
            let Some(device) = wish.device.filter(|device| devices.contains(device)) else {
                return Some(ServiceCode::NotRegistered);
            };
            let profile = match wish.profile {
                Wanted::Nothing => None,
                Wanted::Profile(profile) if profiles.contains(&profile) => Some(profile),
                Wanted::Profile(_) | Wanted::Unreadable => return Some(ServiceCode::ProfileNotRegistered),
            };
            wanted.insert(device, profile);
            None
        })
        .collect();
    Ok((codes, changes(&wanted, &had, &profiles)))
}

/// Compares what is wanted with what there is. A profile that the caller does not see is not there for him: it is
/// replaced when he chooses another one, but what he takes away leaves it in its place.
fn changes(
    wanted: &BTreeMap<DeviceId, Option<DeploymentProfileId>>,
    had: &HashMap<DeviceId, DeploymentProfileId>,
    seen: &HashSet<DeploymentProfileId>,
) -> Changes {
    let mut changes = Changes::default();
    for (device, profile) in wanted {
        let before = had.get(device).copied();
        match *profile {
            _ if before == *profile => continue,
            None if before.is_some_and(|before| !seen.contains(&before)) => continue,
            None => changes.taken.push(*device),
            Some(profile) => {
                changes.given.entry(profile).or_default().push(*device);
                *changes.counts.entry(profile).or_default() += 1;
            }
        }
        if let Some(before) = before {
            *changes.counts.entry(before).or_default() -= 1;
        }
    }
    changes
}

async fn change(tx: &mut Tx, tenant: OrganisationId, changes: &Changes) -> Result<()> {
    for (profile, devices) in &changes.given {
        tx.assign(tenant, *profile, devices).await?;
    }
    tx.unassign(tenant, &changes.taken).await?;
    Ok(tx.count_profile_devices(tenant, &changes.counts).await?)
}

/// Those of the devices that exist and that the caller may see, each once, in order.
pub(crate) async fn visible_devices(
    conn: &mut Conn,
    access: &CustomerAccess,
    devices: &[DeviceId],
) -> Result<Vec<DeviceId>> {
    let mut asked = devices.to_vec();
    asked.sort_unstable();
    asked.dedup();
    let mut batches: HashMap<BatchId, bool> = HashMap::new();
    let mut visible = Vec::with_capacity(asked.len());
    for asked in asked.chunks(LOOKED_UP) {
        for device in conn.holders(access.tenant(), asked).await? {
            let sees = if let Some(sees) = batches.get(&device.batch_id) {
                *sees
            } else {
                let batch = conn.batch(access.tenant(), device.batch_id).await?;
                let sees = batch.is_some_and(|batch| access.sees(batch.partner_id));
                batches.insert(device.batch_id, sees);
                sees
            };
            if sees {
                visible.push(device.device_id);
            }
        }
    }
    visible.sort_unstable();
    Ok(visible)
}
