//! The six accepted combinations, what is said about the others, claims and strength.

use taxiway_domain::{
    finding::{Column, FindingCode, Severity},
    hardware_hash::write::HashBuilder,
    identity::{Identity, IdentityFinding, IdentityKind, Parts},
    strength::Strength,
};

use crate::laptop;

fn accepted(parts: &Parts<'_>) -> (Identity, Vec<IdentityFinding>) {
    Identity::from_parts(parts).expect("must be accepted")
}

fn refused(parts: &Parts<'_>) -> Vec<(FindingCode, Option<Column>)> {
    let refusals = Identity::from_parts(parts).expect_err("must be refused");
    assert!(refusals.iter().all(|refusal| refusal.code.severity() == Severity::Error));
    refusals.into_iter().map(|refusal| (refusal.code, refusal.column)).collect()
}

fn tuple_parts() -> Parts<'static> {
    Parts {
        manufacturer: Some("LENOVO"),
        model: Some("21G2001VUS"),
        serial_number: Some("PF3ABCDE"),
        ..Parts::default()
    }
}

const KEY: Option<&str> = Some("3300000000017");

#[test]
fn the_six_accepted_combinations() {
    let device = laptop(6);
    let text = device.hash();
    let hash = Some(text.as_str());
    let key = Some(device.product_key.as_str());
    let serial_number = Some(device.serial_number.as_str());
    let none = Parts::default();
    for (parts, kind) in [
        (Parts { hash, product_key: key, ..none }, IdentityKind::Hash),
        (Parts { hash, serial_number, ..none }, IdentityKind::Hash),
        (Parts { hash, product_key: key, serial_number, ..none }, IdentityKind::Hash),
        (Parts { hash, ..none }, IdentityKind::Hash),
        (Parts { product_key: key, ..none }, IdentityKind::ProductKey),
        (tuple_parts(), IdentityKind::Tuple),
    ] {
        let (identity, warnings) = accepted(&parts);
        assert_eq!(identity.kind(), kind);
        assert_eq!(warnings, []);
    }
}

#[test]
fn more_than_needed_is_fine() {
    let parts = Parts { product_key: KEY, ..tuple_parts() };
    let (identity, warnings) = accepted(&parts);
    assert_eq!(identity.kind(), IdentityKind::ProductKey);
    assert_eq!(warnings, []);
    assert!(identity.claims().tuple.is_some());
}

#[test]
fn nothing_is_no_identity() {
    assert_eq!(refused(&Parts::default()), [(FindingCode::IdentityMissing, None)]);
    let blank = Parts { serial_number: Some(" "), hash: Some(""), ..Parts::default() };
    assert_eq!(refused(&blank), [(FindingCode::IdentityMissing, None)]);
}

#[test]
fn a_serial_number_alone_does_not_identify_and_the_missing_columns_are_named() {
    let parts = Parts { serial_number: Some("PF3ABCDE"), ..Parts::default() };
    let refusals = Identity::from_parts(&parts).expect_err("incomplete");
    assert_eq!(refusals[0].code, FindingCode::IdentityIncomplete);
    assert_eq!(refusals[0].used.as_deref(), Some("manufacturer model"));
}

#[test]
fn all_problems_of_a_row_are_said_at_once() {
    let parts = Parts {
        hash: Some("T0E"),
        product_key: Some("12"),
        serial_number: Some("A\u{7}B"),
        manufacturer: Some("LENOVO"),
        model: Some("M"),
    };
    assert_eq!(
        refused(&parts),
        [
            (FindingCode::HashInvalid, Some(Column::HardwareHash)),
            (FindingCode::ProductKeyLostZeros, Some(Column::ProductKey)),
            (FindingCode::ValueCharacters, Some(Column::SerialNumber)),
        ]
    );
    let parts = Parts { manufacturer: Some("OEM"), serial_number: Some("000000"), ..Parts::default() };
    assert_eq!(
        refused(&parts),
        [
            (FindingCode::Placeholder, Some(Column::SerialNumber)),
            (FindingCode::Placeholder, Some(Column::Manufacturer)),
            (FindingCode::IdentityIncomplete, Some(Column::Model)),
        ]
    );
}

#[test]
fn the_reason_code_of_a_hash_is_told_but_never_the_hash() {
    let refusals =
        Identity::from_parts(&Parts { hash: Some("AAAA"), ..Parts::default() }).expect_err("short");
    assert_eq!(refusals[0].used.as_deref(), Some("not-4k"));
    assert_eq!(refusals[0].found, None);
}

