//! Customers, and one customer at a glance.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{JobId, OrganisationId, RelationshipId, UploadId};
use taxiway_domain::role::OrganisationKind;

use super::chart::StateCounts;
use super::job::JobSummary;
use super::pager::Pager;
use super::query::Query;
use super::relationships::GrantedView;
use super::{Shell, routes};

/// One line of the list of customers.
#[derive(Debug, Clone)]
pub struct CustomerRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Devices registered.
    pub devices: u64,
    /// Of these, ready for their user.
    pub ready: u64,
    /// Jobs that are not finished.
    pub running_jobs: u64,
    /// Time of the last upload.
    pub last_upload_at: Option<Timestamp>,
}

/// The list of customers.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/customers.html")]
pub struct CustomersPage {
    /// What is around it.
    pub shell: Shell,
    /// What was searched for; empty for all.
    pub search: String,
    /// The customers of this page.
    pub customers: Vec<CustomerRow>,
    /// Whether the visitor may ask further customers.
    pub may_ask: bool,
    /// Paging.
    pub pager: Pager,
}

/// How many devices have a tag.
#[derive(Debug, Clone)]
pub struct TagCount {
    /// The tag; empty for devices without one.
    pub tag: String,
    /// Devices with it.
    pub devices: u64,
}

/// Something that somebody should do.
#[derive(Debug, Clone)]
pub enum Attention {
    /// Rows of a job were refused.
    FailedRows {
        /// The job.
        job: JobId,
        /// Its name.
        name: String,
        /// How many rows.
        rows: u64,
    },
    /// A job was stopped, and not by a person.
    JobStopped {
        /// The job.
        job: JobId,
        /// Its name.
        name: String,
        /// Why: code of a text `job-reason-<code>`.
        reason: String,
    },
    /// Uploads wait for the visitor's approval.
    ApprovalsWaiting {
        /// How many.
        uploads: u64,
    },
    /// A file was uploaded and neither registered nor discarded.
    PreviewWaiting {
        /// The upload.
        upload: UploadId,
        /// Its file.
        file_name: String,
        /// Since when.
        since: Timestamp,
    },
    /// Devices are not used any more.
    InactiveDevices {
        /// How many.
        devices: u64,
    },
}

/// One customer at a glance.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/customer.html")]
pub struct CustomerPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer, whose id is the tenant id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Since when the customer consents; none when it does not.
    pub consent_since: Option<Timestamp>,
    /// What the customer granted to the visitor's organisation.
    pub granted: Option<GrantedView>,
    /// Devices by state.
    pub counts: StateCounts,
    /// Devices by group tag, largest first.
    pub tags: Vec<TagCount>,
    /// The newest jobs.
    pub jobs: Vec<JobSummary>,
    /// What somebody should do, most urgent first.
    pub attention: Vec<Attention>,
    /// The relationship that the visitor's organisation may end.
    pub own_relationship: Option<RelationshipId>,
}

impl CustomerRow {
    fn link(&self) -> routes::Customer {
        routes::Customer { customer: self.id }
    }
}

impl CustomersPage {
    fn new_request(&self) -> routes::NewRequest {
        routes::NewRequest {}
    }

    /// Whether these are all customers, as the operator sees them.
    fn all(&self) -> bool {
        self.shell.person.as_ref().is_some_and(|person| person.kind == OrganisationKind::Operator)
    }

    fn searched(&self) -> bool {
        !self.search.is_empty()
    }
}

impl CustomerPage {
    /// Whether these are the visitor's own devices: nobody consents to himself.
    fn own(&self) -> bool {
        self.shell.person.as_ref().is_some_and(|person| person.kind == OrganisationKind::Customer)
    }

    fn mirrored(&self) -> bool {
        self.shell.locale.direction() == "rtl"
    }

    fn tag_link(&self, tag: &str) -> String {
        format!("{}{}", routes::Devices { customer: self.id }, Query::new().with("tag", tag))
    }

    fn state_link(&self, state: &str) -> String {
        format!("{}{}", routes::Devices { customer: self.id }, Query::new().with("state", state))
    }

    fn job_link(&self, job: &JobId) -> String {
        format!("{}{}", routes::Job { customer: self.id, job: *job }, Query::new().with("show", "failed"))
    }

    fn upload_link(&self, upload: &UploadId) -> routes::Upload {
        routes::Upload { customer: self.id, upload: *upload }
    }

    fn add_devices(&self) -> routes::NewUpload {
        routes::NewUpload { customer: self.id }
    }

    fn devices(&self) -> routes::Devices {
        routes::Devices { customer: self.id }
    }

    fn end(&self, relationship: &RelationshipId) -> routes::RelationshipEnd {
        routes::RelationshipEnd { customer: self.id, relationship: *relationship }
    }

    fn approvals(&self) -> routes::Approvals {
        routes::Approvals { customer: self.id }
    }

    fn all_jobs(&self) -> routes::Jobs {
        routes::Jobs { customer: self.id }
    }

    /// Length of a tag's bar in hundredths of the longest.
    fn tag_share(&self, tag: &TagCount) -> u64 {
        let longest = self.tags.iter().map(|tag| tag.devices).max().unwrap_or(0);
        (tag.devices * 100).checked_div(longest).map_or(0, |share| share.max(1))
    }
}
