//! The customer approves what a partner hands in.

use rstest::rstest;
use taxiway_domain::role::Role;
use taxiway_locale::{Locale, plain};

use super::consents::{KIOSK, STANDARD, each, read, tagged};
use super::world::{job_address, register_address};
use super::{Browser, World};

/// The clerk hands a list in and is told that it waits: the address of its job.
pub(super) async fn handed_in(world: &World, clerk: &mut Browser, file: &str) -> String {
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("winter.csv", file.as_bytes())), &[]).await;
    let register = register_address(clerk);
    clerk.submit(&register, &[]).await;
    world.work().await;
    job_address(clerk)
}

fn rows(text: &str) -> usize {
    text.matches("NFX7-").count()
}

#[rstest]
#[tokio::test]
async fn some_rows_are_approved_by_group_and_row_and_the_partner_reads_why(
    #[values("en", "sv", "he")] language: &'static str,
) {
    let locale = Locale::from_tag(language).expect("a language");
    let says = |key: &str| plain(locale, key);
    let world = World::new().await;
    world.consents(&each(), false).await;
    let mut owner = world.signed_in_reading("owner@nordfjall.example", language).await;
    let list = world.at("/approvals");
    owner.open(&list).await;
    assert!(read(&owner).contains(&says("approvals-none-text")), "{}", read(&owner));

    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    let tags: Vec<&str> = (0..130).map(|number| if number % 5 == 0 { KIOSK } else { STANDARD }).collect();
    let job = handed_in(&world, &mut clerk, &tagged(&tags)).await;
    clerk.open(&job).await;
    assert!(read(&clerk).contains(&says("job-approval-waiting")), "{}", read(&clerk));
    assert!(read(&clerk).contains(&says("job-state-pending-approval")));
    assert!(!read(&clerk).contains("data-events"), "nothing happens by itself");

    // The overview and the navigation lead to it.
    owner.open(&world.at("")).await;
    assert_eq!(owner.page.addresses().iter().filter(|address| **address == list).count(), 2);
    owner.open(&list).await;
    let waiting = job.replace("/jobs/", "/approvals/");
    assert!(owner.page.addresses().contains(&waiting) && read(&owner).contains("Kajplats IT"));
    owner.open(&format!("{waiting}?page=2")).await;
    assert_eq!(rows(&read(&owner)), 30, "a page has a hundred rows");

    // The kiosks are left out as a group, and one row of the first page by itself.
    let choice = format!("{waiting}/choice");
    let text = read(&owner);
    let kiosks = text.split("name=\"drop\" value=\"").skip(1);
    let kiosks: Vec<_> = kiosks.filter(|rest| rest.split_once('>').unwrap().0.contains("Kiosk")).collect();
    let key = kiosks[0].split('"').next().expect("a key").to_owned();
    owner.submit(&choice, &[("drop", &key)]).await;
    assert!(read(&owner).contains(&says("flash-chosen")), "{}", read(&owner));
    assert_eq!(rows(&read(&owner)), 30, "and the same page is shown again");
    owner.open(&waiting).await;
    let shown = [("rows", "1"), ("shown", "2"), ("shown", "3"), ("row", "3")];
    owner.submit(&choice, &shown).await;
    let text = read(&owner);
    let box_of = |row: u64| {
        let tag = text.split(&format!("type=\"checkbox\" name=\"row\" value=\"{row}\"")).nth(1);
        tag.expect("a box").split('>').next().expect("its end").contains("checked")
    };
    assert_eq!([1, 2, 3, 4, 5, 6].map(box_of), [false, false, true, true, true, false]);

    let decision = [("decision", "chosen"), ("reason", "")];
    owner.submit(&waiting, &decision).await;
    assert_eq!(owner.page.status, 422);
    assert!(read(&owner).contains(&says("invalid-reason-missing")), "{}", read(&owner));
    owner.submit(&waiting, &[("decision", "chosen"), ("reason", "Kiosks are <not> ordered")]).await;
    assert!(read(&owner).contains(&says("flash-decided")), "{}", read(&owner));
    assert!(read(&owner).contains(&says("approvals-none-text")));
    owner.open(&waiting).await;
    assert!(
        owner.page.addresses().contains(&format!("{job}/results.csv")),
        "what is decided leads to its job"
    );

    world.work().await;
    clerk.open(&format!("{job}?show=failed")).await;
    let text = read(&clerk);
    assert_eq!(rows(&text), 27, "{text}");
    assert!(text.contains("Kiosks are &#60;not&#62; ordered") && text.contains(&says("job-approval-some")));
    assert!(text.contains(&says("finding-not-approved-remedy")));
    let results = clerk.open(&format!("{job}/results.csv")).await.text();
    assert_eq!(results.matches("NotApprovedByCustomer").count(), 27, "{results}");
    assert!(results.contains(&says("service-code-not-approved-message")));

    // Tried again, the refused rows wait again.
    clerk.open(&job).await;
    clerk.submit(&format!("{job}/retry"), &[]).await;
    assert!(read(&clerk).contains(&says("job-approval-waiting")), "{}", read(&clerk));
    let again = job_address(&clerk).replace("/jobs/", "/approvals/");
    owner.open(&list).await;
    assert!(read(&owner).contains(&says("approvals-retry")));
    owner.open(&again).await;
    assert_eq!(rows(&read(&owner)), 27);
    owner.submit(&again, &[("decision", "all")]).await;
    world.work().await;
    clerk.open(&world.at("/devices")).await;
    assert!(read(&clerk).contains("NFX7-0001"));
}

