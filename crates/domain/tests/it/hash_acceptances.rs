//! What must be accepted although it looks odd, one test per rule.

use taxiway_domain::hardware_hash::{HardwareHash, HashWarning, MAX_TOTAL, TEXT_CHARS, write::HashBuilder};

use crate::{laptop, source};

fn accepted(builder: HashBuilder) -> HardwareHash {
    HardwareHash::parse(&builder.text_form().expect("fits")).expect("must be accepted")
}

#[test]
fn a_full_laptop_is_accepted_without_warnings() {
    let hash = accepted(laptop(2).hash_builder());
    assert_eq!(hash.warnings(), []);
    assert_eq!(hash.to_base64().len(), TEXT_CHARS);
}

#[test]
fn white_space_at_both_ends_is_cut() {
    let text = laptop(2).hash();
    let hash = HardwareHash::parse(&format!("\r\n \t{text}\n")).expect("trimmed");
    assert_eq!(hash.to_base64(), text);
}

#[test]
fn records_may_come_in_any_order() {
    let device = laptop(2);
    let shuffled = HashBuilder::new()
        .keep_order()
        .model(&device.model)
        .uuid([8; 16])
        .serial_number(&device.serial_number)
        .manufacturer(&device.manufacturer)
        .nic(14, [0, 0x11, 0x22, 0x33, 0x44, 0x55], "PCI");
    let hash = accepted(shuffled);
    assert_eq!(hash.serial_number(), Some(device.serial_number.as_str()));
    assert_eq!(hash.model(), Some(device.model.as_str()));
}

#[test]
fn unknown_record_types_are_kept_raw() {
    let hash = accepted(
        laptop(2).hash_builder().record(37, vec![1, 2, 3]).record(0x010E, vec![4]).record(99, vec![]),
    );
    let unknown: Vec<_> =
        hash.inventory().unknown.iter().map(|raw| (raw.kind, raw.payload.clone())).collect();
    assert_eq!(unknown, [(37, vec![1, 2, 3]), (0x010E, vec![4]), (99, vec![])]);
    // The high byte of a type counts: 0x010E is not the serial number.
    assert_eq!(hash.serial_number(), Some(laptop(2).serial_number.as_str()));
}

#[test]
fn unknown_types_may_repeat() {
    accepted(laptop(2).hash_builder().record(38, vec![1]).record(38, vec![1]));
}

#[test]
fn disks_cards_and_displays_may_repeat() {
    let builder = laptop(2).hash_builder().disk(1000, 11, "S1|BIG|").nic(14, [4; 6], "PCI").gpu(1, "A|B");
    let hash = accepted(builder.display((309, 174), (3840, 2160)));
    assert_eq!(hash.inventory().disks.len(), 2);
    assert_eq!(hash.inventory().mac_addresses.len(), 3);
    assert_eq!(hash.inventory().gpus.len(), 2);
    assert_eq!(hash.inventory().displays.len(), 2);
}

#[test]
fn longer_records_than_known_are_accepted() {
    let hash = accepted(laptop(2).hash_builder().without(10).record(10, vec![10, 2, 0, 0, 0, 7, 7]));
    assert_eq!(hash.inventory().chassis.expect("decoded").kind, 10);
}

#[test]
fn a_text_of_256_bytes_is_accepted() {
    let hash = accepted(laptop(2).hash_builder().without(14).serial_number(&"S9".repeat(128)));
    assert_eq!(hash.serial_number(), Some("S9".repeat(128).as_str()));
}

#[test]
fn texts_need_no_closing_nul() {
    let hash = accepted(laptop(2).hash_builder().without(14).record(14, b"ABC123".to_vec()));
    assert_eq!(hash.serial_number(), Some("ABC123"));
}

#[test]
fn an_offset_of_thirty_hours_is_accepted() {
    let mut payload = vec![0; 24];
    payload[16..20].copy_from_slice(&600_000_000_u32.to_le_bytes());
    payload[20] = 0x78;
    let hash = accepted(laptop(2).hash_builder().without(1).record(1, payload));
    assert_eq!(hash.inventory().utc_offset_quarters, Some(120));
    assert_eq!(hash.inventory().captured_at.expect("time").to_string(), "2019-01-05T10:40:00Z");
}

#[test]
fn a_capture_time_far_ahead_is_accepted_and_can_be_asked_for() {
    let hash = accepted(laptop(2).hash_builder());
    let at = |text: &str| text.parse().expect("time");
    assert!(!hash.inventory().capture_time_unlikely(at("2026-07-01T00:00:00Z")));
    assert!(hash.inventory().capture_time_unlikely(at("2024-07-01T00:00:00Z")));
    let blank = accepted(laptop(2).hash_builder().without(1).record(1, vec![0; 24]));
    assert!(blank.inventory().capture_time_unlikely(at("2026-07-01T00:00:00Z")));
}

#[test]
fn a_machine_without_tpm_and_product_key_is_accepted() {
    let hash =
        accepted([11, 13, 24, 25, 26].into_iter().fold(laptop(2).hash_builder(), HashBuilder::without));
    assert_eq!(hash.warnings(), []);
    assert!(hash.inventory().endorsement_key_digest.is_none());
}

#[test]
fn an_offline_id_from_firmware_or_registry_is_no_endorsement_key() {
    for id_source in [2, 3] {
        let builder = [11, 13, 25].into_iter().fold(laptop(2).hash_builder(), HashBuilder::without);
        let hash = accepted(builder.offline_device_id(id_source, [7; 32]));
        assert_eq!(hash.warnings(), []);
        assert!(hash.inventory().endorsement_key_digest.is_none());
    }
}

