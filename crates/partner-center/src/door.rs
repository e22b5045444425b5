//! What happens around every call: who calls, how often, in which language, and what is kept of it.

use std::time::Instant;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use secrecy::SecretString;
use taxiway_domain::api_call::ApiCall;
use taxiway_domain::app::may_have_apps;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::OrganisationKind;
use taxiway_locale::Locale;
use taxiway_service::{Actor, ApiCaller, ApiRequest, Caller, Context, KnownCustomer};
use tracing::Instrument as _;
use uuid::Uuid;

use crate::body::{Arriving, Waiting};
use crate::fault::{Fault, code};
use crate::reply::{Content, Reply};
use crate::{Door, calls, description, route, token};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("ms-requestid");
const CORRELATION_ID: HeaderName = HeaderName::from_static("ms-correlationid");
const VECTOR: HeaderName = HeaderName::from_static("ms-cv");
const SERVER_ID: HeaderName = HeaderName::from_static("ms-serverid");
const LOCALE: HeaderName = HeaderName::from_static("x-locale");

/// To which part of this interface a path is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addressee {
    /// The calls below a version.
    Calls,
    /// The first and the second version of the directory's token endpoint.
    Tokens,
    /// Where the endpoints of the directory are.
    Discovery,
    /// The second hop of old clients: a token for a token.
    SecondHop,
    /// The description of this interface for programs.
    Description,
}

/// Whom a path is addressed to; none for pages of others.
pub(crate) fn addressee(path: &str) -> Option<Addressee> {
    let words: Vec<String> =
        path.split('/').filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["v1" | "v1.0", ..] => Some(Addressee::Calls),
        ["partner-center.openapi.json"] => Some(Addressee::Description),
        ["generatetoken"] | ["v3", "generatetoken"] => Some(Addressee::SecondHop),
        [_, ".well-known", "openid-configuration"] | [_, "v2.0", ".well-known", "openid-configuration"] => {
            Some(Addressee::Discovery)
        }
        [_, "oauth2", "token"] | [_, "oauth2", "v2.0", "token"] => Some(Addressee::Tokens),
        _ => None,
    }
}

/// A call on its way to its use case.
pub(crate) struct Calling {
    pub door: Door,
    pub context: Context,
    pub method: &'static str,
    /// What varies in the path, in order.
    pub varying: Vec<String>,
    /// The path as calls are compared: without doubled slashes and capitals.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    /// The id that the sender gave the request, if it did; repetitions carry the same.
    pub repeatable: Option<Uuid>,
    /// Taken once.
    body: Waiting,
}

impl Calling {
    /// With what was looked up of the customer together with the caller.
    fn knowing(self, known: Option<KnownCustomer>) -> Self {
        Self { context: self.context.knowing(known), ..self }
    }

    /// The body, of so many bytes at most; it is empty afterwards.
    pub(crate) fn take_body(&self, limit: u64) -> Result<Arriving, Fault> {
        self.plain_body()?;
        Ok(Arriving::new(self.body.take(), &self.headers, limit, self.door.settings.silence))
    }
}

/// Ids and language of a request.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub request_id: Uuid,
    given: Option<Uuid>,
    /// Both ids as they are sent back: letter by letter as they came.
    echoed: [String; 2],
    correlation_id: Uuid,
    locale: Locale,
}

impl Marks {
    fn of(headers: &HeaderMap, door: &Door) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let id = |name: &HeaderName| {
            let text = text(name)?.trim();
            // Clients without one send zeros each time.
            let id = text.parse::<Uuid>().ok().filter(|id| !id.is_nil())?;
            Some((id, text.to_owned()))
        };
        let fresh = || {
            let id = door.service.request_id().parse().unwrap_or(Uuid::max());
            (id, id.to_string())
        };
        let given = id(&REQUEST_ID);
        let (request_id, request_text) = given.clone().unwrap_or_else(fresh);
        let (correlation_id, correlation_text) = id(&CORRELATION_ID).unwrap_or_else(fresh);
        Self {
            request_id,
            given: given.map(|(id, _)| id),
            echoed: [request_text, correlation_text],
            correlation_id,
            locale: text(&LOCALE).and_then(Locale::from_tag).unwrap_or_default(),
        }
    }
}

