//! What an upload holds once the consent is taken into account: counted by part, and in groups that can be chosen.
//!
//! It is found by reading the stored bytes once more, and remembered for a while: whoever looks at one page looks at the next.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use taxiway_domain::finding::{Finding, FindingCode};
use taxiway_domain::ids::{JobId, UploadId};
use taxiway_domain::relationship::Scope;
use taxiway_domain::rows::RowRanges;
use taxiway_domain::text::Text;
use taxiway_intake::{Reader, Row, RowVerdict};
use taxiway_store::{Conn, Upload};

use crate::Service;
use crate::basis::mark;
use crate::error::{Result, ServiceError};
use crate::forecast::Prospect;
use crate::results::unpack;
use crate::slicing::decompress;
use crate::upload::{ReadingOptions, understood};
use crate::worker::failed_rows;

/// Larger uploads are not read from end to end for a page.
pub(crate) const SURVEYED_BYTES: i64 = 512 << 20;
/// Groups told apart; the rest is one more.
const GROUPS: usize = 200;
/// Surveys remembered.
const REMEMBERED: usize = 16;

/// How the rows of an upload are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The consent's scope, where it limits rows.
    pub scope: Option<Scope>,
    /// Group tag of the rows that carry none.
    pub group_tag: Option<String>,
    /// Only the rows that failed in this job.
    pub retry_of: Option<JobId>,
}

/// Rows by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowCounts {
    /// Without a doubt.
    pub ok: u64,
    /// To be registered, but somebody should look.
    pub warnings: u64,
    /// Nothing to register: the customer has the device, or an earlier row is the same.
    pub already: u64,
    /// Refused.
    pub errors: u64,
}

impl RowCounts {
    pub(crate) fn add(&mut self, prospect: Prospect) {
        match prospect {
            Prospect::Ok => self.ok += 1,
            Prospect::Warning => self.warnings += 1,
            Prospect::Already => self.already += 1,
            Prospect::Error => self.errors += 1,
        }
    }

    /// As the first reading of a file counts, which leaves repeated rows out with all others.
    pub(crate) fn as_read(self) -> Self {
        Self { already: 0, errors: self.errors + self.already, ..self }
    }

    /// Rows that can be registered.
    pub fn registrable(&self) -> u64 {
        self.ok + self.warnings
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.ok + self.warnings + self.already + self.errors
    }
}

impl std::ops::AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.ok += other.ok;
        self.warnings += other.warnings;
        self.already += other.already;
        self.errors += other.errors;
    }
}

/// What the rows of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GroupName {
    /// The group tag; empty for none.
    pub group_tag: String,
    /// Manufacturer; empty when unknown.
    pub manufacturer: String,
    /// Model; empty when unknown.
    pub model: String,
}

impl GroupName {
    /// A short name for forms that says nothing about the group.
    fn key(&self) -> String {
        let mut digest = Sha256::new();
        for text in [&self.group_tag, &self.manufacturer, &self.model] {
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text.as_bytes());
        }
        hex::encode(&digest.finalize()[..8])
    }
}

/// Rows with the same tag, manufacturer and model that can be registered.
#[derive(Debug, Clone)]
pub(crate) struct RowGroup {
    /// What they have in common; none for everything beyond the groups that are told apart.
    pub name: Option<GroupName>,
    pub rows: RowRanges,
}

impl RowGroup {
    pub(crate) fn key(&self) -> String {
        self.name.as_ref().map_or_else(|| "rest".to_owned(), GroupName::key)
    }
}

/// What an upload holds.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub parts: BTreeMap<i64, RowCounts>,
    /// In the order in which they begin.
    pub groups: Vec<RowGroup>,
    /// Every row that can be registered.
    pub registrable: RowRanges,
}

impl Survey {
    pub(crate) fn counts(&self) -> RowCounts {
        let mut counts = RowCounts::default();
        for part in self.parts.values() {
            counts += *part;
        }
        counts
    }
}

/// Surveys made lately, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Surveys(Mutex<VecDeque<(UploadId, Sight, Arc<Survey>)>>);

impl Surveys {
    fn find(&self, upload: UploadId, sight: &Sight) -> Option<Arc<Survey>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .find(|(id, seen, _)| *id == upload && seen == sight)
            .map(|(.., survey)| Arc::clone(survey))
    }

    fn keep(&self, upload: UploadId, sight: &Sight, survey: &Arc<Survey>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == REMEMBERED {
            known.pop_front();
        }
        known.push_back((upload, sight.clone(), Arc::clone(survey)));
    }
}

/// What is being counted.
#[derive(Default)]
struct Count {
    survey: Survey,
    /// Positions of the groups by name; none stands for the rest.
    known: HashMap<Option<GroupName>, usize>,
}

