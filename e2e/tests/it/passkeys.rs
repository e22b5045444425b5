//! Passkeys with an authenticator that the browser pretends to have.

use anyhow::{Context, Result};
use rstest::rstest;
use serde_json::Value;
use taxiway_e2e::{Authenticator, Language, Look};

use crate::office::{ADMIN, Office, PASSWORD};

const ADD: &str = "form[data-passkey=create] button[type=submit]";
const USE: &str = "form[data-passkey=get] button[type=submit]";
const SWITCH: &str = "form[action='/account/second-factor'] button";

impl Office {
    /// Signs in by password and adds a passkey.
    async fn adds_a_passkey(&self, name: &str) -> Result<()> {
        self.password().await?;
        self.is_in().await?;
        self.go("/account").await?;
        self.browser.fill("#passkey-name", name).await?;
        self.browser.click(ADD).await?;
        self.sees(&[&self.word("flash-passkey-added"), name]).await
    }
}

#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn a_passkey_alone_signs_in_until_it_is_removed(#[case] language: Language) -> Result<()> {
    let office = Office::open(Look { language, ..Look::default() }).await?;
    let (browser, tag) = (&office.browser, language.tag());
    let key = Authenticator::plug_in(browser).await?;
    office.adds_a_passkey("Blue key").await?;
    assert_eq!(key.passkeys().await?, 1);
    office.look(&format!("{tag}-account-with-passkey")).await?;

    office.at_sign_in().await?;
    browser.click(USE).await?;
    office.is_in().await?;
    office.go("/account").await?;
    office.sees(&[ADMIN, "Blue key"]).await?;

    // Another finger: the browser says so, and nobody is signed in.
    key.recognises_owner(false).await?;
    office.at_sign_in().await?;
    browser.click(USE).await?;
    office.sees(&[&office.word("passkey-trouble")]).await?;
    office.look(&format!("{tag}-passkey-trouble")).await?;
    key.recognises_owner(true).await?;
    browser.click(USE).await?;
    office.is_in().await?;

    office.go("/account").await?;
    browser.click("a[href^='/account/passkeys/'][href$='/remove']").await?;
    browser.until("form[action$='/remove'] button").await?;
    office.look(&format!("{tag}-passkey-remove")).await?;
    browser.click("form[action$='/remove'] button").await?;
    office.sees(&[&office.word("flash-passkey-removed"), &office.word("passkeys-none")]).await?;
    office.at_sign_in().await?;
    browser.click(USE).await?;
    office.at("refused-sign-in-title").await?;
    office.sees(&[&office.word("sign-in-refusal-passkey-unknown")]).await?;
    office.look(&format!("{tag}-refused-passkey-unknown")).await
}

#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn a_passkey_is_asked_for_after_the_password(#[case] language: Language) -> Result<()> {
    let office = Office::open(Look { language, ..Look::default() }).await?;
    let (browser, tag) = (&office.browser, language.tag());
    let key = Authenticator::plug_in(browser).await?;
    office.adds_a_passkey("Blue key").await?;
    browser.click(SWITCH).await?;
    office.sees(&[&office.word("flash-second-factor-on")]).await?;

    office.at_sign_in().await?;
    office.password().await?;
    office.at("second-factor-ask-title").await?;
    office.look(&format!("{tag}-second-factor")).await?;
    // The password alone opens nothing.
    office.go("/account").await?;
    office.at("sign-in").await?;
    office.password().await?;
    office.at("second-factor-ask-title").await?;
    browser.click(USE).await?;
    office.is_in().await?;

    // Whoever lost the key is helped by the operator, and signs in by password again.
    key.pull_out().await?;
    office.at_sign_in().await?;
    office.password().await?;
    office.at("second-factor-ask-title").await?;
    office.service.admin("", &["user", "remove-passkeys", "--email", ADMIN])?;
    office.at_sign_in().await?;
    office.password().await?;
    office.is_in().await?;
    office.go("/account").await?;
    office.sees(&[&office.word("passkeys-none")]).await
}

impl Office {
    /// The value of a field.
    async fn shown(&self, field: &str) -> Result<String> {
        self.browser.until(field).await?.value().await?.with_context(|| format!("{field} is empty"))
    }

    /// Registers a program that may read the list of customers: its id and a secret.
    async fn registers(&self, program: &str) -> Result<(String, String)> {
        self.go("/apps/new").await?;
        self.browser.fill("#name", program).await?;
        self.browser.click("input[name=permission][value='customers.read']").await?;
        self.browser.click("form.form-page button[type=submit]").await?;
        self.browser.until("#months").await?;
        self.browser.click("form.tools button[type=submit]").await?;
        Ok((self.shown("#client").await?, self.shown("#secret").await?))
    }

