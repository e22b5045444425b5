//! Looking acts up: both sides see them, and a Global Administrator sees which lower role would have done.

use jiff::SignedDuration;
use newtype_uuid::GenericUuid as _;
use rstest::rstest;
use taxiway_domain::ids::{JobId, UserId};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_service::{ActivityFilter, DeviceFilter, OpenUse, RowFilter, ServiceError};
use taxiway_store::{AuditEntry, Engine};

use crate::app::{Person, TestApp};
use crate::audit::log;
use crate::files::{fleet, hash, list, tuples};

fn acts(entries: &[AuditEntry]) -> Vec<&str> {
    entries.iter().rev().map(|entry| entry.action.as_str()).collect()
}

async fn found(who: &Person, filter: ActivityFilter) -> Vec<AuditEntry> {
    who.service.activity(&who.context, &filter, None, 100).await.expect("it is there").entries
}

/// What a partner reads of a customer's, the customer sees: files, hashes, exports.
#[rstest]
#[tokio::test]
async fn a_customer_sees_what_a_partner_read(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[]).await;
    app.consents(customer, clerk.organisation(), true).await;
    let administrator = app.administrator(customer).await;
    // The customer's own list, which its partner may look at because it administers for it.
    let upload = administrator.uploads(customer, &list([hash(&fleet(1, 1)[0])])).await;
    let job = administrator.submits(customer, upload).await;
    app.work().await;
    let device = administrator.only_device(customer).await.device.device_id;
    let before = log(&administrator).await.len();

    let (service, context) = (&clerk.service, &clerk.context);
    service.preview(context, customer, upload, RowFilter::All, 1, 50).await.unwrap();
    service.begin_upload_export(context, customer, upload).await.unwrap();
    service.begin_results_export(context, customer, job).await.unwrap();
    service.device(context, customer, device).await.unwrap();
    service.begin_export(context, customer, &DeviceFilter::default()).await.unwrap();

    let theirs = log(&administrator).await;
    let told = &theirs[..theirs.len() - before];
    let expected = ["upload.read", "upload.export", "job.export", "device.read-hash", "device.export"];
    assert_eq!(acts(told), expected);
    for entry in told {
        assert_eq!(entry.about_name.as_deref(), Some("Fabrikam"));
        assert_eq!(entry.actor_id, Some(clerk.context.actor.user_id.into_untyped_uuid()));
        assert!(!entry.detail.contains(&fleet(1, 1)[0].serial_number));
    }
    let ours = log(&clerk).await;
    assert_eq!(acts(&ours[..expected.len()]), expected, "and the partner sees the same");
    assert!(ours[..expected.len()].iter().all(|entry| entry.about_name.as_deref() == Some("Contoso")));

    // Whoever looks at what is his own leaves no trace of looking.
    let before = log(&administrator).await.len();
    let (service, context) = (&administrator.service, &administrator.context);
    service.preview(context, customer, upload, RowFilter::All, 1, 50).await.unwrap();
    service.device(context, customer, device).await.unwrap();
    assert_eq!(log(&administrator).await.len(), before);
}

/// The partner sees what changed about its relationship, and when unused files of its own were removed.
#[rstest]
#[tokio::test]
async fn a_partner_sees_what_the_customers_side_changed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    clerk.uploads(customer, &tuples(&fleet(1, 2))).await;
    app.later(SignedDuration::from_hours(24 * 8));
    assert_eq!(app.service.sweep_uploads().await.unwrap(), 1);
    app.consent_ends(customer, &clerk).await;
    for (who, about) in [(&clerk, "Contoso"), (&administrator, "Fabrikam")] {
        let entries = log(who).await;
        assert_eq!(acts(&entries[..2]), ["upload.expire", "relationship.end"]);
        for entry in &entries[..2] {
            assert_eq!((entry.actor_id, entry.about_name.as_deref()), (None, Some(about)));
        }
    }
}

