//! From a request for consent to its end: two people of two organisations, each at a browser.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Demo, Look};
use taxiway_locale::{Locale, text_with};

use crate::visit::{CUSTOMER, TAG, Visit, patiently};

const PARTNER: &str = "Fjordbyte";
/// A tag that the customer does not allow.
const OTHER_TAG: &str = "Microsoft365Managed_Kiosk";
/// Rows of the job that does not come to its end.
const ROWS: usize = 20_000;
/// Small parts, one after the other, so that a job takes as long as a person needs for a click.
const SETTINGS: [(&str, &str); 2] = [("TAXIWAY_PARTS_ROWS", "100"), ("TAXIWAY_WORKERS", "1")];

#[rstest]
#[tokio::test]
async fn a_newcomer_asks_registers_within_limits_and_is_stopped(
    #[values(true, false)] scripts: bool,
) -> Result<()> {
    let demo = Arc::new(Demo::served(&SETTINGS).await?);
    let look = Look { scripts, ..Look::default() };
    let partner = Visit::to(Arc::clone(&demo), look).await?;
    let customer = Visit::to(Arc::clone(&demo), look).await?;
    partner.sign_in_as("admin@fjordbyte.example").await?;
    let link = asks(&partner).await?;
    agrees(&customer, &link).await?;
    half_is_registered(&partner).await?;
    let job = is_stopped(&partner, &customer).await?;
    nothing_more_is_registered(&customer, &job).await?;
    partner.browser.go(&demo.address(&job)).await?;
    partner.at("error-404-title").await?;
    asks_again(&partner).await
}

/// Whoever ends a relationship sees its devices go, without a hand on the page where there are scripts.
#[rstest]
#[tokio::test]
async fn deregistering_is_seen_to_its_end(#[values(true, false)] scripts: bool) -> Result<()> {
    let customer = Visit::begin(Look { scripts, ..Look::default() }).await?;
    let browser = &customer.browser;
    customer.sign_in_as("admin@hafenblick.example").await?;
    customer.navigate("/relationships").await?;
    customer.follow("a.row-link", "Nordlicht IT").await?;
    browser.until("a[href$='/end']").await?;
    browser.click("a[href$='/end']").await?;
    browser.until("input[name=devices]").await?;
    browser.click("input[name=devices][value=deregister]").await?;
    browser.click("form[action$='/end'] button").await?;
    customer.sees(&[&customer.word("ending-by-customer")]).await?;
    let finished = "#job-progress[data-state=finished]";
    for _ in 0..200 {
        if scripts || browser.has(finished).await? {
            break;
        }
        browser.click(".head .actions a").await?;
    }
    browser.until(finished).await?;
    // The script asks for the page once more at the end: nothing is left to be refreshed.
    patiently(async || {
        ensure!(!browser.has("[data-events]").await?, "it is not over yet");
        Ok(())
    })
    .await?;
    let devices = text_with(Locale::En, "ended-removed", &[("count", 264_u64.into())]);
    customer.sees(&[&customer.word("ended-finished"), &devices]).await?;
    looks(&customer, "10-deregistered").await
}

/// Looks at a page with the checker for accessibility, which needs scripts.
async fn looks(visit: &Visit, page: &str) -> Result<()> {
    visit.browser.screenshot(&format!("relationship-{page}")).await?;
    if !visit.scripts {
        return Ok(());
    }
    let found = visit.browser.violations().await?;
    ensure!(found.is_empty(), "{page}: {found:#?}");
    Ok(())
}

/// The partner asks, with delegated administration: the link that goes to the customer.
async fn asks(partner: &Visit) -> Result<String> {
    let browser = &partner.browser;
    browser.go(&partner.demo.address("/requests/new")).await?;
    partner.at("request-new").await?;
    browser.fill("#label", CUSTOMER).await?;
    browser.click("input[name=delegated]").await?;
    browser.click(".submit-bar button").await?;
    partner.at("draft-title").await?;
    looks(partner, "1-draft").await?;
    browser.find("#link").await?.value().await?.context("the draft has a link")
}

/// The customer's Global Administrator opens the link, signs in, clears the box, allows one tag and accepts.
async fn agrees(customer: &Visit, link: &str) -> Result<()> {
    let browser = &customer.browser;
    browser.go(link).await?;
    browser.until(".entrance-form").await.context("who is not signed in is asked to")?;
    customer.sign_in_as("admin@hafenblick.example").await?;
    let words = ["consent-granted-register", "consent-not-granted-directory", "consent-administration-text"];
    let words = words.map(|key| customer.word(key));
    customer.sees(&words.each_ref().map(String::as_str)).await?;
    customer.sees(&[PARTNER, CUSTOMER]).await?;
    looks(customer, "2-question").await?;
    browser.click("input[name=delegated]:checked").await?;
    browser.click(&format!("input[name=tag][value='{TAG}']")).await?;
    browser.click("input[name=agree]").await?;
    browser.click("form[action$='/accept'] button").await?;
    customer.at("nav-relationships").await?;
    customer.sees(&[&customer.word("flash-consented"), PARTNER]).await?;
    customer.follow("a.row-link", PARTNER).await?;
    customer.headed(PARTNER).await?;
    customer.sees(&[&customer.word("value-no"), TAG]).await?;
    ensure!(!browser.has("a[href$='/administration']").await?, "nothing was delegated");
    looks(customer, "3-relationship").await
}

