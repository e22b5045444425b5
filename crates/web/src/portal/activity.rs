//! The activity log: who did what, on whose behalf.

use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use taxiway_domain::ids::OrganisationId;

use super::pager::Pager;
use super::query::Query;
use super::{Shell, routes};

/// Which entries are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only this action, by its code.
    pub action: Option<String>,
    /// Only on behalf of this customer.
    pub customer: Option<OrganisationId>,
    /// From this day on, in UTC.
    pub from: Option<Date>,
    /// Up to and including this day, in UTC.
    pub until: Option<Date>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct ActivityEntry {
    /// When.
    pub at: Timestamp,
    /// Who; none for the service itself.
    pub who: Option<String>,
    /// For which organisation that person acted.
    pub organisation: Option<String>,
    /// On whose behalf.
    pub on_behalf_of: Option<String>,
    /// Code of the action: `audit-action-<code>`.
    pub action: String,
    /// On what, without identifiers of devices.
    pub subject: Option<String>,
    /// Whether it was refused.
    pub refused: bool,
    /// The request.
    pub request_id: String,
}

/// A customer that can be chosen.
#[derive(Debug, Clone)]
pub struct CustomerChoice {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// The log.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/activity.html")]
pub struct ActivityPage {
    /// What is around it.
    pub shell: Shell,
    /// Which entries are shown.
    pub filter: ActivityFilter,
    /// Codes of actions that can be chosen.
    pub actions: Vec<String>,
    /// Customers that can be chosen.
    pub customers: Vec<CustomerChoice>,
    /// The entries of this page, newest first.
    pub entries: Vec<ActivityEntry>,
    /// Paging.
    pub pager: Pager,
}

impl ActivityFilter {
    /// The filter as a query.
    pub fn query(&self) -> Query {
        Query::new()
            .with_some("action", self.action.as_ref())
            .with_some("customer", self.customer.as_ref())
            .with_some("from", self.from)
            .with_some("until", self.until)
    }
}

impl ActivityPage {
    fn route(&self) -> routes::Activity {
        routes::Activity {}
    }

    fn export(&self) -> String {
        format!("{}{}", routes::ActivityExport {}, self.filter.query())
    }

    fn action_chosen(&self, action: &str) -> bool {
        self.filter.action.as_deref() == Some(action)
    }

    fn customer_chosen(&self, customer: &CustomerChoice) -> bool {
        self.filter.customer == Some(customer.id)
    }

    fn first_day(&self) -> String {
        self.filter.from.map(|day| day.to_string()).unwrap_or_default()
    }

    fn last_day(&self) -> String {
        self.filter.until.map(|day| day.to_string()).unwrap_or_default()
    }

    fn filtered(&self) -> bool {
        self.filter != ActivityFilter::default()
    }
}
