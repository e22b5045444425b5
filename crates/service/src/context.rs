//! Who asks, and what he may do: looking a customer up with a stated action yields the token that the use case demands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::{Action, OrganisationKind, Role, lowest_role, lowest_role_of_all, may};
use taxiway_store::{Conn, Organisation};

use crate::error::{Result, ServiceError};

/// The person or program behind a request.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person.
    pub user_id: UserId,
    /// Name for people.
    pub name: String,
    /// The organisation the person works for.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// What the person may do.
    pub roles: Vec<Role>,
}

/// A request: who and which.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who asks.
    pub actor: Actor,
    /// Id of the request, as in the log, the audit entry and the error text.
    pub request_id: String,
    /// What was checked on the way; shared with whoever answers the request.
    pub checks: Checks,
}

/// Whether anybody asked if a request may do what it does, and for which actions. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct Checks(Arc<Checked>);

#[derive(Debug, Default)]
struct Checked {
    /// A bit for each action.
    actions: AtomicU64,
    open: AtomicBool,
}

/// What needs no right, by name: everything else is refused when it was answered without a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenUse {
    /// Being led to where one's own work begins.
    Start,
    /// The form for signing in, and signing in.
    SignIn,
    /// Ending one's own session.
    SignOut,
    /// Choosing the language of the pages.
    Language,
    /// A sample file, which is the same for everybody.
    Sample,
}

impl Checks {
    /// Says that what is done needs no right.
    pub fn open(&self, _: OpenUse) {
        self.0.open.store(true, Ordering::Relaxed);
    }

    /// Whether a right was asked for, or needed not to be.
    pub fn were_made(&self) -> bool {
        self.0.open.load(Ordering::Relaxed) || self.0.actions.load(Ordering::Relaxed) != 0
    }

    fn note(&self, action: Action) {
        self.0.actions.fetch_or(1 << action as u64, Ordering::Relaxed);
    }

    /// The actions asked for so far.
    fn actions(&self) -> Vec<Action> {
        let noted = self.0.actions.load(Ordering::Relaxed);
        Action::ALL.iter().copied().filter(|action| noted & (1 << *action as u64) != 0).collect()
    }
}

/// Proof that this caller may do one stated thing for one customer.
#[derive(Debug, Clone)]
pub struct CustomerAccess {
    pub(crate) customer: Organisation,
    /// Only what this partner registered may be seen; none when everything may.
    pub(crate) only_partner: Option<OrganisationId>,
}

impl CustomerAccess {
    /// The customer.
    pub fn customer(&self) -> &Organisation {
        &self.customer
    }

    pub(crate) fn tenant(&self) -> OrganisationId {
        self.customer.organisation_id
    }

    /// Whether things that this organisation did may be seen.
    pub(crate) fn sees(&self, partner: OrganisationId) -> bool {
        self.only_partner.is_none_or(|only| only == partner)
    }
}

impl Context {
    /// A request of which nothing was checked yet.
    pub fn new(actor: Actor, request_id: String) -> Self {
        Self { actor, request_id, checks: Checks::default() }
    }

    /// The lower role that would have done for everything that was checked so far, when a Global Administrator asks.
    pub fn lower_role(&self) -> Option<Role> {
        if !self.actor.roles.contains(&Role::GlobalAdministrator) {
            return None;
        }
        let checked = self.checks.actions();
        let enough = if checked.is_empty() { None } else { lowest_role_of_all(self.actor.kind, &checked) };
        enough.filter(|role| *role != Role::GlobalAdministrator)
    }

    /// Whether the caller's roles allow this at all.
    pub fn may(&self, action: Action) -> bool {
        may(&self.actor.roles, action)
    }

    /// Refuses callers whose roles do not allow this.
    pub(crate) fn require(&self, action: Action) -> Result<()> {
        self.checks.note(action);
        if self.may(action) {
            return Ok(());
        }
        let needs = lowest_role(self.actor.kind, action).map_or("", Role::as_str);
        Err(ServiceError::Forbidden { needs })
    }

    /// Looks a customer up in order to do this.
    ///
    /// A customer that the caller may not know of is not found; one that he may know but not so is forbidden.
    pub(crate) async fn access(
        &self,
        conn: &mut Conn,
        customer: OrganisationId,
        action: Action,
    ) -> Result<CustomerAccess> {
        let found = conn
            .organisation(customer)
            .await?
            .filter(|found| found.kind == OrganisationKind::Customer.as_str());
        let found = found.ok_or(ServiceError::NotFound)?;
        let only_partner = if self.actor.kind.is_partner() {
            let consent = conn.approved_relationship(customer, self.actor.organisation_id).await?;
            let consent = consent.ok_or(ServiceError::NotFound)?;
            (!consent.delegated_administration).then_some(self.actor.organisation_id)
        } else if self.actor.organisation_id == customer || self.actor.kind == OrganisationKind::Operator {
            None
        } else {
            return Err(ServiceError::NotFound);
        };
        self.require(action)?;
        Ok(CustomerAccess { customer: found, only_partner })
    }
}
