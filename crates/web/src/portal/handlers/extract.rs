//! Who visits and what was sent: few, whole arguments for handlers.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{Form, FromRequest, FromRequestParts, Path, Query as UrlQuery, Request};
use axum::http::header::{HOST, REFERER, USER_AGENT};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind, may};
use taxiway_locale::{Locale, text};
use taxiway_service::store::Organisation;
use taxiway_service::{Checks, Client, Context, OpenUse, Service, Session};

use super::cookies::{self, Names};
use super::limits::Limit;
use super::problem::Problem;
use super::{Portal, RequestId};
use crate::portal::parts::Tone;
use crate::portal::shell::{Area, CustomerContext, Flash, Person};
use crate::portal::{Shell, routes};
use taxiway_http::address;

/// Somebody with a request, signed in or not. Made once by the middleware, shared by all that answer.
#[derive(Clone)]
pub(crate) struct Visitor(Arc<Visit>);

/// What a request says about its sender.
pub(crate) struct Visit {
    pub portal: Portal,
    pub locale: Locale,
    pub request_id: String,
    /// Path and query of a page that can be asked for again.
    pub path: String,
    /// The session with its secret.
    pub session: Option<(SecretString, Session)>,
    /// Whether the request came with a session that is over.
    pub expired: bool,
    /// The secret of a sign-in that left for an identity provider.
    pub flow: Option<SecretString>,
    /// The secret of a question for a passkey.
    pub challenge: Option<SecretString>,
    /// The secret that a form and a cookie share before anybody is signed in.
    pub form_token: String,
    /// Whether the browser has to be given that secret.
    pub is_new: bool,
    /// What was just done: key of the locale below `flash-`.
    pub flash: Option<String>,
    /// What was checked before the answer.
    pub checks: Checks,
    /// Where the request comes from, as far as it is known. Counted, never stored.
    pub address: Option<IpAddr>,
    /// What is kept of where a session comes from.
    pub client: Client,
}

impl Deref for Visitor {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl Visitor {
    /// Finds out who visits. Without a database the visitor is nobody, and a fault.
    pub(crate) async fn meet(portal: Portal, request: &Parts) -> (Self, Option<Problem>) {
        let headers = &request.headers;
        let jar = CookieJar::from_headers(headers);
        let names = Names::of(&portal.settings);
        let value = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned());
        let token = value(names.session).filter(|token| !token.is_empty()).map(SecretString::from);
        let (session, problem) = match &token {
            Some(token) => match portal.service.session(token).await {
                Ok(session) => (session, None),
                Err(error) => (None, Some(Problem::from(error))),
            },
            None => (None, None),
        };
        let address = address::of(request, &portal.settings.trusted_proxies);
        let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let sent = value(names.form).filter(|token| token.len() == cookies::FORM_TOKEN_LENGTH);
        let visit = Visit {
            locale: locale(value(cookies::LANGUAGE).as_deref(), headers),
            request_id: request.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            path: match request.method {
                Method::GET => request.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
                _ => page_before(headers),
            },
            expired: token.is_some() && session.is_none() && problem.is_none(),
            flow: secret(value(names.flow)),
            challenge: secret(value(names.challenge)),
            session: token.zip(session),
            is_new: sent.is_none(),
            form_token: sent.unwrap_or_else(|| portal.service.form_token()),
            flash: value(cookies::FLASH).filter(|flash| cookies::FLASHES.contains(&flash.as_str())),
            checks: Checks::default(),
            client: Client::new(address, agent),
            address,
            portal,
        };
        (Self(Arc::new(visit)), problem)
    }
}

impl Visit {
    pub(crate) fn service(&self) -> &Service {
        &self.portal.service
    }

    /// Says that what this visitor gets needs no right.
    pub(crate) fn open(&self, what: OpenUse) {
        self.checks.open(what);
    }