#[tokio::test]
async fn what_waits_is_withdrawn_after_a_question() {
    let world = World::new().await;
    world.consents(&each(), false).await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = handed_in(&world, &mut clerk, &tagged(&[STANDARD, KIOSK])).await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    let waiting = job.replace("/jobs/", "/approvals/");
    owner.open(&waiting).await;
    let seen = owner.page.clone();
    clerk.open(&format!("{job}/cancel")).await;
    assert_eq!(clerk.page.status, 200);
    clerk.submit(&format!("{job}/cancel"), &[]).await;
    world.work().await;
    clerk.open(&job).await;
    let text = read(&clerk);
    assert!(
        text.contains("Cancelled by a person.") && text.contains("the organization that submitted"),
        "{text}"
    );
    assert!(text.contains("Cancelled by the sender"), "each row says so");
    // Too late to decide: what was on the screen does not count any more.
    owner.page = seen;
    owner.submit(&waiting, &[("decision", "all")]).await;
    assert_eq!(owner.page.status, 409);
    assert!(read(&owner).contains("does not wait for a decision any more"));
}

#[tokio::test]
async fn those_who_do_not_decide_are_told_who_does() {
    let world = World::new().await;
    world.consents(&each(), true).await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = handed_in(&world, &mut clerk, &tagged(&[STANDARD])).await;
    let waiting = job.replace("/jobs/", "/approvals/");
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let mut reader = world.another(world.customer, "reader@nordfjall.example", Role::GlobalReader).await;
    for (who, named) in
        [(&mut reader, "Policy and Profile Manager"), (&mut admin, "Your role does not allow it")]
    {
        for path in [world.at("/approvals"), waiting.clone()] {
            assert_eq!(who.open(&path).await.status, 403, "{path}");
            assert!(read(who).contains(named), "{}", read(who));
        }
        assert!(!who.page.addresses().contains(&world.at("/approvals")));
        who.open("/").await;
        let csrf = who.page.hidden("/sign-out").expect("the form")[0].1.clone();
        let decision = [("csrf", csrf.as_str()), ("decision", "all"), ("version", "1")];
        assert_eq!(who.post_raw(&waiting, &decision, &[]).await.status, 403);
        let choice = [("csrf", csrf.as_str()), ("none", "1"), ("version", "1")];
        assert_eq!(who.post_raw(&format!("{waiting}/choice"), &choice, &[]).await.status, 403);
    }
    reader.open(&job).await;
    assert!(!reader.page.addresses().contains(&waiting), "nobody is led where he may not go");
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&job).await;
    assert!(owner.page.addresses().contains(&waiting), "{}", read(&owner));
    for nonsense in
        [&[("decision", "perhaps"), ("version", "1")][..], &[("decision", "all"), ("version", "x")]]
    {
        owner.open(&waiting).await;
        let csrf = owner.page.hidden(&waiting).expect("the form")[0].1.clone();
        let mut fields = vec![("csrf", csrf.as_str())];
        fields.extend(nonsense);
        assert_eq!(owner.post_raw(&waiting, &fields, &[]).await.status, 400);
    }
}
