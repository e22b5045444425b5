//! Who asks, and what he may do: looking a customer up with a stated action yields the token that the use case demands.

use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::{Action, OrganisationKind, Role, lowest_role, may};
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
    /// Whether the caller's roles allow this at all.
    pub fn may(&self, action: Action) -> bool {
        may(&self.actor.roles, action)
    }

    /// Refuses callers whose roles do not allow this.
    pub(crate) fn require(&self, action: Action) -> Result<()> {
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
        let only_partner = if self.actor.kind.needs_consent() {
            let consent = conn.approved_relationship(customer, self.actor.organisation_id).await?;
            let consent = consent.ok_or(ServiceError::NotFound)?;
            // No manufacturer administers, whatever stands in the database.
            let administers = consent.delegated_administration && self.actor.kind.is_partner();
            (!administers).then_some(self.actor.organisation_id)
        } else if self.actor.organisation_id == customer || self.actor.kind == OrganisationKind::Operator {
            None
        } else {
            return Err(ServiceError::NotFound);
        };
        self.require(action)?;
        Ok(CustomerAccess { customer: found, only_partner })
    }
}
