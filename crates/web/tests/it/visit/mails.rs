//! Mails, from the request in the portal to the link that is followed.

use std::path::Path;

use rstest::rstest;
use taxiway_service::Mailer;
use taxiway_web::portal::{PortalSettings, router};
use tempfile::TempDir;

use super::people::shown_link;
use super::{Browser, PASSWORD, World};

const ORIGIN: &str = "https://taxiway.example";

/// The portal with a directory into which mails go.
async fn office() -> (World, TempDir) {
    let mut world = World::new().await;
    let directory = tempfile::tempdir().expect("a directory");
    let mailer = Mailer::directory(directory.path(), "Taxiway <taxiway@taxiway.example>").expect("a sender");
    world.service = world.service.clone().with_mailer(mailer);
    let settings = PortalSettings { public_url: ORIGIN.to_owned(), ..PortalSettings::default() };
    world.router = router(world.service.clone(), settings);
    (world, directory)
}

/// What was sent since the last look.
async fn post(world: &World, directory: &Path) -> Vec<String> {
    world.service.deliver_until_idle().await.expect("the mails are sent");
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(directory).expect("the directory") {
        let path = entry.expect("an entry").path();
        mails.push(std::fs::read_to_string(&path).expect("text"));
        std::fs::remove_file(path).expect("it is read once");
    }
    mails
}

/// The link in a mail, as a path.
fn link(mail: &str) -> String {
    let link = mail.lines().find_map(|line| line.strip_prefix(ORIGIN));
    link.unwrap_or_else(|| panic!("no link on a line of its own: {mail}")).to_owned()
}

#[rstest]
#[case("en", "somebody asked for a new password", "The password was set.")]
#[case("sv", "Någon har bett om ett nytt lösenord", "Lösenordet är sparat.")]
#[case("he", "התבקשה סיסמה חדשה", "הסיסמה נקבעה.")]
#[tokio::test]
async fn a_forgotten_password_is_asked_for_mailed_set_and_used(
    #[case] language: &'static str,
    #[case] words: &str,
    #[case] done: &str,
) {
    let (world, directory) = office().await;
    let mut elsewhere = world.signed_in("clerk@kajplats.example").await;
    let mut clerk = Browser::new(world.router.clone(), language);
    clerk.open("/sign-in").await;
    assert!(clerk.page.addresses().contains(&"/forgotten-password".to_owned()));
    clerk.open("/forgotten-password").await;
    clerk.submit("/forgotten-password", &[("email", "Clerk@Kajplats.example")]).await;
    assert!(
        clerk.page.status == 200 && clerk.page.text().contains("role=\"status\""),
        "{}",
        clerk.page.text()
    );
    let mails = post(&world, directory.path()).await;
    assert!(mails.len() == 1 && mails[0].contains(words), "{mails:?}");
    let link = link(&mails[0]);
    clerk.open(&link).await;
    assert!(clerk.page.text().contains("clerk@kajplats.example"));
    clerk.submit(&link, &[("password", "tre vanliga ord"), ("password_again", "tre vanliga ord")]).await;
    assert!(clerk.page.offers("/sign-in") && clerk.page.text().contains(done), "{}", clerk.page.text());
    assert_eq!(clerk.open(&link).await.status, 410);
    elsewhere.open("/customers").await;
    assert!(elsewhere.page.offers("/sign-in"), "every session has ended");
    clerk.sign_in("clerk@kajplats.example", PASSWORD).await;
    assert_eq!(clerk.page.status, 422);
    clerk.sign_in("clerk@kajplats.example", "tre vanliga ord").await;
    assert_eq!(clerk.page.status, 200);
}

