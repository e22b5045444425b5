//! What the logs of partner and customer say about calls.

use newtype_uuid::GenericUuid;
use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Value, json};
use taxiway_domain::ids::{AppId, JobId, UserId};
use taxiway_domain::role::Role;
use taxiway_store::{AuditEntry, Engine};
use tokio::sync::watch;

use crate::cast::{batch, ids, marked, policy, tuple, update};
use crate::world::{Partner, World};

/// An entry as people read it.
fn told(entry: &AuditEntry) -> String {
    let detail: Value = serde_json::from_str(&entry.detail).expect("JSON");
    let text = |name: &str| detail[name].as_str().unwrap_or("-").to_owned();
    format!("{} by {} of {} with {}", entry.action, entry.actor_name, entry.actor_organisation, text("app"))
}

#[rstest]
#[tokio::test]
async fn each_call_that_changes_something_is_in_both_logs_under_the_program(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let administrator = world.administrator(customer, "Contoso").await;
    let portal = partner.portal(&world);
    let (sales_id, sales) = partner.token_for(&world, "Sam", Role::SalesAgent).await;
    let (alone, admin) = (partner.alone.as_str(), partner.admin_token.as_str());
    let base = format!("/v1/customers/{customer}");
    let nobody = UserId::from_untyped_uuid(partner.app.into_untyped_uuid());
    let seen = world.log(&administrator).await.len();
    let own_seen = world.log(&portal).await.len();
    let mut expected = Vec::new();
    let mut number = 0;
    let mut call =
        async |method: &str, path: &str, token: &str, who: (&str, UserId), body: Value, acts: &[&str]| {
            number += 1;
            let id = format!("8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6{number:03}");
            let answer = world.send(marked(method, path, token, &id, &body)).await;
            assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
            expected.extend(
                acts.iter().map(|act| {
                    (format!("{act} by {} of Fabrikam with Integration", who.0), who.1, id.clone())
                }),
            );
            answer
        };
    let (ada, sam, program) = (("Ada", partner.admin), ("Sam", sales_id), ("Integration", nobody));
    let registered = ["upload.receive", "job.submit"];
    call("POST", &format!("{base}/deviceBatches"), &sales, sam, batch("Spring", &["S-1"]), &registered).await;
    let devices = format!("{base}/deviceBatches/Spring/devices");
    call("POST", &devices, alone, program, json!([tuple("S-2")]), &registered).await;
    let made =
        call("POST", &format!("{base}/policies"), alone, program, policy("Standard"), &["profile.create"])
            .await;
    let policy_id = made.json()["id"].as_str().expect("an id").to_owned();
    let policy_path = format!("{base}/policies/{policy_id}");
    call("PUT", &policy_path, admin, ada, policy("Changed"), &["profile.change"]).await;
    world.work().await;
    let found = ids(&world.get(&devices, admin).await);
    let body = update(&[&found[0]], &policy_id);
    call("PATCH", &format!("{base}/DevicePolicyUpdates"), alone, program, body, &["profile.assign"]).await;
    let device = format!("{devices}/{}", found[0]);
    call("PUT", &device, admin, ada, json!({ "policies": [] }), &["profile.assign"]).await;
    call("DELETE", &device, alone, program, Value::Null, &["device.deregister"]).await;
    call("DELETE", &policy_path, admin, ada, Value::Null, &["profile.delete"]).await;
    // Refused and repeated ones change nothing.
    world.sends("DELETE", &device, alone, &Value::Null).await.fault();
    world
        .send(marked("DELETE", &policy_path, admin, "8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6008", &Value::Null))
        .await;
    let jobs: Vec<JobId> = ids_of_jobs(&world, &portal, customer).await;
    let submitters = world.service.submitters(&administrator, customer, &jobs).await.expect("names");
    let mut names: Vec<_> = submitters.into_values().collect();
    names.sort_unstable();
    assert_eq!(names, ["Integration", "Sam"], "the customer sees who handed what in");
    call("PATCH", &base, admin, ada, json!({ "relationshipToPartner": "none" }), &["relationship.end"]).await;

    for (whose, context, seen) in [("customer", &administrator, seen), ("partner", &portal, own_seen)] {
        let log = world.log(context).await;
        // The service's own work and sign-ins have entries of their own.
        let acts: Vec<_> = log[seen..]
            .iter()
            .filter(|entry| !["job.finish", "app.sign-in"].contains(&entry.action.as_str()))
            .collect();
        let found: Vec<_> = acts
            .iter()
            .map(|entry| {
                let actor = UserId::from_untyped_uuid(entry.actor_id.expect("somebody"));
                (told(entry), actor, entry.request_id.clone())
            })
            .collect();
        assert_eq!(found, expected, "{whose}");
        for entry in acts {
            let detail: Value = serde_json::from_str(&entry.detail).expect("JSON");
            assert_eq!(detail["app-id"], json!(partner.app), "{detail}");
            assert_eq!(entry.on_behalf_of_name.as_deref(), Some("Contoso"), "{}", told(entry));
            assert!(!entry.detail.contains("S-1"), "no serial numbers: {}", entry.detail);
        }
    }
    let finished: Vec<_> =
        world.log(&portal).await.iter().filter(|entry| entry.action == "job.finish").map(told).collect();
    assert_eq!(finished, ["job.finish by taxiway of  with -"; 2]);
}

