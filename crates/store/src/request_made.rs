//! Requests that made something, by the keys under which their senders would repeat them.

use jiff::Timestamp;
use taxiway_domain::ids::OrganisationId;
use uuid::Uuid;

use crate::engine::{Conn, StoreError, Tx, statements, values};

/// What an earlier request with the same key asked for and made.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RequestMade {
    /// Digest of what was asked for.
    pub digest: Vec<u8>,
    /// What it made, or what it was about.
    pub object_id: Uuid,
}

statements! { "request_made";
    // A request that arrives meanwhile with the same key waits here for the end of this one.
    INSERT = "INSERT INTO request_made (organisation_id, request_key, digest, object_id, created_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organisation_id, request_key) DO NOTHING";
    GET = "SELECT digest, object_id FROM request_made WHERE organisation_id = $1 AND request_key = $2";
}

impl Tx {
    /// Takes a key for this transaction; false when an earlier request of the organisation had it.
    pub async fn insert_request_made(
        &mut self,
        organisation: OrganisationId,
        key: &str,
        request: &RequestMade,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let values = values![organisation, key, &request.digest, request.object_id, at];
        Ok(self.execute(INSERT, values).await? == 1)
    }
}

impl Conn {
    /// What the organisation's request with this key made.
    pub async fn request_made(
        &mut self,
        organisation: OrganisationId,
        key: &str,
    ) -> Result<Option<RequestMade>, StoreError> {
        self.optional(GET, values![organisation, key]).await
    }
}
