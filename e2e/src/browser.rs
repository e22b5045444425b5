//! A headless browser that looks as a certain person's does.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{By, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement};

use crate::process::{Process, free_port};

/// Where screenshots go; none are taken when it is not set.
const SCREENSHOTS: &str = "TAXIWAY_SCREENSHOTS";

/// Where downloads are stored, in the browser's own directory.
const DOWNLOADS: &str = "downloads";

/// Between two looks at a page that is not there yet.
const PAUSE: Duration = Duration::from_millis(25);

/// Height of the page in CSS pixels.
const HEIGHT: u64 = 900;

/// Ends a broken test; a good one goes on as soon as the page is there.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the browser asks pages for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, read from the left.
    English,
    /// Swedish, read from the left.
    Swedish,
    /// Hebrew, read from the right.
    Hebrew,
}

impl Language {
    /// All that the portal speaks.
    pub const ALL: [Self; 3] = [Self::English, Self::Swedish, Self::Hebrew];

    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::Hebrew => "he",
        }
    }
}

/// How a person has set up the browser.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The preferred language.
    pub language: Language,
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Whether a dark appearance is preferred.
    pub dark: bool,
    /// Width of the page in CSS pixels; it is 900 high.
    pub width: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self { language: Language::English, scripts: true, dark: false, width: 1280 }
    }
}

/// One browser with a profile of its own. It ends when this value is dropped.
#[derive(Debug)]
pub struct Browser {
    pub(crate) driver: WebDriver,
    port: u16,
    width: u32,
    // The driver ends first, then the profile goes: fields are dropped in this order.
    _chromedriver: Process,
    directory: TempDir,
}

