//! Watching and stopping jobs, and reading their results.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{DeviceFilter, JobState, Outcome, PartSizes, ServiceError, Settings};
use taxiway_store::Engine;

use crate::app::{TestApp, short};
use crate::files::{Line, fleet, list, tuple, tuples};

fn parts_of(rows: u64) -> Settings {
    Settings { parts: PartSizes { rows, bytes: 8 << 20 }, ..Settings::default() }
}

#[rstest]
#[tokio::test]
async fn progress_only_grows_and_every_row_is_counted_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(25)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 200);
    clerk.registers(&app, customer, &tuples(&devices[..40])).await;

    let mut lines: Vec<_> = devices.iter().map(tuple).collect();
    for number in [50, 99, 150] {
        lines[number] = Line { model: String::new(), ..tuple(&devices[number]) };
    }
    let job = clerk.hands_in(customer, &list(lines)).await;
    let queued = clerk.job(customer, job).await;
    assert_eq!((queued.state, queued.percent(), queued.pending()), (JobState::Queued, 0, 200));
    assert!(queued.can_cancel() && !queued.can_retry() && !queued.is_over());

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn({
        let service = app.service.clone();
        async move { service.work(stopped).await }
    });
    let mut seen = vec![0];
    loop {
        let view = clerk.job(customer, job).await;
        seen.push(view.percent());
        let shown = clerk.service.results(&clerk.context, customer, job, None, 1, 1).await.unwrap();
        assert!(shown.total >= view.done(), "what is counted can be read");
        if view.is_over() {
            break;
        }
        assert!(view.percent() < 100, "100 means that everything is done");
        assert_eq!(view.pending() + view.done(), 200);
    }
    stop.send(true).unwrap();
    worker.await.unwrap();
    assert!(seen.is_sorted(), "{seen:?}");
    assert_eq!(seen.last(), Some(&100));

    let view = clerk.job(customer, job).await;
    assert_eq!(view.state, JobState::Finished);
    assert_eq!((view.registered, view.already, view.failed, view.cancelled), (157, 40, 3, 0));
    assert!(view.finished_at.is_some() && !view.can_cancel());
    assert!(view.hopeless == 3 && !view.can_retry(), "what is wrong stands in the file");
    let counts =
        clerk.service.devices(&clerk.context, customer, &DeviceFilter::default(), None, 1).await.unwrap();
    assert_eq!(counts.total, Some(197));
    let counted: Vec<_> = counts.counts.iter().map(|count| (count.state, count.devices)).collect();
    assert_eq!(counted, [(2, 40), (2, 157)], "by batch, the older one first");
}

#[rstest]
#[tokio::test]
async fn results_stand_in_the_order_of_the_file_and_can_be_filtered_and_paged(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 95);
    clerk.registers(&app, customer, &tuples(&devices[20..30])).await;
    let lines = devices.iter().enumerate().map(|(number, device)| {
        if number % 9 == 4 { Line { model: String::new(), ..tuple(device) } } else { tuple(device) }
    });
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;

    let all = clerk.results(customer, job).await;
    assert_eq!(all.iter().map(|row| row.number).collect::<Vec<_>>(), (1..=95).collect::<Vec<_>>());
    assert_eq!(all.iter().map(|row| row.line).collect::<Vec<_>>(), (2..=96).collect::<Vec<_>>());
    for outcome in [Outcome::Registered, Outcome::Already, Outcome::Failed, Outcome::Cancelled] {
        let expected: Vec<_> = all.iter().filter(|row| row.outcome == outcome).cloned().collect();
        for size in [1, 4, 1_000] {
            let mut shown = Vec::new();
            for number in 1..=(expected.len() as u64).div_ceil(size) {
                let page =
                    clerk.service.results(&clerk.context, customer, job, Some(outcome), number, size).await;
                let page = page.unwrap();
                assert_eq!((page.number, page.total), (number, expected.len() as u64));
                shown.extend(page.rows);
            }
            assert_eq!(shown, expected, "{outcome:?} by {size}");
        }
    }
    let beyond = clerk.service.results(&clerk.context, customer, job, None, 99, 10).await.unwrap();
    assert_eq!(beyond.rows.last(), all.last(), "a page beyond the last one is the last one");
}

