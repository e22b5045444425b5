//! Codes have words.

use rstest::rstest;
use taxiway_domain::finding::{Column, Finding, FindingCode};
use taxiway_domain::hardware_hash::{HashReason, HashWarning};
use taxiway_domain::identity::IdentityKind;
use taxiway_domain::profile::{DeviceProfile, Setting};
use taxiway_domain::registration::{RegistrationError, RegistrationState, ServiceCode};
use taxiway_domain::relationship::{RelationshipState, RequestState};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_domain::strength::Strength;
use taxiway_locale::{
    Locale, finding, finding_remedy, has, number, plain_finding, service_code_key, service_code_message_key,
    service_code_remedy_key, text_with,
};

const ISOLATES: [char; 4] = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

fn sample(code: FindingCode, full: bool) -> Finding {
    Finding {
        code,
        line: 17,
        column: full.then_some(Column::SerialNumber),
        found: full.then(|| "5CG-0042".to_owned()),
        used: full.then(|| "0042".to_owned()),
    }
}

/// "An error never comes without plain words and what to do" (every finding, with and without its values).
#[test]
fn every_finding_has_a_message_and_a_remedy() {
    for locale in Locale::ALL {
        for code in FindingCode::ALL {
            for full in [true, false] {
                for said in
                    [finding(locale, &sample(*code, full)), finding_remedy(locale, &sample(*code, full))]
                {
                    assert!(!said.contains(taxiway_locale::MISSING), "{said} in {}", locale.tag());
                    if !full && !matches!(code, FindingCode::ColumnIgnored | FindingCode::ModelMismatch) {
                        assert!(!said.contains("\u{2068}none"), "{code:?} names an absent value: {said}");
                    }
                }
            }
        }
    }
}

fn assert_words(prefix: &str, name: &str, suffixes: &[&str]) {
    for locale in Locale::ALL {
        for suffix in suffixes {
            let key = format!("{prefix}{name}{suffix}");
            assert!(has(locale, &key), "{key} in {}", locale.tag());
        }
    }
}

#[test]
fn every_code_of_the_domain_has_its_words() {
    for state in RegistrationState::ALL {
        assert_words("state-", state.as_str(), &["", "-description", "-next"]);
    }
    for error in RegistrationError::ALL {
        assert_words("registration-error-", error.as_str(), &["", "-cause", "-remedy"]);
    }
    for code in ServiceCode::ALL {
        assert_words("", &service_code_key(*code), &[""]);
        assert_words("", &service_code_message_key(*code), &[""]);
        assert_words("", &service_code_remedy_key(*code), &[""]);
    }
    for refusal in SignInRefusal::ALL {
        assert_words("sign-in-refusal-", refusal.as_str(), &["", "-next"]);
    }
    for role in Role::ALL {
        assert_words("role-", role.as_str(), &[""]);
    }
    for kind in OrganisationKind::ALL {
        assert_words("organisation-kind-", kind.as_str(), &[""]);
    }
    for state in RelationshipState::ALL {
        assert_words("relationship-state-", state.as_str(), &[""]);
    }
    for state in RequestState::ALL {
        assert_words("request-state-", state.as_str(), &["", "-text"]);
    }
    for profile in DeviceProfile::ALL {
        assert_words("profile-", profile.as_str(), &["", "-description"]);
    }
    for setting in Setting::ALL {
        assert_words("profile-setting-", setting.as_str(), &[""]);
    }
    for reason in HashReason::ALL {
        assert_words("hash-reason-", reason.as_str(), &[""]);
    }
    for warning in HashWarning::ALL {
        assert_words("hash-warning-", warning.as_str(), &[""]);
    }
    for kind in IdentityKind::ALL {
        assert_words("identity-", kind.as_str(), &[""]);
    }
    for strength in Strength::ALL {
        assert_words("strength-", strength.as_str(), &["", "-description"]);
    }
}

#[rstest]
#[case("layout-", &["partner-center", "managed-desktop-partner", "managed-desktop-self", "intune", "surface-request", "device-identifiers", "inventory-report", "unknown"], &["", "-description"])]
#[case("encoding-", &["utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1255"], &[""])]
fn every_code_of_the_reader_has_its_words(
    #[case] prefix: &str,
    #[case] codes: &[&str],
    #[case] suffixes: &[&str],
) {
    for code in codes {
        assert_words(prefix, code, suffixes);
    }
}

/// Pages isolate values against reordering; terminals and CSV would show the marks as damage.
#[test]
fn values_are_isolated_on_pages_only() {
    let tag = Finding {
        used: Some("Microsoft365Managed_Standard".to_owned()),
        ..sample(FindingCode::TagUnknown, true)
    };
    for locale in Locale::ALL {
        assert!(finding(locale, &tag).contains("\u{2068}Microsoft365Managed_Standard\u{2069}"));
        assert!(!plain_finding(locale, &tag).contains(ISOLATES));
    }
}

#[test]
fn a_damaged_hash_says_why_in_words() {
    let damaged = Finding { used: Some("checksum".to_owned()), ..sample(FindingCode::HashInvalid, true) };
    assert_eq!(
        plain_finding(Locale::Sv, &damaged),
        "Maskinvaruhash inte giltig: kontrollsumman stämmer inte; något i den har ändrats."
    );
}

#[test]
fn codes_in_a_finding_are_said_in_words() {
    let finding = |code, found: &str, used: &str| {
        let finding = Finding {
            code,
            line: 0,
            column: None,
            found: Some(found.to_owned()),
            used: Some(used.to_owned()),
        };
        plain_finding(Locale::En, &finding)
    };
    assert!(finding(FindingCode::EncodingConverted, "utf-16le", "utf-8").contains("UTF-16 little-endian"));
    assert!(finding(FindingCode::DelimiterConverted, ";", ",").contains("semicolons"));
    assert!(finding(FindingCode::FileTooManyRows, "", "500000").contains("500,000"));
    assert!(finding(FindingCode::HashPlaceholder, "", "placeholder-model").contains("the model"));
}

#[test]
fn counts_are_grouped_as_the_language_does() {
    assert_eq!(number(Locale::En, 1_234_567), "1,234,567");
    assert_eq!(number(Locale::Sv, 1_234), "1\u{a0}234");
    assert_eq!(number(Locale::He, 999), "999");
    let said = text_with(Locale::Sv, "finding-duplicate-in-file", &[("used", 12_345_u64.into())]);
    assert!(said.contains("12\u{a0}345"), "{said}");
}
