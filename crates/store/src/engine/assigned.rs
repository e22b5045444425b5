//! Which deployment profiles devices have, many devices at once.

use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{DeploymentProfileId, DeploymentProfileKind, DeviceId, DeviceKind, OrganisationId};
use uuid::Uuid;

use super::conn::{Conn, Driver, Tx};
use super::error::StoreError;
use super::value::Id;

/// A device that has a deployment profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Assigned {
    /// The device.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub device_id: DeviceId,
    /// Its profile.
    #[sqlx(try_from = "Id<DeploymentProfileKind>")]
    pub profile_id: DeploymentProfileId,
}

/// Devices one statement takes: its parameters stay below a few hundred KiB.
const STATEMENT_DEVICES: usize = 8_000;

pub(crate) const ASSIGNED_SQLITE: &str = "SELECT p.device_id, p.profile_id FROM json_each($2) j CROSS JOIN device_profile p \
     ON p.tenant_id = $1 AND p.device_id = substr($3, 1 + 16 * j.key, 16)";
pub(crate) const ASSIGNED_POSTGRES: &str =
    "SELECT device_id, profile_id FROM device_profile WHERE tenant_id = $1 AND device_id = ANY($2)";
pub(crate) const ASSIGN_SQLITE: &str = "INSERT INTO device_profile (tenant_id, device_id, profile_id) \
     SELECT $1, substr($3, 1 + 16 * j.key, 16), $4 FROM json_each($2) j WHERE true \
     ON CONFLICT (tenant_id, device_id) DO UPDATE SET profile_id = excluded.profile_id";
pub(crate) const ASSIGN_POSTGRES: &str = "INSERT INTO device_profile (tenant_id, device_id, profile_id) \
     SELECT $1, d.device_id, $3 FROM unnest($2::uuid[]) AS d (device_id) \
     ON CONFLICT (tenant_id, device_id) DO UPDATE SET profile_id = excluded.profile_id";
pub(crate) const UNASSIGN_SQLITE: &str = "DELETE FROM device_profile WHERE tenant_id = $1 AND device_id IN \
     (SELECT substr($3, 1 + 16 * j.key, 16) FROM json_each($2) j)";
pub(crate) const UNASSIGN_POSTGRES: &str =
    "DELETE FROM device_profile WHERE tenant_id = $1 AND device_id = ANY($2)";

/// As many zeros as there are devices, so that `json_each` counts them, and the ids back to back.
pub(super) fn laid_out(devices: &[DeviceId]) -> (String, Vec<u8>) {
    let positions = format!("[{}]", vec!["0"; devices.len()].join(","));
    (positions, devices.iter().flat_map(|id| *id.into_untyped_uuid().as_bytes()).collect())
}

pub(super) fn uuids(devices: &[DeviceId]) -> Vec<Uuid> {
    devices.iter().map(|id| id.into_untyped_uuid()).collect()
}

impl Conn {
    /// The deployment profiles of these devices, those that have one.
    pub async fn assigned(
        &mut self,
        tenant: OrganisationId,
        devices: &[DeviceId],
    ) -> Result<Vec<Assigned>, StoreError> {
        let tenant = tenant.into_untyped_uuid();
        let mut found: Vec<Assigned> = Vec::new();
        for devices in devices.chunks(STATEMENT_DEVICES) {
            let rows: Result<Vec<Assigned>, sqlx::Error> = match self.driver() {
                Driver::Sqlite(conn) => {
                    let (positions, ids) = laid_out(devices);
                    let query = sqlx::query_as(ASSIGNED_SQLITE).bind(tenant).bind(positions).bind(ids);
                    query.fetch_all(conn).await
                }
                Driver::Postgres(conn) => {
                    sqlx::query_as(ASSIGNED_POSTGRES).bind(tenant).bind(uuids(devices)).fetch_all(conn).await
                }
            };
            found.extend(rows.map_err(StoreError::database("look up assigned profiles"))?);
        }
        Ok(found)
    }
}

impl Tx {
    /// Gives a deployment profile to devices, each named once, in place of the one that they had. Counts nothing.
    pub async fn assign(
        &mut self,
        tenant: OrganisationId,
        profile: DeploymentProfileId,
        devices: &[DeviceId],
    ) -> Result<(), StoreError> {
        let (tenant, profile) = (tenant.into_untyped_uuid(), profile.into_untyped_uuid());
        for devices in devices.chunks(STATEMENT_DEVICES) {
            match self.driver() {
                Driver::Sqlite(conn) => {
                    let (positions, ids) = laid_out(devices);
                    let query = sqlx::query(ASSIGN_SQLITE).bind(tenant).bind(positions).bind(ids);
                    query.bind(profile).execute(conn).await.map(drop)
                }
                Driver::Postgres(conn) => {
                    let query = sqlx::query(ASSIGN_POSTGRES).bind(tenant).bind(uuids(devices));
                    query.bind(profile).execute(conn).await.map(drop)
                }
            }
            .map_err(StoreError::database("assign a profile"))?;
        }
        Ok(())
    }

    /// Takes the deployment profiles of devices away. Counts nothing.
    pub async fn unassign(&mut self, tenant: OrganisationId, devices: &[DeviceId]) -> Result<(), StoreError> {
        let tenant = tenant.into_untyped_uuid();
        for devices in devices.chunks(STATEMENT_DEVICES) {
            match self.driver() {
                Driver::Sqlite(conn) => {
                    let (positions, ids) = laid_out(devices);
                    let query = sqlx::query(UNASSIGN_SQLITE).bind(tenant).bind(positions).bind(ids);
                    query.execute(conn).await.map(drop)
                }
                Driver::Postgres(conn) => {
                    let query = sqlx::query(UNASSIGN_POSTGRES).bind(tenant).bind(uuids(devices));
                    query.execute(conn).await.map(drop)
                }
            }
            .map_err(StoreError::database("take profiles away"))?;
        }
        Ok(())
    }
}
