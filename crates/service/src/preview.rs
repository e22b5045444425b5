//! What was understood of an upload, row by row, and what would become of it, before anything is registered.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;
use taxiway_domain::finding::{Finding, FindingCode};
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::relationship::Scope;
use taxiway_domain::role::Action;
use taxiway_intake::Row;
use taxiway_store::{Conn, Upload, UploadPartInfo};

use crate::Service;
use crate::audit::Act;
use crate::basis::{Basis, basis_of};
use crate::changes::Room;
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::forecast::{Compared, PreviewRow, Prospect, Wanted};
use crate::results::RowResult;
use crate::survey::{RowCounts, Sight};

/// Which rows a preview shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowFilter {
    /// Every row.
    #[default]
    All,
    /// Rows with errors.
    Errors,
    /// Rows with warnings.
    Warnings,
    /// Rows for which there is nothing to register.
    Already,
    /// Rows without a doubt.
    Ok,
}

impl RowFilter {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Errors => "errors",
            Self::Warnings => "warnings",
            Self::Already => "already",
            Self::Ok => "ok",
        }
    }

    /// Reads the stable name; anything else is all rows.
    pub fn from_name(name: &str) -> Self {
        [Self::Errors, Self::Warnings, Self::Already, Self::Ok]
            .into_iter()
            .find(|one| one.as_str() == name)
            .unwrap_or_default()
    }

    fn takes(self, prospect: Prospect) -> bool {
        match self {
            Self::All => true,
            Self::Errors => prospect == Prospect::Error,
            Self::Warnings => prospect == Prospect::Warning,
            Self::Already => prospect == Prospect::Already,
            Self::Ok => prospect == Prospect::Ok,
        }
    }

    fn rows_of(self, counts: &RowCounts) -> u64 {
        match self {
            Self::All => counts.rows(),
            Self::Errors => counts.errors,
            Self::Warnings => counts.warnings,
            Self::Already => counts.already,
            Self::Ok => counts.ok,
        }
    }
}

/// What of a preview is wanted.
#[derive(Debug, Clone, Default)]
pub struct PreviewWanted {
    /// Which rows.
    pub filter: RowFilter,
    /// Group tag of the rows that carry none, for what the consent says about them.
    pub group_tag: Option<String>,
    /// Number of the page, from 1.
    pub number: u64,
    /// Rows a page has.
    pub size: u64,
}

/// How far the consent reaches under which an upload would be registered.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// Its limits.
    pub scope: Scope,
    /// How many devices its holder registered.
    pub registered: u64,
}

/// A page of rows as they would be registered.
#[derive(Debug, Clone)]
pub struct PreviewPage {
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// Its number, from 1.
    pub number: u64,
    /// Rows a page has.
    pub size: u64,
    /// Rows that match the filter.
    pub total: u64,
    /// All rows by what would become of them, as far as they were compared.
    pub counts: RowCounts,
    /// With what they were compared.
    pub compared: Compared,
    /// Rows refused because the consent has no more room for devices; known where every row was compared.
    pub beyond: u64,
    /// How far the consent reaches, where it has limits.
    pub bounds: Option<Bounds>,
}

/// An upload and under what its rows would be registered.
struct Looked<'a> {
    upload: &'a Upload,
    basis: Option<&'a Basis>,
    bounds: Option<&'a Bounds>,
    parts: &'a [UploadPartInfo],
    wanted: &'a PreviewWanted,
    compared: Compared,
}

/// A page of rows, and what there is in all.
struct Found {
    rows: Vec<PreviewRow>,
    number: u64,
    total: u64,
    counts: RowCounts,
    beyond: u64,
}

impl PreviewWanted {
    fn size(&self) -> u64 {
        self.size.clamp(1, 500)
    }

    /// The page wanted of so many rows, or the last one, and how many rows stand before it.
    fn page_of(&self, total: u64) -> (u64, u64) {
        let number = self.number.clamp(1, u64::max(1, u64::div_ceil(total, self.size())));
        (number, (number - 1) * self.size())
    }
}

impl Service {
    /// A page of an upload's rows, read again with the options of the first reading.
    pub async fn preview(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
        filter: RowFilter,
        number: u64,
        size: u64,
    ) -> Result<PreviewPage> {
        let wanted = PreviewWanted { filter, group_tag: None, number, size };
        self.preview_as(context, customer, upload, &wanted).await
    }

