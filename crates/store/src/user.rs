//! Accounts and sessions.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, OrganisationKind, SessionId, SessionKind, UserId, UserKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A person's account as stored.
#[derive(Clone, sqlx::FromRow)]
pub struct User {
    /// Its id.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// The organisation the person works for.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Sign-in name, in lower case.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Roles, separated by spaces.
    pub roles: String,
    /// Password hash with its parameters.
    pub password_hash: String,
    /// Wrong passwords since the last right one.
    pub failed_attempts: i64,
    /// Until when sign-in is refused, in microseconds since 1970, or none.
    pub locked_until: Option<Time>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// When it was created.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// A signed-in session with the person and organisation behind it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// The person.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// The person's name.
    pub user_name: String,
    /// The person's sign-in name.
    pub email: String,
    /// Roles, separated by spaces.
    pub roles: String,
    /// The person's organisation.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its kind.
    pub organisation_kind: String,
    /// Its name.
    pub organisation_name: String,
    /// The session.
    #[sqlx(try_from = "Id<SessionKind>")]
    pub session_id: SessionId,
    /// The token that forms carry.
    pub csrf_token: String,
    /// When the session was last used, as far as recorded.
    #[sqlx(try_from = "Time")]
    pub seen_at: Timestamp,
    /// When it ends.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

/// A session as its person sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionEntry {
    /// Its id.
    #[sqlx(try_from = "Id<SessionKind>")]
    pub session_id: SessionId,
    /// Kind of browser.
    pub agent: Option<String>,
    /// The network it came from.
    pub origin: Option<String>,
    /// When it began.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it was last used, as far as recorded.
    #[sqlx(try_from = "Time")]
    pub seen_at: Timestamp,
}

/// A session to store. The token itself is never stored, only its digest.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// SHA-256 of the token in the cookie.
    pub token_digest: &'a [u8],
    /// Id for lists of sessions.
    pub session_id: SessionId,
    /// The person.
    pub user_id: UserId,
    /// The token that forms carry.
    pub csrf_token: &'a str,
    /// Kind of browser, for the person's list of sessions.
    pub agent: Option<&'a str>,
    /// The network it came from, never the whole address.
    pub origin: Option<&'a str>,
    /// Now.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

statements! { "user";
    INSERT = "INSERT INTO user_account (user_id, organisation_id, email, name, roles, password_hash, failed_attempts, locked_until, disabled, created_at, folded) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, NULL, $7, $8, $9)";
    BY_EMAIL = "SELECT user_id, organisation_id, email, name, roles, password_hash, failed_attempts, locked_until, disabled, created_at \
        FROM user_account WHERE email = $1";
    BY_ID = "SELECT user_id, organisation_id, email, name, roles, password_hash, failed_attempts, locked_until, disabled, created_at \
        FROM user_account WHERE user_id = $1";
    OF_ORGANISATION = "SELECT user_id, organisation_id, email, name, roles, password_hash, failed_attempts, locked_until, disabled, created_at \
        FROM user_account WHERE organisation_id = $1 ORDER BY email LIMIT 1000";
    SET_ATTEMPTS = "UPDATE user_account SET failed_attempts = $2, locked_until = $3 WHERE user_id = $1";
    SET_PASSWORD = "UPDATE user_account SET password_hash = $2, failed_attempts = 0, locked_until = NULL WHERE user_id = $1";
    INSERT_SESSION = "INSERT INTO session (token_digest, session_id, user_id, csrf_token, created_at, seen_at, expires_at, agent, origin) \
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)";
    SESSION = "SELECT u.user_id, u.name AS user_name, u.email, u.roles, u.organisation_id, o.kind AS organisation_kind, \
        o.name AS organisation_name, s.session_id, s.csrf_token, s.seen_at, s.expires_at \
        FROM session s JOIN user_account u ON u.user_id = s.user_id JOIN organisation o ON o.organisation_id = u.organisation_id \
        WHERE s.token_digest = $1 AND s.expires_at > $2 AND u.disabled = $3";
    SEE_SESSION = "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_digest = $1";
    END_SESSION = "DELETE FROM session WHERE token_digest = $1";
    END_SESSIONS = "DELETE FROM session WHERE user_id = $1";
    END_ONE_SESSION = "DELETE FROM session WHERE user_id = $1 AND session_id = $2";
    END_OTHER_SESSIONS = "DELETE FROM session WHERE user_id = $1 AND session_id <> $2";
    SESSIONS = "SELECT session_id, agent, origin, created_at, seen_at FROM session WHERE user_id = $1 AND expires_at > $2 \
        ORDER BY seen_at DESC, session_id DESC LIMIT 200";
    SWEEP_SESSIONS = "DELETE FROM session WHERE expires_at < $1";
}

