//! One test per reason code, in the order of the checks.

use sha2::{Digest, Sha256};
use taxiway_domain::hardware_hash::{
    BINARY_BYTES, HardwareHash, HashReason, HashRefusal, MAX_TOTAL,
    write::{HashBuilder, WriteError, seal_records, text_of},
};

use crate::laptop;

fn refusal(text: &str) -> HashRefusal {
    HardwareHash::parse(text).expect_err("must be refused")
}

fn reason(text: &str) -> HashReason {
    refusal(text).reason
}

fn reason_of_records(records: &[u8]) -> HashReason {
    reason(&text_of(&seal_records(records)))
}

fn reason_of(builder: HashBuilder) -> HashReason {
    reason(&builder.text_form().expect("fits"))
}

fn hash() -> String {
    laptop(1).hash()
}

/// A full laptop, to which one wrong record is added in front.
fn with(kind: u16, payload: impl Into<Vec<u8>>) -> HashBuilder {
    laptop(1).hash_builder().without(kind).record(kind, payload)
}

#[test]
fn empty_text_is_not_given() {
    for text in ["", " ", "\t\r\n  "] {
        assert_eq!(reason(text), HashReason::Empty, "{text:?}");
    }
}

#[test]
fn white_space_inside_is_refused() {
    for space in [" ", "\n", "\r\n", "\t", "\u{b}", "\u{c}"] {
        let mut text = hash();
        text.insert_str(2000, space);
        assert_eq!(reason(&text), HashReason::Whitespace, "{space:?}");
        assert_eq!(refusal(&text).offset, Some(2000));
    }
}

#[test]
fn white_space_is_said_before_other_wrong_characters() {
    assert_eq!(reason("-abc def"), HashReason::Whitespace);
}

#[test]
fn only_the_standard_alphabet_is_read() {
    for wrong in ["-", "_", "\"", "'", "\u{feff}", "\u{200b}", "\u{a0}", "é", ",", "\0"] {
        let mut text = hash();
        text.replace_range(100..101, wrong);
        assert_eq!(reason(&text), HashReason::Alphabet, "{wrong:?}");
    }
}

#[test]
fn a_byte_order_mark_in_front_is_refused() {
    assert_eq!(reason(&format!("\u{feff}{}", hash())), HashReason::Alphabet);
}

#[test]
fn length_must_be_divisible_by_four() {
    assert_eq!(reason(&hash()[..3999]), HashReason::Base64Length);
    assert_eq!(reason(&format!("{}A", hash())), HashReason::Base64Length);
}

#[test]
fn padding_signs_only_at_the_end() {
    let mut text = hash();
    text.replace_range(500..501, "=");
    assert_eq!(reason(&text), HashReason::Base64Length);
    assert_eq!(reason("AAAA===="), HashReason::Base64Length);
    assert_eq!(reason("A==="), HashReason::Base64Length);
}

#[test]
fn neither_shorter_nor_longer_than_4000_characters() {
    assert_eq!(reason(&hash()[..3996]), HashReason::Not4k);
    assert_eq!(reason(&format!("{}AAAA", hash())), HashReason::Not4k);
    // The old short form of 128 bytes.
    assert_eq!(reason(&"A".repeat(172)), HashReason::Not4k);
}

#[test]
fn four_thousand_characters_that_are_2999_bytes_are_refused() {
    assert_eq!(reason(&format!("{}=", &hash()[..3999])), HashReason::Not4k);
}

#[test]
fn stored_content_is_not_longer_than_the_binary_form() {
    let refusal = HardwareHash::from_content(&[0; BINARY_BYTES + 1]).expect_err("too long");
    assert_eq!(refusal.reason, HashReason::Not4k);
}

#[test]
fn begins_with_the_magic() {
    assert_eq!(reason(&"A".repeat(4000)), HashReason::Magic);
    for short in [&b""[..], b"O"] {
        assert_eq!(HardwareHash::from_content(short).expect_err("short").reason, HashReason::Magic);
    }
}

#[test]
fn total_length_is_in_range() {
    for total in [0_u16, 3, 2965, u16::MAX] {
        let mut content = b"OA".to_vec();
        content.extend_from_slice(&total.to_le_bytes());
        assert_eq!(reason(&text_of(&content)), HashReason::TotalLength, "{total}");
    }
}

