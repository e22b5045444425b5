//! The clerk's whole way, from the supplier's list to the device, in every language, with scripts and without.

use anyhow::{Context, Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Language, Look};
use taxiway_locale::{Locale, text};

use crate::visit::{CLERK, CUSTOMER, LIST, TAG, Visit};

#[rstest]
#[case::english(Language::English, true)]
#[case::english_without_scripts(Language::English, false)]
#[case::swedish(Language::Swedish, true)]
#[case::swedish_without_scripts(Language::Swedish, false)]
#[case::hebrew(Language::Hebrew, true)]
#[case::hebrew_without_scripts(Language::Hebrew, false)]
#[tokio::test]
async fn a_list_becomes_devices(#[case] language: Language, #[case] scripts: bool) -> Result<()> {
    let visit = Visit::begin(Look { language, scripts, ..Look::default() }).await?;
    visit.at("sign-in").await?;
    reads(&visit, language).await?;
    visit.sign_in(CLERK).await?;
    finds_the_customer(&visit).await?;
    visit.navigate("/devices").await?;
    visit.at("devices-title").await?;
    visit.upload("autumn.csv", LIST.as_bytes(), TAG).await?;
    understands_the_preview(&visit).await?;
    let job = registers(&visit, scripts).await?;
    reads_the_verdicts(&visit, &job).await?;
    takes_the_files(&visit).await?;
    finds_a_device(&visit).await?;
    reads_the_log(&visit).await?;
    changes_the_language(&visit, language).await?;
    visit.browser.click("form[action='/sign-out'] button").await?;
    visit.browser.until(".entrance").await?;
    visit.browser.go(&visit.demo.address(&job)).await?;
    ensure!(visit.browser.has(".entrance").await?, "who signed out sees nothing more");
    Ok(())
}

/// The page says its language and the direction in which it is read.
async fn reads(visit: &Visit, language: Language) -> Result<()> {
    let page = visit.browser.find("html").await?;
    let direction = if language == Language::Hebrew { "rtl" } else { "ltr" };
    assert_eq!(page.attr("lang").await?.as_deref(), Some(language.tag()));
    assert_eq!(page.css_value("direction").await?, direction);
    Ok(())
}

async fn finds_the_customer(visit: &Visit) -> Result<()> {
    visit.at("customers-title").await?;
    assert_eq!(visit.browser.count("a.row-link").await?, 3);
    visit.browser.fill("#search", "hafen").await?;
    visit.browser.click("form[role=search] button").await?;
    visit.browser.until(".tools .button-quiet").await?;
    assert_eq!(visit.browser.count("a.row-link").await?, 1);
    visit.follow("a.row-link", CUSTOMER).await?;
    visit.headed(CUSTOMER).await?;
    visit.sees(&[&visit.word("customer-attention"), &visit.word("state-ready")]).await
}

/// What was recognised, what was changed, and what is wrong where.
async fn understands_the_preview(visit: &Visit) -> Result<()> {
    let browser = &visit.browser;
    visit.at("preview-title").await?;
    let facts = ["layout-partner-center", "encoding-utf-8", "mode-helpful"].map(|key| visit.word(key));
    visit.sees(&["autumn.csv", TAG, &facts[0], &facts[1], &facts[2]]).await?;
    let counts = browser.find(".stats").await?.text().await?;
    let counts: Vec<&str> = counts.lines().filter(|line| line.parse::<u32>().is_ok()).collect();
    assert_eq!(counts, ["8", "4", "1", "0", "3"], "rows, fine, to look at, nothing to register, refused");
    assert!(browser.count(".notices li").await? >= 3, "every correction is told");

    browser.click(".tabs a[href*='show=errors']").await?;
    browser.until(".tabs a[href*='show=errors'][aria-current=true]").await?;
    assert_eq!(browser.count("#rows tbody").await?, 3);
    let lines = browser.find("#rows table").await?.text().await?;
    assert!(["6", "7", "8"].iter().all(|line| lines.lines().any(|text| text.starts_with(line))), "{lines}");
    assert_eq!(
        browser.count("#rows tbody .cell-error").await?,
        3,
        "the offending cell of each row is marked"
    );
    assert_eq!(browser.find("#rows tbody .cell-error").await?.text().await?, "3.30512E+12");

    browser.click(".tabs a[href*='show=warnings']").await?;
    browser.until(".tabs a[href*='show=warnings'][aria-current=true]").await?;
    assert_eq!(browser.count("#rows tbody .cell-warning").await?, 1);
    assert_eq!(browser.count("#rows tbody").await?, 1);
    Ok(())
}

