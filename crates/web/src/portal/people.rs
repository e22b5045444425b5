//! Organisations, their people, and invitations.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{InvitationId, OrganisationId, UserId};
use taxiway_domain::role::{OrganisationKind, Role};

use super::pager::Pager;
use super::parts::{Pill, Tone};
use super::{Shell, routes};

/// A field that cannot be used as it is, and why, in the language of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub text: String,
}

impl FieldProblem {
    /// Whether it is about this field.
    pub fn is_about(&self, field: &str) -> bool {
        self.field == field
    }
}

/// One line of the list of organisations.
#[derive(Debug, Clone)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// What it is.
    pub kind: String,
    /// Since when it is there.
    pub created_at: Timestamp,
}

/// All organisations.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/organisations.html")]
pub struct OrganisationsPage {
    /// What is around it.
    pub shell: Shell,
    /// What was searched for.
    pub search: String,
    /// The organisations found.
    pub organisations: Vec<OrganisationRow>,
    /// Paging.
    pub pager: Pager,
}

/// One line of the list of people.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The person.
    pub id: UserId,
    /// Name for people.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// Until when sign-in is refused.
    pub locked_until: Option<Timestamp>,
    /// Since when there is the account.
    pub created_at: Timestamp,
}

/// The people of an organisation.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/people.html")]
pub struct PeoplePage {
    /// What is around it.
    pub shell: Shell,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, when it is not the visitor's own.
    pub organisation_name: Option<String>,
    /// What was searched for.
    pub search: Option<String>,
    /// The people found.
    pub people: Vec<PersonRow>,
    /// Paging of the list.
    pub pager: Pager,
    /// The next page of a search. It is posted: names stand in no address.
    pub search_next: Option<u64>,
    /// Invitations that were not accepted yet.
    pub open_invitations: u64,
}

/// One person.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/person.html")]
pub struct PersonPage {
    /// What is around it.
    pub shell: Shell,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, when it is not the visitor's own.
    pub organisation_name: Option<String>,
    /// The person.
    pub person: PersonRow,
    /// The roles that people of the organisation can have.
    pub choices: Vec<Role>,
    /// Whether it is the visitor.
    pub own: bool,
    /// The identity providers that vouch for the person, by name: their groups decide the roles.
    pub providers: Vec<String>,
    /// How many passkeys the person has.
    pub passkeys: u64,
    /// What is wrong with the roles chosen.
    pub problem: Option<FieldProblem>,
}

/// The form for an invitation.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/invite.html")]
pub struct InvitePage {
    /// What is around it.
    pub shell: Shell,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, when it is not the visitor's own.
    pub organisation_name: Option<String>,
    /// The name as typed.
    pub name: String,
    /// The address as typed.
    pub email: String,
    /// The roles that people of the organisation can have.
    pub choices: Vec<Role>,
    /// The roles as chosen.
    pub roles: Vec<Role>,
    /// Whether mails can be sent.
    pub mail: bool,
    /// Whether the link shall be sent.
    pub by_mail: bool,
    /// How many days the link will work.
    pub days: u64,
    /// What cannot be used.
    pub problem: Option<FieldProblem>,
}

/// A secret link, shown once.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/link.html")]
pub struct LinkPage {
    /// What is around it.
    pub shell: Shell,
    /// What it is for.
    pub title: String,
    /// What to do with it.
    pub text: String,
    /// The link.
    pub link: String,
    /// When it stops to work.
    pub until: Timestamp,
    /// The way back.
    pub back: String,
}

/// One line of the list of invitations.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// Name for people.
    pub name: String,
    /// Mail address.
    pub email: String,
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

/// Invitations that were not accepted yet.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/invitations.html")]
pub struct InvitationsPage {
    /// What is around it.
    pub shell: Shell,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, when it is not the visitor's own.
    pub organisation_name: Option<String>,
    /// The invitations.
    pub invitations: Vec<InvitationRow>,
    /// Paging.
    pub pager: Pager,
}

/// Every role that people of such an organisation can have.
pub fn roles_of(kind: OrganisationKind) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| role.belongs_to(kind)).collect()
}

/// Whether somebody can sign in, in one word.
fn standing(shell: &Shell, row: &PersonRow) -> Pill {
    let (tone, icon, key) = match (row.disabled, row.locked_until) {
        (true, _) => (Tone::Neutral, "cancel", "person-off"),
        (false, Some(_)) => (Tone::Warning, "alert", "person-locked"),
        (false, None) => (Tone::Good, "check", "person-on"),
    };
    Pill { tone, icon, text: shell.t(key) }
}

impl OrganisationsPage {
    fn searched(&self) -> bool {
        !self.search.is_empty()
    }

    fn people(&self, row: &OrganisationRow) -> routes::People {
        routes::People { organisation: row.id }
    }

    /// The pages of a customer; no other organisation has any.
    fn customer(&self, row: &OrganisationRow) -> Option<routes::Customer> {
        (row.kind == OrganisationKind::Customer.as_str()).then_some(routes::Customer { customer: row.id })
    }
}

impl PeoplePage {
    fn route(&self) -> routes::People {
        routes::People { organisation: self.organisation }
    }

    fn search_route(&self) -> routes::PeopleSearch {
        routes::PeopleSearch { organisation: self.organisation }
    }

    fn searched(&self) -> &str {
        self.search.as_deref().unwrap_or_default()
    }

    fn invite(&self) -> routes::Invite {
        routes::Invite { organisation: self.organisation }
    }

    fn invitations(&self) -> routes::Invitations {
        routes::Invitations { organisation: self.organisation }
    }

    fn link(&self, row: &PersonRow) -> routes::Person {
        routes::Person { organisation: self.organisation, user: row.id }
    }

    fn standing(&self, row: &PersonRow) -> Pill {
        standing(&self.shell, row)
    }
}

impl PersonPage {
    fn people(&self) -> routes::People {
        routes::People { organisation: self.organisation }
    }

    fn roles(&self) -> routes::PersonRoles {
        routes::PersonRoles { organisation: self.organisation, user: self.person.id }
    }

    fn disable(&self) -> routes::PersonDisable {
        routes::PersonDisable { organisation: self.organisation, user: self.person.id }
    }

    fn enable(&self) -> routes::PersonEnable {
        routes::PersonEnable { organisation: self.organisation, user: self.person.id }
    }

    fn reset(&self) -> routes::PersonReset {
        routes::PersonReset { organisation: self.organisation, user: self.person.id }
    }

    fn remove_passkeys(&self) -> routes::PersonPasskeys {
        routes::PersonPasskeys { organisation: self.organisation, user: self.person.id }
    }

    fn has(&self, role: &Role) -> bool {
        self.person.roles.contains(role)
    }

    fn standing(&self) -> Pill {
        standing(&self.shell, &self.person)
    }
}

impl InvitePage {
    fn action(&self) -> routes::Invite {
        routes::Invite { organisation: self.organisation }
    }

    fn people(&self) -> routes::People {
        routes::People { organisation: self.organisation }
    }

    fn has(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|problem| problem.is_about(field)).map(|problem| problem.text.as_str())
    }
}

impl InvitationsPage {
    fn people(&self) -> routes::People {
        routes::People { organisation: self.organisation }
    }

    fn invite(&self) -> routes::Invite {
        routes::Invite { organisation: self.organisation }
    }

    fn revoke(&self, row: &InvitationRow) -> routes::InvitationRevoke {
        routes::InvitationRevoke { organisation: self.organisation, invitation: row.id }
    }
}
