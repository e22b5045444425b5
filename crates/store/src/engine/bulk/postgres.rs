//! Chunks by COPY, small ones by INSERT.

use newtype_uuid::GenericUuid;
use sqlx::PgConnection;
use taxiway_domain::ids::{DeviceId, OrganisationId};
use uuid::Uuid;

use super::super::assigned::{ASSIGN_POSTGRES, ASSIGNED_POSTGRES, UNASSIGN_POSTGRES};
use super::super::copy::{CopyFrame, copy_in};
use super::super::holders::HOLDERS_POSTGRES;
use super::super::orders::{INSERT_POSTGRES as INSERT_ORDERS, ORDERS_POSTGRES};
use super::super::value::Time;
use super::{ClaimKeys, Held, HeldRow, NewDevices};

/// How to copy keys of a kind in, how to look holders up, and how to insert a few keys.
type KeyTexts = (&'static str, &'static str, &'static str);

/// The statements for a table whose key is one column.
macro_rules! single_key {
    ($table:literal, $key:literal, $array:literal) => {
        (
            concat!("COPY ", $table, " (", $key, ", tenant_id, device_id) FROM STDIN (FORMAT binary)"),
            concat!(
                "SELECT k.position - 1 AS position, h.tenant_id, h.device_id ",
                "FROM unnest($1::",
                $array,
                "[]) WITH ORDINALITY AS k (key, position) ",
                "CROSS JOIN LATERAL (SELECT tenant_id, device_id FROM ",
                $table,
                " c WHERE c.",
                $key,
                " = k.key LIMIT 1) h"
            ),
            concat!(
                "INSERT INTO ",
                $table,
                " (",
                $key,
                ", tenant_id, device_id) SELECT k.key, $2, k.device_id FROM unnest($1::",
                $array,
                "[], $3::uuid[]) AS k (key, device_id) ON CONFLICT DO NOTHING"
            ),
        )
    };
}

const TUPLE: KeyTexts = (
    "COPY claim_tuple (serial_number, manufacturer, model, tenant_id, device_id) FROM STDIN (FORMAT binary)",
    // As a plain join this becomes a hash join over the whole table; the lateral limit keeps it a point read.
    "SELECT k.position - 1 AS position, h.tenant_id, h.device_id \
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k (serial_number, manufacturer, model, position) \
     CROSS JOIN LATERAL (SELECT tenant_id, device_id FROM claim_tuple c WHERE c.serial_number = k.serial_number \
     AND c.manufacturer = k.manufacturer AND c.model = k.model LIMIT 1) h",
    "INSERT INTO claim_tuple (serial_number, manufacturer, model, tenant_id, device_id) \
     SELECT k.serial_number, k.manufacturer, k.model, $4, k.device_id \
     FROM unnest($1::text[], $2::text[], $3::text[], $5::uuid[]) AS k (serial_number, manufacturer, model, device_id) \
     ON CONFLICT DO NOTHING",
);
const PRODUCT_KEY: KeyTexts = single_key!("claim_product_key", "product_key", "text");
const ENDORSEMENT_KEY: KeyTexts = single_key!("claim_endorsement_key", "digest", "bytea");
const SMBIOS_UUID: KeyTexts = single_key!("claim_uuid", "uuid", "uuid");
const HARDWARE: KeyTexts = single_key!("claim_hardware", "digest", "bytea");
/// A key and its holder need not be matched pair by pair: none of these devices keeps any of these keys.
const DROP_TUPLES: &str = "DELETE FROM claim_tuple WHERE serial_number = ANY($1) AND manufacturer = ANY($2) AND model = ANY($3) \
     AND device_id = ANY($4)";
const DROP_PRODUCT_KEYS: &str =
    "DELETE FROM claim_product_key WHERE product_key = ANY($1) AND device_id = ANY($2)";
const DROP_ENDORSEMENT_KEYS: &str =
    "DELETE FROM claim_endorsement_key WHERE digest = ANY($1) AND device_id = ANY($2)";
const DROP_UUIDS: &str = "DELETE FROM claim_uuid WHERE uuid = ANY($1) AND device_id = ANY($2)";
const DROP_HARDWARE: &str = "DELETE FROM claim_hardware WHERE digest = ANY($1) AND device_id = ANY($2)";
const DEVICES: &str = "COPY device (tenant_id, device_id, batch_id, job_id, serial_number, manufacturer, model, \
     product_key, group_tag, identity, strength, state, registered_at) FROM STDIN (FORMAT binary)";
const HASHES: &str = "COPY device_hash (tenant_id, device_id, content) FROM STDIN (FORMAT binary)";

/// The statements of this module that can be prepared, for the inventory.
pub(crate) const ONLY: &[(&str, &str)] = &[
    ("bulk.claim_tuple", TUPLE.2),
    ("bulk.held_tuple", TUPLE.1),
    ("bulk.claim_product_key", PRODUCT_KEY.2),
    ("bulk.held_product_key", PRODUCT_KEY.1),
    ("bulk.claim_endorsement_key", ENDORSEMENT_KEY.2),
    ("bulk.held_endorsement_key", ENDORSEMENT_KEY.1),
    ("bulk.claim_uuid", SMBIOS_UUID.2),
    ("bulk.held_uuid", SMBIOS_UUID.1),
    ("bulk.claim_hardware", HARDWARE.2),
    ("bulk.held_hardware", HARDWARE.1),
    ("bulk.holders", HOLDERS_POSTGRES),
    ("bulk.assigned", ASSIGNED_POSTGRES),
    ("bulk.assign", ASSIGN_POSTGRES),
    ("bulk.unassign", UNASSIGN_POSTGRES),
    ("bulk.orders", INSERT_ORDERS),
    ("bulk.device_orders", ORDERS_POSTGRES),
    ("bulk.drop_tuples", DROP_TUPLES),
    ("bulk.drop_product_keys", DROP_PRODUCT_KEYS),
    ("bulk.drop_endorsement_keys", DROP_ENDORSEMENT_KEYS),
    ("bulk.drop_uuids", DROP_UUIDS),
    ("bulk.drop_hardware", DROP_HARDWARE),
];

fn texts(keys: ClaimKeys<'_>) -> KeyTexts {
    match keys {
        ClaimKeys::Tuple(_) => TUPLE,
        ClaimKeys::ProductKey(_) => PRODUCT_KEY,
        ClaimKeys::EndorsementKey(_) => ENDORSEMENT_KEY,
        ClaimKeys::Uuid(_) => SMBIOS_UUID,
        ClaimKeys::Hardware(_) => HARDWARE,
    }
}

impl ClaimKeys<'_> {
    fn write<'f>(&self, frame: &'f mut CopyFrame, position: usize) -> &'f mut CopyFrame {
        match self {
            Self::Tuple(keys) => {
                let (serial_number, manufacturer, model) = keys[position];
                frame
                    .row(5)
                    .bytes(serial_number.as_bytes())
                    .bytes(manufacturer.as_bytes())
                    .bytes(model.as_bytes())
            }
            Self::ProductKey(keys) => frame.row(3).bytes(keys[position].as_bytes()),
            Self::EndorsementKey(keys) | Self::Hardware(keys) => frame.row(3).bytes(&keys[position]),
            Self::Uuid(keys) => frame.row(3).bytes(&keys[position]),
        }
    }
}

