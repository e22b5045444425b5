//! Tokens of programs, of which only digests are stored.
//!
//! A token counts as long as everything behind it does: the secret it was got with, the program, the person.

use jiff::Timestamp;
use taxiway_domain::ids::{AppId, AppKind, AppSecretId, OrganisationId, OrganisationKind, UserId};

use crate::Consenting;
use crate::Organisation;
use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A token to store.
#[derive(Debug, Clone, Copy)]
pub struct NewAccessToken<'a> {
    /// SHA-256 of the token.
    pub digest: &'a [u8],
    /// What it is for: `access`, or `refresh` and `granted` for getting further ones. A program gets `refresh` when it signs in; the
    /// person makes `granted`.
    pub purpose: &'a str,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// The program.
    pub app_id: AppId,
    /// The secret that the program showed.
    pub secret_id: Option<AppSecretId>,
    /// The person for whom it acts; none when it acts alone.
    pub user_id: Option<UserId>,
    /// Now.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Whoever holds a token: the program, its organisation, and the person for whom it acts.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccessTokenRow {
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
    pub app_name: String,
    /// What it is permitted, separated by spaces.
    pub permissions: String,
    /// The person, as bytes of the id.
    pub user_id: Option<uuid::Uuid>,
    /// The person's name.
    pub user_name: Option<String>,
    /// The person's roles, separated by spaces.
    pub roles: Option<String>,
    /// When the token ends.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// Of the organisation that was asked about beside the token: its kind; none when there is no such organisation.
    pub customer_kind: Option<String>,
    /// Its name.
    pub customer_name: Option<String>,
    /// Its domain name, when known.
    pub customer_domain: Option<String>,
    /// When it was created.
    pub customer_created_at: Option<Time>,
    /// Whether it delegates administration to the program's organisation; none without consent.
    pub delegated: Option<bool>,
}

impl AccessTokenRow {
    /// The organisation that was asked about, and whether it consents to the program's.
    pub fn consenting(&self, customer: OrganisationId) -> Option<Consenting> {
        let organisation = Organisation {
            organisation_id: customer,
            kind: self.customer_kind.clone()?,
            name: self.customer_name.clone()?,
            domain: self.customer_domain.clone(),
            created_at: self.customer_created_at?.0,
        };
        Some(Consenting { organisation, delegated: self.delegated })
    }
}

/// A program that may act for a person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ActingAppRow {
    /// The program.
    #[sqlx(try_from = "Id<AppKind>")]
    pub app_id: AppId,
    /// Its name.
    pub name: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// When the oldest refresh token that counts was made.
    #[sqlx(try_from = "Time")]
    pub since: Timestamp,
    /// When the last one ends.
    #[sqlx(try_from = "Time")]
    pub until: Timestamp,
    /// When the program last got tokens for the person.
    pub used_at: Option<Time>,
}

statements! { "access-token";
    INSERT = "INSERT INTO access_token (digest, purpose, organisation_id, app_id, secret_id, user_id, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "SELECT t.organisation_id, o.name AS organisation_name, o.kind AS organisation_kind, t.app_id, a.name AS app_name, a.permissions, \
        t.user_id, u.name AS user_name, u.roles, t.expires_at, c.kind AS customer_kind, c.name AS customer_name, \
        c.domain AS customer_domain, c.created_at AS customer_created_at, r.delegated_administration AS delegated FROM access_token t \
        JOIN app a ON a.app_id = t.app_id JOIN organisation o ON o.organisation_id = t.organisation_id \
        LEFT JOIN user_account u ON u.user_id = t.user_id LEFT JOIN organisation c ON c.organisation_id = $5 \
        LEFT JOIN relationship r ON r.partner_id = t.organisation_id AND r.tenant_id = c.organisation_id AND r.state = 'approved' \
        WHERE t.digest = $1 AND t.purpose = $2 AND t.expires_at > $3 AND a.disabled = $4 \
        AND (t.secret_id IS NULL OR EXISTS (SELECT 1 FROM app_secret s WHERE s.app_id = t.app_id AND s.secret_id = t.secret_id)) \
        AND (t.user_id IS NULL OR u.disabled = $4) LIMIT 1";
    END_OF_USER = "DELETE FROM access_token WHERE user_id = $1";
    END_OF_APP = "DELETE FROM access_token WHERE app_id = $1";
    END_FOR_USER = "DELETE FROM access_token WHERE organisation_id = $1 AND user_id = $2 AND app_id = $3";
    END_OLD_GRANTED = "DELETE FROM access_token WHERE user_id = $1 AND app_id = $2 AND purpose = 'granted' AND digest NOT IN \
        (SELECT digest FROM access_token WHERE user_id = $1 AND app_id = $2 AND purpose = 'granted' ORDER BY created_at DESC LIMIT $3)";
    ACTING = "SELECT a.app_id, a.name, a.disabled, min(t.created_at) AS since, max(t.expires_at) AS until, \
        max(CASE WHEN t.purpose = 'refresh' THEN t.created_at END) AS used_at \
        FROM access_token t JOIN app a ON a.app_id = t.app_id \
        WHERE t.organisation_id = $1 AND t.user_id = $2 AND t.purpose IN ('granted', 'refresh') AND t.expires_at > $3 \
        GROUP BY a.app_id, a.name, a.disabled ORDER BY a.app_id DESC LIMIT $4";
    SWEEP = "DELETE FROM access_token WHERE expires_at < $1";
}

impl Tx {
    /// Adds a token.
    pub async fn insert_access_token(&mut self, token: NewAccessToken<'_>) -> Result<(), StoreError> {
        let values = values![
            token.digest,
            token.purpose,
            token.organisation_id,
            token.app_id,
            token.secret_id,
            token.user_id,
            token.created_at,
            token.expires_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Ends every token with which programs act for this person.
    pub async fn end_tokens_of_user(&mut self, user: UserId) -> Result<u64, StoreError> {
        self.execute(END_OF_USER, values![user]).await
    }

    /// Ends every token of this program, which the caller has looked up.
    pub async fn end_tokens_of_app(&mut self, app: AppId) -> Result<u64, StoreError> {
        self.execute(END_OF_APP, values![app]).await
    }

    /// Ends every token with which this program acts for this person, and tells how many there were.
    pub async fn end_tokens_for_user(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
        app: AppId,
    ) -> Result<u64, StoreError> {
        self.execute(END_FOR_USER, values![organisation, user, app]).await
    }

    /// Ends the oldest of the refresh tokens that a person made for a program, so that no more than `keep` remain.
    pub async fn end_old_granted_tokens(
        &mut self,
        user: UserId,
        app: AppId,
        keep: i64,
    ) -> Result<u64, StoreError> {
        self.execute(END_OLD_GRANTED, values![user, app, keep]).await
    }

    /// Removes tokens that ended before this moment.
    pub async fn sweep_access_tokens(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(SWEEP, values![before]).await
    }
}

impl Conn {
    /// The programs that hold a refresh token of this person, the newest program first.
    pub async fn acting_apps(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<ActingAppRow>, StoreError> {
        self.all(ACTING, values![organisation, user, now, limit]).await
    }

    /// Whoever holds this token, if it counts; over all organisations, since a token is all that a program shows. With a customer,
    /// what there is to know of that one, too.
    pub async fn access_token_any_tenant(
        &mut self,
        digest: &[u8],
        purpose: &str,
        now: Timestamp,
        customer: Option<OrganisationId>,
    ) -> Result<Option<AccessTokenRow>, StoreError> {
        self.optional(GET, values![digest, purpose, now, false, customer]).await
    }
}
