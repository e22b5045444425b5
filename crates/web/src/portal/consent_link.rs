//! The customer's page for a question of consent, and the pages for links that lead nowhere.

use askama::Template;
use axum::http::StatusCode;
use jiff::Timestamp;
use taxiway_domain::ids::{ConsentRequestId, OrganisationId};
use taxiway_domain::role::OrganisationKind;
use taxiway_service::LinkRefusal;

use super::scope::{ScopeForm, ScopeWords};
use super::{Shell, routes};

/// An organisation that asks.
#[derive(Debug, Clone)]
pub struct PartyView {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Its domain.
    pub domain: Option<String>,
    /// Codes of the regions where it sells.
    pub regions: Vec<String>,
}

/// What the customer decides about.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/consent_link.html")]
pub struct ConsentLinkPage {
    /// What is around it.
    pub shell: Shell,
    /// What stands in the link.
    pub ticket: String,
    /// Name of the visitor's organisation.
    pub own_name: String,
    /// Who asks.
    pub asker: PartyView,
    /// The provider that is authorised along.
    pub provider: Option<PartyView>,
    /// Whether that provider has the customer's consent already.
    pub provider_stands: bool,
    /// Whether the box for delegated administration is ticked; none when it is not asked for.
    pub delegated: Option<bool>,
    /// Whether the agreement is ticked.
    pub agreed: bool,
    /// The limits.
    pub scope: ScopeForm,
    /// Until when it can be decided.
    pub expires_at: Option<Timestamp>,
    /// What stands already: since when, and how far it reaches.
    pub standing: Option<(Timestamp, ScopeWords)>,
    /// The reason for a refusal, as typed.
    pub reason: String,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/refused_link.html")]
pub struct RefusedLinkPage {
    /// What is around it.
    pub shell: Shell,
    /// Why.
    pub why: LinkRefusal,
    /// Name of who asks, where the visitor may know it.
    pub asker: Option<String>,
    /// Names of those who may decide.
    pub deciders: Vec<String>,
    /// The visitor's own request.
    pub own_request: Option<ConsentRequestId>,
    /// The customer's own relationships, where the visitor has some.
    pub relationships: Option<OrganisationId>,
}

impl ConsentLinkPage {
    fn accept(&self) -> routes::ConsentAccept {
        routes::ConsentAccept { ticket: self.ticket.clone() }
    }

    fn decline(&self) -> routes::ConsentDecline {
        routes::ConsentDecline { ticket: self.ticket.clone() }
    }

    fn parties(&self) -> impl Iterator<Item = &PartyView> {
        std::iter::once(&self.asker).chain(&self.provider)
    }

    fn by_manufacturer(&self) -> bool {
        self.asker.kind == OrganisationKind::Manufacturer
    }
}

impl RefusedLinkPage {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self.why {
            LinkRefusal::Forged => StatusCode::NOT_FOUND,
            LinkRefusal::Expired | LinkRefusal::Revoked | LinkRefusal::Used => StatusCode::GONE,
            LinkRefusal::AlreadyRelated => StatusCode::CONFLICT,
            LinkRefusal::NotAsked => StatusCode::BAD_REQUEST,
            LinkRefusal::NotACustomer
            | LinkRefusal::Own
            | LinkRefusal::OtherTenant
            | LinkRefusal::Region
            | LinkRefusal::NotTheDecider
            | LinkRefusal::Account => StatusCode::FORBIDDEN,
        }
    }

    fn key(&self, part: &str) -> String {
        format!("link-{}-{part}", self.why.as_str())
    }

    fn request_link(&self, request: &ConsentRequestId) -> routes::ConsentRequest {
        routes::ConsentRequest { request: *request }
    }

    fn relationships_link(&self, customer: &OrganisationId) -> routes::Relationships {
        routes::Relationships { customer: *customer }
    }
}
