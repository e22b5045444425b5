//! Signing in by an identity provider's word: the browser leaves, comes back, and the person is found or refused.
//!
//! One secret in the browser's cookie makes nonce and PKCE verifier, of which the database knows nothing: only digests of
//! that secret and of the `state` are stored, and each sign-in comes back once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha256};
use taxiway_domain::ids::IdentityProviderId;
use taxiway_domain::role::OrganisationKind;
use taxiway_domain::sign_in::{EmailDomain, SignInRefusal};
use taxiway_store::{IdentityProvider, SignInFlow, User};

use crate::Service;
use crate::admission::{Known, roles_of_person};
use crate::authn::{FlowSecrets, OpenIdClient, ProofError, REDIRECT, Vouched};
use crate::client::Client;
use crate::error::{Result, ServiceError};
use crate::identity_provider::provider_view;
use crate::letter::digest;
use crate::refusal::Refused;
use crate::session::SignIn;

/// How long a person may take at the provider.
const FLOW: SignedDuration = SignedDuration::from_mins(10);
/// So long it is remembered that a sign-in came back or was too late, to tell the one from the other.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// Longest secret, code or other value that is looked at, in bytes.
const VALUE_BYTES: usize = 4_096;
/// OpenID Connect Core 1.0, section 2: a subject has at most so many characters.
const SUBJECT_CHARS: usize = 255;

/// A browser that is sent to a provider.
#[derive(Debug, Clone)]
pub struct Onward {
    /// The address there.
    pub address: String,
    /// What the browser must bring back in its cookie.
    pub browser: SecretString,
    /// The provider, for people.
    pub provider: String,
}

/// What becomes of the wish to sign in at a provider.
#[derive(Debug)]
pub enum Departure {
    /// The browser is sent there.
    Onward(Onward),
    /// No provider is set up for this domain.
    NoProvider,
    /// It does not work.
    Refused(Refused),
}

/// How a sign-in by somebody else's proof ended.
#[derive(Debug)]
pub enum Entry {
    /// Signed in; the token goes into the cookie and is not stored anywhere.
    Done {
        /// The session's secret.
        token: SecretString,
        /// Path to go to.
        return_to: String,
    },
    /// Not signed in.
    Refused(Refused),
}

/// What the provider sends back with the browser.
#[derive(Debug, Default)]
pub struct Callback {
    /// What we gave.
    pub state: Option<String>,
    /// What can be redeemed.
    pub code: Option<SecretString>,
    /// What went wrong there.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub issuer: Option<String>,
}

/// A value that only whoever has the secret can know.
fn derived(purpose: &str, secret: &SecretString) -> SecretString {
    let digest = Sha256::new().chain_update(purpose).chain_update(secret.expose_secret()).finalize();
    SecretString::from(URL_SAFE_NO_PAD.encode(digest))
}

fn secrets(state: SecretString, browser: &SecretString) -> FlowSecrets {
    FlowSecrets { state, nonce: derived("nonce ", browser), verifier: derived("verifier ", browser) }
}

impl Service {
    /// Sends a browser to the provider of an e-mail address's domain. Whether there is an account plays no part.
    pub async fn leave_by_email(&self, email: &str, return_to: &str, request_id: &str) -> Result<Departure> {
        let Some(domain) = EmailDomain::of_email(email) else { return Ok(Departure::NoProvider) };
        let mut conn = self.store.read().await?;
        let found = conn.identity_provider_of_domain_any_tenant(domain.as_str()).await?;
        drop(conn);
        match found {
            Some(provider) => self.leave(provider, return_to, request_id).await,
            None => Ok(Departure::NoProvider),
        }
    }

    /// Sends a browser to a provider whose link was followed.
    pub async fn leave_by_link(
        &self,
        provider: IdentityProviderId,
        return_to: &str,
        request_id: &str,
    ) -> Result<Departure> {
        let found = self.store.read().await?.identity_provider_any_tenant(provider).await?;
        match found {
            Some(provider) => self.leave(provider, return_to, request_id).await,
            None => Ok(Departure::NoProvider),
        }
    }

