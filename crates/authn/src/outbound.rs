//! The one client for outbound requests.
//!
//! Who sets up an identity provider chooses an address to which this server connects. So no request reaches the inner
//! network, none follows a redirect, and none takes longer or brings more than agreed.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use http::{Request, Response};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::address::is_public;

/// What an operator allows to requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboundSettings {
    /// Whether they may go to loopback, private and other addresses of the inner network.
    pub allow_private_addresses: bool,
    /// Whether they may go without TLS.
    pub allow_http: bool,
    /// How long one may take, from the first byte to the last.
    pub timeout: Duration,
    /// Most bytes of an answer.
    pub body_bytes: usize,
}

impl Default for OutboundSettings {
    fn default() -> Self {
        Self {
            allow_private_addresses: false,
            allow_http: false,
            timeout: Duration::from_secs(10),
            body_bytes: 1 << 20,
        }
    }
}

/// Why there is no answer. None says what the other side wrote.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutboundError {
    /// The address is none to which requests may go.
    #[error("{0} is not a public address")]
    Blocked(String),
    /// The address is without TLS, or of another protocol.
    #[error("the address does not begin with https")]
    NotHttps,
    /// It took too long.
    #[error("no answer in time")]
    Slow,
    /// There was no connection, or it broke off.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The answer is longer than agreed.
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
    /// The client cannot be made on this machine.
    #[error("requests cannot be made: {0}")]
    Unusable(String),
}

/// Sends requests. Cloning shares its connections.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: reqwest::Client,
    settings: OutboundSettings,
}

impl Outbound {
    /// A client within these limits.
    pub fn new(settings: OutboundSettings) -> Result<Self, OutboundError> {
        // Somebody else in this process may have chosen already; any provider will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(concat!("taxiway/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Guard { allow_private: settings.allow_private_addresses })
            .redirect(Policy::none())
            // A proxy would look names up by itself, and not where we look.
            .no_proxy()
            .referer(false)
            .connect_timeout(settings.timeout)
            .timeout(settings.timeout)
            .build()
            .map_err(|error| OutboundError::Unusable(chain(&error)))?;
        Ok(Self { client, settings })
    }

    /// What is allowed.
    pub fn settings(&self) -> OutboundSettings {
        self.settings
    }

    /// Sends a request and reads the whole answer, whatever its status.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OutboundError> {
        self.check(&request.uri().to_string())?;
        let request =
            reqwest::Request::try_from(request).map_err(|error| OutboundError::Unreachable(chain(&error)))?;
        let mut answer = self.client.execute(request).await.map_err(failure)?;
        let mut response = Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers().clone();
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > self.settings.body_bytes {
                return Err(OutboundError::TooLarge(self.settings.body_bytes));
            }
            body.extend_from_slice(&chunk);
        }
        response.body(body).map_err(|error| OutboundError::Unreachable(error.to_string()))
    }

    /// Names are looked up through [`Guard`]; what is an address already never gets there.
    fn check(&self, address: &str) -> Result<(), OutboundError> {
        let url = Url::parse(address).map_err(|_| OutboundError::NotHttps)?;
        let allowed = url.scheme() == "https" || (url.scheme() == "http" && self.settings.allow_http);
        if !allowed {
            return Err(OutboundError::NotHttps);
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            _ => None,
        };
        match literal {
            Some(address) if !self.settings.allow_private_addresses && !is_public(address) => {
                Err(OutboundError::Blocked(address.to_string()))
            }
            _ => Ok(()),
        }
    }
}

/// Looks names up and leaves out every address that is not public: at the moment of connecting, so that a name cannot mean
/// something else by then.
#[derive(Debug, Clone, Copy)]
struct Guard {
    allow_private: bool,
}

/// A name that means no address to which requests may go.
#[derive(Debug)]
struct Inner(String);

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not at a public address", self.0)
    }
}

impl Error for Inner {}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> =
                found.filter(|address| allow_private || is_public(address.ip())).collect();
            if found.is_empty() {
                return Err(Box::new(Inner(name)) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn failure(error: reqwest::Error) -> OutboundError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        if let Some(Inner(name)) = one.downcast_ref() {
            return OutboundError::Blocked(name.clone());
        }
        cause = one.source();
    }
    if error.is_timeout() { OutboundError::Slow } else { OutboundError::Unreachable(chain(&error)) }
}

/// The innermost cause: what the outer ones add is the address, which whoever set it up knows.
fn chain(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string().chars().take(200).collect()
}
