//! What a customer agreed to, as the caller may know it.

use jiff::Timestamp;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::Action;

use crate::Service;
use crate::context::Context;
use crate::error::Result;

impl Service {
    /// Since when the customer consents to the caller's organisation; none where there is nothing to consent to.
    pub async fn consent_since(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Option<Timestamp>> {
        let mut conn = self.store.read().await?;
        context.access(&mut conn, customer, Action::CustomerRead).await?;
        let consent = conn.approved_relationship(customer, context.actor.organisation_id).await?;
        Ok(consent.map(|consent| consent.decided_at.map_or(consent.created_at, |time| time.0)))
    }
}
