//! Devices that were never used go, with everything that belongs to them.

use rstest::rstest;
use taxiway_domain::ids::DeviceId;
use taxiway_store::{
    ClaimKeys, Deregistration, DeviceEvent, Engine, NewDevice, NewDevices, Store, StoreError, write,
};

use crate::harness::{
    at, chunk, id, insert_devices, last, other_tenant, partner, store, tenant, tuple_device,
};

fn asked(number: u64) -> Deregistration {
    Deregistration {
        tenant_id: tenant(),
        relationship_id: id(number),
        partner_id: partner(),
        state: "waiting".to_owned(),
        before_job: id(61),
        run: DeviceId::from_u128(0),
        after_device: DeviceId::from_u128(0),
        expected: 3,
        devices: 0,
        request_id: "req-1".to_owned(),
        created_at: at(0),
        touched_at: at(i64::try_from(number).unwrap()),
        finished_at: None,
    }
}

async fn ask(store: &Store, row: &Deregistration) {
    write!(store, |tx| { tx.insert_deregistration(row).await }).unwrap();
}

async fn is_used(store: &Store, device: u64) -> bool {
    write!(store, |tx| { tx.note_contact(tenant(), id(device), at(5)).await }).unwrap()
}

#[rstest]
#[tokio::test]
async fn one_is_taken_at_a_time_in_turn_until_it_is_finished(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    assert!(!store.conn().await.has_deregistrations_any_tenant().await.unwrap());
    for number in [2, 1] {
        ask(&store, &asked(number)).await;
    }
    let mut conn = store.conn().await;
    assert!(conn.has_deregistrations_any_tenant().await.unwrap());
    assert!(conn.ever_deregistered(tenant()).await.unwrap());
    assert!(!conn.ever_deregistered(other_tenant()).await.unwrap());
    assert_eq!(conn.deregistration(tenant(), id(2)).await.unwrap(), Some(asked(2)));
    assert_eq!(conn.deregistration(other_tenant(), id(2)).await.unwrap(), None);

    let take =
        async |second| write!(store, |tx| { tx.take_deregistration_any_tenant(at(second)).await }).unwrap();
    for expected in [1, 2, 1] {
        let taken = take(20 + expected).await.unwrap();
        let expected = u64::try_from(expected).unwrap();
        assert_eq!(taken.relationship_id, id(expected));
    }
    let done = Deregistration {
        state: "finished".to_owned(),
        run: id(7),
        after_device: id(8),
        devices: 3,
        finished_at: Some(taxiway_store::Time(at(9))),
        ..asked(2)
    };
    write!(store, |tx| { tx.keep_deregistration(&done).await }).unwrap();
    let stored = conn.deregistration(tenant(), id(2)).await.unwrap().unwrap();
    assert_eq!(Deregistration { touched_at: done.touched_at, ..stored }, done);
    assert_eq!(take(90).await.unwrap().relationship_id, id(1), "what is finished is not taken");
}

/// Only PostgreSQL has several writers: one that is at it is passed over, not waited for.
#[tokio::test]
async fn what_somebody_is_at_is_passed_over() {
    let store = store(Engine::Postgres).await;
    ask(&store, &asked(1)).await;
    let mut first = store.begin().await.unwrap();
    assert!(first.take_deregistration_any_tenant(at(1)).await.unwrap().is_some());
    let second = write!(store, |tx| { tx.take_deregistration_any_tenant(at(2)).await }).unwrap();
    assert_eq!(second, None);
    first.rollback().await;
    let third = write!(store, |tx| { tx.take_deregistration_any_tenant(at(3)).await }).unwrap();
    assert!(third.is_some(), "nothing of the transaction that broke off is left");
}

