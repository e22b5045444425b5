//! The clerk's whole way, from the supplier's file to the device.

use rstest::rstest;
use taxiway_intake::{Options, Reader};

use super::world::{job_address, register_address};
use super::{World, delivery};

const TAG: &str = "Microsoft365Managed_Standard";

#[rstest]
#[tokio::test]
async fn a_file_becomes_devices(#[values("en", "sv", "he")] language: &'static str) {
    let world = World::new().await;
    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    let file = delivery(60);

    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("autumn.csv", file.as_bytes())), &[("tag", TAG)]).await;
    let preview = clerk.page.text();
    assert!(
        preview.contains("autumn.csv") && preview.contains(TAG) && preview.contains("NFX7-0000"),
        "{preview}"
    );
    assert!(!preview.contains("NFX7-0059"), "a page has fifty rows");
    let hash = file.lines().nth(1).and_then(|line| line.split(',').nth(2)).expect("a hash");
    assert!(!preview.contains(hash) && preview.contains(&hash[..6]), "a hash is shown by its ends");

    let register = register_address(&clerk);
    let upload = register.trim_end_matches("/register").to_owned();
    clerk.open(&format!("{upload}?tag={TAG}&show=errors")).await;
    assert!(clerk.page.text().contains("NFX7-BAD") && !clerk.page.text().contains("NFX7-0000"));
    assert!(clerk.page.text().contains("cell-error"), "the offending cell is marked: {}", clerk.page.text());

    clerk.submit(&register, &[("batch_name", "Autumn"), ("order_id", "PO-7")]).await;
    let job = job_address(&clerk);
    assert!(clerk.page.text().contains("data-events"), "progress is shown while it lasts");
    world.work().await;
    clerk.open(&job).await;
    assert!(clerk.page.text().contains("PO-7") && clerk.page.text().contains("Tove Lindqvist"));
    assert!(!clerk.page.text().contains("data-events"));
    clerk.open(&format!("{job}?show=failed")).await;
    assert!(clerk.page.text().contains("NFX7-BAD") && !clerk.page.text().contains("NFX7-0000"));

    let results = clerk.open(&format!("{job}/results.csv")).await.clone();
    assert_eq!(results.header("content-disposition"), "attachment; filename=\"autumn-results.csv\"");
    let lines: Vec<String> = results.text().lines().map(ToOwned::to_owned).collect();
    assert_eq!(lines.len(), 63, "a header and every row");
    assert!(lines.iter().any(|line| line.contains("NFX7-BAD") && line.contains("failed")));
    let repaired = clerk.open(&format!("{job}/repaired.csv")).await.text();
    assert_eq!(repaired.lines().count(), 62, "every row that can be registered");

    clerk.open(&world.at("/devices")).await;
    assert!(clerk.page.text().contains("NFX7-0059"), "{}", clerk.page.text());
    clerk.submit(&world.at("/devices/search"), &[("serial", "NFX7-0042")]).await;
    assert!(clerk.page.text().contains("NFX7-0042") && !clerk.page.text().contains("NFX7-0041"));
    let device =
        clerk.page.addresses().into_iter().find(|one| one.contains("/devices/") && !one.ends_with("/search"));
    clerk.open(&device.expect("a device")).await;
    // A tag may be broken into lines.
    let page = clerk.page.text().replace("<wbr>", "");
    assert!(page.contains("NFX7-0042") && page.contains("Polar 14") && page.contains("Autumn"), "{page}");
    assert!(page.contains(TAG) && page.contains("Kajplats IT"));

    clerk.open(&world.at("")).await;
    assert!(clerk.page.text().contains("Autumn") && clerk.page.text().contains("states-bar"));
}

/// The page of a device with a hash says what the hash says.
#[tokio::test]
async fn a_hash_is_decoded() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let file = delivery(0);
    world.registered(&mut clerk, &file).await;
    clerk.open(&world.at("/devices")).await;
    let device = clerk
        .page
        .addresses()
        .into_iter()
        .rfind(|one| one.contains("/devices/") && !one.ends_with("/search"));
    clerk.open(&device.expect("a device")).await;
    let page = clerk.page.text();
    for label in ["SMBIOS UUID", "Network address", "Disk serial number", "Captured", "TPM version"] {
        assert!(page.contains(label), "{label}: {page}");
    }
}

#[tokio::test]
async fn what_is_exported_can_be_imported_again() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(5)).await;
    let export = clerk.open(&world.at("/devices.csv")).await.body.clone();
    let mut reader = Reader::open(&export[..], &Options::default()).expect("a device list");
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().expect("readable") {
        assert!(row.identity.is_some(), "{row:?}");
        rows.push(row);
    }
    assert_eq!(rows.len(), 6);
    assert_eq!(rows.iter().filter(|row| row.cells.hardware_hash.is_some()).count(), 1);
}

