//! The functions that are fuzzed, and what they start from.

use rand_chacha::ChaCha8Rng;
use taxiway_domain::fleet::{Fleet, FleetDevice};
use taxiway_domain::hardware_hash::{fuzz_hardware_hash, fuzz_product_key};
use taxiway_intake::testing::{Form, LineEnd, render};
use taxiway_intake::write::sample;
use taxiway_intake::{Delimiter, Encoding, Layout, fuzz_reader};

/// A body and the inputs that its mutations start from.
pub(super) struct Target {
    /// As given on the command line.
    pub(super) name: &'static str,
    /// Must return on every input, whatever it is.
    pub(super) body: fn(&[u8]),
    /// Good inputs, made by our own writers.
    pub(super) corpus: fn(&mut ChaCha8Rng) -> Vec<Vec<u8>>,
}

pub(super) const TARGETS: &[Target] = &[
    Target { name: "hardware-hash", body: fuzz_hardware_hash, corpus: hashes },
    Target { name: "product-key", body: fuzz_product_key, corpus: product_keys },
    Target { name: "reader", body: fuzz_reader, corpus: files },
];

/// Hashes in both of their forms.
fn hashes(rng: &mut ChaCha8Rng) -> Vec<Vec<u8>> {
    Fleet::new(rng).take(8).flat_map(|device| [device.hash().into_bytes(), device.hash_content()]).collect()
}

fn product_keys(rng: &mut ChaCha8Rng) -> Vec<Vec<u8>> {
    Fleet::new(rng).take(8).map(|device| device.product_key.as_str().as_bytes().to_vec()).collect()
}

/// A sample of every layout, and a short list in every encoding, delimiter and way to end lines.
fn files(rng: &mut ChaCha8Rng) -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = Layout::ALL.into_iter().map(|layout| sample(layout).into_bytes()).collect();
    let rows: Vec<Vec<String>> =
        std::iter::once(header()).chain(Fleet::new(rng).take(3).map(cells)).collect();
    for encoding in Encoding::ALL {
        for delimiter in Delimiter::ALL {
            for line_end in LineEnd::ALL {
                let form = Form { encoding, delimiter, line_end, byte_order_mark: true, quote_all: false };
                // A form that cannot be written is no input.
                files.extend(render(&rows, form).ok());
            }
        }
    }
    files
}

fn header() -> Vec<String> {
    ["Device serial number", "Windows product ID", "Hardware hash", "Manufacturer name", "Device model"]
        .map(str::to_owned)
        .to_vec()
}

fn cells(device: FleetDevice) -> Vec<String> {
    let product_key = device.product_key.as_str().to_owned();
    vec![device.serial_number, product_key, String::new(), device.manufacturer, device.model]
}
