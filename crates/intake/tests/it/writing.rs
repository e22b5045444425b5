//! What is written can be read: exports without loss, repaired files in strict mode, results without formulas.

use proptest::prelude::*;
use taxiway_intake::RowVerdict;
use taxiway_intake::write::{
    ExportDevice, ExportWriter, LeftOut, RepairedForm, RepairedWriter, ResultLine, ResultsWriter,
};

use crate::support::{DESKTOP, INTUNE, PARTNER, devices, read, strict, try_read};

fn export(devices: &[ExportDevice<'_>]) -> Vec<u8> {
    let mut writer = ExportWriter::new(Vec::new(), &["State"]).expect("header");
    for device in devices {
        writer.push(device, &["Ready for user"]).expect("row");
    }
    writer.finish().expect("file")
}

#[test]
fn pain_5_an_export_can_be_imported_again() {
    let device = &devices(1)[0];
    let hash = device.hash();
    let bytes = export(&[
        ExportDevice {
            serial_number: &device.serial_number,
            hardware_hash: &hash,
            order_id: "O-1",
            ..ExportDevice::default()
        },
        ExportDevice {
            serial_number: "00=1",
            manufacturer: "VMware, Inc.",
            model: "=cmd|' /C calc'!A0",
            group_tag: "Microsoft365Managed_Kiosk",
            purchase_id: "-7",
            ..ExportDevice::default()
        },
    ]);
    let file = read(&bytes);
    assert_eq!(file.rows[0].cells.hardware_hash.as_deref(), Some(&*hash));
    assert_eq!(file.rows[0].cells.order_id.as_deref(), Some("O-1"));
    let cells = &file.rows[1].cells;
    assert_eq!(cells.model.as_deref(), Some("=cmd|' /C calc'!A0"));
    assert_eq!(
        (cells.manufacturer.as_deref(), cells.purchase_id.as_deref()),
        (Some("VMware, Inc."), Some("-7"))
    );
    assert_eq!(file.verdicts(), [RowVerdict::Ok; 2]);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_neutralised() {
    let mut writer = ResultsWriter::new(Vec::new()).expect("header");
    for start in ['=', '+', '-', '@', '\t', '\r'] {
        let model = format!("{start}HYPERLINK(1)");
        writer
            .push(&ResultLine { line: 2, verdict: "error", model: &model, ..ResultLine::default() })
            .expect("row");
    }
    let text = String::from_utf8(writer.finish().expect("file")).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    for record in reader.records() {
        for cell in &record.expect("record") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
}

#[test]
fn a_repaired_file_passes_strict_mode_with_values_untouched() {
    let device = &devices(1)[0];
    let file = read(format!(
        "\u{FEFF}Model;Manufacturer;Serial;Hardware Hash\nLatitude 7420 ;Dell Inc.;00123\u{200B};\n\"VMware20,1\";\"VMware, Inc.\";V-1;\nX;Y;1.2E+12;\n;;{};{}\nÖ;HP;Z1;\n",
        device.serial_number,
        device.hash()
    ));
    let form = RepairedForm::of(&file.recognition);
    assert_eq!(form, RepairedForm::PartnerCenter);
    let mut writer = RepairedWriter::new(Vec::new(), form).expect("header");
    let left: Vec<_> = file.rows.iter().map(|row| writer.push(row).expect("row")).collect();
    assert_eq!(
        left,
        [None, Some(LeftOut::NeedsQuotes), Some(LeftOut::NotRegistrable), None, Some(LeftOut::NotAnsi)]
    );
    let bytes = writer.finish().expect("file");
    let again = try_read(&bytes, &strict()).expect("strict");
    assert_eq!(again.verdicts(), [RowVerdict::Ok; 2]);
    assert_eq!(again.serials(), ["00123", &device.serial_number]);
    assert!(again.notices.is_empty());
}

#[test]
fn tags_and_users_survive_the_repair() {
    let device = &devices(1)[0];
    let hash = device.hash();
    let file = read(format!(
        "{INTUNE}\n{0},,{hash},Microsoft365Managed_Kiosk,ada@contoso.example\n{0},,{hash},,\n",
        device.serial_number
    ));
    let form = RepairedForm::of(&file.recognition);
    assert_eq!(form, RepairedForm::Intune { tags: true, users: true });
    let mut writer = RepairedWriter::new(Vec::new(), form).expect("header");
    assert_eq!(writer.push(&file.rows[0]).expect("row"), None);
    let mut unique = file.rows[1].clone();
    unique.findings.clear();
    assert_eq!(writer.push(&unique).expect("row"), Some(LeftOut::BlankUser));
    let again = try_read(&writer.finish().expect("file"), &strict()).expect("strict");
    assert_eq!(again.rows[0].cells, file.rows[0].cells);
}

#[test]
fn sample_rows_never_reach_a_repaired_file() {
    let file = read(format!("{DESKTOP}\nSpiralOrbit,ContosoABC,000000000000\n"));
    let mut writer = RepairedWriter::new(Vec::new(), RepairedForm::PartnerCenter).expect("header");
    assert_eq!(writer.push(&file.rows[0]).expect("row"), Some(LeftOut::NotRegistrable));
    assert_eq!(writer.finish().expect("file"), format!("{PARTNER}\r\n").into_bytes());
}

proptest! {
    /// Any registrable text survives export and import: quotes, commas, formulas, other scripts.
    #[test]
    fn exports_are_read_without_loss(
        cells in prop::collection::vec("[!-~åéא“‘«]([ -~åéא電“‘«]{0,20}[!-~åéא”’»])?", 3..30),
    ) {
        // Spreadsheet damage and licence keys are refused on purpose, even in an export.
        let damaged = |cell: &String| {
            cell.starts_with('#') || taxiway_domain::product_key::is_spreadsheet_number(cell.trim_start_matches(['+', '-', '\'']))
        };
        prop_assume!(!cells.iter().any(damaged));
        let rows: Vec<_> = cells.chunks_exact(3).map(|cells| ExportDevice {
            serial_number: &cells[0], manufacturer: &cells[1], model: &cells[2], ..ExportDevice::default()
        }).collect();
        let file = read(export(&rows));
        prop_assert_eq!(file.rows.len(), rows.len());
        for (row, device) in file.rows.iter().zip(&rows) {
            prop_assert_eq!(row.cells.serial_number.as_deref(), Some(device.serial_number));
            prop_assert_eq!(row.cells.manufacturer.as_deref(), Some(device.manufacturer));
            prop_assert_eq!(row.cells.model.as_deref(), Some(device.model));
        }
    }
}
