//! Relationships that stand or stood, as each side reads them, and what a customer changes about them.

use jiff::Timestamp;
use serde_json::json;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::relationship::{RelationshipState, Scope};
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{Agreement, Conn, Deeds, Organisation, Relationship, RelationshipEvent};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::consent_request::window;
use crate::context::Context;
use crate::customer::{Page, tag_rules};
use crate::error::{Result, ServiceError};
use crate::scope::{ScopeInput, read_scope, scope_text, stored_scope};
use crate::standing_link::asking;

/// A relationship as the customer sees it.
#[derive(Debug, Clone)]
pub struct AgreementView {
    /// The relationship, and with whom.
    pub agreement: Agreement,
    /// Where it stands.
    pub state: RelationshipState,
    /// How far it reaches.
    pub scope: Scope,
    /// What was done under it.
    pub deeds: Deeds,
    /// What became of it, oldest first; its end is told by the relationship itself.
    pub events: Vec<RelationshipEvent>,
}

/// What was granted to the caller's organisation.
#[derive(Debug, Clone)]
pub struct Granted {
    /// Since when.
    pub since: Timestamp,
    /// Whether delegated administration was granted.
    pub delegated_administration: bool,
    /// How far it reaches.
    pub scope: Scope,
    /// Devices that the organisation registered.
    pub registered: u64,
    /// Whether nothing can be registered under it any more.
    pub used_up: bool,
}

impl Granted {
    /// Devices that may still be registered, where there is a limit.
    pub fn devices_left(&self) -> Option<u64> {
        self.scope.max_devices.map(|most| most.saturating_sub(self.registered))
    }
}

impl AgreementView {
    /// Whether nothing can be registered under it any more, although it stands.
    pub fn is_used_up(&self, now: Timestamp) -> bool {
        self.scope.is_used_up(self.deeds.devices.unsigned_abs(), now)
    }
}

fn since(relationship: &Relationship) -> Timestamp {
    relationship.decided_at.map_or(relationship.created_at, |time| time.0)
}

impl Service {
    /// A page of a customer's relationships: those that stand, then the newest.
    pub async fn relationships(
        &self,
        context: &Context,
        customer: OrganisationId,
        number: u64,
        size: u64,
    ) -> Result<Page<AgreementView>> {
        let mut conn = self.store.read().await?;
        own(&mut conn, context, customer, Action::RelationshipRead).await?;
        let (number, size) = (number.clamp(1, 1_000_000), size.clamp(1, 200));
        let (limit, offset) = window(number, size);
        let (rows, total) = conn.agreements(customer, limit, offset).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(view(&mut conn, row).await?);
        }
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// One relationship of a customer.
    pub async fn relationship(
        &self,
        context: &Context,
        customer: OrganisationId,
        id: RelationshipId,
    ) -> Result<AgreementView> {
        let mut conn = self.store.read().await?;
        own(&mut conn, context, customer, Action::RelationshipRead).await?;
        let found = conn.agreement(customer, id).await?.ok_or(ServiceError::NotFound)?;
        view(&mut conn, found).await
    }

    /// Whether the caller may change the customer's relationships.
    pub fn decides_for(&self, context: &Context, customer: OrganisationId) -> bool {
        context.actor.organisation_id == customer && context.may(Action::RelationshipAdminister)
    }

