//! The activity log in front of people: narrowed down, searched, taken away, proven.

use jiff::SignedDuration;
use taxiway_domain::audit::{AuditKey, Chain, Checkpoint, Entry, Follower};
use taxiway_intake::log_export::{LogHead, LogSink, read_log};
use taxiway_web::portal::routes;

use super::{Browser, Page, World, delivery};

/// Lines of the table on a page of the log.
fn rows(page: &Page) -> usize {
    page.text().matches("<tr>").count().saturating_sub(1)
}

async fn opened(browser: &mut Browser, query: &str) -> Page {
    let page = browser.open(&format!("/activity{query}")).await.clone();
    assert_eq!(page.status, 200, "{query}");
    page
}

#[tokio::test]
async fn the_log_is_narrowed_down() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(1)).await;
    assert_eq!(rows(&opened(&mut clerk, "?action=job-submit").await), 1);
    assert_eq!(
        rows(&opened(&mut clerk, &format!("?customer={}&action=upload-receive", world.customer)).await),
        1
    );
    let person =
        world.log_of(world.partner).await[0].actor_id.or(world.log_of(world.partner).await[1].actor_id);
    let person = person.expect("somebody acted");
    assert_eq!(rows(&opened(&mut clerk, &format!("?person={person}&action=job-submit")).await), 1);
    assert_eq!(rows(&opened(&mut clerk, &format!("?person={}", world.customer)).await), 0);
    assert!(rows(&opened(&mut clerk, "?from=2026-11-20&until=2026-11-20").await) > 3);
    for empty in ["?until=2026-11-19", "?from=2026-11-21", "?from=2026-11-20&until=2026-11-19"] {
        assert!(opened(&mut clerk, empty).await.text().contains("No entries"), "{empty}");
    }
    for nonsense in ["?from=yesterday", "?action=nothing", "?customer=7", "?person=x", "?after=x"] {
        assert!(rows(&opened(&mut clerk, nonsense).await) > 3, "{nonsense} is passed over");
    }
}

/// Without a choice the last month is shown; the beginning of the log is one click away.
#[tokio::test]
async fn the_last_month_is_shown_unless_more_is_asked_for() {
    let world = World::new().await;
    world.clock.advance(SignedDuration::from_hours(24 * 40));
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let usual = opened(&mut clerk, "").await;
    assert_eq!(rows(&usual), 1, "signing in; what was set up is older");
    assert!(usual.text().contains("value=\"2026-11-30\""), "the day is in the form: {}", usual.text());
    let all = opened(&mut clerk, "?from=&until=").await;
    assert!(rows(&all) > 3, "a cleared field asks for everything");
    assert_eq!(rows(&opened(&mut clerk, "?from=begin").await), rows(&all));
}

#[tokio::test]
async fn long_logs_have_pages() {
    let world = World::new().await;
    for _ in 0..60 {
        world.browser().sign_in("help@kajplats.example", "a wrong password").await;
        world.clock.advance(SignedDuration::from_mins(9));
    }
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let (mut seen, mut address) = (0, "/activity?action=session-lock".to_owned());
    loop {
        let page = clerk.open(&address).await.clone();
        seen += rows(&page);
        let next = page.addresses().into_iter().find(|link| link.contains("after="));
        let Some(next) = next else { break };
        assert!(next.contains("action=session-lock") && next.contains("from="), "{next}");
        address = next.replace("&amp;", "&");
    }
    let all = world.log_of(world.partner).await;
    assert_eq!(seen, all.iter().filter(|entry| entry.action == "session.lock").count());
    assert!(seen > 50);
}

/// What is searched for stands in no address, and a search keeps the filter and goes on page by page.
#[tokio::test]
async fn a_search_is_a_form() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(1)).await;
    opened(&mut clerk, "").await;
    let found = clerk.submit("/activity/search", &[("search", "DELIVERY.csv")]).await.clone();
    assert_eq!(rows(&found), 2, "the upload, and the job of it: {}", found.text());
    assert!(found.text().contains("value=\"DELIVERY.csv\""));
    assert!(found.addresses().iter().all(|address| !address.to_lowercase().contains("delivery")));
    assert!(
        !found.addresses().iter().any(|address| address.starts_with("/activity.csv")),
        "it is no export of a search"
    );
    opened(&mut clerk, "?action=job-submit").await;
    assert_eq!(rows(clerk.submit("/activity/search", &[("search", "delivery")]).await), 1);
    let nothing = clerk.submit("/activity/search", &[("search", "nowhere at all")]).await.clone();
    assert!(nothing.text().contains("No entries"));
    clerk.submit("/activity/search", &[("search", " ")]).await;
    assert_eq!(rows(&clerk.page), 1, "without a text it is the filter alone");
    let long = clerk.submit("/activity/search", &[("search", &"x".repeat(101))]).await.clone();
    assert_eq!(long.status, 422);
    assert!(long.text().contains("at most"), "{}", long.text());
    for _ in 0..60 {
        world.browser().sign_in("help@kajplats.example", "a wrong password").await;
        world.clock.advance(SignedDuration::from_mins(9));
    }
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    opened(&mut clerk, "").await;
    let first = clerk.submit("/activity/search", &[("search", "attempts")]).await.clone();
    assert_eq!(rows(&first), 50);
    let hidden = forms(&first).last().cloned().expect("the form that goes on");
    let fields: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(rows(&clerk.post_raw("/activity/search", &fields, &[]).await), 10);
}

