//! Asking for consent, giving it, and refusing it.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::ExposeSecret;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::relationship::{Approval, RelationshipState, RequestState};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    Agreed, ConsentSettings, Ending, LinkRefusal, NewRequest, ScopeInput, ServiceError, Settings, Ticket,
};
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::asking::{acts, agrees, ask, asked, asks, code, ticket, told};
use crate::files::{fleet, tuples};

#[rstest]
#[tokio::test]
async fn a_customer_accepts_with_the_box_cleared_and_limits_of_its_own(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let made = asks(&agent, NewRequest { delegated_administration: true, ..ask("Contoso, buying") }).await;
    let page = administrator.opens(&ticket(&made)).await.expect("it may be decided");
    assert_eq!((page.asker.name.as_str(), page.asker.kind), ("Fabrikam", OrganisationKind::DirectPartner));
    assert!(page.delegated_administration && page.provider.is_none() && page.standing.is_none());

    let scope = ScopeInput {
        group_tags: vec!["Microsoft365Managed_Kiosk".to_owned()],
        models: vec![("Kestrel".to_owned(), String::new()), (String::new(), " ".to_owned())],
        max_devices: "20".to_owned(),
        last_day: "2026-12-31".to_owned(),
        order_ids: "PO-7\r\n\r\nPO-8\r\n".to_owned(),
        approve_each: true,
    };
    let agreed = Agreed { agreed: true, delegated_administration: false, scope: scope.clone() };
    let id = administrator.accepts(&ticket(&made), &agreed).await.unwrap().expect("accepted");

    let view = administrator.relationship_of(customer, id).await;
    assert_eq!(view.state, RelationshipState::Approved);
    assert!(!view.agreement.relationship.delegated_administration, "the box was cleared");
    assert_eq!(view.agreement.relationship.decided_by.as_deref(), Some("customer"));
    assert_eq!((view.scope.max_devices, view.scope.approval), (Some(20), Approval::Each));
    assert_eq!(view.scope.ends_at, "2027-01-01T00:00:00Z".parse().ok(), "the last day counts to its end");
    assert_eq!(view.scope.order_ids, ["PO-7", "PO-8"]);
    assert_eq!((view.scope.models.len(), view.scope.models[0].model.as_deref()), (1, None));
    assert_eq!(told(&view), ["approved by admin"]);

    let list = agent.service.customers(&agent.context, "", 1, 10).await.unwrap();
    assert_eq!(list.items[0].name, "Contoso", "effective at once");
    let granted = agent.service.granted(&agent.context, customer).await.unwrap().expect("granted");
    assert_eq!((granted.devices_left(), granted.used_up), (Some(20), false));
    let request = agent.request(&made).await;
    assert_eq!(request.state, RequestState::Accepted);
    assert_eq!(request.customer.map(|one| one.name).as_deref(), Some("Contoso"));
    assert_eq!(acts(&administrator, "relationship.").await, ["relationship.approve"]);
    assert_eq!(acts(&agent, "relationship.").await, ["relationship.approve"]);
    assert_eq!(acts(&agent, "consent.").await, ["consent.request"]);
    let log = agent.service.audit_log(&agent.context, None, 100).await.unwrap().entries;
    assert!(log.iter().all(|entry| !entry.detail.contains("buying")), "labels may name people");
}

#[rstest]
#[tokio::test]
async fn a_customer_declines_and_says_why(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::SalesAgent).await;
    let made = asks(&agent, ask("")).await;
    let declines = async |reason: &str| {
        let ticket = ticket(&made);
        administrator.service.decline_consent(&administrator.context, Some(&ticket), reason).await
    };
    assert_eq!(code(declines(" ").await.unwrap_err()), "reason reason");
    assert_eq!(code(declines(&"x".repeat(501)).await.unwrap_err()), "reason text");
    assert_eq!(code(declines("a\u{7}").await.unwrap_err()), "reason text");
    declines("We buy elsewhere.\r\nThank you.").await.unwrap().expect("declined");
    let request = agent.request(&made).await;
    assert_eq!(request.state, RequestState::Declined);
    assert_eq!(request.request.reason.as_deref(), Some("We buy elsewhere.\nThank you."));
    assert_eq!(agent.service.customers(&agent.context, "", 1, 10).await.unwrap().total, 0);
    let page = administrator.service.relationships(&administrator.context, customer, 1, 10).await.unwrap();
    assert_eq!(page.items[0].state, RelationshipState::Declined, "the customer sees what it refused");
    assert_eq!(acts(&administrator, "relationship.").await, ["relationship.decline"]);
    assert_eq!(acts(&agent, "relationship.").await, ["relationship.decline"]);
    assert_eq!(administrator.refused(&ticket(&made)).await, LinkRefusal::Used);
}

