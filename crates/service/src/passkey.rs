//! Passkeys: a person's own list, and questions that are answered once.

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;
use taxiway_domain::ids::{PasskeyId, UserId};
use taxiway_store::{Conn, Passkey, PasskeyChallenge, Tx, User};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::authn::{Ceremony, MadePasskey, PasskeyOwner, Passkeys, ProofError};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::letter::digest;
use crate::organisation::name;
use crate::sign_in_policy::{enters_without_passkeys, needs_second_factor, policy_of};

/// How long a browser may take to answer.
const CHALLENGE: SignedDuration = SignedDuration::from_mins(5);
/// Passkeys of one person.
const PASSKEYS: usize = 20;
/// Longest answer of a browser, in bytes.
pub(crate) const ANSWER_BYTES: usize = 64 * 1024;

/// What an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A further passkey of somebody who is signed in.
    Add,
    /// Signing in with a passkey alone.
    SignIn,
    /// A passkey after the password.
    SecondFactor,
    /// The first passkey of somebody who needs one after the password.
    Enrol,
}

impl Purpose {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign-in",
            Self::SecondFactor => "second-factor",
            Self::Enrol => "enrol",
        }
    }
}

/// What a browser is asked.
#[derive(Debug)]
pub struct PasskeyQuestion {
    /// For the browser, as JSON.
    pub options: String,
    /// What the browser must bring back in its cookie.
    pub token: SecretString,
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyView {
    /// Its id.
    pub passkey_id: PasskeyId,
    /// Name that the person gave it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A person's passkeys and what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPasskeys {
    /// The passkeys, the oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// Whether the person wants one asked for after the password.
    pub second_factor: bool,
    /// Whether the organisation demands that of the person's roles.
    pub demanded: bool,
    /// Whether passkeys can be used here at all.
    pub available: bool,
}

/// What is kept of a question whose page can be opened again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) options: String,
    state: String,
    /// Digest of the password that came before; the question ends with that password.
    #[serde(default)]
    pub(crate) password: Option<String>,
}

/// A challenge that was taken: nobody else can answer it any more.
pub(crate) struct Taken {
    pub(crate) user_id: Option<UserId>,
    pub(crate) state: String,
    /// As in [`Kept`].
    pub(crate) password: Option<String>,
}

/// What of a person's password is kept with a question that follows it.
pub(crate) fn password_digest(user: &User) -> String {
    hex::encode(digest(&SecretString::from(user.password_hash.as_str())))
}

pub(crate) fn fault(doing: &'static str) -> impl FnOnce(ProofError) -> ServiceError {
    move |error| ServiceError::internal(doing)(error.detail)
}

fn view(row: Passkey) -> PasskeyView {
    PasskeyView {
        passkey_id: row.passkey_id,
        name: row.name,
        created_at: row.created_at,
        used_at: row.used_at.map(|time| time.0),
    }
}

impl Service {
    pub(crate) fn passkeys_of_others(&self) -> Result<&dyn Passkeys> {
        self.authn.passkeys.as_deref().ok_or(ServiceError::Conflict("passkeys-unavailable"))
    }

