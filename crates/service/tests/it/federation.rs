//! Signing in by an identity provider's word.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_domain::sign_in::SignInRefusal as R;
use taxiway_service::{
    Callback, Client, Departure, Entry, Onward, ProofError, ProviderForm, SignIn, Vouched,
};
use taxiway_store::Engine;

use crate::app::{PASSWORD, secret};
use crate::peers::{CLIENT_SECRET, Company, ISSUER, callback, form, refused, vouched};

#[rstest]
#[tokio::test]
async fn a_member_of_a_group_gets_an_account_and_roles_that_follow_the_groups(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    let onward = company.leaves(" Asa@NORDLYS.example ").await;
    assert!(
        onward.address.starts_with(&format!("{ISSUER}/auth?")) && onward.provider == "Nordlys inloggning"
    );
    let entry = company.comes_back(&onward).await;
    let Entry::Done { return_to, .. } = &entry else { panic!("{entry:?}") };
    assert_eq!(return_to, "/customers?page=2");
    let (user, email, roles) = company.session(entry).await;
    assert_eq!((email.as_str(), roles), ("asa@nordlys.example", vec![Role::SalesAgent]));
    assert_eq!(company.last_entry().await.0, "session.sign-in");

    let shown = company.peer.shown.lock().unwrap().clone();
    assert_eq!(shown[0], shown[1], "nonce and verifier are those with which it left");
    assert_eq!(shown[0][0], CLIENT_SECRET);
    assert_ne!(shown[0][1], shown[0][2]);
    assert!(shown[0][2].len() >= 43, "RFC 7636, section 4.1");

    // The groups changed, and so did the address: the subject tells who it is.
    let entry = company.enters(vouched("sub-1", "other@nordlys.example", &["Taxiway Admins", "Sales"])).await;
    let (same, email, roles) = company.session(entry).await;
    assert_eq!((same, email.as_str()), (user, "asa@nordlys.example"));
    assert_eq!(roles, [Role::AdminAgent, Role::SalesAgent]);
    let log = company.service.audit_log(&company.admin.context, None, 20).await.unwrap().entries;
    let acts: Vec<_> = log.iter().map(|entry| entry.action.as_str()).take(5).collect();
    assert_eq!(acts, ["session.sign-in", "user.change-roles", "session.sign-in", "user.link", "user.create"]);
    assert!(log.iter().all(|entry| !entry.detail.contains(CLIENT_SECRET)));
}

/// An account without a password is entered by nobody's guess.
#[rstest]
#[tokio::test]
async fn an_account_that_a_provider_made_has_no_password(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await;
    for guess in ["", " ", PASSWORD] {
        let answer = company.service.sign_in("asa@nordlys.example", secret(guess), "guess").await.unwrap();
        assert!(matches!(answer, SignIn::Wrong), "{answer:?}");
    }
}

#[rstest]
#[tokio::test]
async fn whoever_is_in_no_group_hears_which_are_missing_and_who_helps(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    let refusal = refused(company.enters(vouched("sub-1", "asa@nordlys.example", &["Everybody"])).await);
    assert_eq!(
        (refusal.refusal, refusal.groups),
        (R::NotInGroup, vec!["Sales".to_owned(), "Taxiway Admins".to_owned()])
    );
    assert_eq!(
        (refusal.administrators, refusal.organisation.as_deref()),
        (vec!["boss".to_owned()], Some("Nordlys AB"))
    );
    let (action, who, detail) = company.last_entry().await;
    assert_eq!((action.as_str(), who.as_str()), ("session.refuse", "asa@nordlys.example"));
    assert!(detail.contains("not-in-group") && detail.contains("Nordlys inloggning"), "{detail}");
    let silent = Vouched { groups: None, ..vouched("sub-1", "asa@nordlys.example", &[]) };
    let refusal = refused(company.enters(silent).await);
    assert_eq!((refusal.refusal, refusal.groups), (R::NoGroups, vec![]));
    assert_eq!(company.accounts().await, [1, 0, 0]);
}

