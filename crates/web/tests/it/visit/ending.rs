//! Limits of a consent, its end, and working on behalf of a customer, as people see them.

use rstest::rstest;
use taxiway_domain::relationship::Scope;
use taxiway_locale::{Locale, plain};

use super::consents::{KIOSK, STANDARD, only, read, tagged};
use super::world::{job_address, register_address};
use super::{World, delivery};

#[rstest]
#[tokio::test]
async fn of_two_tags_one_is_registered_and_the_other_refused_before_and_after(
    #[values("en", "sv", "he")] language: &'static str,
) {
    let locale = Locale::from_tag(language).expect("a language");
    let says = |key: &str| plain(locale, key);
    let world = World::new().await;
    let scope = Scope { max_devices: Some(3), order_ids: vec!["PO-7".to_owned()], ..only(STANDARD) };
    world.consents(&scope, false).await;
    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    clerk.open(&world.at("/uploads/new")).await;
    // What the consent covers is said before a file is chosen, and what it does not cover is not on offer.
    let form = read(&clerk);
    for key in ["granted-title", "scope-group-tags", "scope-max-devices", "granted-left", "add-tag-outside"] {
        assert!(form.contains(&says(key)), "{key}: {form}");
    }
    assert!(form.contains(&format!("value=\"{STANDARD}\"")) && !form.contains(&format!("value=\"{KIOSK}\"")));
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&world.at("/uploads/new")).await;
    assert!(read(&owner).contains(&format!("value=\"{KIOSK}\"")), "nobody consents to himself");
    let tags: Vec<&str> = (0..10).map(|number| if number % 2 == 0 { STANDARD } else { KIOSK }).collect();
    let file = tagged(&tags);
    clerk.upload(&world.at("/uploads"), Some(("winter.csv", file.as_bytes())), &[]).await;
    let preview = read(&clerk);
    for key in ["bounds-title", "bounds-group-tags", "bounds-order-ids", "finding-scope-group-tag-remedy"] {
        assert!(preview.contains(&says(key)), "{key}: {preview}");
    }
    // Five have the other tag; of the five others three have a place.
    assert_eq!(preview.matches("row-error").count(), 7, "{preview}");
    let register = register_address(&clerk);
    clerk.open(&format!("{}?show=errors", register.trim_end_matches("/register"))).await;
    assert_eq!(read(&clerk).matches("row-error").count(), 7);
    assert_eq!(read(&clerk).matches(&says("finding-scope-max-devices-remedy")).count(), 2);

    // The order number is asked for at its field; what was typed stays.
    clerk.submit(&register, &[("batch_name", "Winter"), ("order_id", "PO-9")]).await;
    assert_eq!(clerk.page.status, 422);
    let text = read(&clerk);
    assert!(text.contains("PO-7") && text.contains("value=\"PO-9\"") && text.contains("value=\"Winter\""));
    clerk.submit(&register, &[("batch_name", "Winter"), ("order_id", "PO-7")]).await;
    let job = job_address(&clerk);
    world.work().await;
    clerk.open(&job).await;
    let text = read(&clerk);
    assert_eq!(text.matches(&says("finding-scope-group-tag-remedy")).count(), 5, "{text}");
    assert_eq!(text.matches(&says("finding-scope-max-devices-remedy")).count(), 2, "{text}");
    let results = clerk.open(&format!("{job}/results.csv")).await.text();
    assert_eq!(results.matches("OutsideConsentScope").count(), 7);
    assert!(results.contains(&says("service-code-outside-scope-message")));
    assert!(!results.contains(&says("registration-error-unexpected-error")), "{results}");
}

