//! The preview shows what the reader says, whatever slices the file was cut into.

use rstest::rstest;
use taxiway_domain::finding::FindingCode;
use taxiway_intake::{Options, Reader, Row, RowVerdict};
use taxiway_service::{PartSizes, RowFilter, Settings};
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::files::{Line, fleet, hash, key, list, rng, tuple};

/// Rows of every kind: fine, doubtful, wrong, and twice the same device far apart and in other words.
fn mixed() -> Vec<u8> {
    let devices = fleet(5, 60);
    let mut lines = Vec::new();
    for (number, device) in devices.iter().enumerate() {
        lines.push(match number % 5 {
            0 => hash(device),
            1 => key(device),
            2 => Line { manufacturer: format!(" {} ", device.manufacturer), ..tuple(device) },
            3 => Line { model: String::new(), ..tuple(device) },
            // The hash speaks of another serial number than the cell.
            _ => hash(device).serial(&devices[number - 1]),
        });
    }
    lines.push(tuple(&devices[0]));
    lines.push(hash(&devices[2]));
    lines.push(hash(&devices[5].recaptured(60)));
    lines.push(hash(&devices[10].with_new_disk(&mut rng(1))));
    list(lines)
}

fn direct(bytes: &[u8]) -> Vec<Row> {
    let mut reader = Reader::open(bytes, &Options::default()).expect("the file is readable");
    std::iter::from_fn(|| reader.next_row().expect("the row is readable")).collect()
}

fn takes(filter: RowFilter, row: &Row) -> bool {
    match filter {
        RowFilter::All => true,
        RowFilter::Errors => row.verdict() == RowVerdict::Error,
        RowFilter::Warnings => row.verdict() == RowVerdict::Warning,
        RowFilter::Ok => row.verdict() == RowVerdict::Ok,
    }
}

#[rstest]
#[tokio::test]
async fn every_page_and_filter_shows_what_one_reading_of_the_file_shows(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 7, 1_000)] part_rows: u64,
) {
    let settings = Settings { parts: PartSizes { rows: part_rows, bytes: 8 << 20 }, ..Settings::default() };
    let app = TestApp::with(engine, settings).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let bytes = mixed();
    let upload = clerk.uploads(customer, &bytes).await;
    let expected = direct(&bytes);
    assert!(expected.iter().filter(|row| is_duplicate(row)).count() >= 3, "the file has duplicates");

    for filter in [RowFilter::All, RowFilter::Errors, RowFilter::Warnings, RowFilter::Ok] {
        let expected: Vec<_> = expected.iter().filter(|row| takes(filter, row)).collect();
        assert!(!expected.is_empty(), "{filter:?}");
        for size in [1, 9, 500] {
            let pages = (expected.len() as u64).div_ceil(size);
            let mut shown = Vec::new();
            for number in 1..=pages {
                let page =
                    clerk.service.preview(&clerk.context, customer, upload, filter, number, size).await;
                let page = page.expect("the preview is shown");
                assert_eq!((page.number, page.size, page.total), (number, size, expected.len() as u64));
                shown.extend(page.rows);
            }
            assert_eq!(shown.iter().collect::<Vec<_>>(), expected, "{filter:?} by {size}");
        }
    }
    let beyond =
        clerk.service.preview(&clerk.context, customer, upload, RowFilter::All, 999, 9).await.unwrap();
    assert_eq!(beyond.rows.last(), expected.last(), "a page beyond the last one is the last one");

    let view = clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
    let count = |filter| expected.iter().filter(|row| takes(filter, row)).count() as u64;
    assert_eq!(view.registrable(), count(RowFilter::Ok) + count(RowFilter::Warnings));
    let noted = view.notes.iter().find(|note| note.code == FindingCode::DuplicateInFile).unwrap();
    assert_eq!(noted.rows, expected.iter().filter(|row| is_duplicate(row)).count() as u64);
}

fn is_duplicate(row: &Row) -> bool {
    row.findings.iter().any(|finding| finding.code == FindingCode::DuplicateInFile)
}
