//! Requests as they are written byte for byte, and what they must be answered.
//!
//! `golden/<group>/<number>-<call>.http` is a request: lines that begin with `#` (what it shows; with `#!` how it is sent), the head with
//! lines that end in LF here and in CRLF on the wire, an empty line, and the body without the file's last LF. `<number>-<call>.expected` is
//! what must be answered: the status, then headers that matter (`!Name` must not be there), an empty line, and the JSON body,
//! in which no member may be missing or more; without a body the answer has none.
//!
//! In both, `{{name}}` stands for a value: of the stage, such as `{{customer}}`, or of an earlier answer. In what is expected
//! `{{=name}}` gives what stands there a name, and `{{*}}` is anything; a body after `{{mark}}` begins with a byte order mark.
//! `{{length}}` is the length of the request's body.
//!
//! The requests of a group are one journey, in the order of their names. Request number 7 is sent seven seconds after noon, and all work
//! that others left is done before, unless its file says `#! idle`; `#! later 2h` lets time pass first.

mod exchange;
mod stage;
mod wire;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use exchange::{Answer, Expected};
use jiff::SignedDuration;
use rstest::rstest;
use stage::Stage;
use taxiway_domain::api_call::PARTNER_CENTER;
use taxiway_store::Engine;

#[rstest]
#[tokio::test]
async fn requests_are_answered_as_published(
    #[values(
        "netsdk",
        "pcnet",
        "java",
        "cipp",
        "published",
        "provider",
        "tokens",
        "errors",
        "headers",
        "tolerance",
        "bodies",
        "object",
        "mark",
        "alone",
        "throttled"
    )]
    group: &str,
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) -> Result<()> {
    let mut stage = Stage::open(engine, group).await?;
    let requests = requests(group)?;
    assert!(requests.len() > 2, "{group} has few requests: {requests:?}");
    for file in requests {
        exchange(&mut stage, &file).await.with_context(|| file.display().to_string())?;
    }
    Ok(())
}

async fn exchange(stage: &mut Stage, file: &Path) -> Result<()> {
    let request = Request::read(file)?;
    let expected = Expected::read(&fs::read_to_string(file.with_extension("expected"))?)?;
    stage.pass(request.later);
    stage.at_second(request.number);
    if !request.idle {
        stage.world.service.work_until_idle().await?;
    }
    let answer = stage.ask(&request.head, &request.body).await?;
    generally(&request, &answer)?;
    expected.compare(&answer, &mut stage.names)
}

/// A request as its file has it.
struct Request {
    number: i64,
    later: SignedDuration,
    idle: bool,
    head: String,
    body: String,
}

impl Request {
    fn read(file: &Path) -> Result<Self> {
        let name = file.file_name().and_then(|name| name.to_str()).context("a name of text")?;
        let number = name.split('-').next().context("a number")?.parse()?;
        let text = fs::read_to_string(file)?;
        let (mut later, mut idle) = (SignedDuration::ZERO, false);
        let mut rest = text.as_str();
        while let Some((line, after)) = rest.strip_prefix('#').and_then(|rest| rest.split_once('\n')) {
            rest = after;
            let Some(how) = line.strip_prefix("! ") else { continue };
            match how.split_once(' ') {
                Some(("later", by)) => later = by.parse()?,
                None if how == "idle" => idle = true,
                _ => bail!("how is {how:?} sent?"),
            }
        }
        let (head, body) = rest.split_once("\n\n").context("no empty line after the head")?;
        let body = body.strip_suffix('\n').unwrap_or(body).to_owned();
        Ok(Self { number, later, idle, head: head.to_owned(), body })
    }

    /// Method and path.
    fn line(&self) -> Result<(&str, &str)> {
        let mut words = self.head.split(' ');
        Ok((words.next().context("no method")?, words.next().context("no path")?))
    }
}

/// What every answer has.
fn generally(request: &Request, answer: &Answer) -> Result<()> {
    let value = |name| answer.header(name).with_context(|| format!("no header {name}: {:?}", answer.headers));
    for name in ["ms-requestid", "ms-correlationid"] {
        ensure!(!value(name)?.is_empty(), "{name} is empty");
    }
    let vector = value("ms-cv")?.split_once('.').context("a vector has a dot")?;
    ensure!(vector.0.len() == 16 && vector.1.parse::<u8>().is_ok(), "{vector:?}");
    let server = value("ms-serverid")?;
    ensure!(server.len() == 9 && server.parse::<u64>().is_ok(), "{server}");
    ensure!(value("cache-control")? == "no-store" && value("date")?.ends_with("GMT"));
    if answer.body.is_empty() {
        ensure!(request.line()?.0 == "HEAD" || answer.header("content-type").is_none(), "a type of nothing");
    } else {
        ensure!(value("content-type")? == "application/json; charset=utf-8");
    }
    match answer.status {
        202 => {
            let location = value("location")?.split('/').collect::<Vec<_>>();
            ensure!(
                matches!(location[..], ["", "customers", _, "batchJobStatus", _]),
                "not the five parts of {location:?}"
            );
        }
        401 => ensure!(!value("www-authenticate")?.is_empty()),
        405 => ensure!(!value("allow")?.is_empty()),
        429 => ensure!(value("retry-after")?.parse::<u64>()? > 0),
        _ => {}
    }
    Ok(())
}

fn folder(group: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(group)
}

/// The requests of a group, in their order.
fn requests(group: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut expected = BTreeSet::new();
    for entry in fs::read_dir(folder(group))? {
        let path = entry?.path();
        match path.extension().and_then(|kind| kind.to_str()) {
            Some("http") => found.push(path),
            Some("expected") => drop(expected.insert(path)),
            _ => bail!("what is {}?", path.display()),
        }
    }
    found.sort();
    let paired = found.iter().map(|path| path.with_extension("expected")).collect::<BTreeSet<_>>();
    ensure!(paired == expected, "not in pairs: {:?}", paired.symmetric_difference(&expected));
    Ok(found)
}

/// Whether a path is one of this template; both in the spelling that is published.
fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (wanted, found): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let varies = |wanted: &str, found: &str| wanted.starts_with('{') && found != "relationshiprequests";
    wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(wanted, found)| *wanted == found || varies(wanted, found))
}

#[test]
fn every_published_call_has_a_pair_that_succeeds() -> Result<()> {
    let mut open: BTreeSet<_> = PARTNER_CENTER.iter().map(|call| call.name).collect();
    for file in requests("published")? {
        let request = Request::read(&file)?;
        let (method, path) = request.line()?;
        let expected = fs::read_to_string(file.with_extension("expected"))?;
        let done = expected.starts_with('2');
        for call in PARTNER_CENTER.iter().filter(|call| call.method == method && fits(call.template, path)) {
            // The one that is there to be refused.
            if done || call.name == "customer.delete" {
                open.remove(call.name);
            }
        }
    }
    assert_eq!(open, BTreeSet::new(), "nothing shows these calls");
    Ok(())
}
