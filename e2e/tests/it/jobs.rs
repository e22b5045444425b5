//! What a clerk does about a job, and what others may not do.

use std::fmt::Write as _;

use anyhow::{Result, ensure};
use rstest::rstest;
use taxiway_e2e::Look;

use crate::visit::{CLERK, CUSTOMER, TAG, Visit};

/// So many rows that progress is seen.
const LONG: usize = 60_000;
/// So many rows that somebody can hesitate, think again and then change their mind.
const VERY_LONG: usize = 200_000;

fn list(rows: usize) -> Result<String> {
    let mut list = String::from("Manufacturer,Model,Serial Number\n");
    for number in 0..rows {
        writeln!(list, "Nordfjell,Polar 14,LNG-{number:06}")?;
    }
    Ok(list)
}

async fn at_the_customer(scripts: bool) -> Result<Visit> {
    let visit = Visit::of(CLERK, Look { scripts, ..Look::default() }).await?;
    visit.choose_customer(CUSTOMER).await?;
    Ok(visit)
}

#[rstest]
#[tokio::test]
async fn a_job_is_cancelled_after_a_question(#[values(true, false)] scripts: bool) -> Result<()> {
    let visit = at_the_customer(scripts).await?;
    let browser = &visit.browser;
    visit.upload("long.csv", list(VERY_LONG)?.as_bytes(), TAG).await?;
    visit.register().await?;
    let job = browser.path().await?;
    browser.click(".head a[href$='/cancel']").await?;
    visit.at("job-cancel-title").await?;
    browser.click("form.actions a").await?;
    browser.until("#job-progress").await?;
    assert_eq!(browser.path().await?, job, "whoever is unsure goes back");
    browser.click(".head a[href$='/cancel']").await?;
    browser.until(".confirm").await?;
    browser.click("form.actions button").await?;
    browser.until("#job-progress").await?;
    assert_eq!(browser.path().await?, job);
    for _ in 0..200 {
        if browser.has("#job-progress[data-state=cancelled]").await? {
            break;
        }
        browser.go(&visit.demo.address(&job)).await?;
    }
    visit.sees(&[&visit.word("job-state-cancelled"), &visit.word("job-reason-asked")]).await?;
    ensure!(!browser.has(".head a[href$='/cancel']").await?, "what is cancelled is not offered again");
    visit.sees(&[&visit.word("outcome-cancelled")]).await?;
    visit.navigate("/activity").await?;
    visit.sees(&[&visit.word("audit-action-job-cancel")]).await
}

/// Progress moves under the clerk's eyes, without a hand on the page.
#[tokio::test]
async fn progress_is_live() -> Result<()> {
    let visit = at_the_customer(true).await?;
    let browser = &visit.browser;
    visit.upload("long.csv", list(LONG)?.as_bytes(), TAG).await?;
    visit.register().await?;
    let mut seen = std::collections::BTreeSet::new();
    while browser.has("#job-progress[data-live=true]").await? {
        // The part is replaced by the next one at any moment.
        let shown = browser
            .driver()
            .execute("return document.querySelector('#job-progress progress')?.value ?? null", Vec::new());
        seen.extend(shown.await?.json().as_u64());
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    browser.until("#job-progress[data-state=finished]").await?;
    ensure!(seen.iter().any(|percent| *percent < 100), "only {seen:?} percent were seen");
    browser.until("#rows tbody").await?;
    visit.sees(&["60,000"]).await
}

/// The demo's own delivery has rows that were refused; they can be tried again, as a job of their own.
#[tokio::test]
async fn refused_rows_are_tried_again() -> Result<()> {
    let visit = at_the_customer(true).await?;
    let browser = &visit.browser;
    visit.navigate("/jobs").await?;
    visit.follow("a.row-link", "Delivery 2043").await?;
    browser.until("#job-progress").await?;
    let first = browser.path().await?;
    browser.click("form[action$='/retry'] button").await?;
    visit.leaves(&first).await?;
    browser.until("#job-progress[data-state=finished]").await?;
    browser.until("#rows tbody").await?;
    assert_eq!(browser.count("#rows tbody").await?, 6, "the refused rows alone");
    visit.sees(&["KESTREL AIR14", "808", "812"]).await
}

/// A workbook under another name is refused as a whole, with the remedy and a way on.
#[tokio::test]
async fn a_renamed_workbook_is_refused() -> Result<()> {
    let visit = at_the_customer(false).await?;
    visit.upload("devices.csv", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml", TAG).await?;
    visit.at("refused-title").await?;
    visit
        .sees(&[&visit.word("finding-file-spreadsheet"), &visit.word("finding-file-spreadsheet-remedy")])
        .await?;
    visit.browser.click(".refused a.button").await?;
    visit.at("add-title").await
}

#[tokio::test]
async fn a_customer_without_devices_is_told_where_to_begin() -> Result<()> {
    let visit = Visit::of(CLERK, Look::default()).await?;
    visit.choose_customer("בית ספר השקד").await?;
    visit.sees(&[&visit.word("customer-no-devices"), &visit.word("jobs-none")]).await?;
    visit.navigate("/devices").await?;
    visit.sees(&[&visit.word("customer-no-devices-text")]).await?;
    visit.navigate("/jobs").await?;
    visit.sees(&[&visit.word("jobs-none-text")]).await
}

#[tokio::test]
async fn who_may_only_look_is_offered_nothing_else() -> Result<()> {
    let visit = Visit::of("helpdesk-agent", Look::default()).await?;
    visit.choose_customer(CUSTOMER).await?;
    let add = visit.browser.path().await? + "/uploads/new";
    for page in ["", "/devices", "/jobs"] {
        if !page.is_empty() {
            visit.navigate(page).await?;
        }
        ensure!(!visit.browser.has("a[href$='/uploads/new']").await?, "{page} offers Add devices");
    }
    visit.follow("a.row-link", "Delivery 2043").await?;
    visit.browser.until("#job-progress").await?;
    ensure!(!visit.browser.has("form[action$='/retry']").await?, "retry is not offered");
    visit.browser.go(&visit.demo.address(&add)).await?;
    visit.at("error-403-title").await
}
