//! Services that vouch for an organisation's people: setting them up.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::ids::{IdentityProviderId, OrganisationId};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_domain::sign_in::{EmailDomain, Issuer, IssuerError};
use taxiway_store::{Conn, IdentityProvider, Organisation, ProviderGroup, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::authn::{Discovery, Proof};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::organisation::name;
use crate::sign_in_policy::{SignInPolicy, keep_a_way_in, policy_of};

/// Providers of one organisation.
const PROVIDERS: usize = 20;
/// Groups with a role, at one provider.
const GROUPS: usize = 200;
/// E-mail domains that lead to one provider.
const DOMAINS: usize = 50;
/// Longest name of a client, group or claim, in characters.
const NAME_CHARS: usize = 200;
/// Longest secret, in bytes.
const SECRET_BYTES: usize = 500;
/// Scopes that are asked for.
const SCOPES: usize = 20;

/// What is said about a provider.
#[derive(Debug, Clone, Default)]
pub struct ProviderForm {
    /// Name for people.
    pub name: String,
    /// The address by which the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; none keeps the one that is stored.
    pub client_secret: Option<SecretString>,
    /// Scopes beside `openid`, separated by spaces.
    pub scopes: String,
    /// The claim that lists a person's groups.
    pub group_claim: String,
    /// Groups and the roles that they give.
    pub groups: Vec<(String, Role)>,
    /// E-mail domains that lead to the provider, and for which accounts are made.
    pub domains: Vec<String>,
    /// Whether people without an account get one at their first sign-in.
    pub create_users: bool,
}

/// A provider as its administrators see it: never with its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderView {
    /// Its id.
    pub provider_id: IdentityProviderId,
    /// Name for people.
    pub name: String,
    /// The address by which the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Scopes beside `openid`, separated by spaces.
    pub scopes: String,
    /// The claim that lists a person's groups.
    pub group_claim: String,
    /// Groups and the roles that they give.
    pub groups: Vec<(String, Role)>,
    /// E-mail domains that lead to it.
    pub domains: Vec<String>,
    /// Whether people without an account get one at their first sign-in.
    pub create_users: bool,
    /// When it was set up.
    pub created_at: Timestamp,
}

/// How the people of an organisation sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// Its providers, the oldest first.
    pub providers: Vec<ProviderView>,
    /// What it demands.
    pub policy: SignInPolicy,
    /// The domain that the operator knows as the organisation's own.
    pub domain: Option<String>,
}

/// A checked form.
struct Checked {
    name: String,
    issuer: String,
    client_id: String,
    scopes: String,
    group_claim: String,
    groups: Vec<ProviderGroup>,
    domains: Vec<String>,
    create_users: bool,
}

/// Where the secret of a provider is sealed to.
fn place(provider: IdentityProviderId) -> String {
    format!("identity-provider {provider}")
}

fn text(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ServiceError::invalid(field, "missing", ""));
    }
    if text.chars().count() > NAME_CHARS || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, "text", ""));
    }
    Ok(text.to_owned())
}

/// Scopes as RFC 6749, section 3.3, writes them; `openid` is asked for in any case.
fn scopes(text: &str) -> Result<String> {
    let is_scope =
        |scope: &str| scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    let wanted: Vec<_> = text.split_ascii_whitespace().filter(|scope| *scope != "openid").collect();
    if wanted.len() > SCOPES || text.len() > 1_000 || !wanted.iter().all(|scope| is_scope(scope)) {
        return Err(ServiceError::invalid("scopes", "scopes", ""));
    }
    Ok(wanted.join(" "))
}

fn groups(kind: OrganisationKind, given: &[(String, Role)]) -> Result<Vec<ProviderGroup>> {
    let mut groups: Vec<ProviderGroup> = Vec::new();
    for (group, role) in given {
        if !role.belongs_to(kind) {
            return Err(ServiceError::invalid("groups", "role-kind", role.as_str()));
        }
        let row = ProviderGroup { group_name: text("groups", group)?, role: role.as_str().to_owned() };
        if !groups.contains(&row) {
            groups.push(row);
        }
    }
    if groups.is_empty() {
        return Err(ServiceError::invalid("groups", "groups-missing", ""));
    }
    if groups.len() > GROUPS {
        return Err(ServiceError::invalid("groups", "groups-many", GROUPS.to_string()));
    }
    Ok(groups)
}

