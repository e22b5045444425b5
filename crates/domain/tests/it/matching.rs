//! Whether two descriptions are one device, after repairs and new captures.

use taxiway_domain::{
    fleet::FleetDevice,
    hardware_hash::write::HashBuilder,
    identity::{Identity, Parts},
    matching::{Evidence, Match, compare, score, swapped},
};

use crate::{laptop, source};

fn evidence(device: &FleetDevice) -> Evidence {
    device.hardware_hash().expect("valid").evidence()
}

/// Both ways must say the same.
fn verdict(a: &Evidence, b: &Evidence) -> Match {
    let verdict = compare(a, b);
    assert_eq!(verdict, compare(b, a), "the order must not matter");
    verdict
}

fn without_tpm(device: &FleetDevice) -> HashBuilder {
    [11, 13, 25].into_iter().fold(device.hash_builder(), HashBuilder::without)
}

fn built(builder: HashBuilder) -> Evidence {
    builder.build().expect("valid").evidence()
}

#[test]
fn captured_again_is_the_same_device_although_the_text_differs() {
    let device = laptop(7);
    let again = device.recaptured(3_600);
    assert_ne!(device.hash(), again.hash());
    assert_eq!(verdict(&evidence(&device), &evidence(&again)), Match::Same);
}

#[test]
fn a_new_disk_is_the_same_device() {
    let device = laptop(7);
    let repaired = device.with_new_disk(&mut source(70));
    assert_ne!(evidence(&device).disks, evidence(&repaired).disks);
    assert_eq!(verdict(&evidence(&device), &evidence(&repaired)), Match::Same);
}

#[test]
fn a_new_board_is_another_device_although_the_serial_number_stays() {
    let device = laptop(7);
    let repaired = device.with_new_board(&mut source(70));
    assert_eq!(device.tuple(), repaired.tuple());
    assert_eq!(verdict(&evidence(&device), &evidence(&repaired)), Match::Different);
}

#[test]
fn another_endorsement_key_is_another_device_whatever_the_rest_says() {
    let mut other = evidence(&laptop(7));
    other.endorsement_key = Some([1; 32]);
    assert_eq!(verdict(&evidence(&laptop(7)), &other), Match::Different);
}

#[test]
fn two_devices_are_different() {
    assert_eq!(verdict(&evidence(&laptop(7)), &evidence(&laptop(8))), Match::Different);
}

#[test]
fn a_registration_by_tuple_and_a_later_hash_are_one_device() {
    let device = laptop(7);
    let parts = Parts {
        manufacturer: Some(&device.manufacturer),
        model: Some(&device.model),
        serial_number: Some(&device.serial_number),
        ..Parts::default()
    };
    let (claimed, _) = Identity::from_parts(&parts).expect("valid");
    assert_eq!(verdict(&claimed.evidence(), &evidence(&device)), Match::Same);
}

#[test]
fn a_registration_by_product_key_and_a_later_hash_are_one_device() {
    let device = laptop(7);
    let claimed = Evidence { product_key: Some(device.product_key), ..Evidence::default() };
    assert_eq!(verdict(&claimed, &evidence(&device)), Match::Same);
}

#[test]
fn a_tuple_with_another_product_key_is_unclear() {
    let device = laptop(7);
    let claimed =
        Evidence { product_key: Some(laptop(8).product_key), tuple: device.tuple(), ..Evidence::default() };
    assert_eq!(verdict(&claimed, &evidence(&device)), Match::Unclear);
}

#[test]
fn each_side_knowing_something_else_is_unclear() {
    let device = laptop(7);
    let a = Evidence { product_key: Some(device.product_key), tuple: device.tuple(), ..Evidence::default() };
    let b = Evidence { uuid: Some([1; 16]), tuple: device.tuple(), ..Evidence::default() };
    assert_eq!(verdict(&a, &b), Match::Unclear);
}

#[test]
fn without_a_key_the_score_decides() {
    let device = laptop(7);
    let first = built(without_tpm(&device));
    let with_new_disk = built(without_tpm(&device.with_new_disk(&mut source(70))));
    assert_eq!(score(&first, &with_new_disk), 160, "UUID, product key id, tuple and two network addresses");
    assert_eq!(verdict(&first, &with_new_disk), Match::Same);
}

#[test]
fn without_a_key_another_uuid_is_another_device() {
    let device = laptop(7);
    let first = built(without_tpm(&device));
    let other_board = built(without_tpm(&device).without(12).uuid([0x42; 16]));
    assert_eq!(verdict(&first, &other_board), Match::Different);
}

#[test]
fn another_uuid_with_a_key_on_one_side_is_for_a_person() {
    let device = laptop(7);
    let keyless = built(without_tpm(&device).without(12).uuid([0x42; 16]));
    assert_eq!(verdict(&evidence(&device), &keyless), Match::Unclear);
}

#[test]
fn a_virtual_machine_with_a_new_disk_is_the_same_device() {
    let machine = |disk: &str| {
        built(
            HashBuilder::new()
                .manufacturer("QEMU")
                .model("Standard PC (Q35 + ICH9, 2009)")
                .serial_number("VM-1")
                .uuid([5; 16])
                .disk(64, 17, disk),
        )
    };
    assert_eq!(verdict(&machine("D1|M|"), &machine("D2|M|")), Match::Same);
}

#[test]
fn a_moved_disk_or_network_card_alone_is_unclear() {
    let disk = Evidence { disks: vec!["D1|M".into()], uuid: Some([1; 16]), ..Evidence::default() };
    let same_disk = Evidence { disks: vec!["D1|M".into()], tuple: laptop(7).tuple(), ..Evidence::default() };
    assert_eq!(verdict(&disk, &same_disk), Match::Unclear);
    let card = Evidence { macs: vec![[4; 6]], tuple: laptop(7).tuple(), ..Evidence::default() };
    let same_card = Evidence { macs: vec![[4; 6]], tuple: laptop(8).tuple(), ..Evidence::default() };
    assert_eq!(verdict(&card, &same_card), Match::Unclear);
}

#[test]
fn nothing_but_hardware_needs_both_card_and_disk() {
    let of = |mac: [u8; 6], disk: &str| Evidence {
        macs: vec![mac],
        disks: vec![disk.into()],
        ..Evidence::default()
    };
    assert_eq!(verdict(&of([4; 6], "D1|M"), &of([4; 6], "D1|M")), Match::Same);
    assert_eq!(verdict(&of([4; 6], "D1|M"), &of([4; 6], "D2|M")), Match::Unclear);
}

#[test]
fn a_uuid_counts_in_either_byte_order() {
    let uuid = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    let a = Evidence { uuid: Some(uuid), ..Evidence::default() };
    let b = Evidence { uuid: Some(swapped(uuid)), ..Evidence::default() };
    assert_eq!(verdict(&a, &b), Match::Same);
}

#[test]
fn nothing_known_is_nothing_in_common() {
    assert_eq!(verdict(&Evidence::default(), &Evidence::default()), Match::Different);
}
