//! Programs act for people who let them.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::app::Permission;
use taxiway_domain::ids::AppId;
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_service::{
    ActingApp, Actor, Context, GRANTED_TOKENS, Grant, GrantedToken, ServiceError, TokenRefusal,
};
use taxiway_store::Engine;

use crate::app::{Person, TestApp};

const KIND: OrganisationKind = OrganisationKind::DirectPartner;
const DAYS: i64 = 90;

/// A partner with a program, its administrator and a clerk.
struct Stage {
    app: TestApp,
    admin: Person,
    clerk: Person,
    program: AppId,
    secret: SecretString,
}

async fn stage(engine: Engine) -> Stage {
    let app = TestApp::new(engine).await;
    let partner = app.organisation(KIND, "Fabrikam").await;
    let admin = app.person(partner, KIND, "Ada", Role::AdminAgent).await;
    let clerk = app.person(partner, KIND, "Sam", Role::SalesAgent).await;
    let (program, secret) = program(&app, &admin).await;
    Stage { app, admin, clerk, program, secret }
}

/// Registers a program that may register devices and nothing else.
async fn program(app: &TestApp, admin: &Person) -> (AppId, SecretString) {
    app.later(SignedDuration::from_millis(1));
    let rights = [Permission::DevicesRegister];
    let made = app.service.create_app(&admin.context, "Transfer", &rights).await.expect("a program");
    let secret = app.service.add_app_secret(&admin.context, made, 24, None).await.expect("a secret").secret;
    (made, secret)
}

impl Stage {
    async fn lets(&self, who: &Person) -> SecretString {
        self.app.later(SignedDuration::from_secs(1));
        self.app.service.let_act(&who.context, self.program).await.expect("it may act").token
    }

    async fn signs_in(&self, token: &SecretString) -> Result<GrantedToken, TokenRefusal> {
        signs_in_as(&self.app, self.program, &self.secret, token).await
    }
}

async fn signs_in_as(
    app: &TestApp,
    program: AppId,
    secret: &SecretString,
    token: &SecretString,
) -> Result<GrantedToken, TokenRefusal> {
    let (id, grant) = (program.to_string(), Grant::Refresh(token.clone()));
    app.service.grant_token(&id, secret, None, grant, "r-token").await.expect("it is answered")
}

fn is_refused(found: Result<GrantedToken, TokenRefusal>, why: TokenRefusal) {
    assert_eq!(found.map(drop).expect_err("no token"), why);
}

#[rstest]
#[tokio::test]
async fn the_token_a_person_made_gets_one_that_acts_for_the_person(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let service = &stage.app.service;
    let before = service.programs_for_me(&stage.clerk.context).await.expect("a list");
    assert_eq!((before.acting.len(), before.choices), (0, vec![(stage.program, "Transfer".to_owned())]));
    let made = service.let_act(&stage.clerk.context, stage.program).await.expect("it may act");
    let from = service.now();
    assert!(made.token.expose_secret().starts_with("txr_"), "it can be told from other secrets");
    assert_eq!(
        (made.app.as_str(), made.expires_at),
        ("Transfer", from + SignedDuration::from_hours(DAYS * 24))
    );
    assert!(service.caller(&made.token).await.expect("answered").is_none(), "nobody calls with it");

    stage.app.later(SignedDuration::from_secs(60));
    let granted = stage.signs_in(&made.token).await.expect("tokens");
    let caller = service.caller(&granted.access).await.expect("answered").expect("it counts").actor;
    assert_eq!((caller.user_id, caller.name.as_str()), (stage.clerk.context.actor.user_id, "Sam"));
    assert!(caller.may(Action::DeviceRegister));
    // No more than both may: the clerk lists customers, and the program does not.
    assert!(stage.clerk.context.may(Action::CustomerList) && !caller.may(Action::CustomerList));
    assert!(!caller.may(Action::AppAdminister));
    let next = granted.refresh.expect("the next one");
    assert!(stage.signs_in(&next).await.is_ok() && stage.signs_in(&made.token).await.is_ok());

    let [seen] = &service.programs_for_me(&stage.clerk.context).await.expect("a list").acting[..] else {
        panic!("one program")
    };
    assert_eq!((seen.app_id, seen.disabled, seen.since), (stage.program, false, from));
    assert_eq!(seen.used_at, Some(service.now()));
    assert_eq!(seen.until, service.now() + SignedDuration::from_hours(DAYS * 24));
    assert_eq!(service.program_for_me(&stage.clerk.context, stage.program).await.expect("it acts"), *seen);
    assert!(service.programs_for_me(&stage.admin.context).await.expect("a list").acting.is_empty());

    stage.app.later(SignedDuration::from_hours(DAYS * 24));
    is_refused(stage.signs_in(&made.token).await, TokenRefusal::Refresh);
    assert!(service.programs_for_me(&stage.clerk.context).await.expect("a list").acting.is_empty());
}