async fn ids_of_jobs(
    world: &World,
    portal: &taxiway_service::Context,
    customer: taxiway_domain::ids::OrganisationId,
) -> Vec<JobId> {
    let page = world.service.jobs(portal, customer, None, 10).await.expect("jobs");
    page.jobs.into_iter().map(|job| job.job_id).collect()
}

/// The jobs of a program that is gone are its organisation's.
#[rstest]
#[tokio::test]
async fn a_job_of_a_program_that_is_gone_has_a_name_still(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::with(engine, |settings| settings.batches_without_person = true).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let portal = partner.portal(&world);
    world.registers(customer, &partner.alone, "Spring", &["S-1"]).await;
    let names = async || {
        let jobs = ids_of_jobs(&world, &portal, customer).await;
        world
            .service
            .submitters(&portal, customer, &jobs)
            .await
            .expect("names")
            .into_values()
            .collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Integration"]);
    let context = &portal;
    world
        .service
        .change_app(context, partner.app, "Transfer", &[taxiway_domain::app::Permission::DevicesRead])
        .await
        .expect("changed");
    assert_eq!(names().await, ["Transfer"]);
    world.service.delete_app(context, partner.app).await.expect("deleted");
    assert_eq!(names().await, ["Fabrikam"]);
}

#[rstest]
#[tokio::test]
async fn reads_are_summed_and_refused_ones_are_none(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let administrator = world.administrator(customer, "Contoso").await;
    let portal = partner.portal(&world);
    let base = format!("/v1/customers/{customer}");
    let (tracking, device, policy_id);
    {
        let token = partner.admin_token.as_str();
        let sent =
            world.sends("POST", &format!("{base}/deviceBatches"), token, &batch("Spring", &["S-1"])).await;
        tracking = sent.tracking();
        world.work().await;
        device = ids(&world.get(&format!("{base}/deviceBatches/Spring/devices"), token).await).remove(0);
        let made = world.sends("POST", &format!("{base}/policies"), token, &policy("Standard")).await.json();
        policy_id = made["id"].as_str().expect("an id").to_owned();
    }
    let (_stop, stopped) = watch::channel(true);
    world.service.keep_api_requests(stopped.clone()).await;
    let (seen, own_seen) = (world.log(&administrator).await.len(), world.log(&portal).await.len());
    let reads = [
        ("batch-status.get", format!("{base}/batchJobStatus/{tracking}")),
        ("device-batch.list", format!("{base}/deviceBatches")),
        ("device.list", format!("{base}/deviceBatches/Spring/devices")),
        ("device.get", format!("{base}/deviceBatches/Spring/devices/{device}")),
        ("policy.list", format!("{base}/policies")),
        ("policy.get", format!("{base}/policies/{policy_id}")),
        ("customer.get", base.clone()),
        ("customer.list", "/v1/customers".to_owned()),
    ];
    for (name, path) in &reads {
        for (token, times) in [(&partner.alone, 3), (&partner.admin_token, 2)] {
            for _ in 0..times {
                let answer = world.get(path, token).await;
                assert_eq!(answer.status.as_u16(), 200, "{name}: {}", answer.text());
            }
        }
    }
    for path in ["/batchJobStatus/x", "/deviceBatches/Nothing/devices", "/policies/x", "/nothing"] {
        assert_eq!(world.get(&format!("{base}{path}"), &partner.alone).await.status.as_u16(), 404);
    }
    assert_eq!(world.get(&format!("{base}/deviceBatches"), "txa_nothing").await.status.as_u16(), 401);
    world.service.keep_api_requests(stopped).await;
    let about = |log: &[AuditEntry]| {
        let mut found: Vec<_> = log
            .iter()
            .map(|entry| {
                let detail: Value = serde_json::from_str(&entry.detail).expect("JSON");
                assert_eq!(
                    (&entry.action[..], &detail["app-id"]),
                    ("api.read", &json!(partner.app)),
                    "{detail}"
                );
                let call = detail["call"].as_str().expect("a call").to_owned();
                (call, entry.actor_name.clone(), detail["calls"].as_u64().expect("a number"))
            })
            .collect();
        found.sort();
        found
    };
    let mut expected: Vec<_> = reads
        .iter()
        .flat_map(|(name, _)| {
            [((*name).to_owned(), "Ada".to_owned(), 2), ((*name).to_owned(), "Integration".to_owned(), 3)]
        })
        .collect();
    expected.sort();
    assert_eq!(about(&world.log(&portal).await[own_seen..]), expected);
    expected.retain(|(name, ..)| name != "customer.list");
    assert_eq!(
        about(&world.log(&administrator).await[seen..]),
        expected,
        "the customer is told of what is its own"
    );
    // The last requests of the program, with those that were refused.
    let requests =
        world.service.api_requests(&portal, Some(partner.app), true).await.expect("requests").requests;
    assert_eq!(requests.len(), 4, "{requests:?}");
    assert!(
        requests.iter().all(|one| one.status == 404 && one.error.is_some() && one.user.is_none()),
        "{requests:?}"
    );
}

/// Whoever looks after a program sees why it got no token; a name of no program is nobody's.
#[rstest]
#[tokio::test]
async fn a_refused_token_is_among_the_last_requests(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let stranger = world.partner("Northwind", &[customer]).await;
    let path = format!("/{}/oauth2/token", partner.id);
    let wrong = SecretString::from("a secret of nobody");
    let alone = [("grant_type", "client_credentials")];
    let refused = world.asks_for_token(&path, partner.app, &wrong, &alone).await;
    assert_eq!(refused.status.as_u16(), 401, "{}", refused.text());
    let lacking = [("grant_type", "password"), ("username", "ada@fabrikam.example")];
    let lacking = world.asks_for_token(&path, partner.app, &partner.secret, &lacking).await;
    assert!(lacking.text().contains("lacks the field password"), "{}", lacking.text());
    let nobody = AppId::from_untyped_uuid(partner.id.into_untyped_uuid());
    assert_eq!(world.asks_for_token(&path, nobody, &wrong, &alone).await.status.as_u16(), 401);

    let (stop, stopped) = watch::channel(false);
    stop.send(true).expect("it listens");
    world.service.keep_api_requests(stopped).await;
    let requests = async |who: &Partner| {
        let portal = who.portal(&world);
        world.service.api_requests(&portal, None, true).await.expect("requests").requests
    };
    let found = requests(&partner).await;
    let told: Vec<_> = found.iter().map(|one| (one.status, one.path.as_str())).collect();
    assert_eq!(told, [(400, path.as_str()), (401, path.as_str())]);
    assert_eq!(found[1].request_id, refused.header("ms-requestid"));
    assert!(found[1].error.as_deref().is_some_and(|text| text.contains("AADSTS7000215")), "{found:?}");
    assert!(!format!("{found:?}").contains("secret of nobody"));
    assert_eq!(requests(&stranger).await, []);
}
