//! Who may make which call: people by their roles, programs by their permissions, and how long a token counts.

use axum::http::StatusCode;
use jiff::SignedDuration;
use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Value, json};
use taxiway_domain::app::Permission;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::Role;
use taxiway_service::{Client, SignIn};
use taxiway_store::Engine;

use crate::cast::{batch, policy, tuple, update};
use crate::world::{Answer, PASSWORD, Partner, World, secret};

use Permission::{
    CustomersRead as Customers, DevicesRead as Read, DevicesRegister as Register, ProfilesManage as Profiles,
    RelationshipsRequest as Requests,
};

/// A call, and who may make it.
struct Right {
    method: &'static str,
    path: &'static str,
    body: Value,
    /// Sets of permissions each of which is enough.
    needs: &'static [&'static [Permission]],
    /// Admin agent, sales agent, helpdesk agent.
    roles: [bool; 3],
    /// Whether a program may make it alone.
    alone: bool,
}

const LOOKING: &[&[Permission]] = &[&[Read], &[Register]];
const KNOWING: &[&[Permission]] = &[&[Read], &[Register], &[Customers], &[Profiles]];
const ALL: [bool; 3] = [true; 3];
const NO_HELPDESK: [bool; 3] = [true, true, false];
const ADMIN: [bool; 3] = [true, false, false];

/// Every call, so addressed that whoever may make it changes nothing by it.
fn rights() -> Vec<Right> {
    let right = |method, path, body, needs, roles| Right { method, path, body, needs, roles, alone: true };
    let person = |method, path, body, needs, roles| Right { method, path, body, needs, roles, alone: false };
    let nothing = "00000000-0000-7000-8000-00000000abcd";
    vec![
        person(
            "POST",
            "/deviceBatches",
            json!({ "batchId": "x", "devices": [] }),
            &[&[Register]],
            NO_HELPDESK,
        ),
        right("POST", "/deviceBatches/Spring/devices", json!([]), &[&[Register]], NO_HELPDESK),
        right("GET", "/batchJobStatus/{nothing}", Value::Null, &[&[Read], &[Register], &[Profiles]], ALL),
        right("GET", "/deviceBatches", Value::Null, LOOKING, ALL),
        right("GET", "/deviceBatches/Spring/devices", Value::Null, LOOKING, ALL),
        right("GET", "/deviceBatches/Spring/devices/{device}", Value::Null, LOOKING, ALL),
        right("PUT", "/deviceBatches/Spring/devices/{device}", json!({}), LOOKING, ALL),
        right(
            "PUT",
            "/deviceBatches/Spring/devices/{device}",
            json!({ "policies": [] }),
            &[&[Read, Profiles], &[Register, Profiles]],
            ADMIN,
        ),
        right("DELETE", "/deviceBatches/Spring/devices/{nothing}", Value::Null, &[&[Register]], NO_HELPDESK),
        right("PATCH", "/DevicePolicyUpdates", update(&[nothing], nothing), &[&[Profiles]], ADMIN),
        right("POST", "/policies", json!({ "name": "" }), &[&[Profiles]], ADMIN),
        right("GET", "/policies", Value::Null, &[&[Profiles]], ADMIN),
        right("GET", "/policies/{nothing}", Value::Null, &[&[Profiles]], ADMIN),
        right("PUT", "/policies/{nothing}", policy("x"), &[&[Profiles]], ADMIN),
        right("DELETE", "/policies/{nothing}", Value::Null, &[&[Profiles]], ADMIN),
        right("GET", "/..", Value::Null, &[&[Customers]], ALL),
        right("GET", "", Value::Null, KNOWING, ALL),
        person("PATCH", "", json!({ "relationshipToPartner": "reseller" }), &[&[Requests]], ADMIN),
        right("DELETE", "", Value::Null, KNOWING, ALL),
        person("GET", "/../relationshiprequests", Value::Null, &[&[Requests]], NO_HELPDESK),
        person("GET", "/relationships", Value::Null, &[&[Customers], &[Requests]], ALL),
        person("GET", "/../../relationships", Value::Null, &[&[Customers], &[Requests]], ALL),
    ]
}

struct Stage {
    world: World,
    customer: OrganisationId,
    partner: Partner,
    device: String,
}

