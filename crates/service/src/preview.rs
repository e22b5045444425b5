//! What the reader understood of an upload, row by row, before anything is registered.

use serde_json::json;
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::relationship::Scope;
use taxiway_domain::role::Action;
use taxiway_intake::{Row, RowVerdict};
use taxiway_store::{Conn, Upload, UploadPartInfo};

use crate::Service;
use crate::audit::Act;
use crate::basis::{Basis, basis_of};
use crate::context::Context;
use crate::error::{Result, ServiceError};
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
            Self::Ok => "ok",
        }
    }

    /// Reads the stable name; anything else is all rows.
    pub fn from_name(name: &str) -> Self {
        [Self::Errors, Self::Warnings, Self::Ok]
            .into_iter()
            .find(|one| one.as_str() == name)
            .unwrap_or_default()
    }

    fn takes(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Errors => row.verdict() == RowVerdict::Error,
            Self::Warnings => row.verdict() == RowVerdict::Warning,
            Self::Ok => row.verdict() == RowVerdict::Ok,
        }
    }

    fn rows_of(self, counts: &RowCounts) -> u64 {
        match self {
            Self::All => counts.rows(),
            Self::Errors => counts.errors,
            Self::Warnings => counts.warnings,
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
    pub rows: Vec<Row>,
    /// Its number, from 1.
    pub number: u64,
    /// Rows a page has.
    pub size: u64,
    /// Rows that match the filter.
    pub total: u64,
    /// All rows by verdict, what the consent refuses included.
    pub counts: RowCounts,
    /// How far the consent reaches, where it has limits.
    pub bounds: Option<Bounds>,
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
        let limits = bounds.as_ref().map(|bounds| &bounds.scope).filter(|scope| scope.limits_rows());
        let sight = Sight { scope: limits.cloned(), group_tag: wanted.group_tag.clone(), retry_of: None };
        let survey = if limits.is_some() { self.survey(&mut conn, &upload, &sight).await? } else { None };
        let parts = conn.upload_parts(customer, upload.upload_id).await?;
        // Without limits for rows, and in very large uploads, the counts of the first reading stand.
        let counts: Vec<(i64, RowCounts)> = parts
            .iter()
            .map(|part| {
                let counted = survey.as_ref().and_then(|survey| survey.parts.get(&part.part).copied());
                (part.part, counted.unwrap_or_else(|| first_counts(part)))
            })
            .collect();
        let mut all = RowCounts::default();
        for (_, part) in &counts {
            all += *part;
        }
        let filter = wanted.filter;
        let total: u64 = counts.iter().map(|(_, part)| filter.rows_of(part)).sum();
        let size = wanted.size.clamp(1, 500);
        let number = wanted.number.clamp(1, u64::max(1, u64::div_ceil(total, size)));
        let mut skip = (number - 1) * size;
        let mut rows = Vec::new();
        for (part, part_counts) in counts {
            let here = filter.rows_of(&part_counts);
            if here <= skip {
                skip -= here;
                continue;
            }
            let missing = usize::try_from(size).unwrap_or(usize::MAX) - rows.len();
            rows.extend(self.rows_in_sight(&mut conn, &upload, part, &sight, filter, (skip, missing)).await?);
            skip = 0;
            if rows.len() as u64 >= size {
                break;
            }
        }
        drop(conn);
        // Whoever handed a file in looks at it before he registers it; anybody else reads the file of another.
        if upload.partner_id != context.actor.organisation_id {
            let object_id = upload.upload_id.to_string();
            let detail = json!({ "file": upload.file_name, "page": number });
            let act = Act { action: "upload.read", object_kind: "upload", object_id, detail };
            self.note(context, &access, act).await?;
        }
        Ok(PreviewPage { rows, number, size, total, counts: all, bounds })
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
            if filter.takes(&row) {
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
        errors: part.error_rows.unsigned_abs(),
    }
}
