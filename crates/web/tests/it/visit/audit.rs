//! Whoever changes something leaves a trace.

use axum::http::Method;
use taxiway_service::ACTIONS;
use taxiway_web::portal::routes::{self, Route as _};

use super::consent_acts::consent_act;
use super::ending_acts::ending_act;
use super::peers;
use super::people_acts::people_act;
use super::sign_in_acts::{IS_SIGN_IN, sign_in_act};
use super::sweep::address;
use super::world::{job_address, register_address};
use super::{Browser, World, delivery};

/// Routes that are posted to and change nothing that anybody shares, each with its reason.
const NO_ACT: &[(&str, &str)] = &[
    (routes::Language::PATTERN, "the language is kept in the browser"),
    (routes::DeviceSearch::PATTERN, "reads; a form, so that no serial number is in an address"),
    (routes::ActivitySearch::PATTERN, "reads; a form, so that no name is in an address"),
    (routes::SignInOrganisation::PATTERN, "leads to the provider; whoever comes back leaves a trace"),
    (routes::PasskeySignInOptions::PATTERN, "asks for a passkey; whoever answers leaves a trace"),
    (routes::PasskeyOptions::PATTERN, "asks for a passkey; whoever answers leaves a trace"),
    (routes::IdentityProviderCheck::PATTERN, "asks the provider whether it answers"),
    (routes::PeopleSearch::PATTERN, "reads; a form, so that neither name nor address is in an address"),
    (routes::ApprovalChoice::PATTERN, "a draft of the decision, which is the act"),
];

/// Routes that are asked for and leave a trace all the same: what they give is taken away, or they let somebody in.
const TAKEN_AWAY: &[&str] = &[
    routes::Device::PATTERN,
    routes::DevicesExport::PATTERN,
    routes::JobResults::PATTERN,
    routes::JobRepaired::PATTERN,
    routes::ActivityExport::PATTERN,
    routes::ActivityJson::PATTERN,
    routes::SignInCallback::PATTERN,
];

/// The patterns that something can be posted to, as the router tells.
async fn posted_to(world: &World) -> Vec<&'static str> {
    let mut found = Vec::new();
    for pattern in routes::PATTERNS {
        let page = world.browser().request(Method::POST, &address(pattern, world)).await;
        if page.status != 405 {
            found.push(*pattern);
        }
    }
    found
}

/// Somebody with an upload that was not registered yet in front of him.
async fn with_upload(world: &World) -> Browser {
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
    clerk
}

/// Somebody with the list of his devices in front of him, and the address of one that has a hash.
async fn with_device(world: &World) -> (Browser, String) {
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(0)).await;
    clerk.open(&world.at("/devices")).await;
    let devices = world.at("/devices/");
    let mut addresses = clerk.page.addresses().into_iter();
    let device = addresses.find(|address| address.starts_with(&devices) && !address.ends_with("/search"));
    (clerk, device.expect("a device with a hash"))
}

