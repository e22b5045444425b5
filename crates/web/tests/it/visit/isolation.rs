//! Two partners and two customers that have nothing to do with each other: neither side can tell what the other one has.

mod side;
mod statements;

use std::collections::BTreeMap;

use axum::http::Method;
use taxiway_domain::role::Role;
use taxiway_service::Settings;
use taxiway_web::portal::routes::{self, Route as _};
use taxiway_web::portal::{LimitSettings, PortalSettings};

use super::{Browser, Page, World, pieces_of};
use side::{Side, UNKNOWN, published};

/// Routes that give their file or mark to everybody, and routes that ask for a secret of their own.
const EVERYBODYS: &[&str] = &[
    routes::Asset::PATTERN,
    routes::Sample::PATTERN,
    routes::Welcome::PATTERN,
    routes::NewPassword::PATTERN,
];

/// Addresses that a walk leaves out, because asking for them is an act and stands in one's own log.
fn is_an_act(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let device = path.contains("/devices/") && !path.ends_with("/search");
    device || [".csv", ".json", "/events"].iter().any(|end| path.ends_with(end))
}

/// The text of a page without the id of its request.
fn plain(page: &Page) -> String {
    let request = page.header("x-request-id");
    if request.is_empty() { page.text() } else { page.text().replace(request, "REQUEST") }
}

/// What one person can see: every page that a link leads to, by its address.
async fn view(browser: &mut Browser) -> BTreeMap<String, String> {
    let mut todo = vec!["/".to_owned()];
    let mut seen = BTreeMap::new();
    while let Some(address) = todo.pop() {
        if seen.contains_key(&address) || is_an_act(&address) {
            continue;
        }
        let page = browser.open(&address).await.clone();
        assert!(page.status.is_success(), "{address}: {}", page.status);
        seen.insert(address, plain(&page));
        if page.header("content-type").starts_with("text/html") {
            let links = pieces_of(&page);
            let links = links.iter().filter_map(|piece| piece.attribute("href"));
            todo.extend(links.filter(|link| link.starts_with('/')).map(ToOwned::to_owned));
        }
    }
    seen
}

/// What each of these people can see.
async fn views(people: &mut [(Role, Browser)]) -> Vec<(Role, BTreeMap<String, String>)> {
    let mut all = Vec::new();
    for (role, browser) in people {
        all.push((*role, view(browser).await));
    }
    all
}

/// Panics where the pages of somebody changed, naming the page and the first line that differs.
fn assert_same(before: &[(Role, BTreeMap<String, String>)], after: &[(Role, BTreeMap<String, String>)]) {
    for ((role, before), (_, after)) in before.iter().zip(after) {
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{role:?}");
        for (address, page) in before {
            let changed = page.lines().zip(after[address].lines()).find(|(one, other)| one != other);
            assert!(*page == after[address], "{role:?} sees on {address} what the others did: {changed:?}");
        }
    }
}

fn unlimited() -> PortalSettings {
    let limits =
        LimitSettings { sign_ins: 0, sign_ins_of_account: 0, resets: 0, resets_of_account: 0, links: 0 };
    PortalSettings { limits, ..PortalSettings::default() }
}

/// An answer without what differs from one request to the next, and with one word in place of the ids asked for.
fn shape(page: &Page, ids: &BTreeMap<&'static str, String>) -> (u16, Vec<(String, String)>, String) {
    let request = page.header("x-request-id");
    // What stands in a link holds an id.
    let mut longest: Vec<_> = ids.values().collect();
    longest.sort_by_key(|id| std::cmp::Reverse(id.len()));
    let plain = |text: &str| {
        let text = longest.iter().fold(text.to_owned(), |text, id| text.replace(id.as_str(), "ID"));
        if request.is_empty() { text } else { text.replace(request, "REQUEST") }
    };
    let headers = page
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), plain(value.to_str().expect("a plain header"))));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (page.status.as_u16(), headers, plain(&page.text()))
}

