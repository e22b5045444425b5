//! How often programs may call.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::Request;
use jiff::SignedDuration;
use rstest::rstest;
use serde_json::json;
use taxiway_domain::app::Permission;
use taxiway_store::Engine;

use crate::cast::batch;
use crate::world::{Answer, World};

/// Refused for now, in the form that throttling has.
#[track_caller]
fn too_many(answer: &Answer, seconds: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, seconds), "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["statusCode"], 429, "{body}");
    let when = if seconds == "1" { " one second".to_owned() } else { format!(" {seconds} seconds") };
    assert!(body["message"].as_str().is_some_and(|text| text.contains(&when)), "{body}");
    assert!(body.get("code").is_none(), "{body}");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
}

#[rstest]
#[tokio::test]
async fn a_program_that_calls_too_often_waits_and_others_do_not(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::with(engine, |settings| settings.calls_per_minute = 6).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let stranger = world.partner("Northwind", &[customer]).await;
    let all: Vec<_> = Permission::of(partner.kind).collect();
    let (.., other) = partner.another_program(&world, &all).await;
    let path = format!("/v1/customers/{customer}/deviceBatches");
    // The program counts, alone and for people; so do calls that are refused, and addresses that are no calls.
    assert_eq!(world.get(&path, &partner.alone).await.status.as_u16(), 200);
    assert_eq!(world.get(&path, &partner.admin_token).await.status.as_u16(), 200);
    assert_eq!(world.sends("POST", &path, &partner.admin_token, &json!({})).await.status.as_u16(), 400);
    assert_eq!(world.sends("POST", &path, &partner.alone, &json!({})).await.status.as_u16(), 403);
    assert_eq!(world.get("/v1/nothing", &partner.alone).await.status.as_u16(), 404);
    assert_eq!(world.sends("PUT", &path, &partner.alone, &json!({})).await.status.as_u16(), 405);
    too_many(&world.get(&path, &partner.alone).await, "10");
    too_many(&world.get("/v1/nothing", &partner.admin_token).await, "10");
    too_many(&world.sends("POST", &path, &partner.admin_token, &batch("Spring", &["S-1"])).await, "10");
    assert_eq!(world.traces().await.uploads, 0);
    for token in [&other, &stranger.alone, &stranger.admin_token] {
        assert_eq!(world.get(&path, token).await.status.as_u16(), 200);
    }
    world.later(SignedDuration::from_secs(9));
    too_many(&world.get(&path, &partner.alone).await, "1");
    world.later(SignedDuration::from_secs(1));
    assert_eq!(world.get(&path, &partner.alone).await.status.as_u16(), 200);
    too_many(&world.get(&path, &partner.alone).await, "10");
    world.later(SignedDuration::from_secs(60));
    for _ in 0..6 {
        assert_eq!(world.get(&path, &partner.alone).await.status.as_u16(), 200);
    }
    too_many(&world.get(&path, &partner.alone).await, "10");
}

#[rstest]
#[tokio::test]
async fn tokens_are_given_so_often_to_an_address(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::with(engine, |settings| settings.tokens_per_minute = 3).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let asks = async |address: &str| {
        let mut sent = Request::post(format!("/{}/oauth2/token", partner.id))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("grant_type=client_credentials&client_id={}", partner.app).into())
            .expect("a request");
        let address: SocketAddr = address.parse().expect("an address");
        sent.extensions_mut().insert(ConnectInfo(address));
        world.send(sent).await
    };
    for _ in 0..3 {
        assert_eq!(asks("192.0.2.1:5000").await.json()["error"], "invalid_client");
    }
    let refused = asks("192.0.2.1:5001").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "20"), "{}", refused.text());
    assert_eq!(refused.json()["error"], "temporarily_unavailable");
    assert_eq!(asks("192.0.2.2:5000").await.status.as_u16(), 401);
    world.later(SignedDuration::from_secs(20));
    assert_eq!(asks("192.0.2.1:5000").await.status.as_u16(), 401);
}
