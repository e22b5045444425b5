//! Texts for people in English, Swedish and Hebrew.
//!
//! Codes (`finding-…`, `state-…`, `service-code-…`) are stable and language-free; this crate gives them words.
//! `text` and `text_with` are for pages: values put into a sentence are wrapped in Unicode isolation marks, so
//! that a serial number cannot turn a Hebrew sentence around. `plain` and `plain_with` are for terminals and CSV,
//! where the marks would be seen as damage.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{StaticLoader, static_loader};

mod bundle;
mod code;
mod field;
mod finding;
mod tag;

pub use bundle::number;
pub use code::{service_code_key, service_code_message_key, service_code_remedy_key};
pub use field::{field_problem, plain_field_problem};
pub use finding::{column, delimiter, finding, finding_remedy, plain_finding, plain_finding_remedy};
pub use tag::Locale;

static_loader! {
    static ISOLATED = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| crate::bundle::prepare(bundle, true),
    };
}

static_loader! {
    static PLAIN = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| crate::bundle::prepare(bundle, false),
    };
}

/// A value that is put into a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Words, names, serial numbers.
    Text(Cow<'a, str>),
    /// A count; selects the plural form and is grouped as the locale does.
    Count(u64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

/// The text of `key` for a page. A key that does not exist gives the key itself, which tests look for.
pub fn text(locale: Locale, key: &str) -> String {
    look_up(&ISOLATED, locale, key, &[])
}

/// The text of `key` for a page, with values isolated against reordering.
pub fn text_with(locale: Locale, key: &str, values: &[(&str, Value<'_>)]) -> String {
    look_up(&ISOLATED, locale, key, values)
}

/// The text of `key` without isolation marks, for terminals and CSV.
pub fn plain(locale: Locale, key: &str) -> String {
    look_up(&PLAIN, locale, key, &[])
}

/// The text of `key` with values and without isolation marks, for terminals and CSV.
pub fn plain_with(locale: Locale, key: &str, values: &[(&str, Value<'_>)]) -> String {
    look_up(&PLAIN, locale, key, values)
}

/// Whether `key` has a text in this very locale, without falling back to English.
pub fn has(locale: Locale, key: &str) -> bool {
    match PLAIN.lookup_single_language::<&str>(locale.identifier(), key, None) {
        Ok(_) => true,
        // A text that misses its values exists all the same; the error's type is private to the loader.
        Err(error) => error.to_string().starts_with("Fluent errors"),
    }
}

/// How a missing text shows on a page; no text may ever contain it.
pub const MISSING: &str = "⟦missing text⟧ ";

fn look_up(loader: &StaticLoader, locale: Locale, key: &str, values: &[(&str, Value<'_>)]) -> String {
    exact(loader, locale, key, values)
        .or_else(|| exact(loader, Locale::En, key, values))
        .unwrap_or_else(|| format!("{MISSING}{key}"))
}

fn exact(loader: &StaticLoader, locale: Locale, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
    let arguments: HashMap<&str, FluentValue<'_>> = values
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Value::Text(text) => FluentValue::from(text.as_ref()),
                Value::Count(count) => FluentValue::from(*count),
            };
            (*name, value)
        })
        .collect();
    loader.lookup_single_language(locale.identifier(), key, Some(&arguments)).ok()
}
