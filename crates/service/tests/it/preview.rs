//! The preview shows what the reader says, whatever slices the file was cut into, and what the job will then do.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_intake::{Options, Reader, Row, RowVerdict};
use taxiway_service::{
    Compared, Outcome, PartSizes, PreviewPage, PreviewRow, PreviewWanted, Prospect, RowCounts, RowFilter,
    Settings,
};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, short};
use crate::consents::{STANDARD, at_most, parts_of, tags};
use crate::files::{Line, built, fleet, hash, key, list, rng, tuple, tuples};

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
        RowFilter::Errors => row.verdict() == RowVerdict::Error && !is_duplicate(row),
        RowFilter::Already => is_duplicate(row),
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

    let filters = [RowFilter::All, RowFilter::Errors, RowFilter::Warnings, RowFilter::Already, RowFilter::Ok];
    for filter in filters {
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
                shown.extend(page.rows.into_iter().map(|row| row.row));
            }
            assert_eq!(shown.iter().collect::<Vec<_>>(), expected, "{filter:?} by {size}");
        }
    }
    let beyond =
        clerk.service.preview(&clerk.context, customer, upload, RowFilter::All, 999, 9).await.unwrap();
    let last = beyond.rows.last().map(|row| &row.row);
    assert_eq!(last, expected.last(), "a page beyond the last one is the last one");

    let view = clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
    let count = |filter| expected.iter().filter(|row| takes(filter, row)).count() as u64;
    assert_eq!(view.registrable(), count(RowFilter::Ok) + count(RowFilter::Warnings));
    let noted = view.notes.iter().find(|note| note.code == FindingCode::DuplicateInFile).unwrap();
    assert_eq!(noted.rows, expected.iter().filter(|row| is_duplicate(row)).count() as u64);
}

fn is_duplicate(row: &Row) -> bool {
    row.findings.iter().any(|finding| finding.code == FindingCode::DuplicateInFile)
}

async fn looks(who: &Person, customer: OrganisationId, upload: UploadId, filter: RowFilter) -> PreviewPage {
    let wanted = PreviewWanted { filter, group_tag: None, number: 1, size: 500 };
    who.service.preview_as(&who.context, customer, upload, &wanted).await.expect("a page")
}

/// A row of a preview as [`short`] tells the row of a job.
fn foretold(row: &PreviewRow) -> String {
    let outcome = match row.prospect {
        Prospect::Ok | Prospect::Warning => "registered",
        Prospect::Already => "already",
        Prospect::Error => "failed",
    };
    match row.code {
        None => outcome.to_owned(),
        Some(code) => match code.number() {
            Some(number) => format!("{outcome} {number}"),
            None => format!("{outcome} {}", code.name()),
        },
    }
}

