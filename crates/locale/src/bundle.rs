//! How a bundle writes values: isolation marks and digit groups.

use fluent_templates::FluentBundle;
use fluent_templates::fluent_bundle::{FluentResource, FluentValue};

use crate::Locale;

/// No-break space: groups digits in Swedish.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Sets up one language's texts.
pub(crate) fn prepare(bundle: &mut FluentBundle<&'static FluentResource>, isolate: bool) {
    bundle.set_use_isolating(isolate);
    let swedish = bundle.locales.first().is_some_and(|tag| tag.language.as_str() == "sv");
    bundle.set_formatter(Some(if swedish { with_spaces } else { with_commas }));
}

fn with_spaces<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    grouped(value, NO_BREAK_SPACE)
}

fn with_commas<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    grouped(value, ',')
}

fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(group(&number.as_string(), separator)),
        _ => None,
    }
}

/// A count as the locale groups its digits.
pub fn number(locale: Locale, count: u64) -> String {
    let separator = if locale == Locale::Sv { NO_BREAK_SPACE } else { ',' };
    group(&count.to_string(), separator)
}

fn group(digits: &str, separator: char) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}
