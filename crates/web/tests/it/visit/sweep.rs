//! All addresses at once.

use axum::http::Method;
use taxiway_web::portal::routes;

use super::{World, delivery, pieces_of};

/// What somebody may send who is about to sign in.
const BEFORE_SIGN_IN: [&str; 6] = [
    "/sign-in",
    "/language",
    "/sign-in/organisation",
    "/sign-in/passkey/options",
    "/sign-in/passkey",
    "/sign-in/second-factor",
];

/// Nothing but the sign-in page and the assets is given to somebody who is not signed in.
#[tokio::test]
async fn strangers_are_asked_to_sign_in() {
    let world = World::new().await;
    for pattern in routes::PATTERNS {
        let mut path = (*pattern).to_owned();
        for name in ["{customer}", "{upload}", "{job}", "{device}", "{provider}", "{passkey}"] {
            path = path.replace(name, &world.customer.to_string());
        }
        let path = path.replace("{file}", "intune.csv").replace("{hash}", "0").replace("{name}", "x.css");
        for method in [Method::GET, Method::POST] {
            let mut browser = world.browser();
            let page = browser.request(method.clone(), &path).await;
            let status = page.status.as_u16();
            let open = path == "/sign-in" && method == Method::GET;
            let refused = status == 405 || (status == 404 && path.starts_with("/assets/"));
            let forged = [400, 403].contains(&status) && BEFORE_SIGN_IN.contains(&path.as_str());
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
