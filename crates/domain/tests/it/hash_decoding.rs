//! Every record type gives what it says.

use taxiway_domain::hardware_hash::{
    Build, CpuClass, DisplaySize, HardwareHash, SmbiosUuid,
    write::{Capture, HashBuilder},
};

use crate::laptop;

fn decode(builder: HashBuilder) -> HardwareHash {
    HardwareHash::parse(&builder.text_form().expect("fits")).expect("valid")
}

fn minimal() -> HashBuilder {
    HashBuilder::new().manufacturer("LENOVO").model("21G2001VUS").serial_number("PF3ABCDE")
}

#[test]
fn system_texts() {
    let hash = decode(
        minimal()
            .system("LENOVO_MT_21G2", "ThinkPad P14s Gen 5", "ThinkPad")
            .baseboard("LENOVO", "21G2", "SDK0")
            .product_key("3300000000017", "[TH]X19-99481"),
    );
    let inventory = hash.inventory();
    assert_eq!(inventory.manufacturer.as_deref(), Some("LENOVO"));
    assert_eq!(inventory.model.as_deref(), Some("21G2001VUS"));
    assert_eq!(inventory.serial_number.as_deref(), Some("PF3ABCDE"));
    assert_eq!(inventory.firmware_vendor.as_deref(), Some("LENOVO"));
    assert_eq!(inventory.sku.as_deref(), Some("LENOVO_MT_21G2"));
    assert_eq!(inventory.family.as_deref(), Some("ThinkPad P14s Gen 5"));
    assert_eq!(inventory.system_version.as_deref(), Some("ThinkPad"));
    assert_eq!(inventory.baseboard.manufacturer.as_deref(), Some("LENOVO"));
    assert_eq!(inventory.baseboard.product.as_deref(), Some("21G2"));
    assert_eq!(inventory.baseboard.version.as_deref(), Some("SDK0"));
    assert_eq!(inventory.product_key.expect("key").as_str(), "3300000000017");
    assert_eq!(inventory.product_key_part_number.as_deref(), Some("[TH]X19-99481"));
}

#[test]
fn versions_are_stored_minor_first() {
    // 10.0.26100.7705 is 0000 0A00 191E F465 in a capture.
    let mut payload = vec![0x00, 0x00, 0x0A, 0x00, 0x19, 0x1E, 0xF4, 0x65];
    payload.extend_from_slice(&[0; 8]);
    payload.extend_from_slice(&0x3133_599E_u32.to_le_bytes());
    payload.extend_from_slice(&[0xE0, 2, 9, 9]);
    let hash = decode(minimal().record(1, payload));
    let inventory = hash.inventory();
    assert_eq!(inventory.tool_build.expect("tool").to_string(), "10.0.26100.7705");
    assert_eq!(inventory.utc_offset_quarters, Some(-32), "eight hours west");
    assert_eq!(inventory.os_type, Some(2));
    assert_eq!(inventory.os_architecture, Some(9));
    assert_eq!(inventory.tool_version, Some(9));
}

#[test]
fn capture_time_counts_from_2000_in_utc() {
    let build = Build { major: 10, minor: 0, build: 22621, revision: 2506 };
    let capture = Capture {
        tool_build: build,
        os_build: build,
        seconds: 86_400,
        utc_offset_quarters: 4,
        os_type: 2,
        architecture: 9,
        tool_version: 8,
    };
    let hash = decode(minimal().capture(capture));
    assert_eq!(hash.inventory().captured_at.expect("time").to_string(), "2000-01-02T00:00:00Z");
    assert_eq!(hash.inventory().os_build, Some(build));
}

