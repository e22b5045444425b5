//! Small words for the tests: read this text, tell me what was said.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::fleet::{Fleet, FleetDevice};
use taxiway_intake::{Mode, Options, Reader, Recognition, Refusal, Row, RowVerdict};

pub(crate) const PARTNER: &str =
    "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model";
pub(crate) const INTUNE: &str =
    "Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User";
pub(crate) const DESKTOP: &str = "Manufacturer,Model,Serial Number";

/// A file that was read to its end.
pub(crate) struct Read {
    pub recognition: Recognition,
    pub notices: Vec<FindingCode>,
    pub rows: Vec<Row>,
}

impl Read {
    pub(crate) fn verdicts(&self) -> Vec<RowVerdict> {
        self.rows.iter().map(Row::verdict).collect()
    }

    pub(crate) fn codes(&self, row: usize) -> Vec<FindingCode> {
        self.rows[row].findings.iter().map(|finding| finding.code).collect()
    }

    pub(crate) fn serials(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.cells.serial_number.as_deref().unwrap_or("")).collect()
    }
}

pub(crate) fn strict() -> Options {
    Options { mode: Mode::Strict, ..Options::default() }
}

pub(crate) fn try_read(bytes: &[u8], options: &Options) -> Result<Read, Refusal> {
    let mut reader = Reader::open(bytes, options)?;
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row()? {
        rows.push(row);
    }
    let notices = reader.notices().map(|finding| finding.code).collect();
    Ok(Read { recognition: reader.recognition().clone(), notices, rows })
}

pub(crate) fn read(text: impl AsRef<[u8]>) -> Read {
    match try_read(text.as_ref(), &Options::default()) {
        Ok(read) => read,
        Err(refusal) => panic!("refused: {:?}", refusal.findings),
    }
}

pub(crate) fn refused(text: impl AsRef<[u8]>, options: &Options) -> Vec<FindingCode> {
    match try_read(text.as_ref(), options) {
        Ok(read) => panic!("accepted: {:?}", read.recognition),
        Err(refusal) => refusal.findings.iter().map(|finding| finding.code).collect(),
    }
}

/// Invented devices, the same ones every time.
pub(crate) fn devices(count: usize) -> Vec<FleetDevice> {
    let mut fleet = Fleet::new(ChaCha8Rng::seed_from_u64(7));
    (0..count).map(|_| fleet.next_device()).collect()
}

/// A header and many rows.
pub(crate) fn list(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = std::iter::once(header.to_owned()).chain(rows).collect();
    lines.join("\n") + "\n"
}
