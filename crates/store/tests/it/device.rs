//! Devices, batches, hashes, history and counts.

use rstest::rstest;
use taxiway_domain::ids::DeviceId;
use taxiway_store::{
    Batch, ClaimKeys, Conn, Device, DeviceCount, DeviceEvent, Engine, Holder, NewDevice, Strengthened, write,
};

use crate::harness::{
    at, chunk, clerk, device_ids, id, insert_devices, last, other_tenant, partner, raw_id, store, tenant,
    tuple_device,
};

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What must come back for a device that was inserted into a chunk of the harness.
fn stored(device: &NewDevice<'_>) -> Device {
    Device {
        tenant_id: tenant(),
        device_id: device.device_id,
        batch_id: id(50),
        job_id: id(60),
        serial_number: some(device.serial_number),
        manufacturer: some(device.manufacturer),
        model: some(device.model),
        product_key: some(device.product_key),
        group_tag: some(device.group_tag),
        identity: device.identity,
        strength: device.strength,
        state: 2,
        registered_at: at(1),
        last_contact_at: None,
    }
}

#[rstest]
#[tokio::test]
async fn every_combination_of_fields_comes_back_as_it_was(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let (long, wide) = ("x".repeat(256), "א".repeat(128));
    let longest_tag = "\u{10348}".repeat(128);
    let texts = [
        ["PF3ABC12", "LENOVO", "20XWCTO1WW", "3308251234567", "Microsoft365Managed_SensitiveData"],
        ["Zürich-ß", "Ünïcode GmbH", "モデル 9", "0000000000001", "קיוסק"],
        [&long, &long, &wide, "9999999999999", &longest_tag],
        ["0042", "a\"b,c", "'; -- \\", "1234567890123", "%_!"],
    ];
    let mut devices = Vec::new();
    for texts in &texts {
        for present in 0..32_u32 {
            let field = |bit: usize| if present >> bit & 1 == 1 { texts[bit] } else { "" };
            devices.push(NewDevice {
                device_id: id(100 + devices.len() as u64),
                serial_number: field(0),
                manufacturer: field(1),
                model: field(2),
                product_key: field(3),
                group_tag: field(4),
                identity: i64::from(present % 3),
                strength: i64::from(present % 4),
            });
        }
    }
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    let mut conn = store.conn().await;
    for device in &devices {
        assert_eq!(conn.device(tenant(), device.device_id).await.unwrap(), Some(stored(device)));
    }
}

#[rstest]
#[case::more_than_one_statement(20_000, 8)]
#[case::long_texts_that_fill_a_statement_early(5_000, 256)]
#[tokio::test]
async fn a_large_chunk_is_stored_whole_and_read_page_by_page(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] rows: u64,
    #[case] width: usize,
) {
    let store = store(engine).await;
    let serials: Vec<String> = (0..rows).map(|n| format!("{n:0width$}")).collect();
    let model = "m".repeat(width);
    let devices: Vec<_> = (1000..)
        .zip(&serials)
        .map(|(n, serial)| NewDevice { model: &model, manufacturer: &model, ..tuple_device(n, serial) })
        .collect();
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &devices[..10])).await;

    let mut conn = store.conn().await;
    let (mut seen, mut before) = (0, last());
    loop {
        let page = conn.devices(tenant(), before, 3000).await.unwrap();
        let Some(end) = page.last() else { break };
        before = end.device_id;
        for device in &page {
            seen += 1;
            assert_eq!(
                *device,
                stored(&devices[devices.len() - seen]),
                "newest first, none twice, none lost"
            );
        }
    }
    assert_eq!(seen as u64, rows);
}

