//! On the way to an identity provider and back.

use askama::Template;
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_locale::text_with;

use super::Shell;

/// Says where the browser is about to go. The answer leads there by itself; whoever's browser does not follow presses a button.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/onward.html")]
pub struct OnwardPage {
    /// What is around it.
    pub shell: Shell,
    /// The provider, for people.
    pub provider: String,
    /// The provider's host.
    pub host: String,
    /// The address there.
    pub address: String,
}

/// Why somebody was not signed in, and what to do.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/sign_in_refused.html")]
pub struct SignInRefusedPage {
    /// What is around it.
    pub shell: Shell,
    /// Why.
    pub refusal: SignInRefusal,
    /// The provider, for people; empty when it is not known.
    pub provider: String,
    /// The organisation, for people; empty when it is not known.
    pub organisation: String,
    /// Groups of which one would have been enough.
    pub groups: Vec<String>,
    /// Names of people who can help.
    pub administrators: Vec<String>,
    /// The address at which people reach the portal.
    pub public_url: String,
}

impl SignInRefusedPage {
    fn say(&self, key: &str) -> String {
        let unknown = self.shell.t("refused-sign-in-provider");
        let provider = if self.provider.is_empty() { &unknown } else { &self.provider };
        let values = [("provider", provider.into()), ("address", (&self.public_url).into())];
        text_with(self.shell.locale, key, &values)
    }

    fn why(&self) -> String {
        self.say(&format!("sign-in-refusal-{}", self.refusal.as_str()))
    }

    fn next(&self) -> String {
        self.say(&format!("sign-in-refusal-{}-next", self.refusal.as_str()))
    }
}
