//! What a hash says, in plain types. Numbers are as captured; unknown record types are kept raw.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use super::cross_checks::HashWarning;
use crate::{
    matching::{self, Evidence},
    placeholder::{self, Field, MacQuality},
    product_key::ProductKey,
    tuple,
};

/// Everything decoded. Texts are as captured, placeholders included; the `usable_…` methods leave those out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inventory {
    /// SMBIOS system serial number (type 14).
    pub serial_number: Option<String>,
    /// SMBIOS system manufacturer (type 16).
    pub manufacturer: Option<String>,
    /// SMBIOS product name (type 17).
    pub model: Option<String>,
    /// SMBIOS UUID (type 12).
    pub uuid: Option<SmbiosUuid>,
    /// Product key id (type 24), if well-formed.
    pub product_key: Option<ProductKey>,
    /// Part number of the product key (type 26).
    pub product_key_part_number: Option<String>,
    /// TPM version text (type 13).
    pub tpm: Option<Tpm>,
    /// Modulus of the endorsement key, big-endian (type 25).
    pub endorsement_key: Option<Box<[u8]>>,
    /// SHA-256 of the endorsement key's modulus: of type 25, or as recorded by type 11 with a TPM as source. Never all zeros.
    pub endorsement_key_digest: Option<[u8; 32]>,
    /// Offline device id (type 11).
    pub offline_device_id: Option<OfflineDeviceId>,
    /// Network cards (type 8).
    pub mac_addresses: Vec<Nic>,
    /// Disks (types 6 and 7, paired in order).
    pub disks: Vec<Disk>,
    /// Text of the system disk (type 28), as in type 7.
    pub system_disk: Option<String>,
    /// Capture time by the device's clock, which may be hours off (type 1).
    pub captured_at: Option<Timestamp>,
    /// Offset of local time in quarters of an hour. Old tools write 120 (+30:00), which no time zone has.
    pub utc_offset_quarters: Option<i8>,
    /// Version of the capture tool.
    pub tool_build: Option<Build>,
    /// Format version of the capture tool.
    pub tool_version: Option<u8>,
    /// Version of the operating system.
    pub os_build: Option<Build>,
    /// Kind of operating system: 2 is a full one.
    pub os_type: Option<u8>,
    /// Architecture of the operating system, numbered as [`Cpu::architecture`].
    pub os_architecture: Option<u8>,
    /// Processor (types 2, 3, 4, 34).
    pub cpu: Cpu,
    /// Memory (type 5).
    pub memory: Option<Memory>,
    /// Displays (type 9).
    pub displays: Vec<Display>,
    /// Display sizes in centimetres (type 27).
    pub display_sizes: Vec<DisplaySize>,
    /// Chassis and input (type 10).
    pub chassis: Option<Chassis>,
    /// Graphics cards (types 29 and 30, paired in order).
    pub gpus: Vec<Gpu>,
    /// Firmware vendor (type 15).
    pub firmware_vendor: Option<String>,
    /// SMBIOS SKU number (type 18).
    pub sku: Option<String>,
    /// SMBIOS system family (type 19).
    pub family: Option<String>,
    /// SMBIOS system version (type 23).
    pub system_version: Option<String>,
    /// Baseboard (types 20, 21, 22).
    pub baseboard: Baseboard,
    /// Records of unknown meaning. May identify the device.
    pub unknown: Vec<RawRecord>,
    /// What is doubtful.
    pub warnings: Vec<HashWarning>,
}

/// The 16 raw SMBIOS bytes of a UUID. Compared raw; printed with the first three fields taken as little-endian.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SmbiosUuid(pub [u8; 16]);

impl SmbiosUuid {
    /// Whether the firmware maker left it unset.
    pub fn is_placeholder(&self) -> bool {
        placeholder::is_placeholder_uuid(&self.0)
    }

    /// The same UUID as firmware that stores big-endian shows it.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self(matching::swapped(self.0))
    }
}

impl fmt::Display for SmbiosUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Uuid::from_bytes_le(self.0).fmt(f)
    }
}

impl fmt::Debug for SmbiosUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmbiosUuid({self})")
    }
}

/// A version of four numbers, printed as `10.0.26100.7705`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Build {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
    /// Third number.
    pub build: u16,
    /// Fourth number.
    pub revision: u16,
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.major, self.minor, self.build, self.revision)
    }
}

/// Processor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cpu {
    /// 0 x86, 9 x64, 12 ARM64.
    pub architecture: Option<u16>,
    /// Sockets.
    pub packages: Option<u16>,
    /// Cores of all packages.
    pub cores: Option<u16>,
    /// Threads of all packages.
    pub threads: Option<u16>,
    /// Hyper-threading is on.
    pub hyper_threading: Option<bool>,
    /// `GenuineIntel`, `AuthenticAMD`, …
    pub manufacturer: Option<String>,
    /// Brand text.
    pub model: Option<String>,
    /// Kinds of cores of a hybrid processor.
    pub classes: Vec<CpuClass>,
}

