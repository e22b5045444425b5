//! Signing in and out, and what guessing costs.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use taxiway_service::{ServiceError, SignIn};
use taxiway_store::Engine;

use crate::app::{PASSWORD, Person, TestApp, secret};

async fn staff(engine: Engine) -> (TestApp, Person) {
    let app = TestApp::new(engine).await;
    let clerk = app.clerk("Fabrikam", &[]).await;
    (app, clerk)
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> SignIn {
    app.service.sign_in(email, secret(password), "sign-in").await.expect("the sign-in is answered")
}

async fn token(app: &TestApp, email: &str) -> SecretString {
    match sign_in(app, email, PASSWORD).await {
        SignIn::Done { token } => token,
        other => panic!("not signed in: {other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn a_person_signs_in_is_known_and_signs_out(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, clerk) = staff(engine).await;
    let first = token(&app, &format!(" {} ", clerk.email.to_uppercase())).await;
    let second = token(&app, &clerk.email).await;
    assert_ne!(first.expose_secret(), second.expose_secret());

    let session = app.service.session(&first).await.unwrap().expect("signed in");
    assert_eq!(session.actor.user_id, clerk.context.actor.user_id);
    assert_eq!(
        (session.actor.name.as_str(), session.email.as_str()),
        ("clerk.Fabrikam", clerk.email.as_str())
    );
    assert_eq!(
        (session.actor.kind, &session.actor.roles),
        (clerk.context.actor.kind, &clerk.context.actor.roles)
    );
    let other = app.service.session(&second).await.unwrap().unwrap();
    assert_ne!(session.csrf_token, other.csrf_token);

    app.service.sign_out(&first, &session, "sign-out").await.unwrap();
    assert!(app.service.session(&first).await.unwrap().is_none());
    assert!(app.service.session(&second).await.unwrap().is_some(), "the other browser stays signed in");
    assert!(app.service.session(&secret("made up")).await.unwrap().is_none());
    let log = clerk.service.audit_log(&clerk.context, None, 10).await.unwrap().entries;
    let acts: Vec<_> =
        log.iter().map(|entry| entry.action.as_str()).filter(|act| act.starts_with("session")).collect();
    assert_eq!(acts.len(), 3, "{acts:?}");
}

#[rstest]
#[tokio::test]
async fn a_session_ends_eight_hours_after_its_last_use(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, clerk) = staff(engine).await;
    let token = token(&app, &clerk.email).await;
    for _ in 0..5 {
        app.later(SignedDuration::from_hours(7));
        assert!(app.service.session(&token).await.unwrap().is_some(), "it is in use");
    }
    app.later(SignedDuration::from_hours(8) + SignedDuration::from_secs(1));
    assert!(app.service.session(&token).await.unwrap().is_none());
}

#[rstest]
#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_told_apart_by_nobody(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, clerk) = staff(engine).await;
    assert!(matches!(sign_in(&app, &clerk.email, "wrong").await, SignIn::Wrong));
    assert!(matches!(sign_in(&app, "nobody@nowhere.example", PASSWORD).await, SignIn::Wrong));
    assert!(matches!(sign_in(&app, &clerk.email, &"x".repeat(100_000)).await, SignIn::Wrong));
    assert!(matches!(sign_in(&app, "", "").await, SignIn::Wrong));
}

#[rstest]
#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_longer_and_longer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, clerk) = staff(engine).await;
    for _ in 0..4 {
        assert!(matches!(sign_in(&app, &clerk.email, "wrong").await, SignIn::Wrong));
    }
    token(&app, &clerk.email).await;
    for _ in 0..4 {
        assert!(matches!(sign_in(&app, &clerk.email, "wrong").await, SignIn::Wrong), "the count began again");
    }
    for minutes in [1, 2, 4, 8, 8] {
        let SignIn::Locked { until } = sign_in(&app, &clerk.email, "wrong").await else {
            panic!("not locked")
        };
        assert_eq!(until, app.service.now() + SignedDuration::from_mins(minutes));
        assert!(matches!(sign_in(&app, &clerk.email, PASSWORD).await, SignIn::Locked { .. }), "not even so");
        app.later(SignedDuration::from_mins(minutes));
    }
    token(&app, &clerk.email).await;
    assert!(matches!(sign_in(&app, &clerk.email, "wrong").await, SignIn::Wrong), "and all is forgotten");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_made_at_once_are_counted_one_by_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, clerk) = staff(engine).await;
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (service, email) = (app.service.clone(), clerk.email.clone());
        guesses.spawn(async move { service.sign_in(&email, secret("a guess"), "guess").await.unwrap() });
    }
    let wrong = guesses.join_all().await.iter().filter(|answer| matches!(answer, SignIn::Wrong)).count();
    assert!(wrong <= 6, "{wrong} of 30 guesses were tried");
    assert!(matches!(sign_in(&app, &clerk.email, PASSWORD).await, SignIn::Locked { .. }));
}

#[rstest]
#[tokio::test]
async fn a_new_password_ends_every_session(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, clerk) = staff(engine).await;
    let old = token(&app, &clerk.email).await;
    for _ in 0..5 {
        sign_in(&app, &clerk.email, "wrong").await;
    }
    app.service
        .reset_password(&clerk.email.to_uppercase(), secret("another long password"), "reset")
        .await
        .unwrap();
    assert!(app.service.session(&old).await.unwrap().is_none());
    assert!(matches!(sign_in(&app, &clerk.email, PASSWORD).await, SignIn::Wrong));
    assert!(
        matches!(sign_in(&app, &clerk.email, "another long password").await, SignIn::Done { .. }),
        "not locked"
    );
    let short = app.service.reset_password(&clerk.email, secret("short"), "reset").await;
    assert!(matches!(short, Err(ServiceError::Invalid { code: "password-short", .. })));
    let nobody = app.service.reset_password("nobody@nowhere.example", secret(PASSWORD), "reset").await;
    assert!(matches!(nobody, Err(ServiceError::NotFound)));
}
