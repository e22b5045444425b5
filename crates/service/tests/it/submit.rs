//! Handing an upload to the workers: once, by those who may, with tags and batches that hold.

use rstest::rstest;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{DeviceFilter, ServiceError, Submission};
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::files::{fleet, list, tuple, tuples};

fn asked(request_id: &str) -> Submission {
    Submission { request_id: request_id.to_owned(), ..Submission::default() }
}

#[rstest]
#[tokio::test]
async fn the_same_request_makes_one_job_and_another_one_under_its_id_is_refused(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;
    let job = clerk.submits_with(customer, upload, asked("req-1")).await.unwrap();
    app.work().await;
    assert_eq!(clerk.submits_with(customer, upload, asked("req-1")).await.unwrap(), job);

    let tagged = Submission { group_tag: Some("Microsoft365Managed_Kiosk".to_owned()), ..asked("req-1") };
    let refused = clerk.submits_with(customer, upload, tagged).await;
    assert!(matches!(refused, Err(ServiceError::Conflict("request-id-reused"))), "{refused:?}");
    let jobs = clerk.service.jobs(&clerk.context, customer, None, 10).await.unwrap().jobs;
    assert_eq!(jobs.len(), 1);
    let other = clerk.submits_with(customer, upload, asked("req-2")).await.unwrap();
    assert_ne!(other, job, "another request is another job");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_submits_at_once_make_one_job(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let clerk = clerk.clone();
        all.spawn(async move { clerk.submits_with(customer, upload, asked("req-1")).await.unwrap() });
    }
    let mut jobs = all.join_all().await;
    jobs.dedup();
    assert_eq!(jobs.len(), 1, "everybody is told the same job");
    let listed = clerk.service.jobs(&clerk.context, customer, None, 10).await.unwrap().jobs;
    assert_eq!(listed.iter().map(|job| job.job_id).collect::<Vec<_>>(), jobs);
}

#[rstest]
#[case::misspelled("Microsoft365Managed_Kiosc", "tag-unknown", "Microsoft365Managed_Kiosk")]
#[case::capitals("microsoft365managed_standard", "tag-unknown", "Microsoft365Managed_Standard")]
#[case::never("Reception", "tag-unknown", "")]
#[case::shared(
    "Microsoft365Managed_PowerUser-Shared",
    "tag-not-supported",
    "Microsoft365Managed_PowerUser-Shared"
)]
#[tokio::test]
async fn a_wrong_tag_is_refused_with_the_nearest_valid_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] tag: &str,
    #[case] code: &str,
    #[case] hint: &str,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;
    let wrong = Submission { group_tag: Some(tag.to_owned()), ..asked("req-1") };
    let Err(ServiceError::Invalid { field, code: told, hint: nearest }) =
        clerk.submits_with(customer, upload, wrong).await
    else {
        panic!("the tag is refused");
    };
    assert_eq!((field, told, nearest.as_str()), ("group-tag", code, hint));
    clerk.submits_with(customer, upload, asked("req-1")).await.expect("the request id is still free");
}

#[rstest]
#[tokio::test]
async fn a_tag_of_the_customers_own_is_taken_for_that_customer_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    app.service.create_custom_tag(customer, "Reception", DeviceProfile::Kiosk, "setup").await.unwrap();
    let tagged = |request| Submission { group_tag: Some("Reception".to_owned()), ..asked(request) };
    let devices = fleet(1, 4);
    let upload = clerk.uploads(customer, &tuples(&devices[..2])).await;
    clerk.submits_with(customer, upload, tagged("req-1")).await.expect("the tag is the customer's own");
    let upload = clerk.uploads(other, &tuples(&devices[2..])).await;
    let refused = clerk.submits_with(other, upload, tagged("req-2")).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "tag-unknown", .. })), "{refused:?}");

    app.work().await;
    let tags: Vec<_> = clerk.devices(customer).await.into_iter().map(|device| device.group_tag).collect();
    assert_eq!(tags, [Some("Reception".to_owned()), Some("Reception".to_owned())]);
    let again = app.service.create_custom_tag(customer, "Reception", DeviceProfile::Standard, "setup").await;
    assert!(matches!(again, Err(ServiceError::Conflict("tag-exists"))), "{again:?}");
}

#[rstest]
#[tokio::test]
async fn the_tag_of_a_row_counts_before_the_tag_of_the_job(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 3);
    let kiosk = "Microsoft365Managed_Kiosk";
    let lines = [tuple(&devices[0]).tagged(kiosk), tuple(&devices[1]), tuple(&devices[2]).tagged("Kiosc")];
    let upload = clerk.uploads(customer, &list(lines)).await;
    let standard = "Microsoft365Managed_Standard";
    let submission = Submission { group_tag: Some(standard.to_owned()), ..asked("req-1") };
    let job = clerk.submits_with(customer, upload, submission).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered", "registered", "failed 801"]);
    let tags: Vec<_> = clerk.results(customer, job).await.into_iter().map(|row| row.group_tag).collect();
    assert_eq!(
        tags[..2],
        [Some(kiosk.into()), Some(standard.into())],
        "a wrong tag is never silently replaced"
    );
    let counts = clerk
        .service
        .devices(&clerk.context, customer, &DeviceFilter::default(), None, 10)
        .await
        .unwrap()
        .counts;
    let mut by_tag: Vec<_> = counts.iter().map(|count| (count.group_tag.as_str(), count.devices)).collect();
    by_tag.sort_unstable();
    assert_eq!(by_tag, [(kiosk, 1), (standard, 1)]);
}

