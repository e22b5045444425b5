//! Setting identity providers up, and that somebody can always get in.

use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{ProviderForm, ServiceError, SignIn, SignInPolicy};
use taxiway_store::Engine;

use crate::app::{PASSWORD, secret};
use crate::peers::{Company, form, vouched};

fn code<T: std::fmt::Debug>(outcome: taxiway_service::Result<T>) -> String {
    match outcome.expect_err("it is refused") {
        ServiceError::Invalid { field, code, .. } => format!("{field} {code}"),
        ServiceError::Conflict(code) => code.to_owned(),
        ServiceError::Forbidden { needs } => format!("needs {needs}"),
        other => other.to_string(),
    }
}

#[rstest]
#[tokio::test]
async fn a_provider_is_set_up_shown_without_its_secret_changed_and_removed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, provider) = Company::with_provider(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let shown = service.identity_provider(context, provider).await.unwrap();
    assert_eq!((shown.name.as_str(), shown.scopes.as_str()), ("Nordlys inloggning", "email profile"));
    assert_eq!(
        shown.groups,
        [("Sales".to_owned(), Role::SalesAgent), ("Taxiway Admins".to_owned(), Role::AdminAgent)]
    );
    assert_eq!(company.last_entry().await.0, "identity-provider.create");
    let found = service.check_identity_provider(context, provider).await.unwrap().unwrap();
    assert_eq!(found.keys, 1);

    // The secret stays when none is given, but not for another provider.
    let renamed = ProviderForm { name: "Other".to_owned(), client_secret: None, ..form() };
    service.change_identity_provider(context, provider, &renamed).await.unwrap();
    assert_eq!(company.last_entry().await.0, "identity-provider.change");
    company.session(company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await).await;
    let moved = ProviderForm { issuer: "https://evil.example".to_owned(), client_secret: None, ..form() };
    let outcome = service.change_identity_provider(context, provider, &moved).await;
    assert_eq!(code(outcome), "client_secret secret-again");
    let moved = ProviderForm { client_secret: Some(secret("new")), ..moved };
    service.change_identity_provider(context, provider, &moved).await.unwrap();

    service.delete_identity_provider(context, provider).await.unwrap();
    assert_eq!(company.last_entry().await.0, "identity-provider.delete");
    assert_eq!(code(service.identity_provider(context, provider).await), "not found");
    assert_eq!(service.sign_in_settings(context).await.unwrap().providers, []);
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_used_is_named(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let company = Company::new(engine).await;
    let text = |text: &str| text.to_owned();
    let many = (0..201).map(|n| (format!("group {n}"), Role::SalesAgent)).collect();
    let cases: [(ProviderForm, &str); 14] = [
        (ProviderForm { name: text(" "), ..form() }, "name missing"),
        (ProviderForm { issuer: text("login"), ..form() }, "issuer issuer"),
        (ProviderForm { issuer: text("http://login.example"), ..form() }, "issuer issuer-https"),
        (ProviderForm { client_id: text(""), ..form() }, "client_id missing"),
        (ProviderForm { client_secret: None, ..form() }, "client_secret missing"),
        (ProviderForm { client_secret: Some(secret("a\nb")), ..form() }, "client_secret text"),
        (ProviderForm { scopes: text("a\"b"), ..form() }, "scopes scopes"),
        (ProviderForm { group_claim: text(""), ..form() }, "group_claim missing"),
        (ProviderForm { groups: vec![], ..form() }, "groups groups-missing"),
        (ProviderForm { groups: many, ..form() }, "groups groups-many"),
        (ProviderForm { groups: vec![(text("x"), Role::GlobalAdministrator)], ..form() }, "groups role-kind"),
        (ProviderForm { domains: vec![text("nordlys")], ..form() }, "domains domain"),
        (ProviderForm { domains: vec![text("fjordbyte.example")], ..form() }, "domains domain-foreign"),
        (ProviderForm { domains: vec![], ..form() }, "domains domains-missing"),
    ];
    for (form, expected) in cases {
        let outcome = company.service.create_identity_provider(&company.admin.context, &form).await;
        assert_eq!(code(outcome), expected);
    }
    let made = company.service.identity_providers_of(company.organisation).await.unwrap();
    assert!(made.is_empty(), "{made:?}");
}

#[rstest]
#[tokio::test]
async fn only_administrators_and_only_of_the_own_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, provider) = Company::with_provider(engine).await;
    let service = &company.service;
    let kind = OrganisationKind::DirectPartner;
    let clerk = company.app.person(company.organisation, kind, "clerk", Role::SalesAgent).await.context;
    assert_eq!(code(service.sign_in_settings(&clerk).await), "needs admin-agent");
    assert_eq!(code(service.create_identity_provider(&clerk, &form()).await), "needs admin-agent");
    assert_eq!(code(service.change_identity_provider(&clerk, provider, &form()).await), "needs admin-agent");
    assert_eq!(code(service.delete_identity_provider(&clerk, provider).await), "needs admin-agent");
    assert_eq!(code(service.check_identity_provider(&clerk, provider).await), "needs admin-agent");
    assert_eq!(code(service.set_sign_in_policy(&clerk, &SignInPolicy::default()).await), "needs admin-agent");

    let other = company.app.organisation(kind, "Fjordbyte").await;
    let rival = company.app.person(other, kind, "rival", Role::AdminAgent).await.context;
    assert_eq!(code(service.identity_provider(&rival, provider).await), "not found");
    assert_eq!(code(service.check_identity_provider(&rival, provider).await), "not found");
    assert_eq!(code(service.change_identity_provider(&rival, provider, &form()).await), "not found");
    assert_eq!(code(service.delete_identity_provider(&rival, provider).await), "not found");
    assert_eq!(service.sign_in_settings(&rival).await.unwrap().providers, []);
}

