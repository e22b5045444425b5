//! A line that could not be divided into cells, as it may be shown: no licence key, no whole hash.

use taxiway_domain::product_key::is_licence_key;
use taxiway_domain::text::Text;

/// Longest line that is shown, in characters.
const LINE_CHARS: usize = 300;
/// Longest word that is shown whole, in characters.
const WORD_CHARS: usize = 64;
/// Characters shown of a longer word, at its beginning and at its end.
const ENDS: (usize, usize) = (6, 4);

/// The line, if there is anything in it.
pub(crate) fn as_found(line: &str) -> Option<Text> {
    let line: String = line
        .trim_end_matches(['\r', '\n'])
        .chars()
        .map(|c| match c {
            '\t' => '⇥',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let line = replaced(&line, |c| c.is_alphanumeric() || c == '-', without_licence_key);
    let line = replaced(&line, |c| c.is_alphanumeric() || "+/=-_".contains(c), ends);
    if line.trim().is_empty() {
        return None;
    }
    if line.chars().count() <= LINE_CHARS {
        return Some(line.into());
    }
    Some(line.chars().take(LINE_CHARS - 1).chain(['…']).collect::<String>().into())
}

/// The line with each of its words as `change` gives it back.
fn replaced(line: &str, in_word: impl Fn(char) -> bool, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let of_word = in_word(first);
        let end = rest.find(|c| in_word(c) != of_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        if of_word {
            changed.push_str(&change(piece));
        } else {
            changed.push_str(piece);
        }
        rest = after;
    }
    changed
}

fn without_licence_key(word: &str) -> String {
    if is_licence_key(word) { "…".to_owned() } else { word.to_owned() }
}

fn ends(word: &str) -> String {
    let characters: Vec<char> = word.chars().collect();
    if characters.len() <= WORD_CHARS {
        return word.to_owned();
    }
    let (head, tail) = ENDS;
    let (first, last) = (&characters[..head], &characters[characters.len() - tail..]);
    first.iter().chain(['…'].iter()).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::as_found;

    #[test]
    fn a_line_is_shown_without_what_must_not_be() {
        assert_eq!(as_found("\"A1,Dell Inc.,Latitude\r\n").as_deref(), Some("\"A1,Dell Inc.,Latitude"));
        assert_eq!(as_found("A1\tDell").as_deref(), Some("A1⇥Dell"));
        assert_eq!(as_found(" \r\n"), None);
        let secret = as_found("A1;ABCDE-FGHIJ-KLMNO-PQRST-UVWXY,x,ABCDEFGHIJ1234567890ABCDE").unwrap();
        assert_eq!(secret, "A1;…,x,…");
        let hash = "T0".to_owned() + &"Ab+/".repeat(1_000) + "AAA=";
        assert_eq!(as_found(&format!("A1,,{hash},Dell")).as_deref(), Some("A1,,T0Ab+/…AAA=,Dell"));
        let long = as_found(&"word ".repeat(100)).unwrap();
        assert_eq!((long.chars().count(), long.chars().last()), (300, Some('…')));
    }
}
