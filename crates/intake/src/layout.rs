//! The lists that people have: their names, documented headers and the words under which columns go.

use serde::{Deserialize, Serialize};
use taxiway_domain::finding::Column;

/// Character between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Delimiter {
    /// The documented one.
    #[serde(rename = ",")]
    Comma,
    /// What spreadsheets write where the comma is the decimal mark.
    #[serde(rename = ";")]
    Semicolon,
    /// Pasted cells and "Unicode text".
    #[serde(rename = "\t")]
    Tab,
}

impl Delimiter {
    /// Every delimiter the reader knows, the documented one first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The character itself, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Tab => "\t",
        }
    }

    /// The character as a byte.
    pub fn byte(self) -> u8 {
        self.as_str().as_bytes()[0]
    }
}

/// What kind of list a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Partner Center: serial number, product id, hash, manufacturer, model.
    PartnerCenter,
    /// The Managed Desktop page for partners: manufacturer, model, serial number.
    ManagedDesktopPartner,
    /// The Managed Desktop page for customers: the same with the hash.
    ManagedDesktopSelf,
    /// Intune and the collector script: serial number, product id, hash, perhaps tag and user.
    Intune,
    /// A request to the Surface support portal: serial numbers, perhaps with an order number.
    SurfaceRequest,
    /// Corporate identifiers: manufacturer, model, serial number, without a header.
    DeviceIdentifiers,
    /// The inventory report of Configuration Manager.
    InventoryReport,
    /// None of them.
    Unknown,
}

impl Layout {
    /// Every layout that a file can have.
    pub const ALL: [Self; 7] = [
        Self::PartnerCenter,
        Self::ManagedDesktopPartner,
        Self::ManagedDesktopSelf,
        Self::Intune,
        Self::SurfaceRequest,
        Self::DeviceIdentifiers,
        Self::InventoryReport,
    ];

    /// Stable name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartnerCenter => "partner-center",
            Self::ManagedDesktopPartner => "managed-desktop-partner",
            Self::ManagedDesktopSelf => "managed-desktop-self",
            Self::Intune => "intune",
            Self::SurfaceRequest => "surface-request",
            Self::DeviceIdentifiers => "device-identifiers",
            Self::InventoryReport => "inventory-report",
            Self::Unknown => "unknown",
        }
    }

    /// The layout of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.as_str() == name)
    }

    /// The documented header, in the documented order and spelling; for a list without header what its columns mean.
    pub fn header(self) -> &'static [&'static str] {
        match self {
            Self::PartnerCenter => &[
                "Device Serial Number",
                "Windows Product ID",
                "Hardware Hash",
                "Manufacturer name",
                "Device model",
            ],
            Self::ManagedDesktopPartner => &["Manufacturer", "Model", "Serial Number"],
            Self::ManagedDesktopSelf => &["Manufacturer", "Model", "Serial Number", "Hardware Hash"],
            Self::Intune => {
                &["Device Serial Number", "Windows Product ID", "Hardware Hash", "Group Tag", "Assigned User"]
            }
            Self::SurfaceRequest => &["Device Serial Number", "PO Number"],
            Self::DeviceIdentifiers => &["manufacturer", "model", "serial"],
            Self::InventoryReport => &["Device Serial Number", "Windows Product ID", "Hardware Hash"],
            Self::Unknown => &[],
        }
    }

    /// The columns of the documented header.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::PartnerCenter => &[
                Column::SerialNumber,
                Column::ProductKey,
                Column::HardwareHash,
                Column::Manufacturer,
                Column::Model,
            ],
            Self::ManagedDesktopPartner | Self::DeviceIdentifiers => {
                &[Column::Manufacturer, Column::Model, Column::SerialNumber]
            }
            Self::ManagedDesktopSelf => {
                &[Column::Manufacturer, Column::Model, Column::SerialNumber, Column::HardwareHash]
            }
            Self::Intune => &[
                Column::SerialNumber,
                Column::ProductKey,
                Column::HardwareHash,
                Column::GroupTag,
                Column::AssignedUser,
            ],
            Self::SurfaceRequest => &[Column::SerialNumber, Column::PurchaseId],
            Self::InventoryReport => &[Column::SerialNumber, Column::ProductKey, Column::HardwareHash],
            Self::Unknown => &[],
        }
    }

    /// Every header that strict mode takes for this layout.
    pub(crate) fn strict_headers(self) -> Vec<&'static [&'static str]> {
        let full = self.header();
        match self {
            // The script leaves out what it was not asked for.
            Self::Intune => vec![&full[..3], &full[..4], full],
            Self::ManagedDesktopPartner => vec![full, Self::ManagedDesktopSelf.header()],
            Self::PartnerCenter | Self::ManagedDesktopSelf | Self::SurfaceRequest => vec![full],
            Self::DeviceIdentifiers | Self::InventoryReport | Self::Unknown => Vec::new(),
        }
    }
}

