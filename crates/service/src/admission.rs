//! From a person for whom a provider vouches to an account with the roles of the person's groups.

use std::collections::BTreeSet;

use serde_json::json;
use taxiway_domain::ids::UserId;
use taxiway_domain::role::{Action, OrganisationKind, Role, may};
use taxiway_domain::sign_in::{EmailDomain, SignInRefusal, administering_role, roles_of_groups};
use taxiway_store::{ExternalIdentity, IdentityProvider, Organisation, Tx, User};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::authn::{ProofError, Vouched};
use crate::error::{Result, ServiceError};
use crate::identity_provider::ProviderView;
use crate::session::roles_of;

/// Longest name of a person, in characters.
const NAME_CHARS: usize = 200;
/// Longest e-mail address, in bytes.
const EMAIL_BYTES: usize = 320;

/// A provider with the organisation that it vouches for.
pub(crate) struct Known {
    pub(crate) row: IdentityProvider,
    pub(crate) view: ProviderView,
    pub(crate) organisation: Organisation,
    pub(crate) kind: OrganisationKind,
}

/// A name for people out of what a provider says.
fn person_name(vouched: &Vouched, email: &str) -> String {
    let clean = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let local = email.split('@').next().unwrap_or_default();
    vouched.name.as_deref().and_then(clean).or_else(|| clean(local)).unwrap_or_else(|| email.to_owned())
}

impl Service {
    /// The account of the person: known, found by a verified address of the same organisation, or made.
    pub(crate) async fn admit(
        &self,
        known: &Known,
        vouched: &Vouched,
        roles: &BTreeSet<Role>,
        request_id: &str,
    ) -> Result<std::result::Result<User, SignInRefusal>> {
        let now = self.clock.now();
        let roles: Vec<_> = Role::ALL.iter().copied().filter(|role| roles.contains(role)).collect();
        let doer = Doer { organisation: known.organisation.name.clone(), ..Doer::service(request_id) };
        let new_id = self.ids.new_id(now);
        taxiway_store::write!(self.store, |tx| {
            let organisation = known.organisation.organisation_id;
            // Two administrators who lose their groups at once take turns here.
            tx.take_turn_in_organisation(organisation).await?;
            let identity = tx.external_identity(organisation, &known.row.issuer, &vouched.subject).await?;
            let user = match &identity {
                Some(identity) => tx.user_any_tenant(identity.user_id).await?,
                None => None,
            };
            // An account that is gone leaves its identity behind; it is of no use any more.
            let mut user = match (user, &identity) {
                (Some(user), _) if user.organisation_id == organisation => user,
                (_, Some(_)) => return Ok(Err(SignInRefusal::UnknownPerson)),
                (_, None) => match self.find_or_make(tx, known, vouched, &roles, new_id, &doer).await? {
                    Ok(user) => user,
                    Err(refusal) => return Ok(Err(refusal)),
                },
            };
            if user.disabled {
                return Ok(Err(SignInRefusal::SwitchedOff));
            }
            if let Some(refusal) = self.take_roles(tx, known, &mut user, &roles, &doer).await? {
                return Ok(Err(refusal));
            }
            match identity {
                Some(identity) => tx.see_external_identity(&identity, known.row.provider_id, now).await?,
                None => self.link(tx, known, vouched, &user, &doer).await?,
            }
            Ok::<_, ServiceError>(Ok(user))
        })
    }

