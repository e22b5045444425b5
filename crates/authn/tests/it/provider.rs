//! An identity provider on a free port of this machine.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::signature::{Ed25519KeyPair, KeyPair};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha512};
use taxiway_service::{FlowSecrets, OpenIdClient};

pub(crate) const NOW: i64 = 1_795_000_000;
pub(crate) const ACCESS_TOKEN: &str = "access-token-of-the-test";

/// How a page answers.
#[derive(Debug, Clone, Default)]
pub(crate) enum Reply {
    /// As it should.
    #[default]
    Good,
    /// With this status and text.
    Text(u16, String),
    /// Somewhere else.
    Elsewhere(String),
    /// With so many bytes.
    Bytes(usize),
    /// Never.
    Never,
}

/// Who signs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The provider.
    #[default]
    Provider,
    /// Somebody else, with the name of the provider's key.
    Stranger,
    /// Nobody: the algorithm is `none`.
    Nobody,
}

/// What the provider does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub discovery: Reply,
    /// Taken over the true description.
    pub description: Map<String, Value>,
    pub keys: Reply,
    pub token: Reply,
    /// Taken over the true claims; `null` removes one.
    pub claims: Map<String, Value>,
    pub signer: Signer,
    pub user_info: Option<Value>,
    /// What the token page was sent: its `Authorization` and its form.
    pub redeemed: Option<(String, String)>,
}

/// A running provider.
#[derive(Clone)]
pub(crate) struct Provider {
    pub issuer: String,
    plan: Arc<Mutex<Plan>>,
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self { issuer, plan: Arc::default() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(crate) fn will(&self, plan: Plan) {
        *self.plan.lock().unwrap() = plan;
    }

    pub(crate) fn plan(&self) -> Plan {
        self.plan.lock().unwrap().clone()
    }

    pub(crate) fn client(&self) -> OpenIdClient {
        OpenIdClient {
            issuer: self.issuer.clone(),
            client_id: "taxiway".to_owned(),
            client_secret: SecretString::from("s3cret: with & signs"),
            redirect: "https://taxiway.example/sign-in/callback".to_owned(),
            scopes: vec!["email".to_owned(), "profile".to_owned()],
            group_claim: "groups".to_owned(),
        }
    }

    fn claims(&self) -> Map<String, Value> {
        let hash = Sha512::digest(ACCESS_TOKEN.as_bytes());
        let claims = json!({
            "iss": self.issuer,
            "sub": "sub-1",
            "aud": "taxiway",
            "exp": NOW + 300,
            "iat": NOW,
            "nonce": "the nonce",
            "at_hash": URL_SAFE_NO_PAD.encode(&hash[..32]),
            "name": "Åsa Nyström",
            "email": "asa@nordlys.example",
            "email_verified": true,
            "groups": ["Sales"],
        });
        over(claims, self.plan().claims)
    }
}

fn over(value: Value, changes: Map<String, Value>) -> Map<String, Value> {
    let Value::Object(mut object) = value else { unreachable!() };
    for (name, change) in changes {
        if change.is_null() {
            object.remove(&name);
        } else {
            object.insert(name, change);
        }
    }
    object
}

/// The secrets of a flow, as the test's claims know them.
pub(crate) fn secrets() -> FlowSecrets {
    FlowSecrets {
        state: SecretString::from("the state"),
        nonce: SecretString::from("the nonce"),
        verifier: SecretString::from("verifier-verifier-verifier-verifier-verifier"),
    }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

async fn answer(reply: Reply, good: Value) -> Response {
    match reply {
        Reply::Good => axum::Json(good).into_response(),
        Reply::Text(status, text) => {
            let json = [("content-type", "application/json")];
            (StatusCode::from_u16(status).unwrap(), json, text).into_response()
        }
        Reply::Elsewhere(address) => Redirect::temporary(&address).into_response(),
        Reply::Bytes(count) => Body::from(vec![b' '; count]).into_response(),
        Reply::Never => std::future::pending().await,
    }
}

async fn discovery(State(provider): State<Provider>) -> Response {
    let plan = provider.plan();
    let issuer = &provider.issuer;
    let description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    });
    answer(plan.discovery, Value::Object(over(description, plan.description))).await
}

async fn keys(State(provider): State<Provider>) -> Response {
    let x = URL_SAFE_NO_PAD.encode(key(1).public_key());
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "1", "x": x });
    answer(provider.plan().keys, json!({ "keys": [key] })).await
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, form: String) -> Response {
    let by = headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    provider.plan.lock().unwrap().redeemed = Some((by.unwrap_or_default(), form));
    let plan = provider.plan();
    let (algorithm, signer) = match plan.signer {
        Signer::Provider => ("EdDSA", Some(key(1))),
        Signer::Stranger => ("EdDSA", Some(key(2))),
        Signer::Nobody => ("none", None),
    };
    let header = json!({ "alg": algorithm, "kid": "1", "typ": "JWT" });
    let claims = Value::Object(provider.claims());
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", part(&header), part(&claims));
    let signature = signer.map_or_else(String::new, |key| URL_SAFE_NO_PAD.encode(key.sign(input.as_bytes())));
    let good = json!({
        "access_token": ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": 300,
        "id_token": format!("{input}.{signature}"),
    });
    answer(plan.token, good).await
}

async fn user_info(State(provider): State<Provider>) -> Response {
    match provider.plan().user_info {
        Some(told) => axum::Json(told).into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}
