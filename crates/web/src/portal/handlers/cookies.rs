//! The portal's cookies: their names, and how they are given and taken back.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, Response};

use super::PortalSettings;

/// The language chosen.
pub(crate) const LANGUAGE: &str = "language";
/// What was just done; taken back by the page that says it.
pub(crate) const FLASH: &str = "flash";
/// What can have been done: keys of the locale below `flash-`.
pub(crate) const FLASHES: &[&str] = &[
    "registered",
    "cancelled",
    "retried",
    "discarded",
    "device-deregistered",
    "chosen",
    "decided",
    "ended",
    "jobs-cancelled",
    "consented",
    "declined",
    "request-revoked",
    "request-sent",
    "link-opened",
    "link-closed",
    "scope-changed",
    "administration-removed",
    "account-opened",
    "passkeys-removed",
    "provider-saved",
    "provider-removed",
    "policy-saved",
    "passkey-added",
    "passkey-renamed",
    "passkey-removed",
    "second-factor-on",
    "second-factor-off",
    "roles-changed",
    "person-disabled",
    "person-enabled",
    "invitation-revoked",
    "reset-sent",
    "password-set",
    "profile-changed",
    "password-changed",
    "session-ended",
    "sessions-ended",
    "app-changed",
    "app-disabled",
    "app-enabled",
    "app-deleted",
    "secret-revoked",
    "acting-stopped",
];
/// Length of the secret shared by form and cookie.
pub(crate) const FORM_TOKEN_LENGTH: usize = 64;

const YEAR: u64 = 365 * 24 * 60 * 60;

/// Cookies with secrets. Browsers take the `__Host-` prefix only over TLS and only from this very host.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    pub session: &'static str,
    pub form: &'static str,
    /// A sign-in that left for an identity provider.
    pub flow: &'static str,
    /// A question for a passkey.
    pub challenge: &'static str,
}

impl Names {
    pub(crate) fn of(settings: &PortalSettings) -> Self {
        if settings.secure_cookies {
            Self {
                session: "__Host-taxiway_session",
                form: "__Host-taxiway_form",
                flow: "__Host-taxiway_flow",
                challenge: "__Host-taxiway_challenge",
            }
        } else {
            Self {
                session: "taxiway_session",
                form: "taxiway_form",
                flow: "taxiway_flow",
                challenge: "taxiway_challenge",
            }
        }
    }
}

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Until it is closed.
    WhileOpen,
    /// A year.
    Long,
    /// Not at all: it is taken back.
    Not,
}

/// Gives a cookie. Values are made of letters, digits, `-` and `_`.
pub(crate) fn set<B>(
    response: &mut Response<B>,
    settings: &PortalSettings,
    name: &str,
    value: &str,
    keep: Keep,
) {
    let age = match keep {
        Keep::WhileOpen => String::new(),
        Keep::Long => format!("; Max-Age={YEAR}"),
        Keep::Not => "; Max-Age=0".to_owned(),
    };
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}
