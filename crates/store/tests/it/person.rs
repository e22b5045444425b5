//! People of an organisation, invitations, links for new passwords.

use rstest::rstest;
use taxiway_store::{Engine, Invitation, NewSession, StoreError, User, write};

use crate::harness::{TestStore, at, clerk, id, organisation, other_tenant, partner, store};

fn account(number: u64, email: &str, name: &str) -> User {
    User {
        user_id: id(number),
        organisation_id: partner(),
        email: email.to_owned(),
        name: name.to_owned(),
        roles: "sales-agent".to_owned(),
        password_hash: "$argon2id$first".to_owned(),
        failed_attempts: 0,
        locked_until: None,
        disabled: false,
        created_at: at(0),
    }
}

fn invitation(number: u64, email: &str, digest: &[u8]) -> Invitation {
    Invitation {
        organisation_id: partner(),
        invitation_id: id(number),
        email: email.to_owned(),
        name: "Åsa".to_owned(),
        roles: "sales-agent".to_owned(),
        token_digest: digest.to_vec(),
        invited_by: None,
        invited_by_name: "taxiway admin".to_owned(),
        created_at: at(0),
        expires_at: at(3600),
    }
}

async fn office(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "direct-partner", "Nordlys AB", None)).await?;
        tx.insert_user(&account(4, "asa@nordlys.example", "Åsa Nyström")).await?;
        tx.insert_user(&account(5, "bo_1%@nordlys.example", "Bo")).await?;
        tx.insert_user(&account(6, "cia@nordlys.example", "Cia")).await
    })
    .unwrap();
    store
}

async fn found(store: &TestStore, search: &str) -> Vec<String> {
    let (people, total) = store.conn().await.people(partner(), search, 10, 0).await.unwrap();
    assert_eq!(total, i64::try_from(people.len()).unwrap());
    people.into_iter().map(|person| person.name).collect()
}

#[rstest]
#[tokio::test]
async fn people_are_found_by_any_part_of_name_or_address(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    assert_eq!(found(&store, "").await, ["Bo", "Cia", "Åsa Nyström"], "by name");
    assert_eq!(found(&store, "åSA").await, ["Åsa Nyström"], "letters beyond ASCII are folded too");
    assert_eq!(found(&store, "nordlys").await.len(), 3);
    assert_eq!(found(&store, "_1%").await, ["Bo"], "signs of patterns are signs");
    assert_eq!(found(&store, "%").await, ["Bo"]);
    let (page, total) = store.conn().await.people(partner(), "", 2, 2).await.unwrap();
    assert_eq!((page.len(), total), (1, 3));
    let elsewhere = store.conn().await.people(other_tenant(), "", 10, 0).await.unwrap();
    assert_eq!(elsewhere, (Vec::new(), 0));
    assert!(store.conn().await.person(other_tenant(), clerk()).await.unwrap().is_none());
}

