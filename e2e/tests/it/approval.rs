//! A customer looks at what a partner hands in before it is registered: two people, each at a browser.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Demo, Language, Look};

use crate::consent::{AGENT, OWNER, PARTNER};
use crate::pages::Tour;
use crate::visit::{CUSTOMER, LIST, TAG, Visit};

/// What the customer says about the rows that it leaves out.
const WHY: &str = "Order 7 had four of them.";

/// Somebody at a browser, whose pages are looked at.
async fn somebody(demo: &Arc<Demo>, look: Look, who: &str) -> Result<Tour> {
    let visit = Visit::to(Arc::clone(demo), look).await?;
    let name = format!("approval-{}-{}-{who}", look.language.tag(), look.width);
    Ok(Tour { visit, name })
}

#[rstest]
#[case::english(Language::English, 1280)]
#[case::hebrew(Language::Hebrew, 1280)]
#[case::hebrew_narrow(Language::Hebrew, 390)]
#[tokio::test]
async fn a_customer_approves_some_of_what_a_partner_hands_in(
    #[case] language: Language,
    #[case] width: u32,
) -> Result<()> {
    let demo = Arc::new(Demo::start().await?);
    let look = Look { language, width, ..Look::default() };
    let (partner, customer) =
        (somebody(&demo, look, "partner").await?, somebody(&demo, look, "customer").await?);
    partner.visit.sign_in_as(AGENT).await?;
    let link = partner.visit.asks().await?;
    agrees_to_approve_each(&customer, &link).await?;
    let job = hands_in(&partner).await?;
    let waiting = finds_it(&customer).await?;
    ensure!(waiting == job.replace("/jobs/", "/approvals/"), "{waiting} is not {job}");
    chooses(&customer).await?;
    decides(&customer).await?;
    reads_what_was_decided(&partner, &job).await
}

/// The customer consents, and wants to see every upload first.
async fn agrees_to_approve_each(customer: &Tour, link: &str) -> Result<()> {
    let (visit, browser) = (&customer.visit, &customer.visit.browser);
    browser.go(link).await?;
    browser.until(".entrance").await?;
    visit.sign_in_as(OWNER).await?;
    browser.click("input[name=approval][value=each]").await?;
    browser.click("input[name=agree]").await?;
    browser.click("form[action$='/accept'] button[type=submit]").await?;
    visit.at("nav-relationships").await?;
    visit.navigate("/approvals").await?;
    visit.sees(&[&visit.word("approvals-none-text")]).await?;
    customer.sees("1-nothing-waits").await
}

/// The partner's upload waits, and the partner is told for whom: the address of its job.
async fn hands_in(partner: &Tour) -> Result<String> {
    let (visit, browser) = (&partner.visit, &partner.visit.browser);
    visit.choose_customer(CUSTOMER).await?;
    visit.upload("spring.csv", LIST.as_bytes(), TAG).await?;
    visit.register().await?;
    let words = ["job-state-pending-approval", "job-approval-waiting"].map(|key| visit.word(key));
    visit.sees(&words.each_ref().map(String::as_str)).await?;
    partner.sees("2-waits").await?;
    browser.path().await
}

/// The overview leads to the list, and the list to the upload: its address.
async fn finds_it(customer: &Tour) -> Result<String> {
    let (visit, browser) = (&customer.visit, &customer.visit.browser);
    browser.go(&visit.demo.address("/")).await?;
    visit.headed(CUSTOMER).await?;
    customer.sees("3-attention").await?;
    browser.click(".attention a[href$='/approvals']").await?;
    visit.at("approvals-title").await?;
    visit.sees(&["spring.csv", PARTNER]).await?;
    customer.sees("4-list").await?;
    visit.follow("a.row-link", "spring").await?;
    browser.until("form[action$='/choice']").await?;
    visit.sees(&[PARTNER, TAG, "NFX7-0001"]).await?;
    customer.sees("5-upload").await?;
    browser.path().await
}

/// How many rows are ticked.
async fn ticked(visit: &Visit) -> Result<usize> {
    visit.browser.count("#rows input[name=row]:checked").await
}

/// Groups first, then a row by itself.
async fn chooses(customer: &Tour) -> Result<()> {
    let (visit, browser) = (&customer.visit, &customer.visit.browser);
    let saved = visit.word("flash-chosen");
    assert_eq!(ticked(visit).await?, 5, "whatever can be registered is chosen at first");
    browser.click("button[name=none]").await?;
    visit.sees(&[&saved]).await?;
    assert_eq!(ticked(visit).await?, 0);
    browser.click("button[name=all]").await?;
    browser.until("#rows input[name=row]:checked").await?;
    assert_eq!(ticked(visit).await?, 5);
    browser.click("#rows input[name=row]").await?;
    browser.click("#rows button[name=rows]").await?;
    browser.until("#rows input[name=row]:not(:checked)").await.context("the row is left out")?;
    visit.sees(&[&saved]).await?;
    assert_eq!(ticked(visit).await?, 4);
    customer.sees("6-chosen").await
}

/// Whoever leaves rows out says why.
async fn decides(customer: &Tour) -> Result<()> {
    let (visit, browser) = (&customer.visit, &customer.visit.browser);
    let decide = ".register-card button[type=submit]";
    browser.click("input[name=decision][value=chosen]").await?;
    browser.click(decide).await?;
    browser.until(".callout-bad").await?;
    visit.sees(&[&visit.word("invalid-reason-missing")]).await?;
    customer.sees("7-why").await?;
    browser.fill("#reason", WHY).await?;
    browser.click(decide).await?;
    visit.at("approvals-title").await?;
    let words = ["flash-decided", "approvals-none-text"].map(|key| visit.word(key));
    visit.sees(&words.each_ref().map(String::as_str)).await?;
    customer.sees("8-decided").await
}

/// Four devices are registered; the row that was left out has the customer's reason.
async fn reads_what_was_decided(partner: &Tour, job: &str) -> Result<()> {
    let (visit, browser) = (&partner.visit, &partner.visit.browser);
    for _ in 0..400 {
        browser.go(&visit.demo.address(job)).await?;
        if browser.has("#job-progress[data-state=finished]").await? {
            break;
        }
    }
    let stats = browser.find("#job-progress .stats").await?.text().await?;
    let counts: Vec<&str> = stats.lines().filter(|line| line.parse::<u32>().is_ok()).collect();
    assert_eq!(counts[..2], ["4", "4"], "registered and refused: {stats}");
    visit.sees(&[&visit.word("job-approval-some"), WHY]).await?;
    browser.go(&visit.demo.address(&format!("{job}?show=failed"))).await?;
    visit.sees(&[&visit.word("finding-not-approved-remedy")]).await?;
    partner.sees("9-refused").await
}