    /// Takes delegated administration back; registration goes on.
    pub async fn remove_administration(
        &self,
        context: &Context,
        customer: OrganisationId,
        id: RelationshipId,
    ) -> Result<()> {
        let (tenant, _) = self.changeable(context, customer, id).await?;
        taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(customer).await?;
            let found = tx.agreement(customer, id).await?.ok_or(ServiceError::NotFound)?;
            let Agreement { relationship, other_id, other_name, .. } = found;
            if !relationship.delegated_administration {
                return Err(ServiceError::Conflict("administration-removed"));
            }
            if !tx.change_relationship(customer, id, &relationship.scope, false).await? {
                return Err(ServiceError::Conflict("relationship-changed"));
            }
            self.add_event(tx, context, &relationship, "administration-removed", None).await?;
            let act = Act {
                action: "relationship.remove-administration",
                object_kind: "relationship",
                object_id: id.to_string(),
                detail: json!({ "partner": other_name }),
            };
            self.record(tx, &Doer::from(context), Some(&tenant), Some(other_id), act).await
        })
    }

    /// Changes how far a consent reaches, from now on. What was registered before stays registered.
    pub async fn change_scope(
        &self,
        context: &Context,
        customer: OrganisationId,
        id: RelationshipId,
        input: &ScopeInput,
    ) -> Result<()> {
        let (tenant, earlier) = self.changeable(context, customer, id).await?;
        let rules = tag_rules(&mut self.store.read().await?, customer).await?;
        let scope = read_scope(input, Some(&rules), self.now())?;
        if scope == stored_scope(&earlier.relationship.scope) {
            return Ok(());
        }
        let text = scope_text(&scope)?;
        taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(customer).await?;
            let found = tx.agreement(customer, id).await?.ok_or(ServiceError::NotFound)?;
            let Agreement { relationship, other_id, other_name, .. } = found;
            let delegated = relationship.delegated_administration;
            if !tx.change_relationship(customer, id, &text, delegated).await? {
                return Err(ServiceError::Conflict("relationship-changed"));
            }
            self.add_event(tx, context, &relationship, "scope-changed", None).await?;
            let before = stored_scope(&relationship.scope);
            let act = Act {
                action: "relationship.change-scope",
                object_kind: "relationship",
                object_id: id.to_string(),
                detail: json!({ "partner": other_name, "scope": scope, "before": before }),
            };
            self.record(tx, &Doer::from(context), Some(&tenant), Some(other_id), act).await
        })
    }

    /// What the customer granted to the caller's organisation; none where there is nothing to grant.
    pub async fn granted(&self, context: &Context, customer: OrganisationId) -> Result<Option<Granted>> {
        let mut conn = self.store.read().await?;
        context.access(&mut conn, customer, Action::CustomerRead).await?;
        self.grant_of(&mut conn, context, customer).await
    }

    /// Whether a customer's consent stands, for an organisation that wants to know before it registers.
    ///
    /// A customer that does not exist and one that did not consent give the same answer.
    pub async fn consent_stands(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Option<Granted>> {
        asking(context, Action::RelationshipRead)?;
        self.grant_of(&mut self.store.read().await?, context, customer).await
    }

    async fn grant_of(
        &self,
        conn: &mut Conn,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Option<Granted>> {
        let own = context.actor.organisation_id;
        let Some(found) = conn.approved_relationship(customer, own).await? else { return Ok(None) };
        let scope = stored_scope(&found.scope);
        let registered = conn.deeds(customer, own).await?.devices.unsigned_abs();
        Ok(Some(Granted {
            since: since(&found),
            delegated_administration: found.delegated_administration,
            used_up: scope.is_used_up(registered, self.now()),
            scope,
            registered,
        }))
    }

    /// A page of the customers whose consent to the caller's organisation ended, the last relationship of each.
    pub async fn past_customers(&self, context: &Context, number: u64, size: u64) -> Result<Page<Agreement>> {
        asking(context, Action::RelationshipRead)?;
        let (number, size) = (number.clamp(1, 1_000_000), size.clamp(1, 200));
        let (limit, offset) = window(number, size);
        let mut conn = self.store.read().await?;
        let (items, total) = conn.past_agreements(context.actor.organisation_id, limit, offset).await?;
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// The last relationship of the caller's organisation with a customer: what is asked for again begins with it.
    pub async fn last_agreement(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Option<(Agreement, Scope)>> {
        asking(context, Action::RelationshipRead)?;
        let own = context.actor.organisation_id;
        let found = self.store.read().await?.last_agreement(own, customer).await?;
        Ok(found.map(|found| {
            let scope = stored_scope(&found.relationship.scope);
            (found, scope)
        }))
    }

    /// A relationship that the caller may change now.
    async fn changeable(
        &self,
        context: &Context,
        customer: OrganisationId,
        id: RelationshipId,
    ) -> Result<(Organisation, Agreement)> {
        let mut conn = self.store.read().await?;
        let tenant = own(&mut conn, context, customer, Action::RelationshipAdminister).await?;
        // The operator sets up and looks; what was agreed to is changed by those who agreed.
        if !self.decides_for(context, customer) {
            return Err(ServiceError::Forbidden { needs: "global-administrator" });
        }
        let found = conn.agreement(customer, id).await?.ok_or(ServiceError::NotFound)?;
        if found.relationship.state != RelationshipState::Approved.as_str() {
            return Err(ServiceError::Conflict("relationship-changed"));
        }
        Ok((tenant, found))
    }
}

/// A customer's relationships are for its own people and the operator; partners do not learn of one another.
async fn own(
    conn: &mut Conn,
    context: &Context,
    customer: OrganisationId,
    action: Action,
) -> Result<Organisation> {
    if !matches!(context.actor.kind, OrganisationKind::Customer | OrganisationKind::Operator) {
        return Err(ServiceError::NotFound);
    }
    Ok(context.access(conn, customer, action).await?.customer().clone())
}

async fn view(conn: &mut Conn, agreement: Agreement) -> Result<AgreementView> {
    let relationship = &agreement.relationship;
    let (tenant, id) = (relationship.tenant_id, relationship.relationship_id);
    let state = RelationshipState::from_name(&relationship.state).unwrap_or(RelationshipState::Ended);
    Ok(AgreementView {
        state,
        scope: stored_scope(&relationship.scope),
        deeds: conn.deeds(tenant, relationship.partner_id).await?,
        events: conn.relationship_events(tenant, id).await?,
        agreement,
    })
}
