//! Programs that act for an organisation: registering them, their secrets, and letting them in.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use taxiway_domain::app::{Permission, SECRET_MONTHS, SECRETS, may_have_apps};
use taxiway_domain::ids::{AppId, AppSecretId};
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{App, AppRow, AppSecret, Credential, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::customer::Page;
use crate::error::{Result, ServiceError};
use crate::letter::digest;
use crate::organisation::name;
use crate::person::bounds;
use crate::worker::chain;

/// Begins every secret, so that people and programs that look for lost secrets know what they found.
const PREFIX: &str = "txw_";
/// How much of a secret is kept to be recognised: the prefix and 24 of its 256 bits.
const HINT_CHARS: usize = 8;
/// Longest secret that is looked at.
const LONGEST: usize = 256;
/// Uses of a secret are recorded at most this often.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Most programs of an organisation.
pub(crate) const APPS: i64 = 500;

/// A program in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppView {
    /// Its id.
    pub app_id: AppId,
    /// Name for people.
    pub name: String,
    /// What it is permitted.
    pub permissions: Vec<Permission>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When its last secret ends; none without secrets.
    pub secret_until: Option<Timestamp>,
    /// When it last signed in, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A program with its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppDetail {
    /// Its id, which it names when it signs in.
    pub app_id: AppId,
    /// Name for people.
    pub name: String,
    /// What it is permitted.
    pub permissions: Vec<Permission>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Who registered it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Its secrets, newest first.
    pub secrets: Vec<AppSecret>,
}

/// A secret that was made.
#[derive(Debug)]
pub struct MadeSecret {
    /// Its id.
    pub secret_id: AppSecretId,
    /// The secret, which is shown once and stored nowhere.
    pub secret: SecretString,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Permissions as stored. Unknown ones, of a newer program, and those of another kind of organisation grant nothing.
pub(crate) fn permissions_of(text: &str, kind: OrganisationKind) -> Vec<Permission> {
    let known = text.split_ascii_whitespace().filter_map(Permission::from_name);
    known.filter(|permission| permission.belongs_to(kind)).collect()
}

fn permissions_text(kind: OrganisationKind, permissions: &[Permission]) -> Result<String> {
    if let Some(other) = permissions.iter().find(|permission| !permission.belongs_to(kind)) {
        return Err(ServiceError::invalid("permission", "permission-kind", other.as_str()));
    }
    if permissions.is_empty() {
        return Err(ServiceError::invalid("permission", "permission-missing", ""));
    }
    let names: Vec<_> =
        Permission::of(kind).filter(|one| permissions.contains(one)).map(Permission::as_str).collect();
    Ok(names.join(" "))
}

/// Refuses callers who may not register programs, and organisations that may have none.
fn require_apps(context: &Context) -> Result<()> {
    context.require(Action::AppAdminister)?;
    if may_have_apps(context.actor.kind) {
        return Ok(());
    }
    Err(ServiceError::Conflict("apps-not-here"))
}

fn months_from(now: Timestamp, months: u8) -> Result<Timestamp> {
    if !SECRET_MONTHS.contains(&months) {
        return Err(ServiceError::invalid("months", "secret-months", months.to_string()));
    }
    let until = now.to_zoned(TimeZone::UTC).checked_add(i64::from(months).months());
    Ok(until.map_err(ServiceError::internal("count months"))?.timestamp())
}

impl Service {
    /// The programs of the caller's organisation, newest first.
    pub async fn apps(&self, context: &Context, number: u64, size: u64) -> Result<Page<AppView>> {
        require_apps(context)?;
        let kind = context.actor.kind;
        let (number, size, limit, offset) = bounds(number, size);
        let mut conn = self.store.read().await?;
        let (rows, total) = conn.apps(context.actor.organisation_id, limit, offset).await?;
        let view = |row: AppRow| AppView {
            app_id: row.app_id,
            name: row.name,
            permissions: permissions_of(&row.permissions, kind),
            disabled: row.disabled,
            secret_until: row.secret_until.map(|time| time.0),
            last_used_at: row.last_used_at.map(|time| time.0),
        };
        Ok(Page { items: rows.into_iter().map(view).collect(), number, size, total: total.unsigned_abs() })
    }

