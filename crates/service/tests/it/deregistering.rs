//! One device is deregistered by whoever may, and leaves nothing behind.

use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::hardware_hash::write::HashBuilder;
use taxiway_domain::ids::{DeviceId, OrganisationId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{DeviceFilter, ServiceError};
use taxiway_store::Engine;
use uuid::Uuid;

use crate::app::{ANSWERS, Person, TestApp};
use crate::consents::{at_most, parts_of};
use crate::files::{fleet, hash, hash_of, list, tuple, tuples};

async fn deregisters(who: &Person, customer: OrganisationId, device: DeviceId) -> Result<(), ServiceError> {
    who.service.deregister_device(&who.context, customer, (None, device), None).await
}

/// The id of the device with this serial number.
async fn device_of(who: &Person, customer: OrganisationId, serial: &str) -> DeviceId {
    let filter = DeviceFilter { search: Some(serial.to_owned()), ..DeviceFilter::default() };
    who.finds(customer, &filter, 2).await[0].device_id
}

#[rstest]
#[tokio::test]
async fn whoever_registered_it_and_whoever_acts_for_the_customer_may(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let rival = app.clerk("Northwind", &[customer, other]).await;
    let stranger = app.clerk("Tailspin", &[other]).await;
    let d = fleet(1, 8);
    clerk.registers(&app, customer, &tuples(&d)).await;
    let mut devices = clerk.devices(customer).await.into_iter().map(|one| one.device_id);
    let mut next = || devices.next().expect("a device");

    let mine = next();
    for (who, tenant) in [(&rival, customer), (&stranger, customer), (&clerk, other)] {
        let refused = deregisters(who, tenant, mine).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
    let partner = OrganisationKind::DirectPartner;
    let helpdesk = app.person(clerk.organisation(), partner, "help", Role::HelpdeskAgent).await;
    let refused = deregisters(&helpdesk, customer, mine).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "sales-agent" })), "{refused:?}");
    let reader = app.person(customer, OrganisationKind::Customer, "reader", Role::GlobalReader).await;
    let refused = deregisters(&reader, customer, mine).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
    assert_eq!(clerk.devices(customer).await.len(), 8);

    deregisters(&clerk, customer, mine).await.unwrap();
    let twice = deregisters(&clerk, customer, mine).await;
    assert!(matches!(twice, Err(ServiceError::NotFound)), "{twice:?}");
    for role in [Role::GlobalAdministrator, Role::IntuneAdministrator, Role::PolicyAndProfileManager] {
        let owner = app.person(customer, OrganisationKind::Customer, role.as_str(), role).await;
        deregisters(&owner, customer, next()).await.unwrap();
    }
    // Delegated administration makes administrators of admin agents, and of nobody else.
    app.delegates(customer, true).await;
    let theirs = next();
    let refused = deregisters(&rival, customer, theirs).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    let delegate = app.admin_of(&rival).await;
    deregisters(&delegate, customer, theirs).await.unwrap();
    assert_eq!(clerk.devices(customer).await.len(), 3);

    // Each act is told to the customer and to whoever registered the device, with who did it.
    let administrator = app.administrator(customer).await;
    for who in [&administrator, &clerk] {
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let removed: Vec<_> = log.iter().filter(|entry| entry.action == "device.deregister").collect();
        assert_eq!(removed.len(), 5, "{}", who.context.actor.name);
        assert_eq!(removed[0].actor_name, "boss");
        assert_eq!(
            (removed[0].object_kind.as_str(), removed[0].object_id.clone()),
            ("device", theirs.to_string())
        );
        assert!(removed.iter().all(|entry| d.iter().all(|one| !entry.detail.contains(&one.serial_number))));
    }
    // Without consent nobody is left who could.
    app.consent_ends(customer, &clerk).await;
    let last = administrator.devices(customer).await[0].device_id;
    let refused = deregisters(&clerk, customer, last).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn nothing_of_it_stays_and_the_others_are_as_they_were(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[other]).await;
    let d = fleet(1, 12);
    let job = clerk.hands_in(customer, &list(d.iter().map(hash))).await;
    app.work().await;
    clerk.registers(&app, customer, &list([hash_of(d[0].recaptured(900).hash_builder())])).await;
    let first = device_of(&clerk, customer, &d[0].serial_number).await;
    // It is in use: whoever asks for it is asked by the portal, and may all the same.
    let at = app.service.now();
    taxiway_store::write!(app.store, |tx| { tx.note_contact(customer, first, at).await }).expect(ANSWERS);
    deregisters(&clerk, customer, first).await.unwrap();

    let mut conn = app.conn().await;
    assert_eq!(conn.device(customer, first).await.unwrap(), None);
    assert_eq!(conn.hash(customer, first).await.unwrap(), None);
    assert_eq!(conn.device_events(customer, first).await.unwrap(), []);
    drop(conn);
    let page =
        clerk.service.devices(&clerk.context, customer, &DeviceFilter::default(), None, 50).await.unwrap();
    assert_eq!((page.total, page.devices.len()), (Some(11), 11));
    for row in &page.devices {
        assert!(clerk.device(customer, row.device.device_id).await.hash.is_some());
    }
    // The verdict stays, and leads to no page that is gone.
    let results = clerk.results(customer, job).await;
    assert_eq!(
        results.iter().filter(|row| row.device_id.is_none()).map(|row| row.number).collect::<Vec<_>>(),
        [1]
    );
    // Everything it claimed is free, and only that.
    let verdicts = rival.registers(&app, other, &list(d.iter().map(hash))).await;
    assert_eq!(verdicts[0], "registered");
    assert!(verdicts[1..].iter().all(|verdict| verdict == "failed 808"), "{verdicts:?}");

    // The last device of a run takes the run with it.
    for device in clerk.devices(customer).await {
        deregisters(&clerk, customer, device.device_id).await.unwrap();
    }
    let last = DeviceId::from_untyped_uuid(Uuid::max());
    let mut conn = app.conn().await;
    assert_eq!(conn.device_runs(customer, last, 10).await.unwrap(), []);
    assert_eq!(conn.device_counts(customer).await.unwrap(), []);
    let verdicts = clerk.registers(&app, customer, &list(d[1..].iter().map(hash))).await;
    assert!(verdicts.iter().all(|verdict| verdict == "registered"), "{verdicts:?}");
}

