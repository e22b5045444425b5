//! The one way to write, and what a store does besides its tables.

use std::borrow::Cow;
use std::cell::Cell;
use std::time::Duration;

use jiff::Timestamp;
use rstest::rstest;
use sqlx::error::{DatabaseError, ErrorKind};
use taxiway_store::{DeviceCount, Engine, Store, StoreError, write};

use crate::harness::{at, id, organisation, store, tenant};

/// An engine's error with a code of our choice.
#[derive(Debug, thiserror::Error)]
#[error("made up")]
struct Refusal(&'static str);

impl DatabaseError for Refusal {
    fn message(&self) -> &'static str {
        "made up"
    }
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.0.into())
    }
    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }
    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

fn refusal(code: &'static str) -> StoreError {
    StoreError::Database { doing: "test", source: sqlx::Error::Database(Box::new(Refusal(code))) }
}

/// Runs a transaction that adds an organisation and then meets `code` the first `times` times; tells how often it ran.
async fn refused(store: &Store, code: &'static str, times: u32) -> (u32, Result<(), StoreError>) {
    let runs = Cell::new(0);
    let outcome = write!(store, |tx| {
        runs.set(runs.get() + 1);
        tx.insert_organisation(&organisation(10, "customer", "Kept once", None)).await?;
        if runs.get() <= times { Err(refusal(code)) } else { Ok(()) }
    });
    (runs.get(), outcome)
}

async fn organisations(store: &Store) -> usize {
    store.read().await.unwrap().organisations_any_tenant().await.unwrap().len()
}

#[rstest]
#[case::serialisation_failure("40001")]
#[case::deadlock("40P01")]
#[case::busy("5")]
#[case::busy_recovery("261")]
#[case::busy_snapshot("517")]
#[tokio::test]
async fn what_lost_a_race_is_rolled_back_and_done_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] code: &'static str,
) {
    let store = store(engine).await;
    let (runs, outcome) = refused(&store, code, 3).await;
    outcome.expect("the fourth time succeeds");
    assert_eq!((runs, organisations(&store).await), (4, 1));
}

#[rstest]
#[tokio::test]
async fn any_other_error_is_told_at_once_and_leaves_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let (runs, outcome) = refused(&store, "22001", 1).await;
    assert!(matches!(outcome, Err(StoreError::Database { doing: "test", .. })));
    assert_eq!((runs, organisations(&store).await), (1, 0));
}

#[tokio::test]
async fn a_transaction_that_never_succeeds_is_given_up() {
    let store = store(Engine::Sqlite).await;
    let (runs, outcome) = refused(&store, "40001", u32::MAX).await;
    assert!(outcome.is_err());
    assert_eq!((runs, organisations(&store).await), (9, 0));
}

#[rstest]
#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing_and_blocks_nobody(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let mut tx = store.begin().await.unwrap();
    tx.insert_organisation(&organisation(10, "customer", "Dropped", None)).await.unwrap();
    drop(tx);
    write!(store, |tx| { tx.insert_organisation(&organisation(10, "customer", "Kept", None)).await })
        .unwrap();
    assert_eq!(store.conn().await.organisation(id(10)).await.unwrap().unwrap().name, "Kept");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn transactions_that_lock_in_opposite_order_both_succeed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let mut both = tokio::task::JoinSet::new();
    for order in [[1, 2], [2, 1]] {
        let store = Store::clone(&store);
        both.spawn(async move {
            write!(store, |tx| {
                for batch in order {
                    let change =
                        DeviceCount { batch_id: id(batch), group_tag: String::new(), state: 2, devices: 1 };
                    tx.count_devices(tenant(), &change).await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Ok::<_, StoreError>(())
            })
        });
    }
    for outcome in both.join_all().await {
        outcome.expect("a deadlock is not the caller's business");
    }
    let counts: Vec<_> =
        store.conn().await.device_counts(tenant()).await.unwrap().iter().map(|c| c.devices).collect();
    assert_eq!(counts, [2, 2]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_on_one_database_write_in_turns(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let mut processes = tokio::task::JoinSet::new();
    for process in 0..3 {
        let url = store.database.url();
        processes.spawn(async move {
            let store = Store::open(&url).await.unwrap();
            for number in 0..20 {
                let row = organisation(process * 100 + number, "customer", "One of many", None);
                write!(store, |tx| { tx.insert_organisation(&row).await }).unwrap();
            }
            store.close().await;
        });
    }
    processes.join_all().await;
    assert_eq!(organisations(&store).await, 60);
}

#[rstest]
#[case::noon(1_795_000_000_123_456)]
#[case::epoch(0)]
#[case::last_microsecond_before_1970(-1)]
#[case::before_the_epoch_of_postgresql(946_684_799_999_999)]
#[case::far(4_102_444_800_000_001)]
#[case::long_ago(-2_208_988_800_000_001)]
#[tokio::test]
async fn times_keep_their_microseconds(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] microsecond: i64,
) {
    let store = store(engine).await;
    let mut row = organisation(10, "customer", "On time", None);
    row.created_at = Timestamp::from_microsecond(microsecond).unwrap();
    write!(store, |tx| { tx.insert_organisation(&row).await }).unwrap();
    assert_eq!(store.conn().await.organisation(id(10)).await.unwrap(), Some(row));
}

#[rstest]
#[tokio::test]
async fn what_was_committed_is_there_after_the_store_is_opened_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    write!(store, |tx| { tx.insert_organisation(&organisation(10, "customer", "Kept", None)).await })
        .unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(store.ping().await.is_err(), "a closed store does not answer");
    let again = Store::open(&store.database.url()).await.unwrap();
    assert_eq!(again.engine(), engine);
    assert_eq!(organisations(&again).await, 1);
    assert_eq!(again.read().await.unwrap().organisation(id(10)).await.unwrap().unwrap().created_at, at(0));
}

#[tokio::test]
async fn an_address_of_another_engine_is_refused_in_plain_words() {
    let error = Store::open("mysql://localhost/x").await.unwrap_err();
    assert_eq!(error.to_string(), "the database URL must start with `sqlite:` or `postgres://`");
}
