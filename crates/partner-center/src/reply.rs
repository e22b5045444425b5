//! Answers before they become HTTP.

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use futures::StreamExt as _;
use serde::Serialize;

/// Media type of every body.
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// The byte order mark, as UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

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

    /// The same with a byte order mark before the body, if there is one. Bodies of errors never had it.
    pub(crate) fn with_mark(self) -> Self {
        let body = match self.body {
            Content::Whole(text) if self.status.is_success() && !text.is_empty() => {
                Content::Whole([MARK, &text[..]].concat().into())
            }
            Content::Pieces(body) if self.status.is_success() => {
                let mark = futures::stream::iter([Ok(Bytes::from_static(MARK))]);
                Content::Pieces(Body::from_stream(mark.chain(body.into_data_stream())))
            }
            body => body,
        };
        Self { body, ..self }
    }

    /// The same without the body, but with its length, where that is known (RFC 9110 §9.3.2).
    pub(crate) fn without_body(mut self) -> Self {
        if let Content::Whole(text) = &self.body
            && !text.is_empty()
        {
            self.headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
            self.body = Content::Whole(Bytes::new());
        }
        self
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
