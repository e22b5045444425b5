//! How the people of an organisation sign in.

use askama::Template;
use taxiway_domain::ids::IdentityProviderId;
use taxiway_locale::text_with;

use super::{Shell, routes};

/// A provider in the list.
#[derive(Debug, Clone)]
pub struct ProviderRow {
    /// Its id.
    pub id: IdentityProviderId,
    /// Name for people.
    pub name: String,
    /// The address by which it names itself.
    pub issuer: String,
    /// E-mail domains that lead to it.
    pub domains: Vec<String>,
    /// How many groups have a role.
    pub groups: u64,
    /// Whether people without an account get one.
    pub create_users: bool,
}

impl ProviderRow {
    fn link(&self) -> routes::IdentityProvider {
        routes::IdentityProvider { provider: self.id }
    }
}

/// A role of the organisation's kind, and whether it needs a passkey after the password.
#[derive(Debug, Clone)]
pub struct RoleChoice {
    /// Stable name.
    pub name: &'static str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Providers and policy.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/identity_providers.html")]
pub struct IdentityProvidersPage {
    /// What is around it.
    pub shell: Shell,
    /// The providers.
    pub providers: Vec<ProviderRow>,
    /// Whether passwords let anybody in.
    pub passwords_allowed: bool,
    /// Roles that may need a passkey after the password.
    pub roles: Vec<RoleChoice>,
    /// Whether passkeys can be used.
    pub passkeys: bool,
    /// Whether identity providers can be used.
    pub available: bool,
    /// What went wrong, in the language of the page.
    pub problem: Option<String>,
}

impl IdentityProvidersPage {
    fn another(&self) -> routes::NewIdentityProvider {
        routes::NewIdentityProvider {}
    }

    fn policy(&self) -> routes::SignInPolicy {
        routes::SignInPolicy {}
    }
}

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub struct ProviderFields {
    /// Name for people.
    pub name: String,
    /// The address by which the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Scopes beside `openid`.
    pub scopes: String,
    /// The claim that lists a person's groups.
    pub group_claim: String,
    /// Groups with the stable names of their roles; some are empty, to be filled in.
    pub groups: Vec<(String, String)>,
    /// E-mail domains, one a line.
    pub domains: String,
    /// Whether people without an account get one.
    pub create_users: bool,
}

/// What was found at the provider's address.
#[derive(Debug, Clone)]
pub enum Found {
    /// It answers.
    Answers {
        /// How many keys it signs with.
        keys: u64,
        /// Where people are sent.
        authorization_endpoint: String,
        /// Where codes are redeemed.
        token_endpoint: String,
    },
    /// It does not.
    Fails {
        /// Why, as a refusal's stable name.
        refusal: &'static str,
        /// A technician's words.
        detail: String,
    },
}

/// A field that cannot be used.
#[derive(Debug, Clone)]
pub struct FieldProblem {
    /// Its name.
    pub field: &'static str,
    /// Why, in the language of the page.
    pub text: String,
}

/// One provider, or a new one.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/identity_provider.html")]
pub struct IdentityProviderPage {
    /// What is around it.
    pub shell: Shell,
    /// The provider, unless it is new.
    pub provider: Option<IdentityProviderId>,
    /// Its name as stored; empty for a new one.
    pub title: String,
    /// What stands in the form.
    pub form: ProviderFields,
    /// Stable names of the roles that groups can give.
    pub roles: Vec<&'static str>,
    /// Where the provider sends browsers back to; empty when that is not known.
    pub redirect: String,
    /// The link that leads to the provider; empty for a new one.
    pub link: String,
    /// The organisation's own domain; empty when there is none.
    pub domain: String,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
    /// What was found when the provider was looked for.
    pub found: Option<Found>,
}

impl IdentityProviderPage {
    fn title(&self) -> String {
        if self.title.is_empty() { self.shell.t("provider-new") } else { self.title.clone() }
    }

    fn action(&self) -> String {
        match self.provider {
            Some(provider) => routes::IdentityProvider { provider }.to_string(),
            None => routes::IdentityProviders {}.to_string(),
        }
    }

    fn check(&self, provider: &IdentityProviderId) -> routes::IdentityProviderCheck {
        routes::IdentityProviderCheck { provider: *provider }
    }

    fn delete(&self, provider: &IdentityProviderId) -> routes::IdentityProviderDelete {
        routes::IdentityProviderDelete { provider: *provider }
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }

    /// The label of a field.
    fn label(&self, field: &str) -> String {
        let key = match field {
            "issuer" => "provider-issuer",
            "client_id" => "provider-client-id",
            "client_secret" => "provider-client-secret",
            "scopes" => "provider-scopes",
            "group_claim" => "provider-group-claim",
            "groups" => "provider-groups",
            "domains" => "provider-domains",
            _ => "provider-name",
        };
        self.shell.t(key)
    }

    /// Why the provider could not be reached.
    fn why(&self, refusal: &str) -> String {
        let values = [("provider", (&self.title).into())];
        text_with(self.shell.locale, &format!("sign-in-refusal-{refusal}"), &values)
    }

    fn is_role(&self, row: &(String, String), role: &str) -> bool {
        row.1 == role
    }
}
