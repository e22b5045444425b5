//! `taxiway check`.

use std::fs;
use std::path::PathBuf;

use taxiway_intake::write::sample;
use taxiway_intake::{Encoding, Layout};
use tempfile::TempDir;

use crate::harness::{taxiway, taxiway_reading, text};

const HEADER: &str =
    "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\r\n";
const GOOD: &str = "5CG0001,,,HP,HP EliteBook 840\r\n";
const LICENCE_KEY: &str = "VK7JG-NPHTM-C97JM-9MPGT-3V66T";

fn file(content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("delivery.csv");
    fs::write(&path, content).expect("the file is written");
    (directory, path)
}

/// The form is promised to programs: exactly these keys, in this order.
#[test]
fn json_has_exactly_the_documented_form() {
    let list = format!("{HEADER} 5CG0001,,,HP,HP EliteBook 840\r\n5CG0002,3.3E+12,,HP,HP EliteBook 840\r\n");
    let ran = taxiway_reading(list.as_bytes(), &["check", "--format", "json", "-"]);
    let expected = concat!(
        r#"{"file":{"bytes":156,"encoding":"utf-8","byteOrderMark":false,"delimiter":",","layout":"partner-center","headerLine":1},"#,
        r#""verdict":"rejected","reason":null,"#,
        r#""notices":[{"line":2,"column":"serial-number","code":"whitespace-trimmed","#,
        r#""message":"White space around the value in Serial number was removed.","found":" 5CG0001","used":"5CG0001"}],"#,
        r#""rows":[{"line":2,"verdict":"ok","codes":["whitespace-trimmed"],"#,
        r#""messages":["White space around the value in Serial number was removed."],"identity":"tuple","#,
        r#""serialNumber":"5CG0001","productKey":null,"manufacturer":"HP","model":"HP EliteBook 840","groupTag":null},"#,
        r#"{"line":3,"verdict":"error","codes":["spreadsheet-number"],"#,
        r#""messages":["A spreadsheet turned Product key ID into a rounded number. The original digits are lost."],"identity":null,"#,
        r#""serialNumber":"5CG0002","productKey":"3.3E+12","manufacturer":"HP","model":"HP EliteBook 840","groupTag":null}],"#,
        r#""summary":{"rows":2,"ok":1,"warnings":0,"errors":1}}"#,
        "\n"
    );
    assert_eq!(ran.out, expected);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

#[test]
fn a_refused_file_has_a_reason() {
    let ran = taxiway_reading(b"", &["check", "--format", "json", "-"]).json();
    assert_eq!(ran["reason"]["code"], "file-empty");
    assert_eq!(ran["reason"]["message"], "The file is empty.");
    assert_eq!(ran["file"]["encoding"], serde_json::Value::Null);
}

/// Exit 0: registrable as it is or with notices; 1: something would be refused; 2: usage or an unreadable path.
#[test]
fn exit_codes_tell_what_scripts_must_know() {
    let check = |list: &str| taxiway_reading(list.as_bytes(), &["check", "-"]).code;
    assert_eq!(check(&format!("{HEADER}{GOOD}")), 0);
    assert_eq!(check(&format!("{HEADER} {GOOD}")), 0, "with a notice");
    assert_eq!(check(&format!("{HEADER}{GOOD}{GOOD}")), 1, "a duplicate");
    assert_eq!(check(HEADER), 1, "header only");
    for arguments in [
        &["check", "no-such-file.csv"][..],
        &["check", "/"],
        &["check"],
        &["check", "--layout", "excel", "-"],
        &["check", "--language", "tlh", "-"],
    ] {
        let ran = taxiway(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{ran:?}");
    }
}

#[test]
fn a_path_that_cannot_be_read_is_named_once() {
    let ran = taxiway(&["check", "no-such-file.csv"]);
    assert_eq!(ran.err, "taxiway: no-such-file.csv cannot be read: No such file or directory (os error 2)\n");
}

#[test]
fn every_layout_is_recognised_and_no_sample_row_is_registrable() {
    for layout in Layout::ALL {
        let ran = taxiway_reading(sample(layout).as_bytes(), &["check", "--format", "json", "-"]);
        assert_eq!(ran.json()["file"]["layout"], layout.as_str());
        assert_eq!(ran.code, 1, "the documentation's example is no device: {ran:?}");
    }
}

#[test]
fn a_layout_and_a_tag_can_be_prescribed() {
    let list = "5CG0001,Kiosk 7\r\n";
    let header = "Device Serial Number,Windows Product ID,Hardware Hash,Group Tag\r\n";
    let own = taxiway_reading(format!("{header},3312345678901,,Kiosk 7\r\n").as_bytes(), &["check", "-"]);
    assert_eq!(own.code, 1, "{list}: {own:?}");
    let own = format!("{header},3312345678901,,Kiosk 7\r\n");
    assert_eq!(taxiway_reading(own.as_bytes(), &["check", "--tag", "Kiosk 7", "-"]).code, 0);
    let tuples = "HP,HP EliteBook 840,5CG0001\r\nHP,HP EliteBook 840,5CG0002\r\n";
    let arguments = ["check", "--layout", "device-identifiers", "--format", "json", "-"];
    assert_eq!(taxiway_reading(tuples.as_bytes(), &arguments).json()["file"]["layout"], "device-identifiers");
}

#[test]
fn a_file_and_standard_input_are_read_alike() {
    let list =
        Encoding::Utf16Le.encode(&format!("\u{feff}{HEADER}{GOOD}")).expect("UTF-16 has every character");
    let (_directory, path) = file(&list);
    let from_file = taxiway(&["check", "--format", "json", text(&path)]);
    let from_input = taxiway_reading(&list, &["check", "--format", "json", "-"]);
    assert_eq!(from_file.out, from_input.out);
    assert_eq!(from_file.json()["file"]["encoding"], "utf-16le");
}

#[test]
fn strict_mode_and_row_limits_are_those_of_other_services() {
    let spelled = format!("{}{GOOD}", HEADER.replace("Device model", "Model"));
    assert_eq!(taxiway_reading(spelled.as_bytes(), &["check", "-"]).code, 0);
    assert_eq!(taxiway_reading(spelled.as_bytes(), &["check", "--strict", "-"]).code, 1);
    let rows = (0..501).map(|number| format!("5CG{number:04},,,HP,HP EliteBook 840\r\n"));
    let long = format!("{HEADER}{}", rows.collect::<String>());
    assert_eq!(taxiway_reading(long.as_bytes(), &["check", "-"]).code, 0);
    let limited = taxiway_reading(long.as_bytes(), &["check", "--limits", "intune", "--format", "json", "-"]);
    assert_eq!(limited.json()["reason"]["code"], "file-too-many-rows");
}

/// Labelled errors point into the line.
#[test]
fn the_text_form_shows_the_line_with_the_cell_marked() {
    let list = format!(
        "{HEADER}{GOOD} 5CG0002,,,HP,HP EliteBook 840\r\n5CG0003,3.3E+12,,HP,HP EliteBook 840\r\n\
         \"To be filled by O.E.M.\",,,Dell Inc.,\"Latitude, 7420\"\r\n5CG0004,{LICENCE_KEY},,HP,HP EliteBook 840\r\n\
         5CG0005,,{},HP,HP EliteBook 840\r\nonly one cell\r\n",
        "QUJD".repeat(1000),
    );
    let (_directory, path) = file(list);
    let ran = taxiway(&["check", text(&path)]);
    let out = ran.out.replace(text(&path), "delivery.csv");
    insta::assert_snapshot!("check_text", out);
    assert_eq!(ran.code, 1);
}

#[test]
fn languages_change_the_words_and_never_the_codes() {
    let list = format!("{HEADER}5CG0003,3.3E+12,,HP,HP EliteBook 840\r\n");
    let said = ["en", "sv", "he"].map(|language| {
        let arguments = ["check", "--language", language, "--format", "json", "-"];
        let row = taxiway_reading(list.as_bytes(), &arguments).json()["rows"][0].clone();
        assert_eq!(row["codes"], serde_json::json!(["spreadsheet-number"]));
        row["messages"][0].as_str().expect("a message").to_owned()
    });
    assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
}

/// A licence key is a secret that strays into such lists.
#[test]
fn a_licence_key_is_never_repeated() {
    let list = format!("{HEADER}5CG0001,{LICENCE_KEY},,HP,HP EliteBook 840\r\n{LICENCE_KEY},,,HP\r\n");
    for format in ["text", "json"] {
        let ran = taxiway_reading(list.as_bytes(), &["check", "--format", format, "-"]);
        assert!(!ran.out.contains("NPHTM"), "{}", ran.out);
        assert_eq!(ran.code, 1);
    }
}

#[test]
fn of_very_many_errors_the_first_hundred_are_shown_and_all_are_counted() {
    let bad = "5CG0001,1.2E+12,,HP,HP EliteBook 840\r\n".repeat(250);
    let worse = "To be filled by O.E.M.,,,HP,HP EliteBook 840\r\n".repeat(3);
    let ran = taxiway_reading(format!("{HEADER}{bad}{worse}").as_bytes(), &["check", "-"]);
    assert_eq!(ran.out.matches("╭─").count(), 100);
    assert!(ran.out.contains("Only the first 100 of 253 errors are shown."), "{}", ran.out);
    let counted =
        |count: &str, code: &str| ran.out.lines().any(|line| line.split_whitespace().eq([count, code]));
    assert!(counted("250", "spreadsheet-number") && counted("3", "placeholder"), "{}", ran.out);
    assert!(ran.out.contains("253 rows: 0 fine, 0 to look at, 253 refused."));
}
