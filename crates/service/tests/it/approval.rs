//! Uploads that the customer approves, as a whole, in part, or not at all.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{ApprovalPage, Choice, Decision, JobState, Outcome, ServiceError};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, short};
use crate::consents::{KIOSK, STANDARD, each, parts_of, tags, told};
use crate::files::{Line, fleet, list, tuple, tuples};

const REFUSED: &str = "failed NotApprovedByCustomer not-approved";

async fn looks(who: &Person, customer: OrganisationId, job: JobId, number: u64) -> ApprovalPage {
    who.service.waiting_upload(&who.context, customer, job, number, 100).await.expect("it waits")
}

async fn chooses(who: &Person, customer: OrganisationId, job: JobId, choice: Choice) {
    let version = looks(who, customer, job, 1).await.version;
    who.service.choose_rows(&who.context, customer, job, version, &choice).await.expect("it is chosen");
}

async fn decides(
    who: &Person,
    customer: OrganisationId,
    job: JobId,
    decision: Decision,
    why: Option<&str>,
) -> Result<(), ServiceError> {
    let version = looks(who, customer, job, 1).await.version;
    who.service.decide_upload(&who.context, customer, job, version, (decision, why)).await
}

/// A customer that looks at each upload, its administrator and a partner's clerk.
async fn careful(app: &TestApp) -> (OrganisationId, Person, Person) {
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &each()).await;
    let administrator = app.administrator(customer).await;
    (customer, administrator, clerk)
}

async fn waiting(who: &Person, customer: OrganisationId) -> Vec<JobId> {
    let page = who.service.waiting_uploads(&who.context, customer, None, 50).await.expect("the list");
    page.uploads.iter().map(|upload| upload.job.job_id).collect()
}

#[rstest]
#[tokio::test]
async fn nothing_is_registered_before_the_customer_approves(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let (customer, administrator, clerk) = careful(&app).await;
    assert!(waiting(&administrator, customer).await.is_empty());
    let d = fleet(1, 30);
    let mut lines: Vec<_> = d.iter().map(tuple).collect();
    lines[3].model.clear();
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let view = clerk.job(customer, job).await;
    assert_eq!(
        (view.state, view.done(), view.can_cancel(), view.is_over()),
        (JobState::PendingApproval, 0, true, false)
    );
    assert!(clerk.devices(customer).await.is_empty() && !app.is_busy().await);
    let overview = clerk.service.overview(&clerk.context, customer).await.unwrap();
    assert_eq!(overview.pending, 30);

    assert_eq!(waiting(&administrator, customer).await, [job]);
    assert_eq!(
        administrator.service.waiting_uploads_count(&administrator.context, customer).await.unwrap(),
        1
    );
    assert_eq!(clerk.service.waiting_uploads_count(&clerk.context, customer).await.unwrap(), 0);
    let page = looks(&administrator, customer, job, 1).await;
    assert_eq!((page.waiting.partner.as_str(), page.total, page.chosen), ("Fabrikam", 30, 29));
    assert_eq!(page.counts.map(|counts| (counts.ok, counts.errors)), Some((29, 1)));
    assert_eq!(page.rows[3].chosen, None, "what cannot be registered is not chosen");
    assert!(page.rows[4].chosen == Some(true) && page.rows[4].row.row.cells.serial_number.is_some());

    decides(&administrator, customer, job, Decision::All, None).await.unwrap();
    assert!(waiting(&administrator, customer).await.is_empty());
    app.work().await;
    let view = clerk.job(customer, job).await;
    assert_eq!((view.state, view.registered, view.failed), (JobState::Finished, 29, 1));
    let approval = view.approval.expect("the customer's say");
    assert_eq!((approval.state.as_str(), approval.reason), ("decided", None));
    let again = administrator.service.waiting_upload(&administrator.context, customer, job, 1, 10).await;
    assert!(matches!(again, Err(ServiceError::Conflict("approval-over"))), "{again:?}");

    // Both sides find it in their logs.
    for who in [&administrator, &clerk] {
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let decided = log.iter().find(|entry| entry.action == "approval.decide").expect("it is in the log");
        assert_eq!((decided.actor_name.as_str(), decided.object_id.clone()), ("admin", job.to_string()));
    }
}

