//! States and the vocabulary of errors.

use jiff::Timestamp;
use taxiway_domain::{
    finding::{Finding, FindingCode, Severity},
    hardware_hash::HashReason,
    registration::{RegistrationError, RegistrationState, ServiceCode},
};

fn at(text: &str) -> Timestamp {
    text.parse().expect("time")
}

#[test]
fn a_device_is_ready_until_its_first_contact() {
    let registered = at("2026-03-01T08:00:00Z");
    let standing = RegistrationState::standing(registered, None, at("2026-09-01T08:00:00Z"));
    assert_eq!((standing.state, standing.since), (RegistrationState::Ready, registered));
}

#[test]
fn a_device_is_active_for_seven_days_after_a_contact() {
    let contact = at("2026-03-10T08:00:00Z");
    let standing = |as_of| RegistrationState::standing(at("2026-03-01T08:00:00Z"), Some(contact), at(as_of));
    assert_eq!(standing("2026-03-17T08:00:00Z").state, RegistrationState::Active);
    assert_eq!(standing("2026-03-17T08:00:00Z").since, contact);
    assert_eq!(standing("2026-03-17T08:00:01Z").state, RegistrationState::Inactive);
    assert_eq!(
        standing("2026-04-01T00:00:00Z").since,
        at("2026-03-17T08:00:00Z"),
        "inactive from the eighth day on"
    );
}

#[test]
fn a_contact_after_the_moment_asked_about_is_active() {
    let state =
        RegistrationState::of_registered(Some(at("2026-03-10T08:00:00Z")), at("2026-03-10T07:59:00Z"));
    assert_eq!(state, RegistrationState::Active);
}

#[test]
fn names_of_states_read_back() {
    for state in RegistrationState::ALL {
        assert_eq!(RegistrationState::from_name(state.as_str()), Some(state));
    }
    assert_eq!(RegistrationState::from_name("ready for user"), None);
}

#[test]
fn every_published_code_has_its_number_name_and_message() {
    use RegistrationError as E;
    for (number, name, error) in [
        (801, "InvalidZtdRequestBody", E::UnexpectedError),
        (802, "InvalidZtdHardwareHash", E::HardwareHashNotValid),
        (803, "MissingZtdSerialNumberAndProductKey", E::UnexpectedError),
        (806, "ZtdDeviceAlreadyAssigned", E::DeviceAlreadyRegistered),
        (807, "ZtdDeviceIsNotRegistered", E::DeviceNotFound),
        (808, "ZtdDeviceAssignedToOtherTenant", E::DeviceClaimedByAnotherOrganization),
        (809, "ZtdProfileIsNotRegistered", E::UnexpectedError),
        (810, "ZtdProfileAssignedToOtherTenant", E::UnexpectedError),
        (811, "ZtdDeviceRegisteredByOtherTenant", E::DeviceClaimedByAnotherOrganization),
        (812, "ZtdDeviceNotFound", E::DeviceNotFound),
        (813, "ZtdDeviceIsNotUnique", E::UnexpectedError),
        (814, "ZtdDeviceAlreadyAadRegistered", E::UnexpectedError),
        (815, "ZtdDeviceHasNoAssignedProfile", E::UnexpectedError),
        (908, "SerialNumberMismatch", E::UnexpectedError),
        (908, "ProductKeyIdMismatch", E::UnexpectedError),
    ] {
        let code = ServiceCode::from_name(name).expect(name);
        assert_eq!((code.number(), code.error()), (Some(number), error), "{name}");
    }
    for (name, error) in [
        ("ZtdDeviceDuplicated", E::DeviceAlreadyRegistered),
        ("StorageError", E::UnexpectedError),
        ("HashNot4k", E::HardwareHashNotValid),
    ] {
        let code = ServiceCode::from_name(name).expect(name);
        assert_eq!((code.number(), code.error()), (None, error), "{name}");
    }
}

#[test]
fn codes_are_stored_by_name() {
    for code in ServiceCode::ALL {
        assert_eq!(serde_json::to_value(code).expect("json"), code.name());
        assert_eq!(ServiceCode::from_name(code.name()), Some(*code), "names are unique");
    }
}

#[test]
fn messages_have_three_texts_each() {
    let error = RegistrationError::DeviceClaimedByAnotherOrganization;
    assert_eq!(error.message_key(), "registration-error-device-claimed-by-another-organization");
    assert_eq!(error.cause_key(), "registration-error-device-claimed-by-another-organization-cause");
    assert_eq!(error.remedy_key(), "registration-error-device-claimed-by-another-organization-remedy");
    assert_eq!(RegistrationError::ALL.len(), 5);
}

#[test]
fn findings_are_answered_with_service_codes() {
    for (finding, code) in [
        (FindingCode::HashInvalid, ServiceCode::InvalidHardwareHash),
        (FindingCode::IdentityWeak, ServiceCode::InvalidHardwareHash),
        (FindingCode::IdentityMissing, ServiceCode::MissingSerialNumberAndProductKey),
        (FindingCode::IdentityIncomplete, ServiceCode::MissingSerialNumberAndProductKey),
        (FindingCode::ProductKeyLicence, ServiceCode::MissingSerialNumberAndProductKey),
        (FindingCode::DuplicateInFile, ServiceCode::Duplicated),
        (FindingCode::NotInCatalogue, ServiceCode::NotFound),
        (FindingCode::CatalogueNearMiss, ServiceCode::NotFound),
        (FindingCode::TagUnknown, ServiceCode::InvalidRequestBody),
    ] {
        assert_eq!(ServiceCode::from(finding), code, "{}", finding.as_str());
    }
}

#[test]
fn a_hash_of_the_wrong_size_has_its_own_code() {
    let finding = |reason: HashReason| Finding {
        code: reason.finding_code(),
        line: 2,
        column: None,
        found: None,
        used: Some(reason.as_str().to_owned()),
    };
    for reason in HashReason::ALL {
        let expected = if reason == HashReason::Not4k {
            ServiceCode::HashNot4k
        } else {
            ServiceCode::InvalidHardwareHash
        };
        assert_eq!(ServiceCode::of(&finding(reason)), expected, "{reason}");
        assert_eq!(ServiceCode::from(reason), expected, "{reason}");
    }
}

#[test]
fn finding_codes_are_unique_and_stored_by_name() {
    let mut names: Vec<_> = FindingCode::ALL.iter().map(|code| code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FindingCode::ALL.len());
    for code in FindingCode::ALL {
        assert_eq!(serde_json::to_value(code).expect("json"), code.as_str());
    }
    assert_eq!(FindingCode::PlaceholderIgnored.severity(), Severity::Warning);
}
