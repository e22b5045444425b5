//! One consent by its id, holding on to it, and ending it.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, RelationshipId};

use crate::engine::{Conn, StoreError, Tx, statements, values};
use crate::relationship::Relationship;

statements! { "ending";
    GET = "SELECT tenant_id, relationship_id, partner_id, state, delegated_administration, created_at, decided_at, \
        scope, reason, decided_by FROM relationship WHERE tenant_id = $1 AND relationship_id = $2";
    // Takes the row's lock; nothing changes.
    HOLD = "UPDATE relationship SET state = state WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
    END = "UPDATE relationship SET state = 'ended', decided_at = $3, reason = $4, decided_by = $5 \
        WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
    CHANGE = "UPDATE relationship SET scope = $3, delegated_administration = $4 \
        WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
}

impl Tx {
    /// Changes how far a consent reaches; false when it does not stand.
    pub async fn change_consent(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
        scope: &str,
        delegated_administration: bool,
    ) -> Result<bool, StoreError> {
        let values = values![tenant, relationship, scope, delegated_administration];
        Ok(self.execute(CHANGE, values).await? == 1)
    }

    /// Keeps others from ending or counting under a consent until the transaction ends; false when it does not stand.
    ///
    /// Taken before any lock on a job, everywhere, so that nobody waits in a circle.
    pub async fn hold_consent(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(HOLD, values![tenant, relationship]).await? == 1)
    }

    /// Ends a consent; false when it does not stand any more.
    pub async fn end_consent(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
        at: Timestamp,
        reason: Option<&str>,
        by: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(END, values![tenant, relationship, at, reason, by]).await? == 1)
    }
}

impl Conn {
    /// A relationship of a customer, wherever it stands.
    pub async fn consent(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<Option<Relationship>, StoreError> {
        self.optional(GET, values![tenant, relationship]).await
    }
}
