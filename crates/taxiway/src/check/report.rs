//! The text form of a check.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::rc::Rc;

use taxiway_domain::finding::{Finding, FindingCode, Severity};
use taxiway_intake::check::{CheckError, CheckVerdict, Report, check};
use taxiway_intake::{FileFacts, Layout, Options, Reader, Recognition, Row};

use super::excerpt::Excerpt;
use super::lines::{Lines, Tee};
use super::problem::{Place, Problem};
use crate::words::Words;

/// Errors that are shown in full; the others are counted.
const IN_FULL: u64 = 100;
/// Bytes by which a list is recognised before it is read; more than the reader itself looks at.
const HEAD: u64 = 2 * 1024 * 1024;
/// Lines that are named of each kind of notice.
const NAMED_LINES: usize = 5;

/// How the report looks.
pub(super) struct Style {
    /// Name of the file.
    pub(super) name: String,
    pub(super) colourful: bool,
}

/// Checks a list and writes what is to be said about it.
pub(super) fn print(
    mut source: impl Read,
    reading: &Options,
    style: &Style,
    words: Words,
    out: &mut impl Write,
) -> Result<Report, CheckError> {
    let mut head = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut head).map_err(CheckError::Source)?;
    let recognition = Reader::open(&head[..], reading).ok().map(|reader| reader.recognition().clone());
    let lines = Rc::new(RefCell::new(Lines::new(recognition.as_ref().map(|known| known.encoding))));
    let source = Tee::new(Cursor::new(head).chain(source), Rc::clone(&lines));
    let mut errors =
        Errors { words, style, recognition, codes: BTreeMap::new(), shown: 0, text: String::new() };
    let report = check(source, reading, &mut |row| {
        errors.add(row, &mut lines.borrow_mut());
        Ok(())
    })?;
    let mut page = Page { words, style, out };
    page.write(&report, &errors).map_err(CheckError::Output)?;
    Ok(report)
}

/// Errors of rows: the first in full, all of them counted.
struct Errors<'a> {
    words: Words,
    style: &'a Style,
    recognition: Option<Recognition>,
    codes: BTreeMap<FindingCode, u64>,
    shown: u64,
    text: String,
}

impl Errors<'_> {
    fn add(&mut self, row: &Row, lines: &mut Lines) {
        // Also for rows without errors: what is passed over is forgotten.
        lines.go_to(row.line);
        for finding in row.findings.iter().filter(|finding| finding.code.severity() == Severity::Error) {
            *self.codes.entry(finding.code).or_default() += 1;
            if self.shown < IN_FULL {
                self.shown += 1;
                let problem = self.problem(finding, row.line, lines.text(row.line).as_deref());
                self.text.push_str(&problem.render(self.style.colourful));
                self.text.push('\n');
            }
        }
    }

    fn problem(&self, finding: &Finding, number: u64, line: Option<&str>) -> Problem {
        let place = line.zip(self.recognition.as_ref()).map(|(line, recognition)| Place {
            name: self.style.name.clone(),
            line: number,
            excerpt: Excerpt::of(line, char::from(recognition.delimiter.byte())),
            cell: finding.column.and_then(|column| recognition.position(column)),
            label: finding.column.map(|column| self.words.say(&format!("column-{}", column.as_str()))),
        });
        Problem {
            code: finding.code.as_str(),
            message: self.words.finding(finding),
            remedy: self.words.remedy(finding),
            place,
        }
    }

    fn total(&self) -> u64 {
        self.codes.values().sum()
    }
}

struct Page<'a, W> {
    words: Words,
    style: &'a Style,
    out: &'a mut W,
}

