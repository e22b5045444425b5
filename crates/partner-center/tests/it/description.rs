//! The description of the interface is the one that is kept.

use std::path::Path;

use serde_json::Value;
use taxiway_domain::api_call::PARTNER_CENTER;
use taxiway_partner_center::description;
use taxiway_store::Engine;

use crate::world::World;

#[test]
fn the_kept_description_is_the_one_that_is_made() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/partner-center.openapi.json");
    let made = format!("{:#}\n", description());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &made).expect("the description is written");
    }
    let kept = std::fs::read_to_string(&path).expect("there is a description");
    assert!(kept == made, "{} is old: run this test with UPDATE_GOLDEN=1", path.display());
}

/// Whoever has no token yet can read it.
#[tokio::test]
async fn the_description_is_given_to_everybody() {
    let world = World::new(Engine::Sqlite).await;
    let answer = world.get("/partner-center.openapi.json", "").await;
    assert_eq!(answer.json(), description());
    let refused = world.sends("POST", "/partner-center.openapi.json", "", &Value::Null).await;
    assert_eq!((refused.status.as_u16(), refused.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn every_call_is_described_with_what_it_answers() {
    let description = description();
    for call in PARTNER_CENTER {
        for method in [Some(call.method), call.also].into_iter().flatten() {
            let operation = &description["paths"][call.template][method.to_lowercase()];
            let summary = operation["summary"].as_str().unwrap_or_default();
            assert!(!summary.is_empty() && !summary.contains('⟦'), "{} {method}: {summary:?}", call.name);
            for status in ["400", "401", "403", "404", "429", "500"] {
                assert!(operation["responses"].get(status).is_some(), "{} {status}", call.name);
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let description = description();
    let mut waiting = vec![&description];
    let mut found = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                waiting.extend(members.values());
                if let Some(Value::String(reference)) = members.get("$ref") {
                    found += 1;
                    let place = reference.strip_prefix('#').and_then(|pointer| description.pointer(pointer));
                    assert!(place.is_some(), "{reference}");
                }
            }
            _ => {}
        }
    }
    assert!(found > 100, "{found}");
}
