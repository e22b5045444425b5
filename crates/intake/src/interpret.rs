//! From the cells of a record to a row: cleaning, identity, tag and user, with everything that is to be said.

use std::io::Read;

use taxiway_domain::finding::{Column, Finding, FindingCode, Severity};
use taxiway_domain::group_tag::{GroupTag, GroupTagRefusal, TagRules, TagVerdict};
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::identity::{Identity, Parts};
use taxiway_domain::product_key::is_licence_key;
use taxiway_domain::text::Text;
use taxiway_domain::tuple::MAX_TEXT_BYTES;

use crate::as_found::as_found;
use crate::clean::{Cleaned, clean, is_blank, shortened};
use crate::encoding::Encoding;
use crate::framing::{Framer, Record};
use crate::layout::{Layout, is_optional};
use crate::reader::{Mode, Options};
use crate::recognition::Recognition;
use crate::row::{Cells, Row};
use crate::write::SAMPLE_SERIAL as SERIAL;
use crate::zeros::{SerialWidths, Zeros};

/// Characters of a hardware hash.
const HASH_CHARS: usize = 4000;

/// Turns records into rows by what was recognised.
pub(crate) struct Interpreter {
    strict: bool,
    layout: Layout,
    encoding: Encoding,
    columns: Vec<Option<Column>>,
    labels: Vec<String>,
    widths: SerialWidths,
    tags: TagRules,
    /// The cells of the row before, column by column: a model that repeats is kept once.
    last_cells: Vec<Text>,
    /// Rows of a file mostly carry the same tag.
    last_tag: Option<(Text, Option<Finding>)>,
}

impl Interpreter {
    pub(crate) fn new(recognition: &Recognition, options: &Options) -> Self {
        Self {
            strict: options.mode == Mode::Strict,
            layout: recognition.layout,
            encoding: recognition.encoding,
            columns: recognition.columns.clone(),
            labels: recognition.labels.clone(),
            widths: recognition.serial_widths.clone(),
            tags: options.tags.clone(),
            last_cells: vec![Text::default(); recognition.columns.len()],
            last_tag: None,
        }
    }

    pub(crate) fn row<R: Read>(&mut self, framer: &Framer<R>, record: &Record, number: u64) -> Row {
        let line = record.line;
        let mut row =
            Row { number, line, cells: Cells::default(), text: None, identity: None, findings: Vec::new() };
        if self.strict && record.quoted {
            row.findings.push(row_finding(FindingCode::StrictQuotes, line));
        }
        if let Some(finding) = self.misplaced(framer, record) {
            row.findings.push(finding);
            row.text = as_found(&self.encoding.text(framer.text(record)).0);
            return row;
        }
        for at in 0..self.columns.len() {
            let Some(column) = self.columns[at] else { continue };
            let bytes = framer.cell(record, at);
            if bytes.is_empty() {
                continue;
            }
            let (text, foreign) = self.encoding.text(&bytes);
            let mut cleaned = clean(&text);
            if foreign {
                cleaned.damage = Some(FindingCode::ValueCharacters);
            }
            self.say_about_cell(&mut row.findings, line, column, &text, &cleaned);
            if !cleaned.text.is_empty() {
                let last = &mut self.last_cells[at];
                if **last != *cleaned.text {
                    *last = Text::from(cleaned.text);
                }
                row.cells.set(column, Some(last.clone()));
            }
        }
        self.identify(&mut row);
        self.check_serial(&mut row);
        self.check_tag(&mut row);
        self.check_rest(&mut row);
        row
    }

    /// A record whose cells do not stand under the columns: guessing would shift values into wrong columns.
    ///
    /// Blank cells more than columns are left over from a spreadsheet. Cells fewer than columns are taken only when
    /// nothing that identifies the device is missing: tag, user, order and purchase number.
    fn misplaced<R: Read>(&self, framer: &Framer<R>, record: &Record) -> Option<Finding> {
        let (cells, width) = (framer.cells(), self.columns.len());
        let blank = |at| is_blank(&self.encoding.text(&framer.cell(record, at)).0);
        let miscounted = |code| {
            let (found, used) = (Some(cells.to_string()), Some(width.to_string()));
            Some(Finding { found, used, ..row_finding(code, record.line) })
        };
        if cells > width && (self.strict || !(width..cells).all(blank)) {
            return miscounted(FindingCode::TooManyCells);
        }
        if cells < width && (self.strict || !self.columns[cells..].iter().all(|column| is_optional(*column)))
        {
            return miscounted(FindingCode::TooFewCells);
        }
        let shifted = self.labels.iter().enumerate().find_map(|(at, label)| {
            let cell = framer.cell(record, at);
            let text = self.encoding.text(&cell).0;
            (text.trim() != label.trim()).then(|| (shortened(&text), label.clone()))
        });
        shifted.map(|(found, label)| Finding {
            found: Some(found),
            used: Some(label),
            ..row_finding(FindingCode::ColumnsShifted, record.line)
        })
    }

