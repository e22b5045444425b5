//! What goes to the terminal or into a pipe.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, StdoutLock, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::words::Words;

/// For people or for programs.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// A file, or standard input for `-`.
pub(crate) fn open(path: &Path, words: Words) -> Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let cannot = || words.with("cli-cannot-read", &[("name", path.display().to_string().into())]);
    let file = File::open(path).with_context(cannot)?;
    if file.metadata().with_context(cannot)?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(cannot);
    }
    Ok(Box::new(file))
}

/// What a file is called in messages.
pub(crate) fn name(path: &Path, words: Words) -> String {
    if path.as_os_str() == "-" { words.say("cli-standard-input") } else { path.display().to_string() }
}

/// Standard output in large pieces.
pub(crate) fn buffered() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// Prints one line.
pub(crate) fn line(text: &str) -> Result<()> {
    writeln!(io::stdout(), "{text}").context("cannot write")
}

/// Prints one JSON value on one line.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    line(&serde_json::to_string(value).context("cannot write JSON")?)
}

/// Whether standard output is a person's.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether colours are welcome: see <https://no-color.org>.
pub(crate) fn is_colourful() -> bool {
    is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether the error is that nobody reads our output any more.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
