//! What programs asked for: the last requests of each, and the sums of what they read in the audit log.

use std::time::Duration;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use serde_json::Value;
use taxiway_domain::app::Permission;
use taxiway_domain::ids::{AppId, OrganisationId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    API_REQUESTS, ApiCaller, ApiRequest, ApiRequestView, Ids, Service, ServiceError, Settings,
};
use taxiway_store::{AuditEntry, AuditFilter, Engine};
use tokio::sync::watch;

use crate::app::{ANSWERS, Person, TestApp};

const PARTNER: OrganisationKind = OrganisationKind::DirectPartner;

async fn partner(app: &TestApp, name: &str) -> Person {
    let partner = app.organisation(PARTNER, name).await;
    app.person(partner, PARTNER, &format!("Ada.{name}"), Role::AdminAgent).await
}

impl Person {
    async fn program(&self, app: &TestApp, name: &str) -> ApiCaller {
        app.later(SignedDuration::from_millis(1));
        let made = self.service.create_app(&self.context, name, &[Permission::DevicesRead]).await;
        ApiCaller {
            app_id: made.expect("the program is registered"),
            app: name.to_owned(),
            organisation_id: self.organisation(),
            organisation: self.context.actor.organisation.clone(),
            user: None,
        }
    }

    async fn looks_up(&self, app: Option<AppId>, only_errors: bool) -> Vec<ApiRequestView> {
        self.service.api_requests(&self.context, app, only_errors).await.expect("they may be seen").requests
    }
}

fn list(caller: &ApiCaller, customer: Option<OrganisationId>, number: usize) -> ApiRequest {
    ApiRequest {
        caller: caller.clone(),
        call: Some("device-batch.list"),
        customer,
        changes: false,
        method: "GET".to_owned(),
        path: format!("/v1/customers/7/deviceBatches?size={number}"),
        status: 200,
        request_id: format!("request-{number}"),
        correlation_id: format!("correlation-{number}"),
        duration: Duration::from_micros(1_250),
        error: None,
    }
}

/// Everything that was noted is written.
async fn written(service: &Service) {
    let (_stop, stopped) = watch::channel(true);
    service.keep_api_requests(stopped).await;
}

/// How many requests of each program are in the database, shown or not.
async fn stored<const N: usize>(app: &TestApp, log: OrganisationId, programs: [AppId; N]) -> [usize; N] {
    let mut counts = [0; N];
    for (program, count) in programs.into_iter().zip(&mut counts) {
        let rows = app.conn().await.api_requests(log, Some(program), 0, 10_000).await.expect(ANSWERS);
        *count = rows.len();
    }
    counts
}

fn ids(requests: &[ApiRequestView]) -> Vec<&str> {
    requests.iter().map(|request| request.request_id.as_str()).collect()
}

#[rstest]
#[tokio::test]
async fn the_last_fifty_of_each_program_are_kept(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let ada = partner(&app, "Fabrikam").await;
    let (busy, idle) = (ada.program(&app, "Transfer").await, ada.program(&app, "Reports").await);
    app.service
        .note_api_request(ApiRequest { request_id: "first of all".to_owned(), ..list(&idle, None, 0) });
    for number in 0..130 {
        app.later(SignedDuration::from_millis(1));
        app.service.note_api_request(list(&busy, None, number));
        if number == 70 {
            written(&app.service).await;
        }
    }
    written(&app.service).await;
    let of_busy = ada.looks_up(Some(busy.app_id), false).await;
    let newest: Vec<_> = (80..130).rev().map(|number| format!("request-{number}")).collect();
    assert_eq!(ids(&of_busy), newest, "newest first");
    assert_eq!(ids(&ada.looks_up(Some(idle.app_id), false).await), ["first of all"]);
    assert_eq!(ids(&ada.looks_up(None, false).await), newest, "over all of them fifty too");
    let of_both = [busy.app_id, idle.app_id];
    assert_eq!(stored(&app, ada.organisation(), of_both).await, [API_REQUESTS, 1]);
}

