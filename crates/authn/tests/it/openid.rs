//! The authorization code flow, and every way in which a proof can be none.

use std::collections::HashMap;
use std::time::Duration;

use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use taxiway_authn::{OpenIdConnect, Outbound, OutboundSettings};
use taxiway_domain::sign_in::SignInRefusal as R;
use taxiway_service::{OpenId as _, Proof, Vouched};
use url::Url;

use crate::provider::{ACCESS_TOKEN, NOW, Plan, Provider, Reply, Signer, now, secrets};

/// Waits so long that a good answer always comes.
const PATIENT: Duration = Duration::from_secs(10);

fn client_of(timeout: Duration) -> OpenIdConnect {
    let settings = OutboundSettings {
        allow_private_addresses: true,
        allow_http: true,
        timeout,
        ..OutboundSettings::default()
    };
    OpenIdConnect::new(Outbound::new(settings).unwrap())
}

async fn redeem(provider: &Provider, plan: Plan) -> Proof<Vouched> {
    provider.will(plan);
    let code = SecretString::from("the code");
    client_of(PATIENT).redeem(&provider.client(), &secrets(), code, now()).await
}

fn claims(value: Value) -> Map<String, Value> {
    let Value::Object(claims) = value else { panic!("claims are an object") };
    claims
}

#[tokio::test]
async fn a_browser_is_sent_with_a_challenge_and_the_proof_is_read() {
    let provider = Provider::start().await;
    let address = client_of(PATIENT).authorize(&provider.client(), &secrets()).await.unwrap();
    let address = Url::parse(&address).unwrap();
    assert_eq!(address.path(), "/auth");
    let asked: HashMap<_, _> = address.query_pairs().into_owned().collect();
    let said = |name: &str| asked[name].as_str();
    assert_eq!((said("response_type"), said("client_id")), ("code", "taxiway"));
    assert_eq!(said("redirect_uri"), "https://taxiway.example/sign-in/callback");
    assert_eq!((said("state"), said("nonce")), ("the state", "the nonce"));
    assert_eq!(said("scope"), "openid email profile");
    // SHA-256 of the verifier, RFC 7636, section 4.2.
    assert_eq!(said("code_challenge_method"), "S256");
    assert_eq!(said("code_challenge").len(), 43);
    assert!(!address.as_str().contains("verifier"));

    let vouched = redeem(&provider, Plan::default()).await.unwrap();
    assert_eq!(vouched.subject, "sub-1");
    assert_eq!(
        (vouched.name.as_deref(), vouched.email.as_deref()),
        (Some("Åsa Nyström"), Some("asa@nordlys.example"))
    );
    assert_eq!((vouched.email_verified, vouched.groups), (Some(true), Some(vec!["Sales".to_owned()])));
    let (by, form) = provider.plan().redeemed.unwrap();
    assert!(by.starts_with("Basic "), "{by}");
    assert!(form.contains("code=the+code") && form.contains("grant_type=authorization_code"), "{form}");
    assert!(form.contains("code_verifier=verifier-verifier"), "{form}");
    assert!(!form.contains("s3cret"), "{form}");
}

/// Some providers take the secret in the form only.
#[tokio::test]
async fn the_secret_is_shown_as_the_provider_wants_it() {
    let provider = Provider::start().await;
    let description = claims(json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] }));
    redeem(&provider, Plan { description, ..Plan::default() }).await.unwrap();
    let (by, form) = provider.plan().redeemed.unwrap();
    assert!(by.is_empty() && form.contains("client_secret=s3cret"), "{by} {form}");
}

