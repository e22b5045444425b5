//! Trying again what failed.

use rstest::rstest;
use taxiway_service::{PartSizes, ServiceError, Settings};
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::files::{Line, built, fleet, list, tuple, tuples};

fn small_parts() -> Settings {
    Settings { parts: PartSizes { rows: 5, bytes: 8 << 20 }, ..Settings::default() }
}

#[rstest]
#[tokio::test]
async fn a_retry_is_about_the_failed_rows_only_and_succeeds_when_the_cause_is_gone(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, Settings { catalogue_required: true, ..small_parts() }).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 22);
    let published: Vec<_> =
        d.iter().enumerate().filter(|(number, _)| number % 4 != 1).map(|(_, one)| built(one)).collect();
    app.maker_publishes("Maker", &published).await;
    let mut lines: Vec<_> = d.iter().map(tuple).collect();
    lines[7] = Line { model: String::new(), ..tuple(&d[7]) };
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let failed = [1, 5, 7, 9, 13, 17, 21];
    let first = clerk.job(customer, job).await;
    assert_eq!((first.registered, first.failed), (15, 7));

    app.maker_publishes("Maker again", &d[..21].iter().map(built).collect::<Vec<_>>()).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again-1").await.unwrap();
    assert_eq!(clerk.job(customer, again).await.rows, 7);
    app.work().await;
    let results = clerk.results(customer, again).await;
    assert_eq!(results.iter().map(|row| row.number - 1).collect::<Vec<_>>(), failed);
    let verdicts = clerk.verdicts(customer, again).await;
    assert_eq!(verdicts[2], "failed 803", "this one was never about the catalogue");
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "registered").count(), 5);
    let view = clerk.job(customer, again).await;
    assert_eq!((view.retry_of, view.percent(), view.batch_id), (Some(job), 100, first.batch_id));
    assert_eq!(clerk.devices(customer).await.len(), 20);
    assert_eq!(clerk.job(customer, job).await.failed, 7, "the first job keeps its verdicts");

    app.maker_publishes("Maker at last", &d.iter().map(built).collect::<Vec<_>>()).await;
    let third = clerk.service.retry_job(&clerk.context, customer, again, "again-2").await.unwrap();
    app.work().await;
    let verdicts = clerk.verdicts(customer, third).await;
    assert_eq!(verdicts, ["failed 803", "registered"], "a retry can be retried");
    assert_eq!(clerk.results(customer, third).await[0].number, 8);
    let view = clerk.job(customer, third).await;
    assert_eq!((view.failed, view.hopeless, view.can_retry()), (1, 1, false));
    let useless = clerk.service.retry_job(&clerk.context, customer, third, "again-3").await;
    assert!(
        matches!(useless, Err(ServiceError::Conflict("nothing-to-retry"))),
        "what is wrong stands in the file: {useless:?}"
    );
}

#[rstest]
#[tokio::test]
async fn a_row_that_repeats_an_earlier_one_does_not_make_a_retry_useless(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 2);
    clerk.registers(&app, other, &tuples(&d[..1])).await;
    let wrong = Line { model: String::new(), ..tuple(&d[1]) };
    let job = clerk.hands_in(customer, &list([tuple(&d[0]), tuple(&d[0]), wrong.clone()])).await;
    let only_wrong = clerk.hands_in(customer, &list([tuple(&d[1]), tuple(&d[1]), wrong])).await;
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["failed 808", "failed 808", "failed 803"]);
    assert!(clerk.job(customer, job).await.can_retry(), "the other organisation may release the device");
    let view = clerk.job(customer, only_wrong).await;
    assert_eq!((view.registered, view.already, view.failed), (1, 1, 1));
    assert!(!view.can_retry());
}

#[rstest]
#[tokio::test]
async fn a_repaired_file_leaves_out_what_was_refused_and_that_of_a_retry_has_what_failed_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, Settings { catalogue_required: true, ..small_parts() }).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 12);
    let published: Vec<_> =
        (0..12).filter(|number| ![1, 7].contains(number)).map(|number| built(&d[number])).collect();
    app.maker_publishes("Maker", &published).await;
    let job = clerk.hands_in(customer, &tuples(&d)).await;
    app.work().await;
    assert_eq!(clerk.job(customer, job).await.failed, 2);
    let repaired = async |job| {
        let mut rows = Vec::new();
        let upload = clerk.job(customer, job).await.upload_id;
        for part in clerk.service.upload_parts(&clerk.context, customer, upload).await.unwrap() {
            let part = clerk.service.repaired_part(&clerk.context, customer, job, part).await.unwrap();
            rows.extend(part.into_iter().map(|row| row.number));
        }
        rows
    };
    assert_eq!(repaired(job).await, [1, 3, 4, 5, 6, 7, 9, 10, 11, 12]);
    app.maker_publishes("Maker again", &[built(&d[1])]).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, again).await, ["registered", "failed 812"]);
    assert_eq!(repaired(again).await, [8]);
}

#[rstest]
#[tokio::test]
async fn rows_that_a_cancellation_left_out_can_be_done_later(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 100))).await;
    app.work_until(customer, job, 3).await;
    clerk.service.cancel_job(&clerk.context, customer, job).await.unwrap();
    app.work_on().await;
    let left = clerk.job(customer, job).await.cancelled;
    assert!(left > 0);
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again-1").await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, again).await, vec!["registered"; usize::try_from(left).unwrap()]);
    assert_eq!(clerk.devices(customer).await.len(), 100);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_retry_is_made_once_and_only_of_what_is_over_and_failed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, Settings { catalogue_required: true, ..Settings::default() }).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 4);
    app.maker_publishes("Maker", &[built(&d[0]), built(&d[1])]).await;
    let good = clerk.hands_in(customer, &tuples(&d[..2])).await;
    let bad = clerk.hands_in(customer, &tuples(&d[2..3])).await;
    let retry =
        async |job, request: &str| clerk.service.retry_job(&clerk.context, customer, job, request).await;
    assert!(
        matches!(retry(bad, "r").await, Err(ServiceError::Conflict("nothing-to-retry"))),
        "it is not over"
    );
    app.work().await;
    assert!(
        matches!(retry(good, "r").await, Err(ServiceError::Conflict("nothing-to-retry"))),
        "nothing failed"
    );

    let mut all = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let clerk = clerk.clone();
        all.spawn(async move { clerk.service.retry_job(&clerk.context, customer, bad, "r").await.unwrap() });
    }
    let mut made = all.join_all().await;
    made.dedup();
    assert_eq!(made.len(), 1, "the same request makes one job");
    let other = clerk.hands_in(customer, &tuples(&d[3..])).await;
    app.work().await;
    assert!(matches!(retry(other, "r").await, Err(ServiceError::Conflict("request-id-reused"))));
}
