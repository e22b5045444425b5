//! OpenID Connect: the authorization code flow with PKCE, as the relying party.
//!
//! Discovery and keys are fetched anew for each sign-in: so a provider can change its keys at any time, and one that is down
//! is noticed before a browser is sent there.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthType, AuthenticationFlow,
    AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IdTokenClaims, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse,
    UserInfoClaims, UserInfoError,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::{Discovery, FlowSecrets, OpenId, OpenIdClient, Proof, ProofError, Vouched};

use crate::outbound::{Outbound, OutboundError};

/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 60;
/// Groups of a person that are looked at.
const GROUPS: usize = 5_000;

/// Claims beside the standard ones: groups are no standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Extra {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Extra {}

type Fields = IdTokenFields<
    Extra,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Answer = StandardTokenResponse<Fields, CoreTokenType>;
type Refusal = StandardErrorResponse<CoreErrorResponseType>;
type RelyingParty = Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    Refusal,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl<'c> AsyncHttpClient<'c> for Outbound {
    type Error = OutboundError;
    type Future = BoxFuture<'c, Result<HttpResponse, OutboundError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// Speaks OpenID Connect through the guarded client.
#[derive(Debug, Clone)]
pub struct OpenIdConnect {
    outbound: Outbound,
    /// How long all requests of one step may take together.
    patience: Duration,
}

impl OpenIdConnect {
    /// Speaks through this client.
    pub fn new(outbound: Outbound) -> Self {
        // A page waits for it: the portal gives up after half a minute.
        let patience = (outbound.settings().timeout * 2).min(Duration::from_secs(20));
        Self { outbound, patience }
    }

    async fn in_time<T>(&self, work: impl Future<Output = Proof<T>>) -> Proof<T> {
        let outcome = tokio::time::timeout(self.patience, work).await;
        outcome.unwrap_or_else(|_| {
            Err(ProofError::new(SignInRefusal::Slow, "the requests together took too long"))
        })
    }

    async fn discover(&self, issuer: &str) -> Proof<CoreProviderMetadata> {
        let malformed = |detail: &str| ProofError::new(SignInRefusal::Malformed, detail);
        let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|_| malformed("the issuer is no address"))?;
        let found =
            CoreProviderMetadata::discover_async(issuer, &self.outbound).await.map_err(discovery_error)?;
        let allowed =
            |scheme: &str| scheme == "https" || (scheme == "http" && self.outbound.settings().allow_http);
        // Browsers are sent there.
        if !allowed(found.authorization_endpoint().url().scheme()) {
            return Err(malformed("the authorization endpoint does not begin with https"));
        }
        if found.token_endpoint().is_none() {
            return Err(malformed("there is no token endpoint"));
        }
        Ok(found)
    }

    async fn relying_party(&self, client: &OpenIdClient) -> Proof<RelyingParty> {
        let found = self.discover(&client.issuer).await?;
        // OpenID Connect Discovery 1.0, section 3: the default is `client_secret_basic`.
        let by_post = found.token_endpoint_auth_methods_supported().is_some_and(|methods| {
            !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let redirect = RedirectUrl::new(client.redirect.clone())
            .map_err(|_| ProofError::new(SignInRefusal::Unavailable, "the public address is none"))?;
        let secret = ClientSecret::new(client.client_secret.expose_secret().to_owned());
        let party = RelyingParty::from_provider_metadata(
            found,
            ClientId::new(client.client_id.clone()),
            Some(secret),
        );
        let auth_type = if by_post { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(party.set_redirect_uri(redirect).set_auth_type(auth_type))
    }

    async fn address(&self, client: &OpenIdClient, secrets: &FlowSecrets) -> Proof<String> {
        let party = self.relying_party(client).await?;
        let (state, nonce) =
            (secrets.state.expose_secret().to_owned(), secrets.nonce.expose_secret().to_owned());
        let verifier = PkceCodeVerifier::new(secrets.verifier.expose_secret().to_owned());
        let (address, _, _) = party
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state.clone()),
                move || Nonce::new(nonce.clone()),
            )
            .add_scopes(client.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.into())
    }

    async fn person(
        &self,
        client: &OpenIdClient,
        secrets: &FlowSecrets,
        code: SecretString,
        now: Timestamp,
    ) -> Proof<Vouched> {
        let party = self.relying_party(client).await?;
        let answer = party
            .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
            .map_err(|error| ProofError::new(SignInRefusal::Malformed, error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.expose_secret().to_owned()))
            .request_async(&self.outbound)
            .await
            .map_err(token_error)?;
        let claims = verified(&party, &answer, secrets, now)?;
        let mut vouched = vouched(&claims, &client.group_claim);
        // Some providers put into the token only who it is, and tell the rest when asked.
        if (vouched.groups.is_none() || vouched.email.is_none())
            && let Ok(request) =
                party.user_info(AccessToken::clone(answer.access_token()), Some(claims.subject().clone()))
        {
            let told: UserInfoClaims<Extra, CoreGenderClaim> =
                request.request_async(&self.outbound).await.map_err(user_info_error)?;
            complete(&mut vouched, &told, &client.group_claim);
        }
        Ok(vouched)
    }
}

impl OpenId for OpenIdConnect {
    fn check<'a>(&'a self, issuer: &'a str) -> BoxFuture<'a, Proof<Discovery>> {
        Box::pin(self.in_time(async move {
            let found = self.discover(issuer).await?;
            let token_endpoint = found.token_endpoint().map(|address| address.url().to_string());
            Ok(Discovery {
                authorization_endpoint: found.authorization_endpoint().url().to_string(),
                token_endpoint: token_endpoint.unwrap_or_default(),
                keys: found.jwks().keys().len(),
            })
        }))
    }

    fn authorize<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
    ) -> BoxFuture<'a, Proof<String>> {
        Box::pin(self.in_time(self.address(client, secrets)))
    }

    fn redeem<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
        code: SecretString,
        now: Timestamp,
    ) -> BoxFuture<'a, Proof<Vouched>> {
        Box::pin(self.in_time(self.person(client, secrets, code, now)))
    }
}

