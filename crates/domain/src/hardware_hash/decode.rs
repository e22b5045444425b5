//! From checked records to the inventory.

use jiff::Timestamp;

use super::{
    inventory::{
        Build, Chassis, CpuClass, Disk, Display, DisplaySize, Gpu, Inventory, Memory, Nic, OfflineDeviceId,
        RawRecord, SmbiosUuid, Tpm,
    },
    records::{Record, Records, kind, strip_nuls, strip_wide_nuls, u16_at, u32_at, u64_at, units, wide_text},
};
use crate::product_key::ProductKey;

/// Captures count seconds from here: 2000-01-01 00:00:00 UTC, in seconds of Unix time.
pub(super) const EPOCH: i64 = 946_684_800;

/// Decodes every record.
pub(super) fn inventory(records: Records<'_>) -> Inventory {
    let mut inventory = Inventory::default();
    let mut disk_texts = Vec::new();
    let mut gpu_names = Vec::new();
    for record in records.iter() {
        match record.kind {
            kind::VERSIONS => versions(&mut inventory, record.payload),
            kind::CPU | kind::CPU_MANUFACTURER | kind::CPU_MODEL | kind::CPU_CLASSES => {
                cpu(&mut inventory, &record);
            }
            kind::MEMORY => inventory.memory = Some(memory(record.payload)),
            kind::DISK => inventory.disks.push(disk(record.payload)),
            kind::DISK_SERIAL => disk_texts.push(text(record.payload)),
            kind::NIC => inventory.mac_addresses.push(nic(&record)),
            kind::DISPLAY => inventory.displays.push(display(record.payload)),
            kind::DISPLAY_SIZE => inventory.display_sizes.push(display_size(record.payload)),
            kind::CHASSIS => inventory.chassis = Some(chassis(record.payload)),
            kind::GPU => inventory.gpus.push(gpu(record.payload)),
            kind::GPU_NAME => gpu_names.push(wide(&record)),
            kind::OFFLINE_DEVICE_ID => inventory.offline_device_id = Some(offline_device_id(record.payload)),
            kind::UUID => inventory.uuid = record.payload.try_into().ok().map(SmbiosUuid),
            kind::TPM_VERSION => inventory.tpm = text(record.payload).map(Tpm::parse),
            kind::PRODUCT_KEY_ID => {
                inventory.product_key = text(record.payload).and_then(|text| ProductKey::parse(&text).ok());
            }
            kind::ENDORSEMENT_KEY => inventory.endorsement_key = Some(record.payload.into()),
            other => {
                if let Some(field) = firmware_text(&mut inventory, other) {
                    *field = text(record.payload);
                } else {
                    inventory.unknown.push(RawRecord { kind: other, payload: record.payload.to_vec() });
                }
            }
        }
    }
    pair(&mut inventory.disks, disk_texts, |disk, text| disk.text = text);
    pair(&mut inventory.gpus, gpu_names, |gpu, name| gpu.name = name);
    inventory
}

/// Gives the nth name to the nth item; a name without an item makes one.
fn pair<T: Default>(items: &mut Vec<T>, names: Vec<Option<String>>, give: fn(&mut T, Option<String>)) {
    if items.len() < names.len() {
        items.resize_with(names.len(), T::default);
    }
    for (item, name) in items.iter_mut().zip(names) {
        give(item, name);
    }
}

/// Where a plain text goes.
fn firmware_text(inventory: &mut Inventory, kind: u16) -> Option<&mut Option<String>> {
    Some(match kind {
        kind::SERIAL_NUMBER => &mut inventory.serial_number,
        kind::FIRMWARE_VENDOR => &mut inventory.firmware_vendor,
        kind::MANUFACTURER => &mut inventory.manufacturer,
        kind::PRODUCT_NAME => &mut inventory.model,
        kind::SKU => &mut inventory.sku,
        kind::FAMILY => &mut inventory.family,
        kind::BOARD_MANUFACTURER => &mut inventory.baseboard.manufacturer,
        kind::BOARD_PRODUCT => &mut inventory.baseboard.product,
        kind::BOARD_VERSION => &mut inventory.baseboard.version,
        kind::SYSTEM_VERSION => &mut inventory.system_version,
        kind::PART_NUMBER => &mut inventory.product_key_part_number,
        kind::SYSTEM_DISK => &mut inventory.system_disk,
        _ => return None,
    })
}

/// A checked text; an empty one is as good as none.
fn text(payload: &[u8]) -> Option<String> {
    let text = strip_nuls(payload);
    if text.is_empty() {
        return None;
    }
    std::str::from_utf8(text).ok().map(str::to_owned)
}