impl Count {
    fn row(&mut self, part: i64, row: &Row, group_tag: Option<&str>) {
        self.survey.parts.entry(part).or_default().add(Prospect::of_row(row));
        if row.verdict() == RowVerdict::Error || row.identity.is_none() {
            return;
        }
        self.survey.registrable.push(row.number);
        let told = |identity: Option<&Text>, cell: &Option<Text>| {
            identity.or(cell.as_ref()).map(ToString::to_string).unwrap_or_default()
        };
        let identity = row.identity.as_ref();
        let mut name = Some(GroupName {
            group_tag: row.cells.group_tag.as_deref().or(group_tag).unwrap_or_default().to_owned(),
            manufacturer: told(identity.and_then(|one| one.manufacturer.as_ref()), &row.cells.manufacturer),
            model: told(identity.and_then(|one| one.model.as_ref()), &row.cells.model),
        });
        if !self.known.contains_key(&name) && self.known.len() >= GROUPS {
            name = None;
        }
        let groups = &mut self.survey.groups;
        let position = *self.known.entry(name.clone()).or_insert_with(|| {
            groups.push(RowGroup { name, rows: RowRanges::none() });
            groups.len() - 1
        });
        groups[position].rows.push(row.number);
    }
}

impl Service {
    /// What an upload holds in this sight; none when it is too large to be read for a page.
    pub(crate) async fn survey(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        sight: &Sight,
    ) -> Result<Option<Arc<Survey>>> {
        if upload.bytes > SURVEYED_BYTES {
            return Ok(None);
        }
        if let Some(known) = self.surveys.find(upload.upload_id, sight) {
            return Ok(Some(known));
        }
        let mut count = Count::default();
        for part in parts_in_sight(conn, upload, sight).await? {
            count.survey.parts.insert(part, RowCounts::default());
            let tag = sight.group_tag.clone();
            let visit = move |count: &mut Count, row: Row| {
                count.row(part, &row, tag.as_deref());
                true
            };
            count = self.walk_part(conn, upload, part, sight, count, visit).await?;
        }
        let survey = Arc::new(count.survey);
        self.surveys.keep(upload.upload_id, sight, &survey);
        Ok(Some(survey))
    }

    /// Shows the rows of a slice to `visit`, one after the other, for as long as it says true.
    pub(crate) async fn walk_part<T: Send + 'static>(
        &self,
        conn: &mut Conn,
        upload: &Upload,
        part: i64,
        sight: &Sight,
        mut state: T,
        mut visit: impl FnMut(&mut T, Row) -> bool + Send + 'static,
    ) -> Result<T> {
        let Some(slice) = conn.upload_part(upload.tenant_id, upload.upload_id, part).await? else {
            return Ok(state);
        };
        let only = match sight.retry_of {
            None => None,
            Some(earlier) => {
                let result = conn.job_part_result(upload.tenant_id, earlier, part).await?;
                Some(failed_rows(&result.map_or(Ok(Vec::new()), |data| unpack(&data))?))
            }
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
        let sight = sight.clone();
        let work = move || {
            let bytes = decompress(&slice.data)?;
            let (line, row) = (slice.first_line.unsigned_abs(), slice.first_row.unsigned_abs() - 1);
            let mut reader = Reader::resume(&bytes[..], &understood.recognition, &options, line, row);
            loop {
                let next = reader.next_row();
                let next = next.map_err(|refusal| {
                    ServiceError::internal("read a stored slice")(refusal.code().as_str())
                })?;
                let Some(mut row) = next else { break };
                if only.as_ref().is_some_and(|only| only.binary_search(&row.number).is_err()) {
                    continue;
                }
                mark_duplicate(&mut row, &earlier);
                if let Some(scope) = &sight.scope {
                    mark(&mut row, scope, sight.group_tag.as_deref());
                }
                if !visit(&mut state, row) {
                    break;
                }
            }
            Ok(state)
        };
        tokio::task::spawn_blocking(work).await.map_err(ServiceError::internal("read a slice"))?
    }
}

/// The slices that have rows in this sight.
pub(crate) async fn parts_in_sight(conn: &mut Conn, upload: &Upload, sight: &Sight) -> Result<Vec<i64>> {
    Ok(match sight.retry_of {
        None => {
            let parts = conn.upload_parts(upload.tenant_id, upload.upload_id).await?;
            parts.iter().filter(|part| part.total_rows > 0).map(|part| part.part).collect()
        }
        Some(earlier) => {
            let parts = conn.job_parts(upload.tenant_id, earlier).await?;
            parts.iter().filter(|part| part.failed + part.cancelled > 0).map(|part| part.part).collect()
        }
    })
}

/// A slice alone does not show that a device stands in an earlier one: that was noted at the first reading.
fn mark_duplicate(row: &mut Row, earlier: &HashMap<u64, u64>) {
    if let Some(line) = earlier.get(&row.line) {
        row.findings.push(Finding {
            code: FindingCode::DuplicateInFile,
            line: row.line,
            column: None,
            found: row
                .identity
                .as_ref()
                .and_then(|identity| identity.serial_number.as_ref().map(ToString::to_string)),
            used: Some(line.to_string()),
        });
    }
}
