//! What people who do not see a page, or do not use a mouse, would meet on it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::Browser;

/// Runs the checker and hands over what it found; an error of its own is text.
const CHECK: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (result) => done(result.violations.map((found) => ({
            rule: found.id,
            impact: found.impact || 'minor',
            help: found.help,
            places: found.nodes.map((node) => node.html),
        }))),
        (error) => done(String(error)),
    );
";

/// A rule of axe-core that a page breaks.
#[derive(Debug, Clone, Deserialize)]
pub struct Violation {
    /// The rule's name in axe-core.
    pub rule: String,
    /// minor, moderate, serious or critical.
    pub impact: String,
    /// The rule in a sentence.
    pub help: String,
    /// The elements, as HTML.
    pub places: Vec<String>,
}

impl Violation {
    /// Whether it keeps somebody from using the page.
    pub fn is_serious(&self) -> bool {
        matches!(self.impact.as_str(), "serious" | "critical")
    }
}

impl Browser {
    /// Everything that axe-core finds on the page as it is now. Needs a browser that runs scripts.
    pub async fn violations(&self) -> Result<Vec<Violation>> {
        let script = fs::read_to_string(xtask::tools::axe()?)?;
        self.driver.execute(script, Vec::new()).await?;
        let answer = self.driver.execute_async(CHECK, Vec::new()).await?;
        let answer = answer.json();
        serde_json::from_value(answer.clone()).with_context(|| format!("axe-core answered {answer}"))
    }

    /// Fails when somebody would be kept from using this page.
    pub async fn assert_accessible(&self, page: &str) -> Result<()> {
        let mut serious = self.violations().await?;
        serious.retain(Violation::is_serious);
        ensure!(serious.is_empty(), "{page} keeps people out: {serious:#?}");
        Ok(())
    }
}

/// Role and name of every node that is told to assistive technology.
pub(crate) fn outline(tree: &Value) -> String {
    let nodes = tree["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let by_id: HashMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut text = String::new();
    if let Some(root) = nodes.first() {
        write_node(&mut text, root, 0, &by_id);
    }
    text
}

fn write_node(text: &mut String, node: &Value, depth: usize, by_id: &HashMap<&str, &Value>) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = node["name"]["value"].as_str().unwrap_or_default();
    // Boxes of a line of text say nothing that the text has not said.
    if role == "InlineTextBox" {
        return;
    }
    let plain = node["ignored"].as_bool().unwrap_or_default() || matches!(role, "generic" | "none");
    if !plain {
        let _ = writeln!(text, "{:width$}{role} {name:?}", "", width = depth * 2);
    }
    let inner = if plain { depth } else { depth + 1 };
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| by_id.get(id)) {
            write_node(text, child, inner, by_id);
        }
    }
}
