//! Consents between customers and partners, and the custom tags of customers.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, OrganisationKind, RelationshipId, RelationshipKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A relationship as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Relationship {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<RelationshipKind>")]
    pub relationship_id: RelationshipId,
    /// The partner.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// `requested`, `approved`, `declined`, `expired` or `ended`.
    pub state: String,
    /// Whether delegated administration was granted.
    pub delegated_administration: bool,
    /// When it was asked for.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it was last decided.
    pub decided_at: Option<Time>,
    /// How far it reaches: a `taxiway_domain::relationship::Scope` as JSON.
    pub scope: String,
    /// Why it was declined or ended, in the words of who did.
    pub reason: Option<String>,
    /// Who decided last: `customer`, `partner`, `operator` or `service`.
    pub decided_by: Option<String>,
}

/// A tag of a tenant's own.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CustomTagRow {
    /// The tag, matched exactly.
    pub tag: String,
    /// The profile it selects.
    pub profile: String,
}

statements! { "relationship";
    INSERT = "INSERT INTO relationship (tenant_id, relationship_id, partner_id, state, delegated_administration, created_at, decided_at, \
        scope, reason, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    APPROVED = "SELECT tenant_id, relationship_id, partner_id, state, delegated_administration, created_at, decided_at, \
        scope, reason, decided_by FROM relationship WHERE partner_id = $1 AND tenant_id = $2 AND state = 'approved' LIMIT 1";
    OF_TENANT = "SELECT tenant_id, relationship_id, partner_id, state, delegated_administration, created_at, decided_at, \
        scope, reason, decided_by FROM relationship WHERE tenant_id = $1 ORDER BY relationship_id LIMIT 1000";
    SET_STATE = "UPDATE relationship SET state = $3, decided_at = $4 WHERE tenant_id = $1 AND relationship_id = $2";
    INSERT_TAG = "INSERT INTO custom_tag (tenant_id, tag, profile) VALUES ($1, $2, $3)";
    TAGS = "SELECT tag, profile FROM custom_tag WHERE tenant_id = $1 ORDER BY tag LIMIT 1000";
}

impl Tx {
    /// Adds a relationship.
    pub async fn insert_relationship(&mut self, row: &Relationship) -> Result<(), StoreError> {
        let values = values![
            row.tenant_id,
            row.relationship_id,
            row.partner_id,
            &row.state,
            row.delegated_administration,
            row.created_at,
            row.decided_at.map(|time| time.0),
            &row.scope,
            &row.reason,
            &row.decided_by
        ];
        self.execute_one(INSERT, values).await
    }

    /// Moves a relationship to another state.
    pub async fn set_relationship_state(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
        state: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_STATE, values![tenant, relationship, state, at]).await
    }

    /// Adds a custom tag.
    pub async fn insert_custom_tag(
        &mut self,
        tenant: OrganisationId,
        row: &CustomTagRow,
    ) -> Result<(), StoreError> {
        self.execute_one(INSERT_TAG, values![tenant, &row.tag, &row.profile]).await
    }
}

impl Conn {
    /// The consent under which this partner may register devices for this customer.
    pub async fn approved_relationship(
        &mut self,
        tenant: OrganisationId,
        partner: OrganisationId,
    ) -> Result<Option<Relationship>, StoreError> {
        self.optional(APPROVED, values![partner, tenant]).await
    }

    /// The relationships of a customer.
    pub async fn relationships(&mut self, tenant: OrganisationId) -> Result<Vec<Relationship>, StoreError> {
        self.all(OF_TENANT, values![tenant]).await
    }

    /// The custom tags of a customer.
    pub async fn custom_tags(&mut self, tenant: OrganisationId) -> Result<Vec<CustomTagRow>, StoreError> {
        self.all(TAGS, values![tenant]).await
    }
}
