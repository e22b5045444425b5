//! Manufacturer, model, serial number.

use taxiway_domain::tuple::{DeviceTuple, MAX_TEXT_BYTES, TextRefusal};

fn tuple(manufacturer: &str, model: &str, serial: &str) -> Result<DeviceTuple, TextRefusal> {
    DeviceTuple::new(manufacturer, model, serial)
}

#[test]
fn texts_are_kept_and_compared_exactly() {
    let exact = tuple("LENOVO", "21G2001VUS", "PF3ABCDE ").expect("valid");
    assert_eq!(
        (exact.manufacturer(), exact.model(), exact.serial_number()),
        ("LENOVO", "21G2001VUS", "PF3ABCDE ")
    );
    assert_ne!(exact, tuple("Lenovo", "21G2001VUS", "PF3ABCDE ").expect("valid"), "capitals count");
    assert_ne!(exact, tuple("LENOVO", "21G2001VUS", "PF3ABCDE").expect("valid"), "spaces count");
}

#[test]
fn commas_hashes_and_other_scripts_are_real_values() {
    for model in ["VMware20,1", "Standard PC (Q35 + ICH9, 2009)", "HP#ABA", "Größe", "מחשב"] {
        assert!(tuple("VMware, Inc.", model, "1 2").is_ok(), "{model}");
    }
}

#[test]
fn at_most_256_bytes() {
    assert!(tuple("A", "B", &"S".repeat(MAX_TEXT_BYTES)).is_ok());
    assert_eq!(tuple("A", "B", &"S".repeat(MAX_TEXT_BYTES + 1)), Err(TextRefusal::TooLong));
}

#[test]
fn no_empty_texts_control_characters_or_lost_characters() {
    assert_eq!(tuple("", "B", "S"), Err(TextRefusal::Empty));
    for text in ["A\0", "A\nB", "A\u{7f}", "A\u{85}", "A\u{fffd}"] {
        assert_eq!(tuple(text, "B", "S"), Err(TextRefusal::Characters), "{text:?}");
    }
}

#[test]
fn ordered_by_serial_number_first() {
    let first = tuple("Z", "Z", "001").expect("valid");
    let second = tuple("A", "A", "002").expect("valid");
    assert!(first < second);
    assert_eq!(second.into_parts(), ("A".into(), "A".into(), "002".into()));
}
