//! Customers of the caller.

use axum::http::StatusCode;
use newtype_uuid::GenericUuid;
use serde::{Deserialize, Serialize};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_service::{CustomerPlace, CustomerSeek, DeviceFate, Ending};
use url::form_urlencoded;
use uuid::Uuid;

use super::{Outcome, continuation_token, letters, ok};
use crate::door::Calling;
use crate::fault::{Fault, code, shortened};
use crate::json::{self, Json};
use crate::wire::{Attributes, Collection, Header, Link, Links, attributes};

/// Header that carries the token of a page.
const CONTINUATION: &str = "MS-ContinuationToken";
const SEEK_OPERATIONS: [&str; 4] = ["First", "Last", "Next", "Previous"];
const FILTER_FIELDS: [&str; 4] =
    ["CompanyName", "Domain", "IndirectReseller", "IndirectCloudSolutionProvider"];

/// A customer as published.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    id: String,
    company_profile: CompanyProfile,
    relationship_to_partner: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_delegated_access: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_domains: Option<Vec<String>>,
    links: CustomerLinks,
    attributes: Attributes,
}

#[derive(Debug, Serialize)]
struct CustomerLinks {
    #[serde(rename = "self")]
    itself: Link,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CompanyProfile {
    tenant_id: String,
    domain: String,
    company_name: String,
    attributes: Attributes,
}

fn published(id: OrganisationId, name: String, domain: Option<String>) -> Customer {
    Customer {
        id: id.to_string(),
        company_profile: CompanyProfile {
            tenant_id: id.to_string(),
            domain: domain.unwrap_or_default(),
            company_name: name,
            attributes: attributes("CustomerCompanyProfile"),
        },
        relationship_to_partner: "reseller",
        allow_delegated_access: None,
        custom_domains: None,
        links: CustomerLinks { itself: Link::get(format!("/customers/{id}")) },
        attributes: attributes("Customer"),
    }
}

/// What a token of a page holds: the ends of that page, how many it had, and what was searched for.
#[derive(Debug, Serialize, Deserialize)]
struct Ends {
    first: (String, Uuid),
    last: (String, Uuid),
    size: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    filter: Option<String>,
}

pub(super) async fn list(calling: Calling) -> Outcome {
    let ends = calling.continuation::<Ends>()?;
    let asked = match calling.asked("size").filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(
            text.parse::<usize>()
                .map_err(|_| Fault::invalid("size", &[("field", "size"), ("value", &shortened(&text))]))?,
        ),
    };
    // Clients write 0 for all of them.
    let size = asked.filter(|size| *size > 0);
    // Some clients repeat neither size nor filter when they go on.
    let before = ends.as_ref();
    let wanted = calling.asked("filter").filter(|text| !text.is_empty());
    let wanted = wanted.or_else(|| before.and_then(|ends| ends.filter.clone()));
    let mut seek = filter(&calling, wanted.as_deref())?;
    seek.limit = size.or(before.map(|ends| ends.size));
    (seek.from, seek.backwards) = place(&calling, ends)?;
    let page = calling.door.service.partner_customers(&calling.context, &seek).await;
    let page = page.map_err(|error| Fault::of(error, "path"))?;
    let end = |customer: Option<&taxiway_service::store::PartnerCustomer>| {
        customer.map(|one| (one.folded.clone(), one.organisation_id.into_untyped_uuid())).unwrap_or_default()
    };
    let ends = Ends {
        first: end(page.customers.first()),
        last: end(page.customers.last()),
        size: seek.limit.unwrap_or(page.customers.len()),
        filter: wanted,
    };
    let token = continuation_token(&ends);
    let link = |operation: &str, here: bool| {
        here.then(|| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("size", &ends.size.to_string());
            if let Some(filter) = &ends.filter {
                query.append_pair("filter", filter);
            }
            query.append_pair("seekOperation", operation);
            Link {
                uri: format!("/customers?{}", query.finish()),
                method: "GET",
                headers: vec![Header { key: CONTINUATION, value: token.clone() }],
            }
        })
    };
    let links = Links {
        itself: itself(&calling),
        next: link("Next", page.after),
        previous: link("Previous", page.before),
    };
    Ok(ok(&Collection {
        total_count: page.total,
        continuation_token: page.after.then_some(token.clone()),
        items: page
            .customers
            .into_iter()
            .map(|one| published(one.organisation_id, one.name, one.domain))
            .collect(),
        links: Some(links),
        attributes: attributes("Collection"),
    }))
}

/// The link to the page that was asked for.
fn itself(calling: &Calling) -> Link {
    let query = calling.query.as_str();
    let separator = if query.is_empty() { "" } else { "?" };
    let token = calling.headers.get(CONTINUATION).and_then(|value| value.to_str().ok());
    let header = |value: &str| Header { key: CONTINUATION, value: value.to_owned() };
    Link {
        headers: token.map(header).into_iter().collect(),
        ..Link::get(format!("/customers{separator}{query}"))
    }
}

