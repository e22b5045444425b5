//! The documented rules of registration-rules §3.2 to the letter, and what helpful mode makes of the same file.

use taxiway_domain::finding::FindingCode;
use taxiway_intake::testing::{Form, render};
use taxiway_intake::{Encoding, Options, RowVerdict};

use crate::support::{DESKTOP, INTUNE, PARTNER, devices, read, refused, strict, try_read};

fn strict_codes(text: &str) -> Vec<FindingCode> {
    let file = try_read(text.as_bytes(), &strict()).expect("the file is read");
    file.rows.iter().flat_map(|row| &row.findings).map(|finding| finding.code).collect()
}

#[test]
fn extra_columns_are_not_supported() {
    let text = format!("{DESKTOP},Colour\nDell Inc.,Latitude 7420,4GXH2J3,black\n");
    assert_eq!(refused(&text, &strict()), [FindingCode::StrictHeader]);
    assert_eq!(read(&text).notices, [FindingCode::ColumnIgnored]);
}

#[test]
fn quotes_are_not_supported() {
    let text = format!("{DESKTOP}\n\"VMware, Inc.\",VMware20,VMware-1\n");
    assert_eq!(strict_codes(&text), [FindingCode::StrictQuotes]);
    let file = read(&text);
    assert_eq!(file.notices, [FindingCode::QuotesRemoved]);
    assert_eq!(file.rows[0].cells.manufacturer.as_deref(), Some("VMware, Inc."));
}

#[test]
fn only_ansi_text_is_allowed() {
    let rows = vec![DESKTOP.split(',').collect::<Vec<_>>(), vec!["Dell Inc.", "Latitude 7420", "4GXH2J3"]];
    for (encoding, byte_order_mark) in [
        (Encoding::Utf8, true),
        (Encoding::Utf16Le, true),
        (Encoding::Utf16Le, false),
        (Encoding::Utf16Be, true),
    ] {
        let bytes = render(&rows, Form { encoding, byte_order_mark, ..Form::default() }).expect("text");
        assert_eq!(refused(&bytes, &strict()), [FindingCode::StrictEncoding], "{encoding:?}");
        assert_eq!(read(&bytes).verdicts(), [RowVerdict::Ok], "{encoding:?}");
    }
    // UTF-8 that is not ASCII shows only in the rows.
    assert_eq!(strict_codes(&format!("{DESKTOP}\nDell Inc.,Ö-1,4GXH2J3\n")), [FindingCode::StrictEncoding]);
}

#[test]
fn headers_are_case_sensitive() {
    let text = "manufacturer,model,serial number\nDell Inc.,Latitude 7420,4GXH2J3\n";
    assert_eq!(refused(text, &strict()), [FindingCode::StrictHeader]);
    assert_eq!(read(text).notices, [FindingCode::HeaderSpelling]);
}

#[test]
fn column_order_must_match() {
    let text = "Serial Number,Manufacturer,Model\n4GXH2J3,Dell Inc.,Latitude 7420\n";
    assert_eq!(refused(text, &strict()), [FindingCode::StrictHeader]);
    assert_eq!(read(text).notices, [FindingCode::ColumnOrder]);
}

#[test]
fn row_1_is_the_header() {
    let preamble = format!("Delivery 4711\n{DESKTOP}\nDell Inc.,Latitude 7420,4GXH2J3\n");
    assert_eq!(refused(&preamble, &strict()), [FindingCode::StrictHeader]);
    assert_eq!(read(&preamble).notices, [FindingCode::PreambleSkipped]);
    let headerless = "Dell Inc.,Latitude 7420,4GXH2J3\n";
    assert_eq!(refused(headerless, &strict()), [FindingCode::StrictHeader]);
    assert_eq!(read(headerless).notices, [FindingCode::HeaderMissing]);
}

#[test]
fn commas_separate() {
    let text = "Manufacturer;Model;Serial Number\nDell Inc.;Latitude 7420;4GXH2J3\n";
    assert_eq!(refused(text, &strict()), [FindingCode::StrictDelimiter]);
    assert_eq!(read(text).notices, [FindingCode::DelimiterConverted]);
}

#[test]
fn commas_inside_a_value_are_impossible() {
    let text = format!("{DESKTOP}\nVMware, Inc.,VMware20,VMware-1\n");
    for file in [read(&text), try_read(text.as_bytes(), &strict()).expect("read")] {
        assert_eq!(file.codes(0), [FindingCode::TooManyCells], "never a column shift");
        assert_eq!(file.rows[0].cells, taxiway_intake::Cells::default());
    }
}

#[test]
fn leading_zeros_of_serial_numbers_are_preserved() {
    let text = format!("{PARTNER}\n000123,,,Microsoft Corporation,Surface Laptop\n");
    assert_eq!(read(&text).serials(), ["000123"]);
    assert!(strict_codes(&text).is_empty());
}