/// One kind of cores of a hybrid processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CpuClass {
    /// Higher is faster.
    pub efficiency: u8,
    /// Cores of this kind.
    pub cores: u16,
    /// Threads of this kind.
    pub threads: u16,
}

/// Memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Installed, GiB.
    pub total_gib: u64,
    /// Possible, GiB.
    pub maximum_gib: u64,
    /// Slots.
    pub slots: u16,
    /// Arrays.
    pub arrays: u16,
    /// SMBIOS code: 3 none, 4 parity, 5 single-bit, 6 multi-bit, 7 CRC.
    pub error_correction: u8,
}

/// A disk: what type 6 says about it and what type 7 says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disk {
    /// Capacity in units of 10^9 bytes, truncated.
    pub capacity_gb: Option<u64>,
    /// Storage bus: 1 SCSI, 2 ATAPI, 3 ATA, 7 USB, 8 RAID, 10 SAS, 11 SATA, 17 `NVMe`.
    pub bus: Option<u16>,
    /// 0 for none; 0xFF is seen on virtual disks.
    pub seek_penalty: Option<u8>,
    /// TRIM is supported.
    pub trim: Option<u8>,
    /// `serial|model|vendor` as captured.
    pub text: Option<String>,
}

impl Disk {
    fn field(&self, index: usize) -> Option<&str> {
        self.text.as_deref()?.split('|').nth(index).map(str::trim).filter(|field| !field.is_empty())
    }

    /// Serial number of the disk; for `NVMe` the id of the namespace.
    pub fn serial_number(&self) -> Option<&str> {
        self.field(0)
    }

    /// Model of the disk.
    pub fn model(&self) -> Option<&str> {
        self.field(1)
    }

    /// Vendor of the disk.
    pub fn vendor(&self) -> Option<&str> {
        self.field(2)
    }

    /// What identifies the disk: its serial number with its model, because makers number independently. `None` for placeholders.
    pub fn id(&self) -> Option<String> {
        let serial = self.serial_number()?;
        let blank = serial.chars().all(|c| matches!(c, '0' | '_' | '.' | '-' | ' '));
        if blank || placeholder::is_placeholder(Field::SerialNumber, serial) {
            return None;
        }
        Some(format!("{serial}|{}", self.model().unwrap_or_default()))
    }
}

/// A network card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nic {
    /// 0 unspecified, 1 WLAN, 9 native 802.11, 10 Bluetooth, 14 Ethernet.
    pub medium: u32,
    /// Its address.
    pub mac: [u8; 6],
    /// `PCI`, `BTH`, `VMBUS`, …
    pub bus: String,
}

impl Nic {
    /// The address as `00:11:22:33:44:55`.
    pub fn mac_text(&self) -> String {
        self.mac.map(|byte| format!("{byte:02X}")).join(":")
    }
}

/// A display. `None` where the capture could not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Display {
    /// Width and height in millimetres.
    pub size_mm: Option<(u16, u16)>,
    /// Pixels across and down.
    pub pixels: Option<(u16, u16)>,
    /// Connector code; `0x8000_0000` is built in.
    pub connector: Option<u32>,
}

/// Size of a display in centimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplaySize {
    /// Width; `None` when unknown.
    pub width_cm: Option<u16>,
    /// Height; `None` when unknown.
    pub height_cm: Option<u16>,
}

/// Chassis and input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chassis {
    /// SMBIOS chassis type.
    pub kind: u8,
    /// 0 unspecified, 1 desktop, 2 mobile, 3 workstation, 4–7 servers and appliances, 8 slate.
    pub power_role: u8,
    /// Optical drive present.
    pub optical_drive: u8,
    /// Bits: 0 touch, 1 external touch, 2 pen, 3 external pen, 6 multi, 7 ready.
    pub digitizer: u16,
}

/// Offline device id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfflineDeviceId {
    /// 0 when all went well.
    pub status: u32,
    /// 1 TPM, 2 UEFI variable, 3 registry.
    pub source: u8,
    /// 0 for a TPM, 1 otherwise.
    pub flag: u8,
    /// The id; for a TPM the SHA-256 of the endorsement key's modulus.
    pub id: Vec<u8>,
}

/// Source code of an [`OfflineDeviceId`] that comes from a TPM.
pub(super) const SOURCE_TPM: u8 = 1;

/// What the TPM version text says; parts are `None` when the text has another form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tpm {
    /// The whole text.
    pub text: String,
    /// `2.0`.
    pub version: Option<String>,
    /// `1.38`.
    pub revision: Option<String>,
    /// Four characters of the maker, without padding: `IFX`, `NTC`, …
    pub vendor: Option<String>,
    /// The two firmware version properties.
    pub firmware: Option<(u32, u32)>,
}

