//! The first look at a file: from its first bytes to a [`Recognition`].

use taxiway_domain::finding::{Column, Finding, FindingCode};
use taxiway_domain::product_key::is_licence_key;

use crate::clean::{clean, is_blank, shortened};
use crate::encoding::{Content, Encoding, Source, recognise};
use crate::framing::Framer;
use crate::headerless;
use crate::layout::{Delimiter, HeaderMap, Layout, classify, column_of, map_header};
use crate::reader::Mode;
use crate::recognition::{FileFacts, Recognition, Refusal, file_finding};
use crate::zeros::WidthSurvey;

/// Bytes that are looked at before the first row is given out.
pub(crate) const HEAD: usize = 1024 * 1024;

/// Records among which the header is searched.
const HEADER_RECORDS: usize = 60;

/// Rows by which the length of serial numbers is learned.
const SURVEY_ROWS: usize = 20_000;

/// The beginning of a file.
pub(crate) struct Head<'a> {
    pub bytes: &'a [u8],
    /// Whether this is the whole file.
    pub whole: bool,
}

struct Early {
    line: u64,
    cells: Vec<String>,
    quoted: bool,
    damaged: bool,
    next_line: u64,
    next_offset: u64,
}

impl Early {
    fn blank(&self) -> bool {
        !self.damaged && self.cells.iter().all(|cell| is_blank(cell))
    }

    /// Cells without the blank ones at the end.
    fn used(&self) -> &[String] {
        let used = self.cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
        &self.cells[..used]
    }
}

/// Where the body begins and what its columns are.
struct Found {
    delimiter: Delimiter,
    layout: Layout,
    header: Option<usize>,
    body: usize,
    columns: Vec<Option<Column>>,
    labels: Vec<String>,
    records: Vec<Early>,
}

/// Recognises a file by its head.
pub(crate) fn sniff(head: &Head<'_>, mode: Mode, wanted: Option<Layout>) -> Result<Recognition, Refusal> {
    if head.bytes.is_empty() {
        return Err(Refusal::of(file_finding(FindingCode::FileEmpty)));
    }
    let (encoding, byte_order_mark) = match recognise(head.bytes, head.whole) {
        Content::Text { encoding, byte_order_mark } => (encoding, byte_order_mark),
        Content::Spreadsheet => return Err(Refusal::of(file_finding(FindingCode::FileSpreadsheet))),
        Content::Binary => return Err(Refusal::of(file_finding(FindingCode::FileBinary))),
    };
    let facts = |delimiter, layout, header_line| {
        Some(FileFacts {
            bytes: 0,
            encoding: Some(encoding),
            byte_order_mark,
            delimiter,
            layout,
            header_line,
        })
    };
    let wanted = wanted.filter(|layout| *layout != Layout::Unknown);
    let found = find(head, encoding, byte_order_mark, wanted).map_err(|refused| Refusal {
        facts: facts(refused.delimiter, Layout::Unknown, refused.line),
        ..Refusal::of(refused.finding)
    })?;
    let header_line = found.header.map(|at| found.records[at].line);
    if head.whole
        && found.records[found.body..].iter().all(Early::blank)
        && found.records.len() < HEADER_RECORDS
    {
        let facts = facts(Some(found.delimiter), found.layout, header_line);
        return Err(Refusal { facts, ..Refusal::of(file_finding(FindingCode::FileHeaderOnly)) });
    }
    let recognition = recognition(head, encoding, byte_order_mark, &found);
    let findings = if mode == Mode::Strict { strict_findings(&recognition, &found) } else { Vec::new() };
    if findings.is_empty() {
        return Ok(recognition);
    }
    let facts = facts(Some(recognition.delimiter), recognition.layout, header_line);
    Err(Refusal { findings, facts, io: None })
}

