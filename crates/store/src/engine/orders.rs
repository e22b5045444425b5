//! Order and purchase numbers of single devices, many at once. A device without a row here has those of its job.

use newtype_uuid::GenericUuid;
use sqlx::{PgConnection, SqliteConnection};
use taxiway_domain::ids::{DeviceId, DeviceKind, OrganisationId};
use uuid::Uuid;

use super::conn::{Conn, Driver, Tx};
use super::error::StoreError;
use super::value::Id;

/// The numbers that a device's own row in the list said.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceOrder {
    /// The device.
    #[sqlx(try_from = "Id<DeviceKind>")]
    pub device_id: DeviceId,
    /// Order number.
    pub order_id: Option<String>,
    /// Purchase number.
    pub purchase_id: Option<String>,
}

pub(crate) const ORDERS_SQLITE: &str = "SELECT o.device_id, o.order_id, o.purchase_id FROM json_each($2) j CROSS JOIN device_order o \
     ON o.tenant_id = $1 AND o.device_id = substr($3, 1 + 16 * j.key, 16)";
pub(crate) const ORDERS_POSTGRES: &str =
    "SELECT device_id, order_id, purchase_id FROM device_order WHERE tenant_id = $1 AND device_id = ANY($2)";
pub(crate) const INSERT_SQLITE: &str = "INSERT INTO device_order (tenant_id, device_id, order_id, purchase_id) \
     SELECT $1, substr($2, 1 + 16 * j.key, 16), json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]') FROM json_each($3) j";
pub(crate) const INSERT_POSTGRES: &str = "INSERT INTO device_order (tenant_id, device_id, order_id, purchase_id) \
     SELECT $1, k.device_id, k.order_id, k.purchase_id FROM unnest($2::uuid[], $3::text[], $4::text[]) AS k (device_id, order_id, purchase_id)";

/// Devices one statement takes.
const STATEMENT_ROWS: usize = 8_000;

impl Tx {
    /// Keeps the numbers of new devices.
    pub async fn insert_device_orders(
        &mut self,
        tenant: OrganisationId,
        orders: &[DeviceOrder],
    ) -> Result<(), StoreError> {
        let tenant = tenant.into_untyped_uuid();
        for orders in orders.chunks(STATEMENT_ROWS) {
            match self.driver() {
                Driver::Sqlite(conn) => insert_sqlite(conn, tenant, orders).await,
                Driver::Postgres(conn) => insert_postgres(conn, tenant, orders).await,
            }
            .map_err(StoreError::database("insert order numbers"))?;
        }
        Ok(())
    }
}

impl Conn {
    /// The numbers that these devices of a customer have of their own.
    pub async fn device_orders(
        &mut self,
        tenant: OrganisationId,
        devices: &[DeviceId],
    ) -> Result<Vec<DeviceOrder>, StoreError> {
        if devices.is_empty() {
            return Ok(Vec::new());
        }
        let tenant = tenant.into_untyped_uuid();
        match self.driver() {
            Driver::Sqlite(conn) => {
                let positions = format!("[{}]", vec!["0"; devices.len()].join(","));
                let ids: Vec<u8> = devices.iter().flat_map(|id| *id.into_untyped_uuid().as_bytes()).collect();
                sqlx::query_as(ORDERS_SQLITE).bind(tenant).bind(positions).bind(ids).fetch_all(conn).await
            }
            Driver::Postgres(conn) => {
                let ids: Vec<Uuid> = devices.iter().map(|id| id.into_untyped_uuid()).collect();
                sqlx::query_as(ORDERS_POSTGRES).bind(tenant).bind(ids).fetch_all(conn).await
            }
        }
        .map_err(StoreError::database("look up order numbers"))
    }
}

async fn insert_sqlite(
    conn: &mut SqliteConnection,
    tenant: Uuid,
    orders: &[DeviceOrder],
) -> Result<(), sqlx::Error> {
    let ids: Vec<u8> = orders.iter().flat_map(|one| *one.device_id.into_untyped_uuid().as_bytes()).collect();
    let numbers: Vec<_> = orders.iter().map(|one| (&one.order_id, &one.purchase_id)).collect();
    let numbers = serde_json::to_string(&numbers).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(INSERT_SQLITE).bind(tenant).bind(ids).bind(numbers).execute(conn).await.map(drop)
}

async fn insert_postgres(
    conn: &mut PgConnection,
    tenant: Uuid,
    orders: &[DeviceOrder],
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = orders.iter().map(|one| one.device_id.into_untyped_uuid()).collect();
    let order_ids: Vec<_> = orders.iter().map(|one| one.order_id.as_deref()).collect();
    let purchase_ids: Vec<_> = orders.iter().map(|one| one.purchase_id.as_deref()).collect();
    let insert = sqlx::query(INSERT_POSTGRES).bind(tenant).bind(ids).bind(order_ids).bind(purchase_ids);
    insert.execute(conn).await.map(drop)
}
