//! The audit log.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::audit::{AuditKey, Chain, Follower, Head};
use taxiway_domain::ids::OrganisationId;
use taxiway_store::{AuditEntry, AuditFilter, Conn, Engine, Named, Store, StoreError, write};
use tokio::task::JoinSet;

use crate::harness::{at, id, other_tenant, partner, raw_id, store, tenant};

fn entry(number: u32) -> AuditEntry {
    AuditEntry {
        sequence: 0,
        encoding: 0,
        entry_id: id(number.into()),
        at: at(number.into()),
        actor_id: Some(raw_id(4)),
        actor_name: "Åsa".to_owned(),
        actor_organisation_id: Some(raw_id(3)),
        actor_organisation: "Nordlys AB".to_owned(),
        on_behalf_of: Some(raw_id(1)),
        on_behalf_of_name: Some("Kommun \"Öst\"".to_owned()),
        about_id: Some(raw_id(3)),
        about_name: Some("Nordlys AB".to_owned()),
        action: "job.submit".to_owned(),
        object_kind: "job".to_owned(),
        object_id: raw_id(20).to_string(),
        request_id: format!("req-{number}"),
        lower_role: None,
        detail: "{\"rows\":10}".to_owned(),
        hash: Vec::new(),
    }
}

async fn append(store: &Store, log: OrganisationId, entries: &[AuditEntry]) {
    write!(store, |tx| {
        for entry in entries {
            tx.append_audit_entry(log, entry).await?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

async fn numbers(conn: &mut Conn, filter: &AuditFilter) -> Vec<i64> {
    let found = conn.audit_entries(tenant(), filter, i64::MAX, 0, 100).await.unwrap();
    found.iter().map(|entry| entry.sequence).collect()
}

/// Follows a log from its beginning to its end.
async fn follow(conn: &mut Conn, log: OrganisationId) -> Head {
    let mut follower = Follower::new(Chain::begin(log));
    for (entry, found_by_what_it_says) in conn.audit_chain(log, 0, i64::MAX, i64::MAX).await.unwrap() {
        assert!(found_by_what_it_says);
        follower.see(&entry.chained());
    }
    follower.end(conn.audit_head(log).await.unwrap()).unwrap()
}

/// The same, apart from what the log gives.
fn as_given(entry: &AuditEntry) -> AuditEntry {
    AuditEntry { sequence: 0, encoding: 0, hash: Vec::new(), ..entry.clone() }
}

#[rstest]
#[tokio::test]
async fn the_log_is_read_newest_first_page_by_page(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let of_the_service = AuditEntry {
        actor_id: None,
        actor_organisation_id: None,
        on_behalf_of: None,
        on_behalf_of_name: None,
        about_id: None,
        about_name: None,
        lower_role: Some("global-reader".to_owned()),
        ..entry(105)
    };
    // An entry that comes late, with an earlier time and an earlier id, is the newest of its log all the same.
    let written = [entry(103), entry(101), entry(104), entry(102), of_the_service];
    append(&store, tenant(), &written).await;
    // The same act stands in the log of everybody concerned.
    append(&store, partner(), &[entry(101)]).await;
    let mut conn = store.conn().await;
    let all = AuditFilter::default();
    let mut before = i64::MAX;
    let mut read = Vec::new();
    loop {
        let page = conn.audit_entries(tenant(), &all, before, 0, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        before = last.sequence;
        read.extend(page);
    }
    assert_eq!(read.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    read.reverse();
    assert_eq!(read.iter().map(as_given).collect::<Vec<_>>(), written);
    assert_eq!(numbers(&mut conn, &all).await, [5, 4, 3, 2, 1]);
    let not_below = conn.audit_entries(tenant(), &all, 5, 3, 9).await.unwrap();
    assert_eq!(not_below.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [4, 3]);
    let theirs = conn.audit_entries(partner(), &all, i64::MAX, 0, 9).await.unwrap();
    assert_eq!(theirs.iter().map(as_given).collect::<Vec<_>>(), [entry(101)]);
    assert_eq!(conn.audit_entries(other_tenant(), &all, i64::MAX, 0, 9).await.unwrap(), []);
    assert_eq!(follow(&mut conn, tenant()).await.sequence, 5);
    assert_eq!(follow(&mut conn, partner()).await.sequence, 1);
    assert_eq!(conn.audit_head(other_tenant()).await.unwrap(), None);
    assert_eq!(conn.last_audit_entry(tenant()).await.unwrap(), Some(5));
    assert_eq!(conn.last_audit_entry(other_tenant()).await.unwrap(), None);
    let first = conn.next_audit_log_any_tenant(id(0)).await.unwrap().unwrap();
    assert_eq!(first, tenant());
    let second = conn.next_audit_log_any_tenant(first).await.unwrap().unwrap();
    assert_eq!((second, conn.next_audit_log_any_tenant(second).await.unwrap()), (partner(), None));
}

#[rstest]
#[tokio::test]
async fn a_log_is_narrowed_down(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let other = |number| AuditEntry {
        action: "job.cancel".to_owned(),
        actor_id: Some(raw_id(5)),
        actor_name: "Örjan 100%".to_owned(),
        about_id: Some(raw_id(9)),
        about_name: Some("Adatum".to_owned()),
        ..entry(number)
    };
    append(&store, tenant(), &[entry(1), other(2), entry(3), other(4), entry(5)]).await;
    append(&store, partner(), &[other(6)]).await;
    let mut conn = store.conn().await;
    let all = AuditFilter::default();
    let cancel = AuditFilter { action: Some("job.cancel".to_owned()), ..all.clone() };
    let about = AuditFilter { about: Some(raw_id(9)), ..all.clone() };
    let actor = AuditFilter { actor: Some(raw_id(5)), ..all.clone() };
    for filter in [&cancel, &about, &actor] {
        assert_eq!(numbers(&mut conn, filter).await, [4, 2], "{filter:?}");
        let one = conn.audit_entries(tenant(), filter, 4, 0, 1).await.unwrap();
        assert_eq!(one.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [2]);
        let late = AuditFilter { from: Some(at(3)), ..filter.clone() };
        assert_eq!(numbers(&mut conn, &late).await, [4], "{late:?}");
    }
    let both = AuditFilter { about: Some(raw_id(3)), ..cancel.clone() };
    assert_eq!(numbers(&mut conn, &both).await, [] as [i64; 0]);
    let both = AuditFilter { actor: Some(raw_id(5)), about: Some(raw_id(9)), ..cancel.clone() };
    assert_eq!(numbers(&mut conn, &both).await, [4, 2]);
    for (search, found) in [
        ("ÖRJAN", vec![4, 2]),
        ("100%", vec![4, 2]),
        ("1%0", vec![]),
        ("req-3", vec![3]),
        ("öst", vec![5, 4, 3, 2, 1]),
        ("adatum", vec![4, 2]),
        ("\"rows\":10", vec![5, 4, 3, 2, 1]),
        ("nowhere", vec![]),
    ] {
        let filter = AuditFilter { search: Some(search.to_owned()), ..all.clone() };
        assert_eq!(numbers(&mut conn, &filter).await, found, "{search}");
    }
    let between = AuditFilter { from: Some(at(2)), until: Some(at(5)), ..all.clone() };
    assert_eq!(numbers(&mut conn, &between).await, [4, 3, 2]);
    assert_eq!(conn.audit_bounds(tenant(), &between).await.unwrap(), Some((2, 4)));
    assert_eq!(conn.audit_bounds(tenant(), &all).await.unwrap(), Some((1, 5)));
    let never = AuditFilter { from: Some(at(9)), ..all };
    assert_eq!(conn.audit_bounds(tenant(), &never).await.unwrap(), None);

    let named = |number, name: &str| Named { id: raw_id(number), name: Some(name.to_owned()) };
    let organisations = conn.audit_organisations(tenant(), 9).await.unwrap();
    assert_eq!(organisations, [named(9, "Adatum"), named(3, "Nordlys AB")]);
    assert_eq!(conn.audit_people(tenant(), 9).await.unwrap(), [named(5, "Örjan 100%"), named(4, "Åsa")]);
    assert_eq!(conn.audit_people(tenant(), 1).await.unwrap(), [named(5, "Örjan 100%")]);
}

/// Several processes write into the same logs, each entry into two of them.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_take_turns(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    const WRITERS: u32 = 6;
    const EACH: u32 = 20;
    let first = store(engine).await;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let store = first.database.open().await;
        writers.spawn(async move {
            for number in 0..EACH {
                let entry = entry(1 + writer * EACH + number);
                write!(store, |tx| {
                    for log in [tenant(), partner()] {
                        tx.append_audit_entry(log, &entry).await?;
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            }
            store.close().await;
        });
    }
    writers.join_all().await;
    let mut conn = first.conn().await;
    for log in [tenant(), partner()] {
        assert_eq!(follow(&mut conn, log).await.sequence, u64::from(WRITERS * EACH));
        let mut ids: Vec<_> = conn.audit_chain(log, 0, i64::MAX, i64::MAX).await.unwrap();
        ids.sort_by_key(|(entry, _)| entry.entry_id);
        ids.dedup_by_key(|(entry, _)| entry.entry_id);
        assert_eq!(ids.len(), (WRITERS * EACH) as usize, "each of them once");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_rolled_back_leaves_no_gap(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    append(&store, tenant(), &[entry(1)]).await;
    let given_up: Result<(), StoreError> = write!(store, |tx| {
        tx.append_audit_entry(tenant(), &entry(2)).await?;
        tx.append_audit_entry(other_tenant(), &entry(2)).await?;
        Err(StoreError::UnknownEngine)
    });
    given_up.unwrap_err();
    append(&store, tenant(), &[AuditEntry { at: at(3) + SignedDuration::from_nanos(7), ..entry(3) }]).await;
    let mut conn = store.conn().await;
    assert_eq!(
        follow(&mut conn, tenant()).await.sequence,
        2,
        "and a moment finer than a microsecond fits too"
    );
    assert_eq!(conn.next_audit_log_any_tenant(tenant()).await.unwrap(), None);
}

/// What hides an entry from searches changes nothing that the hash covers; it is told beside.
#[rstest]
#[tokio::test]
async fn an_entry_hidden_from_searches_is_seen(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    append(&store, tenant(), &[entry(1), entry(2)]).await;
    store.database.run("UPDATE audit_entry SET folded = 'x' WHERE sequence = 2").await;
    let told = store.conn().await.audit_chain(tenant(), 0, i64::MAX, 9).await.unwrap();
    assert_eq!(told.iter().map(|(_, found)| *found).collect::<Vec<_>>(), [true, false]);
}

#[rstest]
#[tokio::test]
async fn keys_that_sign_are_remembered(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let keys = [7, 8].map(|secret| AuditKey::from_secret(&[secret; 32]).public());
    for (key, second) in [(keys[0], 1), (keys[1], 2), (keys[0], 3)] {
        let stored: Result<(), StoreError> =
            write!(store, |tx| { tx.note_audit_key(&key, at(second)).await });
        stored.unwrap();
    }
    assert_eq!(store.conn().await.audit_keys().await.unwrap(), keys);
}
