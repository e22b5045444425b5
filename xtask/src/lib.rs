//! What developers run: `cargo xtask test`, `lint`, `bench` and `fuzz`.
//!
//! The pieces are a library so that tests can use them as well: a test that stops or restarts its database
//! starts a [`postgres::PrivateCluster`] of its own.

#[cfg(feature = "bench")]
pub mod bench;
pub mod command;
#[cfg(feature = "fuzz")]
pub mod fuzz;
pub mod lint;
pub mod packages;
pub mod postgres;
pub mod test;
pub mod tools;

use std::path::{Path, PathBuf};

/// The root of the repository this program was built from.
pub fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
