//! Jobs: leases, parts, and how a job ends.

use std::collections::HashSet;

use rstest::rstest;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_store::{Engine, JobCounts, Lease, PartOutcome, Store, StoreError, write};
use uuid::Uuid;

use crate::harness::{
    at, id, job, job_with_parts, last, other_tenant, partner, raw_id, store, tenant, upload,
};

const LEASE_SECONDS: i64 = 60;

fn worker(number: u64) -> Uuid {
    raw_id(900 + number)
}

async fn lease(store: &Store, worker: Uuid, second: i64) -> Option<Lease> {
    write!(store, |tx| { tx.lease_part_any_tenant(worker, at(second), at(second + LEASE_SECONDS)).await })
        .unwrap()
}

fn outcome(registered: i64, failed: i64, result: &[u8]) -> PartOutcome<'_> {
    PartOutcome { counts: JobCounts { registered, failed, ..JobCounts::default() }, result, at: at(30) }
}

async fn finish(store: &Store, lease: Lease, worker: Uuid) -> bool {
    write!(store, |tx| { tx.finish_part(lease, worker, outcome(9, 1, b"verdicts")).await }).unwrap()
}

async fn state(store: &Store, tenant: OrganisationId, job: JobId) -> String {
    store.read().await.unwrap().job(tenant, job).await.unwrap().unwrap().state
}

#[rstest]
#[tokio::test]
async fn a_job_is_made_of_the_slices_that_have_rows(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let number = job_with_parts(&store, tenant(), 20, 3).await;
    let mut conn = store.conn().await;
    let parts = conn.job_parts(tenant(), number).await.unwrap();
    let shown: Vec<_> =
        parts.iter().map(|part| (part.part, part.first_row, part.total_rows, part.state.as_str())).collect();
    assert_eq!(shown, [(1, 1, 10, "open"), (2, 11, 10, "open"), (3, 21, 10, "open")], "slice 0 has no rows");
    assert_eq!(conn.job_counts(tenant(), number).await.unwrap(), JobCounts::default());

    let mut stored = conn.job(tenant(), number).await.unwrap().unwrap();
    assert_eq!((stored.parts, stored.total_rows), (3, 30));
    (stored.parts, stored.total_rows) = (0, 0);
    assert_eq!(stored, job(tenant(), 20, id(1020)));
}

