//! The report of `taxiway check` in its JSON form.

use serde_json::{Value, json};
use taxiway_intake::Options;
use taxiway_intake::check::{CheckVerdict, check_json};

use crate::support::{DESKTOP, devices, list};

fn report(bytes: &[u8]) -> (CheckVerdict, Value) {
    let mut out = Vec::new();
    let message = |finding: &taxiway_domain::finding::Finding| format!("<{}>", finding.code.as_str());
    let report = check_json(bytes, &Options::default(), &message, &mut out).expect("report");
    (report.verdict, serde_json::from_slice(&out).expect("JSON"))
}

#[test]
fn the_documented_file_is_accepted() {
    let text = format!("{DESKTOP}\r\nDell Inc.,Latitude 7420,004GXH2\r\n");
    let (verdict, json) = report(text.as_bytes());
    assert_eq!(verdict, CheckVerdict::Accepted);
    assert_eq!(
        json,
        json!({
            "file": {"bytes": text.len(), "encoding": "utf-8", "byteOrderMark": false, "delimiter": ",",
                     "layout": "managed-desktop-partner", "headerLine": 1},
            "verdict": "accepted", "reason": null, "notices": [],
            "rows": [{"line": 2, "verdict": "ok", "codes": [], "messages": [], "identity": "tuple",
                      "serialNumber": "004GXH2", "productKey": null, "manufacturer": "Dell Inc.",
                      "model": "Latitude 7420", "groupTag": null}],
            "summary": {"rows": 1, "ok": 1, "warnings": 0, "errors": 0},
        })
    );
}

#[test]
fn corrections_are_notices_and_bad_rows_reject() {
    let (verdict, json) =
        report(b"Manufacturer;Model;Serial Number\nDell Inc.;Latitude ;A1\nDell Inc.;Latitude;\n");
    assert_eq!(verdict, CheckVerdict::Rejected);
    assert_eq!(json["reason"], Value::Null);
    assert_eq!(json["notices"][0]["code"], "delimiter-converted");
    assert_eq!(
        json["notices"][1],
        json!({"line": 2, "column": "model", "code": "whitespace-trimmed", "message": "<whitespace-trimmed>",
               "found": "Latitude ", "used": "Latitude"})
    );
    assert_eq!(json["rows"][1]["codes"], json!(["identity-incomplete"]));
    assert_eq!(json["summary"], json!({"rows": 2, "ok": 1, "warnings": 0, "errors": 1}));
}

#[test]
fn a_refused_file_has_a_reason_and_its_length() {
    let (verdict, json) = report(b"PK\x03\x04rest");
    assert_eq!(verdict, CheckVerdict::Rejected);
    assert_eq!(json["reason"], json!({"code": "file-spreadsheet", "message": "<file-spreadsheet>"}));
    assert_eq!(json["file"]["bytes"], 8);
    assert_eq!(json["file"]["encoding"], Value::Null);
    assert_eq!(json["rows"], json!([]));
}

#[test]
fn hash_rows_show_what_the_hash_says() {
    let device = &devices(1)[0];
    let (verdict, json) = report(format!("Hardware Hash\n{}\n", device.hash()).as_bytes());
    assert_eq!(verdict, CheckVerdict::Accepted);
    assert_eq!(json["rows"][0]["identity"], "hash");
    assert_eq!(json["rows"][0]["serialNumber"], device.serial_number);
    assert_eq!(json["rows"][0]["manufacturer"], device.manufacturer);
}

#[test]
fn a_long_report_streams_its_rows_and_shortens_its_notices() {
    let text = list(DESKTOP, (0..20_000).map(|row| format!("Dell Inc.,Latitude 7420 ,A{row:06}")));
    let (verdict, json) = report(text.as_bytes());
    assert_eq!(verdict, CheckVerdict::AcceptedWithNotices);
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(20_000));
    let notices = json["notices"].as_array().expect("notices");
    assert_eq!(notices.len(), 1001);
    assert_eq!(notices[1000]["code"], "notices-shortened");
    assert_eq!(
        (&notices[1000]["found"], &notices[1000]["used"]),
        (&json!("whitespace-trimmed"), &json!("19000"))
    );
}
