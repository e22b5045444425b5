//! What many customers may use, what a customer changes, and customers that are none any more.

use axum::http::Method;
use taxiway_domain::role::{OrganisationKind, Role};

use super::{World, delivery};

const ADMIN: &str = "admin@kajplats.example";
const OWNER: &str = "owner@pinewood.example";

/// The published form of a link leads to the same page, whatever capitals its members have.
#[tokio::test]
async fn the_published_form_is_understood() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    let partner = world.partner().await;
    agent.open("/requests").await;
    agent.submit("/requests/link", &[("do", "open")]).await;
    assert!(agent.page.text().contains("invType=ResellerRelationship"), "{}", agent.page.text());
    let mut owner = world.signed_in(OWNER).await;
    for link in [
        format!("/Adminportal/Home?invType=ResellerRelationship&partnerId={partner}&msppId=0&DAP=true"),
        format!("/Adminportal/Home?INVTYPE=resellerrelationship&PARTNERID={partner}"),
        format!("/manage/partner-invitation?invType=Administration&partnerId={partner}"),
    ] {
        owner.open(&link).await;
        assert_eq!(owner.page.status, 200, "{link}: {}", owner.page.text());
        assert!(owner.page.text().contains("Kajplats IT"));
        assert!(
            !owner.page.text().contains("name=\"delegated\""),
            "a link asks for no more than its partner"
        );
    }
    for link in [
        "/Adminportal/Home".to_owned(),
        "/Adminportal/Home?invType=ResellerRelationship&partnerId=7".to_owned(),
        format!("/Adminportal/Home?invType=Purchase&partnerId={partner}"),
        format!("/Adminportal/Home?invType=ResellerRelationship&partnerId={}", world.customer),
    ] {
        assert_eq!(owner.open(&link).await.status, 404, "{link}");
    }
    let link = format!("/Adminportal/Home?invType=ResellerRelationship&partnerId={partner}&DAP=false");
    let led = world.browser().request(Method::GET, &link).await;
    assert!(led.location().starts_with("/sign-in?return_to=%2Fconsent%2Fpartner."), "{}", led.location());
    agent.open("/requests/link").await;
    assert!(agent.page.text().contains("Close the link for all customers?"));
    agent.submit("/requests/link?do=close", &[]).await;
    assert_eq!(owner.open(&link).await.status, 404);
}

#[tokio::test]
async fn a_manufacturer_has_one_link_and_asks_before_it_registers() {
    let world = World::with_owner().await;
    let maker = world.founds(OrganisationKind::Manufacturer, "Kestrel Computers").await;
    world.employs(maker, "ada@kestrel.example", Role::Registrar).await;
    let mut registrar = world.signed_in("ada@kestrel.example").await;
    registrar.open("/requests").await;
    registrar.submit("/requests/link", &[("do", "rotate")]).await;
    let link = registrar.link();
    let stranger = world.stranger.to_string();
    let ask = format!("/requests?tenant={stranger}");
    registrar.open(&ask).await;
    assert!(registrar.page.text().contains("No consent stands"), "{}", registrar.page.text());
    assert!(!registrar.page.text().contains("Pinewood"));
    assert_eq!(registrar.open(&world.of_stranger("/uploads/new")).await.status, 404);

    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    assert!(owner.page.text().contains("Kestrel Computers") && owner.page.text().contains("Manufacturer"));
    owner.submit(&format!("{link}/accept"), &[("agree", "1")]).await;
    assert!(owner.page.text().contains("Consent is given."), "{}", owner.page.text());

    registrar.open(&ask).await;
    assert!(registrar.page.text().contains("Consents to registration"), "{}", registrar.page.text());
    registrar.open(&world.of_stranger("/uploads/new")).await;
    let file = delivery(3);
    let uploads = world.of_stranger("/uploads");
    registrar.upload(&uploads, Some(("built.csv", file.as_bytes())), &[]).await;
    let register = super::world::register_address(&registrar);
    registrar.submit(&register, &[]).await;
    world.work().await;
    registrar.open(&world.of_stranger("/devices")).await;
    assert!(registrar.page.text().contains("NFX7-0002"), "{}", registrar.page.text());
    registrar.open("/requests?tenant=x").await;
    assert!(registrar.page.text().contains("This is not a tenant ID."));

    registrar.open("/requests/link").await;
    assert!(registrar.page.text().contains("Replace the link?"));
    registrar.submit("/requests/link?do=rotate", &[]).await;
    assert_ne!(registrar.link(), link);
    assert_eq!(owner.open(&link).await.status, 404, "the earlier link is gone");
    assert_eq!(registrar.open("/requests/new").await.status, 404, "manufacturers ask nobody one by one");
}

