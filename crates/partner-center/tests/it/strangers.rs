//! What is another partner's is answered exactly like what does not exist, and lists never show it.

use axum::http::HeaderMap;
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::OrganisationKind;
use taxiway_store::Engine;

use crate::cast::{batch, ids, marked, policy, rows, tuple, update};
use crate::world::{Answer, Partner, World};

const NOTHING: &str = "00000000-0000-7000-8000-00000000abcd";
const NAME: &str = "Spring delivery";

/// What a partner has at a customer.
struct Belongings {
    batch: String,
    devices: Vec<String>,
    policy: String,
    tracking: String,
    assignment: String,
}

async fn settles(world: &World, customer: OrganisationId, partner: &Partner, serial: &str) -> Belongings {
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));
    let only = format!("Only {}", partner.name);
    world.registers(customer, token, &only, &[&format!("{serial}-0")]).await;
    let (batch, devices) = world.registers(customer, token, NAME, &[&format!("{serial}-1")]).await;
    let sent = world
        .sends("POST", &format!("{batch}/devices"), token, &json!([tuple(&format!("{serial}-2"))]))
        .await;
    world.work().await;
    let made = world.sends("POST", &format!("{base}/policies"), token, &policy("Standard")).await.json();
    let policy = made["id"].as_str().expect("an id").to_owned();
    let body = update(&[&devices[0]], &policy);
    let assigned = world.sends("PATCH", &format!("{base}/DevicePolicyUpdates"), token, &body).await;
    Belongings { batch, devices, policy, tracking: sent.tracking(), assignment: assigned.tracking() }
}

/// Headers but for those that name the request.
fn headers(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    for name in ["ms-requestid", "ms-correlationid", "ms-cv"] {
        assert!(headers.remove(name).is_some(), "{name}");
    }
    headers
}

#[track_caller]
fn same(theirs: &Answer, nothing: &Answer, what: &str) {
    assert_eq!(theirs.status, nothing.status, "{what}: {} {}", theirs.text(), nothing.text());
    assert_eq!(theirs.text(), nothing.text(), "{what}");
    assert_eq!(headers(theirs), headers(nothing), "{what}");
}

