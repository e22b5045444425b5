//! `taxiway admin`: what the operator sets up.

mod acts;
mod logs;

use std::process::ExitCode;

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};

use crate::config::{Configuration, Flags};
use crate::output::Format;
use crate::serve;
use crate::words::Words;
use crate::{FAILED, UNUSABLE};

const ABOUT: &str = "Sets up organizations, people, relationships and group tags, directly in the database; the service may \
    run meanwhile. Every change is in the audit log.\n\n\
    Passwords are asked for, or read from standard input when that is no terminal. They are never taken from arguments.";

const EXAMPLES: &str = "Examples:
  taxiway admin organisation create --kind direct-partner --name \"Nordlicht IT\" --domain nordlicht.example
  taxiway admin organisation list --format json
  taxiway admin user create --organisation ID --email clerk@nordlicht.example --name \"Timo\" --role sales-agent
  taxiway admin relationship create --customer ID --partner ID
  taxiway admin tag create --customer ID --tag Harbour_Terminal --profile kiosk
  taxiway admin password reset --email clerk@nordlicht.example < password.txt
  taxiway admin audit verify";

#[derive(Args, Debug)]
#[command(long_about = ABOUT, after_help = EXAMPLES)]
pub(crate) struct Options {
    #[command(flatten)]
    flags: GlobalFlags,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

/// As for `serve`; may stand behind the subcommands too.
#[derive(Args, Debug)]
struct GlobalFlags {
    /// Configuration file of the service
    #[arg(long, value_name = "FILE", env = "TAXIWAY_CONFIG", global = true)]
    config: Option<std::path::PathBuf>,
    /// Data directory of the service [default: taxiway-data]
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<std::path::PathBuf>,
    /// `postgres://…` or `sqlite:PATH` [default: SQLite in the data directory]
    #[arg(long, value_name = "URL", global = true)]
    database: Option<String>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Organizations: partners, manufacturers, customers, the operator
    #[command(subcommand)]
    Organisation(Organisations),
    /// People who can sign in
    #[command(subcommand)]
    User(Users),
    /// Consents of customers to partners
    #[command(subcommand)]
    Relationship(Relationships),
    /// Group tags of a customer's own
    #[command(subcommand)]
    Tag(Tags),
    /// Passwords
    #[command(subcommand)]
    Password(Passwords),
    /// Audit logs
    #[command(subcommand)]
    Audit(Audits),
}

#[derive(Subcommand, Debug)]
enum Audits {
    /// Check that logs are what was written, and name the first entry that is not
    #[command(long_about = logs::ABOUT, after_help = logs::CODES)]
    Verify {
        /// Only the log of this organization
        #[arg(long, value_name = "ID")]
        organisation: Option<OrganisationId>,
    },
}

#[derive(Subcommand, Debug)]
enum Organisations {
    /// Create an organization and print its id
    Create {
        /// What it is to the service
        #[arg(long, value_parser = names(OrganisationKind::ALL, OrganisationKind::as_str))]
        kind: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// Its domain name
        #[arg(long)]
        domain: Option<String>,
    },
    /// List the first thousand organizations by name
    List,
}

#[derive(Subcommand, Debug)]
enum Users {
    /// Create an account and print its id; the password is asked for
    Create {
        /// Id of the organization
        #[arg(long, value_name = "ID")]
        organisation: OrganisationId,
        /// Name at sign-in
        #[arg(long)]
        email: String,
        /// Name for people
        #[arg(long)]
        name: String,
        /// What the person may do; can be repeated
        #[arg(long = "role", required = true, value_parser = names(Role::ALL, Role::as_str))]
        roles: Vec<String>,
    },
    /// List accounts
    List {
        /// Only those of this organization
        #[arg(long, value_name = "ID")]
        organisation: Option<OrganisationId>,
    },
}

#[derive(Subcommand, Debug)]
enum Relationships {
    /// Create an approved relationship and print its id
    Create {
        #[command(flatten)]
        between: Between,
        /// Whether the partner sees what others registered, too
        #[arg(long)]
        delegated_administration: bool,
    },
    /// End a relationship; jobs under way stop at their next part
    End {
        #[command(flatten)]
        between: Between,
    },
}

#[derive(Args, Debug)]
struct Between {
    /// Id of the customer
    #[arg(long, value_name = "ID")]
    customer: OrganisationId,
    /// Id of the partner
    #[arg(long, value_name = "ID")]
    partner: OrganisationId,
}

#[derive(Subcommand, Debug)]
enum Tags {
    /// Let a tag of the customer's own select a device profile
    Create {
        /// Id of the customer
        #[arg(long, value_name = "ID")]
        customer: OrganisationId,
        /// The exact text
        #[arg(long)]
        tag: String,
        /// The profile that it selects
        #[arg(long, value_parser = names(&DeviceProfile::ALL, DeviceProfile::as_str))]
        profile: String,
    },
}

#[derive(Subcommand, Debug)]
enum Passwords {
    /// Set a new password and end the person's sessions
    Reset {
        /// Name at sign-in
        #[arg(long)]
        email: String,
    },
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().copied().map(name))
}

impl Options {
    /// The exit code when it did not work: a check that was not made has found nothing.
    pub(crate) fn code_of_failure(&self) -> u8 {
        if matches!(self.command, Command::Audit(_)) { UNUSABLE } else { FAILED }
    }
}

pub(crate) fn run(options: Options, words: Words) -> Result<ExitCode> {
    let GlobalFlags { config, data_dir, database } = options.flags;
    let configuration = Configuration::load(&Flags { config, data_dir, database }, None)?;
    serve::block_on(acts::act(options.command, &configuration, options.format, words))
}
