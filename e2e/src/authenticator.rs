//! A security key that the browser pretends to have, with somebody's finger on it.

use anyhow::{Context, Result};
use serde_json::json;

use crate::Browser;

/// A virtual authenticator of one browser, in the words of the Web Authentication API.
#[derive(Debug)]
pub struct Authenticator<'a> {
    browser: &'a Browser,
    id: String,
}

impl<'a> Authenticator<'a> {
    /// Plugs one in that keeps passkeys and verifies its owner.
    pub async fn plug_in(browser: &'a Browser) -> Result<Self> {
        browser.devtools("WebAuthn.enable", json!({})).await?;
        let options = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "automaticPresenceSimulation": true,
        });
        let added =
            browser.devtools("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
        let id = added["authenticatorId"].as_str().context("the browser names no authenticator")?.to_owned();
        Ok(Self { browser, id })
    }

    /// Whether the finger on it is its owner's.
    pub async fn recognises_owner(&self, recognises: bool) -> Result<()> {
        let whose = json!({ "authenticatorId": self.id, "isUserVerified": recognises });
        self.browser.devtools("WebAuthn.setUserVerified", whose).await?;
        Ok(())
    }

    /// How many passkeys are on it.
    pub async fn passkeys(&self) -> Result<usize> {
        let found =
            self.browser.devtools("WebAuthn.getCredentials", json!({ "authenticatorId": self.id })).await?;
        Ok(found["credentials"].as_array().map_or(0, Vec::len))
    }

    /// Takes it away, with all its passkeys.
    pub async fn pull_out(self) -> Result<()> {
        let which = json!({ "authenticatorId": self.id });
        self.browser.devtools("WebAuthn.removeVirtualAuthenticator", which).await?;
        Ok(())
    }
}
