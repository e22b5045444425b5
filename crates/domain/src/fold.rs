//! Comparing what differs only in capitals or spacing: never for matching devices, only for hints and for names that people type.

/// The text without white space and capitals.
pub fn text(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The text without capitals.
pub fn case(text: &str) -> String {
    text.to_lowercase()
}

/// Serial number, manufacturer and model without white space and capitals, in one key.
pub fn tuple(serial_number: &str, manufacturer: &str, model: &str) -> String {
    [serial_number, manufacturer, model].map(text).join("\u{1f}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_differs_in_capitals_or_spacing_folds_alike_and_nothing_else_does() {
        assert_eq!(
            super::tuple("ab 1", "Dell Inc.", "Latitude 7420"),
            super::tuple("AB1", "DELL INC.", "latitude7420")
        );
        assert_ne!(super::tuple("ab1", "Dell Inc.", "X"), super::tuple("ab1", "Dell Inc", "X"));
        assert_ne!(super::tuple("ab", "c", "d"), super::tuple("a", "bc", "d"));
    }
}
