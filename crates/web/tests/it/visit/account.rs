//! One's own account.

use rstest::rstest;

use super::{Browser, PASSWORD, World};

#[rstest]
#[case("en", "Saved.", "The present password is wrong.")]
#[case("sv", "Sparat.", "Det nuvarande lösenordet är fel.")]
#[case("he", "נשמר.", "הסיסמה הנוכחית שגויה.")]
#[tokio::test]
async fn a_person_changes_name_and_password(
    #[case] language: &'static str,
    #[case] saved: &str,
    #[case] wrong: &str,
) {
    let world = World::new().await;
    let mut elsewhere = world.signed_in("clerk@kajplats.example").await;
    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    clerk.open("/account").await;
    clerk.submit("/account/profile", &[("name", "Zoë Ångström"), ("language", "sv")]).await;
    assert!(clerk.page.text().contains(saved) && clerk.page.text().contains("Zoë Ångström"));
    assert!(clerk.page.text().contains("<option value=\"sv\" lang=\"sv\" selected>"));
    let change = |old, new| [("old_password", old), ("password", new), ("password_again", new)];
    clerk.submit("/account/password", &change("not this one", "three common words")).await;
    assert_eq!(clerk.page.status, 422);
    assert!(clerk.page.text().contains(wrong), "{}", clerk.page.text());
    clerk.submit("/account/password", &change(PASSWORD, "three common words")).await;
    assert_eq!(clerk.page.status, 200);
    clerk.open("/account").await;
    assert!(!clerk.page.offers("/sign-in"), "this session goes on");
    elsewhere.open("/account").await;
    assert!(elsewhere.page.offers("/sign-in"), "others have ended");
    elsewhere.sign_in("clerk@kajplats.example", "three common words").await;
    assert_eq!(elsewhere.page.status, 200);
}

#[tokio::test]
async fn a_name_that_cannot_be_used_is_said_and_kept() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open("/account").await;
    clerk.submit("/account/profile", &[("name", "a\tb")]).await;
    assert_eq!(clerk.page.status, 422);
    assert!(clerk.page.text().contains("cannot be part of a name"), "{}", clerk.page.text());
    for (new, again, said) in
        [("short", "short", "too short"), ("three common words", "other", "The two passwords differ.")]
    {
        let fields = [("old_password", PASSWORD), ("password", new), ("password_again", again)];
        clerk.submit("/account/password", &fields).await;
        assert!(clerk.page.status == 422 && clerk.page.text().contains(said), "{said}");
    }
}

#[tokio::test]
async fn sessions_are_seen_and_ended() {
    let world = World::new().await;
    let enter = async |agent, address: &str| {
        let mut browser = Browser::new(world.router.clone(), "en");
        browser.agent = Some(agent);
        browser.address = address.parse().ok();
        browser.sign_in("clerk@kajplats.example", PASSWORD).await;
        browser
    };
    let mut office = enter("Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", "203.0.113.77").await;
    let mut phone = enter("Mozilla/5.0 (iPhone) Version/18 Safari/604.1", "2001:db8:1234:5::6").await;
    let mut lost = enter("Mozilla/5.0 (X11; Linux x86_64) Chrome/130 Safari/537.36", "192.168.0.9").await;
    office.open("/account").await;
    let text = office.page.text();
    for said in [
        "Firefox · Windows",
        "203.0.113.0/24",
        "Safari · iOS",
        "2001:db8:1234::/48",
        "Chrome · Linux",
        "Local network",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for never in ["203.0.113.77", "Mozilla", "192.168.0.9", "1234:5::6"] {
        assert!(!text.contains(never), "{never} is not kept");
    }
    let ends: Vec<_> = office.page.addresses().into_iter().filter(|one| one.ends_with("/end")).collect();
    assert_eq!(ends.len(), 3, "two sessions and all others: {ends:?}");
    let one = ends.iter().find(|one| one.matches('/').count() == 4).expect("a session").clone();
    office.submit(&one, &[]).await;
    assert!(office.page.text().contains("The session has ended."));
    office.submit("/account/sessions/end", &[]).await;
    assert!(office.page.text().contains("All your other sessions have ended."));
    for browser in [&mut phone, &mut lost] {
        browser.open("/customers").await;
        assert!(browser.page.offers("/sign-in"));
    }
    assert!(!office.page.addresses().contains(&"/account/sessions/end".to_owned()), "nothing is left to end");
    let mut other = world.signed_in("admin@kajplats.example").await;
    let csrf = other.page.hidden("/sign-out").expect("the form")[0].1.clone();
    assert_eq!(
        other.post_raw(&one, &[("csrf", &csrf)], &[]).await.status,
        404,
        "nobody ends what is not his"
    );
}