    /// What every page has around it. A customer's own people are at their customer's pages everywhere.
    pub(crate) fn shell(&self, area: Area) -> Shell {
        let session = self.session.as_ref().map(|(_, session)| session);
        let at_home = session.filter(|session| session.actor.kind == OrganisationKind::Customer);
        Shell {
            locale: self.locale,
            path: self.path.clone(),
            csrf: session.map_or(&self.form_token, |session| &session.csrf_token).clone(),
            request_id: self.request_id.clone(),
            person: session.map(|session| Person {
                name: session.actor.name.clone(),
                organisation: session.actor.organisation.clone(),
                kind: session.actor.kind,
                may_read_log: may(&session.actor.roles, Action::AuditRead),
                roles: session.actor.roles.clone(),
            }),
            customer: at_home.map(|session| CustomerContext {
                id: session.actor.organisation_id,
                name: session.actor.organisation.clone(),
                may_register: may(&session.actor.roles, Action::DeviceRegister),
                may_approve: may(&session.actor.roles, Action::UploadApprove),
                on_behalf_of: false,
            }),
            area,
            flash: self
                .flash
                .as_ref()
                .map(|flash| Flash { tone: Tone::Good, text: text(self.locale, &format!("flash-{flash}")) }),
        }
    }

    /// Counts a request of a kind that is limited, by where it comes from and by which account it is about.
    pub(crate) fn count(&self, limit: Limit, account: Option<&str>) -> Result<(), Problem> {
        self.portal.limits.count(limit, self.address, account)
    }

    /// Whether a form carries the token of the page it came from.
    pub(crate) fn accepts(&self, token: Option<&str>) -> bool {
        let expected = match &self.session {
            Some((_, session)) => &session.csrf_token,
            None if self.is_new => return false,
            None => &self.form_token,
        };
        token.is_some_and(|token| same(token, expected))
    }

    /// As [`Self::accepts`], for forms that also stand on pages given to nobody in particular.
    fn accepts_before_sign_in(&self, token: Option<&str>) -> bool {
        let known = !self.is_new && token.is_some_and(|token| same(token, &self.form_token));
        known || self.accepts(token)
    }
}

fn secret(value: Option<String>) -> Option<SecretString> {
    value.filter(|value| !value.is_empty()).map(SecretString::from)
}

/// The page on which a form was sent, as far as the browser tells.
fn page_before(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let page = text(REFERER).and_then(|referer| referer.parse::<Uri>().ok());
    let own = page.filter(|page| page.authority().map(Authority::as_str) == text(HOST));
    let path = own.as_ref().and_then(Uri::path_and_query).map(|path| path.as_str().to_owned());
    path.filter(|path| is_local(path)).unwrap_or_else(|| "/".to_owned())
}

/// Whether browsers take it for an address of this server: they read `//host` and `/\host` as another one.
pub(crate) fn is_local(address: &str) -> bool {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain
        && address.starts_with('/')
        && !address.starts_with("//")
        && address.parse::<Uri>().is_ok_and(|uri| uri.host().is_none())
}

fn same(token: &str, expected: &str) -> bool {
    token.as_bytes().ct_eq(expected.as_bytes()).into()
}

fn locale(chosen: Option<&str>, headers: &HeaderMap) -> Locale {
    chosen.and_then(Locale::from_tag).unwrap_or_else(|| {
        let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok());
        accepted.map(Locale::negotiate).unwrap_or_default()
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::Fault)
    }
}

/// A visitor with a session.
pub(crate) struct SignedIn {
    pub visitor: Visitor,
    /// What use cases want to know.
    pub context: Context,
    /// The customer of the address, when the person works in its pages on its behalf.
    on_behalf_of: Option<OrganisationId>,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let nobody = Problem::SignedOut { return_to: visitor.path.clone(), expired: visitor.expired };
        let mut signed = Self::of(visitor).ok_or(nobody)?;
        if let Some(customer) = customer_of(parts.uri.path())
            && signed.service().acts_on_behalf(&signed.context, customer).await?
        {
            signed.on_behalf_of = Some(customer);
        }
        Ok(signed)
    }
}

/// The customer in whose pages an address lies.
fn customer_of(path: &str) -> Option<OrganisationId> {
    let mut segments = path.strip_prefix('/')?.split('/');
    (segments.next()? == "customers").then(|| segments.next()?.parse().ok()).flatten()
}

