//! The people of an organisation, as those who administer them see and change them.

use jiff::Timestamp;
use serde_json::json;
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::{Action, Role, lowest_role, may};
use taxiway_store::{Organisation, Person, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::{Context, PeopleAccess};
use crate::customer::Page;
use crate::error::{Result, ServiceError};
use crate::organisation::{email_address, roles_for, roles_text};
use crate::session::roles_of;

/// A person as those who administer him see him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// The person.
    pub user_id: UserId,
    /// Sign-in name.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// Until when sign-in is refused because of wrong passwords.
    pub locked_until: Option<Timestamp>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// Language of mails, as a tag; none when the person did not choose.
    pub locale: Option<String>,
    /// Since when there is the account.
    pub created_at: Timestamp,
}

/// What shall be different about a person.
enum Change {
    Roles(Vec<Role>),
    Disabled(bool),
}

/// Number, size and offset of a page, within what makes sense.
pub(crate) fn bounds(number: u64, size: u64) -> (u64, u64, i64, i64) {
    let (number, size) = (number.clamp(1, 1_000_000), size.clamp(1, 200));
    let offset = i64::try_from((number - 1) * size).unwrap_or(i64::MAX);
    (number, size, i64::try_from(size).unwrap_or(200), offset)
}

/// Longest text that is searched for.
const SEARCH_CHARS: usize = 200;

fn searched(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(SEARCH_CHARS).collect()
}

/// Whether a person's account counts as one that may administer people.
fn administers(person: &Person) -> bool {
    !person.disabled && may(&roles_of(&person.roles), Action::UserAdminister)
}

impl Service {
    /// Looks an organisation up in order to look after its people; the token is what a page about them needs.
    pub async fn people_access(
        &self,
        context: &Context,
        organisation: OrganisationId,
    ) -> Result<PeopleAccess> {
        context.people_access(&mut self.store.read().await?, organisation).await
    }

    /// Every organisation whose name or domain holds the text, for the operator.
    pub async fn find_organisations(
        &self,
        context: &Context,
        search: &str,
        number: u64,
        size: u64,
    ) -> Result<Page<Organisation>> {
        context.require(Action::OrganisationAdminister)?;
        let (number, size, limit, offset) = bounds(number, size);
        let mut conn = self.store.read().await?;
        let (items, total) = conn.find_organisations_any_tenant(&searched(search), limit, offset).await?;
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// The people of an organisation whose name or address holds the text, by name.
    pub async fn people(
        &self,
        context: &Context,
        organisation: OrganisationId,
        search: &str,
        number: u64,
        size: u64,
    ) -> Result<Page<PersonView>> {
        let mut conn = self.store.read().await?;
        let access = context.people_access(&mut conn, organisation).await?;
        let (number, size, limit, offset) = bounds(number, size);
        let (rows, total) = conn.people(access.id(), &searched(search), limit, offset).await?;
        let items = rows.into_iter().map(|row| self.person_view(row)).collect();
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// One person of an organisation.
    pub async fn person(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<PersonView> {
        let mut conn = self.store.read().await?;
        let access = context.people_access(&mut conn, organisation).await?;
        let row = conn.person(access.id(), user).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.person_view(row))
    }

    pub(crate) fn person_view(&self, row: Person) -> PersonView {
        let now = self.clock.now();
        PersonView {
            user_id: row.user_id,
            email: row.email,
            name: row.name,
            roles: roles_of(&row.roles),
            locked_until: row.locked_until.map(|time| time.0).filter(|until| *until > now),
            disabled: row.disabled,
            locale: row.locale,
            created_at: row.created_at,
        }
    }

    /// Gives a person other roles, in place of those he had. They count from the next request on.
    pub async fn change_roles(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
        roles: &[Role],
    ) -> Result<()> {
        let access = self.people_access(context, organisation).await?;
        let roles = roles_for(access.kind(), roles)?;
        self.change_person(&Doer::from(context), Some(context), access.id(), user, Change::Roles(roles)).await
    }

    /// Switches an account off, which ends its sessions at once, or on again.
    pub async fn set_person_disabled(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
        disabled: bool,
    ) -> Result<()> {
        let access = self.people_access(context, organisation).await?;
        let change = Change::Disabled(disabled);
        self.change_person(&Doer::from(context), Some(context), access.id(), user, change).await
    }

    /// As [`Self::set_person_disabled`], at the command line.
    pub async fn set_user_disabled(&self, email: &str, disabled: bool, request_id: &str) -> Result<()> {
        let email = email_address(email)?;
        let mut conn = self.store.read().await?;
        let user = conn.user_by_email_any_tenant(&email).await?.ok_or(ServiceError::NotFound)?;
        drop(conn);
        let (doer, change) = (Doer::operator(request_id), Change::Disabled(disabled));
        self.change_person(&doer, None, user.organisation_id, user.user_id, change).await
    }

    async fn change_person(
        &self,
        doer: &Doer,
        context: Option<&Context>,
        organisation: OrganisationId,
        user: UserId,
        change: Change,
    ) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            // Two administrators who take each other's rights away at once take turns here.
            tx.take_turn_in_organisation(organisation).await?;
            if let Some(context) = context {
                still_may(tx, context).await?;
            }
            let before = tx.person(organisation, user).await?.ok_or(ServiceError::NotFound)?;
            let Some(action) = apply(tx, organisation, &before, &change).await? else { return Ok(()) };
            let after = tx.person(organisation, user).await?.ok_or(ServiceError::NotFound)?;
            let mut withdrawn = 0;
            if administers(&before) && !administers(&after) {
                keep_one_administrator(tx, organisation).await?;
                // Nobody comes in by an invitation of somebody who may no longer invite.
                withdrawn = tx.remove_invitations_of(organisation, user).await?;
            }
            let detail = json!({
                "name": after.name, "roles": after.roles, "withdrawn-invitations": withdrawn,
            });
            let act = Act { action, object_kind: "user", object_id: user.to_string(), detail };
            self.record(tx, doer, None, Some(organisation), act).await
        })
    }
}