impl Tx {
    /// Adds an account.
    pub async fn insert_user(&mut self, user: &User) -> Result<(), StoreError> {
        let values = values![
            user.user_id,
            user.organisation_id,
            &user.email,
            &user.name,
            &user.roles,
            &user.password_hash,
            user.disabled,
            user.created_at,
            crate::person::folded(&user.name, &user.email)
        ];
        self.execute_one(INSERT, values).await
    }

    /// Records wrong passwords, or none any more.
    pub async fn set_failed_attempts(
        &mut self,
        user: UserId,
        attempts: i64,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_ATTEMPTS, values![user, attempts, locked_until]).await
    }

    /// Sets a password, ends every session of the person, and makes links for a new password worthless.
    pub async fn set_password(&mut self, user: UserId, password_hash: &str) -> Result<(), StoreError> {
        self.execute_one(SET_PASSWORD, values![user, password_hash]).await?;
        self.remove_password_resets(user).await?;
        self.end_sessions(user).await.map(drop)
    }

    /// As [`Self::set_password`], but one session goes on.
    pub async fn change_password(
        &mut self,
        user: UserId,
        password_hash: &str,
        keep: SessionId,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_PASSWORD, values![user, password_hash]).await?;
        self.remove_password_resets(user).await?;
        self.end_other_sessions(user, keep).await.map(drop)
    }

    /// Stores a session and sweeps those that have ended.
    pub async fn insert_session(&mut self, session: NewSession<'_>) -> Result<(), StoreError> {
        self.execute(SWEEP_SESSIONS, values![session.created_at]).await?;
        let values = values![
            session.token_digest,
            session.session_id,
            session.user_id,
            session.csrf_token,
            session.created_at,
            session.expires_at,
            session.agent,
            session.origin
        ];
        self.execute_one(INSERT_SESSION, values).await
    }

    /// Prolongs a session that is in use.
    pub async fn see_session(
        &mut self,
        token_digest: &[u8],
        seen_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SEE_SESSION, values![token_digest, seen_at, expires_at]).await.map(drop)
    }

    /// Ends a session.
    pub async fn end_session(&mut self, token_digest: &[u8]) -> Result<(), StoreError> {
        self.execute(END_SESSION, values![token_digest]).await.map(drop)
    }

    /// Ends every session of a person, and what programs do for it, and tells how many sessions there were.
    pub async fn end_sessions(&mut self, user: UserId) -> Result<u64, StoreError> {
        self.end_tokens_of_user(user).await?;
        self.execute(END_SESSIONS, values![user]).await
    }

    /// Ends one session of a person; false when there is none.
    pub async fn end_one_session(&mut self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        Ok(self.execute(END_ONE_SESSION, values![user, session]).await? > 0)
    }

    /// Ends every session of a person but this one, and what programs do for it, and tells how many sessions there were.
    pub async fn end_other_sessions(&mut self, user: UserId, keep: SessionId) -> Result<u64, StoreError> {
        self.end_tokens_of_user(user).await?;
        self.execute(END_OTHER_SESSIONS, values![user, keep]).await
    }
}

impl Conn {
    /// The account with this sign-in name, over all organisations: sign-in does not know the organisation yet.
    pub async fn user_by_email_any_tenant(&mut self, email: &str) -> Result<Option<User>, StoreError> {
        self.optional(BY_EMAIL, values![email]).await
    }

    /// The account with this id, over all organisations: a passkey names the person and nothing else.
    pub async fn user_any_tenant(&mut self, user: UserId) -> Result<Option<User>, StoreError> {
        self.optional(BY_ID, values![user]).await
    }

    /// The accounts of an organisation.
    pub async fn users(&mut self, organisation: OrganisationId) -> Result<Vec<User>, StoreError> {
        self.all(OF_ORGANISATION, values![organisation]).await
    }

    /// The session of a token, if it has not ended and the account is not switched off.
    pub async fn session(
        &mut self,
        token_digest: &[u8],
        now: Timestamp,
    ) -> Result<Option<SessionRow>, StoreError> {
        self.optional(SESSION, values![token_digest, now, false]).await
    }

    /// The sessions of a person that have not ended, the one used last first.
    pub async fn sessions(&mut self, user: UserId, now: Timestamp) -> Result<Vec<SessionEntry>, StoreError> {
        self.all(SESSIONS, values![user, now]).await
    }
}
