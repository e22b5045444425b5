//! Programs of an organisation and their secrets.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::api_call::may_call;
use taxiway_domain::app::{Permission, SECRET_MONTHS};
use taxiway_domain::ids::{AppId, AppSecretId};

use super::api::requests_of;
use super::pager::Pager;
use super::parts::{Pill, Tone};
use super::people::FieldProblem;
use super::{Shell, routes};

/// One line of the list of programs.
#[derive(Debug, Clone)]
pub struct AppRow {
    /// Its id.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// What it is permitted.
    pub permissions: Vec<Permission>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When its last secret ends.
    pub secret_until: Option<Timestamp>,
    /// Whether that has passed.
    pub secret_over: bool,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
}

/// The programs of an organisation.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/apps.html")]
pub struct AppsPage {
    /// What is around it.
    pub shell: Shell,
    /// Whether such an organisation can have programs at all.
    pub possible: bool,
    /// The programs.
    pub apps: Vec<AppRow>,
    /// Paging.
    pub pager: Pager,
}

/// The form for a new program.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/new_app.html")]
pub struct NewAppPage {
    /// What is around it.
    pub shell: Shell,
    /// The name as typed.
    pub name: String,
    /// What such an organisation can permit.
    pub choices: Vec<Permission>,
    /// What was chosen.
    pub permissions: Vec<Permission>,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

/// A secret in the list of a program.
#[derive(Debug, Clone)]
pub struct SecretRow {
    /// Its id.
    pub id: AppSecretId,
    /// Its first characters.
    pub hint: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it has ended.
    pub over: bool,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// One program.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/app.html")]
pub struct AppPage {
    /// What is around it.
    pub shell: Shell,
    /// Its id.
    pub id: AppId,
    /// Its name, as it is or as typed.
    pub name: String,
    /// What such an organisation can permit.
    pub choices: Vec<Permission>,
    /// What it is permitted, or was chosen.
    pub permissions: Vec<Permission>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Who registered it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Its secrets, newest first.
    pub secrets: Vec<SecretRow>,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

/// A secret, shown once.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/secret.html")]
pub struct SecretPage {
    /// What is around it.
    pub shell: Shell,
    /// The program.
    pub app: AppId,
    /// Its name.
    pub name: String,
    /// The secret.
    pub secret: String,
    /// When it ends.
    pub until: Timestamp,
}

impl AppsPage {
    fn new_app(&self) -> routes::NewApp {
        routes::NewApp {}
    }

    fn link(&self, row: &AppRow) -> routes::App {
        routes::App { app: row.id }
    }

    /// Whether it can sign in, in one word.
    fn standing(&self, row: &AppRow) -> Pill {
        let (tone, icon, key) = match (row.disabled, row.secret_until) {
            (true, _) => (Tone::Neutral, "cancel", "app-off"),
            (false, None) => (Tone::Warning, "alert", "app-without-secret"),
            (false, Some(_)) if row.secret_over => (Tone::Bad, "alert", "app-secret-over"),
            (false, Some(_)) => (Tone::Good, "check", "app-on"),
        };
        Pill { tone, icon, text: self.shell.t(key) }
    }
}

impl NewAppPage {
    fn action(&self) -> routes::NewApp {
        routes::NewApp {}
    }

    fn has(&self, permission: &Permission) -> bool {
        self.permissions.contains(permission)
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}

impl AppPage {
    fn action(&self) -> routes::App {
        routes::App { app: self.id }
    }

    fn add_secret(&self) -> routes::AppSecrets {
        routes::AppSecrets { app: self.id }
    }

    fn revoke(&self, row: &SecretRow) -> routes::AppSecretRevoke {
        routes::AppSecretRevoke { app: self.id, secret: row.id }
    }

    fn disable(&self) -> routes::AppDisable {
        routes::AppDisable { app: self.id }
    }

    fn enable(&self) -> routes::AppEnable {
        routes::AppEnable { app: self.id }
    }

    /// What it asked for last, where partners look that up.
    fn requests(&self) -> Option<String> {
        let partner = self.shell.person.as_ref().is_some_and(|person| may_call(person.kind));
        partner.then(|| requests_of(self.id))
    }

    fn delete(&self) -> routes::AppDelete {
        routes::AppDelete { app: self.id }
    }

    fn has(&self, permission: &Permission) -> bool {
        self.permissions.contains(permission)
    }

    fn months(&self) -> [u64; 5] {
        SECRET_MONTHS.map(u64::from)
    }

    fn usual(&self, months: &u64) -> bool {
        *months == 6
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}

impl SecretPage {
    fn back(&self) -> routes::App {
        routes::App { app: self.app }
    }
}
