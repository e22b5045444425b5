//! The clerk's way without a mouse.

use anyhow::{Result, bail, ensure};
use taxiway_e2e::Look;
use taxiway_e2e::thirtyfour::Key;

use crate::visit::{CLERK, CUSTOMER, Visit};

/// More steps than any page takes.
const STEPS: usize = 90;

/// Whether the element with the focus is the one wanted, is seen to have it, and is not hidden behind another.
const FOCUS: &str = "
    const at = document.activeElement;
    if (!at || !at.matches(arguments[0])) return 'elsewhere';
    const ring = [at, at.closest('label')].filter(Boolean).some((element) => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    if (!ring) return 'without a ring';
    const box = at.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    return at.contains(top) || (top && top.contains(at)) ? 'here' : 'hidden by ' + (top && top.outerHTML.slice(0, 80));
";

/// Somebody who has no mouse.
pub(crate) struct Keyboard(pub(crate) Visit);

impl Keyboard {
    pub(crate) async fn press(&self, key: Key) -> Result<()> {
        self.0.browser.press(&char::from(key).to_string()).await
    }

    /// Moves on until the focus is there.
    pub(crate) async fn tab_to(&self, selector: &str) -> Result<()> {
        for _ in 0..STEPS {
            self.press(Key::Tab).await?;
            let state = self.0.browser.driver().execute(FOCUS, vec![selector.into()]).await?;
            match state.json().as_str() {
                Some("here") => return Ok(()),
                Some("elsewhere") => {}
                other => bail!("{selector} has the focus and is {other:?}"),
            }
        }
        bail!("{selector} cannot be reached on {}", self.0.browser.path().await?)
    }

    pub(crate) async fn choose(&self, selector: &str) -> Result<()> {
        self.tab_to(selector).await?;
        self.press(Key::Enter).await
    }
}

#[tokio::test]
async fn the_main_way_needs_no_mouse() -> Result<()> {
    let clerk = Keyboard(Visit::begin(Look::default()).await?);
    let (visit, browser) = (&clerk.0, &clerk.0.browser);
    let person = visit.demo.person(CLERK)?.clone();
    // The first field has the focus already.
    browser.press(&person.email).await?;
    clerk.tab_to("#password").await?;
    browser.press(&person.password).await?;
    clerk.press(Key::Enter).await?;
    browser.until(".side").await?;

    // The first step on every page leads past the navigation.
    clerk.choose(".skip").await?;
    assert!(browser.path().await?.ends_with("/customers"));
    clerk.tab_to("#search").await?;
    browser.press("hafen").await?;
    clerk.press(Key::Enter).await?;
    browser.until(".tools .button-quiet").await?;
    clerk.choose("a.row-link").await?;
    visit.headed(CUSTOMER).await?;

    clerk.choose(".side a[href$='/uploads/new']").await?;
    visit.at("add-title").await?;
    clerk.choose("details:has(#pasted) > summary").await?;
    clerk.tab_to("#pasted").await?;
    browser
        .press("Manufacturer,Model,Serial Number\nNordfjell,Polar 14,KEY-001\nNordfjell,Polar 14,KEY-002")
        .await?;
    clerk.tab_to("input[name=tag]").await?;
    clerk.press(Key::Up).await?;
    clerk.press(Key::Up).await?;
    clerk.choose(".submit-bar button").await?;
    visit.at("preview-title").await?;
    visit.sees(&["KEY-001"]).await?;
    clerk.choose(".register-card form[action$='/register'] button").await?;
    browser.until("#job-progress[data-live=false]").await?;
    browser.until("#rows tbody").await?;

    clerk.choose(".side a[href$='/devices']").await?;
    visit.at("devices-title").await?;
    clerk.tab_to("#serial").await?;
    browser.press("KEY-002").await?;
    clerk.press(Key::Enter).await?;
    browser.until("#serial[value='KEY-002']").await?;
    clerk.choose("a.row-link").await?;
    visit.headed("KEY-002").await?;
    clerk.choose("form[action='/sign-out'] button").await?;
    browser.until(".entrance").await?;
    Ok(())
}

/// On a long form nothing that has the focus hides behind the bar at the bottom, and every stop is seen.
#[tokio::test]
async fn every_stop_of_the_form_is_seen() -> Result<()> {
    let clerk = Keyboard(Visit::of(CLERK, Look::default()).await?);
    clerk.0.choose_customer(CUSTOMER).await?;
    clerk.0.navigate("/uploads/new").await?;
    clerk.0.at("add-title").await?;
    let mut stops = 0;
    for _ in 0..STEPS {
        clerk.press(Key::Tab).await?;
        let state = clerk.0.browser.driver().execute(FOCUS, vec!["body *".into()]).await?;
        match state.json().as_str() {
            Some("here") => stops += 1,
            // Past the last one.
            Some("elsewhere") => break,
            other => bail!("stop {stops} is {other:?}"),
        }
    }
    ensure!(stops > 15, "only {stops} stops");
    Ok(())
}
