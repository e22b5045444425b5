//! The partners and manufacturers of a customer: what each may do, what it did, what became of it.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::relationship::RelationshipState;

use super::pager::Pager;
use super::parts::{Pill, Tone};
use super::query::Query;
use super::scope::{ScopeForm, ScopeWords};
use super::{Shell, routes};

impl Shell {
    /// Where a relationship stands, with colour and icon; one that stands but covers nothing more says so.
    pub fn relationship_state(&self, state: &RelationshipState, used_up: &bool) -> Pill {
        if *state == RelationshipState::Approved && *used_up {
            return Pill { tone: Tone::Warning, icon: "alert", text: self.t("consent-used-up") };
        }
        let (tone, icon) = match state {
            RelationshipState::Requested => (Tone::Info, "clock"),
            RelationshipState::Approved => (Tone::Good, "check"),
            RelationshipState::Declined => (Tone::Bad, "cancel"),
            RelationshipState::Expired => (Tone::Warning, "alert"),
            RelationshipState::Ended => (Tone::Neutral, "cancel"),
        };
        Pill { tone, icon, text: self.code("relationship-state", state.as_str()) }
    }
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct RelationshipRow {
    /// Its id.
    pub id: RelationshipId,
    /// The other side's id.
    pub other: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Where it stands.
    pub state: RelationshipState,
    /// Whether nothing can be registered under it any more.
    pub used_up: bool,
    /// When it was decided last.
    pub since: Timestamp,
    /// Whether delegated administration is granted.
    pub delegated: bool,
    /// The limits.
    pub words: ScopeWords,
    /// Devices that it registered and that are registered still.
    pub devices: u64,
    /// When it last handed in a list.
    pub last_at: Option<Timestamp>,
}

/// With whom a customer has relationships.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/relationships.html")]
pub struct RelationshipsPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer.
    pub customer: OrganisationId,
    /// The relationships of this page.
    pub rows: Vec<RelationshipRow>,
    /// Paging.
    pub pager: Pager,
}

/// What became of a relationship at one moment.
#[derive(Debug, Clone)]
pub struct RelationshipMoment {
    /// When.
    pub at: Timestamp,
    /// What: `relationship-event-<kind>`.
    pub kind: String,
    /// Who did it.
    pub by: Option<String>,
    /// Further words.
    pub detail: Option<String>,
}

/// One relationship.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/relationship.html")]
pub struct RelationshipPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer.
    pub customer: OrganisationId,
    /// The relationship.
    pub row: RelationshipRow,
    /// What became of it, newest first.
    pub history: Vec<RelationshipMoment>,
    /// Whether the visitor may change it.
    pub may_change: bool,
}

/// The form that changes what a relationship allows.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/relationship_scope.html")]
pub struct RelationshipScopePage {
    /// What is around it.
    pub shell: Shell,
    /// The customer.
    pub customer: OrganisationId,
    /// The relationship.
    pub relationship: RelationshipId,
    /// The other side.
    pub name: String,
    /// The limits as they were filled in.
    pub scope: ScopeForm,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
}

/// What a customer granted, as the partner or manufacturer reads it on the customer's page.
#[derive(Debug, Clone)]
pub struct GrantedView {
    /// Whether delegated administration is granted.
    pub delegated: bool,
    /// The limits.
    pub words: ScopeWords,
    /// Devices registered so far.
    pub registered: u64,
    /// Devices that may still be registered.
    pub left: Option<u64>,
    /// Whether nothing can be registered under it any more.
    pub used_up: bool,
    /// Where to ask again, for those who may.
    pub again: Option<String>,
}

/// Where a partner asks this customer again.
pub fn ask_again(customer: OrganisationId) -> String {
    format!("{}{}", routes::NewRequest {}, Query::new().with("customer", customer))
}

impl RelationshipRow {
    /// Whether it allows or allowed something; what was refused never did.
    fn allows(&self) -> bool {
        matches!(self.state, RelationshipState::Approved | RelationshipState::Ended)
    }
}

impl RelationshipsPage {
    fn link(&self, relationship: &RelationshipId) -> routes::Relationship {
        routes::Relationship { customer: self.customer, relationship: *relationship }
    }
}

impl RelationshipPage {
    fn all(&self) -> routes::Relationships {
        routes::Relationships { customer: self.customer }
    }

    fn change(&self) -> routes::RelationshipScope {
        routes::RelationshipScope { customer: self.customer, relationship: self.row.id }
    }

    fn removal(&self) -> routes::RelationshipAdministration {
        routes::RelationshipAdministration { customer: self.customer, relationship: self.row.id }
    }

    fn end(&self) -> routes::RelationshipEnd {
        routes::RelationshipEnd { customer: self.customer, relationship: self.row.id }
    }

    fn ended(&self) -> bool {
        self.row.state == RelationshipState::Ended
    }

    fn stands(&self) -> bool {
        self.row.state == RelationshipState::Approved
    }
}

impl RelationshipScopePage {
    fn action(&self) -> routes::RelationshipScope {
        routes::RelationshipScope { customer: self.customer, relationship: self.relationship }
    }

    fn back(&self) -> routes::Relationship {
        routes::Relationship { customer: self.customer, relationship: self.relationship }
    }

    fn all(&self) -> routes::Relationships {
        routes::Relationships { customer: self.customer }
    }
}
