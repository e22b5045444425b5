//! Promises that hold for every input.

use proptest::prelude::*;
use taxiway_domain::hardware_hash::{
    HardwareHash, HashReason, fuzz_hardware_hash, fuzz_product_key,
    write::{HashBuilder, seal_records, text_of},
};

use crate::laptop;

/// Records with plausible types and lengths, so that the deeper checks are reached.
fn records() -> impl Strategy<Value = Vec<u8>> {
    let record = (0_u16..40, prop::collection::vec(any::<u8>(), 0..80), 0_u16..100).prop_map(
        |(kind, payload, lie)| {
            let length = u16::try_from(payload.len()).expect("short") + 4;
            // One in a hundred lies about its length.
            let length = if lie == 0 { length.wrapping_sub(5) } else { length };
            [kind.to_le_bytes().as_slice(), &length.to_le_bytes(), &payload].concat()
        },
    );
    prop::collection::vec(record, 0..30).prop_map(|records| records.concat())
}

/// Records that mostly pass: texts and unknown types, with two network cards that identify the device.
fn acceptable_records() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop::sample::select(vec![7_u16, 13, 14, 15, 16, 17, 18, 19, 23, 24, 28, 31, 37, 300]);
    let record = (kind, "[ -~]{0,60}").prop_map(|(kind, text)| {
        let length = u16::try_from(text.len()).expect("short") + 4;
        [kind.to_le_bytes().as_slice(), &length.to_le_bytes(), text.as_bytes()].concat()
    });
    let cards =
        [1, 2].map(|card| [&[8, 0, 18, 0, 14, 0, 0, 0, 0, 1, 2, 3, 4, card][..], &[0; 4]].concat()).concat();
    prop::collection::vec(record, 0..6).prop_map(move |records| [cards.clone(), records.concat()].concat())
}

/// Short texts, as firmware has.
fn firmware_text() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 .,#:()ÅÄÖé-]{1,40}"
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(data in prop::collection::vec(any::<u8>(), 0..3200)) {
        fuzz_hardware_hash(&data);
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        fuzz_hardware_hash(text.as_bytes());
        fuzz_product_key(text.as_bytes());
    }

    #[test]
    fn text_near_a_hash_is_read_without_panic(mut text in "[A-Za-z0-9+/= ]{3996,4004}", cut in 0_usize..3996) {
        text.replace_range(..4, "T0EA");
        prop_assert!(HardwareHash::parse(&text).is_err());
        fuzz_hardware_hash(&text.as_bytes()[cut..]);
    }

    #[test]
    fn any_sealed_records_are_read_without_panic(records in records()) {
        fuzz_hardware_hash(&records);
    }

    #[test]
    fn acceptable_records_read_back_the_same(records in acceptable_records()) {
        fuzz_hardware_hash(&records);
        if let Err(refusal) = HardwareHash::from_content(&seal_records(&records)) {
            prop_assert_eq!(refusal.reason, HashReason::DuplicateRecord);
        }
    }

    #[test]
    fn product_keys_of_digits_and_dashes(text in "[0-9A-Za-z.,+-]{0,30}") {
        fuzz_product_key(text.as_bytes());
    }

    #[test]
    fn what_the_builder_writes_is_what_the_reader_says(
        serial in firmware_text(),
        manufacturer in firmware_text(),
        model in firmware_text(),
        uuid in any::<[u8; 16]>(),
        mac in any::<[u8; 6]>(),
        modulus in prop::collection::vec(any::<u8>(), 256),
        key in 1_u64..9_999_999_999_999,
        capacity in any::<u64>(),
    ) {
        let modulus: [u8; 256] = modulus.try_into().expect("256 bytes");
        let key = format!("{key:013}");
        let built = HashBuilder::new()
            .serial_number(&serial)
            .manufacturer(&manufacturer)
            .model(&model)
            .uuid(uuid)
            .nic(14, mac, "PCI")
            .disk(capacity, 17, "D1|M|V")
            .tpm("TPM-Version:2.0", &modulus)
            .product_key(&key, "");
        let hash = HardwareHash::parse(&built.text_form().expect("fits")).expect("valid");
        let inventory = hash.inventory();
        prop_assert_eq!(inventory.serial_number.as_ref(), Some(&serial));
        prop_assert_eq!(inventory.manufacturer.as_ref(), Some(&manufacturer));
        prop_assert_eq!(inventory.model.as_ref(), Some(&model));
        prop_assert_eq!(inventory.uuid.expect("uuid").0, uuid);
        prop_assert_eq!(inventory.mac_addresses[0].mac, mac);
        prop_assert_eq!(inventory.disks[0].capacity_gb, Some(capacity));
        prop_assert_eq!(inventory.endorsement_key.as_deref(), Some(modulus.as_slice()));
        prop_assert_eq!(inventory.product_key.map(String::from), Some(key));
        prop_assert_eq!(&HardwareHash::from_content(hash.content()).expect("stored"), &hash);
        prop_assert_eq!(&HardwareHash::parse(&hash.to_base64()).expect("text"), &hash);
    }
}

#[test]
fn every_flipped_byte_of_the_content_is_refused() {
    let content = laptop(5).hash_content();
    for offset in 0..content.len() {
        for flip in [0x01, 0x80, 0xFF] {
            let mut wrong = content.clone();
            wrong[offset] ^= flip;
            let refusal = HardwareHash::parse(&text_of(&wrong)).expect_err("flipped");
            let expected =
                [HashReason::Magic, HashReason::TotalLength, HashReason::Trailer, HashReason::Checksum];
            assert!(expected.contains(&refusal.reason), "byte {offset}: {refusal}");
        }
    }
}

#[test]
fn every_other_character_of_the_text_is_refused() {
    let text = laptop(5).hash();
    for offset in (0..text.len()).step_by(7) {
        let mut wrong = text.clone();
        let other = if &text[offset..=offset] == "A" { "B" } else { "A" };
        wrong.replace_range(offset..=offset, other);
        assert!(HardwareHash::parse(&wrong).is_err(), "character {offset}");
    }
}

#[test]
fn a_chain_of_empty_records_ends() {
    let records = [99, 0, 4, 0].repeat(740);
    let hash = HardwareHash::from_content(&seal_records(&records));
    assert_eq!(hash.expect_err("identifies nothing").reason, HashReason::IdentityWeak);
}
