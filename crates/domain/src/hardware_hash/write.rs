//! Writes hashes for test data and the demo. Never for a real device: that would be impersonating its operating system.

use sha2::{Digest, Sha256};

use super::{
    HardwareHash, HashRefusal, MAX_TOTAL, container,
    inventory::Build,
    records::{RECORD_HEADER_BYTES, kind},
};

/// Builds a hash record by record. Texts that are empty are left out.
#[derive(Debug, Clone, Default)]
pub struct HashBuilder {
    records: Vec<(u16, Vec<u8>)>,
    keep_order: bool,
}

/// Why a hash could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The records need more room than there is, even without the names of graphics cards.
    #[error("the records need {0} bytes, more than a hardware hash holds")]
    TooLong(usize),
    /// A record is longer than its length field can say.
    #[error("a record of type {0} is too long")]
    RecordTooLong(u16),
    /// The reader would refuse it.
    #[error(transparent)]
    Refused(#[from] HashRefusal),
}

/// What [`HashBuilder::capture`] writes: the record of versions and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// Version of the capture tool.
    pub tool_build: Build,
    /// Version of the operating system.
    pub os_build: Build,
    /// Seconds since 2000-01-01 00:00:00 UTC.
    pub seconds: u32,
    /// Offset of local time in quarters of an hour.
    pub utc_offset_quarters: i8,
    /// 2 for a full operating system.
    pub os_type: u8,
    /// 9 for x64.
    pub architecture: u8,
    /// Format version of the tool.
    pub tool_version: u8,
}

/// The order of records in captures of real machines.
const OBSERVED_ORDER: [u16; 31] = [
    1, 2, 34, 5, 3, 4, 6, 7, 8, 9, 27, 10, 13, 25, 11, 12, 14, 15, 16, 17, 18, 19, 23, 20, 21, 22, 24, 26,
    28, 29, 30,
];

impl HashBuilder {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record of any type.
    #[must_use]
    pub fn record(mut self, kind: u16, payload: impl Into<Vec<u8>>) -> Self {
        self.records.push((kind, payload.into()));
        self
    }

    /// Takes out every record of a type.
    #[must_use]
    pub fn without(mut self, kind: u16) -> Self {
        self.records.retain(|(other, _)| *other != kind);
        self
    }

    /// Writes the records in the order in which they were added, not in the observed one.
    #[must_use]
    pub fn keep_order(mut self) -> Self {
        self.keep_order = true;
        self
    }

    fn text(self, kind: u16, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        let mut payload = Vec::with_capacity(text.len() + 1);
        payload.extend_from_slice(text.as_bytes());
        payload.push(0);
        self.record(kind, payload)
    }

    /// Versions and time.
    #[must_use]
    pub fn capture(self, capture: Capture) -> Self {
        let mut payload = Vec::with_capacity(24);
        for build in [capture.tool_build, capture.os_build] {
            for part in [build.minor, build.major, build.revision, build.build] {
                payload.extend_from_slice(&part.to_le_bytes());
            }
        }
        payload.extend_from_slice(&capture.seconds.to_le_bytes());
        payload.push(capture.utc_offset_quarters.cast_unsigned());
        payload.extend_from_slice(&[capture.os_type, capture.architecture, capture.tool_version]);
        self.record(kind::VERSIONS, payload)
    }

    /// Processor: architecture, cores, threads, maker and brand text.
    #[must_use]
    pub fn cpu(self, architecture: u16, cores: u16, threads: u16, manufacturer: &str, model: &str) -> Self {
        let mut payload = Vec::with_capacity(12);
        for part in [architecture, 1, cores, threads] {
            payload.extend_from_slice(&part.to_le_bytes());
        }
        payload.extend_from_slice(&u32::from(threads > cores).to_le_bytes());
        let mut brand = model.as_bytes().to_vec();
        brand.resize(brand.len().max(48), 0);
        self.record(kind::CPU, payload)
            .text(kind::CPU_MANUFACTURER, manufacturer)
            .record(kind::CPU_MODEL, brand)
    }

    /// Memory in GiB: installed and possible.
    #[must_use]
    pub fn memory(self, total_gib: u64, maximum_gib: u64) -> Self {
        let mut payload = Vec::with_capacity(21);
        payload.extend_from_slice(&total_gib.to_le_bytes());
        payload.extend_from_slice(&maximum_gib.to_le_bytes());
        payload.extend_from_slice(&[2, 0, 1, 0, 3]);
        self.record(kind::MEMORY, payload)
    }

    /// A disk: capacity in 10^9 bytes, bus, and `serial|model|vendor`.
    #[must_use]
    pub fn disk(self, capacity_gb: u64, bus: u16, text: &str) -> Self {
        let mut payload = Vec::with_capacity(12);
        payload.extend_from_slice(&capacity_gb.to_le_bytes());
        payload.extend_from_slice(&bus.to_le_bytes());
        payload.extend_from_slice(&[0, 1]);
        self.record(kind::DISK, payload).record(kind::DISK_SERIAL, text)
    }

    /// A network card: medium, address, bus.
    #[must_use]
    pub fn nic(self, medium: u32, mac: [u8; 6], bus: &str) -> Self {
        let name: Vec<u8> = bus.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let mut payload = Vec::with_capacity(14 + name.len());
        payload.extend_from_slice(&medium.to_le_bytes());
        payload.extend_from_slice(&mac);
        payload.extend_from_slice(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes());
        payload.extend_from_slice(&name);
        self.record(kind::NIC, payload)
    }

