//! Passkeys: a person's own, and the one after the password.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::PasskeyId;

use super::{Shell, routes};

/// A passkey in the list.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// Name that the person gave it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

impl PasskeyRow {
    pub(super) fn rename(&self) -> routes::Passkey {
        routes::Passkey { passkey: self.id }
    }

    pub(super) fn remove(&self) -> routes::PasskeyRemove {
        routes::PasskeyRemove { passkey: self.id }
    }
}

/// The part of the account's page that is about passkeys: `portal/account_passkeys.html`, which reads it as `passkeys`.
#[derive(Debug, Clone)]
pub struct PasskeysPart {
    /// The passkeys, the oldest first.
    pub rows: Vec<PasskeyRow>,
    /// Whether one is asked for after the password, by the person's own wish.
    pub second_factor: bool,
    /// Whether the organisation demands that.
    pub demanded: bool,
    /// Whether passkeys can be used.
    pub available: bool,
    /// Where passkeys work.
    pub public_url: String,
    /// What went wrong, in the language of the page.
    pub problem: Option<String>,
}

impl PasskeysPart {
    /// Whether a passkey after the password is a matter here at all.
    pub(super) fn concern(&self) -> bool {
        self.available || self.second_factor || self.demanded || !self.rows.is_empty()
    }

    pub(super) fn add(&self) -> routes::Passkeys {
        routes::Passkeys {}
    }

    pub(super) fn ask(&self) -> routes::PasskeyOptions {
        routes::PasskeyOptions {}
    }

    pub(super) fn second_factor_switch(&self) -> routes::SecondFactorSwitch {
        routes::SecondFactorSwitch {}
    }
}

/// Another name for a passkey.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/passkey.html")]
pub struct PasskeyPage {
    /// What is around it.
    pub shell: Shell,
    /// The passkey.
    pub id: PasskeyId,
    /// Its name, or what was typed.
    pub name: String,
    /// What went wrong, in the language of the page.
    pub problem: Option<String>,
}

impl PasskeyPage {
    fn action(&self) -> routes::Passkey {
        routes::Passkey { passkey: self.id }
    }
}

/// The passkey after the password.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/second_factor.html")]
pub struct SecondFactorPage {
    /// What is around it.
    pub shell: Shell,
    /// For the browser, as JSON.
    pub options: String,
    /// Whether the person has none yet and makes the first one now.
    pub enrol: bool,
    /// Path to go to afterwards.
    pub return_to: String,
    /// Where passkeys work.
    pub public_url: String,
}

impl SecondFactorPage {
    fn title(&self) -> &'static str {
        if self.enrol { "second-factor-enrol-title" } else { "second-factor-ask-title" }
    }

    fn text(&self) -> &'static str {
        if self.enrol { "second-factor-enrol-text" } else { "second-factor-ask-text" }
    }

    fn button(&self) -> &'static str {
        if self.enrol { "second-factor-enrol-button" } else { "second-factor-ask-button" }
    }

    fn action(&self) -> routes::SecondFactor {
        routes::SecondFactor {}
    }
}
