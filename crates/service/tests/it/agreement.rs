//! What stands between customers and those who register for them: standing links, manufacturers, and what a customer
//! changes.

use rstest::rstest;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Agreed, ConsentSettings, LinkRefusal, NewRequest, ScopeInput, Settings, Ticket};
use taxiway_store::Engine;

use crate::app::{Person, TestApp};
use crate::asking::{acts, agrees, ask, asks, code, told};
use crate::files::{fleet, tuples};

/// A manufacturer with somebody who registers, and the ticket of its link.
async fn maker(app: &TestApp) -> (Person, Ticket) {
    let kind = OrganisationKind::Manufacturer;
    let id = app.organisation(kind, "Kestrel").await;
    let registrar = app.person(id, kind, "registrar", Role::Registrar).await;
    let link = app.service.manufacturer_link(id, false, "setup").await.expect("a link");
    (registrar, Ticket::parse(&link.code).expect("a code is a token"))
}

#[rstest]
#[tokio::test]
async fn a_manufacturer_is_consented_to_by_its_one_link(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let (owner, neighbour) = (app.administrator(customer).await, app.administrator(other).await);
    let (registrar, link) = maker(&app).await;
    let stands = async |customer: OrganisationId| {
        registrar.service.consent_stands(&registrar.context, customer).await.unwrap().is_some()
    };
    assert!(!stands(customer).await);
    let refused = registrar.sends(customer, &tuples(&fleet(1, 1))).await.unwrap_err();
    assert_eq!(code(refused), "not found", "no consent, no customer");

    let page = owner.opens(&link).await.unwrap();
    assert!(!page.delegated_administration && page.expires_at.is_none());
    let rights = Agreed { delegated_administration: true, ..agrees() };
    let outcome = owner.accepts(&link, &rights).await.unwrap();
    assert_eq!(outcome.unwrap_err().why, LinkRefusal::NotAsked, "never any delegated rights");
    owner.accepts(&link, &agrees()).await.unwrap().unwrap();
    neighbour.accepts(&link, &agrees()).await.unwrap().expect("the link serves every customer");
    assert_eq!(owner.refused(&link).await, LinkRefusal::AlreadyRelated);
    assert!(stands(customer).await && stands(other).await);
    let missing = OrganisationId::from(newtype_uuid::TypedUuid::nil());
    assert!(!stands(missing).await);

    assert_eq!(registrar.registers(&app, customer, &tuples(&fleet(1, 2))).await, ["registered"; 2]);
    let theirs = app.clerk("Fabrikam", &[customer]).await;
    theirs.registers(&app, customer, &tuples(&fleet(2, 3))).await;
    assert_eq!(registrar.devices(customer).await.len(), 2, "a manufacturer sees what it registered");
    assert_eq!(registrar.service.customers(&registrar.context, "", 1, 10).await.unwrap().total, 2);

    let page = owner.service.relationships(&owner.context, customer, 1, 10).await.unwrap();
    let kestrel = page.items.iter().find(|one| one.agreement.other_name == "Kestrel").unwrap();
    assert_eq!((kestrel.deeds.devices, kestrel.deeds.last_at.is_some()), (2, true));
    app.service.end_relationship(customer, registrar.organisation(), "end").await.unwrap();
    assert!(!stands(customer).await);
    let past = registrar.service.past_customers(&registrar.context, 1, 10).await.unwrap();
    assert_eq!(past.items[0].other_name, "Contoso");
    let last = registrar.service.last_agreement(&registrar.context, customer).await.unwrap();
    assert_eq!(last.map(|(last, _)| last.other_name).as_deref(), Some("Contoso"));
    assert!(theirs.service.last_agreement(&theirs.context, other).await.unwrap().is_none());
    owner.accepts(&link, &agrees()).await.unwrap().expect("consent can be given again");
    let past = registrar.service.past_customers(&registrar.context, 1, 10).await.unwrap();
    assert_eq!(past.total, 0);
}

