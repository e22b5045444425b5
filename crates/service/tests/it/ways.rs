//! By what ways an account can be entered: what a provider's people cannot have here, and help for lost passkeys.

use rstest::rstest;
use secrecy::ExposeSecret;
use taxiway_domain::ids::UserId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Client, Letter, NewInvitation, ServiceError, SignIn, SignInPolicy, WaysIn};
use taxiway_store::Engine;

use crate::app::{PASSWORD, secret};
use crate::peers::{Company, vouched};

#[track_caller]
fn conflict<T: std::fmt::Debug>(outcome: taxiway_service::Result<T>) -> &'static str {
    match outcome.expect_err("it is refused") {
        ServiceError::Conflict(code) => code,
        other => panic!("{other}"),
    }
}

fn letter() -> Letter {
    Letter::unsent("https://taxiway.example/new-password/")
}

impl Company {
    async fn comes_by_provider(&self) -> UserId {
        let entry = self.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await;
        self.session(entry).await.0
    }

    async fn ways(&self, user: UserId) -> WaysIn {
        self.service.ways_of_person(&self.admin.context, self.organisation, user).await.expect("it works")
    }
}

/// Groups decide the roles, and the provider keeps the password: neither is set by hand.
#[rstest]
#[tokio::test]
async fn a_providers_people_get_neither_roles_nor_passwords_here(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, provider) = Company::with_provider(engine).await;
    let (service, context, organisation) = (&company.service, &company.admin.context, company.organisation);
    let user = company.comes_by_provider().await;
    let expected = WaysIn { password: false, providers: vec!["Nordlys inloggning".to_owned()], passkeys: 0 };
    assert_eq!(company.ways(user).await, expected);
    let changed = service.change_roles(context, organisation, user, &[Role::AdminAgent]).await;
    assert_eq!(conflict(changed), "person-federated-roles");
    let sent = service.send_password_reset(context, organisation, user, &letter(), false).await;
    assert_eq!(conflict(sent), "person-federated-password");
    // Nothing happened, and switching the account off is still the administrators' affair.
    assert_eq!(service.person(context, organisation, user).await.unwrap().roles, [Role::SalesAgent]);
    service.set_person_disabled(context, organisation, user, true).await.unwrap();
    service.set_person_disabled(context, organisation, user, false).await.unwrap();
    // When the provider is gone, the account is one like any other.
    service.delete_identity_provider(context, provider).await.unwrap();
    service.change_roles(context, organisation, user, &[Role::HelpdeskAgent]).await.unwrap();
    let link = service.send_password_reset(context, organisation, user, &letter(), false).await.unwrap();
    let token = secret(link.expect("a link").expose_secret().rsplit('/').next().unwrap());
    service.use_password_reset(&token, secret("three common words"), "reset").await.unwrap();
    assert!(company.ways(user).await.password);
}

/// A link for a new password that is on its way does not outrun the link to a provider.
#[rstest]
#[tokio::test]
async fn a_link_from_before_sets_no_password_for_a_providers_person(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    let (service, context, organisation) = (&company.service, &company.admin.context, company.organisation);
    let kind = OrganisationKind::DirectPartner;
    let clerk = company.app.person(organisation, kind, "clerk", Role::SalesAgent).await;
    let user = clerk.context.actor.user_id;
    let link = service.send_password_reset(context, organisation, user, &letter(), false).await.unwrap();
    let token = secret(link.expect("a link").expose_secret().rsplit('/').next().unwrap());
    let entry = company.enters(vouched("sub-2", &clerk.email, &["Sales"])).await;
    assert_eq!(company.session(entry).await.0, user, "the verified address tells who it is");
    let used = service.use_password_reset(&token, secret("three common words"), "reset").await;
    assert!(matches!(used, Err(ServiceError::NotFound)), "{used:?}");
}

/// Whoever lost the passkeys is helped: they are gone, so are the sessions, and the password is enough again.
#[rstest]
#[tokio::test]
async fn lost_passkeys_are_removed_by_an_administrator_or_the_operator(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let (service, admin, organisation) = (&company.service, &company.admin.context, company.organisation);
    let kind = OrganisationKind::DirectPartner;
    let clerk = company.app.person(organisation, kind, "clerk", Role::SalesAgent).await;
    let (context, user) = (&clerk.context, clerk.context.actor.user_id);
    for by_operator in [false, true] {
        let SignIn::Done { token } = service.sign_in(&clerk.email, secret(PASSWORD), "in").await.unwrap()
        else {
            panic!("the password is enough");
        };
        let question = service.start_passkey(context).await.unwrap();
        service.add_passkey(context, &question.token, "one", "Blue key").await.unwrap();
        service.set_second_factor(context, true).await.unwrap();
        assert_eq!(company.ways(user).await.passkeys, 1);
        let asked = service.sign_in(&clerk.email, secret(PASSWORD), "in").await.unwrap();
        assert!(matches!(asked, SignIn::SecondFactor { .. }), "{asked:?}");
        let not_theirs = service.remove_passkeys_of(context, organisation, user).await;
        assert!(matches!(not_theirs, Err(ServiceError::Forbidden { .. })), "{not_theirs:?}");
        if by_operator {
            service.remove_passkeys_as_operator(&clerk.email, "help").await.unwrap();
        } else {
            service.remove_passkeys_of(admin, organisation, user).await.unwrap();
        }
        assert_eq!(company.last_entry().await.0, "user.remove-passkeys");
        assert_eq!(company.ways(user).await.passkeys, 0);
        assert!(service.session(&token).await.unwrap().is_none(), "the session has ended");
    }
    let answer = service.sign_in(&clerk.email, secret(PASSWORD), "in").await.unwrap();
    assert!(matches!(answer, SignIn::Done { .. }), "{answer:?}");
}

/// An invitation is no way around what an organisation demands at sign-in.
#[rstest]
#[tokio::test]
async fn an_invitation_signs_nobody_in_where_a_password_is_not_enough(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let (service, context, organisation) = (&company.service, &company.admin.context, company.organisation);
    let policy = SignInPolicy { second_factor_roles: vec![Role::SalesAgent], ..SignInPolicy::default() };
    service.set_sign_in_policy(context, &policy).await.unwrap();
    for (role, signed_in) in [(Role::SalesAgent, false), (Role::HelpdeskAgent, true)] {
        let email = format!("{}@nordlys.example", role.as_str());
        let new = NewInvitation { email: email.clone(), name: "Dan".to_owned(), roles: vec![role] };
        let invited = service.invite(context, organisation, &new, &letter(), false).await.unwrap();
        let token = secret(invited.link.expose_secret().rsplit('/').next().unwrap());
        let client = Client::default();
        let accepted = service.accept_invitation(&token, "Dan", secret(PASSWORD), None, &client, "in").await;
        assert_eq!(accepted.unwrap().is_some(), signed_in, "{email}");
        let answer = service.sign_in(&email, secret(PASSWORD), "in").await.unwrap();
        assert_eq!(matches!(answer, SignIn::Done { .. }), signed_in, "{answer:?}");
    }
}
