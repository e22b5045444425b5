//! Invented devices for the demo, tests and benchmarks: seeded, well-formed, and ordered as on delivery notes.

use rand::Rng;

use crate::{
    hardware_hash::{
        Build, HardwareHash,
        write::{Capture, HashBuilder, text_of},
    },
    product_key::ProductKey,
    tuple::DeviceTuple,
};

/// An invented device. Its hardware follows from two seeds, so that a million of them take little room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetDevice {
    /// As in the firmware.
    pub manufacturer: String,
    /// As in the firmware.
    pub model: String,
    /// As in the firmware.
    pub serial_number: String,
    /// Of the product key in the firmware.
    pub product_key: ProductKey,
    /// Capture time of its hash: seconds since 2000-01-01 00:00:00 UTC.
    pub captured_seconds: u32,
    product: &'static Product,
    board: u64,
    disk: u64,
}

/// How a maker writes what.
#[derive(Debug, PartialEq, Eq)]
struct Product {
    manufacturer: &'static str,
    model: &'static str,
    family: &'static str,
    sku: &'static str,
    serial: SerialForm,
    cpu: &'static str,
    cores: u16,
    threads: u16,
    tpm: &'static str,
    disk_gb: u64,
}

/// Prefix, then digits of an alphabet.
#[derive(Debug, PartialEq, Eq)]
struct SerialForm {
    prefix: &'static str,
    alphabet: &'static [u8],
    digits: u32,
}

