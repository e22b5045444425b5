//! A request that is sent again, at once or later, is carried out once.

use axum::http::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_domain::app::Permission;
use taxiway_domain::ids::OrganisationId;
use taxiway_store::Engine;

use crate::cast::{Traces, batch, ids, marked, policy, rows, tuple, update};
use crate::world::{Answer, Partner, World};

const ID: &str = "8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6a01";
const TIMES: usize = 50;

async fn stage(engine: Engine) -> (World, OrganisationId, Partner, String) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    (world, customer, partner, format!("/v1/customers/{customer}"))
}

/// The one place to which all of these lead.
fn one_location(answers: &[Answer]) -> String {
    let first = answers[0].tracking();
    for answer in answers {
        assert_eq!(answer.tracking(), first, "{}", answer.text());
        assert_eq!(answer.header("location"), answers[0].header("location"));
        assert!(answer.body.is_empty(), "{}", answer.text());
        assert_eq!(answer.header("ms-requestid"), ID);
    }
    first
}

/// The same id with another body.
async fn refused(world: &World, method: &str, path: &str, token: &str, body: &Value) {
    let before = world.traces().await;
    let answer = world.send(marked(method, path, token, ID, body)).await;
    assert_eq!(answer.fault(), (409, 800_002), "{}", answer.text());
    assert!(answer.text().contains("MS-RequestId"), "{}", answer.text());
    assert_eq!(world.traces().await, before, "nothing is left of it");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_that_is_sent_fifty_times_at_once_is_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let (token, path) = (partner.admin_token.as_str(), format!("{base}/deviceBatches"));
    let body = batch("Spring delivery", &["S-1", "S-2", "S-3"]);
    let answers = world.at_once(TIMES, || marked("POST", &path, token, ID, &body)).await;
    let tracking = one_location(&answers);
    let one = Traces { uploads: 1, parts: 2, jobs: 1, batches: 1, ..Traces::default() };
    assert_eq!(world.traces().await, one);
    world.work().await;
    let done = world.traces().await;
    assert_eq!(done, Traces { devices: 3, ..one });
    // Later, and in other words for the same path.
    for path in [&path, &format!("/V1.0//customers/{customer}/DeviceBatches/").to_owned()] {
        let later = world.send(marked("POST", path, token, ID, &body)).await;
        assert_eq!(later.tracking(), tracking);
    }
    assert_eq!(world.traces().await, done);
    refused(&world, "POST", &path, token, &batch("Spring delivery", &["S-1", "S-2", "S-4"])).await;
    refused(&world, "POST", &path, token, &batch("Autumn delivery", &["S-1", "S-2", "S-3"])).await;
    let status = world.status(customer, token, &tracking).await;
    assert_eq!(rows(&status), ["S-1 finished 0 -", "S-2 finished 0 -", "S-3 finished 0 -"]);
    let found = world.get(&path, token).await.json();
    assert_eq!(
        (found["totalCount"].as_u64(), found["items"][0]["devicesCount"].as_u64()),
        (Some(1), Some(3))
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn devices_that_are_added_fifty_times_at_once_are_added_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, _) = stage(engine).await;
    let token = partner.alone.as_str();
    let (path, _) = world.registers(customer, &partner.admin_token, "Spring", &["S-1"]).await;
    let (path, before) = (format!("{path}/devices"), world.traces().await);
    let body = json!([tuple("S-2"), tuple("S-3")]);
    let answers = world.at_once(TIMES, || marked("POST", &path, token, ID, &body)).await;
    let tracking = one_location(&answers);
    let (uploads, parts, jobs) = (before.uploads + 1, before.parts + 2, before.jobs + 1);
    assert_eq!(world.traces().await, Traces { uploads, parts, jobs, ..before });
    world.work().await;
    assert_eq!(world.send(marked("POST", &path, token, ID, &body)).await.tracking(), tracking);
    assert_eq!(world.traces().await, Traces { uploads, parts, jobs, devices: 3, ..before });
    refused(&world, "POST", &path, token, &json!([tuple("S-2")])).await;
    assert_eq!(ids(&world.get(&path, token).await).len(), 3);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn policies_are_made_assigned_and_deleted_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    let (batch_path, devices) = world.registers(customer, token, "Spring", &["S-1", "S-2"]).await;
    let devices: Vec<_> = devices.iter().map(String::as_str).collect();
    let before = world.traces().await;

    let policies = format!("{base}/policies");
    let made = world.at_once(TIMES, || marked("POST", &policies, token, ID, &policy("Standard"))).await;
    for answer in &made {
        assert_eq!((answer.status, &answer.body), (StatusCode::OK, &made[0].body), "{}", answer.text());
    }
    let id = made[0].json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(world.traces().await, Traces { profiles: 1, ..before });
    refused(&world, "POST", &policies, token, &policy("Another")).await;
    assert_eq!(ids(&world.get(&policies, token).await), [id.as_str()]);

    let updates = format!("{base}/DevicePolicyUpdates");
    let body = update(&devices, &id);
    let answers = world.at_once(TIMES, || marked("PATCH", &updates, token, ID, &body)).await;
    let tracking = one_location(&answers);
    assert_eq!(world.traces().await, Traces { profiles: 1, assignments: 1, ..before });
    let status = world.status(customer, token, &tracking).await;
    assert_eq!(rows(&status), ["- finished 0 -", "- finished 0 -"], "{status}");
    refused(&world, "PATCH", &updates, token, &update(&devices[..1], &id)).await;

    // One device alone, by a call of its own.
    let device = format!("{batch_path}/devices/{}", devices[0]);
    let body = json!({ "policies": [{ "key": "o_o_b_e", "value": null }] });
    let answers = world.at_once(TIMES, || marked("PUT", &device, token, ID, &body)).await;
    assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
    assert_eq!(answers[0].json()["policies"][0]["value"], Value::Null, "{}", answers[0].text());
    assert_eq!(world.traces().await, Traces { profiles: 1, assignments: 2, ..before });
    let found = world.get(&format!("{policies}/{id}"), token).await.json();
    assert_eq!(found["devicesAssignedCount"], 1, "{found}");
    let taken = world.sends("PUT", &format!("{batch_path}/devices/{}", devices[1]), token, &body).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());

    let path = format!("{policies}/{id}");
    let gone = world.at_once(TIMES, || marked("DELETE", &path, token, ID, &json!(null))).await;
    assert!(gone.iter().all(|answer| answer.status == StatusCode::NO_CONTENT), "{gone:?}");
    let again = world.send(marked("DELETE", &path, token, ID, &json!(null))).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NO_CONTENT, 0));
    let without_id = world.sends("DELETE", &path, token, &json!(null)).await;
    assert_eq!(without_id.fault(), (404, 1000));
    assert_eq!(world.traces().await.profiles, 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_device_is_deleted_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, customer, partner, _) = stage(engine).await;
    let token = partner.alone.as_str();
    let (path, devices) = world.registers(customer, &partner.admin_token, "Spring", &["S-1", "S-2"]).await;
    let (one, other) = (format!("{path}/devices/{}", devices[0]), format!("{path}/devices/{}", devices[1]));
    let gone = world.at_once(TIMES, || marked("DELETE", &one, token, ID, &json!(null))).await;
    for answer in &gone {
        assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0), "{}", answer.text());
    }
    assert_eq!(world.traces().await.devices, 1);
    // The id is of that request: another device under it is another request.
    let gone = world.send(marked("DELETE", &other, token, ID, &json!(null))).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(world.traces().await.devices, 0);
    // Registered again it is another device, and the old request does not reach it.
    let (_, anew) = world.registers(customer, &partner.admin_token, "Spring", &["S-1"]).await;
    let again = world.send(marked("DELETE", &one, token, ID, &json!(null))).await;
    assert_eq!((again.status, anew.len()), (StatusCode::NO_CONTENT, 1));
    assert_eq!(world.traces().await.devices, 1);
    let log = world.log(&partner.portal(&world)).await;
    assert_eq!(log.iter().filter(|entry| entry.action == "device.deregister").count(), 2);
}

