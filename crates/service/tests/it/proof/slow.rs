//! A long log is checked in memory that does not grow, and read page by page.

use rstest::rstest;
use taxiway_domain::audit::Fault;
use taxiway_service::ActivityFilter;
use taxiway_store::Engine;

use super::long::written;
use crate::app::TestApp;

const ENTRIES: u64 = 100_000;

#[rstest]
#[tokio::test]
async fn a_hundred_thousand_entries_verify_and_one_flipped_byte_does_not(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let log = written(&app, ENTRIES).await;
    let found = app.service.check_log(log).await.unwrap();
    assert_eq!(found.outcome.map(|head| head.sequence), Ok(ENTRIES));
    app.database.run("UPDATE audit_entry SET detail = '{ ' WHERE sequence = 77777").await;
    let broken = app.service.check_log(log).await.unwrap().outcome.unwrap_err();
    assert_eq!((broken.sequence, broken.fault), (77_777, Fault::Changed));
}

/// What a filter has to look for is found however far back it is, a bounded number of entries at a time.
#[tokio::test]
async fn a_search_goes_on_where_it_stopped() {
    let app = TestApp::new(Engine::Sqlite).await;
    let log = written(&app, 150_000).await;
    let administrator = app.administrator(log).await;
    let search = ActivityFilter { search: Some("REQ-4242\n".trim().to_owned()), ..ActivityFilter::default() };
    let (mut found, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = app.service.activity(&administrator.context, &search, before, 5).await.unwrap();
        assert_eq!(page.is_partial, page.entries.len() < 5 && page.next.is_some());
        found.extend(page.entries.into_iter().map(|entry| entry.request_id));
        pages += 1;
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 11, "req-4242 and req-42420 to req-42429: {found:?}");
    assert!(found.iter().all(|id| id.starts_with("req-4242")) && pages > 3, "{pages}");
    // What has an index of its own is found at once.
    let direct =
        ActivityFilter { action: Some("organisation.create".to_owned()), ..ActivityFilter::default() };
    let page = app.service.activity(&administrator.context, &direct, None, 5).await.unwrap();
    assert_eq!((page.entries.len(), page.entries[0].sequence, page.next), (1, 1, None));
}