    fn say_about_cell(
        &self,
        findings: &mut Vec<Finding>,
        line: u64,
        column: Column,
        raw: &str,
        cleaned: &Cleaned<'_>,
    ) {
        let mut say = |code, used: Option<&str>| {
            let used = used.and_then(|text| shown(column, text));
            findings.push(Finding { code, line, column: Some(column), found: shown(column, raw), used });
        };
        // A cell with nothing but blanks is an empty cell.
        if !cleaned.changes.is_empty() && !cleaned.text.is_empty() {
            for code in cleaned.changes.codes() {
                let code = if self.strict { strict_code(code) } else { code };
                say(code, Some(&cleaned.text));
            }
        }
        if self.strict && self.encoding == Encoding::Utf8 && !raw.is_ascii() {
            say(FindingCode::StrictEncoding, None);
        }
        if let Some(damage) = cleaned.damage {
            say(damage, None);
        }
    }

    fn identify(&self, row: &mut Row) {
        if !self.strict {
            repair_hash(row);
        }
        let cells = &row.cells;
        let parts = Parts {
            hash: cells.hardware_hash.as_deref(),
            product_key: cells.product_key.as_deref(),
            serial_number: cells.serial_number.as_deref(),
            manufacturer: cells.manufacturer.as_deref(),
            model: cells.model.as_deref(),
        };
        let said = match Identity::from_parts(&parts) {
            Ok((identity, warnings)) => {
                // Put where it stays: an identity with a hash is large.
                row.identity = Some(identity);
                warnings
            }
            Err(refusals) => refusals,
        };
        if said.is_empty() {
            return;
        }
        // What a spreadsheet destroyed is said once, not again as a malformed value.
        let damaged = |column: Option<Column>| {
            column.is_some()
                && row
                    .findings
                    .iter()
                    .any(|known| known.column == column && known.code.severity() == Severity::Error)
        };
        let said: Vec<_> = said.into_iter().filter(|finding| !damaged(finding.column)).collect();
        row.findings.extend(said.into_iter().map(|finding| finding.at_line(row.line)));
        if row.cells.product_key.as_deref().is_some_and(is_licence_key) {
            row.cells.product_key = None;
        }
    }

    /// Zeros lost in front of a serial number; with a hash the firmware's own serial number counts.
    fn check_serial(&self, row: &mut Row) {
        let Some(serial) = &row.cells.serial_number else { return };
        if self.widths.is_empty() || row.identity.as_ref().is_some_and(|identity| identity.hash.is_some()) {
            return;
        }
        let (manufacturer, model) = (row.cells.manufacturer.as_deref(), row.cells.model.as_deref());
        let (code, length) = match self.widths.judge(serial, manufacturer, model) {
            Zeros::Kept => return,
            Zeros::Doubtful(length) => (FindingCode::SerialZerosDoubtful, length),
            Zeros::Lost(length) => (FindingCode::SerialLostZeros, length),
        };
        row.findings.push(Finding {
            code,
            line: row.line,
            column: Some(Column::SerialNumber),
            found: Some(serial.to_string()),
            used: Some(length.to_string()),
        });
    }

    fn check_tag(&mut self, row: &mut Row) {
        let Some(tag) = &row.cells.group_tag else { return };
        if self.last_tag.as_ref().is_none_or(|(last, _)| last != tag) {
            self.last_tag = Some((tag.clone(), judge_tag(&self.tags, tag)));
        }
        if let Some((_, Some(finding))) = &self.last_tag {
            row.findings.push(Finding { line: row.line, ..finding.clone() });
        }
    }

