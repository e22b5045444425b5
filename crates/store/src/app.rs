//! Programs that act for an organisation, and their secrets, of which only digests are stored.

use jiff::Timestamp;
use taxiway_domain::ids::{AppId, AppKind, AppSecretId, AppSecretKind, OrganisationId, OrganisationKind};

use crate::api_request;
use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};
use crate::organisation::Count;

/// A program as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct App {
    /// The organisation it acts for.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its id, which it names when it signs in.
    #[sqlx(try_from = "Id<AppKind>")]
    pub app_id: AppId,
    /// Name for people.
    pub name: String,
    /// What it is permitted, separated by spaces.
    pub permissions: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Who registered it.
    pub created_by_name: String,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

/// A program as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AppRow {
    /// Its id.
    #[sqlx(try_from = "Id<AppKind>")]
    pub app_id: AppId,
    /// Name for people.
    pub name: String,
    /// What it is permitted, separated by spaces.
    pub permissions: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When its last secret ends; none without secrets.
    pub secret_until: Option<Time>,
    /// When it last signed in, as far as recorded.
    pub last_used_at: Option<Time>,
}

/// A secret of a program, without anything that would let one sign in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AppSecret {
    /// Its id.
    #[sqlx(try_from = "Id<AppSecretKind>")]
    pub secret_id: AppSecretId,
    /// Its first characters, by which people tell secrets apart.
    pub hint: String,
    /// Who made it.
    pub created_by_name: String,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it ends.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// When it was last used, as far as recorded.
    pub last_used_at: Option<Time>,
}

/// One secret of a program with the program and its organisation, to be compared with what was sent.
#[derive(Clone, sqlx::FromRow)]
pub struct Credential {
    /// The organisation.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Its kind.
    pub organisation_kind: String,
    /// The program.
    #[sqlx(try_from = "Id<AppKind>")]
    pub app_id: AppId,
    /// Its name.
    pub name: String,
    /// What it is permitted, separated by spaces.
    pub permissions: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// The secret.
    #[sqlx(try_from = "Id<AppSecretKind>")]
    pub secret_id: AppSecretId,
    /// SHA-256 of the secret.
    pub digest: Vec<u8>,
    /// When it ends.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// When it was last used, as far as recorded.
    pub last_used_at: Option<Time>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("secret_id", &self.secret_id).finish_non_exhaustive()
    }
}

statements! { "app";
    INSERT = "INSERT INTO app (organisation_id, app_id, name, permissions, disabled, created_by_name, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GET = "SELECT organisation_id, app_id, name, permissions, disabled, created_by_name, created_at \
        FROM app WHERE organisation_id = $1 AND app_id = $2";
    PAGE = "SELECT a.app_id, a.name, a.permissions, a.disabled, \
        (SELECT max(s.expires_at) FROM app_secret s WHERE s.app_id = a.app_id) AS secret_until, \
        (SELECT max(s.last_used_at) FROM app_secret s WHERE s.app_id = a.app_id) AS last_used_at \
        FROM app a WHERE a.organisation_id = $1 ORDER BY a.app_id DESC LIMIT $2 OFFSET $3";
    COUNT = "SELECT count(*) AS count FROM app WHERE organisation_id = $1";
    CHANGE = "UPDATE app SET name = $3, permissions = $4 WHERE organisation_id = $1 AND app_id = $2";
    SET_DISABLED = "UPDATE app SET disabled = $3 WHERE organisation_id = $1 AND app_id = $2";
    REMOVE = "DELETE FROM app WHERE organisation_id = $1 AND app_id = $2";
    REMOVE_SECRETS = "DELETE FROM app_secret WHERE app_id = $1";
    INSERT_SECRET = "INSERT INTO app_secret (app_id, secret_id, digest, hint, created_by_name, created_at, expires_at, last_used_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    SECRETS = "SELECT secret_id, hint, created_by_name, created_at, expires_at, last_used_at FROM app_secret \
        WHERE app_id = $1 ORDER BY secret_id DESC";
    REMOVE_SECRET = "DELETE FROM app_secret WHERE app_id = $1 AND secret_id = $2";
    CREDENTIALS = "SELECT a.organisation_id, o.name AS organisation_name, o.kind AS organisation_kind, a.app_id, a.name, a.permissions, \
        a.disabled, s.secret_id, s.digest, s.expires_at, s.last_used_at FROM app a \
        JOIN organisation o ON o.organisation_id = a.organisation_id JOIN app_secret s ON s.app_id = a.app_id WHERE a.app_id = $1";
    SEE_SECRET = "UPDATE app_secret SET last_used_at = $3 WHERE app_id = $1 AND secret_id = $2 \
        AND (last_used_at IS NULL OR last_used_at <= $4)";
}

