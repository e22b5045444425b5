//! One row of a list: its cells, what they identify and what was said about them.

use taxiway_domain::finding::{Column, Finding, Severity};
use taxiway_domain::identity::Identity;
use taxiway_domain::text::Text;

/// Cells of a row, cleaned: exactly the values that would be registered. `None` is an empty cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// Serial number.
    pub serial_number: Option<Text>,
    /// Product key id; never a licence key.
    pub product_key: Option<Text>,
    /// Hardware hash, base64.
    pub hardware_hash: Option<Text>,
    /// Manufacturer.
    pub manufacturer: Option<Text>,
    /// Model.
    pub model: Option<Text>,
    /// Group tag.
    pub group_tag: Option<Text>,
    /// User principal name of the future user.
    pub assigned_user: Option<Text>,
    /// Order number.
    pub order_id: Option<Text>,
    /// Purchase number.
    pub purchase_id: Option<Text>,
}

impl Cells {
    /// The cell of a column.
    pub fn get(&self, column: Column) -> Option<&str> {
        match column {
            Column::SerialNumber => &self.serial_number,
            Column::ProductKey => &self.product_key,
            Column::HardwareHash => &self.hardware_hash,
            Column::Manufacturer => &self.manufacturer,
            Column::Model => &self.model,
            Column::GroupTag => &self.group_tag,
            Column::AssignedUser => &self.assigned_user,
            Column::OrderId => &self.order_id,
            Column::PurchaseId => &self.purchase_id,
        }
        .as_deref()
    }

    /// Sets the cell of a column.
    pub fn set(&mut self, column: Column, value: Option<Text>) {
        *match column {
            Column::SerialNumber => &mut self.serial_number,
            Column::ProductKey => &mut self.product_key,
            Column::HardwareHash => &mut self.hardware_hash,
            Column::Manufacturer => &mut self.manufacturer,
            Column::Model => &mut self.model,
            Column::GroupTag => &mut self.group_tag,
            Column::AssignedUser => &mut self.assigned_user,
            Column::OrderId => &mut self.order_id,
            Column::PurchaseId => &mut self.purchase_id,
        } = value;
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowVerdict {
    /// Registrable.
    Ok,
    /// Registrable, but a person should look.
    Warning,
    /// Not registrable.
    Error,
}

impl RowVerdict {
    /// Stable name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The verdict that a list of findings gives.
    pub fn of(findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.code.severity()).max() {
            Some(Severity::Error) => Self::Error,
            Some(Severity::Warning) => Self::Warning,
            Some(Severity::Notice) | None => Self::Ok,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Number of the row in the file, the first row of the body being 1.
    pub number: u64,
    /// Line on which the row begins.
    pub line: u64,
    /// Its values; all empty when the row could not be divided into cells.
    pub cells: Cells,
    /// In that case the line as it stands, shortened; never a whole hash or a licence key.
    pub text: Option<Text>,
    /// What it identifies; `None` when the cells identify nothing. A row with an identity can still have errors.
    pub identity: Option<Identity>,
    /// Corrections, doubts and errors, in column order.
    pub findings: Vec<Finding>,
}

impl Row {
    /// What becomes of the row.
    pub fn verdict(&self) -> RowVerdict {
        RowVerdict::of(&self.findings)
    }
}
