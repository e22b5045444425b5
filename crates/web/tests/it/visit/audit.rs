//! Whoever changes something leaves a trace.

use super::world::{job_address, register_address};
use super::{World, delivery};

/// The newest entries of the log, as the page shows them.
async fn log(world: &World) -> String {
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/activity").await;
    assert_eq!(admin.page.status, 200);
    admin.page.text()
}

#[tokio::test]
async fn every_act_is_in_the_log_with_its_request() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    for discard in [true, false] {
        clerk.open(&world.at("/uploads/new")).await;
        clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
        let register = register_address(&clerk);
        if discard {
            clerk.submit(&register.replace("/register", "/discard"), &[]).await;
        } else {
            clerk.submit(&register, &[]).await;
        }
    }
    let job = job_address(&clerk);
    clerk.open(&format!("{job}/cancel")).await;
    clerk.submit(&format!("{job}/cancel"), &[]).await;
    world.work().await;
    clerk.open(&job).await;
    clerk.submit(&format!("{job}/retry"), &[]).await;
    world.work().await;
    clerk.open(&world.at("/devices.csv")).await;
    clerk.open("/customers").await;
    clerk.submit("/sign-out", &[]).await;
    world.browser().sign_in("clerk@kajplats.example", "not the password").await;
    let text = log(&world).await;
    for act in [
        "Signed in",
        "Failed to sign in",
        "Uploaded a file",
        "Discarded an upload",
        "Submitted a registration",
        "Cancelled a job",
        "Retried refused rows",
        "Exported devices",
        "Signed out",
    ] {
        assert!(
            text.contains(&format!("</span> {act}")) || text.contains(&format!(">{act}")),
            "{act}: {text}"
        );
    }
    assert!(!text.contains("NFX7"), "no serial number is in the log");
}

/// The log can be narrowed down and taken away.
#[tokio::test]
async fn the_log_is_filtered_and_exported() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(1)).await;
    let rows = |text: &str| text.matches("<tr>").count() - 1;
    clerk.open("/activity?action=job-submit").await;
    assert_eq!(rows(&clerk.page.text()), 1, "{}", clerk.page.text());
    clerk.open(&format!("/activity?customer={}&action=upload-receive", world.customer)).await;
    assert_eq!(rows(&clerk.page.text()), 1);
    clerk.open("/activity?from=2026-11-20&until=2026-11-20").await;
    assert!(rows(&clerk.page.text()) > 3);
    clerk.open("/activity?until=2026-11-19").await;
    assert!(clerk.page.text().contains("No entries"));
    clerk.open("/activity?from=2026-11-21").await;
    assert!(clerk.page.text().contains("No entries"));
    let file = clerk.open("/activity.csv?action=job-submit").await.clone();
    assert_eq!(file.text().lines().count(), 2, "{}", file.text());
    assert!(file.header("content-disposition").contains("activity.csv"));
}