#[rstest]
#[tokio::test]
async fn a_batch_is_found_by_the_runs_of_its_devices(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let tagged = |n, tag| NewDevice { group_tag: tag, ..tuple_device(n, "S") };
    // Within a run the devices may come in any order.
    let first = [tagged(103, "shelf"), tagged(101, "Shelf"), tagged(104, "Shelf"), tagged(102, "")];
    let second = [tagged(105, "Shelf"), tagged(106, "Shelf")];
    let third = [tagged(107, "Shelf")];
    insert_devices(&store, chunk(tenant(), id(50), &first)).await;
    insert_devices(&store, chunk(tenant(), id(51), &second)).await;
    insert_devices(&store, chunk(tenant(), id(50), &third)).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &[tagged(103, "Shelf")])).await;
    let mut conn = store.conn().await;
    let runs = conn.device_runs(tenant(), last(), 10).await.unwrap();
    let places: Vec<_> = runs.iter().map(|run| (run.first_device, run.last_device, run.batch_id)).collect();
    let newest_first = [(107, 107, 50), (105, 106, 51), (101, 104, 50)];
    assert_eq!(places, newest_first.map(|(first, last, batch)| (id(first), id(last), id(batch))));
    assert!(runs.iter().all(|run| run.partner_id == partner()));
    assert_eq!(conn.device_runs(tenant(), id(105), 10).await.unwrap(), runs[2..], "a run is not repeated");
    let ids = |devices: Vec<Device>| devices.into_iter().map(|device| device.device_id).collect::<Vec<_>>();
    assert_eq!(
        ids(devices_of_batch(&mut conn, 50, None, last()).await),
        device_ids([107, 104, 103, 102, 101])
    );
    assert_eq!(ids(devices_of_batch(&mut conn, 50, None, id(103)).await), device_ids([102, 101]));
    assert_eq!(
        ids(devices_of_batch(&mut conn, 50, Some("Shelf"), last()).await),
        device_ids([107, 104, 101])
    );
    let exact = ids(devices_of_batch(&mut conn, 50, Some("shelf"), last()).await);
    assert_eq!(exact, device_ids([103]), "a tag is matched exactly");
    assert_eq!(ids(devices_of_batch(&mut conn, 51, Some("Shelf"), id(106)).await), device_ids([105]));
    assert_eq!(ids(devices_of_batch(&mut conn, 52, None, last()).await), []);
}

async fn devices_of_batch(conn: &mut Conn, batch: u64, tag: Option<&str>, before: DeviceId) -> Vec<Device> {
    let mut found = Vec::new();
    for run in conn.device_runs(tenant(), before, 100).await.unwrap() {
        if run.batch_id == id(batch) {
            found.extend(conn.devices_of_run(tenant(), &run, tag, before, 100).await.unwrap());
        }
    }
    found
}

#[rstest]
#[tokio::test]
async fn devices_are_found_by_the_beginning_of_their_serial_number(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let serials = ["PF10", "PF1", "PF11", "pf1", "PF2", "PF1", "ÅÄ-1", "ÅÄ-2", "P%", ""];
    let devices: Vec<_> = (101..).zip(serials).map(|(n, serial)| tuple_device(n, serial)).collect();
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &[tuple_device(200, "PF1")])).await;
    let mut conn = store.conn().await;
    let mut search = async |prefix: &str| {
        let (mut seen, mut after) = (Vec::new(), (String::new(), id(0)));
        loop {
            let page = conn.devices_by_serial(tenant(), prefix, (&after.0, after.1), 2).await.unwrap();
            let Some(end) = page.last() else { break seen };
            after = (end.serial_number.clone().unwrap(), end.device_id);
            seen.extend(page.into_iter().map(|device| device.device_id));
        }
    };
    assert_eq!(search("PF1").await, device_ids([102, 106, 101, 103]), "in serial order, equal ones by id");
    assert_eq!(search("PF").await, device_ids([102, 106, 101, 103, 105]));
    assert_eq!(search("ÅÄ").await, device_ids([107, 108]));
    assert_eq!(search("%").await, [], "no character is a wild card");
    assert_eq!(search("P%").await, device_ids([109]));
    assert_eq!(search("").await.len(), 9, "everything that has a serial number");
}

