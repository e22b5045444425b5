//! A line of a list as it can be shown: long cells shortened, invisible characters visible, secrets covered.

use std::fmt::Write as _;
use std::ops::Range;

use taxiway_domain::product_key::{ProductKey, ProductKeyRefusal};

/// Characters of a cell that are shown in full; hashes are far longer.
const CELL_CHARS: usize = 48;
/// Characters kept of a longer cell at its beginning and end.
const KEPT: (usize, usize) = (20, 8);
/// Cells that are shown.
const CELLS: usize = 24;
/// Stands for a licence key.
const COVERED: &str = "*****-*****-*****-*****-*****";

/// A line that can be shown, and where its cells stand in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    cells: Vec<Range<usize>>,
}

impl Excerpt {
    pub(super) fn of(line: &str, delimiter: char) -> Self {
        let mut excerpt = Self { text: String::new(), cells: Vec::new() };
        for (at, cell) in cells(line, delimiter).take(CELLS).enumerate() {
            if at > 0 {
                excerpt.text.push(delimiter);
            }
            let start = excerpt.text.len();
            excerpt.text.push_str(&shown(cell));
            excerpt.cells.push(start..excerpt.text.len());
        }
        excerpt
    }

    /// Where a cell stands; the whole line when it has no such cell.
    pub(super) fn cell(&self, position: Option<usize>) -> Range<usize> {
        let cell = position.and_then(|position| self.cells.get(position).cloned());
        cell.unwrap_or(0..self.text.len())
    }
}

/// The cells of a physical line as they stand in it, quotes included.
fn cells(line: &str, delimiter: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut quoted = false;
        let end = text.char_indices().find(|(at, character)| {
            quoted = if *character == '"' {
                if *at == 0 { true } else { !quoted && text.starts_with('"') }
            } else {
                quoted
            };
            *character == delimiter && !quoted
        });
        let Some((end, _)) = end else { return rest.take() };
        rest = Some(&text[end + delimiter.len_utf8()..]);
        Some(&text[..end])
    })
}

fn shown(cell: &str) -> String {
    if ProductKey::parse(cell.trim_matches(['"', '\'', ' '])) == Err(ProductKeyRefusal::LicenceKey) {
        return COVERED.to_owned();
    }
    let characters = cell.chars().count();
    if characters <= CELL_CHARS {
        return visible(cell.chars());
    }
    let (head, tail) = KEPT;
    format!("{}…{}", visible(cell.chars().take(head)), visible(cell.chars().skip(characters - tail)))
}

fn visible(characters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for character in characters {
        match character {
            '\u{a0}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {
                let _ = write!(text, "⟨U+{:04X}⟩", u32::from(character));
            }
            character if character.is_control() => {
                let _ = write!(text, "⟨U+{:04X}⟩", u32::from(character));
            }
            character => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_the_delimiters_say_also_within_quotes() {
        let excerpt = Excerpt::of(r#"A1,"say ""hi"", you",,last"#, ',');
        let cells: Vec<_> = (0..4).map(|at| &excerpt.text[excerpt.cell(Some(at))]).collect();
        assert_eq!(cells, ["A1", r#""say ""hi"", you""#, "", "last"]);
        assert_eq!(excerpt.cell(Some(9)), 0..excerpt.text.len());
    }

    #[test]
    fn hashes_are_shortened_and_hidden_characters_are_seen() {
        let excerpt = Excerpt::of(&format!("{};A\u{200b}B", "Q".repeat(4000)), ';');
        assert_eq!(excerpt.text, format!("{}…{};A⟨U+200B⟩B", "Q".repeat(20), "Q".repeat(8)));
    }

    /// A licence key is a secret: it is shown nowhere.
    #[test]
    fn licence_keys_are_covered_wherever_they_stand() {
        let excerpt = Excerpt::of("S1,\"VK7JG-NPHTM-C97JM-9MPGT-3V66T\",x", ',');
        assert_eq!(excerpt.text, format!("S1,{COVERED},x"));
    }
}
