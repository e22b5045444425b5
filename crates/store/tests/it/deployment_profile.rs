//! Deployment profiles and the devices that have them, within their tenant; keys of requests, within their organisation.

use std::collections::BTreeMap;

use rstest::rstest;
use taxiway_domain::ids::{DeploymentProfileId, DeviceId, OrganisationId};
use taxiway_store::{
    Assigned, Assignment, Conn, DeploymentProfile, Engine, RequestMade, Store, StoreError, write,
};

use crate::harness::{
    TestStore, at, chunk, device_ids, id, insert_devices, other_tenant, partner, raw_id, store, tenant,
    tuple_device,
};

fn profile(tenant: OrganisationId, number: u64) -> DeploymentProfile {
    DeploymentProfile {
        tenant_id: tenant,
        profile_id: id(number),
        partner_id: partner(),
        name: "Kontor Malmö".to_owned(),
        description: "två\nrader".to_owned(),
        settings: "skip-eula".to_owned(),
        devices: 0,
        created_at: at(1),
        changed_at: at(1),
    }
}

/// A store with two profiles of the tenant, and one of another tenant that has the same id as the first.
async fn with_profiles(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_deployment_profile(&profile(tenant(), 70)).await?;
        tx.insert_deployment_profile(&profile(tenant(), 71)).await?;
        tx.insert_deployment_profile(&profile(other_tenant(), 70)).await
    })
    .expect("the profiles are stored");
    store
}

/// Gives a profile to devices and counts them, as an assignment does.
async fn give(store: &Store, tenant: OrganisationId, profile: u64, devices: &[DeviceId]) {
    let count = i64::try_from(devices.len()).unwrap();
    write!(store, |tx| {
        tx.assign(tenant, id(profile), devices).await?;
        tx.count_profile_devices(tenant, &BTreeMap::from([(id(profile), count)])).await
    })
    .expect("the profile is given");
}

async fn counts(conn: &mut Conn, tenant: OrganisationId) -> Vec<(DeploymentProfileId, i64)> {
    let all = conn.deployment_profiles(tenant).await.unwrap();
    all.iter().map(|one| (one.profile_id, one.devices)).collect()
}

#[rstest]
#[tokio::test]
async fn a_profile_is_read_back_changed_and_deleted_within_its_tenant(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_profiles(engine).await;
    let mut conn = store.conn().await;
    assert_eq!(conn.deployment_profile(tenant(), id(70)).await.unwrap(), Some(profile(tenant(), 70)));
    let all = conn.deployment_profiles(tenant()).await.unwrap();
    assert_eq!(all, [profile(tenant(), 71), profile(tenant(), 70)], "newest first");
    assert_eq!(conn.deployment_profile(other_tenant(), id(71)).await.unwrap(), None);

    let changed = DeploymentProfile {
        name: "Kiosk".to_owned(),
        description: String::new(),
        settings: String::new(),
        changed_at: at(9),
        ..profile(tenant(), 70)
    };
    // Who made it and how many devices have it are not what a change is about.
    let asked = DeploymentProfile { partner_id: id(9), devices: 5, ..changed.clone() };
    write!(store, |tx| { tx.change_deployment_profile(&asked).await }).unwrap();
    assert_eq!(conn.deployment_profile(tenant(), id(70)).await.unwrap(), Some(changed));
    let other = conn.deployment_profile(other_tenant(), id(70)).await.unwrap();
    assert_eq!(other, Some(profile(other_tenant(), 70)));

    let delete =
        async || write!(store, |tx| { tx.delete_deployment_profile(tenant(), id(70)).await }).unwrap();
    assert!(delete().await && !delete().await);
    assert_eq!(counts(&mut conn, tenant()).await, [(id(71), 0)]);
    assert_eq!(counts(&mut conn, other_tenant()).await, [(id(70), 0)]);
}