#[rstest]
#[tokio::test]
async fn devices_go_with_everything_of_theirs_and_used_ones_stay(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let named = |n| NewDevice { group_tag: "shelf", ..tuple_device(n, "S") };
    let devices: Vec<_> = (101..=106).map(named).collect();
    insert_devices(&store, chunk(tenant(), id(50), &devices)).await;
    // A later consent's job, another batch in between, another customer.
    let later = [tuple_device(107, "S")];
    insert_devices(&store, NewDevices { job_id: id(61), ..chunk(tenant(), id(50), &later) }).await;
    insert_devices(
        &store,
        NewDevices { partner_id: id(9), ..chunk(tenant(), id(51), &[tuple_device(110, "S")]) },
    )
    .await;
    insert_devices(&store, chunk(other_tenant(), id(50), &[tuple_device(101, "S")])).await;
    let keys: Vec<String> = (101..=107).map(|n| format!("33082500{n:05}")).collect();
    let event =
        DeviceEvent { event_id: id(1), at: at(2), kind: "described".to_owned(), job_id: None, detail: None };
    write!(store, |tx| {
        for tenant in [tenant(), other_tenant()] {
            tx.insert_hashes(tenant, &[(id(101), b"one"), (id(103), b"three")]).await?;
            tx.insert_device_event(tenant, id(101), &event).await?;
            tx.insert_device_event(tenant, id(103), &event).await?;
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let holders: Vec<DeviceId> = (101..=107).map(id).collect();
        tx.claim(tenant(), ClaimKeys::ProductKey(&keys), &holders).await?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert!(is_used(&store, 103).await);

    let mut of = asked(1);
    let mut conn = store.conn().await;
    let used = conn.used_counts(tenant()).await.unwrap();
    assert_eq!(
        (used.len(), used[0].batch_id, used[0].group_tag.as_str(), used[0].devices),
        (1, id(50), "shelf", 1)
    );
    let run = conn.next_run(&of).await.unwrap().expect("a run of the partner");
    assert_eq!((run.first_device, run.last_device), (id(101), id(106)));
    assert_eq!(conn.unused_devices(&of, &run, 3).await.unwrap(), [id(101), id(102), id(104)]);
    of.after_device = id(104);
    assert_eq!(conn.unused_devices(&of, &run, 3).await.unwrap(), [id(105), id(106)]);
    of.run = run.first_device;
    let next = conn.next_run(&of).await.unwrap().expect("the run of the later job");
    assert_eq!(next.first_device, id(107));
    assert!(conn.unused_devices(&of, &next, 3).await.unwrap().is_empty(), "it belongs to a later consent");
    of.run = next.first_device;
    assert_eq!(conn.next_run(&of).await.unwrap(), None, "not those of another partner");
    assert_eq!(conn.hashes_between(tenant(), id(101), id(102)).await.unwrap().len(), 1);

    // Used after it was looked at, before it is deleted.
    assert!(is_used(&store, 102).await);
    let gone = write!(store, |tx| {
        let gone = tx.delete_unused(&of, id(50), id(101), id(106)).await?;
        let keys: Vec<&str> = keys[..6].iter().map(String::as_str).collect();
        let holders: Vec<DeviceId> = gone.iter().map(|device| device.device_id).collect();
        // Keys and holders as they go together; those of used devices are not asked for.
        let going: Vec<&str> =
            keys.iter().zip(101..).filter(|(_, n)| ![102, 103].contains(n)).map(|(key, _)| *key).collect();
        tx.unclaim(ClaimKeys::ProductKey(&going), &holders).await?;
        tx.delete_belongings(tenant(), id(101), id(106)).await?;
        tx.delete_empty_run(tenant(), &run).await?;
        Ok::<_, StoreError>(gone)
    })
    .unwrap();
    let mut ids: Vec<_> = gone.iter().map(|device| device.device_id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [101, 104, 105, 106].map(id));
    assert!(!is_used(&store, 101).await, "what is gone cannot get in touch");
    assert!(gone.iter().all(|device| device.group_tag.as_deref() == Some("shelf")));

    let left: Vec<_> =
        conn.devices(tenant(), last(), 100).await.unwrap().iter().map(|device| device.device_id).collect();
    assert_eq!(left, [110, 107, 103, 102].map(id));
    assert_eq!(conn.devices(other_tenant(), last(), 100).await.unwrap().len(), 1);
    assert_eq!(conn.hash(tenant(), id(101)).await.unwrap(), None);
    assert!(conn.device_events(tenant(), id(101)).await.unwrap().is_empty());
    assert!(conn.hash(tenant(), id(103)).await.unwrap().is_some());
    assert_eq!(conn.device_events(tenant(), id(103)).await.unwrap().len(), 1);
    assert!(conn.hash(other_tenant(), id(101)).await.unwrap().is_some());
    assert_eq!(conn.device_runs(tenant(), last(), 10).await.unwrap().len(), 3, "the run still has devices");
    let freed = write!(store, |tx| {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        tx.claim(other_tenant(), ClaimKeys::ProductKey(&keys), &(201..=207).map(id).collect::<Vec<_>>()).await
    });
    let held: Vec<_> = freed.unwrap().iter().map(|held| held.position).collect();
    assert_eq!(held, [1, 2, 6], "anybody may register what is gone; the rest is held");
}

#[rstest]
#[tokio::test]
async fn parts_of_earlier_jobs_are_waited_for(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    crate::harness::job_with_parts(&store, tenant(), 20, 1).await;
    let of = asked(1);
    let mut conn = store.conn().await;
    assert!(conn.has_parts_before(&of).await.unwrap());
    assert!(!conn.has_parts_before(&Deregistration { before_job: id(20), ..of.clone() }).await.unwrap());
    assert!(!conn.has_parts_before(&Deregistration { partner_id: id(9), ..of.clone() }).await.unwrap());
    store.database.run("UPDATE job_part SET state = 'done'").await;
    assert!(!conn.has_parts_before(&of).await.unwrap());
}
