//! Jobs: the list, one job, its progress.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId};

use super::finding::Reasons;
use super::pager::Pager;
use super::parts::Percent;
use super::query::Query;
use super::{Shell, routes};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for the customer's approval.
    PendingApproval,
    /// Waits for a worker.
    Queued,
    /// Is worked on.
    Running,
    /// Every row has its verdict.
    Finished,
    /// Stopped; the rows that were left are marked.
    Cancelled,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A device was registered.
    Registered,
    /// The customer has the device already.
    Already,
    /// Refused.
    Failed,
    /// Left out: the job was cancelled before the row's turn.
    Cancelled,
}

/// How many rows ended in each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobTotals {
    /// Devices registered.
    pub registered: u64,
    /// Devices that the customer had already.
    pub already: u64,
    /// Rows refused.
    pub failed: u64,
    /// Rows left out.
    pub cancelled: u64,
}

/// A tab that selects rows by what became of them.
#[derive(Debug, Clone)]
pub struct OutcomeTab {
    /// Which rows; none for all.
    pub outcome: Option<Outcome>,
    /// How many.
    pub count: u64,
    /// Where it leads.
    pub link: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// One job in a list.
#[derive(Debug, Clone)]
pub struct JobSummary {
    /// For whom.
    pub customer: OrganisationId,
    /// Its id.
    pub id: JobId,
    /// Name of its batch, or of its file.
    pub name: String,
    /// Where it stands.
    pub state: JobState,
    /// Who submitted it.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Timestamp,
    /// Rows in all.
    pub rows: u64,
    /// Rows done.
    pub done: u64,
    /// Rows refused so far.
    pub failed: u64,
}

/// The jobs of a customer.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/jobs.html")]
pub struct JobsPage {
    /// What is around it.
    pub shell: Shell,
    /// Whose jobs these are.
    pub customer: OrganisationId,
    /// The jobs of this page, newest first.
    pub jobs: Vec<JobSummary>,
    /// Paging.
    pub pager: Pager,
}

/// How far a job is: part of its page, and alone what a server-sent event carries.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/job_progress.html")]
pub struct JobProgress {
    /// Language and texts.
    pub shell: Shell,
    /// Where it stands.
    pub state: JobState,
    /// Rows in all.
    pub rows: u64,
    /// Rows done, by what became of them.
    pub totals: JobTotals,
    /// Why it was cancelled: code of a text `job-reason-<code>`.
    pub reason: Option<String>,
    /// Which side cancelled it when a person did: code of a text `job-stopped-by-<code>`.
    pub stopped_by: Option<String>,
    /// When the first row was begun.
    pub started_at: Option<Timestamp>,
    /// When the last row was done.
    pub finished_at: Option<Timestamp>,
}

/// The verdict of one row.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Line in the file.
    pub line: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// Serial number, when given.
    pub serial_number: Option<String>,
    /// Product key id, when given.
    pub product_key: Option<String>,
    /// Manufacturer, when given.
    pub manufacturer: Option<String>,
    /// Model, when given.
    pub model: Option<String>,
    /// Its own order number.
    pub order_id: Option<String>,
    /// Its own purchase number.
    pub purchase_id: Option<String>,
    /// The device it became.
    pub device: Option<DeviceId>,
    /// The line as it stands, where it could not be divided into cells.
    pub text: Option<String>,
    /// Why it ended so.
    pub reasons: Reasons,
}

/// One job.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/job.html")]
pub struct JobPage {
    /// What is around it.
    pub shell: Shell,
    /// For whom.
    pub customer: OrganisationId,
    /// Its id.
    pub id: JobId,
    /// Name of its batch, or of its file.
    pub name: String,
    /// Name of its file.
    pub file_name: String,
    /// The tag chosen; none left it to the file.
    pub tag: Option<String>,
    /// The partner's order number.
    pub order_id: Option<String>,
    /// The partner's purchase number.
    pub purchase_id: Option<String>,
    /// Who submitted it.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Timestamp,
    /// The request that submitted it.
    pub submit_request_id: String,
    /// How far it is.
    pub progress: JobProgress,
    /// Which rows are shown; none for all.
    pub show: Option<Outcome>,
    /// The rows of this page.
    pub rows: Vec<JobRow>,
    /// Paging.
    pub pager: Pager,
    /// Whether the person may cancel it, try failed rows again, and read its file.
    pub may_change: bool,
    /// Whether it is over, and some row that failed could pass another time.
    pub retryable: bool,
    /// Whether it tries rows of an earlier job again.
    pub is_retry: bool,
    /// The customer's say about it, where it was asked.
    pub approval: Option<ApprovalNote>,
}

/// What a job's page says about the customer's approval.
#[derive(Debug, Clone)]
pub struct ApprovalNote {
    /// Whether nobody has decided yet.
    pub waiting: bool,
    /// Until when there is time.
    pub until: Timestamp,
    /// When somebody decided.
    pub decided_at: Option<Timestamp>,
    /// Whether every row was approved.
    pub all: bool,
    /// Why rows were refused, in the words of who did.
    pub reason: Option<String>,
    /// Whether the visitor is asked to decide.
    pub may_decide: bool,
}