/// Registers and waits for the end; gives the job's address.
async fn registers(visit: &Visit, scripts: bool) -> Result<String> {
    let browser = &visit.browser;
    visit.register().await?;
    let job = browser.path().await?;
    if scripts {
        // Nobody touches the page: the server tells.
        browser.until("#job-progress[data-live=false]").await?;
        browser.until("#rows tbody").await?;
    } else {
        for _ in 0..100 {
            if browser.has("#job-progress[data-live=false]").await? {
                break;
            }
            browser.click(".head .actions a").await?;
        }
    }
    let stats = browser.find("#job-progress .stats").await?.text().await?;
    let counts: Vec<&str> = stats.lines().filter(|line| line.parse::<u32>().is_ok()).collect();
    assert_eq!(counts, ["5", "3", "0", "0", "8"], "registered, refused, already there, remaining, rows");
    visit.sees(&[&visit.word("job-state-finished-with-errors"), "autumn"]).await?;
    Ok(job)
}

async fn reads_the_verdicts(visit: &Visit, job: &str) -> Result<()> {
    let browser = &visit.browser;
    assert_eq!(browser.count("#rows tbody").await?, 8, "every row has a verdict");
    browser.click(".tabs a[href*='show=failed']").await?;
    browser.until(".tabs a[href*='show=failed'][aria-current=true]").await?;
    assert_eq!(browser.count("#rows tbody").await?, 3);
    visit.sees(&[&visit.word("finding-spreadsheet-number-remedy"), "3.30512E+12"]).await?;
    // The filter has an address of its own, which can be sent to a colleague.
    browser.go(&visit.demo.address(&format!("{job}?show=registered"))).await?;
    assert_eq!(browser.count("#rows tbody").await?, 5);
    // A device has a page of its own; a filter changes the rows alone.
    visit.follow("#rows td a", "NFX7-0003").await?;
    visit.headed("NFX7-0003").await?;
    browser.go(&visit.demo.address(job)).await?;
    Ok(())
}

async fn takes_the_files(visit: &Visit) -> Result<()> {
    let (name, results) = visit.browser.download("a[href$='/results.csv']").await?;
    let results = String::from_utf8(results)?;
    assert_eq!(name, "autumn-results.csv");
    assert_eq!(results.lines().count(), 9, "a header and every row: {results}");
    assert!(results.contains("NFX7-0001") && results.contains("012345") && results.contains("failed"));
    let (name, repaired) = visit.browser.download("a[href$='/repaired.csv']").await?;
    let repaired = String::from_utf8(repaired)?;
    assert_eq!(name, "autumn-repaired.csv");
    assert_eq!(repaired.lines().count(), 6, "a header and what can be registered: {repaired}");
    assert!(!repaired.contains("3.30512E+12") && repaired.contains("NFX7-0002,"), "{repaired}");
    Ok(())
}

/// By serial number, which is written into no address; the page of the device tells everything about it.
async fn finds_a_device(visit: &Visit) -> Result<()> {
    let browser = &visit.browser;
    visit.navigate("/devices").await?;
    browser.fill("#serial", "NFX7-0003").await?;
    browser.click("form[action$='/devices/search'] button").await?;
    browser.until("#serial[value='NFX7-0003']").await?;
    assert!(browser.path().await?.ends_with("/devices/search"));
    assert_eq!(browser.count("a.row-link").await?, 1);
    visit.follow("a.row-link", "NFX7-0003").await?;
    visit.headed("NFX7-0003").await?;
    let words = ["state-ready", "device-since", "state-ready-next", "device-event-registered"];
    let words = words.map(|key| visit.word(key));
    visit.sees(&words.each_ref().map(String::as_str)).await?;
    visit.sees(&["Nordfjell", "Polar 14", "autumn", "Nordlicht IT", "Timo Demo"]).await?;
    assert!(!browser.path().await?.contains("NFX7"));
    Ok(())
}

