//! Tokens: the directory's endpoint in both versions, and the second hop of old clients.
//!
//! Requests and answers are those of OAuth 2.0 (RFC 6749 §4.3, §4.4, §5, §6) with the members that the directory adds.

use std::time::Instant;

use axum::body::Body;
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use taxiway_http::address;
use taxiway_locale::{Locale, plain_with};
use taxiway_service::{Grant, GrantedToken, TokenRefusal};
use url::form_urlencoded;

use crate::body::Arriving;
use crate::door::{Marks, bearer};
use crate::fault::{Fault, chain};
use crate::reply::Reply;
use crate::{Door, json, route, wire};

/// Longest form that is read.
const FORM_BYTES: u64 = 64 << 10;
/// What tokens may be asked for; all of them mean this interface.
const RESOURCES: [&str; 5] = [
    "https://api.partnercenter.microsoft.com",
    "https://partner.partnercenterapi.microsoftonline.cn",
    "https://graph.windows.net",
    "https://graph.chinacloudapi.cn",
    "https://api.partnercenter.microsoft-ppe.com",
];
/// Scopes that are about signing in and not about an interface.
const SIGN_IN_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Why there is no token: the name in OAuth, the directory's number, and the key of the text.
struct Refusal {
    status: StatusCode,
    error: &'static str,
    number: u32,
    key: &'static str,
    /// A header that belongs to the status.
    header: Option<Box<(HeaderName, HeaderValue)>>,
    /// The field concerned, where there is one.
    field: &'static str,
}

const fn refusal(error: &'static str, number: u32, key: &'static str) -> Refusal {
    Refusal { status: StatusCode::BAD_REQUEST, error, number, key, header: None, field: "" }
}

fn lacks(field: &'static str) -> Refusal {
    Refusal { field, ..refusal("invalid_request", 900_144, "token-lacks") }
}

impl From<TokenRefusal> for Refusal {
    fn from(refused: TokenRefusal) -> Self {
        match refused {
            TokenRefusal::Program => Self {
                status: StatusCode::UNAUTHORIZED,
                header: Some(Box::new((
                    WWW_AUTHENTICATE,
                    HeaderValue::from_static("Basic realm=\"taxiway\""),
                ))),
                ..refusal("invalid_client", 7_000_215, "token-program")
            },
            TokenRefusal::Kind => refusal("unauthorized_client", 700_016, "token-kind"),
            TokenRefusal::Person => refusal("invalid_grant", 50_126, "token-person"),
            TokenRefusal::SecondFactor => refusal("invalid_grant", 50_076, "token-second-factor"),
            TokenRefusal::Refresh => refusal("invalid_grant", 700_082, "token-refresh"),
            TokenRefusal::Tenant => refusal("invalid_request", 90_002, "token-tenant"),
        }
    }
}

/// The fields of a form, each at most once, of letters that a text can have.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(body: &[u8]) -> Option<Self> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let twice = fields
            .iter()
            .enumerate()
            .any(|(at, (name, _))| fields[..at].iter().any(|(known, _)| known == name));
        let odd = fields.iter().any(|(_, value)| value.contains('\0'));
        (!twice && !odd).then_some(Self(fields))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }
}

/// Gives a program a token. A refusal is noted among the last requests of the program that is named, if there is one.
pub(crate) async fn grant(door: &Door, parts: &Parts, body: Body, marks: &Marks, begun: Instant) -> Reply {
    let request_id = marks.request_id.to_string();
    let form = match form(door, parts, body).await {
        Ok(form) => form,
        Err(refusal) => return refused(door, &refusal, &request_id),
    };
    match granted(door, parts, &form, &request_id).await {
        Ok(reply) => reply,
        Err(refusal) => {
            let reply = refused(door, &refusal, &request_id);
            if let Some((client, _)) = credentials(&parts.headers, &form)
                && let Ok(Some(caller)) = door.service.named_program(&client).await
            {
                door.note(caller, None, None, parts, marks, &reply, begun);
            }
            reply
        }
    }
}

fn refused(door: &Door, refusal: &Refusal, request_id: &str) -> Reply {
    let values = [("field", refusal.field.into())];
    let description = plain_with(Locale::En, &format!("api-fault-{}", refusal.key), &values);
    let body = json!({
        "error": refusal.error,
        "error_description": format!("AADSTS{}: {description}", refusal.number),
        "error_codes": [refusal.number],
        "timestamp": door.service.now().strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        "trace_id": request_id,
        "correlation_id": request_id,
    });
    let mut reply = Reply::json(refusal.status, &body);
    reply.headers.extend(refusal.header.as_deref().cloned());
    reply
}