#[rstest]
#[tokio::test]
async fn a_manufacturers_link_stays_until_it_is_replaced(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let owner = app.administrator(app.customer("Contoso").await).await;
    let (registrar, link) = maker(&app).await;
    let id = registrar.organisation();
    let same = app.service.manufacturer_link(id, false, "setup").await.unwrap();
    assert_eq!(Some(same.code.as_str()), Some(link.text().as_str()), "it is stable");
    let rotated = registrar.service.rotate_link(&registrar.context).await.unwrap();
    assert_ne!(rotated.code, same.code);
    assert_eq!(owner.refused(&link).await, LinkRefusal::Forged);
    let again = app.service.manufacturer_link(id, true, "setup").await.unwrap();
    assert_eq!(owner.refused(&Ticket::parse(&rotated.code).unwrap()).await, LinkRefusal::Forged);
    owner.opens(&Ticket::parse(&again.code).unwrap()).await.expect("the newest works");
    assert_eq!(acts(&registrar, "link.").await, ["link.rotate"; 3]);

    let reader = app.person(id, OrganisationKind::Manufacturer, "reader", Role::Reader).await;
    assert_eq!(code(reader.service.rotate_link(&reader.context).await.unwrap_err()), "needs registrar");
    assert!(reader.service.standing_link(&reader.context).await.unwrap().is_some());
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    assert_eq!(code(agent.service.rotate_link(&agent.context).await.unwrap_err()), "not found");
    let partner = agent.organisation();
    let refused = app.service.manufacturer_link(partner, false, "setup").await.unwrap_err();
    assert_eq!(code(refused), "manufacturer not-a-manufacturer");
    let refused = app.service.create_relationship(owner.organisation(), id, true, "setup").await.unwrap_err();
    assert_eq!(code(refused), "partner no-administration");
    app.service.create_relationship(owner.organisation(), id, false, "setup").await.unwrap();
}

#[rstest]
#[case("contoso.onmicrosoft.example", true)]
#[case("onmicrosoft.example", true)]
#[case("ONMICROSOFT.example", true)]
#[case("notonmicrosoft.example", false)]
#[case("contoso.example", false)]
#[tokio::test]
async fn accounts_that_count_for_manufacturers_are_those_of_the_domains_set(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] host: &str,
    #[case] counts: bool,
) {
    let domains = vec!["onmicrosoft.example".to_owned()];
    let consent = ConsentSettings { cloud_native_domains: domains, ..ConsentSettings::default() };
    let app = TestApp::with(engine, Settings { consent, ..Settings::default() }).await;
    let customer = app.customer("Contoso").await;
    let mut owner = app.administrator(customer).await;
    let role = [Role::GlobalAdministrator];
    let password = crate::app::secret(crate::app::PASSWORD);
    let made =
        app.service.create_user(customer, &format!("noa@{host}"), "Noa", &role, password, "setup").await;
    owner.context.actor.user_id = made.unwrap();
    let (_, link) = maker(&app).await;
    let refusal = owner.opens(&link).await.err().map(|refused| refused.why);
    assert_eq!(refusal, (!counts).then_some(LinkRefusal::Account));
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let made = asks(&agent, ask("x")).await;
    owner.opens(&crate::asking::ticket(&made)).await.expect("for partners every account counts");
}

/// The published form names a partner and holds no secret: it grants nothing that the partner does not ask for.
#[rstest]
#[tokio::test]
async fn the_published_form_leads_to_what_the_partner_asks_for(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let (owner, neighbour) = (app.administrator(customer).await, app.administrator(other).await);
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let partner = agent.organisation();
    let published = |delegated| Ticket::Partner { partner, provider: None, delegated };
    assert_eq!(owner.refused(&published(true)).await, LinkRefusal::Forged, "the partner asks nobody");
    assert_eq!(agent.refused(&published(true)).await, LinkRefusal::Own);

    let addressed = NewRequest { customer: customer.to_string(), delegated_administration: true, ..ask("x") };
    let made = asks(&agent, addressed).await;
    assert!(owner.opens(&published(true)).await.unwrap().delegated_administration);
    assert!(!owner.opens(&published(false)).await.unwrap().delegated_administration, "it can leave out");
    assert_eq!(
        neighbour.refused(&published(true)).await,
        LinkRefusal::Forged,
        "another customer is not asked"
    );
    owner.accepts(&published(false), &agrees()).await.unwrap().unwrap();
    assert_eq!(owner.refused(&crate::asking::ticket(&made)).await, LinkRefusal::Used, "one request, one use");

    let set = async |open, delegated| {
        agent.service.set_standing_link(&agent.context, open, delegated).await.unwrap();
    };
    set(true, false).await;
    let page = neighbour.opens(&published(true)).await.unwrap();
    assert!(!page.delegated_administration, "a link cannot ask for more than its partner");
    let rights = Agreed { delegated_administration: true, ..agrees() };
    let outcome = neighbour.accepts(&published(true), &rights).await.unwrap();
    assert_eq!(outcome.unwrap_err().why, LinkRefusal::NotAsked);
    set(true, true).await;
    neighbour.accepts(&published(true), &rights).await.unwrap().unwrap();
    set(false, false).await;
    let third = app.administrator(app.customer("Proseware").await).await;
    assert_eq!(third.refused(&published(true)).await, LinkRefusal::Forged);
    assert_eq!(acts(&agent, "link.").await, ["link.open", "link.open", "link.close"]);

    let kind = OrganisationKind::DirectPartner;
    let sales = app.person(partner, kind, "sales", Role::SalesAgent).await;
    let refused = sales.service.set_standing_link(&sales.context, true, true).await.unwrap_err();
    assert_eq!(code(refused), "needs admin-agent");
}

