//! What each subcommand does, and what it prints.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use secrecy::ExposeSecret;
use serde::Serialize;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::Store;
use taxiway_service::{
    Ids, Invited, Letter, NewInvitation, Service, ServiceError, SystemClock, check_password,
};
use taxiway_web::portal::routes;

use super::named::Named;
use super::{Between, Command, Organisations, Passwords, Relationships, Tags, Users, init, logs, providers};
use crate::config::Configuration;
use crate::output::{self, Format};
use crate::words::Words;
use crate::{data, secret, sign_in};

/// What the acts share.
pub(super) struct Admin {
    pub(super) service: Service,
    pub(super) store: Store,
    /// Where people reach the portal.
    pub(super) portal: String,
    pub(super) request_id: String,
    pub(super) format: Format,
    pub(super) words: Words,
}

/// An id that was made, in JSON.
#[derive(Serialize)]
struct Made {
    id: String,
}

/// A link that was made, in JSON.
#[derive(Serialize)]
struct MadeLink {
    link: String,
    expires_at: String,
}

/// Something was done that has no id, in JSON.
#[derive(Serialize)]
struct Done {
    done: bool,
}

#[derive(Serialize)]
struct OrganisationLine {
    id: String,
    kind: String,
    name: String,
    domain: Option<String>,
}

#[derive(Serialize)]
struct UserLine {
    id: String,
    organisation: String,
    email: String,
    name: String,
    roles: Vec<String>,
    disabled: bool,
}

pub(super) async fn act(
    command: Command,
    configuration: &Configuration,
    format: Format,
    words: Words,
) -> Result<ExitCode> {
    if matches!(command, Command::Init) {
        init::init(configuration, format, words).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let store = data::open_existing(&configuration.data_dir, &configuration.database, words).await?;
    let settings = configuration.settings();
    let service = Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), settings).await?;
    let mut code = ExitCode::SUCCESS;
    let portal = configuration.known_public_url();
    let service = if matches!(command, Command::IdentityProvider(_)) {
        // Client secrets are sealed with the key of the service.
        data::must_exist(&configuration.data_dir, words)?;
        service.with_authn(sign_in::authn(configuration, &portal)?)
    } else {
        service
    };
    let admin = Admin { request_id: service.request_id(), service, store, portal, format, words };
    let done = match command {
        Command::Init => Ok(()),
        Command::Organisation(command) => admin.organisation(command).await,
        Command::User(command) => admin.user(command).await,
        Command::Relationship(command) => admin.relationship(command).await,
        Command::Provider(command) => admin.provider(command).await,
        Command::Manufacturer(command) => admin.manufacturer(command).await,
        Command::Tag(command) => admin.tag(command).await,
        Command::Password(command) => admin.password(command).await,
        Command::IdentityProvider(command) => providers::act(&admin, command).await,
        Command::Audit(command) => logs::audit(&admin, command, &mut code).await,
    };
    admin.store.close().await;
    done.map(|()| code)
}

impl Admin {
    async fn organisation(&self, command: Organisations) -> Result<()> {
        match command {
            Organisations::Create { kind, name, domain, regions } => {
                let kind = OrganisationKind::from_name(&kind).context("unknown kind")?;
                let (domain, request_id) = (domain.as_deref(), &self.request_id);
                let made =
                    self.service.create_organisation_in(kind, &name, domain, &regions, request_id).await;
                self.made(&self.ok(made)?.organisation_id.to_string())
            }
            Organisations::SetRegion { organisation, regions } => {
                let set = self.service.set_regions(organisation, &regions, &self.request_id).await;
                self.found(set, &[Named::Organisation(organisation)]).await?;
                self.done("admin-region-set")
            }
            Organisations::List => {
                let found = self.ok(self.service.organisations().await)?;
                let line = |found: taxiway_service::store::Organisation| OrganisationLine {
                    id: found.organisation_id.to_string(),
                    kind: found.kind,
                    name: found.name,
                    domain: found.domain,
                };
                let lines: Vec<_> = found.into_iter().map(line).collect();
                self.list(&lines, |line| {
                    vec![&line.id, &line.kind, &line.name, line.domain.as_deref().unwrap_or_default()]
                })
            }
        }
    }

    async fn user(&self, command: Users) -> Result<()> {
        match command {
            Users::Create { organisation, email, name, roles } => {
                let roles: Vec<_> = roles.iter().filter_map(|role| Role::from_name(role)).collect();
                let password = secret::read(self.words)?;
                let made =
                    self.service.create_user(organisation, &email, &name, &roles, password, &self.request_id);
                let made = self.found(made.await, &[Named::Organisation(organisation)]).await?;
                self.made(&made.to_string())
            }
            Users::Invite { organisation, email, name, roles } => {
                let roles = roles.iter().filter_map(|role| Role::from_name(role)).collect();
                let new = NewInvitation { email, name, roles };
                let page = routes::Welcome { token: String::new() };
                let letter = Letter::unsent(format!("{}{page}", self.portal));
                let invited =
                    self.service.invite_as_operator(organisation, &new, &letter, &self.request_id).await;
                self.link(&self.found(invited, &[Named::Organisation(organisation)]).await?)
            }
            Users::Disable { email } => {
                let disabled = self.service.set_user_disabled(&email, true, &self.request_id).await;
                self.found(disabled, &[Named::Account(&email)]).await?;
                self.done("admin-user-disabled")
            }
            Users::Enable { email } => {
                let enabled = self.service.set_user_disabled(&email, false, &self.request_id).await;
                self.found(enabled, &[Named::Account(&email)]).await?;
                self.done("admin-user-enabled")
            }
            Users::RemovePasskeys { email } => {
                let removed = self.service.remove_passkeys_as_operator(&email, &self.request_id).await;
                self.found(removed, &[Named::Account(&email)]).await?;
                self.done("admin-passkeys-removed")
            }
            Users::List { organisation } => {
                let lines = self.users(organisation).await?;
                self.list(&lines, |line| vec![&line.id, &line.email, &line.name, &line.organisation])
            }
        }
    }

