//! The last requests of programs.

use rstest::rstest;
use taxiway_domain::ids::AppId;
use taxiway_store::{ApiRequestRow, App, Engine, write};

use crate::harness::{TestStore, at, id, organisation, other_tenant, partner, store};

const APP: u64 = 60;
const OTHER_APP: u64 = 61;

fn app(number: u64) -> App {
    App {
        organisation_id: partner(),
        app_id: id(number),
        name: "Överföring".to_owned(),
        permissions: "devices.read".to_owned(),
        disabled: false,
        created_by_name: "Åsa".to_owned(),
        created_at: at(0),
    }
}

fn request(app: u64, number: u64, status: i64) -> ApiRequestRow {
    ApiRequestRow {
        organisation_id: partner(),
        app_id: id(app),
        request_row: id(1_000 + number),
        at: at(i64::try_from(number).unwrap()),
        method: "GET".to_owned(),
        path: "/v1/customers?size".to_owned(),
        status,
        request_id: format!("request-{number}"),
        correlation_id: "7d0f".to_owned(),
        duration_us: 1_250,
        error: (status >= 400).then(|| "{\n\"code\": 1002}".to_owned()),
        user_name: number.is_multiple_of(2).then(|| "Åsa".to_owned()),
    }
}

async fn registry(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "direct-partner", "Nordlys AB", None)).await?;
        tx.insert_app(&app(APP)).await?;
        tx.insert_app(&app(OTHER_APP)).await
    })
    .unwrap();
    store
}

async fn keeps(store: &TestStore, app: u64, requests: &[ApiRequestRow], keep: i64) -> bool {
    write!(store, |tx| { tx.keep_api_requests(partner(), id(app), requests, keep).await }).unwrap()
}

async fn found(store: &TestStore, app: Option<AppId>, status: i64) -> Vec<String> {
    let rows = store.conn().await.api_requests(partner(), app, status, 10).await.unwrap();
    rows.into_iter().map(|row| row.request_id).collect()
}

#[rstest]
#[tokio::test]
async fn the_newest_of_each_program_stay_whatever_the_others_do(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    let rows: Vec<_> = [1, 2, 4].map(|number| request(APP, number, 200)).into();
    assert!(keeps(&store, APP, &rows, 4).await);
    assert!(keeps(&store, OTHER_APP, &[request(OTHER_APP, 3, 404)], 4).await);
    assert_eq!(found(&store, None, 0).await, ["request-4", "request-3", "request-2", "request-1"]);
    // What is older than the newest ones goes, also when it comes late.
    let late: Vec<_> = [0, 5, 6].map(|number| request(APP, number, 500)).into();
    assert!(keeps(&store, APP, &late, 4).await);
    assert_eq!(
        found(&store, Some(id(APP)), 0).await,
        ["request-6", "request-5", "request-4", "request-2"],
        "of this program"
    );
    assert_eq!(found(&store, Some(id(OTHER_APP)), 0).await, ["request-3"], "of the other one");
    assert_eq!(found(&store, None, 400).await, ["request-6", "request-5", "request-3"], "errors only");
    let first = &store.conn().await.api_requests(partner(), None, 0, 1).await.unwrap()[0];
    assert_eq!(*first, request(APP, 6, 500), "as it was written");
}

#[rstest]
#[tokio::test]
async fn writing_twice_writes_once_and_others_see_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    for _ in 0..2 {
        assert!(keeps(&store, APP, &[request(APP, 1, 200)], 50).await);
    }
    assert_eq!(found(&store, None, 0).await, ["request-1"]);
    for app in [None, Some(id(APP))] {
        assert!(store.conn().await.api_requests(other_tenant(), app, 0, 10).await.unwrap().is_empty());
    }
    let foreign = write!(store, |tx| {
        tx.keep_api_requests(other_tenant(), id(APP), &[request(APP, 2, 200)], 50).await
    });
    assert!(!foreign.unwrap(), "the program is not theirs");
    assert_eq!(store.database.number("SELECT count(*) FROM api_request").await, 1);
}

#[rstest]
#[tokio::test]
async fn a_program_that_is_removed_leaves_no_requests(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    assert!(keeps(&store, APP, &[request(APP, 1, 200)], 50).await);
    assert!(keeps(&store, OTHER_APP, &[request(OTHER_APP, 2, 200)], 50).await);
    write!(store, |tx| { tx.remove_app(partner(), id(APP)).await }).unwrap();
    assert_eq!(found(&store, None, 0).await, ["request-2"]);
    assert!(!keeps(&store, APP, &[request(APP, 3, 200)], 50).await, "nor what was on its way");
    assert_eq!(store.database.number("SELECT count(*) FROM api_request").await, 1);
}

/// Writers of one program take turns, so that no more than what is kept is ever there.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_write_for_the_same_program(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..4_u64 {
        let store = store.clone();
        writers.spawn(async move {
            for round in 0..10 {
                let rows: Vec<_> =
                    (0..3).map(|number| request(APP, round * 100 + number * 10 + writer, 200)).collect();
                let kept = write!(store, |tx| { tx.keep_api_requests(partner(), id(APP), &rows, 5).await });
                assert!(kept.expect("it is written"));
            }
        });
    }
    while let Some(done) = writers.join_next().await {
        done.expect("the writer ends");
        assert!(store.database.number("SELECT count(*) FROM api_request").await <= 5);
    }
    assert_eq!(
        found(&store, None, 0).await,
        ["request-923", "request-922", "request-921", "request-920", "request-913"]
    );
}
