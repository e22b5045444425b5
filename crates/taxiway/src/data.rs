//! The data directory and the database in it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use taxiway_domain::audit::AuditKey;
use taxiway_service::store::Store;
use taxiway_service::{Ids, Service};

/// Name of the SQLite file in a data directory.
pub(crate) const DATABASE: &str = "taxiway.db";
/// Name of the file with the key that signs checkpoints.
const AUDIT_KEY: &str = "audit-key";

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
    prepare(data_dir)?;
    let path = data_dir.join(AUDIT_KEY);
    let cannot = || format!("cannot use the key {}", path.display());
    if !path.exists() {
        // Of processes that start together one makes the key: a link is made only where there is none.
        let mine = data_dir.join(format!("{AUDIT_KEY}-{}", std::process::id()));
        write_private(&mine, &format!("{}\n", hex::encode(secret)))?;
        let linked = fs::hard_link(&mine, &path);
        fs::remove_file(&mine).with_context(cannot)?;
        if !path.exists() {
            linked.with_context(cannot)?;
        }
    }
    let text = fs::read_to_string(&path).with_context(cannot)?;
    AuditKey::from_hex(text.trim_end()).with_context(cannot)
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
