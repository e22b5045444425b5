//! Every page, looked at by a checker for accessibility, and by people: with `TAXIWAY_SCREENSHOTS` set to a
//! directory, a picture of each is kept there.

use anyhow::{Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Language, Look};

use crate::visit::{CLERK, CUSTOMER, LIST, TAG, Visit};

/// What of a page is wider than the window and cannot be scrolled to.
const CUT_OFF: &str = "
    const wide = [...document.querySelectorAll('main *')].filter((element) => {
        const box = element.getBoundingClientRect();
        const seen = box.width > 1 && !element.closest('.scroll > *, svg, .unseen');
        return seen && (box.right > innerWidth + 1 || box.left < -1);
    });
    return wide.map((element) => element.outerHTML.slice(0, 120)).join('\\n');
";

/// Somebody who looks at every page on the way.
pub(crate) struct Tour {
    pub(crate) visit: Visit,
    pub(crate) name: String,
}

impl Tour {
    /// Looks at a page that fits the window.
    pub(crate) async fn sees(&self, page: &str) -> Result<()> {
        let cut_off = self.visit.browser.driver().execute(CUT_OFF, Vec::new()).await?;
        let cut_off = cut_off.json().as_str().unwrap_or_default();
        ensure!(cut_off.is_empty(), "{page} is cut off: {cut_off}");
        self.look(page).await
    }

    /// Looks at a page as it is.
    pub(crate) async fn look(&self, page: &str) -> Result<()> {
        self.visit.browser.screenshot(&format!("{}-{page}", self.name)).await?;
        let found = self.visit.browser.violations().await?;
        ensure!(found.is_empty(), "{page}: {found:#?}");
        Ok(())
    }

    async fn look_at(&self, end: &str, page: &str) -> Result<()> {
        self.visit.navigate(end).await?;
        self.sees(page).await
    }
}

#[rstest]
#[case::english_light(Language::English, false, 1280)]
#[case::english_dark(Language::English, true, 1280)]
#[case::hebrew_light(Language::Hebrew, false, 1280)]
#[case::hebrew_dark(Language::Hebrew, true, 1280)]
#[case::swedish_narrow(Language::Swedish, false, 390)]
#[tokio::test]
async fn nobody_is_kept_out_of_a_page(
    #[case] language: Language,
    #[case] dark: bool,
    #[case] width: u32,
) -> Result<()> {
    let visit = Visit::begin(Look { language, dark, width, ..Look::default() }).await?;
    let tone = if dark { "dark" } else { "light" };
    let tour = Tour { visit, name: format!("{}-{tone}-{width}", language.tag()) };
    let (visit, browser) = (&tour.visit, &tour.visit.browser);
    tour.sees("01-sign-in").await?;
    visit.sign_in(CLERK).await?;
    tour.sees("02-customers").await?;
    visit.choose_customer(CUSTOMER).await?;
    tour.sees("03-overview").await?;
    tour.look_at("/devices", "04-devices").await?;
    browser.fill("#serial", "5CG9").await?;
    browser.click("form[action$='/devices/search'] button").await?;
    browser.until("#serial[value='5CG9']").await?;
    tour.sees("05-devices-found").await?;
    browser.fill("#serial", "PF973NUH").await?;
    browser.click("form[action$='/devices/search'] button").await?;
    browser.until("#serial[value=PF973NUH]").await?;
    visit.follow("a.row-link", "PF973NUH").await?;
    browser.until(".timeline").await?;
    tour.sees("06-device").await?;
    tour.look_at("/uploads/new", "07-add-devices").await?;
    browser.click("details:has([data-scan]) > summary").await?;
    tour.sees("08-add-devices-typed").await?;
    visit.upload("lista.csv", LIST.as_bytes(), TAG).await?;
    tour.sees("09-preview").await?;
    visit.register().await?;
    browser.until("#job-progress[data-live='false']").await?;
    browser.until("#rows tbody").await?;
    tour.sees("10-job").await?;
    tour.look_at("/jobs", "11-jobs").await?;
    visit.follow("a.row-link", "2043").await?;
    browser.until("#rows tbody").await?;
    tour.sees("12-job-of-the-demo").await?;
    visit.upload("lista.csv", b"PK\x03\x04spreadsheet", TAG).await?;
    tour.sees("13-refused").await?;
    tour.look_at("/activity", "14-activity").await?;
    visit.choose_customer("בית ספר השקד").await?;
    tour.sees("15-overview-empty").await?;
    tour.look_at("/devices", "16-devices-empty").await?;
    tour.look_at("/jobs", "17-jobs-empty").await?;
    browser.go(&visit.demo.address("/nowhere")).await?;
    tour.sees("18-error").await
}