const LENOVO: SerialForm =
    SerialForm { prefix: "PF", alphabet: b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", digits: 6 };
const HP: SerialForm = SerialForm { prefix: "5CG", alphabet: b"0123456789BCDFGHJKLMNPQRSTVWXYZ", digits: 7 };
const DELL: SerialForm = SerialForm { prefix: "", alphabet: b"0123456789BCDFGHJKLMNPQRSTVWXYZ", digits: 7 };
const SURFACE: SerialForm = SerialForm { prefix: "0", alphabet: b"0123456789", digits: 11 };

const INFINEON: &str = "TPM-Version:2.0 -Level:0-Revision:1.38-VendorID:'IFX '-Firmware:458837.1166080";
const NUVOTON: &str = "TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'NTC '-Firmware:458754.0";

static PRODUCTS: [Product; 8] = [
    Product {
        manufacturer: "LENOVO",
        model: "21G2001VUS",
        family: "ThinkPad P14s Gen 5",
        sku: "LENOVO_MT_21G2_BU_Think_FM_ThinkPad P14s Gen 5",
        serial: LENOVO,
        cpu: "Intel(R) Core(TM) Ultra 7 155H",
        cores: 16,
        threads: 22,
        tpm: NUVOTON,
        disk_gb: 1024,
    },
    Product {
        manufacturer: "LENOVO",
        model: "20L7001LMH",
        family: "ThinkPad T480s",
        sku: "LENOVO_MT_20L7_BU_Think_FM_ThinkPad T480s",
        serial: LENOVO,
        cpu: "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz",
        cores: 4,
        threads: 8,
        tpm: INFINEON,
        disk_gb: 256,
    },
    Product {
        manufacturer: "HP",
        model: "HP EliteBook 840 G8 Notebook PC",
        family: "103C_5336AN HP EliteBook",
        sku: "5Z620EA#ABD",
        serial: HP,
        cpu: "11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz",
        cores: 4,
        threads: 8,
        tpm: INFINEON,
        disk_gb: 512,
    },
    Product {
        manufacturer: "HP",
        model: "HP EliteBook 650 15.6 inch G10 Notebook PC",
        family: "103C_5336AN HP EliteBook",
        sku: "85B00EA#UUW",
        serial: HP,
        cpu: "13th Gen Intel(R) Core(TM) i7-1355U",
        cores: 10,
        threads: 12,
        tpm: NUVOTON,
        disk_gb: 512,
    },
    Product {
        manufacturer: "Dell Inc.",
        model: "Latitude 7420",
        family: "Latitude",
        sku: "0A36",
        serial: DELL,
        cpu: "11th Gen Intel(R) Core(TM) i7-1185G7 @ 3.00GHz",
        cores: 4,
        threads: 8,
        tpm: NUVOTON,
        disk_gb: 512,
    },
    Product {
        manufacturer: "Dell Inc.",
        model: "OptiPlex 7010",
        family: "OptiPlex",
        sku: "0C16",
        serial: DELL,
        cpu: "13th Gen Intel(R) Core(TM) i5-13500",
        cores: 14,
        threads: 20,
        tpm: NUVOTON,
        disk_gb: 256,
    },
    Product {
        manufacturer: "Microsoft Corporation",
        model: "Surface Laptop 4",
        family: "Surface",
        sku: "Surface_Laptop_4_1950:1951",
        serial: SURFACE,
        cpu: "11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz",
        cores: 4,
        threads: 8,
        tpm: INFINEON,
        disk_gb: 256,
    },
    Product {
        manufacturer: "Microsoft Corporation",
        model: "Surface Pro 9",
        family: "Surface",
        sku: "Surface_Pro_9_2038",
        serial: SURFACE,
        cpu: "12th Gen Intel(R) Core(TM) i7-1255U",
        cores: 10,
        threads: 12,
        tpm: INFINEON,
        disk_gb: 512,
    },
];

/// 2025-01-01 00:00:00 UTC in seconds since 2000-01-01.
const FIRST_CAPTURE: u32 = 788_918_400;
/// Highest number of serials in one run of a delivery note.
const LONGEST_RUN: u64 = 240;

/// Devices in the order of delivery notes: runs of one model with consecutive serial numbers. No two share an identifier.
#[derive(Debug)]
pub struct Fleet<R> {
    rng: R,
    /// Next number of each model.
    next_serial: [u64; PRODUCTS.len()],
    next_product_key: u64,
    run: Option<(usize, u64)>,
}

impl<R: Rng> Fleet<R> {
    /// A fleet drawn from this source. The same source gives the same devices.
    pub fn new(mut rng: R) -> Self {
        // Starting in the lower half leaves room for hundreds of millions of devices.
        let next_serial =
            std::array::from_fn(|index| rng.next_u64() % (PRODUCTS[index].serial.capacity() / 2));
        let next_product_key = 3_300_000_000_000 + rng.next_u64() % 200_000_000_000;
        Self { rng, next_serial, next_product_key, run: None }
    }

    /// The next device.
    pub fn next_device(&mut self) -> FleetDevice {
        let (index, left) = match self.run {
            Some((index, left)) if left > 0 => (index, left),
            _ => self.start_run(),
        };
        self.run = Some((index, left - 1));
        let product = &PRODUCTS[index];
        let serial = self.next_serial[index];
        self.next_serial[index] += 1;
        self.next_product_key += 1 + self.rng.next_u64() % 9;
        FleetDevice {
            manufacturer: product.manufacturer.to_owned(),
            model: product.model.to_owned(),
            serial_number: product.serial.write(serial),
            product_key: ProductKey::numbered(self.next_product_key),
            captured_seconds: FIRST_CAPTURE + self.rng.next_u32() % 31_536_000,
            product,
            board: self.rng.next_u64(),
            disk: self.rng.next_u64(),
        }
    }

    /// Another model, with a gap in its serial numbers: other customers got those.
    fn start_run(&mut self) -> (usize, u64) {
        let index = usize::try_from(self.rng.next_u64() % PRODUCTS.len() as u64).unwrap_or_default();
        self.next_serial[index] += 1 + self.rng.next_u64() % 5_000;
        (index, 12 + self.rng.next_u64() % (LONGEST_RUN - 12))
    }
}

impl<R: Rng> Iterator for Fleet<R> {
    type Item = FleetDevice;
    fn next(&mut self) -> Option<FleetDevice> {
        Some(self.next_device())
    }
}

impl SerialForm {
    fn capacity(&self) -> u64 {
        (self.alphabet.len() as u64).saturating_pow(self.digits)
    }

    fn write(&self, number: u64) -> String {
        let base = self.alphabet.len() as u64;
        let mut text = self.prefix.to_owned();
        for place in (0..self.digits).rev() {
            let digit = number / base.pow(place) % base;
            text.push(char::from(self.alphabet[usize::try_from(digit).unwrap_or_default()]));
        }
        text
    }
}

/// A stream of bytes that follows from a seed (`SplitMix64`): hardware is derived, not stored.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        bytes
    }

    fn mac(&mut self) -> [u8; 6] {
        let mut mac = self.bytes();
        mac[0] &= 0xFC; // given by the card's maker, for one card
        mac
    }
}

