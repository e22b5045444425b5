//! Proofs of others as arguments: what the use cases ask of identity providers and of passkeys, and what they get.
//!
//! The protocols themselves are in `taxiway-authn`, so that use cases are built without them.

use std::fmt::Debug;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;
use secrecy::SecretString;
use taxiway_domain::ids::UserId;
use taxiway_domain::sign_in::SignInRefusal;

use crate::Service;
use crate::vault::Vault;

/// A proof that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofError {
    /// Why.
    pub refusal: SignInRefusal,
    /// What exactly was found, in a technician's words, without secrets and without what the other side wrote at length.
    pub detail: String,
}

impl ProofError {
    /// An error with its detail.
    pub fn new(refusal: SignInRefusal, detail: impl Into<String>) -> Self {
        Self { refusal, detail: detail.into() }
    }
}

/// Result of looking at a proof.
pub type Proof<T> = std::result::Result<T, ProofError>;

/// How this service is known at an identity provider.
#[derive(Debug, Clone)]
pub struct OpenIdClient {
    /// The address by which the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
    /// Where the provider sends people back to.
    pub redirect: String,
    /// Scopes beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists a person's groups.
    pub group_claim: String,
}

/// The secrets of one sign-in.
#[derive(Debug, Clone)]
pub struct FlowSecrets {
    /// Comes back as it went.
    pub state: SecretString,
    /// Comes back within the proof.
    pub nonce: SecretString,
    /// What the provider is shown at the end to prove that it was us who began (RFC 7636).
    pub verifier: SecretString,
}

/// What was found at a provider's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Where people are sent.
    pub authorization_endpoint: String,
    /// Where codes are redeemed.
    pub token_endpoint: String,
    /// How many keys it signs with.
    pub keys: usize,
}

/// A person for whom a provider vouched. Everything has been verified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vouched {
    /// The person, in the provider's words.
    pub subject: String,
    /// Name for people.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether the provider says that the address belongs to the person.
    pub email_verified: Option<bool>,
    /// Groups of the person, if the provider said anything about them.
    pub groups: Option<Vec<String>>,
}

/// Speaks OpenID Connect with identity providers.
pub trait OpenId: Debug + Send + Sync {
    /// Looks whether a provider answers at the address.
    fn check<'a>(&'a self, issuer: &'a str) -> BoxFuture<'a, Proof<Discovery>>;

    /// The address at the provider to which a browser is sent.
    fn authorize<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
    ) -> BoxFuture<'a, Proof<String>>;

    /// Redeems a code and verifies the proof.
    fn redeem<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
        code: SecretString,
        now: Timestamp,
    ) -> BoxFuture<'a, Proof<Vouched>>;
}

/// The owner of a passkey, as authenticators show it.
#[derive(Debug, Clone)]
pub struct PasskeyOwner {
    /// The person.
    pub user_id: UserId,
    /// Sign-in name.
    pub email: String,
    /// Name for people.
    pub name: String,
}

/// What a browser is asked, and what its answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// For the browser, as JSON.
    pub options: String,
    /// For us, as JSON. It must not leave the server.
    pub state: String,
}

/// A passkey that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePasskey {
    /// The id by which browsers and authenticators know it.
    pub credential_id: Vec<u8>,
    /// Public key, counter and properties, as JSON.
    pub content: String,
}

/// Who answers, as the browser says. Nothing has been verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyClaim {
    /// The passkey.
    pub credential_id: Vec<u8>,
    /// The person, if the passkey knows.
    pub user_id: Option<UserId>,
}

/// Makes and verifies passkeys. Every answer needs the verification of the person by the authenticator.
pub trait Passkeys: Debug + Send + Sync {
    /// Asks for a new passkey, not on an authenticator that has one of these already.
    fn start_registration(&self, owner: &PasskeyOwner, known: &[Vec<u8>]) -> Proof<Ceremony>;

    /// Verifies the answer.
    fn finish_registration(&self, state: &str, answer: &str) -> Proof<MadePasskey>;

    /// Asks for one of these passkeys, or for any when there are none.
    fn start_sign_in(&self, allowed: &[Vec<u8>]) -> Proof<Ceremony>;

    /// Reads who answers.
    fn claim(&self, answer: &str) -> Proof<PasskeyClaim>;

    /// Verifies the answer of this passkey; gives its content after use.
    fn finish_sign_in(&self, state: &str, answer: &str, content: &str) -> Proof<String>;
}

/// Everything around sign-in by the proof of others; what is missing is not offered.
#[derive(Debug, Clone, Default)]
pub struct Authn {
    /// Speaks with identity providers.
    pub openid: Option<Arc<dyn OpenId>>,
    /// Makes and verifies passkeys.
    pub passkeys: Option<Arc<dyn Passkeys>>,
    /// Seals the secrets of identity providers.
    pub vault: Option<Vault>,
    /// Scheme, host and port at which people reach the portal, without a slash at the end.
    pub public_url: Option<String>,
    /// Whether identity providers may be reached without TLS.
    pub allow_http: bool,
}

impl Service {
    /// With these ways to sign in beside the password.
    #[must_use]
    pub fn with_authn(self, authn: Authn) -> Self {
        Self { authn: Arc::new(authn), ..self }
    }

    /// Scheme, host and port at which people reach the portal, if that is known.
    pub fn public_url(&self) -> Option<&str> {
        self.authn.public_url.as_deref()
    }

    /// Where identity providers send people back to: to be entered there.
    pub fn redirect_address(&self) -> Option<String> {
        self.public_url().map(|url| format!("{url}{REDIRECT}"))
    }

    /// Whether passkeys can be used.
    pub fn offers_passkeys(&self) -> bool {
        self.authn.passkeys.is_some()
    }

    /// Whether identity providers can be used.
    pub fn offers_providers(&self) -> bool {
        self.authn.openid.is_some() && self.authn.vault.is_some() && self.authn.public_url.is_some()
    }
}

/// Path of the page to which identity providers send people back.
pub const REDIRECT: &str = "/sign-in/callback";
