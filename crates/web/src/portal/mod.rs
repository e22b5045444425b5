//! The portal: pages for people.
//!
//! A page is a struct with a [`Shell`] and the facts of its own; [`render`] turns it into a response. Handlers map
//! what the service says into these structs and know nothing of HTML; templates know nothing of the service.

#![expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates can only call methods, and pass references to their arguments"
)]

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

pub mod account;
pub mod acting;
pub mod activity;
pub mod api;
pub mod app;
pub mod approval;
pub mod bounds;
pub mod chart;
pub mod confirm;
pub mod consent_link;
pub mod customer;
pub mod device;
pub mod ending;
pub mod error;
pub mod federation;
pub mod finding;
mod handlers;
mod icon;
pub mod identity_provider;
pub mod job;
pub mod links;
pub mod pager;
pub mod parts;
pub mod passkey;
pub mod people;
pub mod query;
pub mod relationships;
pub mod request;
pub mod routes;
pub mod scope;
pub mod shell;
pub mod sign_in;
pub mod upload;
pub mod welcome;

pub use handlers::{LimitSettings, PortalSettings, router};
pub use shell::Shell;

/// What the portal sends as `Content-Security-Policy`: everything from this server, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Renders a page with its status.
pub fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