#[rstest]
#[tokio::test]
async fn a_product_key_finds_the_tenants_own_device(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let device = NewDevice { product_key: "3308251234567", ..tuple_device(101, "") };
    insert_devices(&store, chunk(tenant(), id(50), &[device])).await;
    write!(store, |tx| { tx.claim(tenant(), ClaimKeys::ProductKey(&["3308251234567"]), &[id(101)]).await })
        .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.device_by_product_key(tenant(), "3308251234567").await.unwrap(), Some(stored(&device)));
    assert_eq!(conn.device_by_product_key(other_tenant(), "3308251234567").await.unwrap(), None);
    assert_eq!(conn.device_by_product_key(tenant(), "3308251234568").await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn equal_ids_and_serials_of_two_tenants_are_two_devices(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let ours = tuple_device(101, "PF1");
    let theirs = NewDevice { model: "Theirs", ..ours };
    insert_devices(&store, chunk(tenant(), id(50), &[ours])).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &[theirs])).await;
    write!(store, |tx| {
        tx.insert_hashes(tenant(), &[(id(101), b"ours")]).await?;
        tx.insert_hashes(other_tenant(), &[(id(101), b"theirs")]).await?;
        tx.strengthen_device(tenant(), id(101), strength(3)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.hash(tenant(), id(101)).await.unwrap().unwrap(), b"ours");
    assert_eq!(conn.hash(other_tenant(), id(101)).await.unwrap().unwrap(), b"theirs");
    let untouched = conn.device(other_tenant(), id(101)).await.unwrap().unwrap();
    assert_eq!((untouched.strength, untouched.model.as_deref()), (0, Some("Theirs")));
    let pages = [
        conn.devices(tenant(), last(), 10).await.unwrap(),
        devices_of_batch(&mut conn, 50, None, last()).await,
        conn.devices_by_serial(tenant(), "PF", ("", id(0)), 10).await.unwrap(),
    ];
    for page in pages {
        assert_eq!(page.len(), 1);
        assert_eq!((page[0].tenant_id, page[0].model.as_deref()), (tenant(), Some("Board 2")));
    }
}

fn strength(strength: i64) -> Strengthened<'static> {
    Strengthened {
        identity: 2,
        strength,
        serial_number: Some("from the hash"),
        manufacturer: None,
        model: Some("Board 2"),
        product_key: None,
    }
}

#[rstest]
#[tokio::test]
async fn a_better_description_fills_gaps_and_overwrites_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let device =
        NewDevice { serial_number: "", model: "", product_key: "3308251234567", ..tuple_device(101, "") };
    insert_devices(&store, chunk(tenant(), id(50), &[device])).await;
    write!(store, |tx| { tx.strengthen_device(tenant(), id(101), strength(1)).await }).unwrap();
    let expected =
        NewDevice { serial_number: "from the hash", model: "Board 2", identity: 2, strength: 1, ..device };
    assert_eq!(store.conn().await.device(tenant(), id(101)).await.unwrap(), Some(stored(&expected)));
    let stranger = write!(store, |tx| { tx.strengthen_device(other_tenant(), id(101), strength(1)).await });
    assert!(stranger.is_err());
}