    /// Asks for a token as a program does.
    fn asks_for_token(&self, program: &(String, String), grant: &[(&str, &str)]) -> Result<(u16, Value)> {
        let own = [("client_id", program.0.as_str()), ("client_secret", program.1.as_str())];
        self.service.asks(&format!("/{}/oauth2/token", self.organisation), None, &[&own, grant].concat())
    }
}

/// Whoever signs in with more than a password lets a program act with a token that the account shows.
#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn a_program_acts_for_somebody_with_a_passkey(#[case] language: Language) -> Result<()> {
    let office = Office::of_partner(Look { language, ..Look::default() }).await?;
    let (browser, tag) = (&office.browser, language.tag());
    let key = Authenticator::plug_in(browser).await?;
    office.adds_a_passkey("Blue key").await?;
    browser.click(SWITCH).await?;
    office.sees(&[&office.word("flash-second-factor-on"), &office.word("acting-none-apps")]).await?;
    let program = office.registers("Delivery notes").await?;
    let password = [("grant_type", "password"), ("username", ADMIN), ("password", PASSWORD)];
    let (status, refused) = office.asks_for_token(&program, &password)?;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")), "{refused}");

    office.go("/account").await?;
    office.sees(&[&office.word("acting-none-text")]).await?;
    browser.click("form[action='/account/apps'] button").await?;
    let token = office.shown("#token").await?;
    office.look(&format!("{tag}-acting-token")).await?;
    assert_eq!(
        (browser.path().await?.as_str(), office.shown("#client").await?),
        ("/account/apps", program.0.clone())
    );
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    let (status, granted) = office.asks_for_token(&program, &refresh)?;
    assert_eq!((status, granted["scope"].as_str()), (200, Some("user_impersonation")), "{granted}");
    let (status, customers) = office.service.asks("/v1/customers", granted["access_token"].as_str(), &[])?;
    assert_eq!((status, customers["totalCount"].as_u64()), (200, Some(0)), "{customers}");

    office.go("/account").await?;
    office.sees(&["Delivery notes"]).await?;
    office.look(&format!("{tag}-account-with-program")).await?;
    browser.click("a[href^='/account/apps/'][href$='/stop']").await?;
    browser.until("form[action$='/stop'] button").await?;
    office.look(&format!("{tag}-acting-stop")).await?;
    browser.click("form[action$='/stop'] button").await?;
    office.sees(&[&office.word("flash-acting-stopped"), &office.word("acting-none")]).await?;
    let (status, refused) = office.asks_for_token(&program, &refresh)?;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")), "{refused}");
    assert_eq!(key.passkeys().await?, 1);
    Ok(())
}

/// An organisation asks for a passkey because of a role: whoever has none makes one between password and portal.
#[tokio::test]
async fn the_first_passkey_is_made_at_sign_in_where_a_role_demands_it() -> Result<()> {
    let office = Office::open(Look::default()).await?;
    let browser = &office.browser;
    let key = Authenticator::plug_in(browser).await?;
    office.password().await?;
    office.is_in().await?;
    office.go("/identity-providers").await?;
    browser.click("input[name=second_factor][value=global-administrator]").await?;
    browser.click("form[action='/identity-providers/policy'] button").await?;
    office.sees(&[&office.word("flash-policy-saved")]).await?;
    office.at_sign_in().await?;
    browser.fill("#email", ADMIN).await?;
    browser.fill("#password", PASSWORD).await?;
    browser.click(".entrance-form form[action='/sign-in'] button.button-primary").await?;
    office.at("second-factor-enrol-title").await?;
    office.look("en-second-factor-enrol").await?;
    browser.click(ADD).await?;
    office.is_in().await?;
    assert_eq!(key.passkeys().await?, 1);
    office.go("/account").await?;
    office.sees(&[&office.word("second-factor-demanded")]).await
}

/// Without scripts a passkey cannot be used, and the page says so beside the ways that work.
#[tokio::test]
async fn whoever_has_no_scripts_is_told() -> Result<()> {
    let office = Office::open(Look { scripts: false, ..Look::default() }).await?;
    office.sees(&[&office.word("passkey-noscript-sign-in")]).await?;
    office.password().await?;
    office.is_in().await?;
    office.go("/account").await?;
    office.sees(&[&office.word("passkey-noscript")]).await
}
