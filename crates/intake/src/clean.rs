//! What happens to a single cell: white space, hidden characters, guards and typographic quotes go, with a note of each;
//! what a spreadsheet destroyed is told apart from what it only decorated.

use std::borrow::Cow;

use taxiway_domain::finding::FindingCode;
use taxiway_domain::product_key::is_spreadsheet_number;

/// What was changed in a cell, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Changes(u8);

impl Changes {
    const TRIMMED: u8 = 1;
    const HIDDEN: u8 = 2;
    const GUARD: u8 = 4;
    const QUOTES: u8 = 8;

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The notices to give, one for each kind of change.
    pub(crate) fn codes(self) -> impl Iterator<Item = FindingCode> {
        [
            (Self::TRIMMED, FindingCode::WhitespaceTrimmed),
            (Self::HIDDEN, FindingCode::HiddenCharactersRemoved),
            (Self::GUARD, FindingCode::FormulaGuardRemoved),
            (Self::QUOTES, FindingCode::SmartQuotesRemoved),
        ]
        .into_iter()
        .filter_map(move |(bit, code)| (self.0 & bit != 0).then_some(code))
    }
}

/// A cell after cleaning.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cleaned<'a> {
    pub text: Cow<'a, str>,
    pub changes: Changes,
    /// Why the value must not be used.
    pub damage: Option<FindingCode>,
}

/// Characters that start a formula in a spreadsheet program, and those that the reader would cut: a guard protects them.
pub(crate) fn needs_guard(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\'' | '"') || is_typographic_quote(first)
}

/// Cleans one cell.
pub(crate) fn clean(raw: &str) -> Cleaned<'_> {
    if is_plain(raw.as_bytes()) {
        return Cleaned {
            text: Cow::Borrowed(raw),
            changes: Changes::default(),
            damage: damage_of_plain(raw),
        };
    }
    let mut changes = Changes::default();
    let visible = remove_hidden(raw, &mut changes);
    let text = match visible {
        Cow::Borrowed(text) => undress(text, &mut changes),
        Cow::Owned(text) => Cow::Owned(undress(&text, &mut changes).into_owned()),
    };
    // What a guard protects is text on purpose.
    let guarded = changes.0 & Changes::GUARD != 0;
    let damage = damage(&text).filter(|code| !(guarded && *code == FindingCode::SpreadsheetFormula));
    Cleaned { text, changes, damage }
}

/// Printable ASCII that begins and ends with a letter, digit or harmless mark: nearly every cell.
fn is_plain(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return true };
    let harmless = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'=' | b'\'' | b'"');
    // Without a way out in the middle, the compiler compares many bytes at once.
    let printable = |part: &[u8]| part.iter().fold(true, |all, byte| all & matches!(byte, 0x20..=0x7E));
    harmless(*first) && (harmless(*last) || *last == b'=') && bytes.chunks(256).all(printable)
}

fn damage_of_plain(text: &str) -> Option<FindingCode> {
    match text.as_bytes().first()? {
        b'#' | b'0'..=b'9' => damage(text),
        _ => None,
    }
}

fn damage(text: &str) -> Option<FindingCode> {
    if text.starts_with('=') || is_error_value(text) {
        return Some(FindingCode::SpreadsheetFormula);
    }
    // No number that a person meant is longer; a hash need not be searched.
    if text.len() <= 32 && is_spreadsheet_number(text.strip_prefix(['+', '-']).unwrap_or(text)) {
        return Some(FindingCode::SpreadsheetNumber);
    }
    if text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Some(FindingCode::ValueCharacters);
    }
    None
}

/// What spreadsheet programs show for a failed formula, or for a column that is too narrow.
fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];
    text.starts_with('#')
        && (ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
            || text.len() > 2 && text.bytes().all(|byte| byte == b'#'))
}

/// Takes out what nobody sees; other kinds of space become the ordinary one.
fn remove_hidden<'a>(raw: &'a str, changes: &mut Changes) -> Cow<'a, str> {
    if raw.is_ascii() {
        return Cow::Borrowed(raw);
    }
    let edge = |text: &'a str| text.trim_matches(|c: char| c.is_whitespace());
    let inner = edge(raw);
    let odd_space = |c: char| c.is_whitespace() && !c.is_ascii();
    if !inner.chars().any(|c| is_hidden(c) || odd_space(c)) {
        return Cow::Borrowed(raw);
    }
    changes.0 |= Changes::HIDDEN;
    let visible = raw.chars().filter(|c| !is_hidden(*c));
    Cow::Owned(visible.map(|c| if odd_space(c) && !c.is_control() { ' ' } else { c }).collect())
}

/// Zero width, soft hyphen, direction marks, byte order marks within the text, variation selectors, tags.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// White space, guards and quotes around the value.
fn undress<'a>(text: &'a str, changes: &mut Changes) -> Cow<'a, str> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace());
    if trimmed.len() != text.len() {
        changes.0 |= Changes::TRIMMED;
    }
    let text = trimmed;
    // The form that keeps a spreadsheet from calculating with digits: ="00123"
    if let Some(inner) =
        text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|s| !s.contains('"'))
    {
        changes.0 |= Changes::GUARD;
        return retrim(inner, changes);
    }
    if let Some(rest) = text.strip_prefix('\'')
        && let Some(first) = rest.chars().next()
    {
        if !needs_guard(first) && rest.len() > 1 && rest.ends_with('\'') {
            changes.0 |= Changes::QUOTES;
            return retrim(&rest[..rest.len() - 1], changes);
        }
        changes.0 |= Changes::GUARD;
        return Cow::Borrowed(rest);
    }
    let mut chars = text.chars();
    if let (Some(first), Some(last)) = (chars.next(), chars.next_back())
        && (is_typographic_quote(first) || first == '"')
        && (is_typographic_quote(last) || last == '"')
    {
        changes.0 |= Changes::QUOTES;
        return retrim(chars.as_str(), changes);
    }
    Cow::Borrowed(text)
}

fn retrim<'a>(text: &'a str, changes: &mut Changes) -> Cow<'a, str> {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        changes.0 |= Changes::TRIMMED;
    }
    Cow::Borrowed(trimmed)
}

fn is_typographic_quote(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201F}' | '\u{00AB}' | '\u{00BB}' | '\u{2039}' | '\u{203A}' | '\u{00B4}')
}

/// Whether a cell holds nothing that a person would see.
pub(crate) fn is_blank(text: &str) -> bool {
    // NUL pads files after a crash; 0x1A ended text files once.
    text.chars().all(|c| c.is_whitespace() || is_hidden(c) || matches!(c, '\0' | '\u{1A}'))
}

/// A value for a finding: at most 200 characters.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
