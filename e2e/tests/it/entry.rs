//! Devices that come without a file: pasted, typed, scanned, or dropped onto the page.

use anyhow::{Result, ensure};
use rstest::rstest;
use taxiway_e2e::Look;
use taxiway_e2e::thirtyfour::By;

use crate::visit::{CLERK, CUSTOMER, Visit};

const PASTE: &str = "details:has(#pasted) > summary";
const SCAN: &str = "details:has([data-scan]) > summary";

async fn at_the_form(scripts: bool) -> Result<Visit> {
    let visit = Visit::of(CLERK, Look { scripts, ..Look::default() }).await?;
    visit.choose_customer(CUSTOMER).await?;
    visit.navigate("/uploads/new").await?;
    visit.at("add-title").await?;
    Ok(visit)
}

/// What stands in the fields of one name, row by row.
async fn values(visit: &Visit, name: &str) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for field in visit.browser.driver().find_all(By::Css(format!("[data-scan] input[name={name}]"))).await? {
        values.push(field.value().await?.unwrap_or_default());
    }
    Ok(values)
}

#[tokio::test]
async fn a_scanner_fills_one_row_after_the_other() -> Result<()> {
    let visit = at_the_form(true).await?;
    let browser = &visit.browser;
    browser.click(SCAN).await?;
    let rows = browser.count("[data-scan] tbody tr").await?;
    browser.click("[data-scan] input[name=serial_number]").await?;
    // A barcode scanner types and presses Enter; the first row's maker and model are typed.
    for text in ["SCN-001\u{e007}", "Nordfjell\u{e007}", "Polar 14\u{e007}"] {
        browser.press(text).await?;
    }
    for number in 2..=7 {
        browser.press(&format!("SCN-{number:03}\u{e007}")).await?;
    }
    assert!(browser.path().await?.ends_with("/uploads/new"), "Enter sends nothing");
    let expected: Vec<String> = (1..=7).map(|number| format!("SCN-{number:03}")).collect();
    assert_eq!(values(&visit, "serial_number").await?[..7], expected);
    assert_eq!(values(&visit, "manufacturer").await?[..7], vec!["Nordfjell"; 7]);
    assert_eq!(values(&visit, "model").await?[..7], vec!["Polar 14"; 7]);
    assert!(
        browser.count("[data-scan] tbody tr").await? > rows.max(7),
        "a new row waits for the next device"
    );
    browser.click(".submit-bar button").await?;
    visit.at("preview-title").await?;
    visit.sees(&["SCN-001", "SCN-007", "Polar 14"]).await?;
    // The row that was only prepared is none.
    assert_eq!(browser.count("#rows tbody").await?, 7);
    Ok(())
}

#[tokio::test]
async fn five_devices_can_be_typed_without_scripts() -> Result<()> {
    let visit = at_the_form(false).await?;
    let browser = &visit.browser;
    browser.click(SCAN).await?;
    for row in 1..=5 {
        let cell = |name: &str| format!("[data-scan] tbody tr:nth-child({row}) input[name={name}]");
        browser.fill(&cell("serial_number"), &format!("TYP-{row:03}")).await?;
        browser.fill(&cell("manufacturer"), "Nordfjell").await?;
        browser.fill(&cell("model"), "Polar 14").await?;
    }
    browser.click(".submit-bar button").await?;
    visit.at("preview-title").await?;
    visit.sees(&["TYP-001", "TYP-005"]).await?;
    assert_eq!(browser.count("#rows tbody").await?, 5);
    visit.register().await
}

/// From a table on a web page or a mail: values between tabs, no header.
#[rstest]
#[tokio::test]
async fn a_pasted_list_is_read_like_a_file(#[values(true, false)] scripts: bool) -> Result<()> {
    let visit = at_the_form(scripts).await?;
    let browser = &visit.browser;
    browser.click(PASTE).await?;
    let list = "Manufacturer,Model,Serial Number\nNordfjell,Polar 14,PST-001\nNordfjell,Polar 14,PST-002\n";
    browser.fill("#pasted", list).await?;
    browser.click(".submit-bar button").await?;
    visit.at("preview-title").await?;
    visit.sees(&["PST-001", "PST-002"]).await?;
    Ok(())
}

/// A form that says nothing comes back with a reason, and one filled in twice keeps what was typed.
#[tokio::test]
async fn an_empty_form_is_explained() -> Result<()> {
    let visit = at_the_form(true).await?;
    let browser = &visit.browser;
    browser.click(".submit-bar button").await?;
    browser.until("[role=alert]").await?;
    visit.sees(&[&visit.word("add-problem-nothing")]).await?;
    browser.click(PASTE).await?;
    browser.fill("#pasted", "Nordfjell,Polar 14,PST-001").await?;
    browser.click(SCAN).await?;
    browser.fill("[data-scan] input[name=serial_number]", "SCN-001").await?;
    browser.click(".submit-bar button").await?;
    visit.sees(&[&visit.word("add-problem-several")]).await?;
    assert_eq!(browser.find("#pasted").await?.value().await?.as_deref(), Some("Nordfjell,Polar 14,PST-001"));
    assert_eq!(values(&visit, "serial_number").await?[0], "SCN-001");
    Ok(())
}

#[tokio::test]
async fn a_file_can_be_dropped() -> Result<()> {
    let visit = at_the_form(true).await?;
    let drop = "const transfer = new DataTransfer();
        transfer.items.add(new File(['Manufacturer,Model,Serial Number\\nNordfjell,Polar 14,DRP-001\\n'], 'drop.csv'));
        const zone = document.querySelector('[data-dropzone]');
        for (const name of ['dragover', 'drop']) {
            zone.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }";
    visit.browser.driver().execute(drop, Vec::new()).await?;
    visit.browser.click(".submit-bar button").await?;
    visit.at("preview-title").await?;
    visit.sees(&["drop.csv", "DRP-001"]).await?;
    ensure!(!visit.browser.has(".dropzone-over").await?, "the zone is left");
    Ok(())
}