#[test]
fn a_weak_hash_has_its_own_code() {
    let weak = HashBuilder::new().manufacturer("LENOVO").model("X").uuid([1; 16]).text_form().expect("fits");
    let parts = Parts { hash: Some(&weak), ..Parts::default() };
    assert_eq!(refused(&parts), [(FindingCode::IdentityWeak, Some(Column::HardwareHash))]);
}

#[test]
fn a_licence_key_is_refused_without_being_repeated() {
    let parts = Parts { product_key: Some("ABCDE-12345-FGHIJ-67890-KLMNO"), ..tuple_parts() };
    let refusals = Identity::from_parts(&parts).expect_err("secret");
    assert_eq!(refusals[0].code, FindingCode::ProductKeyLicence);
    assert!(!format!("{refusals:?}").contains("ABCDE"));
}

#[test]
fn a_placeholder_is_refused_where_the_tuple_is_all_there_is() {
    let parts = Parts { serial_number: Some("To be filled by O.E.M."), ..tuple_parts() };
    assert_eq!(refused(&parts), [(FindingCode::Placeholder, Some(Column::SerialNumber))]);
}

#[test]
fn a_placeholder_beside_a_product_key_is_left_out() {
    let parts = Parts { product_key: KEY, serial_number: Some("Default string"), ..Parts::default() };
    let (identity, warnings) = accepted(&parts);
    assert_eq!(identity.serial_number, None);
    assert_eq!(
        warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(),
        [FindingCode::PlaceholderIgnored]
    );
}

#[test]
fn the_example_row_is_told_at_the_value_that_identifies_it_and_nothing_else() {
    let parts = Parts {
        manufacturer: Some("SpiralOrbit"),
        model: Some("ContosoABC"),
        serial_number: Some("000000000000"),
        ..Parts::default()
    };
    assert_eq!(refused(&parts), [(FindingCode::SampleData, Some(Column::SerialNumber))]);
    let sample_hash = Parts { hash: Some("dGhpc2RldmljZWlzYW5tbWRkZXZpY2U"), ..parts };
    assert_eq!(
        refused(&sample_hash),
        [
            (FindingCode::SampleData, Some(Column::HardwareHash)),
            (FindingCode::SampleData, Some(Column::SerialNumber)),
        ]
    );
}

#[test]
fn a_filled_in_example_is_a_device_and_its_errors_are_its_own() {
    let filled_in = Parts {
        manufacturer: Some("SpiralOrbit"),
        model: Some("ContosoABC"),
        serial_number: Some("4GXH2J3"),
        ..Parts::default()
    };
    let (identity, warnings) = accepted(&filled_in);
    assert_eq!((identity.serial_number.as_deref(), warnings.len()), (Some("4GXH2J3"), 0));
    let key_too = Parts { product_key: Some("123"), ..filled_in };
    assert_eq!(refused(&key_too), [(FindingCode::ProductKeyLostZeros, Some(Column::ProductKey))]);
    let still_sample = Parts { serial_number: Some("000000000000"), ..key_too };
    assert_eq!(
        refused(&still_sample),
        [
            (FindingCode::ProductKeyLostZeros, Some(Column::ProductKey)),
            (FindingCode::SampleData, Some(Column::SerialNumber)),
        ],
        "other errors are said too"
    );
}

#[test]
fn values_that_are_too_long_are_refused_and_shortened_in_the_finding() {
    let long = "S1".repeat(150);
    let refusals =
        Identity::from_parts(&Parts { serial_number: Some(&long), ..tuple_parts() }).expect_err("long");
    assert_eq!(refusals[0].code, FindingCode::ValueTooLong);
    assert_eq!(refusals[0].found.as_deref().map(str::len), Some(200));
}

