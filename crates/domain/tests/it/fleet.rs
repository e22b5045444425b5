//! Invented devices look like real deliveries.

use std::collections::HashSet;

use taxiway_domain::{
    fleet::Fleet,
    hardware_hash::HardwareHash,
    identity::{Identity, Parts},
};

use crate::{laptop, source};

#[test]
fn the_same_source_gives_the_same_devices() {
    let one: Vec<_> = Fleet::new(source(9)).take(500).collect();
    let two: Vec<_> = Fleet::new(source(9)).take(500).collect();
    assert_eq!(one, two);
    assert_eq!(one[77].hash(), two[77].hash());
    let other: Vec<_> = Fleet::new(source(10)).take(500).collect();
    assert_ne!(one, other);
}

#[test]
fn no_two_devices_share_an_identifier() {
    let mut tuples = HashSet::new();
    let mut keys = HashSet::new();
    for device in Fleet::new(source(9)).take(50_000) {
        assert!(tuples.insert(device.tuple().expect("valid")), "{device:?}");
        assert!(keys.insert(device.product_key), "{device:?}");
    }
    let mut hardware = HashSet::new();
    for device in Fleet::new(source(9)).take(2_000) {
        let evidence = HardwareHash::parse(&device.hash()).expect("valid").evidence();
        assert!(hardware.insert(evidence.endorsement_key.expect("key").to_vec()));
        assert!(hardware.insert(evidence.uuid.expect("uuid").to_vec()));
        assert_eq!((evidence.macs.len(), evidence.disks.len()), (2, 1));
        assert!(evidence.macs.iter().all(|mac| hardware.insert(mac.to_vec())));
        assert!(evidence.disks.into_iter().all(|disk| hardware.insert(disk.into_bytes())));
    }
}

#[test]
fn serial_numbers_run_in_sequence_per_model() {
    let devices: Vec<_> = Fleet::new(source(9)).take(5_000).collect();
    let same_model = devices.windows(2).filter(|pair| pair[0].model == pair[1].model).count();
    assert!(same_model > 4_800, "delivery notes hold runs of one model: {same_model}");
    for pair in devices.windows(2).filter(|pair| pair[0].model == pair[1].model) {
        assert!(pair[0].serial_number < pair[1].serial_number, "{pair:?}");
        assert_eq!(pair[0].serial_number.len(), pair[1].serial_number.len());
    }
    let makers: HashSet<_> = devices.iter().map(|device| device.manufacturer.as_str()).collect();
    assert_eq!(makers, HashSet::from(["LENOVO", "HP", "Dell Inc.", "Microsoft Corporation"]));
}

#[test]
fn every_device_is_registrable_by_tuple_and_by_product_key() {
    for device in Fleet::new(source(11)).take(5_000) {
        let tuple = Parts {
            manufacturer: Some(&device.manufacturer),
            model: Some(&device.model),
            serial_number: Some(&device.serial_number),
            ..Parts::default()
        };
        assert!(Identity::from_parts(&tuple).is_ok(), "{device:?}");
        let key = Parts { product_key: Some(device.product_key.as_str()), ..Parts::default() };
        assert!(Identity::from_parts(&key).is_ok(), "{device:?}");
    }
}

#[test]
fn the_hash_says_what_the_delivery_note_says() {
    let device = laptop(12);
    let hash = HardwareHash::parse(&device.hash()).expect("valid");
    assert_eq!(hash.evidence().tuple, device.tuple());
    assert_eq!(hash.product_key(), Some(device.product_key));
    assert_eq!(device.hardware_hash().as_ref(), Some(&hash));
    assert_eq!(device.hash_content(), hash.content());
}
