//! An office, mostly a customer's, at a service of its own.

use anyhow::{Result, ensure};
use serde_json::json;
use taxiway_e2e::{Browser, Language, Look, Service};
use taxiway_locale::{Locale, Value, text, text_with};

use crate::visit::patiently;

/// The name of the organisation.
pub(crate) const OFFICE: &str = "Reederei Hafenblick";
/// Its administrator, who has a password.
pub(crate) const ADMIN: &str = "admin@hafenblick.example";
/// The password.
pub(crate) const PASSWORD: &str = "four words make sense";

/// One person at one browser.
pub(crate) struct Office {
    pub(crate) browser: Browser,
    pub(crate) service: Service,
    pub(crate) organisation: String,
    locale: Locale,
}

impl Office {
    /// Sets the organisation up and opens the sign-in page.
    pub(crate) async fn open(look: Look) -> Result<Self> {
        Self::of(look, "customer", "global-administrator").await
    }

    /// As [`Self::open`], for a partner, whose programs may call.
    pub(crate) async fn of_partner(look: Look) -> Result<Self> {
        Self::of(look, "direct-partner", "admin-agent").await
    }

    async fn of(look: Look, kind: &str, role: &str) -> Result<Self> {
        let locale = match look.language {
            Language::English => Locale::En,
            Language::Swedish => Locale::Sv,
            Language::Hebrew => Locale::He,
        };
        let service = Service::start().await?;
        let domain = "hafenblick.example";
        let create = ["organisation", "create", "--kind", kind, "--name", OFFICE, "--domain", domain];
        let organisation = service.admin("", &create)?;
        let user =
            ["user", "create", "--organisation", &organisation, "--email", ADMIN, "--name", "Ada Lind"];
        service.admin(PASSWORD, &[&user[..], &["--role", role]].concat())?;
        let office = Self { browser: Browser::open(look).await?, service, organisation, locale };
        office.at_sign_in().await?;
        Ok(office)
    }

    /// Goes to the sign-in page as somebody who is nobody yet.
    pub(crate) async fn at_sign_in(&self) -> Result<()> {
        // Neither here nor at a provider.
        self.browser.devtools("Network.clearBrowserCookies", json!({})).await?;
        self.browser.go(&self.service.address("/sign-in")).await?;
        self.at("sign-in").await
    }

    /// Types name and password.
    pub(crate) async fn password(&self) -> Result<()> {
        self.browser.fill("#email", ADMIN).await?;
        self.browser.fill("#password", PASSWORD).await?;
        self.browser.click(".entrance-form form[action='/sign-in'] button.button-primary").await
    }

    /// Opens a page of the portal.
    pub(crate) async fn go(&self, path: &str) -> Result<()> {
        self.browser.go(&self.service.address(path)).await
    }

    /// A text of the portal in this person's language.
    pub(crate) fn word(&self, key: &str) -> String {
        text(self.locale, key)
    }

    /// A text with values, without the marks around them.
    pub(crate) fn word_with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        text_with(self.locale, key, values).replace(['\u{2068}', '\u{2069}'], "")
    }

    /// Fails unless the page has this heading, which waits for the page.
    pub(crate) async fn at(&self, key: &str) -> Result<()> {
        let heading = self.word(key);
        patiently(async || {
            let shown = self.browser.find("h1").await?.text().await?;
            ensure!(shown == heading, "{} is headed {shown:?}, not {heading:?}", self.browser.path().await?);
            Ok(())
        })
        .await
    }

    /// Fails unless a person sees every one of these texts, at once or when the page has come.
    pub(crate) async fn sees(&self, wanted: &[&str]) -> Result<()> {
        patiently(async || {
            // Marks around names are for the direction of writing only.
            let page = self.browser.text().await?.replace(['\u{2068}', '\u{2069}'], "");
            for text in wanted {
                ensure!(page.contains(text), "{text:?} is not on {}:\n{page}", self.browser.path().await?);
            }
            Ok(())
        })
        .await
    }

    /// Waits until somebody is signed in.
    pub(crate) async fn is_in(&self) -> Result<()> {
        self.browser.until(".side").await?;
        Ok(())
    }

    /// Fails when somebody would be kept from using this page, and keeps a picture of it.
    pub(crate) async fn look(&self, page: &str) -> Result<()> {
        self.browser.screenshot(page).await?;
        let found = self.browser.violations().await?;
        ensure!(found.is_empty(), "{page}: {found:#?}");
        Ok(())
    }
}
