//! Batches: each partner's names are its own.

use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::ids::{BatchId, DeviceId, OrganisationId};
use taxiway_store::inventory::schema_steps;
use taxiway_store::{Batch, DeviceCount, Engine, Registrar, Store, StoreError, write};

use crate::harness::{
    Database, at, chunk, clerk, device_ids, id, insert_devices, last, other_tenant, partner, store, tenant,
    tuple_device,
};

fn batch(number: u64, name: &str, partner: OrganisationId) -> Batch {
    Batch { batch_id: id(number), name: name.to_owned(), partner_id: partner, created_at: at(0) }
}

async fn named(store: &Store, tenant: OrganisationId, batch: &Batch) -> Batch {
    write!(store, |tx| { tx.batch_named(tenant, batch, clerk()).await }).expect("a batch")
}

#[rstest]
#[tokio::test]
async fn a_name_belongs_to_one_partner_of_one_customer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let rival = id(9);
    let first = batch(50, "Höst", partner());
    let theirs = batch(51, "Höst", rival);
    for new in [&first, &theirs] {
        assert_eq!(named(&store, tenant(), new).await, *new);
    }
    assert_eq!(named(&store, tenant(), &batch(52, "Höst", rival)).await, theirs);
    let (capitals, elsewhere) = (batch(53, "HÖST", partner()), batch(54, "Höst", partner()));
    assert_eq!(named(&store, tenant(), &capitals).await, capitals);
    assert_eq!(named(&store, other_tenant(), &elsewhere).await, elsewhere);

    let mut conn = store.conn().await;
    let called = conn.batches_called(tenant(), "höst").await.unwrap();
    assert_eq!(called, [first.clone(), theirs.clone(), capitals.clone()], "oldest first");
    assert_eq!(Batch::meant(called.clone(), "HÖST"), Some(capitals.clone()));
    assert_eq!(Batch::meant(called, "hÖST"), Some(first.clone()));
    assert_eq!(Batch::meant(Vec::new(), "höst"), None);
    assert_eq!(conn.batches_called(tenant(), "hö").await.unwrap(), []);
    assert_eq!(conn.batches(tenant(), Some(rival), 10).await.unwrap(), [theirs]);
    assert_eq!(conn.batches(tenant(), Some(partner()), 1).await.unwrap(), [capitals]);
}