impl SignedIn {
    /// The visitor as somebody with a session, if he has one.
    pub(crate) fn of(visitor: Visitor) -> Option<Self> {
        let (_, session) = visitor.session.as_ref()?;
        let mut context = Context::new(session.actor.clone(), visitor.request_id.clone());
        context.checks = visitor.checks.clone();
        Some(Self { visitor, context, on_behalf_of: None })
    }

    /// The session that asks.
    pub(crate) fn session(&self) -> Result<&Session, Problem> {
        self.visitor.session.as_ref().map(|(_, session)| session).ok_or(Problem::Fault)
    }

    pub(crate) fn service(&self) -> &Service {
        self.visitor.service()
    }

    pub(crate) fn locale(&self) -> Locale {
        self.visitor.locale
    }

    pub(crate) fn shell(&self, area: Area) -> Shell {
        self.visitor.shell(area)
    }

    /// What stands around a page about a customer.
    pub(crate) fn shell_about(&self, area: Area, customer: &Organisation) -> Shell {
        Shell {
            customer: Some(CustomerContext {
                id: customer.organisation_id,
                name: customer.name.clone(),
                may_register: self.context.may(Action::DeviceRegister),
                may_approve: self.context.may(Action::UploadApprove),
                on_behalf_of: self.on_behalf_of == Some(customer.organisation_id),
            }),
            ..self.shell(area)
        }
    }

    /// Looks a customer up in order to do this.
    pub(crate) async fn customer(&self, id: OrganisationId, action: Action) -> Result<Organisation, Problem> {
        Ok(self.service().customer(&self.context, id, action).await?.customer().clone())
    }

    /// Where this person's work begins: a customer's own people have one customer, the operator looks after everybody.
    pub(crate) fn start(&self) -> String {
        let actor = &self.context.actor;
        match actor.kind {
            OrganisationKind::Customer => routes::Customer { customer: actor.organisation_id }.to_string(),
            OrganisationKind::Operator if may(&actor.roles, Action::OrganisationAdminister) => {
                routes::Organisations {}.to_string()
            }
            _ => routes::Customers {}.to_string(),
        }
    }
}

/// The ids in the path; a path whose ids are none leads nowhere.
pub(crate) struct At<R>(pub R);

impl<S: Send + Sync, R: DeserializeOwned + Send> FromRequestParts<S> for At<R> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::<R>::from_request_parts(parts, state)
            .await
            .map(|Path(route)| Self(route))
            .map_err(|_| Problem::NotFound)
    }
}

/// Names and values of a query or a form.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field that was filled in.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// Whether a field was sent, filled in or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The value of a field, read as something; what cannot be read is as good as absent.
    pub(crate) fn read<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// As [`Self::all`], read as something; none when one of them cannot be read.
    pub(crate) fn read_all<T: std::str::FromStr>(&self, name: &str) -> Option<Vec<T>> {
        self.all(name).map(|value| value.parse().ok()).collect()
    }

    /// Every value of a field, in order, empty ones too.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field whose name is written in any capitals.
    pub(crate) fn get_any_case(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The number of the page wanted, from 1.
    pub(crate) fn page(&self) -> u64 {
        self.read("page").unwrap_or(1).clamp(1, 1_000_000_000)
    }
}

/// The query of the address; values that make no sense are ignored.
pub(crate) struct Asked(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(UrlQuery::try_from_uri(&parts.uri).map(|UrlQuery(pairs)| Fields(pairs)).unwrap_or_default()))
    }
}

/// A form whose token was checked.
pub(crate) struct Posted(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or(Problem::Fault)?;
        let open = [
            routes::SignIn {}.to_string(),
            routes::Language {}.to_string(),
            routes::SignInOrganisation {}.to_string(),
            routes::PasskeySignInOptions {}.to_string(),
            routes::PasskeySignIn {}.to_string(),
            routes::SecondFactor {}.to_string(),
        ];
        let open = open.iter().any(|path| path == request.uri().path());
        let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
        let Form(fields) = form.map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
            _ => Problem::Meaningless,
        })?;
        let fields = Fields(fields);
        let token = fields.get("csrf");
        let genuine = if open { visitor.accepts_before_sign_in(token) } else { visitor.accepts(token) };
        if genuine { Ok(Self(fields)) } else { Err(Problem::Forged) }
    }
}
