//! A partner's requests for consent, the draft of a mail, and the links that many customers may use.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{ConsentRequestId, OrganisationId, RelationshipId};
use taxiway_domain::relationship::RequestState;
use taxiway_locale::Locale;

use super::pager::Pager;
use super::parts::{Pill, Tone};
use super::query::Query;
use super::relationships::ask_again;
use super::scope::{ScopeForm, ScopeWords};
use super::{Shell, routes};

impl Shell {
    /// Where a request stands, with colour and icon.
    pub fn request_state(&self, state: &RequestState) -> Pill {
        let (tone, icon) = match state {
            RequestState::Open => (Tone::Info, "clock"),
            RequestState::Accepted => (Tone::Good, "check"),
            RequestState::Declined => (Tone::Bad, "cancel"),
            RequestState::Expired => (Tone::Warning, "alert"),
            RequestState::Revoked | RequestState::Ended => (Tone::Neutral, "cancel"),
        };
        Pill { tone, icon, text: self.code("request-state", state.as_str()) }
    }
}

/// One line of the list of requests.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// Its id.
    pub id: ConsentRequestId,
    /// What the partner calls it; may be empty.
    pub label: String,
    /// The only customer that may decide.
    pub addressee: Option<String>,
    /// The provider asked for along.
    pub provider: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// Whether delegated administration is asked for.
    pub delegated: bool,
    /// Who asked.
    pub by: String,
    /// When.
    pub created_at: Timestamp,
    /// Until when it can be decided.
    pub expires_at: Timestamp,
    /// When it was decided or taken back.
    pub decided_at: Option<Timestamp>,
    /// The customer that decided: id and name.
    pub customer: Option<(OrganisationId, String)>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// The published form of a partner's link, as far as customers may use it.
#[derive(Debug, Clone)]
pub struct StandingView {
    /// The links: with the name of the provider, where there is one.
    pub links: Vec<(Option<String>, String)>,
    /// Whether delegated administration is asked for by them; none while customers may not use them.
    pub open: Option<bool>,
    /// Whether the visitor may change that, and ask for delegated administration.
    pub may_change: bool,
    /// Whether the visitor may ask for delegated administration.
    pub may_delegate: bool,
}

/// The list of requests.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/requests.html")]
pub struct RequestsPage {
    /// What is around it.
    pub shell: Shell,
    /// What was searched for.
    pub search: String,
    /// Only requests in this state.
    pub state: Option<RequestState>,
    /// The requests of this page.
    pub requests: Vec<RequestRow>,
    /// Paging.
    pub pager: Pager,
    /// Whether the visitor may ask.
    pub may_ask: bool,
    /// How many customers ended their consent.
    pub past: u64,
    /// The link that many customers may use.
    pub standing: StandingView,
}

/// The form for a request.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/new_request.html")]
pub struct NewRequestPage {
    /// What is around it.
    pub shell: Shell,
    /// Makes a repeated form harmless.
    pub submission: String,
    /// What the partner calls it, as typed.
    pub label: String,
    /// The customer's address for the draft, as typed.
    pub email: String,
    /// Tenant id of the only customer that may decide, as typed.
    pub customer: String,
    /// The providers of a reseller: id and name.
    pub providers: Vec<(OrganisationId, String)>,
    /// The provider chosen.
    pub provider: Option<OrganisationId>,
    /// Whether the visitor may ask for delegated administration.
    pub may_delegate: bool,
    /// Whether it is ticked.
    pub delegated: bool,
    /// The limits proposed.
    pub scope: ScopeForm,
    /// Language of the draft.
    pub language: Locale,
    /// For how many days the link will work.
    pub days: u64,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
}

/// The draft of a mail with the link, which is shown only here.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/draft.html")]
pub struct DraftPage {
    /// What is around it.
    pub shell: Shell,
    /// The request.
    pub request: ConsentRequestId,
    /// The secret of the link.
    pub token: String,
    /// The whole link.
    pub link: String,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// To whom, as typed.
    pub email: String,
    /// Language of the standard text.
    pub language: Locale,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// The link that opens a mail program with all of it.
    pub mailto: String,
    /// Whether the service can send it.
    pub can_send: bool,
    /// What was corrected: a key of the locale.
    pub notice: Option<&'static str>,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
}

/// One request.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/request.html")]
pub struct RequestPage {
    /// What is around it.
    pub shell: Shell,
    /// The request.
    pub row: RequestRow,
    /// The limits proposed.
    pub words: ScopeWords,
    /// Whether the visitor may change it.
    pub may_change: bool,
}

