//! The string literals of Rust source, without a parser: comments and characters are skipped, escapes are kept.

/// A string literal and the line, counted from 1, on which it starts.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal<'a> {
    /// Counted from 1.
    pub line: usize,
    /// What stands between the quotes.
    pub text: &'a str,
}

/// All string literals in the order of the source. Total: source that does not compile gives some answer too.
pub fn of(source: &str) -> Vec<Literal<'_>> {
    let bytes = source.as_bytes();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        at = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => find(bytes, at, b"\n"),
            b'/' if bytes[at..].starts_with(b"/*") => end_of_comment(bytes, at),
            b'\'' => end_of_character(source, at),
            b'r' if raw_hashes(bytes, at).is_some() => {
                let start = at + 2 + raw_hashes(bytes, at).unwrap_or(0);
                let closing = format!("\"{}", "#".repeat(start - at - 2));
                let end = find(bytes, start, closing.as_bytes());
                literals.push(literal(source, start, end));
                end + closing.len()
            }
            b'"' => {
                let end = end_of_string(bytes, at + 1);
                literals.push(literal(source, at + 1, end));
                end + 1
            }
            _ => at + 1,
        };
    }
    literals
}

fn literal(source: &str, start: usize, end: usize) -> Literal<'_> {
    Literal { line: 1 + source[..start].matches('\n').count(), text: &source[start..end] }
}

/// Where `wanted` stands from `start` on, or the end.
fn find(bytes: &[u8], start: usize, wanted: &[u8]) -> usize {
    let windows = bytes.get(start..).unwrap_or_default().windows(wanted.len());
    windows
        .enumerate()
        .find(|(_, window)| *window == wanted)
        .map_or(bytes.len(), |(offset, _)| start + offset)
}

/// Block comments nest.
fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// A quote starts a character or a lifetime; a lifetime has no closing quote.
fn end_of_character(source: &str, quote: usize) -> usize {
    let rest = &source[quote + 1..];
    let Some(first) = rest.chars().next() else { return source.len() };
    if first == '\\' {
        return find(source.as_bytes(), quote + 3, b"'") + 1;
    }
    let after = first.len_utf8();
    if rest[after..].starts_with('\'') { quote + 1 + after + 1 } else { quote + 1 }
}

/// The number of `#` of a raw string that starts here.
fn raw_hashes(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    // `br"` and `cr"` are raw strings too; `for"` is not.
    let alone = !(before.is_ascii_alphanumeric() || before == b'_') || matches!(before, b'b' | b'c');
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    (alone && bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        of(source).into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn comments_characters_and_lifetimes_hide_no_string_and_are_none() {
        let source = "// \"no\"\n/* \"no /* \" */ */ fn f<'a>(x: &'a str) { ('\"', '\\'', b'\"', \"yes\") }";
        assert_eq!(texts(source), ["yes"]);
        assert_eq!(of(source)[0].line, 2);
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        assert_eq!(texts("r#\"a \"b\" c\"# br\"d\" \"e\\\"f\""), ["a \"b\" c", "d", "e\\\"f"]);
    }

    #[test]
    fn unfinished_source_is_read_to_its_end() {
        for source in ["\"", "r#\"", "'", "'\\", "/*", "\"\\", "'é", "'\\é", "'é'", "r", "\"a\\é"] {
            of(source);
        }
    }
}
