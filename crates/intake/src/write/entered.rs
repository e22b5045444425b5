//! Devices typed or scanned by hand, as a file like any other.

use std::io;

use crate::layout::Layout;

/// One typed device; empty where nothing was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EnteredDevice<'a> {
    /// Serial number.
    pub serial_number: &'a str,
    /// Product key id.
    pub product_key: &'a str,
    /// Manufacturer.
    pub manufacturer: &'a str,
    /// Model.
    pub model: &'a str,
}

/// A file in the Partner Center layout. Values stand as typed, in quotes where they need them.
pub fn entered<'a>(devices: impl IntoIterator<Item = EnteredDevice<'a>>) -> io::Result<Vec<u8>> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    csv.write_record(Layout::PartnerCenter.header())?;
    for device in devices {
        let cells = [device.serial_number, device.product_key, "", device.manufacturer, device.model];
        csv.write_record(cells)?;
    }
    csv.into_inner().map_err(csv::IntoInnerError::into_error)
}