/// The list of requests does not say that something was accepted which does not stand any more.
#[rstest]
#[tokio::test]
async fn a_request_says_when_what_it_brought_has_ended(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let first = asks(&agent, ask("first")).await;
    let consent = administrator.accepts(&ticket(&first), &agrees()).await.unwrap().expect("accepted");
    let states = async |state| {
        let found = agent.service.consent_requests(&agent.context, "", state, 1, 10).await.unwrap();
        found.items.into_iter().map(|view| (view.request.label, view.state)).collect::<Vec<_>>()
    };
    let row = |label: &str, state| (label.to_owned(), state);
    assert_eq!(states(None).await, [row("first", RequestState::Accepted)]);
    app.later(SignedDuration::from_secs(1));
    administrator
        .service
        .end_consent(&administrator.context, customer, consent, &Ending::default())
        .await
        .unwrap();
    assert_eq!(states(None).await, [row("first", RequestState::Ended)]);
    assert_eq!(agent.request(&first).await.state, RequestState::Ended);
    assert_eq!(states(Some(RequestState::Accepted)).await, []);
    app.later(SignedDuration::from_secs(1));
    let second = asks(&agent, ask("second")).await;
    administrator.accepts(&ticket(&second), &agrees()).await.unwrap().expect("accepted");
    assert_eq!(states(Some(RequestState::Accepted)).await, [row("second", RequestState::Accepted)]);
    assert_eq!(states(Some(RequestState::Ended)).await, [row("first", RequestState::Ended)]);
}

#[rstest]
#[tokio::test]
async fn a_link_works_once_in_time_and_until_it_is_taken_back(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let (revoked, expired, used) =
        (asks(&agent, ask("one")).await, asks(&agent, ask("two")).await, asks(&agent, ask("three")).await);
    agent.service.revoke_request(&agent.context, revoked.view.request.request_id).await.unwrap();
    assert_eq!(administrator.refused(&ticket(&revoked)).await, LinkRefusal::Revoked);
    administrator.accepts(&ticket(&used), &agrees()).await.unwrap().unwrap();
    assert_eq!(administrator.refused(&ticket(&used)).await, LinkRefusal::Used);
    let again = administrator.accepts(&ticket(&used), &agrees()).await.unwrap();
    assert_eq!(again.unwrap_err().why, LinkRefusal::Used, "a form sent twice");

    app.later(SignedDuration::from_hours(90 * 24));
    assert_eq!(administrator.refused(&ticket(&expired)).await, LinkRefusal::Expired);
    let id = expired.view.request.request_id;
    assert_eq!(agent.request(&expired).await.state, RequestState::Expired);
    let renewed = agent.service.renew_request(&agent.context, id).await.unwrap();
    assert_eq!(administrator.refused(&ticket(&expired)).await, LinkRefusal::Forged, "it was replaced");
    assert_eq!(administrator.refused(&ticket(&renewed)).await, LinkRefusal::AlreadyRelated);
    for id in [revoked.view.request.request_id, used.view.request.request_id] {
        let gone = agent.service.renew_request(&agent.context, id).await.unwrap_err();
        assert_eq!(code(gone), "request-decided");
        let gone = agent.service.revoke_request(&agent.context, id).await.unwrap_err();
        assert_eq!(code(gone), "request-decided");
    }
    let refusals = acts(&administrator, "consent.").await;
    assert_eq!(refusals, vec!["consent.refuse"; 6], "each refusal is in the visitor's log");
    assert!(!acts(&agent, "consent.").await.contains(&"consent.refuse".to_owned()), "and in no other");
}

