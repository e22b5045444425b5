//! Paths, queries, headers, forms and broken letters of every kind: none of them is a fault of ours.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_store::Engine;

use crate::bodies::stage;
use crate::cast::{tuple, with};
use crate::world::request;

/// Whatever stands in paths, queries and headers, it is an error of whoever wrote it.
#[rstest]
#[tokio::test]
async fn nothing_beside_the_body_brings_the_service_down(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    world.registers(customer, token, "Spring", &["S-1"]).await;
    let odd = [
        "%00",
        "a%00b",
        "%ff",
        "%c0%af",
        "%2e%2e",
        "..",
        "%",
        "%zz",
        "%F0%9F%92%BE",
        "'%20OR%201=1",
        "%0d%0a",
        &"x".repeat(20_000),
    ];
    let mut paths: Vec<(&str, String)> = Vec::new();
    for odd in odd {
        for (method, path) in [
            ("GET", format!("/v1/customers/{odd}")),
            ("GET", format!("{base}/deviceBatches/{odd}/devices")),
            ("POST", format!("{base}/deviceBatches/{odd}/devices")),
            ("GET", format!("{base}/deviceBatches/Spring/devices/{odd}")),
            ("DELETE", format!("{base}/deviceBatches/{odd}/devices/{odd}")),
            ("GET", format!("{base}/batchJobStatus/{odd}")),
            ("GET", format!("{base}/policies/{odd}")),
            ("GET", format!("{base}/{odd}")),
            ("GET", format!("/v1/customers?size={odd}&filter={odd}&seekOperation={odd}")),
            ("GET", format!("/v1/relationships?relationship_type={odd}")),
            ("GET", format!("/v1/customers/relationshiprequests?indirectResellerId={odd}")),
        ] {
            paths.push((method, path));
        }
        for field in ["CompanyName", "Domain", "IndirectReseller", "Nothing"] {
            let filter = |value: &str| {
                format!(
                    "%7B%22Field%22%3A%22{field}%22%2C%22Value%22%3A%22{value}%22%2C%22Operator%22%3A%22starts_with%22%7D"
                )
            };
            paths.push(("GET", format!("/v1/customers?size=10&filter={}", filter(odd))));
            paths.push(("GET", format!("/v1/customers?size=10&filter={}", filter("a%5Cu0000b"))));
        }
    }
    for size in ["-1", "0", "1e3", "99999999999999999999999", "9223372036854775807"] {
        paths.push(("GET", format!("/v1/customers?size={size}")));
    }
    for (method, path) in paths {
        // Some of these are no address at all; what is sent as one is answered.
        let Ok(sent) = Request::builder()
            .method(method)
            .uri(&path)
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty())
        else {
            continue;
        };
        let answer = world.send(sent).await;
        let shown: String = path.chars().take(160).collect();
        assert!(answer.status.as_u16() < 500, "{method} {shown}: {} {}", answer.status, answer.text());
        if answer.status.is_client_error() {
            answer.fault();
        }
    }
    let nul = |after: Value| URL_SAFE_NO_PAD.encode(after.to_string());
    for continuation in [
        "nonsense".to_owned(),
        "\u{e9}".to_owned(),
        nul(json!({})),
        nul(json!({ "after": 1 })),
        nul(json!({ "first": ["a\u{0}", customer], "last": ["a\u{0}", customer], "size": 1 })),
        nul(
            json!({ "first": ["", customer], "last": ["", customer], "size": 18_446_744_073_709_551_615_u64 }),
        ),
        "A".repeat(9_000),
    ] {
        for path in
            [format!("{base}/deviceBatches/Spring/devices"), "/v1/customers?seekOperation=Next".to_owned()]
        {
            let mut sent = request("GET", &path, token, "");
            let value = axum::http::HeaderValue::from_bytes(continuation.as_bytes()).expect("a header");
            sent.headers_mut().insert("ms-continuationtoken", value);
            let answer = world.send(sent).await;
            assert!(answer.status.as_u16() < 500, "{path} {continuation}: {}", answer.text());
        }
    }
    for (name, value) in [
        ("ms-requestid", "no id"),
        ("ms-correlationid", "\u{e9}"),
        ("x-locale", "xx-YY-zz"),
        ("x-locale", "\u{e9}"),
        ("accept", "\u{e9}"),
        ("accept", ";;;,,,"),
        ("accept", "application/json;q=abc"),
        ("content-length", "abc"),
    ] {
        let mut sent = request("GET", &format!("{base}/deviceBatches"), token, "");
        let value = axum::http::HeaderValue::from_bytes(value.as_bytes()).expect("a header");
        sent.headers_mut().insert(name, value);
        let answer = world.send(sent).await;
        assert!(answer.status.as_u16() < 500, "{name}: {}", answer.text());
    }
    for authorization in
        ["", "Bearer", "Bearer ", "Basic abc", "bearer \u{e9}", &format!("Bearer {}", "x".repeat(9_000))]
    {
        let mut sent = request("GET", &format!("{base}/deviceBatches"), "", "");
        let value = axum::http::HeaderValue::from_bytes(authorization.as_bytes()).expect("a header");
        sent.headers_mut().insert("authorization", value);
        assert_eq!(world.send(sent).await.fault(), (401, 800_001), "{authorization}");
    }
}

