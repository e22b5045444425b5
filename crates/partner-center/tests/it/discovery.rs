//! Where the vendor's libraries find the endpoints.

use axum::http::StatusCode;
use serde_json::Value;
use taxiway_store::Engine;

use crate::world::World;

#[tokio::test]
async fn libraries_are_told_where_tokens_are_to_be_had() {
    let world = World::new(Engine::Sqlite).await;
    let base = "https://taxiway.example/contoso.example";
    for (path, issuer, endpoint) in [
        ("/contoso.example/v2.0/.well-known/openid-configuration", "/v2.0", "/oauth2/v2.0/token"),
        ("/contoso.example/.well-known/openid-configuration", "", "/oauth2/token"),
    ] {
        let found = world.get(path, "").await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.text());
        let found = found.json();
        assert_eq!(found["issuer"], format!("{base}{issuer}"));
        assert_eq!(found["token_endpoint"], format!("{base}{endpoint}"));
        assert!(found["authorization_endpoint"].is_string(), "libraries stumble without it: {found}");
    }
    let put =
        world.sends("PUT", "/contoso.example/v2.0/.well-known/openid-configuration", "", &Value::Null).await;
    assert_eq!(put.fault(), (405, 900_141));
    let strange = world.get("/a%22b%20c/v2.0/.well-known/openid-configuration", "").await.json();
    assert_eq!(strange["issuer"], "https://taxiway.example/a%22b%20c/v2.0");
}
