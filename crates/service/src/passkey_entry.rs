//! Signing in with a passkey, alone or after the password.

use secrecy::SecretString;
use serde_json::{Value, json};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_store::{Passkey, User};

use crate::Service;
use crate::audit::Act;
use crate::authn::Passkeys;
use crate::client::Client;
use crate::error::{Result, ServiceError};
use crate::federation::Entry;
use crate::letter::digest;
use crate::organisation::name;
use crate::passkey::{ANSWER_BYTES, Kept, PasskeyQuestion, Purpose, Taken, fault, finish, password_digest};
use crate::session::{SignIn, roles_of};
use crate::sign_in_policy::{needs_second_factor, policy_of};

/// What is asked of somebody whose password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// For the browser, as JSON.
    pub options: String,
    /// Whether the person has no passkey yet and makes the first one now.
    pub enrol: bool,
}

impl Service {
    /// What follows a right password: a session, or the question for a passkey.
    pub(crate) async fn after_password(
        &self,
        user: &User,
        client: &Client,
        request_id: &str,
    ) -> Result<SignIn> {
        let mut conn = self.store.read().await?;
        let policy = policy_of(&mut conn, user.organisation_id).await?;
        let roles = roles_of(&user.roles);
        let second = needs_second_factor(&mut conn, &policy, user.user_id, &roles).await?;
        let known = conn.passkeys(user.user_id).await?;
        drop(conn);
        if !policy.passwords_allowed {
            self.note_refusal(user, SignInRefusal::OnlyProvider, "", request_id).await?;
            return Ok(SignIn::OnlyProvider);
        }
        if !second {
            return self.open_session(user, client, json!({}), request_id).await;
        }
        let passkeys = self.passkeys_of_others()?;
        let (purpose, ceremony) = if known.is_empty() {
            (Purpose::Enrol, self.registration(passkeys, user).await?)
        } else {
            let known: Vec<_> = known.into_iter().map(|row| row.credential_id).collect();
            let ceremony = passkeys.start_sign_in(&known).map_err(fault("ask for a passkey"))?;
            (Purpose::SecondFactor, ceremony)
        };
        let question = self.ask(purpose, Some(user), &ceremony).await?;
        Ok(SignIn::SecondFactor { token: question.token })
    }

    /// What is asked of the person whose password was right; none when it was too long ago, or there is a new password since.
    pub async fn second_factor(&self, token: &SecretString) -> Result<Option<SecondFactor>> {
        let now = self.clock.now();
        let mut conn = self.store.read().await?;
        let Some(row) = conn.passkey_challenge(&digest(token), now).await? else { return Ok(None) };
        let enrol = row.purpose == Purpose::Enrol.as_str();
        if !enrol && row.purpose != Purpose::SecondFactor.as_str() {
            return Ok(None);
        }
        let kept: Kept =
            serde_json::from_str(&row.state).map_err(ServiceError::internal("read a challenge"))?;
        let user = match row.user() {
            Some(user) => conn.user_any_tenant(user).await?,
            None => None,
        };
        let follows = user.is_some_and(|user| kept.password == Some(password_digest(&user)));
        Ok(follows.then_some(SecondFactor { options: kept.options, enrol }))
    }

    /// Takes the passkey after the password, or makes the first one, and signs in.
    pub async fn finish_second_factor(
        &self,
        token: &SecretString,
        answer: &str,
        passkey_name: &str,
        client: &Client,
        request_id: &str,
    ) -> Result<Entry> {
        let passkeys = self.passkeys_of_others()?;
        let late = || Ok(Entry::Refused(SignInRefusal::PasskeyLate.into()));
        // A name that cannot be used must not cost the challenge.
        let enrol = self.second_factor(token).await?.is_some_and(|asked| asked.enrol);
        let passkey_name = if enrol { name("name", passkey_name)? } else { String::new() };
        let asked = self.take(token, &[Purpose::SecondFactor, Purpose::Enrol]).await?;
        let Some((purpose, asked)) = asked else { return late() };
        let Some(user_id) = asked.user_id else { return late() };
        let user = self.store.read().await?.user_any_tenant(user_id).await?;
        // Whoever knew the password of before is asked nothing more.
        let follows = |user: &User| !user.disabled && asked.password == Some(password_digest(user));
        let Some(user) = user.filter(follows) else { return late() };
        if purpose == Purpose::SecondFactor {
            return self.enter_with(passkeys, &asked, answer, Some(&user), client, request_id).await;
        }
        // Of two who know the password, the one who made the first passkey stays the only one.
        if !self.store.read().await?.passkeys(user_id).await?.is_empty() {
            return late();
        }
        let made = match finish(passkeys, &asked, answer) {
            Ok(made) => made,
            Err(ServiceError::Conflict(_)) => {
                return self.refuse_passkey(&user, SignInRefusal::PasskeyInvalid, "", request_id).await;
            }
            Err(error) => return Err(error),
        };
        let doer = self.doer_of(&user, request_id).await?;
        let password = asked.password.as_deref();
        match self.store_passkey(user.user_id, &passkey_name, &made, password, &doer).await {
            Err(ServiceError::Conflict("passkey-late")) => return late(),
            stored => stored?,
        };
        self.enter(&user, client, json!({ "by": "password and passkey" }), request_id, String::new()).await
    }