#[rstest]
#[tokio::test]
async fn a_cancelled_job_stops_within_one_part_and_marks_the_rest(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 400))).await;
    app.work_until(customer, job, 2).await;
    let before = clerk.job(customer, job).await;
    assert!(before.registered >= 20 && !before.is_over(), "{before:?}");

    assert!(clerk.service.cancel_job(&clerk.context, customer, job).await.unwrap());
    assert!(!clerk.service.cancel_job(&clerk.context, customer, job).await.unwrap(), "it is cancelled once");
    let during = clerk.job(customer, job).await;
    assert_eq!((during.state, during.reason.as_deref()), (JobState::Cancelled, Some("asked")));
    assert!(!during.is_over() && !during.can_retry(), "rows are still to be marked");
    app.work_on().await;

    let after = clerk.job(customer, job).await;
    assert_eq!((after.state, after.percent()), (JobState::Cancelled, 100));
    assert_eq!(after.registered, before.registered, "no part was begun after the cancellation");
    assert_eq!(after.registered + after.cancelled, 400);
    let verdicts = clerk.verdicts(customer, job).await;
    assert_eq!(
        verdicts.iter().filter(|verdict| *verdict == "cancelled CancelledBySubmitter").count() as u64,
        after.cancelled
    );
    assert_eq!(clerk.devices(customer).await.len() as u64, after.registered);
}

#[rstest]
#[tokio::test]
async fn a_job_can_be_cancelled_before_it_began(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 2);
    let broken = Line { model: String::new(), ..tuple(&d[1]) };
    let job = clerk.hands_in(customer, &list([tuple(&d[0]), tuple(&d[0]), broken])).await;
    clerk.service.cancel_job(&clerk.context, customer, job).await.unwrap();
    app.work().await;
    let by_us = "cancelled CancelledBySubmitter";
    assert_eq!(clerk.verdicts(customer, job).await, [by_us, by_us, "failed 803"]);
    assert!(clerk.devices(customer).await.is_empty());
    assert_eq!(
        clerk.registers(&app, customer, &list([tuple(&d[0])])).await,
        ["registered"],
        "nothing was claimed"
    );
}

#[rstest]
#[tokio::test]
async fn consent_that_ends_while_a_job_runs_stops_it_with_the_reason(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 400))).await;
    app.work_until(customer, job, 2).await;
    app.consent_ends(customer, &clerk).await;
    let registered = administrator.job(customer, job).await.registered;
    app.work_on().await;

    let view = administrator.job(customer, job).await;
    assert_eq!((view.state, view.reason.as_deref()), (JobState::Cancelled, Some("consent-ended")));
    assert_eq!((view.registered, view.registered + view.cancelled), (registered, 400));
    let left_out = administrator.results_of(customer, job, Some(Outcome::Cancelled)).await;
    assert!(left_out.iter().all(|row| short(row) == "cancelled ConsentEnded"), "each row says why");
    let log = administrator.service.audit_log(&administrator.context, None, 100).await.unwrap().entries;
    let stops: Vec<_> = log.iter().filter(|entry| entry.action == "job.stop").collect();
    assert_eq!(stops.len(), 1, "said once, whatever the number of parts");
    assert_eq!(stops[0].actor_id, None, "it was the service, not a person");
    assert!(matches!(clerk.service.job(&clerk.context, customer, job).await, Err(ServiceError::NotFound)));
}

#[rstest]
#[tokio::test]
async fn a_part_that_can_never_be_read_ends_with_errors_instead_of_holding_the_job_up(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 30))).await;
    let job = clerk.submits(customer, upload).await;
    taxiway_store::write!(app.store, |tx| { tx.delete_upload(customer, upload).await }).unwrap();
    for _ in 0..20 {
        app.later(SignedDuration::from_mins(3));
        let _ = app.service.work_until_idle().await;
    }
    assert_eq!(clerk.verdicts(customer, job).await, ["failed StorageError"; 30]);
    assert!(clerk.job(customer, job).await.is_over());
}

