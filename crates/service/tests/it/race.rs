//! Many workers at once: each device gets one owner, each row one verdict.

use std::collections::HashSet;

use rand::seq::SliceRandom;
use rstest::rstest;
use taxiway_domain::fleet::FleetDevice;
use taxiway_service::{Ids, PartSizes, Service, Settings};
use taxiway_store::Engine;

use crate::app::{Person, TestApp};
use crate::files::{Line, fleet, hash, list, rng, tuple, tuples};

fn parts_of(rows: u64) -> Settings {
    Settings { parts: PartSizes { rows, bytes: 8 << 20 }, ..Settings::default() }
}

type Naming = fn(&FleetDevice) -> Line;

#[rstest]
#[case::tuples(tuple as Naming)]
#[case::tuples_and_keys((|one| tuple(one).key(one)) as Naming)]
#[case::hashes(hash as Naming)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_partners_that_want_the_same_devices_for_two_customers_one_gets_each(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] naming: Naming,
) {
    let app = TestApp::with(engine, parts_of(90)).await;
    let customers = [app.customer("Contoso").await, app.customer("Adatum").await];
    let clerks =
        [app.clerk("Fabrikam", &customers[..1]).await, app.clerk("Northwind", &customers[1..]).await];
    let devices = fleet(1, 1_000);
    let mut shuffled: Vec<usize> = (0..devices.len()).collect();
    shuffled.shuffle(&mut rng(2));
    let first = clerks[0].hands_in(customers[0], &list(devices.iter().map(naming))).await;
    let second =
        clerks[1].hands_in(customers[1], &list(shuffled.iter().map(|one| naming(&devices[*one])))).await;
    app.work_together(std::slice::from_ref(&app.service), 4).await;

    let ours = clerks[0].verdicts(customers[0], first).await;
    let theirs = clerks[1].verdicts(customers[1], second).await;
    for (position, device) in shuffled.iter().enumerate() {
        let mut both = [ours[*device].as_str(), theirs[position].as_str()];
        both.sort_unstable();
        assert_eq!(both, ["failed 808", "registered"], "device {device}");
    }
    let owned = [owned(&clerks[0], &customers[0]).await, owned(&clerks[1], &customers[1]).await];
    assert!(owned[0].is_disjoint(&owned[1]));
    assert_eq!(owned[0].len() + owned[1].len(), 1_000, "each device has one owner");
}

async fn owned(clerk: &Person, customer: &taxiway_domain::ids::OrganisationId) -> HashSet<String> {
    let devices = clerk.devices(*customer).await;
    let count = devices.len();
    let serials: HashSet<_> = devices.into_iter().filter_map(|device| device.serial_number).collect();
    assert_eq!(serials.len(), count, "no device twice");
    serials
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn jobs_that_want_the_same_devices_for_one_customer_register_each_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(60)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 500);
    let mut jobs = Vec::new();
    let namings: [Naming; 4] = [tuple, hash, |one| tuple(one).key(one), hash];
    for (seed, naming) in (1..).zip(namings) {
        let mut order = devices.clone();
        order.shuffle(&mut rng(seed));
        jobs.push(clerk.hands_in(customer, &list(order.iter().map(naming))).await);
    }
    app.work_together(std::slice::from_ref(&app.service), 4).await;
    let mut registered = 0;
    for job in jobs {
        let view = clerk.job(customer, job).await;
        assert_eq!((view.done(), view.failed), (500, 0), "{view:?}");
        registered += view.registered;
    }
    assert_eq!(registered, 500);
    assert_eq!(owned(&clerk, &customer).await.len(), 500);
    assert!(
        clerk.devices(customer).await.iter().all(|device| device.identity == 2),
        "the hash was kept whoever came first"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_programs_with_several_workers_on_one_postgresql_share_a_job() {
    let app = TestApp::with(Engine::Postgres, parts_of(500)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 20_000);
    let job = clerk.hands_in(customer, &tuples(&devices)).await;
    let other =
        Service::new(app.database.open().await, app.clock.clone(), Ids::seeded(2), parts_of(500)).await;
    app.work_together(&[app.service.clone(), other.unwrap()], 3).await;

    let results = clerk.results(customer, job).await;
    assert!(results.iter().map(|row| row.number).eq(1..=20_000), "every row has one verdict");
    assert!(results.iter().all(|row| crate::app::short(row) == "registered"));
    let ids: HashSet<_> = results.iter().filter_map(|row| row.device_id).collect();
    assert_eq!(ids.len(), 20_000);
    assert_eq!(owned(&clerk, &customer).await.len(), 20_000);
    let finished = clerk.service.audit_log(&clerk.context, None, 100).await.unwrap().entries;
    assert_eq!(finished.iter().filter(|entry| entry.action == "job.finish").count(), 1, "it ended once");
}