/// An address of a pattern: its ids from `ids`, and the organisation's own where it says so.
fn filled(pattern: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let segments = pattern.split('/').map(|segment| {
        let Some(name) = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else {
            return segment.to_owned();
        };
        ids.get(name).unwrap_or_else(|| panic!("{pattern}: no {name} is known to ask for")).clone()
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The ids that an outsider can try: all of the other side's, and the other side's below what is one's own.
fn attempts(own: &Side, theirs: &BTreeMap<&'static str, String>) -> Vec<BTreeMap<&'static str, String>> {
    let mut below = theirs.clone();
    for name in ["customer", "organisation"] {
        below.insert(name, own.ids[name].clone());
    }
    vec![theirs.clone(), below]
}

/// Asks by an address, with a form where it is posted.
async fn ask(browser: &mut Browser, method: &Method, path: &str, fields: &[(&str, &str)]) -> Page {
    if method == Method::GET {
        browser.request(Method::GET, path).await
    } else {
        browser.post_raw(path, fields, &[]).await
    }
}

/// What forms send, so that a request gets as far as what it asks for.
const FIELDS: &[(&str, &str)] = &[
    ("search", "x"),
    ("serial", "x"),
    ("name", "Somebody"),
    ("email", "somebody@else.example"),
    ("role", "helpdesk-agent"),
    ("role", "global-reader"),
    ("permission", "devices.read"),
    ("months", "6"),
    ("confirm", "yes"),
    ("locale", "en"),
];

/// Whatever is asked for by its id: what belongs to others is answered exactly as what does not exist.
#[tokio::test]
async fn what_belongs_to_others_is_answered_like_what_does_not_exist() {
    statements::count();
    let world = World::with(unlimited(), Settings::default()).await;
    let own = Side::first(&world).await;
    let theirs = Side::second(&world).await;
    let mut owners = theirs.people(&world).await;
    let before = views(&mut owners).await;
    let mut nobodys: BTreeMap<_, _> = theirs.ids.keys().map(|name| (*name, UNKNOWN.to_owned())).collect();
    nobodys.insert("ticket", published(UNKNOWN));
    let mut asked = 0;
    for (role, mut browser) in own.people(&world).await {
        browser.open("/account").await;
        let csrf = browser.page.hidden("/sign-out").expect("the form")[0].1.clone();
        let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(FIELDS.iter().copied()).collect();
        let asked_for = routes::PATTERNS.iter().filter(|pattern| pattern.contains('{'));
        for pattern in asked_for.filter(|pattern| !EVERYBODYS.contains(pattern)) {
            for (foreign, unknown) in attempts(&own, &theirs.ids).iter().zip(attempts(&own, &nobodys)) {
                let (foreign_path, unknown_path) = (filled(pattern, foreign), filled(pattern, &unknown));
                if foreign_path == unknown_path {
                    continue;
                }
                for method in [Method::GET, Method::POST] {
                    let mut costs = Vec::new();
                    // The driver tells of a statement a moment after its answer: a count can slip to the next request.
                    for _ in 0..6 {
                        let begun = statements::executed();
                        let one = ask(&mut browser, &method, &foreign_path, &fields).await;
                        let between = statements::executed();
                        let other = ask(&mut browser, &method, &unknown_path, &fields).await;
                        assert!(!one.status.is_success(), "{role:?} {method} {foreign_path}: {}", one.status);
                        let shapes = (shape(&one, foreign), shape(&other, &unknown));
                        assert_eq!(shapes.0, shapes.1, "{role:?} {method} {foreign_path}");
                        costs.push((between - begun, statements::executed() - between));
                        if costs.last().is_some_and(|(one, other)| one == other) {
                            break;
                        }
                    }
                    let last = costs.last().expect("it was asked");
                    assert_eq!(last.0, last.1, "{role:?} {method} {foreign_path}: statements {costs:?}");
                    asked += 1;
                }
            }
        }
    }
    assert!(statements::executed() > asked, "statements are counted");
    assert!(asked > 300, "{asked}");
    assert_same(&before, &views(&mut owners).await);
}

/// Whatever the others do, one's own pages stay as they were: no number, no name and no list grows with them.
#[tokio::test]
async fn what_others_do_shows_nowhere() {
    let world = World::with(unlimited(), Settings::default()).await;
    let own = Side::first(&world).await;
    let mut people = own.people(&world).await;
    let before = views(&mut people).await;
    let theirs = Side::second(&world).await;
    let after = views(&mut people).await;
    assert_same(&before, &after);
    for (role, pages) in &after {
        assert!(pages.len() > 3, "{role:?} was led through the pages: {:?}", pages.keys());
        for (address, page) in pages {
            for word in theirs.words.iter().chain(theirs.ids.values()) {
                assert!(!page.contains(word.as_str()), "{role:?} reads {word} on {address}");
            }
        }
    }
    let seen: usize = after.iter().map(|(_, pages)| pages.len()).sum();
    assert!(seen > 100, "{seen}");
}

/// A search for what others have finds as much as a search for what nobody has.
#[tokio::test]
async fn searches_do_not_reach_others() {
    let world = World::with(unlimited(), Settings::default()).await;
    let own = Side::first(&world).await;
    let theirs = Side::second(&world).await;
    for (role, mut browser) in own.people(&world).await {
        let searches = view(&mut browser).await;
        for (address, _) in searches.iter().filter(|(address, _)| !address.contains('?')) {
            browser.open(address).await;
            let forms = browser.page.addresses().into_iter().filter(|one| one.ends_with("/search"));
            for form in forms.collect::<Vec<_>>() {
                for word in &theirs.words {
                    let mut answers = Vec::new();
                    for text in [word.as_str(), "Qwxz-9"] {
                        browser.open(address).await;
                        browser.submit(&form, &[("search", text), ("serial", text)]).await;
                        answers.push(plain(&browser.page).replace(text, "WORD"));
                    }
                    assert_eq!(answers[0], answers[1], "{role:?} searches {form} for {word}");
                }
            }
        }
    }
}