#[rstest]
#[tokio::test]
async fn first_parts_of_all_jobs_come_before_second_parts(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let large = job_with_parts(&store, tenant(), 20, 3).await;
    let small = job_with_parts(&store, other_tenant(), 21, 1).await;
    let mut order = Vec::new();
    while let Some(lease) = lease(&store, worker(1), 0).await {
        order.push((lease.tenant_id, lease.job_id, lease.part));
    }
    let (t, o) = (tenant(), other_tenant());
    assert_eq!(order, [(t, large, 1), (o, small, 1), (t, large, 2), (t, large, 3)]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_never_hold_the_same_part(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    job_with_parts(&store, tenant(), 20, 40).await;
    let mut workers = tokio::task::JoinSet::new();
    for number in 0..6 {
        let store = Store::clone(&store);
        workers.spawn(async move {
            let mut mine = Vec::new();
            while let Some(lease) = lease(&store, worker(number), 0).await {
                mine.push(lease.part);
            }
            mine
        });
    }
    let all: Vec<i64> = workers.join_all().await.into_iter().flatten().collect();
    // A worker that finds every free part locked by others may stop early, but no part is held twice.
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "{all:?}");
    let mut rest = Vec::new();
    while let Some(lease) = lease(&store, worker(9), 0).await {
        rest.push(lease.part);
    }
    assert_eq!(all.len() + rest.len(), 40, "and none is lost");
}

#[rstest]
#[tokio::test]
async fn an_expired_lease_is_taken_over_and_the_stale_owner_is_refused(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let number = job_with_parts(&store, tenant(), 20, 1).await;
    let first = lease(&store, worker(1), 0).await.unwrap();
    assert_eq!(lease(&store, worker(2), LEASE_SECONDS).await, None, "a lease holds to its last moment");
    let second = lease(&store, worker(2), LEASE_SECONDS + 1).await.unwrap();
    assert_eq!(first, second);
    let mut conn = store.conn().await;
    assert_eq!(conn.job_part_attempts(second).await.unwrap(), 2);

    assert!(!finish(&store, first, worker(1)).await, "the stale owner is refused");
    assert_eq!(conn.job_part_result(tenant(), number, 1).await.unwrap(), None);
    write!(store, |tx| { tx.release_part(first, worker(1), at(0)).await }).unwrap();
    assert_eq!(
        lease(&store, worker(3), LEASE_SECONDS + 2).await,
        None,
        "and cannot release what is another's"
    );

    assert!(finish(&store, second, worker(2)).await);
    assert!(!finish(&store, second, worker(2)).await, "a part is done once");
    assert_eq!(conn.job_part_result(tenant(), number, 1).await.unwrap().as_deref(), Some(&b"verdicts"[..]));
    assert_eq!(conn.job_part_result(other_tenant(), number, 1).await.unwrap(), None);
    let counts = conn.job_counts(tenant(), number).await.unwrap();
    assert_eq!((counts.parts_done, counts.registered, counts.failed, counts.done()), (1, 9, 1, 10));
    assert_eq!(lease(&store, worker(3), 10_000).await, None, "done is done");
}

#[rstest]
#[tokio::test]
async fn a_released_part_waits_for_its_moment(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    job_with_parts(&store, tenant(), 20, 1).await;
    let held = lease(&store, worker(1), 0).await.unwrap();
    write!(store, |tx| { tx.release_part(held, worker(1), at(20)).await }).unwrap();
    assert!(!finish(&store, held, worker(1)).await, "what was given back cannot be finished");
    assert_eq!(lease(&store, worker(2), 20).await, None);
    assert_eq!(lease(&store, worker(2), 21).await, Some(held));
}

#[rstest]
#[tokio::test]
async fn a_job_starts_once_and_ends_when_no_part_is_open(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let number = job_with_parts(&store, tenant(), 20, 2).await;
    assert!(store.conn().await.has_open_parts_any_tenant().await.unwrap());
    for second in [1, 2] {
        let lease = lease(&store, worker(1), second).await.unwrap();
        let closed = write!(store, |tx| {
            tx.start_job(tenant(), number, at(second)).await?;
            assert!(tx.finish_part(lease, worker(1), outcome(10, 0, b"")).await?);
            tx.finish_job(tenant(), number, at(second)).await
        })
        .unwrap();
        assert_eq!(closed, second == 2);
    }
    let job = store.conn().await.job(tenant(), number).await.unwrap().unwrap();
    assert_eq!(job.state, "finished");
    assert_eq!((job.started_at.unwrap().0, job.finished_at.unwrap().0), (at(1), at(2)));
    assert!(!store.conn().await.has_open_parts_any_tenant().await.unwrap());
    let again = write!(store, |tx| { tx.finish_job(tenant(), number, at(9)).await }).unwrap();
    assert!(!again);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_last_parts_that_end_together_close_the_job_exactly_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    for number in 20..45 {
        let job = job_with_parts(&store, tenant(), number, 2).await;
        let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(2));
        let mut last = tokio::task::JoinSet::new();
        for worker_number in [1, 2] {
            let lease = lease(&store, worker(worker_number), 0).await.unwrap();
            let (store, barrier) = (Store::clone(&store), barrier.clone());
            last.spawn(async move {
                barrier.wait().await;
                write!(store, |tx| {
                    assert!(tx.finish_part(lease, worker(worker_number), outcome(10, 0, b"")).await?);
                    // Both are most likely here before either commits.
                    tokio::time::sleep(std::time::Duration::from_millis(3)).await;
                    tx.finish_job(tenant(), job, at(5)).await
                })
                .unwrap()
            });
        }
        let closed = last.join_all().await;
        assert_eq!(closed.iter().filter(|closed| **closed).count(), 1, "job {number}: {closed:?}");
        assert_eq!(state(&store, tenant(), job).await, "finished");
    }
}

#[rstest]
#[tokio::test]
async fn a_job_is_cancelled_once_and_then_neither_starts_nor_finishes(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let number = job_with_parts(&store, tenant(), 20, 1).await;
    let cancel = async |tenant, second| {
        write!(store, |tx| { tx.cancel_job(tenant, number, at(second), "job-cancelled-by-person").await })
            .unwrap()
    };
    assert!(!cancel(other_tenant(), 1).await, "another tenant cannot");
    assert!(cancel(tenant(), 2).await);
    assert!(!cancel(tenant(), 3).await);

    let held = lease(&store, worker(1), 4).await.expect("its open parts are still to be closed by a worker");
    let counts = JobCounts { cancelled: 10, ..JobCounts::default() };
    let closed = write!(store, |tx| {
        tx.start_job(tenant(), number, at(4)).await?;
        assert!(tx.finish_part(held, worker(1), PartOutcome { counts, result: b"", at: at(4) }).await?);
        tx.finish_job(tenant(), number, at(4)).await
    })
    .unwrap();
    assert!(!closed);
    let job = store.conn().await.job(tenant(), number).await.unwrap().unwrap();
    assert_eq!((job.state.as_str(), job.reason.as_deref()), ("cancelled", Some("job-cancelled-by-person")));
    assert_eq!((job.started_at, job.finished_at.unwrap().0), (None, at(2)));
    assert_eq!(store.conn().await.job_counts(tenant(), number).await.unwrap().cancelled, 10);
}