#[rstest]
#[tokio::test]
async fn a_part_whose_worker_died_is_taken_over_when_its_lease_ends(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 30))).await;
    let now = app.service.now();
    let dead = uuid::Uuid::from_u128(7);
    let lease = app.service.settings().lease;
    let taken =
        taxiway_store::write!(app.store, |tx| { tx.lease_part_any_tenant(dead, now, now + lease).await });
    assert!(taken.unwrap().is_some());
    app.work().await;
    assert_eq!(clerk.job(customer, job).await.done(), 0, "somebody is on it");
    app.later(lease + SignedDuration::from_secs(1));
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered"; 30]);
}

#[rstest]
#[tokio::test]
async fn jobs_are_seen_and_stopped_by_those_who_may(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let partner = OrganisationKind::DirectPartner;
    let helpdesk = app.person(clerk.organisation(), partner, "help", Role::HelpdeskAgent).await;
    let administrator = app.administrator(customer).await;
    let mut jobs = Vec::new();
    for seed in 0..5 {
        app.later(SignedDuration::from_secs(1));
        jobs.push(clerk.hands_in(customer, &tuples(&fleet(seed, 2))).await);
    }
    jobs.reverse();
    for who in [&clerk, &helpdesk, &administrator] {
        let first = who.service.jobs(&who.context, customer, None, 3).await.unwrap();
        let rest = who.service.jobs(&who.context, customer, first.next, 3).await.unwrap();
        let seen: Vec<_> = first.jobs.iter().chain(&rest.jobs).map(|job| job.job_id).collect();
        assert_eq!((seen, rest.next), (jobs.clone(), None), "newest first");
    }
    assert!(rival.service.jobs(&rival.context, customer, None, 3).await.unwrap().jobs.is_empty());
    let not_found = rival.service.job(&rival.context, customer, jobs[0]).await;
    assert!(matches!(not_found, Err(ServiceError::NotFound)));
    let not_found = rival.service.cancel_job(&rival.context, customer, jobs[0]).await;
    assert!(matches!(not_found, Err(ServiceError::NotFound)));
    let forbidden = helpdesk.service.cancel_job(&helpdesk.context, customer, jobs[0]).await;
    assert!(matches!(forbidden, Err(ServiceError::Forbidden { .. })));
    assert!(administrator.service.cancel_job(&administrator.context, customer, jobs[0]).await.unwrap());
    let reason = clerk.job(customer, jobs[0]).await.reason;
    assert_eq!(reason.as_deref(), Some("asked"), "the customer may stop what is done to it");
}

#[rstest]
#[tokio::test]
async fn the_overview_adds_up(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 60);
    let kiosk = "Microsoft365Managed_Kiosk";
    let mut lines: Vec<_> = devices[..30].iter().map(tuple).collect();
    lines[3] = lines[3].clone().tagged(kiosk);
    lines[5].model.clear();
    clerk.registers(&app, customer, &list(lines)).await;
    app.later(SignedDuration::from_secs(1));
    let job = clerk.hands_in(customer, &tuples(&devices[30..])).await;

    let seen = clerk.service.overview(&clerk.context, customer).await.unwrap();
    assert_eq!((seen.ready, seen.pending, seen.failed), (29, 30, 1));
    assert_eq!(seen.tags, [(String::new(), 28), (kiosk.to_owned(), 1)]);
    assert_eq!(seen.jobs.iter().map(|job| job.rows).collect::<Vec<_>>(), [30, 30]);
    app.work().await;
    let seen = clerk.service.overview(&clerk.context, customer).await.unwrap();
    assert_eq!((seen.ready, seen.pending, seen.failed), (59, 0, 1));
    assert_eq!(seen.batches.len(), 2);
    assert!(clerk.results(customer, job).await.iter().all(|row| short(row) == "registered"));
}