/// The form that tokens are asked for with.
#[rstest]
#[tokio::test]
async fn no_form_brings_the_token_endpoint_down(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, _, partner, _) = stage(engine).await;
    let good = [("grant_type", "password"), ("username", "ada@example.com"), ("password", "p")];
    for (at, _) in good.iter().enumerate() {
        for odd in ["", "\u{0}", "a\u{0}@b.example", "\u{fffd}", &"x".repeat(40_000)] {
            let mut fields = good;
            fields[at].1 = odd;
            let path = format!("/{}/oauth2/token", partner.id);
            let answer = world.asks_for_token(&path, partner.app, &partner.secret, &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields:?}: {}", answer.text());
            assert!(answer.json()["error"].is_string(), "{}", answer.text());
        }
    }
    for tenant in ["%00", "%ff", "common", "nobody.example", &"x".repeat(9_000)] {
        let path = format!("/{tenant}/oauth2/token");
        let fields = [("grant_type", "client_credentials")];
        let answer = world.asks_for_token(&path, partner.app, &partner.secret, &fields).await;
        assert!(answer.status.as_u16() < 500, "{tenant}: {}", answer.text());
    }
    for body in [
        &b""[..],
        b"\xff\xfe",
        b"&&&==",
        b"grant_type=a&grant_type=b",
        b"client_id=%00&client_secret=%00",
        &vec![b'x'; 100_000],
    ] {
        let sent = Request::post("/common/oauth2/token").body(Body::from(body.to_vec())).expect("a request");
        let answer = world.send(sent).await;
        assert!(answer.status.is_client_error(), "{}", answer.text());
        assert!(answer.json()["error_description"].is_string(), "{}", answer.text());
    }
    for body in ["", "[]", "{\"grant_type\":[]}", "\"\"", "null", "grant_type=jwt_token&grant_type=jwt_token"]
    {
        for kind in ["application/json", "application/x-www-form-urlencoded"] {
            let mut sent = request("POST", "/generatetoken", &partner.alone, body);
            sent.headers_mut().insert("content-type", kind.parse().expect("a header"));
            assert_eq!(world.send(sent).await.fault(), (400, 800_002), "{kind} {body}");
        }
    }
}

/// Every way in which a good body can be broken at one place is answered with an error, or means something still.
#[tokio::test]
async fn a_body_broken_at_any_place_is_no_fault_of_ours() {
    let (world, _, partner, base) = stage(Engine::Sqlite).await;
    let token = partner.admin_token.as_str();
    let device = with(
        tuple("S-1"),
        &json!({ "policies": null, "hardwareHash": "T0==", "attributes": { "objectType": "Device" } }),
    );
    let good = json!({ "batchId": "Spring", "devices": [device, {}], "attributes": { "objectType": "x" } })
        .to_string();
    for at in 0..good.len() {
        let before = world.traces().await;
        let mut other = good.clone().into_bytes();
        match at % 5 {
            0 => other[at] = b'"',
            1 => other.truncate(at),
            2 => drop(other.remove(at)),
            3 => other.insert(at, b'{'),
            _ => other[at] = 0xc3,
        }
        let answer =
            world.send(request("POST", &format!("{base}/deviceBatches"), token, other.clone())).await;
        let shown = String::from_utf8_lossy(&other);
        match answer.status {
            StatusCode::ACCEPTED => {}
            StatusCode::BAD_REQUEST => {
                answer.fault();
                assert_eq!(world.traces().await, before, "{shown}");
            }
            other => panic!("{other}: {shown} {}", answer.text()),
        }
    }
}