/// What a search finds is walked through to its end as well, and no serial number gets into an address.
#[tokio::test]
async fn a_search_is_paged_through() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(119)).await;
    let search = world.at("/devices/search");
    clerk.open(&world.at("/devices")).await;
    clerk.submit(&search, &[("serial", "NFX7-")]).await;
    let field = |page: &str, name: &str| {
        let value = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?.split('"').next()?;
        Some(value.to_owned())
    };
    let page = clerk.page.text();
    assert!(page.contains("NFX7-0000") && !page.contains("NFX7-0118"), "a page has a hundred devices");
    let after = field(&page, "after_serial").expect("the search goes on");
    let device = field(&page, "after_device").expect("the search goes on");
    clerk.submit(&search, &[("serial", "NFX7-"), ("after_serial", &after), ("after_device", &device)]).await;
    let rest = clerk.page.text();
    assert!(rest.contains("NFX7-0118") && !rest.contains("NFX7-0000"), "{rest}");
    assert!(field(&rest, "after_serial").is_none(), "nothing follows the last page");
}

/// A list longer than a page is walked through to its end, every device once.
#[tokio::test]
async fn devices_are_paged_through() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(119)).await;
    let mut seen = std::collections::BTreeSet::new();
    let mut next = Some(world.at("/devices?state=ready"));
    let mut pages = 0;
    while let Some(address) = next {
        clerk.open(&address).await;
        let page = clerk.page.text();
        seen.extend(page.match_indices("NFX7-").map(|(at, _)| page[at..at + 9].to_owned()));
        next = clerk.page.addresses().into_iter().find(|address| address.contains("after="));
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (119, 3));
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_after_a_question() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(3).as_bytes())), &[]).await;
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    assert!(clerk.page.text().contains("The devices are being registered."));
    let job = job_address(&clerk);
    clerk.open(&job).await;
    assert!(!clerk.page.text().contains("The devices are being registered."), "it is said once");
    clerk.open(&format!("{job}/cancel")).await;
    assert!(clerk.page.text().contains("Cancel this job?"));
    clerk.submit(&format!("{job}/cancel"), &[]).await;
    world.work().await;
    clerk.open(&job).await;
    assert!(clerk.page.text().contains("Cancelled by a person."), "{}", clerk.page.text());
    clerk.submit(&format!("{job}/retry"), &[]).await;
    world.work().await;
    clerk.open(&world.at("/devices")).await;
    assert!(clerk.page.text().contains("NFX7-0002"));
}

/// "Submitting the same upload twice with the same request id gives the same job".
#[tokio::test]
async fn a_form_sent_twice_is_one_job() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
    let register = register_address(&clerk);
    let preview = clerk.page.clone();
    clerk.submit(&register, &[]).await;
    let first = job_address(&clerk);
    clerk.page = preview;
    clerk.submit(&register, &[]).await;
    assert_eq!(job_address(&clerk), first);
    clerk.open(register.trim_end_matches("/register")).await;
    assert!(clerk.page.addresses().contains(&first), "the preview leads to its job");
    assert!(!clerk.page.offers(&register));
}

/// Progress comes as events while the job lasts; the last one says that it is over.
#[tokio::test]
async fn progress_is_told_until_the_end() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.registered(&mut clerk, &delivery(2)).await;
    let events = clerk.open(&format!("{job}/events")).await.clone();
    assert!(events.header("content-type").starts_with("text/event-stream"));
    let text = events.text();
    assert!(text.contains("event: progress") && text.contains("data-live=\"false\""), "{text}");
}

#[tokio::test]
async fn an_upload_can_be_discarded() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
    let upload = register_address(&clerk).trim_end_matches("/register").to_owned();
    clerk.submit(&format!("{upload}/discard"), &[]).await;
    assert!(clerk.page.text().contains("The upload was discarded."));
    assert_eq!(clerk.open(&upload).await.status, 404);
}

#[tokio::test]
async fn a_spreadsheet_is_refused_with_its_reason() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("list.csv", b"PK\x03\x04 and so on")), &[]).await;
    assert_eq!(clerk.page.status, 200);
    assert!(clerk.page.text().contains("File not accepted"));
    assert!(clerk.page.addresses().contains(&"/samples/partner-center.csv".to_owned()));
}

/// What the registration does not take is said above the form, which keeps what was typed.
#[tokio::test]
async fn a_bad_form_comes_back_with_its_values() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
    let register = register_address(&clerk);
    let long = "x".repeat(200);
    clerk.submit(&register, &[("batch_name", &long), ("order_id", "PO-7")]).await;
    assert_eq!(clerk.page.status, 422);
    assert!(clerk.page.text().contains("value=\"PO-7\""));
    clerk.submit(&register, &[("batch_name", "Short")]).await;
    job_address(&clerk);
}
