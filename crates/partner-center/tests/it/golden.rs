//! Clients that cannot be run here, by their requests as they write them, byte for byte.
//!
//! `golden/<client>/<number>-<call>.http` is a request: its head with lines that end in LF here and in CRLF on the wire, an empty
//! line, and the body without the file's last LF. `<number>-<call>.expected` is what must be answered: the status, then
//! headers that matter, an empty line, and the JSON body, in which no member may be missing or more; without a body the answer has
//! none. In both, `{{name}}` stands for a value: of the fixture, such as `{{customer}}`, or of an earlier answer. In what is expected
//! `{{=name}}` gives what stands there a name, and `{{*}}` is anything. `{{length}}` is the length of the body. The requests
//! of a client are one journey, in the order of their names; before each, all work that others left is done.

mod exchange;
mod fixture;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use exchange::{Answer, Expected, Names};
use fixture::Served;
use rstest::rstest;
use taxiway_store::Engine;

#[rstest]
#[tokio::test]
async fn requests_of_other_clients_are_answered_as_published(
    #[values("netsdk", "pcnet", "java", "cipp")] client: &str,
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) -> Result<()> {
    let (served, mut names) = Served::open(engine).await?;
    let requests = requests(client)?;
    assert!(requests.len() > 5, "{client} has few requests: {requests:?}");
    for request in requests {
        served.world.work().await;
        let expected = Expected::read(&fs::read_to_string(request.with_extension("expected"))?)?;
        let answer = sent(&served, &fs::read_to_string(&request)?, &mut names).await;
        let compared = answer.and_then(|answer| expected.compare(&answer, &mut names));
        compared.with_context(|| request.display().to_string())?;
    }
    Ok(())
}

/// The requests of a client, in their order.
fn requests(client: &str) -> Result<Vec<PathBuf>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(client);
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let kind = path.extension().and_then(|kind| kind.to_str());
        ensure!(matches!(kind, Some("http" | "expected")), "what is {}?", path.display());
        if kind == Some("http") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

async fn sent(served: &Served, file: &str, names: &mut Names) -> Result<Answer> {
    let (head, body) = file.split_once("\n\n").context("no empty line after the head")?;
    let body = names.fill(body.strip_suffix('\n').unwrap_or(body))?;
    names.0.insert("length".to_owned(), body.len().to_string());
    let head = names.fill(head)?.replace('\n', "\r\n") + "\r\n\r\n";
    wire::ask(served.address, &head, &body).await
}