    /// One program of the caller's organisation, with its secrets.
    pub async fn app(&self, context: &Context, app: AppId) -> Result<AppDetail> {
        require_apps(context)?;
        let mut conn = self.store.read().await?;
        let row = conn.app(context.actor.organisation_id, app).await?.ok_or(ServiceError::NotFound)?;
        Ok(AppDetail {
            app_id: row.app_id,
            name: row.name,
            permissions: permissions_of(&row.permissions, context.actor.kind),
            disabled: row.disabled,
            created_by: row.created_by_name,
            created_at: row.created_at,
            secrets: conn.app_secrets(app).await?,
        })
    }

    /// Registers a program. It cannot sign in before it has a secret.
    pub async fn create_app(
        &self,
        context: &Context,
        app_name: &str,
        permissions: &[Permission],
    ) -> Result<AppId> {
        require_apps(context)?;
        let now = self.clock.now();
        let row = App {
            organisation_id: context.actor.organisation_id,
            app_id: self.ids.new_id(now),
            name: name("name", app_name)?,
            permissions: permissions_text(context.actor.kind, permissions)?,
            disabled: false,
            created_by_name: context.actor.name.clone(),
            created_at: now,
        };
        taxiway_store::write!(self.store, |tx| {
            let (_, count) = tx.apps(row.organisation_id, 0, 0).await?;
            if count >= APPS {
                return Err(ServiceError::Conflict("apps-many"));
            }
            tx.insert_app(&row).await?;
            let detail = json!({ "name": row.name, "permissions": row.permissions });
            self.record_app(tx, context, "app.create", row.app_id, detail).await
        })?;
        Ok(row.app_id)
    }

