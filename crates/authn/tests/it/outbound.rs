//! Where requests may go, and how much they may bring.

use http::Request;
use rstest::rstest;
use taxiway_authn::{OpenIdConnect, Outbound, OutboundError, OutboundSettings};
use taxiway_domain::sign_in::SignInRefusal as R;
use taxiway_service::OpenId as _;

use crate::provider::{Plan, Provider, Reply};

fn get(address: &str) -> Request<Vec<u8>> {
    Request::builder().uri(address).body(Vec::new()).unwrap()
}

fn outbound(settings: OutboundSettings) -> Outbound {
    Outbound::new(settings).unwrap()
}

/// By name, by number, and by every other way to write the number.
#[rstest]
#[case("http://127.0.0.1:PORT/keys")]
#[case("http://localhost:PORT/keys")]
#[case("http://[::1]:PORT/keys")]
#[case("http://[::ffff:127.0.0.1]:PORT/keys")]
#[case("http://2130706433:PORT/keys")]
#[case("http://0x7f.1:PORT/keys")]
#[case("http://0.0.0.0:PORT/keys")]
#[tokio::test]
async fn nothing_goes_to_the_inner_network(#[case] address: &str) {
    let provider = Provider::start().await;
    let port = provider.issuer.rsplit(':').next().unwrap().to_owned();
    let address = address.replace("PORT", &port);
    let guarded = outbound(OutboundSettings { allow_http: true, ..OutboundSettings::default() });
    let refused = guarded.send(get(&address)).await.unwrap_err();
    assert!(matches!(refused, OutboundError::Blocked(_)), "{address}: {refused:?}");
    let refused = OpenIdConnect::new(guarded).check(&provider.issuer).await.unwrap_err();
    assert_eq!(refused.refusal, R::Blocked);
}

/// Another way to write the same address goes through where it is allowed: so it was the guard that refused it.
#[tokio::test]
async fn the_inner_network_is_reached_where_the_operator_allows_it() {
    let provider = Provider::start().await;
    let settings =
        OutboundSettings { allow_http: true, allow_private_addresses: true, ..OutboundSettings::default() };
    let free = outbound(settings);
    let port = provider.issuer.rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "2130706433"] {
        let answer = free.send(get(&format!("http://{host}:{port}/keys"))).await.unwrap();
        assert_eq!(answer.status(), 200, "{host}");
    }
}

#[rstest]
#[case("http://127.0.0.1:1/")]
#[case("ftp://login.example/")]
#[tokio::test]
async fn nothing_goes_without_tls(#[case] address: &str) {
    let private = OutboundSettings { allow_private_addresses: true, ..OutboundSettings::default() };
    let refused = outbound(private).send(get(address)).await.unwrap_err();
    assert!(matches!(refused, OutboundError::NotHttps), "{refused:?}");
}

#[tokio::test]
async fn an_answer_may_be_as_long_as_agreed_and_no_longer() {
    let provider = Provider::start().await;
    let settings = OutboundSettings {
        allow_http: true,
        allow_private_addresses: true,
        body_bytes: 1_000,
        ..OutboundSettings::default()
    };
    let outbound = outbound(settings);
    let address = format!("{}/keys", provider.issuer);
    provider.will(Plan { keys: Reply::Bytes(1_000), ..Plan::default() });
    assert_eq!(outbound.send(get(&address)).await.unwrap().body().len(), 1_000);
    provider.will(Plan { keys: Reply::Bytes(1_001), ..Plan::default() });
    let refused = outbound.send(get(&address)).await.unwrap_err();
    assert!(matches!(refused, OutboundError::TooLarge(1_000)), "{refused:?}");
}

/// A certificate that nobody vouches for is no certificate: without TLS the other side cannot be known.
#[tokio::test]
async fn what_does_not_speak_tls_is_unreachable() {
    let provider = Provider::start().await;
    let private = OutboundSettings { allow_private_addresses: true, ..OutboundSettings::default() };
    let address = provider.issuer.replace("http:", "https:");
    let refused = outbound(private).send(get(&address)).await.unwrap_err();
    assert!(matches!(refused, OutboundError::Unreachable(_)), "{refused:?}");
}
