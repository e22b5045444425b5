//! Links of consent in the wrong hands, at the wrong time, or altered: each says why on a page of its own, stands in the log of
//! whoever opened it and in no other, and tells nothing about anybody else.

use axum::http::Method;
use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::Settings;
use taxiway_web::portal::{LimitSettings, PortalSettings};

use super::people::address;
use super::{Browser, World, pieces_of};

const ADMIN: &str = "admin@kajplats.example";
const OWNER: &str = "owner@pinewood.example";
const NEIGHBOUR: &str = "owner@nordfjall.example";

/// Who follows the link.
async fn visitor(world: &World, what: &str) -> Browser {
    let employed = async |organisation, email, role| {
        world.employs(organisation, email, role).await;
        world.signed_in(email).await
    };
    match what {
        "wrong-person" => employed(world.stranger, "reader@pinewood.example", Role::GlobalReader).await,
        "own" => world.signed_in("help@kajplats.example").await,
        "competitor" => {
            let other = world.founds(OrganisationKind::DirectPartner, "Northwind").await;
            employed(other, "x@northwind.example", Role::AdminAgent).await
        }
        "related" | "used-by-another" => world.signed_in(NEIGHBOUR).await,
        _ => world.signed_in(OWNER).await,
    }
}

/// What becomes of the link before it is followed: the link as it is then.
async fn befalls(
    world: &World,
    what: &str,
    link: String,
    agent: &mut Browser,
    owner: &mut Browser,
) -> String {
    let partner = world.partner;
    match what {
        "forged" => format!("/consent/{}", "A".repeat(43)),
        "cut-off" => link[..link.len() - 1].to_owned(),
        "long" => format!("/consent/{}", "A".repeat(4_000)),
        "published-closed" => format!("/Adminportal/Home?invType=ResellerRelationship&partnerId={partner}"),
        "published-customer" => {
            format!("/Adminportal/Home?invType=ResellerRelationship&partnerId={}", world.customer)
        }
        "published-provider" => {
            agent.open("/requests").await;
            agent.submit("/requests/link", &[("do", "open")]).await;
            let provider = world.founds(OrganisationKind::IndirectProvider, "Grossist").await;
            format!(
                "/Adminportal/Home?invType=IndirectResellerRelationship&partnerId={partner}&indirectCSPId={provider}"
            )
        }
        "revoked" | "replaced" => {
            let act = if what == "revoked" { "/revoke" } else { "/renew" };
            let path = address(agent, "/requests/", "/draft").replace("/draft", act);
            agent.open(&path).await;
            agent.submit(&path, &[]).await;
            link
        }
        "used" | "replayed" | "used-by-another" => {
            owner.open(&link).await;
            let page = owner.page.clone();
            owner.submit(&format!("{link}/accept"), &[("agree", "1")]).await;
            owner.page = page;
            link
        }
        "region" => {
            world.service.set_regions(partner, &["us".to_owned()], "setup").await.expect("set");
            link
        }
        _ => link,
    }
}