#[rstest]
#[tokio::test]
async fn batches_are_read_in_pages_with_their_numbers_of_devices(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let count = |batch: u64, tag: &str, devices| DeviceCount {
        batch_id: id(batch),
        group_tag: tag.to_owned(),
        state: 2,
        devices,
    };
    for (number, partner) in [(50, partner()), (51, id(9)), (52, partner()), (53, partner())] {
        named(&store, tenant(), &batch(number, &format!("Batch {number}"), partner)).await;
    }
    write!(store, |tx| {
        for change in [count(50, "", 4), count(50, "Shelf", 3), count(51, "", 9), count(52, "", 1)] {
            tx.count_devices(tenant(), &change).await?;
        }
        tx.count_devices(other_tenant(), &count(50, "", 100)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let page = async |conn: &mut taxiway_store::Conn, partner, before, limit| -> Vec<(BatchId, i64)> {
        let found = conn.counted_batches(tenant(), partner, before, limit).await.unwrap();
        found.into_iter().map(|one| (one.batch.batch_id, one.devices)).collect()
    };
    let all = [(id(53), 0), (id(52), 1), (id(51), 9), (id(50), 7)];
    assert_eq!(page(&mut conn, None, last(), 10).await, all);
    assert_eq!(page(&mut conn, None, last(), 2).await, all[..2]);
    assert_eq!(page(&mut conn, None, id(52), 10).await, all[2..]);
    assert_eq!(page(&mut conn, Some(partner()), id(53), 10).await, [all[1], all[3]]);
    assert_eq!(conn.batch_device_count(tenant(), id(50)).await.unwrap(), 7);
    assert_eq!(conn.batch_device_count(tenant(), id(53)).await.unwrap(), 0);
}

#[rstest]
#[tokio::test]
async fn the_devices_of_a_batch_lie_in_its_runs(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    for (batch, devices) in [(50, [101, 102]), (51, [103, 104]), (50, [105, 106])] {
        named(&store, tenant(), &self::batch(batch, &format!("Batch {batch}"), partner())).await;
        let devices = devices.map(|device| tuple_device(device, "PF1"));
        insert_devices(&store, chunk(tenant(), id(batch), &devices)).await;
    }
    let mut conn = store.conn().await;
    let nothing = DeviceId::from_untyped_uuid(uuid::Uuid::nil());
    let first = async |conn: &mut taxiway_store::Conn, batch, after, limit| -> Vec<DeviceId> {
        let runs = conn.batch_runs(tenant(), batch, after, limit).await.unwrap();
        runs.iter().map(|run| run.first_device).collect()
    };
    assert_eq!(first(&mut conn, id(50), nothing, 10).await, device_ids([101, 105]));
    assert_eq!(first(&mut conn, id(50), id(101), 1).await, device_ids([101]), "its second device is left");
    assert_eq!(first(&mut conn, id(50), id(102), 10).await, device_ids([105]));
    assert_eq!(first(&mut conn, id(51), id(104), 10).await, []);
    let run = conn.batch_runs(tenant(), id(50), nothing, 1).await.unwrap()[0];
    let devices = conn.devices_of_run_after(tenant(), &run, id(101), 10).await.unwrap();
    assert_eq!(devices.iter().map(|device| device.device_id).collect::<Vec<_>>(), device_ids([102]));
    assert_eq!(conn.run_of_device(tenant(), id(102)).await.unwrap(), Some(run));
    assert_eq!(conn.run_of_device(tenant(), id(107)).await.unwrap(), None);
    assert_eq!(conn.run_of_device(other_tenant(), id(102)).await.unwrap(), None);
    let registrar = Registrar { batch_id: id(51), partner_id: partner() };
    assert_eq!(conn.device_registrar(tenant(), id(103)).await.unwrap(), Some(registrar));
    assert_eq!(conn.device_registrar(other_tenant(), id(103)).await.unwrap(), None);
}

/// Names that were given before they were folded are found, and two partners may have one from then on.
#[rstest]
#[case(Engine::Sqlite)]
#[case(Engine::Postgres)]
#[tokio::test]
async fn batches_of_before_keep_their_names(#[case] engine: Engine) {
    let database = Database::new(engine).await;
    if let Database::Sqlite { directory } = &database {
        std::fs::File::create(directory.path().join("test.db")).unwrap();
    }
    database.run("CREATE TABLE schema_step (step BIGINT NOT NULL PRIMARY KEY)").await;
    for (step, sql) in schema_steps(engine).into_iter().filter(|(step, _)| *step < 9_000) {
        database.run(sql).await;
        database.run(format!("INSERT INTO schema_step (step) VALUES ({step})")).await;
    }
    let literal = |id: uuid::Uuid| match engine {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    };
    let created = match engine {
        Engine::Sqlite => "1795000000123457",
        Engine::Postgres => "now()",
    };
    let (tenant_id, partner_id) = (tenant().into_untyped_uuid(), partner().into_untyped_uuid());
    for (number, name) in [(50_u64, "Spring Delivery"), (51, "HÖST")] {
        let batch: BatchId = id(number);
        let [tenant_id, batch, partner_id] = [tenant_id, batch.into_untyped_uuid(), partner_id].map(literal);
        database
            .run(format!(
                "INSERT INTO batch (tenant_id, batch_id, name, partner_id, created_by, created_at) \
                 VALUES ({tenant_id}, {batch}, '{name}', {partner_id}, {partner_id}, {created})"
            ))
            .await;
    }
    let store = Store::open(&database.url()).await.unwrap();
    let called = async |name: &str| -> Vec<BatchId> {
        let found = store.read().await.unwrap().batches_called(tenant(), name).await.unwrap();
        found.into_iter().map(|batch| batch.batch_id).collect()
    };
    assert_eq!(called("spring delivery").await, [id(50)]);
    assert_eq!(called("HÖST").await, [id(51)], "capitals beyond ASCII are found as they are");
    let theirs = batch(60, "HÖST", id(9));
    assert_eq!(named(&store, tenant(), &theirs).await, theirs);
    store.close().await;
}

#[rstest]
#[tokio::test]
async fn a_device_goes_once_and_its_customer_is_remembered_for_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    insert_devices(&store, chunk(tenant(), id(50), &[tuple_device(101, "PF1"), tuple_device(102, "PF2")]))
        .await;
    let gone = async |tenant, device| {
        write!(store, |tx| { tx.delete_device(tenant, device).await }).unwrap().map(|one| one.device_id)
    };
    assert_eq!(gone(other_tenant(), id(101)).await, None);
    assert!(!store.conn().await.ever_deregistered(other_tenant()).await.unwrap());
    assert_eq!(gone(tenant(), id(101)).await, Some(id(101)));
    assert_eq!(gone(tenant(), id(101)).await, None);
    let mut conn = store.conn().await;
    assert!(conn.ever_deregistered(tenant()).await.unwrap());
    assert!(conn.device(tenant(), id(102)).await.unwrap().is_some());
    assert_eq!(conn.device(tenant(), id(101)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn order_numbers_are_kept_for_many_devices_at_once_and_go_with_them(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    use taxiway_store::DeviceOrder;
    let store = store(engine).await;
    let order = |number, order: Option<&str>, purchase: Option<&str>| DeviceOrder {
        device_id: id(number),
        order_id: order.map(str::to_owned),
        purchase_id: purchase.map(str::to_owned),
    };
    let devices = [101, 102, 103].map(|number| tuple_device(number, "PF1"));
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    let orders = [
        order(101, Some("PO \"1\", é\\"), None),
        order(102, None, Some("Köp 2")),
        order(103, Some("3"), Some("4")),
    ];
    write!(store, |tx| {
        tx.insert_device_orders(tenant(), &[]).await?;
        tx.insert_device_orders(tenant(), &orders).await?;
        tx.insert_device_orders(other_tenant(), &[order(101, Some("theirs"), None)]).await
    })
    .unwrap();
    let found = async |numbers: Vec<u64>| {
        let mut found = store.conn().await.device_orders(tenant(), &device_ids(numbers)).await.unwrap();
        found.sort_by_key(|one| one.device_id);
        found
    };
    assert_eq!(found(vec![103, 999, 101, 102]).await, orders);
    assert_eq!(found(Vec::new()).await, []);
    write!(store, |tx| {
        tx.delete_device(tenant(), id(102)).await?;
        tx.delete_belongings(tenant(), id(101), id(103)).await?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert_eq!(found(vec![101, 102, 103]).await, [orders[0].clone(), orders[2].clone()]);

    let many: Vec<DeviceOrder> = (1_000..18_000).map(|n| order(n, Some(&format!("PO-{n}")), None)).collect();
    write!(store, |tx| { tx.insert_device_orders(tenant(), &many).await }).unwrap();
    assert_eq!(found((1_000..18_000).collect()).await, many);
}
