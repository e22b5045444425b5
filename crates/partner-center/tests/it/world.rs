//! A partner with a program, a customer, and the interface before them, so that tests read like stories.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use taxiway_domain::app::Permission;
use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_partner_center::{PartnerCenterSettings, before};
use taxiway_service::{Actor, Context, Ids, ManualClock, Service, Settings};
use taxiway_store::{Engine, Store};
use taxiway_testing::Database;
use tower::ServiceExt as _;
use url::form_urlencoded;

/// What everybody of the stories types.
pub(crate) const PASSWORD: &str = "a long enough password";
/// What tokens are asked for.
pub(crate) const RESOURCE: &str = "https://api.partnercenter.microsoft.com";

/// When the story begins.
pub(crate) fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a time")
}

/// The interface over a database of its own, with a clock that moves only when told.
pub(crate) struct World {
    pub service: Service,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    pub database: Database,
}

/// A partner with people and a program.
pub(crate) struct Partner {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub admin: UserId,
    pub app: AppId,
    pub secret: SecretString,
    /// Token of the program alone.
    pub alone: String,
    /// Token of the program for the admin agent.
    pub admin_token: String,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// What is answered to a request.
    pub(crate) async fn to(router: Router, request: Request<Body>) -> Self {
        let response = router.oneshot(request).await.expect("it is answered");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("the body arrives");
        Self { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {:?}", self.status, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of text"))
    }

    /// Status and code of an error, whose body has the published form.
    pub(crate) fn fault(&self) -> (u16, u64) {
        let body = self.json();
        assert!(body["description"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
        assert_eq!(body["source"], "PartnerFD", "{body}");
        assert!(body["data"].is_array(), "{body}");
        (self.status.as_u16(), body["code"].as_u64().unwrap_or_else(|| panic!("no code: {body}")))
    }

    /// The tracking id that an accepted request leads to.
    pub(crate) fn tracking(&self) -> String {
        assert_eq!(self.status, StatusCode::ACCEPTED, "{}", self.text());
        let location: Vec<_> = self.header("location").split('/').collect();
        let ["", "customers", _, "batchJobStatus", tracking] = location[..] else {
            panic!("not the published form: {location:?}")
        };
        tracking.to_owned()
    }
}

pub(crate) fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

/// A request of a program.
pub(crate) fn request(method: &str, path: &str, token: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.header("content-type", "application/json").body(body.into()).expect("a request")
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, |_| {}).await
    }

    /// With other settings than usual.
    pub(crate) async fn with(engine: Engine, change: impl FnOnce(&mut PartnerCenterSettings)) -> Self {
        Self::over(engine, Settings::default(), change).await
    }

    /// With other settings of the use cases, too.
    pub(crate) async fn over(
        engine: Engine,
        use_cases: Settings,
        change: impl FnOnce(&mut PartnerCenterSettings),
    ) -> Self {
        let clock = Arc::new(ManualClock::new(noon()));
        let database = Database::new(engine).await;
        let store = database.open().await;
        let service = Service::new(store.clone(), clock.clone(), Ids::seeded(1), use_cases).await;
        let service = service.expect("the service starts");
        let mut settings = PartnerCenterSettings { calls_per_minute: 0, ..PartnerCenterSettings::default() };
        "https://taxiway.example".clone_into(&mut settings.public_url);
        change(&mut settings);
        let router = before(Router::new(), service.clone(), settings);
        Self { service, store, clock, router, database }
    }

    /// Time goes by.
    pub(crate) fn later(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    pub(crate) async fn organisation(
        &self,
        kind: OrganisationKind,
        name: &str,
        domain: Option<&str>,
    ) -> OrganisationId {
        self.later(SignedDuration::from_millis(1));
        let made = self.service.create_organisation(kind, name, domain, "setup").await;
        made.expect("the organisation is created").organisation_id
    }

    pub(crate) async fn customer(&self, name: &str) -> OrganisationId {
        let domain = format!("{}.example", name.to_lowercase().replace(' ', ""));
        self.organisation(OrganisationKind::Customer, name, Some(&domain)).await
    }

    pub(crate) async fn person(
        &self,
        organisation: OrganisationId,
        name: &str,
        role: Role,
    ) -> (UserId, String) {
        self.later(SignedDuration::from_millis(1));
        let email = format!("{}@{organisation}.example", name.to_lowercase());
        let made =
            self.service.create_user(organisation, &email, name, &[role], secret(PASSWORD), "setup").await;
        (made.expect("the account is created"), email)
    }

    /// A partner to which these customers consented, with a program that is permitted everything.
    pub(crate) async fn partner(&self, name: &str, customers: &[OrganisationId]) -> Partner {
        self.partner_of(OrganisationKind::DirectPartner, name, customers).await
    }

    pub(crate) async fn partner_of(
        &self,
        kind: OrganisationKind,
        name: &str,
        customers: &[OrganisationId],
    ) -> Partner {
        let id = self.organisation(kind, name, Some(&format!("{}.example", name.to_lowercase()))).await;
        for customer in customers {
            self.consents(*customer, id).await;
        }
        let (admin, email) = self.person(id, "Ada", Role::AdminAgent).await;
        let permissions: Vec<_> = Permission::of(kind).collect();
        let (app, app_secret) = self.program(id, kind, name, admin, &permissions).await;
        let alone = self.token(id, app, &app_secret, &[("grant_type", "client_credentials")]).await;
        let for_admin = [("grant_type", "password"), ("username", &email), ("password", PASSWORD)];
        let admin_token = self.token(id, app, &app_secret, &for_admin).await;
        Partner { id, kind, name: name.to_owned(), admin, app, secret: app_secret, alone, admin_token }
    }

    /// A program of an organisation with these permissions.
    pub(crate) async fn program(
        &self,
        organisation: OrganisationId,
        kind: OrganisationKind,
        name: &str,
        admin: UserId,
        permissions: &[Permission],
    ) -> (AppId, SecretString) {
        let role = match kind {
            OrganisationKind::Manufacturer => Role::Registrar,
            _ => Role::AdminAgent,
        };
        let context = self.context(organisation, kind, name, admin, role);
        let app = self.service.create_app(&context, "Integration", permissions).await.expect("a program");
        let made = self.service.add_app_secret(&context, app, 12, None).await.expect("a secret");
        (app, made.secret)
    }

    pub(crate) fn context(
        &self,
        organisation_id: OrganisationId,
        kind: OrganisationKind,
        organisation: &str,
        user_id: UserId,
        role: Role,
    ) -> Context {
        let organisation = organisation.to_owned();
        let actor = Actor {
            user_id,
            name: "Ada".to_owned(),
            organisation_id,
            organisation,
            kind,
            roles: vec![role],
            app: None,
        };
        Context::new(actor, self.service.request_id())
    }

    /// A token for the calls, by the first version of the endpoint.
    pub(crate) async fn token(
        &self,
        tenant: OrganisationId,
        app: AppId,
        app_secret: &SecretString,
        fields: &[(&str, &str)],
    ) -> String {
        let answer = self.asks_for_token(&format!("/{tenant}/oauth2/token"), app, app_secret, fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()["access_token"].as_str().expect("a token").to_owned()
    }

    pub(crate) async fn asks_for_token(
        &self,
        path: &str,
        app: AppId,
        app_secret: &SecretString,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", &app.to_string());
        form.append_pair("client_secret", app_secret.expose_secret());
        if !path.contains("v2.0") {
            form.append_pair("resource", RESOURCE);
        }
        form.extend_pairs(fields);
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(form.finish().into()).expect("a request")).await
    }

    pub(crate) async fn consents(&self, customer: OrganisationId, partner: OrganisationId) {
        let made = self.service.create_relationship(customer, partner, false, "setup").await;
        made.expect("the relationship is created");
    }

    pub(crate) async fn consent_ends(&self, customer: OrganisationId, partner: OrganisationId) {
        self.service.end_relationship(customer, partner, "end").await.expect("the relationship ends");
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        Answer::to(self.router.clone(), request).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(request("GET", path, token, Body::empty())).await
    }

    /// Sends JSON.
    pub(crate) async fn sends(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        self.send(request(method, path, token, body.to_string())).await
    }

    /// Workers do everything there is to do.
    pub(crate) async fn work(&self) {
        self.later(SignedDuration::from_secs(1));
        self.service.work_until_idle().await.expect("the work is done");
    }
}
