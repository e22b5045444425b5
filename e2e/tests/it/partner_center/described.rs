//! Requests made from the description of the interface, by everybody who may call: no answer is of ours that is not described.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use taxiway_e2e::told;

use super::program;

/// From where chance begins, when it is to be another place than in every test run.
const SEED: &str = "TAXIWAY_DESCRIBED_SEED";
/// How many requests chance makes of each call and caller, when it is to be more than in every test run.
const EXAMPLES: &str = "TAXIWAY_DESCRIBED_EXAMPLES";
/// A customer whose relationship nobody needs.
const LEAVING: &str = "בית ספר השקד";

/// What one caller's requests showed.
#[derive(Debug, Deserialize)]
struct Held {
    caller: String,
    requests: usize,
    seconds: f64,
    /// Methods and paths that were answered with success at least once.
    carried_out: Vec<String>,
    /// What did not hold, with the seed and how to repeat it; empty when everything did.
    wrong: String,
}

#[tokio::test]
async fn every_answer_is_one_that_is_described() -> Result<()> {
    let settings =
        [("TAXIWAY_PARTNER_CENTER_CALLS_PER_MINUTE", "0"), ("TAXIWAY_PARTNER_CENTER_TOKENS_PER_MINUTE", "0")];
    let (demo, facts) = program(&settings).await?;
    let mut users = Map::new();
    for (role, email) in [
        ("helpdesk agent", "helpdesk@nordlicht.example"),
        ("sales agent", "sales@nordlicht.example"),
        // Comes last: whoever may do most changes most.
        ("admin agent", "admin@nordlicht.example"),
    ] {
        let person = demo.somebody(email)?;
        users.insert(role.to_owned(), json!([person.email, person.password]));
    }
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/partner-center.openapi.json").canonicalize()?;
    let mut all = serde_json::to_value(&facts)?;
    all["leaving"] = demo.organisation(LEAVING)?.into();
    all["users"] = users.into();
    all["description"] = json!(file);
    all["seed"] = number(SEED, 1)?.into();
    all["examples"] = number(EXAMPLES, 8)?.into();
    let said = told(&xtask::tools::schemathesis()?, "described.py", &all)?;
    let held = said.lines().map(serde_json::from_str).collect::<Result<Vec<Held>, _>>()?;
    let callers: Vec<_> = held.iter().map(|one| one.caller.as_str()).collect();
    assert_eq!(callers, ["nobody", "program alone", "helpdesk agent", "sales agent", "admin agent"]);
    for one in &held {
        println!("{}: {} requests in {} seconds", one.caller, one.requests, one.seconds);
        assert!(one.wrong.is_empty(), "{}: {}", one.caller, one.wrong);
        assert!(one.requests > 1000, "{}: {} requests", one.caller, one.requests);
    }
    // Otherwise requests would be refused for what they name, and nothing be known of the answers to others.
    let described: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    assert_eq!(never(&described, &held)?, ["DELETE /v1/customers/{customer-id}"]);
    Ok(())
}

/// What nobody was answered with success, which is what is refused always.
fn never(described: &Value, held: &[Held]) -> Result<Vec<String>> {
    let mut never = Vec::new();
    for (path, operations) in described["paths"].as_object().context("paths")? {
        for method in operations.as_object().context("operations")?.keys().filter(|key| *key != "parameters")
        {
            let label = format!("{} {path}", method.to_uppercase());
            if !held.iter().any(|one| one.carried_out.contains(&label)) {
                never.push(label);
            }
        }
    }
    Ok(never)
}

fn number(variable: &str, usual: u32) -> Result<u32> {
    std::env::var(variable)
        .map_or(Ok(usual), |text| text.parse().with_context(|| format!("{variable}={text}")))
}
