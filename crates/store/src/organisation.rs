//! Organisations, and the customers of a partner.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, OrganisationKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// An organisation as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Organisation {
    /// Its id; a customer's tenant id.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Kind, as `taxiway_domain::role::OrganisationKind::as_str`.
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// Domain name, when known.
    pub domain: Option<String>,
    /// When it was created.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

/// A customer of a partner, with what a list shows.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CustomerRow {
    /// The customer's tenant id.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Name for people.
    pub name: String,
    /// Domain name, when known.
    pub domain: Option<String>,
    /// Devices registered.
    pub devices: i64,
    /// Jobs that are queued or running.
    pub open_jobs: i64,
}

/// An organisation, and whether it consents to a partner.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Consenting {
    /// The organisation.
    #[sqlx(flatten)]
    pub organisation: Organisation,
    /// Whether administration is delegated; none without consent.
    pub delegated: Option<bool>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Count {
    pub(crate) count: i64,
}

statements! { "organisation";
    INSERT = "INSERT INTO organisation (organisation_id, kind, name, domain, created_at, folded) VALUES ($1, $2, $3, $4, $5, $6)";
    GET = "SELECT organisation_id, kind, name, domain, created_at FROM organisation WHERE organisation_id = $1";
    CONSENTING = "SELECT o.organisation_id, o.kind, o.name, o.domain, o.created_at, r.delegated_administration AS delegated FROM organisation o \
        LEFT JOIN relationship r ON r.partner_id = $2 AND r.tenant_id = o.organisation_id AND r.state = 'approved' \
        WHERE o.organisation_id = $1 LIMIT 1";
    ALL_OF_THEM = "SELECT organisation_id, kind, name, domain, created_at FROM organisation ORDER BY name, organisation_id LIMIT 1000";
    FOUND = "SELECT organisation_id, kind, name, domain, created_at FROM organisation WHERE folded LIKE $1 ESCAPE '!' \
        ORDER BY folded, organisation_id LIMIT $2 OFFSET $3";
    COUNT_FOUND = "SELECT count(*) AS count FROM organisation WHERE folded LIKE $1 ESCAPE '!'";
    // Whoever changes what must hold for all people of an organisation takes its row first, so that they take turns.
    TAKE_TURN = "UPDATE organisation SET kind = kind WHERE organisation_id = $1";
    // A partner's customers are few beside devices: the pattern is matched over them only. Without delegated administration it
    // hears of its own devices only, in number too.
    CUSTOMERS = "SELECT o.organisation_id, o.name, o.domain, \
        CAST(COALESCE((SELECT sum(c.devices) FROM device_count c JOIN batch b ON b.tenant_id = c.tenant_id AND b.batch_id = c.batch_id \
        WHERE c.tenant_id = o.organisation_id AND (b.partner_id = $1 OR ($5 AND EXISTS (SELECT 1 FROM relationship d WHERE d.partner_id = $1 \
        AND d.tenant_id = o.organisation_id AND d.state = 'approved' AND d.delegated_administration)))), 0) AS BIGINT) AS devices, \
        (SELECT count(*) FROM job j WHERE j.tenant_id = o.organisation_id AND j.partner_id = $1 AND j.state IN ('queued', 'running')) AS open_jobs \
        FROM organisation o WHERE o.organisation_id IN \
        (SELECT r.tenant_id FROM relationship r WHERE r.partner_id = $1 AND r.state = 'approved') \
        AND o.folded LIKE $2 ESCAPE '!' ORDER BY o.folded, o.organisation_id LIMIT $3 OFFSET $4";
    COUNT_CUSTOMERS = "SELECT count(*) AS count FROM organisation o WHERE o.organisation_id IN \
        (SELECT r.tenant_id FROM relationship r WHERE r.partner_id = $1 AND r.state = 'approved') \
        AND o.folded LIKE $2 ESCAPE '!'";
    ALL_CUSTOMERS = "SELECT o.organisation_id, o.name, o.domain, \
        CAST(COALESCE((SELECT sum(c.devices) FROM device_count c WHERE c.tenant_id = o.organisation_id), 0) AS BIGINT) AS devices, \
        (SELECT count(*) FROM job j WHERE j.tenant_id = o.organisation_id AND j.state IN ('queued', 'running')) AS open_jobs \
        FROM organisation o WHERE o.kind = 'customer' AND o.folded LIKE $1 ESCAPE '!' \
        ORDER BY o.folded, o.organisation_id LIMIT $2 OFFSET $3";
    COUNT_ALL_CUSTOMERS = "SELECT count(*) AS count FROM organisation o WHERE o.kind = 'customer' AND o.folded LIKE $1 ESCAPE '!'";
}

