//! Assets, sample files, and addresses that lead nowhere.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use taxiway_intake::Layout;
use taxiway_service::OpenUse;

use super::download::attachment;
use super::extract::{At, SignedIn};
use super::{Answer, Problem};
use crate::assets;
use crate::portal::routes;
use crate::portal::upload::SAMPLE_LAYOUTS;

/// A style sheet, script or picture.
pub(crate) async fn asset(At(route): At<routes::Asset>) -> Response {
    let Some(found) = assets::find(&route.hash, &route.name) else {
        return axum::http::StatusCode::NOT_FOUND.into_response();
    };
    let headers = [(CONTENT_TYPE, found.content_type), (CACHE_CONTROL, assets::CACHE_CONTROL)];
    (headers, found.data.into_owned()).into_response()
}

/// A sample file of a layout.
pub(crate) async fn sample(signed: SignedIn, At(route): At<routes::Sample>) -> Answer {
    signed.visitor.open(OpenUse::Sample);
    let name = route.file.strip_suffix(".csv").ok_or(Problem::NotFound)?;
    let layout = Layout::from_name(name).filter(|layout| SAMPLE_LAYOUTS.contains(&layout.as_str()));
    let layout = layout.ok_or(Problem::NotFound)?;
    Ok(attachment(&route.file, taxiway_intake::write::sample(layout).into()))
}

/// An address that nobody gave out.
pub(crate) async fn nowhere() -> Problem {
    Problem::NotFound
}
