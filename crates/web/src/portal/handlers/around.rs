//! What stands around every handler: request id, visitor, protection, error pages, headers.

use std::any::Any;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::compression::predicate::Predicate;
use tracing::Instrument as _;

use super::cookies::{self, Keep, Names};
use super::extract::Visitor;
use super::problem::Problem;
use super::{Portal, RequestId};
use crate::portal::error::ErrorPage;
use crate::portal::shell::Area;
use crate::portal::{CONTENT_SECURITY_POLICY, render};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, its place in the log, and the answer its headers.
pub(crate) async fn identify(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    let id = portal.service.request_id();
    // The pattern and not the address: searches may hold names.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = async {
        let response = next.run(request).await;
        tracing::debug!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    let fixed = |headers: &mut HeaderMap, name, value| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    fixed(headers, "content-security-policy", CONTENT_SECURITY_POLICY);
    fixed(headers, "x-content-type-options", "nosniff");
    fixed(headers, "x-frame-options", "DENY");
    fixed(headers, "referrer-policy", "same-origin");
    if portal.settings.secure_cookies {
        fixed(headers, "strict-transport-security", "max-age=31536000");
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Finds out who visits, refuses what other sites send, and makes pages of problems.
pub(crate) async fn receive(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (visitor, problem) = Visitor::meet(portal, &parts).await;
    let foreign = !parts.method.is_safe() && !is_own(&parts.headers);
    let problem = problem.or(foreign.then_some(Problem::Forged));
    let response = if let Some(problem) = problem {
        problem.into_response()
    } else {
        parts.extensions.insert(visitor.clone());
        unchecked(&visitor, next.run(Request::from_parts(parts, body)).await)
    };
    let mut response = told(&visitor, response);
    settle_cookies(&visitor, &mut response);
    response
}

/// The backstop of every right: somebody signed in was answered, and nobody asked whether he may have that answer.
///
/// It is a mistake of ours. Where we look for mistakes the answer is withheld; where people work it is reported.
fn unchecked(visitor: &Visitor, response: Response) -> Response {
    let status = response.status();
    let answered = status.is_success() || status.is_redirection() || is_page(&response);
    if visitor.session.is_none() || !answered || visitor.checks.were_made() {
        return response;
    }
    tracing::error!("a request was answered without any check of rights");
    if cfg!(debug_assertions) { Problem::Fault.into_response() } else { response }
}

/// Whether a page of ours sent it, as far as the browser tells. Programs tell nothing; they have no cookies to misuse.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(ORIGIN) else { return true };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text(HOST)
}

/// Puts a problem into a page; pages pass unchanged.
fn told(visitor: &Visitor, response: Response) -> Response {
    let status = response.status();
    let error = status.is_client_error() || status.is_server_error();
    if !error || is_page(&response) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let detail = parts.extensions.remove::<Problem>().and_then(|problem| problem.words(visitor.locale));
    let page = ErrorPage { shell: visitor.shell(Area::Elsewhere), status, detail };
    let mut page = render(status, &page);
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    for (name, value) in &parts.headers {
        page.headers_mut().append(name, value.clone());
    }
    page
}

fn is_page<B>(response: &axum::http::Response<B>) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Takes back cookies that have done their work, and gives forms their secret.
fn settle_cookies(visitor: &Visitor, response: &mut Response<Body>) {
    let settings = &visitor.portal.settings;
    let names = Names::of(settings);
    if visitor.expired && !sets(response, names.session) {
        cookies::set(response, settings, names.session, "", Keep::Not);
    }
    if !is_page(response) {
        return;
    }
    if visitor.flash.is_some() {
        cookies::set(response, settings, cookies::FLASH, "", Keep::Not);
    }
    if visitor.session.is_none() && visitor.is_new {
        cookies::set(response, settings, names.form, &visitor.form_token, Keep::WhileOpen);
    }
}

fn sets(response: &Response<Body>, name: &str) -> bool {
    let given = response.headers().get_all("set-cookie");
    given.iter().any(|cookie| cookie.as_bytes().starts_with(format!("{name}=").as_bytes()))
}

/// What a handler that panicked answers.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(panic = said, "a handler panicked");
    Problem::Fault.into_response()
}

/// What is worth compressing: texts of ours. Events must not wait in a compressor's buffer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts;

impl Predicate for Texts {
    fn should_compress<B: http_body::Body>(&self, response: &axum::http::Response<B>) -> bool {
        let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        matches!(kind, "text/html" | "text/css" | "text/javascript" | "image/svg+xml")
            && response.status() != StatusCode::NOT_MODIFIED
    }
}

#[cfg(test)]
mod tests;
