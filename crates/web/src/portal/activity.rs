//! The activity log: who did what, on whose behalf.

use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::OrganisationKind;

use super::pager::Pager;
use super::query::Query;
use super::{Shell, routes};

/// What `from` says in an address when everything is wanted, because without it the last month is shown.
pub const BEGINNING: &str = "begin";

/// Which entries are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only this action, by its code.
    pub action: Option<String>,
    /// Only what concerns this organisation.
    pub organisation: Option<OrganisationId>,
    /// Only acts of this person.
    pub person: Option<UserId>,
    /// From this day on, in UTC; none for the beginning of the log.
    pub from: Option<Date>,
    /// Up to and including this day, in UTC.
    pub until: Option<Date>,
}

/// How a program had to do with an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// It acted by itself, and stands where a person would.
    Alone,
    /// The program of this name acted for the person.
    For(String),
}

/// One entry.
#[derive(Debug, Clone)]
pub struct ActivityEntry {
    /// Its place in the log.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who; none for the service itself.
    pub who: Option<String>,
    /// The program that did it; none when people or the service did.
    pub program: Option<Program>,
    /// For which organisation that person acted.
    pub organisation: Option<String>,
    /// Which other organisation it concerns.
    pub about: Option<String>,
    /// Code of the action: `audit-action-<code>`.
    pub action: String,
    /// On what, without identifiers of devices.
    pub subject: Option<String>,
    /// What a program read, by the code of the call, and how often: `api-call-<code>`.
    pub reads: Option<(String, u64)>,
    /// Whether it was refused.
    pub refused: bool,
    /// Stable name of the lower role that would have done.
    pub lower_role: Option<String>,
    /// The request.
    pub request_id: String,
}

/// Somebody or some organisation that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What was searched for.
#[derive(Debug, Clone, Default)]
pub struct ActivitySearch {
    /// The text.
    pub text: String,
    /// Where the search goes on.
    pub next: Option<i64>,
}

/// How the log can be proven to somebody outside.
#[derive(Debug, Clone, Default)]
pub struct ActivityProof {
    /// Whether checkpoints can be signed here.
    pub can_sign: bool,
    /// Public keys that sign, or ever signed, in hexadecimal digits.
    pub keys: Vec<String>,
}

/// The log.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/activity.html")]
pub struct ActivityPage {
    /// What is around it.
    pub shell: Shell,
    /// Which entries are shown.
    pub filter: ActivityFilter,
    /// The filter as it is when nothing is chosen.
    pub usual: ActivityFilter,
    /// Codes of actions that can be chosen.
    pub actions: Vec<String>,
    /// Organisations that can be chosen.
    pub organisations: Vec<Choice>,
    /// People who can be chosen.
    pub people: Vec<Choice>,
    /// What was searched for.
    pub search: Option<ActivitySearch>,
    /// The entries of this page, newest first.
    pub entries: Vec<ActivityEntry>,
    /// Whether there may be more although the page is not full.
    pub is_partial: bool,
    /// Paging.
    pub pager: Pager,
    /// Proofs.
    pub proof: ActivityProof,
}

impl ActivityFilter {
    /// The filter as a query.
    pub fn query(&self) -> Query {
        Query::new()
            .with_some("action", self.action.as_ref())
            .with_some("customer", self.organisation.as_ref())
            .with_some("person", self.person.as_ref())
            .with("from", self.from.map_or_else(|| BEGINNING.to_owned(), |day| day.to_string()))
            .with_some("until", self.until)
    }

    /// The filter as hidden fields of a form.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let text = |value: Option<String>| value.unwrap_or_default();
        vec![
            ("action", text(self.action.clone())),
            ("customer", text(self.organisation.map(|id| id.to_string()))),
            ("person", text(self.person.map(|id| id.to_string()))),
            ("from", self.from.map_or_else(|| BEGINNING.to_owned(), |day| day.to_string())),
            ("until", text(self.until.map(|day| day.to_string()))),
        ]
    }
}

impl ActivityPage {
    fn route(&self) -> routes::Activity {
        routes::Activity {}
    }

    fn search_route(&self) -> routes::ActivitySearch {
        routes::ActivitySearch {}
    }

    fn checkpoint_route(&self) -> routes::ActivityCheckpoint {
        routes::ActivityCheckpoint {}
    }

    fn table(&self) -> String {
        format!("{}{}", routes::ActivityExport {}, self.filter.query())
    }

    fn document(&self) -> String {
        format!("{}{}", routes::ActivityJson {}, self.filter.query())
    }

    fn whole_document(&self) -> String {
        format!("{}{}", routes::ActivityJson {}, ActivityFilter::default().query())
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        self.filter.fields()
    }

    fn searched(&self) -> String {
        self.search.as_ref().map(|search| search.text.clone()).unwrap_or_default()
    }

    fn search_next(&self) -> Option<i64> {
        self.search.as_ref().and_then(|search| search.next)
    }

    fn action_chosen(&self, action: &str) -> bool {
        self.filter.action.as_deref() == Some(action)
    }

    fn organisation_chosen(&self, choice: &Choice) -> bool {
        self.filter.organisation.is_some_and(|id| id.to_string() == choice.id)
    }

    fn person_chosen(&self, choice: &Choice) -> bool {
        self.filter.person.is_some_and(|id| id.to_string() == choice.id)
    }

    fn first_day(&self) -> String {
        self.filter.from.map(|day| day.to_string()).unwrap_or_default()
    }

    fn last_day(&self) -> String {
        self.filter.until.map(|day| day.to_string()).unwrap_or_default()
    }

    fn filtered(&self) -> bool {
        self.filter != self.usual || self.search.is_some()
    }

    /// What the other organisation is called: to a customer a partner, to everybody else a customer.
    fn about_key(&self) -> &'static str {
        let kind = self.shell.person.as_ref().map(|person| person.kind);
        if kind == Some(OrganisationKind::Customer) { "activity-other-side" } else { "activity-customer" }
    }
}
