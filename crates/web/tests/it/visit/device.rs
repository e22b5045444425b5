//! One device: its numbers, and the end of its registration.

use rstest::rstest;

use super::{Browser, World};

const LIST: &str = "Device Serial Number,Windows Product ID,Manufacturer name,Device model,Group Tag,Order ID,Purchase ID\r\n\
     NFX7-0001,,Nordbyte,Polar 14,,PO-2026-118,\r\nNFX7-0002,,Nordbyte,Polar 14,,,\r\n";

/// The address of the device with this serial number.
async fn device_of(world: &World, browser: &mut Browser, serial: &str) -> String {
    browser.open(&world.at("/devices")).await;
    browser.submit(&world.at("/devices/search"), &[("serial", serial)]).await;
    let mut found = browser.page.addresses().into_iter();
    found.find(|one| one.contains("/devices/") && !one.ends_with("/search")).expect("a device")
}

#[rstest]
#[case("en", "Deregister NFX7-0001?", "The device was deregistered.")]
#[case("sv", "Avregistrera NFX7-0001?", "Enheten avregistrerades.")]
#[case("he", "לבטל את הרישום של NFX7-0001?", "רישום המכשיר בוטל.")]
#[tokio::test]
async fn whoever_deregisters_a_device_is_asked_first(
    #[case] language: &'static str,
    #[case] question: &str,
    #[case] done: &str,
) {
    let world = World::new().await;
    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    world.registered(&mut clerk, LIST).await;
    let device = device_of(&world, &mut clerk, "NFX7-0001").await;
    let deregister = format!("{device}/deregister");
    clerk.open(&device).await;
    assert!(clerk.page.addresses().contains(&deregister), "{}", clerk.page.text());
    let asked = clerk.open(&deregister).await.text();
    // What keeps scripts of both directions apart is not to be seen.
    let plain: String = asked.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect();
    assert!(plain.contains(question), "{plain}");
    assert!(clerk.page.addresses().contains(&device), "there is a way back");
    assert_eq!(clerk.open(&device).await.status, 200, "nothing has happened yet");

    clerk.open(&deregister).await;
    let list = clerk.submit(&deregister, &[]).await.text();
    assert!(list.contains(done) && list.contains("NFX7-0002") && !list.contains("NFX7-0001"), "{list}");
    for gone in [&device, &deregister] {
        assert_eq!(clerk.open(gone).await.status, 404, "{gone}");
    }
}

#[tokio::test]
async fn whoever_only_looks_is_offered_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, LIST).await;
    let device = device_of(&world, &mut clerk, "NFX7-0001").await;
    let deregister = format!("{device}/deregister");
    let mut help = world.signed_in("help@kajplats.example").await;
    assert_eq!(help.open(&device).await.status, 200);
    assert!(!help.page.addresses().contains(&deregister), "{}", help.page.text());
    let csrf = help.page.hidden("/sign-out").expect("the form")[0].1.clone();
    assert_eq!(help.open(&deregister).await.status, 403);
    assert_eq!(help.post_raw(&deregister, &[("csrf", &csrf)], &[]).await.status, 403);
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open(&deregister).await;
    assert_eq!(owner.submit(&deregister, &[]).await.status, 200, "the customer may");
    assert_eq!(owner.open(&device).await.status, 404);
}

#[tokio::test]
async fn order_numbers_of_rows_stand_wherever_their_devices_do() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", LIST.as_bytes())), &[]).await;
    let register = super::world::register_address(&clerk);
    clerk.submit(&register, &[("order_id", "PO-2026-7"), ("purchase_id", "P-9")]).await;
    let job = super::world::job_address(&clerk);
    world.work().await;
    let page = clerk.open(&job).await.text();
    assert!(page.contains("PO-2026-118") && page.contains("PO-2026-7") && page.contains("P-9"), "{page}");
    let heads = page.matches("<th scope=\"col\">Order ID</th>").count();
    let purchases = page.matches("<th scope=\"col\">Purchase ID</th>").count();
    assert_eq!((heads, purchases), (1, 0), "a column for what rows say themselves");

    let results = clerk.open(&format!("{job}/results.csv")).await.text();
    let said = |serial: &str, numbers: &str| {
        results.lines().any(|line| line.contains(serial) && line.ends_with(&format!("{numbers},")))
    };
    assert!(
        results.lines().next().is_some_and(|line| line.ends_with("Device ID,Order ID,Purchase ID,Findings")),
        "{results}"
    );
    assert!(said("NFX7-0001", ",PO-2026-118,P-9") && said("NFX7-0002", ",PO-2026-7,P-9"), "{results}");

    for (serial, order) in [("NFX7-0001", "PO-2026-118"), ("NFX7-0002", "PO-2026-7")] {
        let device = device_of(&world, &mut clerk, serial).await;
        let page = clerk.open(&device).await.text();
        assert!(page.contains(order) && page.contains("P-9"), "{serial}: {page}");
    }
    let export = clerk.open(&world.at("/devices.csv")).await.text();
    assert!(export.contains(",PO-2026-118,P-9,") && export.contains(",PO-2026-7,P-9,"), "{export}");
}
