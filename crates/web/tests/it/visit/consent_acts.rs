//! What asking for consent, giving it and changing it leave in the log: one act for each route.

use taxiway_domain::role::Role;
use taxiway_service::Mailer;
use taxiway_web::portal::routes::{self, Route as _};
use taxiway_web::portal::{PortalSettings, router};

use super::people::address;
use super::{Browser, World};

const ADMIN: &str = "admin@kajplats.example";
const OWNER: &str = "owner@pinewood.example";

/// Does what a route about consent is for: the browser with the answer, and the action that must be in the log. None for
/// routes about something else.
pub(super) async fn consent_act(world: &World, pattern: &str) -> Option<(Browser, &'static str)> {
    let done = match pattern {
        routes::NewRequest::PATTERN => {
            let mut agent = world.signed_in(ADMIN).await;
            agent.asks(&[("label", "Pinewood")]).await;
            (agent, "consent.request")
        }
        routes::StandingLink::PATTERN => {
            let mut agent = world.signed_in(ADMIN).await;
            agent.open("/requests").await;
            agent.submit("/requests/link", &[("do", "open")]).await;
            (agent, "link.open")
        }
        routes::RequestDraft::PATTERN => (sent(world).await, "consent.send"),
        routes::RequestRenew::PATTERN => (confirmed_request(world, "/renew").await, "consent.renew"),
        routes::RequestRevoke::PATTERN => (confirmed_request(world, "/revoke").await, "consent.revoke"),
        routes::ConsentAccept::PATTERN => {
            (decided(world, "/accept", ("agree", "1")).await, "relationship.approve")
        }
        routes::ConsentDecline::PATTERN => {
            (decided(world, "/decline", ("reason", "We buy elsewhere.")).await, "relationship.decline")
        }
        routes::RelationshipScope::PATTERN => {
            let (mut owner, one) = relationship(world).await;
            let change = format!("{one}/scope");
            owner.open(&change).await;
            owner.submit(&change, &[("max_devices", "7")]).await;
            (owner, "relationship.change-scope")
        }
        routes::RelationshipAdministration::PATTERN => {
            let (mut owner, one) = relationship(world).await;
            let removal = format!("{one}/administration");
            owner.open(&removal).await;
            owner.submit(&removal, &[]).await;
            (owner, "relationship.remove-administration")
        }
        _ => return None,
    };
    Some(done)
}

/// Sends a draft where mails are sent.
async fn sent(world: &World) -> Browser {
    let directory = tempfile::tempdir().expect("a directory");
    let mailer = Mailer::directory(directory.path(), "Taxiway <taxiway@taxiway.example>").expect("a sender");
    let service = world.service.clone().with_mailer(mailer);
    let mut agent = Browser::new(router(service, PortalSettings::default()), "en");
    agent.sign_in(ADMIN, super::PASSWORD).await;
    agent.asks(&[]).await;
    let draft = address(&agent, "/requests/", "/draft");
    agent.submit(&draft, &[("do", "send"), ("email", "buyer@pinewood.example"), ("body", "Hej.")]).await;
    agent
}

/// Confirms what can be done about a request.
async fn confirmed_request(world: &World, act: &str) -> Browser {
    let mut agent = world.signed_in(ADMIN).await;
    agent.asks(&[]).await;
    let request = address(&agent, "/requests/", "/draft").replace("/draft", act);
    agent.open(&request).await;
    agent.submit(&request, &[]).await;
    agent
}

/// Decides about a request.
async fn decided(world: &World, act: &str, field: (&str, &str)) -> Browser {
    world.employs(world.stranger, OWNER, Role::GlobalAdministrator).await;
    let link = world.signed_in(ADMIN).await.asks(&[]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    owner.submit(&format!("{link}{act}"), &[field]).await;
    owner
}

/// The customer's administrator at the one relationship there is.
async fn relationship(world: &World) -> (Browser, String) {
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&world.at("/relationships")).await;
    let one = address(&owner, &world.at("/relationships/"), "");
    (owner, one)
}
