//! Passkeys: adding, signing in with one alone and after the password, and what copies come to.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_domain::sign_in::SignInRefusal as R;
use taxiway_service::{ChangePassword, Client, Context, Entry, Letter, ServiceError, SignIn, SignInPolicy};
use taxiway_store::Engine;

use crate::app::{PASSWORD, secret};
use crate::peers::{Company, refused, vouched};

fn conflict<T: std::fmt::Debug>(outcome: taxiway_service::Result<T>) -> &'static str {
    match outcome.expect_err("it is refused") {
        ServiceError::Conflict(code) => code,
        other => panic!("{other}"),
    }
}

impl Company {
    async fn adds(&self, context: &Context, credential: &str) -> taxiway_domain::ids::PasskeyId {
        let question = self.service.start_passkey(context).await.expect("it works");
        self.service.add_passkey(context, &question.token, credential, "Blue key").await.expect("it works")
    }

    /// Signs in with a passkey alone.
    async fn shows(&self, answer: &str) -> Entry {
        let question = self.service.start_passkey_sign_in().await.expect("it works");
        assert_eq!(question.options, "one of 0", "any passkey will do");
        self.service
            .passkey_sign_in(&question.token, answer, &Client::default(), "passkey")
            .await
            .expect("it works")
    }

    async fn types(&self) -> SignIn {
        self.service.sign_in(&self.admin.email, secret(PASSWORD), "password").await.expect("it works")
    }

