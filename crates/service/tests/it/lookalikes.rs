//! Which descriptions are one device: captured again, described better, repaired, or only alike.

use rstest::rstest;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::identity::IdentityKind;
use taxiway_domain::strength::Strength;
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::files::{fleet, hash, hash_of, key, list, rng, tuple, without};

#[rstest]
#[tokio::test]
async fn a_later_hash_strengthens_what_was_named_by_tuple_or_key(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values("tuple", "key", "both")] named: &str,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 1).remove(0);
    let line = match named {
        "tuple" => tuple(&d),
        "key" => key(&d),
        _ => tuple(&d).key(&d),
    };
    assert_eq!(clerk.registers(&app, customer, &list([line.clone()])).await, ["registered"]);
    let before = clerk.only_device(customer).await;
    assert_eq!(before.strength, Strength::Claimed);

    assert_eq!(clerk.registers(&app, customer, &list([hash(&d)])).await, ["already 806"]);
    let after = clerk.only_device(customer).await;
    assert_eq!(after.device.device_id, before.device.device_id);
    assert_eq!((after.identity, after.strength), (IdentityKind::Hash, Strength::KeyBound));
    assert_eq!(after.hash.unwrap().to_base64(), d.hash());
    assert_eq!(after.device.serial_number.as_ref(), Some(&d.serial_number));
    assert_eq!(after.device.product_key.as_deref(), Some(d.product_key.as_str()));
    assert_eq!(after.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["described"]);
    assert_eq!(after.events[0].at, app.service.now());

    // The weaker description neither adds a device nor takes anything away.
    assert_eq!(clerk.registers(&app, customer, &list([line])).await, ["already 806"]);
    assert_eq!(clerk.only_device(customer).await.events.len(), 1);
    // Every identifier that the hash brought belongs to the device now.
    for line in [tuple(&d), key(&d), hash(&d)] {
        assert_eq!(clerk.registers(&app, other, &list([line])).await, ["failed 808"]);
    }
}

#[rstest]
#[tokio::test]
async fn a_hash_registered_first_is_the_device_that_a_tuple_or_key_names_later(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 1).remove(0);
    assert_eq!(clerk.registers(&app, customer, &list([hash(&d)])).await, ["registered"]);
    for line in [tuple(&d), key(&d), tuple(&d).key(&d), hash(&d)] {
        assert_eq!(clerk.registers(&app, customer, &list([line])).await, ["already 806"]);
    }
    let view = clerk.only_device(customer).await;
    assert_eq!((view.identity, view.strength), (IdentityKind::Hash, Strength::KeyBound));
    assert!(view.events.is_empty(), "nothing new was learned: {:?}", view.events);
}

#[rstest]
#[tokio::test]
async fn a_key_learns_the_tuple_and_whoever_names_the_tuple_later_names_that_device(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 1).remove(0);
    assert_eq!(clerk.registers(&app, customer, &list([key(&d)])).await, ["registered"]);
    assert_eq!(clerk.registers(&app, customer, &list([tuple(&d).key(&d)])).await, ["already 806"]);
    let view = clerk.only_device(customer).await;
    assert_eq!(view.device.serial_number.as_ref(), Some(&d.serial_number));
    assert_eq!((view.identity, view.strength), (IdentityKind::ProductKey, Strength::Claimed));
    assert_eq!(clerk.registers(&app, customer, &list([tuple(&d)])).await, ["already 806"]);
    assert_eq!(clerk.registers(&app, other, &list([tuple(&d)])).await, ["failed 808"]);
}

