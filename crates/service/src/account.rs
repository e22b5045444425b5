//! What a person does with his own account.

use std::collections::HashSet;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::ids::SessionId;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::organisation::name;
use crate::person::PersonView;
use crate::session::{Session, SignIn, check_password};

/// A password of fewer different characters is guessed too soon, however long it is.
const DIFFERENT_CHARS: usize = 5;
/// Parts of a name or address that are shorter say nothing about a person.
const TELLING_CHARS: usize = 4;

/// How a change of one's password ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangePassword {
    /// It is changed; other sessions have ended.
    Done,
    /// The old password is wrong.
    Wrong,
    /// The old password was wrong too often.
    Locked {
        /// When it may be tried again.
        until: Timestamp,
    },
}

/// One of a person's own sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Its id.
    pub session_id: SessionId,
    /// Kind of browser and of system: two words.
    pub agent: Option<String>,
    /// The network it came from, or `local`.
    pub origin: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Refuses passwords that are too short or long, and those that can be guessed from what is known about the person.
pub fn check_own_password(password: &SecretString, email: &str, person: &str) -> Result<()> {
    check_password(password)?;
    let text = password.expose_secret().to_lowercase();
    if text.chars().collect::<HashSet<_>>().len() < DIFFERENT_CHARS {
        return Err(ServiceError::invalid("password", "password-simple", DIFFERENT_CHARS.to_string()));
    }
    let (email, person) = (email.to_lowercase(), person.to_lowercase());
    // What is left of it must still be long enough when what everybody knows is taken out.
    let mut rest = text;
    for known in email.split(['@', '.', '+', '-', '_']).chain(person.split_whitespace()) {
        if known.chars().count() >= TELLING_CHARS {
            rest = rest.replace(known, "");
        }
    }
    let left = SecretString::from(rest);
    check_password(&left).map_err(|_| match check_password(password) {
        Ok(()) => ServiceError::invalid("password", "password-personal", ""),
        Err(error) => error,
    })
}

/// A language as it is stored: a tag, whose meaning whoever writes the texts knows.
pub(crate) fn language(tag: Option<&str>) -> Result<Option<String>> {
    match tag.map(str::trim).filter(|tag| !tag.is_empty()) {
        None => Ok(None),
        Some(tag) if tag.len() <= 16 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
            Ok(Some(tag.to_owned()))
        }
        Some(_) => Err(ServiceError::invalid("language", "text", "")),
    }
}

fn context_of(session: &Session, request_id: &str) -> Context {
    Context::new(session.actor.clone(), request_id.to_owned())
}

impl Service {
    /// A person's own account.
    pub async fn own_account(&self, session: &Session) -> Result<PersonView> {
        let actor = &session.actor;
        let row = self.store.read().await?.person(actor.organisation_id, actor.user_id).await?;
        Ok(self.person_view(row.ok_or(ServiceError::NotFound)?))
    }

    /// A person's own sessions, the one used last first.
    pub async fn own_sessions(&self, session: &Session) -> Result<Vec<SessionView>> {
        let rows = self.store.read().await?.sessions(session.actor.user_id, self.clock.now()).await?;
        let view = |row: taxiway_store::SessionEntry| SessionView {
            current: row.session_id == session.session_id,
            session_id: row.session_id,
            agent: row.agent,
            origin: row.origin,
            created_at: row.created_at,
            seen_at: row.seen_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Sets one's own name, and the language of mails.
    pub async fn change_profile(
        &self,
        session: &Session,
        person: &str,
        locale: Option<&str>,
        request_id: &str,
    ) -> Result<()> {
        let (person, locale) = (name("name", person)?, language(locale)?);
        let (user, email) = (session.actor.user_id, &session.email);
        let doer = Doer::from(&context_of(session, request_id));
        taxiway_store::write!(self.store, |tx| {
            tx.set_profile(user, &person, email, locale.as_deref()).await?;
            let object_id = user.to_string();
            let detail = json!({ "name": person, "language": locale });
            let act = Act { action: "user.change-profile", object_kind: "user", object_id, detail };
            self.record(tx, &doer, None, None, act).await
        })
    }

    /// Sets one's own password. The old one is asked for, and counts as a sign-in when it is wrong; other sessions end.
    pub async fn change_password(
        &self,
        session: &Session,
        old: SecretString,
        new: SecretString,
        request_id: &str,
    ) -> Result<ChangePassword> {
        check_own_password(&new, &session.email, &session.actor.name)?;
        if old.expose_secret() == new.expose_secret() {
            return Err(ServiceError::invalid("password", "password-same", ""));
        }
        // As at sign-in, the account is looked at only when it is our turn: guesses made at once are counted one by one.
        let turn = self.passwords.turn().await?;
        let user = self.store.read().await?.user_by_email_any_tenant(&session.email).await?;
        let user = user.ok_or(ServiceError::NotFound)?;
        let locked = user.locked_until.map(|time| time.0).filter(|until| *until > self.clock.now());
        if let Some(until) = locked {
            return Ok(ChangePassword::Locked { until });
        }
        if !turn.verify(old, user.password_hash.clone()).await? {
            return Ok(match self.note_wrong_password(&user, request_id).await? {
                SignIn::Locked { until } => ChangePassword::Locked { until },
                _ => ChangePassword::Wrong,
            });
        }
        drop(turn);
        let hash = self.passwords.hash(new, self.ids.secret()).await?;
        let doer = Doer::from(&context_of(session, request_id));
        taxiway_store::write!(self.store, |tx| {
            tx.change_password(user.user_id, &hash, session.session_id).await?;
            let object_id = user.user_id.to_string();
            let act =
                Act { action: "user.change-password", object_kind: "user", object_id, detail: json!({}) };
            self.record(tx, &doer, None, None, act).await
        })?;
        Ok(ChangePassword::Done)
    }

    /// Ends one of one's own sessions.
    pub async fn end_own_session(&self, session: &Session, other: SessionId, request_id: &str) -> Result<()> {
        let (user, doer) = (session.actor.user_id, Doer::from(&context_of(session, request_id)));
        taxiway_store::write!(self.store, |tx| {
            if !tx.end_one_session(user, other).await? {
                return Err(ServiceError::NotFound);
            }
            self.record(tx, &doer, None, None, ended(session, 1)).await
        })
    }

    /// Ends every session of one's own but this one, and tells how many there were.
    pub async fn end_other_sessions(&self, session: &Session, request_id: &str) -> Result<u64> {
        let (user, doer) = (session.actor.user_id, Doer::from(&context_of(session, request_id)));
        taxiway_store::write!(self.store, |tx| {
            let count = tx.end_other_sessions(user, session.session_id).await?;
            if count > 0 {
                self.record(tx, &doer, None, None, ended(session, count)).await?;
            }
            Ok::<_, ServiceError>(count)
        })
    }
}

fn ended(session: &Session, count: u64) -> Act<'static> {
    let object_id = session.actor.user_id.to_string();
    let detail = json!({ "sessions": count });
    Act { action: "session.end", object_kind: "user", object_id, detail }
}