    async fn find_or_make(
        &self,
        tx: &mut Tx,
        known: &Known,
        vouched: &Vouched,
        roles: &[Role],
        new_id: UserId,
        doer: &Doer,
    ) -> Result<std::result::Result<User, SignInRefusal>> {
        let organisation = known.organisation.organisation_id;
        let email = vouched.email.as_deref().map(|email| email.trim().to_lowercase());
        let domain = email.as_deref().and_then(EmailDomain::of_email);
        let (Some(email), Some(domain)) = (email.filter(|email| email.len() <= EMAIL_BYTES), domain) else {
            return Ok(Err(SignInRefusal::NoEmail));
        };
        let odd = |c: char| c.is_whitespace() || c.is_control();
        let own_domain = known.view.domains.iter().any(|own| own == domain.as_str());
        // Many providers do not say whether an address is verified. For a domain that was given to this provider that is
        // enough; what it says not to be verified is not relied on.
        let reliable = vouched.email_verified.unwrap_or(own_domain);
        if !reliable || email.chars().any(odd) {
            return Ok(Err(SignInRefusal::NoEmail));
        }
        if let Some(user) = tx.user_by_email_any_tenant(&email).await? {
            // An account elsewhere is another matter, and nobody's business here.
            let own = user.organisation_id == organisation;
            return Ok(if own { Ok(user) } else { Err(SignInRefusal::EmailTaken) });
        }
        if !known.row.create_users {
            return Ok(Err(SignInRefusal::UnknownPerson));
        }
        if !own_domain {
            return Ok(Err(SignInRefusal::EmailDomain));
        }
        let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
        let user = User {
            user_id: new_id,
            organisation_id: organisation,
            name: person_name(vouched, &email),
            email,
            roles: roles.join(" "),
            // No password fits: it would have to have an empty hash.
            password_hash: String::new(),
            failed_attempts: 0,
            locked_until: None,
            disabled: false,
            created_at: self.clock.now(),
        };
        tx.insert_user(&user).await?;
        let detail = json!({ "name": user.name, "roles": user.roles, "by": known.row.name });
        let object_id = user.user_id.to_string();
        let act = Act { action: "user.create", object_kind: "user", object_id, detail };
        self.record(tx, doer, None, Some(organisation), act).await?;
        Ok(Ok(user))
    }

    /// Gives the person the roles of the groups, unless that would leave nobody who administers.
    async fn take_roles(
        &self,
        tx: &mut Tx,
        known: &Known,
        user: &mut User,
        roles: &[Role],
        doer: &Doer,
    ) -> Result<Option<SignInRefusal>> {
        let organisation = known.organisation.organisation_id;
        let text = roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ");
        if user.roles == text {
            return Ok(None);
        }
        if let Some(role) = administering_role(known.kind)
            && roles_of(&user.roles).contains(&role)
            && !roles.contains(&role)
        {
            let others = tx.administrators(organisation, role.as_str()).await?;
            if others.iter().all(|other| other.user_id == user.user_id) {
                return Ok(Some(SignInRefusal::LastAdministrator));
            }
        }
        tx.set_roles(organisation, user.user_id, &text).await?;
        let detail = json!({ "name": user.name, "roles": text, "before": user.roles, "by": known.row.name });
        let object_id = user.user_id.to_string();
        if may(&roles_of(&user.roles), Action::UserAdminister) && !may(roles, Action::UserAdminister) {
            // Nobody comes in by an invitation of somebody who may no longer invite.
            tx.remove_invitations_of(organisation, user.user_id).await?;
        }
        let act = Act { action: "user.change-roles", object_kind: "user", object_id, detail };
        self.record(tx, doer, None, Some(organisation), act).await?;
        user.roles = text;
        Ok(None)
    }

    async fn link(
        &self,
        tx: &mut Tx,
        known: &Known,
        vouched: &Vouched,
        user: &User,
        doer: &Doer,
    ) -> Result<()> {
        let now = self.clock.now();
        let identity = ExternalIdentity {
            organisation_id: known.organisation.organisation_id,
            issuer: known.row.issuer.clone(),
            subject: vouched.subject.clone(),
            provider_id: known.row.provider_id,
            user_id: user.user_id,
            linked_at: now,
            signed_in_at: now,
        };
        tx.insert_external_identity(&identity).await?;
        let detail = json!({ "name": user.name, "provider": known.row.name });
        let object_id = user.user_id.to_string();
        let act = Act { action: "user.link", object_kind: "user", object_id, detail };
        self.record(tx, doer, None, Some(known.organisation.organisation_id), act).await
    }
}

/// What the groups of a person give at this provider.
pub(crate) fn roles_of_person(
    known: &Known,
    vouched: &Vouched,
) -> std::result::Result<BTreeSet<Role>, ProofError> {
    let Some(groups) = &vouched.groups else {
        let detail = format!("there is no claim {}", known.row.group_claim);
        return Err(ProofError::new(SignInRefusal::NoGroups, detail));
    };
    let table = known.view.groups.iter().map(|(group, role)| (group.as_str(), *role));
    let roles = roles_of_groups(table, groups);
    if roles.is_empty() {
        let detail = format!("the person is in {} other groups", groups.len());
        return Err(ProofError::new(SignInRefusal::NotInGroup, detail));
    }
    Ok(roles)
}
