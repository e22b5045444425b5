//! What a hash says, in the words of the JSON form.

use serde::Serialize;
use taxiway_domain::finding::Finding;
use taxiway_domain::hardware_hash::{self as hash, Build, HardwareHash, HashRefusal, HashWarning, Inventory};

use crate::words::Words;

/// The JSON form. Its keys are always there; what is not known is null or empty.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Decoded {
    pub verdict: &'static str,
    /// Code of the failed check.
    pub reason: Option<&'static str>,
    pub warnings: Vec<&'static str>,
    pub serial_number: Option<String>,
    pub manufacturer: Option<String>,
    pub model: Option<String>,
    pub uuid: Option<String>,
    pub product_key_id: Option<String>,
    pub tpm: Option<Tpm>,
    pub mac_addresses: Vec<String>,
    pub disks: Vec<Disk>,
    pub captured_at: Option<String>,
    pub tool_build: Option<String>,
    pub os_build: Option<String>,
    /// The reason in words.
    pub message: Option<String>,
    pub utc_offset_minutes: Option<i32>,
    pub tool_version: Option<u8>,
    pub os_type: Option<u8>,
    pub os_architecture: Option<u8>,
    pub product_key_part_number: Option<String>,
    pub endorsement_key_digest: Option<String>,
    pub offline_device_id: Option<OfflineDeviceId>,
    pub network_adapters: Vec<NetworkAdapter>,
    pub system_disk: Option<String>,
    pub processor: Option<Processor>,
    pub memory: Option<Memory>,
    pub displays: Vec<Display>,
    pub display_sizes: Vec<DisplaySize>,
    pub chassis: Option<Chassis>,
    pub graphics: Vec<Graphics>,
    pub firmware_vendor: Option<String>,
    pub sku: Option<String>,
    pub family: Option<String>,
    pub system_version: Option<String>,
    pub baseboard: Option<Baseboard>,
    pub unknown_records: Vec<UnknownRecord>,
    /// Bytes of the hash without its padding.
    pub content_bytes: Option<usize>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tpm {
    pub version: Option<String>,
    pub revision: Option<String>,
    pub vendor: Option<String>,
    pub firmware: Option<String>,
    #[serde(rename = "virtual")]
    pub is_virtual: bool,
    pub text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Disk {
    pub serial_number: Option<String>,
    pub model: Option<String>,
    pub vendor: Option<String>,
    pub capacity_gb: Option<u64>,
    pub bus: Option<u16>,
    pub seek_penalty: Option<u8>,
    pub trim: Option<u8>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfflineDeviceId {
    pub source: u8,
    pub status: u32,
    pub id: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NetworkAdapter {
    pub mac_address: String,
    pub medium: u32,
    pub bus: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Processor {
    pub manufacturer: Option<String>,
    pub model: Option<String>,
    pub architecture: Option<u16>,
    pub packages: Option<u16>,
    pub cores: Option<u16>,
    pub threads: Option<u16>,
    pub hyper_threading: Option<bool>,
    pub classes: Vec<ProcessorClass>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProcessorClass {
    pub efficiency: u8,
    pub cores: u16,
    pub threads: u16,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Memory {
    pub total_gib: u64,
    pub maximum_gib: u64,
    pub slots: u16,
    pub arrays: u16,
    pub error_correction: u8,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Display {
    pub size_mm: Option<(u16, u16)>,
    pub pixels: Option<(u16, u16)>,
    pub connector: Option<u32>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DisplaySize {
    pub width_cm: Option<u16>,
    pub height_cm: Option<u16>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chassis {
    #[serde(rename = "type")]
    pub kind: u8,
    pub power_role: u8,
    pub optical_drive: u8,
    pub digitizer: u16,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Graphics {
    pub name: Option<String>,
    pub dedicated_video_bytes: Option<u64>,
    pub dedicated_system_bytes: Option<u64>,
    pub removal_policy: Option<u8>,
    pub in_local_container: Option<u8>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Baseboard {
    pub manufacturer: Option<String>,
    pub product: Option<String>,
    pub version: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnknownRecord {
    #[serde(rename = "type")]
    pub kind: u16,
    pub payload: String,
}

impl Decoded {
    pub(super) fn of(read: &Result<HardwareHash, HashRefusal>, words: Words) -> Self {
        match read {
            Ok(hash) => Self::valid(hash),
            Err(refusal) => Self {
                verdict: "invalid",
                reason: Some(refusal.reason.as_str()),
                message: Some(words.finding(&finding(refusal))),
                ..Self::default()
            },
        }
    }

    fn valid(read: &HardwareHash) -> Self {
        let inventory = read.inventory();
        Self {
            verdict: "valid",
            warnings: inventory.warnings.iter().map(|warning| HashWarning::as_str(*warning)).collect(),
            mac_addresses: inventory.mac_addresses.iter().map(hash::Nic::mac_text).collect(),
            disks: inventory.disks.iter().map(disk).collect(),
            captured_at: inventory.captured_at.map(|captured| captured.to_string()),
            tool_build: inventory.tool_build.map(|build| Build::to_string(&build)),
            os_build: inventory.os_build.map(|build| Build::to_string(&build)),
            utc_offset_minutes: inventory.utc_offset_quarters.map(|quarters| i32::from(quarters) * 15),
            tool_version: inventory.tool_version,
            os_type: inventory.os_type,
            os_architecture: inventory.os_architecture,
            content_bytes: Some(read.content().len()),
            unknown_records: inventory
                .unknown
                .iter()
                .map(|record| UnknownRecord { kind: record.kind, payload: hex::encode(&record.payload) })
                .collect(),
            ..Self::device(inventory)
        }
    }

    /// What it says about the machine itself.
    fn device(inventory: &Inventory) -> Self {
        let inventory = inventory.clone();
        Self {
            serial_number: inventory.serial_number,
            manufacturer: inventory.manufacturer,
            model: inventory.model,
            uuid: inventory.uuid.map(|uuid| uuid.to_string()),
            product_key_id: inventory.product_key.map(|key| key.as_str().to_owned()),
            product_key_part_number: inventory.product_key_part_number,
            tpm: inventory.tpm.map(tpm),
            endorsement_key_digest: inventory.endorsement_key_digest.map(hex::encode),
            offline_device_id: inventory.offline_device_id.map(|found| OfflineDeviceId {
                source: found.source,
                status: found.status,
                id: hex::encode(&found.id),
            }),
            network_adapters: inventory.mac_addresses.iter().map(network_adapter).collect(),
            system_disk: inventory.system_disk,
            processor: (inventory.cpu != hash::Cpu::default()).then(|| processor(inventory.cpu)),
            memory: inventory.memory.map(memory),
            displays: inventory.displays.iter().map(display).collect(),
            display_sizes: inventory
                .display_sizes
                .iter()
                .map(|size| DisplaySize { width_cm: size.width_cm, height_cm: size.height_cm })
                .collect(),
            chassis: inventory.chassis.map(chassis),
            graphics: inventory.gpus.into_iter().map(graphics).collect(),
            firmware_vendor: inventory.firmware_vendor,
            sku: inventory.sku,
            family: inventory.family,
            system_version: inventory.system_version,
            baseboard: (inventory.baseboard != hash::Baseboard::default()).then_some(Baseboard {
                manufacturer: inventory.baseboard.manufacturer,
                product: inventory.baseboard.product,
                version: inventory.baseboard.version,
            }),
            ..Self::default()
        }
    }
}

/// The finding that a list with this hash would get.
pub(super) fn finding(refusal: &HashRefusal) -> Finding {
    Finding {
        code: refusal.reason.finding_code(),
        line: 0,
        column: None,
        found: None,
        used: Some(refusal.reason.as_str().to_owned()),
    }
}

fn tpm(found: hash::Tpm) -> Tpm {
    Tpm {
        is_virtual: found.is_virtual(),
        firmware: found.firmware.map(|(one, two)| format!("{one}.{two}")),
        version: found.version,
        revision: found.revision,
        vendor: found.vendor,
        text: found.text,
    }
}

fn disk(found: &hash::Disk) -> Disk {
    Disk {
        serial_number: found.serial_number().map(str::to_owned),
        model: found.model().map(str::to_owned),
        vendor: found.vendor().map(str::to_owned),
        capacity_gb: found.capacity_gb,
        bus: found.bus,
        seek_penalty: found.seek_penalty,
        trim: found.trim,
    }
}

fn network_adapter(found: &hash::Nic) -> NetworkAdapter {
    NetworkAdapter { mac_address: found.mac_text(), medium: found.medium, bus: found.bus.clone() }
}

fn processor(found: hash::Cpu) -> Processor {
    let class = |class: &hash::CpuClass| ProcessorClass {
        efficiency: class.efficiency,
        cores: class.cores,
        threads: class.threads,
    };
    Processor {
        classes: found.classes.iter().map(class).collect(),
        manufacturer: found.manufacturer,
        model: found.model,
        architecture: found.architecture,
        packages: found.packages,
        cores: found.cores,
        threads: found.threads,
        hyper_threading: found.hyper_threading,
    }
}

fn memory(found: hash::Memory) -> Memory {
    Memory {
        total_gib: found.total_gib,
        maximum_gib: found.maximum_gib,
        slots: found.slots,
        arrays: found.arrays,
        error_correction: found.error_correction,
    }
}

fn display(found: &hash::Display) -> Display {
    Display { size_mm: found.size_mm, pixels: found.pixels, connector: found.connector }
}

fn chassis(found: hash::Chassis) -> Chassis {
    Chassis {
        kind: found.kind,
        power_role: found.power_role,
        optical_drive: found.optical_drive,
        digitizer: found.digitizer,
    }
}

fn graphics(found: hash::Gpu) -> Graphics {
    Graphics {
        name: found.name,
        dedicated_video_bytes: found.dedicated_video_bytes,
        dedicated_system_bytes: found.dedicated_system_bytes,
        removal_policy: found.removal_policy,
        in_local_container: found.in_local_container,
    }
}
