//! Holding on to a consent, and ending it.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, RelationshipId};

use crate::engine::{StoreError, Tx, statements, values};

statements! { "ending";
    // Takes the row's lock; nothing changes.
    HOLD = "UPDATE relationship SET state = state WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
    END = "UPDATE relationship SET state = 'ended', decided_at = $3, reason = $4, decided_by = $5 \
        WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
}

impl Tx {
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
