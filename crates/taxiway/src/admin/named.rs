//! What the command line names: reading it, and saying which of it does not exist.

use anyhow::Result;
use taxiway_domain::ids::{IdentityProviderId, OrganisationId};
use taxiway_locale::Value;
use taxiway_service::ServiceError;

use super::acts::Admin;

/// Something that a command is about, as it was named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named<'a> {
    /// An organisation by its id.
    Organisation(OrganisationId),
    /// An account by its sign-in name.
    Account(&'a str),
    /// An identity provider of an organisation that exists.
    IdentityProvider(IdentityProviderId),
    /// A relationship in force between two that exist: the customer, the partner.
    Relationship(OrganisationId, OrganisationId),
    /// A reseller behind a provider, both of which exist: the provider, the reseller.
    Link(OrganisationId, OrganisationId),
}

/// Reads the id of an organisation.
pub(super) fn organisation(text: &str) -> Result<OrganisationId, String> {
    text.trim().parse().map_err(|_| {
        "the ID of an organization is expected, such as 01890a5d-ac96-774b-bcce-b302099a8057; \
         `taxiway admin organisation list` shows them"
            .to_owned()
    })
}

/// Reads the id of an identity provider.
pub(super) fn identity_provider(text: &str) -> Result<IdentityProviderId, String> {
    text.trim().parse().map_err(|_| {
        "the ID of an identity provider is expected, such as 01890a5d-ac96-774b-bcce-b302099a8057; \
         `taxiway admin identity-provider list` shows them"
            .to_owned()
    })
}

impl Admin {
    /// As [`Admin::ok`]; what is not found is named: the first of these that does not exist.
    pub(super) async fn found<T>(
        &self,
        outcome: taxiway_service::Result<T>,
        named: &[Named<'_>],
    ) -> Result<T> {
        if matches!(outcome, Err(ServiceError::NotFound)) {
            for one in named {
                if let Some(text) = self.missing(*one).await? {
                    return Err(anyhow::Error::msg(text));
                }
            }
        }
        self.ok(outcome)
    }

    /// That it does not exist, in words; none when it does.
    async fn missing(&self, named: Named<'_>) -> Result<Option<String>> {
        let mut conn = self.store.read().await?;
        let say = |key: &str, values: &[(&str, Value<'_>)]| Some(self.words.with(key, values));
        Ok(match named {
            Named::Organisation(id) if conn.organisation(id).await?.is_none() => {
                say("refusal-no-organisation", &[("id", id.to_string().into())])
            }
            Named::Account(email) if conn.user_by_email_any_tenant(&folded(email)).await?.is_none() => {
                say("refusal-no-account", &[("email", email.into())])
            }
            Named::Organisation(_) | Named::Account(_) => None,
            Named::IdentityProvider(id) => {
                say("refusal-no-identity-provider", &[("id", id.to_string().into())])
            }
            Named::Relationship(customer, partner) => {
                let values =
                    [("customer", customer.to_string().into()), ("partner", partner.to_string().into())];
                say("refusal-no-relationship", &values)
            }
            Named::Link(provider, reseller) => {
                let values =
                    [("provider", provider.to_string().into()), ("reseller", reseller.to_string().into())];
                say("refusal-no-provider-link", &values)
            }
        })
    }
}

/// A sign-in name as it is stored.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}