/// What the documented rules forbid about the file as a whole: all of it at once.
fn strict_findings(recognition: &Recognition, found: &Found) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, line: u64, value: Option<&str>, used: Option<String>| {
        findings.push(Finding { code, line, column: None, found: value.map(shortened), used });
    };
    // "ANSI" is any code page of single bytes; a byte order mark or UTF-16 is Unicode.
    let unicode = matches!(recognition.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    if unicode || recognition.byte_order_mark {
        say(FindingCode::StrictEncoding, 0, Some(recognition.encoding.as_str()), None);
    }
    if recognition.delimiter != Delimiter::Comma {
        say(FindingCode::StrictDelimiter, 0, Some(recognition.delimiter.as_str()), Some(",".to_owned()));
    }
    let first = &found.records[0];
    if first.quoted {
        say(FindingCode::StrictQuotes, first.line, None, None);
    }
    // Row 1 is the header, in the documented words, capitals and order, with nothing beside them.
    let exact = found.header == Some(0)
        && recognition.layout.strict_headers().iter().any(|header| first.cells.iter().eq(header.iter()));
    if !exact {
        let documented = recognition.layout.header().join(",");
        say(
            FindingCode::StrictHeader,
            first.line,
            Some(&first.cells.join(recognition.delimiter.as_str())),
            Some(documented),
        );
    }
    findings
}

struct Refused {
    finding: Finding,
    delimiter: Option<Delimiter>,
    line: Option<u64>,
}

impl Refused {
    fn of(code: FindingCode) -> Self {
        Self { finding: file_finding(code), delimiter: None, line: None }
    }
}

fn mark_length(encoding: Encoding, byte_order_mark: bool) -> usize {
    if byte_order_mark { encoding.byte_order_mark().len() } else { 0 }
}

fn framer(head: &[u8], encoding: Encoding, from: usize, delimiter: Delimiter, line: u64) -> Framer<&[u8]> {
    Framer::new(Source::new(&head[from..], encoding, from as u64), delimiter.byte(), line)
}

/// The first records as one delimiter frames them; a record that the head may have cut is left out.
fn records(head: &Head<'_>, encoding: Encoding, from: usize, delimiter: Delimiter) -> Vec<Early> {
    let mut framer = framer(head.bytes, encoding, from, delimiter, 1);
    let mut records = Vec::new();
    while records.len() < HEADER_RECORDS
        && let Ok(Some(record)) = framer.next_record()
    {
        let cells =
            (0..framer.cells()).map(|at| encoding.text(&framer.cell(&record, at)).0.into_owned()).collect();
        records.push(Early {
            line: record.line,
            cells,
            quoted: record.quoted,
            damaged: record.damage.is_some(),
            next_line: framer.line(),
            next_offset: framer.offset(),
        });
    }
    if !head.whole && records.len() < HEADER_RECORDS {
        records.pop();
    }
    records
}

fn find(
    head: &Head<'_>,
    encoding: Encoding,
    byte_order_mark: bool,
    wanted: Option<Layout>,
) -> Result<Found, Refused> {
    let from = mark_length(encoding, byte_order_mark);
    let mut candidates: Vec<(Delimiter, Vec<Early>)> = Delimiter::ALL
        .into_iter()
        .map(|delimiter| (delimiter, records(head, encoding, from, delimiter)))
        .collect();
    if candidates.iter().any(|(_, records)| records.iter().all(Early::blank)) {
        return Err(Refused::of(FindingCode::FileEmpty));
    }
    if let Some(named) = named_delimiter(&candidates[0].1) {
        candidates.retain(|(delimiter, _)| *delimiter == named);
    }
    // The header with the most known columns decides; the documented delimiter wins a draw.
    let best = candidates
        .iter()
        .enumerate()
        .filter_map(|(index, (_, records))| header(records).map(|header| (index, header)))
        .max_by_key(|(index, header)| (header.map.known(), usize::MAX - index));
    if let Some((index, header)) = best {
        let (delimiter, records) = candidates.swap_remove(index);
        return with_header(delimiter, records, header, wanted);
    }
    let first = candidates.iter().find_map(|(_, records)| records.iter().find(|record| !record.blank()));
    let (line, found) = first.map_or((0, None), |record| (record.line, showable(record)));
    without_header(candidates, wanted).ok_or_else(|| {
        // The header that takes every identity is the one to follow.
        let used = Some(wanted.unwrap_or(Layout::PartnerCenter).header().join(","));
        let finding = Finding { line, found, used, ..file_finding(FindingCode::FileLayoutUnknown) };
        Refused { finding, delimiter: None, line: None }
    })
}

