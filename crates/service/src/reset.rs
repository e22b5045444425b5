//! New passwords by a link: for whoever forgot his, and for colleagues who need help.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use secrecy::SecretString;
use serde_json::json;
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_store::Mail;
use uuid::Uuid;

use crate::Service;
use crate::account::check_own_password;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::letter::{Letter, digest};
use crate::organisation::email_address;
use crate::outbox::NewMail;
use crate::person::still_may;

/// What the holder of a link sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetOffer {
    /// The person's sign-in name.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// When the link stops to work.
    pub expires_at: Timestamp,
}

impl Service {
    /// Somebody says that he forgot the password of this account.
    ///
    /// Nothing is looked up here: the wish is written down as it is, and only who sends the mails finds out whether there is
    /// such an account. So neither the answer nor its time tells anything.
    pub async fn request_password_reset(&self, email: &str, letter: &Letter, request_id: &str) -> Result<()> {
        if !self.mail_configured() {
            return Err(ServiceError::Conflict("mail-off"));
        }
        let recipient = email_address(email)?;
        let now = self.clock.now();
        let mail = Mail {
            mail_id: self.ids.new_id(now),
            kind: "reset".to_owned(),
            organisation_id: None,
            recipient,
            subject: letter.subject.clone(),
            body: letter.body.clone(),
            link: letter.address.clone(),
            request_id: request_id.to_owned(),
            attempts: 0,
            created_at: now,
            expires_at: now + self.settings.password_reset,
        };
        taxiway_store::write!(self.store, |tx| { Ok::<_, ServiceError>(tx.insert_mail(&mail).await?) })?;
        self.mail_is_due();
        Ok(())
    }

    /// Makes a letter with a link of such a wish, or forgets it when there is no such account.
    pub(crate) async fn answer_forgotten(&self, mail: &Mail, me: Uuid) -> Result<Option<Mail>> {
        let (now, token) = (self.clock.now(), self.token());
        let letter = Letter { subject: String::new(), body: mail.body.clone(), address: mail.link.clone() };
        taxiway_store::write!(self.store, |tx| {
            let user = tx.user_by_email_any_tenant(&mail.recipient).await?.filter(|user| !user.disabled);
            let mut user = user.filter(|_| mail.expires_at > now);
            // Whoever lost a place at the provider must not come in by a password of his own.
            if let Some(found) = &user
                && tx.is_federated(found.user_id).await?
            {
                user = None;
            }
            let Some(user) = user else {
                tx.remove_mail(mail.mail_id, me).await?;
                return Ok(None);
            };
            let expires_at = now + self.settings.password_reset;
            tx.insert_password_reset(&token.digest, user.user_id, now, expires_at).await?;
            let answer = Mail {
                kind: "letter".to_owned(),
                organisation_id: Some(user.organisation_id.into_untyped_uuid()),
                recipient: user.email.clone(),
                body: letter.text(&token),
                link: String::new(),
                ..mail.clone()
            };
            if !tx.make_letter(&answer, me).await? {
                return Err(ServiceError::LeaseLost);
            }
            let act = Act {
                action: "user.request-reset",
                object_kind: "user",
                object_id: user.user_id.to_string(),
                detail: json!({ "name": user.name }),
            };
            let doer = Doer::service(&mail.request_id);
            self.record(tx, &doer, None, Some(user.organisation_id), act).await?;
            Ok::<_, ServiceError>(Some(answer))
        })
    }

    /// Makes a link for a new password of a colleague: sent to him, or given to the caller to be handed over.
    ///
    /// The password of before works until the link is used.
    pub async fn send_password_reset(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
        letter: &Letter,
        by_mail: bool,
    ) -> Result<Option<SecretString>> {
        let access = self.people_access(context, organisation).await?;
        let (now, token) = (self.clock.now(), self.token());
        let expires_at = now + self.settings.password_reset;
        taxiway_store::write!(self.store, |tx| {
            still_may(tx, context).await?;
            let person = tx.person(access.id(), user).await?.ok_or(ServiceError::NotFound)?;
            if person.disabled {
                return Err(ServiceError::Conflict("person-disabled"));
            }
            if tx.is_federated(user).await? {
                return Err(ServiceError::Conflict("person-federated-password"));
            }
            tx.insert_password_reset(&token.digest, user, now, expires_at).await?;
            if by_mail {
                let mail = NewMail {
                    recipient: &person.email,
                    subject: &letter.subject,
                    body: &letter.text(&token),
                    organisation: Some(access.id()),
                    expires_at,
                };
                self.queue_mail(tx, mail, &context.request_id).await?;
            }
            let detail = json!({ "name": person.name, "by-mail": by_mail });
            let object_id = user.to_string();
            let act = Act { action: "user.send-reset", object_kind: "user", object_id, detail };
            self.record(tx, &Doer::from(context), None, Some(access.id()), act).await
        })?;
        self.mail_is_due();
        Ok((!by_mail).then(|| letter.link(&token)))
    }

    /// Whose password a link sets; none when it was used, has ended or was never given.
    pub async fn password_reset_offer(&self, token: &SecretString) -> Result<Option<ResetOffer>> {
        let now = self.clock.now();
        let found = self.store.read().await?.password_reset_any_tenant(&digest(token), now).await?;
        Ok(found.map(|found| ResetOffer {
            email: found.email,
            name: found.name,
            expires_at: found.expires_at,
        }))
    }

    /// Sets the new password and ends every session of the person. The link works once.
    pub async fn use_password_reset(
        &self,
        token: &SecretString,
        password: SecretString,
        request_id: &str,
    ) -> Result<()> {
        let (digest, now) = (digest(token), self.clock.now());
        let found = self.store.read().await?.password_reset_any_tenant(&digest, now).await?;
        let found = found.ok_or(ServiceError::NotFound)?;
        check_own_password(&password, &found.email, &found.name)?;
        let hash = self.passwords.hash(password, self.ids.secret()).await?;
        taxiway_store::write!(self.store, |tx| {
            let found = tx.password_reset_any_tenant(&digest, now).await?.ok_or(ServiceError::NotFound)?;
            if tx.is_federated(found.user_id).await? || !tx.use_password_reset(&digest, now).await? {
                return Err(ServiceError::NotFound);
            }
            tx.set_password(found.user_id, &hash).await?;
            let organisation =
                tx.organisation(found.organisation_id).await?.map(|found| found.name).unwrap_or_default();
            let doer = Doer {
                actor_id: Some(found.user_id.into_untyped_uuid()),
                actor_name: found.name.clone(),
                organisation_id: Some(found.organisation_id.into_untyped_uuid()),
                organisation,
                request_id: request_id.to_owned(),
                lower_role: None,
                app: None,
            };
            let object_id = found.user_id.to_string();
            let detail = json!({ "by": "link" });
            let act = Act { action: "user.reset-password", object_kind: "user", object_id, detail };
            self.record(tx, &doer, None, None, act).await
        })
    }
}