/// Does it, and names the act; none when it is so already.
async fn apply(
    tx: &mut Tx,
    organisation: OrganisationId,
    before: &Person,
    change: &Change,
) -> Result<Option<&'static str>> {
    let user = before.user_id;
    match change {
        Change::Roles(roles) => {
            let roles = roles_text(roles);
            if roles == before.roles {
                return Ok(None);
            }
            // The next sign-in would take them back: the groups at the provider decide.
            if tx.is_federated(user).await? {
                return Err(ServiceError::Conflict("person-federated-roles"));
            }
            tx.set_roles(organisation, user, &roles).await?;
            Ok(Some("user.change-roles"))
        }
        Change::Disabled(disabled) if *disabled == before.disabled => Ok(None),
        Change::Disabled(disabled) => {
            tx.set_disabled(organisation, user, *disabled).await?;
            if *disabled {
                tx.end_sessions(user).await?;
                tx.remove_password_resets(user).await?;
            }
            Ok(Some(if *disabled { "user.disable" } else { "user.enable" }))
        }
    }
}

/// An organisation keeps one person who can let others in again.
async fn keep_one_administrator(tx: &mut Tx, organisation: OrganisationId) -> Result<()> {
    let rest = tx.enabled_roles(organisation).await?;
    if rest.iter().any(|roles| may(&roles_of(roles), Action::UserAdminister)) {
        return Ok(());
    }
    Err(ServiceError::Conflict("last-administrator"))
}

/// Whoever lost his right while the request was on its way changes nothing any more.
pub(crate) async fn still_may(tx: &mut Tx, context: &Context) -> Result<()> {
    let actor = &context.actor;
    let person = tx.person(actor.organisation_id, actor.user_id).await?;
    if person.is_some_and(|person| administers(&person)) {
        return Ok(());
    }
    let needs = lowest_role(actor.kind, Action::UserAdminister).map_or("", Role::as_str);
    Err(ServiceError::Forbidden { needs })
}