impl<W: Write> Page<'_, W> {
    fn write(&mut self, report: &Report, errors: &Errors<'_>) -> io::Result<()> {
        self.facts(&report.file)?;
        self.notices(&report.notices)?;
        for finding in &report.refused {
            let (code, message, remedy) =
                (finding.code.as_str(), self.words.finding(finding), self.words.remedy(finding));
            let problem = Problem { code, message, remedy, place: None };
            writeln!(self.out, "\n{}", problem.render(self.style.colourful).trim_end())?;
        }
        if !errors.text.is_empty() {
            writeln!(self.out, "\n{}", errors.text.trim_end())?;
        }
        if errors.total() > errors.shown {
            self.counts(errors)?;
        }
        self.summary(report)
    }

    fn facts(&mut self, file: &FileFacts) -> io::Result<()> {
        writeln!(self.out, "{}", self.style.name)?;
        let size = self.words.with("check-size", &[("bytes", file.bytes.into())]);
        let Some(encoding) = file.encoding else { return self.fact("check-size-label", &size) };
        let layout = self.words.say(&format!("layout-{}", file.layout.as_str()));
        self.fact("preview-layout", &layout)?;
        let mut text = self.words.say(&format!("encoding-{}", encoding.as_str()));
        if file.byte_order_mark {
            text = format!("{text}, {}", self.words.say("preview-bom"));
        }
        self.fact("preview-encoding", &text)?;
        if let Some(delimiter) = file.delimiter {
            let name = self.words.delimiter(delimiter.as_str());
            self.fact("preview-delimiter", &name)?;
        }
        let header = match file.header_line {
            Some(line) => Some(self.words.with("preview-line", &[("count", line.into())])),
            None if file.layout != Layout::Unknown => Some(self.words.say("preview-no-header")),
            None => None,
        };
        if let Some(header) = header {
            self.fact("preview-header", &header)?;
        }
        self.fact("check-size-label", &size)
    }

    fn fact(&mut self, label: &str, value: &str) -> io::Result<()> {
        writeln!(self.out, "  {}: {value}", self.words.say(label))
    }

    /// Corrections and doubts by kind, each told by its first occurrence.
    fn notices(&mut self, notices: &[Finding]) -> io::Result<()> {
        if notices.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n{}", self.words.say("preview-notices"))?;
        let mut kinds: Vec<(&Finding, Vec<u64>)> = Vec::new();
        for notice in notices.iter().filter(|notice| notice.code != FindingCode::NoticesShortened) {
            let line = Some(notice.line).filter(|line| *line > 0);
            match kinds
                .iter_mut()
                .find(|(first, _)| first.code == notice.code && first.column == notice.column)
            {
                Some((_, lines)) => lines.extend(line),
                None => kinds.push((notice, line.into_iter().collect())),
            }
        }
        for (first, lines) in kinds {
            let mark = if first.code.severity() == Severity::Warning { '!' } else { '-' };
            writeln!(self.out, "  {mark} {} [{}]", self.words.finding(first), first.code.as_str())?;
            if !lines.is_empty() {
                writeln!(self.out, "    {}", self.named(&lines))?;
            }
            if first.code.severity() == Severity::Warning {
                writeln!(self.out, "    {}", self.words.remedy(first))?;
            }
        }
        for more in notices.iter().filter(|notice| notice.code == FindingCode::NoticesShortened) {
            let kind = more.found.as_deref().unwrap_or_default();
            writeln!(self.out, "  - {} [{kind}]", self.words.finding(more))?;
        }
        Ok(())
    }

    fn named(&self, lines: &[u64]) -> String {
        let numbers: Vec<_> = lines.iter().take(NAMED_LINES).map(|line| self.words.number(*line)).collect();
        let more = (lines.len() - numbers.len()) as u64;
        let values = [
            ("lines", numbers.join(", ").into()),
            ("count", (lines.len() as u64).into()),
            ("more", more.into()),
        ];
        self.words.with(if more > 0 { "check-lines-more" } else { "check-lines" }, &values)
    }

    fn counts(&mut self, errors: &Errors<'_>) -> io::Result<()> {
        let values = [("shown", errors.shown.into()), ("count", errors.total().into())];
        writeln!(self.out, "\n{}", self.words.with("check-more-errors", &values))?;
        let mut codes: Vec<_> = errors.codes.iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), **code));
        for (code, count) in codes {
            writeln!(self.out, "  {:>12}  {}", self.words.number(*count), code.as_str())?;
        }
        Ok(())
    }

    fn summary(&mut self, report: &Report) -> io::Result<()> {
        let summary = report.summary;
        let values = [
            ("rows", summary.rows.into()),
            ("ok", summary.ok.into()),
            ("warnings", summary.warnings.into()),
            ("errors", summary.errors.into()),
        ];
        let verdict = match report.verdict {
            CheckVerdict::Accepted => "check-accepted",
            CheckVerdict::AcceptedWithNotices => "check-accepted-with-notices",
            CheckVerdict::Rejected if report.refused.is_empty() => "check-rejected-rows",
            CheckVerdict::Rejected => "check-rejected-file",
        };
        writeln!(self.out)?;
        if report.refused.is_empty() {
            writeln!(self.out, "{}", self.words.with("check-summary", &values))?;
        }
        writeln!(self.out, "{}", self.words.say(verdict))
    }
}