#[rstest]
#[tokio::test]
async fn a_person_is_changed_within_its_organisation_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    write!(store, |tx| {
        tx.take_turn_in_organisation(partner()).await?;
        tx.set_roles(partner(), clerk(), "admin-agent").await?;
        tx.set_disabled(partner(), id(5), true).await?;
        tx.set_profile(clerk(), "Zoë", "asa@nordlys.example", Some("sv")).await
    })
    .unwrap();
    let person = store.conn().await.person(partner(), clerk()).await.unwrap().unwrap();
    assert_eq!((person.roles.as_str(), person.name.as_str()), ("admin-agent", "Zoë"));
    assert_eq!(person.locale.as_deref(), Some("sv"));
    assert_eq!(found(&store, "zoë").await, ["Zoë"], "found by the new name");
    let mut roles = store.conn().await.enabled_roles(partner()).await.unwrap();
    roles.sort();
    assert_eq!(roles, ["admin-agent", "sales-agent"], "who is switched off does not count");
    for error in [
        write!(store, |tx| { tx.set_roles(other_tenant(), clerk(), "x").await }).unwrap_err(),
        write!(store, |tx| { tx.set_disabled(other_tenant(), clerk(), true).await }).unwrap_err(),
        write!(store, |tx| { tx.take_turn_in_organisation(other_tenant()).await }).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::RowCount { rows: 0, .. }), "{error:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_persons_sessions_are_listed_and_ended_one_by_one_or_all_but_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    let session = |digest: &'static [u8], number, user, begun| NewSession {
        token_digest: digest,
        session_id: id(number),
        user_id: user,
        csrf_token: "form-token",
        agent: Some("firefox linux"),
        origin: None,
        created_at: at(begun),
        expires_at: at(begun + 3600),
    };
    write!(store, |tx| {
        tx.insert_session(session(b"one", 71, clerk(), 0)).await?;
        tx.insert_session(session(b"two", 72, clerk(), 10)).await?;
        tx.insert_session(session(b"three", 73, clerk(), 20)).await?;
        tx.insert_session(session(b"other", 74, id(5), 30)).await?;
        tx.see_session(b"one", at(40), at(3640)).await
    })
    .unwrap();
    let listed = async |second| -> Vec<_> {
        let rows = store.conn().await.sessions(clerk(), at(second)).await.unwrap();
        rows.into_iter().map(|row| row.session_id).collect()
    };
    assert_eq!(listed(50).await, [id(71), id(73), id(72)], "the one used last first");
    assert_eq!(listed(3620).await, [id(71)], "those that ended are left out");
    let first = store.conn().await.sessions(clerk(), at(50)).await.unwrap().remove(0);
    assert_eq!((first.agent.as_deref(), first.origin), (Some("firefox linux"), None));
    assert_eq!((first.created_at, first.seen_at), (at(0), at(40)));
    let ended = write!(store, |tx| { tx.end_one_session(id(5), id(71)).await }).unwrap();
    assert!(!ended, "nobody ends the session of somebody else");
    assert!(write!(store, |tx| { tx.end_one_session(clerk(), id(72)).await }).unwrap());
    assert_eq!(write!(store, |tx| { tx.end_other_sessions(clerk(), id(73)).await }).unwrap(), 1);
    assert_eq!(listed(50).await, [id(73)]);
    assert_eq!(write!(store, |tx| { tx.end_sessions(clerk()).await }).unwrap(), 1);
    assert_eq!(store.conn().await.sessions(id(5), at(50)).await.unwrap().len(), 1);
    write!(store, |tx| { tx.change_password(id(5), "$argon2id$second", id(74)).await }).unwrap();
    assert_eq!(store.conn().await.sessions(id(5), at(50)).await.unwrap().len(), 1, "one's own is kept");
}

#[rstest]
#[tokio::test]
async fn an_invitation_is_found_by_its_secret_until_it_is_used(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    let new = invitation(80, "dan@nordlys.example", b"secret");
    write!(store, |tx| { tx.insert_invitation(&new, at(-9000)).await }).unwrap();
    let open = async |digest: &[u8], second| {
        store.conn().await.open_invitation_any_tenant(digest, at(second)).await.unwrap()
    };
    let offer = open(b"secret", 10).await.unwrap();
    assert_eq!(
        (offer.organisation_name.as_str(), offer.email.as_str()),
        ("Nordlys AB", "dan@nordlys.example")
    );
    assert!(open(b"guess", 10).await.is_none());
    assert!(open(b"secret", 3600).await.is_none(), "it has ended");
    assert!(!write!(store, |tx| { tx.use_invitation(b"secret", at(3600)).await }).unwrap());
    assert!(write!(store, |tx| { tx.use_invitation(b"secret", at(10)).await }).unwrap());
    assert!(!write!(store, |tx| { tx.use_invitation(b"secret", at(10)).await }).unwrap(), "it works once");
    assert!(open(b"secret", 10).await.is_none());
}