#[rstest]
#[tokio::test]
async fn a_device_is_deleted_by_the_batch_it_is_in_whether_repeatable_or_not(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    let (_, devices) = world.registers(customer, token, "Spring", &["S-1"]).await;
    world.registers(customer, token, "Autumn", &["S-2"]).await;
    for (batch, missing) in [("Autumn", "device"), ("Winter", "batch")] {
        let path = format!("{base}/deviceBatches/{batch}/devices/{}", devices[0]);
        let repeatable = world.send(marked("DELETE", &path, token, ID, &json!(null))).await;
        let plain = world.sends("DELETE", &path, token, &json!(null)).await;
        assert_eq!((repeatable.fault(), plain.fault()), ((404, 1000), (404, 1000)), "{batch}");
        assert_eq!(repeatable.body, plain.body);
        assert!(plain.text().contains(missing), "{}", plain.text());
    }
    assert_eq!(world.traces().await.devices, 2);
}

#[rstest]
#[tokio::test]
async fn one_id_for_several_calls_does_no_harm(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, customer, _, base) = stage(engine).await;
    let other = world.customer("Adatum").await;
    let partner = world.partner("Northwind", &[customer, other]).await;
    let token = partner.admin_token.as_str();
    let send = async |method: &str, path: &str, body: &Value| {
        let answer = world.send(marked(method, path, token, ID, body)).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
        answer
    };
    let first = send("POST", &format!("{base}/deviceBatches"), &batch("Spring", &["S-1"])).await.tracking();
    let elsewhere = format!("/v1/customers/{other}/deviceBatches");
    let second = send("POST", &elsewhere, &batch("Spring", &["S-2"])).await.tracking();
    let devices = format!("{base}/deviceBatches/Spring/devices");
    let third = send("POST", &devices, &json!([tuple("S-3")])).await.tracking();
    assert!(first != second && second != third);
    world.work().await;
    let found = ids(&send("GET", &devices, &json!(null)).await);
    assert_eq!(found.len(), 2);
    let made = send("POST", &format!("{base}/policies"), &policy("Standard")).await.json();
    let policy_id = made["id"].as_str().expect("an id").to_owned();
    let policy_path = format!("{base}/policies/{policy_id}");
    let changed = send("PUT", &policy_path, &policy("Changed")).await.json();
    assert_eq!(changed["name"], "Changed");
    send("PATCH", &format!("{base}/DevicePolicyUpdates"), &update(&[&found[0]], &policy_id)).await;
    send("PUT", &format!("{devices}/{}", found[0]), &json!({ "policies": [] })).await;
    send("DELETE", &policy_path, &json!(null)).await;
    for device in &found {
        send("DELETE", &format!("{devices}/{device}"), &json!(null)).await;
    }
    assert_eq!(world.traces().await.devices, 1, "the other customer's");
}

