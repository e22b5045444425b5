//! Everything that a customer says about its consent holds for programs as well.

use jiff::SignedDuration;
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_domain::relationship::{Approval, CoveredModel, Scope};
use taxiway_domain::role::OrganisationKind;
use taxiway_service::{Choice, Context, Decision};
use taxiway_store::Engine;

use crate::cast::{batch, ids, marked, parts_of, rows, tuple, with};
use crate::world::{Answer, Partner, World};

const STANDARD: &str = "Microsoft365Managed_Standard";
const KIOSK: &str = "Microsoft365Managed_Kiosk";
const OUTSIDE: &str = "finished_with_errors 801 OutsideConsentScope";

async fn stage(engine: Engine, scope: &Scope) -> (World, OrganisationId, Partner) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    world.scoped(customer, scope).await;
    (world, customer, partner)
}

async fn sends(world: &World, customer: OrganisationId, partner: &Partner, body: &Value) -> Answer {
    world.sends("POST", &format!("/v1/customers/{customer}/deviceBatches"), &partner.admin_token, body).await
}

/// Sends a batch, waits for its end, and gives its state and its rows.
async fn told(
    world: &World,
    customer: OrganisationId,
    partner: &Partner,
    body: &Value,
) -> (String, Vec<String>) {
    let tracking = sends(world, customer, partner, body).await.tracking();
    world.work().await;
    let status = world.status(customer, &partner.admin_token, &tracking).await;
    (status["status"].as_str().expect("a state").to_owned(), rows(&status))
}

fn named(name: &str, devices: &[Value]) -> Value {
    json!({ "batchId": name, "devices": devices })
}

#[rstest]
#[tokio::test]
async fn tags_count_by_row_by_batch_and_by_the_name_of_the_batch(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let tags = vec![GroupTag::new(STANDARD).expect("a tag")];
    let (world, customer, partner) = stage(engine, &Scope { group_tags: tags, ..Scope::default() }).await;
    let tagged = |serial: &str, tag: &str| with(tuple(serial), &json!({ "groupTag": tag }));
    let devices = [tagged("S-1", STANDARD), tagged("S-2", KIOSK), tuple("S-3")];
    let (state, found) = told(&world, customer, &partner, &named("By row", &devices)).await;
    assert_eq!(found, ["S-1 finished 0 -".to_owned(), format!("S-2 {OUTSIDE}"), format!("S-3 {OUTSIDE}")]);
    assert_eq!(state, "finished");
    // The name of the batch is the tag of rows without one.
    let (_, found) =
        told(&world, customer, &partner, &named(STANDARD, &[tuple("S-4"), tagged("S-5", KIOSK)])).await;
    assert_eq!(found, ["S-4 finished 0 -".to_owned(), format!("S-5 {OUTSIDE}")]);
    let (_, found) =
        told(&world, customer, &partner, &named(KIOSK, &[tuple("S-6"), tagged("S-7", STANDARD)])).await;
    assert_eq!(found, [format!("S-6 {OUTSIDE}"), "S-7 finished 0 -".to_owned()]);
    // A tag of the batch counts before its name.
    let body = with(named(KIOSK, &[tuple("S-8")]), &json!({ "groupTag": STANDARD }));
    assert_eq!(told(&world, customer, &partner, &body).await.1, ["S-8 finished 0 -"]);
    // So do devices that are added to a batch.
    let path = format!("/v1/customers/{customer}/deviceBatches/{STANDARD}/devices");
    let added = world.sends("POST", &path, &partner.alone, &json!([tuple("S-9")])).await.tracking();
    world.work().await;
    assert_eq!(rows(&world.status(customer, &partner.alone, &added).await), ["S-9 finished 0 -"]);
    // A name that comes near to a tag must not lose it.
    let near = sends(&world, customer, &partner, &batch("microsoft365managed_standard", &["S-10"])).await;
    assert_eq!(near.fault(), (400, 3000));
    assert!(near.text().contains(STANDARD), "{}", near.text());
    let unknown = with(batch("Summer", &["S-10"]), &json!({ "groupTag": "Nothing" }));
    let unknown = sends(&world, customer, &partner, &unknown).await;
    assert_eq!((unknown.fault(), &unknown.json()["data"][0]), ((400, 3000), &json!("groupTag")));
}

