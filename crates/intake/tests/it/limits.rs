//! Row limits of registration-rules §3.4 and the split of a file that is too long.

use std::io::Cursor;

use taxiway_domain::finding::FindingCode;
use taxiway_intake::limits::{PRESETS, files_needed};
use taxiway_intake::testing::{Form, render};
use taxiway_intake::write::split;
use taxiway_intake::{Encoding, Layout, Options, Reader, RowLimits};

use crate::support::{DESKTOP, INTUNE, devices, read, strict, try_read};

fn list(rows: usize) -> String {
    crate::support::list(DESKTOP, (0..rows).map(|row| format!("Dell Inc.,Latitude 7420,A{row:06}")))
}

#[test]
fn published_limits_are_presets_and_the_default_is_far_higher() {
    assert_eq!(RowLimits::preset("intune").map(|limits| limits.of(Layout::Intune)), Some(500));
    assert_eq!(RowLimits::preset("partner-center").map(|limits| limits.default), Some(1000));
    assert_eq!(RowLimits::preset("oem").map(|limits| limits.default), Some(1000));
    assert_eq!(RowLimits::preset("no-such-limit"), None);
    assert!(PRESETS.iter().all(|(_, rows)| *rows * 1000 < RowLimits::default().default));
}

#[test]
fn too_many_rows_name_the_limit_and_the_number_of_rows() {
    let options = Options { limits: RowLimits::all(10), ..Options::default() };
    assert!(try_read(list(10).as_bytes(), &options).is_ok());
    let refusal = try_read(list(25).as_bytes(), &options).err().expect("refused");
    assert_eq!(refusal.code(), FindingCode::FileTooManyRows);
    let finding = &refusal.findings[0];
    assert_eq!((finding.found.as_deref(), finding.used.as_deref()), (Some("25"), Some("10")));
    assert_eq!(files_needed(25, 10), 3);
}

#[test]
fn strict_mode_keeps_the_published_limit_of_the_layout() {
    let device = &devices(1)[0];
    let row = format!(
        "{},,{},Microsoft365Managed_Kiosk,ada@contoso.example\n",
        device.serial_number,
        device.hash()
    );
    let options = Options { find_duplicates: false, ..strict() };
    let file = |rows: usize| format!("{INTUNE}\n{}", row.repeat(rows));
    assert!(try_read(file(500).as_bytes(), &options).is_ok());
    assert_eq!(
        try_read(file(501).as_bytes(), &options).err().map(|refusal| refusal.code()),
        Some(FindingCode::FileTooManyRows)
    );
}

#[test]
fn the_split_gives_every_row_once_under_the_same_header() {
    let text: Vec<Vec<String>> =
        list(25).lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    for (encoding, byte_order_mark) in
        [(Encoding::Utf8, true), (Encoding::Utf16Le, true), (Encoding::Utf8, false)]
    {
        let bytes = render(&text, Form { encoding, byte_order_mark, ..Form::default() }).expect("text");
        let recognition =
            Reader::open(&*bytes, &Options::default()).expect("recognised").recognition().clone();
        let mut serials = Vec::new();
        for part in 1..=4 {
            let mut out = Vec::new();
            let rows = split(&mut Cursor::new(&bytes), &recognition, 10, part, &mut out).expect("split");
            assert_eq!(rows, [10, 10, 5, 0][usize::try_from(part).expect("part") - 1]);
            if rows > 0 {
                let file = read(&out);
                assert_eq!(file.recognition.encoding, encoding);
                serials.extend(file.serials().into_iter().map(str::to_owned));
            }
        }
        assert_eq!(serials, (0..25).map(|row| format!("A{row:06}")).collect::<Vec<_>>());
    }
}