#[test]
fn a_placeholder_is_tolerated_beside_two_strong_identifiers() {
    for (kind, warning) in [
        (14, HashWarning::PlaceholderSerialNumber),
        (16, HashWarning::PlaceholderManufacturer),
        (17, HashWarning::PlaceholderModel),
    ] {
        let absent = b"SMBIOS_STRING_INDEX_0\0".to_vec();
        let hash = accepted(laptop(2).hash_builder().without(kind).record(kind, absent));
        assert_eq!(hash.warnings(), [warning]);
        let missing = accepted(laptop(2).hash_builder().without(kind));
        assert_eq!(missing.warnings(), [warning], "an absent record is an empty value");
    }
}

#[test]
fn a_placeholder_is_shown_but_not_used() {
    let hash = accepted(laptop(2).hash_builder().without(14).serial_number("Default string"));
    assert_eq!(hash.inventory().serial_number.as_deref(), Some("Default string"));
    assert_eq!(hash.serial_number(), None);
    assert_eq!(hash.evidence().tuple, None);
}

#[test]
fn a_virtual_machine_without_serial_is_accepted_by_uuid_and_disk() {
    let hash = accepted(
        HashBuilder::new()
            .disk(64, 11, "QM00001|QEMU HARDDISK|")
            .nic(14, [0x52, 0x54, 0, 0x12, 0x34, 0x56], "PCI")
            .uuid([3; 16])
            .serial_number("SMBIOS_STRING_INDEX_0")
            .manufacturer("QEMU")
            .model("Standard PC (Q35 + ICH9, 2009)"),
    );
    assert_eq!(hash.warnings(), [HashWarning::PlaceholderSerialNumber]);
    assert_eq!(hash.model(), Some("Standard PC (Q35 + ICH9, 2009)"));
}

#[test]
fn a_placeholder_uuid_is_a_warning() {
    let hash = accepted(laptop(2).hash_builder().without(12).uuid([0xFF; 16]));
    assert_eq!(hash.warnings(), [HashWarning::PlaceholderUuid]);
    assert_eq!(hash.evidence().uuid, None);
}

#[test]
fn an_unusable_product_key_id_is_a_warning() {
    for text in ["0000000000000", "330000000001", "ABCDE"] {
        let hash = accepted(laptop(2).hash_builder().without(24).product_key(text, ""));
        assert_eq!(hash.warnings(), [HashWarning::ProductKeyUnusable], "{text}");
        assert_eq!(hash.product_key(), None);
    }
}

#[test]
fn tpm_records_come_together_or_not_at_all() {
    for kind in [11, 13, 25] {
        let hash = accepted(laptop(2).hash_builder().without(kind));
        assert_eq!(hash.warnings(), [HashWarning::TpmIncomplete], "without {kind}");
    }
}

#[test]
fn the_recorded_digest_serves_without_the_key() {
    let full = accepted(laptop(2).hash_builder());
    let digest_only = accepted(laptop(2).hash_builder().without(25));
    let key_only = accepted(laptop(2).hash_builder().without(11));
    let digest = full.inventory().endorsement_key_digest;
    assert!(digest.is_some());
    assert_eq!(digest_only.inventory().endorsement_key_digest, digest);
    assert_eq!(key_only.inventory().endorsement_key_digest, digest);
}

#[test]
fn a_blank_endorsement_key_is_no_identifier() {
    for blank in [[0; 256], [0xFF; 256]] {
        let builder = [11, 13, 25].into_iter().fold(laptop(2).hash_builder(), HashBuilder::without);
        let hash = accepted(builder.tpm("TPM-Version:2.0", &blank));
        assert_eq!(hash.inventory().endorsement_key_digest, None);
    }
}

#[test]
fn the_system_disk_is_one_of_the_disks() {
    let hash = accepted(laptop(2).hash_builder().without(28).system_disk("OTHER|DISK|"));
    assert_eq!(hash.warnings(), [HashWarning::SystemDiskUnknown]);
}

#[test]
fn the_two_display_sizes_agree() {
    let centimetres = |width: u16, height: u16| [width.to_le_bytes(), height.to_le_bytes()].concat();
    let wrong = accepted(laptop(2).hash_builder().without(27).record(27, centimetres(52, 32)));
    assert_eq!(wrong.warnings(), [HashWarning::DisplaySize]);
    for unknown in [0, u16::MAX] {
        let hash = accepted(laptop(2).hash_builder().without(27).record(27, centimetres(unknown, unknown)));
        assert_eq!(hash.warnings(), [], "unknown sizes contradict nothing");
    }
}

#[test]
fn the_fullest_possible_hash_is_accepted() {
    let builder = laptop(2).hash_builder();
    let free = MAX_TOTAL + 36 - builder.clone().content().expect("fits").len() - 4;
    let hash = accepted(builder.record(99, vec![1; free]));
    assert_eq!(hash.content().len(), 3000);
}

#[test]
fn names_of_graphics_cards_are_dropped_first() {
    let builder = laptop(2).hash_builder();
    let free = MAX_TOTAL + 36 - builder.clone().content().expect("fits").len() - 4;
    let hash = accepted(builder.record(99, vec![1; free + 1]));
    assert_eq!(hash.inventory().gpus[0].name, None);
    assert!(hash.inventory().gpus[0].dedicated_video_bytes.is_some());
}

#[test]
fn every_invented_device_has_a_valid_hash() {
    for device in taxiway_domain::fleet::Fleet::new(source(3)).take(2_000) {
        let hash = HardwareHash::parse(&device.hash()).expect("valid");
        assert_eq!(hash.warnings(), [], "{device:?}");
    }
}