async fn stage(engine: Engine) -> Stage {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (_, mut devices) = world.registers(customer, &partner.admin_token, "Spring", &["S-1"]).await;
    Stage { world, customer, partner, device: devices.remove(0) }
}

impl Stage {
    async fn asks(&self, right: &Right, token: &str) -> Answer {
        let path = right
            .path
            .replace("{device}", &self.device)
            .replace("{nothing}", "00000000-0000-7000-8000-00000000abcd");
        let path = match path.strip_prefix("/..") {
            Some(path) => match path.strip_prefix("/..") {
                Some(path) => format!("/v1{path}"),
                None => format!("/v1/customers{path}"),
            },
            None => format!("/v1/customers/{}{path}", self.customer),
        };
        self.world.sends(right.method, &path, token, &right.body).await
    }
}

/// What is answered to whoever may.
#[track_caller]
fn may(answer: &Answer, what: &str) {
    let known = [200, 202, 204, 400, 404].contains(&answer.status.as_u16());
    assert!(known, "{what} may: {} {}", answer.status, answer.text());
}

#[track_caller]
fn may_not(answer: &Answer, code: u64, words: &str, what: &str) {
    assert_eq!(answer.fault(), (403, code), "{what} may not: {}", answer.text());
    assert!(answer.text().contains(words), "{what}: {} lacks {words}", answer.text());
}

#[rstest]
#[tokio::test]
async fn people_may_what_their_roles_may(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let mut tokens = vec![partner.admin_token.clone()];
    for (name, role) in [("Sam", Role::SalesAgent), ("Hal", Role::HelpdeskAgent)] {
        tokens.push(partner.token_for(world, name, role).await.1);
    }
    let before = world.traces().await;
    for right in rights() {
        let what = format!("{} {} {}", right.method, right.path, right.body);
        for ((token, allowed), role) in tokens.iter().zip(right.roles).zip(["admin", "sales", "helpdesk"]) {
            let answer = stage.asks(&right, token).await;
            if allowed {
                may(&answer, &format!("{role}: {what}"));
            } else {
                let needed = if right.roles[1] { "Sales agent" } else { "Admin agent" };
                may_not(&answer, 900_150, needed, &format!("{role}: {what}"));
            }
        }
        let answer = stage.asks(&right, &partner.alone).await;
        if right.alone {
            may(&answer, &format!("alone: {what}"));
        } else {
            may_not(&answer, 1002, "must be made for a user", &format!("alone: {what}"));
        }
    }
    let after = world.traces().await;
    assert_eq!((after.devices, after.jobs, after.uploads), (before.devices, before.jobs, before.uploads));
}

#[rstest]
#[tokio::test]
async fn programs_may_what_they_are_permitted_and_for_people_no_more_than_these(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let every = [Register, Read, Customers, Requests, Profiles];
    let sets = every.iter().flat_map(|one| {
        let others: Vec<_> = every.iter().copied().filter(|other| other != one).collect();
        [vec![*one], others]
    });
    for set in sets {
        let (app, app_secret, alone) = partner.another_program(world, &set).await;
        let email = format!("ada@{}.example", partner.id);
        let fields = [("grant_type", "password"), ("username", &*email), ("password", PASSWORD)];
        let for_admin = world.token(partner.id, app, &app_secret, &fields).await;
        for right in rights() {
            let what = format!("{set:?}: {} {} {}", right.method, right.path, right.body);
            let enough = right.needs.iter().any(|needs| needs.iter().all(|one| set.contains(one)));
            for token in [&alone, &for_admin] {
                if *token == alone && !right.alone {
                    continue;
                }
                let answer = stage.asks(&right, token).await;
                if enough {
                    may(&answer, &what);
                } else {
                    // The permission that it lacks is named.
                    may_not(&answer, 2032, "permission", &what);
                    let named = right.needs.iter().flat_map(|needs| needs.iter());
                    let named = named
                        .filter(|one| !set.contains(one))
                        .any(|one| answer.text().contains(one.as_str()));
                    assert!(named, "{what}: {}", answer.text());
                }
            }
        }
    }
}