#[tokio::test]
async fn a_customer_sees_and_changes_what_it_agreed_to() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(3)).await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&world.at("")).await;
    assert!(owner.page.addresses().contains(&world.at("/relationships")), "it is in the navigation");
    owner.open(&world.at("/relationships")).await;
    let page = owner.page.text();
    assert!(
        page.contains("Kajplats IT") && page.contains("Delegated administration") && page.contains(">4<"),
        "{page}"
    );
    let one = owner.page.addresses().into_iter().find(|one| one.contains("/relationships/")).expect("one");
    owner.open(&one).await;
    assert!(owner.page.addresses().contains(&format!("{one}/end")));

    let change = format!("{one}/scope");
    owner.open(&change).await;
    owner.submit(&change, &[("max_devices", "4"), ("last_day", "2026-01-01")]).await;
    assert_eq!(owner.page.status, 422);
    assert!(owner.page.text().contains("is over") && owner.page.text().contains("value=\"4\""));
    owner.submit(&change, &[("max_devices", "4")]).await;
    assert!(owner.page.text().contains("The limits were changed."), "{}", owner.page.text());
    assert!(owner.page.text().contains("Used up"));

    let removal = format!("{one}/administration");
    owner.open(&removal).await;
    assert!(owner.page.text().contains("Remove delegated administration?"));
    owner.submit(&removal, &[]).await;
    assert!(owner.page.text().contains("Registration goes on."), "{}", owner.page.text());
    assert!(!owner.page.addresses().contains(&removal));

    clerk.open(&world.at("")).await;
    let again = format!("/requests/new?customer={}", world.customer);
    assert!(clerk.page.text().contains("Nothing more can be registered"), "{}", clerk.page.text());
    assert!(clerk.page.addresses().contains(&again), "the partner can ask again");
    clerk.open(&again).await;
    assert!(
        clerk.page.text().contains("Nordfjäll Logistik")
            && clerk.page.text().contains(&world.customer.to_string())
    );
    for action in ["relationship-change-scope", "relationship-remove-administration"] {
        clerk.open(&format!("/activity?action={action}")).await;
        assert!(clerk.page.text().contains("Nordfjäll Logistik"), "{action}: {}", clerk.page.text());
    }

    world.employs(world.customer, "reader@nordfjall.example", Role::GlobalReader).await;
    let mut reader = world.signed_in("reader@nordfjall.example").await;
    reader.open(&one).await;
    assert_eq!(reader.page.status, 200);
    assert!(!reader.page.addresses().iter().any(|link| link.starts_with(&format!("{one}/"))));
    for form in [&change, &removal] {
        assert_eq!(reader.open(form).await.status, 403, "{form}");
        assert!(reader.page.text().contains("Global Administrator"));
    }
    for path in [world.at("/relationships"), one.clone(), change, removal] {
        assert_eq!(clerk.open(&path).await.status, 404, "partners do not learn of one another: {path}");
    }
}

/// A customer that ended its consent is found again, and asked again.
#[tokio::test]
async fn a_former_customer_is_asked_again() {
    let world = World::new().await;
    let mut agent = world.signed_in(ADMIN).await;
    let partner = world.partner().await;
    world.service.end_relationship(world.customer, partner, "end").await.expect("it ends");
    agent.open("/requests").await;
    assert!(agent.page.addresses().contains(&"/requests/past".to_owned()), "{}", agent.page.text());
    agent.open("/requests/past").await;
    assert!(agent.page.text().contains("Nordfjäll Logistik"));
    let again = format!("/requests/new?customer={}", world.customer);
    assert!(agent.page.addresses().contains(&again));
    agent.open(&again).await;
    agent.submit("/requests/new", &[("customer", &world.customer.to_string())]).await;
    let link = agent.link();
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&link).await;
    owner.submit(&format!("{link}/accept"), &[("agree", "1")]).await;
    assert!(owner.page.text().contains("Consent is given."));
    owner.open(&world.at("/relationships")).await;
    assert!(
        owner.page.text().contains("Ended") && owner.page.text().contains("Approved"),
        "the past stays told"
    );
    let other = format!("/requests/new?customer={}", world.stranger);
    assert_eq!(agent.open(&other).await.status, 404, "one that never was a customer");
}
