//! What stands in the files: values put in, and answers compared.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Values by their names.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) BTreeMap<String, String>);

/// What was answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// What must be answered.
#[derive(Debug)]
pub(super) struct Expected {
    status: u16,
    headers: Vec<(String, String)>,
    /// Headers that must not be there.
    without: Vec<String>,
    /// Whether the body begins with a byte order mark.
    marked: bool,
    body: Option<Value>,
}

impl Names {
    /// The text with every known value in its place. An unknown name is a mistake in the file.
    pub(super) fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, tail) = after.split_once("}}").context("a placeholder without an end")?;
            filled.push_str(before);
            if name == "*" || name.starts_with('=') {
                filled.extend(["{{", name, "}}"]);
            } else {
                filled.push_str(self.0.get(name).with_context(|| format!("nothing is called {name}"))?);
            }
            rest = tail;
        }
        Ok(filled + rest)
    }

    /// Compares a text with a pattern that has at most one open place.
    fn fits(&mut self, pattern: &str, text: &str) -> Result<()> {
        let pattern = self.fill(pattern)?;
        let Some((before, after)) = pattern.split_once("{{") else {
            ensure!(pattern == text, "{text:?} is not {pattern:?}");
            return Ok(());
        };
        let (name, after) = after.split_once("}}").context("a placeholder without an end")?;
        let found = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        let found = found.with_context(|| format!("{text:?} does not fit {pattern:?}"))?;
        if let Some(name) = name.strip_prefix('=') {
            ensure!(!found.is_empty(), "nothing stands for {name} in {text:?}");
            self.0.insert(name.to_owned(), found.to_owned());
        }
        Ok(())
    }

    fn fits_json(&mut self, place: &str, wanted: &Value, found: &Value) -> Result<()> {
        match (wanted, found) {
            (Value::String(pattern), _) if pattern == "{{*}}" => Ok(()),
            (Value::String(pattern), Value::String(text)) => {
                self.fits(pattern, text).with_context(|| place.to_owned())
            }
            (Value::Array(wanted), Value::Array(found)) => {
                ensure!(
                    wanted.len() == found.len(),
                    "{place} has {} items, not {}: {found:?}",
                    found.len(),
                    wanted.len()
                );
                wanted.iter().zip(found).enumerate().try_for_each(|(at, (wanted, found))| {
                    self.fits_json(&format!("{place}[{at}]"), wanted, found)
                })
            }
            (Value::Object(wanted), Value::Object(found)) => {
                let more: Vec<_> = found.keys().filter(|key| !wanted.contains_key(*key)).collect();
                ensure!(more.is_empty(), "{place} has {more:?} besides: {found:?}");
                wanted.iter().try_for_each(|(key, wanted)| {
                    let found = found.get(key).with_context(|| format!("{place} has no {key}: {found:?}"))?;
                    self.fits_json(&format!("{place}.{key}"), wanted, found)
                })
            }
            _ if wanted == found => Ok(()),
            _ => bail!("{place} is {found}, not {wanted}"),
        }
    }
}

/// A line of a head, at its colon.
fn header(line: &str) -> Result<(String, String)> {
    let (name, value) = line.split_once(':').with_context(|| format!("not a header: {line}"))?;
    Ok((name.to_ascii_lowercase(), value.trim().to_owned()))
}

impl Expected {
    /// Reads the file.
    pub(super) fn read(text: &str) -> Result<Self> {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let status = lines.next().context("no status")?.parse()?;
        let (without, lines): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('!'));
        let without = without.iter().map(|line| line[1..].to_ascii_lowercase()).collect();
        let headers = lines.into_iter().map(header).collect::<Result<_>>()?;
        let marked = body.starts_with("{{mark}}");
        let body = body.strip_prefix("{{mark}}").unwrap_or(body);
        let body = if body.trim().is_empty() { None } else { Some(serde_json::from_str(body)?) };
        Ok(Self { status, headers, without, marked, body })
    }

    /// Fails with what is otherwise; keeps what the file gives names to.
    pub(super) fn compare(&self, answer: &Answer, names: &mut Names) -> Result<()> {
        let said = String::from_utf8_lossy(&answer.body);
        ensure!(self.status == answer.status, "status {}, not {}: {said}", answer.status, self.status);
        for (name, pattern) in &self.headers {
            let found = answer.headers.iter().find(|(known, _)| known == name);
            let (_, found) = found.with_context(|| format!("no header {name}: {:?}", answer.headers))?;
            names.fits(pattern, found).with_context(|| format!("header {name}"))?;
        }
        for name in &self.without {
            ensure!(answer.header(name).is_none(), "there is a header {name}: {:?}", answer.headers);
        }
        let unmarked = answer.body.strip_prefix(b"\xef\xbb\xbf");
        ensure!(self.marked == unmarked.is_some(), "a byte order mark, or none: {said}");
        match &self.body {
            None => ensure!(answer.body.is_empty(), "there is a body: {said}"),
            Some(wanted) => {
                let body = unmarked.unwrap_or(&answer.body);
                let found = serde_json::from_slice(body).with_context(|| format!("not JSON: {said}"))?;
                names.fits_json("the body", wanted, &found)?;
            }
        }
        Ok(())
    }
}

impl Answer {
    /// Reads the head of an answer, without its body.
    pub(super) fn head(head: &str) -> Result<Self> {
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("no status")?.parse()?;
        let headers = lines.filter(|line| !line.is_empty()).map(header).collect::<Result<_>>()?;
        Ok(Self { status, headers, body: Vec::new() })
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
