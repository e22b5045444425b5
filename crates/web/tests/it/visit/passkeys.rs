//! Passkeys: the pages around them. The script is tried in the browser tests.

use axum::http::Method;
use taxiway_locale::{Locale, plain};

use super::peers::world;
use super::{Browser, PASSWORD, World};

/// As the script does: asks for the question, then sends the form with the answer.
pub(super) async fn answers(browser: &mut Browser, ask: &str, form: &str, fields: &[(&str, &str)]) {
    let csrf = browser.page.hidden(form).unwrap_or_else(|| panic!("no {form}: {}", browser.page.text()));
    let csrf = csrf.iter().find(|(name, _)| name == "csrf").expect("a token").1.clone();
    let asked = browser.post_raw(ask, &[("csrf", &csrf)], &[]).await;
    assert_eq!((asked.status.as_u16(), asked.header("content-type")), (200, "application/json"));
    assert!(asked.text().starts_with("{\"publicKey\""), "{}", asked.text());
    assert!(asked.header("set-cookie").contains("HttpOnly"), "{}", asked.header("set-cookie"));
    browser.submit(form, fields).await;
}

pub(super) async fn with_a_passkey(world: &World) -> Browser {
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/account").await;
    let fields = [("answer", "one"), ("name", "Blue key")];
    answers(&mut admin, "/account/passkeys/options", "/account/passkeys", &fields).await;
    assert!(admin.page.text().contains("The passkey was added"), "{}", admin.page.text());
    admin
}

pub(super) fn removal(browser: &Browser) -> String {
    let found = browser.page.addresses().into_iter().find(|address| address.ends_with("/remove"));
    found.expect("a passkey")
}

#[tokio::test]
async fn a_passkey_is_added_renamed_used_and_removed() {
    let (world, _) = world().await;
    let mut admin = with_a_passkey(&world).await;
    assert!(!admin.cookies.contains_key("taxiway_challenge"), "the question was answered");
    let remove = removal(&admin);
    let rename = remove.replace("/remove", "");
    admin.open(&rename).await;
    admin.submit(&rename, &[("name", " ")]).await;
    assert_eq!(admin.page.status, 422);
    admin.submit(&rename, &[("name", "Green key")]).await;
    assert!(admin.page.text().contains("Green key"), "{}", admin.page.text());

    let mut visitor = world.browser();
    visitor.open("/sign-in?return_to=%2Factivity").await;
    answers(&mut visitor, "/sign-in/passkey/options", "/sign-in/passkey", &[("answer", "one!")]).await;
    assert_eq!(visitor.page.status, 403, "a copy");
    assert!(visitor.page.text().contains("somebody may have copied it"), "{}", visitor.page.text());
    visitor.open("/sign-in?return_to=%2Factivity").await;
    answers(&mut visitor, "/sign-in/passkey/options", "/sign-in/passkey", &[("answer", "one")]).await;
    assert!(visitor.page.text().contains("Activity log") && visitor.page.status == 200);
    assert!(visitor.page.text().contains("Added a passkey"));

    admin.open(&remove).await;
    assert!(admin.page.text().contains("Remove the passkey \u{2068}Green key\u{2069}?"));
    admin.submit(&remove, &[]).await;
    assert!(admin.page.text().contains("No passkeys yet"), "{}", admin.page.text());
    assert_eq!(admin.open(&remove).await.status, 404);
}

/// Nobody reaches another one's passkeys, and an answer without a question is none.
#[tokio::test]
async fn passkeys_are_ones_own() {
    let (world, _) = world().await;
    let mut admin = with_a_passkey(&world).await;
    admin.open("/account").await;
    let remove = removal(&admin);
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for path in [&remove, &remove.replace("/remove", "")] {
        assert_eq!(clerk.open(path).await.status, 404, "{path}");
        let sent = clerk.post_raw(path, &[("csrf", &csrf), ("name", "x")], &[]).await;
        assert_eq!(sent.status, 404, "{path}");
    }
    clerk.open("/account").await;
    clerk.submit("/account/passkeys", &[("answer", "two"), ("name", "Key")]).await;
    assert_eq!(clerk.page.status, 409);
    assert!(clerk.page.text().contains("It took too long, or was done before."), "{}", clerk.page.text());
    let mut visitor = world.browser();
    visitor.open("/sign-in").await;
    visitor.submit("/sign-in/passkey", &[("answer", "one")]).await;
    assert!(visitor.page.status == 400 && visitor.page.text().contains("came too late"));
    let forged = visitor.post_raw("/sign-in/passkey/options", &[("csrf", "guessed")], &[]).await;
    assert_eq!(forged.status, 403);
}

#[tokio::test]
async fn a_passkey_after_the_password_ends_the_sign_in() {
    let (world, _) = world().await;
    let mut admin = with_a_passkey(&world).await;
    admin.submit("/account/second-factor", &[("wanted", "yes")]).await;
    assert!(admin.page.text().contains("From now on a passkey is asked for"), "{}", admin.page.text());
    let remove = removal(&admin);
    admin.open(&remove).await;
    admin.submit(&remove, &[]).await;
    assert_eq!(admin.page.status, 409);
    assert!(admin.page.text().contains("This is your last passkey"), "{}", admin.page.text());

    let mut visitor = world.browser();
    visitor.open("/sign-in?return_to=%2Factivity").await;
    let fields = [("email", "admin@kajplats.example"), ("password", PASSWORD)];
    visitor.submit("/sign-in", &fields).await;
    assert!(visitor.page.text().contains("One more step"), "{}", visitor.page.text());
    assert!(visitor.page.text().contains("Passkeys need JavaScript"), "whoever has none is told");
    assert_eq!(
        visitor.request(Method::GET, "/activity").await.location().split('?').next(),
        Some("/sign-in")
    );
    let half = visitor.cookies.clone();
    visitor.submit("/sign-in/second-factor", &[("answer", "unknown")]).await;
    assert!(visitor.page.status == 403 && visitor.page.text().contains("belongs to no account"));
    // The question is used up: a stolen password and cookie are worth nothing any more.
    visitor.cookies = half;
    assert_eq!(visitor.request(Method::GET, "/sign-in/second-factor").await.location(), "/sign-in");
    visitor.open("/sign-in?return_to=%2Factivity").await;
    visitor.submit("/sign-in", &fields).await;
    visitor.submit("/sign-in/second-factor", &[("answer", "one")]).await;
    assert!(
        visitor.page.text().contains("Asked for a passkey after the password"),
        "{}",
        visitor.page.text()
    );
}

/// Without them the page is as it was.
#[tokio::test]
async fn what_is_not_set_up_is_not_offered() {
    let bare = World::new().await;
    let mut visitor = bare.browser();
    visitor.open("/sign-in").await;
    assert!(!visitor.page.text().contains("organisation\"") && !visitor.page.offers("/sign-in/passkey"));
    let mut admin = bare.signed_in("admin@kajplats.example").await;
    admin.open("/account").await;
    let text = admin.page.text();
    assert!(text.contains("Passkeys are not set up here"), "{text}");
    for key in ["passkeys-none-text", "second-factor-first", "second-factor-title"] {
        assert!(!text.contains(&plain(Locale::En, key)), "{key} leads nowhere: {text}");
    }
    admin.open("/identity-providers").await;
    assert!(admin.page.text().contains("cannot be used yet"), "{}", admin.page.text());
}