    /// Asks whatever browser this is for any passkey.
    pub async fn start_passkey_sign_in(&self) -> Result<PasskeyQuestion> {
        let passkeys = self.passkeys_of_others()?;
        let ceremony = passkeys.start_sign_in(&[]).map_err(fault("ask for a passkey"))?;
        self.ask(Purpose::SignIn, None, &ceremony).await
    }

    /// Signs in with a passkey alone.
    pub async fn passkey_sign_in(
        &self,
        token: &SecretString,
        answer: &str,
        client: &Client,
        request_id: &str,
    ) -> Result<Entry> {
        let passkeys = self.passkeys_of_others()?;
        match self.take(token, &[Purpose::SignIn]).await? {
            Some((_, asked)) => self.enter_with(passkeys, &asked, answer, None, client, request_id).await,
            None => Ok(Entry::Refused(SignInRefusal::PasskeyLate.into())),
        }
    }

    /// Verifies the answer of a passkey and begins a session. `expected` is known where a password came before.
    async fn enter_with(
        &self,
        passkeys: &dyn Passkeys,
        taken: &Taken,
        answer: &str,
        expected: Option<&User>,
        client: &Client,
        request_id: &str,
    ) -> Result<Entry> {
        let nobody = |refusal: SignInRefusal| Ok(Entry::Refused(refusal.into()));
        let claim = if answer.len() <= ANSWER_BYTES { passkeys.claim(answer).ok() } else { None };
        let Some(claim) = claim else { return nobody(SignInRefusal::PasskeyInvalid) };
        let mut conn = self.store.read().await?;
        let row = conn.passkey_by_credential_any_tenant(&claim.credential_id).await?;
        let fits = |row: &Passkey| {
            claim.user_id.is_none_or(|user| user == row.user_id)
                && expected.is_none_or(|user| user.user_id == row.user_id)
        };
        let Some(row) = row.filter(fits) else { return nobody(SignInRefusal::PasskeyUnknown) };
        let Some(user) = conn.user_any_tenant(row.user_id).await? else {
            return nobody(SignInRefusal::PasskeyUnknown);
        };
        let policy = policy_of(&mut conn, user.organisation_id).await?;
        let federated = conn.is_federated(user.user_id).await?;
        drop(conn);
        let content = match passkeys.finish_sign_in(&taken.state, answer, &row.content) {
            Ok(content) => content,
            Err(error) => return self.refuse_passkey(&user, error.refusal, &error.detail, request_id).await,
        };
        if user.disabled {
            return self.refuse_passkey(&user, SignInRefusal::SwitchedOff, "", request_id).await;
        }
        // Whoever lost a place at the provider must not come in by a key that was made before.
        if expected.is_none() && federated && !policy.passwords_allowed {
            return self.refuse_passkey(&user, SignInRefusal::OnlyProvider, "", request_id).await;
        }
        let now = self.clock.now();
        let recorded = taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.use_passkey(&row, &content, now).await?)
        })?;
        if !recorded {
            // Two answers began from the same counter: one of them is from a copy, or comes again.
            return self
                .refuse_passkey(&user, SignInRefusal::PasskeyCounter, "used at once", request_id)
                .await;
        }
        let by = if expected.is_some() { "password and passkey" } else { "passkey" };
        self.enter(&user, client, json!({ "name": row.name, "by": by }), request_id, String::new()).await
    }

    async fn refuse_passkey(
        &self,
        user: &User,
        refusal: SignInRefusal,
        detail: &str,
        request_id: &str,
    ) -> Result<Entry> {
        self.note_refusal(user, refusal, detail, request_id).await?;
        Ok(Entry::Refused(refusal.into()))
    }

    /// Writes into the log that an account was not entered, and why.
    async fn note_refusal(
        &self,
        user: &User,
        refusal: SignInRefusal,
        detail: &str,
        request_id: &str,
    ) -> Result<()> {
        tracing::info!(user = %user.user_id, refusal = refusal.as_str(), detail, "a sign-in was refused");
        let doer = self.doer_of(user, request_id).await?;
        let detail: Value = json!({ "reason": refusal.as_str(), "detail": detail });
        let object_id = user.user_id.to_string();
        let act = Act { action: "session.refuse", object_kind: "user", object_id, detail };
        taxiway_store::write!(self.store, |tx| { self.record(tx, &doer, None, None, act.clone()).await })
    }
}
