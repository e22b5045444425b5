//! Mails are written in the transaction of the act they tell of, and sent afterwards, with leases, as parts of jobs are done.
//!
//! So no mail is lost, and none tells of something that did not happen.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::{GenericUuid, TypedUuid};
use serde_json::json;
use taxiway_domain::ids::{EventKind, OrganisationId};
use taxiway_store::{Mail, Tx};
use tokio::sync::watch;
use uuid::Uuid;

use crate::Service;
use crate::audit::{Act, Doer};
use crate::error::{Result, ServiceError};
use crate::mailer::{Unsent, address};
use crate::worker::chain;

/// Most characters of a subject.
const SUBJECT_CHARS: usize = 300;
/// Most bytes of a text.
const BODY_BYTES: usize = 64 << 10;
/// A mail whose sender is not heard of this long is taken over; longer than sending may take.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// After a failure a mail rests so long, twice as long after the next one, and so on.
const REST: SignedDuration = SignedDuration::from_mins(1);
/// Longest rest.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(1);
/// Where nobody sends, mails stay this long after their end.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);
/// How long an idle sender sleeps before it looks again.
const POLL: Duration = Duration::from_secs(1);

/// A mail to be sent.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// The address.
    pub recipient: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// The text, in the language of whoever gets it.
    pub body: &'a str,
    /// In whose log it stands when it cannot be sent.
    pub organisation: Option<OrganisationId>,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

impl Service {
    /// Whether mails can be sent. Without this, links are handed over by people.
    pub fn mail_configured(&self) -> bool {
        self.mailer.is_configured()
    }

    /// Writes a mail that is sent once this transaction is done, and never if it is not.
    ///
    /// Until it is sent its text is in the database, a secret link in it included; then the row is gone.
    pub(crate) async fn queue_mail(&self, tx: &mut Tx, new: NewMail<'_>, request_id: &str) -> Result<()> {
        let mail = self.letter_of(new, request_id)?;
        Ok(tx.insert_mail(&mail).await?)
    }

    fn letter_of(&self, new: NewMail<'_>, request_id: &str) -> Result<Mail> {
        if !self.mail_configured() {
            return Err(ServiceError::Conflict("mail-off"));
        }
        if address(new.recipient).is_none() {
            return Err(ServiceError::invalid("email", "email", new.recipient));
        }
        if new.subject.chars().count() > SUBJECT_CHARS || new.subject.chars().any(char::is_control) {
            return Err(ServiceError::invalid("subject", "text", SUBJECT_CHARS.to_string()));
        }
        if new.body.len() > BODY_BYTES {
            return Err(ServiceError::invalid("text", "text", BODY_BYTES.to_string()));
        }
        let now = self.clock.now();
        Ok(Mail {
            mail_id: self.ids.new_id(now),
            kind: "letter".to_owned(),
            organisation_id: new.organisation.map(GenericUuid::into_untyped_uuid),
            recipient: new.recipient.to_owned(),
            subject: new.subject.to_owned(),
            body: new.body.to_owned(),
            link: String::new(),
            request_id: request_id.to_owned(),
            attempts: 0,
            created_at: now,
            expires_at: new.expires_at,
        })
    }

    /// Lets an idle sender of this process look at once.
    pub(crate) fn mail_is_due(&self) {
        self.post.notify_one();
    }

    /// Sends mails until `stop` turns true. Several of these, in several processes, share the work.
    pub async fn deliver(&self, mut stop: watch::Receiver<bool>) {
        let me = self.sender_id();
        while !*stop.borrow() {
            match self.deliver_next(me).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::warn!(error = %chain(&error), "mails could not be taken up"),
            }
            tokio::select! {
                () = self.post.notified() => {}
                () = tokio::time::sleep(POLL) => {}
                changed = stop.changed() => if changed.is_err() { break },
            }
        }
    }

    /// Sends every mail that is due, for tests and for the command line.
    pub async fn deliver_until_idle(&self) -> Result<()> {
        let me = self.sender_id();
        while self.deliver_next(me).await? {}
        Ok(())
    }

    /// How many mails wait to be sent, for whoever watches the service.
    pub async fn waiting_mails(&self) -> Result<u64> {
        let mut conn = self.store.read().await?;
        Ok(conn.waiting_mails_any_tenant().await?.unsigned_abs())
    }

    /// Removes mails whose end has passed and that nobody sent: where senders are not configured any more, say.
    pub async fn sweep_mails(&self) -> Result<u64> {
        let ended_before = self.clock.now() - FORGOTTEN;
        taxiway_store::write!(self.store, |tx| { Ok(tx.sweep_mail_any_tenant(ended_before).await?) })
    }

    fn sender_id(&self) -> Uuid {
        let me: TypedUuid<EventKind> = self.ids.new_id(self.clock.now());
        me.into_untyped_uuid()
    }

    /// Takes one mail up; false when none is due.
    async fn deliver_next(&self, me: Uuid) -> Result<bool> {
        let now = self.clock.now();
        // Looking costs readers nothing; taking costs the writer's turn.
        if !self.mail_configured() || !self.store.read().await?.has_due_mail_any_tenant(now).await? {
            return Ok(false);
        }
        let leased = taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.lease_mail_any_tenant(me, now, now + LEASE).await?)
        })?;
        let Some(mail) = leased else { return Ok(false) };
        let mail = if mail.kind == "reset" {
            match self.answer_forgotten(&mail, me).await? {
                Some(letter) => letter,
                None => return Ok(true),
            }
        } else {
            mail
        };
        if mail.expires_at <= now {
            self.give_up(&mail, me, "expired").await?;
            return Ok(true);
        }
        match self.mailer.send(&mail, now).await {
            Ok(()) => {
                let removed = taxiway_store::write!(self.store, |tx| {
                    Ok::<_, ServiceError>(tx.remove_mail(mail.mail_id, me).await?)
                })?;
                if !removed {
                    tracing::warn!(mail = %mail.mail_id, "a mail took longer than its lease and may be sent twice");
                }
            }
            Err(Unsent { for_good: true, why }) => {
                tracing::warn!(mail = %mail.mail_id, error = %chain(&*why), "a mail was refused");
                self.give_up(&mail, me, "refused").await?;
            }
            Err(Unsent { why, .. }) => {
                let due = self.clock.now() + rest(mail.attempts);
                tracing::warn!(mail = %mail.mail_id, %due, error = %chain(&*why), "a mail could not be sent, will be tried again");
                taxiway_store::write!(self.store, |tx| {
                    Ok::<_, ServiceError>(tx.release_mail(mail.mail_id, me, due.min(mail.expires_at)).await?)
                })?;
            }
        }
        Ok(true)
    }

    /// Removes a mail that cannot be sent, and says so in the log of the organisation behind it.
    async fn give_up(&self, mail: &Mail, me: Uuid, reason: &'static str) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            let ours = tx.remove_mail(mail.mail_id, me).await?;
            if let Some(organisation) = mail.organisation_id.filter(|_| ours) {
                let act = Act {
                    action: "mail.fail",
                    object_kind: "mail",
                    object_id: mail.mail_id.to_string(),
                    detail: json!({ "reason": reason, "attempts": mail.attempts }),
                };
                let log = OrganisationId::from_untyped_uuid(organisation);
                self.record(tx, &Doer::service(&mail.request_id), None, Some(log), act).await?;
            }
            Ok::<_, ServiceError>(())
        })
    }
}

fn rest(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(6);
    (REST * (1 << doublings)).min(LONGEST_REST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_followed_by_longer_and_longer_rests() {
        let minutes: Vec<_> = (1..9).map(|attempts| rest(attempts).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60]);
    }
}
