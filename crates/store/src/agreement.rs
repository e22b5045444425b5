//! Relationships as each side reads them: with whom, what was done under them, what became of them.

use jiff::Timestamp;
use taxiway_domain::ids::{
    EventId, EventKind, OrganisationId, OrganisationKind, RelationshipId, RelationshipKind,
};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};
use crate::relationship::Relationship;

/// A relationship with the name of the other side.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Agreement {
    /// The relationship.
    #[sqlx(flatten)]
    pub relationship: Relationship,
    /// Id of the other side.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub other_id: OrganisationId,
    /// Its name.
    pub other_name: String,
    /// Its kind.
    pub other_kind: String,
}

/// What became of a relationship at one moment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RelationshipEvent {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// The relationship.
    #[sqlx(try_from = "Id<RelationshipKind>")]
    pub relationship_id: RelationshipId,
    /// Its id, ordered by time.
    #[sqlx(try_from = "Id<EventKind>")]
    pub event_id: EventId,
    /// When.
    #[sqlx(try_from = "Time")]
    pub at: Timestamp,
    /// What happened: `approved`, `declined`, `scope-changed`, `administration-granted` or `administration-removed`.
    pub kind: String,
    /// Who did it, by name at the time.
    pub actor: String,
    /// Further words, such as the reason.
    pub detail: Option<String>,
}

/// What a partner or manufacturer did for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Deeds {
    /// Devices that it registered and that are still registered.
    pub devices: i64,
    /// When it last handed in a list.
    pub last_at: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

macro_rules! agreement_columns {
    () => {
        "r.tenant_id, r.relationship_id, r.partner_id, r.state, r.delegated_administration, r.created_at, r.decided_at, \
        r.scope, r.reason, r.decided_by, o.organisation_id AS other_id, o.name AS other_name, o.kind AS other_kind"
    };
}

statements! { "agreement";
    // Decisions of one customer about its relationships take turns.
    LOCK = "UPDATE organisation SET created_at = created_at WHERE organisation_id = $1";
    GET = concat!("SELECT ", agreement_columns!(), " FROM relationship r JOIN organisation o ON o.organisation_id = r.partner_id \
        WHERE r.tenant_id = $1 AND r.relationship_id = $2");
    OF_TENANT = concat!("SELECT ", agreement_columns!(), " FROM relationship r JOIN organisation o ON o.organisation_id = r.partner_id \
        WHERE r.tenant_id = $1 ORDER BY CASE r.state WHEN 'approved' THEN 0 ELSE 1 END, r.relationship_id DESC LIMIT $2 OFFSET $3");
    COUNT_OF_TENANT = "SELECT count(*) AS count FROM relationship WHERE tenant_id = $1";
    // Those that stand are the partner's customers; a customer that consented again is among them.
    PAST_OF_PARTNER = concat!("SELECT ", agreement_columns!(), " FROM relationship r JOIN organisation o ON o.organisation_id = r.tenant_id \
        WHERE r.partner_id = $1 AND r.state IN ('ended', 'expired') AND NOT EXISTS \
        (SELECT 1 FROM relationship n WHERE n.partner_id = $1 AND n.tenant_id = r.tenant_id AND n.relationship_id > r.relationship_id \
        AND n.state IN ('approved', 'ended', 'expired')) ORDER BY r.relationship_id DESC LIMIT $2 OFFSET $3");
    COUNT_PAST_OF_PARTNER = "SELECT count(*) AS count FROM relationship r WHERE r.partner_id = $1 AND r.state IN ('ended', 'expired') \
        AND NOT EXISTS (SELECT 1 FROM relationship n WHERE n.partner_id = $1 AND n.tenant_id = r.tenant_id \
        AND n.relationship_id > r.relationship_id AND n.state IN ('approved', 'ended', 'expired'))";
    LAST_BETWEEN = concat!("SELECT ", agreement_columns!(), " FROM relationship r JOIN organisation o ON o.organisation_id = r.tenant_id \
        WHERE r.partner_id = $1 AND r.tenant_id = $2 AND r.state IN ('approved', 'ended', 'expired') ORDER BY r.relationship_id DESC LIMIT 1");
    CHANGE = "UPDATE relationship SET scope = $3, delegated_administration = $4 \
        WHERE tenant_id = $1 AND relationship_id = $2 AND state = 'approved'";
    INSERT_EVENT = "INSERT INTO relationship_event (tenant_id, relationship_id, event_id, at, kind, actor, detail) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    EVENTS = "SELECT tenant_id, relationship_id, event_id, at, kind, actor, detail FROM relationship_event \
        WHERE tenant_id = $1 AND relationship_id = $2 ORDER BY event_id LIMIT 1000";
    DEEDS = "SELECT CAST(COALESCE((SELECT sum(c.devices) FROM device_count c JOIN batch b ON b.tenant_id = c.tenant_id AND b.batch_id = c.batch_id \
        WHERE c.tenant_id = $1 AND b.partner_id = $2), 0) AS BIGINT) AS devices, \
        (SELECT max(j.created_at) FROM job j WHERE j.tenant_id = $1 AND j.partner_id = $2) AS last_at";
}

