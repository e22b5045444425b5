//! What is too large, makes no sense, or goes wrong.

use axum::body::Body;
use axum::http::{Method, Request};
use rstest::rstest;
use secrecy::ExposeSecret as _;
use taxiway_service::{Settings, SignIn};
use taxiway_web::portal::PortalSettings;

use super::{PASSWORD, World, delivery};

#[tokio::test]
async fn a_huge_form_is_refused_with_a_page() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let huge = "x".repeat(2 << 20);
    let page = clerk.post_raw("/language", &[("locale", &huge)], &[]).await;
    assert_eq!(page.status, 413);
    assert!(page.text().contains("Too large"), "{}", page.text());
}

#[tokio::test]
async fn a_file_beyond_the_limit_brings_the_form_back() {
    let settings = Settings { upload_bytes: 2_000, ..Settings::default() };
    let world = World::with(PortalSettings::default(), settings).await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(50).as_bytes())), &[]).await;
    assert_eq!(clerk.page.status, 413);
    assert!(clerk.page.text().contains("The file is larger than one upload may be."));
}

/// The token is checked before a byte of the file is read.
#[tokio::test]
async fn an_upload_without_its_token_leaves_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    for csrf in ["", "guessed"] {
        let file = Some(("delivery.csv", b"NFX7-1,Nordbyte,Polar\r\n".as_slice()));
        let page = clerk.upload_raw(&world.at("/uploads"), csrf, file, &[]).await;
        assert_eq!(page.status, 403);
    }
    clerk.open("/activity?action=upload-receive").await;
    assert!(clerk.page.text().contains("No entries"), "{}", clerk.page.text());
}

/// An upload that breaks off in the middle leaves nothing either.
#[tokio::test]
async fn a_broken_transfer_leaves_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    let csrf = clerk.page.hidden(&world.at("/uploads")).expect("the form")[0].1.clone();
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nNFX7-1,Nordb"
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri(world.at("/uploads"))
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(body))
        .expect("a request");
    assert_eq!(clerk.send(request).await.status, 400);
    clerk.open("/activity?action=upload-receive").await;
    assert!(clerk.page.text().contains("No entries"));
}

/// Whatever stands in a query, the answer is a page.
#[rstest]
#[tokio::test]
async fn nonsense_in_a_query_is_no_fault(
    #[values("", "/devices", "/jobs", "JOB", "UPLOAD")] page: &str,
    #[values(
        "page=-1",
        "page=99999999999999999999",
        "page=0&show=%ff",
        "state=gone&tag=%00&batch=7",
        "after=x&before=y",
        "page=1&page=2",
        "show=errors&page=18446744073709551615",
        "%",
        "&&==&",
        "tag=%F0%28%8C%28"
    )]
    query: &str,
) {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let path = match page {
        "JOB" => world.registered(&mut clerk, &delivery(1)).await,
        "UPLOAD" => {
            clerk.open(&world.at("/uploads/new")).await;
            clerk.upload(&world.at("/uploads"), Some(("delivery.csv", delivery(1).as_bytes())), &[]).await;
            super::world::register_address(&clerk).trim_end_matches("/register").to_owned()
        }
        page => world.at(page),
    };
    let answer = clerk.open(&format!("{path}?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    for other in ["/customers", "/activity", "/activity.csv", "/sign-in"] {
        assert!(!clerk.open(&format!("{other}?from=2026-02-31&{query}")).await.status.is_server_error());
    }
}

/// Every answer says which request it answers, and what browsers may do with it.
#[tokio::test]
async fn answers_carry_their_headers() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.open("/nowhere").await.clone();
    assert_eq!(page.status, 404);
    assert!(page.text().contains(page.header("x-request-id")), "an error page shows the id");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    let style = taxiway_web::assets::address("taxiway.css");
    assert!(browser.open(&style).await.header("cache-control").contains("immutable"));
    assert_eq!(browser.open("/assets/0000/taxiway.css").await.status, 404);
}

/// Pages and style sheets are compressed for whoever takes that; progress is not, because it must not wait.
#[tokio::test]
async fn texts_are_compressed_and_events_are_not() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let job = world.registered(&mut clerk, &delivery(1)).await;
    let style = taxiway_web::assets::address("taxiway.css");
    for (path, encoding) in [
        (job.as_str(), "gzip"),
        (&style, "gzip"),
        (&format!("{job}/events"), ""),
        (&format!("{job}/results.csv"), ""),
    ] {
        let request = Request::builder().uri(path).header("accept-encoding", "gzip").body(Body::empty());
        let answer = clerk.send(request.expect("a request")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-encoding")), (200, encoding), "{path}");
    }
}

/// A page that only takes forms says so.
#[tokio::test]
async fn a_wrong_method_is_told_with_a_page() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let page = clerk.open("/sign-out").await.clone();
    assert_eq!((page.status.as_u16(), page.header("allow")), (405, "POST"));
    assert!(page.text().contains("This does not work here"), "{}", page.text());
    assert!(page.text().contains("Tove Lindqvist"), "the person stays signed in");
}

/// A page that takes too long is given up with a page that says so; an upload takes as long as it needs.
#[tokio::test]
async fn pages_have_a_time_limit_and_uploads_have_none() {
    let portal = PortalSettings { request_timeout: std::time::Duration::ZERO, ..PortalSettings::default() };
    let world = World::with(portal, Settings::default()).await;
    let signed_in = world.service.sign_in("clerk@kajplats.example", PASSWORD.into(), "test").await;
    let Ok(SignIn::Done { token }) = signed_in else { panic!("{signed_in:?}") };
    let session = world.service.session(&token).await.expect("the database answers").expect("a session");
    let mut clerk = world.browser();
    clerk.cookies.insert("taxiway_session".to_owned(), token.expose_secret().to_owned());
    // Every connection is taken until the time is over, so that the page cannot be ready before.
    let mut taken = Vec::new();
    for _ in 0..4 {
        taken.push(world.store.read().await.expect("a connection"));
    }
    let release = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        drop(taken);
    };
    let (page, ()) = futures::join!(clerk.request(Method::GET, "/customers"), release);
    assert_eq!(page.status, 503);
    assert!(page.text().contains("Something went wrong"));
    let file = Some(("delivery.csv", delivery(5).into_bytes()));
    let file = file.as_ref().map(|(name, bytes)| (*name, bytes.as_slice()));
    let page = clerk.upload_raw(&world.at("/uploads"), &session.csrf_token, file, &[]).await;
    assert_eq!(page.status, 303);
}

/// Without a database every page is an error page with the id that the log has, and nothing of its cause.
#[tokio::test]
async fn a_fault_leaks_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.store.close().await;
    let page = clerk.open("/customers").await.clone();
    assert_eq!(page.status, 500);
    assert!(page.text().contains(page.header("x-request-id")));
    for word in ["pool", "sqlite", "closed", "SELECT"] {
        assert!(!page.text().contains(word), "{word}: {}", page.text());
    }
}
