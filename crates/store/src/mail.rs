//! Mails that wait to be sent: written with the act they tell of, leased by whoever sends, gone once sent.

use jiff::Timestamp;
use taxiway_domain::ids::{MailId, MailKind};
use uuid::Uuid;

use crate::engine::{Conn, Id, Statement, StoreError, Time, Tx, Value, statements, values};
use crate::organisation::Count;

/// A mail as stored. Its text may hold a secret link: it is never shown and never logged.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Mail {
    /// Its id.
    #[sqlx(try_from = "Id<MailKind>")]
    pub mail_id: MailId,
    /// `letter`: ready to be sent; `reset`: somebody asks for a new password, and whether he has an account is not known yet.
    pub kind: String,
    /// In whose log it stands when it cannot be sent.
    pub organisation_id: Option<Uuid>,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Of a `reset`: the address to which the secret will be added; otherwise empty.
    pub link: String,
    /// The request that wrote it.
    pub request_id: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// When it was written.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it is of no use any more.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("mail_id", &self.mail_id).finish_non_exhaustive()
    }
}

macro_rules! lease_sql {
    ($suffix:literal) => {
        concat!(
            "UPDATE mail SET lease_owner = $1, due_at = $2, attempts = attempts + 1 WHERE due_at <= $3 AND mail_id = \
             (SELECT mail_id FROM mail WHERE due_at <= $3 ORDER BY due_at, mail_id LIMIT 1",
            $suffix,
            ") RETURNING mail_id, kind, organisation_id, recipient, subject, body, link, request_id, attempts, created_at, expires_at"
        )
    };
}

/// Takes the mail that is due longest; until the lease ends it is due for nobody else.
pub(crate) const LEASE: Statement =
    Statement { name: "mail.LEASE", sqlite: lease_sql!(""), postgres: lease_sql!(" FOR UPDATE SKIP LOCKED") };

statements! { "mail";
    INSERT = "INSERT INTO mail (mail_id, kind, organisation_id, recipient, subject, body, link, request_id, attempts, lease_owner, due_at, \
        created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, NULL, $9, $9, $10)";
    DUE = "SELECT count(*) AS count FROM (SELECT 1 FROM mail WHERE due_at <= $1 LIMIT 1) m";
    MAKE_LETTER = "UPDATE mail SET kind = 'letter', organisation_id = $3, recipient = $4, body = $5, link = '' \
        WHERE mail_id = $1 AND lease_owner = $2";
    RELEASE = "UPDATE mail SET lease_owner = NULL, due_at = $3 WHERE mail_id = $1 AND lease_owner = $2";
    REMOVE = "DELETE FROM mail WHERE mail_id = $1 AND lease_owner = $2";
    WAITING = "SELECT count(*) AS count FROM mail";
    SWEEP = "DELETE FROM mail WHERE expires_at < $1";
}

impl Tx {
    /// Adds a mail.
    pub async fn insert_mail(&mut self, mail: &Mail) -> Result<(), StoreError> {
        let values = values![
            mail.mail_id,
            &mail.kind,
            Value::Uuid(mail.organisation_id),
            &mail.recipient,
            &mail.subject,
            &mail.body,
            &mail.link,
            &mail.request_id,
            mail.created_at,
            mail.expires_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Takes the next mail that is due, of whichever organisation; nobody else gets it before `until`.
    pub async fn lease_mail_any_tenant(
        &mut self,
        worker: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Mail>, StoreError> {
        self.optional(LEASE, values![worker, until, now]).await
    }

    /// Turns the wish for a new password into a letter, if the lease is still ours.
    pub async fn make_letter(&mut self, mail: &Mail, worker: Uuid) -> Result<bool, StoreError> {
        let values =
            values![mail.mail_id, worker, Value::Uuid(mail.organisation_id), &mail.recipient, &mail.body];
        Ok(self.execute(MAKE_LETTER, values).await? == 1)
    }

    /// Gives a leased mail back, to be tried again at that time.
    pub async fn release_mail(
        &mut self,
        mail: MailId,
        worker: Uuid,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(RELEASE, values![mail, worker, due_at]).await.map(drop)
    }

    /// Removes a leased mail; false when another worker took it over.
    pub async fn remove_mail(&mut self, mail: MailId, worker: Uuid) -> Result<bool, StoreError> {
        Ok(self.execute(REMOVE, values![mail, worker]).await? == 1)
    }

    /// Removes what was of no use any more at that time, of whichever organisation, and tells how much there was.
    pub async fn sweep_mail_any_tenant(&mut self, ended_before: Timestamp) -> Result<u64, StoreError> {
        self.execute(SWEEP, values![ended_before]).await
    }
}

impl Conn {
    /// Whether any mail is due.
    pub async fn has_due_mail_any_tenant(&mut self, now: Timestamp) -> Result<bool, StoreError> {
        let row: Count = self.one(DUE, values![now]).await?;
        Ok(row.count > 0)
    }

    /// How many mails wait, of all organisations.
    pub async fn waiting_mails_any_tenant(&mut self) -> Result<i64, StoreError> {
        let row: Count = self.one(WAITING, values![]).await?;
        Ok(row.count)
    }
}