#[rstest]
#[tokio::test]
async fn ids_of_another_partner_are_ids_of_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let ours = world.partner("Fabrikam", &[customer]).await;
    let theirs = world.partner("Northwind", &[customer]).await;
    let base = format!("/v1/customers/{customer}");
    let own = settles(&world, customer, &ours, "A").await;
    let other = settles(&world, customer, &theirs, "B").await;
    let before = world.traces().await;
    assert_eq!(own.batch, other.batch, "the names are equal");
    let device = |id: &str| format!("{}/devices/{id}", own.batch);
    for token in [&ours.alone, &ours.admin_token] {
        for (method, theirs, nothing, body) in [
            (
                "GET",
                format!("{base}/batchJobStatus/{}", other.tracking),
                format!("{base}/batchJobStatus/{NOTHING}"),
                Value::Null,
            ),
            (
                "GET",
                format!("{base}/batchJobStatus/{}", other.assignment),
                format!("{base}/batchJobStatus/{NOTHING}"),
                Value::Null,
            ),
            (
                "GET",
                format!("{base}/deviceBatches/Only%20Northwind/devices"),
                format!("{base}/deviceBatches/Nothing/devices"),
                Value::Null,
            ),
            (
                "GET",
                format!("{base}/deviceBatches/only%20northwind/devices"),
                format!("{base}/deviceBatches/Nothing/devices"),
                Value::Null,
            ),
            (
                "POST",
                format!("{base}/deviceBatches/Only%20Northwind/devices"),
                format!("{base}/deviceBatches/Nothing/devices"),
                json!([tuple("C-1")]),
            ),
            (
                "GET",
                format!("{base}/deviceBatches/Only%20Northwind/devices/{}", other.devices[0]),
                format!("{base}/deviceBatches/Nothing/devices/{NOTHING}"),
                Value::Null,
            ),
            ("GET", device(&other.devices[0]), device(NOTHING), Value::Null),
            ("PUT", device(&other.devices[0]), device(NOTHING), json!({ "policies": [] })),
            ("PATCH", device(&other.devices[0]), device(NOTHING), json!({ "serialNumber": "B-1" })),
            ("DELETE", device(&other.devices[0]), device(NOTHING), Value::Null),
            (
                "GET",
                format!("{base}/policies/{}", other.policy),
                format!("{base}/policies/{NOTHING}"),
                Value::Null,
            ),
            (
                "PUT",
                format!("{base}/policies/{}", other.policy),
                format!("{base}/policies/{NOTHING}"),
                policy("Ours now"),
            ),
            (
                "DELETE",
                format!("{base}/policies/{}", other.policy),
                format!("{base}/policies/{NOTHING}"),
                Value::Null,
            ),
        ] {
            let nothing = world.sends(method, &nothing, token, &body).await;
            assert_eq!(nothing.fault(), (404, 1000), "{method} {}", nothing.text());
            same(&world.sends(method, &theirs, token, &body).await, &nothing, &format!("{method} {theirs}"));
            // Repeatable requests look in another order.
            let id = "8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6a01";
            let repeatable = world.send(marked(method, &theirs, token, id, &body)).await;
            same(&repeatable, &nothing, &format!("{method} {theirs}, repeatable"));
        }
    }
    let token = ours.admin_token.as_str();
    // One's own device with another's policy, another's device with one's own policy.
    let updates = format!("{base}/DevicePolicyUpdates");
    for (method, path, theirs, nothing) in [
        ("PATCH", &updates, update(&[&own.devices[0]], &other.policy), update(&[&own.devices[0]], NOTHING)),
        ("PATCH", &updates, update(&[&other.devices[0]], &own.policy), update(&[NOTHING], &own.policy)),
    ] {
        let mut told = Vec::new();
        for body in [theirs, nothing] {
            let tracking = world.sends(method, path, token, &body).await.tracking();
            told.push(rows(&world.status(customer, token, &tracking).await));
        }
        assert_eq!(told[0], told[1]);
        assert!(told[0][0].contains("finished_with_errors"), "{told:?}");
    }
    let own_device = device(&own.devices[0]);
    let choice = |id: &str| json!({ "policies": [{ "key": "o_o_b_e", "value": id }] });
    let refused = world.sends("PUT", &own_device, token, &choice(&other.policy)).await;
    assert_eq!(refused.fault(), (404, 1000));
    same(&refused, &world.sends("PUT", &own_device, token, &choice(NOTHING)).await, "a policy of nothing");
    // Nothing of it reached them.
    let after = world.traces().await;
    assert_eq!(
        (after.devices, after.jobs, after.profiles, after.batches),
        (before.devices, before.jobs, before.profiles, before.batches)
    );
    let kept = world.get(&format!("{base}/policies/{}", other.policy), &theirs.admin_token).await.json();
    assert_eq!((&kept["name"], &kept["devicesAssignedCount"]), (&json!("Standard"), &json!(1)));
    let kept = world.get(&device(&other.devices[0]), &theirs.admin_token).await.json();
    assert_eq!((&kept["serialNumber"], &kept["policies"][0]["value"]), (&json!("B-1"), &json!(other.policy)));
}