    /// Changes a program's name and permissions, which counts at once.
    pub async fn change_app(
        &self,
        context: &Context,
        app: AppId,
        app_name: &str,
        permissions: &[Permission],
    ) -> Result<()> {
        require_apps(context)?;
        let app_name = name("name", app_name)?;
        let permissions = permissions_text(context.actor.kind, permissions)?;
        let organisation = context.actor.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let before = tx.app(organisation, app).await?.ok_or(ServiceError::NotFound)?;
            if before.name == app_name && before.permissions == permissions {
                return Ok(());
            }
            tx.change_app(organisation, app, &app_name, &permissions).await?;
            let detail = json!({ "name": app_name, "permissions": permissions });
            self.record_app(tx, context, "app.change", app, detail).await
        })
    }

    /// Makes a secret that is valid for so many months. The secret that it takes the place of, if any, ends at once;
    /// without one, those of before go on to their own end, so that a program can be changed over without a gap.
    pub async fn add_app_secret(
        &self,
        context: &Context,
        app: AppId,
        months: u8,
        in_place_of: Option<AppSecretId>,
    ) -> Result<MadeSecret> {
        require_apps(context)?;
        let (now, token) = (self.clock.now(), self.token());
        let secret = SecretString::from(format!("{PREFIX}{}", token.secret.expose_secret()));
        let row = AppSecret {
            secret_id: self.ids.new_id(now),
            hint: secret.expose_secret().chars().take(HINT_CHARS).collect(),
            created_by_name: context.actor.name.clone(),
            created_at: now,
            expires_at: months_from(now, months)?,
            last_used_at: None,
        };
        let secret_digest = digest(&secret);
        let organisation = context.actor.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.app(organisation, app).await?.ok_or(ServiceError::NotFound)?;
            if let Some(old) = in_place_of
                && !tx.remove_app_secret(app, old).await?
            {
                return Err(ServiceError::Conflict("secret-gone"));
            }
            let others = tx.app_secrets(app).await?;
            // Those that have ended make room.
            let valid = others.iter().filter(|other| other.expires_at > now).count();
            if valid >= SECRETS {
                return Err(ServiceError::Conflict("secrets-many"));
            }
            for ended in others.iter().filter(|other| other.expires_at <= now) {
                tx.remove_app_secret(app, ended.secret_id).await?;
            }
            tx.insert_app_secret(app, &row, &secret_digest).await?;
            let detail = json!({
                "name": found.name, "secret": row.hint, "months": months, "in-place-of": in_place_of.is_some(),
            });
            self.record_app(tx, context, "app.add-secret", app, detail).await
        })?;
        Ok(MadeSecret { secret_id: row.secret_id, secret, expires_at: row.expires_at })
    }

    /// Ends a secret at once.
    pub async fn revoke_app_secret(&self, context: &Context, app: AppId, secret: AppSecretId) -> Result<()> {
        require_apps(context)?;
        let organisation = context.actor.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.app(organisation, app).await?.ok_or(ServiceError::NotFound)?;
            let secrets = tx.app_secrets(app).await?;
            let old = secrets.iter().find(|one| one.secret_id == secret).ok_or(ServiceError::NotFound)?;
            tx.remove_app_secret(app, secret).await?;
            let detail = json!({ "name": found.name, "secret": old.hint });
            self.record_app(tx, context, "app.revoke-secret", app, detail).await
        })
    }

    /// Switches a program off at once, or on again.
    pub async fn set_app_disabled(&self, context: &Context, app: AppId, disabled: bool) -> Result<()> {
        require_apps(context)?;
        let organisation = context.actor.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.app(organisation, app).await?.ok_or(ServiceError::NotFound)?;
            if found.disabled == disabled {
                return Ok(());
            }
            tx.set_app_disabled(organisation, app, disabled).await?;
            let action = if disabled { "app.disable" } else { "app.enable" };
            self.record_app(tx, context, action, app, json!({ "name": found.name })).await
        })
    }

    /// Removes a program with its secrets. What it did stays in the log.
    pub async fn delete_app(&self, context: &Context, app: AppId) -> Result<()> {
        require_apps(context)?;
        let organisation = context.actor.organisation_id;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.app(organisation, app).await?.ok_or(ServiceError::NotFound)?;
            tx.end_tokens_of_app(app).await?;
            tx.remove_app(organisation, app).await?;
            self.record_app(tx, context, "app.delete", app, json!({ "name": found.name })).await
        })
    }

    async fn record_app(
        &self,
        tx: &mut Tx,
        context: &Context,
        action: &str,
        app: AppId,
        detail: serde_json::Value,
    ) -> Result<()> {
        let act = Act { action, object_kind: "app", object_id: app.to_string(), detail };
        self.record(tx, &Doer::from(context), None, None, act).await
    }

    /// The secret that a program shows, by its id; none when either is wrong, has ended or is switched off.
    ///
    /// Every secret of the program is compared, in constant time, so that the time says nothing about which one came close.
    pub(crate) async fn credential(
        &self,
        client_id: &str,
        secret: &SecretString,
    ) -> Result<Option<Credential>> {
        let Ok(app) = client_id.parse::<AppId>() else { return Ok(None) };
        if secret.expose_secret().len() > LONGEST {
            return Ok(None);
        }
        let (sent, now) = (digest(secret), self.clock.now());
        let mut credentials = self.store.read().await?.credentials_any_tenant(app).await?;
        let Some(place) = find(&credentials, &sent) else { return Ok(None) };
        let matching = credentials.swap_remove(place);
        if matching.disabled || matching.expires_at <= now {
            return Ok(None);
        }
        self.note_use(&matching, now).await;
        Ok(Some(matching))
    }

    /// Records the use of a secret now and then. A program is let in also when that fails.
    async fn note_use(&self, credential: &Credential, now: Timestamp) {
        let since = now - SEEN_EVERY;
        if credential.last_used_at.is_some_and(|time| time.0 > since) {
            return;
        }
        let noted: Result<()> = taxiway_store::write!(self.store, |tx| {
            Ok(tx.see_app_secret(credential.app_id, credential.secret_id, now, since).await?)
        });
        if let Err(error) = noted {
            tracing::warn!(app = %credential.app_id, error = %chain(&error), "the use of a secret was not recorded");
        }
    }
}

/// Place of the secret that was sent. All of them are looked at, whichever it is.
fn find(credentials: &[Credential], sent: &[u8; 32]) -> Option<usize> {
    let mut place = u32::MAX;
    for (position, credential) in (0..).zip(credentials) {
        let same: Choice = credential.digest.as_slice().ct_eq(sent);
        place.conditional_assign(&position, same);
    }
    usize::try_from(place).ok().filter(|place| *place < credentials.len())
}
