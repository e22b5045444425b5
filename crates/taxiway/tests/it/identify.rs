//! `taxiway identify`.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::{Fleet, FleetDevice};

use crate::harness::{taxiway, taxiway_reading};

fn device() -> FleetDevice {
    Fleet::new(ChaCha20Rng::seed_from_u64(7)).next_device()
}

/// The documented keys come first and in this order, whether the hash is valid or not.
const KEYS: [&str; 14] = [
    "verdict",
    "reason",
    "warnings",
    "serialNumber",
    "manufacturer",
    "model",
    "uuid",
    "productKeyId",
    "tpm",
    "macAddresses",
    "disks",
    "capturedAt",
    "toolBuild",
    "osBuild",
];

#[track_caller]
fn assert_keys(json: &str) {
    let mut rest = json;
    for key in KEYS {
        let at = rest.find(&format!("\"{key}\":"));
        rest = &rest[at.unwrap_or_else(|| panic!("{key} is missing or out of order in {json}"))..];
    }
}

#[test]
fn a_hash_is_decoded_as_json() {
    let device = device();
    let ran = taxiway_reading(device.hash().as_bytes(), &["identify", "--format", "json", "-"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_keys(&ran.out);
    let json = ran.json();
    assert_eq!(json["verdict"], "valid");
    assert_eq!(json["reason"], serde_json::Value::Null);
    assert_eq!(json["warnings"], serde_json::json!([]));
    assert_eq!(json["serialNumber"], device.serial_number);
    assert_eq!(json["manufacturer"], device.manufacturer);
    assert_eq!(json["model"], device.model);
    assert_eq!(json["productKeyId"], device.product_key.as_str());
    assert_eq!(json["tpm"]["version"], "2.0");
    assert_eq!(json["macAddresses"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["disks"][0]["bus"], 17);
    assert_eq!(json["toolBuild"], "10.0.26100.7705");
    assert_eq!(json["osBuild"], "10.0.26100.7840");
    assert!(json["capturedAt"].as_str().is_some_and(|at| at.starts_with("2025-") && at.ends_with('Z')));
    insta::assert_json_snapshot!("identify_json", json);
}

#[test]
fn a_hash_is_listed_for_people() {
    let ran = taxiway_reading(device().hash().as_bytes(), &["identify", "-"]);
    insta::assert_snapshot!("identify_text", ran.out);
}

/// Whoever has no hash at hand is given one.
#[test]
fn a_sample_can_be_written_and_decoded() {
    let sample = taxiway(&["identify", "--sample"]);
    assert_eq!((sample.code, sample.err.as_str()), (0, ""));
    assert_eq!(sample.out.trim_end().len(), 4000);
    let ran = taxiway_reading(sample.out.as_bytes(), &["identify", "--format", "json", "-"]);
    assert_eq!(
        (ran.code, &ran.json()["verdict"], &ran.json()["warnings"]),
        (0, &"valid".into(), &serde_json::json!([]))
    );
    assert_eq!(taxiway(&["identify", "--sample", "hash.txt"]).code, 2, "one or the other");
}

#[test]
fn white_space_around_a_hash_does_not_matter() {
    let hash = format!("\r\n  {}\r\n\r\n", device().hash());
    assert_eq!(taxiway_reading(hash.as_bytes(), &["identify", "-"]).code, 0);
}

/// What is wrong is said, never what stood there.
#[test]
fn a_damaged_hash_is_invalid_with_its_reason() {
    let hash = device().hash();
    let damaged =
        format!("{}{}{}", &hash[..700], if &hash[700..701] == "A" { "B" } else { "A" }, &hash[701..]);
    for (text, reason) in [
        (damaged.as_str(), "checksum"),
        (&hash[..3000], "not-4k"),
        ("", "empty"),
        (&hash.replace('/', "_").replace('+', "-"), "alphabet"),
    ] {
        let ran = taxiway_reading(text.as_bytes(), &["identify", "--format", "json", "-"]);
        assert_eq!(ran.code, 1, "{reason}");
        assert_keys(&ran.out);
        let json = ran.json();
        assert_eq!((json["verdict"].as_str(), json["reason"].as_str()), (Some("invalid"), Some(reason)));
        assert_eq!(json["serialNumber"], serde_json::Value::Null);
        assert!(!ran.out.contains(&hash[8..40]));
        let words = taxiway_reading(text.as_bytes(), &["identify", "--language", "sv", "-"]);
        assert!(words.code == 1 && words.out.contains(&format!("[{reason}]")), "{words:?}");
    }
}

#[test]
fn a_path_that_cannot_be_read_is_another_thing_than_a_bad_hash() {
    assert_eq!(taxiway(&["identify", "no-such-file.txt"]).code, 2);
    assert_eq!(taxiway(&["identify"]).code, 2);
}