/// A first line as a finding may show it: never a hash, never a licence key.
fn showable(record: &Early) -> Option<String> {
    let secret = |cell: &String| headerless::looks_like_hash(cell.trim()) || is_licence_key(cell);
    (!record.cells.iter().any(secret)).then(|| shortened(&record.cells.join(",")))
}

/// The line `sep=;` with which spreadsheets are told the delimiter.
fn named_delimiter(records: &[Early]) -> Option<Delimiter> {
    let first = records.iter().find(|record| !record.blank())?;
    let name = first.cells.join(",");
    let named = name.trim().trim_matches('"').strip_prefix("sep=")?;
    Delimiter::ALL.into_iter().find(|delimiter| named.starts_with(delimiter.as_str()))
}

struct Header {
    /// Record that holds the header; `None` when only the labels in the rows name the columns.
    at: Option<usize>,
    body: usize,
    map: HeaderMap,
    labels: Vec<String>,
}

fn header(records: &[Early]) -> Option<Header> {
    if let Some(labelled) = labelled(records) {
        return Some(labelled);
    }
    records
        .iter()
        .enumerate()
        .filter(|(_, record)| !record.damaged)
        .filter_map(|(at, record)| {
            let map = map_header(record.used());
            classify(&map, record.used())?;
            Some(Header { at: Some(at), body: at + 1, map, labels: Vec::new() })
        })
        .max_by_key(|header| (header.map.known(), usize::MAX - header.body))
}

/// Rows of the report that carry their column names in front of their values: `name, name, name, value, value, value`.
fn labelled(records: &[Early]) -> Option<Header> {
    let labels_of = |record: &Early| {
        let half = record.cells.len() / 2;
        let labels = &record.cells[..half];
        let named = half >= 2
            && record.cells.len().is_multiple_of(2)
            && labels.iter().all(|cell| column_of(cell).is_some());
        let values = record.cells[half..].iter().all(|cell| column_of(cell).is_none());
        (named && values && map_header(labels).twice.is_none()).then(|| labels.to_vec())
    };
    // A header with as many other columns looks the same; the labels are told by standing in the next row too, or by a
    // hash among the values.
    let confirmed = |at: usize, labels: &[String]| {
        let hash = records[at].cells.iter().any(|cell| headerless::looks_like_hash(cell.trim()));
        let next = records[at + 1..].iter().find(|record| !record.blank());
        hash || next.is_some_and(|next| next.cells.starts_with(labels))
    };
    let (body, labels) = records.iter().enumerate().find_map(|(at, record)| {
        let labels = labels_of(record)?;
        confirmed(at, &labels).then_some((at, labels))
    })?;
    let mut map = map_header(&labels);
    classify(&map, &labels)?;
    map.columns.splice(0..0, vec![None; labels.len()]);
    let above = records[..body].iter().rposition(|record| !record.blank());
    let at = above.filter(|at| records[*at].cells.len() == 2 * labels.len());
    Some(Header { at, body, map, labels })
}