/// A sales agent's program asks without delegated administration, as the person would.
#[rstest]
#[tokio::test]
async fn the_link_asks_for_what_the_person_may_ask_for(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let (_, sales) = partner.token_for(world, "Sam", Role::SalesAgent).await;
    let link = async |token: &str| {
        let answer = world.get("/v1/customers/relationshiprequests", token).await.json();
        answer["url"].as_str().expect("a link").to_owned()
    };
    assert!(link(&partner.admin_token).await.contains("DAP=false"));
    world.service.set_standing_link(&partner.portal(world), true, true).await.expect("the link is open");
    assert!(link(&partner.admin_token).await.contains("DAP=true"));
    assert!(link(&sales).await.contains("DAP=false"));
}

#[rstest]
#[tokio::test]
async fn the_published_bound_on_programs_alone_can_be_lifted(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::with(engine, |settings| settings.batches_without_person = true).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    world.registers(customer, &partner.alone, "Spring", &["S-1"]).await;
    let ending = json!({ "relationshipToPartner": "none" });
    let refused = world.sends("PATCH", &format!("/v1/customers/{customer}"), &partner.alone, &ending).await;
    assert_eq!(refused.fault(), (403, 1002), "nothing else is lifted by it");
}

/// Whether a token counts.
async fn counts(stage: &Stage, token: &str) -> bool {
    let answer = stage.world.get(&format!("/v1/customers/{}/deviceBatches", stage.customer), token).await;
    if answer.status == StatusCode::OK {
        return true;
    }
    assert_eq!(answer.fault(), (401, 800_001), "{}", answer.text());
    assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    false
}

/// Asks for tokens for a person: access and refresh token.
async fn granted(stage: &Stage, fields: &[(&str, &str)]) -> Result<(String, String), String> {
    let partner = &stage.partner;
    granted_by(stage, partner.app, &partner.secret, fields).await
}

async fn granted_by(
    stage: &Stage,
    app: taxiway_domain::ids::AppId,
    app_secret: &SecretString,
    fields: &[(&str, &str)],
) -> Result<(String, String), String> {
    let path = format!("/{}/oauth2/token", stage.partner.id);
    let answer = stage.world.asks_for_token(&path, app, app_secret, fields).await;
    let body = answer.json();
    if answer.status != StatusCode::OK {
        assert!(answer.status.is_client_error(), "{body}");
        return Err(body["error"].as_str().expect("an error").to_owned());
    }
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    Ok((text("access_token"), text("refresh_token")))
}

fn by_password<'a>(email: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [("grant_type", "password"), ("username", email), ("password", password)]
}