/// Verifies the ID token as OpenID Connect Core 1.0, section 3.1.3.7, demands, and what its hash says about the access token.
fn verified(
    party: &RelyingParty,
    answer: &Answer,
    secrets: &FlowSecrets,
    now: Timestamp,
) -> Proof<IdTokenClaims<Extra, CoreGenderClaim>> {
    use CoreJwsSigningAlgorithm as Alg;
    let broken = |detail: &str| ProofError::new(SignInRefusal::Token, detail);
    let token =
        answer.id_token().ok_or_else(|| ProofError::new(SignInRefusal::Malformed, "there is no ID token"))?;
    // As long as clocks are apart, a token counts a little longer and may come from a little later.
    let earlier = moment(now, -LEEWAY)?;
    let later = moment(now, LEEWAY)?;
    let verifier = party
        .id_token_verifier()
        // Signatures with the provider's own keys only: who knows our secret must not be able to vouch for anybody.
        .set_allowed_algs([
            Alg::RsaSsaPkcs1V15Sha256,
            Alg::RsaSsaPkcs1V15Sha384,
            Alg::RsaSsaPkcs1V15Sha512,
            Alg::RsaSsaPssSha256,
            Alg::RsaSsaPssSha384,
            Alg::RsaSsaPssSha512,
            Alg::EcdsaP256Sha256,
            Alg::EcdsaP384Sha384,
            Alg::EdDsa,
        ])
        .set_time_fn(move || earlier)
        .set_issue_time_verifier_fn(move |issued| {
            if issued > later { Err("issued in the future".to_owned()) } else { Ok(()) }
        });
    let nonce = Nonce::new(secrets.nonce.expose_secret().to_owned());
    let claims = token.claims(&verifier, &nonce).map_err(claims_error)?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|_| broken("its algorithm is not known"))?;
        let key = token.signing_key(&verifier).map_err(|_| broken("its key is not known"))?;
        let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key)
            .map_err(|_| broken("the hash of the access token cannot be made"))?;
        if actual != *expected {
            return Err(ProofError::new(SignInRefusal::AccessToken, "at_hash differs"));
        }
    }
    Ok(claims.clone())
}

fn moment(now: Timestamp, seconds: i64) -> Proof<DateTime<Utc>> {
    DateTime::from_timestamp(now.as_second().saturating_add(seconds), 0)
        .ok_or_else(|| ProofError::new(SignInRefusal::Token, "the clock of this server is wrong"))
}

fn vouched(claims: &IdTokenClaims<Extra, CoreGenderClaim>, group_claim: &str) -> Vouched {
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    let preferred = || claims.preferred_username().map(|name| name.as_str().to_owned());
    Vouched {
        subject: claims.subject().as_str().to_owned(),
        name: name.or_else(preferred),
        email: claims.email().map(|email| email.as_str().to_owned()),
        email_verified: claims.email_verified(),
        groups: groups(&claims.additional_claims().all, group_claim),
    }
}

/// Adds what the token did not say. An address and whether it is verified belong together.
fn complete(vouched: &mut Vouched, told: &UserInfoClaims<Extra, CoreGenderClaim>, group_claim: &str) {
    if vouched.groups.is_none() {
        vouched.groups = groups(&told.additional_claims().all, group_claim);
    }
    if vouched.email.is_none() {
        vouched.email = told.email().map(|email| email.as_str().to_owned());
        vouched.email_verified = told.email_verified();
    }
    if vouched.name.is_none() {
        vouched.name = told.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    }
}

/// The groups of a claim: a list or a single one, under its whole name or along dots (`realm_access.roles`).
fn groups(claims: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    let found = claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        rest.split('.').try_fold(claims.get(first)?, |value, part| value.get(part))
    })?;
    match found {
        Value::String(group) => Some(vec![group.clone()]),
        Value::Array(groups) => {
            let texts = groups.iter().filter_map(Value::as_str).map(str::to_owned);
            Some(texts.take(GROUPS).collect())
        }
        _ => None,
    }
}

