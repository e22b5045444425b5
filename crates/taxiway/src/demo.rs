//! `taxiway demo`: the whole way from a partner's lists to registered devices, with invented data.

mod cast;
mod deliveries;
mod run;
mod show;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;
use taxiway_service::store::Store;
use tempfile::TempDir;

use crate::config::{Configuration, Log, LogFormat};
use crate::demo::cast::{Cast, Person};
use crate::server::{Server, Signals};
use crate::words::Words;
use crate::{data, output, serve};

const ABOUT: &str = "Shows what the service does, with invented organizations, people and devices: two partners, three \
    customers and a manufacturer with a catalogue. Two lists are handed in, as suppliers send them and as the capture script \
    writes them, with every kind of trouble; the verdict of each row is printed. Then the portal is served, with a \
    sign-in for each person.\n\n\
    Nothing leaves the machine. Without --data-dir everything is kept in a temporary directory and removed at the end.";

const EXAMPLES: &str = "Examples:
  taxiway demo
  taxiway demo --language sv
  taxiway demo --data-dir demo --exit && taxiway serve --data-dir demo";

/// Port to try first when none was asked for.
const LISTEN: &str = "127.0.0.1:8600";
/// Sheet with the address and the people, for programs.
const SHEET: &str = "demo.json";
/// Directory into which mails go.
const MAILS: &str = "mail";
/// Who sends them.
const SENDER: &str = "Taxiway <taxiway@polarstern.example>";

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT, after_help = EXAMPLES)]
pub(crate) struct Options {
    /// Keep everything in this directory [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address and port of the portal [default: 127.0.0.1:8600, or a free port]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// `postgres://…` of an empty database [default: SQLite in the data directory]
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    database: String,
    /// End when the devices are registered, without serving the portal
    #[arg(long)]
    exit: bool,
}

/// What `demo.json` says.
#[derive(Serialize)]
struct Sheet {
    portal: String,
    people: Vec<SheetPerson>,
}

#[derive(Serialize)]
struct SheetPerson {
    role: &'static str,
    organisation: String,
    email: &'static str,
    password: String,
}

/// Where the demo keeps its data.
enum Place {
    Given(PathBuf),
    Temporary(TempDir),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::Given(path) => path,
            Self::Temporary(directory) => directory.path(),
        }
    }
}

pub(crate) fn run(options: &Options, words: Words) -> Result<ExitCode> {
    serve::log_to_standard_error(&Log { filter: "warn".to_owned(), format: LogFormat::Text })?;
    let place = match &options.data_dir {
        Some(path) => Place::Given(path.clone()),
        None => Place::Temporary(tempfile::Builder::new().prefix("taxiway-demo-").tempdir()?),
    };
    let listen = options.listen.map_or_else(|| LISTEN.parse(), Ok)?;
    // The environment of a real service must not lead the demo into its database.
    let mut configuration = Configuration::defaults()?;
    configuration.listen = listen;
    place.path().clone_into(&mut configuration.data_dir);
    configuration.database.clone_from(&options.database);
    configuration.stop_seconds = 2;
    // Nothing leaves the machine: mails are files.
    configuration.mail.directory = place.path().join(MAILS);
    SENDER.clone_into(&mut configuration.mail.from);
    serve::block_on(play(options, &configuration, &place, words))?;
    if let Place::Temporary(directory) = place {
        let path = directory.path().display().to_string();
        directory.close()?;
        output::line(&words.with("demo-removed", &[("path", path.into())]))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn play(options: &Options, configuration: &Configuration, place: &Place, words: Words) -> Result<()> {
    refuse_used(place, words)?;
    let mut signals = Signals::listen()?;
    data::prepare(place.path())?;
    let store = data::open(&configuration.data_dir, &configuration.database).await?;
    refuse_filled(&store, words).await?;
    let key = match place {
        Place::Temporary(_) => "demo-in-temporary",
        Place::Given(_) => "demo-in-directory",
    };
    output::line(&words.with(key, &[("path", place.path().display().to_string().into())]))?;
    let (mut server, cast) = tokio::select! {
        registered = run::register(&store, configuration, words) => registered?,
        () = signals.next() => return Ok(()),
    };
    if options.exit {
        let given = matches!(place, Place::Given(_));
        if given || !configuration.database.is_empty() {
            show::people(&cast, words)?;
        }
        if given && configuration.database.is_empty() {
            let path = place.path().display().to_string();
            output::line(&words.with("demo-serve-later", &[("path", path.into())]))?;
        }
    } else {
        let address = open_portal(&mut server, options, configuration).await?;
        show::people(&cast, words)?;
        let portal = format!("http://{address}/");
        data::write_private(&place.path().join(SHEET), &sheet(&portal, &cast)?)?;
        output::line(&words.with("demo-portal", &[("address", portal.into())]))?;
        let mails = configuration.mail.directory.display().to_string();
        output::line(&words.with("demo-mails", &[("path", mails.into())]))?;
        show::begin(&cast, words)?;
        server.until_asked(&mut signals, words).await?;
    }
    server.stop(&mut signals, store).await;
    Ok(())
}

/// A directory that has a database holds a demo already, or the data of a real service.
fn refuse_used(place: &Place, words: Words) -> Result<()> {
    let path = place.path();
    if data::database(path).exists() || path.join(SHEET).exists() {
        bail!(words.with("demo-directory-used", &[("path", path.display().to_string().into())]));
    }
    Ok(())
}

async fn refuse_filled(store: &Store, words: Words) -> Result<()> {
    let mut conn = store.read().await?;
    if !conn.organisations_any_tenant().await?.is_empty() {
        bail!(words.say("demo-database-used"));
    }
    Ok(())
}

/// Takes another port when the usual one is in use and none was asked for.
async fn open_portal(
    server: &mut Server,
    options: &Options,
    configuration: &Configuration,
) -> Result<SocketAddr> {
    match server.listen(configuration.listen).await {
        Err(_) if options.listen.is_none() => server.listen(SocketAddr::from(([127, 0, 0, 1], 0))).await,
        listening => listening,
    }
}

fn sheet(portal: &str, cast: &Cast) -> Result<String> {
    let person = |person: &'_ Person| SheetPerson {
        role: person.role.as_str(),
        organisation: person.organisation.name.clone(),
        email: person.email,
        password: person.password().to_owned(),
    };
    let people = cast.people.iter().map(person).collect();
    Ok(serde_json::to_string_pretty(&Sheet { portal: portal.to_owned(), people })?)
}