#[rstest]
#[tokio::test]
async fn the_ids_of_several_senders_do_not_meet(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, customer, partner, base) = stage(engine).await;
    let stranger = world.partner("Northwind", &[customer]).await;
    let all: Vec<_> = Permission::of(partner.kind).collect();
    let (.., program) = partner.another_program(&world, &all).await;
    let path = format!("{base}/deviceBatches");
    let made = world.sends("POST", &path, &partner.admin_token, &batch("Spring", &["S-0"])).await;
    made.tracking();
    let made = world.sends("POST", &path, &stranger.admin_token, &batch("Spring", &["S-0"])).await;
    made.tracking();
    let devices = format!("{path}/Spring/devices");
    let mut places = Vec::new();
    for (token, body) in [
        (&partner.alone, json!([tuple("S-1")])),
        (&stranger.alone, json!([tuple("S-1")])),
        (&stranger.alone, json!([tuple("S-1")])),
        (&program, json!([tuple("S-2")])),
        (&program, json!([tuple("S-2")])),
        (&partner.alone, json!([tuple("S-1")])),
    ] {
        places.push(world.send(marked("POST", &devices, token, ID, &body)).await.tracking());
    }
    assert_eq!((&places[1], &places[3], &places[0]), (&places[2], &places[4], &places[5]));
    assert!(places[0] != places[1] && places[1] != places[3] && places[0] != places[3], "{places:?}");
    assert_eq!(world.traces().await.jobs, 5);
}

#[rstest]
#[tokio::test]
async fn a_request_that_was_refused_may_be_corrected_under_its_id(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, _, partner, base) = stage(engine).await;
    let (token, path) = (partner.admin_token.as_str(), format!("{base}/deviceBatches"));
    for wrong in [json!({ "devices": [tuple("S-1")] }), json!({ "batchId": "Spring", "devices": [] })] {
        let answer = world.send(marked("POST", &path, token, ID, &wrong)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    }
    let policies = format!("{base}/policies");
    let answer = world.send(marked("POST", &policies, token, ID, &policy(&"x".repeat(500)))).await;
    assert_eq!(answer.fault(), (400, 3000), "{}", answer.text());
    assert_eq!(world.traces().await, Traces::default());
    world.send(marked("POST", &path, token, ID, &batch("Spring", &["S-1"]))).await.tracking();
    let made = world.send(marked("POST", &policies, token, ID, &policy("Standard"))).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
}

/// A client that has no id sends zeros, each time.
#[rstest]
#[tokio::test]
async fn an_id_of_zeros_is_none(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, _, partner, base) = stage(engine).await;
    let (token, path) = (partner.admin_token.as_str(), format!("{base}/deviceBatches"));
    let zeros = "00000000-0000-0000-0000-000000000000";
    let mut places = Vec::new();
    for name in ["Spring", "Autumn"] {
        let answer = world.send(marked("POST", &path, token, zeros, &batch(name, &["S-1"]))).await;
        assert_ne!(answer.header("ms-requestid"), zeros, "it gets one of its own");
        places.push(answer.tracking());
    }
    assert_ne!(places[0], places[1]);
}