#[test]
fn hidden_characters_and_trailing_spaces_are_corruption() {
    for (cell, code) in [
        ("4GXH2J3 ", FindingCode::WhitespaceTrimmed),
        ("\t4GXH2J3", FindingCode::WhitespaceTrimmed),
        ("4GX\u{200B}H2J3", FindingCode::HiddenCharactersRemoved),
        ("4GXH2J3\u{A0}", FindingCode::WhitespaceTrimmed),
        ("\u{FEFF}4GXH2J3", FindingCode::HiddenCharactersRemoved),
        ("4GX\u{AD}H2J3\u{200E}", FindingCode::HiddenCharactersRemoved),
    ] {
        let text = format!("{DESKTOP}\nDell Inc.,Latitude 7420,{cell}\n");
        let file = read(&text);
        assert_eq!(file.serials(), ["4GXH2J3"], "{cell:?}");
        assert_eq!(file.codes(0), [code], "{cell:?}");
        assert_eq!(file.rows[0].findings[0].found.as_deref(), Some(cell), "the value as found");
        assert!(strict_codes(&text).contains(&FindingCode::StrictWhitespace), "{cell:?}");
    }
}

#[test]
fn a_blank_assigned_user_makes_the_import_fail() {
    let device = &devices(1)[0];
    let text = format!("{INTUNE}\n{},,{},,\n", device.serial_number, device.hash());
    assert_eq!(strict_codes(&text), [FindingCode::AssignedUserMalformed]);
    assert_eq!(read(&text).verdicts(), [RowVerdict::Ok]);
}

#[test]
fn pain_8_a_dot_in_a_serial_number_is_no_error_and_never_one_of_the_file() {
    let text = format!("{DESKTOP}\nDell Inc.,Latitude 7420,4GX.H2J3\n");
    assert_eq!(read(&text).verdicts(), [RowVerdict::Ok]);
    assert!(strict_codes(&text).is_empty());
}

#[test]
fn the_collector_scripts_own_output_is_utf_16_and_is_read() {
    let device = &devices(1)[0];
    let rows = vec![
        INTUNE.split(',').take(3).map(str::to_owned).collect(),
        vec![device.serial_number.clone(), String::new(), device.hash()],
    ];
    let form = Form { encoding: Encoding::Utf16Le, byte_order_mark: true, ..Form::default() };
    let file = read(render(&rows, form).expect("text"));
    assert_eq!((file.recognition.encoding, file.recognition.byte_order_mark), (Encoding::Utf16Le, true));
    assert_eq!(file.notices, [FindingCode::EncodingConverted]);
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn cells_beyond_or_short_of_the_columns() {
    let device = &devices(1)[0];
    let (serial, hash) = (&device.serial_number, device.hash());
    let codes = |row: &str| read(format!("{INTUNE}\n{row}\n")).codes(0);
    assert!(codes(&format!("{serial},,{hash},,,,,")).is_empty(), "blank cells of a spreadsheet");
    assert!(codes(&format!("{serial},,{hash}")).is_empty(), "tag and user left out");
    assert_eq!(codes(&format!("{serial},,{hash},,,x")), [FindingCode::TooManyCells]);
    assert_eq!(codes(&format!("{serial},")), [FindingCode::TooFewCells]);
    assert_eq!(strict_codes(&format!("{INTUNE}\n{serial},,{hash}\n")), [FindingCode::TooFewCells]);
}

#[test]
fn blank_rows_are_passed_over() {
    let file = read(format!("{DESKTOP}\n\n,,\nDell Inc.,Latitude 7420,4GXH2J3\n   \n,,\n\u{1A}"));
    assert_eq!(file.rows.len(), 1);
    assert_eq!((file.rows[0].line, file.rows[0].number), (4, 1));
}

#[test]
fn users_are_checked_by_the_form_of_their_domain() {
    let device = &devices(1)[0];
    for (user, good) in [
        ("ada@contoso.example", true),
        ("ada", false),
        ("ada@contoso", false),
        ("@contoso.example", false),
        ("a b@c.de", false),
    ] {
        let file = read(format!("{INTUNE}\n{},,{},,{user}\n", device.serial_number, device.hash()));
        assert_eq!(file.codes(0).is_empty(), good, "{user}");
    }
}

#[test]
fn strict_accepts_the_documented_forms_without_a_word() {
    let device = &devices(1)[0];
    let rows = [
        format!("{DESKTOP}\r\nDell Inc.,Latitude 7420,4GXH2J3\r\n"),
        format!("{PARTNER}\r\n012345678957,,,Microsoft Corporation,Surface Laptop\r\n"),
        format!(
            "{INTUNE}\r\n{},,{},Microsoft365Managed_Kiosk,ada@contoso.example\r\n",
            device.serial_number,
            device.hash()
        ),
    ];
    for text in rows {
        let file = try_read(text.as_bytes(), &strict()).expect("accepted");
        assert!(file.notices.is_empty() && file.verdicts() == [RowVerdict::Ok]);
        assert_eq!(file.rows, try_read(text.as_bytes(), &Options::default()).expect("accepted").rows);
    }
}
