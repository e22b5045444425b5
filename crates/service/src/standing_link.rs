//! Links that many customers may use: the one of a manufacturer, and the published form of a partner.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::StandingLink;

use crate::Service;
use crate::affiliation::kind_of;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};

impl Service {
    /// The standing link of the caller's organisation.
    pub async fn standing_link(&self, context: &Context) -> Result<Option<StandingLink>> {
        asking(context, Action::RelationshipRead)?;
        Ok(self.store.read().await?.standing_link(context.actor.organisation_id).await?)
    }

    /// As [`Self::standing_link`], for whoever is about to ask customers with it.
    pub async fn link_to_ask_with(&self, context: &Context) -> Result<Option<StandingLink>> {
        asking(context, Action::RelationshipRequest)?;
        Ok(self.store.read().await?.standing_link(context.actor.organisation_id).await?)
    }

    /// Lets customers use the published form of the partner's link, or no longer.
    pub async fn set_standing_link(&self, context: &Context, open: bool, delegated: bool) -> Result<()> {
        asking(context, Action::RelationshipRequest)?;
        if !context.actor.kind.is_partner() {
            return Err(ServiceError::NotFound);
        }
        if open && delegated {
            context.require(Action::RelationshipRequestDelegated)?;
        }
        let organisation = context.actor.organisation_id;
        let earlier = self.store.read().await?.standing_link(organisation).await?;
        let link = StandingLink {
            organisation_id: organisation,
            code: earlier.map_or_else(|| self.link_code(), |earlier| earlier.code),
            delegated_administration: open && delegated,
            is_open: open,
            created_at: self.clock.now(),
        };
        let action = if open { "link.open" } else { "link.close" };
        self.store_link(&Doer::from(context), &link, action).await
    }

    /// Gives the caller's manufacturer another link; the earlier one stops working at once.
    pub async fn rotate_link(&self, context: &Context) -> Result<StandingLink> {
        asking(context, Action::RelationshipRequest)?;
        if context.actor.kind != OrganisationKind::Manufacturer {
            return Err(ServiceError::NotFound);
        }
        self.new_link(&Doer::from(context), context.actor.organisation_id).await
    }

    /// The link of a manufacturer, for the operator: made when there is none, or anew when asked for.
    pub async fn manufacturer_link(
        &self,
        manufacturer: OrganisationId,
        rotate: bool,
        request_id: &str,
    ) -> Result<StandingLink> {
        let found = self.organisation_of(manufacturer).await?;
        if kind_of(&found) != Some(OrganisationKind::Manufacturer) {
            return Err(ServiceError::invalid("manufacturer", "not-a-manufacturer", found.name));
        }
        let earlier = self.store.read().await?.standing_link(manufacturer).await?;
        match earlier.filter(|_| !rotate) {
            Some(link) => Ok(link),
            None => self.new_link(&Doer::operator(request_id), manufacturer).await,
        }
    }

    async fn new_link(&self, doer: &Doer, manufacturer: OrganisationId) -> Result<StandingLink> {
        let link = StandingLink {
            organisation_id: manufacturer,
            code: self.link_code(),
            delegated_administration: false,
            is_open: true,
            created_at: self.clock.now(),
        };
        self.store_link(doer, &link, "link.rotate").await?;
        Ok(link)
    }

    async fn store_link(&self, doer: &Doer, link: &StandingLink, action: &'static str) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            tx.set_standing_link(link).await?;
            let detail = json!({ "delegated-administration": link.delegated_administration });
            let object_id = link.organisation_id.to_string();
            let act = Act { action, object_kind: "organisation", object_id, detail };
            self.record(tx, doer, None, Some(link.organisation_id), act).await
        })
    }

    /// As long as a secret, so that a link that was replaced is not found by guessing.
    fn link_code(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.ids.secret())
    }
}

/// Only organisations that need consent have links and requests; for others there is no such thing.
pub(crate) fn asking(context: &Context, action: Action) -> Result<()> {
    if !context.actor.kind.needs_consent() {
        return Err(ServiceError::NotFound);
    }
    context.require(action)
}
