//! Uploads that wait for the customer's approval: the list, and one of them with its rows.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::finding::Column;
use taxiway_domain::ids::{JobId, OrganisationId};

use super::pager::Pager;
use super::upload::{PreviewRow, Totals};
use super::{Shell, routes};

/// One line of the list.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// For whom.
    pub customer: OrganisationId,
    /// The job that waits.
    pub job: JobId,
    /// Name of its batch.
    pub name: String,
    /// Name of its file.
    pub file_name: String,
    /// Who submitted it.
    pub partner: String,
    /// The person.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Timestamp,
    /// Rows in it.
    pub rows: u64,
    /// Until when there is time to decide.
    pub until: Timestamp,
    /// Whether it tries refused rows of an earlier upload again.
    pub retry: bool,
}

/// The list of uploads that wait.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/approvals.html")]
pub struct ApprovalsPage {
    /// What is around it.
    pub shell: Shell,
    /// The uploads of this page, newest first.
    pub uploads: Vec<WaitingRow>,
    /// Paging.
    pub pager: Pager,
}

/// Rows with the same tag and model.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// What the form calls them.
    pub key: String,
    /// Whether these are all rows beyond the groups that are told apart.
    pub is_rest: bool,
    /// The tag; empty for none.
    pub tag: String,
    /// Manufacturer; empty when unknown.
    pub manufacturer: String,
    /// Model; empty when unknown.
    pub model: String,
    /// How many rows.
    pub rows: u64,
    /// Of these, chosen.
    pub chosen: u64,
}

/// A row with its choice.
#[derive(Debug, Clone)]
pub struct ApprovalRow {
    /// Its number in the file, as the form names it.
    pub number: u64,
    /// The row as the preview shows it.
    pub row: PreviewRow,
    /// Whether it is chosen; none when it cannot be registered anyway.
    pub chosen: Option<bool>,
}

/// An upload that waits.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/approval.html")]
pub struct ApprovalPage {
    /// What is around it.
    pub shell: Shell,
    /// For whom.
    pub customer: OrganisationId,
    /// The job that waits.
    pub job: JobId,
    /// Name of its batch.
    pub name: String,
    /// Name of its file.
    pub file_name: String,
    /// Who submitted it.
    pub partner: String,
    /// The tag of the rows that carry none.
    pub tag: Option<String>,
    /// Until when there is time to decide.
    pub until: Timestamp,
    /// What was seen; it goes into every choice and into the decision.
    pub version: i64,
    /// Rows by verdict; none when the upload is too large for choosing rows.
    pub totals: Option<Totals>,
    /// Rows in all.
    pub all_rows: u64,
    /// Rows chosen.
    pub chosen: u64,
    /// Rows by tag and model.
    pub groups: Vec<GroupRow>,
    /// The columns shown.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<ApprovalRow>,
    /// Paging.
    pub pager: Pager,
    /// The page of rows, to come back to.
    pub page: u64,
    /// The decision that is ticked.
    pub decision: String,
    /// The reason as typed, when the form is shown again.
    pub reason: String,
}

impl WaitingRow {
    fn link(&self) -> routes::Approval {
        routes::Approval { customer: self.customer, job: self.job }
    }
}

impl GroupRow {
    /// What a button about it says to those who do not see the table.
    fn label(&self, shell: &Shell, key: &str) -> String {
        let what = if self.is_rest {
            shell.t("approval-group-rest")
        } else {
            let values = [
                ("tag", self.tag.as_str().into()),
                ("manufacturer", self.manufacturer.as_str().into()),
                ("model", self.model.as_str().into()),
            ];
            taxiway_locale::text_with(shell.locale, "approval-group-which", &values)
        };
        format!("{}: {what}", shell.t(key))
    }
}

impl ApprovalPage {
    fn route(&self) -> routes::Approval {
        routes::Approval { customer: self.customer, job: self.job }
    }

    fn choice(&self) -> routes::ApprovalChoice {
        routes::ApprovalChoice { customer: self.customer, job: self.job }
    }

    fn list(&self) -> routes::Approvals {
        routes::Approvals { customer: self.customer }
    }

    fn ticked(&self, decision: &str) -> bool {
        self.decision == decision
    }

    fn width(&self) -> usize {
        self.columns.len() + 3
    }
}
