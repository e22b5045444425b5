//! Sign-in.

use askama::Template;
use jiff::Timestamp;

use super::{Shell, routes};

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
    /// An e-mail address is needed to find the organisation.
    NoEmail,
    /// No organisation signs in with addresses of this domain.
    NoProvider,
    /// The password is right, but the organisation takes none any more.
    OnlyProvider,
}

/// The ways to sign in beside the password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    /// Whether identity providers can be used.
    pub providers: bool,
    /// Whether passkeys can be used.
    pub passkeys: bool,
    /// Where passkeys work: the address at which people reach the portal.
    pub public_url: String,
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
    /// The ways to sign in beside the password.
    pub ways: Ways,
    /// Whether a forgotten password can be set anew by mail.
    pub forgotten: bool,
}

impl SignInPage {
    fn organisation(&self) -> routes::SignInOrganisation {
        routes::SignInOrganisation {}
    }

    fn passkey(&self) -> routes::PasskeySignIn {
        routes::PasskeySignIn {}
    }

    fn passkey_options(&self) -> routes::PasskeySignInOptions {
        routes::PasskeySignInOptions {}
    }

    /// Whether the problem is only something to know.
    fn is_mild(&self) -> bool {
        matches!(self.problem, Some(SignInProblem::Expired | SignInProblem::NoEmail))
    }
}