/// A key that only an earlier description named cannot be derived any more; it is taken over by whoever wants it.
#[rstest]
#[tokio::test]
async fn what_an_earlier_description_claimed_is_free_too(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[other]).await;
    let d = fleet(1, 1);
    clerk.registers(&app, customer, &list([hash(&d[0])])).await;
    // The firmware got another UUID; the key of the security chip says that it is the same device.
    let changed = |builder: HashBuilder| builder.without(12).uuid([7; 16]);
    let later = changed(d[0].recaptured(900).hash_builder());
    assert_eq!(clerk.registers(&app, customer, &list([hash_of(later)])).await, ["already 806"]);
    let device = clerk.devices(customer).await[0].device_id;
    deregisters(&clerk, customer, device).await.unwrap();
    assert_eq!(rival.registers(&app, other, &list([hash(&d[0])])).await, ["registered"]);
}

#[rstest]
#[tokio::test]
async fn its_place_within_an_agreed_number_is_free_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &at_most(2)).await;
    let d = fleet(1, 3);
    let verdicts = clerk.registers(&app, customer, &list(d.iter().map(tuple))).await;
    assert_eq!(verdicts, ["registered", "registered", "failed OutsideConsentScope"]);
    let device = device_of(&clerk, customer, &d[0].serial_number).await;
    deregisters(&clerk, customer, device).await.unwrap();
    assert_eq!(clerk.registers(&app, customer, &tuples(&d[2..])).await, ["registered"]);
}

/// Devices go while the same devices are handed in again: each ends up whole, or gone.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn devices_that_go_while_they_come_again_are_whole_or_gone(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(20)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 100);
    clerk.registers(&app, customer, &list(d.iter().map(hash))).await;
    let devices: Vec<DeviceId> = clerk.devices(customer).await.iter().map(|one| one.device_id).collect();
    let again = list(d.iter().map(|one| hash_of(one.recaptured(900).hash_builder())));
    let job = clerk.hands_in(customer, &again).await;
    let removing = {
        let clerk = clerk.clone();
        let devices = devices.clone();
        tokio::spawn(async move {
            for device in devices {
                deregisters(&clerk, customer, device).await.expect("it is deregistered");
            }
        })
    };
    app.work_together(std::slice::from_ref(&app.service), 2).await;
    removing.await.expect("it ends");

    let results = clerk.results(customer, job).await;
    let registered = results.iter().filter(|row| row.outcome.as_str() == "registered").count();
    let left = clerk.devices(customer).await;
    assert_eq!(left.len(), registered, "what was there already is gone, what came after that is there");
    let page =
        clerk.service.devices(&clerk.context, customer, &DeviceFilter::default(), None, 1).await.unwrap();
    assert_eq!(page.total, Some(registered as u64));
    let mut conn = app.conn().await;
    for device in &devices {
        assert_eq!(conn.hash(customer, *device).await.unwrap(), None, "no hash of a device that is gone");
    }
    for device in &left {
        assert!(conn.hash(customer, device.device_id).await.unwrap().is_some());
    }
    drop(conn);
    // Every device can be had again: no claim was left to nobody.
    let verdicts = clerk.registers(&app, customer, &list(d.iter().map(hash))).await;
    let already = verdicts.iter().filter(|verdict| *verdict == "already 806").count();
    let new = verdicts.iter().filter(|verdict| *verdict == "registered").count();
    assert_eq!((already, already + new), (registered, 100), "{verdicts:?}");
}