impl Door {
    /// Answers what is addressed to this interface.
    pub(crate) async fn answer(&self, addressee: Addressee, request: Request) -> Response {
        let begun = Instant::now();
        let (parts, body) = request.into_parts();
        let only_head = parts.method == Method::HEAD;
        let marks = Marks::of(&parts.headers, self);
        let span = tracing::info_span!("api", id = %marks.request_id, method = %parts.method);
        let reply = async {
            match addressee {
                Addressee::Tokens => token::grant(self, &parts, body, &marks, begun).await,
                Addressee::Discovery => {
                    token::discovery(self, &parts).unwrap_or_else(|fault| fault.reply(marks.locale))
                }
                Addressee::Description => described(&parts).unwrap_or_else(|fault| fault.reply(marks.locale)),
                Addressee::SecondHop => token::second_hop(self, &parts, body)
                    .await
                    .unwrap_or_else(|fault| fault.reply(marks.locale)),
                Addressee::Calls => self.call_apart(parts, body, &marks, begun).await,
            }
        }
        .instrument(span)
        .await;
        // Tokens are the directory's matter, which has never marked its bodies.
        let marked = self.settings.byte_order_mark && addressee == Addressee::Calls;
        let reply = if marked { reply.with_mark() } else { reply };
        let reply = if only_head { reply.without_body() } else { reply };
        Self::respond(reply, &marks)
    }

    /// Makes a call in a task of its own: whoever hangs up does not leave half of it undone, or unnoted.
    async fn call_apart(&self, parts: Parts, body: Body, marks: &Marks, begun: Instant) -> Reply {
        let (door, own_marks, body) = (self.clone(), marks.clone(), Waiting::new(body));
        let work = async move {
            let reply = door.call(&parts, &body, &own_marks, begun).await;
            body.drop_rest(&parts.headers, door.settings.silence).await;
            reply
        };
        tokio::spawn(work.in_current_span()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a call broke down");
            Fault::ours().reply(marks.locale)
        })
    }

    async fn call(&self, parts: &Parts, body: &Waiting, marks: &Marks, begun: Instant) -> Reply {
        let segments = route::segments(parts.uri.path());
        // What can be read can be asked about without its body (RFC 9110 §9.1).
        let method = if parts.method == Method::HEAD { Method::GET } else { parts.method.clone() };
        let found = segments.as_deref().map(|segments| route::find(method.as_str(), segments));
        let call = match &found {
            Some(route::Found::Call(call, _)) => Some(*call),
            _ => None,
        };
        let customer = customer_of(found.as_ref());
        // A change looks again when it comes to its turn.
        let looked_at = customer.filter(|_| call.is_some_and(ApiCall::only_reads));
        let (actor, known) = match self.caller(&parts.headers, looked_at).await {
            Ok(caller) => (caller.actor, caller.known),
            Err(fault) => return fault.reply(marks.locale),
        };
        if let Err(seconds) = self.count(&actor) {
            let reply = Fault::too_many(seconds).reply(marks.locale);
            if let Some(caller) = caller_of(&actor) {
                self.note(caller, None, None, parts, marks, &reply, begun);
            }
            return reply;
        }
        let outcome = match (found, segments) {
            (Some(route::Found::Call(call, varying)), Some(segments)) => {
                match self.calling(parts, body, marks, &actor, call, varying, &segments) {
                    Ok(calling) => calls::carry_out(call.name, calling.knowing(known)).await,
                    Err(fault) => Err(fault),
                }
            }
            (Some(route::Found::OtherMethod(allowed)), _) => Err(Fault::other_method(&allowed)),
            _ => Err(Fault::not_found("path")),
        };
        let reply = outcome.unwrap_or_else(|fault| fault.reply(marks.locale));
        if let Some(caller) = caller_of(&actor) {
            self.note(caller, call, customer, parts, marks, &reply, begun);
        }
        reply
    }

    /// Who calls.
    async fn caller(&self, headers: &HeaderMap, customer: Option<OrganisationId>) -> Result<Caller, Fault> {
        let token = bearer(headers).ok_or_else(|| Fault::unauthorized("token-missing"))?;
        let caller = self.service.caller_about(&token, customer).await;
        let caller = caller.map_err(|error| Fault::of(error, "path"))?;
        caller.ok_or_else(|| Fault::unauthorized("token-ended"))
    }

    /// Counts a request of a program, whatever it asks for. One that comes too early hears how many seconds to wait.
    fn count(&self, actor: &Actor) -> Result<(), u64> {
        let app = actor.app.as_ref().map(|app| app.app_id);
        self.calls.as_ref().as_ref().map_or(Ok(()), |counter| counter.count(app))
    }

    #[expect(clippy::too_many_arguments, reason = "everything that is known of a request, once")]
    fn calling(
        &self,
        parts: &Parts,
        body: &Waiting,
        marks: &Marks,
        actor: &Actor,
        call: &'static ApiCall,
        varying: Vec<String>,
        segments: &[String],
    ) -> Result<Calling, Fault> {
        let app = actor.app.as_ref().ok_or_else(Fault::ours)?;
        if !may_have_apps(actor.kind) || actor.kind == OrganisationKind::Manufacturer {
            return Err(Fault::new(StatusCode::FORBIDDEN, code::PROGRAMME_NOT_ACTIVE, "kind"));
        }
        let batches = call.name == "device-batch.create" && self.settings.batches_without_person;
        if app.alone && !call.alone && !batches {
            return Err(Fault::new(StatusCode::FORBIDDEN, code::AUTHORIZATION_FAILED, "person-missing"));
        }
        if !accepts_json(&parts.headers) {
            return Err(Fault::new(StatusCode::NOT_ACCEPTABLE, code::INVALID_INPUT, "accept"));
        }
        Ok(Calling {
            door: self.clone(),
            context: Context::new(actor.clone(), marks.request_id.to_string()),
            method: call.method,
            varying,
            path: format!("/{}", segments[1..].join("/").to_lowercase()),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            repeatable: marks.given,
            body: body.clone(),
        })
    }

    #[expect(clippy::too_many_arguments, reason = "everything that is kept of a request, once")]
    pub(crate) fn note(
        &self,
        caller: ApiCaller,
        call: Option<&'static ApiCall>,
        customer: Option<OrganisationId>,
        parts: &Parts,
        marks: &Marks,
        reply: &Reply,
        begun: Instant,
    ) {
        let refused = reply.status.is_client_error() || reply.status.is_server_error();
        let error = match &reply.body {
            Content::Whole(text) if refused => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        };
        let path_and_query = parts.uri.path_and_query().map_or("/", |text| text.as_str());
        self.service.note_api_request(ApiRequest {
            caller,
            call: call.map(|call| call.name),
            customer,
            changes: call.is_some_and(|call| !call.only_reads()),
            method: parts.method.to_string(),
            path: path_and_query.to_owned(),
            status: reply.status.as_u16(),
            request_id: marks.request_id.to_string(),
            correlation_id: marks.correlation_id.to_string(),
            duration: begun.elapsed(),
            error,
        });
    }

    fn respond(reply: Reply, marks: &Marks) -> Response {
        let body = match reply.body {
            Content::Whole(text) if text.is_empty() => Body::empty(),
            Content::Whole(text) => Body::from(text),
            Content::Pieces(body) => body,
        };
        let mut response = Response::new(body);
        *response.status_mut() = reply.status;
        let headers = response.headers_mut();
        *headers = reply.headers;
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        let id = marks.request_id;
        let [request_id, correlation_id] = &marks.echoed;
        put(REQUEST_ID, request_id);
        put(CORRELATION_ID, correlation_id);
        // Sixteen letters of a vector, which is made of the id so that nothing else is told by it.
        let letters: String = hex::encode(id.as_bytes()).chars().take(16).collect();
        put(VECTOR, &format!("{letters}.0"));
        put(SERVER_ID, "100000000");
        put(HeaderName::from_static("x-content-type-options"), "nosniff");
        put(CACHE_CONTROL, "no-store");
        response
    }
}

