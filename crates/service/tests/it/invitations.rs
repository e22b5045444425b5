//! Invitations: made, accepted once, withdrawn, ended.

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Client, Invited, Letter, NewInvitation, Result, ServiceError, SignIn};
use taxiway_store::Engine;

use crate::app::{PASSWORD, Person, TestApp, secret};

const PARTNER: OrganisationKind = OrganisationKind::DirectPartner;

async fn office(engine: Engine) -> (TestApp, OrganisationId, Person) {
    let app = TestApp::new(engine).await;
    let partner = app.organisation(PARTNER, "Fabrikam").await;
    let admin = app.person(partner, PARTNER, "Ada", Role::AdminAgent).await;
    app.later(SignedDuration::from_secs(1));
    (app, partner, admin)
}

fn dan() -> NewInvitation {
    NewInvitation {
        email: " Dan@Fabrikam.example ".to_owned(),
        name: "Dan".to_owned(),
        roles: vec![Role::SalesAgent],
    }
}

impl Person {
    async fn invites(&self, new: &NewInvitation) -> Result<Invited> {
        let letter = Letter::unsent("https://taxiway.example/invitations/");
        self.service.invite(&self.context, self.organisation(), new, &letter, false).await
    }
}

/// The secret at the end of a link.
fn secret_of(link: &SecretString) -> SecretString {
    secret(link.expose_secret().rsplit('/').next().expect("a path"))
}

async fn accept(app: &TestApp, token: &SecretString, password: &str) -> Result<SecretString> {
    let client = Client::new("203.0.113.9".parse().ok(), Some("Firefox/1 Linux"));
    let accepted = app
        .service
        .accept_invitation(token, "Dan Öst", secret(password), Some("sv"), &client, "accept")
        .await;
    accepted.map(|session| session.expect("a password is enough"))
}

#[rstest]
#[tokio::test]
async fn an_invitation_opens_an_account_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, partner, admin) = office(engine).await;
    let invited = admin.invites(&dan()).await.unwrap();
    assert!(invited.link.expose_secret().starts_with("https://taxiway.example/invitations/"));
    let token = secret_of(&invited.link);
    assert_eq!(token.expose_secret().len(), 43, "256 bits");
    let offer = app.service.invitation_offer(&token).await.unwrap().expect("it can be accepted");
    assert_eq!((offer.organisation.as_str(), offer.invited_by.as_str()), ("Fabrikam", "Ada"));
    assert_eq!(
        (offer.email.as_str(), offer.roles.as_slice()),
        ("dan@fabrikam.example", &[Role::SalesAgent][..])
    );

    let session = accept(&app, &token, PASSWORD).await.unwrap();
    let session = app.service.session(&session).await.unwrap().expect("signed in");
    assert_eq!((session.actor.name.as_str(), session.actor.organisation_id), ("Dan Öst", partner));
    let seen = &app.service.own_sessions(&session).await.unwrap()[0];
    assert_eq!(
        (seen.agent.as_deref(), seen.origin.as_deref()),
        (Some("firefox linux"), Some("203.0.113.0/24"))
    );
    assert_eq!(app.service.own_account(&session).await.unwrap().locale.as_deref(), Some("sv"));
    let again = app.service.sign_in("dan@fabrikam.example", secret(PASSWORD), "x").await.unwrap();
    assert!(matches!(again, SignIn::Done { .. }));

    assert!(app.service.invitation_offer(&token).await.unwrap().is_none());
    assert!(matches!(accept(&app, &token, PASSWORD).await, Err(ServiceError::NotFound)));
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    let acts: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert!(acts.contains(&"user.invite") && acts.contains(&"user.accept-invitation"), "{acts:?}");
    for entry in &log {
        assert!(!entry.detail.contains(token.expose_secret()), "no secret is in the log");
    }
    let open = admin.service.invitations(&admin.context, partner, 1, 25).await.unwrap();
    assert_eq!(open.total, 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_accept_at_once_one_gets_the_account(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, _, admin) = office(engine).await;
    let token = secret_of(&admin.invites(&dan()).await.unwrap().link);
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let (service, token) = (app.service.clone(), token.clone());
        all.spawn(async move {
            let client = Client::default();
            service.accept_invitation(&token, "Dan", secret(PASSWORD), None, &client, "accept").await
        });
    }
    let outcomes = all.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_invitations_of_one_address_at_once_one_remains(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin) = office(engine).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let admin = admin.clone();
        all.spawn(async move { admin.invites(&dan()).await });
    }
    let made: Vec<_> = all.join_all().await.into_iter().map(|outcome| outcome.expect("invited")).collect();
    let listed = admin.service.invitations(&admin.context, partner, 1, 25).await.unwrap();
    assert_eq!(listed.total, 1);
    let mut open = 0;
    for invited in &made {
        open += usize::from(app.service.invitation_offer(&secret_of(&invited.link)).await.unwrap().is_some());
    }
    assert_eq!(open, 1, "one link works");
}

