//! Ways to sign in beside the password, as the program puts them together.

use std::sync::Arc;

use anyhow::{Context, Result};
use taxiway_authn::{OpenIdConnect, Outbound, WebPasskeys};
use taxiway_service::{Authn, Ids, Passkeys, Vault};

use crate::config::Configuration;
use crate::data;

/// Everything that works under this public address.
pub(crate) fn authn(configuration: &Configuration, public_url: &str) -> Result<Authn> {
    let settings = configuration.outbound();
    let outbound = Outbound::new(settings).context("requests to identity providers cannot be made")?;
    let passkeys = WebPasskeys::new(public_url);
    if passkeys.is_none() {
        tracing::info!(
            public_url,
            "no passkeys: they need a public-url with https and a name, or http://localhost"
        );
    }
    Ok(Authn {
        openid: Some(Arc::new(OpenIdConnect::new(outbound))),
        passkeys: passkeys.map(|passkeys| Arc::new(passkeys) as Arc<dyn Passkeys>),
        vault: vault(configuration),
        public_url: Some(public_url.to_owned()),
        allow_http: settings.allow_http,
    })
}

/// Where there is no place to keep its key, identity providers are not offered.
fn vault(configuration: &Configuration) -> Option<Vault> {
    let opened = data::vault(&configuration.data_dir, Ids::from_system().secret());
    opened
        .inspect_err(|error| {
            tracing::warn!(error = format!("{error:#}"), "identity providers cannot be used");
        })
        .ok()
}
