//! Somebody at the demo's portal.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use taxiway_e2e::thirtyfour::By;
use taxiway_e2e::{Browser, Demo, Language, Look, Person};
use taxiway_locale::{Locale, text};

/// The demo's clerk, who works for a partner.
pub(crate) const CLERK: &str = "sales-agent";
/// The customer with a history.
pub(crate) const CUSTOMER: &str = "Reederei Hafenblick";

/// The group tag that most devices have.
pub(crate) const TAG: &str = "Microsoft365Managed_Standard";

/// A list with something of everything: four rows are fine, one is doubtful, three cannot be registered.
pub(crate) const LIST: &str = "\
    Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\r\n\
    NFX7-0001,,,Nordfjell,Polar 14\r\n\
    NFX7-0002 ,,,Nordfjell,Polar 14\r\n\
    NFX7-0003,,,Nordfjell,Polar 14\r\n\
    To be filled by O.E.M.,3353411899953,,,\r\n\
    ,3.30512E+12,,,\r\n\
    To be filled by O.E.M.,,,Nordfjell,Polar 14\r\n\
    NFX7-0007,,,,Polar 14\r\n\
    \"=\"\"0012345\"\"\",,,Nordfjell,Polar 14\r\n";

/// Tries until it holds: a page may be on its way, and what was just read may be gone with the page before it.
pub(crate) async fn patiently(mut holds: impl AsyncFnMut() -> Result<()>) -> Result<()> {
    let started = Instant::now();
    loop {
        match holds().await {
            Err(_) if started.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(25)).await,
            done => return done,
        }
    }
}

/// Ends a broken test; pages come sooner.
const PATIENCE: Duration = Duration::from_secs(10);

/// One person at one browser, with a server of their own.
pub(crate) struct Visit {
    pub(crate) browser: Browser,
    pub(crate) demo: Arc<Demo>,
    pub(crate) scripts: bool,
    locale: Locale,
}

impl Visit {
    /// Starts the demo and opens its address.
    pub(crate) async fn begin(look: Look) -> Result<Self> {
        Self::to(Arc::new(Demo::start().await?), look).await
    }

    /// Opens the address of a demo that others visit too.
    pub(crate) async fn to(demo: Arc<Demo>, look: Look) -> Result<Self> {
        let locale = match look.language {
            Language::English => Locale::En,
            Language::Swedish => Locale::Sv,
            Language::Hebrew => Locale::He,
        };
        let scripts = look.scripts;
        let visit = Self { demo, browser: Browser::open(look).await?, scripts, locale };
        visit.browser.go(&visit.demo.address("/")).await?;
        Ok(visit)
    }

    /// Starts the demo and signs in.
    pub(crate) async fn of(role: &str, look: Look) -> Result<Self> {
        let visit = Self::begin(look).await?;
        visit.sign_in(role).await?;
        Ok(visit)
    }

    pub(crate) async fn sign_in(&self, role: &str) -> Result<()> {
        self.enter(self.demo.person(role)?).await
    }

    /// Signs in by this name, at the page that asks for it.
    pub(crate) async fn sign_in_as(&self, email: &str) -> Result<()> {
        self.enter(self.demo.somebody(email)?).await
    }

    /// Opens the navigation where it waits behind a button.
    async fn open_menu(&self) -> Result<()> {
        let button = self.browser.find(".menu-button").await?;
        if button.is_displayed().await? && !self.browser.has(".menu:popover-open").await? {
            button.scroll_into_view().await?;
            button.click().await?;
        }
        Ok(())
    }

    pub(crate) async fn sign_out(&self) -> Result<()> {
        self.open_menu().await?;
        self.browser.click("form[action='/sign-out'] button").await?;
        self.browser.until(".entrance").await?;
        Ok(())
    }

    async fn enter(&self, person: &Person) -> Result<()> {
        self.browser.fill("#email", &person.email).await?;
        self.browser.fill("#password", &person.password).await?;
        self.browser.click(".entrance-form button").await?;
        self.browser.until(".side").await?;
        Ok(())
    }

    /// A text of the portal in this person's language.
    pub(crate) fn word(&self, key: &str) -> String {
        text(self.locale, key)
    }

    /// Fails unless the page has this heading, which waits for the page.
    pub(crate) async fn at(&self, key: &str) -> Result<()> {
        self.headed(&self.word(key)).await
    }

    /// Fails unless the page has this heading in so many words, which waits for the page.
    pub(crate) async fn headed(&self, heading: &str) -> Result<()> {
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
            let page = self.browser.text().await?;
            for text in wanted {
                ensure!(page.contains(text), "{text:?} is not on {}:\n{page}", self.browser.path().await?);
            }
            Ok(())
        })
        .await
    }

    /// Waits until the browser is at another address.
    pub(crate) async fn leaves(&self, address: &str) -> Result<()> {
        patiently(async || {
            ensure!(self.browser.path().await? != address, "the browser stays at {address}");
            Ok(())
        })
        .await
    }

    /// From the customers to one of them.
    pub(crate) async fn choose_customer(&self, name: &str) -> Result<()> {
        self.browser.go(&self.demo.address("/customers")).await?;
        self.follow("a.row-link", name).await?;
        self.headed(name).await
    }

    /// Clicks on the link with this text.
    pub(crate) async fn follow(&self, selector: &str, name: &str) -> Result<()> {
        for link in self.browser.driver().find_all(By::Css(selector.to_owned())).await? {
            if link.text().await?.contains(name) {
                link.scroll_into_view().await?;
                return Ok(link.click().await?);
            }
        }
        ensure!(false, "no {selector} says {name:?} on {}", self.browser.path().await?);
        Ok(())
    }

    /// Goes to an entry of the navigation, by the end of its address.
    pub(crate) async fn navigate(&self, end: &str) -> Result<()> {
        let link = format!(".side nav a[href$='{end}']");
        self.open_menu().await?;
        self.browser.click(&link).await?;
        self.browser.until(&format!("{link}[aria-current=page]")).await?;
        Ok(())
    }

    /// Uploads a list from the form for adding devices and sees the preview.
    pub(crate) async fn upload(&self, file_name: &str, list: &[u8], tag: &str) -> Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join(file_name);
        std::fs::File::create(&path)?.write_all(list)?;
        self.navigate("/uploads/new").await?;
        self.at("add-title").await?;
        self.browser.attach("#file", &path).await?;
        self.browser.click(&format!("input[name=tag][value='{tag}']")).await?;
        self.browser.click(".submit-bar button").await?;
        // The file must be there until the browser has read it.
        self.browser.until(".head .lead .island").await?;
        Ok(())
    }

    /// Registers from the preview and sees the job.
    pub(crate) async fn register(&self) -> Result<()> {
        self.browser.click(".register-card form[action$='/register'] button").await?;
        self.browser.until("#job-progress").await.context("no job page came")?;
        Ok(())
    }
}
