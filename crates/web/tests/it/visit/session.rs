//! Signing in and out, sessions, and forms that others forged.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_service::Settings;
use taxiway_web::portal::PortalSettings;

use super::{PASSWORD, World};

#[tokio::test]
async fn a_person_signs_in_sees_the_customers_and_signs_out() {
    let world = World::new().await;
    let mut clerk = world.browser();
    clerk.open("/").await;
    assert!(clerk.page.offers("/sign-in"), "whoever is not signed in is asked to");
    clerk.submit("/sign-in", &[("email", "CLERK@kajplats.example"), ("password", PASSWORD)]).await;
    assert!(clerk.page.text().contains("Nordfjäll Logistik"));
    assert!(!clerk.page.text().contains("Pinewood"), "who did not consent is not shown");
    clerk.submit("/sign-out", &[]).await;
    assert!(clerk.page.offers("/sign-in"));
    clerk.open("/customers").await;
    assert!(clerk.page.offers("/sign-in"));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    let world = World::new().await;
    let mut texts = Vec::new();
    for email in ["nobody@kajplats.example", "clerk@kajplats.example"] {
        let mut browser = world.browser();
        browser.sign_in(email, "not the password").await;
        assert_eq!(browser.page.status, 422);
        let alert = browser.page.text().split("role=\"alert\"").nth(1).expect("an alert")[..400].to_owned();
        texts.push(alert);
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn after_five_wrong_passwords_the_right_one_has_to_wait() {
    let world = World::new().await;
    let mut browser = world.browser();
    for _ in 0..5 {
        browser.sign_in("clerk@kajplats.example", "not the password").await;
    }
    assert_eq!(browser.page.status, 429);
    browser.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!((browser.page.status.as_u16(), browser.page.header("retry-after")), (429, "60"));
    world.clock.advance(SignedDuration::from_mins(2));
    browser.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!(browser.page.status, 200);
}

#[tokio::test]
async fn an_ended_session_asks_for_sign_in_and_goes_on_where_it_was() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.clock.advance(SignedDuration::from_hours(9));
    let devices = world.at("/devices?tag=x");
    clerk.open(&devices).await;
    assert!(clerk.page.text().contains("Your session ended"), "{}", clerk.page.text());
    assert!(!clerk.cookies.contains_key("taxiway_session"), "the dead secret is taken back");
    let page = {
        let hidden = clerk.page.hidden("/sign-in").expect("the form");
        let mut fields: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend([("email", "clerk@kajplats.example"), ("password", PASSWORD)]);
        clerk.post_raw("/sign-in", &fields, &[]).await
    };
    assert_eq!(page.location(), devices);
}

/// A form sent after the session's end leads back to its page, as far as that is ours.
#[tokio::test]
async fn a_form_sent_too_late_leads_back_to_its_page() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.clock.advance(SignedDuration::from_hours(9));
    let session = clerk.cookies.clone();
    for (referer, leads) in [
        ("https://taxiway.example/customers?page=2", "/sign-in?return_to=%2Fcustomers%3Fpage%3D2&expired=1"),
        ("https://evil.example/customers", "/sign-in?expired=1"),
        ("nonsense", "/sign-in?expired=1"),
    ] {
        clerk.cookies.clone_from(&session);
        let page =
            clerk.post_raw(&world.at("/devices/search"), &[("serial", "x")], &[("referer", referer)]).await;
        assert_eq!(page.location(), leads);
    }
}

#[rstest]
#[case("//evil.example/")]
#[case("/\\evil.example/")]
#[case("https://evil.example/")]
#[case("evil.example")]
#[case("/\tevil")]
#[tokio::test]
async fn sign_in_never_leads_to_another_site(#[case] target: &str) {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/sign-in").await;
    let csrf = browser.page.hidden("/sign-in").expect("the form")[0].1.clone();
    let fields = [
        ("csrf", csrf.as_str()),
        ("return_to", target),
        ("email", "clerk@kajplats.example"),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.post_raw("/sign-in", &fields, &[]).await.location(), "/");
}

/// A form without the page's token, with another one, or sent by another site, does nothing.
#[tokio::test]
async fn forged_forms_are_refused() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for (fields, headers) in [
        (vec![], vec![]),
        (vec![("csrf", "")], vec![]),
        (vec![("csrf", "guessed")], vec![]),
        (vec![("csrf", csrf.as_str())], vec![("sec-fetch-site", "cross-site")]),
        (vec![("csrf", csrf.as_str())], vec![("sec-fetch-site", "same-site")]),
        (vec![("csrf", csrf.as_str())], vec![("origin", "https://evil.example")]),
        (vec![("csrf", csrf.as_str())], vec![("origin", "null")]),
    ] {
        let page = clerk.post_raw("/sign-out", &fields, &headers).await;
        assert_eq!(page.status, 403, "{fields:?} {headers:?}");
        assert!(page.text().contains("Reload the page"), "{}", page.text());
    }
    let page = clerk.post_raw("/sign-out", &[("csrf", &csrf)], &[("origin", "http://taxiway.example")]).await;
    assert_eq!(page.location(), "/sign-in");
}

/// Before sign-in the token in the form must be the one in the browser's cookie.
#[tokio::test]
async fn a_sign_in_form_without_its_cookie_is_refused() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/sign-in").await;
    let csrf = browser.page.hidden("/sign-in").expect("the form")[0].1.clone();
    let mut other = world.browser();
    let fields = [("csrf", csrf.as_str()), ("email", "clerk@kajplats.example"), ("password", PASSWORD)];
    assert_eq!(other.post_raw("/sign-in", &fields, &[]).await.status, 403);
}

#[tokio::test]
async fn a_token_of_another_session_is_refused() {
    let world = World::new().await;
    let clerk = world.signed_in("clerk@kajplats.example").await;
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    let mut admin = world.signed_in("admin@kajplats.example").await;
    assert_eq!(admin.post_raw("/sign-out", &[("csrf", &csrf)], &[]).await.status, 403);
}

#[tokio::test]
async fn the_language_is_kept_and_the_page_too() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open("/customers?search=nord").await;
    for (locale, word) in [("sv", "Kunder"), ("he", "לקוחות")] {
        clerk.submit("/language", &[("locale", locale)]).await;
        assert!(clerk.page.text().contains(word), "{}", clerk.page.text());
        assert!(clerk.page.text().contains("value=\"nord\""));
    }
    assert!(clerk.page.text().contains("dir=\"rtl\""));
}

#[tokio::test]
async fn secrets_travel_in_cookies_that_scripts_and_other_sites_do_not_get() {
    let settings = PortalSettings { secure_cookies: true, ..PortalSettings::default() };
    let world = World::with(settings, Settings::default()).await;
    let mut browser = world.browser();
    let page = browser.request(axum::http::Method::GET, "/sign-in").await;
    let cookie = page.header("set-cookie").to_owned();
    for wanted in ["__Host-taxiway_form=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(wanted), "{cookie}");
    }
    assert!(page.header("strict-transport-security").contains("max-age="));
    browser.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert!(browser.cookies.contains_key("__Host-taxiway_session"));
}