#[rstest]
#[tokio::test]
async fn what_the_preview_foretells_is_what_the_job_does(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(4, 1_000)] part_rows: u64,
    #[values(None, Some(6))] most: Option<u64>,
) {
    let app = TestApp::with(engine, parts_of(part_rows)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 400);
    let made: Vec<_> = d.iter().filter(|one| one.manufacturer == d[0].manufacturer).collect();
    let unlisted: Vec<_> = d.iter().filter(|one| one.manufacturer != d[0].manufacturer).collect();
    assert!(made.len() >= 3 && unlisted.len() >= 12, "the fleet has several makers");
    app.maker_publishes("Maker", &[built(made[0]), built(made[1])]).await;
    assert_eq!(clerk.registers(&app, customer, &list([tuple(unlisted[0])])).await, ["registered"]);
    assert_eq!(clerk.registers(&app, other, &list([hash(unlisted[1])])).await, ["registered"]);
    if let Some(most) = most {
        app.scoped(customer, &at_most(most)).await;
    }
    let near = Line { serial: made[1].serial_number.to_lowercase() + " ", ..tuple(made[1]) };
    let lines = [
        tuple(unlisted[0]),
        tuple(unlisted[1]),
        tuple(made[0]),
        tuple(made[2]),
        near,
        tuple(unlisted[2]),
        Line { model: String::new(), ..tuple(unlisted[3]) },
        hash(unlisted[4]),
        hash(unlisted[5]),
        tuple(unlisted[2]),
        key(unlisted[6]),
        tuple(unlisted[7]),
        tuple(unlisted[8]),
        tuple(unlisted[8]),
    ];
    let upload = clerk.uploads(customer, &list(lines)).await;
    let devices = clerk.devices(customer).await.len();
    let page = looks(&clerk, customer, upload, RowFilter::All).await;
    assert_eq!((page.compared, page.total), (Compared::Whole, 14));
    assert!(!format!("{:?}", page.rows).contains("Adatum"), "nobody learns who else has a device");
    assert_eq!(clerk.devices(customer).await.len(), devices, "looking registers nothing");
    let already = looks(&clerk, customer, upload, RowFilter::Already).await;
    assert_eq!(already.total, page.counts.already);
    assert!(already.rows.iter().all(|row| row.prospect == Prospect::Already));

    app.later(SignedDuration::from_secs(1));
    let job = clerk.submits(customer, upload).await;
    app.work().await;
    let results = clerk.results(customer, job).await;
    let done: Vec<_> = results.iter().map(short).collect();
    assert_eq!(page.rows.iter().map(foretold).collect::<Vec<_>>(), done);
    let of = |outcome| results.iter().filter(|row| row.outcome == outcome).count() as u64;
    let RowCounts { ok, warnings, already, errors } = page.counts;
    assert_eq!(
        (ok + warnings, already, errors),
        (of(Outcome::Registered), of(Outcome::Already), of(Outcome::Failed))
    );
    let room = FindingCode::ScopeMaxDevices;
    let over = |findings: &[taxiway_domain::finding::Finding]| findings.iter().any(|one| one.code == room);
    assert_eq!(page.beyond, results.iter().filter(|row| over(&row.findings)).count() as u64);
    assert_eq!(page.beyond > 0, most.is_some());
    // What the job says about a row, the preview has said.
    for (row, result) in page.rows.iter().zip(&results) {
        for finding in result.findings.iter().filter(|one| one.code != FindingCode::DuplicateInFile) {
            assert!(row.row.findings.contains(finding), "{finding:?} of {:?}", row.row);
        }
    }

    let after = looks(&clerk, customer, upload, RowFilter::All).await;
    assert_eq!(after.compared, Compared::Nothing, "what became of it is in the job");
    assert!(after.rows.iter().all(|row| row.code.is_none()));
}

#[rstest]
#[tokio::test]
async fn of_a_long_upload_the_rows_shown_are_compared_and_the_counts_are_said_to_be_the_files(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(false, true)] limited: bool,
) {
    let app = TestApp::with(engine, parts_of(3_000)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 5_001);
    clerk.registers(&app, customer, &tuples(&d[1..2])).await;
    clerk.registers(&app, other, &tuples(&d[4_999..5_000])).await;
    let mut lines: Vec<_> = d.iter().map(|one| tuple(one).tagged(STANDARD)).collect();
    lines[0].tag = String::new();
    lines[3_500] = lines[7].clone();
    if limited {
        app.scoped(customer, &tags(&[STANDARD])).await;
    }
    let upload = clerk.uploads(customer, &list(lines)).await;
    let wanted = |filter, number| PreviewWanted { filter, group_tag: None, number, size: 100 };
    let page = async |filter, number| {
        let wanted = wanted(filter, number);
        clerk.service.preview_as(&clerk.context, customer, upload, &wanted).await.expect("a page")
    };
    let first = page(RowFilter::All, 1).await;
    let errors = if limited { 2 } else { 1 };
    assert_eq!(first.compared, Compared::Page);
    assert_eq!(first.counts, RowCounts { ok: 5_001 - errors, errors, ..RowCounts::default() });
    let begin: Vec<_> = first.rows.iter().take(3).map(foretold).collect();
    let untagged = if limited { "failed OutsideConsentScope" } else { "registered" };
    assert_eq!(begin, [untagged, "already 806", "registered"]);
    let last = page(RowFilter::All, 51).await;
    assert_eq!(last.rows.iter().map(|row| row.row.number).collect::<Vec<_>>(), [5_001]);
    let fifty = page(RowFilter::All, 50).await;
    assert_eq!(foretold(fifty.rows.last().unwrap()), "failed 808");
    let refused = page(RowFilter::Errors, 1).await;
    assert_eq!(foretold(refused.rows.last().unwrap()), "already ZtdDeviceDuplicated");
    assert_eq!(refused.rows.last().unwrap().row.number, 3_501);
}