    /// The password is right and a passkey is asked for.
    async fn asked(&self) -> SecretString {
        match self.types().await {
            SignIn::SecondFactor { token } => token,
            other => panic!("{other:?}"),
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_passkey_is_added_and_signs_in_alone(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let company = Company::new(engine).await;
    let context = &company.admin.context;
    company.adds(context, "one").await;
    assert_eq!(company.last_entry().await.0, "passkey.add");
    let user = context.actor.user_id;
    let (who, ..) = company.session(company.shows(&format!("one {user} 5")).await).await;
    assert_eq!(who, user);
    assert!(company.last_entry().await.2.contains("\"by\":\"passkey\""));
    let own = company.service.own_passkeys(context).await.unwrap();
    assert_eq!((own.passkeys.len(), own.passkeys[0].name.as_str()), (1, "Blue key"));
    assert_eq!(own.passkeys[0].used_at, Some(company.service.now()));
    // The counter went on; what does not go on is a copy.
    for counter in [5, 4, 0] {
        let copy = refused(company.shows(&format!("one {user} {counter}")).await);
        assert_eq!(copy.refusal, R::PasskeyCounter);
        let (action, who, detail) = company.last_entry().await;
        assert_eq!((action.as_str(), who.as_str()), ("session.refuse", "boss"));
        assert!(detail.contains("passkey-counter"), "{detail}");
    }
    company.session(company.shows(&format!("one {user} 6")).await).await;
}

#[rstest]
#[tokio::test]
async fn a_question_is_answered_once_in_time_and_by_the_right_passkey(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let kind = OrganisationKind::DirectPartner;
    let other = company.app.person(company.organisation, kind, "other", Role::SalesAgent).await.context;
    let user = context.actor.user_id;

    let question = service.start_passkey(context).await.unwrap();
    let stolen = service.add_passkey(&other, &question.token, "mine", "Key").await;
    assert_eq!(conflict(stolen), "passkey-late", "a question for somebody else");
    let question = service.start_passkey(context).await.unwrap();
    assert_eq!(
        conflict(service.add_passkey(context, &question.token, "broken", "Key").await),
        "passkey-invalid"
    );
    assert_eq!(conflict(service.add_passkey(context, &question.token, "one", "Key").await), "passkey-late");
    company.adds(context, "one").await;
    let question = service.start_passkey(&other).await.unwrap();
    let taken = service.add_passkey(&other, &question.token, "one", "Key").await;
    assert_eq!(conflict(taken), "passkey-taken", "a credential has one owner");

    let question = service.start_passkey_sign_in().await.unwrap();
    let answer = format!("one {user} 1");
    company
        .session(
            service.passkey_sign_in(&question.token, &answer, &Client::default(), "passkey").await.unwrap(),
        )
        .await;
    let again =
        service.passkey_sign_in(&question.token, "one 2", &Client::default(), "passkey").await.unwrap();
    assert_eq!(refused(again).refusal, R::PasskeyLate);
    let question = service.start_passkey_sign_in().await.unwrap();
    company.app.later(SignedDuration::from_mins(5));
    let late =
        service.passkey_sign_in(&question.token, "one 3", &Client::default(), "passkey").await.unwrap();
    assert_eq!(refused(late).refusal, R::PasskeyLate);
    // A question for adding is none for signing in.
    let question = service.start_passkey(context).await.unwrap();
    let mixed =
        service.passkey_sign_in(&question.token, "one 3", &Client::default(), "passkey").await.unwrap();
    assert_eq!(refused(mixed).refusal, R::PasskeyLate);

    assert_eq!(refused(company.shows("unknown 1").await).refusal, R::PasskeyUnknown);
    let claimed = format!("one {} 9", other.actor.user_id);
    assert_eq!(refused(company.shows(&claimed).await).refusal, R::PasskeyUnknown);
    assert_eq!(refused(company.shows(&format!("one {user} x")).await).refusal, R::PasskeyInvalid);
    let long = format!("one {user} {}", "9".repeat(100_000));
    assert_eq!(refused(company.shows(&long).await).refusal, R::PasskeyInvalid);
}

#[rstest]
#[tokio::test]
async fn ones_own_passkeys_are_renamed_and_removed_and_nobody_elses(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let kind = OrganisationKind::DirectPartner;
    let other = company.app.person(company.organisation, kind, "other", Role::AdminAgent).await.context;
    let passkey = company.adds(context, "one").await;
    assert!(matches!(service.rename_passkey(&other, passkey, "x").await, Err(ServiceError::NotFound)));
    assert!(matches!(service.remove_passkey(&other, passkey).await, Err(ServiceError::NotFound)));
    assert!(matches!(service.own_passkey(&other, passkey).await, Err(ServiceError::NotFound)));
    let unnamed = service.rename_passkey(context, passkey, " ").await;
    assert!(matches!(unnamed, Err(ServiceError::Invalid { code: "missing", .. })));
    service.rename_passkey(context, passkey, "Green key").await.unwrap();
    assert_eq!(company.last_entry().await.0, "passkey.rename");
    assert_eq!(service.own_passkey(context, passkey).await.unwrap().name, "Green key");
    service.remove_passkey(context, passkey).await.unwrap();
    assert_eq!(company.last_entry().await.0, "passkey.remove");
    let user = context.actor.user_id;
    assert_eq!(refused(company.shows(&format!("one {user} 1")).await).refusal, R::PasskeyUnknown);
}

#[rstest]
#[tokio::test]
async fn the_last_way_in_is_not_removed(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let first = company.adds(context, "one").await;
    let strict = SignInPolicy { passwords_allowed: false, ..SignInPolicy::default() };
    service.set_sign_in_policy(context, &strict).await.unwrap();
    assert_eq!(conflict(service.remove_passkey(context, first).await), "passkey-last-way");
    let second = company.adds(context, "two").await;
    service.remove_passkey(context, first).await.unwrap();
    assert_eq!(conflict(service.remove_passkey(context, second).await), "passkey-last-way");
    // Without passwords the passkey still lets its owner in.
    let user = context.actor.user_id;
    company.session(company.shows(&format!("two {user} 1")).await).await;
}

#[rstest]
#[tokio::test]
async fn a_passkey_is_asked_for_after_the_password(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let user = context.actor.user_id;
    assert_eq!(conflict(service.set_second_factor(context, true).await), "passkey-needed");
    let passkey = company.adds(context, "one").await;
    let kind = OrganisationKind::DirectPartner;
    let other = company.app.person(company.organisation, kind, "other", Role::SalesAgent).await.context;
    company.adds(&other, "other").await;
    service.set_second_factor(context, true).await.unwrap();
    assert_eq!(company.last_entry().await.0, "second-factor.require");
    assert_eq!(conflict(service.remove_passkey(context, passkey).await), "passkey-second-factor");

    let wrong = service.sign_in(&company.admin.email, secret("wrong password"), "password").await.unwrap();
    assert!(matches!(wrong, SignIn::Wrong), "only whoever knows the password is asked");
    let token = company.asked().await;
    assert!(service.session(&token).await.unwrap().is_none(), "half a sign-in is no session");
    let asked = service.second_factor(&token).await.unwrap().unwrap();
    assert_eq!((asked.options.as_str(), asked.enrol), ("one of 1", false));
    let entry = service
        .finish_second_factor(&token, &format!("one {user} 1"), "", &Client::default(), "second")
        .await
        .unwrap();
    company.session(entry).await;
    assert!(company.last_entry().await.2.contains("password and passkey"));

    let token = company.asked().await;
    let foreign = format!("other {} 1", other.actor.user_id);
    let entry =
        service.finish_second_factor(&token, &foreign, "", &Client::default(), "second").await.unwrap();
    assert_eq!(refused(entry).refusal, R::PasskeyUnknown, "somebody else's passkey");
    let entry = service
        .finish_second_factor(&token, &format!("one {user} 2"), "", &Client::default(), "second")
        .await
        .unwrap();
    assert_eq!(refused(entry).refusal, R::PasskeyLate, "and the question is used up");
    let question = service.start_passkey_sign_in().await.unwrap();
    let entry = service
        .finish_second_factor(&question.token, &format!("one {user} 2"), "", &Client::default(), "second")
        .await;
    assert_eq!(refused(entry.unwrap()).refusal, R::PasskeyLate, "a question of another kind");
    assert!(service.second_factor(&question.token).await.unwrap().is_none());

    service.set_second_factor(context, false).await.unwrap();
    assert!(matches!(company.types().await, SignIn::Done { .. }));
    service.remove_passkey(context, passkey).await.unwrap();
}

/// Where the organisation demands it, the first passkey is made right after the password.
#[rstest]
#[tokio::test]
async fn roles_can_demand_a_passkey(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let user = context.actor.user_id;
    let demanding = SignInPolicy { second_factor_roles: vec![Role::AdminAgent], ..SignInPolicy::default() };
    service.set_sign_in_policy(context, &demanding).await.unwrap();
    assert!(service.own_passkeys(context).await.unwrap().demanded);
    let token = company.asked().await;
    let asked = service.second_factor(&token).await.unwrap().unwrap();
    assert!(asked.enrol && asked.options.starts_with("new for "), "{asked:?}");
    let stolen = company.asked().await;
    let unnamed = service.finish_second_factor(&token, "one", "", &Client::default(), "second").await;
    assert!(matches!(unnamed, Err(ServiceError::Invalid { field: "name", .. })), "{unnamed:?}");
    let entry =
        service.finish_second_factor(&token, "one", "Blue key", &Client::default(), "second").await.unwrap();
    company.session(entry).await;
    let token = company.asked().await;
    assert!(!service.second_factor(&token).await.unwrap().unwrap().enrol);
    let entry = service
        .finish_second_factor(&token, &format!("one {user} 1"), "", &Client::default(), "second")
        .await
        .unwrap();
    company.session(entry).await;
    let entry = service.finish_second_factor(&stolen, "two", "Thief", &Client::default(), "second").await;
    assert_eq!(refused(entry.unwrap()).refusal, R::PasskeyLate, "the first passkey was made meanwhile");
    // Others are not asked.
    let kind = OrganisationKind::DirectPartner;
    let clerk = company.app.person(company.organisation, kind, "clerk", Role::SalesAgent).await;
    let answer = service.sign_in(&clerk.email, secret(PASSWORD), "password").await.unwrap();
    assert!(matches!(answer, SignIn::Done { .. }));
    let foreign = SignInPolicy { second_factor_roles: vec![Role::GlobalReader], ..SignInPolicy::default() };
    let outcome = service.set_sign_in_policy(context, &foreign).await;
    assert!(matches!(outcome, Err(ServiceError::Invalid { code: "role-kind", .. })));
}

/// Whoever knew the old password and was asked for a first passkey gets nowhere once there is a new password.
#[rstest]
#[tokio::test]
async fn a_question_after_the_password_ends_with_that_password(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values("link", "operator", "own")] way: &str,
    #[values(true, false)] first: bool,
) {
    let company = Company::new(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let user = context.actor.user_id;
    if !first {
        company.adds(context, "one").await;
    }
    let SignIn::Done { token } = company.types().await else { panic!("a password is enough") };
    let session = service.session(&token).await.unwrap().expect("signed in");
    let demanding = SignInPolicy { second_factor_roles: vec![Role::AdminAgent], ..SignInPolicy::default() };
    service.set_sign_in_policy(context, &demanding).await.unwrap();
    let token = company.asked().await;
    assert_eq!(service.second_factor(&token).await.unwrap().unwrap().enrol, first);
    let new = "another four words here";
    match way {
        "link" => {
            let letter = Letter::unsent("https://taxiway.example/new-password/");
            let made = service.send_password_reset(context, company.organisation, user, &letter, false).await;
            let link = made.unwrap().expect("it is handed over");
            let link = secret(link.expose_secret().rsplit('/').next().expect("a path"));
            service.use_password_reset(&link, secret(new), "reset").await.unwrap();
        }
        "operator" => service.reset_password(&company.admin.email, secret(new), "reset").await.unwrap(),
        _ => {
            let changed = service.change_password(&session, secret(PASSWORD), secret(new), "own").await;
            assert_eq!(changed.unwrap(), ChangePassword::Done);
        }
    }
    assert!(service.second_factor(&token).await.unwrap().is_none(), "nothing is asked any more");
    let answer = if first { "three".to_owned() } else { format!("one {user} 9") };
    let entry = service.finish_second_factor(&token, &answer, "Thief", &Client::default(), "second").await;
    assert_eq!(refused(entry.unwrap()).refusal, R::PasskeyLate);
    let names = service.own_passkeys(context).await.unwrap().passkeys;
    assert!(names.iter().all(|passkey| passkey.name != "Thief"), "{names:?}");
}

/// A key made before must not outlive a place at the provider, where only the provider counts.
#[rstest]
#[tokio::test]
async fn a_passkey_of_somebody_for_whom_a_provider_vouches_counts_as_a_password(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    let entry = company.enters(vouched("sub-1", "asa@nordlys.example", &["Taxiway Admins"])).await;
    let (user, ..) = company.session(entry).await;
    let mut context = company.admin.context.clone();
    context.actor.user_id = user;
    company.adds(&context, "one").await;
    company.session(company.shows(&format!("one {user} 1")).await).await;
    let strict = SignInPolicy { passwords_allowed: false, ..SignInPolicy::default() };
    company.service.set_sign_in_policy(&company.admin.context, &strict).await.unwrap();
    assert_eq!(refused(company.shows(&format!("one {user} 2")).await).refusal, R::OnlyProvider);
}

/// Without a public address there are no passkeys, and nobody is let in without one where one is needed.
#[rstest]
#[tokio::test]
async fn where_passkeys_are_not_set_up_they_are_not_offered(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let context = &company.admin.context;
    company.adds(context, "one").await;
    company.service.set_second_factor(context, true).await.unwrap();
    let bare = &company.app.service;
    assert_eq!(conflict(bare.start_passkey_sign_in().await), "passkeys-unavailable");
    assert_eq!(conflict(bare.start_passkey(context).await), "passkeys-unavailable");
    let answer = bare.sign_in(&company.admin.email, secret(PASSWORD), "password").await;
    assert_eq!(conflict(answer), "passkeys-unavailable");
    assert!(!bare.own_passkeys(context).await.unwrap().available);
}
