//! The backstop of every right, with handlers that forgot to ask.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Redirect;
use axum::routing::get;
use axum::{Router, middleware};
use secrecy::{ExposeSecret as _, SecretString};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_http::counter::Now;
use taxiway_service::store::Store;
use taxiway_service::{Ids, OpenUse, Service, Settings, SignIn, SystemClock};
use tower::ServiceExt as _;

use super::{identify, receive};
use crate::portal::PortalSettings;
use crate::portal::handlers::extract::SignedIn;
use crate::portal::handlers::limits::Limits;
use crate::portal::handlers::{Portal, Problem};

async fn service(directory: &tempfile::TempDir) -> Service {
    let url = format!("sqlite:{}", directory.path().join("test.db").display());
    let store = Store::open(&url).await.expect("a database");
    Service::new(store, Arc::new(SystemClock), Ids::seeded(1), Settings::default()).await.expect("a service")
}

async fn signed_in(service: &Service) -> String {
    let password = || SecretString::from("a long enough password");
    let kind = OrganisationKind::DirectPartner;
    let partner = service.create_organisation(kind, "Kajplats IT", None, "setup").await.expect("made");
    let (email, role) = ("clerk@kajplats.example", Role::SalesAgent);
    let made =
        service.create_user(partner.organisation_id, email, "Tove", &[role], password(), "setup").await;
    made.expect("made");
    match service.sign_in(email, password(), "test").await {
        Ok(SignIn::Done { token }) => token.expose_secret().to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Pages of a careless hand, behind the layers of the real ones.
fn careless(portal: Portal) -> Router {
    async fn told(signed: SignedIn) -> String {
        signed.context.actor.name
    }
    async fn changed(_: SignedIn) -> Redirect {
        Redirect::to("/told")
    }
    async fn asked(signed: SignedIn) -> Result<String, Problem> {
        let found = signed.service().customers(&signed.context, "", 1, 1).await?;
        Ok(found.total.to_string())
    }
    async fn may_be(signed: SignedIn) -> String {
        signed.context.may(Action::AuditRead).to_string()
    }
    async fn named(signed: SignedIn) -> &'static str {
        signed.visitor.open(OpenUse::Sample);
        "for everybody"
    }
    async fn refused(_: SignedIn) -> Problem {
        Problem::NotFound
    }
    Router::new()
        .route("/told", get(told))
        .route("/changed", get(changed))
        .route("/asked", get(asked))
        .route("/may-be", get(may_be))
        .route("/named", get(named))
        .route("/refused", get(refused))
        .layer(middleware::from_fn_with_state(portal.clone(), receive))
        .layer(middleware::from_fn_with_state(portal.clone(), identify))
        .with_state(portal)
}

#[tokio::test]
async fn an_answer_that_nobody_checked_is_withheld() {
    let directory = tempfile::tempdir().expect("a directory");
    let service = service(&directory).await;
    let session = signed_in(&service).await;
    let settings = PortalSettings::default();
    let clock = service.clone();
    let now: Now = Arc::new(move || clock.now());
    let limits = Arc::new(Limits::new(&settings.limits, &now));
    let portal = Portal { service, settings: Arc::new(settings), limits };
    let pages = careless(portal);
    for (path, status) in [
        ("/told", StatusCode::INTERNAL_SERVER_ERROR),
        ("/changed", StatusCode::INTERNAL_SERVER_ERROR),
        // What a template may show is no check of what a handler does.
        ("/may-be", StatusCode::INTERNAL_SERVER_ERROR),
        ("/asked", StatusCode::OK),
        ("/named", StatusCode::OK),
        ("/refused", StatusCode::NOT_FOUND),
    ] {
        let request = Request::builder().uri(path).header("cookie", format!("taxiway_session={session}"));
        let answer = pages.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.expect("the router never fails").status(), status, "{path}");
        let stranger = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = pages.clone().oneshot(stranger).await.expect("the router never fails");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}: a stranger is led to sign-in");
    }
}
