//! States of work that did not simply go on.

use rstest::rstest;
use serde_json::{Value, json};
use taxiway_domain::role::Role;
use taxiway_store::Engine;

use crate::world::World;

/// State and codes of the rows.
fn rows(status: &Value) -> Vec<(&str, Option<&str>)> {
    let rows = status["devicesStatus"].as_array().expect("rows");
    rows.iter().map(|row| (row["status"].as_str().expect("a state"), row["errorCode"].as_str())).collect()
}

#[rstest]
#[tokio::test]
async fn only_what_was_stopped_is_finished_with_errors(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));
    let batch = json!({ "batchId": "b", "devices": [{ "productKey": "3357329415589" }, {}] });
    let tracking = world.sends("POST", &format!("{base}/deviceBatches"), token, &batch).await.tracking();
    let status = format!("{base}/batchJobStatus/{tracking}");
    let job = tracking.parse().expect("the id of a job");
    let context = world.context(partner.id, partner.kind, &partner.name, partner.admin, Role::AdminAgent);
    assert!(world.service.cancel_job(&context, customer, job).await.expect("it is stopped"));

    let stopping = world.get(&status, token).await.json();
    assert_eq!(stopping["status"], "processing", "{stopping}");
    assert_eq!(rows(&stopping), [("processing", None); 2]);
    assert!(stopping.get("startedTime").is_none(), "nobody began: {stopping}");

    world.work().await;
    let stopped = world.get(&status, token).await.json();
    assert_eq!(stopped["status"], "finished_with_errors", "{stopped}");
    assert!(rows(&stopped).iter().all(|(state, code)| *state == "finished_with_errors" && code.is_some()));
    assert!(stopped["completedTime"].is_string(), "{stopped}");

    // Every device can be handed in again.
    let again = world.sends("POST", &format!("{base}/deviceBatches"), token, &batch).await.tracking();
    world.work().await;
    let done = world.get(&format!("{base}/batchJobStatus/{again}"), token).await.json();
    assert_eq!(done["status"], "finished", "a row with an error makes no batch with errors: {done}");
    assert_eq!(rows(&done), [("finished", Some("0")), ("finished_with_errors", Some("803"))]);
}
