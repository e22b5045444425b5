//! A browser as far as the portal can tell: cookies, forms with their hidden fields, redirects.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use bytes::Bytes;
use tower::ServiceExt as _;

use crate::html::{Piece, pieces};

/// Length of the pieces in which a network delivers an upload here.
const PIECE: usize = 13;
const BOUNDARY: &str = "----taxiway-test";

/// What was answered.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Somebody's browser.
pub(crate) struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
    /// The page in front of the person.
    pub page: Page,
    /// What the form sent last was answered with, before it led anywhere.
    pub answer: Page,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("a plain header")).unwrap_or_default()
    }

    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The hidden fields of the form that is posted to this address.
    pub(crate) fn hidden(&self, action: &str) -> Option<Vec<(String, String)>> {
        let html = self.text();
        let pieces = pieces(&html);
        let start = pieces.iter().position(|piece| {
            piece.name() == Some("form")
                && piece.attribute("method") == Some("post")
                && piece.attribute("action") == Some(action)
        })?;
        let fields = pieces[start..]
            .iter()
            .take_while(|piece| !matches!(piece, Piece::Close(name) if name == "form"))
            .filter(|piece| piece.attribute("type") == Some("hidden"))
            .filter_map(|piece| {
                Some((piece.attribute("name")?.to_owned(), piece.attribute("value")?.to_owned()))
            });
        Some(fields.collect())
    }

    /// Whether there is a form that is posted to this address.
    pub(crate) fn offers(&self, action: &str) -> bool {
        self.hidden(action).is_some()
    }

    /// Every address on the page.
    pub(crate) fn addresses(&self) -> Vec<String> {
        pieces_of(self)
            .iter()
            .flat_map(|piece| {
                ["href", "action", "src", "data-events"]
                    .map(|name| piece.attribute(name).map(ToOwned::to_owned))
            })
            .flatten()
            .collect()
    }
}

pub(crate) fn pieces_of(page: &Page) -> Vec<Piece> {
    pieces(&page.text())
}

/// A form as browsers encode it.
pub(crate) fn encoded(fields: &[(String, String)]) -> String {
    let escape = |text: &str| {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect::<String>()
    };
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    pairs.join("&")
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Browser {
    pub(crate) fn new(router: Router, language: &'static str) -> Self {
        let page = Page { status: StatusCode::OK, headers: HeaderMap::new(), body: Bytes::new() };
        Self { router, cookies: BTreeMap::new(), language, answer: page.clone(), page }
    }

    /// Sends a request as it is and takes the cookies.
    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Page {
        let headers = request.headers_mut();
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            headers.insert(COOKIE, cookies.join("; ").parse().expect("a header"));
        }
        headers.insert("accept-language", self.language.parse().expect("a header"));
        headers.insert("host", "taxiway.example".parse().expect("a header"));
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("a plain cookie");
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            let value = rest.split(';').next().unwrap_or_default();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = to_bytes(body, usize::MAX).await.expect("the body comes whole");
        Page { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn request(&mut self, method: Method, path: &str) -> Page {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Opens an address and follows redirects.
    pub(crate) async fn open(&mut self, path: &str) -> &Page {
        let page = self.request(Method::GET, path).await;
        self.follow(page).await
    }

    async fn follow(&mut self, mut page: Page) -> &Page {
        for _ in 0..5 {
            if !page.status.is_redirection() {
                break;
            }
            let location = page.location().to_owned();
            page = self.request(Method::GET, &location).await;
        }
        self.page = page;
        &self.page
    }

    /// Posts fields as they are, without what a page adds.
    pub(crate) async fn post_raw(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(encoded(&owned(fields)))).expect("a request")).await
    }

    /// Fills in the form of this page that is posted to an address, and follows where it leads.
    pub(crate) async fn submit(&mut self, action: &str, fields: &[(&str, &str)]) -> &Page {
        let hidden = self.page.hidden(action);
        let hidden = hidden.unwrap_or_else(|| panic!("no form leads to {action}: {}", self.page.text()));
        let mut all: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend(fields);
        let own = [("sec-fetch-site", "same-origin")];
        self.answer = self.post_raw(action, &all, &own).await;
        self.follow(self.answer.clone()).await
    }

    /// Sends the form for adding devices, in small pieces. Fields go in the order of the page; the file is first.
    pub(crate) async fn upload(
        &mut self,
        action: &str,
        file: Option<(&str, &[u8])>,
        fields: &[(&str, &str)],
    ) -> &Page {
        let csrf = self.page.hidden(action).expect("the form is on the page")[0].1.clone();
        self.answer = self.upload_raw(action, &csrf, file, fields).await;
        self.follow(self.answer.clone()).await
    }

    pub(crate) async fn upload_raw(
        &mut self,
        action: &str,
        csrf: &str,
        file: Option<(&str, &[u8])>,
        fields: &[(&str, &str)],
    ) -> Page {
        let mut body = Vec::new();
        let mut part = |head: &str, content: &[u8]| {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        part("name=\"csrf\"", csrf.as_bytes());
        let early = |name: &str| name == "mode";
        for (name, value) in fields.iter().filter(|(name, _)| early(name)) {
            part(&format!("name=\"{name}\""), value.as_bytes());
        }
        // Browsers send an empty part where no file was chosen.
        let (file_name, content) = file.unwrap_or(("", b""));
        part(&format!("name=\"file\"; filename=\"{file_name}\"\r\ncontent-type: text/csv"), content);
        for (name, value) in fields.iter().filter(|(name, _)| !early(name)) {
            part(&format!("name=\"{name}\""), value.as_bytes());
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let chunks: Vec<_> =
            body.chunks(PIECE).map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(action)
            .header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("sec-fetch-site", "same-origin")
            .body(Body::from_stream(futures::stream::iter(chunks)))
            .expect("a request");
        self.send(request).await
    }

    /// Signs in with the form.
    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> &Page {
        self.open("/sign-in").await;
        self.submit("/sign-in", &[("email", email), ("password", password)]).await
    }
}
