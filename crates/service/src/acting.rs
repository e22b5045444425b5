//! Programs that act for a person who lets them, without learning a password: people with passkeys have none to give away.

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;
use taxiway_domain::api_call::may_call;
use taxiway_domain::ids::{AppId, OrganisationId};
use taxiway_store::{ActingAppRow, App, Conn, NewAccessToken, Tx};

use crate::Service;
use crate::access_token::{GRANTED, REFRESH};
use crate::app::APPS;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};

/// Refresh tokens that a person has made for one program and that count; when there is one more, the oldest ends.
///
/// Those that the program gets with them are not among these: each ends by itself, and taking one away would stop a program that
/// does nothing but keep it.
pub const GRANTED_TOKENS: u16 = 20;

/// A program that acts for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingProgram {
    /// Its id.
    pub app_id: AppId,
    /// Its name.
    pub name: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When the oldest of its refresh tokens that count was made.
    pub since: Timestamp,
    /// When the last one ends.
    pub until: Timestamp,
    /// When it last signed in for the caller; none when it has not in the time that its tokens count.
    pub used_at: Option<Timestamp>,
}

/// The programs that act for the caller, and those that could.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActingPrograms {
    /// Those that hold a refresh token: no more than an organisation can have programs.
    pub acting: Vec<ActingProgram>,
    /// The organisation's programs that are switched on, newest first.
    pub choices: Vec<(AppId, String)>,
}

/// A refresh token that was made.
#[derive(Debug)]
pub struct MadeToken {
    /// Name of the program.
    pub app: String,
    /// The token, which is shown once and stored nowhere.
    pub token: SecretString,
    /// When it ends.
    pub expires_at: Timestamp,
}

fn view(row: ActingAppRow) -> ActingProgram {
    ActingProgram {
        app_id: row.app_id,
        name: row.name,
        disabled: row.disabled,
        since: row.since,
        until: row.until,
        used_at: row.used_at.map(|time| time.0),
    }
}

/// The caller's organisation, when the caller is a person of one whose programs may call. A program never lets another one act.
fn person_of(context: &Context) -> Result<OrganisationId> {
    if context.actor.app.is_some() || !may_call(context.actor.kind) {
        return Err(ServiceError::NotFound);
    }
    Ok(context.actor.organisation_id)
}

/// A program of the caller's organisation; one of another organisation is not found, like one that does not exist.
async fn own_app(conn: &mut Conn, context: &Context, app: AppId) -> Result<App> {
    conn.app(person_of(context)?, app).await?.ok_or(ServiceError::NotFound)
}

impl Service {
    /// The programs that act for the caller, and those that could.
    pub async fn programs_for_me(&self, context: &Context) -> Result<ActingPrograms> {
        let organisation = person_of(context)?;
        let mut conn = self.store.read().await?;
        let acting = conn.acting_apps(organisation, context.actor.user_id, self.clock.now(), APPS).await?;
        let (apps, _) = conn.apps(organisation, APPS, 0).await?;
        let on = apps.into_iter().filter(|app| !app.disabled);
        Ok(ActingPrograms {
            acting: acting.into_iter().map(view).collect(),
            choices: on.map(|app| (app.app_id, app.name)).collect(),
        })
    }

    /// One of the programs that act for the caller.
    pub async fn program_for_me(&self, context: &Context, app: AppId) -> Result<ActingProgram> {
        let mut conn = self.store.read().await?;
        let organisation = own_app(&mut conn, context, app).await?.organisation_id;
        let acting = conn.acting_apps(organisation, context.actor.user_id, self.clock.now(), APPS).await?;
        acting.into_iter().find(|row| row.app_id == app).map(view).ok_or(ServiceError::NotFound)
    }

    /// Lets a program act for the caller: makes a refresh token, which is of use together with a secret of the program only.
    pub async fn let_act(&self, context: &Context, app: AppId) -> Result<MadeToken> {
        let (now, token) = (self.clock.now(), self.prefixed("txr_"));
        let expires_at = now + REFRESH;
        let user = context.actor.user_id;
        let name = taxiway_store::write!(self.store, |tx| {
            let found = own_app(tx, context, app).await?;
            if found.disabled {
                return Err(ServiceError::Conflict("app-off"));
            }
            tx.end_old_granted_tokens(user, app, i64::from(GRANTED_TOKENS) - 1).await?;
            let new = NewAccessToken {
                digest: &token.digest,
                purpose: GRANTED,
                organisation_id: found.organisation_id,
                app_id: app,
                secret_id: None,
                user_id: Some(user),
                created_at: now,
                expires_at,
            };
            tx.insert_access_token(new).await?;
            self.record_acting(tx, context, "app.let-act", &found).await?;
            Ok(found.name)
        })?;
        Ok(MadeToken { app: name, token: token.secret, expires_at })
    }

    /// Ends every token with which a program acts for the caller, at once.
    pub async fn stop_acting(&self, context: &Context, app: AppId) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            let found = own_app(tx, context, app).await?;
            let user = context.actor.user_id;
            if tx.end_tokens_for_user(found.organisation_id, user, app).await? == 0 {
                return Err(ServiceError::NotFound);
            }
            self.record_acting(tx, context, "app.stop-acting", &found).await
        })
    }

    async fn record_acting(&self, tx: &mut Tx, context: &Context, action: &str, app: &App) -> Result<()> {
        let (object_id, detail) = (app.app_id.to_string(), json!({ "name": app.name }));
        let act = Act { action, object_kind: "app", object_id, detail };
        self.record(tx, &Doer::from(context), None, None, act).await
    }
}
