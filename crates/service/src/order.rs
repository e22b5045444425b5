//! Order and purchase numbers: a row's own count before those of its upload.

use std::collections::HashMap;

use jiff::Timestamp;
use taxiway_domain::finding::Column;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId};
use taxiway_intake::{Row, RowVerdict};
use taxiway_store::{Conn, Device, DeviceOrder, Job, Tx, Upload};

use crate::Service;
use crate::basis::{Basis, require_covered};
use crate::changes::Changes;
use crate::error::{Result, ServiceError};
use crate::plan::Plan;
use crate::survey::{SURVEYED_BYTES, Sight, parts_in_sight};
use crate::upload::understood;

/// The numbers of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderNumbers {
    /// Order number.
    pub order_id: Option<String>,
    /// Purchase number.
    pub purchase_id: Option<String>,
}

impl OrderNumbers {
    /// What a device's own row said, and for what it did not say, what was said for its job.
    pub(crate) fn of(own: Option<DeviceOrder>, job: Option<&Job>) -> Self {
        let (order_id, purchase_id) = own.map(|own| (own.order_id, own.purchase_id)).unwrap_or_default();
        Self {
            order_id: order_id.or_else(|| job?.order_id.clone()),
            purchase_id: purchase_id.or_else(|| job?.purchase_id.clone()),
        }
    }
}

/// The numbers that these devices have of their own.
pub(crate) async fn own_orders(
    conn: &mut Conn,
    tenant: OrganisationId,
    devices: &[DeviceId],
) -> Result<HashMap<DeviceId, DeviceOrder>> {
    let found = conn.device_orders(tenant, devices).await?;
    Ok(found.into_iter().map(|own| (own.device_id, own)).collect())
}

/// Keeps the numbers that the rows of new devices have of their own.
pub(crate) async fn keep_orders(
    tx: &mut Tx,
    tenant: OrganisationId,
    plan: &Plan,
    changes: &Changes,
) -> Result<()> {
    let open = plan.rows.iter().enumerate().filter(|(position, _)| !changes.ends.contains_key(position));
    let own: Vec<DeviceOrder> = open
        .filter(|(_, row)| row.result.order_id.is_some() || row.result.purchase_id.is_some())
        .filter_map(|(_, row)| {
            Some(DeviceOrder {
                device_id: row.candidate.as_ref()?.device_id,
                order_id: row.result.order_id.as_ref().map(ToString::to_string),
                purchase_id: row.result.purchase_id.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    Ok(tx.insert_device_orders(tenant, &own).await?)
}

/// What an upload or a retry is asked to carry.
pub(crate) struct Ordered<'a> {
    pub upload: &'a Upload,
    /// The job whose failed rows are tried again.
    pub retry_of: Option<JobId>,
    /// The order number said for all rows.
    pub order_id: Option<&'a str>,
}

impl Service {
    /// Refuses an upload or a retry that is outside of the consent as a whole. The upload needs no order number where each
    /// of its rows has one; which of those are covered, workers tell row by row.
    pub(crate) async fn require_covered(
        &self,
        conn: &mut Conn,
        basis: &Basis,
        ordered: Ordered<'_>,
        now: Timestamp,
    ) -> Result<()> {
        match require_covered(basis, ordered.order_id, now) {
            Err(ServiceError::Invalid { code: "scope-order-id", .. })
                if ordered.order_id.is_none() && self.each_row_has_order(conn, &ordered).await? =>
            {
                Ok(())
            }
            covered => covered,
        }
    }

    /// Whether every row that can be registered has an order number of its own. Very large uploads are taken at their word.
    async fn each_row_has_order(&self, conn: &mut Conn, ordered: &Ordered<'_>) -> Result<bool> {
        let upload = ordered.upload;
        let recognition = understood(upload)?.ok_or(ServiceError::NotFound)?.recognition;
        if recognition.position(Column::OrderId).is_none() {
            return Ok(false);
        }
        if upload.bytes > SURVEYED_BYTES {
            return Ok(true);
        }
        let sight = Sight { retry_of: ordered.retry_of, ..Sight::default() };
        for part in parts_in_sight(conn, upload, &sight).await? {
            let visit = |all: &mut bool, row: Row| {
                let registrable = row.identity.is_some() && row.verdict() != RowVerdict::Error;
                *all &= !registrable || row.cells.order_id.is_some();
                *all
            };
            if !self.walk_part(conn, upload, part, &sight, true, visit).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The numbers of one device.
pub(crate) async fn numbers_of(conn: &mut Conn, device: &Device, job: Option<&Job>) -> Result<OrderNumbers> {
    let mut own = own_orders(conn, device.tenant_id, &[device.device_id]).await?;
    Ok(OrderNumbers::of(own.remove(&device.device_id), job))
}