    /// As [`Self::preview`], with the tag that the rows without one would get.
    pub async fn preview_as(
        &self,
        context: &Context,
        customer: OrganisationId,
        upload: UploadId,
        wanted: &PreviewWanted,
    ) -> Result<PreviewPage> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let upload = conn.upload(customer, upload).await?.filter(|found| access.sees(found.partner_id));
        let upload = upload.filter(|found| found.state == "ready").ok_or(ServiceError::NotFound)?;
        let basis = basis_of(&mut conn, customer, upload.partner_id).await?;
        let bounds = bounds(&mut conn, customer, basis.as_ref()).await?;
        let registered = conn.upload_has_job(customer, upload.upload_id).await?;
        let parts = conn.upload_parts(customer, upload.upload_id).await?;
        let looked = Looked {
            upload: &upload,
            basis: basis.as_ref(),
            bounds: bounds.as_ref(),
            parts: &parts,
            wanted,
            compared: Compared::of(&upload, registered),
        };
        let found = match looked.compared {
            Compared::Whole => self.compared_page(&mut conn, &looked).await?,
            Compared::Page | Compared::Nothing => self.read_page(&mut conn, &looked).await?,
        };
        drop(conn);
        // Whoever handed a file in looks at it before he registers it; anybody else reads the file of another.
        if upload.partner_id != context.actor.organisation_id {
            let object_id = upload.upload_id.to_string();
            let detail = json!({ "file": upload.file_name, "page": found.number });
            let act = Act { action: "upload.read", object_kind: "upload", object_id, detail };
            self.note(context, &access, act).await?;
        }
        let Found { rows, number, total, counts, beyond } = found;
        let compared = looked.compared;
        Ok(PreviewPage { rows, number, size: wanted.size(), total, counts, compared, beyond, bounds })
    }

    /// A page of an upload of which every row is compared with what is known at this moment.
    async fn compared_page(&self, conn: &mut Conn, looked: &Looked<'_>) -> Result<Found> {
        let Looked { upload, basis, parts, wanted, .. } = looked;
        let room = looked.bounds.and_then(Bounds::room);
        let every = parts.iter().filter(|part| part.total_rows > 0).map(|part| (part.part, None)).collect();
        let results = self.forecast(conn, upload, *basis, wanted.group_tag.as_deref(), every, room).await?;
        let mut counts = RowCounts::default();
        for result in &results {
            counts.add(Prospect::of(result));
        }
        let over = |said: &Finding| said.code == FindingCode::ScopeMaxDevices;
        let beyond = results.iter().filter(|result| result.findings.iter().any(over)).count() as u64;
        let total = wanted.filter.rows_of(&counts);
        let (number, skip) = wanted.page_of(total);
        let mut shown: HashMap<u64, RowResult> = results
            .into_iter()
            .filter(|result| wanted.filter.takes(Prospect::of(result)))
            .skip(usize::try_from(skip).unwrap_or(usize::MAX))
            .take(usize::try_from(wanted.size()).unwrap_or(usize::MAX))
            .map(|result| (result.number, result))
            .collect();
        let rows = self.rows_numbered(conn, upload, parts, shown.keys().copied().collect()).await?;
        let foreseen = |row: Row| match shown.remove(&row.number) {
            Some(result) => PreviewRow::foreseen(row, result),
            None => PreviewRow::read(row),
        };
        Ok(Found { rows: rows.into_iter().map(foreseen).collect(), number, total, counts, beyond })
    }

    /// A page of an upload as it was read; of a long one that nobody registered yet, the rows of the page are compared.
    async fn read_page(&self, conn: &mut Conn, looked: &Looked<'_>) -> Result<Found> {
        let Looked { upload, basis, parts, wanted, .. } = looked;
        let limits = looked.bounds.map(|bounds| &bounds.scope).filter(|scope| scope.limits_rows());
        let sight = Sight { scope: limits.cloned(), group_tag: wanted.group_tag.clone(), retry_of: None };
        let survey = if limits.is_some() { self.survey(conn, upload, &sight).await? } else { None };
        // Without limits for rows, and in very large uploads, the counts of the first reading stand.
        let counted = |part: &UploadPartInfo| {
            let counted = survey.as_ref().and_then(|survey| survey.parts.get(&part.part).copied());
            counted.map_or_else(|| first_counts(part), RowCounts::as_read)
        };
        let by_part: Vec<(i64, RowCounts)> = parts.iter().map(|part| (part.part, counted(part))).collect();
        let mut counts = RowCounts::default();
        for (_, part) in &by_part {
            counts += *part;
        }
        let total = wanted.filter.rows_of(&counts);
        let (number, mut skip) = wanted.page_of(total);
        let size = usize::try_from(wanted.size()).unwrap_or(usize::MAX);
        let (mut rows, mut numbers): (Vec<Row>, Vec<Wanted>) = (Vec::new(), Vec::new());
        for (part, part_counts) in by_part {
            let here = wanted.filter.rows_of(&part_counts);
            if here <= skip {
                skip -= here;
                continue;
            }
            let within = (skip, size - rows.len());
            let found = self.rows_in_sight(conn, upload, part, &sight, wanted.filter, within).await?;
            numbers.push((part, Some(found.iter().map(|row| row.number).collect())));
            rows.extend(found);
            skip = 0;
            if rows.len() >= size {
                break;
            }
        }
        let mut results = Vec::new();
        if looked.compared == Compared::Page {
            results = self.forecast(conn, upload, *basis, wanted.group_tag.as_deref(), numbers, None).await?;
        }
        let mut results: HashMap<u64, RowResult> =
            results.into_iter().map(|result| (result.number, result)).collect();
        let foreseen = |row: Row| match results.remove(&row.number) {
            Some(result) => PreviewRow::foreseen_apart(row, result),
            None => PreviewRow::read(row),
        };
        let rows = rows.into_iter().map(foreseen).collect();
        Ok(Found { rows, number, total, counts, beyond: 0 })
    }

    /// The rows with these numbers, in the order of the file.
    async fn rows_numbered(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        parts: &[UploadPartInfo],
        numbers: HashSet<u64>,
    ) -> Result<Vec<Row>> {
        let numbers = Arc::new(numbers);
        let mut rows = Vec::with_capacity(numbers.len());
        for part in parts {
            let first = part.first_row.unsigned_abs();
            let here = first..first + part.total_rows.unsigned_abs();
            if !numbers.iter().any(|number| here.contains(number)) {
                continue;
            }
            let numbers = Arc::clone(&numbers);
            let visit = move |rows: &mut Vec<Row>, row: Row| {
                if numbers.contains(&row.number) {
                    rows.push(row);
                }
                rows.len() < numbers.len()
            };
            rows = self.walk_part(conn, upload, part.part, &Sight::default(), rows, visit).await?;
        }
        Ok(rows)
    }

    /// Rows of a slice that pass the filter, after the first `skip` of them.
    pub(crate) async fn rows_of_part(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        part: i64,
        filter: RowFilter,
        skip: u64,
        wanted: usize,
    ) -> Result<Vec<Row>> {
        self.rows_in_sight(conn, upload, part, &Sight::default(), filter, (skip, wanted)).await
    }

    /// As [`Self::rows_of_part`], in a certain sight.
    pub(crate) async fn rows_in_sight(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        part: i64,
        sight: &Sight,
        filter: RowFilter,
        (skip, wanted): (u64, usize),
    ) -> Result<Vec<Row>> {
        let mut passed = 0;
        let visit = move |rows: &mut Vec<Row>, row: Row| {
            if filter.takes(row.verdict().into()) {
                passed += 1;
                if passed > skip {
                    rows.push(row);
                }
            }
            rows.len() < wanted
        };
        if wanted == 0 {
            return Ok(Vec::new());
        }
        self.walk_part(conn, upload, part, sight, Vec::new(), visit).await
    }
}

impl Bounds {
    /// How many devices may still be registered, where their number is limited.
    fn room(&self) -> Option<Room> {
        let left = self.scope.max_devices?.saturating_sub(self.registered);
        Some(Room { left, scope: self.scope.clone() })
    }
}

/// How far a consent reaches, where it has limits.
pub(crate) async fn bounds(
    conn: &mut Conn,
    customer: OrganisationId,
    basis: Option<&Basis>,
) -> Result<Option<Bounds>> {
    let Some((scope, partner)) = basis.and_then(|basis| Some((basis.scope()?, basis.partner()?))) else {
        return Ok(None);
    };
    if scope.is_unlimited() {
        return Ok(None);
    }
    let registered = match scope.max_devices {
        Some(_) => conn.deeds(customer, partner).await?.devices.unsigned_abs(),
        None => 0,
    };
    Ok(Some(Bounds { scope: scope.clone(), registered }))
}

fn first_counts(part: &UploadPartInfo) -> RowCounts {
    RowCounts {
        ok: part.ok_rows.unsigned_abs(),
        warnings: part.warning_rows.unsigned_abs(),
        already: 0,
        errors: part.error_rows.unsigned_abs(),
    }
}
