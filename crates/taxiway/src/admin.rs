//! `taxiway admin`: what the operator sets up.

mod acts;
mod consent;
mod init;
mod logs;
mod named;
mod providers;

use std::process::ExitCode;

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use taxiway_domain::ids::{IdentityProviderId, OrganisationId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};

use crate::config::{Configuration, Flags};
use crate::output::Format;
use crate::serve;
use crate::words::Words;
use crate::{FAILED, UNUSABLE};

const ABOUT: &str = "Sets up organizations, people, relationships and group tags, directly in the database; the service may \
    run meanwhile. Every change is in the audit log. For a new installation, begin with `taxiway admin init`, or start the service \
    once: no other command makes a database.\n\n\
    Passwords and client secrets are asked for, or read from standard input when that is no terminal. They are never taken from arguments.";

/// Where links lead that are printed.
const LINKS: &str = "The link begins with `public-url` of the configuration. Without it, it begins with the address at which the \
    service over this data directory listened last.";

const EXAMPLES: &str = "Examples:
  taxiway admin init --data-dir /srv/taxiway
  taxiway admin organisation create --kind direct-partner --name \"Nordlicht IT\" --domain nordlicht.example
  taxiway admin organisation list --format json
  taxiway admin user create --organisation ID --email clerk@nordlicht.example --name \"Timo\" --role sales-agent
  taxiway admin organisation set-region --organisation ID --region eu-efta
  taxiway admin provider link --provider ID --reseller ID
  taxiway admin manufacturer link --organisation ID --rotate
  taxiway admin user invite --organisation ID --email clerk@nordlicht.example --name \"Timo\" --role sales-agent
  taxiway admin relationship create --customer ID --partner ID
  taxiway admin tag create --customer ID --tag Harbour_Terminal --profile kiosk
  taxiway admin identity-provider create --organisation ID --name \"Nordlicht Login\" --issuer https://login.nordlicht.example \\
      --client-id taxiway --group \"Device admins=admin-agent\" --domain nordlicht.example --create-users < secret.txt
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
    /// Make the data directory and an empty database for a new installation
    Init,
    /// Organizations: partners, manufacturers, customers, the operator
    #[command(subcommand)]
    Organisation(Organisations),
    /// People who can sign in
    #[command(subcommand)]
    User(Users),
    /// Consents of customers to partners
    #[command(subcommand)]
    Relationship(Relationships),
    /// Indirect providers and the resellers behind them
    #[command(subcommand)]
    Provider(consent::Providers),
    /// Manufacturers and the link by which customers consent to them
    #[command(subcommand)]
    Manufacturer(consent::Manufacturers),
    /// Group tags of a customer's own
    #[command(subcommand)]
    Tag(Tags),
    /// Passwords
    #[command(subcommand)]
    Password(Passwords),
    /// Services that vouch for an organization's people at sign-in
    #[command(subcommand)]
    IdentityProvider(Providers),
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
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
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
        /// Code of the region where it is, or where a partner sells; a partner may have several
        #[arg(long = "region", value_name = "CODE")]
        regions: Vec<String>,
    },
    /// Say in which region an organization is, or where a partner sells; without a region, nothing is said any more
    SetRegion {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: OrganisationId,
        /// Code of a region; a partner may have several
        #[arg(long = "region", value_name = "CODE")]
        regions: Vec<String>,
    },
    /// List the first thousand organizations by name
    List,
}

#[derive(Subcommand, Debug)]
enum Users {
    /// Create an account and print its id; the password is asked for
    Create {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
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
    /// Invite a person and print the link, which works once; the person chooses the password
    #[command(after_help = LINKS)]
    Invite {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: OrganisationId,
        /// Name at sign-in, and address of the person
        #[arg(long)]
        email: String,
        /// Name for people
        #[arg(long)]
        name: String,
        /// What the person may do; can be repeated
        #[arg(long = "role", required = true, value_parser = names(Role::ALL, Role::as_str))]
        roles: Vec<String>,
    },
    /// Switch an account off and end its sessions
    Disable {
        /// Name at sign-in
        #[arg(long)]
        email: String,
    },
    /// Switch an account on again
    Enable {
        /// Name at sign-in
        #[arg(long)]
        email: String,
    },
    /// Remove the passkeys of somebody who lost them, and end the sessions
    RemovePasskeys {
        /// Name at sign-in
        #[arg(long)]
        email: String,
    },
    /// List accounts
    List {
        /// Only those of this organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: Option<OrganisationId>,
    },
}

#[derive(Subcommand, Debug)]
enum Providers {
    /// Set a provider up and print its id; the client secret is asked for
    Create(NewProvider),
    /// List the providers of an organization
    List {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: OrganisationId,
    },
    /// Remove a provider; whoever signed in through it is signed out
    Delete {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: OrganisationId,
        /// Id of the provider
        #[arg(long, value_name = "ID", value_parser = named::identity_provider)]
        provider: IdentityProviderId,
    },
    /// Take passwords again, for an organization whose provider does not come back
    AllowPasswords {
        /// Id of the organization
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
        organisation: OrganisationId,
    },
}

#[derive(Args, Debug)]
struct NewProvider {
    /// Id of the organization
    #[arg(long, value_name = "ID", value_parser = named::organisation)]
    organisation: OrganisationId,
    /// Name for people
    #[arg(long)]
    name: String,
    /// The address by which the provider names itself
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// The service's name there
    #[arg(long)]
    client_id: String,
    /// Scopes beside openid, separated by spaces
    #[arg(long, default_value = "email profile")]
    scopes: String,
    /// The claim that lists a person's groups
    #[arg(long, default_value = "groups")]
    group_claim: String,
    /// A group there and the role that it gives, such as "Device admins=admin-agent"; can be repeated
    #[arg(long = "group", value_name = "GROUP=ROLE", required = true, value_parser = providers::group)]
    groups: Vec<(String, Role)>,
    /// An e-mail domain that leads to the provider; can be repeated
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// Make accounts for people of these domains at their first sign-in
    #[arg(long)]
    create_users: bool,
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
    #[arg(long, value_name = "ID", value_parser = named::organisation)]
    customer: OrganisationId,
    /// Id of the partner
    #[arg(long, value_name = "ID", value_parser = named::organisation)]
    partner: OrganisationId,
}

#[derive(Subcommand, Debug)]
enum Tags {
    /// Let a tag of the customer's own select a device profile
    Create {
        /// Id of the customer
        #[arg(long, value_name = "ID", value_parser = named::organisation)]
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
