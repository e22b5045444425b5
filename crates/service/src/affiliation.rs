//! Where organisations are, and which resellers stand behind which providers.

use serde_json::json;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::region::{Region, reaches};
use taxiway_domain::role::OrganisationKind;
use taxiway_store::{Conn, Organisation, ProviderReseller};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::error::{Result, ServiceError};

/// Most regions of one organisation.
const REGIONS: usize = 100;

/// What kind of organisation it is; none for a kind of a newer program.
pub(crate) fn kind_of(organisation: &Organisation) -> Option<OrganisationKind> {
    OrganisationKind::from_name(&organisation.kind)
}

/// The regions of an organisation.
pub(crate) async fn regions_of(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<Region>> {
    let codes = conn.regions(organisation).await?;
    Ok(codes.iter().filter_map(|code| Region::new(code).ok()).collect())
}

impl Service {
    /// Reads codes of regions for an organisation of this kind.
    pub(crate) fn read_regions(&self, kind: OrganisationKind, codes: &[String]) -> Result<Vec<Region>> {
        let known = &self.settings.consent.regions;
        let mut regions = Vec::new();
        for code in codes {
            let region = Region::new(code).map_err(|_| ServiceError::invalid("region", "region", code))?;
            if !known.is_empty() && !known.contains(&region) {
                let all: Vec<_> = known.iter().map(Region::as_str).collect();
                return Err(ServiceError::invalid("region", "region-unknown", all.join(", ")));
            }
            regions.push(region);
        }
        regions.sort();
        regions.dedup();
        if kind == OrganisationKind::Customer && regions.len() > 1 {
            return Err(ServiceError::invalid("region", "region-one", ""));
        }
        if regions.len() > REGIONS {
            return Err(ServiceError::invalid("region", "too-many", REGIONS.to_string()));
        }
        Ok(regions)
    }

    /// Says where an organisation is, or where a partner sells; nothing takes away what was said before.
    ///
    /// Relationships that stand are not touched: consent was given to them.
    pub async fn set_regions(
        &self,
        organisation: OrganisationId,
        codes: &[String],
        request_id: &str,
    ) -> Result<()> {
        let found = self.organisation_of(organisation).await?;
        let kind = kind_of(&found).ok_or(ServiceError::NotFound)?;
        let regions = self.read_regions(kind, codes)?;
        let codes: Vec<_> = regions.iter().map(Region::as_str).collect();
        taxiway_store::write!(self.store, |tx| {
            tx.set_regions(organisation, &codes).await?;
            let detail = json!({ "name": found.name, "regions": codes });
            let object_id = organisation.to_string();
            let act =
                Act { action: "organisation.set-region", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::operator(request_id), None, Some(organisation), act).await
        })
    }

    /// The codes of an organisation's regions, for the operator.
    pub async fn regions(&self, organisation: OrganisationId) -> Result<Vec<String>> {
        Ok(self.store.read().await?.regions(organisation).await?)
    }

    /// Whether an organisation may have this customer. Manufacturers sell to nobody, so they are bound to no region.
    pub(crate) async fn is_in_region(
        &self,
        conn: &mut Conn,
        organisation: &Organisation,
        customer: OrganisationId,
    ) -> Result<bool> {
        let bound = kind_of(organisation).is_some_and(OrganisationKind::is_partner);
        if !bound || !self.settings.consent.regions_enforced {
            return Ok(true);
        }
        let own = regions_of(conn, organisation.organisation_id).await?;
        Ok(reaches(&own, &regions_of(conn, customer).await?))
    }

    /// Puts a reseller behind a provider: from then on it can ask customers for both.
    pub async fn link_provider(
        &self,
        provider: OrganisationId,
        reseller: OrganisationId,
        request_id: &str,
    ) -> Result<()> {
        let (above, below) = self.provider_and_reseller(provider, reseller).await?;
        let now = self.clock.now();
        taxiway_store::write!(self.store, |tx| {
            if !tx.link_reseller(reseller, provider, now).await? {
                return Err(ServiceError::Conflict("provider-linked"));
            }
            let detail = json!({ "provider": above.name, "name": below.name });
            let object_id = reseller.to_string();
            let act = Act { action: "provider.link", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::operator(request_id), Some(&above), Some(reseller), act).await
        })
    }

    /// Takes a reseller from behind a provider. Relationships that stand are not touched; requests under it are refused.
    pub async fn unlink_provider(
        &self,
        provider: OrganisationId,
        reseller: OrganisationId,
        request_id: &str,
    ) -> Result<()> {
        let (above, below) = self.provider_and_reseller(provider, reseller).await?;
        taxiway_store::write!(self.store, |tx| {
            if !tx.unlink_reseller(reseller, provider).await? {
                return Err(ServiceError::NotFound);
            }
            let detail = json!({ "provider": above.name, "name": below.name });
            let object_id = reseller.to_string();
            let act = Act { action: "provider.unlink", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::operator(request_id), Some(&above), Some(reseller), act).await
        })
    }

    /// Every provider with its resellers, for the operator.
    pub async fn provider_links(&self) -> Result<Vec<ProviderReseller>> {
        Ok(self.store.read().await?.provider_links_any_tenant().await?)
    }

    async fn provider_and_reseller(
        &self,
        provider: OrganisationId,
        reseller: OrganisationId,
    ) -> Result<(Organisation, Organisation)> {
        let above = self.organisation_of(provider).await?;
        let below = self.organisation_of(reseller).await?;
        if kind_of(&above) != Some(OrganisationKind::IndirectProvider) {
            return Err(ServiceError::invalid("provider", "not-a-provider", above.name));
        }
        if kind_of(&below) != Some(OrganisationKind::IndirectReseller) {
            return Err(ServiceError::invalid("reseller", "not-a-reseller", below.name));
        }
        Ok((above, below))
    }

    pub(crate) async fn organisation_of(&self, id: OrganisationId) -> Result<Organisation> {
        self.store.read().await?.organisation(id).await?.ok_or(ServiceError::NotFound)
    }
}