/// An address alone ties nobody to an account of another organisation, and an unverified one to none.
#[rstest]
#[tokio::test]
async fn accounts_are_tied_by_subject_and_within_the_organisation_only(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, _) = Company::with_provider(engine).await;
    let (app, service) = (&company.app, &company.service);
    let kind = OrganisationKind::DirectPartner;
    let other = app.organisation(kind, "Fjordbyte").await;
    let make = async |organisation, email: &str| {
        let made =
            service.create_user(organisation, email, "Made", &[Role::SalesAgent], secret(PASSWORD), "setup");
        made.await.unwrap()
    };
    make(other, "ola@nordlys.example").await;
    let own = make(company.organisation, "asa@nordlys.example").await;

    let elsewhere = refused(company.enters(vouched("sub-2", "ola@nordlys.example", &["Sales"])).await);
    assert_eq!(elsewhere.refusal, R::EmailTaken);
    let mut unverified = vouched("sub-1", "asa@nordlys.example", &["Sales"]);
    unverified.email_verified = Some(false);
    assert_eq!(refused(company.enters(unverified).await).refusal, R::NoEmail);
    // Many providers do not say: then it must be an address of a domain that was given to this provider.
    let silent = |email: &str| Vouched { email_verified: None, ..vouched("sub-1", email, &["Sales"]) };
    assert_eq!(refused(company.enters(silent("asa@mail.example")).await).refusal, R::NoEmail);
    let (user, ..) = company.session(company.enters(silent("Asa@nordlys.example")).await).await;
    assert_eq!(user, own);
    let log = company.service.audit_log(&company.admin.context, None, 2).await.unwrap().entries;
    assert_eq!(log[1].action, "user.link");
    // From now on the subject counts: the same address with another subject is the same account, tied twice by a verified
    // address of the organisation, and never one of another organisation.
    assert_eq!(company.accounts().await[1], 1);
}

#[rstest]
#[tokio::test]
async fn accounts_are_made_only_where_that_was_allowed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, provider) = Company::with_provider(engine).await;
    let foreign = refused(company.enters(vouched("sub-1", "asa@mail.example", &["Sales"])).await);
    assert_eq!(foreign.refusal, R::EmailDomain);
    let mut nameless = vouched("sub-1", "", &["Sales"]);
    nameless.email = None;
    assert_eq!(refused(company.enters(nameless).await).refusal, R::NoEmail);
    let closed = ProviderForm { create_users: false, client_secret: None, ..form() };
    company.service.change_identity_provider(&company.admin.context, provider, &closed).await.unwrap();
    let stranger = refused(company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await);
    assert_eq!((stranger.refusal, stranger.administrators.len()), (R::UnknownPerson, 1));
    assert_eq!(company.accounts().await, [1, 0, 0]);
}

/// Each way of tampering with the answer is told apart, is in the log, and the provider's secret is shown to nobody.
#[rstest]
#[tokio::test]
async fn answers_that_do_not_fit_are_refused(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, _) = Company::with_provider(engine).await;
    let service = &company.service;
    let (first, second) =
        (company.leaves("a@nordlys.example").await, company.leaves("b@nordlys.example").await);
    let of = |onward: &Onward| Some(onward.clone());
    let asked = company.peer.shown.lock().unwrap().len();
    let back = async |callback: Callback, onward: Option<Onward>| {
        let browser = onward.map(|onward| onward.browser);
        refused(service.come_back(callback, browser.as_ref(), &Client::default(), "back").await.unwrap())
            .refusal
    };
    let unknown = Callback { state: Some("x".repeat(43)), ..callback(&first) };
    assert_eq!(back(unknown, of(&first)).await, R::UnknownState);
    assert_eq!(back(Callback::default(), of(&first)).await, R::UnknownState);
    let log = async || {
        let (action, _, detail) = company.last_entry().await;
        assert_eq!(action, "session.refuse");
        detail
    };
    assert_eq!(back(callback(&first), None).await, R::Browser);
    assert_eq!(back(callback(&first), of(&second)).await, R::Browser);
    assert!(log().await.contains("\"browser\""));
    let mixed = Callback { issuer: Some("https://evil.example".to_owned()), ..callback(&first) };
    assert_eq!(back(mixed, of(&first)).await, R::Issuer);
    assert!(log().await.contains("\"issuer\""));
    assert_eq!(back(callback(&first), of(&first)).await, R::Replayed, "it came back already");
    assert!(log().await.contains("\"replayed\""));
    for (error, expected) in [("access_denied", R::Denied), ("server_error<script>", R::ProviderError)] {
        let onward = company.leaves("a@nordlys.example").await;
        let denied = Callback { error: Some(error.to_owned()), code: None, ..callback(&onward) };
        assert_eq!(back(denied, of(&onward)).await, expected);
        assert!(!log().await.contains('<'));
    }
    let onward = company.leaves("a@nordlys.example").await;
    assert_eq!(back(Callback { code: None, ..callback(&onward) }, of(&onward)).await, R::Malformed);
    let asked_since = company.peer.shown.lock().unwrap().len() - asked;
    assert_eq!(asked_since, 3, "for no such answer a code was redeemed");
    let late = company.leaves("a@nordlys.example").await;
    company.app.later(SignedDuration::from_mins(10));
    assert_eq!(back(callback(&late), of(&late)).await, R::Late);
    assert!(log().await.contains("\"late\""));
    for refusal in [R::Nonce, R::TokenExpired, R::Signature, R::Unreachable, R::Slow] {
        company.says(Err(ProofError::new(refusal, "as the protocol found")));
        let onward = company.leaves("a@nordlys.example").await;
        assert_eq!(back(callback(&onward), of(&onward)).await, refusal);
        let detail = log().await;
        assert!(detail.contains(refusal.as_str()) && detail.contains("as the protocol found"), "{detail}");
    }
    assert_eq!(company.accounts().await, [1, 0, 0]);
}