/// Binds the columns of the keys as arrays.
macro_rules! bind_keys {
    ($query:expr, $keys:expr) => {
        match $keys {
            ClaimKeys::Tuple(keys) => $query
                .bind(keys.iter().map(|key| key.0).collect::<Vec<_>>())
                .bind(keys.iter().map(|key| key.1).collect::<Vec<_>>())
                .bind(keys.iter().map(|key| key.2).collect::<Vec<_>>()),
            ClaimKeys::ProductKey(keys) => $query.bind(keys.to_vec()),
            ClaimKeys::EndorsementKey(keys) | ClaimKeys::Hardware(keys) => {
                $query.bind(keys.iter().map(|key| key.to_vec()).collect::<Vec<_>>())
            }
            ClaimKeys::Uuid(keys) => {
                $query.bind(keys.iter().map(|key| Uuid::from_bytes(*key)).collect::<Vec<_>>())
            }
        }
    };
}

/// Up to so many keys are inserted by a statement. The driver leaves TCP's send delay on: each COPY waits some 40 ms over a
/// network, in which a statement inserts thousands. By a socket it is only the round trips.
pub(super) fn few(near: bool) -> usize {
    if near { 200 } else { 4_000 }
}

/// How often a claim is tried again when other jobs win keys between our look and our insert.
const RACES: usize = 20;

pub(super) async fn claim(
    conn: &mut PgConnection,
    tenant: OrganisationId,
    keys: ClaimKeys<'_>,
    devices: &[DeviceId],
) -> Result<Vec<Held>, sqlx::Error> {
    let (statement, look_up, _) = texts(keys);
    let tenant = tenant.as_untyped_uuid().as_bytes();
    let mut skip = vec![false; devices.len()];
    let mut held = Vec::new();
    for _ in 0..RACES {
        sqlx::query("SAVEPOINT claim").execute(&mut *conn).await?;
        let copied = copy_in(conn, statement, devices.len(), |frame, position| {
            if !skip[position] {
                let device = devices[position].as_untyped_uuid();
                keys.write(frame, position).bytes(tenant).bytes(device.as_bytes());
            }
        });
        match copied.await {
            Ok(()) => {
                sqlx::query("RELEASE SAVEPOINT claim").execute(&mut *conn).await?;
                return Ok(held);
            }
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                sqlx::query("ROLLBACK TO SAVEPOINT claim").execute(&mut *conn).await?;
            }
            Err(error) => return Err(error),
        }
        held = look_up_held(conn, look_up, keys).await?;
        skip.fill(false);
        for one in &held {
            skip[one.position] = true;
        }
        // A key that this very device holds already is claimed, not held by another.
        held.retain(|one| one.device_id != devices[one.position]);
    }
    Err(contended())
}

