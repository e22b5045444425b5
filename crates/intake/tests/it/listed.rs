//! Lists that programs write: one device, one row, whatever the values hold.

use proptest::prelude::*;
use taxiway_domain::finding::{Column, FindingCode};
use taxiway_domain::identity::IdentityKind;
use taxiway_domain::registration::ServiceCode;
use taxiway_intake::write::{ListWriter, ListedDevice};
use taxiway_intake::{Layout, Options, RECORD_LIMIT, Reader, Recognition, Row, RowVerdict};

use crate::support::{Read, devices, read, refused, try_read};

fn stated() -> Options {
    Options { stated: true, ..Options::default() }
}

fn written(devices: &[ListedDevice<'_>]) -> Vec<u8> {
    let mut writer = ListWriter::new(Vec::new()).expect("the header is written");
    for device in devices {
        writer.push(device).expect("a device is written");
    }
    writer.finish().expect("it is written")
}

fn listed(devices: &[ListedDevice<'_>]) -> Read {
    match try_read(&written(devices), &stated()) {
        Ok(read) => read,
        Err(refusal) => panic!("refused: {:?}", refusal.findings),
    }
}

fn with_serial(serial_number: &str) -> ListedDevice<'_> {
    ListedDevice {
        serial_number,
        manufacturer: "Dell Inc.",
        model: "Latitude 7420",
        ..ListedDevice::default()
    }
}

fn every_column_is_used(recognition: &Recognition) {
    assert_eq!(recognition.layout, Layout::PartnerCenter);
    let columns: Vec<Column> = recognition.columns.iter().flatten().copied().collect();
    let expected = [
        Column::SerialNumber,
        Column::ProductKey,
        Column::HardwareHash,
        Column::Manufacturer,
        Column::Model,
        Column::GroupTag,
        Column::OrderId,
        Column::PurchaseId,
    ];
    assert_eq!(columns, expected);
}

#[test]
fn a_list_of_a_program_is_recognised_as_a_file_too() {
    let device = &devices(1)[0];
    let hash = device.hash();
    let list = written(&[
        ListedDevice {
            order_id: "PO-1",
            purchase_id: "P-1",
            group_tag: "Microsoft365Managed_Kiosk",
            ..with_serial("4GXH2J3")
        },
        ListedDevice { hardware_hash: &hash, ..ListedDevice::default() },
        ListedDevice { product_key: "3305012345678", ..ListedDevice::default() },
        ListedDevice::default(),
    ]);
    for file in [read(&list), try_read(&list, &stated()).expect("it is stated")] {
        every_column_is_used(&file.recognition);
        let kinds: Vec<_> = file.rows.iter().map(|row| row.identity.as_ref().map(|one| one.kind())).collect();
        let [tuple, hash, key] =
            [IdentityKind::Tuple, IdentityKind::Hash, IdentityKind::ProductKey].map(Some);
        assert_eq!(kinds, [tuple, hash, key, None]);
        let cells = &file.rows[0].cells;
        let said = [&cells.order_id, &cells.purchase_id, &cells.group_tag].map(|cell| cell.as_deref());
        assert_eq!(said, ["PO-1", "P-1", "Microsoft365Managed_Kiosk"].map(Some));
        assert_eq!(file.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}

#[test]
fn a_device_of_which_nothing_is_said_is_a_row_that_says_what_is_missing() {
    let nothing = ListedDevice::default();
    let blank = ListedDevice { serial_number: " ", model: "\u{200b}", ..nothing };
    let file = listed(&[nothing, blank, with_serial("A1"), nothing]);
    assert_eq!(file.verdicts(), [RowVerdict::Error, RowVerdict::Error, RowVerdict::Ok, RowVerdict::Error]);
    for row in [0, 1, 3] {
        let codes: Vec<_> = file.rows[row].findings.iter().map(ServiceCode::of).collect();
        assert_eq!(codes, [ServiceCode::MissingSerialNumberAndProductKey], "row {row}");
        assert_eq!(codes[0].number(), Some(803));
    }
}

#[test]
fn nothing_that_a_value_holds_is_taken_for_anything_else() {
    let header = "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model";
    let texts = [
        "a,b",
        "a\"b",
        "\"",
        "\"\"",
        "a\nb",
        "a\r\nb",
        "\r",
        "\n\n",
        "\0",
        "\u{1a}",
        "\u{feff}",
        "sep=;",
        "a;b\tc",
        "Device Serial Number",
        header,
        "\"a\",\"b\"\n1,2,3",
        " \"x\" ",
        "'",
        "=1+1",
        "\u{1}\u{2}\u{3}",
        "é",
        "א",
        "😀",
        "\u{fffd}",
        "#TYPE x",
        "1.2E+12",
    ];
    for text in texts {
        let all = [text; 8];
        let [
            serial_number,
            product_key,
            hardware_hash,
            manufacturer,
            model,
            group_tag,
            order_id,
            purchase_id,
        ] = all;
        let strange = ListedDevice {
            serial_number,
            product_key,
            hardware_hash,
            manufacturer,
            model,
            group_tag,
            order_id,
            purchase_id,
        };
        // First, where files are recognised, in between, and last.
        let file = listed(&[strange, strange, with_serial("A1"), strange, with_serial("A2"), strange]);
        every_column_is_used(&file.recognition);
        assert_eq!(file.rows.len(), 6, "{text:?}");
        assert_eq!((file.serials()[2], file.serials()[4]), ("A1", "A2"), "{text:?}");
        assert_eq!((file.verdicts()[2], file.verdicts()[4]), (RowVerdict::Ok, RowVerdict::Ok), "{text:?}");
        assert!([0, 1, 3, 5].iter().all(|row| file.verdicts()[*row] == RowVerdict::Error), "{text:?}");
    }
}

#[test]
fn serial_numbers_of_different_length_have_lost_no_zeros() {
    let file = listed(&[with_serial("00123456"), with_serial("1234567"), with_serial("123456")]);
    assert_eq!(file.verdicts(), [RowVerdict::Ok; 3]);
}

#[test]
fn a_device_that_is_too_long_is_one_row_whatever_stands_in_it() {
    let kilobytes = |piece: &str, count: usize| piece.repeat(count * 1024 / piece.len());
    // A single long value fits, and is refused for its length; what fits no row is refused as a row.
    let long = kilobytes("A1B2", 60);
    let file = listed(&[with_serial("A1"), with_serial(&long), with_serial("A3")]);
    assert_eq!(file.codes(1), [FindingCode::ValueTooLong]);
    for piece in [
        "x",
        "x\n",
        "\r\n",
        "\r",
        "\"",
        "\"\n",
        "a,\"b\"\r\n",
        "é\n",
        "\n1,A9,,,Dell Inc.,Latitude 7420,,,\n",
    ] {
        for count in [64, 65, 200, 300, 900] {
            let long = kilobytes(piece, count);
            let file = listed(&[with_serial("A1"), with_serial(&long), with_serial("A3"), with_serial("A4")]);
            assert_eq!(file.rows.len(), 4, "{count} KiB of {piece:?}");
            assert_eq!(file.codes(1), [FindingCode::RowTooLong], "{count} KiB of {piece:?}");
            assert_eq!((file.serials()[2], file.serials()[3]), ("A3", "A4"), "{count} KiB of {piece:?}");
            assert_eq!(file.verdicts()[2..], [RowVerdict::Ok; 2]);
            let used = file.rows[1].findings[0].used.as_deref();
            assert_eq!(used, Some(RECORD_LIMIT.to_string().as_str()));
        }
    }
}

#[test]
fn what_no_program_of_ours_wrote_is_refused() {
    assert_eq!(refused("", &stated()), [FindingCode::FileEmpty]);
    assert_eq!(refused(written(&[]), &stated()), [FindingCode::FileHeaderOnly]);
    let other = "Device Serial Number,Windows Product ID\nA1,\n";
    assert_eq!(refused(other, &stated()), [FindingCode::FileLayoutUnknown]);
}

/// The rows that one reader gives, and where each of them ended.
fn rows_with_ends(bytes: &[u8]) -> (Recognition, Vec<(Row, taxiway_intake::Position)>) {
    let options = Options { find_duplicates: false, ..stated() };
    let mut reader = Reader::open(bytes, &options).expect("it is stated");
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().expect("a row") {
        rows.push((row, reader.position()));
    }
    (reader.recognition().clone(), rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_devices_become_as_many_rows_and_are_read_alike_in_slices(
        texts in prop::collection::vec(
            (prop::array::uniform8("[A-Z0-9\",;\r\n\t =\\x00é😀]{0,9}"), prop::sample::select(vec![1, 1, 1, 9_000])), 1..9),
    ) {
        let texts: Vec<[String; 8]> =
            texts.into_iter().map(|(cells, times)| cells.map(|cell| cell.repeat(times))).collect();
        let all: Vec<ListedDevice<'_>> = texts.iter().map(|cells| {
            let [a, b, c, d, e, f, g, h] = cells.each_ref().map(String::as_str);
            ListedDevice {
                serial_number: a, product_key: b, hardware_hash: c, manufacturer: d,
                model: e, group_tag: f, order_id: g, purchase_id: h,
            }
        }).collect();
        let bytes = written(&all);
        let (recognition, rows) = rows_with_ends(&bytes);
        prop_assert_eq!(rows.len(), all.len());
        for (place, pair) in rows.windows(2).enumerate() {
            let (start, end) = (pair[0].1, pair[1].1);
            let slice = &bytes[usize::try_from(start.offset).unwrap()..usize::try_from(end.offset).unwrap()];
            let mut again = Reader::resume(slice, &recognition, &stated(), start.line, start.row);
            let row = again.next_row().unwrap();
            prop_assert_eq!(row.as_ref(), Some(&pair[1].0), "row {}", place + 2);
            prop_assert!(again.next_row().unwrap().is_none());
        }
    }
}
