//! The harness itself: a check that finds nothing must be one that would have found something.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use anyhow::{Context, Result};
use taxiway_e2e::{Browser, Language, Look};

/// A page that says what the browser asked for, with a script and a field without a label.
const PAGE: &str = "<!doctype html><html lang=en><title>Test</title><main><h1>Test</h1>\
    <p id=languages>LANGUAGES</p><p id=script>off</p><input name=serial>\
    <script>document.getElementById('script').textContent = 'on ' + \
    matchMedia('(prefers-color-scheme: dark)').matches</script></main>";

/// Serves [`PAGE`] from a thread of its own until the test's process ends.
fn page() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser may hang up, or open a connection that it never uses.
            std::thread::spawn(move || answer(stream));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream) -> Result<()> {
    let mut request = vec![0; 8192];
    let length = stream.read(&mut request)?;
    let request = String::from_utf8_lossy(&request[..length]).to_lowercase();
    let languages = request.lines().find_map(|line| line.strip_prefix("accept-language: "));
    let body = PAGE.replace("LANGUAGES", languages.unwrap_or_default());
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: ";
    Ok(stream.write_all(format!("{head}{}\r\n\r\n{body}", body.len()).as_bytes())?)
}

#[tokio::test]
async fn the_browser_asks_in_its_language_with_scripts_and_without() -> Result<()> {
    let address = page()?;
    for (language, scripts, dark, shown) in [
        (Language::English, true, true, "on true"),
        (Language::Swedish, true, false, "on false"),
        (Language::Hebrew, false, true, "off"),
    ] {
        let browser = Browser::open(Look { language, scripts, dark, ..Look::default() }).await?;
        browser.go(&address).await?;
        assert_eq!(browser.find("#script").await?.text().await?, shown);
        let asked = browser.find("#languages").await?.text().await?;
        assert!(asked.starts_with(language.tag()), "{language:?} asked for {asked:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_field_without_a_label_is_serious() -> Result<()> {
    let browser = Browser::open(Look::default()).await?;
    browser.go(&page()?).await?;
    let violations = browser.violations().await?;
    let label = violations.iter().find(|violation| violation.rule == "label").context("not found")?;
    assert!(label.is_serious());
    assert!(browser.assert_accessible("the test page").await.is_err());
    browser.screenshot("harness").await
}

#[tokio::test]
async fn the_accessibility_tree_is_a_readable_outline() -> Result<()> {
    let browser = Browser::open(Look { scripts: false, ..Look::default() }).await?;
    browser.go(&page()?).await?;
    let tree = browser.accessibility_tree().await?;
    assert!(tree.contains("  main \"\"\n    heading \"Test\"\n      StaticText \"Test\"\n"), "{tree}");
    Ok(())
}