#[rstest]
#[tokio::test]
async fn the_token_ends_with_the_person_and_the_program_and_is_of_no_use_to_another_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let (app, admin) = (&stage.app, &stage.admin.context);
    let token = stage.lets(&stage.clerk).await;
    let (other, other_secret) = program(app, &stage.admin).await;
    is_refused(signs_in_as(app, other, &other_secret, &token).await, TokenRefusal::Refresh);
    is_refused(signs_in_as(app, stage.program, &other_secret, &token).await, TokenRefusal::Program);
    is_refused(signs_in_as(app, other, &stage.secret, &token).await, TokenRefusal::Program);

    app.service.set_app_disabled(admin, stage.program, true).await.expect("switched off");
    is_refused(stage.signs_in(&token).await, TokenRefusal::Program);
    let off = app.service.let_act(&stage.clerk.context, stage.program).await.map(drop);
    assert!(matches!(off, Err(ServiceError::Conflict("app-off"))), "{off:?}");
    let seen = app.service.programs_for_me(&stage.clerk.context).await.expect("a list");
    assert!(seen.acting[0].disabled, "it could act again");
    assert_eq!(seen.choices.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [other]);
    app.service.set_app_disabled(admin, stage.program, false).await.expect("switched on");
    // A new secret changes nothing: the token is the person's word, not the secret's.
    let secrets = app.service.app(admin, stage.program).await.expect("the program").secrets;
    let new = app.service.add_app_secret(admin, stage.program, 6, Some(secrets[0].secret_id)).await;
    let new = new.expect("a secret").secret;
    is_refused(stage.signs_in(&token).await, TokenRefusal::Program);
    let granted = signs_in_as(app, stage.program, &new, &token).await.expect("tokens");

    let (partner, user) = (admin.actor.organisation_id, stage.clerk.context.actor.user_id);
    app.service.set_person_disabled(admin, partner, user, true).await.expect("switched off");
    assert!(app.service.caller(&granted.access).await.expect("answered").is_none());
    is_refused(signs_in_as(app, stage.program, &new, &token).await, TokenRefusal::Refresh);
    app.service.set_person_disabled(admin, partner, user, false).await.expect("switched on");
    is_refused(signs_in_as(app, stage.program, &new, &token).await, TokenRefusal::Refresh);
}

