//! Giving claims back, and taking over what devices that are gone left behind.

use std::collections::{HashMap, HashSet};

use taxiway_domain::ids::{DeviceId, OrganisationId};
use taxiway_store::{Conn, Tx};

use crate::error::Result;
use crate::kind::Kind;
use crate::perform::{HeldRow, device_ids, with_keys};
use crate::plan::Plan;

/// Gives back everything that these rows claimed; what others hold stays theirs.
pub(crate) async fn give_back(tx: &mut Tx, plan: &Plan, rows: &[usize]) -> Result<()> {
    let given: HashSet<usize> = rows.iter().copied().collect();
    for (kind, rows) in &plan.claims {
        let rows: Vec<usize> = rows.iter().filter(|row| given.contains(row)).copied().collect();
        let devices = device_ids(plan, &rows);
        with_keys!(kind, plan, rows, |keys| tx.unclaim(keys, &devices).await?);
    }
    Ok(())
}

/// Takes keys over that belong to no device any more.
///
/// A device that was described several times may have claimed what its last description does not say; when it was
/// deregistered, such a key stayed behind. Only customers of whom devices were deregistered are looked at.
pub(crate) async fn take_over_leftovers(
    tx: &mut Tx,
    tenant: OrganisationId,
    plan: &Plan,
    held: &mut Vec<HeldRow>,
) -> Result<()> {
    let gone = gone(tx, held).await?;
    if gone.is_empty() {
        return Ok(());
    }
    let left: HashMap<(usize, Kind), DeviceId> = held
        .iter()
        .filter(|(.., held)| gone.contains(&held.device_id))
        .map(|(row, kind, held)| ((*row, *kind), held.device_id))
        .collect();
    held.retain(|(.., held)| !gone.contains(&held.device_id));
    for (kind, rows) in &plan.claims {
        let rows: Vec<usize> =
            rows.iter().filter(|row| left.contains_key(&(**row, *kind))).copied().collect();
        let holders: Vec<DeviceId> = rows.iter().map(|row| left[&(*row, *kind)]).collect();
        let devices = device_ids(plan, &rows);
        let found = with_keys!(kind, plan, rows, |keys| {
            tx.unclaim(keys, &holders).await?;
            tx.claim(tenant, keys, &devices).await?
        });
        held.extend(found.into_iter().map(|found| (rows[found.position], *kind, found)));
    }
    Ok(())
}

/// Leaves keys out that belong to no device any more: whoever registers takes them over.
pub(crate) async fn forget_leftovers(conn: &mut Conn, held: &mut Vec<HeldRow>) -> Result<()> {
    let gone = gone(conn, held).await?;
    held.retain(|(.., held)| !gone.contains(&held.device_id));
    Ok(())
}

/// The holders that are no devices any more.
async fn gone(conn: &mut Conn, held: &[HeldRow]) -> Result<HashSet<DeviceId>> {
    let mut holders: HashMap<OrganisationId, HashSet<DeviceId>> = HashMap::new();
    for (.., held) in held {
        holders.entry(held.tenant_id).or_default().insert(held.device_id);
    }
    let mut gone = HashSet::new();
    for (tenant, mut devices) in holders {
        if !conn.ever_deregistered(tenant).await? {
            continue;
        }
        let asked: Vec<DeviceId> = devices.iter().copied().collect();
        for holder in conn.holders(tenant, &asked).await? {
            devices.remove(&holder.device_id);
        }
        gone.extend(devices);
    }
    Ok(gone)
}