#[rstest]
#[tokio::test]
async fn models_and_the_number_of_devices_are_limits_of_rows(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let model =
        CoveredModel { manufacturer: "Dell Inc.".to_owned(), model: Some("Latitude 7420".to_owned()) };
    let (world, customer, partner) = stage(engine, &Scope { models: vec![model], ..Scope::default() }).await;
    let other = with(tuple("S-2"), &json!({ "modelName": "Latitude 5000" }));
    let cased = with(tuple("S-3"), &json!({ "oemManufacturerName": "DELL INC." }));
    let (_, found) = told(&world, customer, &partner, &named("Models", &[tuple("S-1"), other, cased])).await;
    assert_eq!(found, ["S-1 finished 0 -".to_owned(), format!("S-2 {OUTSIDE}"), format!("S-3 {OUTSIDE}")]);

    world.scoped(customer, &Scope { max_devices: Some(3), ..Scope::default() }).await;
    let (_, found) = told(&world, customer, &partner, &batch("Number", &["S-4", "S-5", "S-6", "S-4"])).await;
    assert_eq!(found[..2], ["S-4 finished 0 -", "S-5 finished 0 -"]);
    assert_eq!(found[2], format!("S-6 {OUTSIDE}"));
    let (_, found) = told(&world, customer, &partner, &batch("Number", &["S-7"])).await;
    assert_eq!(found, [format!("S-7 {OUTSIDE}")]);
    // One that is deleted makes room.
    let path = format!("/v1/customers/{customer}/deviceBatches/Number/devices");
    let device = ids(&world.get(&path, &partner.alone).await).remove(0);
    world.sends("DELETE", &format!("{path}/{device}"), &partner.alone, &json!(null)).await;
    let (_, found) = told(&world, customer, &partner, &batch("Number", &["S-8", "S-9"])).await;
    assert_eq!(found, ["S-8 finished 0 -".to_owned(), format!("S-9 {OUTSIDE}")]);
}

#[rstest]
#[tokio::test]
async fn order_numbers_count_by_row_and_by_batch(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let orders = vec!["PO-1".to_owned(), "PO-2".to_owned()];
    let (world, customer, partner) = stage(engine, &Scope { order_ids: orders, ..Scope::default() }).await;
    let ordered =
        |serial: &str, order: &str| with(tuple(serial), &json!({ "orderId": order, "purchaseId": "Q-7" }));
    let before = world.traces().await;
    for (order, words) in [
        (json!(null), "PO-1, PO-2"),
        (json!("PO-3"), "PO-1, PO-2"),
        (json!("x".repeat(200)), "at most 128 characters"),
    ] {
        let body = with(batch("Orders", &["S-1"]), &json!({ "orderId": order }));
        let refused = sends(&world, customer, &partner, &body).await;
        assert_eq!(refused.fault(), (400, 3000), "{order}: {}", refused.text());
        assert_eq!(refused.json()["data"][0], "orderId", "{}", refused.text());
        assert!(refused.text().contains(words), "{}", refused.text());
    }
    // One row without a number is one too many.
    let refused =
        sends(&world, customer, &partner, &named("Orders", &[ordered("S-1", "PO-1"), tuple("S-2")])).await;
    assert_eq!(refused.fault(), (400, 3000));
    assert_eq!(world.traces().await, before);
    let body = with(batch("Orders", &["S-1"]), &json!({ "orderId": "PO-1", "purchaseId": "P-1" }));
    assert_eq!(told(&world, customer, &partner, &body).await.1, ["S-1 finished 0 -"]);
    let devices = [ordered("S-2", "PO-2"), ordered("S-3", "PO-3")];
    let (_, found) = told(&world, customer, &partner, &named("Orders", &devices)).await;
    assert_eq!(found, ["S-2 finished 0 -".to_owned(), format!("S-3 {OUTSIDE}")]);
    // A row's own number counts before the batch's.
    let body = with(named("Orders", &[ordered("S-4", "PO-3"), tuple("S-5")]), &json!({ "orderId": "PO-2" }));
    let (_, found) = told(&world, customer, &partner, &body).await;
    assert_eq!(found, [format!("S-4 {OUTSIDE}"), "S-5 finished 0 -".to_owned()]);
    let portal = partner.portal(&world);
    let path = format!("/v1/customers/{customer}/deviceBatches/Orders/devices");
    let devices = ids(&world.get(&path, &partner.alone).await);
    let mut numbers = Vec::new();
    for device in &devices {
        let id = device.parse().expect("an id");
        let view = world.service.device(&portal, customer, id).await.expect("the device");
        numbers.push((view.orders.order_id.unwrap_or_default(), view.orders.purchase_id.unwrap_or_default()));
    }
    let text = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(numbers, [text("PO-1", "P-1"), text("PO-2", "Q-7"), text("PO-2", "")]);
}

