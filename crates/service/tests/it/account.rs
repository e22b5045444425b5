//! What people do with their own accounts.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::role::Role;
use taxiway_service::{ChangePassword, Client, ServiceError, Session, SignIn, check_own_password};
use taxiway_store::Engine;

use crate::app::{PASSWORD, Person, TestApp, secret};

async fn clerk(engine: Engine) -> (TestApp, Person) {
    let app = TestApp::new(engine).await;
    let clerk = app.clerk("Fabrikam", &[]).await;
    (app, clerk)
}

async fn signed_in(app: &TestApp, person: &Person, agent: &str, address: &str) -> (SecretString, Session) {
    app.later(SignedDuration::from_secs(1));
    let client = Client::new(address.parse().ok(), Some(agent));
    let done = app.service.sign_in_from(&client, &person.email, secret(PASSWORD), "x").await;
    let done = done.expect("answered");
    let SignIn::Done { token } = done else { panic!("not signed in: {done:?}") };
    let session = app.service.session(&token).await.expect("answered").expect("a session");
    (token, session)
}

async fn lives(app: &TestApp, token: &SecretString) -> bool {
    app.service.session(token).await.expect("answered").is_some()
}

#[rstest]
#[tokio::test]
async fn a_person_sees_his_sessions_and_ends_them(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, person) = clerk(engine).await;
    let other = app.person(person.organisation(), person.context.actor.kind, "Nora", Role::SalesAgent).await;
    let (first, _) = signed_in(&app, &person, "Firefox/1 Windows", "198.51.100.7").await;
    let (second, _) = signed_in(&app, &person, "Chrome/1 Android", "10.0.0.8").await;
    let (third, session) = signed_in(&app, &person, "curl", "nowhere").await;
    let (theirs, _) = signed_in(&app, &other, "curl", "nowhere").await;

    let seen = app.service.own_sessions(&session).await.unwrap();
    let places: Vec<_> =
        seen.iter().map(|one| (one.agent.as_deref(), one.origin.as_deref(), one.current)).collect();
    assert_eq!(
        places,
        [
            (Some("other other"), None, true),
            (Some("chrome android"), Some("local"), false),
            (Some("firefox windows"), Some("198.51.100.0/24"), false),
        ]
    );
    app.service.end_own_session(&session, seen[1].session_id, "end").await.unwrap();
    assert!(!lives(&app, &second).await && lives(&app, &first).await);
    let again = app.service.end_own_session(&session, seen[1].session_id, "end").await;
    assert!(matches!(again, Err(ServiceError::NotFound)));
    let (_, stranger) = signed_in(&app, &other, "curl", "nowhere").await;
    let refused = app.service.end_own_session(&stranger, seen[2].session_id, "end").await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "nobody ends what is not his");
    assert_eq!(app.service.end_other_sessions(&session, "end").await.unwrap(), 1);
    assert!(!lives(&app, &first).await && lives(&app, &third).await && lives(&app, &theirs).await);
    assert_eq!(app.service.end_other_sessions(&session, "end").await.unwrap(), 0);
    let log = person.service.audit_log(&person.context, None, 20).await.unwrap().entries;
    assert_eq!(log.iter().filter(|entry| entry.action == "session.end").count(), 2);
}

#[rstest]
#[tokio::test]
async fn a_new_password_takes_the_old_one_and_ends_other_sessions(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, person) = clerk(engine).await;
    let (elsewhere, _) = signed_in(&app, &person, "curl", "nowhere").await;
    let (here, session) = signed_in(&app, &person, "curl", "nowhere").await;
    let change = async |old: &str, new: &str| {
        app.service.change_password(&session, secret(old), secret(new), "change").await
    };
    assert_eq!(change("wrong", "another long password").await.unwrap(), ChangePassword::Wrong);
    assert!(lives(&app, &elsewhere).await);
    for (new, code) in [
        ("short", "password-short"),
        (PASSWORD, "password-same"),
        ("clerk.fabrikam 12345", "password-personal"),
    ] {
        let refused = change(PASSWORD, new).await;
        assert!(
            matches!(&refused, Err(ServiceError::Invalid { code: found, .. }) if *found == code),
            "{refused:?}"
        );
    }
    assert_eq!(change(PASSWORD, "another long password").await.unwrap(), ChangePassword::Done);
    assert!(lives(&app, &here).await && !lives(&app, &elsewhere).await);
    let old = app.service.sign_in(&person.email, secret(PASSWORD), "x").await.unwrap();
    assert!(matches!(old, SignIn::Wrong));
}

/// A session that somebody left open is no way to guess the password.
#[rstest]
#[tokio::test]
async fn guessing_the_old_password_locks_the_account(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, person) = clerk(engine).await;
    let (_, session) = signed_in(&app, &person, "curl", "nowhere").await;
    let guess = async |old: &str| {
        app.service
            .change_password(&session, secret(old), secret("another long password"), "x")
            .await
            .unwrap()
    };
    for _ in 0..4 {
        assert_eq!(guess("a guess").await, ChangePassword::Wrong);
    }
    assert!(matches!(guess("a guess").await, ChangePassword::Locked { .. }));
    assert!(matches!(guess(PASSWORD).await, ChangePassword::Locked { .. }), "not even so");
    app.later(SignedDuration::from_mins(1));
    assert_eq!(guess(PASSWORD).await, ChangePassword::Done);
}

#[rstest]
#[tokio::test]
async fn a_person_sets_his_name_and_the_language_of_mails(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, person) = clerk(engine).await;
    let (token, session) = signed_in(&app, &person, "curl", "nowhere").await;
    app.service.change_profile(&session, " Zoë Ångström ", Some("he"), "change").await.unwrap();
    let own = app.service.own_account(&session).await.unwrap();
    assert_eq!((own.name.as_str(), own.locale.as_deref()), ("Zoë Ångström", Some("he")));
    assert_eq!(app.service.session(&token).await.unwrap().unwrap().actor.name, "Zoë Ångström");
    for (name, locale) in [(" ", None), ("a\nb", None), ("Zoë", Some("../../x"))] {
        let refused = app.service.change_profile(&session, name, locale, "change").await;
        assert!(matches!(refused, Err(ServiceError::Invalid { .. })), "{name:?} {locale:?}");
    }
}

#[rstest]
#[case("correct horse battery", Ok(()))]
#[case("пароль из многих слов", Ok(()))]
#[case("eleven char", Err("password-short"))]
#[case("abababababababab", Err("password-simple"))]
#[case("tove.lindqvist@kajplats", Err("password-personal"))]
#[case("Lindqvist2026!", Err("password-personal"))]
#[case("lindqvist walks a long way", Ok(()))]
fn passwords_that_are_known_or_simple_are_refused(
    #[case] password: &str,
    #[case] expected: Result<(), &'static str>,
) {
    let checked = check_own_password(&secret(password), "tove.lindqvist@kajplats.example", "Tove Lindqvist");
    let found = checked.map_err(|error| match error {
        ServiceError::Invalid { code, .. } => code,
        other => panic!("{other:?}"),
    });
    assert_eq!(found, expected);
}
