//! The files that are imported: what a partner would send.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use taxiway_domain::fleet::FleetDevice;
use taxiway_intake::testing::{Form, FormWriter};

use super::raw::Kind;

/// One row in this many stands twice in a dirty file, and as many are damaged.
const DIRT: usize = 1_000;

/// Writes a partner file of these devices; a dirty one has repeated and damaged rows among them. Returns its rows.
pub(super) fn write(path: &Path, kind: Kind, devices: &[FleetDevice], dirty: bool) -> Result<u64> {
    let mut file = FormWriter::new(BufWriter::new(File::create(path)?), Form::default())?;
    match kind {
        Kind::Tuple => file.row(&["Manufacturer", "Model", "Serial Number"])?,
        Kind::Hash => file.row(&["Device Serial Number", "Windows Product ID", "Hardware Hash"])?,
    }
    let mut rows = 0;
    for (position, device) in devices.iter().enumerate() {
        row(&mut file, kind, device, &device.serial_number)?;
        rows += 1;
        if dirty && position % DIRT == DIRT / 2 {
            row(&mut file, kind, device, &device.serial_number)?;
            row(&mut file, kind, device, "3.30540E+12")?;
            rows += 2;
        }
    }
    file.finish().flush()?;
    Ok(rows)
}

fn row(
    file: &mut FormWriter<BufWriter<File>>,
    kind: Kind,
    device: &FleetDevice,
    serial_number: &str,
) -> Result<()> {
    match kind {
        Kind::Tuple => file.row(&[&device.manufacturer, &device.model, serial_number])?,
        Kind::Hash => file.row(&[serial_number, "", &device.hash()])?,
    }
    Ok(())
}