/// Two administrators press the button at the same moment, and a third one twice: one relationship comes of it.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_accept_at_once_one_makes_the_relationship(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(true, false)] one_link: bool,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let kind = OrganisationKind::Customer;
    let mut people = Vec::new();
    for number in 0..4 {
        let name = format!("admin{number}");
        people.push(app.person(customer, kind, &name, Role::GlobalAdministrator).await);
    }
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let first = asks(&agent, ask("first")).await;
    let mut links = vec![first; 8];
    if !one_link {
        for (number, link) in links.iter_mut().enumerate() {
            *link = asks(&agent, ask(&number.to_string())).await;
        }
    }
    let mut all = tokio::task::JoinSet::new();
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(links.len()));
    for (person, made) in people.iter().chain(&people).cloned().zip(links) {
        let start = start.clone();
        all.spawn(async move {
            start.wait().await;
            person.accepts(&ticket(&made), &agrees()).await.expect("no fault")
        });
    }
    let outcomes = all.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let late = if one_link { LinkRefusal::Used } else { LinkRefusal::AlreadyRelated };
    assert!(outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).all(|refused| refused.why == late));
    let page = people[0].service.relationships(&people[0].context, customer, 1, 10).await.unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(acts(&people[0], "relationship.").await, ["relationship.approve"]);
}

#[rstest]
#[tokio::test]
async fn a_resellers_link_authorises_its_provider_too(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let provider = app.organisation(OrganisationKind::IndirectProvider, "Distributor").await;
    let other = app.organisation(OrganisationKind::IndirectProvider, "Wholesale").await;
    let kind = OrganisationKind::IndirectReseller;
    let reseller = app.organisation(kind, "Shop").await;
    let agent = app.person(reseller, kind, "agent.shop", Role::AdminAgent).await;
    let clerk = app.person(provider, OrganisationKind::IndirectProvider, "clerk", Role::SalesAgent).await;
    app.service.link_provider(provider, reseller, "setup").await.unwrap();
    let twice = app.service.link_provider(provider, reseller, "setup").await.unwrap_err();
    assert_eq!(code(twice), "provider-linked");

    for wanted in [None, Some(other), Some(customer)] {
        let refused = asked(&agent, NewRequest { provider: wanted, ..ask("x") }).await.unwrap_err();
        assert_eq!(code(refused), "provider provider-missing", "{wanted:?}");
    }
    let under = NewRequest { provider: Some(provider), delegated_administration: true, ..ask("x") };
    let made = asks(&agent, under.clone()).await;
    let page = administrator.opens(&ticket(&made)).await.unwrap();
    assert_eq!(page.provider.as_ref().map(|one| one.name.as_str()), Some("Distributor"));
    assert_eq!(clerk.refused(&ticket(&made)).await, LinkRefusal::Own, "the provider's people do not decide");
    let agreed = Agreed { delegated_administration: true, ..agrees() };
    administrator.accepts(&ticket(&made), &agreed).await.unwrap().unwrap();
    let page = administrator.service.relationships(&administrator.context, customer, 1, 10).await.unwrap();
    let mut rights: Vec<_> = page
        .items
        .iter()
        .map(|one| (one.agreement.other_name.as_str(), one.agreement.relationship.delegated_administration))
        .collect();
    rights.sort_unstable();
    assert_eq!(rights, [("Distributor", false), ("Shop", true)], "the provider gets no more than it needs");
    clerk.registers(&app, customer, &tuples(&fleet(1, 2))).await;
    assert_eq!(acts(&clerk, "relationship.").await, ["relationship.approve"]);

    let stranger = app.administrator(app.customer("Adatum").await).await;
    let late = asks(&agent, NewRequest { submission: "another form".to_owned(), ..under }).await;
    app.service.unlink_provider(provider, reseller, "setup").await.unwrap();
    assert_eq!(stranger.refused(&ticket(&late)).await, LinkRefusal::Revoked, "not without its provider");
}

