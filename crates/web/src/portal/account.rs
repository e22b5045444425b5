//! One's own account. Each of its sections is a template of its own.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::SessionId;
use taxiway_domain::role::Role;
use taxiway_locale::Locale;

use super::acting::ActingPart;
use super::passkey::PasskeysPart;
use super::people::FieldProblem;
use super::{Shell, routes};

/// One of the person's sessions.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Kind of browser and of system: two words, as they are stored.
    pub agent: Option<String>,
    /// The network it came from, or `local`.
    pub origin: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Whether it is this one.
    pub current: bool,
}

/// One's own account.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/account.html")]
pub struct AccountPage {
    /// What is around it.
    pub shell: Shell,
    /// Sign-in name.
    pub email: String,
    /// Name, as it is or as typed.
    pub name: String,
    /// Language of mails; none when it was not chosen.
    pub mail_locale: Option<Locale>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The sessions.
    pub sessions: Vec<SessionRow>,
    /// Whether there is a password to change: accounts of an identity provider may have none.
    pub has_password: bool,
    /// The identity providers that vouch for the person, by name.
    pub providers: Vec<String>,
    /// Passkeys.
    pub passkeys: PasskeysPart,
    /// Programs that act for the person; none where programs cannot call.
    pub acting: Option<ActingPart>,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

impl AccountPage {
    fn profile(&self) -> routes::AccountProfile {
        routes::AccountProfile {}
    }

    fn password(&self) -> routes::AccountPassword {
        routes::AccountPassword {}
    }

    fn end_others(&self) -> routes::OtherSessionsEnd {
        routes::OtherSessionsEnd {}
    }

    fn end(&self, row: &SessionRow) -> routes::SessionEnd {
        routes::SessionEnd { session: row.id }
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }

    fn speaks(&self, locale: &Locale) -> bool {
        self.mail_locale == Some(*locale)
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }

    /// Names of browser and system, which are the same in every language.
    fn agent(&self, row: &SessionRow) -> String {
        let stored = row.agent.as_deref().unwrap_or("other other");
        let names: Vec<&str> = stored.split(' ').filter_map(name).collect();
        if names.is_empty() { self.shell.t("session-browser-unknown") } else { names.join(" · ") }
    }
}

fn name(word: &str) -> Option<&'static str> {
    Some(match word {
        "edge" => "Edge",
        "opera" => "Opera",
        "firefox" => "Firefox",
        "chrome" => "Chrome",
        "safari" => "Safari",
        "windows" => "Windows",
        "android" => "Android",
        "ios" => "iOS",
        "macos" => "macOS",
        "chromeos" => "ChromeOS",
        "linux" => "Linux",
        _ => return None,
    })
}
