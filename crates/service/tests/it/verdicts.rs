//! What becomes of each row: ready, 806, 808, a duplicate, or an error with its code.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::registration::RegistrationState;
use taxiway_domain::strength::Strength;
use taxiway_service::{Outcome, PartSizes, Settings};
use taxiway_store::Engine;

use crate::app::{TestApp, noon};
use crate::files::{Line, fleet, hash, hash_of, key, list, tuple, tuples, with_tpm};

fn parts_of(rows: u64) -> Settings {
    Settings { parts: PartSizes { rows, bytes: 8 << 20 }, ..Settings::default() }
}

#[rstest]
#[tokio::test]
async fn every_accepted_combination_of_identifiers_makes_a_device_that_is_ready(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 7);
    let lines = [
        hash(&d[0]),
        hash(&d[1]).key(&d[1]),
        hash(&d[2]).serial(&d[2]),
        hash(&d[3]).key(&d[3]).serial(&d[3]),
        key(&d[4]),
        tuple(&d[5]),
        tuple(&d[6]).key(&d[6]),
    ];
    let upload = clerk.uploads(customer, &list(lines)).await;
    let job = clerk.submits(customer, upload).await;
    app.later(SignedDuration::from_secs(5));
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered"; 7]);

    let strengths = [Strength::KeyBound; 4].into_iter().chain([Strength::Claimed; 3]);
    for ((row, device), strength) in clerk.results(customer, job).await.iter().zip(&d).zip(strengths) {
        let view = clerk.device(customer, row.device_id.expect("a registered row has its device")).await;
        assert_eq!(view.strength, strength);
        assert_eq!(view.standing.state, RegistrationState::Ready);
        assert_eq!(view.standing.since, noon() + SignedDuration::from_millis(5_003));
        assert_eq!(view.registered_by, "Fabrikam");
        let hashed = view.strength == Strength::KeyBound;
        assert_eq!(
            view.hash.map(|hash| hash.to_base64()),
            hashed.then(|| device.hash()),
            "the hash comes back as it was"
        );
        if row.number != 5 {
            assert_eq!(view.device.serial_number.as_ref(), Some(&device.serial_number));
            assert_eq!(view.device.manufacturer.as_ref(), Some(&device.manufacturer));
        }
        if row.number != 6 {
            assert_eq!(view.device.product_key.as_deref(), Some(device.product_key.as_str()));
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_device_that_the_customer_has_already_is_806(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let d = fleet(1, 3);
    let bytes = list([tuple(&d[0]), key(&d[1]), hash(&d[2])]);
    assert_eq!(clerk.registers(&app, customer, &bytes).await, ["registered"; 3]);
    assert_eq!(clerk.registers(&app, customer, &bytes).await, ["already 806"; 3]);
    assert_eq!(rival.registers(&app, customer, &bytes).await, ["already 806"; 3], "whoever asks");
    assert_eq!(app.administrator(customer).await.devices(customer).await.len(), 3);
    assert!(rival.devices(customer).await.is_empty(), "and whoever asks has not become its partner");
}

#[rstest]
#[tokio::test]
async fn a_device_of_another_customer_is_808_and_nothing_of_that_customer_is_told(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (owner, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[owner]).await;
    let rival = app.clerk("Northwind", &[other]).await;
    let d = fleet(1, 6);
    let own = list([tuple(&d[0]), key(&d[1]), hash(&d[2]), hash(&d[3]), hash(&d[4])]);
    assert_eq!(clerk.registers(&app, owner, &own).await, ["registered"; 5]);

    let theirs = list([tuple(&d[0]), key(&d[1]), hash(&d[2]), tuple(&d[3]), key(&d[4]), tuple(&d[5])]);
    let job = rival.hands_in(other, &theirs).await;
    app.work().await;
    let mut expected = vec!["failed 808"; 5];
    expected.push("registered");
    assert_eq!(rival.verdicts(other, job).await, expected);

    let told = [
        serde_json::to_string(&rival.results(other, job).await).unwrap(),
        format!("{:?}", rival.job(other, job).await),
        format!("{:?}", rival.devices(other).await),
        format!("{:?}", rival.service.audit_log(&rival.context, None, 100).await.unwrap()),
    ];
    let mut names =
        vec![owner.to_string(), clerk.organisation().to_string(), "Contoso".into(), "Fabrikam".into()];
    names.extend(clerk.devices(owner).await.iter().map(|device| device.device_id.to_string()));
    for text in &told {
        for name in &names {
            assert!(!text.contains(name), "{name} is told in {text}");
        }
    }
    assert_eq!(clerk.devices(owner).await.len(), 5, "and nothing changed for the owner");
    assert_eq!(rival.devices(other).await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn duplicates_are_found_by_identity_within_a_file_whatever_the_words_and_slices(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(2, 100)] part_rows: u64,
) {
    let app = TestApp::with(engine, parts_of(part_rows)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 4);
    let lines = [
        tuple(&d[0]),
        key(&d[1]),
        hash(&d[2]),
        hash(&d[3]),
        // The same four in other words.
        hash(&d[0]),
        hash(&d[1]),
        tuple(&d[2]),
        hash(&d[3].recaptured(3600)),
        // And once more.
        key(&d[0]),
    ];
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let results = clerk.results(customer, job).await;
    let verdicts = clerk.verdicts(customer, job).await;
    assert_eq!(verdicts[..4], ["registered"; 4]);
    assert_eq!(verdicts[4..], ["already ZtdDeviceDuplicated"; 5]);
    for (row, original) in [(4, 0), (5, 1), (6, 2), (7, 3), (8, 0)] {
        assert_eq!(
            results[row].device_id, results[original].device_id,
            "row {row} is the device of row {original}"
        );
    }
    let devices = clerk.devices(customer).await;
    assert_eq!(devices.len(), 4);
    assert!(devices.iter().all(|device| device.identity == 2), "each is known by its hash now: {devices:#?}");
    let view = clerk.job(customer, job).await;
    assert_eq!((view.registered, view.already, view.failed), (4, 5, 0));
}

#[rstest]
#[tokio::test]
async fn rows_of_one_device_share_its_fate(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 100)] part_rows: u64,
) {
    let app = TestApp::with(engine, parts_of(part_rows)).await;
    let (owner, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[owner, other]).await;
    let d = fleet(1, 2);
    clerk.registers(&app, owner, &hash_list(&[&d[0]])).await;
    let lines = [tuple(&d[0]), tuple(&d[1]), hash(&d[0]), hash(&d[1])];
    let verdicts = clerk.registers(&app, other, &list(lines)).await;
    assert_eq!(verdicts, ["failed 808", "registered", "failed 808", "already ZtdDeviceDuplicated"]);
}

fn hash_list(devices: &[&taxiway_domain::fleet::FleetDevice]) -> Vec<u8> {
    list(devices.iter().map(|device| hash(device)))
}

#[rstest]
#[tokio::test]
async fn a_refused_row_gives_back_what_it_claimed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 100)] part_rows: u64,
) {
    let app = TestApp::with(engine, parts_of(part_rows)).await;
    let [owner, forger, honest] = [app.customer("A").await, app.customer("B").await, app.customer("C").await];
    let clerk = app.clerk("Fabrikam", &[owner, forger, honest]).await;
    let d = fleet(1, 4);
    let owned = list([hash_of(with_tpm(&d[0], 1))]);
    assert_eq!(clerk.registers(&app, owner, &owned).await, ["registered"]);
    // Everything of another device, but the TPM of the first one; and some rows that are fine.
    let forged = list([tuple(&d[2]), hash_of(with_tpm(&d[1], 1)), tuple(&d[3])]);
    assert_eq!(clerk.registers(&app, forger, &forged).await, ["registered", "failed 808", "registered"]);

    let own = list([hash(&d[1])]);
    assert_eq!(
        clerk.registers(&app, honest, &own).await,
        ["registered"],
        "its UUID, key and serial are free"
    );
    assert_eq!(clerk.devices(forger).await.len(), 2);
    // Each identifier alone is claimed by the honest customer now.
    for line in [tuple(&d[1]), key(&d[1]), hash(&d[1])] {
        assert_eq!(clerk.registers(&app, forger, &list([line])).await, ["failed 808"]);
    }
}