#[test]
fn a_uuid_is_printed_with_its_first_fields_little_endian() {
    let raw = [0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF];
    let hash = decode(minimal().uuid(raw));
    let uuid = hash.inventory().uuid.expect("uuid");
    assert_eq!(uuid, SmbiosUuid(raw));
    assert_eq!(uuid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
    assert_eq!(uuid.swapped().to_string(), "33221100-5544-7766-8899-aabbccddeeff");
}

#[test]
fn the_tpm_text_is_taken_apart() {
    let text = "TPM-Version:2.0 -Level:0-Revision:1.38-VendorID:'IFX '-Firmware:458837.1166080";
    let hash = decode(minimal().tpm(text, &[0x81; 256]));
    let tpm = hash.inventory().tpm.clone().expect("tpm");
    assert_eq!(tpm.text, text);
    assert_eq!(tpm.version.as_deref(), Some("2.0"));
    assert_eq!(tpm.revision.as_deref(), Some("1.38"));
    assert_eq!(tpm.vendor.as_deref(), Some("IFX"));
    assert_eq!(tpm.firmware, Some((458_837, 1_166_080)));
    assert!(!tpm.is_virtual());
}

#[test]
fn emulated_tpms_are_known_by_their_vendor() {
    for (vendor, expected) in [("IBM ", true), ("MSFT", true), ("NTC ", false)] {
        let text =
            format!("TPM-Version:2.0 -Level:0-Revision:1.64-VendorID:'{vendor}'-Firmware:538513443.1455670");
        assert_eq!(
            decode(minimal().tpm(&text, &[0x81; 256])).inventory().has_virtual_tpm(),
            expected,
            "{vendor}"
        );
    }
}

#[test]
fn a_tpm_text_of_another_form_is_kept_whole() {
    let hash = decode(minimal().tpm("TPM 1.2", &[0x81; 256]));
    let tpm = hash.inventory().tpm.clone().expect("tpm");
    assert_eq!((tpm.text.as_str(), tpm.version, tpm.vendor, tpm.firmware), ("TPM 1.2", None, None, None));
}

#[test]
fn processor_with_kinds_of_cores() {
    let classes = vec![2, 1, 2, 0, 4, 0, 0, 8, 0, 8, 0];
    let hash = decode(
        minimal().cpu(9, 10, 12, "GenuineIntel", "13th Gen Intel(R) Core(TM) i7-1355U").record(34, classes),
    );
    let cpu = &hash.inventory().cpu;
    assert_eq!(
        (cpu.architecture, cpu.packages, cpu.cores, cpu.threads),
        (Some(9), Some(1), Some(10), Some(12))
    );
    assert_eq!(cpu.hyper_threading, Some(true));
    assert_eq!(cpu.manufacturer.as_deref(), Some("GenuineIntel"));
    assert_eq!(cpu.model.as_deref(), Some("13th Gen Intel(R) Core(TM) i7-1355U"));
    let class = |efficiency, cores, threads| CpuClass { efficiency, cores, threads };
    assert_eq!(cpu.classes, [class(1, 2, 4), class(0, 8, 8)]);
}

#[test]
fn memory_and_chassis() {
    let hash = decode(minimal().memory(16, 64).chassis(10, 2));
    let memory = hash.inventory().memory.expect("memory");
    assert_eq!(
        (memory.total_gib, memory.maximum_gib, memory.slots, memory.arrays, memory.error_correction),
        (16, 64, 2, 1, 3)
    );
    let chassis = hash.inventory().chassis.expect("chassis");
    assert_eq!((chassis.kind, chassis.power_role, chassis.optical_drive, chassis.digitizer), (10, 2, 0, 0));
}

#[test]
fn disks_with_their_texts_in_order() {
    let hash =
        decode(minimal().disk(512, 17, "0000_5E00_5300_0001.|FAST 512|MAKER").disk(2000, 11, "  |SPINNING|"));
    let disks = &hash.inventory().disks;
    assert_eq!(
        (disks[0].capacity_gb, disks[0].bus, disks[0].seek_penalty, disks[0].trim),
        (Some(512), Some(17), Some(0), Some(1))
    );
    assert_eq!(disks[0].serial_number(), Some("0000_5E00_5300_0001."));
    assert_eq!((disks[0].model(), disks[0].vendor()), (Some("FAST 512"), Some("MAKER")));
    assert_eq!((disks[1].serial_number(), disks[1].model()), (None, Some("SPINNING")));
    assert_eq!(
        hash.inventory().disk_ids(),
        ["0000_5E00_5300_0001.|FAST 512"],
        "a disk without serial number has no id"
    );
}

#[test]
fn a_disk_serial_of_zeros_is_no_id() {
    let hash = decode(minimal().disk(64, 17, "0000_0000_0000_0000.|VIRTUAL|"));
    assert!(hash.inventory().disk_ids().is_empty());
}

#[test]
fn network_cards_with_their_bus() {
    let mac = [0, 0x11, 0x22, 0xAA, 0xBB, 0xCC];
    let hash = decode(
        minimal()
            .nic(10, mac, "BTH")
            .nic(9, [2, 0, 0, 0, 0, 1], "PCI")
            .nic(14, mac, "PCI")
            .nic(14, [0xFF; 6], ""),
    );
    let nics = &hash.inventory().mac_addresses;
    assert_eq!((nics[0].medium, nics[0].bus.as_str()), (10, "BTH"));
    assert_eq!(nics[0].mac_text(), "00:11:22:AA:BB:CC");
    assert_eq!(nics[3].bus, "");
    assert_eq!(
        hash.inventory().permanent_macs(),
        [mac],
        "without repetitions, local and broadcast addresses"
    );
}

#[test]
fn displays_and_what_captures_write_for_unknown_ones() {
    let hash = decode(minimal().display((309, 174), (1920, 1080)));
    let display = hash.inventory().displays[0];
    assert_eq!(
        (display.size_mm, display.pixels, display.connector),
        (Some((309, 174)), Some((1920, 1080)), Some(0x8000_0000))
    );
    assert_eq!(hash.inventory().display_sizes, [DisplaySize { width_cm: Some(30), height_cm: Some(17) }]);
    let unknown = decode(minimal().record(9, vec![0xFF; 12])).inventory().displays[0];
    assert_eq!((unknown.size_mm, unknown.pixels, unknown.connector), (None, None, None));
}

#[test]
fn graphics_cards_with_their_names_in_order() {
    let hash =
        decode(minimal().gpu(134_217_728, "Intel Corporation|Intel(R) Iris(R) Xe").gpu(1, "NVIDIA|T500 é"));
    let gpus = &hash.inventory().gpus;
    assert_eq!(gpus[0].dedicated_video_bytes, Some(134_217_728));
    assert_eq!(
        (gpus[0].dedicated_system_bytes, gpus[0].removal_policy, gpus[0].in_local_container),
        (Some(0), Some(1), Some(1))
    );
    assert_eq!(gpus[0].name.as_deref(), Some("Intel Corporation|Intel(R) Iris(R) Xe"));
    assert_eq!(gpus[1].name.as_deref(), Some("NVIDIA|T500 é"));
}

#[test]
fn offline_device_id_and_endorsement_key() {
    let hash = decode(minimal().tpm("TPM-Version:2.0", &[0x81; 256]));
    let id = hash.inventory().offline_device_id.clone().expect("id");
    assert_eq!((id.status, id.source, id.flag, id.id.len()), (0, 1, 0, 32));
    assert_eq!(hash.inventory().endorsement_key.as_deref(), Some([0x81; 256].as_slice()));
    assert_eq!(hash.inventory().endorsement_key_digest.map(Vec::from), Some(id.id));
}

#[test]
fn printing_a_hash_for_debugging_tells_nothing_about_the_device() {
    let device = laptop(4);
    let printed = format!("{:?}", device.hardware_hash().expect("valid"));
    assert!(!printed.contains(&device.serial_number), "{printed}");
    assert!(printed.len() < 40, "{printed}");
}
