//! The data directory and the database in it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use taxiway_domain::audit::AuditKey;
use taxiway_service::store::Store;
use taxiway_service::{Ids, Service, Vault};

use crate::words::Words;

/// Name of the SQLite file in a data directory.
pub(crate) const DATABASE: &str = "taxiway.db";
/// Name of the file with the key that signs checkpoints.
const AUDIT_KEY: &str = "audit-key";
/// Name of the file with the key that seals secrets of identity providers.
const VAULT_KEY: &str = "vault-key";
/// Name of the file that tells where people reach the portal of the service that ran last.
const ADDRESS: &str = "address";

/// Where the database of a data directory is, unless a URL says otherwise.
pub(crate) fn database(data_dir: &Path) -> PathBuf {
    data_dir.join(DATABASE)
}

/// Makes the data directory if it is missing, for its owner only.
pub(crate) fn prepare(data_dir: &Path) -> Result<()> {
    if data_dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data_dir).with_context(|| format!("cannot make the data directory {}", data_dir.display()))
}

/// How a new file that only its owner may read is made.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file that only its owner may read. Whoever sees it sees all of it.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let unfinished = path.with_extension("unfinished");
    let mut file = private().create(true).truncate(true).open(&unfinished).with_context(cannot)?;
    file.write_all(text.as_bytes()).with_context(cannot)?;
    fs::rename(&unfinished, path).with_context(cannot)
}

/// The key that signs checkpoints of audit logs: the one of the data directory, or a new one of this secret.
///
/// It is kept beside the database and not in it, so that whoever can write to the database cannot sign what he wrote.
pub(crate) fn audit_key(data_dir: &Path, secret: [u8; 32]) -> Result<AuditKey> {
    let (text, path) = key(data_dir, AUDIT_KEY, secret)?;
    AuditKey::from_hex(&text).with_context(|| format!("cannot use the key {}", path.display()))
}

/// The vault with the key that seals secrets of identity providers: the one of the data directory, or a new one of this secret.
///
/// It is kept beside the database and not in it, so that whoever reads the database or its copies learns no secret.
pub(crate) fn vault(data_dir: &Path, secret: [u8; 32]) -> Result<Vault> {
    let (text, path) = key(data_dir, VAULT_KEY, secret)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)
        .with_context(|| format!("cannot use the key {}", path.display()))?;
    Ok(Vault::new(bytes))
}

/// Notes where people reach the portal, for commands that print links to it.
pub(crate) fn note_address(data_dir: &Path, public_url: &str) -> Result<()> {
    prepare(data_dir)?;
    write_private(&data_dir.join(ADDRESS), public_url)
}

/// Where people reached the portal of the service that ran last over this directory.
pub(crate) fn noted_address(data_dir: &Path) -> Option<String> {
    let noted = fs::read_to_string(data_dir.join(ADDRESS)).ok()?;
    Some(noted.trim().to_owned()).filter(|address| !address.is_empty())
}

/// A path as it is from anywhere: whoever stands in the wrong directory sees which one was meant.
pub(crate) fn absolute(path: &Path) -> String {
    std::path::absolute(path).as_deref().unwrap_or(path).display().to_string()
}

/// The text of a key file, which is made of this secret when it is missing, and where it is.
fn key(data_dir: &Path, name: &str, secret: [u8; 32]) -> Result<(String, PathBuf)> {
    prepare(data_dir)?;
    let path = data_dir.join(name);
    let cannot = || format!("cannot use the key {}", path.display());
    if !path.exists() {
        // Of processes that start together one makes the key: a link is made only where there is none.
        let mine = data_dir.join(format!("{name}-{}", std::process::id()));
        write_private(&mine, &format!("{}\n", hex::encode(secret)))?;
        let linked = fs::hard_link(&mine, &path);
        fs::remove_file(&mine).with_context(cannot)?;
        if !path.exists() {
            linked.with_context(cannot)?;
        }
    }
    let text = fs::read_to_string(&path).with_context(cannot)?;
    Ok((text.trim_end().to_owned(), path))
}

/// Opens the database: the one of the URL, or the file in the data directory when the URL is empty.
pub(crate) async fn open(data_dir: &Path, url: &str) -> Result<Store> {
    if !url.is_empty() {
        return Store::open(url).await.context("cannot open the database");
    }
    prepare(data_dir)?;
    let path = database(data_dir);
    let cannot = || format!("cannot open the database {}", path.display());
    if !path.exists() {
        // SQLite gives the files beside it the same rights.
        private().create(true).truncate(false).open(&path).with_context(cannot)?;
    }
    Store::open(&format!("sqlite:{}", path.display())).await.with_context(cannot)
}

/// As [`open`], for a database that a service uses already; none where there is none.
pub(crate) async fn find(data_dir: &Path, url: &str) -> Result<Option<Store>> {
    if !url.is_empty() {
        return Store::open_existing(url).await.context("cannot open the database");
    }
    let path = database(data_dir);
    let found = Store::open_existing(&format!("sqlite:{}", path.display())).await;
    found.with_context(|| format!("cannot open the database {}", path.display()))
}

/// Refuses to go on without the data directory, which holds the keys even where the database is elsewhere.
pub(crate) fn must_exist(data_dir: &Path, words: Words) -> Result<()> {
    ensure!(data_dir.is_dir(), words.with("admin-no-directory", &[("path", absolute(data_dir).into())]));
    Ok(())
}

/// As [`find`]; where there is none, that is an error which says where it was looked for.
pub(crate) async fn open_existing(data_dir: &Path, url: &str, words: Words) -> Result<Store> {
    find(data_dir, url).await?.with_context(|| match url {
        "" => words.with("admin-no-database", &[("path", absolute(data_dir).into())]),
        _ => words.say("admin-database-empty"),
    })
}

/// Lets the service sign checkpoints of audit logs, where there is a place to keep the key.
pub(crate) fn sign_checkpoints(service: Service, data_dir: &Path) -> Service {
    match audit_key(data_dir, Ids::from_system().secret()) {
        Ok(key) => service.signing_with(key),
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "no checkpoints of audit logs can be signed");
            service
        }
    }
}