#[rstest]
#[tokio::test]
async fn a_partner_has_customers_in_its_own_regions(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(true, false)] enforced: bool,
) {
    let consent = ConsentSettings { regions_enforced: enforced, ..ConsentSettings::default() };
    let app = TestApp::with(engine, Settings { consent, ..Settings::default() }).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let set = async |organisation: OrganisationId, codes: &[&str]| {
        let codes: Vec<_> = codes.iter().map(|code| (*code).to_owned()).collect();
        app.service.set_regions(organisation, &codes, "setup").await
    };
    assert_eq!(code(set(customer, &["eu", "us"]).await.unwrap_err()), "region region-one");
    assert_eq!(code(set(customer, &["e u"]).await.unwrap_err()), "region region");
    set(agent.organisation(), &["us", "il"]).await.unwrap();
    let made = asks(&agent, ask("x")).await;
    let outcome = administrator.opens(&ticket(&made)).await;
    let expected = enforced.then_some(LinkRefusal::Region);
    assert_eq!(outcome.err().map(|refused| refused.why), expected, "nobody says where the customer is");
    set(customer, &["eu"]).await.unwrap();
    assert_eq!(administrator.opens(&ticket(&made)).await.err().map(|refused| refused.why), expected);
    let created = app.service.create_relationship(customer, agent.organisation(), false, "setup").await;
    assert_eq!(created.err().map(code).as_deref(), enforced.then_some("region"));
    set(customer, &["IL"]).await.unwrap();
    if enforced {
        administrator.accepts(&ticket(&made), &agrees()).await.unwrap().expect("now it is its region");
        set(customer, &["eu"]).await.unwrap();
        assert_eq!(
            agent.service.customers(&agent.context, "", 1, 10).await.unwrap().total,
            1,
            "consent stands"
        );
    }
}

#[rstest]
#[tokio::test]
async fn regions_are_those_that_the_operator_lists(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let regions = ["eu-efta", "us"].map(|code| taxiway_domain::region::Region::new(code).unwrap()).to_vec();
    let consent = ConsentSettings { regions, ..ConsentSettings::default() };
    let app = TestApp::with(engine, Settings { consent, ..Settings::default() }).await;
    let kind = OrganisationKind::DirectPartner;
    let create = async |code: &str| {
        let codes = [code.to_owned()];
        app.service.create_organisation_in(kind, "Fabrikam", None, &codes, "setup").await
    };
    match create("atlantis").await.unwrap_err() {
        ServiceError::Invalid { code: "region-unknown", hint, .. } => assert_eq!(hint, "eu-efta, us"),
        other => panic!("{other}"),
    }
    let made = create("us").await.unwrap();
    assert_eq!(app.service.regions(made.organisation_id).await.unwrap(), ["us"]);
}

/// What a customer with a link that leads nowhere for it is told, and what it is not.
#[rstest]
#[tokio::test]
async fn links_lead_nowhere_for_those_whom_they_do_not_concern(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let stranger = app.administrator(other).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let competitor = app.agent("Northwind", Role::AdminAgent).await;
    let reader = app.person(customer, OrganisationKind::Customer, "reader", Role::GlobalReader).await;
    let owner = app.administrator(customer).await;
    let addressed = asks(&agent, NewRequest { customer: customer.to_string(), ..ask("x") }).await;

    let refused = stranger.opens(&ticket(&addressed)).await.unwrap_err();
    assert_eq!((refused.why, refused.asker), (LinkRefusal::OtherTenant, None), "not even who asks");
    let refused = competitor.opens(&ticket(&addressed)).await.unwrap_err();
    assert_eq!((refused.why, refused.asker), (LinkRefusal::NotACustomer, None));
    let refused = agent.opens(&ticket(&addressed)).await.unwrap_err();
    assert_eq!(refused.why, LinkRefusal::Own);
    assert_eq!(refused.own_request, Some(addressed.view.request.request_id));
    let refused = reader.opens(&ticket(&addressed)).await.unwrap_err();
    assert_eq!(refused.why, LinkRefusal::NotTheDecider);
    assert_eq!((refused.asker.as_deref(), refused.deciders), (Some("Fabrikam"), vec!["admin".to_owned()]));
    let by_reader = reader.accepts(&ticket(&addressed), &agrees()).await.unwrap();
    assert_eq!(by_reader.unwrap_err().why, LinkRefusal::NotTheDecider);
    let by_stranger = stranger.accepts(&ticket(&addressed), &agrees()).await.unwrap();
    assert_eq!(by_stranger.unwrap_err().why, LinkRefusal::OtherTenant);

    for text in ["", "x", "partner.x.1", "partner.", &"A".repeat(43), &"A".repeat(44)] {
        let ticket = Ticket::parse(text);
        let opened = owner.service.open_consent_link(&owner.context, ticket.as_ref()).await.unwrap();
        assert_eq!(opened.unwrap_err().why, LinkRefusal::Forged, "{text}");
    }
    // Delegated administration that nobody asked for cannot be given, whatever a form says.
    let tampered = Agreed { delegated_administration: true, ..agrees() };
    let outcome = owner.accepts(&ticket(&addressed), &tampered).await.unwrap();
    assert_eq!(outcome.unwrap_err().why, LinkRefusal::NotAsked);
    assert_eq!(agent.request(&addressed).await.state, RequestState::Open, "nothing came of all that");
    let unticked = Agreed { agreed: false, ..agrees() };
    assert_eq!(code(owner.accepts(&ticket(&addressed), &unticked).await.unwrap_err()), "agree agree");
    owner.accepts(&ticket(&addressed), &agrees()).await.unwrap().unwrap();
    for person in [&stranger, &competitor] {
        let log = person.service.audit_log(&person.context, None, 100).await.unwrap().entries;
        assert!(log.iter().any(|entry| entry.action == "consent.refuse"));
        for name in ["Contoso", "Fabrikam"] {
            assert!(log.iter().all(|entry| !entry.detail.contains(name)), "{name}");
        }
    }
}

