//! Pages for people who hold a secret link, and for those who forgot their password.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::role::{OrganisationKind, Role};

use super::people::FieldProblem;
use super::{Shell, routes};

/// What an invitation offers, with the form that opens the account.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/welcome.html")]
pub struct WelcomePage {
    /// What is around it.
    pub shell: Shell,
    /// The secret of the link.
    pub token: String,
    /// The organisation that invites.
    pub organisation: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Who invited.
    pub invited_by: String,
    /// The sign-in name of the account to be.
    pub email: String,
    /// The name as proposed or typed.
    pub name: String,
    /// What the person will be allowed.
    pub roles: Vec<Role>,
    /// When the link stops to work.
    pub until: Timestamp,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

/// "Forgotten password?"
#[derive(Debug, Clone, Template)]
#[template(path = "portal/forgotten.html")]
pub struct ForgottenPage {
    /// What is around it.
    pub shell: Shell,
    /// Whether mails can be sent.
    pub mail: bool,
    /// Whether somebody has just asked.
    pub sent: bool,
    /// The address as typed, when it cannot be one.
    pub email: String,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
    /// How many minutes the link will work.
    pub minutes: u64,
}

/// The form for a new password.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/new_password.html")]
pub struct NewPasswordPage {
    /// What is around it.
    pub shell: Shell,
    /// The secret of the link.
    pub token: String,
    /// Whose password it will be.
    pub email: String,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

/// A link that does not work, or does no more.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/link_over.html")]
pub struct LinkOverPage {
    /// What is around it.
    pub shell: Shell,
    /// Whether it was a link for a new password.
    pub password: bool,
    /// Whether mails can be sent.
    pub mail: bool,
}

impl WelcomePage {
    fn action(&self) -> routes::Welcome {
        routes::Welcome { token: self.token.clone() }
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}

impl ForgottenPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}

impl NewPasswordPage {
    fn action(&self) -> routes::NewPassword {
        routes::NewPassword { token: self.token.clone() }
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}