fn by_refresh(token: &str) -> [(&'static str, &str); 2] {
    [("grant_type", "refresh_token"), ("refresh_token", token)]
}

const GONE: Result<(String, String), &str> = Err("invalid_grant");

#[track_caller]
fn is_gone(found: &Result<(String, String), String>) {
    assert_eq!(found.as_ref().map_err(String::as_str).cloned(), GONE);
}

#[rstest]
#[tokio::test]
async fn tokens_end_by_themselves_and_refresh_tokens_give_new_ones(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let (user, _) = partner.token_for(world, "Sam", Role::SalesAgent).await;
    let email = format!("sam@{}.example", partner.id);
    let (access, refresh) = granted(&stage, &by_password(&email, PASSWORD)).await.expect("tokens");
    assert!(counts(&stage, &access).await && !counts(&stage, &refresh).await);
    world.later(SignedDuration::from_secs(3_599));
    assert!(counts(&stage, &access).await);
    world.later(SignedDuration::from_secs(1));
    assert!(!counts(&stage, &access).await && !counts(&stage, &partner.alone).await);

    let (access, second) = granted(&stage, &by_refresh(&refresh)).await.expect("new tokens");
    assert!(counts(&stage, &access).await && second != refresh);
    is_gone(&granted(&stage, &by_refresh(&access)).await);
    is_gone(&granted(&stage, &by_refresh("txr_nothing")).await);
    // It is of no use to another program of the same partner.
    let (other, other_secret, _) = partner.another_program(world, &[Read]).await;
    is_gone(&granted_by(&stage, other, &other_secret, &by_refresh(&refresh)).await);
    // Roles are those of the moment.
    let roles = [Role::HelpdeskAgent];
    world.service.change_roles(&partner.portal(world), partner.id, user, &roles).await.expect("other roles");
    let (access, _) = granted(&stage, &by_refresh(&second)).await.expect("new tokens");
    let path = format!("/v1/customers/{}/deviceBatches/Spring/devices", stage.customer);
    let refused = world.sends("POST", &path, &access, &json!([tuple("S-2")])).await;
    assert_eq!(refused.fault(), (403, 900_150));
    world.later(SignedDuration::from_hours(90 * 24));
    is_gone(&granted(&stage, &by_refresh(&second)).await);
}

#[rstest]
#[tokio::test]
async fn what_happens_to_a_person_happens_to_the_tokens_at_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let portal = partner.portal(world);
    let (user, _) = partner.token_for(world, "Sam", Role::SalesAgent).await;
    let email = format!("sam@{}.example", partner.id);
    let admin = partner.admin_token.as_str();

    // A lost role.
    let (access, refresh) = granted(&stage, &by_password(&email, PASSWORD)).await.expect("tokens");
    let path = format!("/v1/customers/{}/deviceBatches", stage.customer);
    world.sends("POST", &path, &access, &batch("Summer", &["S-2"])).await.tracking();
    world.service.change_roles(&portal, partner.id, user, &[Role::HelpdeskAgent]).await.expect("other roles");
    let refused = world.sends("POST", &path, &access, &batch("Summer", &["S-3"])).await;
    assert_eq!(refused.fault(), (403, 900_150));
    world.service.change_roles(&portal, partner.id, user, &[Role::SalesAgent]).await.expect("other roles");
    world.sends("POST", &path, &access, &batch("Summer", &["S-3"])).await.tracking();

    // Another password, set by the person.
    let signed = world.service.sign_in_from(&Client::default(), &email, secret(PASSWORD), "portal").await;
    let Ok(SignIn::Done { token, .. }) = signed else { panic!("not signed in: {signed:?}") };
    let session = world.service.session(&token).await.expect("it is answered").expect("a session");
    let second = "another long enough password";
    let changed = world.service.change_password(&session, secret(PASSWORD), secret(second), "portal").await;
    changed.expect("the password is changed");
    assert!(
        !counts(&stage, &access).await && counts(&stage, admin).await && counts(&stage, &partner.alone).await
    );
    is_gone(&granted(&stage, &by_refresh(&refresh)).await);
    is_gone(&granted(&stage, &by_password(&email, PASSWORD)).await);

    // Another password, set by the operator.
    let (access, refresh) = granted(&stage, &by_password(&email, second)).await.expect("tokens");
    world.service.reset_password(&email, secret(PASSWORD), "operator").await.expect("another password");
    assert!(!counts(&stage, &access).await);
    is_gone(&granted(&stage, &by_refresh(&refresh)).await);

    // Everything signed out.
    let (access, refresh) = granted(&stage, &by_password(&email, PASSWORD)).await.expect("tokens");
    world.service.end_other_sessions(&session, "portal").await.expect("ended");
    assert!(!counts(&stage, &access).await);
    is_gone(&granted(&stage, &by_refresh(&refresh)).await);

    // Switched off, and on again.
    let (access, refresh) = granted(&stage, &by_password(&email, PASSWORD)).await.expect("tokens");
    world.service.set_person_disabled(&portal, partner.id, user, true).await.expect("switched off");
    assert!(!counts(&stage, &access).await);
    is_gone(&granted(&stage, &by_refresh(&refresh)).await);
    is_gone(&granted(&stage, &by_password(&email, PASSWORD)).await);
    world.service.set_person_disabled(&portal, partner.id, user, false).await.expect("switched on");
    assert!(!counts(&stage, &access).await, "what has ended stays so");
    is_gone(&granted(&stage, &by_refresh(&refresh)).await);
    granted(&stage, &by_password(&email, PASSWORD)).await.expect("tokens");

    // Wrong passwords lock it here as they do in the portal.
    for _ in 0..10 {
        is_gone(&granted(&stage, &by_password(&email, "wrong")).await);
    }
    is_gone(&granted(&stage, &by_password(&email, PASSWORD)).await);
    // Somebody of another organisation is nobody.
    let (_, foreign) = world.person(stage.customer, "Eve", Role::GlobalAdministrator).await;
    is_gone(&granted(&stage, &by_password(&foreign, PASSWORD)).await);
}

