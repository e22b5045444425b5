//! What each subcommand does, and what it prints.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::Serialize;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::Store;
use taxiway_service::{Ids, Service, ServiceError, SystemClock, check_password};

use super::{Command, Organisations, Passwords, Relationships, Tags, Users, logs};
use crate::config::Configuration;
use crate::output::{self, Format};
use crate::words::Words;
use crate::{data, secret};

/// What the acts share.
pub(super) struct Admin {
    pub(super) service: Service,
    store: Store,
    request_id: String,
    pub(super) format: Format,
    pub(super) words: Words,
}

/// An id that was made, in JSON.
#[derive(Serialize)]
struct Made {
    id: String,
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
    if matches!(command, Command::Audit(_)) {
        logs::must_exist(configuration)?;
    }
    let store = data::open(&configuration.data_dir, &configuration.database).await?;
    let settings = configuration.settings();
    let service = Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), settings).await?;
    let admin = Admin { request_id: service.request_id(), service, store, format, words };
    let mut code = ExitCode::SUCCESS;
    let done = match command {
        Command::Organisation(command) => admin.organisation(command).await,
        Command::User(command) => admin.user(command).await,
        Command::Relationship(command) => admin.relationship(command).await,
        Command::Tag(command) => admin.tag(command).await,
        Command::Password(command) => admin.password(command).await,
        Command::Audit(command) => logs::audit(&admin, command, &mut code).await,
    };
    admin.store.close().await;
    done.map(|()| code)
}

impl Admin {
    async fn organisation(&self, command: Organisations) -> Result<()> {
        match command {
            Organisations::Create { kind, name, domain } => {
                let kind = OrganisationKind::from_name(&kind).context("unknown kind")?;
                let made =
                    self.service.create_organisation(kind, &name, domain.as_deref(), &self.request_id).await;
                self.made(&self.ok(made)?.organisation_id.to_string())
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
                self.made(&self.ok(made.await)?.to_string())
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
        if only.is_some_and(|only| !names.contains_key(&only)) {
            return self.ok(Err(ServiceError::NotFound));
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
            Relationships::Create { between, delegated_administration } => {
                let made = self.service.create_relationship(
                    between.customer,
                    between.partner,
                    delegated_administration,
                    &self.request_id,
                );
                self.made(&self.ok(made.await)?.to_string())
            }
            Relationships::End { between } => {
                let ended =
                    self.service.end_relationship(between.customer, between.partner, &self.request_id);
                self.ok(ended.await)?;
                self.done("admin-relationship-ended")
            }
        }
    }

    async fn tag(&self, command: Tags) -> Result<()> {
        let Tags::Create { customer, tag, profile } = command;
        let profile = DeviceProfile::from_name(&profile).context("unknown profile")?;
        self.ok(self.service.create_custom_tag(customer, &tag, profile, &self.request_id).await)?;
        self.done("admin-tag-created")
    }

    async fn password(&self, command: Passwords) -> Result<()> {
        let Passwords::Reset { email } = command;
        let password = secret::read(self.words)?;
        self.ok(check_password(&password))?;
        self.ok(self.service.reset_password(&email, password, &self.request_id).await)?;
        self.done("admin-password-reset")
    }

    pub(super) fn ok<T>(&self, outcome: taxiway_service::Result<T>) -> Result<T> {
        outcome.map_err(|error| self.words.refusal(error))
    }

    /// The id alone, so that scripts can take it as it is.
    fn made(&self, id: &str) -> Result<()> {
        match self.format {
            Format::Text => output::line(id),
            Format::Json => output::json(&Made { id: id.to_owned() }),
        }
    }

    fn done(&self, key: &str) -> Result<()> {
        match self.format {
            Format::Text => output::line(&self.words.say(key)),
            Format::Json => output::json(&Done { done: true }),
        }
    }

    fn list<L: Serialize>(&self, lines: &[L], cells: fn(&L) -> Vec<&str>) -> Result<()> {
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
