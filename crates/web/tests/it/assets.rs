//! Assets are named by their content.

use sha2::{Digest, Sha256};
use taxiway_web::assets;

#[test]
fn an_asset_is_found_by_its_current_address_only() {
    let address = assets::address("taxiway.css");
    let hash = address.split('/').nth(2).expect("a hash");
    assert_eq!(
        assets::find(hash, "taxiway.css").expect("the style sheet").content_type,
        "text/css; charset=utf-8"
    );
    assert!(assets::find("0000000000000000", "taxiway.css").is_none());
    assert!(assets::find(hash, "../Cargo.toml").is_none());
}

#[test]
fn notes_for_developers_are_not_served() {
    assert!(assets::names().all(|name| !name.ends_with(".md")));
    let address = assets::address("README.md");
    assert!(assets::find(address.split('/').nth(2).expect("a part"), "README.md").is_none());
}

/// The vendored file is the published one.
#[test]
fn htmx_is_unchanged() {
    let address = assets::address("htmx.min.js");
    let file = assets::find(address.split('/').nth(2).expect("a hash"), "htmx.min.js").expect("the file");
    let digest = hex::encode(Sha256::digest(&file.data));
    assert!(include_str!("../../assets/README.md").contains(&digest), "{digest}");
}