impl Browser {
    /// Starts a browser.
    pub async fn open(look: Look) -> Result<Self> {
        // The client that drives the browser is built with the product's TLS, which leaves the choice of a provider open.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let directory = tempfile::Builder::new().prefix("taxiway-browser-").tempdir()?;
        let port = free_port()?;
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}"));
        let mut chromedriver = Process::start(&mut command, directory.path().join("chromedriver.log"))?;
        chromedriver.until(|| TcpStream::connect(("127.0.0.1", port)).ok()).await?;
        let capabilities = capabilities(look, directory.path())?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        let browser = Self { driver, port, width: look.width, _chromedriver: chromedriver, directory };
        let scheme = if look.dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.devtools("Emulation.setEmulatedMedia", media).await?;
        browser.resize(HEIGHT).await?;
        Ok(browser)
    }

    /// The driver session, for all that has no name of its own here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Goes to an address and waits until the page is loaded.
    pub async fn go(&self, address: &str) -> Result<()> {
        Ok(self.driver.goto(address).await?)
    }

    /// The one element that a CSS selector finds first.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        let found = self.driver.find(By::Css(selector.to_owned())).await;
        found.with_context(|| format!("nothing on the page is {selector}"))
    }

    /// Waits for the element that a CSS selector finds first: for what a script or another page brings.
    pub async fn until(&self, selector: &str) -> Result<WebElement> {
        let started = Instant::now();
        loop {
            match self.find(selector).await {
                Err(_) if started.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                found => return found,
            }
        }
    }

    /// Whether the page has an element, at this moment.
    pub async fn has(&self, selector: &str) -> Result<bool> {
        Ok(self.count(selector).await? > 0)
    }

    /// How many elements a CSS selector finds.
    pub async fn count(&self, selector: &str) -> Result<usize> {
        Ok(self.driver.find_all(By::Css(selector.to_owned())).await?.len())
    }

    /// The address of the page without its host: path and query.
    pub async fn path(&self) -> Result<String> {
        let address = self.driver.current_url().await?;
        let path = address.path().to_owned();
        Ok(address.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}")))
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Clicks on a link to a file and waits until the browser has stored it: its name and what it holds.
    pub async fn download(&self, selector: &str) -> Result<(String, Vec<u8>)> {
        let directory = self.directory.path().join(DOWNLOADS);
        // Each file comes into an empty directory.
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory)?;
        self.click(selector).await?;
        let started = Instant::now();
        loop {
            if let Some(file) = stored(&directory)? {
                let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
                return Ok((name, fs::read(file)?));
            }
            ensure!(started.elapsed() < PATIENCE, "{selector} brought no file");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// All text of the page that a person sees.
    pub async fn text(&self) -> Result<String> {
        Ok(self.find("body").await?.text().await?)
    }

    /// Types into a field, in place of what it held.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.find(selector).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Gives a file to a file field.
    pub async fn attach(&self, selector: &str, file: &Path) -> Result<()> {
        let path = file.to_str().context("the browser is told paths as text")?;
        Ok(self.find(selector).await?.send_keys(path).await?)
    }

    /// Clicks, where a person would have scrolled to.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self.find(selector).await?;
        element.scroll_into_view().await?;
        Ok(element.click().await?)
    }

    /// The names and roles that assistive technology is told, one line each, indented by depth. It survives a new
    /// style sheet and shows a forgotten label.
    pub async fn accessibility_tree(&self) -> Result<String> {
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        Ok(crate::accessibility::outline(&tree))
    }

    /// Keeps a picture of the whole page, if pictures are wanted.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        self.picture(name, true).await
    }

    /// Keeps a picture of what a window shows, if pictures are wanted.
    pub async fn snapshot(&self, name: &str) -> Result<()> {
        self.picture(name, false).await
    }

    async fn picture(&self, name: &str, whole: bool) -> Result<()> {
        let Some(directory) = std::env::var_os(SCREENSHOTS) else { return Ok(()) };
        if whole {
            // A picture beyond the window would cut off pages that are read from the right.
            let page = self.devtools("Page.getLayoutMetrics", json!({})).await?["cssContentSize"].clone();
            self.resize(page["height"].as_u64().context("a page has a height")?).await?;
        }
        let answer = self.devtools("Page.captureScreenshot", json!({ "format": "png" })).await?;
        if whole {
            self.resize(HEIGHT).await?;
        }
        let picture = STANDARD.decode(answer["data"].as_str().context("no picture came")?)?;
        fs::create_dir_all(&directory)?;
        fs::write(Path::new(&directory).join(format!("{name}.png")), picture)?;
        Ok(())
    }

    /// Sets the height of the page; windows have borders, and cannot be as narrow as a telephone.
    async fn resize(&self, height: u64) -> Result<()> {
        let size = json!({ "width": self.width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Sends a command of the browser's own protocol, for what people do with hardware.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(method, parameters).await?)
    }
}

impl Drop for Browser {
    /// Ends the session over a connection of its own: the one in use belongs to a runtime that this call may block.
    fn drop(&mut self) {
        if self.driver.clone().leak().is_ok()
            && end_session(self.port, &self.driver.session_id().to_string()).is_err()
        {
            eprintln!("a browser of this test may still run");
        }
    }
}

/// The answer comes when the browser has ended.
fn end_session(port: u16, session: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let head =
        format!("DELETE /session/{session} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.read(&mut [0; 1024]).map(drop)
}

/// The file of a directory, once it is whole: until then browsers give it another name.
fn stored(directory: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_none_or(|extension| extension != "crdownload") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn capabilities(look: Look, directory: &Path) -> Result<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        // The sandbox does not start for root, and these pages are our own.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        // Nothing but the server under test is to be asked for anything.
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
    ] {
        capabilities.add_arg(argument)?;
    }
    let language = look.language.tag();
    capabilities.add_arg(&format!("--user-data-dir={}", directory.join("profile").display()))?;
    capabilities.add_arg(&format!("--window-size={},{HEIGHT}", look.width))?;
    capabilities.add_arg(&format!("--accept-lang={language}"))?;
    // 1 allows, 2 blocks.
    let scripts = if look.scripts { 1 } else { 2 };
    let preferences = json!({
        "intl.accept_languages": language,
        "profile.managed_default_content_settings.javascript": scripts,
        "download.default_directory": directory.join(DOWNLOADS),
        "download.prompt_for_download": false,
    });
    capabilities.add_experimental_option("prefs", preferences)?;
    Ok(capabilities)
}