/// Does what a route is for: the browser with the answer, and the action that must be in the log.
///
/// A route without an arm here is a route whose acts nobody looked for.
async fn act(world: &World, pattern: &str) -> (Browser, &'static str) {
    match pattern {
        routes::SignIn::PATTERN => (world.signed_in("clerk@kajplats.example").await, "session.sign-in"),
        routes::SignOut::PATTERN => {
            let mut clerk = world.signed_in("clerk@kajplats.example").await;
            clerk.submit("/sign-out", &[]).await;
            (clerk, "session.sign-out")
        }
        routes::Uploads::PATTERN => (with_upload(world).await, "upload.receive"),
        routes::Register::PATTERN => {
            let mut clerk = with_upload(world).await;
            let register = register_address(&clerk);
            clerk.submit(&register, &[]).await;
            (clerk, "job.submit")
        }
        routes::Discard::PATTERN => {
            let mut clerk = with_upload(world).await;
            let discard = register_address(&clerk).replace("/register", "/discard");
            clerk.submit(&discard, &[]).await;
            (clerk, "upload.discard")
        }
        routes::JobCancel::PATTERN => {
            let mut clerk = with_upload(world).await;
            let register = register_address(&clerk);
            clerk.submit(&register, &[]).await;
            let cancel = format!("{}/cancel", job_address(&clerk));
            clerk.open(&cancel).await;
            clerk.submit(&cancel, &[]).await;
            (clerk, "job.cancel")
        }
        routes::JobRetry::PATTERN => {
            let mut clerk = world.signed_in("clerk@kajplats.example").await;
            let job = world.stopped(&mut clerk, &delivery(1)).await;
            clerk.open(&job).await;
            clerk.submit(&format!("{job}/retry"), &[]).await;
            (clerk, "job.retry")
        }
        routes::ActivityCheckpoint::PATTERN => {
            let mut clerk = world.signed_in("clerk@kajplats.example").await;
            clerk.open("/activity").await;
            clerk.submit("/activity/checkpoint", &[]).await;
            (clerk, "audit.checkpoint")
        }
        routes::JobResults::PATTERN => (taken(world, "/results.csv").await, "job.export"),
        routes::JobRepaired::PATTERN => (taken(world, "/repaired.csv").await, "upload.export"),
        routes::DevicesExport::PATTERN => (opened(world, &world.at("/devices.csv")).await, "device.export"),
        routes::ActivityExport::PATTERN => (opened(world, "/activity.csv").await, "audit.export"),
        routes::ActivityJson::PATTERN => (opened(world, "/activity.json").await, "audit.export"),
        routes::Device::PATTERN => {
            let (mut clerk, device) = with_device(world).await;
            clerk.answer = clerk.open(&device).await.clone();
            (clerk, "device.read-hash")
        }
        routes::DeviceDeregister::PATTERN => {
            let (mut clerk, device) = with_device(world).await;
            let deregister = format!("{device}/deregister");
            clerk.open(&deregister).await;
            clerk.submit(&deregister, &[]).await;
            (clerk, "device.deregister")
        }
        other if IS_SIGN_IN.contains(&other) => sign_in_act(world, other).await,
        other => {
            if let Some(done) = consent_act(world, other).await {
                return done;
            }
            if let Some(done) = ending_act(world, other).await {
                return done;
            }
            people_act(world, other).await
        }
    }
}

async fn taken(world: &World, file: &str) -> Browser {
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.registered(&mut clerk, &delivery(1)).await;
    clerk.answer = clerk.open(&format!("{job}{file}")).await.clone();
    clerk
}

async fn opened(world: &World, path: &str) -> Browser {
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.answer = clerk.open(path).await.clone();
    clerk
}

/// Every route that changes something, or gives something away, leaves an entry that carries the request's id.
#[tokio::test]
async fn every_act_is_in_the_log_with_its_request() {
    let world = World::new().await;
    let posted_to = posted_to(&world).await;
    for (pattern, reason) in NO_ACT {
        assert!(posted_to.contains(pattern), "{pattern} needs no exception any more: {reason}");
    }
    let acts = posted_to.into_iter().filter(|pattern| NO_ACT.iter().all(|(exempt, _)| exempt != pattern));
    let mut seen = 0;
    for pattern in acts.chain(TAKEN_AWAY.iter().copied()) {
        let (world, _) = peers::world().await;
        let (browser, action) = act(&world, pattern).await;
        let answer = &browser.answer;
        assert!(answer.status.is_success() || answer.status.is_redirection(), "{pattern}: {}", answer.status);
        let request = answer.header("x-request-id");
        let log = world.log_of(world.partner).await;
        let told = log.iter().find(|entry| entry.request_id == request && entry.action == action);
        let told = told.unwrap_or_else(|| panic!("{pattern}: no {action} of request {request}: {log:#?}"));
        assert!(!format!("{told:?}").contains("NFX7"), "no serial number is in the log: {told:?}");
        for entry in &log {
            let action = entry.action.as_str();
            assert!(ACTIONS.contains(&action), "{action} cannot be filtered by and has no words");
        }
        if pattern.contains("{customer}") {
            let theirs = world.log_of(world.customer).await;
            assert!(
                theirs.iter().any(|entry| entry.entry_id == told.entry_id),
                "{pattern}: the customer sees it"
            );
        }
        seen += 1;
    }
    assert!(seen > 12, "{seen}");
}

/// A refused sign-in is in the log too, as what it is.
#[tokio::test]
async fn what_was_refused_is_shown_as_refused() {
    let world = World::new().await;
    world.browser().sign_in("clerk@kajplats.example", "not the password").await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let text = admin.open("/activity").await.text();
    assert!(text.contains("Failed to sign in") && text.contains("pill-bad"), "{text}");
}
