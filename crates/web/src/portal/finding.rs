//! Findings as the pages tell them.

use std::fmt::Write as _;

use taxiway_domain::finding::{Finding, FindingCode, Severity};
use taxiway_domain::registration::{RegistrationError, ServiceCode};
use taxiway_locale::Locale;

use super::Shell;

/// One finding in words.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// Its stable code.
    pub code: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// The value as found.
    pub found: Option<String>,
    /// What counts instead, where it is a value and not a code.
    pub used: Option<String>,
}

impl FindingView {
    /// Puts a finding into words.
    pub fn new(locale: Locale, finding: &Finding) -> Self {
        let corrected = finding.code.severity() == Severity::Notice && finding.column.is_some();
        let header = matches!(
            finding.code,
            FindingCode::HeaderSpelling
                | FindingCode::ColumnOrder
                | FindingCode::StrictHeader
                | FindingCode::FileLayoutUnknown
        );
        // Codes and counts are said in the message.
        let in_message = finding.column.is_none() && !header;
        Self {
            code: finding.code.as_str(),
            severity: finding.code.severity(),
            message: taxiway_locale::finding(locale, finding),
            remedy: taxiway_locale::finding_remedy(locale, finding),
            found: finding.found.as_deref().filter(|found| !found.is_empty() && !in_message).map(visible),
            used: finding.used.as_deref().filter(|_| corrected || header).map(visible),
        }
    }
}

/// Why a row ends, or would end, as it does.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// Whether the row is refused: what makes a row superfluous is no error.
    pub refused: bool,
    /// The published code, when the row is not simply registered.
    pub code: Option<ServiceCode>,
    /// What the reader, the catalogues and the consent say about it.
    pub findings: Vec<FindingView>,
}

impl Reasons {
    pub(crate) fn is_empty(&self) -> bool {
        self.code.is_none() && self.findings.is_empty()
    }

    /// How heavy a finding is here.
    pub(crate) fn weight<'a>(&self, finding: &'a FindingView) -> &'a Severity {
        if finding.severity == Severity::Error { self.severity() } else { &finding.severity }
    }

    /// How heavy the code is.
    pub(crate) fn severity(&self) -> &'static Severity {
        if self.refused { &Severity::Error } else { &Severity::Notice }
    }

    /// Whether a finding says more exactly than the published code what is wrong and what to do.
    pub(crate) fn is_explained(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The published message, where it says something beside an exact reason.
    pub(crate) fn published(&self, shell: &Shell) -> Option<String> {
        let error = self.code?.error();
        (error != RegistrationError::UnexpectedError).then(|| shell.t(error.message_key()))
    }

    /// The published number of the code.
    pub(crate) fn number(&self) -> Option<u16> {
        self.code?.number()
    }

    pub(crate) fn code_text(&self, shell: &Shell, code: &ServiceCode) -> String {
        shell.t(taxiway_locale::service_code_key(*code))
    }

    pub(crate) fn code_message(&self, shell: &Shell, code: &ServiceCode) -> String {
        shell.t(taxiway_locale::service_code_message_key(*code))
    }

    pub(crate) fn code_remedy(&self, shell: &Shell, code: &ServiceCode) -> String {
        shell.t(taxiway_locale::service_code_remedy_key(*code))
    }
}

/// Shows what the eye would miss: white space at the ends and characters without a shape.
fn visible(value: &str) -> String {
    let start = value.len() - value.trim_start().len();
    let end = value.trim_end().len().max(start);
    let mut shown = String::with_capacity(value.len());
    for (index, character) in value.char_indices() {
        let outside = index < start || index >= end;
        match character {
            ' ' if outside => shown.push('␣'),
            '\t' => shown.push('⇥'),
            '\u{a0}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {
                write_code(&mut shown, character);
            }
            c if c.is_control() => write_code(&mut shown, c),
            c => shown.push(c),
        }
    }
    shown
}

/// A notice and how many lines it concerns.
#[derive(Debug, Clone)]
pub struct NoticeGroup {
    /// The notice, told by its first occurrence.
    pub finding: FindingView,
    /// How many lines it concerns; 0 when it concerns the file.
    pub lines: u64,
    /// The first of these lines.
    pub first_lines: Vec<u64>,
}

impl NoticeGroup {
    /// The line, when it concerns a single one.
    pub(crate) fn only_line(&self) -> Option<u64> {
        self.first_lines.first().copied().filter(|_| self.lines == 1)
    }
}

fn write_code(target: &mut String, character: char) {
    // Writing into a String cannot fail.
    let _ = write!(target, "⟨U+{:04X}⟩", u32::from(character));
}
