//! Tokens with which programs act for people.

use jiff::Timestamp;
use rstest::rstest;
use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_store::{App, Engine, NewAccessToken, Time, write};

use crate::harness::{TestStore, at, id, organisation, other_tenant, partner, store};

fn app(number: u64) -> App {
    App {
        organisation_id: partner(),
        app_id: id(number),
        name: format!("Överföring {number}"),
        permissions: "devices.read".to_owned(),
        disabled: false,
        created_by_name: "Åsa".to_owned(),
        created_at: at(0),
    }
}

fn token(
    digest: &'static [u8],
    purpose: &'static str,
    program: u64,
    user: u64,
    from: i64,
) -> NewAccessToken<'static> {
    NewAccessToken {
        digest,
        purpose,
        organisation_id: partner(),
        app_id: id(program),
        secret_id: None,
        user_id: Some(id(user)),
        created_at: at(from),
        expires_at: at(from + 1_000),
    }
}

async fn programs(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "direct-partner", "Nordlys AB", None)).await?;
        tx.insert_app(&app(60)).await?;
        tx.insert_app(&app(61)).await?;
        for new in [
            token(b"old", "granted", 60, 80, 0),
            token(b"newer", "granted", 60, 80, 100),
            token(b"got", "refresh", 60, 80, 200),
            token(b"call", "access", 60, 80, 300),
            token(b"other program", "granted", 61, 80, 50),
            token(b"other person", "refresh", 61, 81, 60),
        ] {
            tx.insert_access_token(new).await?;
        }
        Ok::<_, taxiway_store::StoreError>(())
    })
    .unwrap();
    store
}

/// How many tokens there are.
async fn tokens(store: &TestStore) -> i64 {
    store.database.number("SELECT count(*) FROM access_token").await
}

/// The programs that act for a person, each with the time of its oldest refresh token.
async fn acting(store: &TestStore, user: u64) -> Vec<(AppId, Timestamp)> {
    let rows = store.conn().await.acting_apps(partner(), id(user), at(1), 10).await.unwrap();
    rows.into_iter().map(|row| (row.app_id, row.since)).collect()
}

#[rstest]
#[tokio::test]
async fn a_person_sees_which_programs_hold_a_token_since_when_and_until_when(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = programs(engine).await;
    write!(store, |tx| { tx.set_app_disabled(partner(), id(61), true).await }).unwrap();
    let rows = store.conn().await.acting_apps(partner(), id(80), at(1), 10).await.unwrap();
    let seen: Vec<_> = rows.iter().map(|row| (row.app_id, row.disabled, row.since, row.until)).collect();
    assert_eq!(seen, [(id(61), true, at(50), at(1_050)), (id(60), false, at(0), at(1_200))]);
    assert_eq!(rows.iter().map(|row| row.used_at).collect::<Vec<_>>(), [None, Some(Time(at(200)))]);
    assert_eq!(rows[1].name, "Överföring 60");
    // What has ended counts no more.
    let rows = store.conn().await.acting_apps(partner(), id(80), at(1_060), 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.app_id, row.since)).collect::<Vec<_>>(), [(id(60), at(100))]);
    assert_eq!(store.conn().await.acting_apps(partner(), id(80), at(1), 1).await.unwrap().len(), 1);
    assert_eq!(store.conn().await.acting_apps(other_tenant(), id(80), at(1), 10).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn a_program_is_stopped_for_one_person_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = programs(engine).await;
    let end = async |organisation: OrganisationId, user: UserId, program: AppId| {
        write!(store, |tx| { tx.end_tokens_for_user(organisation, user, program).await }).unwrap()
    };
    assert_eq!(end(other_tenant(), id(80), id(60)).await, 0, "not by another organisation");
    assert_eq!(end(partner(), id(81), id(60)).await, 0, "nothing of this person");
    assert_eq!(end(partner(), id(80), id(60)).await, 4, "access tokens too");
    assert_eq!(tokens(&store).await, 2);
    assert_eq!(acting(&store, 80).await, [(id(61), at(50))]);
    assert_eq!(acting(&store, 81).await, [(id(61), at(60))]);
}

#[rstest]
#[tokio::test]
async fn the_oldest_of_what_a_person_made_ends(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = programs(engine).await;
    let keep = async |number| {
        write!(store, |tx| { tx.end_old_granted_tokens(id(80), id(60), number).await }).unwrap()
    };
    assert_eq!(keep(2).await, 0);
    assert_eq!(keep(1).await, 1);
    assert_eq!(acting(&store, 80).await, [(id(61), at(50)), (id(60), at(100))]);
    assert_eq!(keep(0).await, 1);
    // What the program got itself is left alone, and so are other programs and people.
    assert_eq!(acting(&store, 80).await, [(id(61), at(50)), (id(60), at(200))]);
    assert_eq!(tokens(&store).await, 4);
}