    fn check_rest(&self, row: &mut Row) {
        for column in [Column::AssignedUser, Column::OrderId, Column::PurchaseId] {
            let Some(value) = row.cells.get(column).filter(|value| value.len() > MAX_TEXT_BYTES) else {
                continue;
            };
            let found = shown(column, value);
            row.findings.push(Finding {
                column: Some(column),
                found,
                ..row_finding(FindingCode::ValueTooLong, row.line)
            });
        }
        let user = row.cells.assigned_user.as_deref();
        // A blank cell in this column makes the whole import of the other service fail; the column is to be left out.
        let blank = self.strict && user.is_none() && self.columns.contains(&Some(Column::AssignedUser));
        if blank || user.is_some_and(|user| !is_user_principal_name(user)) {
            let found = user.map(shortened);
            let column = Some(Column::AssignedUser);
            row.findings.push(Finding {
                column,
                found,
                ..row_finding(FindingCode::AssignedUserMalformed, row.line)
            });
        }
        // A list of serial numbers alone asks another service for something else.
        if self.layout == Layout::SurfaceRequest && row.identity.is_none() {
            let sample = row.cells.serial_number.as_deref() == Some(SERIAL);
            row.findings.push(if sample {
                let column = Some(Column::SerialNumber);
                Finding { column, ..row_finding(FindingCode::SampleData, row.line) }
            } else {
                row_finding(FindingCode::NotRegistrable, row.line)
            });
        }
    }
}

/// What strict mode says instead of correcting.
fn strict_code(code: FindingCode) -> FindingCode {
    match code {
        FindingCode::FormulaGuardRemoved => FindingCode::SpreadsheetFormula,
        FindingCode::SmartQuotesRemoved => FindingCode::StrictQuotes,
        _ => FindingCode::StrictWhitespace,
    }
}

/// A hash whose last characters were taken for padding: completed only when that gives the exact valid form.
///
/// The end of every hash is empty data, all `A`; a device may emit it without, and repair scripts put `=` in its place.
fn repair_hash(row: &mut Row) {
    let Some(text) = &row.cells.hardware_hash else { return };
    if text.len() == HASH_CHARS && !text.ends_with('=') || text.len() > HASH_CHARS + 2 {
        return;
    }
    let bare = text.trim_end_matches('=');
    if text.len() - bare.len() > 2 || !(HASH_CHARS - 2..=HASH_CHARS).contains(&bare.len()) {
        return;
    }
    let repaired = format!("{bare:A<HASH_CHARS$}");
    if HardwareHash::parse(&repaired).is_ok() {
        let column = Some(Column::HardwareHash);
        row.findings.push(Finding { column, ..row_finding(FindingCode::HashPaddingRepaired, row.line) });
        row.cells.hardware_hash = Some(repaired.into());
    }
}

fn judge_tag(rules: &TagRules, tag: &str) -> Option<Finding> {
    let finding = |code, used: Option<String>| {
        let column = Some(Column::GroupTag);
        Some(Finding { column, found: shown(Column::GroupTag, tag), used, ..row_finding(code, 0) })
    };
    match GroupTag::new(tag) {
        Ok(_) => {}
        Err(GroupTagRefusal::TooLong) => return finding(FindingCode::ValueTooLong, None),
        // Said with the cell already.
        Err(GroupTagRefusal::Characters | GroupTagRefusal::Empty) => return None,
    }
    match rules.resolve(tag) {
        TagVerdict::Known { legacy: true, .. } => finding(FindingCode::TagLegacy, None),
        TagVerdict::Known { .. } | TagVerdict::Custom { .. } => None,
        TagVerdict::NotSupported { nearest, .. } => {
            finding(FindingCode::TagNotSupported, Some(nearest.to_owned()))
        }
        TagVerdict::Unknown { nearest, .. } => finding(FindingCode::TagUnknown, nearest),
    }
}

/// A name and a domain of at least two labels; whether the user exists is the tenant's business.
fn is_user_principal_name(user: &str) -> bool {
    let Some((name, domain)) = user.split_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    !name.is_empty()
        && !name.chars().any(char::is_whitespace)
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// A value as a finding may show it: never a hash, never a licence key.
fn shown(column: Column, text: &str) -> Option<String> {
    (column != Column::HardwareHash && !is_licence_key(text)).then(|| shortened(text))
}

/// A finding about a row without more to say.
pub(crate) fn row_finding(code: FindingCode, line: u64) -> Finding {
    Finding { code, line, column: None, found: None, used: None }
}