#[rstest]
#[tokio::test]
async fn a_request_is_kept_without_what_it_may_not_tell(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let ada = partner(&app, "Fabrikam").await;
    let program = ada.program(&app, "Transfer").await;
    let user = (ada.context.actor.user_id, "Ada Byron".to_owned());
    let body = format!("{{\"code\":1000,\"description\":\"{}\u{0}\"}}", "x".repeat(5_000));
    app.service.note_api_request(ApiRequest {
        caller: ApiCaller { user: Some(user), ..program.clone() },
        path: "/v1/customers?filter=%7B%22Value%22%3A%22Grace%22%7D&size=0".to_owned(),
        status: 404,
        error: Some(body),
        ..list(&program, None, 1)
    });
    app.later(SignedDuration::from_secs(1));
    app.service.note_api_request(list(&program, None, 2));
    written(&app.service).await;
    let found = ada.looks_up(None, false).await;
    let [good, bad] = &found[..] else { panic!("{found:?}") };
    let cut = bad.error.clone().expect("what was answered");
    assert!(cut.starts_with("{\"code\":1000,") && cut.ends_with('…') && cut.len() <= 4096, "{cut}");
    let expected = ApiRequestView {
        at: good.at - SignedDuration::from_secs(1),
        app_id: program.app_id,
        app: "Transfer".to_owned(),
        user: Some("Ada Byron".to_owned()),
        method: "GET".to_owned(),
        path: "/v1/customers?filter&size".to_owned(),
        status: 404,
        request_id: "request-1".to_owned(),
        correlation_id: "correlation-1".to_owned(),
        duration: Duration::from_micros(1_250),
        error: Some(cut),
    };
    assert_eq!(*bad, expected);
    assert_eq!((good.status, &good.user, &good.error), (200, &None, &None));
    assert_eq!(ids(&ada.looks_up(Some(program.app_id), true).await), ["request-1"], "errors only");
    ada.service
        .change_app(&ada.context, program.app_id, "Renamed", &[Permission::DevicesRead])
        .await
        .unwrap();
    let renamed = ada.service.api_requests(&ada.context, None, false).await.unwrap();
    assert_eq!(renamed.apps, [(program.app_id, "Renamed".to_owned())]);
    assert!(renamed.requests.iter().all(|request| request.app == "Renamed"), "it goes by its name of today");
}

#[rstest]
#[tokio::test]
async fn several_processes_write_for_one_program(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let ada = partner(&app, "Fabrikam").await;
    let program = ada.program(&app, "Transfer").await;
    let store = app.database.open().await;
    let other = Service::new(store, app.clock.clone(), Ids::seeded(2), Settings::default()).await.unwrap();
    for number in 0..90 {
        app.later(SignedDuration::from_millis(1));
        let process = if usize::is_multiple_of(number, 3) { &other } else { &app.service };
        process.note_api_request(list(&program, None, number));
    }
    tokio::join!(written(&app.service), written(&other));
    let newest: Vec<_> = (40..90).rev().map(|number| format!("request-{number}")).collect();
    assert_eq!(ids(&ada.looks_up(None, false).await), newest);
    assert_eq!(stored(&app, ada.organisation(), [program.app_id]).await, [API_REQUESTS]);
}

#[rstest]
#[tokio::test]
async fn the_last_requests_are_for_those_who_look_after_the_programs(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (ada, eve) = (partner(&app, "Fabrikam").await, partner(&app, "Rival").await);
    let (program, theirs) = (ada.program(&app, "Transfer").await, eve.program(&app, "Spy").await);
    app.service.note_api_request(list(&program, None, 1));
    written(&app.service).await;
    let seen = eve.service.api_requests(&eve.context, None, false).await.unwrap();
    assert!(seen.requests.is_empty() && seen.apps == [(theirs.app_id, "Spy".to_owned())], "{seen:?}");
    let unknown = AppId::from_untyped_uuid(uuid::Uuid::max());
    for other in [program.app_id, unknown] {
        let asked = eve.service.api_requests(&eve.context, Some(other), false).await;
        assert!(matches!(asked, Err(ServiceError::NotFound)), "{asked:?}");
    }
    let clerk = app.person(ada.organisation(), PARTNER, "Clark", Role::SalesAgent).await;
    let asked = clerk.service.api_requests(&clerk.context, None, false).await;
    assert!(matches!(asked, Err(ServiceError::Forbidden { needs: "admin-agent" })), "{asked:?}");
    let kind = OrganisationKind::IndirectReseller;
    let reseller = app.organisation(kind, "Small").await;
    let reseller = app.person(reseller, kind, "Bo", Role::AdminAgent).await;
    let asked = reseller.service.api_requests(&reseller.context, None, false).await;
    assert!(matches!(asked, Err(ServiceError::Conflict("apps-not-here"))), "{asked:?}");

    // With the program go its requests, those on their way included.
    app.service.note_api_request(list(&program, None, 2));
    ada.service.delete_app(&ada.context, program.app_id).await.unwrap();
    written(&app.service).await;
    assert!(ada.looks_up(None, false).await.is_empty());
    assert_eq!(stored(&app, ada.organisation(), [program.app_id]).await, [0]);
}