fn with_header(
    delimiter: Delimiter,
    records: Vec<Early>,
    header: Header,
    wanted: Option<Layout>,
) -> Result<Found, Refused> {
    let cells = header.at.map(|at| records[at].used().to_vec()).unwrap_or_default();
    let line = header.at.map(|at| records[at].line);
    if let Some((first, second)) = header.map.twice {
        let finding = Finding {
            code: FindingCode::FileColumnTwice,
            line: line.unwrap_or(0),
            column: header.map.columns[first],
            found: Some(shortened(&format!("{} / {}", cells[first].trim(), cells[second].trim()))),
            used: None,
        };
        return Err(Refused { finding, delimiter: Some(delimiter), line });
    }
    let names = if header.labels.is_empty() { &cells } else { &header.labels };
    let mut layout = classify(&header.map, names).unwrap_or(Layout::Unknown);
    let preamble = records[..header.at.unwrap_or(header.body)].iter().any(is_report_text);
    let described = header.map.has(Column::Manufacturer) || header.map.has(Column::Model);
    let tagged = header.map.has(Column::GroupTag) || header.map.has(Column::AssignedUser);
    if !header.labels.is_empty()
        || (preamble && header.map.has(Column::HardwareHash) && !described && !tagged)
    {
        layout = Layout::InventoryReport;
    }
    if let Some(wanted) = wanted {
        let needed = wanted.columns().iter().filter(|column| !crate::layout::is_optional(Some(**column)));
        if needed.copied().any(|column| !header.map.has(column)) {
            let finding = Finding {
                used: Some(wanted.header().join(",")),
                found: Some(shortened(&cells.join(delimiter.as_str()))),
                line: line.unwrap_or(0),
                ..file_finding(FindingCode::FileLayoutUnknown)
            };
            return Err(Refused { finding, delimiter: Some(delimiter), line });
        }
        layout = wanted;
    }
    let mut columns = header.map.columns;
    if header.labels.is_empty() {
        columns.truncate(cells.len());
    }
    Ok(Found {
        delimiter,
        layout,
        header: header.at,
        body: header.body,
        columns,
        labels: header.labels,
        records,
    })
}

/// A line above the header that a report put there, not a hint for programs.
fn is_report_text(record: &Early) -> bool {
    let typed = record.cells.first().is_some_and(|cell| cell.starts_with("#TYPE"));
    !record.blank() && !is_delimiter_line(record) && !typed
}

fn is_delimiter_line(record: &Early) -> bool {
    record.cells.first().is_some_and(|cell| cell.starts_with("sep="))
}

fn without_header(candidates: Vec<(Delimiter, Vec<Early>)>, wanted: Option<Layout>) -> Option<Found> {
    candidates.into_iter().find_map(|(delimiter, records)| {
        let body = records.iter().position(|record| !record.blank() && !is_delimiter_line(record))?;
        let rows: Vec<&[String]> = records[body..]
            .iter()
            .filter(|record| !record.blank() && !record.damaged)
            .map(Early::used)
            .collect();
        let columns = headerless::recognise(&rows)?;
        // A list named by the user is read in that layout's order where its width allows.
        let (layout, columns) = match wanted {
            Some(wanted) if wanted.columns().len() >= columns.columns.len() => {
                (wanted, wanted.columns()[..columns.columns.len()].iter().copied().map(Some).collect())
            }
            Some(_) => return None,
            None => (columns.layout, columns.columns),
        };
        Some(Found { delimiter, layout, header: None, body, columns, labels: Vec::new(), records })
    })
}

fn recognition(head: &Head<'_>, encoding: Encoding, byte_order_mark: bool, found: &Found) -> Recognition {
    let (body_line, body_offset) = match found.body.checked_sub(1).and_then(|last| found.records.get(last)) {
        Some(last) => (last.next_line, last.next_offset),
        None => (1, mark_length(encoding, byte_order_mark) as u64),
    };
    let header = found.header.map(|at| found.records[at].used().to_vec()).unwrap_or_default();
    let mut recognition = Recognition {
        encoding,
        byte_order_mark,
        delimiter: found.delimiter,
        layout: found.layout,
        header_line: found.header.map(|at| found.records[at].line),
        header,
        columns: found.columns.clone(),
        body_line,
        body_offset,
        notices: Vec::new(),
        serial_widths: crate::zeros::SerialWidths::default(),
        labels: found.labels.clone(),
        stated: false,
    };
    let hashes = survey(head, &mut recognition);
    if recognition.layout == Layout::ManagedDesktopSelf && !hashes {
        // An early variant of the partner's list carries the hash column and leaves it empty.
        recognition.layout = Layout::ManagedDesktopPartner;
    }
    recognition.notices = notices(&recognition, found);
    recognition
}