    /// A built-in display in millimetres and pixels, with its size in centimetres.
    #[must_use]
    pub fn display(self, size_mm: (u16, u16), pixels: (u16, u16)) -> Self {
        let mut payload = Vec::with_capacity(12);
        for part in [size_mm.0, size_mm.1, pixels.0, pixels.1] {
            payload.extend_from_slice(&part.to_le_bytes());
        }
        payload.extend_from_slice(&0x8000_0000_u32.to_le_bytes());
        let mut centimetres = (size_mm.0 / 10).to_le_bytes().to_vec();
        centimetres.extend_from_slice(&(size_mm.1 / 10).to_le_bytes());
        self.record(kind::DISPLAY, payload).record(kind::DISPLAY_SIZE, centimetres)
    }

    /// Chassis type and power role.
    #[must_use]
    pub fn chassis(self, chassis: u8, power_role: u8) -> Self {
        self.record(kind::CHASSIS, [chassis, power_role, 0, 0, 0])
    }

    /// A TPM: its version text, its endorsement key and the digest of that.
    #[must_use]
    pub fn tpm(self, text: &str, modulus: &[u8; 256]) -> Self {
        let digest: [u8; 32] = Sha256::digest(modulus).into();
        self.text(kind::TPM_VERSION, text)
            .record(kind::ENDORSEMENT_KEY, modulus.as_slice())
            .offline_device_id(1, digest)
    }

    /// Offline device id by source: 1 TPM, 2 UEFI variable, 3 registry.
    #[must_use]
    pub fn offline_device_id(self, source: u8, id: [u8; 32]) -> Self {
        let mut payload = vec![0, 0, 0, 0, source, u8::from(source != 1), 32, 0, 0, 0];
        payload.extend_from_slice(&id);
        self.record(kind::OFFLINE_DEVICE_ID, payload)
    }

    /// SMBIOS UUID, raw bytes.
    #[must_use]
    pub fn uuid(self, raw: [u8; 16]) -> Self {
        self.record(kind::UUID, raw)
    }

    /// SMBIOS system serial number.
    #[must_use]
    pub fn serial_number(self, text: &str) -> Self {
        self.text(kind::SERIAL_NUMBER, text)
    }

    /// SMBIOS system manufacturer, which is the firmware vendor too.
    #[must_use]
    pub fn manufacturer(self, text: &str) -> Self {
        self.text(kind::FIRMWARE_VENDOR, text).text(kind::MANUFACTURER, text)
    }

    /// SMBIOS product name.
    #[must_use]
    pub fn model(self, text: &str) -> Self {
        self.text(kind::PRODUCT_NAME, text)
    }

    /// SMBIOS SKU, family and system version.
    #[must_use]
    pub fn system(self, sku: &str, family: &str, version: &str) -> Self {
        self.text(kind::SKU, sku).text(kind::FAMILY, family).text(kind::SYSTEM_VERSION, version)
    }

    /// Baseboard maker, product and version.
    #[must_use]
    pub fn baseboard(self, manufacturer: &str, product: &str, version: &str) -> Self {
        self.text(kind::BOARD_MANUFACTURER, manufacturer)
            .text(kind::BOARD_PRODUCT, product)
            .text(kind::BOARD_VERSION, version)
    }

    /// Product key id and its part number.
    #[must_use]
    pub fn product_key(self, digits: &str, part_number: &str) -> Self {
        self.text(kind::PRODUCT_KEY_ID, digits).text(kind::PART_NUMBER, part_number)
    }

    /// Text of the system disk.
    #[must_use]
    pub fn system_disk(self, text: &str) -> Self {
        self.text(kind::SYSTEM_DISK, text)
    }

    /// A graphics card: its memory in bytes and `vendor|model`.
    #[must_use]
    pub fn gpu(self, dedicated_video_bytes: u64, name: &str) -> Self {
        let mut payload = dedicated_video_bytes.to_le_bytes().to_vec();
        payload.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.record(kind::GPU, payload).record(kind::GPU_NAME, name)
    }

    /// The sealed content, whether or not the reader would accept it. Names of graphics cards are dropped when there is no room.
    pub fn content(mut self) -> Result<Vec<u8>, WriteError> {
        if !self.keep_order {
            let place =
                |kind: u16| OBSERVED_ORDER.iter().position(|known| *known == kind).unwrap_or(usize::MAX);
            self.records.sort_by_key(|(kind, _)| place(*kind));
        }
        if self.total() > MAX_TOTAL {
            self = self.without(kind::GPU_NAME);
        }
        let total = self.total();
        if total > MAX_TOTAL {
            return Err(WriteError::TooLong(total));
        }
        let mut bytes = Vec::with_capacity(total);
        for (kind, payload) in &self.records {
            let length = u16::try_from(RECORD_HEADER_BYTES + payload.len());
            let length = length.map_err(|_| WriteError::RecordTooLong(*kind))?;
            bytes.extend_from_slice(&kind.to_le_bytes());
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(payload);
        }
        Ok(container::seal(&bytes))
    }

    fn total(&self) -> usize {
        let records: usize =
            self.records.iter().map(|(_, payload)| RECORD_HEADER_BYTES + payload.len()).sum();
        container::HEADER_BYTES + records
    }

    /// The 4000 characters, whether or not the reader would accept them.
    pub fn text_form(self) -> Result<String, WriteError> {
        Ok(container::encode_text(&self.content()?))
    }

    /// The hash as the reader understands it.
    pub fn build(self) -> Result<HardwareHash, WriteError> {
        Ok(HardwareHash::from_content(&self.content()?)?)
    }
}

/// Seals any bytes as if they were records, at most [`MAX_TOTAL`] - 4 of them: for tests of what the reader refuses.
pub fn seal_records(records: &[u8]) -> Vec<u8> {
    container::seal(records)
}

/// The text form of sealed content, at most 3000 bytes.
pub fn text_of(content: &[u8]) -> String {
    container::encode_text(content)
}
