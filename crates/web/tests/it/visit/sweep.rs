//! All addresses at once.

use axum::http::Method;
use taxiway_web::portal::routes;

use super::{World, delivery, pieces_of};

/// An address of this pattern, of things that are not there, below a customer that is.
pub(super) fn address(pattern: &str, world: &World) -> String {
    let known = pattern
        .replace("{customer}", &world.customer.to_string())
        .replace("{file}", "intune.csv")
        .replace("{hash}", "0")
        .replace("{name}", "x.css");
    let segments = known.split('/').map(|segment| {
        if segment.starts_with('{') { world.stranger.to_string() } else { segment.to_owned() }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Nothing but the sign-in page and the assets is given to somebody who is not signed in.
#[tokio::test]
async fn strangers_are_asked_to_sign_in() {
    let world = World::new().await;
    for pattern in routes::PATTERNS {
        let path = address(pattern, &world);
        for method in [Method::GET, Method::POST] {
            let mut browser = world.browser();
            let page = browser.request(method.clone(), &path).await;
            let status = page.status.as_u16();
            let open = path == "/sign-in" && method == Method::GET;
            let refused = status == 405 || (status == 404 && path.starts_with("/assets/"));
            let forged = [400, 403].contains(&status) && ["/sign-in", "/language"].contains(&path.as_str());
            let led = page.location().starts_with("/sign-in");
            assert!(open || refused || forged || led, "{method} {path}: {status} {}", page.location());
        }
    }
}

/// No address on any page holds a serial number, a name or an e-mail address, and every address leads somewhere.
#[tokio::test]
async fn addresses_hold_no_personal_data_and_lead_somewhere() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.registered(&mut clerk, &delivery(3)).await;
    let mut todo = vec!["/".to_owned(), job, world.at("/uploads/new"), "/activity".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(address) = todo.pop() {
        if !seen.insert(address.clone()) || seen.len() > 200 {
            continue;
        }
        for secret in ["NFX7", "Nordbyte", "Tove", "kajplats.example", "%40"] {
            assert!(!address.contains(secret), "{address}");
        }
        let page = clerk.open(&address).await.clone();
        assert!(page.status.is_success(), "{address}: {}", page.status);
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        assert!(!page.text().contains("⟦missing text⟧"), "{address}: {}", page.text());
        let links = pieces_of(&page);
        let links =
            links.iter().filter_map(|piece| piece.attribute("href")).filter(|link| link.starts_with('/'));
        todo.extend(links.map(ToOwned::to_owned));
    }
    assert!(seen.len() > 25, "the pages were walked through: {seen:?}");
}

/// Whoever is signed in gets no answer that nobody checked: the backstop makes a fault of it.
#[tokio::test]
async fn nobody_is_answered_unchecked() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(1)).await;
    for person in [
        "admin@kajplats.example",
        "clerk@kajplats.example",
        "help@kajplats.example",
        "owner@nordfjall.example",
    ] {
        for pattern in routes::PATTERNS {
            let path = address(pattern, &world);
            let mut browser = world.signed_in(person).await;
            let asked = browser.request(Method::GET, &path).await;
            assert_ne!(asked.status, 500, "{person}: GET {path}");
            let Some(hidden) = browser.page.hidden("/sign-out") else { panic!("{}", browser.page.text()) };
            let fields = [("csrf", hidden[0].1.as_str()), ("search", "x"), ("serial", "x"), ("locale", "en")];
            let sent = browser.post_raw(&path, &fields, &[]).await;
            assert_ne!(sent.status, 500, "{person}: POST {path}");
        }
    }
}