/// The description, which says nothing about anybody and is for everybody.
fn described(parts: &Parts) -> Result<Reply, Fault> {
    if parts.method != Method::GET && parts.method != Method::HEAD {
        return Err(Fault::other_method("GET, HEAD"));
    }
    Ok(Reply::json(StatusCode::OK, &description()))
}

/// The program behind a request, as it is noted.
fn caller_of(actor: &Actor) -> Option<ApiCaller> {
    let app = actor.app.as_ref()?;
    Some(ApiCaller {
        app_id: app.app_id,
        app: app.name.clone(),
        organisation_id: actor.organisation_id,
        organisation: actor.organisation.clone(),
        user: (!app.alone).then(|| (actor.user_id, actor.name.clone())),
    })
}

/// The token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<SecretString> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| SecretString::from(token))
}

/// Whether the sender takes JSON. Those that say nothing do.
fn accepts_json(headers: &HeaderMap) -> bool {
    let mut named = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if named.peek().is_none() {
        return true;
    }
    named.flat_map(|list| list.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|parameter| {
            let weight = parameter.strip_prefix(['q', 'Q']).and_then(|rest| rest.strip_prefix('='));
            weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32))
        });
        !refused
            && (matches!(kind.as_str(), "" | "*/*" | "application/*" | "text/json") || kind.contains("json"))
    })
}

/// The customer in the path, as far as it is an id.
fn customer_of(found: Option<&route::Found>) -> Option<OrganisationId> {
    match found {
        Some(route::Found::Call(call, varying)) if call.template.contains("{customer-id}") => {
            varying.first()?.parse().ok()
        }
        _ => None,
    }
}