#[rstest]
#[tokio::test]
async fn a_batch_is_extended_by_its_partner_and_by_nobody_else(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let devices = fleet(1, 6);
    let named = |request| Submission { batch_name: Some(" Spring delivery ".to_owned()), ..asked(request) };
    let mut jobs = Vec::new();
    for (request, part) in [("req-1", &devices[..2]), ("req-2", &devices[2..4])] {
        let upload = clerk.uploads(customer, &tuples(part)).await;
        jobs.push(clerk.submits_with(customer, upload, named(request)).await.unwrap());
    }
    app.work().await;
    let (first, second) = (clerk.job(customer, jobs[0]).await, clerk.job(customer, jobs[1]).await);
    assert_eq!((first.batch_id, first.batch_name.as_str()), (second.batch_id, "Spring delivery"));

    // Capitals make no difference, and what the batch is called stays.
    let upload = clerk.uploads(customer, &tuples(&devices[..2])).await;
    let loud = Submission { batch_name: Some("SPRING Delivery".to_owned()), ..asked("req-loud") };
    let third = clerk.submits_with(customer, upload, loud).await.unwrap();
    let third = clerk.job(customer, third).await;
    assert_eq!((third.batch_id, third.batch_name.as_str()), (first.batch_id, "Spring delivery"));

    // Another partner never learns that the name is taken.
    let upload = rival.uploads(customer, &tuples(&devices[4..])).await;
    let theirs = rival.submits_with(customer, upload, named("req-same-name")).await.unwrap();
    let theirs = rival.job(customer, theirs).await;
    assert_eq!(theirs.batch_name, "Spring delivery");
    assert_ne!(theirs.batch_id, first.batch_id);
    let job = rival.submits_with(customer, upload, asked("req-3")).await.unwrap();
    assert!(
        rival.job(customer, job).await.batch_name.starts_with("delivery.csv 2026-03-02"),
        "a batch has a name"
    );
    // In the same second, with a file of the same name: nobody chose that name, so nobody is in anybody's way.
    for (who, request) in [(&clerk, "req-4"), (&rival, "req-5")] {
        let upload = who.uploads(customer, &tuples(&devices[..2])).await;
        let another = who.submits_with(customer, upload, asked(request)).await.unwrap();
        assert_ne!(who.job(customer, another).await.batch_id, rival.job(customer, job).await.batch_id);
    }
}

#[rstest]
#[tokio::test]
async fn only_those_who_may_register_can_submit(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;

    let partner = OrganisationKind::DirectPartner;
    let helpdesk = app.person(clerk.organisation(), partner, "help", Role::HelpdeskAgent).await;
    let refused = helpdesk.submits_with(customer, upload, asked("req-1")).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "sales-agent" })), "{refused:?}");
    let reader = app.person(customer, OrganisationKind::Customer, "reader", Role::GlobalReader).await;
    let refused = reader.submits_with(customer, upload, asked("req-1")).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
    for (who, tenant) in [(&clerk, other), (&app.administrator(other).await, customer)] {
        let refused = who.submits_with(tenant, upload, asked("req-1")).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
    let another = app.clerk("Northwind", &[customer, other]).await;
    let refused = another.submits_with(customer, upload, asked("req-1")).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "the upload of another partner: {refused:?}");
    app.consent_ends(customer, &clerk).await;
    let refused = clerk.submits_with(customer, upload, asked("req-1")).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "without consent: {refused:?}");
    assert!(!app.store.read().await.unwrap().has_open_parts_any_tenant().await.unwrap());
}

#[rstest]
#[case::batch("batch-name")]
#[case::order("order-id")]
#[case::purchase("purchase-id")]
#[tokio::test]
async fn texts_that_are_too_long_or_have_control_characters_are_refused(#[case] field: &'static str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;
    for text in ["x".repeat(129), "a\u{7}b".to_owned()] {
        let mut submission = asked("req-1");
        *match field {
            "batch-name" => &mut submission.batch_name,
            "order-id" => &mut submission.order_id,
            _ => &mut submission.purchase_id,
        } = Some(text);
        let refused = clerk.submits_with(customer, upload, submission).await;
        assert!(
            matches!(refused, Err(ServiceError::Invalid { field: told, .. }) if told == field),
            "{refused:?}"
        );
    }
}
