//! People let programs act for them, and stop them.

use axum::http::Method;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Actor, Grant};

use super::apps::{registered, shown};
use super::people_acts::{acting, confirmed};
use super::{Browser, PASSWORD, World};

const ADMIN: &str = "admin@kajplats.example";
const CLERK: &str = "clerk@kajplats.example";

/// Gives a program, named by its address, a secret.
async fn secret_of(admin: &mut Browser, app: &str) -> SecretString {
    admin.open(app).await;
    admin.submit(&format!("{app}/secrets"), &[("months", "6")]).await;
    SecretString::from(shown(admin, "secret"))
}

/// For whom a program acts when it shows this token with its own secret.
async fn acts(world: &World, app: &str, secret: &SecretString, token: &str) -> Option<Actor> {
    let grant = Grant::Refresh(SecretString::from(token));
    let id = app.trim_start_matches("/apps/");
    let granted = world.service.grant_token(id, secret, None, grant, "r-token").await;
    granted.expect("it is answered").ok().map(|granted| granted.actor)
}

#[rstest]
#[case::en("en", "An admin agent of your organization", "No program acts for you", "no longer acts for you.")]
#[case::sv("sv", "En administratörsagent i", "Inget program handlar för dig", "inte längre för dig.")]
#[case::he("he", "סוכן ניהול של הארגון", "אין תוכנה שפועלת בשמך", "כבר אינו פועל בשמך.")]
#[tokio::test]
async fn a_program_gets_a_token_that_is_shown_once_and_is_stopped(
    #[case] language: &'static str,
    #[case] no_apps: &str,
    #[case] none: &str,
    #[case] stopped: &str,
) {
    let world = World::new().await;
    let mut clerk = world.signed_in_reading(CLERK, language).await;
    clerk.open("/account").await;
    assert!(clerk.page.text().contains(no_apps) && !clerk.page.offers("/account/apps"));
    let mut admin = world.signed_in(ADMIN).await;
    let app = registered(&mut admin).await;
    let secret = secret_of(&mut admin, &app).await;
    clerk.open("/account").await;
    assert!(clerk.page.text().contains(none) && !clerk.page.text().contains(no_apps));

    let mut clerk = acting(clerk, &app).await;
    let token = shown(&clerk, "token");
    assert!(token.starts_with("txr_"), "{token}");
    assert_eq!(format!("/apps/{}", shown(&clerk, "client")), app);
    assert!(clerk.page.text().contains("grant_type=refresh_token"), "it is said what it is for");
    assert_eq!((clerk.answer.status.as_u16(), clerk.answer.location()), (200, ""), "in no address");
    assert!(!clerk.page.addresses().iter().any(|address| address.contains(&token)));
    assert_eq!(clerk.answer.header("cache-control"), "no-store");
    let actor = acts(&world, &app, &secret, &token).await.expect("it acts");
    assert_eq!((actor.name.as_str(), actor.roles), ("Tove Lindqvist", vec![Role::SalesAgent]));

    clerk.open("/account").await;
    assert!(!clerk.page.text().contains(&token), "never again");
    let stop = format!("/account{app}/stop");
    assert!(clerk.page.addresses().contains(&stop) && !clerk.page.text().contains(none));
    clerk.open(&stop).await;
    assert!(clerk.page.text().contains("Transfer") && clerk.page.offers(&stop));
    assert!(acts(&world, &app, &secret, &token).await.is_some(), "a question changes nothing");
    clerk.submit(&stop, &[]).await;
    assert!(clerk.page.text().contains(stopped), "{}", clerk.page.text());
    assert!(clerk.page.text().contains(none));
    assert!(acts(&world, &app, &secret, &token).await.is_none());
    assert_eq!(clerk.open(&stop).await.status, 404, "nothing is left to stop");

    admin.open("/activity").await;
    for act in ["Let an app act", "Stopped an app acting"] {
        assert!(admin.page.text().contains(act), "{act}");
    }
    assert!(!admin.page.text().contains(&token));
}

/// Each stops what acts for himself, and a program that is switched off or of others acts for nobody.
#[tokio::test]
async fn programs_act_for_those_who_let_them() {
    let world = World::new().await;
    let mut admin = world.signed_in(ADMIN).await;
    let app = registered(&mut admin).await;
    let secret = secret_of(&mut admin, &app).await;
    let mut admin = acting(admin, &app).await;
    let token = shown(&admin, "token");
    let stop = format!("/account{app}/stop");
    let mut clerk = world.signed_in(CLERK).await;
    clerk.open("/account").await;
    assert!(!clerk.page.addresses().contains(&stop), "that one acts for somebody else");
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    assert_eq!(clerk.request(Method::GET, &stop).await.status, 404);
    assert_eq!(clerk.post_raw(&stop, &[("csrf", &csrf)], &[]).await.status, 404);
    assert!(acts(&world, &app, &secret, &token).await.is_some());

    let (own, stranger) = (app.trim_start_matches("/apps/").to_owned(), world.stranger.to_string());
    let posts = async |browser: &mut Browser, id: &str| {
        let csrf = browser.page.hidden("/sign-out").expect("the form")[0].1.clone();
        browser.post_raw("/account/apps", &[("csrf", &csrf), ("app", id)], &[]).await.status.as_u16()
    };
    assert_eq!((posts(&mut clerk, &stranger).await, posts(&mut clerk, "x").await), (404, 400));
    for (kind, name, role) in [
        (OrganisationKind::DirectPartner, "other", Role::AdminAgent),
        (OrganisationKind::IndirectReseller, "small", Role::AdminAgent),
        (OrganisationKind::Manufacturer, "maker", Role::Registrar),
    ] {
        let made = world.service.create_organisation(kind, name, None, "setup").await.expect("made");
        let (email, password) = (format!("a@{name}.example"), SecretString::from(PASSWORD));
        let organisation = made.organisation_id;
        world
            .service
            .create_user(organisation, &email, name, &[role], password, "setup")
            .await
            .expect("made");
        let mut somebody = world.signed_in(&email).await;
        somebody.open("/account").await;
        let says = somebody.page.text().contains("Programs that act for you");
        assert_eq!(says, kind == OrganisationKind::DirectPartner, "{name}");
        assert_eq!(posts(&mut somebody, &own).await, 404, "{name}");
        assert_eq!(posts(&mut somebody, &stranger).await, 404, "{name}");
    }
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open("/account").await;
    assert!(!owner.page.text().contains("Programs that act for you"));
    assert_eq!(posts(&mut owner, &own).await, 404);

    admin = confirmed(admin, &format!("{app}/disable")).await;
    assert!(acts(&world, &app, &secret, &token).await.is_none());
    assert_eq!(posts(&mut clerk, &own).await, 409, "it is switched off");
    admin.open("/account").await;
    assert!(admin.page.addresses().contains(&stop), "it can be switched on again, and be stopped for good");
    assert!(!admin.page.offers("/account/apps"), "there is no other one");
}
