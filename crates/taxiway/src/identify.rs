//! `taxiway identify`: decodes one hardware hash.

mod decoded;
mod listing;

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use taxiway_domain::hardware_hash::HardwareHash;

use crate::output::{self, Format};
use crate::words::Words;

const ABOUT: &str = "Decodes one hardware hash: 4000 characters of base64 text, as the capture tool of the operating system \
    writes them. White space around it does not matter.\n\n\
    A hash is a set of claims and proves nothing: anybody can write one.";

const EXAMPLES: &str = "Examples:
  taxiway identify hash.txt
  taxiway identify --format json hash.txt | jq -r .serialNumber
  cut -d, -f3 AutopilotHWID.csv | sed -n 2p | taxiway identify -
  taxiway identify --sample | taxiway identify -

Exit codes:
  0  the hash is valid
  1  the hash is not valid
  2  the command line is wrong, or the file cannot be read";

/// Far more than a hash; what is longer is none.
const READ: u64 = 1024 * 1024;

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT, after_help = EXAMPLES)]
pub(crate) struct Options {
    /// File with the hash; `-` reads standard input
    #[arg(required_unless_present = "sample")]
    file: Option<PathBuf>,
    /// Write a hash to try this with: that of a device that does not exist, which is never registered
    #[arg(long, conflicts_with_all = ["file", "format"])]
    sample: bool,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(options: &Options, words: Words) -> Result<ExitCode> {
    let Some(file) = &options.file else {
        output::line(taxiway_intake::write::sample_hash()?.trim_end())?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut bytes = Vec::new();
    let source = output::open(file, words)?;
    source
        .take(READ)
        .read_to_end(&mut bytes)
        .with_context(|| words.with("cli-cannot-read", &[("name", output::name(file, words).into())]))?;
    // What is no text is no base64 either.
    let read = HardwareHash::parse(&String::from_utf8_lossy(&bytes));
    let decoded = decoded::Decoded::of(&read, words);
    match options.format {
        Format::Json => output::json(&decoded)?,
        Format::Text => output::line(&listing::text(&decoded, &read, words))?,
    }
    Ok(if read.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
