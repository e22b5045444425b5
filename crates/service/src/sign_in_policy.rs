//! What an organisation demands at sign-in, and that somebody can always get in.

use serde_json::json;
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_domain::sign_in::administering_role;
use taxiway_store::{Administrator, Conn, SignInPolicyRow, Tx, User};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::session::roles_of;

/// What an organisation demands at sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInPolicy {
    /// Whether passwords let anybody in, and passkeys those for whom a provider vouches.
    pub passwords_allowed: bool,
    /// Roles for which a password alone is not enough.
    pub second_factor_roles: Vec<Role>,
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { passwords_allowed: true, second_factor_roles: Vec::new() }
    }
}

impl SignInPolicy {
    /// Whether a password alone is not enough for somebody with these roles.
    pub(crate) fn demands_second_factor(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.second_factor_roles.contains(role))
    }

    /// Whether there is a way in for this person.
    fn admits(&self, person: &Administrator) -> bool {
        let by_password = self.passwords_allowed && !person.password_hash.is_empty();
        let by_passkey = person.passkeys > 0 && (self.passwords_allowed || person.identities == 0);
        by_password || by_passkey || person.identities > 0
    }
}

/// What an organisation demands.
pub(crate) async fn policy_of(conn: &mut Conn, organisation: OrganisationId) -> Result<SignInPolicy> {
    let row = conn.sign_in_policy(organisation).await?;
    Ok(row.map_or_else(SignInPolicy::default, |row| SignInPolicy {
        passwords_allowed: row.passwords_allowed,
        second_factor_roles: roles_of(&row.second_factor_roles),
    }))
}

/// Whether a password alone is not enough for this person: by the person's own wish or the organisation's.
pub(crate) async fn needs_second_factor(
    conn: &mut Conn,
    policy: &SignInPolicy,
    user: UserId,
    roles: &[Role],
) -> Result<bool> {
    Ok(policy.demands_second_factor(roles) || conn.wants_second_factor(user).await?)
}

/// Refuses a change after which none of the organisation's administrators could get in.
pub(crate) async fn keep_a_way_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    kind: OrganisationKind,
) -> Result<()> {
    let Some(role) = administering_role(kind) else { return Ok(()) };
    let policy = policy_of(tx, organisation).await?;
    let administrators = tx.administrators(organisation, role.as_str()).await?;
    // Where nobody administers, nobody loses anything: the operator sets such an organisation up.
    if administrators.is_empty() || administrators.iter().any(|person| policy.admits(person)) {
        return Ok(());
    }
    Err(ServiceError::Conflict("sign-in-nobody"))
}

/// Whether an account can be entered without the help of passkeys.
pub(crate) async fn enters_without_passkeys(conn: &mut Conn, user: &User) -> Result<bool> {
    let policy = policy_of(conn, user.organisation_id).await?;
    Ok((policy.passwords_allowed && !user.password_hash.is_empty())
        || conn.is_federated(user.user_id).await?)
}

impl Service {
    /// Sets what the caller's organisation demands at sign-in.
    pub async fn set_sign_in_policy(&self, context: &Context, policy: &SignInPolicy) -> Result<()> {
        context.require(Action::IdentityProviderAdminister)?;
        let (organisation, kind) = (context.actor.organisation_id, context.actor.kind);
        if let Some(role) = policy.second_factor_roles.iter().find(|role| !role.belongs_to(kind)) {
            return Err(ServiceError::invalid("second_factor", "role-kind", role.as_str()));
        }
        if !policy.second_factor_roles.is_empty() && !self.offers_passkeys() {
            return Err(ServiceError::Conflict("passkeys-unavailable"));
        }
        self.write_policy(&Doer::from(context), organisation, kind, policy).await
    }

    /// Lets passwords in again: the operator's help for an organisation that locked itself out.
    pub async fn allow_passwords(&self, organisation: OrganisationId, request_id: &str) -> Result<()> {
        let mut conn = self.store.read().await?;
        let found = conn.organisation(organisation).await?.ok_or(ServiceError::NotFound)?;
        let kind = OrganisationKind::from_name(&found.kind).ok_or(ServiceError::NotFound)?;
        let policy = SignInPolicy { passwords_allowed: true, ..policy_of(&mut conn, organisation).await? };
        drop(conn);
        self.write_policy(&Doer::operator(request_id), organisation, kind, &policy).await
    }

    async fn write_policy(
        &self,
        doer: &Doer,
        organisation: OrganisationId,
        kind: OrganisationKind,
        policy: &SignInPolicy,
    ) -> Result<()> {
        let roles: Vec<_> = policy.second_factor_roles.iter().map(|role| role.as_str()).collect();
        let row = SignInPolicyRow {
            passwords_allowed: policy.passwords_allowed,
            second_factor_roles: roles.join(" "),
        };
        taxiway_store::write!(self.store, |tx| {
            tx.set_sign_in_policy(organisation, &row).await?;
            // Allowing more takes no way in from anybody.
            if !policy.passwords_allowed {
                keep_a_way_in(tx, organisation, kind).await?;
            }
            let act = Act {
                action: "sign-in-policy.change",
                object_kind: "organisation",
                object_id: organisation.to_string(),
                detail: json!({ "passwords-allowed": policy.passwords_allowed, "second-factor-roles": roles }),
            };
            self.record(tx, doer, None, Some(organisation), act).await
        })
    }
}
