//! Signing in at a certified identity provider, and everything that it can do wrong.

use anyhow::{Result, ensure};
use rstest::rstest;
use taxiway_e2e::{Language, Look, Provider, Trouble};

use crate::office::{ADMIN, OFFICE, Office};
use crate::visit::patiently;

const NAME: &str = "Hafenblick Login";

async fn with_a_provider(look: Look) -> Result<(Office, Provider)> {
    let office = Office::open(look).await?;
    let provider = Provider::start(&office.service.address("/sign-in/callback")).await?;
    let (issuer, organisation) = (provider.issuer(), office.organisation.as_str());
    let create = ["identity-provider", "create", "--organisation", organisation, "--name", NAME];
    let there = ["--issuer", &issuer, "--client-id", "taxiway", "--scopes", "email profile groups"];
    let people = ["--group", "Device admins=intune-administrator", "--domain", "hafenblick.example"];
    let all = [&create[..], &there[..], &people[..], &["--create-users"]].concat();
    office.service.admin(Provider::SECRET, &all)?;
    Ok((office, provider))
}

impl Office {
    /// Leaves for the provider of this address.
    async fn leaves(&self, email: &str) -> Result<()> {
        self.browser.fill("#email", email).await?;
        self.browser.click("button[formaction='/sign-in/organisation']").await
    }

    /// Waits for the provider's page.
    async fn is_there(&self) -> Result<()> {
        patiently(async || {
            let there = self.browser.has("#login").await?;
            ensure!(
                there,
                "{} is not the provider's:\n{}",
                self.browser.path().await?,
                self.browser.text().await?
            );
            Ok(())
        })
        .await
    }

    /// From our sign-in page to the provider's, and back.
    async fn comes_as(&self, login: &str) -> Result<()> {
        self.at_sign_in().await?;
        self.leaves(&format!("{login}@hafenblick.example")).await?;
        self.is_there().await?;
        self.browser.fill("#login", login).await?;
        self.browser.click("button").await
    }

    /// Fails unless the page says that nobody is signed in, why and what to do, and the request's id.
    async fn is_refused(&self, refusal: &str, language: &str) -> Result<()> {
        self.at("refused-sign-in-title").await?;
        let why = self.word_with(&format!("sign-in-refusal-{refusal}"), &[("provider", NAME.into())]);
        self.sees(&[&why]).await?;
        self.look(&format!("{language}-refused-{refusal}")).await?;
        assert!(!self.browser.has(".side").await?, "nobody is signed in");
        self.go("/customers").await?;
        self.at("sign-in").await
    }
}

/// An administrator sets the provider up in the portal; a colleague without an account signs in there and has the role of her
/// group.
#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[tokio::test]
async fn a_group_at_the_provider_becomes_a_role_here(#[case] language: Language) -> Result<()> {
    let office = Office::open(Look { language, ..Look::default() }).await?;
    let (browser, tag) = (&office.browser, language.tag());
    let provider = Provider::start(&office.service.address("/sign-in/callback")).await?;
    office.look(&format!("{tag}-sign-in-any-way")).await?;
    office.password().await?;
    office.is_in().await?;
    browser.click(".side nav a[href='/identity-providers']").await?;
    office.at("providers-title").await?;
    office.look(&format!("{tag}-providers-none")).await?;
    office.go("/identity-providers/new").await?;
    for (field, value) in [
        ("name", NAME),
        ("issuer", &provider.issuer()),
        ("client_id", "taxiway"),
        ("client_secret", Provider::SECRET),
        ("scopes", "email profile groups"),
        ("group_claim", "groups"),
        ("domains", "hafenblick.example"),
    ] {
        browser.fill(&format!("form.steps [name={field}]"), value).await?;
    }
    browser.fill("form.steps [name=group]", "Device admins").await?;
    browser.click("form.steps select[name=role] option[value=intune-administrator]").await?;
    browser.click("form.steps [name=create_users]").await?;
    browser.click("form.steps button[type=submit]").await?;
    browser.until("form[action$='/check'] button").await?;
    browser.click("form[action$='/check'] button").await?;
    browser.until(".callout-good").await?;
    office.sees(&[&format!("{}/token", provider.issuer())]).await?;
    office.look(&format!("{tag}-provider")).await?;
    office.go("/identity-providers").await?;
    office.look(&format!("{tag}-providers")).await?;

    office.comes_as("stina").await?;
    office.is_in().await?;
    office.sees(&[OFFICE, "Stina Berg"]).await?;
    office.go("/account").await?;
    office.sees(&[&office.word("role-intune-administrator"), NAME]).await?;
    assert!(!browser.has("#old_password").await?, "there is no password to change");
    office.look(&format!("{tag}-account-of-a-provider")).await?;
    // Whoever looks after people sees where the role comes from, and cannot change it here.
    office.at_sign_in().await?;
    office.password().await?;
    office.is_in().await?;
    office.go("/people").await?;
    for link in browser.driver().find_all(taxiway_e2e::thirtyfour::By::Css("a.row-link")).await? {
        if link.text().await?.contains("Stina") {
            link.click().await?;
            break;
        }
    }
    office.sees(&["Stina Berg", NAME]).await?;
    assert!(!browser.has("form[action$='/roles']").await?);
    office.look(&format!("{tag}-person-of-a-provider")).await
}

/// Each of these is a page of ours that says what happened; none signs anybody in.
#[rstest]
#[case::english(Language::English)]
#[case::hebrew(Language::Hebrew)]
#[case::swedish(Language::Swedish)]
#[tokio::test]
async fn what_goes_wrong_at_the_provider_has_a_page(#[case] language: Language) -> Result<()> {
    let (office, provider) = with_a_provider(Look { language, ..Look::default() }).await?;
    let tag = language.tag();
    for (trouble, login, refusal) in [
        (Trouble::Nonce, "stina", "nonce"),
        (Trouble::Expired, "stina", "token-expired"),
        (Trouble::Gone, "stina", "unreachable"),
        (Trouble::Nothing, "olle", "not-in-group"),
        (Trouble::Nothing, "nobody", "denied"),
    ] {
        provider.has(trouble)?;
        office.comes_as(login).await?;
        office.is_refused(refusal, tag).await?;
    }
    // Nothing of it stays: the next sign-in works.
    provider.has(Trouble::Nothing)?;
    office.comes_as("stina").await?;
    office.is_in().await?;

    drop(provider);
    office.at_sign_in().await?;
    office.leaves("stina@hafenblick.example").await?;
    office.is_refused("unreachable", tag).await?;
    // All of it is in the organisation's log, and the password still works.
    office.password().await?;
    office.is_in().await?;
    office.go("/activity?action=session-refuse").await?;
    office.browser.until("table tbody tr").await?;
    assert_eq!(office.browser.count("table tbody tr").await?, 6, "{}", office.browser.text().await?);
    Ok(())
}

/// Without scripts the way is the same.
#[tokio::test]
async fn scripts_are_not_needed() -> Result<()> {
    let (office, _provider) = with_a_provider(Look { scripts: false, ..Look::default() }).await?;
    office.comes_as("stina").await?;
    office.is_in().await?;
    office.at_sign_in().await?;
    office.leaves("somebody@elsewhere.example").await?;
    office.sees(&[&office.word("sign-in-no-provider")]).await?;
    assert_eq!(
        office.browser.find("#email").await?.value().await?.as_deref(),
        Some("somebody@elsewhere.example")
    );
    office.leaves(ADMIN).await?;
    office.is_there().await?;
    Ok(())
}
