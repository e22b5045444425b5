//! By what right devices are registered, and how far that reaches, said row by row.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use taxiway_domain::finding::{Column, Finding, FindingCode};
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::relationship::{CoveredModel, Scope, ScopeLimit};
use taxiway_domain::rows::RowRanges;
use taxiway_domain::tuple::DeviceTuple;
use taxiway_intake::{Row, RowVerdict};
use taxiway_store::{Conn, Relationship};

use crate::error::{Result, ServiceError};
use crate::plan::Plan;
use crate::results::Outcome;
use crate::scope::scope_of;

/// By what right devices are registered for a customer.
#[derive(Debug, Clone)]
pub(crate) enum Basis {
    /// They are its own.
    Own,
    /// It consented, this far.
    Consent {
        /// The consent.
        relationship: Box<Relationship>,
        /// How far it reaches.
        scope: Scope,
    },
}

impl Basis {
    /// How far it reaches; none without limits.
    pub(crate) fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Own => None,
            Self::Consent { scope, .. } => Some(scope),
        }
    }

    /// The consent's id.
    pub(crate) fn relationship(&self) -> Option<RelationshipId> {
        match self {
            Self::Own => None,
            Self::Consent { relationship, .. } => Some(relationship.relationship_id),
        }
    }

    /// Who was given consent.
    pub(crate) fn partner(&self) -> Option<OrganisationId> {
        match self {
            Self::Own => None,
            Self::Consent { relationship, .. } => Some(relationship.partner_id),
        }
    }

    /// Whether both allow the same.
    pub(crate) fn allows_as(&self, other: &Self) -> bool {
        self.relationship() == other.relationship() && self.scope() == other.scope()
    }
}

/// By what right this organisation registers devices for this customer; none without consent.
pub(crate) async fn basis_of(
    conn: &mut Conn,
    customer: OrganisationId,
    registrar: OrganisationId,
) -> Result<Option<Basis>> {
    if registrar == customer {
        return Ok(Some(Basis::Own));
    }
    let Some(relationship) = conn.approved_relationship(customer, registrar).await? else { return Ok(None) };
    let scope = scope_of(&relationship.scope)?;
    Ok(Some(Basis::Consent { relationship: Box::new(relationship), scope }))
}

/// Refuses an upload or a retry that is outside of the consent as a whole.
pub(crate) fn require_covered(basis: &Basis, order_id: Option<&str>, now: Timestamp) -> Result<()> {
    let Some(scope) = basis.scope() else { return Ok(()) };
    match scope.refuses_upload(order_id, now) {
        None => Ok(()),
        Some(ScopeLimit::OrderId) => {
            Err(ServiceError::invalid("order-id", "scope-order-id", allowed(ScopeLimit::OrderId, scope)))
        }
        Some(limit) => Err(ServiceError::invalid("consent", "scope-ends-at", allowed(limit, scope))),
    }
}

/// Longest text of a finding's value, in characters.
const VALUE_CHARS: usize = 200;

fn shortened(text: &str) -> String {
    if text.chars().count() <= VALUE_CHARS {
        return text.to_owned();
    }
    text.chars().take(VALUE_CHARS - 1).chain(['…']).collect()
}

/// What a limit allows, in words.
pub(crate) fn allowed(limit: ScopeLimit, scope: &Scope) -> String {
    let model = |covered: &CoveredModel| match &covered.model {
        Some(model) => format!("{} {model}", covered.manufacturer),
        None => covered.manufacturer.clone(),
    };
    let text = match limit {
        ScopeLimit::GroupTag => {
            scope.group_tags.iter().map(|tag| tag.as_str().to_owned()).collect::<Vec<_>>().join(", ")
        }
        ScopeLimit::Model => scope.models.iter().map(model).collect::<Vec<_>>().join(", "),
        ScopeLimit::MaxDevices => scope.max_devices.map(|most| most.to_string()).unwrap_or_default(),
        ScopeLimit::EndsAt => scope.ends_at.map(moment).unwrap_or_default(),
        ScopeLimit::OrderId => scope.order_ids.join(", "),
    };
    shortened(&text)
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Names the limit that a row is outside of.
pub(crate) fn finding(limit: ScopeLimit, scope: &Scope, line: u64, found: Option<&str>) -> Finding {
    let column = match limit {
        ScopeLimit::GroupTag => Some(Column::GroupTag),
        ScopeLimit::Model => Some(Column::Model),
        ScopeLimit::OrderId => Some(Column::OrderId),
        ScopeLimit::MaxDevices | ScopeLimit::EndsAt => None,
    };
    let used = Some(allowed(limit, scope)).filter(|text| !text.is_empty());
    Finding { code: limit.finding_code(), line, column, found: found.map(shortened), used }
}

/// What a row says about the things that consents limit.
struct Said<'a> {
    tag: Option<&'a str>,
    manufacturer: Option<&'a str>,
    model: Option<&'a str>,
    /// The row's own order number; rows without one have their upload's.
    order: Option<&'a str>,
}

