//! Developers' tools that are neither Debian packages nor part of the workspace.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// The accessibility checker, pinned: a new release may find more, and that is a change of its own. It is
/// fetched rather than kept here because of its size and its licence (MPL-2.0).
const AXE: (&str, &str) = ("axe-core", "4.14.1");

/// Makes sure that the test runner is installed.
pub fn ensure_nextest() -> Result<()> {
    if command::output(command::cargo().args(["nextest", "--version"])).is_ok() {
        return Ok(());
    }
    command::run(command::cargo().args(["install", "--locked", "cargo-nextest"]))
}

/// The script of the accessibility checker, fetched once into the target directory.
pub fn axe() -> Result<PathBuf> {
    let (name, version) = AXE;
    let tools = crate::repository().join("target/tools");
    let directory = tools.join(format!("{name}-{version}"));
    let script = directory.join("package/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    fs::create_dir_all(&directory)?;
    let wanted = format!("{name}@{version}");
    command::run(Command::new("npm").args(["pack", "--silent", &wanted]).current_dir(&tools))?;
    let archive = tools.join(format!("{name}-{version}.tgz"));
    command::run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&directory))?;
    fs::remove_file(archive)?;
    script.is_file().then_some(script).context("the fetched accessibility checker has no axe.min.js")
}

/// The packages of the browser tests' identity provider, fetched once into the target directory. Which they are, down to the
/// last one with its digest, stands in `e2e/provider/package-lock.json`.
pub fn identity_provider() -> Result<PathBuf> {
    let source = crate::repository().join("e2e/provider");
    let lock = fs::read(source.join("package-lock.json")).context("cannot read the provider's lock file")?;
    let directory = crate::repository().join("target/tools/identity-provider");
    // Written by npm when everything is there.
    let done = directory.join("node_modules/.package-lock.json");
    if done.is_file() && fs::read(directory.join("package-lock.json")).is_ok_and(|have| have == lock) {
        return Ok(directory);
    }
    fs::create_dir_all(&directory)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), directory.join(name))?;
    }
    let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    command::run(Command::new("npm").args(quiet).current_dir(&directory))?;
    done.is_file().then_some(directory).context("the identity provider was fetched, but is not there")
}

/// The Python of the clients of the Partner Center interface that the tests run.
pub fn partner_center_clients() -> Result<PathBuf> {
    python("requirements.txt", "partner-center-clients")
}

/// The Python of Schemathesis, which sends requests made from a description and holds the answers to it.
pub fn schemathesis() -> Result<PathBuf> {
    python("schemathesis.txt", "schemathesis")
}

/// A virtual environment in the target directory with the packages of a list in `e2e/partner_center`, which names each of them, down
/// to the last one with its digests.
fn python(list: &str, name: &str) -> Result<PathBuf> {
    let source = crate::repository().join("e2e/partner_center").join(list);
    let wanted = fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let directory = crate::repository().join("target/tools").join(name);
    let (python, done) = (directory.join("bin/python"), directory.join("requirements.txt"));
    if python.is_file() && fs::read(&done).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    // `--clear`: what an earlier list wanted is gone, and so is what a broken attempt left.
    command::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&directory))?;
    let exact = ["--require-hashes", "--only-binary", ":all:", "--no-deps"];
    let quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install"]).args(exact).args(quiet).arg("--requirement").arg(&source);
    command::run(&mut install)?;
    fs::write(done, wanted)?;
    Ok(python)
}

/// Builds the server that the browser tests start, with the features the tests are built with: anything else
/// would build half of the dependencies twice.
pub fn server() -> Result<PathBuf> {
    command::run(command::cargo().args(["build", "--workspace", "--all-features", "--bins"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| crate::repository().join("target"), |directory| crate::repository().join(directory));
    let binary = target.join("debug/taxiway");
    binary.canonicalize().with_context(|| format!("no server at {}", binary.display()))
}
