//! Batches by name, and the devices of one.

use std::collections::HashSet;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::ids::{BatchId, DeviceId, OrganisationId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{BatchView, ServiceError, Submission};
use taxiway_store::{Batch, DeviceRun, Engine};
use uuid::Uuid;

use crate::app::{ANSWERS, Person, TestApp};
use crate::consents::parts_of;
use crate::files::{fleet, tuples};

/// Registers devices in a batch of this name.
async fn registers_in(
    app: &TestApp,
    who: &Person,
    customer: OrganisationId,
    name: &str,
    file: &[u8],
) -> BatchId {
    app.later(SignedDuration::from_secs(1));
    let upload = who.uploads(customer, file).await;
    let submission = Submission { batch_name: Some(name.to_owned()), ..Submission::default() };
    let job = who.submits_with(customer, upload, submission).await.expect("it is submitted");
    app.work().await;
    who.job(customer, job).await.batch_id
}

async fn named(who: &Person, customer: OrganisationId, name: &str) -> Option<BatchView> {
    match who.service.batch_named(&who.context, customer, name).await {
        Ok(found) => Some(found),
        Err(ServiceError::NotFound) => None,
        Err(other) => panic!("{other:?}"),
    }
}

/// The devices of a batch, page by page.
async fn paged(who: &Person, customer: OrganisationId, batch: BatchId, limit: usize) -> Vec<DeviceId> {
    let (mut devices, mut after) = (Vec::new(), None);
    loop {
        let page = who.service.batch_devices(&who.context, customer, batch, after, limit).await;
        let page = page.expect("a page");
        assert!(page.devices.len() <= limit && (page.next.is_none() || page.devices.len() == limit));
        devices.extend(page.devices.iter().map(|row| row.device.device_id));
        after = page.next;
        if after.is_none() {
            return devices;
        }
    }
}

#[rstest]
#[tokio::test]
async fn everybody_sees_the_batches_that_are_his_to_see(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = fleet(1, 12);
    let spring = registers_in(&app, &clerk, customer, "Spring", &tuples(&d[..5])).await;
    let theirs = registers_in(&app, &rival, customer, "SPRING", &tuples(&d[5..8])).await;
    let autumn = registers_in(&app, &clerk, customer, "Høst", &tuples(&d[8..])).await;
    assert_eq!(registers_in(&app, &clerk, customer, "HØST", &tuples(&d[..1])).await, autumn);

    let seen = async |who: &Person| {
        let found = who.service.batches(&who.context, customer).await.expect("batches");
        found.into_iter().map(|one| (one.batch_id, one.name, one.partner, one.devices)).collect::<Vec<_>>()
    };
    let batch = |id, name: &str, partner: &str, devices| (id, name.to_owned(), partner.to_owned(), devices);
    let ours = [batch(autumn, "Høst", "Fabrikam", 4), batch(spring, "Spring", "Fabrikam", 5)];
    let other = batch(theirs, "SPRING", "Northwind", 3);
    assert_eq!(seen(&clerk).await, ours);
    assert_eq!(seen(&rival).await, std::slice::from_ref(&other));
    assert_eq!(seen(&administrator).await, [ours[0].clone(), other, ours[1].clone()]);

    let id = |found: Option<BatchView>| found.map(|found| found.batch_id);
    for name in ["Spring", "spring", "SPRING"] {
        assert_eq!(id(named(&clerk, customer, name).await), Some(spring), "{name}");
        assert_eq!(id(named(&rival, customer, name).await), Some(theirs), "{name}");
    }
    assert_eq!(id(named(&rival, customer, "Høst").await), None, "it is another's");
    assert_eq!(id(named(&clerk, customer, "høst").await), Some(autumn));
    assert_eq!(id(named(&clerk, customer, "Host").await), None);
    // Whoever sees several of one name means the one of exactly that name, else the oldest.
    assert_eq!(id(named(&administrator, customer, "SPRING").await), Some(theirs));
    assert_eq!(id(named(&administrator, customer, "spring").await), Some(spring));
    let found = named(&administrator, customer, "SPRING").await.expect("a batch");
    assert_eq!((found.partner_id, found.devices), (rival.organisation(), 3));

    // Under delegated administration one's own comes first.
    app.delegates(customer, true).await;
    let admin = app.admin_of(&rival).await;
    assert_eq!(id(named(&admin, customer, "spring").await), Some(theirs));
    assert_eq!(id(named(&admin, customer, "høst").await), Some(autumn));
    let other_customer = app.customer("Adatum").await;
    let foreign = clerk.service.batches(&clerk.context, other_customer).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
    let operator = app.organisation(OrganisationKind::Operator, "Operator").await;
    let operator = app.person(operator, OrganisationKind::Operator, "root", Role::Support).await;
    assert_eq!(seen(&operator).await.len(), 3);
}

/// Batches of before names were folded can differ in capitals alone.
#[rstest]
#[tokio::test]
async fn of_batches_that_differ_in_capitals_the_exact_one_is_extended_else_the_oldest(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let mut ids = Vec::new();
    for name in ["Éte", "éTE"] {
        app.later(SignedDuration::from_secs(1));
        let batch = Batch {
            batch_id: new_batch(&app),
            name: name.to_owned(),
            partner_id: clerk.organisation(),
            created_at: app.service.now(),
        };
        let user = clerk.context.actor.user_id;
        let made = taxiway_store::write!(app.store, |tx| { tx.batch_named(customer, &batch, user).await });
        ids.push(made.expect(ANSWERS).batch_id);
    }
    let d = fleet(1, 3);
    assert_eq!(registers_in(&app, &clerk, customer, "éTE", &tuples(&d[..1])).await, ids[1]);
    assert_eq!(registers_in(&app, &clerk, customer, "Éte", &tuples(&d[1..2])).await, ids[0]);
    assert_eq!(registers_in(&app, &clerk, customer, "ÉTE", &tuples(&d[2..])).await, ids[0]);
    assert_eq!(clerk.service.batches(&clerk.context, customer).await.unwrap().len(), 2);
}

/// An id of this moment.
fn new_batch(app: &TestApp) -> BatchId {
    let millis = u128::from(app.service.now().as_millisecond().unsigned_abs());
    BatchId::from_untyped_uuid(Uuid::from_u128(millis << 80 | 0x7000 << 64 | 1 << 63))
}

#[rstest]
#[tokio::test]
async fn the_devices_of_a_batch_are_paged_in_a_stable_order(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(7)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let d = fleet(1, 60);
    // What belongs to the batch lies between what does not.
    let batch = registers_in(&app, &clerk, customer, "North", &tuples(&d[..20])).await;
    let other = registers_in(&app, &clerk, customer, "South", &tuples(&d[20..30])).await;
    registers_in(&app, &rival, customer, "North", &tuples(&d[30..40])).await;
    registers_in(&app, &clerk, customer, "north", &tuples(&d[40..55])).await;
    let all = paged(&clerk, customer, batch, 1_000).await;
    assert_eq!(all.len(), 35);
    assert!(all.is_sorted(), "in the order of registration");
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 35);
    for limit in [1, 3, 7, 34, 35, 36] {
        assert_eq!(paged(&clerk, customer, batch, limit).await, all, "pages of {limit}");
    }
    assert_eq!(paged(&clerk, customer, other, 3).await.len(), 10);

    // What joins meanwhile comes at the end, and what goes leaves no gap.
    let page = clerk.service.batch_devices(&clerk.context, customer, batch, None, 30).await.unwrap();
    registers_in(&app, &clerk, customer, "North", &tuples(&d[55..])).await;
    clerk.service.deregister_device(&clerk.context, customer, all[30], None).await.unwrap();
    clerk.service.deregister_device(&clerk.context, customer, all[29], None).await.unwrap();
    let rest = clerk.service.batch_devices(&clerk.context, customer, batch, page.next, 30).await.unwrap();
    assert_eq!(rest.devices.len(), 4 + 5);

    let device = clerk.service.device_of_batch(&clerk.context, customer, "North", all[0]).await.unwrap().0;
    assert_eq!(device.device.device_id, all[0]);
    let gone = clerk.service.device_of_batch(&clerk.context, customer, "North", all[30]).await;
    let elsewhere = clerk.service.device_of_batch(&clerk.context, customer, "South", all[0]).await;
    let theirs = rival.service.device_of_batch(&rival.context, customer, "North", all[0]).await;
    for refused in [gone, elsewhere, theirs] {
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
    let foreign = rival.service.batch_devices(&rival.context, customer, batch, None, 10).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
}

/// A program that hands in device by device makes as many runs as devices.
#[rstest]
#[tokio::test]
async fn a_page_reads_the_runs_after_its_cursor_and_no_others(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 30);
    let mut batch = None;
    for one in &d {
        batch = Some(
            registers_in(&app, &clerk, customer, "One by one", &tuples(std::slice::from_ref(one))).await,
        );
    }
    let batch = batch.expect("a batch");
    let all = paged(&clerk, customer, batch, 4).await;
    assert_eq!(all.len(), 30);
    let nothing = DeviceId::from_untyped_uuid(Uuid::nil());
    let runs = async |after| -> Vec<DeviceRun> {
        app.conn().await.batch_runs(customer, batch, after, 5).await.expect(ANSWERS)
    };
    assert_eq!(runs(nothing).await.iter().map(|run| run.first_device).collect::<Vec<_>>(), all[..5]);
    assert_eq!(runs(all[25]).await.iter().map(|run| run.first_device).collect::<Vec<_>>(), all[26..]);
    assert_eq!(runs(all[29]).await, []);
}