/// Learns the length of serial numbers; says whether any hash is there.
fn survey(head: &Head<'_>, recognition: &mut Recognition) -> bool {
    let Ok(from) = usize::try_from(recognition.body_offset) else { return false };
    let mut framer =
        framer(head.bytes, recognition.encoding, from, recognition.delimiter, recognition.body_line);
    let (mut survey, mut hashes) = (WidthSurvey::default(), false);
    let position = |column| recognition.position(column);
    let [serial, hash, maker, model] =
        [Column::SerialNumber, Column::HardwareHash, Column::Manufacturer, Column::Model].map(position);
    for _ in 0..SURVEY_ROWS {
        let Ok(Some(record)) = framer.next_record() else { break };
        if framer.offset() >= head.bytes.len() as u64 && !head.whole {
            break;
        }
        let cell = |at: Option<usize>| {
            let bytes = framer.cell(&record, at?);
            let text = recognition.encoding.text(&bytes).0;
            let cleaned = clean(&text);
            (!cleaned.text.is_empty() && cleaned.damage.is_none()).then(|| cleaned.text.into_owned())
        };
        hashes |= hash.is_some_and(|at| framer.cell(&record, at).iter().any(u8::is_ascii_alphanumeric));
        if let Some(serial) = cell(serial) {
            survey.add(&serial, cell(maker).as_deref(), cell(model).as_deref());
        }
    }
    recognition.serial_widths = survey.widths();
    hashes
}

/// What the file as a whole was corrected in.
fn notices(recognition: &Recognition, found: &Found) -> Vec<Finding> {
    let mut notices = Vec::new();
    let mut say = |code, line: u64, value: Option<String>, used: Option<String>| {
        notices.push(Finding { code, line, column: None, found: value.as_deref().map(shortened), used });
    };
    if recognition.encoding != Encoding::Utf8 {
        let name = recognition.encoding.as_str().to_owned();
        say(FindingCode::EncodingConverted, 0, Some(name), Some("utf-8".to_owned()));
    } else if recognition.byte_order_mark {
        say(FindingCode::ByteOrderMark, 1, None, None);
    }
    if recognition.delimiter != Delimiter::Comma {
        say(
            FindingCode::DelimiterConverted,
            0,
            Some(recognition.delimiter.as_str().to_owned()),
            Some(",".to_owned()),
        );
    }
    let above = &found.records[..found.header.unwrap_or(found.body)];
    if let Some(first) = above.iter().find(|record| !record.blank()) {
        let begins = recognition.header_line.unwrap_or(recognition.body_line).to_string();
        say(FindingCode::PreambleSkipped, first.line, Some(first.used().join(" ")), Some(begins));
    }
    let documented = recognition.layout.header().join(",");
    let Some(line) = recognition.header_line else {
        if recognition.labels.is_empty() {
            say(FindingCode::HeaderMissing, recognition.body_line, None, Some(documented));
        }
        return notices;
    };
    if !recognition.labels.is_empty() {
        return notices;
    }
    let spelled = |name: &str| {
        let layout = recognition.layout;
        layout.header().contains(&name) || layout.strict_headers().iter().any(|header| header.contains(&name))
    };
    let named = || recognition.header.iter().zip(&recognition.columns);
    if named().any(|(name, column)| column.is_some() && !spelled(name)) {
        let found = recognition.header.iter().map(|name| name.trim()).collect::<Vec<_>>().join(",");
        say(FindingCode::HeaderSpelling, line, Some(found), Some(documented.clone()));
    }
    let order: Vec<usize> = recognition
        .columns
        .iter()
        .flatten()
        .filter_map(|column| recognition.layout.columns().iter().position(|known| known == column))
        .collect();
    if !order.is_sorted() {
        say(FindingCode::ColumnOrder, line, None, Some(documented));
    }
    for (position, (name, _)) in named().enumerate().filter(|(_, (_, column))| column.is_none()) {
        let name = if is_blank(name) { format!("({})", position + 1) } else { name.trim().to_owned() };
        say(FindingCode::ColumnIgnored, line, Some(name), None);
    }
    if let Some(first) = found.records.iter().find(|record| record.quoted) {
        say(FindingCode::QuotesRemoved, first.line, None, None);
    }
    notices
}
