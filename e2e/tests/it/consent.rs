//! A partner asks, a customer decides: in a real browser, with scripts and without, with a mouse and without.

use anyhow::{Context, Result, ensure};
use rstest::rstest;
use taxiway_e2e::thirtyfour::Key;
use taxiway_e2e::{Language, Look};

use crate::keyboard::Keyboard;
use crate::pages::Tour;
use crate::visit::{CUSTOMER, TAG, Visit};

/// Works for a partner that this customer has not consented to.
pub(crate) const AGENT: &str = "admin@fjordbyte.example";
pub(crate) const PARTNER: &str = "Fjordbyte";
/// Decides for the customer.
pub(crate) const OWNER: &str = "admin@hafenblick.example";
const ACCEPT: &str = "form[action$='/accept'] button[type=submit]";

impl Visit {
    /// Fills in the form of a request, with delegated administration, and sees the draft: the link.
    pub(crate) async fn asks(&self) -> Result<String> {
        self.navigate("/requests").await?;
        self.at("requests-title").await?;
        self.browser.click(".head a.button-primary").await?;
        self.at("request-new").await?;
        self.browser.fill("#label", "Hafenblick, purchasing").await?;
        self.browser.fill("#email", "buyer@hafenblick.example").await?;
        self.browser.click("input[name=delegated]").await?;
        self.browser.click(".submit-bar button").await?;
        self.at("draft-title").await?;
        let link = self.browser.find("#link").await?.value().await?.context("a link")?;
        ensure!(link.starts_with(&self.demo.address("/consent/")), "{link} leads here");
        Ok(link)
    }

    /// Follows a link as somebody who has to sign in first.
    async fn follows_as(&self, link: &str, email: &str) -> Result<()> {
        self.sign_out().await?;
        self.browser.go(link).await?;
        self.browser.until(".entrance").await?;
        self.sign_in_as(email).await
    }
}

#[rstest]
#[case::english(Language::English, true)]
#[case::english_without_scripts(Language::English, false)]
#[case::swedish(Language::Swedish, true)]
#[case::hebrew(Language::Hebrew, true)]
#[case::hebrew_without_scripts(Language::Hebrew, false)]
#[tokio::test]
async fn a_partner_asks_and_a_customer_accepts_less(
    #[case] language: Language,
    #[case] scripts: bool,
) -> Result<()> {
    let visit = Visit::begin(Look { language, scripts, ..Look::default() }).await?;
    let browser = &visit.browser;
    visit.sign_in_as(AGENT).await?;
    visit.at("customers-title").await?;
    ensure!(!browser.text().await?.contains(CUSTOMER), "it is no customer yet");
    let link = visit.asks().await?;
    let copy = browser.find("[data-copy=link]").await?;
    assert_eq!(copy.is_displayed().await?, scripts, "what needs scripts is shown where there are scripts");
    let mailto = browser.find("a[href^='mailto:']").await?.attr("href").await?.context("an address")?;
    assert!(mailto.starts_with("mailto:buyer@hafenblick.example?subject="), "{mailto}");

    visit.follows_as(&link, OWNER).await?;
    visit.sees(&[PARTNER, &visit.word("consent-granted"), &visit.word("consent-not-granted")]).await?;
    let boxed = browser.find("input[name=delegated]").await?;
    assert!(boxed.is_selected().await?, "as it was asked for");
    browser.click("input[name=delegated]").await?;
    browser.click(&format!("input[name=tag][value='{TAG}']")).await?;
    browser.fill("#max-devices", "40").await?;
    browser.click("input[name=agree]").await?;
    browser.click(ACCEPT).await?;
    visit.at("nav-relationships").await?;
    visit.sees(&[&visit.word("flash-consented"), PARTNER]).await?;

    visit.follows_as(&link, OWNER).await?;
    visit.at("link-used-title").await?;

    visit.sign_out().await?;
    visit.sign_in_as(AGENT).await?;
    visit.choose_customer(CUSTOMER).await?;
    visit.sees(&[TAG, "40"]).await?;
    visit.navigate("/requests").await?;
    visit.sees(&["Hafenblick, purchasing", &visit.word("request-state-accepted")]).await
}