fn outbound_error(error: &OutboundError) -> ProofError {
    let refusal = match error {
        OutboundError::Blocked(_) | OutboundError::NotHttps => SignInRefusal::Blocked,
        OutboundError::Slow => SignInRefusal::Slow,
        OutboundError::TooLarge(_) => SignInRefusal::Malformed,
        OutboundError::Unreachable(_) | OutboundError::Unusable(_) => SignInRefusal::Unreachable,
    };
    ProofError::new(refusal, error.to_string())
}

fn status_error(status: http::StatusCode) -> ProofError {
    let refusal = if status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS {
        SignInRefusal::Unreachable
    } else {
        SignInRefusal::Malformed
    };
    ProofError::new(refusal, format!("it answered with status {}", status.as_u16()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn discovery_error(error: DiscoveryError<OutboundError>) -> ProofError {
    match &error {
        DiscoveryError::Request(error) => outbound_error(error),
        DiscoveryError::Response(status, ..) if !status.is_success() => status_error(*status),
        DiscoveryError::Parse(error) => {
            ProofError::new(SignInRefusal::Malformed, format!("unreadable at {}", short(error.path())))
        }
        DiscoveryError::Validation(_) => ProofError::new(SignInRefusal::Malformed, "it names another issuer"),
        _ => ProofError::new(SignInRefusal::Malformed, "it is no description of a provider"),
    }
}

fn token_error(error: RequestTokenError<OutboundError, Refusal>) -> ProofError {
    use CoreErrorResponseType as Kind;
    match error {
        RequestTokenError::Request(error) => outbound_error(&error),
        RequestTokenError::ServerResponse(answer) => {
            let refusal = match answer.error() {
                Kind::InvalidClient | Kind::UnauthorizedClient => SignInRefusal::ClientRefused,
                Kind::InvalidGrant => SignInRefusal::CodeRefused,
                _ => SignInRefusal::ProviderError,
            };
            ProofError::new(refusal, short(answer.error().as_ref()))
        }
        RequestTokenError::Parse(error, _) => {
            let detail = format!("the answer to the code is unreadable at {}", short(error.path()));
            ProofError::new(SignInRefusal::Malformed, detail)
        }
        RequestTokenError::Other(_) => {
            ProofError::new(SignInRefusal::Malformed, "the answer to the code is empty or of another kind")
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn user_info_error(error: UserInfoError<OutboundError>) -> ProofError {
    match &error {
        UserInfoError::Request(error) => outbound_error(error),
        UserInfoError::Response(status, ..) if !status.is_success() => status_error(*status),
        UserInfoError::ClaimsVerification(_) => {
            ProofError::new(SignInRefusal::Token, "the further claims are about somebody else")
        }
        _ => ProofError::new(SignInRefusal::Malformed, "the further claims are unreadable"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn claims_error(error: ClaimsVerificationError) -> ProofError {
    use ClaimsVerificationError as E;
    let (refusal, detail) = match &error {
        E::Expired(_) => (SignInRefusal::TokenExpired, "its times do not fit the clock of this server"),
        E::InvalidAudience(_) => (SignInRefusal::Audience, "it is for another client"),
        E::InvalidIssuer(_) => (SignInRefusal::Issuer, "it names another issuer"),
        E::InvalidNonce(_) => (SignInRefusal::Nonce, "its nonce differs"),
        E::SignatureVerification(_) => (SignInRefusal::Signature, "its signature does not hold"),
        _ => (SignInRefusal::Token, "it is not valid"),
    };
    ProofError::new(refusal, detail)
}

/// So much of a word of the other side that a technician recognises it, and nothing that could be more than a word.
#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn short(text: impl ToString) -> String {
    let text = text.to_string();
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "._-[]?".contains(*c)).take(60).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn groups_of(claims: &Value, name: &str) -> Option<Vec<String>> {
        groups(claims.as_object().expect("an object"), name)
    }

    #[test]
    fn groups_are_found_under_any_name_that_providers_use() {
        let claims = json!({
            "groups": ["a", "b", 7, null],
            "role": "single",
            "realm_access": { "roles": ["c"] },
            "https://example.com/groups": ["d"],
            "a.b": ["whole"],
            "a": { "b": ["nested"] },
            "flag": true,
        });
        let list = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(groups_of(&claims, "groups"), list(&["a", "b"]));
        assert_eq!(groups_of(&claims, "role"), list(&["single"]));
        assert_eq!(groups_of(&claims, "realm_access.roles"), list(&["c"]));
        assert_eq!(groups_of(&claims, "https://example.com/groups"), list(&["d"]));
        assert_eq!(groups_of(&claims, "a.b"), list(&["whole"]), "the whole name comes first");
        for name in ["flag", "none", "realm_access.none", "realm_access", "groups.0"] {
            assert_eq!(groups_of(&claims, name), None, "{name}");
        }
    }
}