#[rstest]
#[tokio::test]
async fn acts_are_looked_up_by_what_who_whom_and_when(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (contoso, adatum) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[contoso, adatum]).await;
    let kind = OrganisationKind::DirectPartner;
    let other = app.person(clerk.organisation(), kind, "Ösp", Role::AdminAgent).await;
    clerk.uploads(contoso, &tuples(&fleet(1, 1))).await;
    app.later(SignedDuration::from_hours(24));
    let day = app.service.now();
    other.asks("req-Ösp").uploads(adatum, &tuples(&fleet(2, 1))).await;
    app.later(SignedDuration::from_hours(24));
    clerk.uploads(adatum, &tuples(&fleet(3, 1))).await;

    let all = ActivityFilter::default();
    let received = ActivityFilter { action: Some("upload.receive".to_owned()), ..all.clone() };
    let of_adatum = ActivityFilter { organisation: Some(adatum), ..all.clone() };
    let of_other = ActivityFilter { person: Some(other.context.actor.user_id), ..all.clone() };
    assert_eq!(found(&clerk, received.clone()).await.len(), 3);
    assert_eq!(
        acts(&found(&clerk, of_adatum.clone()).await),
        ["relationship.approve", "upload.receive", "upload.receive"]
    );
    assert_eq!(acts(&found(&clerk, of_other.clone()).await), ["upload.receive"]);
    let both = ActivityFilter {
        organisation: Some(adatum),
        person: Some(clerk.context.actor.user_id),
        ..all.clone()
    };
    assert_eq!(acts(&found(&clerk, both).await), ["upload.receive"]);
    let that_day =
        ActivityFilter { from: Some(day), until: Some(day + SignedDuration::from_secs(1)), ..all.clone() };
    assert_eq!(found(&clerk, that_day).await.len(), 1);
    let before_that = ActivityFilter { until: Some(day), ..received };
    assert_eq!(found(&clerk, before_that).await.len(), 1);
    for text in ["req-ösp", " Ösp ", "ADATUM"] {
        let search = ActivityFilter { search: Some(text.to_owned()), ..of_other.clone() };
        assert_eq!(found(&clerk, search).await.len(), 1, "{text}");
    }
    let nobody = ActivityFilter { person: Some(UserId::from_untyped_uuid(uuid::Uuid::nil())), ..all.clone() };
    assert_eq!(found(&clerk, nobody).await, []);
    let long = ActivityFilter { search: Some("x".repeat(101)), ..all.clone() };
    let refused = clerk.service.activity(&clerk.context, &long, None, 1).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "search-long", .. })), "{refused:?}");

    let choices = clerk.service.activity_choices(&clerk.context).await.unwrap();
    assert_eq!(choices.organisations, [(adatum, "Adatum".to_owned()), (contoso, "Contoso".to_owned())]);
    let people: Vec<_> = choices.people.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(people, ["clerk.Fabrikam", "Ösp"]);
    let administrator = app.administrator(adatum).await;
    let choices = administrator.service.activity_choices(&administrator.context).await.unwrap();
    assert_eq!(
        choices.organisations,
        [(clerk.organisation(), "Fabrikam".to_owned())],
        "the other side's view"
    );
}

/// Pages of any size give every entry once, also when entries are written in between.
#[rstest]
#[tokio::test]
async fn paging_misses_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 4, 100)] size: usize,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    for seed in 0..6 {
        clerk.uploads(customer, &tuples(&fleet(seed, 1))).await;
    }
    let whole = log(&clerk).await;
    let (mut read, mut before) = (Vec::new(), None);
    loop {
        let page = clerk.service.audit_log(&clerk.context, before, size).await.unwrap();
        assert!(page.entries.len() <= size);
        read.extend(page.entries);
        clerk.uploads(customer, &tuples(&fleet(9, 1))).await;
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(read, whole);
}

/// Each act states the lowest role that may do it; whoever does it as Global Administrator is told.
#[rstest]
#[tokio::test]
async fn acts_of_a_global_administrator_name_the_role_that_would_do(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let kind = OrganisationKind::Customer;
    let manager = app.person(customer, kind, "manager", Role::IntuneAdministrator).await;
    administrator.asks("upload").uploads(customer, &tuples(&fleet(1, 1))).await;
    administrator
        .service
        .begin_log_export(&administrator.asks("export").context, &ActivityFilter::default())
        .await
        .unwrap();
    manager.asks("upload").uploads(customer, &tuples(&fleet(2, 1))).await;
    let entries = log(&administrator).await;
    let lower: Vec<_> = entries.iter().map(|entry| entry.lower_role.as_deref()).collect();
    assert_eq!(lower[..3], [None, Some("global-reader"), Some("policy-and-profile-manager")]);

    // What takes a Global Administrator somewhere on its way needs one, whatever else it did.
    let asked = administrator.asks("several");
    assert_eq!(asked.context.lower_role(), None, "nothing was asked yet");
    let looked = asked.service.customer(&asked.context, customer, Action::CustomerRead).await;
    looked.unwrap();
    assert_eq!(asked.context.lower_role(), Some(Role::GlobalReader));
    asked.service.customer(&asked.context, customer, Action::RelationshipAdminister).await.unwrap();
    assert_eq!(asked.context.lower_role(), None);
    let theirs = manager.asks("look");
    theirs.service.customer(&theirs.context, customer, Action::CustomerRead).await.unwrap();
    assert_eq!(theirs.context.lower_role(), None, "only the mightiest is told");
}

/// A request knows whether anybody asked if it may do what it does.
#[tokio::test]
async fn a_request_remembers_that_it_was_checked() {
    let app = TestApp::new(Engine::Sqlite).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let asked = clerk.asks("one");
    assert!(!asked.context.checks.were_made());
    let same = asked.context.clone();
    asked.service.jobs(&asked.context, customer, None::<JobId>, 1).await.unwrap();
    assert!(same.checks.were_made(), "whoever shares the request knows");
    let refused = clerk.asks("two");
    refused.service.customer(&refused.context, customer, Action::OrganisationAdminister).await.unwrap_err();
    assert!(refused.context.checks.were_made(), "a refusal is a check too");
    let open = clerk.asks("three");
    open.context.checks.open(OpenUse::SignOut);
    assert!(open.context.checks.were_made());
    assert!(Action::ALL.len() <= 64, "each action has a bit");
}
