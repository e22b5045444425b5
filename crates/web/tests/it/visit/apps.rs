//! Programs are registered, given secrets, and switched off.

use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::Grant;

use super::people_acts::acting;
use super::{Browser, PASSWORD, Page, World, pieces_of};

/// A value that is shown in a field.
pub(super) fn shown(browser: &Browser, id: &str) -> String {
    let pieces = pieces_of(&browser.page);
    let field = pieces.iter().find(|piece| piece.attribute("id") == Some(id));
    field
        .and_then(|field| field.attribute("value"))
        .unwrap_or_else(|| panic!("no {id}: {}", browser.page.text()))
        .to_owned()
}

async fn enters(world: &World, app: &str, secret: &str) -> bool {
    let id = app.trim_start_matches("/apps/");
    let secret = SecretString::from(secret);
    world.service.grant_token(id, &secret, None, Grant::Alone, "r-token").await.expect("answered").is_ok()
}

/// Registers a program: its address.
pub(super) async fn registered(admin: &mut Browser) -> String {
    admin.open("/apps/new").await;
    admin
        .submit(
            "/apps/new",
            &[("name", "Transfer"), ("permission", "devices.read"), ("permission", "devices.register")],
        )
        .await;
    let secrets = admin.page.addresses().into_iter().find(|one| one.ends_with("/secrets"));
    secrets.unwrap_or_else(|| panic!("no app: {}", admin.page.text())).trim_end_matches("/secrets").to_owned()
}

#[rstest]
#[case("en", "No apps yet", "The secret no longer works.", "access tokens that were got with it")]
#[case("sv", "Inga appar än", "Hemligheten fungerar inte längre.", "åtkomsttoken som har hämtats med den")]
#[case("he", "עדיין אין יישומים", "הסוד כבר אינו פועל.", "אסימוני גישה שהתקבלו בעזרתו")]
#[tokio::test]
async fn a_program_gets_secrets_that_are_shown_once(
    #[case] language: &'static str,
    #[case] none: &str,
    #[case] revoked: &str,
    #[case] tokens: &str,
) {
    let world = World::new().await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    admin.open("/apps").await;
    assert!(admin.page.text().contains(none), "{}", admin.page.text());
    let app = registered(&mut admin).await;
    admin.submit(&format!("{app}/secrets"), &[("months", "6")]).await;
    let (client, first) = (shown(&admin, "client"), shown(&admin, "secret"));
    assert_eq!(format!("/apps/{client}"), app);
    assert!(enters(&world, &app, &first).await);
    admin.open(&app).await;
    assert!(!admin.page.text().contains(&first), "never again");
    assert!(admin.page.text().contains(&first[..8]), "but how it begins");

    let pieces = pieces_of(&admin.page);
    let old = pieces.iter().filter(|piece| piece.name() == Some("option"));
    let old = old
        .filter_map(|piece| piece.attribute("value"))
        .find(|value| value.len() == 36)
        .expect("the old one")
        .to_owned();
    admin.submit(&format!("{app}/secrets"), &[("months", "24"), ("in_place_of", &old)]).await;
    let second = shown(&admin, "secret");
    assert!(!enters(&world, &app, &first).await && enters(&world, &app, &second).await, "changed over");
    admin.open(&app).await;
    let revoke = admin.page.addresses().into_iter().find(|one| one.ends_with("/revoke")).expect("a way");
    admin.open(&revoke).await;
    assert!(admin.page.text().contains(tokens), "tokens end too: {}", admin.page.text());
    assert!(enters(&world, &app, &second).await, "a question changes nothing");
    admin.submit(&revoke, &[]).await;
    assert!(admin.page.text().contains(revoked), "{}", admin.page.text());
    assert!(!enters(&world, &app, &second).await);
}

