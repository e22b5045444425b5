//! What is answered when a call cannot be carried out, in the published form.

use std::fmt::Write as _;

use axum::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::json;
use taxiway_locale::{Locale, Value, plain, plain_with};
use taxiway_service::ServiceError;

use crate::reply::Reply;

/// Longest description, in characters (the published bound).
const DESCRIPTION_CHARS: usize = 1024;
/// Most characters of a value that is shown again.
const VALUE_CHARS: usize = 60;
/// What every error names as its origin.
const SOURCE: &str = "PartnerFD";

/// The published codes that are used.
pub(crate) mod code {
    pub(crate) const NOT_FOUND: u32 = 1000;
    pub(crate) const AUTHORIZATION_FAILED: u32 = 1002;
    pub(crate) const ACCESS_DENIED: u32 = 2032;
    pub(crate) const INVALID_PROPERTY: u32 = 3000;
    pub(crate) const TENANT_NOT_FOUND: u32 = 60003;
    pub(crate) const TOKEN_MISSING: u32 = 800_001;
    pub(crate) const INVALID_INPUT: u32 = 800_002;
    pub(crate) const SERVICE_ERROR: u32 = 800_003;
    pub(crate) const INVALID_CUSTOMER_ID: u32 = 900_118;
    pub(crate) const ENUM_NOT_PARSED: u32 = 900_126;
    pub(crate) const NOT_SUPPORTED: u32 = 900_141;
    pub(crate) const PROGRAMME_NOT_ACTIVE: u32 = 900_149;
    pub(crate) const ROLE_HAS_NO_RIGHT: u32 = 900_150;
}

/// Why a call was not carried out.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub status: StatusCode,
    pub code: u32,
    /// Key of the locale.
    key: String,
    values: Vec<(&'static str, String)>,
    /// How many things are concerned, or seconds, where that is told.
    count: Option<u64>,
    /// The field concerned, where there is one.
    field: Option<String>,
    /// A header that belongs to this status.
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

/// The published body.
#[derive(Debug, Serialize)]
struct Body<'a> {
    code: u32,
    description: &'a str,
    data: Vec<&'a str>,
    source: &'static str,
}

impl Fault {
    /// A fault whose text is this key of the locale below `api-fault-`.
    pub(crate) fn new(status: StatusCode, code: u32, key: &str) -> Self {
        let key = format!("api-fault-{key}");
        Self { status, code, key, values: Vec::new(), count: None, field: None, header: None }
    }