#[rstest]
#[case(Role::SalesAgent, false, None)]
#[case(Role::SalesAgent, true, Some("needs admin-agent"))]
#[case(Role::AdminAgent, true, None)]
#[case(Role::HelpdeskAgent, false, Some("needs sales-agent"))]
#[tokio::test]
async fn asking_takes_its_role(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] role: Role,
    #[case] delegated_administration: bool,
    #[case] refusal: Option<&str>,
) {
    let app = TestApp::new(engine).await;
    let agent = app.agent("Fabrikam", role).await;
    let outcome = asked(&agent, NewRequest { delegated_administration, ..ask("x") }).await;
    assert_eq!(outcome.err().map(code).as_deref(), refusal);
    let owner = app.administrator(app.customer("Contoso").await).await;
    assert_eq!(code(asked(&owner, ask("x")).await.unwrap_err()), "not found", "customers ask nobody");
}

/// A sales agent neither takes back nor renews what only an admin agent could have asked for.
#[rstest]
#[tokio::test]
async fn a_request_is_changed_by_those_who_could_have_made_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let sales =
        app.person(agent.organisation(), OrganisationKind::DirectPartner, "sales", Role::SalesAgent).await;
    let other = app.agent("Northwind", Role::AdminAgent).await;
    let made = asks(&agent, NewRequest { delegated_administration: true, ..ask("x") }).await;
    let id = made.view.request.request_id;
    let refused = sales.service.renew_request(&sales.context, id).await.unwrap_err();
    assert_eq!(code(refused), "needs admin-agent");
    assert_eq!(
        code(sales.service.revoke_request(&sales.context, id).await.unwrap_err()),
        "needs admin-agent"
    );
    assert_eq!(code(other.service.revoke_request(&other.context, id).await.unwrap_err()), "not found");
    assert_eq!(code(other.service.consent_request(&other.context, id).await.unwrap_err()), "not found");
    assert_eq!(other.service.consent_requests(&other.context, "", None, 1, 10).await.unwrap().total, 0);
    let twice = asked(&agent, NewRequest { delegated_administration: true, ..ask("x") }).await;
    assert_eq!(code(twice.unwrap_err()), "request-made", "the same form again");
    assert!(agent.service.is_link_of(&agent.context, id, &made.token).await.unwrap());
    assert_eq!(made.token.expose_secret().len(), 43);
    let stored = made.view.request.token_digest;
    assert!(
        !stored.windows(5).any(|part| made.token.expose_secret().as_bytes().windows(5).any(|t| t == part))
    );
}

