//! Relationships: the link that asks for one, and the resellers behind a provider.

use serde::Serialize;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_service::store::Organisation;
use url::form_urlencoded;

use super::{Outcome, letters, ok};
use crate::door::Calling;
use crate::fault::{Fault, shortened};
use crate::wire::{Attributes, Collection, attributes};

const RELATIONSHIP_TYPES: [&str; 2] = ["IsIndirectCloudSolutionProviderOf", "IsIndirectResellerOf"];

/// A link as published.
#[derive(Debug, Serialize)]
struct RelationshipRequest {
    url: String,
    attributes: Attributes,
}

/// A relationship between partners as published.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PartnerRelationship {
    id: String,
    name: String,
    relationship_type: &'static str,
    mpn_id: &'static str,
    location: &'static str,
    state: &'static str,
    attributes: Attributes,
}

fn published(reseller: Organisation) -> PartnerRelationship {
    PartnerRelationship {
        id: reseller.organisation_id.to_string(),
        name: reseller.name,
        relationship_type: "is_indirect_cloud_solution_provider_of",
        mpn_id: "",
        location: "",
        state: "active",
        attributes: attributes("PartnerRelationship"),
    }
}

fn collection(resellers: Vec<Organisation>) -> Collection<PartnerRelationship> {
    Collection::whole(resellers.into_iter().map(published).collect())
}

/// The link in its published form. It says who asks and grants nothing; whether customers may use it is set in the portal.
pub(super) async fn request(calling: Calling) -> Outcome {
    let service = &calling.door.service;
    let link = service.link_to_ask_with(&calling.context).await.map_err(|error| Fault::of(error, "path"))?;
    let may_delegate = calling.context.may(Action::RelationshipRequestDelegated);
    let delegated = may_delegate && link.is_some_and(|link| link.is_open && link.delegated_administration);
    let own = calling.context.actor.organisation_id;
    provider(&calling, own)?;
    let reseller = match calling.asked("indirectResellerId").filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(reseller(&calling, &text).await?),
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    match reseller {
        None => query
            .append_pair("invType", "ResellerRelationship")
            .append_pair("partnerId", &own.to_string())
            .append_pair("msppId", "0"),
        Some(reseller) => query
            .append_pair("invType", "IndirectResellerRelationship")
            .append_pair("partnerId", &reseller.to_string())
            .append_pair("msppId", "0")
            .append_pair("indirectCSPId", &own.to_string()),
    };
    query.append_pair("DAP", if delegated { "true" } else { "false" });
    let base = &calling.door.settings.public_url;
    let url = format!("{base}/Adminportal/Home?{}#/BillingAccounts/partner-invitation", query.finish());
    Ok(ok(&RelationshipRequest { url, attributes: attributes("RelationshipRequest") }))
}

/// Refuses to speak for another provider, or for one organisation in two roles.
fn provider(calling: &Calling, own: OrganisationId) -> Result<(), Fault> {
    const PROVIDER: &str = "indirectCloudSolutionProviderId";
    const DUAL: &str = "dualRoleIndirectRelationship";
    if let Some(text) = calling.asked(PROVIDER).filter(|text| !text.is_empty())
        && text.parse::<OrganisationId>().ok() != Some(own)
    {
        return Err(Fault::property("provider", &[("field", PROVIDER), ("value", &shortened(&text))]));
    }
    match calling.asked(DUAL).unwrap_or_default().to_ascii_lowercase().as_str() {
        "" | "false" => Ok(()),
        _ => Err(Fault::property("dual-role", &[("field", DUAL)])),
    }
}

/// A reseller that stands behind the caller.
async fn reseller(calling: &Calling, text: &str) -> Result<OrganisationId, Fault> {
    let unknown =
        || Fault::property("reseller", &[("field", "indirectResellerId"), ("value", &shortened(text))]);
    let id: OrganisationId = text.parse().map_err(|_| unknown())?;
    let own = calling.door.service.is_own_reseller(&calling.context, id).await;
    if own.map_err(|error| Fault::of(error, "path"))? { Ok(id) } else { Err(unknown()) }
}

pub(super) async fn of_customer(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let found = calling.door.service.own_resellers(&calling.context, Some(customer)).await;
    Ok(ok(&collection(found.map_err(Calling::about_customer)?)))
}

pub(super) async fn list(calling: Calling) -> Outcome {
    let asked = calling.asked("relationship_type").unwrap_or_default();
    let found = calling.door.service.own_resellers(&calling.context, None).await;
    let found = found.map_err(|error| Fault::of(error, "path"))?;
    match letters(&asked).as_str() {
        "" | "isindirectcloudsolutionproviderof" => Ok(ok(&collection(found))),
        // Of whom the caller is a reseller: a reseller has no access to this interface.
        "isindirectresellerof" => {
            debug_assert_ne!(calling.context.actor.kind, OrganisationKind::IndirectReseller);
            Ok(ok(&collection(Vec::new())))
        }
        _ => Err(Fault::enumeration("relationship_type", &asked, &RELATIONSHIP_TYPES)),
    }
}