#[tokio::test]
async fn a_customer_decides_without_a_mouse() -> Result<()> {
    let visit = Visit::begin(Look::default()).await?;
    visit.sign_in_as(AGENT).await?;
    let link = visit.asks().await?;
    visit.follows_as(&link, OWNER).await?;
    let owner = Keyboard(visit);
    owner.tab_to("input[name=delegated]").await?;
    owner.press(Key::Space).await?;
    owner.tab_to("#max-devices").await?;
    owner.0.browser.press("7").await?;
    owner.tab_to("input[name=agree]").await?;
    owner.press(Key::Space).await?;
    owner.choose(ACCEPT).await?;
    owner.0.at("nav-relationships").await?;
    owner.0.sees(&[PARTNER]).await?;
    owner.choose("a.row-link[href*='/relationships/']").await?;
    owner.choose("a[href$='/scope']").await?;
    owner.0.at("relationship-change").await?;
    owner.tab_to("#max-devices").await?;
    owner.0.browser.press("70").await?;
    owner.choose(".submit-bar button").await?;
    owner.0.sees(&[&owner.0.word("flash-scope-changed"), "70"]).await
}

#[rstest]
#[case::english_light(Language::English, false, 1280)]
#[case::hebrew_light(Language::Hebrew, false, 1280)]
#[case::hebrew_dark(Language::Hebrew, true, 1280)]
#[case::swedish_narrow(Language::Swedish, false, 390)]
#[tokio::test]
async fn nobody_is_kept_out_of_a_page_of_consent(
    #[case] language: Language,
    #[case] dark: bool,
    #[case] width: u32,
) -> Result<()> {
    let visit = Visit::begin(Look { language, dark, width, ..Look::default() }).await?;
    let tone = if dark { "dark" } else { "light" };
    let tour = Tour { visit, name: format!("consent-{}-{tone}-{width}", language.tag()) };
    let (visit, browser) = (&tour.visit, &tour.visit.browser);
    visit.sign_in_as(AGENT).await?;
    visit.navigate("/requests").await?;
    tour.sees("01-no-requests").await?;
    browser.click(".head a.button-primary").await?;
    visit.at("request-new").await?;
    tour.sees("02-new-request").await?;
    let link = visit.asks().await?;
    tour.sees("03-draft").await?;
    visit.navigate("/requests").await?;
    tour.sees("04-requests").await?;
    visit.follow("a.row-link", "Hafenblick").await?;
    browser.until("a[href$='/revoke']").await?;
    tour.sees("05-request").await?;
    browser.click("a[href$='/revoke']").await?;
    visit.at("revoke-title").await?;
    tour.sees("06-revoke").await?;
    visit.follows_as(&link, "admin@nordlicht.example").await?;
    visit.at("link-not-a-customer-title").await?;
    tour.sees("07-refused-link").await?;
    visit.follows_as(&link, OWNER).await?;
    tour.sees("08-consent").await?;
    browser.click("input[name=agree]").await?;
    browser.fill("#max-devices", "many").await?;
    browser.click(ACCEPT).await?;
    browser.until("[role=alert]").await?;
    tour.sees("09-consent-again").await?;
    browser.fill("#max-devices", "40").await?;
    browser.click(&format!("input[name=tag][value='{TAG}']")).await?;
    browser.click(ACCEPT).await?;
    visit.at("nav-relationships").await?;
    tour.sees("10-relationships").await?;
    visit.follow("a.row-link", PARTNER).await?;
    browser.until("a[href$='/scope']").await?;
    tour.sees("11-relationship").await?;
    browser.click("a[href$='/scope']").await?;
    visit.at("relationship-change").await?;
    tour.sees("12-limits").await?;
    visit.sign_out().await?;
    visit.sign_in_as(AGENT).await?;
    visit.choose_customer(CUSTOMER).await?;
    tour.sees("13-customer").await
}
