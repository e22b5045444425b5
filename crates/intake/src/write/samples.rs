//! A sample file for every layout. Its row is the documentation's own example, which the reader never registers.

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
