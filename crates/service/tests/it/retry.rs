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

    app.maker_publishes("Maker again", &d.iter().map(built).collect::<Vec<_>>()).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again-1").await.unwrap();
    assert_eq!(clerk.job(customer, again).await.rows, 7);
    app.work().await;
    let results = clerk.results(customer, again).await;
    assert_eq!(results.iter().map(|row| row.number - 1).collect::<Vec<_>>(), failed);
    let verdicts = clerk.verdicts(customer, again).await;
    assert_eq!(verdicts[2], "failed 803", "this one was never about the catalogue");
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "registered").count(), 6);
    let view = clerk.job(customer, again).await;
    assert_eq!((view.retry_of, view.percent(), view.batch_id), (Some(job), 100, first.batch_id));
    assert_eq!(clerk.devices(customer).await.len(), 21);
    assert_eq!(clerk.job(customer, job).await.failed, 7, "the first job keeps its verdicts");

    let third = clerk.service.retry_job(&clerk.context, customer, again, "again-2").await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, third).await, ["failed 803"], "a retry can be retried");
    assert_eq!(clerk.results(customer, third).await[0].number, 8);
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
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 4);
    let good = clerk.hands_in(customer, &tuples(&d[..2])).await;
    let bad = clerk.hands_in(customer, &list([Line { model: String::new(), ..tuple(&d[2]) }])).await;
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
    let other = clerk.hands_in(customer, &list([Line { model: String::new(), ..tuple(&d[3]) }])).await;
    app.work().await;
    assert!(matches!(retry(other, "r").await, Err(ServiceError::Conflict("request-id-reused"))));
}
