//! What became of every row, as a file for spreadsheets and scripts.

use std::io::{self, Write};

use super::{guarded, spreadsheet_writer};

/// The verdict of one row; empty where there is nothing to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResultLine<'a> {
    /// Line in the uploaded file.
    pub line: u64,
    /// Verdict by its stable name.
    pub verdict: &'a str,
    /// The published code: its number, or its name where it has none.
    pub code: &'a str,
    /// What happened, in the reader's language.
    pub message: &'a str,
    /// What to do.
    pub remedy: &'a str,
    /// Serial number.
    pub serial_number: &'a str,
    /// Product key id.
    pub product_key: &'a str,
    /// Manufacturer.
    pub manufacturer: &'a str,
    /// Model.
    pub model: &'a str,
    /// Group tag.
    pub group_tag: &'a str,
    /// Id of the registered device.
    pub device_id: &'a str,
    /// Order number.
    pub order_id: &'a str,
    /// Purchase number.
    pub purchase_id: &'a str,
    /// What the reader, the catalogues and the consent found, by stable names joined by spaces.
    pub findings: &'a str,
}

/// Writes results one by one.
pub struct ResultsWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> ResultsWriter<W> {
    /// Writes the header; its words are the same in every language, for scripts.
    pub fn new(out: W) -> io::Result<Self> {
        let mut csv = spreadsheet_writer(out)?;
        csv.write_record([
            "Line",
            "Verdict",
            "Code",
            "Message",
            "Remedy",
            "Device Serial Number",
            "Windows Product ID",
            "Manufacturer name",
            "Device model",
            "Group Tag",
            "Device ID",
            "Order ID",
            "Purchase ID",
            "Findings",
        ])?;
        Ok(Self { csv })
    }

    /// Writes one result.
    pub fn push(&mut self, result: &ResultLine<'_>) -> io::Result<()> {
        self.csv.write_field(result.line.to_string())?;
        for cell in [
            result.verdict,
            result.code,
            result.message,
            result.remedy,
            result.serial_number,
            result.product_key,
            result.manufacturer,
            result.model,
            result.group_tag,
            result.device_id,
            result.order_id,
            result.purchase_id,
            result.findings,
        ] {
            self.csv.write_field(guarded(cell).as_bytes())?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is buffered and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