/// Whether there is such an account shows nowhere: not in the status, not in the page, not in the headers.
#[tokio::test]
async fn the_answer_is_the_same_for_an_address_that_nobody_has() {
    let (world, directory) = office().await;
    let mut answers = Vec::new();
    for email in ["clerk@kajplats.example", "nobody@kajplats.example"] {
        let mut browser = world.browser();
        browser.open("/forgotten-password").await;
        let csrf = browser.page.hidden("/forgotten-password").expect("the form")[0].1.clone();
        let page = browser.post_raw("/forgotten-password", &[("csrf", &csrf), ("email", email)], &[]).await;
        let mut headers: Vec<_> =
            page.headers.keys().map(ToString::to_string).filter(|name| name != "x-request-id").collect();
        headers.sort();
        answers.push((page.status, page.location().to_owned(), headers, page.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(post(&world, directory.path()).await.len(), 1);
}

#[tokio::test]
async fn an_invitation_travels_by_mail_in_the_language_chosen() {
    let (world, directory) = office().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let invite =
        admin.page.addresses().into_iter().find(|one| one.ends_with("/invitations/new")).expect("a link");
    admin.open(&invite).await;
    let who = [
        ("name", "Bo Öst"),
        ("email", "bo@kajplats.example"),
        ("role", "sales-agent"),
        ("by_mail", "1"),
        ("language", "sv"),
    ];
    admin.submit(&invite, &who).await;
    let shown = shown_link(&admin, ORIGIN);
    let mails = post(&world, directory.path()).await;
    assert!(mails[0].contains("To: bo@kajplats.example") && mails[0].contains("Hej Bo Öst!"), "{}", mails[0]);
    assert_eq!(link(&mails[0]), shown, "the same link in another way");
    assert_eq!(world.browser().open(&shown).await.status, 200);
    admin.open(&invite).await;
    admin.submit(&invite, &who[..3]).await;
    assert!(post(&world, directory.path()).await.is_empty(), "it is sent only where that was asked for");
}

#[tokio::test]
async fn a_colleague_gets_the_link_in_the_language_of_his_own_choice() {
    let (world, directory) = office().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open("/account").await;
    clerk.submit("/account/profile", &[("name", "Noa Klerk"), ("language", "he")]).await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let search =
        admin.page.addresses().into_iter().find(|one| one.ends_with("/people/search")).expect("a form");
    admin.submit(&search, &[("search", "noa")]).await;
    let people = search.trim_end_matches("search").to_owned();
    let person = admin.page.addresses().into_iter().find(|one| one.starts_with(&people) && *one != search);
    let reset = format!("{}/reset-password", person.expect("a person"));
    admin.open(&reset).await;
    assert!(admin.page.text().contains("Send"), "{}", admin.page.text());
    admin.submit(&reset, &[]).await;
    assert!(admin.page.text().contains("on its way by e-mail"));
    assert!(!admin.page.text().contains("/new-password/"), "whoever sends it does not see it");
    let mails = post(&world, directory.path()).await;
    assert!(mails[0].contains("שלום Noa Klerk"), "{}", mails[0]);
    assert_eq!(world.browser().open(&link(&mails[0])).await.status, 200);
}

/// Without a way to send mails nothing is promised, and links are handed over by people.
#[tokio::test]
async fn without_mail_links_are_shown_to_administrators() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/sign-in").await;
    assert!(!browser.page.addresses().contains(&"/forgotten-password".to_owned()));
    browser.open("/forgotten-password").await;
    assert!(
        browser.page.text().contains("cannot send e-mail") && !browser.page.offers("/forgotten-password")
    );
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let search =
        admin.page.addresses().into_iter().find(|one| one.ends_with("/people/search")).expect("a form");
    admin.submit(&search, &[("search", "clerk@")]).await;
    let people = search.trim_end_matches("search").to_owned();
    let person = admin.page.addresses().into_iter().find(|one| one.starts_with(&people) && *one != search);
    let reset = format!("{}/reset-password", person.expect("a person"));
    admin.open(&reset).await;
    admin.submit(&reset, &[]).await;
    let link = shown_link(&admin, "http://127.0.0.1:8600");
    let new = [("password", "three common words"), ("password_again", "three common words")];
    browser.open(&link).await;
    browser.submit(&link, &new).await;
    browser.sign_in("clerk@kajplats.example", "three common words").await;
    assert_eq!(browser.page.status, 200);
}