    async fn users(&self, only: Option<taxiway_domain::ids::OrganisationId>) -> Result<Vec<UserLine>> {
        let organisations = self.ok(self.service.organisations().await)?;
        let names: HashMap<_, _> =
            organisations.into_iter().map(|found| (found.organisation_id, found.name)).collect();
        if let Some(only) = only.filter(|only| !names.contains_key(only)) {
            return self.found(Err(ServiceError::NotFound), &[Named::Organisation(only)]).await;
        }
        let mut wanted: Vec<_> =
            names.iter().filter(|(id, _)| only.is_none_or(|only| only == **id)).collect();
        wanted.sort_by_key(|(id, name)| (*name, **id));
        let mut conn = self.store.read().await?;
        let mut lines = Vec::new();
        for (id, name) in wanted {
            for user in conn.users(*id).await? {
                lines.push(UserLine {
                    id: user.user_id.to_string(),
                    organisation: name.clone(),
                    email: user.email,
                    name: user.name,
                    roles: user.roles.split_ascii_whitespace().map(str::to_owned).collect(),
                    disabled: user.disabled,
                });
            }
        }
        Ok(lines)
    }

    async fn relationship(&self, command: Relationships) -> Result<()> {
        match command {
            Relationships::Create { between: Between { customer, partner }, delegated_administration } => {
                let (delegated, request_id) = (delegated_administration, &self.request_id);
                let made = self.service.create_relationship(customer, partner, delegated, request_id).await;
                let named = [Named::Organisation(customer), Named::Organisation(partner)];
                self.made(&self.found(made, &named).await?.to_string())
            }
            Relationships::End { between: Between { customer, partner } } => {
                let ended = self.service.end_relationship(customer, partner, &self.request_id).await;
                let named = [Named::Organisation(customer), Named::Organisation(partner)];
                let named = [&named[..], &[Named::Relationship(customer, partner)]].concat();
                self.found(ended, &named).await?;
                self.done("admin-relationship-ended")
            }
        }
    }

    async fn tag(&self, command: Tags) -> Result<()> {
        let Tags::Create { customer, tag, profile } = command;
        let profile = DeviceProfile::from_name(&profile).context("unknown profile")?;
        let created = self.service.create_custom_tag(customer, &tag, profile, &self.request_id).await;
        self.found(created, &[Named::Organisation(customer)]).await?;
        self.done("admin-tag-created")
    }

    async fn password(&self, command: Passwords) -> Result<()> {
        let Passwords::Reset { email } = command;
        let password = secret::read(self.words)?;
        self.ok(check_password(&password))?;
        let reset = self.service.reset_password(&email, password, &self.request_id).await;
        self.found(reset, &[Named::Account(&email)]).await?;
        self.done("admin-password-reset")
    }

    pub(super) fn ok<T>(&self, outcome: taxiway_service::Result<T>) -> Result<T> {
        outcome.map_err(|error| self.words.refusal(error))
    }

    /// The id alone, so that scripts can take it as it is.
    pub(super) fn made(&self, id: &str) -> Result<()> {
        match self.format {
            Format::Text => output::line(id),
            Format::Json => output::json(&Made { id: id.to_owned() }),
        }
    }

    /// The link alone, so that scripts can take it as it is.
    fn link(&self, invited: &Invited) -> Result<()> {
        let link = invited.link.expose_secret();
        match self.format {
            Format::Text => output::line(link),
            Format::Json => {
                let link = link.to_owned();
                output::json(&MadeLink { link, expires_at: invited.expires_at.to_string() })
            }
        }
    }

    pub(super) fn done(&self, key: &str) -> Result<()> {
        match self.format {
            Format::Text => output::line(&self.words.say(key)),
            Format::Json => output::json(&Done { done: true }),
        }
    }

    pub(super) fn list<L: Serialize>(&self, lines: &[L], cells: fn(&L) -> Vec<&str>) -> Result<()> {
        if self.format == Format::Json {
            return output::json(&lines);
        }
        let rows: Vec<Vec<&str>> = lines.iter().map(cells).collect();
        let columns = rows.first().map_or(0, Vec::len);
        let width =
            |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<_> = (0..columns).map(width).collect();
        for row in &rows {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            output::line(cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}
