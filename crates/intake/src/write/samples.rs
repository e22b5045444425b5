//! A sample file for every layout, and a sample hash. They name the documentation's own example, which the reader never registers.

use taxiway_domain::hardware_hash::Build;
use taxiway_domain::hardware_hash::write::{Capture, HashBuilder, WriteError};

use crate::layout::Layout;

const MANUFACTURER: &str = "SpiralOrbit";
const MODEL: &str = "ContosoABC";
pub(crate) const SERIAL: &str = "000000000000";
const HASH: &str = "dGhpc2RldmljZWlzYW5tbWRkZXZpY2U";

/// The sample file of a layout, as text; empty for [`Layout::Unknown`].
pub fn sample(layout: Layout) -> String {
    let row = match layout {
        Layout::PartnerCenter => format!("{SERIAL},,,{MANUFACTURER},{MODEL}"),
        Layout::ManagedDesktopPartner | Layout::DeviceIdentifiers => {
            format!("{MANUFACTURER},{MODEL},{SERIAL}")
        }
        Layout::ManagedDesktopSelf => format!("{MANUFACTURER},{MODEL},{SERIAL},{HASH}"),
        Layout::Intune => format!("{SERIAL},,{HASH},Microsoft365Managed_Standard,user@contoso.example"),
        Layout::SurfaceRequest => format!("{SERIAL},PO-0000"),
        Layout::InventoryReport => format!("{SERIAL},,{HASH}"),
        Layout::Unknown => return String::new(),
    };
    let header = layout.header().join(",");
    match layout {
        Layout::DeviceIdentifiers => format!("{row}\r\n"),
        Layout::InventoryReport => {
            format!("Windows Autopilot Device Information\r\n\r\n{header}\r\n{row}\r\n")
        }
        _ => format!("{header}\r\n{row}\r\n"),
    }
}

/// A hardware hash to try things with, as a file: no machine has it, and the reader says all about it without a doubt.
pub fn sample_hash() -> Result<String, WriteError> {
    let build = |revision| Build { major: 10, minor: 0, build: 26100, revision };
    let mut modulus: [u8; 256] = std::array::from_fn(|at| u8::try_from(at * 167 % 251).unwrap_or_default());
    modulus[0] |= 0x80;
    modulus[255] |= 1;
    let disk = "0000_0000_0000_0001_00A0_7501_4E61_4F5D.|SAMPLE SSD 512GB|";
    let hash = HashBuilder::new()
        .capture(Capture {
            tool_build: build(7705),
            os_build: build(7840),
            seconds: 820_454_400,
            utc_offset_quarters: 4,
            os_type: 2,
            architecture: 9,
            tool_version: 9,
        })
        .cpu(9, 8, 16, "GenuineIntel", "Sample processor @ 2.00GHz")
        .memory(16, 64)
        .disk(512, 17, disk)
        .nic(9, [0x00, 0x00, 0x5E, 0x00, 0x53, 0x01], "PCI")
        .display((309, 174), (1920, 1080))
        .chassis(10, 2)
        .tpm("TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'NTC '-Firmware:458754.0", &modulus)
        .uuid(*b"taxiway a sample")
        .serial_number("SAMPLE-0001")
        .manufacturer(MANUFACTURER)
        .model(MODEL)
        .system("SAMPLE", "Contoso", "1.0")
        .baseboard(MANUFACTURER, "SAMPLE", "1.0")
        .product_key("3330000000000", "[TH]X19-99481")
        .system_disk(disk);
    Ok(format!("{}\r\n", hash.text_form()?))
}
