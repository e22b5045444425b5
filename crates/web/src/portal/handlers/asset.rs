//! Assets, sample files, and addresses that lead nowhere.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use taxiway_intake::Layout;
use taxiway_intake::write::{sample as sample_file, sample_hash};
use taxiway_service::OpenUse;

use super::download::{attachment, attachment_of};
use super::extract::{At, SignedIn};
use super::{Answer, Problem};
use crate::assets;
use crate::portal::routes;
use crate::portal::upload::SAMPLE_HASH;

/// A style sheet, script or picture.
pub(crate) async fn asset(At(route): At<routes::Asset>) -> Response {
    let Some(found) = assets::find(&route.hash, &route.name) else {
        return axum::http::StatusCode::NOT_FOUND.into_response();
    };
    let headers = [(CONTENT_TYPE, found.content_type), (CACHE_CONTROL, assets::CACHE_CONTROL)];
    (headers, found.data.into_owned()).into_response()
}

/// A sample file of a layout, or the sample of a hash.
pub(crate) async fn sample(signed: SignedIn, At(route): At<routes::Sample>) -> Answer {
    signed.visitor.open(OpenUse::Sample);
    if route.file == SAMPLE_HASH {
        let hash = sample_hash().map_err(|error| {
            tracing::error!(%error, "the sample hash could not be written");
            Problem::Fault
        })?;
        return Ok(attachment_of("text/plain; charset=utf-8", &route.file, hash.into()));
    }
    let name = route.file.strip_suffix(".csv").ok_or(Problem::NotFound)?;
    let layout = Layout::from_name(name).ok_or(Problem::NotFound)?;
    Ok(attachment(&route.file, sample_file(layout).into()))
}

/// An address that nobody gave out.
pub(crate) async fn nowhere() -> Problem {
    Problem::NotFound
}
