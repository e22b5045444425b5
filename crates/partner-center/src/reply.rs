//! Answers before they become HTTP.

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::Serialize;

/// Media type of every body.
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// An answer. Errors keep their text, because the caller's people can look it up.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Content,
}

/// What an answer holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// Everything at once.
    Whole(Bytes),
    /// Piece by piece, for answers that can be large.
    Pieces(Body),
}

impl Reply {
    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        let mut headers = HeaderMap::new();
        if status != StatusCode::NO_CONTENT {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Self { status, headers, body: Content::Whole(Bytes::new()) }
    }

    /// A body of JSON.
    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => Self::bytes(status, text.into()),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                Self::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// A body of JSON that is written already.
    pub(crate) fn bytes(status: StatusCode, body: Bytes) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, JSON);
        Self { status, headers, body: Content::Whole(body) }
    }

    /// A body of JSON that is made while it is sent.
    pub(crate) fn pieces(body: Body) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, JSON);
        Self { status: StatusCode::OK, headers, body: Content::Pieces(body) }
    }

    /// The answer to work that goes on: where to ask about it.
    pub(crate) fn accepted(location: &str, body: Option<&'static str>) -> Self {
        let mut reply = match body {
            Some(text) => Self::bytes(StatusCode::ACCEPTED, Bytes::from_static(text.as_bytes())),
            None => Self::empty(StatusCode::ACCEPTED),
        };
        if let Ok(location) = HeaderValue::from_str(location) {
            reply.headers.insert(LOCATION, location);
        }
        reply
    }
}
