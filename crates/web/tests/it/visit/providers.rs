//! Identity providers: setting one up, and signing in by its word.

use axum::http::Method;
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::ProofError;

use super::peers::{ISSUER, world};
use super::{Browser, World};

const SECRET: &str = "what-the-provider-knows";
pub(super) const FIELDS: [(&str, &str); 14] = [
    ("name", "Kajplats inloggning"),
    ("issuer", ISSUER),
    ("client_id", "taxiway"),
    ("client_secret", SECRET),
    ("scopes", "email profile"),
    ("group_claim", "groups"),
    ("group", "Sales"),
    ("role", "sales-agent"),
    ("group", "Admins"),
    ("role", "admin-agent"),
    ("group", ""),
    ("role", "helpdesk-agent"),
    ("domains", "kajplats.example\r\nops.kajplats.example"),
    ("create_users", "yes"),
];

fn with<'a>(changes: &[(&str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let change = |name: &str| changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
    FIELDS.iter().map(|(name, value)| (*name, change(name).unwrap_or(value))).collect()
}

/// An administrator's browser at the page of a provider that was just set up.
pub(super) async fn set_up(world: &World) -> Browser {
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/identity-providers/new").await;
    admin.submit("/identity-providers", &FIELDS).await;
    assert_eq!(admin.page.status, 200, "{}", admin.page.text());
    admin
}

pub(super) fn address(browser: &Browser, end: &str) -> String {
    let found = browser.page.addresses().into_iter().find(|address| address.ends_with(end));
    found.unwrap_or_else(|| panic!("nothing leads to {end}: {}", browser.page.text()))
}

/// A browser that was sent to the provider: where it would come back to.
pub(super) async fn leaves(browser: &mut Browser, email: &str) -> String {
    browser.open("/sign-in?return_to=%2Fcustomers%3Fsearch%3Dnord").await;
    let hidden = browser.page.hidden("/sign-in").expect("the form");
    let mut fields: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("email", email));
    browser.page = browser.post_raw("/sign-in/organisation", &fields, &[]).await;
    let refresh = browser.page.header("refresh").to_owned();
    let state = refresh.split("state=").nth(1).unwrap_or_default();
    format!("/sign-in/callback?state={state}&code=a-code")
}

#[tokio::test]
async fn a_provider_is_set_up_checked_and_removed() {
    let (world, _) = world().await;
    let mut admin = set_up(&world).await;
    let text = admin.page.text();
    assert!(text.contains("The identity provider was saved") && text.contains(ISSUER), "{text}");
    assert!(text.contains("https://taxiway.example/sign-in/callback"), "what to enter there");
    assert!(!text.contains(SECRET), "the secret is never shown again");
    let check = address(&admin, "/check");
    admin.submit(&check, &[]).await;
    assert!(admin.page.text().contains("signs with \u{2068}2\u{2069} keys"), "{}", admin.page.text());
    admin.open("/identity-providers").await;
    assert!(admin.page.text().contains("ops.kajplats.example"));

    let delete = check.replace("/check", "/delete");
    admin.open(&delete).await;
    assert!(admin.page.text().contains("Remove \u{2068}Kajplats inloggning\u{2069}?"));
    admin.submit(&delete, &[]).await;
    assert!(admin.page.text().contains("No identity provider yet"), "{}", admin.page.text());
    assert_eq!(admin.open(&delete).await.status, 404);
    admin.open("/activity").await;
    for act in ["Added an identity provider", "Removed an identity provider"] {
        assert!(admin.page.text().contains(act), "{act}");
    }
    assert!(!admin.page.text().contains(SECRET));
}

/// What was typed stays, but for the secret, and the field that is wrong is named.
#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_else_is_lost() {
    let (world, _) = world().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    for (field, value, words) in [
        ("issuer", "http://login.kajplats.example", "The address must begin with https."),
        ("domains", "fjordbyte.example", "is not noted as a domain of your organization"),
        ("scopes", "a\"b", "without quotation marks"),
        ("client_id", " ", "Client ID: Fill this in."),
    ] {
        admin.open("/identity-providers/new").await;
        admin.submit("/identity-providers", &with(&[(field, value)])).await;
        let text = admin.page.text();
        assert_eq!(admin.page.status, 422, "{field}");
        assert!(text.contains(words) && text.contains("aria-invalid=\"true\""), "{field}: {text}");
        assert!(text.contains("Kajplats inloggning") && text.contains("value=\"Sales\""), "{text}");
        assert!(!text.contains(SECRET));
    }
    admin.open("/identity-providers").await;
    assert!(admin.page.text().contains("No identity provider yet"));
}

