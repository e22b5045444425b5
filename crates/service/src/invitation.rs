//! Invitations: an account is opened by whoever holds the link, once, with a password that nobody else knows.

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use secrecy::SecretString;
use serde_json::json;
use taxiway_domain::ids::{InvitationId, OrganisationId, UserId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_store::{Invitation, OpenInvitation, User};

use crate::Service;
use crate::account::{check_own_password, language};
use crate::audit::{Act, Doer};
use crate::client::Client;
use crate::context::{Context, PeopleAccess};
use crate::customer::Page;
use crate::error::{Result, ServiceError};
use crate::letter::{Letter, Token, digest};
use crate::mailer::address;
use crate::organisation::{email_address, name, roles_for, roles_text};
use crate::outbox::NewMail;
use crate::person::{bounds, still_may};
use crate::session::roles_of;
use crate::sign_in_policy::{needs_second_factor, policy_of};

/// Invitations that nobody accepted are forgotten this long after their end.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Who is invited.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Mail address, which becomes the sign-in name.
    pub email: String,
    /// Name for people; whoever accepts may change it.
    pub name: String,
    /// What the person will be allowed.
    pub roles: Vec<Role>,
}

/// An invitation that was made.
#[derive(Debug)]
pub struct Invited {
    /// Its id.
    pub invitation_id: InvitationId,
    /// The link, which is shown once and stored nowhere.
    pub link: SecretString,
    /// When it stops to work.
    pub expires_at: Timestamp,
}

/// An invitation in the list of those who administer people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// Its id.
    pub invitation_id: InvitationId,
    /// Mail address.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What the person will be allowed.
    pub roles: Vec<Role>,
    /// Who invited.
    pub invited_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When the link stops to work.
    pub expires_at: Timestamp,
    /// Whether it has stopped.
    pub expired: bool,
}

/// What the holder of a link sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationOffer {
    /// The organisation that invites.
    pub organisation: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Who invited.
    pub invited_by: String,
    /// The sign-in name of the account to be.
    pub email: String,
    /// The name proposed.
    pub name: String,
    /// What the person will be allowed.
    pub roles: Vec<Role>,
    /// When the link stops to work.
    pub expires_at: Timestamp,
}

impl Service {
    /// Invites a person. An earlier invitation to the same address stops to work.
    ///
    /// Whether somebody of another organisation has an account with the address is not told here.
    pub async fn invite(
        &self,
        context: &Context,
        organisation: OrganisationId,
        new: &NewInvitation,
        letter: &Letter,
        by_mail: bool,
    ) -> Result<Invited> {
        let access = self.people_access(context, organisation).await?;
        self.make_invitation(&Doer::from(context), Some(context), &access, new, letter, by_mail).await
    }

    /// As [`Self::invite`], at the command line; the link is printed.
    pub async fn invite_as_operator(
        &self,
        organisation: OrganisationId,
        new: &NewInvitation,
        letter: &Letter,
        request_id: &str,
    ) -> Result<Invited> {
        let found = self.store.read().await?.organisation(organisation).await?;
        let found = found.ok_or(ServiceError::NotFound)?;
        let kind = OrganisationKind::from_name(&found.kind).ok_or(ServiceError::NotFound)?;
        let access = PeopleAccess { organisation: found, kind };
        self.make_invitation(&Doer::operator(request_id), None, &access, new, letter, false).await
    }

