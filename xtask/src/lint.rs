//! `cargo xtask lint`: format, clippy, licences, and the rules of the house that no other tool checks.

pub mod literals;
pub mod rules;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;

/// A file of the repository, as the rules see it.
#[derive(Debug)]
pub struct Source {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// A rule that is broken at one place.
#[derive(Debug, PartialEq, Eq)]
pub struct Offence {
    /// The file.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to do instead.
    pub message: String,
}

/// Runs every check and fails on the first tool that fails; offences of our own rules are listed all at once.
pub fn run() -> Result<()> {
    house_rules()?;
    command::run(command::cargo().args(["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    command::run(command::cargo().args(clippy))?;
    licences()
}

/// The rules of [`rules`] on every text file that is, or could be, committed.
pub fn house_rules() -> Result<()> {
    let sources = sources()?;
    let mut offences = rules::broken(&sources);
    offences.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    for offence in &offences {
        eprintln!("{}:{}: {}", offence.path, offence.line, offence.message);
    }
    if !offences.is_empty() {
        bail!("{} offences against the rules of the house", offences.len());
    }
    eprintln!("house rules hold in {} files", sources.len());
    Ok(())
}

fn sources() -> Result<Vec<Source>> {
    let root = crate::repository();
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(&root);
    let listed = command::output(&mut git).context("the rules need the list of files that git has")?;
    let mut sources = Vec::new();
    for path in listed.split_terminator('\0') {
        // Pictures are not text, and a file may be deleted but still listed.
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}

/// Licences, bans and sources by `deny.toml`. Building the checker takes minutes, so it is not installed for
/// anybody: where it is missing that is said, not hidden.
fn licences() -> Result<()> {
    if !command::exists("cargo-deny") {
        eprintln!("SKIPPED: licences and sources are not checked, because cargo-deny is not installed");
        eprintln!("         to check them: cargo install --locked cargo-deny");
        return Ok(());
    }
    command::run(command::cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))
}