/// The operator may give any domain, to one provider.
#[rstest]
#[tokio::test]
async fn the_operator_gives_domains_and_they_stay(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let company = Company::new(engine).await;
    let service = &company.service;
    let wide = ProviderForm { domains: vec!["nordlys-group.example".to_owned()], ..form() };
    let provider =
        service.create_identity_provider_for(company.organisation, &wide, "operator").await.unwrap();
    let other = company.app.organisation(OrganisationKind::DirectPartner, "Fjordbyte").await;
    let again = service.create_identity_provider_for(other, &wide, "operator").await;
    assert_eq!(code(again), "domains domain-taken");
    let both = vec!["nordlys-group.example".to_owned(), "nordlys.example".to_owned()];
    let changed = ProviderForm { domains: both.clone(), ..wide };
    service.change_identity_provider(&company.admin.context, provider, &changed).await.unwrap();
    let listed = service.identity_providers_of(company.organisation).await.unwrap();
    assert_eq!(listed[0].domains, both);
    service.delete_identity_provider_for(company.organisation, provider, "operator").await.unwrap();
    assert_eq!(company.last_entry().await.1, "taxiway admin");
}

/// Passwords go only when an administrator can get in without, and with the last such way they cannot go.
#[rstest]
#[tokio::test]
async fn somebody_can_always_get_in(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, provider) = Company::with_provider(engine).await;
    let (service, context) = (&company.service, &company.admin.context);
    let policy = |passwords_allowed| SignInPolicy { passwords_allowed, ..SignInPolicy::default() };
    assert_eq!(code(service.set_sign_in_policy(context, &policy(false)).await), "sign-in-nobody");
    assert!(service.sign_in_settings(context).await.unwrap().policy.passwords_allowed, "nothing was changed");
    // Whoever came in by the provider but does not administer is no help.
    company.session(company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await).await;
    assert_eq!(code(service.set_sign_in_policy(context, &policy(false)).await), "sign-in-nobody");
    let admin = vouched("sub-2", "two@nordlys.example", &["Taxiway Admins"]);
    company.session(company.enters(admin).await).await;
    service.set_sign_in_policy(context, &policy(false)).await.unwrap();
    assert_eq!(company.last_entry().await.0, "sign-in-policy.change");

    let boss = &company.admin.email;
    let right = service.sign_in(boss, secret(PASSWORD), "password").await.unwrap();
    assert!(matches!(right, SignIn::OnlyProvider), "{right:?}");
    let (action, _, detail) = company.last_entry().await;
    assert!(action == "session.refuse" && detail.contains("only-provider"), "{action} {detail}");
    let wrong = service.sign_in(boss, secret("not the password"), "password").await.unwrap();
    assert!(matches!(wrong, SignIn::Wrong), "who does not know it learns nothing: {wrong:?}");

    assert_eq!(code(service.delete_identity_provider(context, provider).await), "sign-in-nobody");
    assert!(service.identity_provider(context, provider).await.is_ok(), "nothing was removed");
    service.allow_passwords(company.organisation, "help").await.unwrap();
    let right = service.sign_in(boss, secret(PASSWORD), "password").await.unwrap();
    assert!(matches!(right, SignIn::Done { .. }), "{right:?}");
    service.delete_identity_provider(context, provider).await.unwrap();
}

/// With a provider go the sessions of those for whom it vouched.
#[rstest]
#[tokio::test]
async fn a_removed_provider_signs_its_people_out(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, provider) = Company::with_provider(engine).await;
    let entry = company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await;
    let taxiway_service::Entry::Done { token, .. } = entry else { panic!("{entry:?}") };
    assert!(company.service.session(&token).await.unwrap().is_some());
    company.service.delete_identity_provider(&company.admin.context, provider).await.unwrap();
    assert!(company.service.session(&token).await.unwrap().is_none());
}