/// The hidden fields of each form that searches the log.
fn forms(page: &Page) -> Vec<Vec<(String, String)>> {
    let html = page.text();
    let forms = html.split("<form ").skip(1).filter(|form| form.contains("action=\"/activity/search\""));
    forms
        .map(|form| {
            let inputs =
                form.split("</form>").next().expect("a form").split("<input type=\"hidden\" ").skip(1);
            let value = |input: &str, name: &str| {
                let start = input.split(&format!("{name}=\"")).nth(1).expect("the attribute");
                start.split('"').next().expect("a closed value").to_owned()
            };
            inputs.map(|input| (value(input, "name"), value(input, "value"))).collect()
        })
        .collect()
}

/// A log as it is read from a file.
#[derive(Default)]
struct Read {
    head: Option<LogHead>,
    entries: Vec<Entry>,
}

impl LogSink for Read {
    fn head(&mut self, head: LogHead) {
        self.head = Some(head);
    }

    fn entry(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

#[tokio::test]
async fn the_log_is_taken_away_so_that_it_can_be_checked() {
    let world = World::new().await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(1)).await;
    opened(&mut owner, "").await;
    let page = owner.page.text();
    let key = AuditKey::from_secret(&[7; 32]).public().to_string();
    assert!(page.contains(&key), "the public key is shown: {page}");
    let signed = owner.submit("/activity/checkpoint", &[]).await.clone();
    assert_eq!(signed.header("content-type"), "application/json");
    assert!(signed.header("content-disposition").contains("checkpoint-"), "{:?}", signed.headers);
    let checkpoint: Checkpoint = serde_json::from_slice(&signed.body).expect("a checkpoint");
    assert!(checkpoint.is_genuine() && checkpoint.log == world.customer);

    let whole = owner.open("/activity.json?from=begin").await.clone();
    assert_eq!((whole.status.as_u16(), whole.header("content-type")), (200, "application/json"));
    let mut read = Read::default();
    read_log(&whole.body[..], &mut read).expect("an export");
    let head = read.head.expect("its head");
    assert_eq!((head.log, head.organisation.as_str()), (world.customer, "Nordfjäll Logistik"));
    let mut follower = Follower::new(Chain::after(head.log, head.after.expect("nothing is left out")));
    read.entries.iter().for_each(|entry| follower.see(entry));
    follower.end(Some(head.end)).expect("the chain holds");
    let covered = &read.entries[usize::try_from(checkpoint.sequence).unwrap() - 1];
    assert_eq!(covered.hash, checkpoint.hash);
    assert!(
        read.entries.iter().any(|entry| entry.action == "upload.receive"),
        "what its partner did is in it"
    );
    assert!(read.entries.iter().all(|entry| entry.action != "session.refuse"));

    let table = owner.open("/activity.csv?action=job-submit").await.clone();
    assert!(table.header("content-disposition").contains("activity.csv"));
    let text = table.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    let submitted = read.entries.iter().find(|entry| entry.action == "job.submit").expect("the job");
    assert!(lines[1].starts_with(&format!("{},{},Kajplats IT,", submitted.sequence, submitted.at)), "{text}");
    assert!(lines[1].ends_with(&submitted.hash.to_string()), "{text}");
    let filtered = owner.open("/activity.json?action=job-submit").await.clone();
    let mut read = Read::default();
    read_log(&filtered.body[..], &mut read).expect("an export");
    assert_eq!((read.head.expect("its head").after, read.entries.len()), (None, 1), "no chain is pretended");
}

/// Whoever works as Global Administrator is told before, and it stands in the log after.
#[tokio::test]
async fn a_global_administrator_is_told_which_role_would_do() {
    let world = World::new().await;
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    let hint = "is enough for this";
    assert!(!owner.page.text().contains(hint));
    owner.open(&world.at("/uploads/new")).await;
    let text = owner.page.text();
    assert!(text.contains(hint) && text.contains("Policy and Profile Manager"), "{text}");
    world.registered(&mut owner, &delivery(1)).await;
    let flagged = opened(&mut owner, "?action=job-submit").await.text();
    assert!(flagged.contains("would do") && flagged.contains("Policy and Profile Manager"), "{flagged}");
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    clerk.open(&world.at("/uploads/new")).await;
    assert!(!clerk.page.text().contains(hint), "only the mightiest is told");
}

/// Without a key there is no button, and a button pressed all the same says why.
#[tokio::test]
async fn a_server_without_a_key_says_so() {
    let world = World::new().await;
    let ids = taxiway_service::Ids::seeded(8);
    let settings = taxiway_service::Settings::default();
    let service = taxiway_service::Service::new(world.store.clone(), world.clock.clone(), ids, settings);
    let service = service.await.expect("a service");
    let router = taxiway_web::portal::router(service, taxiway_web::portal::PortalSettings::default());
    let mut clerk = Browser::new(router, "en");
    clerk.sign_in("clerk@kajplats.example", super::PASSWORD).await;
    let page = opened(&mut clerk, "").await;
    let checkpoint = routes::ActivityCheckpoint {}.to_string();
    assert!(!page.offers(&checkpoint) && page.text().contains("no key to sign with"), "{}", page.text());
    let csrf = page.hidden("/sign-out").expect("the form")[0].1.clone();
    let refused = clerk.post_raw(&checkpoint, &[("csrf", &csrf)], &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("Ask its operator"), "{}", refused.text());
}
