//! The customers of a partner as programs list them: from a place onwards, in the order of their names.

use taxiway_domain::ids::{OrganisationId, OrganisationKind};

use crate::engine::{Conn, Id, StoreError, statements, values};
use crate::organisation::{Count, Organisation, escaped};

/// A customer with its place in the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnerCustomer {
    /// The customer's tenant id.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Name for people.
    pub name: String,
    /// Domain name, when known.
    pub domain: Option<String>,
    /// What the list is in order of.
    pub folded: String,
}

/// Which customers are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomerFilter<'a> {
    /// Beginning of the name.
    pub name: Option<&'a str>,
    /// Beginning of the domain.
    pub domain: Option<&'a str>,
    /// Only those that consented to this reseller, too.
    pub reseller: Option<OrganisationId>,
}

statements! { "partner-customer";
    AFTER = "SELECT o.organisation_id, o.name, o.domain, o.folded FROM organisation o WHERE o.organisation_id IN \
        (SELECT r.tenant_id FROM relationship r WHERE r.partner_id = $1 AND r.state = 'approved') \
        AND o.folded LIKE $2 ESCAPE '!' AND (o.folded, o.organisation_id) > ($3, $4) \
        AND ($5 OR o.organisation_id IN (SELECT s.tenant_id FROM relationship s WHERE s.partner_id = $6 AND s.state = 'approved')) \
        ORDER BY o.folded, o.organisation_id LIMIT $7";
    BEFORE = "SELECT o.organisation_id, o.name, o.domain, o.folded FROM organisation o WHERE o.organisation_id IN \
        (SELECT r.tenant_id FROM relationship r WHERE r.partner_id = $1 AND r.state = 'approved') \
        AND o.folded LIKE $2 ESCAPE '!' AND (o.folded, o.organisation_id) < ($3, $4) \
        AND ($5 OR o.organisation_id IN (SELECT s.tenant_id FROM relationship s WHERE s.partner_id = $6 AND s.state = 'approved')) \
        ORDER BY o.folded DESC, o.organisation_id DESC LIMIT $7";
    COUNT = "SELECT count(*) AS count FROM organisation o WHERE o.organisation_id IN \
        (SELECT r.tenant_id FROM relationship r WHERE r.partner_id = $1 AND r.state = 'approved') \
        AND o.folded LIKE $2 ESCAPE '!' \
        AND ($3 OR o.organisation_id IN (SELECT s.tenant_id FROM relationship s WHERE s.partner_id = $4 AND s.state = 'approved'))";
    RESELLERS = "SELECT o.organisation_id, o.kind, o.name, o.domain, o.created_at FROM provider_reseller p \
        JOIN organisation o ON o.organisation_id = p.reseller_id WHERE p.provider_id = $1 AND (o.name, o.organisation_id) > ($2, $3) \
        ORDER BY o.name, o.organisation_id LIMIT $4";
}

impl CustomerFilter<'_> {
    /// The pattern over name and domain, which stand in lines.
    fn pattern(&self) -> String {
        let begins = |text: Option<&str>| text.map(|text| escaped(&text.to_lowercase()));
        match (begins(self.name), begins(self.domain)) {
            (None, None) => "%".to_owned(),
            (Some(name), None) => format!("{name}%"),
            (name, Some(domain)) => format!("{}%\n{domain}%", name.unwrap_or_default()),
        }
    }
}

impl Conn {
    /// Customers that approved this partner, beyond a place in the list: after it in order, or before it in reverse.
    pub async fn partner_customers(
        &mut self,
        partner: OrganisationId,
        filter: CustomerFilter<'_>,
        from: (&str, OrganisationId),
        backwards: bool,
        limit: i64,
    ) -> Result<Vec<PartnerCustomer>, StoreError> {
        let pattern = filter.pattern();
        let reseller = filter.reseller.unwrap_or(partner);
        let any = filter.reseller.is_none();
        let values = values![partner, &pattern, from.0, from.1, any, reseller, limit];
        self.all(if backwards { BEFORE } else { AFTER }, values).await
    }

    /// How many customers that is in all.
    pub async fn count_partner_customers(
        &mut self,
        partner: OrganisationId,
        filter: CustomerFilter<'_>,
    ) -> Result<i64, StoreError> {
        let pattern = filter.pattern();
        let (reseller, any) = (filter.reseller.unwrap_or(partner), filter.reseller.is_none());
        let count: Count = self.one(COUNT, values![partner, &pattern, any, reseller]).await?;
        Ok(count.count)
    }

    /// Resellers behind a provider beyond a name, in order of their names.
    pub async fn resellers(
        &mut self,
        provider: OrganisationId,
        from: (&str, OrganisationId),
        limit: i64,
    ) -> Result<Vec<Organisation>, StoreError> {
        self.all(RESELLERS, values![provider, from.0, from.1, limit]).await
    }
}