#[test]
fn the_hash_counts_and_a_column_that_differs_is_a_warning() {
    let device = laptop(6);
    let text = device.hash();
    let parts = Parts {
        hash: Some(&text),
        product_key: KEY,
        serial_number: Some("OTHER"),
        manufacturer: Some("Lenovo"),
        model: Some("ThinkPad"),
    };
    let (identity, warnings) = accepted(&parts);
    assert_eq!(identity.serial_number.as_deref(), Some(device.serial_number.as_str()));
    assert_eq!(identity.product_key, Some(device.product_key));
    let said: Vec<_> = warnings.iter().map(|warning| (warning.code, warning.column)).collect();
    assert_eq!(
        said,
        [
            (FindingCode::SerialMismatch, Some(Column::SerialNumber)),
            (FindingCode::ModelMismatch, Some(Column::Manufacturer)),
            (FindingCode::ProductKeyMismatch, Some(Column::ProductKey)),
            (FindingCode::ModelMismatch, Some(Column::Model)),
        ]
    );
    assert_eq!(warnings[0].found.as_deref(), Some("OTHER"));
    assert_eq!(warnings[0].used.as_deref(), Some(device.serial_number.as_str()));
}

#[test]
fn columns_fill_in_what_the_hash_does_not_know() {
    let text = laptop(6).hash_builder().without(14).without(24).text_form().expect("fits");
    let parts =
        Parts { hash: Some(&text), product_key: KEY, serial_number: Some("STICKER1"), ..Parts::default() };
    let (identity, warnings) = accepted(&parts);
    assert_eq!(identity.serial_number.as_deref(), Some("STICKER1"));
    assert_eq!(identity.product_key.expect("key").as_str(), "3300000000017");
    assert_eq!(warnings.len(), 1, "the hash has no serial number: {warnings:?}");
}

#[test]
fn claims_of_a_hash() {
    let device = laptop(6);
    let hash = device.hardware_hash().expect("valid");
    let claims = Identity::from_hash(hash.clone()).claims();
    assert_eq!(claims.tuple, device.tuple());
    assert_eq!(claims.product_key, Some(device.product_key));
    assert_eq!(claims.endorsement_key, hash.inventory().endorsement_key_digest);
    assert_eq!(claims.uuid, hash.inventory().uuid.map(|uuid| uuid.0));
    assert_eq!(claims.hardware, None, "only when there is nothing else");
}

#[test]
fn claims_of_a_tuple_and_of_a_product_key() {
    let (tuple, _) = accepted(&tuple_parts());
    assert_eq!(tuple.claims().tuple.expect("tuple").serial_number(), "PF3ABCDE");
    let (key, _) = accepted(&Parts { product_key: KEY, serial_number: Some("S1"), ..Parts::default() });
    assert_eq!(key.claims().tuple, None, "a serial number alone is not unique");
    assert_eq!(key.claims().product_key.expect("key").as_str(), "3300000000017");
}

#[test]
fn hardware_is_claimed_only_when_nothing_else_identifies() {
    let bare = |first, second| {
        HashBuilder::new()
            .nic(14, first, "PCI")
            .nic(9, second, "PCI")
            .disk(64, 17, "D1|M|")
            .build()
            .expect("valid")
    };
    let (one, two) = ([0, 1, 2, 3, 4, 5], [0, 9, 9, 9, 9, 9]);
    let claims = Identity::from_hash(bare(one, two)).claims();
    assert!(claims.hardware.is_some());
    assert_eq!(claims, Identity::from_hash(bare(two, one)).claims(), "the order of cards does not matter");
    assert_ne!(claims, Identity::from_hash(bare(one, one)).claims());
}

#[test]
fn strength_by_what_is_known() {
    let of = |builder: HashBuilder| Identity::from_hash(builder.build().expect("valid")).strength();
    assert_eq!(accepted(&tuple_parts()).0.strength(), Strength::Claimed);
    assert_eq!(accepted(&Parts { product_key: KEY, ..Parts::default() }).0.strength(), Strength::Claimed);
    assert_eq!(of(laptop(6).hash_builder()), Strength::KeyBound);
    assert_eq!(
        of([11, 13, 25].into_iter().fold(laptop(6).hash_builder(), HashBuilder::without)),
        Strength::Described
    );
    let virtual_tpm = laptop(6).hash_builder().without(13).record(13, b"-VendorID:'MSFT'\0".to_vec());
    assert_eq!(of(virtual_tpm), Strength::Described, "a virtual TPM can be copied");
    assert!(Strength::Claimed < Strength::Described && Strength::KeyBound < Strength::Attested);
}

#[test]
fn names_read_back() {
    for kind in IdentityKind::ALL {
        assert_eq!(IdentityKind::from_name(kind.as_str()), Some(kind));
    }
    for strength in Strength::ALL {
        assert_eq!(Strength::from_name(strength.as_str()), Some(strength));
    }
}