/// What is stored of a sign-in under way is of no use to whoever reads it.
#[rstest]
#[tokio::test]
async fn no_secret_is_stored_in_clear(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, _) = Company::with_provider(engine).await;
    let onward = company.leaves("a@nordlys.example").await;
    let digest = |text: &str| Sha256::digest(text.as_bytes()).to_vec();
    let state = digest(&callback(&onward).state.unwrap());
    let flow = company.app.conn().await.sign_in_flow(&state).await.unwrap().unwrap();
    assert_eq!(flow.browser_digest, digest(onward.browser.expose_secret()));
    let rows = company.app.conn().await.identity_providers(company.organisation).await.unwrap();
    let sealed = &rows[0].client_secret;
    assert!(!sealed.windows(8).any(|window| CLIENT_SECRET.as_bytes().windows(8).any(|part| part == window)));
}

#[rstest]
#[tokio::test]
async fn the_last_administrator_stays_one(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, _) = Company::with_provider(engine).await;
    let boss = company.admin.email.clone();
    // The local administrator's address is of no domain of ours, so the provider says that it is verified.
    let demoted = refused(company.enters(vouched("sub-boss", &boss, &["Sales"])).await);
    assert_eq!(demoted.refusal, R::LastAdministrator);
    let (user, _, roles) =
        company.session(company.enters(vouched("sub-boss", &boss, &["Taxiway Admins"])).await).await;
    assert_eq!((user, roles), (company.admin.context.actor.user_id, vec![Role::AdminAgent]));
    assert_eq!(
        refused(company.enters(vouched("sub-boss", &boss, &["Sales"])).await).refusal,
        R::LastAdministrator
    );
    company.session(company.enters(vouched("sub-2", "two@nordlys.example", &["Taxiway Admins"])).await).await;
    let (_, _, roles) = company.session(company.enters(vouched("sub-boss", &boss, &["Sales"])).await).await;
    assert_eq!(roles, [Role::SalesAgent], "with another administrator there");
}

#[rstest]
#[tokio::test]
async fn a_switched_off_account_stays_outside(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, _) = Company::with_provider(engine).await;
    company.session(company.enters(vouched("sub-1", "asa@nordlys.example", &["Sales"])).await).await;
    company.service.set_user_disabled("asa@nordlys.example", true, "off").await.unwrap();
    let entry = company.enters(vouched("sub-1", "asa@nordlys.example", &["Taxiway Admins"])).await;
    assert_eq!(refused(entry).refusal, R::SwitchedOff);
}

#[rstest]
#[tokio::test]
async fn a_provider_that_is_gone_or_whose_secret_is_lost_lets_nobody_in(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (company, provider) = Company::with_provider(engine).await;
    let lost = company.with_another_key();
    let departure = lost.leave_by_email("a@nordlys.example", "/", "leave").await.unwrap();
    let Departure::Refused(refusal) = departure else { panic!("{departure:?}") };
    assert_eq!(refusal.refusal, R::Secret);
    let onward = company.leaves("a@nordlys.example").await;
    company.service.delete_identity_provider(&company.admin.context, provider).await.unwrap();
    assert_eq!(refused(company.comes_back(&onward).await).refusal, R::Gone);
    let unknown = company.service.leave_by_email("a@nordlys.example", "/", "leave").await.unwrap();
    assert!(matches!(unknown, Departure::NoProvider));
    let unknown = company.service.leave_by_link(provider, "/", "leave").await.unwrap();
    assert!(matches!(unknown, Departure::NoProvider));
}

/// Whether somebody has an account plays no part in where a browser is sent.
#[rstest]
#[tokio::test]
async fn an_address_leads_by_its_domain_alone(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (company, provider) = Company::with_provider(engine).await;
    company.leaves("nobody-at-all@nordlys.example").await;
    for email in
        ["", "boss", "boss@", "@nordlys.example", "a@ops.nordlys.example", "a@nordlys.example.evil.example"]
    {
        let departure = company.service.leave_by_email(email, "/", "leave").await.unwrap();
        assert!(matches!(departure, Departure::NoProvider), "{email}: {departure:?}");
    }
    let departure = company.service.leave_by_link(provider, "/", "leave").await.unwrap();
    assert!(matches!(departure, Departure::Onward(_)));
}