impl Tx {
    /// Adds a program.
    pub async fn insert_app(&mut self, app: &App) -> Result<(), StoreError> {
        let values = values![
            app.organisation_id,
            app.app_id,
            &app.name,
            &app.permissions,
            app.disabled,
            &app.created_by_name,
            app.created_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Changes a program's name and permissions.
    pub async fn change_app(
        &mut self,
        organisation: OrganisationId,
        app: AppId,
        name: &str,
        permissions: &str,
    ) -> Result<(), StoreError> {
        self.execute_one(CHANGE, values![organisation, app, name, permissions]).await
    }

    /// Switches a program off or on.
    pub async fn set_app_disabled(
        &mut self,
        organisation: OrganisationId,
        app: AppId,
        disabled: bool,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_DISABLED, values![organisation, app, disabled]).await
    }

    /// Removes a program with its secrets and its last requests.
    pub async fn remove_app(&mut self, organisation: OrganisationId, app: AppId) -> Result<(), StoreError> {
        self.execute_one(REMOVE, values![organisation, app]).await?;
        self.execute(REMOVE_SECRETS, values![app]).await?;
        self.execute(api_request::REMOVE, values![organisation, app]).await.map(drop)
    }

    /// Adds a secret to a program, which the caller has looked up.
    pub async fn insert_app_secret(
        &mut self,
        app: AppId,
        secret: &AppSecret,
        digest: &[u8],
    ) -> Result<(), StoreError> {
        let values = values![
            app,
            secret.secret_id,
            digest,
            &secret.hint,
            &secret.created_by_name,
            secret.created_at,
            secret.expires_at
        ];
        self.execute_one(INSERT_SECRET, values).await
    }

    /// Removes a secret of a program, which the caller has looked up; false when there is none.
    pub async fn remove_app_secret(&mut self, app: AppId, secret: AppSecretId) -> Result<bool, StoreError> {
        Ok(self.execute(REMOVE_SECRET, values![app, secret]).await? == 1)
    }

    /// Notes that a secret was used, unless a use after `since` was.
    pub async fn see_app_secret(
        &mut self,
        app: AppId,
        secret: AppSecretId,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SEE_SECRET, values![app, secret, now, since]).await.map(drop)
    }
}

impl Conn {
    /// A program of an organisation.
    pub async fn app(&mut self, organisation: OrganisationId, app: AppId) -> Result<Option<App>, StoreError> {
        self.optional(GET, values![organisation, app]).await
    }

    /// A page of an organisation's programs, newest first, and how many there are.
    pub async fn apps(
        &mut self,
        organisation: OrganisationId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<AppRow>, i64), StoreError> {
        let rows = self.all(PAGE, values![organisation, limit, offset]).await?;
        let total: Count = self.one(COUNT, values![organisation]).await?;
        Ok((rows, total.count))
    }

    /// The secrets of a program, which the caller has looked up, newest first.
    pub async fn app_secrets(&mut self, app: AppId) -> Result<Vec<AppSecret>, StoreError> {
        self.all(SECRETS, values![app]).await
    }

    /// Everything a program may sign in with, over all organisations: its id is all that it names.
    pub async fn credentials_any_tenant(&mut self, app: AppId) -> Result<Vec<Credential>, StoreError> {
        self.all(CREDENTIALS, values![app]).await
    }
}
