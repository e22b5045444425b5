//! Every act leaves an entry in the logs of all concerned, in the transaction of the act.

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{ServiceError, Submission};
use taxiway_store::{AuditEntry, Engine};

use crate::app::{Person, TestApp};
use crate::files::{fleet, tuples};

pub(crate) async fn log(who: &Person) -> Vec<AuditEntry> {
    let (mut entries, mut before) = (Vec::new(), None);
    loop {
        let page = who.service.audit_log(&who.context, before, 3).await.expect("the log may be read");
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() {
            return entries;
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_registration_is_told_in_the_logs_of_partner_and_customer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = fleet(1, 3);
    app.later(SignedDuration::from_secs(1));
    let upload = clerk.asks("req-upload").uploads(customer, &tuples(&d)).await;
    app.later(SignedDuration::from_secs(1));
    let job = clerk.asks("req-submit").submits(customer, upload).await;
    app.later(SignedDuration::from_secs(1));
    app.work().await;

    let (theirs, ours) = (log(&administrator).await, log(&clerk).await);
    let acts = ["upload.receive", "job.submit", "job.finish"];
    let about = |log: &[AuditEntry]| -> Vec<AuditEntry> {
        log.iter().rev().filter(|entry| acts.contains(&entry.action.as_str())).cloned().collect()
    };
    let shared = |log: &[AuditEntry]| -> Vec<AuditEntry> {
        let own =
            |entry| AuditEntry { sequence: 0, about_id: None, about_name: None, hash: Vec::new(), ..entry };
        about(log).into_iter().map(own).collect()
    };
    assert_eq!(shared(&theirs), shared(&ours), "both read the same");
    assert!(about(&theirs).iter().all(|entry| entry.about_name.as_deref() == Some("Fabrikam")));
    assert!(about(&ours).iter().all(|entry| entry.about_name.as_deref() == Some("Contoso")));
    let told = about(&theirs);
    assert_eq!(told.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), acts);
    for entry in &told[..2] {
        assert_eq!(entry.actor_id, Some(clerk.context.actor.user_id.into_untyped_uuid()));
        assert_eq!(
            (entry.actor_name.as_str(), entry.actor_organisation.as_str()),
            ("clerk.Fabrikam", "Fabrikam")
        );
        assert_eq!(entry.on_behalf_of, Some(customer.into_untyped_uuid()));
        assert_eq!(entry.on_behalf_of_name.as_deref(), Some("Contoso"));
    }
    assert_eq!((told[0].request_id.as_str(), told[0].object_id.clone()), ("req-upload", upload.to_string()));
    assert_eq!((told[1].request_id.as_str(), told[1].object_id.clone()), ("req-submit", job.to_string()));
    assert_eq!((told[2].actor_id, told[2].object_id.clone()), (None, job.to_string()), "the service itself");
    assert!(told[2].detail.contains("\"registered\":3"));
    for device in &d {
        assert!(
            told.iter().all(|entry| !entry.detail.contains(&device.serial_number)),
            "no serial numbers in logs"
        );
    }
    assert!(
        log(&app.administrator(other).await).await.iter().all(|entry| entry.object_id != job.to_string())
    );
}

#[rstest]
#[tokio::test]
async fn what_was_not_done_is_not_told(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.uploads(customer, &tuples(&fleet(1, 3))).await;
    let before = log(&clerk).await.len();
    let batch = |name: &str| Submission {
        batch_name: Some(name.to_owned()),
        request_id: "same".to_owned(),
        ..Submission::default()
    };
    clerk.submits_with(customer, upload, batch("One")).await.unwrap();
    clerk.submits_with(customer, upload, batch("One")).await.unwrap();
    clerk.submits_with(customer, upload, batch("Two")).await.unwrap_err();
    assert_eq!(log(&clerk).await.len(), before + 1, "one act, one entry");
    let batches = clerk.service.overview(&clerk.context, customer).await.unwrap().batches;
    assert_eq!(batches.len(), 1, "a refused request leaves no batch");
}

#[rstest]
#[tokio::test]
async fn the_log_is_read_by_those_who_may(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let kind = OrganisationKind::Customer;
    let manager = app.person(customer, kind, "manager", Role::PolicyAndProfileManager).await;
    let refused = manager.service.audit_log(&manager.context, None, 10).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "global-reader" })), "{refused:?}");
    let reader = app.person(customer, kind, "reader", Role::GlobalReader).await;
    let acts: Vec<_> = log(&reader).await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(acts, ["user.create", "user.create", "organisation.create"], "newest first");
}
