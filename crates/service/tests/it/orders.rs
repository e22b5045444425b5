//! Order and purchase numbers: a row's own count before those of its upload.

use rstest::rstest;
use taxiway_domain::fleet::FleetDevice;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::relationship::{Approval, Scope};
use taxiway_intake::RowVerdict;
use taxiway_service::{
    Decision, DeviceFate, DeviceFilter, Ending, JobState, OrderNumbers, PreviewWanted, RowFilter,
    ServiceError, Submission,
};
use taxiway_store::Engine;

use crate::app::{ANSWERS, Person, TestApp};
use crate::consents::{parts_of, told};
use crate::files::fleet;

const OUTSIDE: &str = "failed OutsideConsentScope scope-order-id";

/// A list whose rows have numbers of their own; empty where they have none.
fn ordered<'a>(devices: impl IntoIterator<Item = (&'a FleetDevice, &'a str, &'a str)>) -> Vec<u8> {
    let mut text = String::from(
        "Device Serial Number,Windows Product ID,Manufacturer name,Device model,Group Tag,Order ID,Purchase ID\n",
    );
    for (device, order, purchase) in devices {
        let FleetDevice { serial_number, manufacturer, model, .. } = device;
        text.push_str(&format!("{serial_number},,\"{manufacturer}\",\"{model}\",,{order},{purchase}\n"));
    }
    text.into_bytes()
}

fn asked(order: Option<&str>, purchase: Option<&str>) -> Submission {
    Submission {
        order_id: order.map(str::to_owned),
        purchase_id: purchase.map(str::to_owned),
        ..Submission::default()
    }
}

fn orders(numbers: &[&str]) -> Scope {
    Scope { order_ids: numbers.iter().map(|one| (*one).to_owned()).collect(), ..Scope::default() }
}

/// The numbers of the device with this serial number, by its page.
async fn numbers_of(who: &Person, customer: OrganisationId, device: &FleetDevice) -> OrderNumbers {
    let filter = DeviceFilter { search: Some(device.serial_number.clone()), ..DeviceFilter::default() };
    let found = who.finds(customer, &filter, 2).await;
    who.device(customer, found[0].device_id).await.orders
}

fn numbers(order: Option<&str>, purchase: Option<&str>) -> OrderNumbers {
    OrderNumbers { order_id: order.map(str::to_owned), purchase_id: purchase.map(str::to_owned) }
}

#[rstest]
#[tokio::test]
async fn a_devices_numbers_are_its_rows_and_else_its_uploads(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(2)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 5);
    let said = [("PO-1", "P-1"), ("", ""), ("PO-2 \"late\"", ""), ("", "Köp 5"), ("PO-1", "P-1")];
    let file = ordered(d.iter().zip(said).map(|(one, (order, purchase))| (one, order, purchase)));
    let text = String::from_utf8(file).unwrap().replace("PO-2 \"late\"", "\"PO-2 \"\"late\"\"\"");
    let upload = clerk.uploads(customer, text.as_bytes()).await;
    let job = clerk.submits_with(customer, upload, asked(Some("PO-9"), Some("P-9"))).await.unwrap();
    app.work().await;

    let own: Vec<_> = clerk
        .results(customer, job)
        .await
        .into_iter()
        .map(|row| (row.order_id.map(String::from), row.purchase_id.map(String::from)))
        .collect();
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    assert_eq!(own, said.map(|(order, purchase)| (text(order), text(purchase))));
    let expected = [
        numbers(Some("PO-1"), Some("P-1")),
        numbers(Some("PO-9"), Some("P-9")),
        numbers(Some("PO-2 \"late\""), Some("P-9")),
        numbers(Some("PO-9"), Some("Köp 5")),
        numbers(Some("PO-1"), Some("P-1")),
    ];
    for (device, expected) in d.iter().zip(&expected) {
        assert_eq!(numbers_of(&clerk, customer, device).await, *expected);
    }
    let page =
        clerk.service.export_devices(&clerk.context, customer, &DeviceFilter::default(), None, 50).await;
    let mut exported: Vec<_> = page.unwrap().devices.into_iter().map(|one| one.orders).collect();
    let mut expected = expected.to_vec();
    let by = |one: &OrderNumbers| (one.order_id.clone(), one.purchase_id.clone());
    exported.sort_by_key(by);
    expected.sort_by_key(by);
    assert_eq!(exported, expected);

    // Only devices whose rows said something have rows of their own in the database, and those go with them.
    let kept = async || app.database.number("SELECT count(*) FROM device_order").await;
    assert_eq!(kept().await, 4);
    let devices = clerk.devices(customer).await;
    for device in devices {
        clerk
            .service
            .deregister_device(&clerk.context, customer, (None, device.device_id), None)
            .await
            .unwrap();
    }
    assert_eq!(kept().await, 0);
}