#[rstest]
#[tokio::test]
async fn a_device_captured_again_or_with_a_new_disk_is_the_same_device_with_the_newer_hash(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let first = fleet(1, 1).remove(0);
    let second = first.recaptured(86_400);
    let third = second.recaptured(86_400).with_new_disk(&mut rng(2));
    assert_eq!(clerk.registers(&app, customer, &list([hash(&first)])).await, ["registered"]);
    for (again, events) in [(&second, 1), (&third, 2)] {
        assert_eq!(clerk.registers(&app, customer, &list([hash(again)])).await, ["already 806"]);
        let view = clerk.only_device(customer).await;
        assert_eq!(view.hash.unwrap().to_base64(), again.hash(), "the newest capture counts");
        assert_eq!(view.events.len(), events);
        assert!(view.events.iter().all(|event| event.kind == "captured-again"));
    }
    // An old list handed in again does not undo that.
    assert_eq!(clerk.registers(&app, customer, &list([hash(&first)])).await, ["already 806"]);
    let view = clerk.only_device(customer).await;
    assert_eq!(view.hash.unwrap().to_base64(), third.hash());
    assert_eq!(view.events.len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_new_board_is_another_device_and_says_so(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(false, true)] same_file: bool,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let old = fleet(1, 1).remove(0);
    let repaired = old.with_new_board(&mut rng(3));
    let files = if same_file {
        vec![list([hash(&old), hash(&repaired)])]
    } else {
        vec![list([hash(&old)]), list([hash(&repaired)])]
    };
    let mut results = Vec::new();
    for file in files {
        let job = clerk.hands_in(customer, &file).await;
        app.work().await;
        results.extend(clerk.results(customer, job).await);
    }
    assert_eq!(results.iter().map(crate::app::short).collect::<Vec<_>>(), ["registered", "registered"]);
    assert!(results[0].findings.is_empty());
    assert_eq!(results[1].findings.iter().map(|one| one.code).collect::<Vec<_>>(), [FindingCode::OtherBoard]);
    let devices = clerk.devices(customer).await;
    assert_eq!(devices.len(), 2);
    assert_eq!(devices[0].serial_number, devices[1].serial_number, "the case says the same");
    // Each is found again by what is its own.
    let again = clerk
        .registers(&app, customer, &list([hash(&repaired.recaptured(9)), hash(&old.recaptured(9))]))
        .await;
    assert_eq!(again, ["already 806", "already 806"]);
    assert_eq!(clerk.devices(customer).await.len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_repaired_device_that_another_customer_bought_stays_with_its_owner(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let old = fleet(1, 1).remove(0);
    assert_eq!(clerk.registers(&app, customer, &list([hash(&old)])).await, ["registered"]);
    let repaired = old.with_new_board(&mut rng(3));
    assert_eq!(clerk.registers(&app, other, &list([hash(&repaired)])).await, ["failed 808"]);
}

#[rstest]
#[tokio::test]
async fn a_key_and_a_tuple_of_two_different_devices_need_a_person(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 3);
    clerk.registers(&app, customer, &list([tuple(&d[0]).key(&d[0]), tuple(&d[1]).key(&d[1])])).await;
    let verdicts =
        clerk.registers(&app, customer, &list([tuple(&d[0]).key(&d[1]), tuple(&d[0]).key(&d[2])])).await;
    assert_eq!(verdicts, ["failed 813", "failed 813"], "of two devices, and of one with a key of its own");
    assert_eq!(clerk.devices(customer).await.len(), 2);
    assert_eq!(
        clerk.registers(&app, customer, &list([key(&d[2])])).await,
        ["registered"],
        "its key stayed free"
    );
}

#[rstest]
#[tokio::test]
async fn a_uuid_written_the_other_way_round_is_the_same_uuid(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 1).remove(0);
    let raw = *b"\x01\x02\x03\x04\x05\x06\x07\x08\x09abcdefg";
    let turned = taxiway_domain::matching::swapped(raw);
    let with = |raw| hash_of(without(d.hash_builder(), &[11, 12, 13, 25, 24, 26, 14]).uuid(raw));
    assert_eq!(clerk.registers(&app, customer, &list([with(raw)])).await, ["registered"]);
    assert_eq!(clerk.registers(&app, customer, &list([with(turned)])).await, ["already 806"]);
    assert_eq!(clerk.registers(&app, other, &list([with(turned)])).await, ["failed 808"]);
}