#[rstest]
#[case::another_nonce(json!({ "nonce": "another" }), R::Nonce)]
#[case::no_nonce(json!({ "nonce": null }), R::Nonce)]
#[case::expired(json!({ "exp": NOW - 61 }), R::TokenExpired)]
#[case::another_client(json!({ "aud": "somebody" }), R::Audience)]
#[case::a_further_audience(json!({ "aud": ["taxiway", "somebody"] }), R::Audience)]
#[case::another_issuer(json!({ "iss": "https://evil.example" }), R::Issuer)]
#[case::another_access_token(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }), R::AccessToken)]
#[case::from_the_future(json!({ "iat": NOW + 120 }), R::TokenExpired)]
#[case::without_a_subject(json!({ "sub": null }), R::Malformed)]
#[case::without_an_end(json!({ "exp": null }), R::Malformed)]
#[tokio::test]
async fn a_proof_with_a_wrong_claim_is_refused(#[case] changes: Value, #[case] expected: R) {
    let provider = Provider::start().await;
    let refused = redeem(&provider, Plan { claims: claims(changes), ..Plan::default() }).await.unwrap_err();
    assert_eq!(refused.refusal, expected, "{refused:?}");
    assert!(!refused.detail.contains("sub-1") && !refused.detail.contains("evil"), "{refused:?}");
}

/// Clocks are never quite the same.
#[rstest]
#[case::just_expired(json!({ "exp": NOW - 59 }))]
#[case::just_issued(json!({ "iat": NOW + 59 }))]
#[case::without_a_hash(json!({ "at_hash": null }))]
#[case::verified_as_text(json!({ "email_verified": "true" }))]
#[tokio::test]
async fn a_proof_that_is_right_enough_is_accepted(#[case] changes: Value) {
    let provider = Provider::start().await;
    redeem(&provider, Plan { claims: claims(changes), ..Plan::default() }).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn a_proof_that_the_provider_did_not_sign_is_refused(
    #[values(Signer::Stranger, Signer::Nobody)] signer: Signer,
) {
    let provider = Provider::start().await;
    let refused = redeem(&provider, Plan { signer, ..Plan::default() }).await.unwrap_err();
    assert_eq!(refused.refusal, R::Signature, "{refused:?}");
}

#[rstest]
#[case::gone(Reply::Text(404, "{}".into()), R::Malformed)]
#[case::broken(Reply::Text(500, "secret of the inner network".into()), R::Unreachable)]
#[case::no_json(Reply::Text(200, "<html>secret of the inner network".into()), R::Malformed)]
#[case::another_json(Reply::Text(200, "{\"issuer\": 7}".into()), R::Malformed)]
#[case::long(Reply::Bytes((1 << 20) + 1), R::Malformed)]
#[tokio::test]
async fn a_description_that_is_none_is_refused(#[case] discovery: Reply, #[case] expected: R) {
    let provider = Provider::start().await;
    provider.will(Plan { discovery, ..Plan::default() });
    let openid = client_of(PATIENT);
    for refused in [
        openid.check(&provider.issuer).await.unwrap_err(),
        openid.authorize(&provider.client(), &secrets()).await.unwrap_err(),
    ] {
        assert_eq!(refused.refusal, expected, "{refused:?}");
        assert!(!refused.detail.contains("secret"), "what the other side wrote is not repeated: {refused:?}");
    }
}

#[rstest]
#[case::another_issuer(json!({ "issuer": "https://evil.example" }))]
#[case::a_script(json!({ "authorization_endpoint": "javascript:alert(1)" }))]
#[case::no_token_page(json!({ "token_endpoint": null }))]
#[case::no_keys(json!({ "jwks_uri": null }))]
#[tokio::test]
async fn a_description_with_a_wrong_part_is_refused(#[case] changes: Value) {
    let provider = Provider::start().await;
    provider.will(Plan { description: claims(changes), ..Plan::default() });
    let refused = client_of(PATIENT).check(&provider.issuer).await.unwrap_err();
    assert_eq!(refused.refusal, R::Malformed, "{refused:?}");
}

/// A redirect is how a request would be led to where it may not go.
#[tokio::test]
async fn no_redirect_is_followed() {
    let (provider, other) = (Provider::start().await, Provider::start().await);
    for place in [&other.issuer, &provider.issuer] {
        let discovery = Reply::Elsewhere(format!("{place}/.well-known/openid-configuration"));
        provider.will(Plan { discovery, ..Plan::default() });
        let refused = client_of(PATIENT).check(&provider.issuer).await.unwrap_err();
        assert_eq!((refused.refusal, refused.detail.as_str()), (R::Malformed, "it answered with status 307"));
    }
}

#[rstest]
#[case::description(Plan { discovery: Reply::Never, ..Plan::default() })]
#[case::keys(Plan { keys: Reply::Never, ..Plan::default() })]
#[case::token(Plan { token: Reply::Never, ..Plan::default() })]
#[tokio::test]
async fn a_provider_that_does_not_answer_in_time_is_given_up(#[case] plan: Plan) {
    let provider = Provider::start().await;
    provider.will(plan);
    let impatient = client_of(Duration::from_millis(200));
    let code = SecretString::from("the code");
    let refused = impatient.redeem(&provider.client(), &secrets(), code, now()).await.unwrap_err();
    assert_eq!(refused.refusal, R::Slow, "{refused:?}");
}

#[tokio::test]
async fn a_provider_that_is_down_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let refused = client_of(PATIENT).check(&issuer).await.unwrap_err();
    assert_eq!(refused.refusal, R::Unreachable, "{refused:?}");
}