#[rstest]
#[tokio::test]
async fn a_consent_with_an_end_ends(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let ends_at = Some("2026-03-03T00:00:00Z".parse().expect("a time"));
    let (world, customer, partner) = stage(engine, &Scope { ends_at, ..Scope::default() }).await;
    let waiting = sends(&world, customer, &partner, &batch("In time", &["S-1"])).await.tracking();
    world.later(SignedDuration::from_hours(13));
    let token =
        partner.token_by(&world, &format!("ada@{}.example", partner.id), crate::world::PASSWORD).await;
    let late = batch("Late", &["S-2"]);
    let late = world.sends("POST", &format!("/v1/customers/{customer}/deviceBatches"), &token, &late).await;
    assert_eq!(late.fault(), (400, 3000), "{}", late.text());
    assert!(late.text().contains("2026-03-03"), "{}", late.text());
    world.work().await;
    assert_eq!(rows(&world.status(customer, &token, &waiting).await), [format!("S-1 {OUTSIDE}")]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_that_is_withdrawn_stops_a_job_in_the_middle(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::over(engine, parts_of(5), |_| {}).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let serials: Vec<_> = (0..40).map(|number| format!("S-{number:02}")).collect();
    let serials: Vec<_> = serials.iter().map(String::as_str).collect();
    let tracking = sends(&world, customer, &partner, &batch("Spring", &serials)).await.tracking();
    world.work_until(1).await;
    let token = partner.admin_token.as_str();
    let status = world.status(customer, token, &tracking).await;
    assert_eq!(status["status"], "processing", "{status}");
    assert!(status["completedTime"].is_null());
    let registered = rows(&status).iter().filter(|row| row.ends_with(" finished 0 -")).count();
    assert!((5..40).contains(&registered), "{status}");
    assert_eq!(rows(&status).iter().filter(|row| row.ends_with(" processing - -")).count(), 40 - registered);

    world.consent_ends(customer, partner.id).await;
    let path = format!("/v1/customers/{customer}/batchJobStatus/{tracking}");
    assert_eq!(world.get(&path, token).await.fault(), (404, 60_003));
    world.work().await;
    assert_eq!(world.get(&path, token).await.fault(), (404, 60_003));
    assert_eq!(world.traces().await.devices, i64::try_from(registered).expect("a few"));
    // Once it is trusted again, the partner reads what became of it.
    world.consents(customer, partner.id).await;
    let status = world.status(customer, token, &tracking).await;
    assert_eq!(status["status"], "finished_with_errors", "{status}");
    assert!(status["completedTime"].is_string(), "{status}");
    let found = rows(&status);
    assert!(found[..registered].iter().all(|row| row.ends_with(" finished 0 -")), "{found:?}");
    for (at, row) in found.iter().enumerate().skip(registered) {
        assert_eq!(*row, format!("S-{at:02} finished_with_errors 801 ConsentEnded"));
    }
}

/// The customer looks at what waits, and decides.
async fn decides(
    world: &World,
    customer: OrganisationId,
    administrator: &Context,
    tracking: &str,
    choice: Option<Vec<u64>>,
    decision: (Decision, Option<&str>),
) {
    let job: JobId = tracking.parse().expect("an id");
    let look =
        async || world.service.waiting_upload(administrator, customer, job, 1, 100).await.expect("it waits");
    if let Some(chosen) = choice {
        let page = look().await;
        let shown = page.rows.iter().map(|row| row.row.row.number).collect();
        let choice = Choice::Rows { shown, chosen };
        world.service.choose_rows(administrator, customer, job, page.version, &choice).await.expect("chosen");
    }
    let version = look().await.version;
    world.service.decide_upload(administrator, customer, job, version, decision).await.expect("decided");
}

#[rstest]
#[tokio::test]
async fn what_the_customer_looks_at_first_waits_and_then_goes_on_or_not(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let scope = Scope { approval: Approval::Each, ..Scope::default() };
    let (world, customer, partner) = stage(engine, &scope).await;
    let administrator = world.administrator(customer, "Contoso").await;
    let token = partner.admin_token.as_str();
    let path = format!("/v1/customers/{customer}/deviceBatches");
    let refused = "finished_with_errors 801 NotApprovedByCustomer";
    for (at, choice, decision, second) in [
        (1, None, (Decision::All, None), "finished 0 -"),
        (2, Some(vec![1]), (Decision::Chosen, Some("Not this one")), refused),
        (3, None, (Decision::None, Some("We did not order them")), refused),
    ] {
        let (one, other) = (format!("S-{at}1"), format!("S-{at}2"));
        let body = batch(&format!("Batch {at}"), &[&one, &other]);
        let id = format!("8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6a0{at}");
        let tracking = world.send(marked("POST", &path, token, &id, &body)).await.tracking();
        world.work().await;
        let status = world.status(customer, token, &tracking).await;
        assert_eq!(status["status"], "queued", "{status}");
        assert_eq!(rows(&status), [format!("{one} queued - -"), format!("{other} queued - -")]);
        let again = world.send(marked("POST", &path, token, &id, &body)).await;
        assert_eq!(again.tracking(), tracking, "asking again changes nothing about waiting");
        let none = matches!(decision.0, Decision::None);
        decides(&world, customer, &administrator, &tracking, choice, decision).await;
        world.work().await;
        let status = world.status(customer, token, &tracking).await;
        assert_eq!(status["status"], "finished", "{status}");
        let first = if none { refused } else { "finished 0 -" };
        assert_eq!(rows(&status), [format!("{one} {first}"), format!("{other} {second}")]);
    }
    assert_eq!(world.traces().await.devices, 3);
    let forgotten = world.sends("POST", &path, token, &batch("Forgotten", &["S-4"])).await.tracking();
    world.later(SignedDuration::from_hours(31 * 24));
    assert_eq!(world.service.sweep_approvals().await.expect("swept"), 1);
    world.work().await;
    let token =
        world.token(partner.id, partner.app, &partner.secret, &[("grant_type", "client_credentials")]).await;
    let status = world.status(customer, &token, &forgotten).await;
    assert_eq!(status["status"], "finished_with_errors", "{status}");
    assert_eq!(rows(&status), ["S-4 finished_with_errors 801 ApprovalExpired"]);
}

#[rstest]
#[tokio::test]
async fn a_provider_acts_for_its_resellers_customers_that_consented_to_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customers =
        [world.customer("Contoso").await, world.customer("Adatum").await, world.customer("Litware").await];
    let [both, only_reseller, only_provider] = customers;
    let provider =
        world.partner_of(OrganisationKind::IndirectProvider, "Fabrikam", &[both, only_provider]).await;
    let reseller = world.organisation(OrganisationKind::IndirectReseller, "Tailspin", None).await;
    let stranger = world.organisation(OrganisationKind::IndirectReseller, "Woodgrove", None).await;
    world.service.link_provider(provider.id, reseller, "setup").await.expect("linked");
    for customer in [both, only_reseller] {
        world.consents(customer, reseller).await;
    }
    world.consents(both, stranger).await;
    let token = provider.admin_token.as_str();

    let listed = ids(&world.get("/v1/customers", token).await);
    assert_eq!(listed, [both.to_string(), only_provider.to_string()]);
    let by_reseller = async |reseller: OrganisationId| {
        let filter = json!({ "Field": "IndirectReseller", "Value": reseller, "Operator": "starts_with" });
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("size", "0").append_pair("filter", &filter.to_string());
        ids(&world.get(&format!("/v1/customers?{}", query.finish()), token).await)
    };
    assert_eq!(by_reseller(reseller).await, [both.to_string()]);
    assert_eq!(by_reseller(stranger).await, Vec::<String>::new(), "another's reseller");
    let resellers =
        ids(&world.get("/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf", token).await);
    assert_eq!(resellers, [reseller.to_string()]);
    for (customer, expected) in [(both, vec![reseller.to_string()]), (only_provider, vec![])] {
        let found = world.get(&format!("/v1/customers/{customer}/relationships"), token).await;
        assert_eq!(ids(&found), expected, "{}", found.text());
    }
    let (path, devices) = world.registers(both, token, "Spring", &["S-1"]).await;
    let device = world.get(&format!("{path}/devices/{}", devices[0]), token).await.json();
    assert_eq!(device["serialNumber"], "S-1", "{device}");
    let refused = sends(&world, only_reseller, &provider, &batch("Spring", &["S-2"])).await;
    assert_eq!(refused.fault(), (404, 60_003));
    let asks = async |reseller: OrganisationId| {
        world.get(&format!("/v1/customers/relationshiprequests?indirectResellerId={reseller}"), token).await
    };
    let link = asks(reseller).await.json()["url"].as_str().expect("a link").to_owned();
    assert!(
        link.contains(&format!("partnerId={reseller}"))
            && link.contains(&format!("indirectCSPId={}", provider.id)),
        "{link}"
    );
    for unknown in [stranger, both] {
        assert_eq!(asks(unknown).await.fault(), (400, 3000));
    }
}

#[rstest]
#[tokio::test]
async fn an_indirect_reseller_has_no_access_not_even_with_a_token_of_before(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner) = stage(engine, &Scope::default()).await;
    let by_password = [
        ("grant_type", "password"),
        ("username", &*format!("ada@{}.example", partner.id)),
        ("password", crate::world::PASSWORD),
    ];
    let path = format!("/{}/oauth2/token", partner.id);
    let granted = world.asks_for_token(&path, partner.app, &partner.secret, &by_password).await.json();
    let refresh = granted["refresh_token"].as_str().expect("a refresh token").to_owned();
    world.database.change_kind("Fabrikam", OrganisationKind::IndirectReseller.as_str()).await;
    for fields in [
        vec![("grant_type", "client_credentials")],
        by_password.to_vec(),
        vec![("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())],
    ] {
        let refused = world.asks_for_token(&path, partner.app, &partner.secret, &fields).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (400, &json!("unauthorized_client")));
    }
    for token in [&partner.alone, &partner.admin_token] {
        for (method, path) in [
            ("GET", "/v1/customers".to_owned()),
            ("GET", format!("/v1/customers/{customer}/deviceBatches")),
            ("POST", format!("/v1/customers/{customer}/deviceBatches")),
            ("GET", "/v1/relationships".to_owned()),
        ] {
            let refused = world.sends(method, &path, token, &batch("Spring", &["S-1"])).await;
            assert_eq!(refused.fault(), (403, 900_149), "{method} {path}");
        }
    }
    assert_eq!(world.traces().await.uploads, 0);
    // A manufacturer has programs, but not for this interface.
    world.database.change_kind("Fabrikam", OrganisationKind::Manufacturer.as_str()).await;
    let token =
        world.token(partner.id, partner.app, &partner.secret, &[("grant_type", "client_credentials")]).await;
    assert_eq!(world.get("/v1/customers", &token).await.fault(), (403, 900_149));
}