/// Domains in order. An organisation may name its own and those below; others only the operator may give it: whoever
/// had somebody else's domain would be asked for that organisation's people.
fn domains(given: &[String], own: Option<&EmailDomain>, anywhere: bool) -> Result<Vec<String>> {
    let mut domains = Vec::new();
    for text in given.iter().filter(|text| !text.trim().is_empty()) {
        let domain =
            EmailDomain::new(text).ok_or_else(|| ServiceError::invalid("domains", "domain", text.trim()))?;
        if !anywhere && !own.is_some_and(|own| domain.is_within(own)) {
            return Err(ServiceError::invalid("domains", "domain-foreign", domain.as_str()));
        }
        domains.push(domain);
    }
    domains.sort_unstable();
    domains.dedup();
    if domains.len() > DOMAINS {
        return Err(ServiceError::invalid("domains", "domains-many", DOMAINS.to_string()));
    }
    Ok(domains.iter().map(EmailDomain::to_string).collect())
}

fn secret(given: &SecretString) -> Result<&SecretString> {
    let text = given.expose_secret();
    if text.len() > SECRET_BYTES || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid("client_secret", "text", ""));
    }
    Ok(given)
}

pub(crate) async fn provider_view(conn: &mut Conn, row: IdentityProvider) -> Result<ProviderView> {
    let (organisation, provider) = (row.organisation_id, row.provider_id);
    let groups = conn.provider_groups(organisation, provider).await?;
    let groups = groups.into_iter().filter_map(|row| Some((row.group_name, Role::from_name(&row.role)?)));
    Ok(ProviderView {
        groups: groups.collect(),
        domains: conn.provider_domains(organisation, provider).await?,
        provider_id: provider,
        name: row.name,
        issuer: row.issuer,
        client_id: row.client_id,
        scopes: row.scopes,
        group_claim: row.group_claim,
        create_users: row.create_users,
        created_at: row.created_at,
    })
}

/// Who sets a provider up, and for which organisation.
struct Setter {
    doer: Doer,
    organisation: Organisation,
    kind: OrganisationKind,
    /// Whether any domain may be given: only to the operator at the command line.
    any_domain: bool,
}

impl Service {
    async fn setter(&self, context: &Context) -> Result<Setter> {
        context.require(Action::IdentityProviderAdminister)?;
        let found = self.store.read().await?.organisation(context.actor.organisation_id).await?;
        Ok(Setter {
            doer: Doer::from(context),
            organisation: found.ok_or(ServiceError::NotFound)?,
            kind: context.actor.kind,
            any_domain: false,
        })
    }

    async fn operator(&self, organisation: OrganisationId, request_id: &str) -> Result<Setter> {
        let found = self.store.read().await?.organisation(organisation).await?;
        let organisation = found.ok_or(ServiceError::NotFound)?;
        let kind = OrganisationKind::from_name(&organisation.kind).ok_or(ServiceError::NotFound)?;
        Ok(Setter { doer: Doer::operator(request_id), organisation, kind, any_domain: true })
    }

    /// How the people of the caller's organisation sign in.
    pub async fn sign_in_settings(&self, context: &Context) -> Result<SignInSettings> {
        let setter = self.setter(context).await?;
        let organisation = setter.organisation.organisation_id;
        let mut conn = self.store.read().await?;
        let mut providers = Vec::new();
        for row in conn.identity_providers(organisation).await? {
            providers.push(provider_view(&mut conn, row).await?);
        }
        let policy = policy_of(&mut conn, organisation).await?;
        Ok(SignInSettings { providers, policy, domain: setter.organisation.domain })
    }

    /// A provider of the caller's organisation.
    pub async fn identity_provider(
        &self,
        context: &Context,
        provider: IdentityProviderId,
    ) -> Result<ProviderView> {
        context.require(Action::IdentityProviderAdminister)?;
        let mut conn = self.store.read().await?;
        let found = conn.identity_provider(context.actor.organisation_id, provider).await?;
        provider_view(&mut conn, found.ok_or(ServiceError::NotFound)?).await
    }

    /// Sets a provider up for the caller's organisation.
    pub async fn create_identity_provider(
        &self,
        context: &Context,
        form: &ProviderForm,
    ) -> Result<IdentityProviderId> {
        let setter = self.setter(context).await?;
        self.create_provider(&setter, form).await
    }