#[rstest]
#[tokio::test]
async fn of_20_000_rows_some_are_approved_by_group_and_by_page(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(3_000)).await;
    let (customer, administrator, clerk) = careful(&app).await;
    let d = fleet(1, 20_000);
    // Tags stand in runs, every seventh row has the other one.
    let tag = |number: usize| if number % 7 == 3 { KIOSK } else { STANDARD };
    let lines = d.iter().enumerate().map(|(number, one)| tuple(one).tagged(tag(number)));
    let job = clerk.hands_in(customer, &list(lines)).await;

    let page = looks(&administrator, customer, job, 7).await;
    assert_eq!((page.total, page.number, page.chosen), (20_000, 7, 20_000));
    assert_eq!(
        page.rows.iter().map(|row| row.row.row.number).collect::<Vec<_>>(),
        (601..=700).collect::<Vec<_>>()
    );
    assert_eq!(page.groups.iter().map(|group| group.rows).sum::<u64>(), 20_000);
    assert!(page.groups.len() > 8 && page.groups.iter().all(|group| group.chosen == group.rows));
    let kiosks: Vec<_> =
        page.groups.iter().filter(|group| group.name.as_ref().unwrap().group_tag == KIOSK).collect();
    for group in &kiosks {
        let choice = Choice::Group { key: group.key.clone(), chosen: false };
        chooses(&administrator, customer, job, choice).await;
    }
    // On a page, two rows are taken out and one kiosk is let in; the rest of the page stays as it is.
    let page = looks(&administrator, customer, job, 3).await;
    let shown: Vec<u64> =
        page.rows.iter().filter(|row| row.chosen.is_some()).map(|row| row.row.row.number).collect();
    let mut chosen: Vec<u64> =
        page.rows.iter().filter(|row| row.chosen == Some(true)).map(|row| row.row.row.number).collect();
    let out = [chosen[0], chosen[5]];
    chosen.retain(|row| !out.contains(row));
    let back = shown.iter().copied().find(|row| tag(usize::try_from(*row).unwrap() - 1) == KIOSK).unwrap();
    chosen.push(back);
    // Rows of other pages are no concern of this one, whatever the form says.
    chosen.push(4);
    chooses(&administrator, customer, job, Choice::Rows { shown, chosen }).await;

    let refused = |row: u64| {
        let kiosk = tag(usize::try_from(row).unwrap() - 1) == KIOSK;
        out.contains(&row) || kiosk && row != back
    };
    let wanted = (1..=20_000).filter(|row| !refused(*row)).count() as u64;
    assert_eq!(looks(&administrator, customer, job, 1).await.chosen, wanted);
    let without = decides(&administrator, customer, job, Decision::Chosen, Some("  ")).await;
    assert!(matches!(without, Err(ServiceError::Invalid { code: "reason-missing", .. })), "{without:?}");
    let why = "Kiosks are\nnot ordered";
    decides(&administrator, customer, job, Decision::Chosen, Some(why)).await.unwrap();
    app.work().await;

    let results = clerk.results(customer, job).await;
    assert_eq!(results.len(), 20_000);
    for row in &results {
        assert_eq!(told(row), if refused(row.number) { REFUSED } else { "registered" }, "row {}", row.number);
    }
    let said = results.iter().find(|row| row.outcome == Outcome::Failed).unwrap();
    assert_eq!(said.findings[0].used.as_deref(), Some(why));
    assert_eq!(clerk.devices(customer).await.len() as u64, wanted);
}

#[rstest]
#[tokio::test]
async fn what_is_refused_is_corrected_or_tried_again_and_waits_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(6)).await;
    let (customer, administrator, clerk) = careful(&app).await;
    let d = fleet(1, 20);
    let mut lines: Vec<_> = d.iter().map(tuple).collect();
    lines[2].model.clear();
    // The same device once more: it goes the way of its first row.
    lines[19] = tuple(&d[4]);
    let job = clerk.hands_in(customer, &list(lines)).await;
    let choice = Choice::Rows { shown: (1..=20).collect(), chosen: (1..=4).chain(9..=19).collect() };
    chooses(&administrator, customer, job, choice).await;
    decides(&administrator, customer, job, Decision::Chosen, Some("not ours")).await.unwrap();
    app.work().await;
    let verdicts: Vec<_> = clerk.results(customer, job).await.iter().map(told).collect();
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "registered").count(), 14);
    assert_eq!(verdicts[2], "failed 803", "what was wrong before is still said");
    assert_eq!(verdicts[4..8], [REFUSED; 4]);
    assert_eq!(verdicts[19], REFUSED, "a second row of a refused device does not get it in");

    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.job(customer, again).await.state, JobState::PendingApproval);
    let page = looks(&administrator, customer, again, 1).await;
    assert_eq!(page.waiting.job.retry_of, Some(job));
    assert_eq!(page.rows.iter().map(|row| row.row.row.number).collect::<Vec<_>>(), [3, 5, 6, 7, 8, 20]);
    assert_eq!((page.total, page.chosen), (6, 4));
    decides(&administrator, customer, again, Decision::None, Some("still not")).await.unwrap();
    app.work().await;
    let verdicts: Vec<_> = clerk.results(customer, again).await.iter().map(short).collect();
    assert_eq!(verdicts.iter().filter(|verdict| verdict.starts_with("failed NotApproved")).count(), 5);
    assert_eq!(clerk.devices(customer).await.len(), 14);

    // A corrected list is another upload.
    let corrected = clerk.hands_in(customer, &list(d[4..6].iter().map(tuple))).await;
    decides(&administrator, customer, corrected, Decision::All, None).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, corrected).await, ["registered"; 2]);
    // The customer's own uploads wait for nobody.
    let own = administrator.registers(&app, customer, &list([tuple(&d[6])])).await;
    assert_eq!(own, ["registered"]);
}

