//! Passkeys, the challenges that they answer, and who wants one asked for after the password.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{PasskeyId, PasskeyKind, UserId, UserKind};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A passkey as stored. It holds public keys only.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Passkey {
    /// The person.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// Its id.
    #[sqlx(try_from = "Id<PasskeyKind>")]
    pub passkey_id: PasskeyId,
    /// The id by which browsers and authenticators know it.
    pub credential_id: Vec<u8>,
    /// Name that the person gave it.
    pub name: String,
    /// Public key, counter and properties, as JSON.
    pub content: String,
    /// When it was added.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A challenge that waits for its answer. The token itself is never stored, only its digest.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyChallenge {
    /// SHA-256 of the token in the browser's cookie.
    pub token_digest: Vec<u8>,
    /// What the answer is for.
    pub purpose: String,
    /// The person, where it is known already.
    pub user_id: Option<Uuid>,
    /// What the answer is compared with, as JSON.
    pub state: String,
    /// Until when the answer counts.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
}

impl PasskeyChallenge {
    /// The person, where it is known already.
    pub fn user(&self) -> Option<UserId> {
        self.user_id.map(UserId::from_untyped_uuid)
    }
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

statements! { "passkey";
    INSERT = "INSERT INTO passkey (user_id, passkey_id, credential_id, name, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_USER = "SELECT user_id, passkey_id, credential_id, name, content, created_at, used_at FROM passkey \
        WHERE user_id = $1 ORDER BY passkey_id LIMIT 100";
    BY_CREDENTIAL = "SELECT user_id, passkey_id, credential_id, name, content, created_at, used_at FROM passkey \
        WHERE credential_id = $1";
    USE = "UPDATE passkey SET content = $3, used_at = $4 WHERE user_id = $1 AND passkey_id = $2 AND content = $5";
    RENAME = "UPDATE passkey SET name = $3 WHERE user_id = $1 AND passkey_id = $2";
    DELETE = "DELETE FROM passkey WHERE user_id = $1 AND passkey_id = $2";
    DELETE_OF_USER = "DELETE FROM passkey WHERE user_id = $1";
    INSERT_CHALLENGE = "INSERT INTO passkey_challenge (token_digest, purpose, user_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)";
    CHALLENGE = "SELECT token_digest, purpose, user_id, state, expires_at FROM passkey_challenge \
        WHERE token_digest = $1 AND expires_at > $2";
    TAKE_CHALLENGE = "DELETE FROM passkey_challenge WHERE token_digest = $1";
    SWEEP_CHALLENGES = "DELETE FROM passkey_challenge WHERE expires_at < $1";
    REQUIRE_SECOND_FACTOR = "INSERT INTO second_factor (user_id, required_since) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    DROP_SECOND_FACTOR = "DELETE FROM second_factor WHERE user_id = $1";
    SECOND_FACTOR = "SELECT count(*) AS count FROM second_factor WHERE user_id = $1";
}

impl Tx {
    /// Adds a passkey. One credential belongs to one account.
    pub async fn insert_passkey(&mut self, row: &Passkey) -> Result<(), StoreError> {
        let values =
            values![row.user_id, row.passkey_id, &row.credential_id, &row.name, &row.content, row.created_at];
        self.execute_one(INSERT, values).await
    }

    /// Records a use, unless the passkey was used by somebody else since it was read; tells whether it was recorded.
    pub async fn use_passkey(
        &mut self,
        row: &Passkey,
        content: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let values = values![row.user_id, row.passkey_id, content, now, &row.content];
        Ok(self.execute(USE, values).await? == 1)
    }

    /// Gives a passkey another name; tells whether there is one.
    pub async fn rename_passkey(
        &mut self,
        user: UserId,
        passkey: PasskeyId,
        name: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(RENAME, values![user, passkey, name]).await? == 1)
    }

    /// Removes a passkey; tells whether there was one.
    pub async fn delete_passkey(&mut self, user: UserId, passkey: PasskeyId) -> Result<bool, StoreError> {
        Ok(self.execute(DELETE, values![user, passkey]).await? == 1)
    }

    /// Removes every passkey of a person; tells how many there were.
    pub async fn delete_passkeys(&mut self, user: UserId) -> Result<u64, StoreError> {
        self.execute(DELETE_OF_USER, values![user]).await
    }

    /// Stores a challenge and sweeps those that nobody answered.
    pub async fn insert_passkey_challenge(
        &mut self,
        row: &PasskeyChallenge,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SWEEP_CHALLENGES, values![now]).await?;
        let values = values![&row.token_digest, &row.purpose, row.user(), &row.state, row.expires_at];
        self.execute_one(INSERT_CHALLENGE, values).await
    }

    /// Takes a challenge away, so that it is answered once; tells whether it was still there.
    pub async fn take_passkey_challenge(&mut self, token_digest: &[u8]) -> Result<bool, StoreError> {
        Ok(self.execute(TAKE_CHALLENGE, values![token_digest]).await? == 1)
    }

    /// Sets whether a passkey is asked for after this person's password.
    pub async fn set_second_factor(
        &mut self,
        user: UserId,
        required_since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        match required_since {
            Some(since) => self.execute(REQUIRE_SECOND_FACTOR, values![user, since]).await,
            None => self.execute(DROP_SECOND_FACTOR, values![user]).await,
        }
        .map(drop)
    }
}

impl Conn {
    /// The passkeys of a person, the oldest first.
    pub async fn passkeys(&mut self, user: UserId) -> Result<Vec<Passkey>, StoreError> {
        self.all(OF_USER, values![user]).await
    }

    /// The passkey with this credential id, over all people: the browser says nothing else before sign-in.
    pub async fn passkey_by_credential_any_tenant(
        &mut self,
        credential_id: &[u8],
    ) -> Result<Option<Passkey>, StoreError> {
        self.optional(BY_CREDENTIAL, values![credential_id]).await
    }

    /// A challenge that still waits for its answer.
    pub async fn passkey_challenge(
        &mut self,
        token_digest: &[u8],
        now: Timestamp,
    ) -> Result<Option<PasskeyChallenge>, StoreError> {
        self.optional(CHALLENGE, values![token_digest, now]).await
    }

    /// Whether this person wants a passkey asked for after the password.
    pub async fn wants_second_factor(&mut self, user: UserId) -> Result<bool, StoreError> {
        let row: Count = self.one(SECOND_FACTOR, values![user]).await?;
        Ok(row.count > 0)
    }
}