#[rstest]
#[tokio::test]
async fn many_devices_are_assigned_at_once_and_each_has_one_profile(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_profiles(engine).await;
    // More than one statement takes.
    let all = device_ids(100_001..=110_000);
    give(&store, tenant(), 70, &all).await;
    give(&store, other_tenant(), 70, &all[..2]).await;
    let mut conn = store.conn().await;
    let mut found = conn.assigned(tenant(), &all).await.unwrap();
    found.sort_by_key(|one| one.device_id);
    let expected: Vec<_> =
        all.iter().map(|device| Assigned { device_id: *device, profile_id: id(70) }).collect();
    assert_eq!(found, expected);
    assert_eq!(counts(&mut conn, tenant()).await, [(id(71), 0), (id(70), 10_000)]);

    write!(store, |tx| {
        tx.assign(tenant(), id(71), &all[..3]).await?;
        tx.unassign(tenant(), &all[5..]).await?;
        tx.unassign(tenant(), &[]).await?;
        let changes = BTreeMap::from([(id(71), 3), (id(70), -9_998), (id(72), 0)]);
        tx.count_profile_devices(tenant(), &changes).await
    })
    .unwrap();
    let mut found: Vec<_> = conn
        .assigned(tenant(), &all)
        .await
        .unwrap()
        .iter()
        .map(|one| (one.device_id, one.profile_id))
        .collect();
    found.sort_unstable();
    let expected = [(all[0], id(71)), (all[1], id(71)), (all[2], id(71)), (all[3], id(70)), (all[4], id(70))];
    assert_eq!(found, expected);
    assert_eq!(counts(&mut conn, tenant()).await, [(id(71), 3), (id(70), 2)]);
    assert_eq!(conn.assigned(other_tenant(), &all).await.unwrap().len(), 2, "another tenant's stay");

    let of_device = conn.profile_of_device(tenant(), all[0]).await.unwrap().expect("it has one");
    assert_eq!((of_device.profile_id, of_device.devices), (id(71), 3));
    assert_eq!(conn.profile_of_device(tenant(), all[5]).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_profile_that_a_device_has_stays(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = with_profiles(engine).await;
    give(&store, tenant(), 70, &device_ids([101])).await;
    let gone = write!(store, |tx| { tx.delete_deployment_profile(tenant(), id(70)).await }).unwrap();
    assert!(!gone);
    assert_eq!(counts(&mut store.conn().await, tenant()).await, [(id(71), 0), (id(70), 1)]);
    let unknown = write!(store, |tx| {
        tx.count_profile_devices(tenant(), &BTreeMap::from([(id(70), 1), (id(99), 1)])).await
    });
    assert!(matches!(unknown, Err(StoreError::RowCount { .. })), "a count is never lost: {unknown:?}");
    assert_eq!(counts(&mut store.conn().await, tenant()).await, [(id(71), 0), (id(70), 1)]);
}

#[rstest]
#[tokio::test]
async fn devices_that_go_take_their_assignments_along(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_profiles(engine).await;
    let devices: Vec<_> = (101..=105).map(|number| tuple_device(number, "S")).collect();
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    insert_devices(&store, chunk(other_tenant(), id(50), &devices)).await;
    give(&store, tenant(), 70, &device_ids([101, 102, 105])).await;
    give(&store, tenant(), 71, &device_ids([103])).await;
    give(&store, other_tenant(), 70, &device_ids([101])).await;
    store.database.run("DELETE FROM device WHERE serial_number = 'S'").await;
    insert_devices(&store, chunk(tenant(), id(50), &[tuple_device(102, "still there")])).await;

    write!(store, |tx| { tx.delete_belongings(tenant(), id(101), id(104)).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(counts(&mut conn, tenant()).await, [(id(71), 0), (id(70), 2)]);
    let mut left: Vec<_> = conn
        .assigned(tenant(), &device_ids(101..=105))
        .await
        .unwrap()
        .iter()
        .map(|one| one.device_id)
        .collect();
    left.sort_unstable();
    assert_eq!(left, device_ids([102, 105]), "those that exist, and those that were not asked about");
    assert_eq!(counts(&mut conn, other_tenant()).await, [(id(70), 1)]);
}

#[rstest]
#[tokio::test]
async fn verdicts_are_found_again_within_their_tenant(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let row = Assignment {
        tenant_id: tenant(),
        assignment_id: id(80),
        partner_id: partner(),
        created_at: at(3),
        result: b"packed".to_vec(),
    };
    write!(store, |tx| { tx.insert_assignment(&row).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.assignment(tenant(), id(80)).await.unwrap(), Some(row));
    assert_eq!(conn.assignment(other_tenant(), id(80)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_key_is_taken_once_by_each_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let made = |object| RequestMade { digest: vec![7; 32], object_id: raw_id(object) };
    let take = async |organisation, key: &str, object| {
        let made = made(object);
        write!(store, |tx| { tx.insert_request_made(organisation, key, &made, at(0)).await }).unwrap()
    };
    assert!(take(tenant(), "r-1", 1).await);
    assert!(!take(tenant(), "r-1", 2).await, "the first one has it");
    assert!(take(tenant(), "R-1", 3).await && take(partner(), "r-1", 4).await);
    let mut conn = store.conn().await;
    assert_eq!(conn.request_made(tenant(), "r-1").await.unwrap(), Some(made(1)));
    assert_eq!(conn.request_made(partner(), "r-1").await.unwrap(), Some(made(4)));
    assert_eq!(conn.request_made(tenant(), "r-2").await.unwrap(), None);
}

/// What a transaction that gave up had taken is free; what it still holds is waited for.
#[tokio::test]
async fn whoever_comes_second_waits_for_the_first() {
    let store = store(Engine::Postgres).await;
    let made = RequestMade { digest: vec![7; 32], object_id: raw_id(1) };
    for (commits, expected) in [(false, true), (true, false)] {
        let mut first = store.begin().await.unwrap();
        assert!(first.insert_request_made(tenant(), "r-1", &made, at(0)).await.unwrap());
        let second = tokio::spawn({
            let (store, made) = (Store::clone(&store), made.clone());
            async move {
                let mut tx = store.begin().await.unwrap();
                let taken = tx.insert_request_made(tenant(), "r-1", &made, at(0)).await.unwrap();
                tx.rollback().await;
                taken
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(!second.is_finished(), "it waits");
        if commits {
            first.commit().await.unwrap();
        } else {
            first.rollback().await;
        }
        assert_eq!(second.await.unwrap(), expected);
    }
}
