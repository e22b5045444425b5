//! Spreadsheet damage and the other complaints of registration-rules §12 that concern reading.

use taxiway_domain::finding::{Column, FindingCode};
use taxiway_intake::{Options, RowVerdict};

use crate::support::{DESKTOP, INTUNE, PARTNER, devices, read, refused};

fn partner(cells: &str) -> Vec<FindingCode> {
    read(format!("{PARTNER}\n{cells}\n")).codes(0)
}

#[test]
fn pain_1_exponent_numbers_are_never_registered() {
    for number in ["1.23457E+12", "1,23457E+12", "1E+12", "3.3055e+12", "4E-05"] {
        // A comma would divide the cell: such files are quoted or separated by semicolons.
        let cell = if number.contains(',') { format!("\"{number}\"") } else { number.to_owned() };
        assert_eq!(
            partner(&format!("{cell},,,HP,ProBook")),
            [FindingCode::SpreadsheetNumber],
            "serial {number}"
        );
        assert_eq!(partner(&format!(",{cell},,,")), [FindingCode::SpreadsheetNumber], "product key {number}");
    }
    assert!(partner("5E12345,,,Dell Inc.,Latitude").is_empty(), "a service tag with an E is a serial number");
}

#[test]
fn pain_1_lost_zeros_of_a_product_key_are_never_filled_in() {
    let file = read(format!("{PARTNER}\n,123451234567,,,\n"));
    assert_eq!(file.codes(0), [FindingCode::ProductKeyLostZeros]);
    assert_eq!(file.rows[0].identity, None);
    assert_eq!(
        file.rows[0].cells.product_key.as_deref(),
        Some("123451234567"),
        "shown as found, not repaired"
    );
}

#[test]
fn pain_1_lost_zeros_of_a_serial_number_are_told_by_its_neighbours() {
    let list = |serials: &[&str]| {
        let rows = serials.iter().map(|serial| format!("Microsoft Corporation,Surface Laptop,{serial}"));
        read(crate::support::list(DESKTOP, rows))
    };
    let file = list(&["112233445501", "12345678957", "112233445502"]);
    assert_eq!(file.verdicts(), [RowVerdict::Ok, RowVerdict::Error, RowVerdict::Ok]);
    assert_eq!(file.codes(1), [FindingCode::SerialLostZeros]);
    let finding = &file.rows[1].findings[0];
    assert_eq!((finding.found.as_deref(), finding.used.as_deref()), (Some("12345678957"), Some("12")));
    assert_eq!(finding.column, Some(Column::SerialNumber));
    // One neighbour that kept its zeros proves the form.
    assert_eq!(list(&["012345678956", "12345678957"]).codes(1), [FindingCode::SerialLostZeros]);
    // One longer neighbour alone is a doubt.
    assert_eq!(list(&["112233445501", "12345678957"]).codes(1), [FindingCode::SerialZerosDoubtful]);
    // Lengths that vary anyway, or another model, prove nothing.
    assert_eq!(list(&["7", "82", "913", "4127"]).verdicts(), [RowVerdict::Ok; 4]);
    assert_eq!(list(&["PF12345", "PF1234567", "PF7654321", "123456"]).verdicts(), [RowVerdict::Ok; 4]);
    let models = read(format!("{DESKTOP}\nA,X,112233445501\nA,X,112233445502\nA,Y,12345678957\n"));
    assert_eq!(models.verdicts(), [RowVerdict::Ok; 3]);
}

#[test]
fn a_hash_says_the_serial_number_that_a_spreadsheet_shortened() {
    let device =
        devices(50).into_iter().find(|device| device.serial_number.starts_with('0')).expect("such a device");
    let short = device.serial_number.trim_start_matches('0');
    let file = read(format!("{INTUNE}\n{short},,{},,\n", device.hash()));
    assert_eq!(file.codes(0), [FindingCode::SerialMismatch]);
    let identity = file.rows[0].identity.as_ref().expect("identity");
    assert_eq!(identity.serial_number.as_deref(), Some(&*device.serial_number));
}

#[test]
fn errors_and_formulas_of_a_spreadsheet_are_never_values() {
    for cell in ["#N/A", "#REF!", "########", "=A1&B1", "=HYPERLINK(x)"] {
        assert_eq!(partner(&format!("{cell},,,HP,ProBook")), [FindingCode::SpreadsheetFormula], "{cell}");
    }
}

