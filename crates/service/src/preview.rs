//! What the reader understood of an upload, row by row, before anything is registered.

use std::collections::HashMap;

use serde_json::json;
use taxiway_domain::finding::{Finding, FindingCode};
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::role::Action;
use taxiway_intake::{Reader, Row, RowVerdict};
use taxiway_store::{Conn, Upload, UploadPartInfo};

use crate::Service;
use crate::audit::Act;
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::slicing::decompress;
use crate::upload::{ReadingOptions, understood};

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

    fn rows_of(self, part: &UploadPartInfo) -> u64 {
        match self {
            Self::All => part.total_rows,
            Self::Errors => part.error_rows,
            Self::Warnings => part.warning_rows,
            Self::Ok => part.ok_rows,
        }
        .unsigned_abs()
    }
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
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::UploadRead).await?;
        let upload = conn.upload(customer, upload).await?.filter(|found| access.sees(found.partner_id));
        let upload = upload.filter(|found| found.state == "ready").ok_or(ServiceError::NotFound)?;
        let parts = conn.upload_parts(customer, upload.upload_id).await?;
        let total: u64 = parts.iter().map(|part| filter.rows_of(part)).sum();
        let size = size.clamp(1, 500);
        let number = number.clamp(1, u64::max(1, u64::div_ceil(total, size)));
        let mut skip = (number - 1) * size;
        let mut rows = Vec::new();
        for part in parts {
            let here = filter.rows_of(&part);
            if here <= skip {
                skip -= here;
                continue;
            }
            let wanted = usize::try_from(size).unwrap_or(usize::MAX) - rows.len();
            rows.extend(self.rows_of_part(&mut conn, &upload, part.part, filter, skip, wanted).await?);
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
        Ok(PreviewPage { rows, number, size, total })
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
        let Some(slice) = conn.upload_part(upload.tenant_id, upload.upload_id, part).await? else {
            return Ok(Vec::new());
        };
        let understood = understood(upload)?.ok_or(ServiceError::NotFound)?;
        let reading: ReadingOptions =
            serde_json::from_str(&upload.options).map_err(ServiceError::internal("read reading options"))?;
        let options = reading.options(self);
        let duplicates: Vec<(u64, u64)> = slice
            .duplicates
            .as_deref()
            .map_or(Ok(Vec::new()), serde_json::from_str)
            .map_err(ServiceError::internal("read duplicates"))?;
        let earlier: HashMap<u64, u64> = duplicates.into_iter().collect();
        let work = move || {
            let bytes = decompress(&slice.data)?;
            let (line, row) = (slice.first_line.unsigned_abs(), slice.first_row.unsigned_abs() - 1);
            let mut reader = Reader::resume(&bytes[..], &understood.recognition, &options, line, row);
            let mut rows = Vec::new();
            let mut passed = 0;
            while rows.len() < wanted {
                let next = reader.next_row();
                let next = next.map_err(|refusal| {
                    ServiceError::internal("read a stored slice")(refusal.code().as_str())
                })?;
                let Some(mut row) = next else { break };
                mark_duplicate(&mut row, &earlier);
                if filter.takes(&row) {
                    passed += 1;
                    if passed > skip {
                        rows.push(row);
                    }
                }
            }
            Ok(rows)
        };
        tokio::task::spawn_blocking(work).await.map_err(ServiceError::internal("read a slice"))?
    }
}

/// A slice alone does not show that a device stands in an earlier one: that was noted at the first reading.
fn mark_duplicate(row: &mut Row, earlier: &HashMap<u64, u64>) {
    if let Some(line) = earlier.get(&row.line) {
        row.findings.push(Finding {
            code: FindingCode::DuplicateInFile,
            line: row.line,
            column: None,
            found: row.identity.as_ref().and_then(|identity| identity.serial_number.clone()),
            used: Some(line.to_string()),
        });
    }
}
