//! Who asks, and what he may do: looking a customer up with a stated action yields the token that the use case demands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use taxiway_domain::app::{Permission, permits};
use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_domain::role::{Action, OrganisationKind, Role, lowest_role, lowest_role_of_all, may};
use taxiway_store::{Conn, Consenting, Organisation};

use crate::error::{Result, ServiceError};

/// The person or program behind a request.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person; for a program that acts alone, the id of the program.
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
    /// The program that acts for the person, or alone; none where a person acts in the portal.
    pub app: Option<ActingApp>,
}

/// The program behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingApp {
    /// Its id.
    pub app_id: AppId,
    /// Its name.
    pub name: String,
    /// What it is permitted.
    pub permissions: Vec<Permission>,
    /// Whether it acts for no person: then the actor's id and name are its own.
    pub alone: bool,
}

impl Actor {
    /// Whether this may be done: by the person's roles, by the program's permissions, and by both where both act.
    pub fn may(&self, action: Action) -> bool {
        let person = may(&self.roles, action);
        match &self.app {
            None => person,
            Some(app) => permits(&app.permissions, action) && (app.alone || person),
        }
    }
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
    /// The customer whom a short request is about, as looked up a moment ago.
    known: Option<KnownCustomer>,
}

/// A customer as looked up with the caller: its id, and what there is of it and of its consent to the caller's organisation.
#[derive(Debug, Clone)]
pub struct KnownCustomer(pub(crate) OrganisationId, pub(crate) Option<Consenting>);

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
    /// One's own account and sessions.
    OwnAccount,
    /// What a link offers to whoever holds it: an invitation, a new password.
    Link,
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
    /// Whether administration was delegated to the caller's organisation.
    pub(crate) delegated: bool,
}

/// Proof that this caller may look after the people of one organisation.
#[derive(Debug, Clone)]
pub struct PeopleAccess {
    pub(crate) organisation: Organisation,
    pub(crate) kind: OrganisationKind,
}

impl PeopleAccess {
    /// The organisation.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// What it is to the service.
    pub fn kind(&self) -> OrganisationKind {
        self.kind
    }

    pub(crate) fn id(&self) -> OrganisationId {
        self.organisation.organisation_id
    }
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
        Self { actor, request_id, checks: Checks::default(), known: None }
    }

    /// For a look that ends at once: what was just looked up of this customer need not be looked up again.
    #[must_use]
    pub fn knowing(self, known: Option<KnownCustomer>) -> Self {
        Self { known, ..self }
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

    /// Whether the caller may do this at all.
    pub fn may(&self, action: Action) -> bool {
        self.actor.may(action)
    }

    /// Whether delegated administration, where it was granted, reaches this person.
    pub(crate) fn administers(&self) -> bool {
        let reaches = |role: &Role| matches!(role, Role::AdminAgent | Role::HelpdeskAgent);
        self.actor.kind.is_partner() && self.actor.roles.iter().any(reaches)
    }

    /// Refuses callers whose roles do not allow this.
    pub(crate) fn require(&self, action: Action) -> Result<()> {
        self.checks.note(action);
        if self.may(action) {
            return Ok(());
        }
        let permission = match &self.actor.app {
            Some(app) if !permits(&app.permissions, action) => Some(Permission::for_action(action)),
            _ => None,
        };
        let role = || lowest_role(self.actor.kind, action).map_or("", Role::as_str);
        let needs = permission.map_or_else(role, |found| found.map_or("", Permission::as_str));
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
        // In one look: a customer of others takes as many steps as one that does not exist.
        let found = match &self.known {
            Some(KnownCustomer(known, found)) if *known == customer => found.clone(),
            _ => conn.consenting(customer, self.actor.organisation_id).await?,
        };
        let found = found.filter(|found| found.organisation.kind == OrganisationKind::Customer.as_str());
        let found = found.ok_or(ServiceError::NotFound)?;
        let (only_partner, delegated) = if self.actor.kind.needs_consent() {
            let granted = found.delegated.ok_or(ServiceError::NotFound)?;
            // Delegated administration makes administrators of admin agents and readers of helpdesk agents; sales agents
            // get no rights of the customer's from it, and no manufacturer, whatever stands in the database.
            let delegated = granted && self.administers();
            ((!delegated).then_some(self.actor.organisation_id), granted)
        } else if self.actor.organisation_id == customer || self.actor.kind == OrganisationKind::Operator {
            (None, false)
        } else {
            return Err(ServiceError::NotFound);
        };
        self.require(action)?;
        Ok(CustomerAccess { customer: found.organisation, only_partner, delegated })
    }

    /// Looks an organisation up in order to look after its people: one's own, or any for the operator.
    pub(crate) async fn people_access(
        &self,
        conn: &mut Conn,
        organisation: OrganisationId,
    ) -> Result<PeopleAccess> {
        let own = self.actor.organisation_id == organisation;
        if !own && self.actor.kind != OrganisationKind::Operator {
            return Err(ServiceError::NotFound);
        }
        let found = conn.organisation(organisation).await?.ok_or(ServiceError::NotFound)?;
        self.require(Action::UserAdminister)?;
        let kind = OrganisationKind::from_name(&found.kind).ok_or(ServiceError::NotFound)?;
        Ok(PeopleAccess { organisation: found, kind })
    }
}
