//! The lists that the people of the stories have.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::{Fleet, FleetDevice};
use taxiway_domain::hardware_hash::write::HashBuilder;
use taxiway_intake::Layout;
use taxiway_intake::testing::{Form, render};
use taxiway_store::CatalogueDevice;

/// Seeded randomness.
pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Invented devices; another seed gives other ones.
pub(crate) fn fleet(seed: u64, count: usize) -> Vec<FleetDevice> {
    Fleet::new(rng(seed)).take(count).collect()
}

/// A row as one of the accepted combinations names a device.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub serial: String,
    pub key: String,
    pub hash: String,
    pub manufacturer: String,
    pub model: String,
    pub tag: String,
}

/// Manufacturer, model and serial number.
pub(crate) fn tuple(device: &FleetDevice) -> Line {
    Line {
        serial: device.serial_number.clone(),
        manufacturer: device.manufacturer.clone(),
        model: device.model.clone(),
        ..Line::default()
    }
}

/// The product key id alone.
pub(crate) fn key(device: &FleetDevice) -> Line {
    Line { key: device.product_key.as_str().to_owned(), ..Line::default() }
}

/// The hash alone.
pub(crate) fn hash(device: &FleetDevice) -> Line {
    hash_of(device.hash_builder())
}

/// A changed hash alone.
pub(crate) fn hash_of(builder: HashBuilder) -> Line {
    let built = builder.build().expect("the inventory fits into a hash");
    Line { hash: built.to_base64(), ..Line::default() }
}

impl Line {
    pub(crate) fn serial(self, device: &FleetDevice) -> Self {
        Self { serial: device.serial_number.clone(), ..self }
    }

    pub(crate) fn key(self, device: &FleetDevice) -> Self {
        Self { key: device.product_key.as_str().to_owned(), ..self }
    }

    pub(crate) fn tagged(self, tag: &str) -> Self {
        Self { tag: tag.to_owned(), ..self }
    }

    fn cells(self) -> Vec<String> {
        vec![self.serial, self.key, self.hash, self.manufacturer, self.model, self.tag]
    }
}

/// A Partner Center list with a tag column, as UTF-8.
pub(crate) fn list(lines: impl IntoIterator<Item = Line>) -> Vec<u8> {
    list_as(Form::default(), lines)
}

/// The same in any form.
pub(crate) fn list_as(form: Form, lines: impl IntoIterator<Item = Line>) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = vec![
        Layout::PartnerCenter.header().iter().copied().chain(["Group Tag"]).map(str::to_owned).collect(),
    ];
    rows.extend(lines.into_iter().map(Line::cells));
    render(&rows, form).expect("the encoding has every character")
}

/// A list of tuples.
pub(crate) fn tuples(devices: &[FleetDevice]) -> Vec<u8> {
    list(devices.iter().map(tuple))
}

/// A device as its maker publishes it.
pub(crate) fn built(device: &FleetDevice) -> CatalogueDevice {
    CatalogueDevice {
        serial_number: device.serial_number.clone(),
        manufacturer: device.manufacturer.clone(),
        model: device.model.clone(),
        product_key: Some(device.product_key.as_str().to_owned()),
    }
}

/// The hash of a device with this TPM instead of its own; the same number is the same TPM.
pub(crate) fn with_tpm(device: &FleetDevice, number: u8) -> HashBuilder {
    // Record types of the TPM's version, its endorsement key and the digest of that.
    without(device.hash_builder(), &[13, 25, 11]).tpm(
        "TPM-Version:2.0 -Level:0-Revision:1.38-VendorID:'IFX '-Firmware:458837.1166080",
        &[number | 0x81; 256],
    )
}

/// A hash without the records of these types.
pub(crate) fn without(builder: HashBuilder, kinds: &[u16]) -> HashBuilder {
    kinds.iter().fold(builder, |builder, kind| builder.without(*kind))
}
