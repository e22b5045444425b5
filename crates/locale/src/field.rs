//! What is wrong with a field of a form or a command, in words: which field it is, and what to do.

use crate::{Locale, Value, has};

/// For a page.
pub fn field_problem(locale: Locale, field: &str, code: &str, value: &str) -> String {
    let text = crate::text_with(locale, &format!("invalid-{code}"), &[("value", value.into())]);
    with_field(locale, field, text)
}

/// For terminals; the value is told beside a text that does not mention it.
pub fn plain_field_problem(locale: Locale, field: &str, code: &str, value: &str) -> String {
    let text = crate::plain_with(locale, &format!("invalid-{code}"), &[("value", Value::from(value))]);
    let told = value.is_empty() || text.contains(value);
    with_field(locale, field, if told { text } else { format!("{text} ({value})") })
}

/// Codes name fields as forms do, with underscores, and as commands do, with hyphens.
fn with_field(locale: Locale, field: &str, text: String) -> String {
    let key = format!("field-{}", field.replace('_', "-"));
    if has(locale, &key) { format!("{}: {text}", crate::plain(locale, &key)) } else { text }
}