pub(super) async fn claim_few(
    conn: &mut PgConnection,
    tenant: OrganisationId,
    keys: ClaimKeys<'_>,
    devices: &[DeviceId],
) -> Result<Vec<Held>, sqlx::Error> {
    let (_, look_up, insert) = texts(keys);
    let ids: Vec<Uuid> = devices.iter().map(|device| device.into_untyped_uuid()).collect();
    for _ in 0..RACES {
        let query = bind_keys!(sqlx::query(insert), keys).bind(tenant.into_untyped_uuid()).bind(&ids);
        let inserted = query.execute(&mut *conn).await?.rows_affected();
        if inserted == devices.len() as u64 {
            return Ok(Vec::new());
        }
        let mut held = look_up_held(conn, look_up, keys).await?;
        // A key that nobody holds any more was given back in between.
        if held.len() == devices.len() {
            held.retain(|one| one.device_id != devices[one.position]);
            return Ok(held);
        }
    }
    Err(contended())
}

/// The keys that are held, looked up only.
pub(super) async fn held(conn: &mut PgConnection, keys: ClaimKeys<'_>) -> Result<Vec<Held>, sqlx::Error> {
    let (_, look_up, _) = texts(keys);
    look_up_held(conn, look_up, keys).await
}

/// Keys and holders one statement takes.
const STATEMENT_KEYS: usize = 2_000;

pub(super) async fn unclaim(
    conn: &mut PgConnection,
    keys: ClaimKeys<'_>,
    devices: &[DeviceId],
) -> Result<(), sqlx::Error> {
    for from in (0..devices.len()).step_by(STATEMENT_KEYS) {
        let rows = from..devices.len().min(from + STATEMENT_KEYS);
        let holders: Vec<Uuid> =
            devices[rows.clone()].iter().map(|device| device.into_untyped_uuid()).collect();
        let (drop, keys) = match keys {
            ClaimKeys::Tuple(keys) => (DROP_TUPLES, ClaimKeys::Tuple(&keys[rows])),
            ClaimKeys::ProductKey(keys) => (DROP_PRODUCT_KEYS, ClaimKeys::ProductKey(&keys[rows])),
            ClaimKeys::EndorsementKey(keys) => {
                (DROP_ENDORSEMENT_KEYS, ClaimKeys::EndorsementKey(&keys[rows]))
            }
            ClaimKeys::Uuid(keys) => (DROP_UUIDS, ClaimKeys::Uuid(&keys[rows])),
            ClaimKeys::Hardware(keys) => (DROP_HARDWARE, ClaimKeys::Hardware(&keys[rows])),
        };
        bind_keys!(sqlx::query(drop), keys).bind(holders).execute(&mut *conn).await?;
    }
    Ok(())
}

fn contended() -> sqlx::Error {
    sqlx::Error::Protocol("other jobs kept claiming the same devices".to_owned())
}

async fn look_up_held(
    conn: &mut PgConnection,
    look_up: &'static str,
    keys: ClaimKeys<'_>,
) -> Result<Vec<Held>, sqlx::Error> {
    let rows: Vec<HeldRow> = bind_keys!(sqlx::query_as(look_up), keys).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| row.held(|position| position)).collect())
}

pub(super) async fn insert_devices(
    conn: &mut PgConnection,
    chunk: NewDevices<'_>,
) -> Result<(), sqlx::Error> {
    copy_in(conn, DEVICES, chunk.devices.len(), |frame, position| {
        let device = &chunk.devices[position];
        frame.row(13).bytes(chunk.tenant_id.as_untyped_uuid().as_bytes());
        frame.bytes(device.device_id.as_untyped_uuid().as_bytes());
        frame
            .bytes(chunk.batch_id.as_untyped_uuid().as_bytes())
            .bytes(chunk.job_id.as_untyped_uuid().as_bytes());
        for text in
            [device.serial_number, device.manufacturer, device.model, device.product_key, device.group_tag]
        {
            frame.optional(Some(text.as_bytes()).filter(|text| !text.is_empty()));
        }
        frame
            .int(device.identity)
            .int(device.strength)
            .int(chunk.state)
            .int(Time(chunk.registered_at).postgres_micros());
    })
    .await
}

pub(super) async fn insert_hashes(
    conn: &mut PgConnection,
    tenant: OrganisationId,
    hashes: &[(DeviceId, &[u8])],
) -> Result<(), sqlx::Error> {
    copy_in(conn, HASHES, hashes.len(), |frame, position| {
        let (device, content) = hashes[position];
        frame.row(3).bytes(tenant.as_untyped_uuid().as_bytes());
        frame.bytes(device.as_untyped_uuid().as_bytes()).bytes(content);
    })
    .await
}
