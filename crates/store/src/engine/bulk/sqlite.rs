//! Chunks in a few statements each.
//!
//! Binding value by value through the driver costs a third of an import, and taking texts apart in SQL as much again. In
//! real files long runs of rows have the same manufacturer and model: rows are grouped by what is the same, that is bound
//! once, and only serial numbers travel, as a JSON array. Keys of fixed width travel back to back as one blob.

use std::collections::BTreeMap;

use newtype_uuid::GenericUuid;
use sqlx::SqliteConnection;
use taxiway_domain::ids::{DeviceId, OrganisationId};

use super::super::assigned::{ASSIGN_SQLITE, ASSIGNED_SQLITE, UNASSIGN_SQLITE};
use super::super::holders::HOLDERS_SQLITE;
use super::super::orders::{INSERT_SQLITE as INSERT_ORDERS, ORDERS_SQLITE};
use super::super::value::Time;
use super::{ClaimKeys, Held, HeldRow, NewDevice, NewDevices};

/// How to insert keys of a kind, and how to look holders up.
type KeyTexts = (&'static str, &'static str);

/// The statements for a table whose key is one column of fixed width: `$4` bytes each, one after the other in `$5`.
macro_rules! single_key {
    ($table:literal, $key:literal, $cast:literal) => {
        (
            concat!(
                "INSERT INTO ",
                $table,
                " (",
                $key,
                ", tenant_id, device_id) ",
                "SELECT CAST(substr($5, 1 + $4 * j.key, $4) AS ",
                $cast,
                "), $1, substr($2, 1 + 16 * j.key, 16) ",
                "FROM json_each($3) j WHERE true ON CONFLICT DO NOTHING"
            ),
            concat!(
                "SELECT j.key AS position, c.tenant_id, c.device_id FROM json_each($2) j CROSS JOIN ",
                $table,
                " c ",
                "ON c.",
                $key,
                " = CAST(substr($4, 1 + $3 * j.key, $3) AS ",
                $cast,
                ") ",
                "WHERE c.device_id <> substr($1, 1 + 16 * j.key, 16)"
            ),
        )
    };
}

const CLAIM_TUPLES: &str = "INSERT INTO claim_tuple (serial_number, manufacturer, model, tenant_id, device_id) \
     SELECT j.value, $4, $5, $1, substr($2, 1 + 16 * j.key, 16) FROM json_each($3) j WHERE true ON CONFLICT DO NOTHING";
const HELD_TUPLES: &str = "SELECT j.key AS position, c.tenant_id, c.device_id FROM json_each($2) j CROSS JOIN claim_tuple c \
     ON c.serial_number = j.value AND c.manufacturer = $3 AND c.model = $4 WHERE c.device_id <> substr($1, 1 + 16 * j.key, 16)";
const PRODUCT_KEY: KeyTexts = single_key!("claim_product_key", "product_key", "TEXT");
const ENDORSEMENT_KEY: KeyTexts = single_key!("claim_endorsement_key", "digest", "BLOB");
const SMBIOS_UUID: KeyTexts = single_key!("claim_uuid", "uuid", "BLOB");
const HARDWARE: KeyTexts = single_key!("claim_hardware", "digest", "BLOB");
const DROP_TUPLE: &str = "DELETE FROM claim_tuple WHERE serial_number = $1 AND manufacturer = $2 AND model = $3 AND device_id = $4";
const DROP_PRODUCT_KEY: &str = "DELETE FROM claim_product_key WHERE product_key = $1 AND device_id = $2";
const DROP_ENDORSEMENT_KEY: &str = "DELETE FROM claim_endorsement_key WHERE digest = $1 AND device_id = $2";
const DROP_UUID: &str = "DELETE FROM claim_uuid WHERE uuid = $1 AND device_id = $2";
const DROP_HARDWARE: &str = "DELETE FROM claim_hardware WHERE digest = $1 AND device_id = $2";
const DEVICES: &str = "INSERT INTO device (tenant_id, device_id, batch_id, job_id, serial_number, manufacturer, model, \
     product_key, group_tag, identity, strength, state, registered_at, last_contact_at) \
     SELECT $1, substr($2, 1 + 16 * j.key, 16), $5, $6, NULLIF(j.value, ''), $9, $10, \
     NULLIF(trim(CAST(substr($4, 1 + 13 * j.key, 13) AS TEXT)), ''), $11, $12, $13, $7, $8, NULL FROM json_each($3) j";
const HASHES: &str = "INSERT INTO device_hash (tenant_id, device_id, content) \
     SELECT $1, substr($2, 1 + 16 * j.key, 16), substr($4, 1 + (j.value >> 16), j.value & 65535) FROM json_each($3) j";

