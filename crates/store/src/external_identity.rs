//! Sign-ins under way at an identity provider, and accounts of people for whom one vouches.

use jiff::Timestamp;
use taxiway_domain::ids::{
    IdentityProviderId, IdentityProviderKind, OrganisationId, OrganisationKind, UserId, UserKind,
};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A sign-in that left for an identity provider. The secrets themselves are never stored, only their digests.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SignInFlow {
    /// SHA-256 of the `state` that travels through the provider.
    pub state_digest: Vec<u8>,
    /// SHA-256 of the secret in the browser's cookie.
    pub browser_digest: Vec<u8>,
    /// The organisation.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its provider.
    #[sqlx(try_from = "Id<IdentityProviderKind>")]
    pub provider_id: IdentityProviderId,
    /// Path to go to afterwards.
    pub return_to: String,
    /// When it left.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// Until when it may come back.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// When it came back; once only.
    pub used_at: Option<Time>,
}

/// The account of a person for whom a provider vouches. Within an organisation, issuer and subject name the person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ExternalIdentity {
    /// The organisation.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Who vouches.
    pub issuer: String,
    /// The person, in the issuer's words.
    pub subject: String,
    /// The provider's entry here.
    #[sqlx(try_from = "Id<IdentityProviderKind>")]
    pub provider_id: IdentityProviderId,
    /// The account.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// Since when they belong together.
    #[sqlx(try_from = "Time")]
    pub linked_at: Timestamp,
    /// The last sign-in this way.
    #[sqlx(try_from = "Time")]
    pub signed_in_at: Timestamp,
}

/// Somebody who holds a certain role, and by what ways the account can be entered.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Administrator {
    /// The account.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// Name for people.
    pub name: String,
    /// Whether the account has a password: empty when not.
    pub password_hash: String,
    /// How many identity providers vouch for it.
    pub identities: i64,
    /// How many passkeys it has.
    pub passkeys: i64,
}

#[derive(sqlx::FromRow)]
struct ProviderName {
    name: String,
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

statements! { "external_identity";
    INSERT_FLOW = "INSERT INTO sign_in_flow (state_digest, browser_digest, organisation_id, provider_id, return_to, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FLOW = "SELECT state_digest, browser_digest, organisation_id, provider_id, return_to, created_at, expires_at, used_at \
        FROM sign_in_flow WHERE state_digest = $1";
    USE_FLOW = "UPDATE sign_in_flow SET used_at = $2 WHERE state_digest = $1 AND used_at IS NULL";
    SWEEP_FLOWS = "DELETE FROM sign_in_flow WHERE expires_at < $1";
    INSERT = "INSERT INTO external_identity (organisation_id, issuer, subject, provider_id, user_id, linked_at, signed_in_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GET = "SELECT organisation_id, issuer, subject, provider_id, user_id, linked_at, signed_in_at FROM external_identity \
        WHERE organisation_id = $1 AND issuer = $2 AND subject = $3";
    SEE = "UPDATE external_identity SET provider_id = $4, signed_in_at = $5 \
        WHERE organisation_id = $1 AND issuer = $2 AND subject = $3";
    COUNT_OF_USER = "SELECT count(*) AS count FROM external_identity WHERE user_id = $1";
    // An account is vouched for by one provider, or by few.
    PROVIDERS_OF_USER = "SELECT p.name FROM external_identity e \
        JOIN identity_provider p ON p.organisation_id = e.organisation_id AND p.provider_id = e.provider_id \
        WHERE e.user_id = $1 ORDER BY p.name LIMIT 20";
    DELETE_OF_PROVIDER = "DELETE FROM external_identity WHERE organisation_id = $1 AND provider_id = $2";
    END_SESSIONS_OF_PROVIDER = "DELETE FROM session WHERE user_id IN \
        (SELECT e.user_id FROM external_identity e WHERE e.organisation_id = $1 AND e.provider_id = $2)";
    // An organisation's people are few beside devices: the pattern is matched over them only.
    ADMINISTRATORS = "SELECT u.user_id, u.name, u.password_hash, \
        (SELECT count(*) FROM external_identity e WHERE e.user_id = u.user_id) AS identities, \
        (SELECT count(*) FROM passkey p WHERE p.user_id = u.user_id) AS passkeys \
        FROM user_account u WHERE u.organisation_id = $1 AND u.disabled = $2 AND (' ' || u.roles || ' ') LIKE $3 \
        ORDER BY u.email LIMIT 1000";
}

impl Tx {
    /// Notes a sign-in that leaves for a provider, and sweeps those that never came back before `sweep_before`.
    pub async fn insert_sign_in_flow(
        &mut self,
        flow: &SignInFlow,
        sweep_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(SWEEP_FLOWS, values![sweep_before]).await?;
        let values = values![
            &flow.state_digest,
            &flow.browser_digest,
            flow.organisation_id,
            flow.provider_id,
            &flow.return_to,
            flow.created_at,
            flow.expires_at
        ];
        self.execute_one(INSERT_FLOW, values).await
    }

    /// Takes a sign-in as come back; tells whether it was the first time.
    pub async fn use_sign_in_flow(
        &mut self,
        state_digest: &[u8],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(USE_FLOW, values![state_digest, now]).await? == 1)
    }

    /// Ties a person of a provider to an account.
    pub async fn insert_external_identity(&mut self, row: &ExternalIdentity) -> Result<(), StoreError> {
        let values = values![
            row.organisation_id,
            &row.issuer,
            &row.subject,
            row.provider_id,
            row.user_id,
            row.linked_at,
            row.signed_in_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Records a sign-in.
    pub async fn see_external_identity(
        &mut self,
        row: &ExternalIdentity,
        provider: IdentityProviderId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let values = values![row.organisation_id, &row.issuer, &row.subject, provider, now];
        self.execute_one(SEE, values).await
    }

    /// Forgets for whom a provider vouched, and signs them out.
    pub(crate) async fn forget_identities_of_provider(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
    ) -> Result<(), StoreError> {
        self.execute(END_SESSIONS_OF_PROVIDER, values![organisation, provider]).await?;
        self.execute(DELETE_OF_PROVIDER, values![organisation, provider]).await.map(drop)
    }
}

impl Conn {
    /// The sign-in of a `state`.
    pub async fn sign_in_flow(&mut self, state_digest: &[u8]) -> Result<Option<SignInFlow>, StoreError> {
        self.optional(FLOW, values![state_digest]).await
    }

    /// The account of a person of a provider.
    pub async fn external_identity(
        &mut self,
        organisation: OrganisationId,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<ExternalIdentity>, StoreError> {
        self.optional(GET, values![organisation, issuer, subject]).await
    }

    /// Whether a provider vouches for this person, so that groups there decide what the person may do here.
    pub async fn is_federated(&mut self, user: UserId) -> Result<bool, StoreError> {
        let row: Count = self.one(COUNT_OF_USER, values![user]).await?;
        Ok(row.count > 0)
    }

    /// Names of the providers that vouch for this person.
    pub async fn providers_of_user(&mut self, user: UserId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<ProviderName> = self.all(PROVIDERS_OF_USER, values![user]).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// The people of an organisation who hold this role and whose accounts are not switched off.
    pub async fn administrators(
        &mut self,
        organisation: OrganisationId,
        role: &str,
    ) -> Result<Vec<Administrator>, StoreError> {
        let pattern = format!("% {role} %");
        self.all(ADMINISTRATORS, values![organisation, false, pattern]).await
    }
}
