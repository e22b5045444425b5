//! What a consent does not cover is refused row by row, and says which limit it is.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::finding::{Column, FindingCode};
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::relationship::Scope;
use taxiway_intake::{Row, RowVerdict};
use taxiway_service::{
    Ids, JobState, Outcome, PreviewWanted, RowCounts, RowFilter, Service, ServiceError, Submission,
};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, noon, short};
use crate::consents::{KIOSK, STANDARD, at_most, model, parts_of, tags, told};
use crate::files::{Line, built, fleet, hash, key, list, tuple, tuples};

const OUTSIDE: &str = "failed OutsideConsentScope";

fn ordered(order: Option<&str>) -> Submission {
    Submission { order_id: order.map(str::to_owned), ..Submission::default() }
}

/// A page of a preview as rows with what the consent says about them.
async fn previewed(
    who: &Person,
    customer: OrganisationId,
    upload: UploadId,
    wanted: PreviewWanted,
) -> (Vec<Row>, RowCounts, u64) {
    let page = who.service.preview_as(&who.context, customer, upload, &wanted).await.expect("a page");
    (page.rows.into_iter().map(|row| row.row).collect(), page.counts, page.total)
}

#[rstest]
#[tokio::test]
async fn of_a_file_with_two_tags_the_covered_half_is_registered_and_each_other_row_says_why(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(7)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &tags(&[STANDARD])).await;
    let d = fleet(1, 40);
    let tag = |number: usize| if number.is_multiple_of(2) { STANDARD } else { KIOSK };
    let lines = d.iter().enumerate().map(|(number, one)| tuple(one).tagged(tag(number)));
    let upload = clerk.uploads(customer, &list(lines)).await;

    // What is shown before is what is done.
    let wanted = |filter, number| PreviewWanted { filter, group_tag: None, number, size: 9 };
    let (rows, counts, total) = previewed(&clerk, customer, upload, wanted(RowFilter::All, 1)).await;
    assert_eq!((counts.ok, counts.warnings, counts.errors, total), (20, 0, 20, 40));
    assert!(rows.iter().all(|row| (row.verdict() == RowVerdict::Error) == (row.number % 2 == 0)));
    let (refused, _, total) = previewed(&clerk, customer, upload, wanted(RowFilter::Errors, 3)).await;
    assert_eq!(total, 20);
    assert_eq!(refused.iter().map(|row| row.number).collect::<Vec<_>>(), [38, 40]);
    assert_eq!(refused[0].findings[0].code, FindingCode::ScopeGroupTag);
    let (fine, ..) = previewed(&clerk, customer, upload, wanted(RowFilter::Ok, 2)).await;
    assert_eq!(
        fine.iter().map(|row| row.number).collect::<Vec<_>>(),
        (19..=35).step_by(2).collect::<Vec<_>>()
    );

    let job = clerk.submits(customer, upload).await;
    app.work().await;
    for (position, row) in clerk.results(customer, job).await.iter().enumerate() {
        let refused = format!("{OUTSIDE} scope-group-tag");
        assert_eq!(told(row), if position % 2 == 0 { "registered" } else { &refused }, "row {}", row.number);
        if position % 2 == 1 {
            let finding = row.findings.last().unwrap();
            assert_eq!((finding.found.as_deref(), finding.used.as_deref()), (Some(KIOSK), Some(STANDARD)));
        }
    }
    assert_eq!(clerk.devices(customer).await.len(), 20);

    // The consent is extended: what was refused can be tried again.
    app.scoped(customer, &tags(&[STANDARD, KIOSK])).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, again).await, ["registered"; 20]);
}

