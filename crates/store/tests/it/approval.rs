//! Jobs that wait for approval, and consents that are held and ended.

use rstest::rstest;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_store::{Engine, Job, Relationship, Store, StoreError, Time, write};
use uuid::Uuid;

use crate::harness::{at, clerk, id, job, last, other_tenant, partner, raw_id, slice, store, tenant, upload};

/// A job of two parts that waits until `expires`.
async fn waits(store: &Store, tenant: OrganisationId, number: u64, expires: i64) -> JobId {
    let upload = upload(tenant, 1000 + number);
    let job = Job {
        state: "pending-approval".to_owned(),
        relationship_id: Some(raw_id(20)),
        ..job(tenant, number, upload.upload_id)
    };
    write!(store, |tx| {
        tx.insert_upload(&upload).await?;
        for part in 1..=2 {
            tx.insert_upload_part(tenant, upload.upload_id, &slice(part, part * 10 - 9, 10), None, b"rows")
                .await?;
        }
        tx.insert_job(&job).await?;
        tx.insert_approval(tenant, job.job_id, "1-99", at(expires)).await?;
        Ok::<_, StoreError>(())
    })
    .expect("the job is stored");
    job.job_id
}

async fn lease(store: &Store) -> bool {
    let worker: Uuid = raw_id(900);
    write!(store, |tx| { tx.lease_part_any_tenant(worker, at(1), at(60)).await }).unwrap().is_some()
}

async fn state(store: &Store, tenant: OrganisationId, job: JobId) -> (String, String) {
    let mut conn = store.read().await.unwrap();
    let stored = conn.job(tenant, job).await.unwrap().unwrap();
    (stored.state, conn.approval(tenant, job).await.unwrap().unwrap().state)
}

fn both(job: &str, approval: &str) -> (String, String) {
    (job.to_owned(), approval.to_owned())
}

#[rstest]
#[tokio::test]
async fn what_waits_is_no_work_until_it_is_decided(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let job = waits(&store, tenant(), 20, 100).await;
    assert!(!lease(&store).await);
    assert!(!store.conn().await.has_open_parts_any_tenant().await.unwrap());
    assert_eq!(state(&store, tenant(), job).await, both("pending-approval", "waiting"));
    assert_eq!(
        store.conn().await.job(tenant(), job).await.unwrap().unwrap().relationship_id,
        Some(raw_id(20))
    );

    let choose = async |tenant, version, rows: &str| {
        write!(store, |tx| { tx.choose_rows(tenant, job, version, rows).await }).unwrap()
    };
    assert!(choose(tenant(), 1, "1-5").await);
    assert!(!choose(tenant(), 1, "1-9").await, "somebody else chose in between");
    assert!(!choose(other_tenant(), 2, "1-9").await, "another tenant chooses nothing");
    let decide = async |version| {
        let by = (clerk(), at(7));
        write!(store, |tx| { tx.decide_approval(tenant(), job, version, "1-5", Some("why"), by).await })
            .unwrap()
    };
    assert!(!decide(1).await, "nobody decides about what he has not seen");
    assert!(!lease(&store).await);
    assert!(decide(2).await);
    assert!(!decide(2).await, "it is decided once");
    assert_eq!(state(&store, tenant(), job).await, both("queued", "decided"));
    let approval = store.conn().await.approval(tenant(), job).await.unwrap().unwrap();
    assert_eq!((approval.approved.as_str(), approval.reason.as_deref()), ("1-5", Some("why")));
    assert_eq!(approval.decided_at, Some(Time(at(7))));
    assert!(lease(&store).await && lease(&store).await && !lease(&store).await, "both parts are work now");
}

#[rstest]
#[tokio::test]
async fn what_is_stopped_while_it_waits_becomes_work_so_that_its_rows_are_marked(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let job = waits(&store, tenant(), 20, 100).await;
    let stop = async || {
        write!(store, |tx| { tx.stop_job(tenant(), job, at(3), "asked", Some("customer")).await }).unwrap()
    };
    assert!(stop().await && !stop().await);
    assert_eq!(state(&store, tenant(), job).await, both("cancelled", "closed"));
    let stored = store.conn().await.job(tenant(), job).await.unwrap().unwrap();
    assert_eq!((stored.reason.as_deref(), stored.stopped_by.as_deref()), (Some("asked"), Some("customer")));
    assert!(lease(&store).await);
    let by = (clerk(), at(7));
    let decided = write!(store, |tx| { tx.decide_approval(tenant(), job, 1, "1", None, by).await }).unwrap();
    assert!(!decided, "too late");
}

