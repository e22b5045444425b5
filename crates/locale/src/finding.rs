//! What the reader found, in words.

use taxiway_domain::finding::{Column, Finding, FindingCode};

use crate::{Locale, Value};

/// The name of a column, as people call it.
pub fn column(locale: Locale, column: Column) -> String {
    crate::plain(locale, &format!("column-{}", column.as_str()))
}

/// What was found, for a page.
pub fn finding(locale: Locale, finding: &Finding) -> String {
    say(crate::text_with, locale, finding, "")
}

/// What to do about it, for a page.
pub fn finding_remedy(locale: Locale, finding: &Finding) -> String {
    say(crate::text_with, locale, finding, "-remedy")
}

/// What was found, for terminals and CSV.
pub fn plain_finding(locale: Locale, finding: &Finding) -> String {
    say(crate::plain_with, locale, finding, "")
}

/// What to do about it, for terminals and CSV.
pub fn plain_finding_remedy(locale: Locale, finding: &Finding) -> String {
    say(crate::plain_with, locale, finding, "-remedy")
}

/// The name of the character that separates values.
pub fn delimiter(locale: Locale, character: &str) -> String {
    let name = match character {
        "," => "delimiter-comma",
        ";" => "delimiter-semicolon",
        "\t" => "delimiter-tab",
        other => return other.to_owned(),
    };
    crate::plain(locale, name)
}

type Lookup = fn(Locale, &str, &[(&str, Value<'_>)]) -> String;

fn say(look_up: Lookup, locale: Locale, finding: &Finding, suffix: &str) -> String {
    let key = format!("finding-{}{suffix}", finding.code.as_str());
    look_up(
        locale,
        &key,
        &[
            ("line", Value::Count(finding.line)),
            ("column", finding.column.map_or_else(|| none().to_owned(), |c| column(locale, c)).into()),
            ("found", found(locale, finding).into()),
            ("used", used(locale, finding).into()),
        ],
    )
}

/// The texts select on this word when a value is absent.
fn none() -> &'static str {
    "none"
}

fn shown(value: Option<&str>) -> &str {
    value.filter(|value| !value.is_empty()).unwrap_or(none())
}

/// A code with words of its own is said in words.
fn found(locale: Locale, finding: &Finding) -> String {
    let found = shown(finding.found.as_deref());
    match finding.code {
        FindingCode::EncodingConverted => code(locale, "encoding-", found),
        FindingCode::DelimiterConverted | FindingCode::StrictDelimiter => delimiter(locale, found),
        _ => found.to_owned(),
    }
}

fn used(locale: Locale, finding: &Finding) -> String {
    let used = shown(finding.used.as_deref());
    match finding.code {
        FindingCode::HashInvalid => code(locale, "hash-reason-", used),
        FindingCode::HashInconsistent | FindingCode::HashPlaceholder => code(locale, "hash-warning-", used),
        FindingCode::FileTooManyRows
        | FindingCode::NoticesShortened
        | FindingCode::DuplicateInFile
        | FindingCode::ScopeMaxDevices => {
            used.parse().map_or_else(|_| used.to_owned(), |count| crate::number(locale, count))
        }
        _ => used.to_owned(),
    }
}

fn code(locale: Locale, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}{code}");
    if crate::has(locale, &key) { crate::plain(locale, &key) } else { code.to_owned() }
}