#[rstest]
#[tokio::test]
async fn a_retry_is_about_the_parts_where_rows_failed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let number = job_with_parts(&store, tenant(), 20, 3).await;
    let verdicts = [(10, 0, 0), (7, 3, 0), (4, 1, 5)];
    for (registered, failed, cancelled) in verdicts {
        let held = lease(&store, worker(1), 0).await.unwrap();
        let counts = JobCounts { registered, failed, cancelled, ..JobCounts::default() };
        write!(store, |tx| {
            tx.finish_part(held, worker(1), PartOutcome { counts, result: b"r", at: at(1) }).await
        })
        .unwrap();
    }
    let mut retry = job(tenant(), 21, id(1020));
    retry.retry_of = Some(raw_id(20));
    write!(store, |tx| { tx.insert_job(&retry).await }).unwrap();
    let parts = store.conn().await.job_parts(tenant(), retry.job_id).await.unwrap();
    let shown: Vec<_> = parts.iter().map(|part| (part.part, part.first_row, part.total_rows)).collect();
    assert_eq!(shown, [(2, 11, 3), (3, 21, 6)]);
    assert_eq!(
        store.conn().await.job(tenant(), retry.job_id).await.unwrap().unwrap().retry_of,
        Some(raw_id(20))
    );
    assert_eq!(
        store.conn().await.job_counts(tenant(), number).await.unwrap().registered,
        21,
        "the first job keeps its verdicts"
    );
}

#[rstest]
#[tokio::test]
async fn a_request_id_makes_one_job_for_an_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let upload = upload(tenant(), 1020);
    let (first, second) = (job(tenant(), 20, upload.upload_id), job(tenant(), 21, upload.upload_id));
    write!(store, |tx| {
        tx.insert_upload(&upload).await?;
        tx.insert_job(&first).await?;
        tx.insert_job_request(partner(), "req-1", &first, &[1; 32]).await
    })
    .unwrap();
    let twice = write!(store, |tx| {
        tx.insert_job(&second).await?;
        tx.insert_job_request(partner(), "req-1", &second, &[1; 32]).await
    });
    assert!(twice.unwrap_err().is_unique_violation());
    let mut conn = store.conn().await;
    assert_eq!(
        conn.job(tenant(), second.job_id).await.unwrap(),
        None,
        "the second job is rolled back with its request"
    );
    let earlier = conn.job_request(partner(), "req-1").await.unwrap().unwrap();
    assert_eq!((earlier.tenant_id, earlier.job_id, earlier.digest), (tenant(), first.job_id, vec![1; 32]));
    assert_eq!(conn.job_request(partner(), "req-2").await.unwrap(), None);

    write!(store, |tx| {
        tx.insert_job(&second).await?;
        tx.insert_job_request(id(98), "req-1", &second, &[2; 32]).await
    })
    .expect("another organisation has request ids of its own");
}

#[rstest]
#[tokio::test]
async fn jobs_are_listed_newest_first_page_by_page_for_their_tenant_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    write!(store, |tx| {
        for number in 20..25 {
            tx.insert_job(&job(tenant(), number, id(1))).await?;
            tx.insert_job(&job(other_tenant(), number, id(1))).await?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let mut conn = store.conn().await;
    let (mut seen, mut before) = (Vec::new(), last());
    loop {
        let page = conn.jobs(tenant(), before, 2).await.unwrap();
        let Some(end) = page.last() else { break };
        before = end.job_id;
        assert!(page.iter().all(|job| job.tenant_id == tenant()));
        seen.extend(page.into_iter().map(|job| job.job_id));
    }
    assert_eq!(seen, [id(24), id(23), id(22), id(21), id(20)]);
    assert_eq!(conn.job(partner(), id(20)).await.unwrap(), None);
    assert_eq!(conn.job_parts(partner(), id(20)).await.unwrap(), []);
}
