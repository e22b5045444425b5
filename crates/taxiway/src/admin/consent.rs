//! Providers with their resellers, and the links of manufacturers.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde::Serialize;
use taxiway_domain::ids::OrganisationId;
use taxiway_service::store::ProviderReseller;
use taxiway_web::portal::routes;

use super::LINKS;
use super::acts::Admin;
use super::named::{Named, organisation};
use crate::output::{self, Format};

#[derive(Subcommand, Debug)]
pub(super) enum Providers {
    /// Put a reseller behind a provider: it can ask customers for both from then on
    Link {
        #[command(flatten)]
        between: Between,
    },
    /// Take a reseller from behind a provider; relationships that stand are not touched
    Unlink {
        #[command(flatten)]
        between: Between,
    },
    /// List providers with their resellers
    List,
}

#[derive(Args, Debug)]
pub(super) struct Between {
    /// Id of the provider
    #[arg(long, value_name = "ID", value_parser = organisation)]
    provider: OrganisationId,
    /// Id of the reseller
    #[arg(long, value_name = "ID", value_parser = organisation)]
    reseller: OrganisationId,
}

#[derive(Subcommand, Debug)]
pub(super) enum Manufacturers {
    /// Print the link by which customers consent to a manufacturer; it is made when there is none
    #[command(after_help = LINKS)]
    Link {
        /// Id of the manufacturer
        #[arg(long, value_name = "ID", value_parser = organisation)]
        organisation: OrganisationId,
        /// Make it anew; the earlier link stops working at once
        #[arg(long)]
        rotate: bool,
    },
}

#[derive(Serialize)]
struct ProviderLine {
    provider: String,
    provider_name: String,
    reseller: String,
    reseller_name: String,
}

/// A link, in JSON.
#[derive(Serialize)]
struct Link {
    link: String,
}

impl From<ProviderReseller> for ProviderLine {
    fn from(row: ProviderReseller) -> Self {
        Self {
            provider: row.provider_id.to_string(),
            provider_name: row.provider_name,
            reseller: row.reseller_id.to_string(),
            reseller_name: row.reseller_name,
        }
    }
}

impl Admin {
    pub(super) async fn provider(&self, command: Providers) -> Result<()> {
        match command {
            Providers::Link { between: Between { provider, reseller } } => {
                let linked = self.service.link_provider(provider, reseller, &self.request_id).await;
                let named = [Named::Organisation(provider), Named::Organisation(reseller)];
                self.found(linked, &named).await?;
                self.done("admin-provider-linked")
            }
            Providers::Unlink { between: Between { provider, reseller } } => {
                let unlinked = self.service.unlink_provider(provider, reseller, &self.request_id).await;
                let named = [Named::Organisation(provider), Named::Organisation(reseller)];
                let named = [&named[..], &[Named::Link(provider, reseller)]].concat();
                self.found(unlinked, &named).await?;
                self.done("admin-provider-unlinked")
            }
            Providers::List => {
                let found = self.ok(self.service.provider_links().await)?;
                let lines: Vec<_> = found.into_iter().map(ProviderLine::from).collect();
                self.list(&lines, |line| {
                    vec![&line.provider, &line.provider_name, &line.reseller, &line.reseller_name]
                })
            }
        }
    }

    pub(super) async fn manufacturer(&self, command: Manufacturers) -> Result<()> {
        let Manufacturers::Link { organisation, rotate } = command;
        let made = self.service.manufacturer_link(organisation, rotate, &self.request_id).await;
        let made = self.found(made, &[Named::Organisation(organisation)]).await?;
        let route = routes::Consent { ticket: made.code };
        let link = format!("{}{route}", self.portal);
        match self.format {
            Format::Text => output::line(&link),
            Format::Json => output::json(&Link { link }),
        }
    }
}
