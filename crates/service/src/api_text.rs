//! What of a program's request may be kept: neither values of a query nor anything without an end.

use std::fmt::Write as _;

/// Most bytes of a path with the names in its query.
const PATH_BYTES: usize = 1 << 10;
/// Most bytes of a method or an id.
const NAME_BYTES: usize = 100;
/// Most bytes of what was answered.
const ERROR_BYTES: usize = 4 << 10;
/// Longest name in a query that is kept. Secrets and tokens are longer.
const QUERY_NAME_BYTES: usize = 32;
/// Stands for what was left out.
const CUT: char = '…';

/// Cuts a text to so many bytes, and says so.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(bytes - CUT.len_utf8());
    format!("{}{CUT}", &text[..end])
}

/// A text of one line; not every database takes control characters.
fn line(text: &str, bytes: usize) -> String {
    cut(&text.replace(char::is_control, "\u{fffd}"), bytes)
}

/// A method or an id.
pub(crate) fn name_of(text: &str) -> String {
    line(text, NAME_BYTES)
}

/// The path with the names in its query. Values may be personal data, and so may a name that looks like none.
pub(crate) fn path_of(path_and_query: &str) -> String {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let mut kept = line(path, PATH_BYTES / 2);
    for (position, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        let name = pair.split('=').next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
        let known = name.len() <= QUERY_NAME_BYTES && name.chars().all(is_name);
        let separator = if position == 0 { '?' } else { '&' };
        // Writing into a String cannot fail.
        let _ = if known { write!(kept, "{separator}{name}") } else { write!(kept, "{separator}{CUT}") };
    }
    cut(&kept, PATH_BYTES)
}

/// What was answered, in lines.
pub(crate) fn error_text(body: &str) -> String {
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    cut(&body.replace("\r\n", "\n").replace(is_bad, "\u{fffd}"), ERROR_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_query_only_the_names_are_kept() {
        for (sent, kept) in [
            ("/v1/customers", "/v1/customers"),
            ("/v1/customers?", "/v1/customers"),
            ("/v1/customers?size=40&filter=%7B%22Value%22%3A%22Ada%22%7D", "/v1/customers?size&filter"),
            ("/v1/customers?$top=1&&a.b=?x=y", "/v1/customers?$top&a.b"),
            ("/v1/customers?Ada%20L=1&size", "/v1/customers?…&size"),
            ("/v1/customers?txw_Zk3q9rB0vT1yXo7uN5cJmW2aQeLsHdPf_Zk3q9rB0vT1", "/v1/customers?…"),
            ("/v1/\u{0}\n", "/v1/\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(path_of(sent), kept);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters_and_say_so() {
        let path = path_of(&format!("/{}?{}", "é".repeat(2_000), "size=1&".repeat(2_000)));
        assert!(path.len() <= PATH_BYTES && path.ends_with(CUT) && path.contains("…?size&size"), "{path}");
        let id = name_of(&"ש".repeat(300));
        assert!(id.len() <= NAME_BYTES && id.ends_with(CUT), "{id}");
        let body = error_text(&format!("{{\r\n\t\"description\": \"{}\u{0}\"", "x".repeat(5_000)));
        assert!(body.len() <= ERROR_BYTES && body.starts_with("{\n\t\"description") && body.ends_with("x…"));
        assert_eq!(error_text("a\u{0}b"), "a\u{fffd}b");
    }
}
