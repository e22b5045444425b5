//! Services that vouch for an organisation's people, and what an organisation demands at sign-in.

use jiff::Timestamp;
use taxiway_domain::ids::{IdentityProviderId, IdentityProviderKind, OrganisationId, OrganisationKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// An identity provider as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IdentityProvider {
    /// The organisation whose people it vouches for.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<IdentityProviderKind>")]
    pub provider_id: IdentityProviderId,
    /// Name for people.
    pub name: String,
    /// The address by which the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there, sealed.
    pub client_secret: Vec<u8>,
    /// Scopes to ask for beside `openid`, separated by spaces.
    pub scopes: String,
    /// The claim that lists a person's groups.
    pub group_claim: String,
    /// Whether people without an account get one at their first sign-in.
    pub create_users: bool,
    /// When it was set up.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

/// A group of a provider and a role that its members have.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProviderGroup {
    /// The group, as the provider's claim names it.
    pub group_name: String,
    /// The role, by its stable name.
    pub role: String,
}

/// What an organisation demands at sign-in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SignInPolicyRow {
    /// Whether passwords let anybody in.
    pub passwords_allowed: bool,
    /// Roles, separated by spaces, for which a password alone is not enough.
    pub second_factor_roles: String,
}

#[derive(sqlx::FromRow)]
struct Domain {
    domain: String,
}

statements! { "identity_provider";
    INSERT = "INSERT INTO identity_provider (organisation_id, provider_id, name, issuer, client_id, client_secret, scopes, \
        group_claim, create_users, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE identity_provider SET name = $3, issuer = $4, client_id = $5, client_secret = $6, scopes = $7, \
        group_claim = $8, create_users = $9 WHERE organisation_id = $1 AND provider_id = $2";
    DELETE = "DELETE FROM identity_provider WHERE organisation_id = $1 AND provider_id = $2";
    OF_ORGANISATION = "SELECT organisation_id, provider_id, name, issuer, client_id, client_secret, scopes, group_claim, \
        create_users, created_at FROM identity_provider WHERE organisation_id = $1 ORDER BY provider_id LIMIT 100";
    GET = "SELECT organisation_id, provider_id, name, issuer, client_id, client_secret, scopes, group_claim, \
        create_users, created_at FROM identity_provider WHERE organisation_id = $1 AND provider_id = $2";
    BY_ID = "SELECT organisation_id, provider_id, name, issuer, client_id, client_secret, scopes, group_claim, \
        create_users, created_at FROM identity_provider WHERE provider_id = $1";
    BY_DOMAIN = "SELECT p.organisation_id, p.provider_id, p.name, p.issuer, p.client_id, p.client_secret, p.scopes, \
        p.group_claim, p.create_users, p.created_at FROM identity_provider_domain d JOIN identity_provider p \
        ON p.organisation_id = d.organisation_id AND p.provider_id = d.provider_id WHERE d.domain = $1";
    INSERT_GROUP = "INSERT INTO identity_provider_group (organisation_id, provider_id, group_name, role) VALUES ($1, $2, $3, $4)";
    DELETE_GROUPS = "DELETE FROM identity_provider_group WHERE organisation_id = $1 AND provider_id = $2";
    GROUPS = "SELECT group_name, role FROM identity_provider_group WHERE organisation_id = $1 AND provider_id = $2 \
        ORDER BY group_name, role LIMIT 1000";
    INSERT_DOMAIN = "INSERT INTO identity_provider_domain (domain, organisation_id, provider_id) VALUES ($1, $2, $3)";
    DELETE_DOMAINS = "DELETE FROM identity_provider_domain WHERE organisation_id = $1 AND provider_id = $2";
    DOMAINS = "SELECT domain FROM identity_provider_domain WHERE organisation_id = $1 AND provider_id = $2 \
        ORDER BY domain LIMIT 1000";
    POLICY = "SELECT passwords_allowed, second_factor_roles FROM sign_in_policy WHERE organisation_id = $1";
    SET_POLICY = "INSERT INTO sign_in_policy (organisation_id, passwords_allowed, second_factor_roles) VALUES ($1, $2, $3) \
        ON CONFLICT (organisation_id) DO UPDATE SET passwords_allowed = $2, second_factor_roles = $3";
}

