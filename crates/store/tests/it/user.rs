//! Accounts and sessions.

use rstest::rstest;
use taxiway_store::{Engine, NewSession, StoreError, Time, User, write};

use crate::harness::{TestStore, at, clerk, id, organisation, partner, store};

fn account(number: u64, email: &str) -> User {
    User {
        user_id: id(number),
        organisation_id: partner(),
        email: email.to_owned(),
        name: "Åsa \"Ops\" Nyström".to_owned(),
        roles: "admin-agent sales-agent".to_owned(),
        password_hash: "$argon2id$first".to_owned(),
        failed_attempts: 0,
        locked_until: None,
        disabled: false,
        created_at: at(0),
    }
}

fn session(digest: &[u8], hours: i64) -> NewSession<'_> {
    NewSession {
        token_digest: digest,
        session_id: id(70),
        user_id: clerk(),
        csrf_token: "form-token",
        agent: Some("firefox linux"),
        origin: Some("203.0.113.0/24"),
        created_at: at(0),
        expires_at: at(hours * 3600),
    }
}

async fn with_clerk(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "partner", "Nordlys AB", None)).await?;
        tx.insert_user(&account(4, "asa@nordlys.example")).await
    })
    .unwrap();
    store
}

async fn by_email(store: &TestStore, email: &str) -> Option<User> {
    store.conn().await.user_by_email_any_tenant(email).await.unwrap()
}

async fn is_signed_in(store: &TestStore, digest: &[u8], second: i64) -> bool {
    store.conn().await.session(digest, at(second)).await.unwrap().is_some()
}

#[rstest]
#[tokio::test]
async fn accounts_are_found_by_sign_in_name_and_listed_by_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_clerk(engine).await;
    let mut elsewhere = account(6, "b@other.example");
    elsewhere.organisation_id = id(7);
    write!(store, |tx| {
        tx.insert_user(&account(5, "aaron@nordlys.example")).await?;
        tx.insert_user(&elsewhere).await
    })
    .unwrap();

    let found = by_email(&store, "asa@nordlys.example").await.unwrap();
    assert_eq!((found.user_id, found.organisation_id), (clerk(), partner()));
    assert_eq!((found.name.as_str(), found.created_at), ("Åsa \"Ops\" Nyström", at(0)));
    assert_eq!((found.failed_attempts, found.locked_until, found.disabled), (0, None, false));
    assert!(by_email(&store, "nobody@nordlys.example").await.is_none());

    let users = store.conn().await.users(partner()).await.unwrap();
    let emails: Vec<_> = users.iter().map(|user| user.email.as_str()).collect();
    assert_eq!(emails, ["aaron@nordlys.example", "asa@nordlys.example"]);
}

#[rstest]
#[tokio::test]
async fn a_sign_in_name_belongs_to_one_account(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = with_clerk(engine).await;
    let error = write!(store, |tx| { tx.insert_user(&account(5, "asa@nordlys.example")).await }).unwrap_err();
    assert!(error.is_unique_violation(), "{error:?}");
}

#[rstest]
#[tokio::test]
async fn lock_out_is_recorded_and_a_new_password_clears_it_and_ends_sessions(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_clerk(engine).await;
    write!(store, |tx| {
        tx.insert_session(session(b"one", 8)).await?;
        tx.set_failed_attempts(clerk(), 5, Some(at(900))).await
    })
    .unwrap();
    let locked = by_email(&store, "asa@nordlys.example").await.unwrap();
    assert_eq!((locked.failed_attempts, locked.locked_until), (5, Some(Time(at(900)))));
    assert!(is_signed_in(&store, b"one", 1).await, "a wrong password elsewhere does not sign anybody out");

    write!(store, |tx| { tx.set_password(clerk(), "$argon2id$second").await }).unwrap();
    let open = by_email(&store, "asa@nordlys.example").await.unwrap();
    assert_eq!((open.failed_attempts, open.locked_until), (0, None));
    assert_eq!(open.password_hash, "$argon2id$second");
    assert!(!is_signed_in(&store, b"one", 1).await);

    let error = write!(store, |tx| { tx.set_failed_attempts(id(99), 1, None).await }).unwrap_err();
    assert!(
        matches!(error, StoreError::RowCount { rows: 0, .. }),
        "an unknown account is an error: {error:?}"
    );
}

#[rstest]
#[tokio::test]
async fn a_session_shows_person_and_organisation_until_it_ends(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_clerk(engine).await;
    write!(store, |tx| { tx.insert_session(session(b"one", 1)).await }).unwrap();

    let row = store.conn().await.session(b"one", at(10)).await.unwrap().unwrap();
    assert_eq!((row.user_id, row.organisation_id), (clerk(), partner()));
    assert_eq!((row.organisation_kind.as_str(), row.organisation_name.as_str()), ("partner", "Nordlys AB"));
    assert_eq!((row.csrf_token.as_str(), row.roles.as_str()), ("form-token", "admin-agent sales-agent"));
    assert_eq!((row.seen_at, row.expires_at), (at(0), at(3600)));

    assert!(is_signed_in(&store, b"one", 3599).await);
    assert!(!is_signed_in(&store, b"one", 3600).await, "at the moment of its end a session has ended");
    assert!(!is_signed_in(&store, b"two", 10).await);

    write!(store, |tx| { tx.see_session(b"one", at(3000), at(6600)).await }).unwrap();
    assert!(is_signed_in(&store, b"one", 3600).await, "use prolongs it");
    write!(store, |tx| { tx.end_session(b"one").await }).unwrap();
    assert!(!is_signed_in(&store, b"one", 3001).await);
}

#[rstest]
#[tokio::test]
async fn a_disabled_account_has_no_session(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let mut user = account(4, "asa@nordlys.example");
    user.disabled = true;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "partner", "Nordlys AB", None)).await?;
        tx.insert_user(&user).await?;
        tx.insert_session(session(b"one", 1)).await
    })
    .unwrap();
    assert!(!is_signed_in(&store, b"one", 1).await);
    assert!(by_email(&store, "asa@nordlys.example").await.unwrap().disabled);
}

#[rstest]
#[tokio::test]
async fn a_new_session_sweeps_those_that_ended(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = with_clerk(engine).await;
    let mut later = session(b"later", 3);
    later.created_at = at(2 * 3600);
    write!(store, |tx| {
        tx.insert_session(session(b"short", 1)).await?;
        tx.insert_session(session(b"long", 8)).await?;
        tx.insert_session(later).await
    })
    .unwrap();
    assert_eq!(store.database.number("SELECT count(*) FROM session").await, 2);
    assert!(is_signed_in(&store, b"long", 7300).await);
}
