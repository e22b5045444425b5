//! Sign-in.

use askama::Template;
use jiff::Timestamp;

use super::Shell;

/// Why a sign-in did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// E-mail address or password are wrong; which one is not said.
    Wrong,
    /// Too many attempts.
    Locked {
        /// When the next attempt counts.
        until: Timestamp,
    },
    /// The session ended.
    Expired,
}

/// The form.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignInPage {
    /// What is around it.
    pub shell: Shell,
    /// The address as typed, when the form is shown again.
    pub email: String,
    /// What went wrong.
    pub problem: Option<SignInProblem>,
    /// Path to go to afterwards.
    pub return_to: String,
    /// Whether a forgotten password can be set anew by mail.
    pub forgotten: bool,
}
