//! One whole journey as a client makes it.

use axum::http::StatusCode;
use rstest::rstest;
use serde_json::json;
use taxiway_store::Engine;

use crate::world::World;

/// A device by manufacturer, model and serial number.
fn tuple(serial: &str) -> serde_json::Value {
    json!({ "serialNumber": serial, "oemManufacturerName": "Dell Inc.", "modelName": "Latitude 7420" })
}

#[rstest]
#[tokio::test]
async fn devices_are_registered_given_a_policy_and_deleted(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));

    let batch = json!({ "batchId": "Spring delivery", "devices": [tuple("S-1001"), tuple("S-1002"), {}] });
    let accepted = world.sends("POST", &format!("{base}/deviceBatches"), token, &batch).await;
    let tracking = accepted.tracking();
    assert!(accepted.body.is_empty());
    let status = format!("{base}/batchJobStatus/{tracking}");
    let waiting = world.get(&status, token).await.json();
    assert_eq!(waiting["status"], "queued", "{waiting}");
    assert_eq!(waiting["devicesStatus"].as_array().map(Vec::len), Some(3), "{waiting}");
    world.work().await;
    let done = world.get(&status, token).await.json();
    assert_eq!(done["status"], "finished", "{done}");
    let codes: Vec<_> = done["devicesStatus"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| {
            (row["serialNumber"].as_str().unwrap_or_default(), row["errorCode"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(codes, [("S-1001", "0"), ("S-1002", "0"), ("", "803")], "{done}");

    let batches = world.get(&format!("{base}/deviceBatches"), token).await.json();
    assert_eq!(batches["items"][0]["id"], "Spring delivery", "{batches}");
    assert_eq!(batches["items"][0]["devicesCount"], 2, "{batches}");
    let link = batches["items"][0]["devicesLink"]["uri"].as_str().expect("a link").to_owned();
    let devices = world.get(&format!("/v1/{link}"), token).await.json();
    let ids: Vec<_> = devices["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids.len(), 2, "{devices}");
    assert_eq!(devices["items"][0]["policies"], json!([{ "key": "o_o_b_e", "value": null }]));

    let policy = json!({ "name": "Standard", "category": "o_o_b_e", "policySettings": ["skip_eula", "SkipOemRegistration"] });
    let policy = world.sends("POST", &format!("{base}/policies"), token, &policy).await;
    assert_eq!(policy.status, StatusCode::OK, "{}", policy.text());
    let policy = policy.json();
    let policy_id = policy["id"].as_str().expect("an id");
    assert_eq!(policy["policySettings"], json!(["skip_oem_registration", "skip_eula"]));
    let update =
        json!({ "Devices": [{ "Id": ids[0], "Policies": [{ "Key": "OOBE", "Value": policy_id }] }] });
    let assigned = world.sends("PATCH", &format!("{base}/DevicePolicyUpdates"), token, &update).await;
    let outcome = world.get(&format!("{base}/batchjobstatus/{}", assigned.tracking()), token).await.json();
    assert_eq!(outcome["devicesStatus"][0]["errorCode"], "0", "{outcome}");
    let devices = world.get(&format!("/v1/{link}"), token).await.json();
    assert_eq!(devices["items"][0]["policies"][0]["value"], policy_id, "{devices}");
    let in_use = world.sends("DELETE", &format!("{base}/policies/{policy_id}"), token, &json!(null)).await;
    assert_eq!(in_use.fault(), (409, 800_002));

    let gone = world.sends("DELETE", &format!("/v1/{link}/{}", ids[0]), token, &json!(null)).await;
    assert_eq!((gone.status, gone.body.len()), (StatusCode::NO_CONTENT, 0), "{}", gone.text());
    let again = world.sends("DELETE", &format!("/v1/{link}/{}", ids[0]), token, &json!(null)).await;
    assert_eq!(again.fault(), (404, 1000));
    let free = world.sends("DELETE", &format!("{base}/policies/{policy_id}"), token, &json!(null)).await;
    assert_eq!(free.status, StatusCode::NO_CONTENT, "{}", free.text());
}

#[tokio::test]
async fn of_two_lists_of_devices_none_is_left_out_without_a_word() {
    let world = World::new(Engine::Sqlite).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let path = format!("/v1/customers/{customer}/deviceBatches");
    let body = json!({ "batchId": "Twice", "devices": [tuple("S-1")], "Devices": [tuple("S-2")] });
    let refused = world.sends("POST", &path, &partner.admin_token, &body).await;
    assert_eq!(refused.fault(), (400, 800_002));
    assert!(refused.text().contains("two lists of devices"), "{}", refused.text());
    let batches = world.get(&path, &partner.admin_token).await.json();
    assert_eq!(batches["totalCount"], 0, "nothing is left of it: {batches}");
}