/// What was sent, if one may send so much.
async fn form(door: &Door, parts: &Parts, body: Body) -> Result<Form, Refusal> {
    if parts.method != Method::POST {
        return Err(Refusal {
            status: StatusCode::METHOD_NOT_ALLOWED,
            header: Some(Box::new((ALLOW, HeaderValue::from_static("POST")))),
            ..refusal("invalid_request", 900_561, "token-method")
        });
    }
    if let (Some(counter), Some(from)) =
        (door.tokens.as_ref(), address::of(parts, &door.settings.trusted_proxies))
        && let Err(seconds) = counter.count(Some(from))
    {
        return Err(Refusal {
            status: StatusCode::TOO_MANY_REQUESTS,
            header: Some(Box::new((RETRY_AFTER, HeaderValue::from(seconds.max(1))))),
            ..refusal("temporarily_unavailable", 90_009, "token-many")
        });
    }
    let malformed = || refusal("invalid_request", 900_144, "token-form");
    let body = Arriving::new(body, &parts.headers, FORM_BYTES, door.settings.silence);
    let body = body.whole().await.map_err(|_| malformed())?;
    Form::read(&body).ok_or_else(malformed)
}

async fn granted(door: &Door, parts: &Parts, form: &Form, request_id: &str) -> Result<Reply, Refusal> {
    if form.get("client_id").is_none() && !parts.headers.contains_key(AUTHORIZATION) {
        return Err(lacks("client_id"));
    }
    if form.get("client_secret").is_none() && !parts.headers.contains_key(AUTHORIZATION) {
        return Err(Refusal {
            number: 7_000_218,
            key: "token-lacks",
            field: "client_secret",
            ..Refusal::from(TokenRefusal::Program)
        });
    }
    let (client, secret) =
        credentials(&parts.headers, form).ok_or_else(|| Refusal::from(TokenRefusal::Program))?;
    let second = route::segments(parts.uri.path()).is_some_and(|segments| segments.len() == 4);
    let tenant = route::segments(parts.uri.path()).and_then(|segments| segments.into_iter().next());
    let resource = resource(door, form, second)?;
    let grant = match form.get("grant_type") {
        Some("client_credentials") => Grant::Alone,
        Some("password") => Grant::Password {
            email: form.get("username").ok_or(lacks("username"))?,
            password: SecretString::from(form.get("password").ok_or(lacks("password"))?),
        },
        Some("refresh_token") => {
            Grant::Refresh(SecretString::from(form.get("refresh_token").ok_or(lacks("refresh_token"))?))
        }
        Some(_) => return Err(refusal("unsupported_grant_type", 70_003, "token-grant")),
        None => return Err(lacks("grant_type")),
    };
    let found = door.service.grant_token(&client, &secret, tenant.as_deref(), grant, request_id).await;
    match found {
        Ok(Ok(granted)) => Ok(Reply::json(StatusCode::OK, &answer(&granted, &resource, second))),
        Ok(Err(why)) => Err(why.into()),
        Err(error) => {
            tracing::error!(error = %chain(&error), "a token could not be given");
            Err(Refusal {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                ..refusal("server_error", 90_033, "ours")
            })
        }
    }
}