impl Tx {
    /// Adds an identity provider.
    pub async fn insert_identity_provider(&mut self, row: &IdentityProvider) -> Result<(), StoreError> {
        let values = values![
            row.organisation_id,
            row.provider_id,
            &row.name,
            &row.issuer,
            &row.client_id,
            &row.client_secret,
            &row.scopes,
            &row.group_claim,
            row.create_users,
            row.created_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Changes an identity provider.
    pub async fn update_identity_provider(&mut self, row: &IdentityProvider) -> Result<(), StoreError> {
        let values = values![
            row.organisation_id,
            row.provider_id,
            &row.name,
            &row.issuer,
            &row.client_id,
            &row.client_secret,
            &row.scopes,
            &row.group_claim,
            row.create_users
        ];
        self.execute_one(UPDATE, values).await
    }

    /// Sets which roles the members of its groups have.
    pub async fn set_provider_groups(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
        groups: &[ProviderGroup],
    ) -> Result<(), StoreError> {
        self.execute(DELETE_GROUPS, values![organisation, provider]).await?;
        for group in groups {
            let values = values![organisation, provider, &group.group_name, &group.role];
            self.execute_one(INSERT_GROUP, values).await?;
        }
        Ok(())
    }

    /// Sets which e-mail domains lead to it. A domain leads to one provider, over all organisations.
    pub async fn set_provider_domains(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
        domains: &[String],
    ) -> Result<(), StoreError> {
        self.execute(DELETE_DOMAINS, values![organisation, provider]).await?;
        for domain in domains {
            self.execute_one(INSERT_DOMAIN, values![domain, organisation, provider]).await?;
        }
        Ok(())
    }

    /// Removes an identity provider with all that hangs on it, and signs out whoever came through it.
    pub async fn delete_identity_provider(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
    ) -> Result<(), StoreError> {
        self.execute(DELETE_GROUPS, values![organisation, provider]).await?;
        self.execute(DELETE_DOMAINS, values![organisation, provider]).await?;
        self.forget_identities_of_provider(organisation, provider).await?;
        self.execute_one(DELETE, values![organisation, provider]).await
    }

    /// Sets what an organisation demands at sign-in.
    pub async fn set_sign_in_policy(
        &mut self,
        organisation: OrganisationId,
        policy: &SignInPolicyRow,
    ) -> Result<(), StoreError> {
        let values = values![organisation, policy.passwords_allowed, &policy.second_factor_roles];
        self.execute_one(SET_POLICY, values).await
    }
}

impl Conn {
    /// The identity providers of an organisation, the oldest first.
    pub async fn identity_providers(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<IdentityProvider>, StoreError> {
        self.all(OF_ORGANISATION, values![organisation]).await
    }

    /// An identity provider of an organisation.
    pub async fn identity_provider(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
    ) -> Result<Option<IdentityProvider>, StoreError> {
        self.optional(GET, values![organisation, provider]).await
    }

    /// An identity provider by its id alone, over all organisations: for a link that leads to it before sign-in.
    pub async fn identity_provider_any_tenant(
        &mut self,
        provider: IdentityProviderId,
    ) -> Result<Option<IdentityProvider>, StoreError> {
        self.optional(BY_ID, values![provider]).await
    }

    /// The identity provider to which an e-mail domain leads, over all organisations: before sign-in nothing else is known.
    pub async fn identity_provider_of_domain_any_tenant(
        &mut self,
        domain: &str,
    ) -> Result<Option<IdentityProvider>, StoreError> {
        self.optional(BY_DOMAIN, values![domain]).await
    }

    /// The roles that the groups of a provider give.
    pub async fn provider_groups(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
    ) -> Result<Vec<ProviderGroup>, StoreError> {
        self.all(GROUPS, values![organisation, provider]).await
    }

    /// The e-mail domains that lead to a provider.
    pub async fn provider_domains(
        &mut self,
        organisation: OrganisationId,
        provider: IdentityProviderId,
    ) -> Result<Vec<String>, StoreError> {
        let rows: Vec<Domain> = self.all(DOMAINS, values![organisation, provider]).await?;
        Ok(rows.into_iter().map(|row| row.domain).collect())
    }

    /// What an organisation demands at sign-in, if it ever said so.
    pub async fn sign_in_policy(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Option<SignInPolicyRow>, StoreError> {
        self.optional(POLICY, values![organisation]).await
    }
}
