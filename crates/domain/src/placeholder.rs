//! What firmware says when nobody filled in the real value, and the example rows of the documentation.

/// A text field of the firmware's system information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// System manufacturer.
    Manufacturer,
    /// Product name.
    Model,
    /// System serial number.
    SerialNumber,
}

/// What a capture writes when the firmware's string index is 0.
pub const ABSENT_STRING: &str = "SMBIOS_STRING_INDEX_0";

/// Longest placeholder of the lists below, in bytes.
const LONGEST: usize = 26;

/// Whether a firmware text is a stand-in. White space, capitals and anything from a 0xFF byte on do not count.
///
/// The lists were collected from public inventory programs.
pub fn is_placeholder(field: Field, text: &str) -> bool {
    // 0xFF bytes are unprogrammed memory; decoded as a Western code page they are `ÿ`.
    let programmed = if text.is_ascii() {
        text
    } else {
        text.split(['ÿ', char::REPLACEMENT_CHARACTER]).next().unwrap_or_default()
    };
    let text = programmed.trim();
    if text.is_empty() || (field == Field::SerialNumber && is_run(text)) {
        return true;
    }
    let mut buffer = [0; LONGEST];
    let Some(word) = fold(text, &mut buffer) else { return false };
    is_placeholder_anywhere(word)
        || match field {
            Field::SerialNumber => matches!(
                word,
                b"system serial number"
                    | b"chassis serial number"
                    | b"base board serial number"
                    | b"123456789"
                    | b"0123456789"
                    | b"1234567890"
                    | b"112233445566"
                    | b"serial"
                    | b"standard"
            ),
            Field::Model => matches!(
                word,
                b"system product name" | b"please change product name" | b"all series" | b"product name"
            ),
            Field::Manufacturer => matches!(word, b"system manufacturer" | b"manufacturer"),
        }
}

fn is_placeholder_anywhere(word: &[u8]) -> bool {
    matches!(
        word,
        b"none"
            | b"null"
            | b"n/a"
            | b"na"
            | b"unknown"
            | b"undefined"
            | b"empty"
            | b"invalid"
            | b"not specified"
            | b"not applicable"
            | b"not available"
            | b"not present"
            | b"default"
            | b"default string"
            | b"$(default_string)"
            | b"oem"
            | b"o.e.m"
            | b"o.e.m."
            | b"to be filled by o.e.m"
            | b"to be filled by o.e.m."
            | b"smbios_string_index_0"
    )
}

/// One character over and over: `00000000`, `xxxx`, `....`; a single digit or letter other than 0 is left alone.
fn is_run(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    if rest.is_empty() {
        return first == '0' || !first.is_alphanumeric();
    }
    rest.chars().all(|c| c == first)
}

/// Small letters, single spaces; `None` when the text is longer than any placeholder or not ASCII.
fn fold<'a>(text: &str, buffer: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let mut length = 0;
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            gap = true;
            continue;
        }
        if !byte.is_ascii() || length + usize::from(gap) >= LONGEST {
            return None;
        }
        if gap {
            buffer[length] = b' ';
            length += 1;
            gap = false;
        }
        buffer[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    Some(&buffer[..length])
}

/// Whether the 16 raw SMBIOS bytes say "no UUID": all 0, all F, a board maker's constant in either byte order, or ten zeros at the end.
pub fn is_placeholder_uuid(raw: &[u8; 16]) -> bool {
    const CONSTANT: [u8; 16] = [0x03, 0, 0x02, 0, 0x04, 0, 0x05, 0, 0, 0x06, 0, 0x07, 0, 0x08, 0, 0x09];
    const SWAPPED: [u8; 16] = [0, 0x02, 0, 0x03, 0, 0x04, 0, 0x05, 0, 0x06, 0, 0x07, 0, 0x08, 0, 0x09];
    raw.iter().all(|byte| *byte == 0xFF)
        || raw[6..].iter().all(|byte| *byte == 0)
        || *raw == CONSTANT
        || *raw == SWAPPED
}

/// What a network address is worth as an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MacQuality {
    /// Given by the maker of the network card.
    Permanent,
    /// Locally administered: set by software or a hypervisor.
    Local,
    /// All 0, all F or a multicast address: no address of a card.
    Placeholder,
}

/// Judges a network address.
pub fn mac_quality(mac: [u8; 6]) -> MacQuality {
    if mac == [0; 6] || mac[0] & 1 == 1 {
        MacQuality::Placeholder // all F has the multicast bit too
    } else if mac[0] & 2 == 2 {
        MacQuality::Local
    } else {
        MacQuality::Permanent
    }
}

/// The example hash of the published sample file.
const SAMPLE_HASH: &str = "dGhpc2RldmljZWlzYW5tbWRkZXZpY2U";

/// The values of a row that are those of the documentation's example, left in the file by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleValues {
    /// The serial number, `000000000000`.
    pub serial_number: bool,
    /// The hardware hash.
    pub hash: bool,
}

/// Looks for what identifies the example of the documentation.
///
/// Its manufacturer and model alone, `SpiralOrbit` and `ContosoABC`, are no reason: a sample file is there to be filled in.
/// Its serial number alone is a placeholder as any other.
pub fn sample_values(
    manufacturer: Option<&str>,
    model: Option<&str>,
    serial_number: Option<&str>,
    hash: Option<&str>,
) -> SampleValues {
    let says =
        |cell: Option<&str>, sample: &str| cell.is_some_and(|cell| cell.trim().eq_ignore_ascii_case(sample));
    let hash = hash.is_some_and(|hash| hash.trim().trim_end_matches('=') == SAMPLE_HASH);
    let serial_number = says(serial_number, "000000000000")
        && (hash || says(manufacturer, "SpiralOrbit") || says(model, "ContosoABC"));
    SampleValues { serial_number, hash }
}