/// From where the page goes, and in which direction.
fn place(calling: &Calling, ends: Option<Ends>) -> Result<(Option<CustomerPlace>, bool), Fault> {
    let operation = calling.asked("seekOperation").unwrap_or_default();
    let place = |(folded, customer): (String, Uuid)| CustomerPlace {
        folded,
        customer: OrganisationId::from_untyped_uuid(customer),
    };
    match (letters(&operation).as_str(), ends) {
        ("first", _) | ("", None) => Ok((None, false)),
        ("last", _) => Ok((None, true)),
        ("next" | "", Some(ends)) => Ok((Some(place(ends.last)), false)),
        ("previous", Some(ends)) => Ok((Some(place(ends.first)), true)),
        ("next" | "previous", None) => {
            Err(Fault::invalid("continuation-missing", &[("field", CONTINUATION)]))
        }
        _ => Err(Fault::enumeration("seekOperation", &operation, &SEEK_OPERATIONS)),
    }
}

/// The filter of the query: a field, a value, and the one operator there is.
fn filter(calling: &Calling, text: Option<&str>) -> Result<CustomerSeek, Fault> {
    let mut seek = CustomerSeek::default();
    let Some(text) = text else { return Ok(seek) };
    let filter = json::parse(text).map_err(|error| {
        Fault::invalid("filter", &[("field", "filter"), ("reason", &json::reason(&error))])
    })?;
    let fields = filter.fields("filter")?;
    let operator = match fields.get("operator") {
        None => "startswith".to_owned(),
        Some(Json::Text(text)) => letters(text),
        Some(other) => return Err(json::wrong_kind("filter.operator", "string", other)),
    };
    if operator != "startswith" {
        return Err(Fault::enumeration(
            "filter.operator",
            fields.text("operator")?.unwrap_or_default(),
            &["starts_with"],
        ));
    }
    let value = fields.needed("value")?.to_owned();
    // No name holds one, and the database takes none.
    if value.contains('\0') {
        return Err(Fault::invalid("text-nul", &[("field", "filter.value")]));
    }
    let organisation =
        || value.parse::<OrganisationId>().map_err(|_| Fault::no_organisation("filter.value", &value));
    let name = fields.needed("field")?;
    match letters(name).as_str() {
        "companyname" => seek.name = Some(value),
        "domain" => seek.domain = Some(value),
        "indirectreseller" => seek.reseller = Some(organisation()?),
        // Callers are nobody's resellers: their own customers have no other provider, and they themselves are that of all.
        "indirectcloudsolutionprovider" => {
            let own = calling.context.actor.organisation_id;
            let provides = calling.context.actor.kind == OrganisationKind::IndirectProvider;
            seek.reseller = (organisation()? != own || !provides).then_some(own);
        }
        _ => return Err(Fault::enumeration("filter.field", name, &FILTER_FIELDS)),
    }
    Ok(seek)
}

pub(super) async fn get(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let found = calling.door.service.customer_file(&calling.context, customer).await;
    let found = found.map_err(Calling::about_customer)?;
    let mut answer = published(customer, found.customer.name, found.customer.domain);
    answer.allow_delegated_access = Some(found.delegated);
    let domain = answer.company_profile.domain.clone();
    answer.custom_domains = Some(if domain.is_empty() { Vec::new() } else { vec![domain] });
    Ok(ok(&answer))
}

/// What is answered after a relationship ended.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ended {
    id: String,
    relationship_to_partner: &'static str,
    attributes: Attributes,
}

pub(super) async fn end_relationship(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let service = calling.door.service.clone();
    let relationship = service.consent_to_end(&calling.context, customer).await;
    let relationship = relationship.map_err(Calling::about_customer)?;
    let (body, _) = calling.small_body().await?;
    let fields = body.fields("")?;
    let wanted = match fields.get("relationshipToPartner") {
        Some(Json::Text(text)) => letters(text),
        Some(Json::Number(number)) => number.to_string(),
        _ => return Err(Fault::invalid("json-missing", &[("field", "relationshipToPartner")])),
    };
    if wanted != "none" {
        return Err(Fault::property("relationship-only-none", &[("field", "relationshipToPartner")]));
    }
    // The published call says nothing about devices: they stay.
    let ending = Ending { devices: DeviceFate::Keep, ..Ending::default() };
    let ended = service.end_consent(&calling.context, customer, relationship, &ending).await;
    ended.map_err(Calling::about_customer)?;
    Ok(ok(&Ended {
        id: customer.to_string(),
        relationship_to_partner: "none",
        attributes: attributes("Customer"),
    }))
}

pub(super) async fn delete(calling: &Calling) -> Outcome {
    let customer = calling.customer()?;
    let access = calling.door.service.customer(&calling.context, customer, Action::CustomerRead).await;
    access.map_err(Calling::about_customer)?;
    // The published call removes accounts of sandboxes; there are none here.
    Err(Fault::new(StatusCode::BAD_REQUEST, code::NOT_SUPPORTED, "sandbox-only"))
}
