//! The portal in a window as narrow as a telephone's.

use anyhow::{Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Language, Look};

use crate::pages::Tour;
use crate::partner_center;
use crate::visit::{CLERK, CUSTOMER, LIST, TAG, Visit, patiently};

/// Findings that reach beyond the window, though nobody has scrolled their table.
const BEYOND: &str = "
    const findings = [...document.querySelectorAll('#rows .findings, #rows .published')];
    const beyond = findings.filter((element) => {
        const box = element.getBoundingClientRect();
        return box.right > innerWidth + 1 || box.left < -1;
    });
    return [findings.length, beyond.length];
";

/// How much of the window's height is there before the page itself begins.
const BEFORE: &str =
    "return Math.round(document.querySelector('main h1').getBoundingClientRect().top + scrollY)";

async fn number(visit: &Visit, script: &str) -> Result<Vec<u64>> {
    let found = visit.browser.driver().execute(script, Vec::new()).await?;
    let found = found.json();
    let all = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
    Ok(all.iter().filter_map(serde_json::Value::as_u64).collect())
}

#[rstest]
#[case::english(Language::English)]
#[case::swedish(Language::Swedish)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn a_narrow_window_shows_the_whole_page(#[case] language: Language) -> Result<()> {
    let visit = Visit::of(CLERK, Look { language, width: 390, ..Look::default() }).await?;
    let tour = Tour { visit, name: format!("narrow-{}", language.tag()) };
    let (visit, browser) = (&tour.visit, &tour.visit.browser);
    let before = number(visit, BEFORE).await?;
    ensure!(before[0] < 200, "the page begins only {before:?} pixels below");
    visit.choose_customer(CUSTOMER).await?;
    visit.navigate("/uploads/new").await?;
    tour.sees("1-add-devices").await?;
    for opened in
        ["details:has(#pasted)", "details:has([data-scan])", "details:has(.samples)", "details:has(.compare)"]
    {
        browser.click(&format!("{opened} > summary")).await?;
        tour.sees("2-add-devices-opened").await?;
    }
    visit.upload("narrow.csv", LIST.as_bytes(), TAG).await?;
    visit.register().await?;
    browser.until("#job-progress[data-live='false']").await?;
    browser.until("#rows tbody").await?;
    let found = number(visit, BEYOND).await?;
    ensure!(found[0] >= 3 && found[1] == 0, "of {} findings {} are beyond the window", found[0], found[1]);
    tour.sees("3-job").await
}

/// Lets a program ask for something with a long path, until the page shows it.
async fn calls(visit: &Visit, client: &str, secret: &str) -> Result<()> {
    const CALL: &str = "
        const [client_id, client_secret, done] = arguments;
        const token = new URL(document.querySelector('#token-v1').textContent).pathname;
        const resource = 'https://api.partnercenter.microsoft.com';
        const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, resource });
        const path = `/v1/customers/${client_id}/deviceBatches/Delivery%20of%20autumn/devices/${client_id}`;
        fetch(token, { method: 'POST', body })
            .then((answer) => answer.json())
            .then((answer) => fetch(path, { headers: { Authorization: `Bearer ${answer.access_token}` } }))
            .then((answer) => done(answer.status), (error) => done(String(error)));
    ";
    let browser = &visit.browser;
    let api = visit.demo.address("/api");
    browser.go(&api).await?;
    let arguments = vec![client.into(), secret.into()];
    let answered = browser.driver().execute_async(CALL, arguments).await?;
    ensure!(answered.json().as_u64() == Some(404), "{:?}", answered.json());
    patiently(async || {
        browser.go(&api).await?;
        ensure!(browser.count("#request-1").await? == 1, "the request is not shown");
        Ok(())
    })
    .await
}

/// What a table has yet to scroll to, seen or unseen, does not widen the page.
#[rstest]
#[tokio::test]
async fn no_page_is_wider_than_a_narrow_window(
    #[values(Language::English, Language::Hebrew)] language: Language,
) -> Result<()> {
    const SIZES: &str = "
        const lines = [...document.querySelectorAll('td .island, th .island')].map((one) => one.getClientRects().length);
        return [document.documentElement.scrollWidth, Math.max(0, ...lines)];
    ";
    let visit = Visit::begin(Look { language, width: 390, ..Look::default() }).await?;
    visit.sign_in_as("admin@nordlicht.example").await?;
    let tour = Tour { visit, name: format!("narrow-admin-{}", language.tag()) };
    let visit = &tour.visit;
    let (client, secret) = partner_center::registers(visit).await?;
    let app = format!("/apps/{client}");
    calls(visit, &client, &secret).await?;
    for (page, name) in [
        ("/api", "1-api"),
        (app.as_str(), "2-app"),
        ("/apps", "3-apps"),
        ("/people", "4-people"),
        ("/requests", "5-requests"),
        ("/activity", "6-activity"),
        ("/customers", "7-customers"),
    ] {
        visit.browser.go(&visit.demo.address(page)).await?;
        visit.browser.until("main h1").await?;
        tour.sees(name).await?;
        let found = number(visit, SIZES).await?;
        ensure!(found[0] <= 390, "{page} is {} pixels wide", found[0]);
        ensure!(found[1] <= 5, "something of {page} is broken into {} lines", found[1]);
    }
    Ok(())
}

/// The navigation is behind a button that is reached and opened without a script, and tells whether it is open.
#[rstest]
#[tokio::test]
async fn the_navigation_waits_behind_a_button(#[values(true, false)] scripts: bool) -> Result<()> {
    let visit = Visit::of(CLERK, Look { scripts, width: 390, ..Look::default() }).await?;
    let browser = &visit.browser;
    let entry = browser.find(".side nav a[href$='/activity']").await?;
    ensure!(!entry.is_displayed().await?, "the navigation is out of the way");
    let button = browser.find(".menu-button").await?;
    assert_eq!(button.text().await?, visit.word("nav-menu"));
    button.click().await?;
    ensure!(entry.is_displayed().await?, "the button opens it");
    browser.snapshot("narrow-menu").await?;
    let tree = browser.accessibility_tree().await?;
    ensure!(tree.contains("navigation") && tree.contains(&visit.word("sign-out")), "{tree}");
    entry.click().await?;
    visit.at("activity-title").await?;
    ensure!(
        !browser.find(".side nav a[href$='/activity']").await?.is_displayed().await?,
        "and it is closed again"
    );
    visit.sign_out().await
}

/// Buttons stand beside the heading where there is room.
#[tokio::test]
async fn buttons_of_a_page_stand_beside_its_heading() -> Result<()> {
    const UNDER: &str = "
        const [head, actions] = ['.head h1', '.head .actions'].map((one) => document.querySelector(one).getBoundingClientRect());
        return actions.top >= head.bottom ? 1 : 0;
    ";
    let visit = Visit::begin(Look::default()).await?;
    visit.sign_in_as("admin@nordlicht.example").await?;
    for page in ["/customers", "/requests", "/people"] {
        visit.browser.go(&visit.demo.address(page)).await?;
        visit.browser.until(".head .actions").await?;
        assert_eq!(number(&visit, UNDER).await?, [0], "the buttons of {page} are under its heading");
    }
    Ok(())
}