    /// Sets a provider up for an organisation, at the operator's command line.
    pub async fn create_identity_provider_for(
        &self,
        organisation: OrganisationId,
        form: &ProviderForm,
        request_id: &str,
    ) -> Result<IdentityProviderId> {
        let setter = self.operator(organisation, request_id).await?;
        self.create_provider(&setter, form).await
    }

    /// Changes a provider of the caller's organisation.
    pub async fn change_identity_provider(
        &self,
        context: &Context,
        provider: IdentityProviderId,
        form: &ProviderForm,
    ) -> Result<()> {
        let setter = self.setter(context).await?;
        let organisation = setter.organisation.organisation_id;
        let mut conn = self.store.read().await?;
        let stored = conn.identity_provider(organisation, provider).await?.ok_or(ServiceError::NotFound)?;
        // A domain that the operator gave stays, also when it is not the organisation's own.
        let kept = conn.provider_domains(organisation, provider).await?;
        drop(conn);
        let checked = self.checked(&setter, form, &kept)?;
        let client_secret = match &form.client_secret {
            Some(given) => self.sealed(provider, given)?,
            // A stored secret is only ever shown to the provider for which it was given.
            None if checked.issuer != stored.issuer => {
                return Err(ServiceError::invalid("client_secret", "secret-again", ""));
            }
            None => stored.client_secret,
        };
        let row = IdentityProvider {
            organisation_id: organisation,
            provider_id: provider,
            name: checked.name.clone(),
            issuer: checked.issuer.clone(),
            client_id: checked.client_id.clone(),
            client_secret,
            scopes: checked.scopes.clone(),
            group_claim: checked.group_claim.clone(),
            create_users: checked.create_users,
            created_at: stored.created_at,
        };
        let changed = taxiway_store::write!(self.store, |tx| {
            tx.update_identity_provider(&row).await?;
            self.write_provider(tx, &setter, &row, &checked, "identity-provider.change").await
        });
        taken(changed)
    }

    /// Removes a provider of the caller's organisation; whoever came through it is signed out.
    pub async fn delete_identity_provider(
        &self,
        context: &Context,
        provider: IdentityProviderId,
    ) -> Result<()> {
        let setter = self.setter(context).await?;
        self.delete_provider(&setter, provider).await
    }

    /// Removes a provider of an organisation, at the operator's command line.
    pub async fn delete_identity_provider_for(
        &self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
        request_id: &str,
    ) -> Result<()> {
        let setter = self.operator(organisation, request_id).await?;
        self.delete_provider(&setter, provider).await
    }

    /// The providers of an organisation, for the operator's command line.
    pub async fn identity_providers_of(&self, organisation: OrganisationId) -> Result<Vec<ProviderView>> {
        let mut conn = self.store.read().await?;
        if conn.organisation(organisation).await?.is_none() {
            return Err(ServiceError::NotFound);
        }
        let mut providers = Vec::new();
        for row in conn.identity_providers(organisation).await? {
            providers.push(provider_view(&mut conn, row).await?);
        }
        Ok(providers)
    }

    /// Looks whether a provider of the caller's organisation answers.
    pub async fn check_identity_provider(
        &self,
        context: &Context,
        provider: IdentityProviderId,
    ) -> Result<Proof<Discovery>> {
        let found = self.identity_provider(context, provider).await?;
        let openid = self.authn.openid.clone().ok_or(ServiceError::Conflict("providers-unavailable"))?;
        Ok(openid.check(&found.issuer).await)
    }

    fn checked(&self, setter: &Setter, form: &ProviderForm, kept: &[String]) -> Result<Checked> {
        let issuer = Issuer::new(&form.issuer, self.authn.allow_http).map_err(|error| {
            let code = match error {
                IssuerError::NotAnAddress => "issuer",
                IssuerError::NotHttps => "issuer-https",
            };
            ServiceError::invalid("issuer", code, form.issuer.trim())
        })?;
        let own = setter.organisation.domain.as_deref().and_then(EmailDomain::new);
        let (given, new): (Vec<_>, Vec<_>) =
            form.domains.iter().cloned().partition(|domain| kept.contains(domain));
        let mut domains = domains(&new, own.as_ref(), setter.any_domain)?;
        domains.extend(given);
        domains.sort_unstable();
        domains.dedup();
        if form.create_users && domains.is_empty() {
            return Err(ServiceError::invalid("domains", "domains-missing", ""));
        }
        Ok(Checked {
            name: name("name", &form.name)?,
            issuer: issuer.as_str().to_owned(),
            client_id: text("client_id", &form.client_id)?,
            scopes: scopes(&form.scopes)?,
            group_claim: text("group_claim", &form.group_claim)?,
            groups: groups(setter.kind, &form.groups)?,
            domains,
            create_users: form.create_users,
        })
    }