impl FleetDevice {
    /// Manufacturer, model, serial number. The invented texts are always valid.
    pub fn tuple(&self) -> Option<DeviceTuple> {
        DeviceTuple::new(self.manufacturer.as_str(), self.model.as_str(), self.serial_number.as_str()).ok()
    }

    /// The text of its hash: 4000 characters.
    pub fn hash(&self) -> String {
        text_of(&self.hash_content())
    }

    /// The content of its hash, without padding.
    pub fn hash_content(&self) -> Vec<u8> {
        // The longest of these inventories takes half of the room.
        self.hash_builder().content().unwrap_or_default()
    }

    /// Its hash as the reader understands it.
    pub fn hardware_hash(&self) -> Option<HardwareHash> {
        self.hash_builder().build().ok()
    }

    /// The records of its hash, to be changed by tests.
    pub fn hash_builder(&self) -> HashBuilder {
        let product = self.product;
        let mut board = Stream(self.board);
        let mut modulus: [u8; 256] = board.bytes();
        modulus[0] |= 0x80;
        modulus[255] |= 1;
        let disk = self.disk_text();
        let windows = |revision| Build { major: 10, minor: 0, build: 26100, revision };
        HashBuilder::new()
            .capture(Capture {
                tool_build: windows(7705),
                os_build: windows(7840),
                seconds: self.captured_seconds,
                utc_offset_quarters: 4,
                os_type: 2,
                architecture: 9,
                tool_version: 9,
            })
            .cpu(9, product.cores, product.threads, "GenuineIntel", product.cpu)
            .memory(16, 64)
            .disk(product.disk_gb, 17, &disk)
            .nic(10, board.mac(), "BTH")
            .nic(9, board.mac(), "PCI")
            .display((309, 174), (1920, 1080))
            .chassis(10, 2)
            .tpm(product.tpm, &modulus)
            .uuid(board.bytes())
            .serial_number(&self.serial_number)
            .manufacturer(&self.manufacturer)
            .model(&self.model)
            .system(product.sku, product.family, "1.0")
            .baseboard(&self.manufacturer, "880D", "57.00")
            .product_key(self.product_key.as_str(), "[TH]X19-99481")
            .system_disk(&disk)
            .gpu(134_217_728, "Intel Corporation|Intel(R) Iris(R) Xe Graphics")
    }

    /// `NVMe` namespace id in groups of four digits, as captures write it.
    fn disk_text(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(64);
        let mut stream = Stream(self.disk);
        let id: [u8; 16] = stream.bytes();
        for (index, pair) in id.chunks_exact(2).enumerate() {
            let separator = if index == 0 { "" } else { "_" };
            let _ = write!(text, "{separator}{:02X}{:02X}", pair[0], pair[1]);
        }
        let _ = write!(text, ".|INVENTED SSD {}GB|", self.product.disk_gb);
        text
    }

    /// The same device, captured this many seconds later.
    #[must_use]
    pub fn recaptured(&self, seconds_later: u32) -> Self {
        Self { captured_seconds: self.captured_seconds.saturating_add(seconds_later), ..self.clone() }
    }

    /// The same device with another disk.
    #[must_use]
    pub fn with_new_disk(&self, rng: &mut impl Rng) -> Self {
        Self { disk: rng.next_u64(), ..self.clone() }
    }

    /// The same case with another board: other TPM, UUID, network cards and product key; a repairer wrote the serial number to it.
    #[must_use]
    pub fn with_new_board(&self, rng: &mut impl Rng) -> Self {
        let product_key = ProductKey::numbered(3_550_000_000_000 + rng.next_u64() % 10_000_000_000);
        Self { board: rng.next_u64(), product_key, ..self.clone() }
    }
}