#[rstest]
#[tokio::test]
async fn an_invitation_takes_the_place_of_an_earlier_one_and_old_ones_are_forgotten(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    let mut others = invitation(83, "dan@nordlys.example", b"other");
    others.organisation_id = other_tenant();
    let mut by_asa = invitation(84, "eva@nordlys.example", b"eva");
    by_asa.invited_by = Some(newtype_uuid::GenericUuid::into_untyped_uuid(clerk()));
    write!(store, |tx| {
        tx.insert_invitation(&invitation(80, "dan@nordlys.example", b"first"), at(0)).await?;
        tx.insert_invitation(&others, at(0)).await?;
        tx.insert_invitation(&by_asa, at(0)).await?;
        tx.insert_invitation(&invitation(81, "dan@nordlys.example", b"second"), at(0)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let (rows, total) = conn.invitations(partner(), 10, 0).await.unwrap();
    assert_eq!(
        rows.iter().map(|row| row.invitation_id).collect::<Vec<_>>(),
        [id(84), id(81)],
        "newest first"
    );
    assert_eq!(total, 2);
    assert!(conn.open_invitation_any_tenant(b"first", at(1)).await.unwrap().is_none());
    assert!(conn.invitation(partner(), id(83)).await.unwrap().is_none(), "it is of another organisation");
    assert!(conn.invitation(other_tenant(), id(83)).await.unwrap().is_some());
    drop(conn);
    assert!(!write!(store, |tx| { tx.remove_invitation(partner(), id(83)).await }).unwrap());
    assert_eq!(write!(store, |tx| { tx.remove_invitations_of(partner(), clerk()).await }).unwrap(), 1);
    assert!(write!(store, |tx| { tx.remove_invitation(partner(), id(81)).await }).unwrap());
    let late = Invitation { expires_at: at(99_000), ..invitation(85, "fia@nordlys.example", b"fia") };
    write!(store, |tx| { tx.insert_invitation(&late, at(3601)).await }).unwrap();
    assert_eq!(
        store.database.number("SELECT count(*) FROM invitation").await,
        1,
        "the others ended long ago"
    );
}

#[rstest]
#[tokio::test]
async fn a_link_for_a_new_password_works_once_for_whom_it_was_made(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    let add = async |digest: &'static [u8], user, second| {
        write!(store, |tx| { tx.insert_password_reset(digest, user, at(second), at(second + 3600)).await })
            .unwrap();
    };
    let find = async |digest: &[u8], second| {
        store.conn().await.password_reset_any_tenant(digest, at(second)).await.unwrap()
    };
    add(b"first", clerk(), 0).await;
    add(b"bo", id(5), 0).await;
    add(b"second", clerk(), 10).await;
    assert!(find(b"first", 11).await.is_none(), "only the newest works");
    let reset = find(b"second", 11).await.unwrap();
    assert_eq!((reset.user_id, reset.organisation_id), (clerk(), partner()));
    assert_eq!((reset.email.as_str(), reset.expires_at), ("asa@nordlys.example", at(3610)));
    assert!(find(b"second", 3610).await.is_none());
    assert!(write!(store, |tx| { tx.use_password_reset(b"second", at(11)).await }).unwrap());
    assert!(!write!(store, |tx| { tx.use_password_reset(b"second", at(11)).await }).unwrap());
    write!(store, |tx| { tx.set_disabled(partner(), id(5), true).await }).unwrap();
    assert!(find(b"bo", 11).await.is_none(), "the account is switched off");
    add(b"third", clerk(), 7200).await;
    assert_eq!(store.database.number("SELECT count(*) FROM password_reset").await, 1, "ended ones are swept");
}

#[rstest]
#[tokio::test]
async fn organisations_are_found_by_name_or_domain(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = office(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(8, "customer", "Ö-varvet", Some("varvet.example"))).await?;
        tx.insert_organisation(&organisation(9, "customer", "Alfa", None)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let mut names = async |search, limit, offset| -> (Vec<String>, i64) {
        let (rows, total) = conn.find_organisations_any_tenant(search, limit, offset).await.unwrap();
        (rows.into_iter().map(|row| row.name).collect(), total)
    };
    assert_eq!(
        names("", 10, 0).await,
        (vec!["Alfa".to_owned(), "Nordlys AB".to_owned(), "Ö-varvet".to_owned()], 3)
    );
    assert_eq!(names("", 1, 1).await, (vec!["Nordlys AB".to_owned()], 3));
    assert_eq!(names("ö-VARV", 10, 0).await, (vec!["Ö-varvet".to_owned()], 1));
    assert_eq!(names("varvet.example", 10, 0).await.1, 1);
}