#[rstest]
#[tokio::test]
async fn the_end_of_a_consent_takes_the_numbers_along(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(3)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = fleet(1, 8);
    clerk.registers(&app, customer, &ordered(d.iter().map(|one| (one, "PO-1", "")))).await;
    let consent = app.consent_of(customer, &clerk).await;
    let used = clerk.devices(customer).await[0].device_id;
    let at = app.service.now();
    taxiway_store::write!(app.store, |tx| { tx.note_contact(customer, used, at).await }).expect(ANSWERS);
    let ending = Ending { devices: DeviceFate::Deregister, ..Ending::default() };
    administrator.service.end_consent(&administrator.context, customer, consent, &ending).await.unwrap();
    app.work().await;
    assert_eq!(administrator.only_device(customer).await.orders, numbers(Some("PO-1"), None));
    assert_eq!(app.database.number("SELECT count(*) FROM device_order").await, 1);
}

#[rstest]
#[tokio::test]
async fn each_row_is_held_against_the_orders_that_a_consent_covers(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(4)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &orders(&["PO-7", "PO-8"])).await;
    let d = fleet(1, 12);
    let order = |number: usize| ["PO-7", "PO-9", "PO-8"][number % 3];
    let file = ordered(d.iter().enumerate().map(|(number, one)| (one, order(number), "")));
    let upload = clerk.uploads(customer, &file).await;

    // What is shown before is what is done.
    let wanted = PreviewWanted { filter: RowFilter::All, group_tag: None, number: 1, size: 50 };
    let page = clerk.service.preview_as(&clerk.context, customer, upload, &wanted).await.unwrap();
    let refused: Vec<u64> =
        page.rows.iter().filter(|row| row.verdict() == RowVerdict::Error).map(|row| row.number).collect();
    assert_eq!((refused, page.counts.errors), (vec![2, 5, 8, 11], 4));

    // Every row has a number, so the upload needs none.
    let job = clerk.submits_with(customer, upload, asked(None, None)).await.unwrap();
    app.work().await;
    let results = clerk.results(customer, job).await;
    for (position, row) in results.iter().enumerate() {
        assert_eq!(told(row), if position % 3 == 1 { OUTSIDE } else { "registered" }, "row {}", row.number);
    }
    let finding = results[1].findings.last().unwrap();
    assert_eq!((finding.found.as_deref(), finding.used.as_deref()), (Some("PO-9"), Some("PO-7, PO-8")));

    // Tried again it is the same; the consent is extended, and they are registered.
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.results(customer, again).await.iter().map(told).collect::<Vec<_>>(), [OUTSIDE; 4]);
    app.scoped(customer, &orders(&["PO-7", "PO-8", "PO-9"])).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "once more").await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, again).await, ["registered"; 4]);
}

