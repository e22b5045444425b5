//! What kept a request from being carried out, on its way to the page that says so.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use taxiway_locale::{Locale, field_problem, text, text_with};
use taxiway_service::ServiceError;

use crate::portal::query::Query;
use crate::portal::routes;

/// Why there is no page. It travels in the response's extensions; the visitor's middleware makes a page of it.
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// It does not exist, or the visitor may not know that it does.
    NotFound,
    /// The visitor may not do this; the lowest role that may, as its stable name.
    Forbidden(&'static str),
    /// The form does not come from a page that this visitor was given.
    Forged,
    /// The request makes no sense.
    Meaningless,
    /// A field cannot be used: which, key of the locale below `invalid-`, and what the text mentions.
    Invalid(&'static str, &'static str, String),
    /// The state of things forbids it: key of the locale below `conflict-`.
    Conflict(&'static str),
    /// Something depends on it: key of the locale below `conflict-`, and how many there are.
    InUse(&'static str, u64),
    /// More was sent than is taken.
    TooLarge,
    /// Too many requests of a kind: after how many seconds the next one counts.
    TooMany(u64),
    /// Nobody is signed in: where to go afterwards, and whether somebody was.
    SignedOut { return_to: String, expired: bool },
    /// A fault of ours; the log has it under the request's id.
    Fault,
}

impl Problem {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) | Self::Forged => StatusCode::FORBIDDEN,
            Self::Meaningless => StatusCode::BAD_REQUEST,
            Self::Invalid(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) | Self::InUse(..) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::SignedOut { .. } => StatusCode::SEE_OTHER,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What can be said beyond the status.
    pub(crate) fn words(&self, locale: Locale) -> Option<String> {
        match self {
            Self::Forbidden("") => None,
            Self::Forbidden(role) => {
                let role = text(locale, &format!("role-{role}"));
                Some(text_with(locale, "error-403-needs", &[("role", role.into())]))
            }
            Self::Forged => Some(text(locale, "error-403-forged")),
            Self::Invalid(field, code, value) => Some(field_problem(locale, field, code, value)),
            Self::Conflict(code) => Some(text(locale, &format!("conflict-{code}"))),
            Self::InUse(code, count) => {
                Some(text_with(locale, &format!("conflict-{code}"), &[("count", (*count).into())]))
            }
            Self::TooMany(seconds) => {
                Some(text_with(locale, "error-429-wait", &[("count", (*seconds).into())]))
            }
            _ => None,
        }
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::NotFound,
            ServiceError::Forbidden { needs } => Self::Forbidden(needs),
            ServiceError::Invalid { field, code, hint } => Self::Invalid(field, code, hint),
            ServiceError::Conflict(code) => Self::Conflict(code),
            ServiceError::InUse { code, count } => Self::InUse(code, count),
            ServiceError::TooLarge { .. } => Self::TooLarge,
            // Whoever broke off does not wait for an answer.
            ServiceError::Interrupted => Self::Meaningless,
            error => {
                tracing::error!(error = %chain(&error), "a request failed");
                Self::Fault
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Self::SignedOut { return_to, expired } = &self {
            let query = Query::new()
                .with("return_to", if return_to == "/" { "" } else { return_to })
                .with("expired", if *expired { "1" } else { "" });
            return Redirect::to(&format!("{}{query}", routes::SignIn {})).into_response();
        }
        let mut response = self.status().into_response();
        if let Self::TooMany(seconds) = &self {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
