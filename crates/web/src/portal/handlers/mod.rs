//! From a request to a page: handlers ask the service and fill the view models.

mod activity;
mod around;
mod asset;
mod cookies;
mod customer;
mod device;
mod download;
mod entry;
mod extract;
mod facts;
mod job;
mod log_file;
mod preview;
mod problem;
mod session;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use taxiway_service::Service;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use self::problem::Problem;
use super::routes::{self, Route};

/// What an operator can set about the portal.
#[derive(Debug, Clone)]
pub struct PortalSettings {
    /// Whether cookies are sent over TLS only, as they must be wherever the portal is reached by TLS.
    pub secure_cookies: bool,
    /// How long a page may take; uploads, downloads and progress take as long as they need.
    pub request_timeout: Duration,
    /// Most bytes of a form that is not an upload.
    pub form_bytes: usize,
}

impl Default for PortalSettings {
    fn default() -> Self {
        Self { secure_cookies: false, request_timeout: Duration::from_secs(30), form_bytes: 1 << 20 }
    }
}

/// What handlers share.
#[derive(Debug, Clone)]
pub(crate) struct Portal {
    pub service: Service,
    pub settings: Arc<PortalSettings>,
}

/// The id of a request, made by the outermost layer.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub String);

/// What handlers give.
pub(crate) type Answer = Result<Response, Problem>;

/// The portal's pages over the use cases.
pub fn router(service: Service, settings: PortalSettings) -> Router {
    let portal = Portal { service, settings: Arc::new(settings) };
    let upload = at::<routes::Uploads>(post(upload::receive)).layer(DefaultBodyLimit::disable());
    pages()
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            portal.settings.request_timeout,
        ))
        .layer(DefaultBodyLimit::max(portal.settings.form_bytes))
        .merge(upload)
        .fallback(asset::nowhere)
        .layer(CatchPanicLayer::custom(around::panicked))
        .layer(middleware::from_fn_with_state(portal.clone(), around::receive))
        .merge(at::<routes::Asset>(get(asset::asset)))
        .layer(CompressionLayer::new().compress_when(around::Texts))
        .layer(middleware::from_fn_with_state(portal.clone(), around::identify))
        .with_state(portal)
}

fn pages() -> Router<Portal> {
    Router::new()
        .merge(at::<routes::Home>(get(session::home)))
        .merge(at::<routes::SignIn>(get(session::sign_in_page).post(session::sign_in)))
        .merge(at::<routes::SignOut>(post(session::sign_out)))
        .merge(at::<routes::Language>(post(session::language)))
        .merge(at::<routes::Sample>(get(asset::sample)))
        .merge(at::<routes::Customers>(get(customer::customers)))
        .merge(at::<routes::Customer>(get(customer::customer)))
        .merge(at::<routes::Devices>(get(device::devices)))
        .merge(at::<routes::DeviceSearch>(post(device::search)))
        .merge(at::<routes::DevicesExport>(get(device::export)))
        .merge(at::<routes::Device>(get(device::device)))
        .merge(at::<routes::NewUpload>(get(upload::form)))
        .merge(at::<routes::Upload>(get(preview::preview)))
        .merge(at::<routes::Register>(post(preview::register)))
        .merge(at::<routes::Discard>(post(preview::discard)))
        .merge(at::<routes::Jobs>(get(job::jobs)))
        .merge(at::<routes::Job>(get(job::job)))
        .merge(at::<routes::JobEvents>(get(job::events)))
        .merge(at::<routes::JobCancel>(get(job::confirm_cancel).post(job::cancel)))
        .merge(at::<routes::JobRetry>(post(job::retry)))
        .merge(at::<routes::JobResults>(get(download::results)))
        .merge(at::<routes::JobRepaired>(get(download::repaired)))
        .merge(at::<routes::Activity>(get(activity::activity)))
        .merge(at::<routes::ActivitySearch>(post(activity::search)))
        .merge(at::<routes::ActivityCheckpoint>(post(activity::checkpoint)))
        .merge(at::<routes::ActivityExport>(get(log_file::table)))
        .merge(at::<routes::ActivityJson>(get(log_file::document)))
}

fn at<R: Route>(methods: MethodRouter<Portal>) -> Router<Portal> {
    Router::new().route(R::PATTERN, methods)
}