impl JobState {
    /// Stable name; the text is `job-state-<name>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PendingApproval => "pending-approval",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the job has neither ended nor been stopped.
    fn is_open(self) -> bool {
        matches!(self, Self::PendingApproval | Self::Queued | Self::Running)
    }

    /// Whether it waits for the customer.
    fn is_pending(self) -> bool {
        self == Self::PendingApproval
    }

    /// Whether workers go on with it by themselves.
    fn is_at_work(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

impl Outcome {
    /// Every outcome, in the order in which tabs offer them.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Already, Self::Registered, Self::Cancelled];

    /// Stable name; the text is `outcome-<name>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Already => "already",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the name in the query `show`; anything else means all rows.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == name)
    }

    /// The selection as a query; paging builds on it.
    pub fn query(show: Option<Self>) -> Query {
        Query::new().with_some("show", show.map(Self::as_str))
    }
}

impl JobTotals {
    /// Rows that have their verdict.
    pub fn done(&self) -> u64 {
        self.registered + self.already + self.failed + self.cancelled
    }

    /// The rows of one outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Registered => self.registered,
            Outcome::Already => self.already,
            Outcome::Failed => self.failed,
            Outcome::Cancelled => self.cancelled,
        }
    }
}

impl JobSummary {
    /// Its page.
    pub fn link(&self) -> routes::Job {
        routes::Job { customer: self.customer, job: self.id }
    }
}

impl JobsPage {
    fn add_devices(&self) -> routes::NewUpload {
        routes::NewUpload { customer: self.customer }
    }
}

impl JobSummary {
    /// Whether it still changes by itself.
    pub fn is_live(&self) -> bool {
        !self.state.is_pending() && (self.state.is_at_work() || self.done < self.rows)
    }
}

impl JobProgress {
    /// Whether it still changes by itself: the last verdict comes before the end, and a cancelled job marks the
    /// rows that are left.
    pub fn is_live(&self) -> bool {
        !self.state.is_pending() && (self.state.is_at_work() || self.totals.done() < self.rows)
    }

    fn percent(&self) -> Percent {
        if self.rows == 0 {
            Percent { value: 100 }
        } else {
            self.shell.percent(self.totals.done(), self.rows)
        }
    }

    fn remaining(&self) -> u64 {
        self.rows.saturating_sub(self.totals.done())
    }
}

impl JobPage {
    fn route(&self) -> routes::Job {
        routes::Job { customer: self.customer, job: self.id }
    }

    fn jobs(&self) -> routes::Jobs {
        routes::Jobs { customer: self.customer }
    }

    fn events(&self) -> routes::JobEvents {
        routes::JobEvents { customer: self.customer, job: self.id }
    }

    fn cancel(&self) -> routes::JobCancel {
        routes::JobCancel { customer: self.customer, job: self.id }
    }

    fn retry(&self) -> routes::JobRetry {
        routes::JobRetry { customer: self.customer, job: self.id }
    }

    fn results(&self) -> routes::JobResults {
        routes::JobResults { customer: self.customer, job: self.id }
    }

    fn repaired(&self) -> routes::JobRepaired {
        routes::JobRepaired { customer: self.customer, job: self.id }
    }

    fn device(&self, device: &DeviceId) -> routes::Device {
        routes::Device { customer: self.customer, device: *device }
    }

    fn tabs(&self) -> Vec<OutcomeTab> {
        let totals = self.progress.totals;
        let tab = |outcome: Option<Outcome>, count| OutcomeTab {
            outcome,
            count,
            link: format!("{}{}", self.route(), Outcome::query(outcome)),
            current: outcome == self.show,
        };
        std::iter::once(tab(None, totals.done()))
            .chain(Outcome::ALL.into_iter().map(|outcome| tab(Some(outcome), totals.of(outcome))))
            .collect()
    }

    /// Whether rows of this page have order numbers of their own.
    fn has_orders(&self) -> bool {
        self.rows.iter().any(|row| row.order_id.is_some())
    }

    /// Whether rows of this page have purchase numbers of their own.
    fn has_purchases(&self) -> bool {
        self.rows.iter().any(|row| row.purchase_id.is_some())
    }

    /// Columns of the table after the verdict.
    fn columns(&self) -> usize {
        4 + usize::from(self.has_orders()) + usize::from(self.has_purchases())
    }

    fn can_cancel(&self) -> bool {
        self.may_change && self.progress.state.is_open()
    }

    fn decide(&self) -> routes::Approval {
        routes::Approval { customer: self.customer, job: self.id }
    }

    fn can_retry(&self) -> bool {
        self.may_change && self.retryable
    }

    /// Whether every row that failed is refused for what the file says, so that only another file helps.
    fn needs_another_file(&self) -> bool {
        !self.retryable
            && !self.progress.is_live()
            && !self.progress.state.is_open()
            && self.progress.totals.failed > 0
    }
}
