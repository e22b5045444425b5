//! Where organisations are, and which resellers stand behind which providers.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, OrganisationKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};
use crate::organisation::Organisation;

/// A reseller with its provider.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProviderReseller {
    /// The provider.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub provider_id: OrganisationId,
    /// Its name.
    pub provider_name: String,
    /// The reseller.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub reseller_id: OrganisationId,
    /// Its name.
    pub reseller_name: String,
    /// Since when.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RegionRow {
    region: String,
}

statements! { "affiliation";
    REGIONS = "SELECT region FROM organisation_region WHERE organisation_id = $1 ORDER BY region LIMIT 1000";
    CLEAR_REGIONS = "DELETE FROM organisation_region WHERE organisation_id = $1";
    ADD_REGION = "INSERT INTO organisation_region (organisation_id, region) VALUES ($1, $2)";
    LINK = "INSERT INTO provider_reseller (reseller_id, provider_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    UNLINK = "DELETE FROM provider_reseller WHERE reseller_id = $1 AND provider_id = $2";
    PROVIDERS = "SELECT o.organisation_id, o.kind, o.name, o.domain, o.created_at FROM provider_reseller p \
        JOIN organisation o ON o.organisation_id = p.provider_id WHERE p.reseller_id = $1 ORDER BY o.name, o.organisation_id LIMIT 1000";
    // The operator's list: links are few beside customers.
    LINKS = "SELECT p.provider_id, a.name AS provider_name, p.reseller_id, b.name AS reseller_name, p.created_at \
        FROM provider_reseller p JOIN organisation a ON a.organisation_id = p.provider_id \
        JOIN organisation b ON b.organisation_id = p.reseller_id ORDER BY a.name, b.name, p.reseller_id LIMIT 10000";
}

impl Tx {
    /// Puts these regions in the place of those the organisation had.
    pub async fn set_regions(
        &mut self,
        organisation: OrganisationId,
        regions: &[&str],
    ) -> Result<(), StoreError> {
        self.execute(CLEAR_REGIONS, values![organisation]).await?;
        for region in regions {
            self.execute_one(ADD_REGION, values![organisation, *region]).await?;
        }
        Ok(())
    }

    /// Puts a reseller behind a provider; tells whether it was not there before.
    pub async fn link_reseller(
        &mut self,
        reseller: OrganisationId,
        provider: OrganisationId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(LINK, values![reseller, provider, at]).await? == 1)
    }

    /// Takes a reseller from behind a provider; tells whether it was there.
    pub async fn unlink_reseller(
        &mut self,
        reseller: OrganisationId,
        provider: OrganisationId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(UNLINK, values![reseller, provider]).await? == 1)
    }
}

impl Conn {
    /// The codes of an organisation's regions.
    pub async fn regions(&mut self, organisation: OrganisationId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<RegionRow> = self.all(REGIONS, values![organisation]).await?;
        Ok(rows.into_iter().map(|row| row.region).collect())
    }

    /// The providers behind which a reseller stands, by name.
    pub async fn providers(&mut self, reseller: OrganisationId) -> Result<Vec<Organisation>, StoreError> {
        self.all(PROVIDERS, values![reseller]).await
    }

    /// Every provider with its resellers, for operators.
    pub async fn provider_links_any_tenant(&mut self) -> Result<Vec<ProviderReseller>, StoreError> {
        self.all(LINKS, values![]).await
    }
}