/// While it runs they can be seen a moment later; when it is told to stop, nothing is lost.
#[rstest]
#[tokio::test]
async fn nothing_is_lost_when_the_service_stops(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let ada = partner(&app, "Fabrikam").await;
    let program = ada.program(&app, "Transfer").await;
    let (stop, stopped) = watch::channel(false);
    let keeper = tokio::spawn({
        let service = app.service.clone();
        async move { service.keep_api_requests(stopped).await }
    });
    app.service.note_api_request(list(&program, None, 1));
    let seen = async {
        while ada.looks_up(None, false).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.expect("it is seen a moment later");
    assert!(reads(&app, ada.organisation()).await.is_empty(), "reads are summed up once a minute");
    app.later(SignedDuration::from_millis(1));
    app.service.note_api_request(list(&program, None, 2));
    stop.send(true).expect("it listens");
    keeper.await.expect("it ends");
    assert_eq!(ids(&ada.looks_up(None, false).await), ["request-2", "request-1"]);
    let told = reads(&app, ada.organisation()).await;
    assert_eq!((told.len(), detail(&told[0])["calls"].as_u64()), (1, Some(2)));
}

/// What a log says about reads of programs, oldest first.
async fn reads(app: &TestApp, log: OrganisationId) -> Vec<AuditEntry> {
    let filter = AuditFilter { action: Some("api.read".to_owned()), ..AuditFilter::default() };
    let mut found = app.conn().await.audit_entries(log, &filter, i64::MAX, 0, 100).await.expect(ANSWERS);
    found.reverse();
    found
}

fn detail(entry: &AuditEntry) -> Value {
    serde_json::from_str(&entry.detail).expect("facts")
}

/// Who read what, how often.
fn told(entries: &[AuditEntry]) -> Vec<(String, String, u64)> {
    let words = |entry: &AuditEntry| {
        let facts = detail(entry);
        let call = facts["call"].as_str().expect("a call").to_owned();
        (entry.actor_name.clone(), call, facts["calls"].as_u64().expect("a number"))
    };
    let mut told: Vec<_> = entries.iter().map(words).collect();
    told.sort();
    told
}

fn line(who: &str, call: &str, calls: u64) -> (String, String, u64) {
    (who.to_owned(), call.to_owned(), calls)
}

#[rstest]
#[tokio::test]
async fn reads_are_one_entry_for_many_calls_in_both_logs(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (one, two) = (app.customer("Contoso").await, app.customer("Woodgrove").await);
    let (ada, eve) = (partner(&app, "Fabrikam").await, partner(&app, "Rival").await);
    let (program, theirs) = (ada.program(&app, "Transfer").await, eve.program(&app, "Spy").await);
    let user = (ada.context.actor.user_id, "Ada Byron".to_owned());
    let with_user = ApiCaller { user: Some(user), ..program.clone() };
    for number in 0..60 {
        app.service.note_api_request(list(&program, Some(one), number));
    }
    let asks = |request: ApiRequest| app.service.note_api_request(request);
    asks(list(&with_user, Some(one), 100));
    asks(ApiRequest { call: Some("policy.list"), ..list(&program, Some(one), 101) });
    asks(list(&program, Some(two), 102));
    asks(ApiRequest { call: Some("customer.list"), ..list(&program, None, 103) });
    asks(list(&theirs, Some(two), 104));
    // Neither what was refused, nor what is no call, nor what has an entry of its own.
    asks(ApiRequest { status: 404, ..list(&program, Some(two), 105) });
    asks(ApiRequest { call: None, ..list(&program, Some(one), 106) });
    asks(ApiRequest { changes: true, call: Some("policy.delete"), ..list(&program, Some(one), 107) });
    // Nobody's customer: in one's own log only.
    asks(ApiRequest { call: Some("customer.get"), ..list(&program, Some(eve.organisation()), 108) });
    written(&app.service).await;

    let own = reads(&app, ada.organisation()).await;
    assert_eq!(
        told(&own),
        [
            line("Ada Byron", "device-batch.list", 1),
            line("Transfer", "customer.get", 1),
            line("Transfer", "customer.list", 1),
            line("Transfer", "device-batch.list", 1),
            line("Transfer", "device-batch.list", 60),
            line("Transfer", "policy.list", 1),
        ]
    );
    let of_one = reads(&app, one).await;
    assert_eq!(
        told(&of_one),
        [
            line("Ada Byron", "device-batch.list", 1),
            line("Transfer", "device-batch.list", 60),
            line("Transfer", "policy.list", 1)
        ]
    );
    let of_two = [line("Spy", "device-batch.list", 1), line("Transfer", "device-batch.list", 1)];
    assert_eq!(told(&reads(&app, two).await), of_two);
    assert_eq!(told(&reads(&app, eve.organisation()).await), of_two[..1]);

    let many = of_one.iter().find(|entry| detail(entry)["calls"] == 60).expect("the many");
    assert!(own.iter().any(|entry| entry.entry_id == many.entry_id), "the same act in both logs");
    let facts = detail(many);
    assert_eq!(
        (&facts["first-request"], &facts["last-request"]),
        (&"request-0".into(), &"request-59".into())
    );
    assert_eq!((many.request_id.as_str(), &facts["name"]), ("request-59", &"Transfer".into()));
    assert_eq!((many.object_kind.as_str(), &many.object_id), ("app", &program.app_id.to_string()));
    assert_eq!(many.actor_id, Some(program.app_id.into_untyped_uuid()));
    assert_eq!(many.on_behalf_of_name.as_deref(), Some("Contoso"));
    assert_eq!(many.about_name.as_deref(), Some("Fabrikam"), "to the customer the other side");
    let by_user = of_one.iter().find(|entry| entry.actor_name == "Ada Byron").expect("hers");
    assert_eq!(by_user.actor_id, Some(ada.context.actor.user_id.into_untyped_uuid()));

    // Another minute, another entry.
    asks(list(&program, Some(one), 200));
    written(&app.service).await;
    assert_eq!(reads(&app, one).await.len(), 4);
    written(&app.service).await;
    assert_eq!(reads(&app, one).await.len(), 4, "nothing was read since");
}
