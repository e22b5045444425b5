//! Requests made from the description of the interface, by everybody who may call: no answer is of ours that is not described.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;
use taxiway_e2e::told;

use super::program;

/// What one caller's requests showed.
#[derive(Debug, Deserialize)]
struct Held {
    caller: String,
    holds: bool,
    said: String,
}

#[tokio::test]
async fn every_answer_is_one_that_is_described() -> Result<()> {
    let settings =
        [("TAXIWAY_PARTNER_CENTER_CALLS_PER_MINUTE", "0"), ("TAXIWAY_PARTNER_CENTER_TOKENS_PER_MINUTE", "0")];
    let (demo, facts) = program(&settings).await?;
    let mut users = serde_json::Map::new();
    for (role, email) in [
        ("admin agent", "admin@nordlicht.example"),
        ("sales agent", "sales@nordlicht.example"),
        ("helpdesk agent", "helpdesk@nordlicht.example"),
    ] {
        let person = demo.somebody(email)?;
        users.insert(role.to_owned(), json!([person.email, person.password]));
    }
    let description = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/partner-center.openapi.json");
    let mut all = serde_json::to_value(&facts)?;
    all["users"] = users.into();
    all["description"] = json!(description.canonicalize()?);
    let said = told(&xtask::tools::schemathesis()?, "described.py", &all)?;
    let held = said.lines().map(serde_json::from_str).collect::<Result<Vec<Held>, _>>()?;
    let callers: Vec<_> = held.iter().map(|one| one.caller.as_str()).collect();
    assert_eq!(callers, ["nobody", "app alone", "admin agent", "sales agent", "helpdesk agent"]);
    for one in &held {
        assert!(one.holds, "{}: {}", one.caller, one.said);
    }
    Ok(())
}