/// Name and domain as searches and lists compare them. Made here, because the engines fold no letters beyond ASCII.
fn folded(row: &Organisation) -> String {
    format!("{}\n{}", row.name, row.domain.as_deref().unwrap_or_default()).to_lowercase()
}

/// A `LIKE` pattern that finds `search` anywhere, whatever characters it has.
pub(crate) fn pattern(search: &str) -> String {
    format!("%{}%", escaped(&search.trim().to_lowercase()))
}

/// Text within a `LIKE` pattern that stands for itself.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '!') {
            escaped.push('!');
        }
        escaped.push(character);
    }
    escaped
}

impl Tx {
    /// Adds an organisation.
    pub async fn insert_organisation(&mut self, row: &Organisation) -> Result<(), StoreError> {
        let values =
            values![row.organisation_id, &row.kind, &row.name, &row.domain, row.created_at, folded(row)];
        self.execute_one(INSERT, values).await
    }

    /// Makes transactions about the people of one organisation wait for each other, from here to their end.
    pub async fn take_turn_in_organisation(&mut self, id: OrganisationId) -> Result<(), StoreError> {
        self.execute_one(TAKE_TURN, values![id]).await
    }
}

impl Conn {
    /// An organisation and whether it consents to a partner, in one look.
    pub async fn consenting(
        &mut self,
        organisation: OrganisationId,
        partner: OrganisationId,
    ) -> Result<Option<Consenting>, StoreError> {
        self.optional(CONSENTING, values![organisation, partner]).await
    }

    /// An organisation by id.
    pub async fn organisation(&mut self, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        self.optional(GET, values![id]).await
    }

    /// The first thousand organisations by name, for operators.
    pub async fn organisations_any_tenant(&mut self) -> Result<Vec<Organisation>, StoreError> {
        self.all(ALL_OF_THEM, values![]).await
    }

    /// A page of all organisations whose name or domain holds the text, for operators, and how many there are.
    pub async fn find_organisations_any_tenant(
        &mut self,
        search: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Organisation>, i64), StoreError> {
        let pattern = pattern(search);
        let rows = self.all(FOUND, values![&pattern, limit, offset]).await?;
        let total: Count = self.one(COUNT_FOUND, values![&pattern]).await?;
        Ok((rows, total.count))
    }

    /// A page of all customers, whoever their partners are, and how many match in all.
    pub async fn all_customers_any_tenant(
        &mut self,
        search: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<CustomerRow>, i64), StoreError> {
        let pattern = pattern(search);
        let rows = self.all(ALL_CUSTOMERS, values![&pattern, limit, offset]).await?;
        let total: Count = self.one(COUNT_ALL_CUSTOMERS, values![&pattern]).await?;
        Ok((rows, total.count))
    }

    /// A page of the customers that approved this partner, and how many match in all. Counted are the devices that this
    /// partner registered; with `administers` all of them, where administration was delegated.
    pub async fn customers(
        &mut self,
        partner: OrganisationId,
        administers: bool,
        search: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<CustomerRow>, i64), StoreError> {
        let pattern = pattern(search);
        let rows = self.all(CUSTOMERS, values![partner, &pattern, limit, offset, administers]).await?;
        let total: Count = self.one(COUNT_CUSTOMERS, values![partner, &pattern]).await?;
        Ok((rows, total.count))
    }
}