    async fn make_invitation(
        &self,
        doer: &Doer,
        context: Option<&Context>,
        access: &PeopleAccess,
        new: &NewInvitation,
        letter: &Letter,
        by_mail: bool,
    ) -> Result<Invited> {
        let (now, token) = (self.clock.now(), self.token());
        let row = self.invitation_row(doer, access, new, &token, now)?;
        taxiway_store::write!(self.store, |tx| {
            // Two invitations of the same address at once take turns.
            tx.take_turn_in_organisation(row.organisation_id).await?;
            if let Some(context) = context {
                still_may(tx, context).await?;
            }
            let known = tx.user_by_email_any_tenant(&row.email).await?;
            if known.is_some_and(|user| user.organisation_id == row.organisation_id) {
                return Err(ServiceError::invalid("email", "email-taken", &row.email));
            }
            tx.insert_invitation(&row, now - FORGOTTEN).await?;
            if by_mail {
                let mail = NewMail {
                    recipient: &row.email,
                    subject: &letter.subject,
                    body: &letter.text(&token),
                    organisation: Some(row.organisation_id),
                    expires_at: row.expires_at,
                };
                self.queue_mail(tx, mail, &doer.request_id).await?;
            }
            let detail = json!({ "name": row.name, "roles": row.roles, "by-mail": by_mail });
            let object_id = row.invitation_id.to_string();
            let act = Act { action: "user.invite", object_kind: "invitation", object_id, detail };
            self.record(tx, doer, None, Some(row.organisation_id), act).await
        })?;
        self.mail_is_due();
        let link = letter.link(&token);
        Ok(Invited { invitation_id: row.invitation_id, link, expires_at: row.expires_at })
    }

    fn invitation_row(
        &self,
        doer: &Doer,
        access: &PeopleAccess,
        new: &NewInvitation,
        token: &Token,
        now: Timestamp,
    ) -> Result<Invitation> {
        let email = email_address(&new.email)?;
        // An address to which no mail can go would only be found out when somebody forgets his password.
        if address(&email).is_none() {
            return Err(ServiceError::invalid("email", "email", email));
        }
        Ok(Invitation {
            organisation_id: access.id(),
            invitation_id: self.ids.new_id(now),
            email,
            name: name("name", &new.name)?,
            roles: roles_text(&roles_for(access.kind(), &new.roles)?),
            token_digest: token.digest.to_vec(),
            invited_by: doer.actor_id,
            invited_by_name: doer.actor_name.clone(),
            created_at: now,
            expires_at: now + self.settings.invitation,
        })
    }

    /// The invitations of an organisation that were not accepted yet, newest first.
    pub async fn invitations(
        &self,
        context: &Context,
        organisation: OrganisationId,
        number: u64,
        size: u64,
    ) -> Result<Page<InvitationView>> {
        let mut conn = self.store.read().await?;
        let access = context.people_access(&mut conn, organisation).await?;
        let (number, size, limit, offset) = bounds(number, size);
        let (rows, total) = conn.invitations(access.id(), limit, offset).await?;
        let items = rows.into_iter().map(|row| self.invitation_view(row)).collect();
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// One invitation that was not accepted yet.
    pub async fn invitation(
        &self,
        context: &Context,
        organisation: OrganisationId,
        invitation: InvitationId,
    ) -> Result<InvitationView> {
        let mut conn = self.store.read().await?;
        let access = context.people_access(&mut conn, organisation).await?;
        let row = conn.invitation(access.id(), invitation).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.invitation_view(row))
    }

    fn invitation_view(&self, row: Invitation) -> InvitationView {
        InvitationView {
            invitation_id: row.invitation_id,
            email: row.email,
            name: row.name,
            roles: roles_of(&row.roles),
            invited_by: row.invited_by_name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            expired: row.expires_at <= self.clock.now(),
        }
    }

    /// Withdraws an invitation; its link stops to work at once.
    pub async fn revoke_invitation(
        &self,
        context: &Context,
        organisation: OrganisationId,
        invitation: InvitationId,
    ) -> Result<()> {
        let access = self.people_access(context, organisation).await?;
        let id = access.id();
        taxiway_store::write!(self.store, |tx| {
            let row = tx.invitation(id, invitation).await?.ok_or(ServiceError::NotFound)?;
            if !tx.remove_invitation(id, invitation).await? {
                return Err(ServiceError::NotFound);
            }
            let detail = json!({ "name": row.name });
            let object_id = invitation.to_string();
            let act = Act { action: "user.revoke-invitation", object_kind: "invitation", object_id, detail };
            self.record(tx, &Doer::from(context), None, Some(id), act).await
        })
    }