#[rstest]
#[tokio::test]
async fn lists_show_what_is_ones_own(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let foreign = world.customer("Adatum").await;
    let ours = world.partner("Fabrikam", &[customer]).await;
    let theirs = world.partner("Northwind", &[customer, foreign]).await;
    let base = format!("/v1/customers/{customer}");
    let own = settles(&world, customer, &ours, "A").await;
    let other = settles(&world, customer, &theirs, "B").await;
    for (who, mine, others, name) in [(&ours, &own, &other, "Fabrikam"), (&theirs, &other, &own, "Northwind")]
    {
        let token = who.admin_token.as_str();
        let batches = world.get(&format!("{base}/deviceBatches"), token).await;
        assert_eq!(ids(&batches), [NAME.to_owned(), format!("Only {name}")]);
        for batch in batches.json()["items"].as_array().expect("a list") {
            assert_eq!(batch["createdBy"], *name, "{batch}");
        }
        let devices = world.get(&format!("{}/devices", mine.batch), token).await;
        let found = devices.json();
        assert_eq!(found["totalCount"], 2, "{found}");
        let serials: Vec<_> = found["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["serialNumber"].as_str())
            .collect();
        let letter = if name == "Fabrikam" { "A" } else { "B" };
        assert_eq!(serials, [Some(format!("{letter}-1").as_str()), Some(format!("{letter}-2").as_str())]);
        assert!(!devices.text().contains(&others.policy), "{}", devices.text());
        assert_eq!(ids(&world.get(&format!("{base}/policies"), token).await), [mine.policy.as_str()]);
    }
    let customers = ids(&world.get("/v1/customers", &ours.alone).await);
    assert_eq!(customers, [customer.to_string()]);
    let found = world.get("/v1/customers?filter=%7B%22Field%22:%22CompanyName%22,%22Value%22:%22ada%22,%22Operator%22:%22starts_with%22%7D", &ours.alone).await;
    assert_eq!(found.json()["totalCount"], 0, "{}", found.text());
}

/// A page that another partner was given leads into one's own list only.
#[rstest]
#[tokio::test]
async fn the_token_of_anothers_page_shows_nothing_of_his(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let ours = world.partner("Fabrikam", &[customer]).await;
    let theirs = world.partner("Northwind", &[customer]).await;
    let serials: Vec<_> = (0..105).map(|number| format!("B-{number:03}")).collect();
    let serials: Vec<_> = serials.iter().map(String::as_str).collect();
    let (path, _) = world.registers(customer, &ours.admin_token, NAME, &["A-1"]).await;
    world.registers(customer, &theirs.admin_token, NAME, &serials).await;
    let (late, _) = world.registers(customer, &ours.admin_token, NAME, &["A-2"]).await;
    assert_eq!(path, late);
    let page = world.get(&format!("{path}/devices"), &theirs.alone).await.json();
    let continuation = page["continuationToken"].as_str().expect("a token").to_owned();
    let next = async |token: &str| {
        let mut sent = crate::world::request("GET", &format!("{path}/devices"), token, "");
        sent.headers_mut().insert("ms-continuationtoken", continuation.parse().expect("a header"));
        world.send(sent).await.json()
    };
    assert_eq!(next(&theirs.alone).await["items"].as_array().map(Vec::len), Some(5));
    let seen = next(&ours.alone).await;
    let serials: Vec<_> =
        seen["items"].as_array().expect("a list").iter().map(|one| &one["serialNumber"]).collect();
    assert_eq!(serials, [&json!("A-2")]);
}

/// A device that another partner registered is known to be taken, and nothing more is told about it.
#[rstest]
#[tokio::test]
async fn a_device_that_another_registered_is_not_named(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let foreign = world.customer("Adatum").await;
    let ours = world.partner("Fabrikam", &[customer]).await;
    let theirs = world.partner("Northwind", &[customer, foreign]).await;
    let (_, same) = world.registers(customer, &theirs.admin_token, NAME, &["S-1"]).await;
    let (_, elsewhere) = world.registers(foreign, &theirs.admin_token, NAME, &["S-2"]).await;
    let (token, path) = (ours.admin_token.as_str(), format!("/v1/customers/{customer}/deviceBatches"));
    world.registers(customer, token, NAME, &["S-3"]).await;
    let sent = world.sends("POST", &path, token, &batch(NAME, &["S-1", "S-2", "S-3"])).await;
    world.work().await;
    let status = world.status(customer, token, &sent.tracking()).await;
    let codes: Vec<_> = rows(&status);
    assert_eq!(
        codes,
        [
            "S-1 finished_with_errors 806 ZtdDeviceAlreadyAssigned",
            "S-2 finished_with_errors 808 ZtdDeviceAssignedToOtherTenant",
            "S-3 finished_with_errors 806 ZtdDeviceAlreadyAssigned",
        ]
    );
    let text = status.to_string();
    assert!(!text.contains(&same[0]) && !text.contains(&elsewhere[0]), "{text}");
    assert!(status["devicesStatus"][2]["deviceId"].is_string(), "one's own is named: {status}");
}

/// A customer of others, one that nobody has, and one whose consent has ended.
#[rstest]
#[tokio::test]
async fn a_foreign_customer_is_no_customer(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (customer, foreign, former) =
        (world.customer("Contoso").await, world.customer("Adatum").await, world.customer("Litware").await);
    let ours = world.partner("Fabrikam", &[customer, former]).await;
    let theirs = world.partner("Northwind", &[foreign]).await;
    let other = settles(&world, foreign, &theirs, "B").await;
    let own = settles(&world, former, &ours, "A").await;
    world.consent_ends(former, ours.id).await;
    let operator = world.organisation(OrganisationKind::Operator, "Operator", None).await;
    let before = world.traces().await;
    let calls = [
        ("POST", "/deviceBatches", batch("Summer", &["C-1"])),
        ("POST", "/deviceBatches/Spring%20delivery/devices", json!([tuple("C-1")])),
        ("GET", "/batchJobStatus/{tracking}", Value::Null),
        ("GET", "/batchJobStatus/{assignment}", Value::Null),
        ("GET", "/deviceBatches", Value::Null),
        ("GET", "/deviceBatches/Spring%20delivery/devices", Value::Null),
        ("GET", "/deviceBatches/Spring%20delivery/devices/{device}", Value::Null),
        ("PUT", "/deviceBatches/Spring%20delivery/devices/{device}", json!({ "policies": [] })),
        ("DELETE", "/deviceBatches/Spring%20delivery/devices/{device}", Value::Null),
        ("PATCH", "/DevicePolicyUpdates", update(&["{device}"], "{policy}")),
        ("POST", "/policies", policy("Ours")),
        ("GET", "/policies", Value::Null),
        ("GET", "/policies/{policy}", Value::Null),
        ("PUT", "/policies/{policy}", policy("Ours")),
        ("DELETE", "/policies/{policy}", Value::Null),
        ("GET", "", Value::Null),
        ("PATCH", "", json!({ "relationshipToPartner": "none" })),
        ("DELETE", "", Value::Null),
        ("GET", "/relationships", Value::Null),
    ];
    let token = ours.admin_token.as_str();
    for (method, path, body) in calls {
        let (path, body) = (path.to_owned(), body.to_string());
        let ask = async |customer: &str, things: &Belongings| {
            let fill = |text: &str| {
                text.replace("{tracking}", &things.tracking)
                    .replace("{assignment}", &things.assignment)
                    .replace("{device}", &things.devices[0])
                    .replace("{policy}", &things.policy)
            };
            let body: Value = serde_json::from_str(&fill(&body)).expect("JSON");
            world.sends(method, &format!("/v1/customers/{customer}{}", fill(&path)), token, &body).await
        };
        let nobody = ask(NOTHING, &other).await;
        assert_eq!(nobody.fault(), (404, 60_003), "{method} {path}: {}", nobody.text());
        for (what, customer, things) in [
            ("of others", foreign, &other),
            ("former", former, &own),
            ("the partner itself", ours.id, &own),
            ("another partner", theirs.id, &other),
            ("the operator", operator, &other),
        ] {
            same(&ask(&customer.to_string(), things).await, &nobody, &format!("{what}: {method} {path}"));
        }
    }
    assert_eq!(world.traces().await, before);
    // Consent that is given anew opens what was there.
    world.consents(former, ours.id).await;
    assert_eq!(ids(&world.get(&format!("{}/devices", own.batch), token).await).len(), 2);
}
