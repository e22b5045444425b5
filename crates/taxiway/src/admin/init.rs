//! `taxiway admin init`: the only command here that makes a database.

use anyhow::Result;
use serde::Serialize;

use crate::config::Configuration;
use crate::data;
use crate::output::{self, Format};
use crate::words::Words;

/// What was made, in JSON.
#[derive(Serialize)]
struct Ready {
    data_dir: String,
    made: bool,
}

/// Makes data directory and database as the first start of the service would; what is there stays as it is.
pub(super) async fn init(configuration: &Configuration, format: Format, words: Words) -> Result<()> {
    let (directory, url) = (&configuration.data_dir, &configuration.database);
    let found = data::find(directory, url).await?;
    let made = found.is_none();
    data::prepare(directory)?;
    let store = match found {
        Some(store) => store,
        None => data::open(directory, url).await?,
    };
    store.close().await;
    let path = data::absolute(directory);
    match format {
        Format::Json => output::json(&Ready { data_dir: path, made }),
        Format::Text => {
            let key = if made { "admin-init-made" } else { "admin-init-there" };
            output::line(&words.with(key, &[("path", path.into())]))
        }
    }
}