    /// What a link offers; none when it was used, withdrawn, has ended or was never given.
    pub async fn invitation_offer(&self, token: &SecretString) -> Result<Option<InvitationOffer>> {
        let now = self.clock.now();
        let found = self.store.read().await?.open_invitation_any_tenant(&digest(token), now).await?;
        found.map(offer).transpose()
    }

    /// Opens the account of an invitation and signs the person in: the token is the session's secret. None where a password
    /// alone is not enough: then the person signs in as always, and is asked for the rest.
    ///
    /// The link works once. When the account cannot be opened it stays as it was.
    pub async fn accept_invitation(
        &self,
        token: &SecretString,
        person: &str,
        password: SecretString,
        locale: Option<&str>,
        client: &Client,
        request_id: &str,
    ) -> Result<Option<SecretString>> {
        let (digest, now) = (digest(token), self.clock.now());
        let found = self.store.read().await?.open_invitation_any_tenant(&digest, now).await?;
        let found = found.ok_or(ServiceError::NotFound)?;
        let person = name("name", person)?;
        check_own_password(&password, &found.email, &person)?;
        let locale = language(locale)?;
        let password_hash = self.passwords.hash(password, self.ids.secret()).await?;
        let (opening, user_id) = (self.opening(), self.ids.new_id::<taxiway_domain::ids::UserKind>(now));
        let accepted = taxiway_store::write!(self.store, |tx| {
            // Read again: it may have been used or withdrawn meanwhile.
            let found = tx.open_invitation_any_tenant(&digest, now).await?.ok_or(ServiceError::NotFound)?;
            if !tx.use_invitation(&digest, now).await? {
                return Err(ServiceError::NotFound);
            }
            let user = account(&found, user_id, &person, &password_hash, now)?;
            tx.insert_user(&user).await?;
            tx.set_profile(user_id, &user.name, &user.email, locale.as_deref()).await?;
            let doer = Doer {
                actor_id: Some(user_id.into_untyped_uuid()),
                actor_name: user.name.clone(),
                organisation_id: Some(found.organisation_id.into_untyped_uuid()),
                organisation: found.organisation_name.clone(),
                request_id: request_id.to_owned(),
                lower_role: None,
                app: None,
            };
            let act = Act {
                action: "user.accept-invitation",
                object_kind: "user",
                object_id: user_id.to_string(),
                detail: json!({ "name": user.name, "roles": user.roles, "invited-by": found.invited_by_name }),
            };
            self.record(tx, &doer, None, None, act).await?;
            let policy = policy_of(tx, found.organisation_id).await?;
            let roles = roles_of(&user.roles);
            if !policy.passwords_allowed || needs_second_factor(tx, &policy, user_id, &roles).await? {
                return Ok(false);
            }
            self.begin_session(tx, &opening, &user, client, &doer).await?;
            Ok(true)
        });
        match accepted {
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                Err(ServiceError::invalid("email", "email-taken", found.email))
            }
            other => other.map(|signed_in| signed_in.then_some(opening.token.secret)),
        }
    }
}

fn offer(found: OpenInvitation) -> Result<InvitationOffer> {
    let kind = OrganisationKind::from_name(&found.organisation_kind).ok_or(ServiceError::NotFound)?;
    Ok(InvitationOffer {
        organisation: found.organisation_name,
        kind,
        invited_by: found.invited_by_name,
        email: found.email,
        name: found.name,
        roles: roles_of(&found.roles),
        expires_at: found.expires_at,
    })
}

/// The account of an invitation. Roles are checked once more: what an organisation is may have changed.
fn account(
    found: &OpenInvitation,
    user_id: UserId,
    person: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<User> {
    let kind = OrganisationKind::from_name(&found.organisation_kind).ok_or(ServiceError::NotFound)?;
    Ok(User {
        user_id,
        organisation_id: found.organisation_id,
        email: found.email.clone(),
        name: person.to_owned(),
        roles: roles_text(&roles_for(kind, &roles_of(&found.roles))?),
        password_hash: password_hash.to_owned(),
        failed_attempts: 0,
        locked_until: None,
        disabled: false,
        created_at: now,
    })
}