#[rstest]
#[tokio::test]
async fn what_happens_to_a_program_happens_to_the_tokens_at_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (world, partner) = (&stage.world, &stage.partner);
    let (portal, service) = (partner.portal(world), &world.service);
    let email = format!("ada@{}.example", partner.id);
    let (app, first, alone) = partner.another_program(world, &[Read, Register, Profiles]).await;
    let (access, refresh) =
        granted_by(&stage, app, &first, &by_password(&email, PASSWORD)).await.expect("tokens");
    let both = async || (counts(&stage, &alone).await, counts(&stage, &access).await);
    assert_eq!(both().await, (true, true));

    // Fewer permissions.
    service.change_app(&portal, app, "Integration", &[Read]).await.expect("changed");
    let path = format!("/v1/customers/{}/deviceBatches/Spring/devices", stage.customer);
    for token in [&alone, &access] {
        let refused = world.sends("POST", &path, token, &json!([tuple("S-2")])).await;
        assert_eq!(refused.fault(), (403, 2032));
    }
    assert_eq!(both().await, (true, true));

    // Another secret takes the place of the first: what was got with it ends, but for the refresh token, which needs a secret
    // that counts anyway.
    let old = service.app(&portal, app).await.expect("the program").secrets.remove(0).secret_id;
    let second = service.add_app_secret(&portal, app, 12, Some(old)).await.expect("a secret");
    assert_eq!(both().await, (false, false));
    let refused = granted_by(&stage, app, &first, &by_refresh(&refresh)).await;
    assert_eq!(refused.err().as_deref(), Some("invalid_client"));
    let (access, refresh) =
        granted_by(&stage, app, &second.secret, &by_refresh(&refresh)).await.expect("tokens");
    assert!(counts(&stage, &access).await);

    // A revoked secret, beside one that counts.
    world.later(SignedDuration::from_millis(1));
    let third = service.add_app_secret(&portal, app, 12, None).await.expect("a secret");
    let alone = world.token(partner.id, app, &third.secret, &[("grant_type", "client_credentials")]).await;
    service.revoke_app_secret(&portal, app, third.secret_id).await.expect("revoked");
    assert_eq!((counts(&stage, &alone).await, counts(&stage, &access).await), (false, true));

    // Switched off and on again.
    service.set_app_disabled(&portal, app, true).await.expect("switched off");
    assert!(!counts(&stage, &access).await);
    let refused = granted_by(&stage, app, &second.secret, &by_refresh(&refresh)).await;
    assert_eq!(refused.err().as_deref(), Some("invalid_client"));
    service.set_app_disabled(&portal, app, false).await.expect("switched on");
    assert!(counts(&stage, &access).await);

    service.delete_app(&portal, app).await.expect("deleted");
    assert!(!counts(&stage, &access).await);
    let refused = granted_by(&stage, app, &second.secret, &by_refresh(&refresh)).await;
    assert_eq!(refused.err().as_deref(), Some("invalid_client"));
    assert!(counts(&stage, &partner.alone).await, "the other program goes on");
}

/// The second hop gives the same token back for as long as it counts.
#[rstest]
#[tokio::test]
async fn the_second_hop_gives_what_it_gets(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage(engine).await;
    let (world, token) = (&stage.world, stage.partner.admin_token.as_str());
    world.later(SignedDuration::from_secs(600));
    let hop = async |path: &str| {
        let mut sent = crate::world::request("POST", path, token, "grant_type=jwt_token&client_id=x");
        let form = "application/x-www-form-urlencoded".parse().expect("a header");
        sent.headers_mut().insert("content-type", form);
        world.send(sent).await
    };
    for path in ["/generatetoken", "/GenerateToken", "/v3/generatetoken"] {
        let answer = hop(path).await.json();
        assert_eq!(answer["access_token"], token, "{answer}");
        assert!(answer["expires_in"].as_i64().is_some_and(|left| (1..=3_000).contains(&left)), "{answer}");
    }
    world.later(SignedDuration::from_secs(3_600));
    assert_eq!(hop("/generatetoken").await.fault(), (401, 800_001));
}
