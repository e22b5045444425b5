//! Customers, resellers and relationships as programs of partners see them.

use newtype_uuid::GenericUuid;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{CustomerFilter, Organisation, PartnerCustomer};
use uuid::Uuid;

use crate::Service;
use crate::context::Context;
use crate::error::{Result, ServiceError};

/// A place in the list of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerPlace {
    /// What the list is in order of, there.
    pub folded: String,
    /// The customer there.
    pub customer: OrganisationId,
}

/// Which customers are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerSeek {
    /// Beginning of the name, whatever its capitals.
    pub name: Option<String>,
    /// Beginning of the domain.
    pub domain: Option<String>,
    /// Only those that consented to this reseller of the caller's, too.
    pub reseller: Option<OrganisationId>,
    /// From where; none for the beginning, or the end when going backwards.
    pub from: Option<CustomerPlace>,
    /// Whether the page before that place is asked for.
    pub backwards: bool,
    /// Most customers; none for all of them.
    pub limit: Option<usize>,
}

/// Some customers of a partner.
#[derive(Debug, Clone)]
pub struct PartnerCustomerPage {
    /// The customers, in the order of the list.
    pub customers: Vec<PartnerCustomer>,
    /// How many match in all.
    pub total: u64,
    /// Whether there are more before the first.
    pub before: bool,
    /// Whether there are more after the last.
    pub after: bool,
}

/// One customer as a partner's program sees it.
#[derive(Debug, Clone)]
pub struct CustomerFile {
    /// The customer.
    pub customer: Organisation,
    /// Whether administration was delegated.
    pub delegated: bool,
}

/// Rows read at a time.
const PIECE: i64 = 1_000;

impl Service {
    /// Customers of the caller's organisation, in the order of their names.
    pub async fn partner_customers(
        &self,
        context: &Context,
        seek: &CustomerSeek,
    ) -> Result<PartnerCustomerPage> {
        context.require(Action::CustomerList)?;
        let partner = context.actor.organisation_id;
        let mut conn = self.store.read().await?;
        let filter = CustomerFilter {
            name: seek.name.as_deref(),
            domain: seek.domain.as_deref(),
            reseller: seek.reseller,
        };
        if let Some(reseller) = seek.reseller
            && !conn.providers(reseller).await?.iter().any(|found| found.organisation_id == partner)
        {
            // Another partner's reseller is answered like one that does not exist.
            return Ok(PartnerCustomerPage { customers: Vec::new(), total: 0, before: false, after: false });
        }
        let total = conn.count_partner_customers(partner, filter).await?.unsigned_abs();
        let limit = seek.limit.unwrap_or(usize::MAX);
        let (mut text, mut id) = match &seek.from {
            Some(place) => (place.folded.clone(), place.customer),
            None if seek.backwards => (char::MAX.to_string(), OrganisationId::from_untyped_uuid(Uuid::max())),
            None => (String::new(), OrganisationId::from_untyped_uuid(Uuid::nil())),
        };
        let mut customers: Vec<PartnerCustomer> = Vec::new();
        let mut more = true;
        while more && customers.len() <= limit {
            let found = conn.partner_customers(partner, filter, (&text, id), seek.backwards, PIECE).await?;
            more = i64::try_from(found.len()).is_ok_and(|count| count == PIECE);
            if let Some(last) = found.last() {
                (text, id) = (last.folded.clone(), last.organisation_id);
            }
            customers.extend(found);
        }
        let beyond = customers.len() > limit;
        customers.truncate(limit);
        let came_from = seek.from.is_some();
        let (before, after) = if seek.backwards { (beyond, came_from) } else { (came_from, beyond) };
        if seek.backwards {
            customers.reverse();
        }
        Ok(PartnerCustomerPage { customers, total, before, after })
    }

    /// One customer of the caller's organisation.
    pub async fn customer_file(&self, context: &Context, customer: OrganisationId) -> Result<CustomerFile> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::CustomerRead).await?;
        Ok(CustomerFile { delegated: access.delegated, customer: access.customer })
    }

    /// The resellers behind the caller's organisation; with a customer, those to whom that one consented.
    pub async fn own_resellers(
        &self,
        context: &Context,
        customer: Option<OrganisationId>,
    ) -> Result<Vec<Organisation>> {
        let mut conn = self.store.read().await?;
        match customer {
            Some(customer) => drop(context.access(&mut conn, customer, Action::RelationshipRead).await?),
            None => context.require(Action::RelationshipRead)?,
        }
        if context.actor.kind != OrganisationKind::IndirectProvider {
            return Ok(Vec::new());
        }
        let provider = context.actor.organisation_id;
        let mut resellers: Vec<Organisation> = Vec::new();
        let mut from = (String::new(), OrganisationId::from_untyped_uuid(Uuid::nil()));
        loop {
            let found = conn.resellers(provider, (&from.0, from.1), PIECE).await?;
            let Some(last) = found.last() else { break };
            from = (last.name.clone(), last.organisation_id);
            for reseller in found {
                let stands = match customer {
                    Some(customer) => {
                        conn.approved_relationship(customer, reseller.organisation_id).await?.is_some()
                    }
                    None => true,
                };
                if stands {
                    resellers.push(reseller);
                }
            }
        }
        Ok(resellers)
    }

    /// Whether this is a reseller behind the caller's organisation.
    pub async fn is_own_reseller(&self, context: &Context, reseller: OrganisationId) -> Result<bool> {
        context.require(Action::RelationshipRead)?;
        let providers = self.store.read().await?.providers(reseller).await?;
        let own = context.actor.organisation_id;
        Ok(providers.iter().any(|found| found.organisation_id == own))
    }

    /// The customer's consent to the caller, for ending it: whoever may not is told so before anything is looked up.
    pub async fn consent_to_end(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<taxiway_domain::ids::RelationshipId> {
        context.access(&mut self.store.read().await?, customer, Action::RelationshipEnd).await?;
        self.own_relationship(context, customer).await?.ok_or(ServiceError::NotFound)
    }
}
