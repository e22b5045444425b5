//! How programs call, and what they asked for last.

use axum::http::StatusCode;
use axum::response::Response;
use taxiway_domain::api_call::may_call;
use taxiway_domain::ids::AppId;
use taxiway_service::{API_REQUESTS, ApiRequestView, ServiceError};

use super::extract::{Asked, SignedIn};
use super::{Answer, Problem};
use crate::portal::api::{ApiClosedPage, ApiPage, ApiRequestRow};
use crate::portal::render;
use crate::portal::shell::Area;

/// The page; where nobody can call, why.
pub(crate) async fn api(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let app = asked.get("app").map(str::parse::<AppId>).transpose().map_err(|_| Problem::NotFound)?;
    let only_errors = asked.get("errors").is_some();
    let found = match signed.service().api_requests(&signed.context, app, only_errors).await {
        Err(ServiceError::Conflict("apps-not-here")) => return Ok(closed(&signed, "conflict-apps-not-here")),
        found => found?,
    };
    let actor = &signed.context.actor;
    if !may_call(actor.kind) {
        return Ok(closed(&signed, "api-for-partners"));
    }
    let page = ApiPage {
        shell: signed.shell(Area::Api),
        base: signed.visitor.portal.address(""),
        tenant: actor.organisation_id,
        apps: found.apps,
        app,
        only_errors,
        kept: u64::try_from(API_REQUESTS).unwrap_or(u64::MAX),
        requests: found.requests.into_iter().map(row).collect(),
    };
    Ok(render(StatusCode::OK, &page))
}

fn closed(signed: &SignedIn, why: &str) -> Response {
    let shell = signed.shell(Area::Api);
    render(StatusCode::OK, &ApiClosedPage { reason: shell.t(why), shell })
}

fn row(view: ApiRequestView) -> ApiRequestRow {
    ApiRequestRow {
        at: view.at,
        app: view.app_id,
        app_name: view.app,
        user: view.user,
        method: view.method,
        path: view.path,
        status: view.status,
        request_id: view.request_id,
        correlation_id: view.correlation_id,
        duration: view.duration,
        error: view.error,
    }
}