#[test]
fn trailer_stands_where_the_total_says() {
    let content = laptop(1).hash_content();
    let total = content.len() - 36;
    for offset in 0..4 {
        let mut wrong = content.clone();
        wrong[total + offset] ^= 1;
        assert_eq!(reason(&text_of(&wrong)), HashReason::Trailer, "byte {offset} of the trailer");
    }
}

#[test]
fn content_cut_short_has_no_trailer() {
    let content = laptop(1).hash_content();
    let refusal = HardwareHash::from_content(&content[..content.len() - 1]).expect_err("cut");
    assert_eq!(refusal.reason, HashReason::Trailer);
}

#[test]
fn checksum_covers_everything_before_the_trailer() {
    let content = laptop(1).hash_content();
    for offset in [4, 100, content.len() - 37, content.len() - 1] {
        let mut wrong = content.clone();
        wrong[offset] ^= 0x40;
        assert_eq!(reason(&text_of(&wrong)), HashReason::Checksum, "byte {offset}");
    }
}

#[test]
fn only_zeros_after_the_trailer() {
    let mut content = laptop(1).hash_content();
    let end = content.len();
    content.resize(BINARY_BYTES, 0);
    content[BINARY_BYTES - 1] = 1;
    assert_eq!(refusal(&text_of(&content)).offset, Some(BINARY_BYTES - 1));
    content[BINARY_BYTES - 1] = 0;
    content[end] = 1;
    assert_eq!(reason(&text_of(&content)), HashReason::Padding);
}

#[test]
fn a_record_is_at_least_its_header() {
    for length in 0..4 {
        assert_eq!(
            reason_of_records(&[14, 0, length, 0, 65, 0, 0, 0]),
            HashReason::RecordLength,
            "length {length}"
        );
    }
}

#[test]
fn a_record_may_not_run_past_the_end() {
    assert_eq!(reason_of_records(&[14, 0, 9, 0, 65, 66, 67, 0]), HashReason::RecordOverrun);
    assert_eq!(reason_of_records(&[14, 0, 255, 255, 65, 66, 67, 0]), HashReason::RecordOverrun);
    // A rest that is too short for a header.
    assert_eq!(reason_of_records(&[14, 0, 6, 0, 65, 0, 1, 0, 2]), HashReason::RecordOverrun);
}

#[test]
fn at_least_one_record() {
    assert_eq!(reason_of_records(&[]), HashReason::NoRecords);
}

#[test]
fn known_records_hold_what_their_type_needs() {
    let least = [
        (1, 24),
        (2, 12),
        (5, 21),
        (6, 12),
        (8, 14),
        (9, 12),
        (10, 5),
        (11, 42),
        (12, 16),
        (25, 256),
        (27, 4),
        (29, 18),
        (34, 1),
    ];
    for (kind, bytes) in least {
        assert_eq!(reason_of(with(kind, vec![0; bytes - 1])), HashReason::RecordLength, "type {kind}");
    }
}

#[test]
fn a_uuid_is_exactly_sixteen_bytes() {
    assert_eq!(reason_of(with(12, vec![7; 17])), HashReason::RecordLength);
}

#[test]
fn inner_lengths_stay_inside_their_record() {
    let mut nic = vec![0; 14];
    nic[10] = 2;
    assert_eq!(reason_of(with(8, nic)), HashReason::RecordLength, "bus name of a network card");
    let mut id = vec![0; 42];
    id[6] = 33;
    assert_eq!(reason_of(with(11, id)), HashReason::RecordLength, "offline device id");
    assert_eq!(reason_of(with(34, vec![2, 0, 1, 0, 1, 0])), HashReason::RecordLength, "kinds of cores");
}

#[test]
fn texts_are_utf8_without_inner_nul() {
    assert_eq!(reason_of(with(14, b"AB\xFFCD\0")), HashReason::Text);
    assert_eq!(reason_of(with(14, b"AB\0CD\0")), HashReason::Text);
    assert_eq!(reason_of(with(7, b"\0serial|model|")), HashReason::Text);
}

#[test]
fn wide_texts_are_utf16_without_inner_nul() {
    let name = |units: &[u16]| units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>();
    assert_eq!(reason_of(with(30, name(&[0xD800, 0x41]))), HashReason::Text, "lone surrogate");
    assert_eq!(reason_of(with(30, name(&[0x41, 0, 0x42]))), HashReason::Text, "inner NUL");
    assert_eq!(reason_of(with(30, b"A\0B".to_vec())), HashReason::Text, "half a unit");
    let mut nic = vec![0; 14];
    nic[10] = 3;
    nic.extend_from_slice(b"P\0C");
    assert_eq!(reason_of(with(8, nic)), HashReason::Text, "bus name");
}