#[rstest]
#[case(ScopeInput { max_devices: "0".to_owned(), ..ScopeInput::default() }, "max-devices scope-count")]
#[case(ScopeInput { max_devices: "-3".to_owned(), ..ScopeInput::default() }, "max-devices scope-count")]
#[case(ScopeInput { max_devices: "9".repeat(40), ..ScopeInput::default() }, "max-devices scope-count")]
#[case(ScopeInput { last_day: "31/12".to_owned(), ..ScopeInput::default() }, "last-day scope-day")]
#[case(ScopeInput { last_day: "2026-03-01".to_owned(), ..ScopeInput::default() }, "last-day scope-day-past")]
#[case(ScopeInput { last_day: "9999-12-31".to_owned(), ..ScopeInput::default() }, "last-day scope-day")]
#[case(ScopeInput { group_tags: vec!["Kiosk".to_owned()], ..ScopeInput::default() }, "group-tag scope-tag")]
#[case(ScopeInput { group_tags: vec!["\u{0}".to_owned()], ..ScopeInput::default() }, "group-tag tag")]
#[case(ScopeInput { models: vec![(String::new(), "Polar".to_owned())], ..ScopeInput::default() }, "model scope-model")]
#[case(ScopeInput { models: vec![("x".repeat(129), String::new())], ..ScopeInput::default() }, "model text")]
#[case(ScopeInput { models: (0..51).map(|n| (n.to_string(), String::new())).collect(), ..ScopeInput::default() }, "model too-many")]
#[case(ScopeInput { order_ids: "x".repeat(129), ..ScopeInput::default() }, "order-id text")]
#[case(ScopeInput { order_ids: (0..101).map(|n| n.to_string()).collect::<Vec<_>>().join("\n"), ..ScopeInput::default() }, "order-id too-many")]
#[tokio::test]
async fn limits_that_make_no_sense_are_refused_and_nothing_is_lost(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] scope: ScopeInput,
    #[case] refusal: &str,
) {
    let app = TestApp::new(engine).await;
    let administrator = app.administrator(app.customer("Contoso").await).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let made = asks(&agent, ask("x")).await;
    let outcome = administrator.accepts(&ticket(&made), &Agreed { scope, ..agrees() }).await;
    assert_eq!(code(outcome.unwrap_err()), refusal);
    administrator.accepts(&ticket(&made), &agrees()).await.unwrap().expect("the link is not used up");
}

/// Asked again for more, or after the limits were reached, the relationship that stands is changed.
#[rstest]
#[tokio::test]
async fn what_stands_is_widened_only_when_something_is_asked_for(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let administrator = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let limited = ScopeInput { max_devices: "2".to_owned(), ..ScopeInput::default() };
    let made = asks(&agent, ask("first")).await;
    let agreed = Agreed { scope: limited, ..agrees() };
    let id = administrator.accepts(&ticket(&made), &agreed).await.unwrap().unwrap();
    let same = asks(&agent, ask("same")).await;
    assert_eq!(administrator.refused(&ticket(&same)).await, LinkRefusal::AlreadyRelated);

    agent.registers(&app, customer, &tuples(&fleet(1, 2))).await;
    let granted = agent.service.granted(&agent.context, customer).await.unwrap().unwrap();
    assert!(granted.used_up && granted.devices_left() == Some(0));
    let page = administrator.opens(&ticket(&same)).await.expect("there is nothing left of it");
    assert_eq!(page.standing.as_ref().map(|standing| standing.relationship_id), Some(id));
    let more =
        Agreed { scope: ScopeInput { max_devices: "9".to_owned(), ..ScopeInput::default() }, ..agrees() };
    assert_eq!(administrator.accepts(&ticket(&same), &more).await.unwrap().unwrap(), id);

    let rights = asks(&agent, NewRequest { delegated_administration: true, ..ask("rights") }).await;
    let agreed = Agreed { delegated_administration: true, ..more };
    assert_eq!(administrator.accepts(&ticket(&rights), &agreed).await.unwrap().unwrap(), id);
    let view = administrator.relationship_of(customer, id).await;
    assert!(view.agreement.relationship.delegated_administration);
    assert_eq!(
        told(&view),
        [
            "approved by admin",
            "scope-changed by admin",
            "administration-granted by admin",
            "scope-changed by admin"
        ]
    );
    assert_eq!(view.scope.max_devices, Some(9));
    assert_eq!((view.deeds.devices, view.deeds.last_at.is_some()), (2, true));
}
