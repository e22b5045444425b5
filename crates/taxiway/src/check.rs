//! `taxiway check`: the reader alone.

mod excerpt;
mod lines;
mod problem;
mod report;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::builder::PossibleValuesParser;
use taxiway_domain::group_tag::{CustomTag, GroupTag, TagRules};
use taxiway_domain::profile::DeviceProfile;
use taxiway_intake::check::{CheckError, CheckVerdict, check_json};
use taxiway_intake::limits::PRESETS;
use taxiway_intake::{Layout, Mode, RowLimits};

use crate::output::{self, Format};
use crate::words::Words;

const ABOUT: &str = "Reads a device list exactly as the service would, and says what would become of every row. \
    Nothing is sent anywhere and nothing is registered.\n\n\
    Any encoding, delimiter and documented layout is recognised. The helpful mode converts what can be converted and says so; \
    the strict mode holds the list against the documented rules to the letter.";

const EXAMPLES: &str = "Examples:
  taxiway check delivery.csv
  taxiway check --format json delivery.csv | jq .summary
  taxiway check --strict --limits partner-center delivery.csv
  Get-Content hashes.csv | taxiway check -

Exit codes:
  0  registrable, perhaps with notices or warnings
  1  the file, or at least one of its rows, would be refused
  2  the command line is wrong, or the file cannot be read";

/// Row limits that leave the list as long as it is.
const NO_PRESET: &str = "none";
/// Row limits as documented for each layout.
const PUBLISHED: &str = "published";

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT, after_help = EXAMPLES)]
pub(crate) struct Options {
    /// The list; `-` reads standard input
    file: PathBuf,
    /// Hold the list against the documented rules to the letter
    #[arg(long)]
    strict: bool,
    /// Layout of the list
    #[arg(long, default_value = "auto", value_parser = layouts())]
    layout: String,
    /// Row limits to apply: those of a published service
    #[arg(long, default_value = NO_PRESET, value_name = "PRESET", value_parser = presets())]
    limits: String,
    /// A group tag of the customer's own that may stand in the list; can be repeated
    #[arg(long = "tag", value_name = "TAG", value_parser = custom_tag)]
    tags: Vec<GroupTag>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn layouts() -> PossibleValuesParser {
    PossibleValuesParser::new(std::iter::once("auto").chain(Layout::ALL.map(Layout::as_str)))
}

fn presets() -> PossibleValuesParser {
    PossibleValuesParser::new([NO_PRESET, PUBLISHED].into_iter().chain(PRESETS.map(|(name, _)| name)))
}

fn custom_tag(text: &str) -> Result<GroupTag, String> {
    GroupTag::new(text).map_err(|refusal| refusal.to_string())
}

/// The row limits of a name: nothing, as documented for each layout, or those of one service.
pub(crate) fn limits(name: &str) -> Option<RowLimits> {
    match name {
        NO_PRESET => Some(RowLimits::default()),
        PUBLISHED => Some(RowLimits::published()),
        preset => RowLimits::preset(preset),
    }
}

impl Options {
    fn reading(&self) -> taxiway_intake::Options {
        // Which profile a tag of the customer's own selects makes no difference to the reader.
        let own = |tag: &GroupTag| CustomTag { tag: tag.clone(), profile: DeviceProfile::Standard };
        taxiway_intake::Options {
            mode: if self.strict { Mode::Strict } else { Mode::Helpful },
            layout: Layout::from_name(&self.layout),
            limits: limits(&self.limits).unwrap_or_default(),
            tags: TagRules { custom: self.tags.iter().map(own).collect() },
            find_duplicates: true,
            stated: false,
        }
    }
}

pub(crate) fn run(options: &Options, words: Words) -> Result<ExitCode> {
    let source = output::open(&options.file, words)?;
    let name = output::name(&options.file, words);
    let reading = options.reading();
    let mut out = output::buffered();
    let report = match options.format {
        Format::Json => check_json(source, &reading, &|finding| words.finding(finding), &mut out),
        Format::Text => {
            let style = report::Style { name: name.clone(), colourful: output::is_colourful() };
            report::print(source, &reading, &style, words, &mut out)
        }
    };
    let report = report.map_err(|error| match error {
        CheckError::Source(error) => {
            anyhow::Error::new(error).context(words.with("cli-cannot-read", &[("name", (&name).into())]))
        }
        CheckError::Output(error) => anyhow::Error::new(error).context(words.say("cli-cannot-write")),
    })?;
    out.flush().with_context(|| words.say("cli-cannot-write"))?;
    Ok(if report.verdict == CheckVerdict::Rejected { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
