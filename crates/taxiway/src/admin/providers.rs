//! `taxiway admin identity-provider`: services that vouch for an organisation's people.

use anyhow::Result;
use serde::Serialize;
use taxiway_domain::role::Role;
use taxiway_service::{ProviderForm, ProviderView};

use super::acts::Admin;
use super::named::Named;
use super::{NewProvider, Providers};
use crate::secret;

/// A provider, without its secret.
#[derive(Serialize)]
struct ProviderLine {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    groups: Vec<GroupLine>,
    domains: Vec<String>,
    create_users: bool,
}

#[derive(Serialize)]
struct GroupLine {
    group: String,
    role: &'static str,
}

/// A group and its role, as the command line says them: the last `=` is between them.
pub(super) fn group(text: &str) -> Result<(String, Role), String> {
    let (group, name) = text.rsplit_once('=').ok_or("it must be GROUP=ROLE")?;
    let role = Role::from_name(name.trim()).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("known roles are {}", known.join(", "))
    })?;
    Ok((group.trim().to_owned(), role))
}

fn line(view: ProviderView) -> ProviderLine {
    let groups = view.groups.into_iter().map(|(group, role)| GroupLine { group, role: role.as_str() });
    ProviderLine {
        id: view.provider_id.to_string(),
        name: view.name,
        issuer: view.issuer,
        client_id: view.client_id,
        groups: groups.collect(),
        domains: view.domains,
        create_users: view.create_users,
    }
}

pub(super) async fn act(admin: &Admin, command: Providers) -> Result<()> {
    match command {
        Providers::Create(new) => create(admin, new).await,
        Providers::List { organisation } => {
            let found = admin.service.identity_providers_of(organisation).await;
            let found = admin.found(found, &[Named::Organisation(organisation)]).await?;
            let lines: Vec<_> = found.into_iter().map(line).collect();
            admin.list(&lines, |line| vec![&line.id, &line.name, &line.issuer])
        }
        Providers::Delete { organisation, provider } => {
            let deleted =
                admin.service.delete_identity_provider_for(organisation, provider, &admin.request_id).await;
            let named = [Named::Organisation(organisation), Named::IdentityProvider(provider)];
            admin.found(deleted, &named).await?;
            admin.done("admin-identity-provider-deleted")
        }
        Providers::AllowPasswords { organisation } => {
            let allowed = admin.service.allow_passwords(organisation, &admin.request_id).await;
            admin.found(allowed, &[Named::Organisation(organisation)]).await?;
            admin.done("admin-passwords-allowed")
        }
    }
}

async fn create(admin: &Admin, new: NewProvider) -> Result<()> {
    let organisation = new.organisation;
    let form = ProviderForm {
        name: new.name,
        issuer: new.issuer,
        client_id: new.client_id,
        client_secret: Some(secret::read_known(admin.words)?),
        scopes: new.scopes,
        group_claim: new.group_claim,
        groups: new.groups,
        domains: new.domains,
        create_users: new.create_users,
    };
    let made = admin.service.create_identity_provider_for(organisation, &form, &admin.request_id).await;
    let made = admin.found(made, &[Named::Organisation(organisation)]).await?;
    admin.made(&made.to_string())
}