#[rstest]
#[case::none_said(None, Some("PO-7"))]
#[case::another_said(Some("PO-9"), Some("PO-7"))]
#[case::covered(Some("PO-7"), None)]
#[tokio::test]
async fn the_uploads_number_is_asked_for_as_soon_as_one_row_has_none(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] said: Option<&str>,
    #[case] refused: Option<&str>,
) {
    let app = TestApp::with(engine, parts_of(2)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &orders(&["PO-7"])).await;
    let d = fleet(1, 5);
    let order = |number: usize| if number == 3 { "" } else { "PO-7" };
    let file = ordered(d.iter().enumerate().map(|(number, one)| (one, order(number), "")));
    let upload = clerk.uploads(customer, &file).await;
    let submitted = clerk.submits_with(customer, upload, asked(said, None)).await;
    let told = match &submitted {
        Err(ServiceError::Invalid { field: "order-id", code: "scope-order-id", hint }) => Some(hint.as_str()),
        Ok(_) => None,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(told, refused);
    if let Ok(job) = submitted {
        app.work().await;
        assert_eq!(clerk.verdicts(customer, job).await, ["registered"; 5]);
    }
}

/// A row that cannot be registered anyway need not have a number.
#[rstest]
#[tokio::test]
async fn rows_with_errors_are_not_asked_for_a_number(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &orders(&["PO-7"])).await;
    let d = fleet(1, 2);
    let mut broken = d[0].clone();
    broken.model.clear();
    let upload = clerk.uploads(customer, &ordered([(&broken, "", ""), (&d[1], "PO-7", "")])).await;
    let job = clerk.submits_with(customer, upload, asked(None, None)).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["failed 803", "registered"]);
}

/// A consent that is narrowed refuses rows by their own numbers, and a job as a whole where rows can have none.
#[rstest]
#[tokio::test]
async fn orders_that_are_taken_back_stop_what_belongs_to_them(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &orders(&["PO-7", "PO-8"])).await;
    let d = fleet(1, 60);
    let order = |number: usize| ["PO-7", "PO-8", ""][number % 3];
    let by_row = ordered(d[..30].iter().enumerate().map(|(number, one)| (one, order(number), "")));
    let upload = clerk.uploads(customer, &by_row).await;
    let by_row = clerk.submits_with(customer, upload, asked(Some("PO-8"), None)).await.unwrap();
    let upload = clerk.uploads(customer, &crate::files::tuples(&d[30..])).await;
    let whole = clerk.submits_with(customer, upload, asked(Some("PO-8"), None)).await.unwrap();
    app.scoped(customer, &orders(&["PO-7"])).await;
    app.work().await;

    for (position, row) in clerk.results(customer, by_row).await.iter().enumerate() {
        assert_eq!(told(row), if position % 3 == 0 { "registered" } else { OUTSIDE }, "row {}", row.number);
    }
    assert_eq!(clerk.job(customer, by_row).await.state, JobState::Finished);
    let stopped = clerk.job(customer, whole).await;
    assert_eq!((stopped.state, stopped.reason.as_deref()), (JobState::Cancelled, Some("scope-order-id")));
    assert_eq!(stopped.cancelled, 30);
}

#[rstest]
#[tokio::test]
async fn whoever_approves_sees_the_rows_that_no_order_covers(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    app.scoped(customer, &Scope { approval: Approval::Each, ..orders(&["PO-7"]) }).await;
    let d = fleet(1, 4);
    let order = |number: usize| if number == 0 { "PO-9" } else { "PO-7" };
    let file = ordered(d.iter().enumerate().map(|(number, one)| (one, order(number), "")));
    let upload = clerk.uploads(customer, &file).await;
    let job = clerk.submits_with(customer, upload, asked(None, None)).await.unwrap();
    let service = &administrator.service;
    let page = service.waiting_upload(&administrator.context, customer, job, 1, 50).await.unwrap();
    assert_eq!(
        page.rows.iter().map(|row| row.chosen.is_some()).collect::<Vec<_>>(),
        [false, true, true, true]
    );
    let decided = service
        .decide_upload(&administrator.context, customer, job, page.version, (Decision::All, None))
        .await;
    decided.unwrap();
    app.work().await;
    let told: Vec<_> = clerk.results(customer, job).await.iter().map(told).collect();
    assert_eq!(told, [OUTSIDE, "registered", "registered", "registered"]);
}