#[rstest]
#[tokio::test]
async fn rows_that_cannot_be_registered_say_why_and_the_others_go_on(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 3);
    let lines = [
        tuple(&d[0]),
        Line { model: String::new(), ..tuple(&d[1]) },
        Line { hash: "T0FHAAEAHAAAAAAA".to_owned(), ..Line::default() },
        Line { key: "0000000000000".to_owned(), ..Line::default() },
        Line { serial: "To be filled by O.E.M.".to_owned(), ..tuple(&d[2]) },
        tuple(&d[2]),
    ];
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let results = clerk.results(customer, job).await;
    let outcomes: Vec<_> = results.iter().map(|row| row.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Registered,
            Outcome::Failed,
            Outcome::Failed,
            Outcome::Failed,
            Outcome::Failed,
            Outcome::Registered
        ]
    );
    let said: Vec<_> = results[1..5].iter().map(|row| row.findings[0].code).collect();
    let expected = [
        FindingCode::IdentityIncomplete,
        FindingCode::HashInvalid,
        FindingCode::ProductKeyZeros,
        FindingCode::Placeholder,
    ];
    assert_eq!(said, expected);
    assert_eq!(
        clerk.verdicts(customer, job).await[1..5].iter().map(|v| &v[..6]).collect::<Vec<_>>(),
        ["failed"; 4]
    );
    assert_eq!(results.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    assert!(results[1..5].iter().all(|row| row.device_id.is_none()));
    let view = clerk.job(customer, job).await;
    assert_eq!((view.registered, view.already, view.failed, view.cancelled), (2, 0, 4, 0));
    assert_eq!(view.percent(), 100);
}

#[rstest]
#[tokio::test]
async fn a_hash_without_any_name_is_found_again_by_its_hardware(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 1);
    // Neither TPM nor UUID, serial number, manufacturer, model or product key id: network cards and disks only.
    let bare = |device: &taxiway_domain::fleet::FleetDevice| {
        hash_of(crate::files::without(device.hash_builder(), &[11, 12, 13, 14, 16, 17, 24, 25, 26]))
    };
    let verdicts = clerk.registers(&app, customer, &list([bare(&d[0])])).await;
    assert_eq!(verdicts, ["registered"]);
    assert_eq!(clerk.registers(&app, customer, &list([bare(&d[0].recaptured(60))])).await, ["already 806"]);
    assert_eq!(clerk.registers(&app, other, &list([bare(&d[0])])).await, ["failed 808"]);
}

#[rstest]
#[tokio::test]
async fn a_customer_registers_its_own_devices(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let devices = fleet(1, 30);
    assert_eq!(administrator.registers(&app, customer, &tuples(&devices)).await, ["registered"; 30]);
    assert_eq!(administrator.devices(customer).await.len(), 30);
}