    /// A request that cannot be understood.
    pub(crate) fn invalid(key: &str, values: &[(&'static str, &str)]) -> Self {
        let mut fault = Self::new(StatusCode::BAD_REQUEST, code::INVALID_INPUT, key);
        fault.values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        fault.field = values.iter().find(|(name, _)| *name == "field").map(|(_, value)| (*value).to_owned());
        fault
    }

    /// A word that is none of these, which a field can have.
    pub(crate) fn enumeration(field: &str, value: &str, known: &[&str]) -> Self {
        let known = known.join(", ");
        let values = [("field", field), ("value", &*shortened(value)), ("known", &known)];
        Self { code: code::ENUM_NOT_PARSED, ..Self::invalid("enum", &values) }
    }

    /// A text that names no organisation.
    pub(crate) fn no_organisation(field: &str, value: &str) -> Self {
        let values = [("field", field), ("value", &*shortened(value))];
        Self { code: code::ENUM_NOT_PARSED, ..Self::invalid("organization-id", &values) }
    }

    /// A value that a field cannot have.
    pub(crate) fn property(key: &str, values: &[(&'static str, &str)]) -> Self {
        Self { code: code::INVALID_PROPERTY, ..Self::invalid(key, values) }
    }

    /// Something that is not there, or of which the caller may not know.
    pub(crate) fn not_found(key: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code::NOT_FOUND, key)
    }

    /// A caller who must show a token first (RFC 6750 §3).
    pub(crate) fn unauthorized(key: &str) -> Self {
        let mut fault = Self::new(StatusCode::UNAUTHORIZED, code::TOKEN_MISSING, key);
        let challenge = if key == "token-ended" { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        fault.header = Some(Box::new((WWW_AUTHENTICATE, HeaderValue::from_static(challenge))));
        fault
    }

    /// An address that takes only these methods.
    pub(crate) fn other_method(allowed: &str) -> Self {
        let mut fault = Self::new(StatusCode::METHOD_NOT_ALLOWED, code::NOT_SUPPORTED, "method");
        fault.header = HeaderValue::from_str(allowed).ok().map(|allowed| Box::new((ALLOW, allowed)));
        fault
    }

    /// Too many requests.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let mut fault = Self::new(StatusCode::TOO_MANY_REQUESTS, 0, "too-many");
        let seconds = seconds.max(1);
        fault.count = Some(seconds);
        fault.header = Some(Box::new((RETRY_AFTER, HeaderValue::from(seconds))));
        fault
    }

    /// A fault of ours; the log has it under the request's id.
    pub(crate) fn ours() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code::SERVICE_ERROR, "ours")
    }

    /// What the use cases say, in the words of this interface. `missing` is what a thing that is not there is called.
    pub(crate) fn of(error: ServiceError, missing: &str) -> Self {
        match error {
            ServiceError::NotFound => Self::not_found(missing),
            ServiceError::Forbidden { needs } => Self::forbidden(needs),
            ServiceError::Invalid { field, code: "text", hint } => {
                Self::property("text", &[("field", &member(field)), ("limit", &hint)])
            }
            ServiceError::Invalid { field, code, hint } => {
                let mut fault = Self::property("", &[]);
                fault.key = format!("invalid-{code}");
                fault.values = vec![("value", hint)];
                fault.field = Some(member(field));
                fault
            }
            ServiceError::Conflict("request-id-reused") => {
                Self::new(StatusCode::CONFLICT, code::INVALID_INPUT, "request-id-reused")
            }
            ServiceError::Conflict(code) => {
                let mut fault = Self::new(StatusCode::CONFLICT, code::INVALID_INPUT, "");
                fault.key = format!("conflict-{code}");
                fault
            }
            ServiceError::InUse { code, count } => {
                let mut fault = Self::new(StatusCode::CONFLICT, code::INVALID_INPUT, "");
                fault.key = format!("conflict-{code}");
                fault.count = Some(count);
                fault
            }
            ServiceError::TooLarge { limit } => Self::invalid("body-large", &[("limit", &limit.to_string())]),
            ServiceError::Interrupted => Self::invalid("body-cut", &[]),
            error => {
                tracing::error!(error = %chain(&error), "a call failed");
                Self::ours()
            }
        }
    }

    fn forbidden(needs: &str) -> Self {
        // Permissions of programs have dots in their names, roles have none.
        let (code, key) = if needs.contains('.') {
            (code::ACCESS_DENIED, "permission-missing")
        } else {
            (code::ROLE_HAS_NO_RIGHT, if needs.is_empty() { "role-none" } else { "role-missing" })
        };
        let mut fault = Self::new(StatusCode::FORBIDDEN, code, key);
        fault.values = vec![("needs", needs.to_owned())];
        fault
    }

    fn words(&self, locale: Locale) -> String {
        if let Some(count) = self.count {
            return plain_with(locale, &self.key, &[("count", count.into())]);
        }
        if self.values.is_empty() {
            return plain(locale, &self.key);
        }
        let values: Vec<(&str, Value<'_>)> = self
            .values
            .iter()
            .map(|(name, value)| match (*name, self.key.as_str()) {
                ("needs", "api-fault-role-missing") => {
                    (*name, plain(locale, &format!("role-{value}")).into())
                }
                _ => (*name, value.as_str().into()),
            })
            .collect();
        plain_with(locale, &self.key, &values)
    }

    /// The answer.
    pub(crate) fn reply(&self, locale: Locale) -> Reply {
        let mut words = self.words(locale);
        if let Some(field) = self.field.as_deref().filter(|field| !words.contains(field)) {
            words = format!("{field}: {words}");
        }
        let description: String = words.chars().take(DESCRIPTION_CHARS).collect();
        let mut reply = if self.status == StatusCode::TOO_MANY_REQUESTS {
            // Throttling has a shape of its own.
            Reply::json(self.status, &json!({ "statusCode": 429, "message": description }))
        } else {
            let data = self.field.as_deref().into_iter().collect();
            Reply::json(
                self.status,
                &Body { code: self.code, description: &description, data, source: SOURCE },
            )
        };
        reply.headers.extend(self.header.as_deref().cloned());
        reply
    }
}

/// A value as an error may show it.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(VALUE_CHARS).collect()
}

/// The member of a body in which a field of the use cases stands.
fn member(field: &str) -> String {
    if field == "batch-name" {
        return "batchId".to_owned();
    }
    let mut name = String::with_capacity(field.len());
    for (at, word) in field.split('-').enumerate() {
        match word.chars().next().filter(|_| at > 0) {
            Some(first) => name.extend([first.to_ascii_uppercase()].into_iter().chain(word.chars().skip(1))),
            None => name.push_str(word),
        }
    }
    name
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
