//! Devices that a program hands over one by one, as a list of which nothing has to be recognised.

use std::io::{self, Write};

use taxiway_domain::finding::Column;

/// The columns by their words. The first one numbers the rows, so that a device of which nothing is said is a row too.
pub(crate) const COLUMNS: [(&str, Option<Column>); 9] = [
    ("Row", None),
    ("Device Serial Number", Some(Column::SerialNumber)),
    ("Windows Product ID", Some(Column::ProductKey)),
    ("Hardware Hash", Some(Column::HardwareHash)),
    ("Manufacturer name", Some(Column::Manufacturer)),
    ("Device model", Some(Column::Model)),
    ("Group Tag", Some(Column::GroupTag)),
    ("Order ID", Some(Column::OrderId)),
    ("Purchase ID", Some(Column::PurchaseId)),
];

/// One device; empty where nothing was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListedDevice<'a> {
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
    /// Order number.
    pub order_id: &'a str,
    /// Purchase number.
    pub purchase_id: &'a str,
}

/// Writes a list for readers that are told of it ([`stated`](crate::Options::stated)). Values stand as they are, whatever
/// they hold: each device becomes one row, in the order in which they are pushed.
pub struct ListWriter<W: Write> {
    csv: csv::Writer<W>,
    rows: u64,
}

impl<W: Write> ListWriter<W> {
    /// Writes the header.
    pub fn new(out: W) -> io::Result<Self> {
        let mut csv = csv::WriterBuilder::new().from_writer(out);
        csv.write_record(COLUMNS.map(|(name, _)| name))?;
        Ok(Self { csv, rows: 0 })
    }

    /// Writes one device.
    pub fn push(&mut self, device: &ListedDevice<'_>) -> io::Result<()> {
        self.rows += 1;
        self.csv.write_field(self.rows.to_string())?;
        for cell in [
            device.serial_number,
            device.product_key,
            device.hardware_hash,
            device.manufacturer,
            device.model,
            device.group_tag,
            device.order_id,
            device.purchase_id,
        ] {
            self.csv.write_field(cell)?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is buffered and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
