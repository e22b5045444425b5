//! Signing in with a local account.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::ids::SessionId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_store::{NewSession, SessionRow, Tx, User};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::client::Client;
use crate::context::Actor;
use crate::error::{Result, ServiceError};
use crate::letter::{Token, digest};

/// Wrong passwords after which an account is locked.
const ATTEMPTS: i64 = 5;
/// How long a lock lasts; doubled with every further wrong password, up to eight times this.
const LOCK: SignedDuration = SignedDuration::from_mins(1);
/// A session ends this long after its last use.
const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// Uses of a session are recorded at most this often.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Passwords shorter than this are refused.
const PASSWORD_CHARS: usize = 12;
/// Longer ones are refused before any work is spent on them.
const PASSWORD_BYTES: usize = 1024;

/// Checks passwords on blocking threads, few at a time: each costs 19 MiB of memory.
#[derive(Debug, Clone)]
pub(crate) struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }
}

impl Passwords {
    pub(crate) async fn turn(&self) -> Result<Turn<'_>> {
        self.0.acquire().await.map(Turn).map_err(ServiceError::internal("wait for a password check"))
    }

    pub(crate) async fn hash(&self, password: SecretString, salt: [u8; 32]) -> Result<String> {
        let work = move || {
            Argon2::default()
                .hash_password_with_salt(password.expose_secret().as_bytes(), &salt[..16])
                .map(|hash| hash.to_string())
                .map_err(|error| error.to_string())
        };
        self.turn().await?.blocking(work).await?.map_err(ServiceError::internal("hash a password"))
    }
}

/// One of the few turns to work on a password.
pub(crate) struct Turn<'a>(
    #[expect(dead_code, reason = "given back when it is dropped")] SemaphorePermit<'a>,
);

impl Turn<'_> {
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        tokio::task::spawn_blocking(work).await.map_err(ServiceError::internal("work on a password"))
    }

    pub(crate) async fn verify(&self, password: SecretString, hash: String) -> Result<bool> {
        let work = move || {
            let Ok(parsed) = PasswordHash::new(&hash) else { return false };
            Argon2::default().verify_password(password.expose_secret().as_bytes(), &parsed).is_ok()
        };
        self.blocking(work).await
    }
}

/// Refuses passwords that are too short or too long.
pub fn check_password(password: &SecretString) -> Result<()> {
    let text = password.expose_secret();
    if text.chars().count() < PASSWORD_CHARS {
        return Err(ServiceError::invalid("password", "password-short", PASSWORD_CHARS.to_string()));
    }
    if text.len() > PASSWORD_BYTES {
        return Err(ServiceError::invalid("password", "password-long", PASSWORD_BYTES.to_string()));
    }
    Ok(())
}

/// How a sign-in ended.
#[derive(Debug)]
pub enum SignIn {
    /// Signed in; the token goes into the cookie and is not stored anywhere.
    Done {
        /// The session's secret.
        token: SecretString,
    },
    /// Name or password are wrong; which of them is not told.
    Wrong,
    /// Too many wrong passwords.
    Locked {
        /// When the account may be tried again.
        until: Timestamp,
    },
    /// The password is right, but a passkey is asked for too.
    SecondFactor {
        /// What the browser must bring back in its cookie.
        token: SecretString,
    },
    /// The password is right, but the organisation takes none any more.
    OnlyProvider,
}

/// What comparing name and password gave.
pub(crate) enum PasswordCheck {
    /// They are this person's.
    Right(User),
    /// Name or password are wrong.
    Wrong,
    /// Too many wrong passwords.
    Locked {
        /// When the account may be tried again.
        until: Timestamp,
    },
}

/// A signed-in session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id, for the person's list of sessions.
    pub session_id: SessionId,
    /// The person.
    pub actor: Actor,
    /// The person's sign-in name.
    pub email: String,
    /// The token that forms carry.
    pub csrf_token: String,
}