#[rstest]
#[tokio::test]
async fn waiting_jobs_are_listed_by_tenant_and_found_when_they_expire(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    for (number, expires) in [(20, 50), (21, 40), (22, 60)] {
        waits(&store, tenant(), number, expires).await;
    }
    waits(&store, other_tenant(), 23, 45).await;
    let mut conn = store.conn().await;
    let first = conn.waiting_jobs(tenant(), last(), 2).await.unwrap();
    let rest = conn.waiting_jobs(tenant(), first[1].job_id, 2).await.unwrap();
    let ids: Vec<JobId> = first.iter().chain(&rest).map(|one| one.job_id).collect();
    assert_eq!(ids, [id(22), id(21), id(20)]);
    assert_eq!((first[0].expires_at, conn.waiting_job_count(tenant()).await.unwrap()), (at(60), 3));
    let expired = conn.expired_approvals_any_tenant(at(50)).await.unwrap();
    assert_eq!(
        expired.iter().map(|one| (one.tenant_id, one.job_id)).collect::<Vec<_>>(),
        [(tenant(), id(21)), (other_tenant(), id(23)), (tenant(), id(20))],
        "the oldest first"
    );
    write!(store, |tx| { tx.stop_job(tenant(), id(21), at(9), "approval-expired", None).await }).unwrap();
    assert_eq!(store.conn().await.waiting_job_count(tenant()).await.unwrap(), 2);
}

#[rstest]
#[tokio::test]
async fn a_consent_is_held_and_ended_while_it_stands_and_only_by_its_tenant(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let approved = Relationship {
        tenant_id: tenant(),
        relationship_id: id(20),
        partner_id: partner(),
        state: "approved".to_owned(),
        delegated_administration: false,
        created_at: at(0),
        decided_at: Some(Time(at(1))),
        scope: "{}".to_owned(),
        reason: None,
        decided_by: None,
    };
    write!(store, |tx| { tx.insert_relationship(&approved).await }).unwrap();
    let hold = async |tenant| write!(store, |tx| { tx.hold_consent(tenant, id(20)).await }).unwrap();
    let end = async |tenant| {
        write!(store, |tx| { tx.end_consent(tenant, id(20), at(5), Some("moved"), "customer").await })
            .unwrap()
    };
    assert!(hold(tenant()).await && !hold(other_tenant()).await);
    let change = async |tenant, scope: &str| {
        write!(store, |tx| { tx.change_relationship(tenant, id(20), scope, true).await }).unwrap()
    };
    assert!(change(tenant(), "{\"max-devices\":3}").await && !change(other_tenant(), "{}").await);
    assert!(!end(other_tenant()).await);
    assert!(end(tenant()).await && !end(tenant()).await && !hold(tenant()).await);
    let ended = Relationship {
        state: "ended".to_owned(),
        decided_at: Some(Time(at(5))),
        reason: Some("moved".to_owned()),
        decided_by: Some("customer".to_owned()),
        delegated_administration: true,
        scope: "{\"max-devices\":3}".to_owned(),
        ..approved
    };
    assert!(!change(tenant(), "{}").await, "what is over does not change");
    let mut conn = store.conn().await;
    assert_eq!(conn.relationships(tenant()).await.unwrap(), [ended]);
}

#[rstest]
#[tokio::test]
async fn open_jobs_are_those_of_one_partner_for_one_customer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    for number in [20, 21, 22] {
        waits(&store, tenant(), number, 100).await;
    }
    write!(store, |tx| { tx.stop_job(tenant(), id(21), at(3), "asked", None).await }).unwrap();
    let mut conn = store.conn().await;
    let open = conn.open_jobs(tenant(), partner(), 10).await.unwrap();
    assert_eq!(open.iter().map(|job| job.job_id).collect::<Vec<_>>(), [id(22), id(20)]);
    assert!(conn.open_jobs(tenant(), id(9), 10).await.unwrap().is_empty());
    assert!(conn.open_jobs(other_tenant(), partner(), 10).await.unwrap().is_empty());
}