#[rstest]
#[tokio::test]
async fn an_upload_that_waits_can_be_withdrawn_and_expires_and_ends_with_the_consent(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(5)).await;
    let (customer, administrator, clerk) = careful(&app).await;
    let withdrawn = clerk.hands_in(customer, &tuples(&fleet(1, 12))).await;
    let stopped = clerk.hands_in(customer, &tuples(&fleet(2, 12))).await;
    let expired = clerk.hands_in(customer, &tuples(&fleet(3, 12))).await;
    assert!(clerk.service.cancel_job(&clerk.context, customer, withdrawn).await.unwrap());
    assert!(administrator.service.cancel_job(&administrator.context, customer, stopped).await.unwrap());
    assert_eq!(app.service.sweep_approvals().await.unwrap(), 0, "there is time");
    app.later(app.service.settings().approval);
    let ended = clerk.hands_in(customer, &tuples(&fleet(4, 12))).await;
    assert_eq!(app.service.sweep_approvals().await.unwrap(), 1);
    assert_eq!(app.service.sweep_approvals().await.unwrap(), 0);
    app.work().await;
    for (job, reason, verdict) in [
        (withdrawn, "asked", "cancelled CancelledBySubmitter"),
        (stopped, "asked", "cancelled CancelledByCustomer"),
        (expired, "approval-expired", "cancelled ApprovalExpired"),
    ] {
        let view = administrator.job(customer, job).await;
        assert_eq!((view.state, view.reason.as_deref()), (JobState::Cancelled, Some(reason)));
        assert_eq!(administrator.verdicts(customer, job).await, [verdict; 12]);
    }
    assert_eq!(administrator.job(customer, withdrawn).await.stopped_by.as_deref(), Some("submitter"));
    assert_eq!(administrator.job(customer, stopped).await.stopped_by.as_deref(), Some("customer"));
    for who in [&administrator, &clerk] {
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let seen = |action: &str| log.iter().filter(|entry| entry.action == action).count();
        assert_eq!((seen("job.cancel"), seen("job.stop")), (2, 1), "{}", who.context.actor.name);
    }
    assert_eq!(waiting(&administrator, customer).await, [ended]);
    app.consent_ends(customer, &clerk).await;
    assert!(waiting(&administrator, customer).await.is_empty());
    app.work().await;
    assert_eq!(administrator.verdicts(customer, ended).await, ["cancelled ConsentEnded"; 12]);
    assert!(administrator.devices(customer).await.is_empty());
}

#[rstest]
#[tokio::test]
async fn nobody_decides_about_what_he_has_not_seen(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, administrator, clerk) = careful(&app).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 5))).await;
    let seen = looks(&administrator, customer, job, 1).await.version;
    chooses(&administrator, customer, job, Choice::None).await;
    assert_eq!(looks(&administrator, customer, job, 1).await.chosen, 0);
    let (service, context) = (&administrator.service, &administrator.context);
    let late = service.choose_rows(context, customer, job, seen, &Choice::All).await;
    assert!(matches!(late, Err(ServiceError::Conflict("approval-changed"))), "{late:?}");
    let late = service.decide_upload(context, customer, job, seen, (Decision::All, None)).await;
    assert!(matches!(late, Err(ServiceError::Conflict("approval-changed"))), "{late:?}");
    chooses(&administrator, customer, job, Choice::All).await;
    let unknown = Choice::Group { key: "0000000000000000".to_owned(), chosen: true };
    let version = looks(&administrator, customer, job, 1).await.version;
    let unknown = service.choose_rows(context, customer, job, version, &unknown).await;
    assert!(matches!(unknown, Err(ServiceError::Conflict("approval-changed"))), "{unknown:?}");
    let long = "x".repeat(501);
    let refused = decides(&administrator, customer, job, Decision::None, Some(&long)).await;
    assert!(
        matches!(refused, Err(ServiceError::Invalid { field: "reason", code: "text", .. })),
        "{refused:?}"
    );
    // Choosing everything is approving everything: no reason is asked for.
    decides(&administrator, customer, job, Decision::Chosen, None).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered"; 5]);
}

