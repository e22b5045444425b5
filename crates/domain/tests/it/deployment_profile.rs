//! What a deployment profile may be called, and what it can do.

use std::collections::BTreeSet;

use rstest::rstest;
use taxiway_domain::deployment_profile::{OobeSetting, is_description, name, settings_of, settings_text};

#[test]
fn settings_have_the_published_numbers_and_add_up() {
    let flags: Vec<u8> = OobeSetting::ALL.iter().map(|setting| setting.flag()).collect();
    assert_eq!(flags, [1, 2, 4, 8, 16]);
    let names: Vec<_> = OobeSetting::ALL.iter().map(|setting| setting.as_str()).collect();
    assert_eq!(
        names,
        [
            "remove-oem-preinstalls",
            "oobe-user-not-local-admin",
            "skip-express-settings",
            "skip-oem-registration",
            "skip-eula"
        ]
    );
}

/// Every one of the 32 sets is read back as it was written.
#[test]
fn every_set_of_settings_reads_back() {
    for bits in 0..32_u8 {
        let set: BTreeSet<OobeSetting> =
            OobeSetting::ALL.iter().copied().filter(|setting| bits & setting.flag() != 0).collect();
        assert_eq!(settings_of(&settings_text(&set)), set);
    }
    assert_eq!(settings_text(&BTreeSet::new()), "");
    assert_eq!(settings_of("skip-eula never-heard-of"), BTreeSet::from([OobeSetting::SkipEula]));
}

#[rstest]
#[case::plain("Kontor Malmö", Some("Kontor Malmö"))]
#[case::space_around(" \u{a0}Kiosk \n", Some("Kiosk"))]
#[case::empty("", None)]
#[case::blank(" \t ", None)]
#[case::line_inside("one\ntwo", None)]
#[case::nul("one\0", None)]
#[case::one_letter("א", Some("א"))]
fn names_are_trimmed_and_one_line(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(name(text), expected);
}

#[test]
fn lengths_are_counted_in_characters() {
    assert!(name(&"å".repeat(128)).is_some() && name(&"å".repeat(129)).is_none());
    assert!(name(&format!("  {}  ", "x".repeat(128))).is_some(), "the space around it does not count");
    assert!(is_description(&"å".repeat(1024)) && !is_description(&"å".repeat(1025)));
    assert!(is_description("") && is_description("one line\r\n\tand another"));
    assert!(!is_description("bell \u{7}") && !is_description("nul \0"));
}