    pub(crate) async fn ask(
        &self,
        purpose: Purpose,
        user: Option<&User>,
        ceremony: &Ceremony,
    ) -> Result<PasskeyQuestion> {
        let token = self.token().secret;
        let now = self.clock.now();
        let kept = Kept {
            options: ceremony.options.clone(),
            state: ceremony.state.clone(),
            password: user.map(password_digest),
        };
        let row = PasskeyChallenge {
            token_digest: digest(&token).to_vec(),
            purpose: purpose.as_str().to_owned(),
            user_id: user.map(|user| user.user_id.into_untyped_uuid()),
            state: serde_json::to_string(&kept).map_err(ServiceError::internal("keep a challenge"))?,
            expires_at: now + CHALLENGE,
        };
        taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.insert_passkey_challenge(&row, now).await?)
        })?;
        Ok(PasskeyQuestion { options: ceremony.options.clone(), token })
    }

    /// Takes a challenge for one of these purposes, so that it is answered once.
    pub(crate) async fn take(
        &self,
        token: &SecretString,
        purposes: &[Purpose],
    ) -> Result<Option<(Purpose, Taken)>> {
        let digest = digest(token);
        let now = self.clock.now();
        let Some(row) = self.store.read().await?.passkey_challenge(&digest, now).await? else {
            return Ok(None);
        };
        let purpose = purposes.iter().copied().find(|purpose| purpose.as_str() == row.purpose);
        let Some(purpose) = purpose else { return Ok(None) };
        let first = taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.take_passkey_challenge(&digest).await?)
        })?;
        if !first {
            return Ok(None);
        }
        let kept: Kept =
            serde_json::from_str(&row.state).map_err(ServiceError::internal("read a challenge"))?;
        Ok(Some((purpose, Taken { user_id: row.user(), state: kept.state, password: kept.password })))
    }

    /// The caller's own passkeys.
    pub async fn own_passkeys(&self, context: &Context) -> Result<OwnPasskeys> {
        let actor = &context.actor;
        let mut conn = self.store.read().await?;
        let policy = policy_of(&mut conn, actor.organisation_id).await?;
        Ok(OwnPasskeys {
            passkeys: conn.passkeys(actor.user_id).await?.into_iter().map(view).collect(),
            second_factor: conn.wants_second_factor(actor.user_id).await?,
            demanded: policy.demands_second_factor(&actor.roles),
            available: self.offers_passkeys(),
        })
    }

    /// Asks the caller's browser for a new passkey.
    pub async fn start_passkey(&self, context: &Context) -> Result<PasskeyQuestion> {
        let passkeys = self.passkeys_of_others()?;
        let user = self.store.read().await?.user_any_tenant(context.actor.user_id).await?;
        let user = user.ok_or(ServiceError::NotFound)?;
        let ceremony = self.registration(passkeys, &user).await?;
        self.ask(Purpose::Add, Some(&user), &ceremony).await
    }

    pub(crate) async fn registration(&self, passkeys: &dyn Passkeys, user: &User) -> Result<Ceremony> {
        let known = self.store.read().await?.passkeys(user.user_id).await?;
        if known.len() >= PASSKEYS {
            return Err(ServiceError::Conflict("passkeys-many"));
        }
        let known: Vec<_> = known.into_iter().map(|row| row.credential_id).collect();
        let owner =
            PasskeyOwner { user_id: user.user_id, email: user.email.clone(), name: user.name.clone() };
        passkeys.start_registration(&owner, &known).map_err(fault("ask for a passkey"))
    }

    /// Adds the passkey that the caller's browser made.
    pub async fn add_passkey(
        &self,
        context: &Context,
        token: &SecretString,
        answer: &str,
        passkey_name: &str,
    ) -> Result<PasskeyId> {
        let passkeys = self.passkeys_of_others()?;
        let passkey_name = name("name", passkey_name)?;
        let asked = self.take(token, &[Purpose::Add]).await?.map(|(_, asked)| asked);
        let asked = asked.filter(|asked| asked.user_id == Some(context.actor.user_id));
        let asked = asked.ok_or(ServiceError::Conflict("passkey-late"))?;
        let made = finish(passkeys, &asked, answer)?;
        let doer = Doer::from(context);
        self.store_passkey(context.actor.user_id, &passkey_name, &made, asked.password.as_deref(), &doer)
            .await
    }

    /// Adds a passkey, unless the person has another password since it was asked for.
    pub(crate) async fn store_passkey(
        &self,
        user: UserId,
        passkey_name: &str,
        made: &MadePasskey,
        password: Option<&str>,
        doer: &Doer,
    ) -> Result<PasskeyId> {
        let now = self.clock.now();
        let row = Passkey {
            user_id: user,
            passkey_id: self.ids.new_id(now),
            credential_id: made.credential_id.clone(),
            name: passkey_name.to_owned(),
            content: made.content.clone(),
            created_at: now,
            used_at: None,
        };
        let added = taxiway_store::write!(self.store, |tx| {
            let now_has = tx.user_any_tenant(user).await?.as_ref().map(password_digest);
            if now_has.as_deref() != password {
                return Err(ServiceError::Conflict("passkey-late"));
            }
            if tx.passkeys(user).await?.len() >= PASSKEYS {
                return Err(ServiceError::Conflict("passkeys-many"));
            }
            tx.insert_passkey(&row).await?;
            self.record_passkey(tx, doer, "passkey.add", &row).await
        });
        match added {
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                Err(ServiceError::Conflict("passkey-taken"))
            }
            other => other.map(|()| row.passkey_id),
        }
    }

    async fn record_passkey(
        &self,
        tx: &mut Tx,
        doer: &Doer,
        action: &'static str,
        row: &Passkey,
    ) -> Result<()> {
        let object_id = row.passkey_id.to_string();
        let act = Act { action, object_kind: "passkey", object_id, detail: json!({ "name": row.name }) };
        self.record(tx, doer, None, None, act).await
    }

    /// One of the caller's own passkeys.
    pub async fn own_passkey(&self, context: &Context, passkey: PasskeyId) -> Result<PasskeyView> {
        let mut conn = self.store.read().await?;
        own(&mut conn, context, passkey).await.map(view)
    }

    /// Gives one of the caller's passkeys another name.
    pub async fn rename_passkey(
        &self,
        context: &Context,
        passkey: PasskeyId,
        passkey_name: &str,
    ) -> Result<()> {
        let passkey_name = name("name", passkey_name)?;
        taxiway_store::write!(self.store, |tx| {
            let mut row = own(tx, context, passkey).await?;
            row.name.clone_from(&passkey_name);
            tx.rename_passkey(row.user_id, passkey, &passkey_name).await?;
            self.record_passkey(tx, &Doer::from(context), "passkey.rename", &row).await
        })
    }

    /// Removes one of the caller's passkeys, unless it is the last way in.
    pub async fn remove_passkey(&self, context: &Context, passkey: PasskeyId) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            let row = own(tx, context, passkey).await?;
            let user = tx.user_any_tenant(row.user_id).await?.ok_or(ServiceError::NotFound)?;
            if tx.passkeys(row.user_id).await?.len() == 1 {
                let policy = policy_of(tx, user.organisation_id).await?;
                if needs_second_factor(tx, &policy, user.user_id, &context.actor.roles).await? {
                    return Err(ServiceError::Conflict("passkey-second-factor"));
                }
                if !enters_without_passkeys(tx, &user).await? {
                    return Err(ServiceError::Conflict("passkey-last-way"));
                }
            }
            tx.delete_passkey(row.user_id, passkey).await?;
            self.record_passkey(tx, &Doer::from(context), "passkey.remove", &row).await
        })
    }

    /// Sets whether a passkey is asked for after the caller's password.
    pub async fn set_second_factor(&self, context: &Context, wanted: bool) -> Result<()> {
        let user = context.actor.user_id;
        if wanted {
            self.passkeys_of_others()?;
        }
        let since = wanted.then(|| self.clock.now());
        taxiway_store::write!(self.store, |tx| {
            if wanted && tx.passkeys(user).await?.is_empty() {
                return Err(ServiceError::Conflict("passkey-needed"));
            }
            tx.set_second_factor(user, since).await?;
            let action = if wanted { "second-factor.require" } else { "second-factor.release" };
            let object_id = user.to_string();
            let act = Act { action, object_kind: "user", object_id, detail: json!({}) };
            self.record(tx, &Doer::from(context), None, None, act).await
        })
    }
}

pub(crate) fn finish(passkeys: &dyn Passkeys, taken: &Taken, answer: &str) -> Result<MadePasskey> {
    if answer.len() > ANSWER_BYTES {
        return Err(ServiceError::Conflict("passkey-invalid"));
    }
    passkeys.finish_registration(&taken.state, answer).map_err(|error| {
        tracing::info!(detail = error.detail, "a new passkey was refused");
        ServiceError::Conflict("passkey-invalid")
    })
}

async fn own(conn: &mut Conn, context: &Context, passkey: PasskeyId) -> Result<Passkey> {
    let rows = conn.passkeys(context.actor.user_id).await?;
    rows.into_iter().find(|row| row.passkey_id == passkey).ok_or(ServiceError::NotFound)
}
