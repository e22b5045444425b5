//! Firmware values that nobody filled in.

use taxiway_domain::placeholder::{
    Field, MacQuality, is_placeholder, is_placeholder_uuid, mac_quality, sample_values,
};

const FIELDS: [Field; 3] = [Field::Manufacturer, Field::Model, Field::SerialNumber];

#[test]
fn placeholders_of_any_field() {
    let texts = [
        "",
        "  ",
        "none",
        "NULL",
        "n/a",
        "NA",
        "Unknown",
        "undefined",
        "Empty",
        "INVALID",
        "Not Specified",
        "Not Applicable",
        "Not  Available",
        "not present",
        "Default",
        "Default string",
        "$(DEFAULT_STRING)",
        "OEM",
        "O.E.M",
        "O.E.M.",
        "To be filled by O.E.M.",
        "To Be Filled By O.E.M",
        "SMBIOS_STRING_INDEX_0",
    ];
    for text in texts {
        for field in FIELDS {
            assert!(is_placeholder(field, text), "{text:?} as {field:?}");
        }
    }
}

#[test]
fn placeholders_of_one_field() {
    let cases = [
        (Field::SerialNumber, "System Serial Number"),
        (Field::SerialNumber, "Chassis Serial Number"),
        (Field::SerialNumber, "Base Board Serial Number"),
        (Field::SerialNumber, "123456789"),
        (Field::SerialNumber, "0123456789"),
        (Field::SerialNumber, "1234567890"),
        (Field::SerialNumber, "112233445566"),
        (Field::SerialNumber, "Serial"),
        (Field::SerialNumber, "Standard"),
        (Field::Model, "System Product Name"),
        (Field::Model, "Please change product name"),
        (Field::Model, "All Series"),
        (Field::Model, "Product Name"),
        (Field::Manufacturer, "System manufacturer"),
        (Field::Manufacturer, "Manufacturer"),
    ];
    for (field, text) in cases {
        for other in FIELDS {
            assert_eq!(is_placeholder(other, text), other == field, "{text:?} as {other:?}");
        }
    }
}

#[test]
fn a_serial_of_one_character_over_and_over() {
    for text in ["0", "00000000", "XXXXXXX", "........", "-", "11"] {
        assert!(is_placeholder(Field::SerialNumber, text), "{text:?}");
    }
    assert!(!is_placeholder(Field::SerialNumber, "7"), "one digit may be a serial number");
    assert!(!is_placeholder(Field::Model, "XX"), "a model may be called so");
}

#[test]
fn text_is_cut_at_unprogrammed_memory() {
    assert!(is_placeholder(Field::SerialNumber, "Defaultÿÿÿÿ"));
    assert!(is_placeholder(Field::SerialNumber, "ÿÿÿÿ"));
    assert!(!is_placeholder(Field::SerialNumber, "PF3ABCDEÿÿ"));
}

#[test]
fn real_values_are_left_alone() {
    for text in
        ["PF3ABCDE", "012345678901", "5CG1234ABC", "TST0000001", "VMware-56 4d 01 02", "None-1", "Standard 7"]
    {
        assert!(!is_placeholder(Field::SerialNumber, text), "{text:?}");
    }
    for text in ["Standard", "Standard PC (Q35 + ICH9, 2009)", "Virtual Machine", "21G2001VUS", "Défaut"] {
        assert!(!is_placeholder(Field::Model, text), "{text:?}");
    }
    for text in ["LENOVO", "Dell Inc.", "Microsoft Corporation", "VMware, Inc.", "OEMakers"] {
        assert!(!is_placeholder(Field::Manufacturer, text), "{text:?}");
    }
}

#[test]
fn uuids_that_mean_none() {
    let raw = |text: &str| <[u8; 16]>::try_from(hex::decode(text).expect("hex")).expect("16 bytes");
    for text in [
        "00000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffff",
        "00020003000400050006000700080009",
        "03000200040005000006000700080009",
        "a1b2c3d4e5f600000000000000000000",
    ] {
        assert!(is_placeholder_uuid(&raw(text)), "{text}");
    }
    assert!(!is_placeholder_uuid(&raw("651c525376b3ba46b15b08cd045ab093")));
}

#[test]
fn network_addresses_by_worth() {
    assert_eq!(mac_quality([0, 0x11, 0x22, 0x33, 0x44, 0x55]), MacQuality::Permanent);
    assert_eq!(mac_quality([0x52, 0x54, 0, 1, 2, 3]), MacQuality::Local);
    for mac in [[0; 6], [0xFF; 6], [1, 0, 0x5E, 0, 0, 1]] {
        assert_eq!(mac_quality(mac), MacQuality::Placeholder, "{mac:?}");
    }
}

#[test]
fn the_example_rows_of_the_documentation() {
    let found = |manufacturer, model, serial, hash| {
        let found = sample_values(manufacturer, model, serial, hash);
        (found.serial_number, found.hash)
    };
    let (maker, model, zeros) = (Some("SpiralOrbit"), Some("ContosoABC"), Some("000000000000"));
    assert_eq!(found(maker, model, zeros, None), (true, false));
    assert_eq!(found(Some("LENOVO"), model, zeros, None), (true, false));
    assert_eq!(found(maker, model, None, None), (false, false), "a sample is there to be filled in");
    assert_eq!(found(maker, model, Some("4GXH2J3"), None), (false, false));
    assert_eq!(found(None, None, None, Some("dGhpc2RldmljZWlzYW5tbWRkZXZpY2U")), (false, true));
    assert_eq!(found(None, None, zeros, Some("dGhpc2RldmljZWlzYW5tbWRkZXZpY2U=")), (true, true));
    assert_eq!(found(Some("LENOVO"), Some("21G2001VUS"), zeros, None), (false, false));
    assert_eq!(found(None, None, None, None), (false, false));
}
