//! Zeros that a spreadsheet took from the front of serial numbers.
//!
//! The rule: among the rows at the start of the file, serial numbers of one manufacturer and model (of the whole column
//! where the file names none) that agree in their length prove it: at least two of them and at least half, or one that
//! itself begins with a zero; and none that cannot have lost a zero is of another length. Any serial number of that group that is all digits, shorter and does not begin with a zero
//! has probably lost its zeros. The lengths are part of the recognition, so every slice of the file is judged alike.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Most groups that are remembered.
const GROUPS: usize = 256;

/// Longest serial number that counts.
const LONGEST: usize = 31;

/// Proven lengths of serial numbers, by manufacturer and model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialWidths(Vec<Width>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Width {
    group: u64,
    length: u8,
    /// False when a single longer neighbour is all the evidence.
    proven: bool,
}

/// What the length of a serial number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zeros {
    Kept,
    Doubtful(u8),
    Lost(u8),
}

impl SerialWidths {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn judge(&self, serial: &str, manufacturer: Option<&str>, model: Option<&str>) -> Zeros {
        if !could_have_lost(serial) {
            return Zeros::Kept;
        }
        let group = group(manufacturer, model);
        let Ok(at) = self.0.binary_search_by_key(&group, |width| width.group) else { return Zeros::Kept };
        let width = self.0[at];
        match (serial.len() < usize::from(width.length), width.proven) {
            (false, _) => Zeros::Kept,
            (true, true) => Zeros::Lost(width.length),
            (true, false) => Zeros::Doubtful(width.length),
        }
    }
}

fn could_have_lost(serial: &str) -> bool {
    !serial.is_empty() && !serial.starts_with('0') && serial.bytes().all(|byte| byte.is_ascii_digit())
}

/// Stable fingerprint (FNV-1a) of manufacturer and model.
fn group(manufacturer: Option<&str>, model: Option<&str>) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for part in [manufacturer, model].into_iter().flatten() {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    hash
}

/// Collects the lengths at the start of a file.
#[derive(Default)]
pub(crate) struct WidthSurvey(HashMap<u64, Lengths>);

#[derive(Default, Clone, Copy)]
struct Lengths {
    count: [u32; LONGEST + 1],
    /// Lengths of serial numbers that cannot have lost a zero.
    intact: [bool; LONGEST + 1],
    zero_led: [bool; LONGEST + 1],
}

impl WidthSurvey {
    pub(crate) fn add(&mut self, serial: &str, manufacturer: Option<&str>, model: Option<&str>) {
        if serial.is_empty() || serial.len() > LONGEST {
            return;
        }
        let group = group(manufacturer, model);
        if self.0.len() >= GROUPS && !self.0.contains_key(&group) {
            return;
        }
        let lengths = self.0.entry(group).or_default();
        lengths.count[serial.len()] += 1;
        lengths.intact[serial.len()] |= !could_have_lost(serial);
        lengths.zero_led[serial.len()] |=
            serial.starts_with('0') && serial.bytes().all(|byte| byte.is_ascii_digit());
    }

    pub(crate) fn widths(self) -> SerialWidths {
        let mut widths: Vec<Width> =
            self.0.into_iter().filter_map(|(group, lengths)| lengths.width(group)).collect();
        widths.sort_unstable_by_key(|width| width.group);
        SerialWidths(widths)
    }
}

impl Lengths {
    fn width(&self, group: u64) -> Option<Width> {
        let total: u32 = self.count.iter().sum();
        let (length, count) =
            self.count.iter().enumerate().max_by_key(|(length, count)| (**count, *length))?;
        let zero_led = self.zero_led.iter().rposition(|led| *led);
        let (length, proven) = match zero_led {
            Some(padded) => (padded, true),
            None if *count >= 2 && *count * 2 >= total => (length, true),
            None if total == 2 => (length, false),
            None => return None,
        };
        let varies = self.intact.iter().enumerate().any(|(other, seen)| *seen && other != length);
        if varies {
            return None;
        }
        Some(Width { group, length: u8::try_from(length).ok()?, proven })
    }
}
