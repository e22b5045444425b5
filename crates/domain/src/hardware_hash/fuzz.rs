//! Fuzz bodies: ordinary functions that panic when a promise is broken.

use super::HardwareHash;
use crate::product_key::ProductKey;

/// Whatever the bytes, reading them ends without a panic; what is accepted reads back the same from both of its forms.
///
/// # Panics
/// When that is not so.
pub fn fuzz_hardware_hash(data: &[u8]) {
    let read = [HardwareHash::parse(&String::from_utf8_lossy(data)), HardwareHash::from_content(data)];
    // Random bytes never carry a right checksum, so the same bytes are also tried as the records of a sealed hash.
    let sealed = super::write::seal_records(&data[..data.len().min(super::MAX_TOTAL - 4)]);
    for hash in read.into_iter().chain([HardwareHash::from_content(&sealed)]).flatten() {
        let again = HardwareHash::parse(&hash.to_base64()).expect("the canonical text is valid");
        assert!(again == hash, "the text form says the same");
        let stored = HardwareHash::from_content(hash.content()).expect("the stored form is valid");
        assert!(stored == hash, "the stored form says the same");
        let _ = hash.evidence();
    }
}

/// Whatever the text, reading it ends without a panic; what is accepted is 13 digits.
///
/// # Panics
/// When that is not so.
pub fn fuzz_product_key(data: &[u8]) {
    if let Ok(key) = ProductKey::parse(&String::from_utf8_lossy(data)) {
        assert_eq!(
            key.as_str().len(),
            crate::product_key::PRODUCT_KEY_DIGITS,
            "a product key id has 13 digits"
        );
        assert_eq!(ProductKey::parse(key.as_str()), Ok(key), "it reads back the same");
    }
}