#[rstest]
#[tokio::test]
async fn the_tag_chosen_for_the_upload_counts_where_a_row_has_none(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &tags(&[STANDARD])).await;
    let d = fleet(1, 3);
    let upload = clerk.uploads(customer, &list([tuple(&d[0]), tuple(&d[1]).tagged(KIOSK)])).await;
    let errors = async |tag: Option<&str>| {
        let wanted = PreviewWanted {
            group_tag: tag.map(str::to_owned),
            number: 1,
            size: 9,
            ..PreviewWanted::default()
        };
        previewed(&clerk, customer, upload, wanted).await.1.errors
    };
    assert_eq!((errors(Some(STANDARD)).await, errors(Some(KIOSK)).await, errors(None).await), (1, 2, 2));
    let tagged = Submission { group_tag: Some(STANDARD.to_owned()), ..Submission::default() };
    let job = clerk.submits_with(customer, upload, tagged).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered", OUTSIDE]);
    let untagged = clerk.registers(&app, customer, &list([tuple(&d[2])])).await;
    assert_eq!(untagged, [OUTSIDE], "without a tag it is not covered");
}

#[rstest]
#[tokio::test]
async fn a_model_is_covered_by_what_the_hash_or_the_catalogue_says(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 400);
    let covered = &d[0];
    let others: Vec<_> = d.iter().filter(|one| one.manufacturer != covered.manufacturer).collect();
    let other = others[0];
    let same: Vec<_> = d[1..].iter().filter(|one| one.model == covered.model).take(3).collect();
    app.scoped(customer, &model(&covered.manufacturer, Some(&covered.model))).await;
    let sibling = Line { model: "Another".to_owned(), ..tuple(covered) };
    let sibling = clerk.uploads(customer, &list([sibling])).await;
    let wanted = PreviewWanted { number: 1, size: 9, ..PreviewWanted::default() };
    let (rows, ..) = previewed(&clerk, customer, sibling, wanted).await;
    assert_eq!(
        rows[0].findings[0].column,
        Some(Column::Model),
        "another model of this manufacturer would do"
    );
    // The columns claim another model than the hash: the hash counts.
    let disguised =
        Line { manufacturer: covered.manufacturer.clone(), model: covered.model.clone(), ..hash(others[1]) };
    app.maker_publishes("Maker", &[built(covered), built(same[1])]).await;
    let lines = [tuple(covered), tuple(other), hash(same[0]), disguised, key(same[1]), key(same[2])];
    let upload = clerk.uploads(customer, &list(lines)).await;
    let wanted = PreviewWanted { number: 1, size: 9, ..PreviewWanted::default() };
    let (rows, counts, _) = previewed(&clerk, customer, upload, wanted).await;
    let codes: Vec<_> = rows
        .iter()
        .map(|row| {
            let said = row.findings.iter().find(|finding| finding.code.as_str().starts_with("scope-"));
            said.map_or("", |finding| finding.code.as_str())
        })
        .collect();
    // The catalogue tells which model a product key id belongs to.
    assert_eq!(codes, ["", "scope-model", "", "scope-model", "", "scope-model"]);
    assert_eq!((counts.ok, counts.errors), (3, 3));
    let marked = rows[1].findings.iter().find(|finding| finding.code == FindingCode::ScopeModel).unwrap();
    assert_eq!(marked.column, Some(Column::Manufacturer), "no model of this manufacturer would do");

    let job = clerk.submits(customer, upload).await;
    app.work().await;
    let verdicts: Vec<_> = clerk.results(customer, job).await.iter().map(told).collect();
    let refused = format!("{OUTSIDE} scope-model");
    assert_eq!(verdicts, ["registered", &refused, "registered", &refused, "registered", &refused]);
}

#[rstest]
#[tokio::test]
async fn a_refused_row_does_not_stand_in_the_way_of_a_covered_one_of_the_same_device(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(customer, &tags(&[STANDARD])).await;
    let d = fleet(1, 1);
    let lines = [tuple(&d[0]).tagged(KIOSK), tuple(&d[0]).tagged(STANDARD), tuple(&d[0]).tagged(STANDARD)];
    let verdicts = clerk.registers(&app, customer, &list(lines)).await;
    assert_eq!(verdicts, [OUTSIDE, "registered", "already ZtdDeviceDuplicated"]);
}