#[rstest]
#[tokio::test]
async fn an_invitation_ends_after_its_time_and_when_it_is_withdrawn_or_repeated(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin) = office(engine).await;
    let first = admin.invites(&dan()).await.unwrap();
    let second = admin.invites(&dan()).await.unwrap();
    let open = async |invited: &Invited| {
        app.service.invitation_offer(&secret_of(&invited.link)).await.unwrap().is_some()
    };
    assert!(!open(&first).await && open(&second).await, "the newest counts");
    app.later(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
    assert!(open(&second).await);
    app.later(SignedDuration::from_secs(1));
    assert!(!open(&second).await);
    assert!(matches!(accept(&app, &secret_of(&second.link), PASSWORD).await, Err(ServiceError::NotFound)));
    let listed = admin.service.invitations(&admin.context, partner, 1, 25).await.unwrap();
    assert_eq!((listed.total, listed.items[0].expired), (1, true), "it is shown as ended");

    let third = admin.invites(&dan()).await.unwrap();
    assert!(open(&third).await);
    admin.service.revoke_invitation(&admin.context, partner, third.invitation_id).await.unwrap();
    assert!(!open(&third).await);
    let again = admin.service.revoke_invitation(&admin.context, partner, third.invitation_id).await;
    assert!(matches!(again, Err(ServiceError::NotFound)));
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_an_account_is_refused_and_the_link_still_works(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, _, admin) = office(engine).await;
    let code = |refused: Result<Invited>| match refused {
        Err(ServiceError::Invalid { field, code, .. }) => (field, code),
        other => panic!("{other:?}"),
    };
    let with = |change: fn(&mut NewInvitation)| {
        let mut new = dan();
        change(&mut new);
        new
    };
    for (new, expected) in [
        (with(|new| new.email = "nobody".to_owned()), ("email", "email")),
        (with(|new| new.email = "a b@x.example".to_owned()), ("email", "email")),
        (with(|new| new.email = "@".to_owned()), ("email", "email")),
        (with(|new| new.name = " ".to_owned()), ("name", "missing")),
        (with(|new| new.name = "x".repeat(201)), ("name", "name")),
        (with(|new| new.roles = vec![]), ("role", "role-missing")),
        (with(|new| new.roles = vec![Role::Administrator]), ("role", "role-kind")),
    ] {
        assert_eq!(code(admin.invites(&new).await), expected, "{new:?}");
    }
    let own = NewInvitation { email: admin.email.to_uppercase(), ..dan() };
    assert_eq!(code(admin.invites(&own).await), ("email", "email-taken"));

    let token = secret_of(&admin.invites(&dan()).await.unwrap().link);
    for (password, expected) in [
        ("too short", "password-short"),
        ("aaaaaaaaaaaaaaaa", "password-simple"),
        ("dan@fabrikam.example", "password-personal"),
        (&"long ".repeat(300), "password-long"),
    ] {
        let refused = accept(&app, &token, password).await;
        assert!(
            matches!(&refused, Err(ServiceError::Invalid { field: "password", code, .. }) if *code == expected),
            "{password}: {refused:?}"
        );
    }
    accept(&app, &token, PASSWORD).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn whether_another_organisation_knows_an_address_is_not_told_to_who_invites(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, _, admin) = office(engine).await;
    let other = app.organisation(PARTNER, "Northwind").await;
    let nora = app.person(other, PARTNER, "Nora", Role::AdminAgent).await;
    let new = NewInvitation { email: nora.email.clone(), ..dan() };
    let token = secret_of(&admin.invites(&new).await.unwrap().link);
    let refused = accept(&app, &token, PASSWORD).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "email-taken", .. })), "{refused:?}");
    assert!(app.service.invitation_offer(&token).await.unwrap().is_some(), "nothing was used up");
}

#[rstest]
#[tokio::test]
async fn an_operator_invites_at_the_command_line(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, partner, admin) = office(engine).await;
    let letter = Letter::unsent("http://127.0.0.1:8600/invitations/");
    let invited = app.service.invite_as_operator(partner, &dan(), &letter, "cli").await.unwrap();
    accept(&app, &secret_of(&invited.link), PASSWORD).await.unwrap();
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    let entry = log.iter().find(|entry| entry.action == "user.invite").expect("it is in the log");
    assert_eq!((entry.actor_name.as_str(), entry.request_id.as_str()), ("taxiway admin", "cli"));
    let nowhere = app
        .service
        .invite_as_operator(
            OrganisationId::from_untyped_uuid(admin.context.actor.user_id.into_untyped_uuid()),
            &dan(),
            &letter,
            "cli",
        )
        .await;
    assert!(matches!(nowhere, Err(ServiceError::NotFound)));
}
