//! Devices that do not come as a file.

use super::World;
use super::world::{job_address, register_address};

#[tokio::test]
async fn pasted_text_is_read_like_a_file() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    let pasted = "Serial number\tManufacturer\tModel\nNFX7-1\tNordbyte\tPolar 14\n";
    clerk
        .upload(&world.at("/uploads"), None, &[("pasted", pasted), ("serial_number", ""), ("model", "")])
        .await;
    assert!(
        clerk.page.text().contains("NFX7-1") && clerk.page.text().contains("Pasted list"),
        "{}",
        clerk.page.text()
    );
}

/// Typed values reach the registration unchanged, commas and quotes included.
#[tokio::test]
async fn typed_rows_become_devices() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    let rows = [
        ("serial_number", "0042"),
        ("manufacturer", "Nordbyte, Inc."),
        ("model", "Polar 14\""),
        ("product_key", ""),
        ("serial_number", ""),
        ("manufacturer", ""),
        ("model", ""),
        ("product_key", ""),
        ("serial_number", "0043"),
        ("manufacturer", "Nordbyte"),
        ("model", "Polar 15"),
        ("product_key", ""),
    ];
    clerk.upload(&world.at("/uploads"), None, &rows).await;
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    job_address(&clerk);
    world.work().await;
    clerk.open(&world.at("/devices")).await;
    for value in ["0042", "Nordbyte, Inc.", "Polar 14&#34;", "0043"] {
        assert!(clerk.page.text().contains(value), "{value}: {}", clerk.page.text());
    }
}

#[tokio::test]
async fn nothing_and_several_things_at_once_are_asked_about() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), None, &[("pasted", "  \n"), ("serial_number", " ")]).await;
    assert_eq!(clerk.page.status, 422);
    assert!(clerk.page.text().contains("Choose a file, paste a list, or type at least one device."));
    let both = [("pasted", "NFX7-1,Nordbyte,Polar"), ("serial_number", "NFX7-2")];
    clerk.upload(&world.at("/uploads"), None, &both).await;
    assert!(clerk.page.text().contains("Use only one way at a time"));
    assert!(clerk.page.text().contains("NFX7-2"), "what was typed is kept");
    let file = Some(("list.csv", b"NFX7-1,Nordbyte,Polar\r\n".as_slice()));
    clerk.upload(&world.at("/uploads"), file, &[("serial_number", "NFX7-2")]).await;
    assert!(clerk.page.text().contains("Use only one way at a time"));
}

#[tokio::test]
async fn a_tag_that_nobody_knows_is_asked_about() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    let fields = [("pasted", "NFX7-1,Nordbyte,Polar"), ("tag", "Mikrosoft365")];
    clerk.upload(&world.at("/uploads"), None, &fields).await;
    assert_eq!(clerk.page.status, 422);
    assert!(clerk.page.text().contains("Choose one of the group tags."));
}

/// In strict mode a header that is not the documented one is an error.
#[tokio::test]
async fn the_mode_chosen_is_the_mode_used() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let file = Some(("list.csv", b"serial;maker;type\r\nNFX7-1;Nordbyte;Polar\r\n".as_slice()));
    let mut texts = Vec::new();
    for mode in ["helpful", "strict"] {
        clerk.open(&world.at("/uploads/new")).await;
        clerk.upload(&world.at("/uploads"), file, &[("mode", mode)]).await;
        texts.push(clerk.page.text());
    }
    assert!(texts[0].contains("Helpful"), "{}", texts[0]);
    assert!(!texts[1].contains("Helpful"), "{}", texts[1]);
}