#[rstest]
#[tokio::test]
async fn hashes_are_kept_byte_for_byte_and_replaced_by_newer_captures(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let contents: Vec<Vec<u8>> = (0..300_u32)
        .map(|n| (0..36 + n * 10).map(|byte| (byte * 7 + n).to_le_bytes()[0]).collect())
        .collect();
    let hashes: Vec<(DeviceId, &[u8])> =
        (101..).zip(&contents).map(|(n, content)| (id(n), &content[..])).collect();
    write!(store, |tx| {
        tx.insert_hashes(tenant(), &hashes).await?;
        tx.set_hash(tenant(), id(101), b"newer").await?;
        tx.set_hash(tenant(), id(999), b"first").await
    })
    .unwrap();
    let mut conn = store.conn().await;
    for (device, content) in &hashes[1..] {
        assert_eq!(conn.hash(tenant(), *device).await.unwrap().as_deref(), Some(*content));
    }
    assert_eq!(conn.hash(tenant(), id(101)).await.unwrap().unwrap(), b"newer");
    assert_eq!(conn.hash(tenant(), id(999)).await.unwrap().unwrap(), b"first");
    assert_eq!(conn.hash(tenant(), id(100)).await.unwrap(), None);
    assert_eq!(conn.hash(other_tenant(), id(102)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn history_is_newest_first_and_the_tenants_own(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let event = |n: u32, job_id, detail: Option<&str>| DeviceEvent {
        event_id: id(n.into()),
        at: at(n.into()),
        kind: "device-described".to_owned(),
        job_id,
        detail: detail.map(str::to_owned),
    };
    let (older, newer) = (event(1, None, None), event(2, Some(raw_id(60)), Some("{\"from\":\"claimed\"}")));
    write!(store, |tx| {
        tx.insert_device_event(tenant(), id(101), &newer).await?;
        tx.insert_device_event(tenant(), id(101), &older).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.device_events(tenant(), id(101)).await.unwrap(), [newer, older]);
    assert_eq!(conn.device_events(tenant(), id(102)).await.unwrap(), []);
    assert_eq!(conn.device_events(other_tenant(), id(101)).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn counts_add_up_and_empty_ones_disappear(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let count = |batch, tag: &str, devices| DeviceCount {
        batch_id: id(batch),
        group_tag: tag.to_owned(),
        state: 2,
        devices,
    };
    write!(store, |tx| {
        for change in [
            count(50, "Shelf", 7),
            count(51, "", 4),
            count(50, "Shelf", 5),
            count(50, "", 1),
            count(51, "", -4),
        ] {
            tx.count_devices(tenant(), &change).await?;
        }
        tx.count_devices(other_tenant(), &count(50, "Shelf", 100)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.device_counts(tenant()).await.unwrap(), [count(50, "", 1), count(50, "Shelf", 12)]);
    assert_eq!(conn.device_counts(partner()).await.unwrap(), []);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_of_workers_that_write_together_add_up(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = taxiway_store::Store::clone(&store);
        workers.spawn(async move {
            for _ in 0..10 {
                let change = DeviceCount { batch_id: id(50), group_tag: String::new(), state: 2, devices: 3 };
                write!(store, |tx| { tx.count_devices(tenant(), &change).await }).unwrap();
            }
        });
    }
    workers.join_all().await;
    assert_eq!(store.conn().await.device_counts(tenant()).await.unwrap()[0].devices, 240);
}

#[rstest]
#[tokio::test]
async fn a_batch_is_made_once_for_its_name(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let batch = |n, name: &str| Batch {
        batch_id: id(n),
        name: name.to_owned(),
        partner_id: partner(),
        created_at: at(0),
    };
    let named = async |tenant, batch: &Batch| {
        write!(store, |tx| { tx.batch_named(tenant, batch, clerk()).await }).unwrap()
    };
    let first = batch(50, "Höst 2026");
    assert_eq!(named(tenant(), &first).await, first);
    assert_eq!(named(tenant(), &batch(51, "Höst 2026")).await, first, "the name decides");
    let (second, theirs) = (batch(52, "höst 2026"), batch(53, "Höst 2026"));
    assert_eq!(named(tenant(), &second).await, second, "names are exact");
    assert_eq!(named(other_tenant(), &theirs).await, theirs);
    let mut conn = store.conn().await;
    assert_eq!(conn.batches(tenant(), None, 10).await.unwrap(), [second.clone(), first.clone()]);
    assert_eq!(conn.batches(tenant(), None, 1).await.unwrap(), [second]);
    assert_eq!(conn.batch(tenant(), id(50)).await.unwrap(), Some(first));
    assert_eq!(conn.batch(other_tenant(), id(50)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn many_devices_are_looked_up_at_once_within_their_tenant(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let strong = NewDevice { strength: 2, ..tuple_device(102, "PF2") };
    insert_devices(&store, chunk(tenant(), id(50), &[tuple_device(101, "PF1"), strong])).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &[tuple_device(103, "PF3")])).await;
    let mut conn = store.conn().await;
    let mut found = conn.holders(tenant(), &device_ids([103, 102, 101, 999])).await.unwrap();
    found.sort_by_key(|holder| holder.device_id);
    let holder =
        |number, strength| Holder { device_id: id(number), batch_id: id(50), job_id: id(60), strength };
    assert_eq!(found, [holder(101, 0), holder(102, 2)]);
    assert_eq!(conn.holders(tenant(), &[]).await.unwrap(), []);
}
