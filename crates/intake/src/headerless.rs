//! Lists without a header: what the columns are is told by their content, or not at all.

use taxiway_domain::finding::Column;
use taxiway_domain::product_key::ProductKey;

use crate::layout::Layout;

/// Makers whose name in a column proves that the column holds manufacturers (firmware spelling, without capitals).
const MAKERS: [&str; 14] = [
    "acer",
    "asus",
    "asustek computer inc.",
    "dell",
    "dell inc.",
    "dynabook inc.",
    "fujitsu",
    "hewlett-packard",
    "hp",
    "lenovo",
    "microsoft corporation",
    "panasonic corporation",
    "samsung electronics co., ltd.",
    "vmware, inc.",
];

/// Columns of a list without a header.
pub(crate) struct Columns {
    pub layout: Layout,
    pub columns: Vec<Option<Column>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Hash,
    ProductKey,
    Text,
}

/// Looks at the first rows, all of the same number of cells.
pub(crate) fn recognise(rows: &[&[String]]) -> Option<Columns> {
    let width = rows.iter().map(|row| used_cells(row)).max()?;
    let kinds: Vec<Kind> = (0..width).map(|at| kind(rows, at)).collect::<Option<_>>()?;
    let (mut layout, mut columns) = by_kinds(&kinds)?;
    if layout == Layout::PartnerCenter
        && rows.iter().any(|row| row.get(4).is_some_and(|cell| cell.contains('@')))
    {
        (layout, columns) = (Layout::Intune, Layout::Intune.columns());
    }
    let columns: Vec<_> = columns.iter().copied().map(Some).collect();
    plausible(rows, &columns).then_some(Columns { layout, columns })
}

/// Cells up to the last one that is not blank.
fn used_cells(row: &[String]) -> usize {
    row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// The kind of a column; `None` when its cells contradict each other.
fn kind(rows: &[&[String]], at: usize) -> Option<Kind> {
    let mut kind = Kind::Empty;
    for row in rows {
        let cell = row.get(at).map_or("", |cell| cell.trim());
        let this = match cell {
            "" => continue,
            hash if looks_like_hash(hash) => Kind::Hash,
            key if ProductKey::parse(key).is_ok() => Kind::ProductKey,
            _ => Kind::Text,
        };
        kind = match (kind, this) {
            (Kind::Empty, this) => this,
            (kind, this) if kind == this => kind,
            // Serial numbers of 13 digits are texts among other texts.
            (Kind::Text, Kind::ProductKey) | (Kind::ProductKey, Kind::Text) => Kind::Text,
            _ => return None,
        };
    }
    Some(kind)
}

pub(crate) fn looks_like_hash(cell: &str) -> bool {
    cell.len() > 300
        && cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

fn by_kinds(kinds: &[Kind]) -> Option<(Layout, &'static [Column])> {
    use Column::{HardwareHash, ProductKey};
    use Kind::{Empty, Hash, ProductKey as Key, Text};
    const ONLY_HASH: &[Column] = &[HardwareHash];
    const ONLY_KEY: &[Column] = &[ProductKey];
    const SERIAL_HASH: &[Column] = &[Column::SerialNumber, HardwareHash];
    let serial = |kind: Kind| matches!(kind, Text | Key | Empty);
    let of = |layout: Layout, count: usize| Some((layout, &layout.columns()[..count]));
    match *kinds {
        [Hash] => Some((Layout::Intune, ONLY_HASH)),
        [Key] => Some((Layout::PartnerCenter, ONLY_KEY)),
        [Text] => of(Layout::SurfaceRequest, 1),
        [first, Hash] if serial(first) => Some((Layout::Intune, SERIAL_HASH)),
        [Text, Key] => of(Layout::Intune, 2),
        [first, Key | Empty, Hash] if serial(first) => of(Layout::Intune, 3),
        [Text, Text, Text | Key] => of(Layout::DeviceIdentifiers, 3),
        [first, Key | Empty, Hash, Text] if serial(first) => of(Layout::Intune, 4),
        [Text, Text, Text | Key, Hash] => of(Layout::ManagedDesktopSelf, 4),
        [first, Key | Empty, Hash, Empty, Text] if serial(first) => of(Layout::Intune, 5),
        [first, Key | Empty, Hash | Empty, Text, Text] if serial(first) => of(Layout::PartnerCenter, 5),
        _ => None,
    }
}

/// A maker's name or words in the wrong column tell that the guess is wrong: a header in unknown words has no digit
/// where the serial numbers stand.
fn plausible(rows: &[&[String]], columns: &[Option<Column>]) -> bool {
    rows.iter().enumerate().all(|(number, row)| {
        row.iter().zip(columns).all(|(cell, column)| {
            let cell = cell.trim();
            let maker = MAKERS.contains(&&*cell.to_lowercase());
            let digit = cell.bytes().any(|byte| byte.is_ascii_digit());
            match column {
                Some(Column::Manufacturer) => cell.len() <= 64,
                Some(Column::SerialNumber) => {
                    let one = !maker && cell.len() <= 64 && !cell.contains([',', ';', '\t']);
                    one && (digit || cell.is_empty() || number > 0 && !cell.contains(' '))
                }
                Some(_) => !maker,
                None => true,
            }
        })
    })
}
