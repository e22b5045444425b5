//! Every row of a job in the order of its file, done or not.

use bytes::Bytes;
use futures::stream;
use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::ids::{JobId, OrganisationId, UploadId};
use taxiway_intake::Layout;
use taxiway_intake::write::{ListWriter, ListedDevice};
use taxiway_service::{JobRow, Result, ServiceError, Submission};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, short};
use crate::consents::{KIOSK, each, parts_of};
use crate::files::{fleet, hash, list, tuple};

/// The rows of a job, read slice by slice.
async fn all_rows(who: &Person, customer: OrganisationId, job: JobId, limit: u64) -> Vec<JobRow> {
    let (mut rows, mut next) = (Vec::new(), Some(0));
    while let Some(first) = next {
        let slice = who.service.job_rows(&who.context, customer, job, first, limit).await.expect("a slice");
        assert_eq!(first, rows.len() as u64, "without gap or repetition");
        assert!(!slice.rows.is_empty() && slice.rows.len() as u64 <= limit);
        rows.extend(slice.rows);
        next = slice.next;
        if next.is_none() {
            assert_eq!(rows.len() as u64, slice.total);
        }
    }
    rows
}

/// Hands in what a program wrote.
async fn sends_list(
    who: &Person,
    customer: OrganisationId,
    devices: &[ListedDevice<'_>],
) -> Result<UploadId> {
    let mut writer = ListWriter::new(Vec::new()).expect("it is written");
    for device in devices {
        writer.push(device).expect("it is written");
    }
    let bytes = writer.finish().expect("it is written");
    let chunks: Vec<_> =
        bytes.chunks(4_999).map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk))).collect();
    who.service.receive_list(&who.context, customer, "batch", stream::iter(chunks)).await
}

#[rstest]
#[tokio::test]
async fn each_row_is_there_once_before_between_and_after_its_turn(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 9, 1_000)] limit: u64,
) {
    let app = TestApp::with(engine, parts_of(12)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 50);
    let line = |number: usize| match number % 5 {
        0 => hash(&d[number]),
        1 => tuple(&d[number]).key(&d[number]),
        2 => crate::files::Line { model: String::new(), ..tuple(&d[number]) },
        3 if number > 5 => tuple(&d[3]),
        _ => tuple(&d[number]),
    };
    let job = clerk.hands_in(customer, &list((0..50).map(line))).await;
    let waiting = all_rows(&clerk, customer, job, limit).await;
    assert!(waiting.iter().all(|row| row.verdict.is_none()));
    assert!(waiting.iter().map(|row| row.number).eq(1..=50));

    app.work_until(customer, job, 2).await;
    let half = all_rows(&clerk, customer, job, limit).await;
    let done = half.iter().filter(|row| row.verdict.is_some()).count();
    assert!((24..=50).contains(&done), "{done}");
    assert!(half[..24].iter().all(|row| row.verdict.is_some()), "parts are done in their order");

    app.work_on().await;
    let whole = all_rows(&clerk, customer, job, limit).await;
    let results = clerk.results(customer, job).await;
    assert_eq!(whole.iter().map(|row| row.verdict.clone().unwrap()).collect::<Vec<_>>(), results);
    // What identifies a row is told before its turn as well as after it.
    for (before, after) in waiting.iter().zip(&whole) {
        assert_eq!((before.number, &before.serial_number), (after.number, &after.serial_number));
        assert_eq!(before.product_key, after.product_key);
    }
    let serials: Vec<_> = whole.iter().map(|row| row.serial_number.as_deref().unwrap_or_default()).collect();
    assert_eq!(serials[0], d[0].serial_number, "by its hash");
    assert_eq!(serials[48], d[3].serial_number);

    // A device that is gone is named no more.
    let device = results[0].device_id.expect("a device");
    clerk.service.deregister_device(&clerk.context, customer, (None, device), None).await.unwrap();
    let slice = clerk.service.job_rows(&clerk.context, customer, job, 0, 2).await.unwrap();
    let devices: Vec<_> = slice.rows.iter().map(|row| row.verdict.as_ref().unwrap().device_id).collect();
    assert_eq!((devices[0], devices[1].is_some()), (None, true));

    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    let failed: Vec<_> =
        results.iter().filter(|row| short(row).starts_with("failed")).map(|row| row.number).collect();
    let retried = async || -> Vec<u64> {
        all_rows(&clerk, customer, again, limit).await.iter().map(|row| row.number).collect()
    };
    assert_eq!(retried().await, failed, "a retry is about the rows that failed");
    app.work().await;
    assert_eq!(retried().await, failed);
}