fn list(rows: usize, prefix: &str, tag: impl Fn(usize) -> &'static str) -> Result<String> {
    let mut list = String::from("Manufacturer,Model,Serial Number,Group Tag\n");
    for number in 0..rows {
        writeln!(list, "Nordfjell,Polar 14,{prefix}-{number:06},{}", tag(number))?;
    }
    Ok(list)
}

/// Of a file with two tags one half is registered; each row of the other one names the limit.
async fn half_is_registered(partner: &Visit) -> Result<()> {
    let browser = &partner.browser;
    partner.choose_customer(CUSTOMER).await?;
    let two = list(20, "TWO", |number| if number % 2 == 0 { TAG } else { OTHER_TAG })?;
    partner.upload("two.csv", two.as_bytes(), TAG).await?;
    assert_eq!(browser.count(".row-error").await?, 10, "the preview says it before anything is registered");
    looks(partner, "4-preview").await?;
    partner.register().await?;
    let job = browser.path().await?;
    over(partner, &job).await?;
    browser.go(&partner.demo.address(&format!("{job}?show=failed"))).await?;
    browser.until("#rows tbody").await?;
    assert_eq!(browser.count("#rows tbody").await?, 10, "a body for each row");
    let text = browser.text().await?;
    let told = partner.word("finding-scope-group-tag-remedy");
    assert_eq!(text.matches(told.as_str()).count(), 10, "{text}");
    assert_eq!(text.matches(OTHER_TAG).count(), 10, "{text}");
    looks(partner, "5-refused").await?;
    let (_, results) = browser.download("a[href$='/results.csv']").await?;
    let results = String::from_utf8(results)?;
    assert_eq!(results.matches("OutsideConsentScope").count(), 10, "{results}");
    partner.choose_customer(CUSTOMER).await?;
    partner.navigate("/devices").await?;
    let text = browser.text().await?;
    ensure!(text.contains("TWO-000018") && !text.contains("TWO-000019"), "{text}");
    Ok(())
}

/// Asks for the page of a job until nothing more happens to it.
async fn over(visit: &Visit, job: &str) -> Result<()> {
    for _ in 0..400 {
        visit.browser.go(&visit.demo.address(job)).await?;
        if visit.browser.has("#job-progress[data-live=false]").await? {
            return Ok(());
        }
    }
    anyhow::bail!("{job} never ends:\n{}", visit.browser.text().await?)
}

/// The customer ends the relationship while a long job runs: its address.
async fn is_stopped(partner: &Visit, customer: &Visit) -> Result<String> {
    partner.choose_customer(CUSTOMER).await?;
    partner.upload("long.csv", list(ROWS, "LNG", |_| TAG)?.as_bytes(), TAG).await?;
    let browser = &customer.browser;
    browser.click("a[href$='/end']").await?;
    browser.until("input[name=devices][value=keep]:checked").await.context("keeping is the default")?;
    looks(customer, "6-ending").await?;
    browser.fill("#reason", "We buy elsewhere.").await?;
    partner.register().await?;
    let job = partner.browser.path().await?;
    browser.click("form[action$='/end'] button").await?;
    customer.sees(&[&customer.word("flash-ended"), "We buy elsewhere."]).await?;
    Ok(job)
}

/// How many devices are ready for their users, as the customer's own page says; pending are the rows of jobs.
async fn ready(customer: &Visit) -> Result<String> {
    customer.browser.go(&customer.demo.address("/")).await?;
    customer.headed(CUSTOMER).await?;
    Ok(customer.browser.find(".legend a[href*='state=ready'] strong").await?.text().await?)
}

/// From the end on not one device more is registered; each row that is left says why.
async fn nothing_more_is_registered(customer: &Visit, job: &str) -> Result<()> {
    let browser = &customer.browser;
    looks(customer, "7-ended").await?;
    let left = ready(customer).await?;
    over(customer, job).await?;
    customer
        .sees(&[&customer.word("job-state-cancelled"), &customer.word("job-reason-consent-ended")])
        .await?;
    looks(customer, "8-stopped").await?;
    let (_, results) = browser.download("a[href$='/results.csv']").await?;
    let results = String::from_utf8(results)?;
    let rows = results.lines().filter(|line| line.contains("LNG-")).count();
    let told = results.lines().filter(|line| line.contains("LNG-") && line.contains("ConsentEnded")).count();
    assert_eq!(rows, ROWS, "every row has its verdict");
    ensure!(told > 0, "the job was over before the relationship was: {}", browser.text().await?);
    ensure!((ROWS - told).is_multiple_of(100), "whole parts, not {}", ROWS - told);
    assert_eq!(ready(customer).await?, left, "nothing was registered after the end");
    Ok(())
}

/// The partner reads what became of it, and may ask once more.
async fn asks_again(partner: &Visit) -> Result<()> {
    let browser = &partner.browser;
    browser.go(&partner.demo.address("/requests/past")).await?;
    partner.sees(&[CUSTOMER, "We buy elsewhere."]).await?;
    partner.follow("a.row-link", CUSTOMER).await?;
    partner.sees(&[&partner.word("ended-left"), &partner.word("ending-by-customer")]).await?;
    looks(partner, "9-left").await?;
    browser.click("a[href*='/requests/new?customer=']").await?;
    partner.at("request-new").await?;
    assert_eq!(browser.find("#label").await?.value().await?.as_deref(), Some(CUSTOMER));
    Ok(())
}
