//! Addresses that stand around every page.

use super::routes;

/// The links that need nothing but the shell.
#[derive(Debug, Clone, Copy)]
pub struct Links;

impl Links {
    /// The start.
    pub fn home(&self) -> routes::Home {
        routes::Home {}
    }
    /// Sign-in.
    pub fn sign_in(&self) -> routes::SignIn {
        routes::SignIn {}
    }
    /// Sign-out.
    pub fn sign_out(&self) -> routes::SignOut {
        routes::SignOut {}
    }
    /// The language switch.
    pub fn language(&self) -> routes::Language {
        routes::Language {}
    }
    /// All customers.
    pub fn customers(&self) -> routes::Customers {
        routes::Customers {}
    }
    /// The activity log.
    pub fn activity(&self) -> routes::Activity {
        routes::Activity {}
    }
    /// Requests for consent.
    pub fn requests(&self) -> routes::Requests {
        routes::Requests {}
    }
    /// How the organisation's people sign in.
    pub fn identity_providers(&self) -> routes::IdentityProviders {
        routes::IdentityProviders {}
    }
    /// The people of one's own organisation.
    pub fn people(&self) -> routes::OwnPeople {
        routes::OwnPeople {}
    }
    /// The programs of one's own organisation.
    pub fn apps(&self) -> routes::Apps {
        routes::Apps {}
    }
    /// How they call.
    pub fn api(&self) -> routes::Api {
        routes::Api {}
    }
    /// All organisations.
    pub fn organisations(&self) -> routes::Organisations {
        routes::Organisations {}
    }
    /// One's own account.
    pub fn account(&self) -> routes::Account {
        routes::Account {}
    }
    /// "Forgotten password?"
    pub fn forgotten(&self) -> routes::Forgotten {
        routes::Forgotten {}
    }
    /// The sample of a hardware hash.
    pub fn sample_hash(&self) -> routes::Sample {
        routes::Sample { file: super::upload::SAMPLE_HASH.to_owned() }
    }
    /// A sample file of a layout.
    pub fn sample(&self, layout: &str) -> routes::Sample {
        routes::Sample { file: format!("{layout}.csv") }
    }
}