#[rstest]
#[case::client(400, "{\"error\":\"invalid_client\"}", R::ClientRefused)]
#[case::unauthorized(
    401,
    "{\"error\":\"invalid_client\",\"error_description\":\"s3cret\"}",
    R::ClientRefused
)]
#[case::code(400, "{\"error\":\"invalid_grant\"}", R::CodeRefused)]
#[case::other(400, "{\"error\":\"<script>s3cret\"}", R::ProviderError)]
#[case::garbage(200, "s3cret", R::Malformed)]
#[case::nothing(200, "", R::Malformed)]
#[case::no_proof(200, "{\"access_token\":\"s3cret\",\"token_type\":\"Bearer\"}", R::Malformed)]
#[case::half_a_proof(
    200,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"s3cret.x\"}",
    R::Malformed
)]
#[tokio::test]
async fn what_is_said_to_the_code_is_told_apart(
    #[case] status: u16,
    #[case] text: &str,
    #[case] expected: R,
) {
    let provider = Provider::start().await;
    let token = Reply::Text(status, text.to_owned());
    let refused = redeem(&provider, Plan { token, ..Plan::default() }).await.unwrap_err();
    assert_eq!(refused.refusal, expected, "{refused:?}");
    assert!(!refused.detail.contains(['<', '>']) && refused.detail.len() < 200, "{refused:?}");
    assert!(!refused.detail.contains(ACCESS_TOKEN));
}

/// Providers that put little into the token are asked for the rest, and believed about nobody else.
#[tokio::test]
async fn what_the_token_does_not_say_is_asked_for() {
    let provider = Provider::start().await;
    let sparse = || claims(json!({ "groups": null, "email": null, "email_verified": null, "name": null }));
    let told = json!({
        "sub": "sub-1", "name": "Åsa", "email": "asa@nordlys.example", "email_verified": false, "groups": ["Ops"],
    });
    let plan = Plan { claims: sparse(), user_info: Some(told.clone()), ..Plan::default() };
    let vouched = redeem(&provider, plan).await.unwrap();
    assert_eq!(vouched.groups, Some(vec!["Ops".to_owned()]));
    assert_eq!(
        (vouched.email.as_deref(), vouched.email_verified),
        (Some("asa@nordlys.example"), Some(false))
    );

    let mut other = told;
    other["sub"] = json!("sub-2");
    let plan = Plan { claims: sparse(), user_info: Some(other), ..Plan::default() };
    assert_eq!(redeem(&provider, plan).await.unwrap_err().refusal, R::Token);
    let plan = Plan { claims: sparse(), ..Plan::default() };
    assert_eq!(redeem(&provider, plan).await.unwrap_err().refusal, R::Malformed);

    // Where nobody can be asked, nothing is known.
    let description = claims(json!({ "userinfo_endpoint": null }));
    let plan = Plan { claims: sparse(), description, ..Plan::default() };
    let vouched = redeem(&provider, plan).await.unwrap();
    assert_eq!((vouched.groups, vouched.email), (None, None));
}