/// The statements of this module, for the inventory.
pub(crate) const ONLY: &[(&str, &str)] = &[
    ("bulk.claim_tuple", CLAIM_TUPLES),
    ("bulk.held_tuple", HELD_TUPLES),
    ("bulk.claim_product_key", PRODUCT_KEY.0),
    ("bulk.held_product_key", PRODUCT_KEY.1),
    ("bulk.claim_endorsement_key", ENDORSEMENT_KEY.0),
    ("bulk.held_endorsement_key", ENDORSEMENT_KEY.1),
    ("bulk.claim_uuid", SMBIOS_UUID.0),
    ("bulk.held_uuid", SMBIOS_UUID.1),
    ("bulk.claim_hardware", HARDWARE.0),
    ("bulk.held_hardware", HARDWARE.1),
    ("bulk.devices", DEVICES),
    ("bulk.hashes", HASHES),
    ("bulk.holders", HOLDERS_SQLITE),
    ("bulk.assigned", ASSIGNED_SQLITE),
    ("bulk.assign", ASSIGN_SQLITE),
    ("bulk.unassign", UNASSIGN_SQLITE),
    ("bulk.orders", INSERT_ORDERS),
    ("bulk.device_orders", ORDERS_SQLITE),
    ("bulk.drop_tuple", DROP_TUPLE),
    ("bulk.drop_product_key", DROP_PRODUCT_KEY),
    ("bulk.drop_endorsement_key", DROP_ENDORSEMENT_KEY),
    ("bulk.drop_uuid", DROP_UUID),
    ("bulk.drop_hardware", DROP_HARDWARE),
];

/// Rows one statement takes: its parameters stay below a few hundred KiB.
const STATEMENT_ROWS: usize = 8_000;

/// Positions of rows by what they have in common, each group in its order.
///
/// Neighbours mostly belong together: a run of them is looked up once.
fn groups<K: Ord>(rows: usize, key: impl Fn(usize) -> K) -> BTreeMap<K, Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    let mut from = 0;
    while from < rows {
        let run = key(from);
        let to = (from + 1..rows).find(|row| key(*row) != run).unwrap_or(rows);
        groups.entry(run).or_default().extend(from..to);
        from = to;
    }
    groups
}

fn id_blob(devices: impl Iterator<Item = DeviceId>) -> Vec<u8> {
    devices.flat_map(|device| *device.into_untyped_uuid().as_bytes()).collect()
}