#[rstest]
#[tokio::test]
async fn only_the_customers_own_people_who_register_devices_decide(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, _, clerk) = careful(&app).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 5))).await;
    let stranger = app.customer("Adatum").await;
    let stranger = app.administrator(stranger).await;
    let boss = app.admin_of(&clerk).await;
    app.delegates(customer, true).await;
    let person = async |name: &str, role| app.person(customer, OrganisationKind::Customer, name, role).await;
    let reader = person("reader", Role::GlobalReader).await;
    let attempts = async |who: &Person| {
        let list = who.service.waiting_uploads(&who.context, customer, None, 5).await.map(drop);
        let page = who.service.waiting_upload(&who.context, customer, job, 1, 5).await.map(drop);
        let choice = who.service.choose_rows(&who.context, customer, job, 1, &Choice::None).await;
        let decision = who.service.decide_upload(&who.context, customer, job, 1, (Decision::All, None)).await;
        [list, page, choice, decision].map(|outcome| match outcome {
            Err(ServiceError::Forbidden { needs }) => format!("needs {needs}"),
            Err(error) => error.to_string(),
            Ok(()) => "done".to_owned(),
        })
    };
    assert_eq!(attempts(&stranger).await, ["not found"; 4]);
    assert_eq!(attempts(&clerk).await, ["needs "; 4], "no role of a partner may");
    assert_eq!(attempts(&boss).await, ["needs "; 4], "not even with delegated administration");
    assert_eq!(attempts(&reader).await, ["needs policy-and-profile-manager"; 4]);
    assert_eq!(clerk.job(customer, job).await.state, JobState::PendingApproval);
    let manager = person("manager", Role::PolicyAndProfileManager).await;
    decides(&manager, customer, job, Decision::All, None).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn the_consents_limits_are_seen_and_hold_for_what_is_approved_too(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, administrator, clerk) = careful(&app).await;
    app.scoped(
        customer,
        &taxiway_domain::relationship::Scope { approval: each().approval, ..tags(&[STANDARD]) },
    )
    .await;
    let d = fleet(1, 6);
    let lines = d
        .iter()
        .enumerate()
        .map(|(number, one)| tuple(one).tagged(if number < 2 { KIOSK } else { STANDARD }));
    let job = clerk.hands_in(customer, &list(lines)).await;
    let page = looks(&administrator, customer, job, 1).await;
    assert_eq!(page.counts.map(|counts| (counts.ok, counts.errors)), Some((4, 2)));
    assert!(page.rows[..2].iter().all(|row| row.chosen.is_none()), "it is refused anyway");
    decides(&administrator, customer, job, Decision::All, None).await.unwrap();
    app.work().await;
    let verdicts: Vec<_> = clerk.results(customer, job).await.iter().map(short).collect();
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "registered").count(), 4);
}

/// The list has pages; its order is the newest first.
#[rstest]
#[tokio::test]
async fn the_list_of_what_waits_has_pages(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let (customer, administrator, clerk) = careful(&app).await;
    let mut jobs = Vec::new();
    for seed in 0..5 {
        app.later(SignedDuration::from_secs(1));
        jobs.push(clerk.hands_in(customer, &list([Line { ..tuple(&fleet(seed, 1)[0]) }])).await);
    }
    jobs.reverse();
    let page = async |before| {
        administrator.service.waiting_uploads(&administrator.context, customer, before, 3).await.unwrap()
    };
    let first = page(None).await;
    let rest = page(first.next).await;
    let seen: Vec<_> = first.uploads.iter().chain(&rest.uploads).map(|one| one.job.job_id).collect();
    assert_eq!((seen, rest.next, first.total), (jobs, None, 5));
}