/// A column that may be left out at the end of a row: nothing that identifies a device.
pub(crate) fn is_optional(column: Option<Column>) -> bool {
    matches!(
        column,
        None | Some(Column::GroupTag | Column::AssignedUser | Column::OrderId | Column::PurchaseId)
    )
}

/// Small letters and digits of a header cell, by which spellings are compared.
pub(crate) fn normalised(cell: &str) -> String {
    cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The column that a header cell names: the documented words, those of neighbouring products and of their interfaces.
pub(crate) fn column_of(cell: &str) -> Option<Column> {
    let name = normalised(cell);
    // The database views of Configuration Manager number their columns: SerialNumber0.
    by_name(&name).or_else(|| by_name(name.trim_end_matches(|c: char| c.is_ascii_digit())))
}

fn by_name(name: &str) -> Option<Column> {
    Some(match name {
        "serialnumber" | "deviceserialnumber" | "serial" | "serialno" | "serialnr" | "deviceserial"
        | "biosserialnumber" | "systemserialnumber" | "sn" => Column::SerialNumber,
        "windowsproductid" | "productkey" | "productkeyid" | "windowsproductkeyid" | "productid" | "pkid" => {
            Column::ProductKey
        }
        "hardwarehash" | "devicehardwarehash" | "hardwareidentifier" | "hardwareid" | "hash" | "4khash"
        | "4khh" | "4khardwarehash" | "oa3hash" | "devicehardwaredata" => Column::HardwareHash,
        "manufacturer"
        | "manufacturername"
        | "devicemanufacturer"
        | "oemmanufacturername"
        | "oemname"
        | "oem"
        | "systemmanufacturer"
        | "make" => Column::Manufacturer,
        "model" | "devicemodel" | "modelname" | "devicemodelname" | "systemmodel" | "systemproductname" => {
            Column::Model
        }
        "grouptag" | "autopilotgrouptag" | "devicegrouptag" => Column::GroupTag,
        "assigneduser" | "assigneduserprincipalname" | "userprincipalname" | "assignedupn" | "upn" => {
            Column::AssignedUser
        }
        "orderid" | "orderidentifier" | "ordernumber" | "orderno" => Column::OrderId,
        "purchaseid"
        | "purchaseorder"
        | "purchaseorderid"
        | "purchaseorderidentifier"
        | "purchaseordernumber"
        | "ponumber"
        | "po" => Column::PurchaseId,
        _ => return None,
    })
}

/// What a header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderMap {
    pub columns: Vec<Option<Column>>,
    /// Two positions that claim the same column.
    pub twice: Option<(usize, usize)>,
}

impl HeaderMap {
    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    pub(crate) fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }
}

/// Maps the cells of a header by name, in any order.
pub(crate) fn map_header(cells: &[String]) -> HeaderMap {
    let mut columns: Vec<_> = cells.iter().map(|cell| column_of(cell)).collect();
    // The tag column was called OrderID once, and still is in copies of the script's import.
    let device_hash =
        columns.contains(&Some(Column::HardwareHash)) || columns.contains(&Some(Column::ProductKey));
    if device_hash && !columns.contains(&Some(Column::GroupTag)) {
        for (cell, column) in cells.iter().zip(&mut columns) {
            if normalised(cell) == "orderid" {
                *column = Some(Column::GroupTag);
            }
        }
    }
    let twice = columns.iter().enumerate().find_map(|(second, column)| {
        let first = columns[..second].iter().position(|earlier| column.is_some() && earlier == column)?;
        Some((first, second))
    });
    HeaderMap { columns, twice }
}

/// The layout that a set of columns belongs to; `None` when no device can be told by them.
pub(crate) fn classify(map: &HeaderMap, header: &[String]) -> Option<Layout> {
    let has = |column| map.has(column);
    let described = has(Column::Manufacturer) && has(Column::Model);
    let keyed = has(Column::HardwareHash) || has(Column::ProductKey);
    let partner_words =
        || header.iter().any(|cell| matches!(&*normalised(cell), "manufacturername" | "devicemodel"));
    if described && has(Column::SerialNumber) && !has(Column::ProductKey) {
        return Some(match has(Column::HardwareHash) {
            _ if partner_words() => Layout::PartnerCenter,
            true => Layout::ManagedDesktopSelf,
            false => Layout::ManagedDesktopPartner,
        });
    }
    if keyed {
        let described = has(Column::Manufacturer) || has(Column::Model);
        return Some(if described { Layout::PartnerCenter } else { Layout::Intune });
    }
    has(Column::SerialNumber).then_some(Layout::SurfaceRequest)
}
