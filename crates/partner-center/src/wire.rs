//! The published shapes of answers.

use jiff::Timestamp;
use serde::Serialize;

/// What kind of thing an object is.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attributes {
    object_type: &'static str,
}

/// `attributes` of an object of this type.
pub(crate) const fn attributes(object_type: &'static str) -> Attributes {
    Attributes { object_type }
}

/// A time, to the second, in UTC.
pub(crate) fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Where something is, and how to ask for it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    pub uri: String,
    pub method: &'static str,
    pub headers: Vec<Header>,
}

/// A header that a request of a link carries.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Header {
    pub key: &'static str,
    pub value: String,
}

impl Link {
    pub(crate) fn get(uri: String) -> Self {
        Self { uri, method: "GET", headers: Vec::new() }
    }
}

/// Links of a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Links {
    #[serde(rename = "self")]
    pub itself: Link,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Link>,
}

/// A list, or a page of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Collection<T> {
    pub total_count: u64,
    pub items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
    pub attributes: Attributes,
}

impl<T> Collection<T> {
    /// A whole list.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self {
            total_count: items.len() as u64,
            items,
            links: None,
            continuation_token: None,
            attributes: attributes("Collection"),
        }
    }
}

/// A segment of a path in an address.
pub(crate) fn segment(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