#[rstest]
#[case::no_order(None, Some(("order-id", "scope-order-id", "PO-7, PO-8")))]
#[case::other_order(Some("PO-9"), Some(("order-id", "scope-order-id", "PO-7, PO-8")))]
#[case::covered(Some("PO-8"), None)]
#[tokio::test]
async fn an_order_number_outside_of_the_consent_refuses_the_upload_at_its_field(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] order: Option<&str>,
    #[case] refused: Option<(&str, &str, &str)>,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(
        customer,
        &Scope { order_ids: vec!["PO-7".to_owned(), "PO-8".to_owned()], ..Scope::default() },
    )
    .await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 3))).await;
    let submitted = clerk.submits_with(customer, upload, ordered(order)).await;
    let told = match &submitted {
        Err(ServiceError::Invalid { field, code, hint }) => Some((*field, *code, hint.as_str())),
        Ok(_) => None,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(told, refused);
}

#[rstest]
#[tokio::test]
async fn a_consent_that_runs_out_refuses_uploads_and_stops_what_is_under_way(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    app.scoped(
        customer,
        &Scope { ends_at: Some(noon() + SignedDuration::from_hours(1)), ..Scope::default() },
    )
    .await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 400))).await;
    let late = clerk.uploads(customer, &tuples(&fleet(2, 3))).await;
    app.work_until(customer, job, 2).await;
    let registered = clerk.job(customer, job).await.registered;
    app.later(SignedDuration::from_hours(1));
    app.work_on().await;

    let view = clerk.job(customer, job).await;
    assert_eq!((view.state, view.reason.as_deref()), (JobState::Cancelled, Some("scope-ends-at")));
    assert_eq!((view.registered, view.registered + view.cancelled), (registered, 400));
    let left_out = clerk.results_of(customer, job, Some(Outcome::Cancelled)).await;
    assert!(left_out.iter().all(|row| told(row) == "cancelled OutsideConsentScope scope-ends-at"));
    assert_eq!(left_out[0].findings.last().unwrap().used.as_deref(), Some("2026-03-02 13:00 UTC"));
    let refused = clerk.submits_with(customer, late, ordered(None)).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "scope-ends-at", .. })), "{refused:?}");
    let refused = clerk.service.retry_job(&clerk.context, customer, job, "again").await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "scope-ends-at", .. })), "{refused:?}");
    app.scoped(customer, &Scope::default()).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.job(customer, again).await.registered + registered, 400);
}

#[rstest]
#[tokio::test]
async fn a_consent_that_is_narrowed_counts_from_the_next_part_on(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = fleet(1, 400);
    let job = clerk.hands_in(customer, &list(d.iter().map(|one| tuple(one).tagged(KIOSK)))).await;
    app.work_until(customer, job, 2).await;
    app.scoped(customer, &tags(&[STANDARD])).await;
    let registered = clerk.job(customer, job).await.registered;
    app.work_on().await;
    let view = clerk.job(customer, job).await;
    assert_eq!(
        (view.state, view.registered, view.failed),
        (JobState::Finished, registered, 400 - registered)
    );
    let refused = clerk.results_of(customer, job, Some(Outcome::Failed)).await;
    assert!(refused.iter().all(|row| told(row) == format!("{OUTSIDE} scope-group-tag")));
    // The customer's own uploads have no limits.
    let own = administrator.registers(&app, customer, &list(d[390..].iter().map(tuple))).await;
    assert!(own.iter().all(|verdict| verdict == "registered"), "{own:?}");
}