#[rstest]
#[case::forged("forged", 404, "This link is not valid", "forged")]
#[case::cut_off("cut-off", 404, "This link is not valid", "forged")]
#[case::long("long", 404, "This link is not valid", "forged")]
#[case::published_though_closed("published-closed", 404, "This link is not valid", "forged")]
#[case::published_for_no_partner("published-customer", 404, "This link is not valid", "forged")]
#[case::published_with_another_provider("published-provider", 404, "This link is not valid", "forged")]
#[case::other_tenant("other-tenant", 403, "for another organization", "other-tenant")]
#[case::expired("expired", 410, "has expired", "expired")]
#[case::revoked("revoked", 410, "was taken back", "revoked")]
#[case::used("used", 410, "has been used", "used")]
#[case::used_by_another("used-by-another", 410, "has been used", "used")]
#[case::replayed("replayed", 410, "has been used", "used")]
#[case::replaced("replaced", 404, "This link is not valid", "forged")]
#[case::wrong_person("wrong-person", 403, "A Global Administrator decides", "not-the-decider")]
#[case::own("own", 403, "This is your own request", "own")]
#[case::competitor("competitor", 403, "Only customers give consent", "not-a-customer")]
#[case::related("related", 409, "You have consented already", "already-related")]
#[case::region("region", 403, "Not in this region", "region")]
#[case::tampered("tampered", 400, "That was not asked for", "not-asked")]
#[tokio::test]
async fn links_that_lead_nowhere_say_so(
    #[case] what: &str,
    #[case] status: u16,
    #[case] says: &str,
    #[case] reason: &str,
) {
    let world = World::with_owner().await;
    let customer = world.customer.to_string();
    let mut agent = world.signed_in(ADMIN).await;
    let addressed: &[_] = if what == "other-tenant" { &[("customer", customer.as_str())] } else { &[] };
    let link = agent.asks(addressed).await;
    let secret = link.trim_start_matches("/consent/").to_owned();
    let mut owner = world.signed_in(OWNER).await;
    let link = befalls(&world, what, link, &mut agent, &mut owner).await;
    if what == "expired" {
        world.clock.advance(SignedDuration::from_hours(90 * 24));
    }
    let mut visitor = if what == "replayed" { owner } else { visitor(&world, what).await };
    match what {
        "replayed" => {
            visitor.submit(&format!("{link}/accept"), &[("agree", "1")]).await;
        }
        "tampered" => {
            visitor.open(&link).await;
            visitor.submit(&format!("{link}/accept"), &[("agree", "1"), ("delegated", "1")]).await;
        }
        _ => {
            visitor.open(&link).await;
        }
    }
    let page = visitor.page.clone();
    assert_eq!(page.status, status, "{}", page.text());
    assert!(page.text().contains(says), "{}", page.text());
    let decides = |action: &str| action.starts_with("/consent/");
    assert!(!pieces_of(&page).iter().any(|piece| piece.attribute("action").is_some_and(decides)));
    // Who else has to do with it is not told: by name or by id.
    let told =
        ["wrong-person", "own", "related", "expired", "revoked", "used", "replayed", "region", "tampered"];
    if !told.contains(&what) && what != "used-by-another" {
        for name in ["Kajplats", "Grossist", &world.partner.to_string()] {
            assert!(link.contains(name) || !page.text().contains(name), "{name}: {}", page.text());
        }
    }
    if what != "related" && what != "used-by-another" {
        assert!(!page.text().contains("Nordfj"), "{}", page.text());
    } else {
        assert!(!page.text().contains("Pinewood"), "{}", page.text());
    }
    // It is in the log of whoever opened it, with its reason and without the secret; also those who may not decide read it.
    visitor.open("/activity?action=consent-refuse").await;
    assert_eq!(visitor.page.status, 200);
    let log = visitor.page.text();
    assert!(log.contains("pill-bad") && log.contains("Opened a consent link"), "{log}");
    let organisations = world.service.organisations().await.expect("they are there");
    let mut seen = 0;
    for organisation in organisations {
        for entry in world.log_of(organisation.organisation_id).await {
            let entry_text = format!("{entry:?}");
            assert!(!entry_text.contains(&secret), "{entry_text}");
            if entry.action == "consent.refuse" {
                assert!(entry.detail.contains(&format!("\"reason\":\"{reason}\"")), "{entry_text}");
                assert_eq!(entry.actor_organisation, organisation.name, "nobody else learns of it");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 1);
}

/// A link that was altered to ask for more asks for no more, and what is sent all the same is refused.
#[tokio::test]
async fn an_altered_link_grants_no_more_than_was_asked_for() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    agent.open("/requests").await;
    agent.submit("/requests/link", &[("do", "open")]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner
        .open(&format!(
            "/Adminportal/Home?invType=ResellerRelationship&partnerId={}&msppId=0&DAP=true",
            world.partner
        ))
        .await;
    assert_eq!(owner.page.status, 200, "{}", owner.page.text());
    assert!(!owner.page.text().contains("name=\"delegated\""));
    let accept = address(&owner, "/consent/partner.", "/accept");
    assert!(accept.ends_with(".1/accept"), "the link says so: {accept}");
    owner.submit(&accept, &[("agree", "1"), ("delegated", "1")]).await;
    assert_eq!(owner.page.status, 400);
    assert!(owner.page.text().contains("That was not asked for"));
    owner.open(&world.of_stranger("/relationships")).await;
    assert!(!owner.page.text().contains("Kajplats"), "nothing was granted: {}", owner.page.text());
}

/// Whoever is not signed in learns nothing: a link that was made and one that was not lead to the same page.
#[tokio::test]
async fn before_signing_in_every_link_looks_the_same() {
    let world = World::with_owner().await;
    let link = world.signed_in(ADMIN).await.asks(&[]).await;
    let forged = format!("/consent/{}", "A".repeat(43));
    let secret_of = |link: &str| link.trim_start_matches("/consent/").to_owned();
    for act in ["", "/accept", "/decline"] {
        let mut answers = Vec::new();
        for link in [&link, &forged] {
            let method = if act.is_empty() { Method::GET } else { Method::POST };
            let page = world.browser().request(method, &format!("{link}{act}")).await;
            answers.push((page.status, page.location().replace(&secret_of(link), ""), page.body.len()));
        }
        assert_eq!(answers[0], answers[1], "{act}");
        assert!(answers[0].1.starts_with("/sign-in?return_to=%2Fconsent%2F"), "{answers:?}");
    }
    for organisation in world.service.organisations().await.expect("they are there") {
        let log = world.log_of(organisation.organisation_id).await;
        assert!(log.iter().all(|entry| entry.action != "consent.refuse"), "nobody looked: {log:?}");
    }
}

/// Guessing is limited by where it comes from, and what is refused for it is not looked at.
#[tokio::test]
async fn guessing_links_is_limited() {
    let limits = LimitSettings { links: 2, ..LimitSettings::default() };
    let settings = PortalSettings { limits, ..PortalSettings::default() };
    let world = World::with(settings, Settings::default()).await;
    world.employs(world.stranger, OWNER, Role::GlobalAdministrator).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.address = "203.0.113.5".parse().ok();
    for (letter, status) in [("A", 404), ("B", 404), ("C", 429)] {
        let page = owner.open(&format!("/consent/{}", letter.repeat(43))).await;
        assert_eq!(page.status, status, "{letter}");
    }
    let refused = world.log_of(world.stranger).await;
    assert_eq!(refused.iter().filter(|entry| entry.action == "consent.refuse").count(), 2);
    world.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(owner.open(&format!("/consent/{}", "D".repeat(43))).await.status, 404);
}