async fn reads_the_log(visit: &Visit) -> Result<()> {
    visit.navigate("/activity").await?;
    visit.at("activity-title").await?;
    let acts = ["session-sign-in", "upload-receive", "job-submit", "job-finish"];
    let acts = acts.map(|act| visit.word(&format!("audit-action-{act}")));
    let log = visit.browser.find("table").await?.text().await?;
    for act in &acts {
        assert!(log.contains(act.as_str()), "{act} is not in the log:\n{log}");
    }
    assert!(log.contains("Timo Demo") && log.contains(CUSTOMER) && log.contains("autumn"), "{log}");
    Ok(())
}

/// Another language keeps the place, and so does the way back.
async fn changes_the_language(visit: &Visit, language: Language) -> Result<()> {
    let browser = &visit.browser;
    browser.go(&visit.demo.address("/activity?action=job-submit")).await?;
    let place = browser.path().await?;
    let other = if language == Language::Hebrew { Locale::En } else { Locale::He };
    browser.click(&format!(".languages button[value={}]", other.tag())).await?;
    browser.until(&format!("html[lang={}][dir={}]", other.tag(), other.direction())).await?;
    visit.headed(&text(other, "activity-title")).await?;
    assert_eq!(browser.path().await?, place);
    browser.click(&format!(".languages button[value={}]", language.tag())).await?;
    browser.until(&format!("html[lang={}]", language.tag())).await.context("there is no way back")?;
    visit.at("activity-title").await
}

/// A list with every column, and rows for everything that a preview says.
const WIDE: &str = "\
    Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Group Tag\r\n\
    NFX7-20440-19K,3305512649870,,Nordfjell Computers,Polar 14 Generation 3,Microsoft365Managed_Standard\r\n\
    NFX7-20441-19K,,,Nordfjell Computers,Polar 14 Generation 3,Microsoft365Managed_SensitiveData-Shared\r\n\
    NFX7-20440-19K,3305512649870,,Nordfjell Computers,Polar 14 Generation 3,Microsoft365Managed_Standard\r\n\
    NFX7-20443-19K,3305512649873,AAAA,Nordfjell Computers,Polar 14 Generation 3,Microsoft365managed_Kiosk\r\n\
    \"NFX7-20444-19K,,,Nordfjell Computers,Polar 14 Generation 3,Microsoft365Managed_Standard\r\n\
    000000000000,,,SpiralOrbit,ContosoABC,\r\n";

#[rstest]
#[case::english(Language::English)]
#[case::swedish(Language::Swedish)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn nothing_of_a_preview_is_cut_off(#[case] language: Language) -> Result<()> {
    let visit = Visit::of(CLERK, Look { language, ..Look::default() }).await?;
    visit.choose_customer(CUSTOMER).await?;
    visit.upload("wide.csv", WIDE.as_bytes(), TAG).await?;
    visit.at("preview-title").await?;
    fits(&visit).await?;
    visit.browser.screenshot(&format!("preview-wide-{}", language.tag())).await?;
    visit.register().await?;
    visit.browser.until("#job-progress[data-live=false]").await?;
    visit.browser.until("#rows tbody").await?;
    fits(&visit).await?;
    visit.browser.screenshot(&format!("job-wide-{}", language.tag())).await
}

/// Whether the table of rows is as wide as its place.
async fn fits(visit: &Visit) -> Result<()> {
    let measure =
        "const place = document.querySelector('#rows .scroll'); return place.scrollWidth - place.clientWidth";
    let over = visit.browser.driver().execute(measure, Vec::new()).await?;
    assert_eq!(over.json().as_i64(), Some(0), "the table is wider than its place");
    Ok(())
}