#[tokio::test]
async fn only_administrators_set_providers_up() {
    let (world, _) = world().await;
    let admin = set_up(&world).await;
    let provider = address(&admin, "/check").replace("/check", "");
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    assert!(!clerk.page.addresses().contains(&"/identity-providers".to_owned()));
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for path in ["", "/new"] {
        let page = clerk.request(Method::GET, &format!("/identity-providers{path}")).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text().contains("Admin agent"), "the role that may is named");
    }
    for end in ["", "/check", "/delete"] {
        let path = format!("{provider}{end}");
        let sent = clerk.post_raw(&path, &[("csrf", &csrf), ("passwords", "allowed")], &[]).await;
        assert_eq!(sent.status, 403, "{path}");
    }
    let fields = [("csrf", csrf.as_str()), ("passwords", "refused")];
    assert_eq!(clerk.post_raw("/identity-providers/policy", &fields, &[]).await.status, 403);
    // To another organisation's administrator the provider does not exist.
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    assert_eq!(owner.open("/identity-providers").await.status, 200);
    assert!(!owner.page.text().contains("Kajplats"));
    let csrf = owner.page.hidden("/sign-out").expect("the form")[0].1.clone();
    assert_eq!(owner.open(&provider).await.status, 404);
    for end in ["", "/check", "/delete"] {
        let mut fields = with(&[("role", "global-reader")]);
        fields.push(("csrf", &csrf));
        assert_eq!(owner.post_raw(&format!("{provider}{end}"), &fields, &[]).await.status, 404);
    }
}

#[tokio::test]
async fn somebody_signs_in_through_the_provider_and_goes_on_where_it_was() {
    let (world, _) = world().await;
    set_up(&world).await;
    let mut stina = world.browser();
    let back = leaves(&mut stina, "stina@kajplats.example").await;
    assert_eq!(stina.page.status, 200);
    assert!(stina.page.text().contains("login.kajplats.example"), "it says where one goes");
    assert!(stina.cookies.contains_key("taxiway_flow"));
    let page = stina.request(Method::GET, &back).await;
    assert_eq!(page.location(), "/customers?search=nord");
    assert!(!stina.cookies.contains_key("taxiway_flow"), "the secret has done its work");
    assert!(stina.open("/customers").await.text().contains("Stina Berg"));
    let again = stina.request(Method::GET, &back).await;
    assert_eq!(again.status, 400, "the answer came with the browser once");
}

#[tokio::test]
async fn the_link_of_a_provider_leads_there_and_another_one_nowhere() {
    let (world, _) = world().await;
    let admin = set_up(&world).await;
    let text = admin.page.text();
    let link = text.split("https://taxiway.example").find(|rest| rest.starts_with("/sign-in/with/"));
    let link = link.expect("the link").split('<').next().expect("its end").to_owned();
    let mut stina = world.browser();
    assert!(stina.open(&link).await.header("refresh").contains(ISSUER));
    let page = stina.request(Method::GET, &format!("/sign-in/with/{}", world.customer)).await;
    assert_eq!(page.location(), "/sign-in");
}

/// An address without a provider, or none at all, is answered alike whether or not there is an account.
#[tokio::test]
async fn nothing_tells_whether_there_is_an_account() {
    let (world, _) = world().await;
    set_up(&world).await;
    let mut visitor = world.browser();
    leaves(&mut visitor, "").await;
    assert!(visitor.page.status == 422 && visitor.page.text().contains("Type your e-mail address first"));
    let mut pages = Vec::new();
    for email in ["owner@nordfjall.example", "nobody@nordfjall.example"] {
        leaves(&mut visitor, email).await;
        assert_eq!(visitor.page.status, 422);
        let text = visitor.page.text().replace(email, "");
        let alert = text.split("role=\"alert\"").nth(1).expect("an alert");
        pages.push(alert.split("</form>").next().expect("a form").to_owned());
    }
    assert_eq!(pages[0], pages[1]);
    for email in ["admin@kajplats.example", "nobody@kajplats.example"] {
        leaves(&mut visitor, email).await;
        assert!(visitor.page.header("refresh").contains(ISSUER), "{email}");
    }
}

