//! Front door: the device interface of Partner Center, for the clients that exist.
//!
//! A dialect over the same use cases as the portal: no rule lives here. A call is found by its path ([`route`]), its caller by
//! the token ([`door`]), its body is read with errors that name the member ([`json`]), and what the use cases say is put into the
//! published form ([`fault`], [`wire`]).

mod body;
mod calls;
mod description;
mod devices;
mod door;
mod fault;
mod json;
mod reply;
mod route;
mod stream;
mod token;
mod wire;

pub use description::description;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use governor::Quota;
use ipnet::IpNet;
use taxiway_domain::ids::AppId;
use taxiway_http::counter::{Counter, Now};
use taxiway_service::Service;
use tokio::sync::Semaphore;

/// Most programs and addresses that are counted apart.
const KEYS: usize = 50_000;

/// What an operator can set about this interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerCenterSettings {
    /// Most bytes of a body.
    pub body_bytes: u64,
    /// What the answer to accepted work holds: nothing, as published, or `{}` for clients that read it.
    pub accepted_body: AcceptedBody,
    /// Whether bodies begin with a byte order mark, as they once did.
    pub byte_order_mark: bool,
    /// Whether a program may make batches without acting for a person, which the published interface does not allow.
    pub batches_without_person: bool,
    /// Calls of one program in a minute; 0: as many as it likes.
    pub calls_per_minute: u32,
    /// Requests for tokens from one address in a minute; 0: as many as it likes.
    pub tokens_per_minute: u32,
    /// How long a sender may be silent in the middle of a body.
    pub silence: Duration,
    /// Lists of devices that are taken in at a time; further ones wait.
    pub uploads_at_once: u16,
    /// Where this service is reached, without a slash at the end: for links that people follow.
    pub public_url: String,
    /// Web servers before this one whose word about where a request comes from is taken.
    pub trusted_proxies: Vec<IpNet>,
}

/// What the answer to accepted work holds. Clients that exist contradict each other (see `docs/compatibility.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AcceptedBody {
    /// Nothing.
    #[default]
    Empty,
    /// An empty object.
    Object,
}

impl Default for PartnerCenterSettings {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            accepted_body: AcceptedBody::default(),
            byte_order_mark: false,
            batches_without_person: false,
            calls_per_minute: 1_200,
            tokens_per_minute: 60,
            silence: Duration::from_mins(1),
            uploads_at_once: 64,
            public_url: "http://127.0.0.1:8600".to_owned(),
            trusted_proxies: Vec::new(),
        }
    }
}

/// What every call shares.
#[derive(Clone)]
pub(crate) struct Door {
    pub service: Service,
    pub settings: Arc<PartnerCenterSettings>,
    calls: Arc<Option<Counter<Option<AppId>>>>,
    tokens: Arc<Option<Counter<Option<std::net::IpAddr>>>>,
    uploads: Arc<Semaphore>,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Puts this interface before other pages: it answers what is addressed to it and passes everything else on.
pub fn before(others: Router, service: Service, settings: PartnerCenterSettings) -> Router {
    let clock = service.clone();
    let now: Now = Arc::new(move || clock.now());
    let minute = |times| NonZeroU32::new(times).map(Quota::per_minute);
    let door = Door {
        service,
        calls: Arc::new(Counter::new(minute(settings.calls_per_minute), KEYS, None, &now)),
        tokens: Arc::new(Counter::new(minute(settings.tokens_per_minute), KEYS, None, &now)),
        uploads: Arc::new(Semaphore::new(settings.uploads_at_once.into())),
        settings: Arc::new(settings),
    };
    others.layer(from_fn_with_state(door, answer_or_pass_on))
}

async fn answer_or_pass_on(State(door): State<Door>, request: Request, next: Next) -> Response {
    match door::addressee(request.uri().path()) {
        Some(addressee) => door.answer(addressee, request).await,
        None => next.run(request).await,
    }
}
