//! Looking up the devices that hold claims, many at once.

use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{BatchId, BatchKind, DeviceId, DeviceKind, JobId, JobKind, OrganisationId};

use super::assigned::{laid_out, uuids};
use super::conn::{Conn, Driver};
use super::error::StoreError;
use super::value::Id;

/// What is to be known of many devices that are registered already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Holder {
    /// The device.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub device_id: DeviceId,
    /// The batch it belongs to.
    #[sqlx(try_from = "Id<BatchKind>")]
    pub batch_id: BatchId,
    /// The job that registered it.
    #[sqlx(try_from = "Id<JobKind>")]
    pub job_id: JobId,
    /// Strength of ownership.
    pub strength: i64,
}

pub(crate) const HOLDERS_SQLITE: &str = "SELECT d.device_id, d.batch_id, d.job_id, d.strength FROM json_each($2) j CROSS JOIN device d \
     ON d.tenant_id = $1 AND d.device_id = substr($3, 1 + 16 * j.key, 16)";
pub(crate) const HOLDERS_POSTGRES: &str =
    "SELECT device_id, batch_id, job_id, strength FROM device WHERE tenant_id = $1 AND device_id = ANY($2)";

impl Conn {
    /// These devices of a customer, those that exist.
    pub async fn holders(
        &mut self,
        tenant: OrganisationId,
        devices: &[DeviceId],
    ) -> Result<Vec<Holder>, StoreError> {
        if devices.is_empty() {
            return Ok(Vec::new());
        }
        let tenant = tenant.into_untyped_uuid();
        match self.driver() {
            Driver::Sqlite(conn) => {
                let (positions, ids) = laid_out(devices);
                sqlx::query_as(HOLDERS_SQLITE).bind(tenant).bind(positions).bind(ids).fetch_all(conn).await
            }
            Driver::Postgres(conn) => {
                sqlx::query_as(HOLDERS_POSTGRES).bind(tenant).bind(uuids(devices)).fetch_all(conn).await
            }
        }
        .map_err(StoreError::database("look up devices"))
    }
}