/// Each refusal is a page in the visitor's language with the request's id, and in the log.
#[tokio::test]
async fn refusals_are_pages_in_every_language_and_in_the_log() {
    let (world, peer) = world().await;
    set_up(&world).await;
    for language in ["en", "sv", "he"] {
        for (refusal, status) in [
            (SignInRefusal::Nonce, 502),
            (SignInRefusal::TokenExpired, 502),
            (SignInRefusal::Unreachable, 502),
            (SignInRefusal::Slow, 504),
        ] {
            *peer.0.lock().expect("a lock") = Err(ProofError::new(refusal, "found by the protocol"));
            let mut visitor = Browser::new(world.router.clone(), language);
            let back = leaves(&mut visitor, "stina@kajplats.example").await;
            let page = visitor.request(Method::GET, &back).await;
            assert_eq!(page.status, status, "{refusal:?}");
            let text = page.text();
            assert!(text.contains(&format!("lang=\"{language}\"")) && !text.contains("missing text"));
            assert!(text.contains(page.header("x-request-id")), "{text}");
            assert!(text.contains("Kajplats inloggning"), "{text}");
            assert!(!text.contains("found by the protocol") && !text.contains("a-code"), "{text}");
            assert!(!visitor.cookies.contains_key("taxiway_session"));
        }
    }
    let mut thief = world.browser();
    let mut stina = world.browser();
    let back = leaves(&mut stina, "stina@kajplats.example").await;
    let page = thief.request(Method::GET, &back).await;
    assert!(
        page.status == 400 && page.text().contains("a browser that did not ask for it"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("https://taxiway.example"), "where to begin again");
    let unknown = thief.request(Method::GET, "/sign-in/callback?state=guessed&code=x").await;
    assert_eq!(unknown.status, 400);
    let denied = back.replace("code=a-code", "error=access_denied&error_description=secret");
    let page = stina.request(Method::GET, &denied).await;
    assert!(page.status == 403 && !page.text().contains("secret"), "{}", page.text());
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/activity?action=session-refuse").await;
    assert_eq!(admin.page.text().matches("<tr>").count() - 1, 12 + 2, "{}", admin.page.text());
}

#[tokio::test]
async fn who_is_in_no_group_reads_which_and_whom_to_ask() {
    let (world, peer) = world().await;
    set_up(&world).await;
    if let Ok(said) = &mut *peer.0.lock().expect("a lock") {
        said.groups = Some(vec!["Everybody".to_owned()]);
    }
    let mut stina = world.browser();
    let back = leaves(&mut stina, "stina@kajplats.example").await;
    let page = stina.request(Method::GET, &back).await;
    let text = page.text();
    assert_eq!(page.status, 403);
    for words in ["Sales", "Admins", "Tove Lindqvist", "Administrators of \u{2068}Kajplats IT\u{2069}"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Everybody"));
}

/// Passwords cannot be switched off while nobody could get in without, and what was chosen stays on the page.
#[tokio::test]
async fn the_rules_for_sign_in_are_set() {
    let (world, peer) = world().await;
    let mut admin = set_up(&world).await;
    admin.open("/identity-providers").await;
    let policy = "/identity-providers/policy";
    admin.submit(policy, &[("passwords", "refused"), ("second_factor", "admin-agent")]).await;
    assert_eq!(admin.page.status, 409);
    let text = admin.page.text();
    assert!(text.contains("no administrator of your organization could sign in"), "{text}");
    assert!(
        text.contains("value=\"refused\" checked") && text.contains("value=\"admin-agent\" checked"),
        "{text}"
    );

    if let Ok(said) = &mut *peer.0.lock().expect("a lock") {
        said.groups = Some(vec!["Admins".to_owned()]);
    }
    let mut stina = world.browser();
    let back = leaves(&mut stina, "stina@kajplats.example").await;
    stina.request(Method::GET, &back).await;
    admin.open("/identity-providers").await;
    admin.submit(policy, &[("passwords", "refused")]).await;
    assert_eq!(admin.page.status, 200, "{}", admin.page.text());
    let mut clerk = world.browser();
    clerk.sign_in("clerk@kajplats.example", super::PASSWORD).await;
    assert_eq!(clerk.page.status, 403);
    assert!(clerk.page.text().contains("no longer takes passwords"), "{}", clerk.page.text());
    clerk.sign_in("clerk@kajplats.example", "not the password").await;
    assert_eq!(clerk.page.status, 422, "who does not know it learns nothing");
    let page = admin.request(Method::POST, policy).await;
    assert!(page.status.is_client_error());
}