#[test]
fn texts_are_at_most_256_bytes() {
    assert_eq!(reason_of(with(14, [b'A'; 257])), HashReason::TextLength);
    let wide: Vec<u8> = [0x41, 0].repeat(257);
    assert_eq!(reason_of(with(30, wide)), HashReason::TextLength);
}

#[test]
fn what_describes_the_whole_device_occurs_once() {
    for kind in [1, 2, 3, 4, 5].into_iter().chain(10..=26).chain([28]) {
        let builder = laptop(1).hash_builder();
        let records = builder.content().expect("fits");
        let again = record_of(&records, kind);
        let refusal =
            HardwareHash::parse(&laptop(1).hash_builder().record(kind, again).text_form().expect("fits"))
                .expect_err("twice");
        assert_eq!((refusal.reason, refusal.record), (HashReason::DuplicateRecord, Some(kind)));
    }
}

/// Payload of the first record of a type.
fn record_of(content: &[u8], kind: u16) -> Vec<u8> {
    let mut rest = &content[4..content.len() - 36];
    while let [type_low, type_high, low, high, ..] = *rest {
        let (record, next) = rest.split_at(usize::from(u16::from_le_bytes([low, high])));
        if u16::from_le_bytes([type_low, type_high]) == kind {
            return record[4..].to_vec();
        }
        rest = next;
    }
    panic!("no record of type {kind}");
}

#[test]
fn endorsement_key_must_have_the_recorded_digest() {
    let builder = laptop(1).hash_builder().without(11).offline_device_id(1, [7; 32]);
    assert_eq!(reason_of(builder), HashReason::EkMismatch);
}

#[test]
fn a_placeholder_with_fewer_than_two_strong_identifiers_is_weak() {
    let bare = || HashBuilder::new().manufacturer("LENOVO").model("21G2001VUS");
    assert_eq!(reason_of(bare().serial_number("To be filled by O.E.M.")), HashReason::IdentityWeak);
    assert_eq!(reason_of(bare().uuid([9; 16])), HashReason::IdentityWeak, "one is not enough");
    let weak =
        bare().nic(14, [0x52, 0x54, 0, 1, 2, 3], "PCI").disk(64, 17, "|QEMU HARDDISK|").uuid([0xFF; 16]);
    assert_eq!(reason_of(weak), HashReason::IdentityWeak, "weak identifiers do not count");
}

#[test]
fn checks_run_in_their_order() {
    // Wrong in several ways each; the earlier check speaks.
    let mut content = laptop(1).hash_content();
    content[0] = b'X';
    content[10] ^= 1;
    assert_eq!(reason(&text_of(&content)), HashReason::Magic);
    let mut content = laptop(1).hash_content();
    content.resize(BINARY_BYTES, 1);
    content[10] ^= 1;
    assert_eq!(reason(&text_of(&content)), HashReason::Checksum);
    let text_and_overrun = [14, 0, 6, 0, 0xFF, 0, 15, 0, 99, 0];
    assert_eq!(reason_of_records(&text_and_overrun), HashReason::RecordOverrun);
    let builder = with(14, b"\xFF\0").keep_order().record(12, [1; 3]);
    assert_eq!(reason_of(builder), HashReason::RecordLength);
}

#[test]
fn a_refusal_never_repeats_what_it_read() {
    let mut text = hash();
    text.replace_range(100..101, "*");
    let refusal = refusal(&text);
    assert_eq!(refusal.to_string(), "hardware hash not valid: alphabet");
    assert!(!format!("{refusal:?}").contains(&text[0..8]));
}

#[test]
fn the_writer_refuses_what_does_not_fit() {
    let builder = laptop(1).hash_builder();
    let full = (0..9).fold(builder, |builder, _| builder.record(99, vec![1; 300]));
    assert!(matches!(full.content(), Err(WriteError::TooLong(total)) if total > MAX_TOTAL));
}

#[test]
fn a_seal_is_a_plain_sha256_of_what_stands_before() {
    let content = laptop(1).hash_content();
    let total = content.len() - 36;
    assert_eq!(content[total..total + 4], [b'C', b'S', 36, 0]);
    assert_eq!(content[total + 4..], Sha256::digest(&content[..total])[..]);
}