fn wide(record: &Record<'_>) -> Option<String> {
    let text = strip_wide_nuls(wide_text(record)?);
    char::decode_utf16(units(text)).collect::<Result<String, _>>().ok().filter(|text| !text.is_empty())
}

fn versions(inventory: &mut Inventory, payload: &[u8]) {
    let build = |at| Build {
        minor: u16_at(payload, at),
        major: u16_at(payload, at + 2),
        revision: u16_at(payload, at + 4),
        build: u16_at(payload, at + 6),
    };
    inventory.tool_build = Some(build(0));
    inventory.os_build = Some(build(8));
    inventory.captured_at = Timestamp::from_second(EPOCH + i64::from(u32_at(payload, 16))).ok();
    if let Some(&[offset, os_type, architecture, tool_version]) = payload.get(20..24) {
        inventory.utc_offset_quarters = Some(offset.cast_signed());
        inventory.os_type = Some(os_type);
        inventory.os_architecture = Some(architecture);
        inventory.tool_version = Some(tool_version);
    }
}

fn cpu(inventory: &mut Inventory, record: &Record<'_>) {
    let cpu = &mut inventory.cpu;
    let payload = record.payload;
    match record.kind {
        kind::CPU_MANUFACTURER => cpu.manufacturer = text(payload),
        kind::CPU_MODEL => cpu.model = text(payload).map(|model| model.trim().to_owned()),
        kind::CPU_CLASSES => {
            let count = payload.first().map_or(0, |count| usize::from(*count));
            let class =
                |at: &[u8]| CpuClass { efficiency: at[0], cores: u16_at(at, 1), threads: u16_at(at, 3) };
            cpu.classes =
                payload.get(1..).unwrap_or_default().chunks_exact(5).take(count).map(class).collect();
        }
        _ => {
            cpu.architecture = Some(u16_at(payload, 0));
            cpu.packages = Some(u16_at(payload, 2));
            cpu.cores = Some(u16_at(payload, 4));
            cpu.threads = Some(u16_at(payload, 6));
            cpu.hyper_threading = Some(u32_at(payload, 8) != 0);
        }
    }
}

fn memory(payload: &[u8]) -> Memory {
    Memory {
        total_gib: u64_at(payload, 0),
        maximum_gib: u64_at(payload, 8),
        slots: u16_at(payload, 16),
        arrays: u16_at(payload, 18),
        error_correction: payload.get(20).copied().unwrap_or_default(),
    }
}

fn disk(payload: &[u8]) -> Disk {
    Disk {
        capacity_gb: Some(u64_at(payload, 0)),
        bus: Some(u16_at(payload, 8)),
        seek_penalty: payload.get(10).copied(),
        trim: payload.get(11).copied(),
        text: None,
    }
}

fn nic(record: &Record<'_>) -> Nic {
    let mac = record.payload.get(4..10).and_then(|mac| mac.try_into().ok()).unwrap_or_default();
    Nic { medium: u32_at(record.payload, 0), mac, bus: wide(record).unwrap_or_default() }
}

/// 0 and all ones mean "unknown".
fn known(value: u16) -> Option<u16> {
    (value != 0 && value != u16::MAX).then_some(value)
}

fn display(payload: &[u8]) -> Display {
    let known_pair = |at| known(u16_at(payload, at)).zip(known(u16_at(payload, at + 2)));
    let connector = u32_at(payload, 8);
    Display {
        size_mm: known_pair(0),
        pixels: known_pair(4),
        connector: (connector != u32::MAX).then_some(connector),
    }
}

fn display_size(payload: &[u8]) -> DisplaySize {
    DisplaySize { width_cm: known(u16_at(payload, 0)), height_cm: known(u16_at(payload, 2)) }
}

fn chassis(payload: &[u8]) -> Chassis {
    let byte = |at| payload.get(at).copied().unwrap_or_default();
    Chassis { kind: byte(0), power_role: byte(1), optical_drive: byte(2), digitizer: u16_at(payload, 3) }
}

fn gpu(payload: &[u8]) -> Gpu {
    Gpu {
        dedicated_video_bytes: Some(u64_at(payload, 0)),
        dedicated_system_bytes: Some(u64_at(payload, 8)),
        removal_policy: payload.get(16).copied(),
        in_local_container: payload.get(17).copied(),
        name: None,
    }
}

fn offline_device_id(payload: &[u8]) -> OfflineDeviceId {
    let byte = |at| payload.get(at).copied().unwrap_or_default();
    let length = u32_at(payload, 6) as usize;
    OfflineDeviceId {
        status: u32_at(payload, 0),
        source: byte(4),
        flag: byte(5),
        id: payload.get(10..).and_then(|id| id.get(..length)).unwrap_or_default().to_vec(),
    }
}
