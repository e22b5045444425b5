//! The page on which people of partners see how their programs call, and what those asked for last.

use std::time::Duration;

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::api_call::{ARTICLES, PARTNER_CENTER};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{ApiCaller, ApiRequest};
use taxiway_web::portal::PortalSettings;
use tokio::sync::watch;

use super::apps::registered;
use super::{Browser, PASSWORD, World, pieces_of};

/// A program that was registered at this address.
fn caller(organisation: OrganisationId, address: &str, name: &str) -> ApiCaller {
    ApiCaller {
        app_id: address.trim_start_matches("/apps/").parse().expect("an id"),
        app: name.to_owned(),
        organisation_id: organisation,
        organisation: "Kajplats IT".to_owned(),
        user: None,
    }
}

fn request(caller: &ApiCaller, id: &str, status: u16) -> ApiRequest {
    ApiRequest {
        caller: caller.clone(),
        call: Some("customer.list"),
        customer: None,
        changes: false,
        method: "GET".to_owned(),
        path: "/v1/customers?filter=Nordfj%C3%A4ll".to_owned(),
        status,
        request_id: id.to_owned(),
        correlation_id: format!("correlation of {id}"),
        duration: Duration::from_micros(12_345),
        error: (status >= 400).then(|| format!("{{\"description\": \"<b>{id} failed</b>\"}}")),
    }
}

/// These were answered, one after the other, and are written.
async fn answered(world: &World, requests: impl IntoIterator<Item = ApiRequest>) {
    for request in requests {
        world.clock.advance(SignedDuration::from_secs(1));
        world.service.note_api_request(request);
    }
    let (_stop, stopped) = watch::channel(true);
    world.service.keep_api_requests(stopped).await;
}

async fn somebody(
    world: &World,
    kind: OrganisationKind,
    name: &str,
    role: Role,
) -> (OrganisationId, Browser) {
    let made = world.service.create_organisation(kind, name, None, "setup").await.expect("made");
    let (id, email) = (made.organisation_id, format!("a@{}.example", name.to_lowercase()));
    let password = SecretString::from(PASSWORD);
    world.service.create_user(id, &email, name, &[role], password, "setup").await.expect("made");
    (id, world.signed_in(&email).await)
}

#[rstest]
#[case("en", "First call", "Lists the batches of a customer", "No requests yet", "12.3")]
#[case("sv", "Första anropet", "Listar en kunds batchar", "Inga begäranden än", "12,3")]
#[case("he", "הקריאה הראשונה", "מפרטת את האצוות של לקוח", "עדיין אין בקשות", "12.3")]
#[tokio::test]
async fn the_page_says_how_to_call_and_what_was_asked(
    #[case] language: &'static str,
    #[case] first_call: &str,
    #[case] does: &str,
    #[case] none: &str,
    #[case] took: &str,
) {
    let settings =
        PortalSettings { public_url: "https://devices.example".to_owned(), ..PortalSettings::default() };
    let world = World::with(settings, taxiway_service::Settings::default()).await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    assert!(admin.page.addresses().contains(&"/api".to_owned()), "the navigation leads there");
    let text = admin.open("/api").await.text();
    for said in [first_call, does, none] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let tenant = world.partner;
    for address in [
        "https://devices.example".to_owned(),
        format!("https://devices.example/{tenant}/oauth2/token"),
        format!("https://devices.example/{tenant}/oauth2/v2.0/token"),
        "resource=https://api.partnercenter.microsoft.com".to_owned(),
        "scope=https://api.partnercenter.microsoft.com/.default".to_owned(),
    ] {
        assert!(text.contains(&format!(">{address}</bdi>")), "{address}: {text}");
    }
    let pieces = pieces_of(&admin.page);
    let links: Vec<_> = pieces.iter().filter_map(|piece| piece.attribute("href")).collect();
    for call in PARTNER_CENTER {
        assert!(text.contains(call.template), "{}", call.name);
        assert!(links.contains(&format!("{ARTICLES}{}", call.article).as_str()), "{}", call.name);
    }
    assert!(links.contains(&"https://devices.example/partner-center.openapi.json"), "{links:?}");
    assert!(links.contains(&"/requests#standing"), "{links:?}");
    assert!(text.contains("read -rs CLIENT_SECRET") && !text.contains("export CLIENT_SECRET"), "{text}");
    assert!(text.contains("curl -sS &#34;https://devices.example/v1/customers&#34;"), "{text}");

    let app = registered(&mut admin).await;
    let program = caller(world.partner, &app, "Transfer");
    let user = Some((program.app_id.to_string().parse().expect("an id"), "Bo Ek".to_owned()));
    let by_user = ApiCaller { user, ..program.clone() };
    answered(&world, [request(&program, "req-good", 200), request(&by_user, "req-bad", 404)]).await;
    let text = admin.open("/api").await.text();
    assert!(!text.contains(none), "{text}");
    for shown in ["req-good", "correlation of req-bad", "Transfer", "Bo Ek", took, ":00:02"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(text.contains(">/v1/customers?filter</bdi>") && !text.contains("Nordfj%"), "names only: {text}");
    assert!(text.contains("&#60;b&#62;req-bad failed"), "the answer as text: {text}");
    assert!(text.find("req-bad") < text.find("req-good"), "newest first");
    let copied: Vec<_> = pieces_of(&admin.page)
        .iter()
        .filter_map(|piece| piece.attribute("data-copy"))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        copied,
        ["base", "tenant", "token-v1", "token-v2", "set-up", "first-call", "request-1", "request-2"]
    );
}