    async fn leave(
        &self,
        provider: IdentityProvider,
        return_to: &str,
        request_id: &str,
    ) -> Result<Departure> {
        let known = self.known(provider).await?;
        let refused = |error: ProofError| async {
            Ok(Departure::Refused(self.refuse(&known, None, error, request_id).await?))
        };
        let (client, openid) = match (self.client(&known), self.authn.openid.clone()) {
            (Ok(client), Some(openid)) => (client, openid),
            (Err(error), _) => return refused(error).await,
            (_, None) => return refused(ProofError::new(SignInRefusal::Unavailable, "")).await,
        };
        let (state, browser) = (self.token().secret, self.token().secret);
        let secrets = secrets(state, &browser);
        let address = match openid.authorize(&client, &secrets).await {
            Ok(address) => address,
            Err(error) => return refused(error).await,
        };
        let now = self.clock.now();
        let flow = SignInFlow {
            state_digest: digest(&secrets.state).to_vec(),
            browser_digest: digest(&browser).to_vec(),
            organisation_id: known.organisation.organisation_id,
            provider_id: known.row.provider_id,
            return_to: return_to.to_owned(),
            created_at: now,
            expires_at: now + FLOW,
            used_at: None,
        };
        taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.insert_sign_in_flow(&flow, now - REMEMBERED).await?)
        })?;
        Ok(Departure::Onward(Onward { address, browser, provider: known.row.name.clone() }))
    }

    /// Takes what came back with a browser, and signs the person in for whom the provider vouches.
    pub async fn come_back(
        &self,
        callback: Callback,
        browser: Option<&SecretString>,
        client: &Client,
        request_id: &str,
    ) -> Result<Entry> {
        let state = callback.state.clone().filter(|state| state.len() <= VALUE_BYTES).map(SecretString::from);
        let Some(state) = state else { return Ok(Entry::Refused(SignInRefusal::UnknownState.into())) };
        let flow = self.store.read().await?.sign_in_flow(&digest(&state)).await?;
        let Some(flow) = flow else {
            tracing::warn!("an answer for a sign-in that nobody began was refused");
            return Ok(Entry::Refused(SignInRefusal::UnknownState.into()));
        };
        let provider =
            self.store.read().await?.identity_provider(flow.organisation_id, flow.provider_id).await?;
        let Some(provider) = provider else { return Ok(Entry::Refused(SignInRefusal::Gone.into())) };
        let known = self.known(provider).await?;
        let browser = browser.filter(|browser| digest(browser)[..] == flow.browser_digest[..]);
        let vouched = match self.vouched(&known, &flow, state, callback, browser).await? {
            Ok(vouched) => vouched,
            Err(error) => {
                return Ok(Entry::Refused(self.refuse(&known, None, error, request_id).await?));
            }
        };
        let who = vouched.email.clone().or_else(|| vouched.name.clone());
        let roles = match roles_of_person(&known, &vouched) {
            Ok(roles) => roles,
            Err(error) => {
                return Ok(Entry::Refused(self.refuse(&known, who.as_deref(), error, request_id).await?));
            }
        };
        let user = match self.admit(&known, &vouched, &roles, request_id).await? {
            Ok(user) => user,
            Err(refusal) => {
                let error = ProofError::new(refusal, "");
                return Ok(Entry::Refused(self.refuse(&known, who.as_deref(), error, request_id).await?));
            }
        };
        let detail = json!({ "name": known.row.name, "by": "identity-provider" });
        self.enter(&user, client, detail, request_id, flow.return_to).await
    }

    /// Begins a session, by whatever proof.
    pub(crate) async fn enter(
        &self,
        user: &User,
        client: &Client,
        how: serde_json::Value,
        request_id: &str,
        return_to: String,
    ) -> Result<Entry> {
        match self.open_session(user, client, how, request_id).await? {
            SignIn::Done { token } => Ok(Entry::Done { token, return_to }),
            _ => Err(ServiceError::internal("begin a session")("there is none")),
        }
    }

    async fn known(&self, row: IdentityProvider) -> Result<Known> {
        let mut conn = self.store.read().await?;
        let organisation = conn.organisation(row.organisation_id).await?.ok_or(ServiceError::NotFound)?;
        let kind = OrganisationKind::from_name(&organisation.kind).ok_or(ServiceError::NotFound)?;
        let view = provider_view(&mut conn, row.clone()).await?;
        Ok(Known { row, view, organisation, kind })
    }

    fn client(&self, known: &Known) -> std::result::Result<OpenIdClient, ProofError> {
        let unavailable = |detail| ProofError::new(SignInRefusal::Unavailable, detail);
        let public_url = self.public_url().ok_or_else(|| unavailable("no public address is set"))?;
        if self.authn.vault.is_none() {
            return Err(unavailable("no key is set"));
        }
        let client_secret = self
            .unsealed(&known.row)
            .ok_or_else(|| ProofError::new(SignInRefusal::Secret, "sealed with another key"))?;
        Ok(OpenIdClient {
            issuer: known.row.issuer.clone(),
            client_id: known.row.client_id.clone(),
            client_secret,
            redirect: format!("{public_url}{REDIRECT}"),
            scopes: known.row.scopes.split_ascii_whitespace().map(str::to_owned).collect(),
            group_claim: known.row.group_claim.clone(),
        })
    }

    /// Checks what came back, from the cheapest to the dearest, and redeems the code.
    async fn vouched(
        &self,
        known: &Known,
        flow: &SignInFlow,
        state: SecretString,
        callback: Callback,
        browser: Option<&SecretString>,
    ) -> Result<std::result::Result<Vouched, ProofError>> {
        let refused = |refusal, detail: &str| Ok(Err(ProofError::new(refusal, detail)));
        let Some(browser) = browser else { return refused(SignInRefusal::Browser, "") };
        let now = self.clock.now();
        if flow.used_at.is_some() {
            return refused(SignInRefusal::Replayed, "");
        }
        if flow.expires_at <= now {
            return refused(SignInRefusal::Late, "");
        }
        let first = taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.use_sign_in_flow(&flow.state_digest, now).await?)
        })?;
        if !first {
            return refused(SignInRefusal::Replayed, "");
        }
        if callback.issuer.is_some_and(|issuer| issuer != known.row.issuer) {
            return refused(SignInRefusal::Issuer, "the answer names another issuer");
        }
        match callback.error.as_deref() {
            // RFC 6749, section 4.1.2.1.
            Some("access_denied") => return refused(SignInRefusal::Denied, ""),
            Some(error) => {
                let code: String =
                    error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(60).collect();
                return refused(SignInRefusal::ProviderError, &code);
            }
            None => {}
        }
        let code = callback.code.filter(|code| {
            let length = code.expose_secret().len();
            length > 0 && length <= VALUE_BYTES
        });
        let Some(code) = code else { return refused(SignInRefusal::Malformed, "there is no code") };
        let (client, openid) = match (self.client(known), self.authn.openid.clone()) {
            (Ok(client), Some(openid)) => (client, openid),
            (Err(error), _) => return Ok(Err(error)),
            (_, None) => return refused(SignInRefusal::Unavailable, ""),
        };
        let secrets = secrets(state, browser);
        let vouched = openid.redeem(&client, &secrets, code, now).await;
        Ok(vouched.and_then(|vouched| {
            let length = vouched.subject.chars().count();
            if length == 0 || length > SUBJECT_CHARS {
                return Err(ProofError::new(SignInRefusal::Token, "the subject is empty or too long"));
            }
            Ok(vouched)
        }))
    }
}