#[test]
fn a_ticket_is_read_as_it_was_written() {
    let id = "00000000-0000-7000-8000-000000000001";
    for text in [&"aZ9-_".repeat(9)[..43], &format!("partner.{id}.1"), &format!("partner.{id}.0.{id}")] {
        assert_eq!(Ticket::parse(text).expect("a ticket").text(), text);
    }
    for text in [&format!("partner.{id}"), &format!("partner.{id}.2"), &format!("partner.{id}.1.{id}.x"), "é"]
    {
        assert!(Ticket::parse(text).is_none(), "{text}");
    }
}

#[rstest]
#[tokio::test]
async fn a_customer_changes_what_it_agreed_to(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let owner = app.administrator(customer).await;
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let id = app.service.create_relationship(customer, agent.organisation(), true, "setup").await.unwrap();
    let clerk = app.clerk("Northwind", &[customer]).await;
    clerk.registers(&app, customer, &tuples(&fleet(1, 3))).await;
    assert_eq!(agent.devices(customer).await.len(), 3, "with delegated administration all are seen");

    owner.service.remove_administration(&owner.context, customer, id).await.unwrap();
    assert_eq!(agent.devices(customer).await.len(), 0);
    assert_eq!(
        agent.registers(&app, customer, &tuples(&fleet(2, 1))).await,
        ["registered"],
        "registration goes on"
    );
    let again = owner.service.remove_administration(&owner.context, customer, id).await.unwrap_err();
    assert_eq!(code(again), "administration-removed");

    let scope = ScopeInput { max_devices: "5".to_owned(), ..ScopeInput::default() };
    owner.service.change_scope(&owner.context, customer, id, &scope).await.unwrap();
    owner.service.change_scope(&owner.context, customer, id, &scope).await.unwrap();
    let granted = agent.service.granted(&agent.context, customer).await.unwrap().unwrap();
    assert_eq!((granted.devices_left(), granted.registered), (Some(4), 1));
    let view = owner.relationship_of(customer, id).await;
    assert_eq!(
        told(&view),
        ["approved by taxiway admin", "administration-removed by admin", "scope-changed by admin"],
        "what changes nothing is not told"
    );
    let both = ["relationship.approve", "relationship.remove-administration", "relationship.change-scope"];
    assert_eq!(acts(&agent, "relationship.").await, both);
    let wrong = ScopeInput { max_devices: "many".to_owned(), ..ScopeInput::default() };
    let refused = owner.service.change_scope(&owner.context, customer, id, &wrong).await.unwrap_err();
    assert_eq!(code(refused), "max-devices scope-count");
    app.service.end_relationship(customer, agent.organisation(), "end").await.unwrap();
    let refused = owner.service.change_scope(&owner.context, customer, id, &scope).await.unwrap_err();
    assert_eq!(code(refused), "relationship-changed");
}

#[rstest]
#[tokio::test]
async fn relationships_are_read_and_changed_by_the_customers_own(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let agent = app.agent("Fabrikam", Role::AdminAgent).await;
    let id = app.service.create_relationship(customer, agent.organisation(), true, "setup").await.unwrap();
    let host = app.organisation(OrganisationKind::Operator, "Host").await;
    let operator = app.person(host, OrganisationKind::Operator, "ove", Role::Administrator).await;
    let reader = app.person(customer, OrganisationKind::Customer, "reader", Role::GlobalReader).await;
    let stranger = app.administrator(other).await;
    let scope = ScopeInput::default();
    for (person, reads, changes) in [
        (&agent, false, "not found"),
        (&stranger, false, "not found"),
        (&reader, true, "needs global-administrator"),
        (&operator, true, "needs global-administrator"),
    ] {
        let name = &person.context.actor.name;
        let list = person.service.relationships(&person.context, customer, 1, 10).await;
        assert_eq!(list.is_ok(), reads, "{name}");
        assert_eq!(person.service.relationship(&person.context, customer, id).await.is_ok(), reads, "{name}");
        let changed = person.service.change_scope(&person.context, customer, id, &scope).await;
        assert_eq!(code(changed.unwrap_err()), changes, "{name}");
        let changed = person.service.remove_administration(&person.context, customer, id).await;
        assert_eq!(code(changed.unwrap_err()), changes, "{name}");
    }
    let crossed = stranger.service.relationship(&stranger.context, other, id).await.unwrap_err();
    assert_eq!(code(crossed), "not found", "another tenant's relationship below one's own");
    let asked = stranger.service.consent_stands(&stranger.context, customer).await.unwrap_err();
    assert_eq!(code(asked), "not found", "customers do not ask about one another");
}
