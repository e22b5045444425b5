//! Who may see and do what.

use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_web::portal::routes;

use super::{World, delivery};

/// Those who answer questions see verdicts, and neither forms nor files.
#[tokio::test]
async fn a_helpdesk_agent_looks_and_changes_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.stopped(&mut clerk, &delivery(2)).await;
    clerk.open(&job).await;
    assert!(clerk.page.offers(&format!("{job}/retry")));
    let mut help = world.signed_in("help@kajplats.example").await;
    for page in ["", "/devices", "/jobs"] {
        assert_eq!(help.open(&world.at(page)).await.status, 200, "{page}");
        assert!(!help.page.addresses().contains(&world.at("/uploads/new")), "{page}: {}", help.page.text());
    }
    help.open(&job).await;
    assert!(!help.page.offers(&format!("{job}/retry")));
    assert!(!help.page.addresses().contains(&format!("{job}/repaired.csv")), "files are not for everybody");
    assert_eq!(help.open(&format!("{job}/repaired.csv")).await.status, 403);
    assert_eq!(help.open(&format!("{job}/results.csv")).await.status, 200);
    help.open(&world.at("/uploads/new")).await;
    assert_eq!(help.page.status, 403);
    assert!(help.page.text().contains("Sales agent"), "the lowest role that may is named");
    help.open("/customers").await;
    let csrf = help.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for path in [format!("{job}/cancel"), format!("{job}/retry")] {
        assert_eq!(help.post_raw(&path, &[("csrf", &csrf)], &[]).await.status, 403, "{path}");
    }
    let file = Some(("x.csv", b"NFX7-1,Nordbyte,Polar\r\n".as_slice()));
    assert_eq!(help.upload_raw(&world.at("/uploads"), &csrf, file, &[]).await.status, 403);
}

/// A customer that did not consent does not exist, whatever is asked of it.
#[tokio::test]
async fn a_strangers_customer_is_not_found() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for pattern in routes::PATTERNS.iter().filter(|pattern| pattern.contains("{customer}")) {
        for customer in [world.stranger.to_string(), "7".to_owned(), "x".repeat(300)] {
            let path = pattern
                .replace("{customer}", &customer)
                .replace("{upload}", &world.customer.to_string())
                .replace("{job}", &world.customer.to_string())
                .replace("{device}", &world.customer.to_string())
                .replace("{relationship}", &world.customer.to_string());
            let asked = clerk.request(axum::http::Method::GET, &path).await.status.as_u16();
            assert!([404, 405].contains(&asked), "GET {path}: {asked}");
            let posted =
                clerk.post_raw(&path, &[("csrf", &csrf), ("serial", "x"), ("submission", "x")], &[]).await;
            // An upload that is no multipart form is refused as such, but only for customers one knows.
            assert!([404, 405].contains(&posted.status.as_u16()), "POST {path}: {}", posted.status);
        }
    }
}

/// Ids that belong to nothing lead nowhere, also below one's own customer.
#[tokio::test]
async fn unknown_things_of_ones_own_customer_are_not_found() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    for id in [world.stranger.to_string(), "7".to_owned()] {
        for path in [
            "/devices/ID",
            "/uploads/ID",
            "/jobs/ID",
            "/jobs/ID/events",
            "/jobs/ID/results.csv",
            "/jobs/ID/cancel",
        ] {
            let path = world.at(&path.replace("ID", &id));
            assert_eq!(clerk.request(axum::http::Method::GET, &path).await.status, 404, "{path}");
        }
    }
    assert_eq!(clerk.open("/samples/none.csv").await.status, 404);
    assert_eq!(clerk.open("/samples/intune.csv").await.status, 200);
    let listed = clerk.open(&world.at("/uploads/new")).await.addresses();
    let listed: Vec<_> = listed.into_iter().filter(|address| address.starts_with("/samples/")).collect();
    assert_eq!(listed.len(), taxiway_intake::Layout::ALL.len() + 1, "one for every layout, and a hash");
    for sample in listed {
        assert_eq!(clerk.open(&sample).await.status, 200, "{sample}");
    }
    let hash = clerk.open("/samples/hardware-hash.txt").await.text();
    assert!(HardwareHash::parse(&hash).is_ok(), "{hash}");
}

/// A customer's own people are led to their own pages.
#[tokio::test]
async fn a_customers_administrator_starts_at_home() {
    let world = World::new().await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    assert!(owner.page.text().contains("Nordfjäll Logistik"));
    assert!(owner.page.text().contains("states") && owner.page.status == 200);
    let page = owner.request(axum::http::Method::GET, "/customers").await;
    assert_eq!(page.location(), world.at(""));
    // On every page the way to one's own devices, and none to a list that one is not in.
    for page in ["/people", "/account", "/activity"].map(str::to_owned).into_iter().chain([world.at("/jobs")])
    {
        owner.open(&page).await;
        let addresses = owner.page.addresses();
        assert!(!addresses.contains(&"/customers".to_owned()), "{page}: {addresses:?}");
        for there in ["", "/devices", "/uploads/new", "/relationships"] {
            assert!(addresses.contains(&world.at(there)), "{there} on {page}: {addresses:?}");
        }
    }
}