/// Id and secret of the program, from the form or the header.
fn credentials(headers: &HeaderMap, form: &Form) -> Option<(String, SecretString)> {
    if let Some(id) = form.get("client_id")
        && let Some(secret) = form.get("client_secret")
    {
        return Some((id.to_owned(), SecretString::from(secret)));
    }
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, packed) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(packed.trim()).ok()?).ok()?;
    let (id, secret) = plain.split_once(':')?;
    // The header holds them encoded as a form does (RFC 6749 §2.3.1).
    let decoded = |text: &str| {
        form_urlencoded::parse(format!("x={text}").as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((decoded(id)?, SecretString::from(decoded(secret)?)))
}

/// What the token is for; whatever is named, it must be this interface.
fn resource(door: &Door, form: &Form, second: bool) -> Result<String, Refusal> {
    let own = door.settings.public_url.as_str();
    let known = |name: &str| {
        let name = name.trim_end_matches('/');
        RESOURCES.iter().copied().chain([own]).any(|known| known.eq_ignore_ascii_case(name))
    };
    if !second {
        let named = form.get("resource").unwrap_or(RESOURCES[0]);
        return if known(named) {
            Ok(named.to_owned())
        } else {
            Err(refusal("invalid_resource", 500_011, "token-resource"))
        };
    }
    let scopes: Vec<&str> = form.get("scope").unwrap_or_default().split_ascii_whitespace().collect();
    let meant: Vec<&str> = scopes.iter().copied().filter(|scope| !SIGN_IN_SCOPES.contains(scope)).collect();
    let fits = |scope: &&str| {
        let parts = scope.rsplit_once('/');
        parts.is_some_and(|(name, what)| known(name) && matches!(what, ".default" | "user_impersonation"))
    };
    if meant.is_empty() && form.get("grant_type") == Some("refresh_token") {
        return Ok(format!("{}/user_impersonation", RESOURCES[0]));
    }
    if !meant.is_empty() && meant.iter().all(fits) {
        return Ok(meant.join(" "));
    }
    Err(refusal("invalid_scope", 70_011, "token-scope"))
}

fn answer(granted: &GrantedToken, resource: &str, second: bool) -> Value {
    let access = granted.access.expose_secret();
    let seconds = granted.seconds;
    let mut answer = if second {
        json!({
            "token_type": "Bearer",
            "expires_in": seconds,
            "ext_expires_in": seconds,
            "access_token": access,
        })
    } else {
        let from = granted.from.as_second();
        // The first version writes numbers as texts.
        json!({
            "token_type": "Bearer",
            "expires_in": seconds.to_string(),
            "ext_expires_in": seconds.to_string(),
            "expires_on": (from + seconds).to_string(),
            "not_before": from.to_string(),
            "resource": resource,
            "access_token": access,
        })
    };
    if let Some(refresh) = &granted.refresh {
        answer["scope"] = if second { json!(resource) } else { json!("user_impersonation") };
        answer["refresh_token"] = json!(refresh.expose_secret());
    }
    answer
}

/// Says where tokens are to be had (OpenID Connect Discovery 1.0 §4): the vendor's libraries begin with it. Any tenant is answered
/// alike, so that nobody learns which there are.
pub(crate) fn discovery(door: &Door, parts: &Parts) -> Result<Reply, Fault> {
    if parts.method != Method::GET && parts.method != Method::HEAD {
        return Err(Fault::other_method("GET, HEAD"));
    }
    let segments = route::segments(parts.uri.path()).unwrap_or_default();
    let tenant = segments.first().ok_or_else(|| Fault::not_found("path"))?;
    let base = format!("{}/{}", door.settings.public_url, wire::segment(tenant));
    let second = segments.len() == 4;
    let endpoint = |what| {
        if second { format!("{base}/oauth2/v2.0/{what}") } else { format!("{base}/oauth2/{what}") }
    };
    let answer = json!({
        "issuer": if second { format!("{base}/v2.0") } else { base.clone() },
        "token_endpoint": endpoint("token"),
        // The libraries stumble when it is missing. There is no page there: programs are not signed in to by browser.
        "authorization_endpoint": endpoint("authorize"),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials", "password", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    });
    Ok(Reply::json(StatusCode::OK, &answer))
}

/// A token for a token: this interface takes the first one too, so it is given back.
pub(crate) async fn second_hop(door: &Door, parts: &Parts, body: Body) -> Result<Reply, Fault> {
    if parts.method != Method::POST {
        return Err(Fault::other_method("POST"));
    }
    let token = bearer(&parts.headers).ok_or_else(|| Fault::unauthorized("token-missing"))?;
    let body = Arriving::new(body, &parts.headers, FORM_BYTES, door.settings.silence).whole().await?;
    if !asks_for_token(&parts.headers, &body) {
        return Err(Fault::invalid("grant-type", &[("field", "grant_type")]));
    }
    let caller = door.service.caller(&token).await.map_err(|error| Fault::of(error, "path"))?;
    let caller = caller.ok_or_else(|| Fault::unauthorized("token-ended"))?;
    let seconds = caller.until.duration_since(door.service.now()).as_secs().max(0);
    let answer = json!({
        "access_token": token.expose_secret(), "token_type": "bearer", "expires_in": seconds,
    });
    Ok(Reply::json(StatusCode::OK, &answer))
}

/// Whether the body asks for it, as a form or, as one client has it, as a JSON text.
fn asks_for_token(headers: &HeaderMap, body: &[u8]) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.contains("json") {
        return match json::read(body) {
            Ok(json::Json::Text(text)) => text.contains("jwt_token"),
            Ok(other) => other
                .fields("")
                .and_then(|fields| fields.text("grant_type"))
                .is_ok_and(|text| text == Some("jwt_token")),
            Err(_) => false,
        };
    }
    Form::read(body).is_some_and(|form| form.get("grant_type") == Some("jwt_token"))
}