#[tokio::test]
async fn requests_are_narrowed_down_to_a_program_and_to_errors() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let (one, other) = (registered(&mut admin).await, registered(&mut admin).await);
    let (first, second) =
        (caller(world.partner, &one, "Transfer"), caller(world.partner, &other, "Transfer"));
    answered(
        &world,
        [
            request(&first, "first-good", 200),
            request(&first, "first-bad", 500),
            request(&second, "second-good", 204),
            request(&second, "second-bad", 403),
        ],
    )
    .await;
    let all = ["first-good", "first-bad", "second-good", "second-bad"];
    for (address, shown) in [
        ("/api".to_owned(), &all[..]),
        ("/api?app=&errors=1".to_owned(), &["first-bad", "second-bad"][..]),
        (format!("/api?app={}", first.app_id), &all[..2]),
        (format!("/api?app={}&errors=1", second.app_id), &all[3..]),
    ] {
        let text = admin.open(&address).await.text();
        for id in all {
            assert_eq!(text.contains(&format!(">{id}</bdi>")), shown.contains(&id), "{id} of {address}");
        }
    }
    admin.open(&one).await;
    let requests = format!("/api?app={}", first.app_id);
    assert!(admin.page.addresses().contains(&requests), "the page of the program leads there");
    let good = registered(&mut admin).await;
    let none = admin.open(&format!("/api?errors=1&app={}", good.trim_start_matches("/apps/"))).await.text();
    assert!(none.contains("No requests found"), "{none}");
}

/// Only partners call, and only those who look after programs see the page; of others they see nothing.
#[tokio::test]
async fn the_page_is_for_those_who_look_after_the_programs() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    let app = registered(&mut admin).await;
    let program = caller(world.partner, &app, "Transfer");
    answered(&world, [request(&program, "req-ours", 404)]).await;
    for person in ["clerk@kajplats.example", "help@kajplats.example", "owner@nordfjall.example"] {
        let mut browser = world.signed_in(person).await;
        assert!(!browser.page.addresses().contains(&"/api".to_owned()), "{person}");
        assert_eq!(browser.open("/api").await.status, 403, "{person}");
    }
    let (_, mut rival) =
        somebody(&world, OrganisationKind::IndirectProvider, "Rival", Role::AdminAgent).await;
    let own = rival.open("/api").await.clone();
    assert!(own.status == 200 && !own.text().contains("req-ours") && !own.text().contains("Transfer"));
    let mut answers = Vec::new();
    for id in [program.app_id.to_string(), world.stranger.to_string(), "no-id".to_owned()] {
        let page = rival.open(&format!("/api?app={id}")).await.clone();
        let request = page.header("x-request-id").to_owned();
        answers.push((page.status, page.text().replace(&request, "REQUEST").replace(&id, "ID")));
    }
    assert_eq!(answers[0].0, 404);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "all are answered alike");

    let kind = OrganisationKind::IndirectReseller;
    let (_, mut reseller) = somebody(&world, kind, "Small", Role::AdminAgent).await;
    assert!(reseller.page.addresses().contains(&"/api".to_owned()), "to be told why");
    let text = reseller.open("/api").await.text();
    assert!(text.contains("work through their provider") && !text.contains("/oauth2/"), "{text}");
    let kind = OrganisationKind::Manufacturer;
    let (_, mut maker) = somebody(&world, kind, "Maker", Role::Registrar).await;
    assert!(!maker.page.addresses().contains(&"/api".to_owned()));
    let text = maker.open("/api").await.text();
    assert!(text.contains("Your organization is not a partner") && !text.contains("/oauth2/"), "{text}");
}

#[rstest]
#[case("en", "Read by program", "Lists your customers", "3 calls", ["App, without a user", "Through the app Transfer"])]
#[case("sv", "Läst av ett program", "Listar dina kunder", "3 anrop", ["App, utan användare", "Genom appen Transfer"])]
#[case(
    "he",
    "קריאת נתונים בידי תוכנה",
    "מפרטת את הלקוחות שלך",
    "3 קריאות",
    ["יישום, בלי משתמש", "באמצעות היישום Transfer"]
)]
#[tokio::test]
async fn the_activity_log_says_what_programs_read(
    #[case] language: &'static str,
    #[case] action: &str,
    #[case] call: &str,
    #[case] calls: &str,
    #[case] programs: [&str; 2],
) {
    let world = World::new().await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    let app = registered(&mut admin).await;
    let program = caller(world.partner, &app, "Transfer");
    let reads = (0..3).map(|number| ApiRequest {
        call: Some("customer.list"),
        customer: Some(world.customer),
        ..request(&program, &format!("read-{number}"), 200)
    });
    answered(&world, reads).await;
    let text = admin.open("/activity?action=api-read").await.text();
    // Values in a sentence stand between marks.
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    for said in [action, call, calls, "Transfer", "read-2"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("read-1"), "one entry for all of them");
    assert!(text.contains(programs[0]) && !text.contains(programs[1]), "{text}");

    let user = Some((world.stranger.to_string().parse().expect("an id"), "Bo Ek".to_owned()));
    let by_user = ApiCaller { user, ..program };
    let read = ApiRequest { customer: Some(world.customer), ..request(&by_user, "read-for-bo", 200) };
    answered(&world, [read]).await;
    for person in ["admin@kajplats.example", "owner@nordfjall.example"] {
        let mut browser = world.signed_in_reading(person, language).await;
        let text = browser.open("/activity?action=api-read").await.text();
        let text = text.replace(['\u{2068}', '\u{2069}'], "");
        for said in [action, "read-2", "read-for-bo", "Bo Ek", programs[0], programs[1]] {
            assert!(text.contains(said), "{person} sees {said}: {text}");
        }
    }
}