#[rstest]
#[tokio::test]
async fn a_customer_ends_it_and_sees_what_becomes_of_the_devices(
    #[values("en", "sv", "he")] language: &'static str,
) {
    let locale = Locale::from_tag(language).expect("a language");
    let says = |key: &str| plain(locale, key);
    let world = World::new().await;
    let consent = world.consents(&Scope::default(), false).await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.registered(&mut clerk, &delivery(5)).await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("late.csv", tagged(&[STANDARD]).as_bytes())), &[]).await;
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    let late = job_address(&clerk);

    let mut owner = world.signed_in_reading("owner@nordfjall.example", language).await;
    let end = world.at(&format!("/relationships/{consent}/end"));
    owner.open(&end).await;
    let text = read(&owner);
    for key in ["ending-lead", "ending-jobs-stop", "ending-keep", "ending-deregister", "ending-unused"] {
        assert!(text.contains(&says(key)), "{key}: {text}");
    }
    assert!(text.contains("Kajplats IT") && owner.page.addresses().contains(&late));
    let kept = text.split("value=\"keep\"").nth(1).expect("the choice");
    assert!(kept.starts_with(" checked"), "keeping is the default");
    let long = "x".repeat(501);
    owner.submit(&end, &[("devices", "deregister"), ("reason", &long)]).await;
    assert_eq!(owner.page.status, 422);
    assert!(read(&owner).contains(&long), "what was typed stays");
    owner.submit(&end, &[("devices", "deregister"), ("reason", "We moved.")]).await;
    let text = read(&owner);
    assert!(text.contains(&says("flash-ended")) && text.contains("We moved."), "{text}");
    assert!(text.contains(&says("ended-waiting")) && text.contains(&says("ending-by-customer")));
    let events = format!("{end}/events");
    assert!(text.contains(&format!("data-events=\"{events}\"")), "progress comes by itself: {text}");
    assert_eq!(clerk.open(&world.at("")).await.status, 404, "the very next request");
    world.work().await;
    owner.open(&end).await;
    assert!(read(&owner).contains(&says("ended-finished")), "{}", read(&owner));
    assert!(!read(&owner).contains("data-events"), "nothing more is to come");
    let told = owner.open(&events).await.clone();
    assert!(told.header("content-type").starts_with("text/event-stream"));
    let told = told.text();
    assert!(told.contains("event: progress") && told.contains("data-live=\"false\""), "{told}");
    assert!(told.contains("value=\"100\""), "{told}");
    assert_eq!(clerk.open(&events).await.status, 403, "who may not end it hears nothing");
    owner.open(&world.at("/devices")).await;
    assert!(!read(&owner).contains("NFX7"), "{}", read(&owner));
    owner.open(&late).await;
    let text = read(&owner);
    assert!(text.contains(&says("job-reason-consent-ended")), "{text}");
    assert!(text.contains(&says("service-code-consent-ended-message")), "in the row: {text}");
    owner.open(&job).await;
    let gone = owner.page.addresses().into_iter().any(|address| address.contains("/devices/"));
    assert!(!gone, "no link leads to a device that is gone");
    owner.open("/activity?action=device-deregister").await;
    assert!(read(&owner).contains(&says("audit-action-device-deregister")));
    owner.open(&end).await;
    assert!(!owner.page.offers(&end), "it is ended once");
}

#[tokio::test]
async fn a_partner_ends_it_after_its_jobs() {
    let world = World::new().await;
    let consent = world.consents(&Scope::default(), false).await;
    let end = world.at(&format!("/relationships/{consent}/end"));
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("late.csv", tagged(&[STANDARD]).as_bytes())), &[]).await;
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    clerk.open(&world.at("")).await;
    assert!(!clerk.page.addresses().contains(&end));
    clerk.open(&end).await;
    assert_eq!(clerk.page.status, 403);
    assert!(read(&clerk).contains("Admin agent"), "the lowest role that may is named");

    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open(&world.at("")).await;
    assert!(admin.page.addresses().contains(&end), "{}", read(&admin));
    admin.open(&end).await;
    assert!(read(&admin).contains("Cancel them before you end the relationship."));
    let early = [("devices", "keep")];
    let csrf = admin.page.hidden(&end).expect("the form")[0].1.clone();
    let fields = [("csrf", csrf.as_str()), ("do", "end"), early[0]];
    assert_eq!(admin.post_raw(&end, &fields, &[]).await.status, 409);
    admin.submit(&end, &[]).await;
    assert!(read(&admin).contains("The jobs are being cancelled."), "{}", read(&admin));
    admin.submit(&end, &[("devices", "keep"), ("reason", "")]).await;
    let text = read(&admin);
    assert!(text.contains("The relationship with") && text.contains("By the partner"), "{text}");
    assert!(!text.contains("id=\"side-customer\""), "its pages are out of reach");
    assert_eq!(admin.open(&world.at("")).await.status, 404);
    let nonsense = [("csrf", csrf.as_str()), ("do", "something")];
    assert_eq!(admin.post_raw(&end, &nonsense, &[]).await.status, 400);
    let stranger = world.at(&format!("/relationships/{}/end", world.stranger));
    assert_eq!(admin.open(&stranger).await.status, 404);
}

/// Each page of the customer says on whose behalf, for those to whom it is delegated and for nobody else.
#[tokio::test]
async fn delegated_administration_is_said_on_every_page_until_it_is_removed() {
    let world = World::new().await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    world.registered(&mut owner, &delivery(3)).await;
    let pages = ["", "/devices", "/jobs", "/uploads/new"].map(|page| world.at(page));
    let marked = "id=\"on-behalf-of\"";
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let mut help = world.signed_in("help@kajplats.example").await;
    for page in &pages {
        let text = admin.open(page).await.text();
        assert!(text.contains(marked) && text.contains("on behalf of"), "{page}: {text}");
        assert!(!clerk.open(page).await.text().contains(marked), "{page}");
        assert!(!owner.open(page).await.text().contains(marked), "{page}");
    }
    assert!(admin.open(&pages[1]).await.text().contains("NFX7-0002"), "everything is seen");
    assert!(!clerk.open(&pages[1]).await.text().contains("NFX7-0002"), "only what the own organisation did");
    assert!(help.open(&pages[1]).await.text().contains(marked));
    assert!(!admin.open("/customers").await.text().contains(marked));
    world.consents(&Scope::default(), false).await;
    for page in &pages {
        let text = admin.open(page).await.text();
        assert!(!text.contains(marked) && !text.contains("NFX7-0002"), "{page}: {text}");
    }
}