fn json<T: serde::Serialize>(values: impl Iterator<Item = T>) -> Result<String, sqlx::Error> {
    let values: Vec<T> = values.collect();
    serde_json::to_string(&values).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Claims as the parameters of their statements.
#[derive(Debug)]
pub(super) enum LaidOutClaims {
    Tuples(Vec<TupleRun>),
    Keys(KeyTexts, Vec<KeyRun>),
}

/// Tuples of one manufacturer and model.
#[derive(Debug)]
pub(super) struct TupleRun {
    /// Positions in the request.
    rows: Vec<usize>,
    ids: Vec<u8>,
    serials: String,
    manufacturer: String,
    model: String,
}

/// Neighbouring keys of one width.
#[derive(Debug)]
pub(super) struct KeyRun {
    /// Position of the first one in the request.
    from: usize,
    ids: Vec<u8>,
    positions: String,
    width: i64,
    blob: Vec<u8>,
}

pub(super) fn lay_out_claims(
    keys: ClaimKeys<'_>,
    devices: &[DeviceId],
) -> Result<LaidOutClaims, sqlx::Error> {
    let key_runs = |texts, runs| Ok(LaidOutClaims::Keys(texts, runs));
    match keys {
        ClaimKeys::Tuple(keys) => Ok(LaidOutClaims::Tuples(tuple_runs(keys, devices)?)),
        ClaimKeys::ProductKey(keys) => key_runs(PRODUCT_KEY, lay_out_keys(keys, devices)?),
        ClaimKeys::EndorsementKey(keys) => key_runs(ENDORSEMENT_KEY, lay_out_keys(keys, devices)?),
        ClaimKeys::Uuid(keys) => key_runs(SMBIOS_UUID, lay_out_keys(keys, devices)?),
        ClaimKeys::Hardware(keys) => key_runs(HARDWARE, lay_out_keys(keys, devices)?),
    }
}

fn tuple_runs(keys: &[(&str, &str, &str)], devices: &[DeviceId]) -> Result<Vec<TupleRun>, sqlx::Error> {
    let mut runs = Vec::new();
    for ((manufacturer, model), rows) in groups(keys.len(), |row| (keys[row].1, keys[row].2)) {
        for rows in rows.chunks(STATEMENT_ROWS) {
            runs.push(TupleRun {
                ids: id_blob(rows.iter().map(|row| devices[*row])),
                serials: json(rows.iter().map(|row| keys[*row].0))?,
                rows: rows.to_vec(),
                manufacturer: manufacturer.to_owned(),
                model: model.to_owned(),
            });
        }
    }
    Ok(runs)
}

fn lay_out_keys<K: AsRef<[u8]>>(keys: &[K], devices: &[DeviceId]) -> Result<Vec<KeyRun>, sqlx::Error> {
    let run = |from: usize| {
        let rows = from..keys.len().min(from + STATEMENT_ROWS);
        Ok(KeyRun {
            from,
            ids: id_blob(devices[rows.clone()].iter().copied()),
            positions: json(rows.clone().map(|_| 0))?,
            width: i64::try_from(keys[from].as_ref().len()).unwrap_or_default(),
            blob: keys[rows].iter().flat_map(AsRef::as_ref).copied().collect(),
        })
    };
    (0..keys.len()).step_by(STATEMENT_ROWS).map(run).collect()
}

pub(super) async fn claim(
    conn: &mut SqliteConnection,
    tenant: OrganisationId,
    claims: &LaidOutClaims,
) -> Result<Vec<Held>, sqlx::Error> {
    match claims {
        LaidOutClaims::Tuples(runs) => claim_tuples(conn, tenant, runs).await,
        LaidOutClaims::Keys(texts, runs) => claim_keys(conn, tenant, *texts, runs).await,
    }
}

async fn claim_tuples(
    conn: &mut SqliteConnection,
    tenant: OrganisationId,
    runs: &[TupleRun],
) -> Result<Vec<Held>, sqlx::Error> {
    let mut held = Vec::new();
    for run in runs {
        let insert =
            sqlx::query(CLAIM_TUPLES).bind(tenant.into_untyped_uuid()).bind(&run.ids).bind(&run.serials);
        let done = insert.bind(&run.manufacturer).bind(&run.model).execute(&mut *conn).await?;
        if done.rows_affected() < run.rows.len() as u64 {
            held.extend(held_tuples(conn, run).await?);
        }
    }
    Ok(held)
}

async fn held_tuples(conn: &mut SqliteConnection, run: &TupleRun) -> Result<Vec<Held>, sqlx::Error> {
    let look_up = sqlx::query_as(HELD_TUPLES).bind(&run.ids).bind(&run.serials);
    let found: Vec<HeldRow> = look_up.bind(&run.manufacturer).bind(&run.model).fetch_all(conn).await?;
    Ok(found.into_iter().map(|found| found.held(|position| run.rows[position])).collect())
}

async fn claim_keys(
    conn: &mut SqliteConnection,
    tenant: OrganisationId,
    (insert, look_up): KeyTexts,
    runs: &[KeyRun],
) -> Result<Vec<Held>, sqlx::Error> {
    let mut held = Vec::new();
    for run in runs {
        let insert = sqlx::query(insert).bind(tenant.into_untyped_uuid()).bind(&run.ids).bind(&run.positions);
        let done = insert.bind(run.width).bind(&run.blob).execute(&mut *conn).await?;
        if done.rows_affected() < run.ids.len() as u64 / 16 {
            held.extend(held_keys(conn, look_up, run).await?);
        }
    }
    Ok(held)
}

async fn held_keys(
    conn: &mut SqliteConnection,
    look_up: &'static str,
    run: &KeyRun,
) -> Result<Vec<Held>, sqlx::Error> {
    let look_up = sqlx::query_as(look_up).bind(&run.ids).bind(&run.positions);
    let found: Vec<HeldRow> = look_up.bind(run.width).bind(&run.blob).fetch_all(conn).await?;
    Ok(found.into_iter().map(|found| found.held(|position| run.from + position)).collect())
}

/// The keys that are held, looked up only.
pub(super) async fn held(
    conn: &mut SqliteConnection,
    claims: &LaidOutClaims,
) -> Result<Vec<Held>, sqlx::Error> {
    let mut held = Vec::new();
    match claims {
        LaidOutClaims::Tuples(runs) => {
            for run in runs {
                held.extend(held_tuples(conn, run).await?);
            }
        }
        LaidOutClaims::Keys((_, look_up), runs) => {
            for run in runs {
                held.extend(held_keys(conn, look_up, run).await?);
            }
        }
    }
    Ok(held)
}

/// A statement a key: they cost no journey here.
pub(super) async fn unclaim(
    conn: &mut SqliteConnection,
    keys: ClaimKeys<'_>,
    devices: &[DeviceId],
) -> Result<(), sqlx::Error> {
    for (position, device) in devices.iter().enumerate() {
        let device = device.into_untyped_uuid();
        match keys {
            ClaimKeys::Tuple(keys) => {
                let (serial_number, manufacturer, model) = keys[position];
                sqlx::query(DROP_TUPLE).bind(serial_number).bind(manufacturer).bind(model).bind(device)
            }
            ClaimKeys::ProductKey(keys) => sqlx::query(DROP_PRODUCT_KEY).bind(keys[position]).bind(device),
            ClaimKeys::EndorsementKey(keys) => {
                sqlx::query(DROP_ENDORSEMENT_KEY).bind(&keys[position][..]).bind(device)
            }
            ClaimKeys::Uuid(keys) => sqlx::query(DROP_UUID).bind(&keys[position][..]).bind(device),
            ClaimKeys::Hardware(keys) => sqlx::query(DROP_HARDWARE).bind(&keys[position][..]).bind(device),
        }
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// What is bound once for a group of devices; nothing stands for an empty text.
type Common<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>, i64, i64);

fn common<'a>(device: &NewDevice<'a>) -> Common<'a> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let (manufacturer, model) = (some(device.manufacturer), some(device.model));
    (manufacturer, model, some(device.group_tag), device.identity, device.strength)
}

