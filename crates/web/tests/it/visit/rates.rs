//! What is tried too often has to wait.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_service::{Mailer, Settings};
use taxiway_web::portal::{LimitSettings, PortalSettings, router};

use super::{Browser, PASSWORD, World};

async fn strict(limits: LimitSettings, trusted: &[&str]) -> World {
    let trusted_proxies = trusted.iter().map(|net| net.parse().expect("a network")).collect();
    let settings = PortalSettings { limits, trusted_proxies, ..PortalSettings::default() };
    World::with(settings, Settings::default()).await
}

fn from(world: &World, address: &str, language: &'static str) -> Browser {
    let mut browser = Browser::new(world.router.clone(), language);
    browser.address = address.parse().ok();
    browser
}

#[rstest]
#[case("en", "There were too many attempts. Try again in")]
#[case("sv", "Det har varit för många försök. Försök igen om")]
#[case("he", "היו יותר מדי ניסיונות. אפשר לנסות שוב בעוד")]
#[tokio::test]
async fn sign_ins_from_one_address_are_limited(#[case] language: &'static str, #[case] said: &str) {
    let world = strict(LimitSettings { sign_ins: 3, ..LimitSettings::default() }, &[]).await;
    let mut browser = from(&world, "203.0.113.5", language);
    for number in 0..3 {
        browser.sign_in(&format!("nobody{number}@x.example"), "a guess").await;
        assert_eq!(browser.page.status, 422);
    }
    browser.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!(browser.page.status, 429);
    assert_eq!(browser.page.header("retry-after"), "20");
    assert!(
        browser.page.text().contains(said) && browser.page.text().contains("20"),
        "{}",
        browser.page.text()
    );
    let mut other = from(&world, "203.0.113.6", language);
    other.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!(other.page.status, 200, "others are not held up");
    world.clock.advance(SignedDuration::from_secs(20));
    browser.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!(browser.page.status, 200);
}

#[tokio::test]
async fn sign_ins_to_one_account_are_limited_from_wherever_they_come() {
    let world = strict(LimitSettings { sign_ins_of_account: 4, ..LimitSettings::default() }, &[]).await;
    let attempt = async |number: usize, email: &str| {
        let mut browser = from(&world, &format!("203.0.113.{number}"), "en");
        browser.sign_in(email, "a guess").await;
        browser.page.status.as_u16()
    };
    for email in ["clerk@kajplats.example", "nobody@kajplats.example"] {
        for number in 1..5 {
            assert_eq!(attempt(number, &email.to_uppercase()).await, 422, "{email}");
        }
        assert_eq!(attempt(9, &format!(" {email}")).await, 429, "with or without an account: {email}");
    }
}

/// An IPv6 network of a household or a server counts as one address.
#[tokio::test]
async fn links_are_limited_and_an_ipv6_network_is_one_place() {
    let world = strict(LimitSettings { links: 2, ..LimitSettings::default() }, &[]).await;
    for (address, expected) in [
        ("2001:db8:1:2::1", 410),
        ("2001:db8:1:2::2", 410),
        ("2001:db8:1:2:3:4:5:6", 429),
        ("2001:db8:1:3::1", 410),
        ("198.51.100.1", 410),
    ] {
        let mut browser = from(&world, address, "en");
        assert_eq!(browser.open("/welcome/guessed").await.status, expected, "{address}");
    }
    let mut browser = from(&world, "2001:db8:1:2::1", "en");
    assert_eq!(browser.open("/new-password/guessed").await.status, 429, "all kinds of links count together");
}

#[tokio::test]
async fn requests_for_a_new_password_are_limited_by_account() {
    let mut world = World::new().await;
    let directory = tempfile::tempdir().expect("a directory");
    let mailer = Mailer::directory(directory.path(), "Taxiway <taxiway@taxiway.example>").expect("a sender");
    world.service = world.service.clone().with_mailer(mailer);
    let limits = LimitSettings { resets_of_account: 2, ..LimitSettings::default() };
    world.router = router(world.service.clone(), PortalSettings { limits, ..PortalSettings::default() });
    for email in ["clerk@kajplats.example", "nobody@kajplats.example"] {
        let mut last = 0;
        for _ in 0..3 {
            let mut browser = world.browser();
            browser.open("/forgotten-password").await;
            last = browser.submit("/forgotten-password", &[("email", email)]).await.status.as_u16();
        }
        assert_eq!(last, 429, "whether or not there is such an account: {email}");
    }
}

#[tokio::test]
async fn only_a_trusted_web_server_is_believed_about_where_a_request_comes_from() {
    let limits = LimitSettings { sign_ins: 1, ..LimitSettings::default() };
    let world = strict(limits, &["10.0.0.0/8"]).await;
    let attempt = async |peer: &str, forwarded: &str| {
        let mut browser = from(&world, peer, "en");
        browser.open("/sign-in").await;
        let csrf = browser.page.hidden("/sign-in").expect("the form")[0].1.clone();
        let fields = [("csrf", csrf.as_str()), ("email", "nobody@x.example"), ("password", "a guess")];
        browser.post_raw("/sign-in", &fields, &[("x-forwarded-for", forwarded)]).await.status.as_u16()
    };
    assert_eq!(attempt("203.0.113.5", "1.1.1.1").await, 422);
    assert_eq!(
        attempt("203.0.113.5", "1.1.1.2").await,
        429,
        "whoever writes the header himself is not believed"
    );
    assert_eq!(attempt("10.0.0.1", "198.51.100.7").await, 422);
    assert_eq!(attempt("10.0.0.1", "198.51.100.8").await, 422, "behind the server there are many");
    assert_eq!(attempt("10.0.0.2", "1.1.1.1, 198.51.100.8").await, 429);
}

#[tokio::test]
async fn no_limit_is_no_limit() {
    let limits =
        LimitSettings { sign_ins: 0, sign_ins_of_account: 0, resets: 0, resets_of_account: 0, links: 0 };
    let world = strict(limits, &[]).await;
    for _ in 0..200 {
        let mut browser = from(&world, "203.0.113.5", "en");
        assert_eq!(browser.open("/welcome/guessed").await.status, 410);
    }
}