#[tokio::test]
async fn a_program_is_changed_switched_off_and_deleted() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let app = registered(&mut admin).await;
    admin.submit(&format!("{app}/secrets"), &[("months", "1")]).await;
    let secret = shown(&admin, "secret");
    admin.open(&app).await;
    admin.submit(&app, &[("name", "Nothing")]).await;
    assert!(admin.page.status == 422 && admin.page.text().contains("Choose at least one permission."));
    assert!(admin.page.text().contains("value=\"Nothing\""), "what was typed stays");
    admin.submit(&app, &[("name", "Reader"), ("permission", "devices.read")]).await;
    assert!(admin.page.text().contains("Saved.") && admin.page.text().contains("Reader"));
    for (act, said, lets_in) in [
        ("disable", "The app is switched off.", false),
        ("enable", "The app is switched on again.", true),
        ("delete", "The app was deleted.", false),
    ] {
        if act != "enable" {
            admin.open(&format!("{app}/{act}")).await;
        }
        admin.submit(&format!("{app}/{act}"), &[]).await;
        assert!(admin.page.text().contains(said), "{act}: {}", admin.page.text());
        assert_eq!(enters(&world, &app, &secret).await, lets_in, "{act}");
    }
    assert_eq!(admin.open(&app).await.status, 404);
    admin.open("/activity").await;
    for act in [
        "Registered an app",
        "Created a client secret",
        "Changed an app",
        "Switched an app off",
        "Deleted an app",
    ] {
        assert!(admin.page.text().contains(act), "{act}");
    }
    assert!(!admin.page.text().contains(&secret));
}

/// Indirect resellers hear why they have none; others who may not, and who may not know.
#[tokio::test]
async fn programs_are_for_those_who_may_have_them() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let app = registered(&mut admin).await;
    let make = async |kind, name: &str, email: &str, role| {
        let made = world.service.create_organisation(kind, name, None, "setup").await.expect("made");
        let password = SecretString::from(PASSWORD);
        world
            .service
            .create_user(made.organisation_id, email, name, &[role], password, "setup")
            .await
            .expect("made");
        world.signed_in(email).await
    };
    let mut reseller =
        make(OrganisationKind::IndirectReseller, "Small", "a@small.example", Role::AdminAgent).await;
    reseller.open("/apps").await;
    assert!(reseller.page.status == 200 && reseller.page.text().contains("work through their provider"));
    assert!(!reseller.page.addresses().contains(&"/apps/new".to_owned()));
    assert_eq!(reseller.open("/apps/new").await.status, 409);
    let mut maker = make(OrganisationKind::Manufacturer, "Maker", "r@maker.example", Role::Registrar).await;
    assert_eq!(maker.open("/apps").await.status, 200);
    maker.open("/apps/new").await;
    assert!(
        maker.page.text().contains("catalogue.publish") && !maker.page.text().contains("profiles.manage")
    );
    let csrf = maker.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for act in ["", "/disable", "/enable", "/delete", "/secrets"] {
        let fields =
            [("csrf", csrf.as_str()), ("name", "x"), ("permission", "devices.read"), ("months", "1")];
        let page = maker.post_raw(&format!("{app}{act}"), &fields, &[]).await;
        assert_eq!(page.status, 404, "{act}");
    }
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    assert!(!clerk.page.addresses().contains(&"/apps".to_owned()));
    assert_eq!(clerk.open("/apps").await.status, 403);
    assert_eq!(clerk.open(&app).await.status, 403);
}

/// What a program does is not taken for what a person does by hand, and a token says whose it is.
#[rstest]
#[case("en", "App, without a user", "Through the app Transfer")]
#[case("sv", "App, utan användare", "Genom appen Transfer")]
#[case("he", "יישום, בלי משתמש", "באמצעות היישום Transfer")]
#[tokio::test]
async fn the_activity_log_says_which_program_acted(
    #[case] language: &'static str,
    #[case] alone: &str,
    #[case] through: &str,
) {
    let world = World::new().await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    let app = registered(&mut admin).await;
    admin.submit(&format!("{app}/secrets"), &[("months", "1")]).await;
    let secret = SecretString::from(shown(&admin, "secret"));
    let mut admin = acting(admin, &app).await;
    let token = SecretString::from(shown(&admin, "token"));
    // Values in a sentence stand between marks.
    let plain = |page: &Page| page.text().replace(['\u{2068}', '\u{2069}'], "");
    let id = app.trim_start_matches("/apps/");
    for (grant, said) in [(Grant::Alone, alone), (Grant::Refresh(token), through)] {
        let granted = world.service.grant_token(id, &secret, None, grant, "r-token").await;
        assert!(granted.expect("answered").is_ok());
        let text = plain(admin.open("/activity?action=app-sign-in").await);
        assert!(text.contains(said), "{said}: {text}");
        assert_eq!(text.contains(through), said == through, "{text}");
        assert!(text.contains("<small><bdi>Transfer</bdi></small>"), "what got the token: {text}");
    }
}