impl Tx {
    /// Makes others who decide about this customer's relationships, assign its deployment profiles or remove its devices
    /// wait for the end of this transaction.
    pub async fn lock_relationships(&mut self, tenant: OrganisationId) -> Result<(), StoreError> {
        self.execute_one(LOCK, values![tenant]).await
    }

    /// Changes what an approved relationship allows; tells whether it still was approved.
    pub async fn change_relationship(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
        scope: &str,
        delegated_administration: bool,
    ) -> Result<bool, StoreError> {
        let values = values![tenant, relationship, scope, delegated_administration];
        Ok(self.execute(CHANGE, values).await? == 1)
    }

    /// Notes what became of a relationship.
    pub async fn insert_relationship_event(&mut self, event: &RelationshipEvent) -> Result<(), StoreError> {
        let values = values![
            event.tenant_id,
            event.relationship_id,
            event.event_id,
            event.at,
            &event.kind,
            &event.actor,
            &event.detail
        ];
        self.execute_one(INSERT_EVENT, values).await
    }
}

impl Conn {
    /// A relationship of a customer, whatever its state.
    pub async fn agreement(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<Option<Agreement>, StoreError> {
        self.optional(GET, values![tenant, relationship]).await
    }

    /// A page of a customer's relationships, those that stand first, then the newest, and how many there are.
    pub async fn agreements(
        &mut self,
        tenant: OrganisationId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Agreement>, i64), StoreError> {
        let rows = self.all(OF_TENANT, values![tenant, limit, offset]).await?;
        let total: Count = self.one(COUNT_OF_TENANT, values![tenant]).await?;
        Ok((rows, total.count))
    }

    /// A page of the customers whose consent to this partner ended, the last relationship of each, and how many there are.
    pub async fn past_agreements(
        &mut self,
        partner: OrganisationId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Agreement>, i64), StoreError> {
        let rows = self.all(PAST_OF_PARTNER, values![partner, limit, offset]).await?;
        let total: Count = self.one(COUNT_PAST_OF_PARTNER, values![partner]).await?;
        Ok((rows, total.count))
    }

    /// The last relationship that a partner had or has with this customer.
    pub async fn last_agreement(
        &mut self,
        partner: OrganisationId,
        tenant: OrganisationId,
    ) -> Result<Option<Agreement>, StoreError> {
        self.optional(LAST_BETWEEN, values![partner, tenant]).await
    }

    /// What became of a relationship, oldest first.
    pub async fn relationship_events(
        &mut self,
        tenant: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<Vec<RelationshipEvent>, StoreError> {
        self.all(EVENTS, values![tenant, relationship]).await
    }

    /// What a partner or manufacturer did for a customer.
    pub async fn deeds(
        &mut self,
        tenant: OrganisationId,
        partner: OrganisationId,
    ) -> Result<Deeds, StoreError> {
        self.one(DEEDS, values![tenant, partner]).await
    }
}
