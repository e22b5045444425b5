//! Style sheet, scripts and pictures, embedded and named by their content.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

/// What an asset's answer carries as `Cache-Control`: its address changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// An embedded file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The bytes.
    pub data: Cow<'static, [u8]>,
    /// The `Content-Type`.
    pub content_type: &'static str,
}

/// The address of an asset; a name that does not exist gives an address that answers 404.
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", hash(name).unwrap_or_default())
}

/// The asset at an address, when both its name and its hash are current.
pub fn find(hash_in_address: &str, name: &str) -> Option<Asset> {
    if hash(name)? != hash_in_address {
        return None;
    }
    let content_type = match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        // Notes for developers are not served.
        _ => return None,
    };
    Some(Asset { data: Embedded::get(name)?.data, content_type })
}

/// Every asset's name.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Embedded::iter().filter(|name| !name.ends_with(".md"))
}

fn hash(name: &str) -> Option<String> {
    Some(hex::encode(&Embedded::get(name)?.metadata.sha256_hash()[..8]))
}