/// A customer whose consent ended.
#[derive(Debug, Clone)]
pub struct PastRow {
    /// Its id.
    pub id: OrganisationId,
    /// The last relationship.
    pub relationship: RelationshipId,
    /// Its name.
    pub name: String,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who ended it: `customer`, `partner`, `operator` or `service`.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// The customers whose consent ended.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/past_customers.html")]
pub struct PastCustomersPage {
    /// What is around it.
    pub shell: Shell,
    /// The customers of this page.
    pub customers: Vec<PastRow>,
    /// Whether the visitor may ask again.
    pub may_ask: bool,
    /// Whether he may look at the end of a relationship, and at what is left of it.
    pub may_end: bool,
    /// Paging.
    pub pager: Pager,
}

/// What was found out about a customer's consent.
#[derive(Debug, Clone)]
pub struct ConsentAnswer {
    /// The tenant id asked about.
    pub tenant: String,
    /// Since when it stands, and how far it reaches; none when it does not stand.
    pub stands: Option<(Timestamp, ScopeWords)>,
    /// Whether nothing can be registered under it any more.
    pub used_up: bool,
}

/// The page of a manufacturer: its one link, and whether a customer consents.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/manufacturer_link.html")]
pub struct ManufacturerLinkPage {
    /// What is around it.
    pub shell: Shell,
    /// The link and since when it is in use.
    pub link: Option<(String, Timestamp)>,
    /// Whether the visitor may make it anew.
    pub may_change: bool,
    /// The tenant id asked about, as typed.
    pub tenant: String,
    /// The answer, when something was asked.
    pub answer: Option<ConsentAnswer>,
    /// How many customers ended their consent.
    pub past: u64,
    /// What is wrong with what was asked.
    pub problem: Option<String>,
}

impl RequestRow {
    fn link(&self) -> routes::ConsentRequest {
        routes::ConsentRequest { request: self.id }
    }

    /// Whether the link works or would work until a moment: nobody has decided.
    fn has_link(&self) -> bool {
        matches!(self.state, RequestState::Open | RequestState::Expired)
    }
}

impl RequestsPage {
    fn new_request(&self) -> routes::NewRequest {
        routes::NewRequest {}
    }

    fn past_customers(&self) -> routes::PastCustomers {
        routes::PastCustomers {}
    }

    fn standing_link(&self) -> routes::StandingLink {
        routes::StandingLink {}
    }

    fn states(&self) -> [RequestState; 6] {
        RequestState::ALL
    }

    fn chosen(&self, state: &RequestState) -> bool {
        self.state == Some(*state)
    }

    fn filtered(&self) -> bool {
        !self.search.is_empty() || self.state.is_some()
    }
}

impl NewRequestPage {
    fn action(&self) -> routes::NewRequest {
        routes::NewRequest {}
    }

    fn picked(&self, provider: &OrganisationId) -> bool {
        self.provider == Some(*provider) || self.providers.len() == 1
    }
}

impl DraftPage {
    fn action(&self) -> routes::RequestDraft {
        routes::RequestDraft { request: self.request }
    }

    fn details(&self) -> routes::ConsentRequest {
        routes::ConsentRequest { request: self.request }
    }
}

impl RequestPage {
    fn renew(&self) -> routes::RequestRenew {
        routes::RequestRenew { request: self.row.id }
    }

    fn revoke(&self) -> routes::RequestRevoke {
        routes::RequestRevoke { request: self.row.id }
    }

    fn undecided(&self) -> bool {
        self.row.has_link()
    }

    fn customer_link(&self, customer: &OrganisationId) -> routes::Customer {
        routes::Customer { customer: *customer }
    }

    /// Another request: to the same customer, where that is no customer any more.
    fn again(&self) -> String {
        match &self.row.customer {
            Some((customer, _)) if self.row.state == RequestState::Ended => ask_again(*customer),
            _ => routes::NewRequest {}.to_string(),
        }
    }
}

impl PastCustomersPage {
    fn ended(&self, customer: &OrganisationId, relationship: &RelationshipId) -> routes::RelationshipEnd {
        routes::RelationshipEnd { customer: *customer, relationship: *relationship }
    }

    fn again(&self, customer: &OrganisationId) -> String {
        format!("{}{}", routes::NewRequest {}, Query::new().with("customer", customer))
    }
}

impl ManufacturerLinkPage {
    fn standing_link(&self) -> routes::StandingLink {
        routes::StandingLink {}
    }

    fn past_customers(&self) -> routes::PastCustomers {
        routes::PastCustomers {}
    }
}