#[rstest]
#[tokio::test]
async fn others_read_no_rows_and_a_place_after_the_last_one_is_empty(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    app.scoped(customer, &each()).await;
    let job = clerk.hands_in(customer, &list(fleet(1, 3).iter().map(tuple))).await;
    let rows = all_rows(&clerk, customer, job, 2).await;
    assert_eq!(rows.len(), 3, "while it waits for approval too");
    let refused = rival.service.job_rows(&rival.context, customer, job, 0, 10).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    for first in [3, 1_000_000, u64::MAX] {
        let none = clerk.service.job_rows(&clerk.context, customer, job, first, 10).await.unwrap();
        assert_eq!((none.rows.len(), none.next, none.total), (0, None, 3));
    }
    clerk.service.cancel_job(&clerk.context, customer, job).await.unwrap();
    app.work().await;
    let rows = all_rows(&clerk, customer, job, 10).await;
    let verdicts: Vec<_> = rows.iter().map(|row| short(row.verdict.as_ref().unwrap())).collect();
    assert_eq!(verdicts, ["cancelled CancelledBySubmitter"; 3]);
}

#[rstest]
#[tokio::test]
async fn what_a_program_hands_in_gets_one_verdict_a_device_whatever_it_says(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(3)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 3);
    let described = |number: usize| ListedDevice {
        serial_number: &d[number].serial_number,
        manufacturer: &d[number].manufacturer,
        model: &d[number].model,
        ..ListedDevice::default()
    };
    let long = "x\r\n\"".repeat(50_000);
    let device_hash = d[1].hash();
    let devices = [
        ListedDevice { order_id: "PO-1", purchase_id: "P-1", group_tag: KIOSK, ..described(0) },
        ListedDevice::default(),
        ListedDevice { serial_number: "a\0b\u{1}", ..described(0) },
        ListedDevice { hardware_hash: &device_hash, ..ListedDevice::default() },
        ListedDevice { model: &long, ..described(2) },
        ListedDevice {
            serial_number: "Device Serial Number",
            product_key: "\"\n,",
            ..ListedDevice::default()
        },
        described(2),
        ListedDevice { product_key: "not a key", ..ListedDevice::default() },
    ];
    let upload = sends_list(&clerk, customer, &devices).await.unwrap();
    let view = clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
    assert_eq!((view.upload.state.as_str(), view.upload.total_rows), ("ready", 8));
    assert_eq!(view.recognition.expect("it is understood").layout, Layout::PartnerCenter);
    let submission = Submission { batch_name: Some("Spring".to_owned()), ..Submission::default() };
    let job = clerk.submits_with(customer, upload, submission).await.unwrap();
    let waiting = all_rows(&clerk, customer, job, 3).await;
    assert!(waiting.iter().map(|row| row.number).eq(1..=8));
    app.later(SignedDuration::from_secs(1));
    app.work().await;
    let rows = all_rows(&clerk, customer, job, 3).await;
    let verdicts: Vec<_> = rows.iter().map(|row| short(row.verdict.as_ref().unwrap())).collect();
    let registered = "registered";
    assert_eq!(
        verdicts,
        [
            registered,
            "failed 803",
            "failed 801",
            registered,
            "failed 801",
            "failed 803",
            registered,
            "failed 803"
        ]
    );
    let first = rows[0].verdict.as_ref().unwrap();
    assert_eq!((first.order_id.as_deref(), first.group_tag.as_deref()), (Some("PO-1"), Some(KIOSK)));

    let none = sends_list(&clerk, customer, &[]).await.unwrap();
    let view = clerk.service.upload(&clerk.context, customer, none).await.unwrap();
    assert_eq!(view.upload.state, "refused", "a list without devices");
}