#[rstest]
#[tokio::test]
async fn whoever_stops_a_program_ends_all_it_has_for_him(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let service = &stage.app.service;
    let (one, two) = (stage.lets(&stage.clerk).await, stage.lets(&stage.clerk).await);
    let admins = stage.lets(&stage.admin).await;
    let granted = stage.signs_in(&one).await.expect("tokens");
    service.stop_acting(&stage.clerk.context, stage.program).await.expect("stopped");
    assert!(service.caller(&granted.access).await.expect("answered").is_none(), "at once");
    for token in [one, two, granted.refresh.expect("the next one")] {
        is_refused(stage.signs_in(&token).await, TokenRefusal::Refresh);
    }
    assert!(stage.signs_in(&admins).await.is_ok(), "others have their own");
    for gone in [
        service.stop_acting(&stage.clerk.context, stage.program).await,
        service.program_for_me(&stage.clerk.context, stage.program).await.map(drop),
    ] {
        assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    }
    let log = service.audit_log(&stage.admin.context, None, 50).await.expect("the log").entries;
    let acts: Vec<_> = log
        .iter()
        .rev()
        .map(|entry| (entry.action.as_str(), entry.actor_name.as_str()))
        .filter(|(action, _)| ["app.let-act", "app.stop-acting"].contains(action))
        .collect();
    let (lets, stops) = ("app.let-act", "app.stop-acting");
    assert_eq!(acts, [(lets, "Sam"), (lets, "Sam"), (lets, "Ada"), (stops, "Sam")]);
    for entry in log.iter().filter(|entry| entry.action == lets) {
        assert_eq!(
            (entry.object_id.clone(), entry.detail.as_str()),
            (stage.program.to_string(), "{\"name\":\"Transfer\"}")
        );
    }
}

#[rstest]
#[tokio::test]
async fn the_oldest_token_ends_where_a_person_made_many(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine).await;
    let first = stage.lets(&stage.clerk).await;
    let second = stage.lets(&stage.clerk).await;
    // What the program gets itself does not push out what the person made.
    for _ in 0..=GRANTED_TOKENS {
        stage.app.later(SignedDuration::from_secs(1));
        stage.signs_in(&first).await.expect("tokens");
    }
    for _ in 2..GRANTED_TOKENS {
        stage.lets(&stage.clerk).await;
    }
    assert!(stage.signs_in(&first).await.is_ok());
    let last = stage.lets(&stage.clerk).await;
    is_refused(stage.signs_in(&first).await, TokenRefusal::Refresh);
    assert!(stage.signs_in(&second).await.is_ok() && stage.signs_in(&last).await.is_ok());
}

/// A program of others is answered like one that does not exist, and so is whoever cannot let anything act.
#[rstest]
#[tokio::test]
async fn programs_of_others_are_not_found(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage(engine).await;
    let app = &stage.app;
    let unknown: AppId = "01a1f8d3-ea00-7fff-8fff-ffffffffffff".parse().expect("an id");
    let not_found = async |context: &Context, program: AppId| {
        for refused in [
            app.service.let_act(context, program).await.map(drop),
            app.service.stop_acting(context, program).await,
            app.service.program_for_me(context, program).await.map(drop),
        ] {
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
        }
    };
    not_found(&stage.clerk.context, unknown).await;
    for (kind, name, role) in [
        (KIND, "Other", Role::AdminAgent),
        (OrganisationKind::IndirectProvider, "Provider", Role::AdminAgent),
        (OrganisationKind::IndirectReseller, "Small", Role::AdminAgent),
        (OrganisationKind::Manufacturer, "Maker", Role::Registrar),
        (OrganisationKind::Customer, "Contoso", Role::GlobalAdministrator),
    ] {
        let organisation = app.organisation(kind, name).await;
        let somebody = app.person(organisation, kind, name, role).await;
        not_found(&somebody.context, stage.program).await;
        not_found(&somebody.context, unknown).await;
        let list = app.service.programs_for_me(&somebody.context).await;
        let may = matches!(kind, OrganisationKind::DirectPartner | OrganisationKind::IndirectProvider);
        assert_eq!(list.is_ok(), may, "{name}: {list:?}");
    }
    // A program that acts for somebody does not let programs act for that person.
    let acting = ActingApp {
        app_id: stage.program,
        name: "Transfer".to_owned(),
        permissions: vec![Permission::DevicesRegister],
        alone: false,
    };
    let actor = Actor { app: Some(acting), ..stage.clerk.context.actor.clone() };
    let context = Context::new(actor, "r-program".to_owned());
    not_found(&context, stage.program).await;
    assert!(matches!(app.service.programs_for_me(&context).await, Err(ServiceError::NotFound)));
}