#[test]
fn guards_against_formulas_are_undone() {
    for (cell, value) in [
        ("=\"00123456\"", "00123456"),
        ("'00123456", "00123456"),
        ("'=00-12", "=00-12"),
        ("'+4612", "+4612"),
        ("''12a", "'12a"),
    ] {
        let file = read(format!("{PARTNER}\n{cell},,,HP,ProBook\n"));
        assert_eq!(file.serials(), [value], "{cell}");
        assert_eq!(file.codes(0), [FindingCode::FormulaGuardRemoved], "{cell}");
    }
}

#[test]
fn typographic_quotes_around_a_value_are_removed_with_a_notice() {
    let file = read(format!("{PARTNER}\n“4GXH2J3”,,,‘HP’,«ProBook»\n"));
    assert_eq!(file.codes(0), [FindingCode::SmartQuotesRemoved; 3]);
    assert_eq!((file.serials()[0], file.rows[0].cells.model.as_deref()), ("4GXH2J3", Some("ProBook")));
}

#[test]
fn a_spreadsheet_under_the_name_of_a_text_file_is_refused() {
    let options = Options::default();
    for bytes in
        [&b"PK\x03\x04\x14\0\x06\0"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<html><table><tr><td>Serial"]
    {
        assert_eq!(refused(bytes, &options), [FindingCode::FileSpreadsheet]);
    }
    assert_eq!(refused(b"%PDF-1.7 \0\x01\x02", &options), [FindingCode::FileBinary]);
    assert_eq!(refused([1, 2, 3, 0, 0, 7, 8, 200, 0, 1, 5, 6], &options), [FindingCode::FileBinary]);
}

#[test]
fn an_empty_file_and_a_header_alone_are_refused() {
    let options = Options::default();
    for empty in ["", "\r\n\r\n", ",,,\n", "\u{FEFF}", "  \n\t\n"] {
        assert_eq!(refused(empty, &options), [FindingCode::FileEmpty], "{empty:?}");
    }
    for header in [
        PARTNER.to_owned(),
        format!("{PARTNER}\r\n"),
        format!("{PARTNER}\n\n,,,,\n"),
        format!("{PARTNER}\n{}", ",,,,\n".repeat(500)),
    ] {
        assert_eq!(refused(header, &options), [FindingCode::FileHeaderOnly]);
    }
    let padded = read(format!("{DESKTOP}\nDell Inc.,Latitude,4GXH2J3\n{}", "\0".repeat(500)));
    assert_eq!(padded.rows.len(), 1, "zeros at the end are what a crash leaves of a file");
    assert_eq!(
        refused("Dear colleagues,\nplease register our devices.\n", &options),
        [FindingCode::FileLayoutUnknown]
    );
}

#[test]
fn pain_3_a_header_between_rows_of_joined_files_is_passed_over() {
    let file =
        read(format!("{DESKTOP}\nDell Inc.,Latitude,4GXH2J3\n{DESKTOP}\nDell Inc.,Latitude,4GXH2J4\n"));
    assert_eq!(file.serials(), ["4GXH2J3", "4GXH2J4"]);
    assert_eq!(file.notices, [FindingCode::HeaderRepeated]);
}

#[test]
fn pain_11_a_bad_hash_says_what_is_wrong_with_it() {
    let device = &devices(1)[0];
    let mut hash = device.hash();
    hash.replace_range(100..101, if &hash[100..101] == "A" { "B" } else { "A" });
    let file = read(format!("{INTUNE}\n{},,{hash},,\n", device.serial_number));
    assert_eq!(file.codes(0), [FindingCode::HashInvalid]);
    let finding = &file.rows[0].findings[0];
    assert_eq!((finding.used.as_deref(), finding.found.as_deref()), (Some("checksum"), None));
}

#[test]
fn rules_6_3_a_hash_without_its_padding_is_completed_only_to_the_exact_valid_form() {
    let device = &devices(1)[0];
    let hash = device.hash();
    for damaged in [
        &hash[..3999],
        &hash[..3998],
        &format!("{}=", &hash[..3999]),
        &format!("{}==", &hash[..3998]),
        &format!("{hash}=="),
    ] {
        let file = read(format!("{INTUNE}\n{},,{damaged},,\n", device.serial_number));
        assert_eq!(file.codes(0), [FindingCode::HashPaddingRepaired]);
        assert_eq!(file.rows[0].cells.hardware_hash.as_deref(), Some(&*hash));
    }
    let file = read(format!("{INTUNE}\n{},,{},,\n", device.serial_number, &hash[..3990]));
    assert_eq!(file.codes(0), [FindingCode::HashInvalid]);
}

#[test]
fn pain_12_an_unknown_tag_is_an_error_with_the_nearest_one() {
    let device = &devices(1)[0];
    let tagged = |tag: &str| read(format!("{INTUNE}\n{},,{},{tag},\n", device.serial_number, device.hash()));
    let wrong = tagged("microsoft365managed_standard");
    assert_eq!(wrong.codes(0), [FindingCode::TagUnknown]);
    assert_eq!(wrong.rows[0].findings[0].used.as_deref(), Some("Microsoft365Managed_Standard"));
    assert_eq!(tagged("Microsoft365Managed_PowerUser-Shared").codes(0), [FindingCode::TagNotSupported]);
    assert_eq!(tagged("Microsoft365Managed_Autopilot").codes(0), [FindingCode::TagLegacy]);
    assert_eq!(tagged("").rows[0].cells.group_tag, None, "a blank tag stays blank (pain 14)");
}

#[test]
fn product_ids_of_other_shapes_are_told_apart_and_licence_keys_never_shown() {
    assert_eq!(partner(",00330-80000-00000-AAOEM,,,"), [FindingCode::ProductKeyWindowsId]);
    assert_eq!(partner(",0000000000000,,,"), [FindingCode::ProductKeyZeros]);
    assert_eq!(partner(",33050123456789,,,"), [FindingCode::ProductKeyMalformed]);
    let file = read(format!("{PARTNER}\n,ABCDE-FGHIJ-KLMNO-PQRST-UVWXY,,,\n"));
    assert_eq!(file.codes(0), [FindingCode::ProductKeyLicence]);
    assert!(!format!("{:?}", file.rows[0]).contains("FGHIJ"), "nowhere in the row");
}

#[test]
fn firmware_placeholders_and_the_documentations_example_are_refused() {
    assert_eq!(partner("To be filled by O.E.M.,,,HP,ProBook"), [FindingCode::Placeholder]);
    assert_eq!(partner("4GXH2J3,,,System manufacturer,ProBook"), [FindingCode::Placeholder]);
    assert_eq!(
        read(format!("{DESKTOP}\nSpiralOrbit,ContosoABC,000000000000\n")).codes(0),
        [FindingCode::SampleData]
    );
}

#[test]
fn all_errors_of_a_row_are_said_at_once() {
    let file = read(format!("{INTUNE}\n1.2E+12,330E,AAAA,Kiosk,nobody\n"));
    let columns: Vec<_> = file.rows[0].findings.iter().filter_map(|finding| finding.column).collect();
    for column in [
        Column::SerialNumber,
        Column::ProductKey,
        Column::HardwareHash,
        Column::GroupTag,
        Column::AssignedUser,
    ] {
        assert!(columns.contains(&column), "{column:?} in {columns:?}");
    }
    assert!(file.rows[0].findings.iter().all(|finding| finding.line == 2));
}

#[test]
fn duplicates_are_found_by_identity_and_not_by_text() {
    let device = &devices(1)[0];
    let (maker, model, serial) = (&device.manufacturer, &device.model, &device.serial_number);
    let again = device.recaptured(3600).hash();
    let file = read(format!(
        "{PARTNER}\n{serial},,{},,\n{serial} ,,,{maker},{model}\n,,{again},,\nX1,,,{maker},{model}\n",
        device.hash()
    ));
    assert_eq!(file.verdicts(), [RowVerdict::Ok, RowVerdict::Error, RowVerdict::Error, RowVerdict::Ok]);
    for row in [1, 2] {
        let finding = file.rows[row].findings.last().expect("finding");
        assert_eq!((finding.code, finding.used.as_deref()), (FindingCode::DuplicateInFile, Some("2")));
    }
}

#[test]
fn characters_that_a_conversion_lost_are_errors() {
    assert_eq!(partner("4GX\u{FFFD}2J3,,,HP,ProBook"), [FindingCode::ValueCharacters]);
    assert_eq!(partner("4GX\u{7}2J3,,,HP,ProBook"), [FindingCode::ValueCharacters]);
    assert_eq!(partner("4GX\0H2J3,,,HP,ProBook"), [FindingCode::ValueCharacters]);
    let mut text = format!("{PARTNER}\nÄ1,,,HP,ProBook\n").into_bytes();
    text.splice(0..0, *b"\xEF\xBB\xBF");
    text.extend_from_slice(b"4GX\xE4,,,HP,ProBook\n");
    assert_eq!(read(text).codes(1), [FindingCode::ValueCharacters]);
}
