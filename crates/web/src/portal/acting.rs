//! Programs that act for a person.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::AppId;

use super::{Shell, routes};

/// A program that acts for the person.
#[derive(Debug, Clone)]
pub struct ActingRow {
    /// Its id.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When the oldest token that counts was made.
    pub since: Timestamp,
    /// When the last one ends.
    pub until: Timestamp,
    /// When it last signed in for the person.
    pub used_at: Option<Timestamp>,
}

impl ActingRow {
    pub(super) fn stop(&self) -> routes::ActingAppStop {
        routes::ActingAppStop { app: self.id }
    }
}

/// The part of the account's page that is about programs: `portal/account_acting.html`, which reads it as `acting`.
#[derive(Debug, Clone)]
pub struct ActingPart {
    /// The programs that act.
    pub rows: Vec<ActingRow>,
    /// Those that could.
    pub choices: Vec<(AppId, String)>,
    /// How many tokens for one program count.
    pub tokens: u64,
}

impl ActingPart {
    pub(super) fn start(&self) -> routes::ActingApps {
        routes::ActingApps {}
    }
}

/// A refresh token, shown once.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/acting.html")]
pub struct ActingTokenPage {
    /// What is around it.
    pub shell: Shell,
    /// The program.
    pub app: AppId,
    /// Its name.
    pub name: String,
    /// The token.
    pub token: String,
    /// When it ends.
    pub until: Timestamp,
}

impl ActingTokenPage {
    fn back(&self) -> routes::Account {
        routes::Account {}
    }

    /// What the program says when it sends the token.
    fn grant(&self) -> &'static str {
        "grant_type=refresh_token"
    }
}