/// The secrets of a session that is about to begin.
pub(crate) struct Opening {
    pub(crate) token: Token,
    csrf_token: SecretString,
    session_id: SessionId,
    /// By what proof, for the log.
    how: serde_json::Value,
}

impl Service {
    /// Signs a person in by name and password.
    ///
    /// A wrong name costs as much time as a wrong password, so that names cannot be probed.
    pub async fn sign_in(&self, email: &str, password: SecretString, request_id: &str) -> Result<SignIn> {
        self.sign_in_from(&Client::default(), email, password, request_id).await
    }

    /// Signs a person in who comes from there.
    pub async fn sign_in_from(
        &self,
        client: &Client,
        email: &str,
        password: SecretString,
        request_id: &str,
    ) -> Result<SignIn> {
        match self.check_sign_in(email, password, request_id).await? {
            PasswordCheck::Right(user) => self.after_password(&user, client, request_id).await,
            PasswordCheck::Wrong => Ok(SignIn::Wrong),
            PasswordCheck::Locked { until } => Ok(SignIn::Locked { until }),
        }
    }

    /// Compares name and password, and counts wrong ones; what else may be asked for is not looked at.
    pub(crate) async fn check_sign_in(
        &self,
        email: &str,
        password: SecretString,
        request_id: &str,
    ) -> Result<PasswordCheck> {
        if password.expose_secret().len() > PASSWORD_BYTES {
            return Ok(PasswordCheck::Wrong);
        }
        let email = email.trim().to_lowercase();
        // The account is looked at only now and the turn kept to the end: guesses made at once are counted one by one.
        let turn = self.passwords.turn().await?;
        let user = self.store.read().await?.user_by_email_any_tenant(&email).await?;
        let now = self.clock.now();
        let Some(user) = user else {
            turn.verify(password, self.no_password.clone()).await?;
            return Ok(PasswordCheck::Wrong);
        };
        if let Some(until) = user.locked_until.map(|time| time.0).filter(|until| *until > now) {
            return Ok(PasswordCheck::Locked { until });
        }
        let right = turn.verify(password, user.password_hash.clone()).await?;
        if right && !user.disabled {
            return Ok(PasswordCheck::Right(user));
        }
        Ok(match self.note_wrong_password(&user, request_id).await? {
            SignIn::Locked { until } => PasswordCheck::Locked { until },
            _ => PasswordCheck::Wrong,
        })
    }

    /// Begins a session after whatever proof; the log keeps how.
    pub(crate) async fn open_session(
        &self,
        user: &User,
        client: &Client,
        how: serde_json::Value,
        request_id: &str,
    ) -> Result<SignIn> {
        let opening = Opening { how, ..self.opening() };
        let doer = self.doer_of(user, request_id).await?;
        taxiway_store::write!(self.store, |tx| {
            tx.set_failed_attempts(user.user_id, 0, None).await?;
            self.begin_session(tx, &opening, user, client, &doer).await
        })?;
        Ok(SignIn::Done { token: opening.token.secret })
    }

    /// The secrets of a new session.
    pub(crate) fn opening(&self) -> Opening {
        Opening {
            token: self.token(),
            csrf_token: self.token().secret,
            session_id: self.ids.new_id(self.clock.now()),
            how: json!({}),
        }
    }