impl Tpm {
    /// Reads the text; whatever does not fit is left out.
    pub(super) fn parse(text: String) -> Self {
        let after = |label: &str| text.split_once(label).map(|(_, rest)| rest);
        let word = |rest: &str| {
            let end = rest.find([' ', '-', '\'']).unwrap_or(rest.len());
            Some(rest[..end].to_owned()).filter(|word| !word.is_empty())
        };
        let version = after("TPM-Version:").and_then(word);
        let revision = after("-Revision:").and_then(word);
        let vendor = after("-VendorID:'")
            .and_then(|rest| rest.split_once('\''))
            .map(|(vendor, _)| vendor.trim().to_owned())
            .filter(|vendor| !vendor.is_empty());
        let firmware = after("-Firmware:")
            .and_then(|rest| rest.split_once('.'))
            .and_then(|(one, two)| Some((one.trim().parse().ok()?, two.trim().parse().ok()?)));
        Self { text, version, revision, vendor, firmware }
    }

    /// Whether a hypervisor or an emulator made it.
    pub fn is_virtual(&self) -> bool {
        matches!(self.vendor.as_deref(), Some("IBM" | "MSFT"))
    }
}

/// Baseboard texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseboard {
    /// Maker.
    pub manufacturer: Option<String>,
    /// Product.
    pub product: Option<String>,
    /// Version.
    pub version: Option<String>,
}

/// A graphics card: what type 29 says about it and what type 30 says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gpu {
    /// Own memory, bytes.
    pub dedicated_video_bytes: Option<u64>,
    /// System memory set apart, bytes.
    pub dedicated_system_bytes: Option<u64>,
    /// 1 when it cannot be removed.
    pub removal_policy: Option<u8>,
    /// Part of the machine.
    pub in_local_container: Option<u8>,
    /// `vendor|model` as captured.
    pub name: Option<String>,
}

/// A record of unknown meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// Its type.
    pub kind: u16,
    /// Its payload.
    pub payload: Vec<u8>,
}

impl Inventory {
    /// Serial number, unless it is a placeholder or not fit to be registered.
    pub fn usable_serial_number(&self) -> Option<&str> {
        usable(Field::SerialNumber, self.serial_number.as_deref())
    }

    /// Manufacturer, unless it is a placeholder or not fit to be registered.
    pub fn usable_manufacturer(&self) -> Option<&str> {
        usable(Field::Manufacturer, self.manufacturer.as_deref())
    }

    /// Model, unless it is a placeholder or not fit to be registered.
    pub fn usable_model(&self) -> Option<&str> {
        usable(Field::Model, self.model.as_deref())
    }

    /// UUID, unless it is a placeholder.
    pub fn usable_uuid(&self) -> Option<SmbiosUuid> {
        self.uuid.filter(|uuid| !uuid.is_placeholder())
    }

    /// Network addresses that the card's maker gave, without repetitions, in their natural order.
    pub fn permanent_macs(&self) -> Vec<[u8; 6]> {
        let permanent = |nic: &&Nic| placeholder::mac_quality(nic.mac) == MacQuality::Permanent;
        let mut macs: Vec<_> = self.mac_addresses.iter().filter(permanent).map(|nic| nic.mac).collect();
        macs.sort_unstable();
        macs.dedup();
        macs
    }

    /// Disk ids without placeholders and repetitions, in their natural order.
    pub fn disk_ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.disks.iter().filter_map(Disk::id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether the TPM is a hypervisor's or an emulator's.
    pub fn has_virtual_tpm(&self) -> bool {
        self.tpm.as_ref().is_some_and(Tpm::is_virtual)
    }

    /// The stable identifiers. The tuple is given when all three texts are usable.
    pub fn evidence(&self) -> Evidence {
        let tuple = match (self.usable_manufacturer(), self.usable_model(), self.usable_serial_number()) {
            (Some(manufacturer), Some(model), Some(serial)) => {
                tuple::DeviceTuple::new(manufacturer, model, serial).ok()
            }
            _ => None,
        };
        Evidence {
            endorsement_key: self.endorsement_key_digest,
            uuid: self.usable_uuid().map(|uuid| uuid.0),
            product_key: self.product_key,
            tuple,
            macs: self.permanent_macs(),
            disks: self.disk_ids(),
        }
    }

    /// Whether the capture time is missing what a clock would say: more than a day ahead of `as_of`, or before such hashes existed (2016).
    pub fn capture_time_unlikely(&self, as_of: Timestamp) -> bool {
        const FIRST_YEAR: i64 = 1_451_606_400; // 2016-01-01
        const DAY: i64 = 86_400;
        self.captured_at.is_some_and(|captured| {
            captured.as_second() > as_of.as_second() + DAY || captured.as_second() < FIRST_YEAR
        })
    }
}

fn usable(field: Field, text: Option<&str>) -> Option<&str> {
    text.filter(|text| !placeholder::is_placeholder(field, text) && tuple::check_text(text).is_ok())
}
