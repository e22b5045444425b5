//! Delegated administration: who sees what with it and without it, on every way to the data.

use rstest::rstest;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId, UploadId};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_service::{DeviceFilter, RowFilter, ServiceError};
use taxiway_store::Engine;

use crate::app::{Person, TestApp};
use crate::consents::KIOSK;
use crate::files::{fleet, list, tuple};

/// What there is of another partner.
struct Theirs {
    customer: OrganisationId,
    upload: UploadId,
    job: JobId,
    device: DeviceId,
    serial: String,
    key: String,
}

/// Everything that somebody sees of the other partner's things, way by way.
async fn ways(who: &Person, theirs: &Theirs) -> Vec<(&'static str, bool)> {
    let (service, context, customer) = (&who.service, &who.context, theirs.customer);
    let all = DeviceFilter::default();
    let search = |text: &str| DeviceFilter { search: Some(text.to_owned()), ..DeviceFilter::default() };
    let devices = service.devices(context, customer, &all, None, 100).await.expect("it is there");
    let export = service.export_devices(context, customer, &all, None, 100).await.expect("it is there");
    let overview = service.overview(context, customer).await.expect("it is there");
    let jobs = service.jobs(context, customer, None, 100).await.expect("it is there");
    let listed = service.customers(context, "", 1, 10).await.expect("it is there");
    let tagged = DeviceFilter { group_tag: Some(KIOSK.to_owned()), ..DeviceFilter::default() };
    let found = |error: Option<&ServiceError>| match error {
        None => true,
        Some(ServiceError::NotFound) => false,
        Some(other) => panic!("{other:?}"),
    };
    let mut ways = vec![
        ("list", devices.devices.iter().any(|row| row.device.device_id == theirs.device)),
        ("total", devices.total == Some(5)),
        ("batches", devices.batches.len() == 2),
        ("counts", devices.counts.len() == 2),
        ("tag", !who.finds(customer, &tagged, 10).await.is_empty()),
        ("serial", !who.finds(customer, &search(&theirs.serial), 10).await.is_empty()),
        ("key", !who.finds(customer, &search(&theirs.key), 10).await.is_empty()),
        ("device", found(service.device(context, customer, theirs.device).await.err().as_ref())),
        ("export", export.devices.len() == 5),
        ("overview", overview.ready == 5),
        ("overview tags", overview.tags.iter().any(|(tag, _)| tag == KIOSK)),
        ("overview batches", overview.batches.len() == 2),
        ("overview jobs", overview.jobs.len() == 2),
        ("jobs", jobs.jobs.len() == 2),
        ("job", found(service.job(context, customer, theirs.job).await.err().as_ref())),
        ("results", found(service.results(context, customer, theirs.job, None, 1, 9).await.err().as_ref())),
        ("result parts", found(service.result_parts(context, customer, theirs.job).await.err().as_ref())),
        ("result part", found(service.result_part(context, customer, theirs.job, 1).await.err().as_ref())),
        (
            "submitters",
            !service.submitters(context, customer, &[theirs.job]).await.expect("it is there").is_empty(),
        ),
        ("customers", listed.items[0].devices == 5),
    ];
    if context.may(Action::UploadRead) {
        let upload = theirs.upload;
        let preview = service.preview(context, customer, upload, RowFilter::All, 1, 9).await;
        ways.extend([
            ("upload", found(service.upload(context, customer, upload).await.err().as_ref())),
            ("preview", found(preview.err().as_ref())),
            ("upload parts", found(service.upload_parts(context, customer, upload).await.err().as_ref())),
            (
                "repaired part",
                found(service.repaired_part(context, customer, theirs.job, 1).await.err().as_ref()),
            ),
            ("job of upload", found(service.job_of_upload(context, customer, upload).await.err().as_ref())),
        ]);
    }
    ways
}

#[rstest]
#[tokio::test]
async fn with_it_admin_and_helpdesk_agents_see_everything_and_without_it_nobody_sees_what_others_did(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let sales = app.clerk("Fabrikam", &[customer]).await;
    let partner = OrganisationKind::DirectPartner;
    let admin = app.admin_of(&sales).await;
    let help = app.person(sales.organisation(), partner, "help", Role::HelpdeskAgent).await;
    let d = fleet(1, 5);
    sales.registers(&app, customer, &list(d[..2].iter().map(tuple))).await;
    let upload =
        rival.uploads(customer, &list(d[2..].iter().map(|one| tuple(one).key(one).tagged(KIOSK)))).await;
    let job = rival.submits(customer, upload).await;
    app.work().await;
    let device = rival.devices(customer).await.remove(0);
    let theirs = Theirs {
        customer,
        upload,
        job,
        device: device.device_id,
        serial: device.serial_number.unwrap(),
        key: device.product_key.unwrap(),
    };
    let check = async |who: &Person, expected: bool| {
        let ways = ways(who, &theirs).await;
        assert!(ways.len() >= 20);
        let wrong: Vec<_> = ways.iter().filter(|(_, seen)| *seen != expected).map(|(way, _)| way).collect();
        assert!(wrong.is_empty(), "{}: seen is not {expected} by {wrong:?}", who.context.actor.name);
        let acts = who.service.acts_on_behalf(&who.context, customer).await.unwrap();
        assert_eq!(acts, expected, "{}", who.context.actor.name);
    };
    for who in [&admin, &help, &sales] {
        check(who, false).await;
    }
    // Granted and removed again: each time it holds for the very next request.
    app.delegates(customer, true).await;
    for (who, expected) in [(&admin, true), (&help, true), (&sales, false)] {
        check(who, expected).await;
    }
    app.delegates(customer, false).await;
    for who in [&admin, &help, &sales] {
        check(who, false).await;
    }
}

#[rstest]
#[tokio::test]
async fn acts_on_behalf_of_the_customer_are_in_its_log_and_read_only_people_do_none(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let delegate = app.organisation(OrganisationKind::DirectPartner, "Tailspin").await;
    app.consents(customer, delegate, true).await;
    let partner = OrganisationKind::DirectPartner;
    let admin = app.person(delegate, partner, "admin.tailspin", Role::AdminAgent).await;
    let help = app.person(delegate, partner, "help", Role::HelpdeskAgent).await;
    let sales = app.person(delegate, partner, "sales", Role::SalesAgent).await;
    let administrator = app.administrator(customer).await;
    let job = rival.hands_in(customer, &list(fleet(1, 5).iter().map(tuple))).await;
    let refused = help.service.cancel_job(&help.context, customer, job).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "sales-agent" })), "{refused:?}");
    let refused = sales.service.cancel_job(&sales.context, customer, job).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    assert!(admin.service.cancel_job(&admin.context, customer, job).await.unwrap());
    app.work().await;
    assert_eq!(rival.verdicts(customer, job).await, ["cancelled CancelledByCustomer"; 5]);
    for who in [&administrator, &rival, &admin] {
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let cancelled = log.iter().find(|entry| entry.action == "job.cancel").expect("it is in the log");
        assert_eq!(cancelled.actor_name, "admin.tailspin");
        assert_eq!(cancelled.on_behalf_of_name.as_deref(), Some("Contoso"));
    }
}
