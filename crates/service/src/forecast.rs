//! What would become of the rows of an upload if it were registered now: planned as a worker plans them, compared with what
//! is known at this moment, and not written.

use taxiway_domain::finding::{Finding, FindingCode, Severity};
use taxiway_domain::registration::ServiceCode;
use taxiway_intake::{Row, RowVerdict};
use taxiway_store::{Conn, Upload};

use crate::Service;
use crate::basis::{Basis, cover};
use crate::catalogue::match_catalogue;
use crate::changes::Room;
use crate::error::{Result, ServiceError};
use crate::perform::foresee;
use crate::plan::Plan;
use crate::results::{Outcome, RowResult};

/// Longer uploads are not compared as a whole for a page: several times what the published limits let a file have.
const COMPARED_ROWS: i64 = 5_000;
/// Larger ones neither.
const COMPARED_BYTES: i64 = 64 << 20;

/// With what the rows of a preview were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Every row, with everything that is known at this moment.
    Whole,
    /// The rows shown; the counts are of the file and of the consent's tags and models alone.
    Page,
    /// No row: the upload was registered, and its job says what became of it.
    Nothing,
}

impl Compared {
    pub(crate) fn of(upload: &Upload, registered: bool) -> Self {
        if registered {
            Self::Nothing
        } else if upload.total_rows <= COMPARED_ROWS && upload.bytes <= COMPARED_BYTES {
            Self::Whole
        } else {
            Self::Page
        }
    }
}

/// What would become of a row, as previews sort rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prospect {
    /// Registered.
    Ok,
    /// Registered, but somebody should look.
    Warning,
    /// Nothing to register: the customer has the device, or an earlier row is the same.
    Already,
    /// Refused.
    Error,
}

impl From<RowVerdict> for Prospect {
    fn from(verdict: RowVerdict) -> Self {
        match verdict {
            RowVerdict::Ok => Self::Ok,
            RowVerdict::Warning => Self::Warning,
            RowVerdict::Error => Self::Error,
        }
    }
}

impl Prospect {
    /// As far as the row alone tells.
    pub fn of_row(row: &Row) -> Self {
        let mut errors = row.findings.iter().filter(|finding| finding.code.severity() == Severity::Error);
        let first = errors.next().map(|finding| finding.code);
        if first == Some(FindingCode::DuplicateInFile) && errors.next().is_none() {
            Self::Already
        } else {
            row.verdict().into()
        }
    }

    pub(crate) fn of(result: &RowResult) -> Self {
        match result.outcome {
            Outcome::Registered => RowVerdict::of(&result.findings).into(),
            Outcome::Already => Self::Already,
            Outcome::Failed | Outcome::Cancelled => Self::Error,
        }
    }
}

/// A row with what would become of it.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row, with everything that is said about it.
    pub row: Row,
    /// What would become of it.
    pub prospect: Prospect,
    /// The published code, where it was compared and would not simply be registered.
    pub code: Option<ServiceCode>,
}

impl PreviewRow {
    /// A row that was only read.
    pub(crate) fn read(row: Row) -> Self {
        Self { prospect: Prospect::of_row(&row), code: None, row }
    }

    /// A row with the result that it would have.
    pub(crate) fn foreseen(mut row: Row, result: RowResult) -> Self {
        let (prospect, code) = (Prospect::of(&result), result.code);
        // What was only supposed when the row was read is known now.
        row.findings
            .retain(|said| said.code.severity() == Severity::Notice || result.findings.contains(said));
        for said in result.findings {
            if !row.findings.contains(&said) {
                row.findings.push(said);
            }
        }
        Self { row, prospect, code }
    }

    /// As [`Self::foreseen`], where only some rows were compared: the first reading knew of earlier rows.
    pub(crate) fn foreseen_apart(row: Row, mut result: RowResult) -> Self {
        let repeated = |said: &&Finding| said.code == FindingCode::DuplicateInFile;
        if result.outcome == Outcome::Registered
            && let Some(said) = row.findings.iter().find(repeated)
        {
            (result.outcome, result.code) = (Outcome::Already, Some(ServiceCode::Duplicated));
            result.findings.push(said.clone());
        }
        Self::foreseen(row, result)
    }
}

/// Rows of a part, by number and in order; none for all of them.
pub(crate) type Wanted = (i64, Option<Vec<u64>>);

impl Service {
    /// The results that rows would have, in the order of the file. They are held in memory together.
    pub(crate) async fn forecast(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        basis: Option<&Basis>,
        group_tag: Option<&str>,
        wanted: Vec<Wanted>,
        room: Option<Room>,
    ) -> Result<Vec<RowResult>> {
        let mut plan = Plan::empty();
        for (part, only) in wanted {
            let Some(slice) = conn.upload_part(upload.tenant_id, upload.upload_id, part).await? else {
                continue;
            };
            plan.rows.extend(self.plan_slice(upload, slice, group_tag, only).await?.rows);
        }
        match_catalogue(conn, &mut plan, self.settings.catalogue_required).await?;
        if let Some(scope) = basis.and_then(Basis::scope) {
            // The order number of the whole is asked for only when devices are registered.
            cover(&mut plan, scope, true);
        }
        let ordering = move || {
            plan.end_duplicates();
            plan.order_claims();
            plan
        };
        let plan = tokio::task::spawn_blocking(ordering).await;
        let plan = plan.map_err(ServiceError::internal("plan a preview"))?;
        let changes = foresee(conn, upload.tenant_id, &plan, room).await?;
        Ok(changes.results(&plan))
    }
}