impl Said<'_> {
    /// The finding about a row outside of the scope. `upload_covered` tells whether the upload's order number is within.
    fn refusal(&self, scope: &Scope, line: u64, upload_covered: bool) -> Option<Finding> {
        let order_covered = match self.order {
            None => upload_covered,
            own => scope.covers_order(own),
        };
        let limit = scope
            .refuses_device(self.tag, self.manufacturer, self.model)
            .or((!order_covered).then_some(ScopeLimit::OrderId))?;
        if limit == ScopeLimit::GroupTag {
            return Some(finding(limit, scope, line, self.tag));
        }
        if limit == ScopeLimit::OrderId {
            return Some(finding(limit, scope, line, self.order));
        }
        let model;
        let found = match (self.manufacturer, self.model) {
            (Some(manufacturer), Some(name)) => {
                model = format!("{manufacturer} {name}");
                Some(model.as_str())
            }
            (manufacturer, name) => manufacturer.or(name),
        };
        // No model of a manufacturer that is not covered would do.
        let known = scope.models.iter().any(|covered| self.manufacturer == Some(&covered.manufacturer));
        let column = Some(if known { Column::Model } else { Column::Manufacturer });
        Some(Finding { column, ..finding(limit, scope, line, found) })
    }
}

/// Ends the rows of a plan that the consent does not cover. What the hash or the catalogue says counts before the columns,
/// and a row's own order number before the job's, of which is told whether it is covered.
pub(crate) fn cover(plan: &mut Plan, scope: &Scope, job_covered: bool) {
    if !scope.limits_rows() {
        return;
    }
    for row in &mut plan.rows {
        let Some(candidate) = &row.candidate else { continue };
        let tuple = candidate.claims.tuple.as_ref();
        let said = Said {
            tag: row.result.group_tag.as_deref(),
            manufacturer: tuple.map(DeviceTuple::manufacturer).or(row.result.manufacturer.as_deref()),
            model: tuple.map(DeviceTuple::model).or(row.result.model.as_deref()),
            order: row.result.order_id.as_deref(),
        };
        if let Some(finding) = said.refusal(scope, row.result.line, job_covered) {
            row.end(Outcome::Failed, ServiceCode::OutsideScope);
            row.result.findings.push(finding);
        }
    }
}

/// Ends the rows of a plan that the customer refused.
pub(crate) fn withhold(plan: &mut Plan, approved: &RowRanges, reason: Option<&str>) {
    for row in &mut plan.rows {
        if row.candidate.is_some() && !approved.contains(row.result.number) {
            row.end(Outcome::Failed, ServiceCode::NotApproved);
            row.result.findings.push(Finding {
                code: FindingCode::NotApproved,
                line: row.result.line,
                column: None,
                found: None,
                used: reason.map(shortened),
            });
        }
    }
}

/// Says in a row that was just read what the consent says about it; a row with errors has enough to say.
pub(crate) fn mark(row: &mut Row, scope: &Scope, group_tag: Option<&str>) {
    if row.verdict() == RowVerdict::Error {
        return;
    }
    let Some(identity) = &row.identity else { return };
    let said = Said {
        tag: row.cells.group_tag.as_deref().or(group_tag),
        manufacturer: identity.manufacturer.as_deref().or(row.cells.manufacturer.as_deref()),
        model: identity.model.as_deref().or(row.cells.model.as_deref()),
        order: row.cells.order_id.as_deref(),
    };
    // The upload's number is asked for when it is submitted.
    let Some(mut finding) = said.refusal(scope, row.line, true) else { return };
    // The manufacturer's catalogue may tell at registration which model a product key id belongs to.
    if finding.code == FindingCode::ScopeModel
        && said.manufacturer.is_none()
        && row.cells.product_key.is_some()
    {
        finding.code = FindingCode::ScopeModelUnsaid;
    }
    row.findings.push(finding);
}