    /// Begins a session, which is an act of the person.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Tx,
        opening: &Opening,
        user: &User,
        client: &Client,
        doer: &Doer,
    ) -> Result<()> {
        let now = self.clock.now();
        let session = NewSession {
            token_digest: &opening.token.digest,
            session_id: opening.session_id,
            user_id: user.user_id,
            csrf_token: opening.csrf_token.expose_secret(),
            agent: client.agent.as_deref(),
            origin: client.origin.as_deref(),
            created_at: now,
            expires_at: now + IDLE,
        };
        tx.insert_session(session).await?;
        let act = Act {
            action: "session.sign-in",
            object_kind: "user",
            object_id: user.user_id.to_string(),
            detail: opening.how.clone(),
        };
        self.record(tx, doer, None, None, act).await
    }

    pub(crate) async fn note_wrong_password(&self, user: &User, request_id: &str) -> Result<SignIn> {
        let now = self.clock.now();
        let doer = self.doer_of(user, request_id).await?;
        let locked_until = taxiway_store::write!(self.store, |tx| {
            let current = tx.user_by_email_any_tenant(&user.email).await?.ok_or(ServiceError::NotFound)?;
            let attempts = current.failed_attempts + 1;
            let doublings = u32::try_from(attempts - ATTEMPTS).ok();
            let locked_until = doublings.map(|doublings| now + LOCK * (1 << doublings.min(3)));
            tx.set_failed_attempts(user.user_id, attempts, locked_until).await?;
            let action = if locked_until.is_some() { "session.lock" } else { "session.refuse" };
            let act = Act {
                action,
                object_kind: "user",
                object_id: user.user_id.to_string(),
                detail: json!({ "attempts": attempts }),
            };
            self.record(tx, &doer, None, None, act).await?;
            Ok::<_, ServiceError>(locked_until)
        })?;
        Ok(locked_until.map_or(SignIn::Wrong, |until| SignIn::Locked { until }))
    }

    pub(crate) async fn doer_of(&self, user: &User, request_id: &str) -> Result<Doer> {
        use newtype_uuid::GenericUuid;
        let organisation = self.store.read().await?.organisation(user.organisation_id).await?;
        Ok(Doer {
            actor_id: Some(user.user_id.into_untyped_uuid()),
            actor_name: user.name.clone(),
            organisation_id: Some(user.organisation_id.into_untyped_uuid()),
            organisation: organisation.map(|found| found.name).unwrap_or_default(),
            request_id: request_id.to_owned(),
            lower_role: None,
            app: None,
        })
    }

    /// The session of a cookie, prolonged by its use.
    pub async fn session(&self, token: &SecretString) -> Result<Option<Session>> {
        let digest = digest(token);
        let now = self.clock.now();
        let Some(row) = self.store.read().await?.session(&digest, now).await? else { return Ok(None) };
        if now.duration_since(row.seen_at) > SEEN_EVERY {
            taxiway_store::write!(self.store, |tx| {
                Ok::<_, ServiceError>(tx.see_session(&digest, now, now + IDLE).await?)
            })?;
        }
        session_of(row).map(Some)
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &SecretString, session: &Session, request_id: &str) -> Result<()> {
        let digest = digest(token);
        let context = crate::Context::new(session.actor.clone(), request_id.to_owned());
        taxiway_store::write!(self.store, |tx| {
            tx.end_session(&digest).await?;
            let object_id = session.actor.user_id.to_string();
            let act = Act { action: "session.sign-out", object_kind: "user", object_id, detail: json!({}) };
            self.record(tx, &Doer::from(&context), None, None, act).await
        })
    }
}

/// Roles as stored: names separated by spaces. Unknown ones, of a newer program, grant nothing.
pub(crate) fn roles_of(text: &str) -> Vec<Role> {
    text.split_ascii_whitespace().filter_map(Role::from_name).collect()
}

fn session_of(row: SessionRow) -> Result<Session> {
    let kind = OrganisationKind::from_name(&row.organisation_kind).ok_or_else(|| {
        ServiceError::internal("read an organisation's kind")(row.organisation_kind.clone())
    })?;
    Ok(Session {
        session_id: row.session_id,
        actor: Actor {
            user_id: row.user_id,
            name: row.user_name,
            organisation_id: row.organisation_id,
            organisation: row.organisation_name,
            kind,
            roles: roles_of(&row.roles),
            app: None,
        },
        email: row.email,
        csrf_token: row.csrf_token,
    })
}
