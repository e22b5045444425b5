//! Programs and their secrets.

use rstest::rstest;
use taxiway_store::{App, AppSecret, Engine, StoreError, Time, write};

use crate::harness::{TestStore, at, id, organisation, other_tenant, partner, store};

fn app(number: u64) -> App {
    App {
        organisation_id: partner(),
        app_id: id(number),
        name: "Överföring".to_owned(),
        permissions: "devices.register devices.read".to_owned(),
        disabled: false,
        created_by_name: "Åsa".to_owned(),
        created_at: at(0),
    }
}

fn secret(number: u64, expires: i64) -> AppSecret {
    AppSecret {
        secret_id: id(number),
        hint: "txw_AbCd".to_owned(),
        created_by_name: "Åsa".to_owned(),
        created_at: at(0),
        expires_at: at(expires),
        last_used_at: None,
    }
}

async fn registry(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "direct-partner", "Nordlys AB", None)).await?;
        tx.insert_app(&app(60)).await?;
        tx.insert_app(&app(61)).await?;
        tx.insert_app_secret(id(60), &secret(70, 100), b"first").await?;
        tx.insert_app_secret(id(60), &secret(71, 200), b"second").await
    })
    .unwrap();
    store
}

#[rstest]
#[tokio::test]
async fn programs_are_listed_with_what_their_secrets_say(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    write!(store, |tx| { tx.see_app_secret(id(60), id(70), at(50), at(0)).await }).unwrap();
    let (rows, total) = store.conn().await.apps(partner(), 10, 0).await.unwrap();
    assert_eq!((rows.len(), total), (2, 2));
    assert_eq!((rows[0].app_id, rows[0].secret_until, rows[0].last_used_at), (id(61), None, None));
    assert_eq!((rows[1].secret_until, rows[1].last_used_at), (Some(Time(at(200))), Some(Time(at(50)))));
    let (page, total) = store.conn().await.apps(partner(), 1, 1).await.unwrap();
    assert_eq!((page[0].app_id, total), (id(60), 2));
    assert_eq!(store.conn().await.apps(other_tenant(), 10, 0).await.unwrap(), (Vec::new(), 0));
    assert!(store.conn().await.app(other_tenant(), id(60)).await.unwrap().is_none());
}

#[rstest]
#[tokio::test]
async fn a_program_is_changed_switched_off_and_removed_by_its_organisation_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    for error in [
        write!(store, |tx| { tx.change_app(other_tenant(), id(60), "x", "y").await }).unwrap_err(),
        write!(store, |tx| { tx.set_app_disabled(other_tenant(), id(60), true).await }).unwrap_err(),
        write!(store, |tx| { tx.remove_app(other_tenant(), id(60)).await }).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::RowCount { rows: 0, .. }), "{error:?}");
    }
    write!(store, |tx| {
        tx.change_app(partner(), id(60), "New", "devices.read").await?;
        tx.set_app_disabled(partner(), id(60), true).await
    })
    .unwrap();
    let changed = store.conn().await.app(partner(), id(60)).await.unwrap().unwrap();
    assert_eq!(
        changed,
        App { name: "New".to_owned(), permissions: "devices.read".to_owned(), disabled: true, ..app(60) }
    );
    write!(store, |tx| { tx.remove_app(partner(), id(60)).await }).unwrap();
    assert!(store.conn().await.credentials_any_tenant(id(60)).await.unwrap().is_empty());
    assert_eq!(store.database.number("SELECT count(*) FROM app_secret").await, 0, "secrets go with it");
}

#[rstest]
#[tokio::test]
async fn a_program_signs_in_with_any_of_its_secrets_and_its_use_is_noted_now_and_then(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = registry(engine).await;
    let mut all = store.conn().await.credentials_any_tenant(id(60)).await.unwrap();
    all.sort_by_key(|credential| credential.secret_id);
    assert_eq!(all.iter().map(|one| one.digest.as_slice()).collect::<Vec<_>>(), [&b"first"[..], b"second"]);
    assert_eq!(
        (all[0].organisation_name.as_str(), all[0].organisation_kind.as_str()),
        ("Nordlys AB", "direct-partner")
    );
    assert!(store.conn().await.credentials_any_tenant(id(61)).await.unwrap().is_empty(), "without a secret");
    let used = async |now, since| {
        write!(store, |tx| { tx.see_app_secret(id(60), id(71), at(now), at(since)).await }).unwrap();
        let secrets = store.conn().await.app_secrets(id(60)).await.unwrap();
        assert_eq!((secrets.len(), secrets[0].secret_id, secrets[1].last_used_at), (2, id(71), None));
        secrets[0].last_used_at.map(|time| time.0)
    };
    assert_eq!(used(10, -50).await, Some(at(10)));
    assert_eq!(used(40, -20).await, Some(at(10)), "that was noted a moment ago");
    assert_eq!(used(71, 11).await, Some(at(71)));
    assert!(!write!(store, |tx| { tx.remove_app_secret(id(61), id(71)).await }).unwrap());
    assert!(write!(store, |tx| { tx.remove_app_secret(id(60), id(71)).await }).unwrap());
}
