//! Product key ids and what travels under their name.

use taxiway_domain::{
    finding::FindingCode,
    product_key::{ProductKey, ProductKeyRefusal, is_licence_key, is_spreadsheet_number},
};

fn refusal(text: &str) -> ProductKeyRefusal {
    ProductKey::parse(text).expect_err(text)
}

#[test]
fn thirteen_digits_are_accepted_with_their_leading_zeros() {
    for text in ["3300000000017", "0000000000017"] {
        assert_eq!(ProductKey::parse(text).expect("valid").as_str(), text);
    }
}

#[test]
fn white_space_around_is_cut() {
    assert_eq!(ProductKey::parse(" 3300000000017\r\n").expect("valid").as_str(), "3300000000017");
}

#[test]
fn thirteen_zeros_are_the_empty_value_of_factories() {
    assert_eq!(refusal("0000000000000"), ProductKeyRefusal::AllZeros);
}

#[test]
fn the_windows_product_id_is_told_apart() {
    for text in [
        "00330-80000-00000-AAOEM",
        "00330-80000-00000-AA123",
        "12345-OEM-1234567-12345",
        "12345-123-1234567-12345",
    ] {
        assert_eq!(refusal(text), ProductKeyRefusal::WindowsProductId, "{text}");
    }
}

#[test]
fn the_example_of_the_published_requests_is_no_product_id_either() {
    assert_eq!(refusal("00329-00000-0003-AA606"), ProductKeyRefusal::Malformed);
}

#[test]
fn a_licence_key_is_told_apart_in_any_form() {
    for text in
        ["ABCDE-12345-FGHIJ-67890-KLMNO", "abcde-12345-fghij-67890-klmno", "ABCDE12345FGHIJ67890KLMNO"]
    {
        assert_eq!(refusal(text), ProductKeyRefusal::LicenceKey, "{text}");
        assert!(is_licence_key(text));
    }
}

#[test]
fn a_licence_key_is_not_repeated_by_its_refusal() {
    let refusal = refusal("ABCDE-12345-FGHIJ-67890-KLMNO");
    assert!(!format!("{refusal} {refusal:?}").contains("ABCDE"));
}

#[test]
fn spreadsheet_numbers_are_told_apart() {
    for text in ["3.30540E+12", "3,3054E+12", "3.3054e+12", "3E+12", "3.3E12"] {
        assert_eq!(refusal(text), ProductKeyRefusal::SpreadsheetNumber, "{text}");
    }
}

#[test]
fn a_serial_number_with_an_e_is_no_spreadsheet_number() {
    for text in ["12E34", "E12", "12E", "1.2.3E+4", "5CG1E+X"] {
        assert!(!is_spreadsheet_number(text), "{text}");
    }
}

#[test]
fn twelve_digits_are_never_thirteen_with_a_lost_zero() {
    assert_eq!(refusal("123451234567"), ProductKeyRefusal::LostZeros(12));
    assert_eq!(refusal("17"), ProductKeyRefusal::LostZeros(2));
}

#[test]
fn anything_else_is_malformed() {
    for text in ["", "  ", "33000000000170", "330000000001X", "3300000-000017", "١٢٣٤٥٦٧٨٩٠١٢٣"]
    {
        assert_eq!(refusal(text), ProductKeyRefusal::Malformed, "{text}");
    }
}

#[test]
fn each_refusal_has_its_finding() {
    assert_eq!(refusal("0000000000000").finding_code(), FindingCode::ProductKeyZeros);
    assert_eq!(refusal("12").finding_code(), FindingCode::ProductKeyLostZeros);
    assert_eq!(refusal("3.3E+12").finding_code(), FindingCode::SpreadsheetNumber);
    assert_eq!(refusal("ABCDE-12345-FGHIJ-67890-KLMNO").finding_code(), FindingCode::ProductKeyLicence);
}

#[test]
fn keys_are_ordered_like_their_text_and_stored_as_text() {
    let low = ProductKey::parse("0000000000017").expect("valid");
    let high = ProductKey::parse("3300000000017").expect("valid");
    assert!(low < high);
    assert_eq!(serde_json::to_string(&low).expect("json"), "\"0000000000017\"");
    assert_eq!(serde_json::from_str::<ProductKey>("\"0000000000017\"").expect("json"), low);
    assert!(serde_json::from_str::<ProductKey>("\"17\"").is_err());
}
