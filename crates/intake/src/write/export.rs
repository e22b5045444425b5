//! Devices as a file that can be imported again without loss.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{guarded, spreadsheet_writer};

/// The columns of an export, under the words by which the reader knows them.
const HEADER: [&str; 9] = [
    "Device Serial Number",
    "Windows Product ID",
    "Hardware Hash",
    "Manufacturer name",
    "Device model",
    "Group Tag",
    "Assigned User",
    "Order ID",
    "Purchase ID",
];

/// One device of an export; empty where unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportDevice<'a> {
    /// Serial number.
    pub serial_number: &'a str,
    /// Product key id.
    pub product_key: &'a str,
    /// Hardware hash, base64.
    pub hardware_hash: &'a str,
    /// Manufacturer.
    pub manufacturer: &'a str,
    /// Model.
    pub model: &'a str,
    /// Group tag.
    pub group_tag: &'a str,
    /// User principal name.
    pub assigned_user: &'a str,
    /// Order number.
    pub order_id: &'a str,
    /// Purchase number.
    pub purchase_id: &'a str,
}

/// Writes devices; cells that a spreadsheet would run are guarded.
pub struct ExportWriter<W: Write> {
    csv: csv::Writer<W>,
    extra: usize,
}

impl<W: Write> ExportWriter<W> {
    /// `extra` names columns for people only (state, dates); the reader passes them over.
    pub fn new(out: W, extra: &[&str]) -> io::Result<Self> {
        let mut csv = spreadsheet_writer(out)?;
        csv.write_record(HEADER.iter().chain(extra))?;
        Ok(Self { csv, extra: extra.len() })
    }

    /// Writes one device with its extra cells, in the order of the names; missing ones are left empty.
    pub fn push(&mut self, device: &ExportDevice<'_>, extra: &[&str]) -> io::Result<()> {
        let cells = [
            device.serial_number,
            device.product_key,
            device.hardware_hash,
            device.manufacturer,
            device.model,
            device.group_tag,
            device.assigned_user,
            device.order_id,
            device.purchase_id,
        ];
        let extra = (0..self.extra).map(|at| extra.get(at).copied().unwrap_or_default());
        for cell in cells.into_iter().chain(extra) {
            let cell: Cow<'_, str> = guarded(cell);
            self.csv.write_field(cell.as_bytes())?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is buffered and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
