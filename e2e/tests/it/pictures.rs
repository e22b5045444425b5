//! The pictures of the README. They are taken anew with
//! `TAXIWAY_SCREENSHOTS=docs/images cargo nextest run -p taxiway-e2e pictures`; without that variable the test only
//! walks through.

use anyhow::Result;
use rstest::rstest;
use taxiway_e2e::{Language, Look};

use crate::visit::{CLERK, CUSTOMER, TAG, Visit};

/// A delivery with a few typical troubles.
const DELIVERY: &str = "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\n\
    NFX7-20440,,,Nordfjell,Polar 14\n\
    NFX7-20441 ,,,Nordfjell,Polar 14\n\
    ,3.30512E+12,,,\n\
    NFX7-20443,,,Nordfjell,Polar 14\n\
    To be filled by O.E.M.,,,Nordfjell,Polar 14\n\
    NFX7-20445,,,Nordfjell,Polar 14\n";

#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn pictures_of_the_readme(#[case] language: Language) -> Result<()> {
    let visit = Visit::of(CLERK, Look { language, ..Look::default() }).await?;
    let browser = &visit.browser;
    visit.choose_customer(CUSTOMER).await?;
    if language == Language::Hebrew {
        return browser.snapshot("hebrew").await;
    }
    browser.snapshot("overview").await?;
    visit.navigate("/devices").await?;
    visit.at("devices-title").await?;
    browser.snapshot("devices").await?;
    visit.navigate("/jobs").await?;
    visit.follow("a.row-link", "Delivery 2043").await?;
    browser.until("#rows tbody").await?;
    browser.click(".tabs a[href*='show=failed']").await?;
    browser.until(".tabs a[href*='show=failed'][aria-current=true]").await?;
    browser.driver().execute("scrollTo(0, 0)", Vec::new()).await?;
    // What the pointer happens to be over would look chosen.
    browser.driver().action_chain().move_to(5, 5).perform().await?;
    browser.snapshot("job").await?;
    visit.upload("delivery-2044.csv", DELIVERY.as_bytes(), TAG).await?;
    visit.at("preview-title").await?;
    browser.screenshot("preview").await
}