#[rstest]
#[tokio::test]
async fn the_first_rows_take_the_places_that_are_left(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 60);
    app.scoped(customer, &at_most(25)).await;
    assert_eq!(clerk.registers(&app, customer, &tuples(&d[..5])).await, ["registered"; 5]);

    // Devices that are there already take no place; a row that is the same device shares the fate of its place.
    let mut lines: Vec<_> = d.iter().map(|one| tuple(one).key(one)).collect();
    lines.insert(27, lines[26].clone());
    lines.insert(8, Line { model: String::new(), key: String::new(), ..tuple(&d[59]) });
    app.later(SignedDuration::from_secs(1));
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let verdicts: Vec<_> = clerk.results(customer, job).await.iter().map(told).collect();
    let count = |wanted: &str| verdicts.iter().filter(|verdict| verdict.starts_with(wanted)).count();
    assert_eq!((count("registered"), count("already 806"), count("failed 803")), (20, 5, 1));
    let refused = format!("{OUTSIDE} scope-max-devices");
    let over = verdicts.iter().position(|verdict| *verdict == refused).unwrap();
    assert!(verdicts[over..].iter().all(|verdict| *verdict == refused), "the first rows count: {verdicts:?}");
    assert_eq!(clerk.devices(customer).await.len(), 25);
    assert_eq!(clerk.results(customer, job).await.last().unwrap().findings[0].used.as_deref(), Some("25"));

    // What was refused is claimed by nobody; each customer's consent counts by itself.
    let free = list(d[40..50].iter().map(|one| tuple(one).key(one)));
    assert_eq!(clerk.registers(&app, other, &free).await, ["registered"; 10]);
    app.scoped(customer, &at_most(28)).await;
    let again = clerk.service.retry_job(&clerk.context, customer, job, "again").await.unwrap();
    app.work().await;
    assert_eq!(clerk.job(customer, again).await.registered, 3);
    assert_eq!(clerk.devices(customer).await.len(), 28);
    app.scoped(customer, &at_most(2)).await;
    let more = clerk.registers(&app, customer, &tuples(&fleet(9, 2))).await;
    assert_eq!(more, [OUTSIDE; 2], "a number that is lower than what there is takes nothing away");
    assert_eq!(clerk.devices(customer).await.len(), 28);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn exactly_as_many_devices_get_in_as_agreed_however_many_workers_there_are(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(40)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 2_000);
    let mut jobs = Vec::new();
    for part in d.chunks(500) {
        jobs.push(clerk.hands_in(customer, &list(part.iter().map(|one| tuple(one).key(one)))).await);
    }
    app.scoped(customer, &at_most(777)).await;
    let second =
        Service::new(app.database.open().await, app.clock.clone(), Ids::seeded(2), parts_of(40)).await;
    app.work_together(&[app.service.clone(), second.unwrap()], 3).await;
    let (mut registered, mut refused) = (0, 0);
    for job in jobs {
        for row in clerk.results(customer, job).await {
            match short(&row).as_str() {
                "registered" => registered += 1,
                OUTSIDE => refused += 1,
                verdict => panic!("row {}: {verdict}", row.number),
            }
        }
    }
    assert_eq!((registered, refused), (777, 2_000 - 777));
    assert_eq!(clerk.devices(customer).await.len(), 777);
    // Whatever was refused is free: the other customer, whose consent has no limit, gets the rest.
    let rest = clerk.registers(&app, other, &list(d.iter().map(|one| tuple(one).key(one)))).await;
    assert_eq!(rest.iter().filter(|verdict| *verdict == "registered").count(), 2_000 - 777);
    assert_eq!(rest.iter().filter(|verdict| *verdict == "failed 808").count(), 777);
}

/// Deny by default: a scope that nobody can read is not taken for a consent without limits.
#[rstest]
#[tokio::test]
async fn a_scope_that_cannot_be_read_allows_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 3))).await;
    clerk.submits(customer, upload).await;
    app.change(customer, |consent| "{\"max-device\":3}".clone_into(&mut consent.scope)).await;
    assert!(matches!(app.service.work_until_idle().await, Err(ServiceError::Internal { .. })));
    assert!(clerk.devices(customer).await.is_empty());
    let other = Submission { request_id: "other".to_owned(), ..Submission::default() };
    let refused = clerk.submits_with(customer, upload, other).await;
    assert!(matches!(refused, Err(ServiceError::Internal { .. })), "{refused:?}");
}