    fn sealed(&self, provider: IdentityProviderId, given: &SecretString) -> Result<Vec<u8>> {
        let vault = self.authn.vault.as_ref().ok_or(ServiceError::Conflict("providers-unavailable"))?;
        let sealed = vault.seal(&place(provider), secret(given)?, self.ids.secret());
        sealed.ok_or_else(|| ServiceError::internal("seal a secret")("too long"))
    }

    /// The secret of a provider, to be shown to that provider; none when it was sealed with another key.
    pub(crate) fn unsealed(&self, provider: &IdentityProvider) -> Option<SecretString> {
        self.authn.vault.as_ref()?.open(&place(provider.provider_id), &provider.client_secret)
    }

    async fn create_provider(&self, setter: &Setter, form: &ProviderForm) -> Result<IdentityProviderId> {
        let checked = self.checked(setter, form, &[])?;
        let now = self.clock.now();
        let provider: IdentityProviderId = self.ids.new_id(now);
        let given = form.client_secret.as_ref().filter(|secret| !secret.expose_secret().is_empty());
        let given = given.ok_or_else(|| ServiceError::invalid("client_secret", "missing", ""))?;
        let organisation = setter.organisation.organisation_id;
        let row = IdentityProvider {
            organisation_id: organisation,
            provider_id: provider,
            name: checked.name.clone(),
            issuer: checked.issuer.clone(),
            client_id: checked.client_id.clone(),
            client_secret: self.sealed(provider, given)?,
            scopes: checked.scopes.clone(),
            group_claim: checked.group_claim.clone(),
            create_users: checked.create_users,
            created_at: now,
        };
        let created = taxiway_store::write!(self.store, |tx| {
            if tx.identity_providers(organisation).await?.len() >= PROVIDERS {
                return Err(ServiceError::Conflict("identity-providers-many"));
            }
            tx.insert_identity_provider(&row).await?;
            self.write_provider(tx, setter, &row, &checked, "identity-provider.create").await
        });
        taken(created).map(|()| provider)
    }

    async fn write_provider(
        &self,
        tx: &mut Tx,
        setter: &Setter,
        row: &IdentityProvider,
        checked: &Checked,
        action: &'static str,
    ) -> Result<()> {
        let (organisation, provider) = (row.organisation_id, row.provider_id);
        tx.set_provider_groups(organisation, provider, &checked.groups).await?;
        tx.set_provider_domains(organisation, provider, &checked.domains).await?;
        let groups: Vec<_> =
            checked.groups.iter().map(|row| format!("{}: {}", row.group_name, row.role)).collect();
        let detail = json!({
            "name": row.name,
            "issuer": row.issuer,
            "client-id": row.client_id,
            "groups": groups,
            "domains": checked.domains,
            "create-users": row.create_users,
        });
        let object_id = provider.to_string();
        let act = Act { action, object_kind: "identity-provider", object_id, detail };
        self.record(tx, &setter.doer, None, Some(organisation), act).await
    }

    async fn delete_provider(&self, setter: &Setter, provider: IdentityProviderId) -> Result<()> {
        let organisation = setter.organisation.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.identity_provider(organisation, provider).await?;
            let found = found.ok_or(ServiceError::NotFound)?;
            tx.delete_identity_provider(organisation, provider).await?;
            keep_a_way_in(tx, organisation, setter.kind).await?;
            let act = Act {
                action: "identity-provider.delete",
                object_kind: "identity-provider",
                object_id: provider.to_string(),
                detail: json!({ "name": found.name, "issuer": found.issuer }),
            };
            self.record(tx, &setter.doer, None, Some(organisation), act).await
        })
    }
}

/// A domain leads to one provider only.
fn taken(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(ServiceError::Store(error)) if error.is_unique_violation() => {
            Err(ServiceError::invalid("domains", "domain-taken", ""))
        }
        other => other,
    }
}
