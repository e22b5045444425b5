//! The program: the registration service, its demo, and tools for lists, hashes and administration.

mod admin;
mod audit;
mod check;
mod config;
mod data;
mod demo;
mod identify;
mod mail;
mod output;
mod partner_center;
mod secret;
mod serve;
mod server;
mod sign_in;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use taxiway_locale::Locale;

use crate::words::Words;

/// It did not work.
const FAILED: u8 = 1;
/// The command line is wrong, or what it names cannot be read.
const UNUSABLE: u8 = 2;

const ABOUT: &str = "Registers devices for the organizations that will use them.\n\n\
    Partners and manufacturers hand in lists of devices for customers who consented; each device finds its owner and its \
    profile at first boot. One program holds the service with its portal, and the tools around it.";

const EXAMPLES: &str = "Examples:
  taxiway demo                               Try everything with invented devices
  taxiway check delivery.csv                 What would become of this list?
  taxiway serve --data-dir /srv/taxiway      Run the service on SQLite
  taxiway config > taxiway.toml              Begin a configuration

Exit codes:
  0  done
  1  it did not work; for `check` and `identify`: something would be refused; for `audit`: a log is not what was written
  2  the command line is wrong; for `check`, `identify` and `audit`: the file cannot be read";

#[derive(Parser, Debug)]
#[command(name = "taxiway", version, about = ABOUT.split('\n').next(), long_about = ABOUT, after_help = EXAMPLES)]
#[command(max_term_width = 100, propagate_version = true)]
struct Cli {
    /// Language of what is printed: en, sv or he
    #[arg(long, global = true, env = "TAXIWAY_LANGUAGE", value_name = "TAG", default_value = "en")]
    #[arg(value_parser = language)]
    language: Locale,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Read a device list and say what would become of every row
    Check(check::Options),
    /// Decode one hardware hash
    Identify(identify::Options),
    /// Run the service and its portal
    Serve(serve::Options),
    /// Print the default configuration, with a comment for every key
    Config(config::Options),
    /// Try everything with invented organizations and devices
    Demo(demo::Options),
    /// Set up organizations, people, relationships and group tags
    Admin(admin::Options),
    /// Check activity logs that were exported
    Audit(audit::Options),
}

fn language(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag).ok_or_else(|| "known languages are en, sv and he".to_owned())
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let words = Words::new(cli.language);
    let done = match cli.command {
        Command::Check(options) => check::run(&options, words).map_err(|error| (error, UNUSABLE)),
        Command::Identify(options) => identify::run(&options, words).map_err(|error| (error, UNUSABLE)),
        Command::Serve(options) => serve::run(&options, words).map_err(|error| (error, FAILED)),
        Command::Config(options) => config::run(&options).map_err(|error| (error, FAILED)),
        Command::Demo(options) => demo::run(&options, words).map_err(|error| (error, FAILED)),
        Command::Admin(options) => {
            let code = options.code_of_failure();
            admin::run(options, words).map_err(|error| (error, code))
        }
        Command::Audit(options) => audit::run(&options, words).map_err(|error| (error, UNUSABLE)),
    };
    done.unwrap_or_else(|(error, code)| {
        // Whoever closed the pipe has read enough.
        if !output::is_broken_pipe(&error) {
            eprintln!("taxiway: {error:#}");
        }
        ExitCode::from(code)
    })
}
