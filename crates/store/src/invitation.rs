//! Links that open an account or set a password. Only digests of their secrets are stored; each works once.

use jiff::Timestamp;
use taxiway_domain::ids::{InvitationId, InvitationKind, OrganisationId, OrganisationKind, UserId, UserKind};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, Value, statements, values};
use crate::organisation::Count;

/// An invitation as stored.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Invitation {
    /// The organisation that invites.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<InvitationKind>")]
    pub invitation_id: InvitationId,
    /// The sign-in name of the account to be, in lower case.
    pub email: String,
    /// Name for people; whoever accepts may change it.
    pub name: String,
    /// Roles, separated by spaces.
    pub roles: String,
    /// SHA-256 of the secret in the link.
    pub token_digest: Vec<u8>,
    /// Who invited; none at the command line.
    pub invited_by: Option<Uuid>,
    /// That person's name at the time.
    pub invited_by_name: String,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When the link stops to work.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation").field("invitation_id", &self.invitation_id).finish_non_exhaustive()
    }
}

/// An invitation as the one who was invited sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenInvitation {
    /// The organisation that invites.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Its kind.
    pub organisation_kind: String,
    /// Its id.
    #[sqlx(try_from = "Id<InvitationKind>")]
    pub invitation_id: InvitationId,
    /// The sign-in name of the account to be.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Roles, separated by spaces.
    pub roles: String,
    /// Who invited.
    pub invited_by_name: String,
    /// When the link stops to work.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

/// A link for a new password, with the person it is for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PasswordReset {
    /// The person.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// The person's organisation.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// The person's sign-in name.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// When the link stops to work.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

statements! { "invitation";
    INSERT = "INSERT INTO invitation (organisation_id, invitation_id, email, name, roles, token_digest, invited_by, invited_by_name, \
        created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    PAGE = "SELECT organisation_id, invitation_id, email, name, roles, token_digest, invited_by, invited_by_name, created_at, expires_at \
        FROM invitation WHERE organisation_id = $1 ORDER BY invitation_id DESC LIMIT $2 OFFSET $3";
    COUNT = "SELECT count(*) AS count FROM invitation WHERE organisation_id = $1";
    GET = "SELECT organisation_id, invitation_id, email, name, roles, token_digest, invited_by, invited_by_name, created_at, expires_at \
        FROM invitation WHERE organisation_id = $1 AND invitation_id = $2";
    OPEN = "SELECT i.organisation_id, o.name AS organisation_name, o.kind AS organisation_kind, i.invitation_id, i.email, i.name, i.roles, \
        i.invited_by_name, i.expires_at FROM invitation i JOIN organisation o ON o.organisation_id = i.organisation_id \
        WHERE i.token_digest = $1 AND i.expires_at > $2";
    REMOVE = "DELETE FROM invitation WHERE organisation_id = $1 AND invitation_id = $2";
    REMOVE_EMAIL = "DELETE FROM invitation WHERE organisation_id = $1 AND email = $2";
    REMOVE_OF_INVITER = "DELETE FROM invitation WHERE organisation_id = $1 AND invited_by = $2";
    USE_UP = "DELETE FROM invitation WHERE token_digest = $1 AND expires_at > $2";
    SWEEP = "DELETE FROM invitation WHERE expires_at < $1";
    INSERT_RESET = "INSERT INTO password_reset (token_digest, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    RESET = "SELECT r.user_id, u.organisation_id, u.email, u.name, r.expires_at FROM password_reset r \
        JOIN user_account u ON u.user_id = r.user_id WHERE r.token_digest = $1 AND r.expires_at > $2 AND u.disabled = $3";
    USE_UP_RESET = "DELETE FROM password_reset WHERE token_digest = $1 AND expires_at > $2";
    REMOVE_RESETS = "DELETE FROM password_reset WHERE user_id = $1";
    SWEEP_RESETS = "DELETE FROM password_reset WHERE expires_at < $1";
}

impl Tx {
    /// Adds an invitation in place of an earlier one to the same address, and sweeps those that ended before `forgotten`.
    pub async fn insert_invitation(
        &mut self,
        row: &Invitation,
        forgotten: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SWEEP, values![forgotten]).await?;
        self.execute(REMOVE_EMAIL, values![row.organisation_id, &row.email]).await?;
        let values = values![
            row.organisation_id,
            row.invitation_id,
            &row.email,
            &row.name,
            &row.roles,
            &row.token_digest,
            Value::Uuid(row.invited_by),
            &row.invited_by_name,
            row.created_at,
            row.expires_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Withdraws an invitation; false when there is none.
    pub async fn remove_invitation(
        &mut self,
        organisation: OrganisationId,
        invitation: InvitationId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(REMOVE, values![organisation, invitation]).await? > 0)
    }

    /// Withdraws every invitation that a person made, and tells how many there were.
    pub async fn remove_invitations_of(
        &mut self,
        organisation: OrganisationId,
        inviter: UserId,
    ) -> Result<u64, StoreError> {
        self.execute(REMOVE_OF_INVITER, values![organisation, inviter]).await
    }

    /// Uses an invitation up; false when it was used, withdrawn or has ended.
    pub async fn use_invitation(&mut self, token_digest: &[u8], now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(USE_UP, values![token_digest, now]).await? == 1)
    }

    /// Adds a link for a new password in place of the person's earlier ones, and sweeps those that have ended.
    pub async fn insert_password_reset(
        &mut self,
        token_digest: &[u8],
        user: UserId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SWEEP_RESETS, values![now]).await?;
        self.remove_password_resets(user).await?;
        self.execute_one(INSERT_RESET, values![token_digest, user, now, expires_at]).await
    }

    /// Uses a link for a new password up; false when it was used or has ended.
    pub async fn use_password_reset(
        &mut self,
        token_digest: &[u8],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(USE_UP_RESET, values![token_digest, now]).await? == 1)
    }

    /// Makes a person's links for a new password worthless.
    pub async fn remove_password_resets(&mut self, user: UserId) -> Result<(), StoreError> {
        self.execute(REMOVE_RESETS, values![user]).await.map(drop)
    }
}

impl Conn {
    /// A page of an organisation's invitations, newest first, those that ended not long ago included, and how many there are.
    pub async fn invitations(
        &mut self,
        organisation: OrganisationId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Invitation>, i64), StoreError> {
        let rows = self.all(PAGE, values![organisation, limit, offset]).await?;
        let total: Count = self.one(COUNT, values![organisation]).await?;
        Ok((rows, total.count))
    }

    /// An invitation of an organisation.
    pub async fn invitation(
        &mut self,
        organisation: OrganisationId,
        invitation: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        self.optional(GET, values![organisation, invitation]).await
    }

    /// The invitation of a link that still works, over all organisations: the link is all that its holder knows.
    pub async fn open_invitation_any_tenant(
        &mut self,
        token_digest: &[u8],
        now: Timestamp,
    ) -> Result<Option<OpenInvitation>, StoreError> {
        self.optional(OPEN, values![token_digest, now]).await
    }

    /// The person for whom this link sets a password, as long as it works and the account is not switched off.
    pub async fn password_reset_any_tenant(
        &mut self,
        token_digest: &[u8],
        now: Timestamp,
    ) -> Result<Option<PasswordReset>, StoreError> {
        self.optional(RESET, values![token_digest, now, false]).await
    }
}