/// Devices that have manufacturer, model, tag, identity and strength in common, as the parameters of their statement.
#[derive(Debug)]
pub(super) struct DeviceGroup {
    ids: Vec<u8>,
    serials: String,
    product_keys: Vec<u8>,
    manufacturer: Option<String>,
    model: Option<String>,
    group_tag: Option<String>,
    identity: i64,
    strength: i64,
}

pub(super) fn lay_out_devices(devices: &[NewDevice<'_>]) -> Result<Vec<DeviceGroup>, sqlx::Error> {
    let mut laid_out = Vec::new();
    for ((manufacturer, model, group_tag, identity, strength), rows) in
        groups(devices.len(), |row| common(&devices[row]))
    {
        for rows in rows.chunks(STATEMENT_ROWS) {
            let devices = || rows.iter().map(|row| &devices[*row]);
            laid_out.push(DeviceGroup {
                ids: id_blob(devices().map(|device| device.device_id)),
                serials: json(devices().map(|device| device.serial_number))?,
                product_keys: product_keys(devices()),
                manufacturer: manufacturer.map(str::to_owned),
                model: model.map(str::to_owned),
                group_tag: group_tag.map(str::to_owned),
                identity,
                strength,
            });
        }
    }
    Ok(laid_out)
}

pub(super) async fn insert_devices(
    conn: &mut SqliteConnection,
    chunk: NewDevices<'_>,
    groups: &[DeviceGroup],
) -> Result<(), sqlx::Error> {
    for group in groups {
        sqlx::query(DEVICES)
            .bind(chunk.tenant_id.into_untyped_uuid())
            .bind(&group.ids)
            .bind(&group.serials)
            .bind(&group.product_keys)
            .bind(chunk.batch_id.into_untyped_uuid())
            .bind(chunk.job_id.into_untyped_uuid())
            .bind(chunk.state)
            .bind(Time(chunk.registered_at))
            .bind(&group.manufacturer)
            .bind(&group.model)
            .bind(&group.group_tag)
            .bind(group.identity)
            .bind(group.strength)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The 13-digit keys back to back; spaces stand for none. Empty when no device has one.
fn product_keys<'a>(devices: impl Iterator<Item = &'a NewDevice<'a>>) -> Vec<u8> {
    let mut blob = Vec::new();
    let mut any = false;
    for device in devices {
        any |= !device.product_key.is_empty();
        let mut cell = [b' '; 13];
        for (to, from) in cell.iter_mut().zip(device.product_key.bytes()) {
            *to = from;
        }
        blob.extend_from_slice(&cell);
    }
    if any { blob } else { Vec::new() }
}

pub(super) async fn insert_hashes(
    conn: &mut SqliteConnection,
    tenant: OrganisationId,
    hashes: &[(DeviceId, &[u8])],
) -> Result<(), sqlx::Error> {
    for hashes in hashes.chunks(STATEMENT_ROWS) {
        let mut blob: Vec<u8> = Vec::new();
        let mut places = Vec::with_capacity(hashes.len());
        for (_, content) in hashes {
            // A content is at most 3,000 bytes: offset and length share a number.
            places.push((blob.len() as u64) << 16 | content.len() as u64);
            blob.extend_from_slice(content);
        }
        sqlx::query(HASHES)
            .bind(tenant.into_untyped_uuid())
            .bind(id_blob(hashes.iter().map(|(device, _)| *device)))
            .bind(json(places.into_iter())?)
            .bind(blob)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
