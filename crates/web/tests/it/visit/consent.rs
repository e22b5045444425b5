//! From a partner's question to a customer's answer, as people see it.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::{Locale, plain};
use taxiway_service::Mailer;
use taxiway_web::portal::{PortalSettings, router};

use super::people::address;
use super::{Browser, PASSWORD, World};

const TAG: &str = "Microsoft365Managed_Kiosk";
const ADMIN: &str = "admin@kajplats.example";
const OWNER: &str = "owner@pinewood.example";

impl World {
    pub(super) async fn employs(&self, organisation: OrganisationId, email: &str, role: Role) {
        let password = SecretString::from(PASSWORD);
        let made =
            self.service.create_user(organisation, email, "Noa Ben-Ami", &[role], password, "setup").await;
        made.expect("the account is made");
    }

    pub(super) async fn founds(&self, kind: OrganisationKind, name: &str) -> OrganisationId {
        let made = self.service.create_organisation(kind, name, None, "setup").await;
        made.expect("the organisation is made").organisation_id
    }

    /// With somebody who decides for the customer that has not consented.
    pub(super) async fn with_owner() -> Self {
        let world = Self::new().await;
        world.employs(world.stranger, OWNER, Role::GlobalAdministrator).await;
        world
    }

    /// The partner of the story.
    pub(super) async fn partner(&self) -> OrganisationId {
        let found = self.service.organisations().await.expect("they are there");
        found.into_iter().find(|one| one.name == "Kajplats IT").expect("the partner").organisation_id
    }

    pub(super) fn of_stranger(&self, rest: &str) -> String {
        format!("/customers/{}{rest}", self.stranger)
    }
}

impl Browser {
    /// Fills in the form for a request and gives the path of the link.
    pub(super) async fn asks(&mut self, fields: &[(&str, &str)]) -> String {
        self.open("/requests/new").await;
        self.submit("/requests/new", fields).await;
        assert_eq!(self.page.status, 200, "{}", self.page.text());
        self.link()
    }

    /// The path of the link that the draft shows.
    pub(super) fn link(&self) -> String {
        let page = self.page.text();
        let (_, rest) = page.split_once("http://127.0.0.1:8600/consent/").expect("a link");
        let token: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        format!("/consent/{token}")
    }
}

#[rstest]
#[tokio::test]
async fn a_customer_is_asked_and_consents(#[values("en", "sv", "he")] language: &'static str) {
    let world = World::with_owner().await;
    let mut agent = world.signed_in_reading(ADMIN, language).await;
    agent.open("/customers").await;
    assert!(agent.page.addresses().contains(&"/requests/new".to_owned()), "{}", agent.page.text());
    let fields = [
        ("label", "Pinewood, buying"),
        ("email", "buyer@pinewood.example"),
        ("delegated", "1"),
        ("language", language),
        ("max_devices", "40"),
    ];
    let link = agent.asks(&fields).await;
    let draft = agent.page.clone();
    assert_eq!(draft.header("cache-control"), "no-store");
    assert_eq!(draft.header("referrer-policy"), "same-origin");
    let mailto = draft.addresses().into_iter().find(|one| one.starts_with("mailto:")).expect("a mail");
    assert!(mailto.starts_with("mailto:buyer@pinewood.example?subject="), "{mailto}");
    assert!(mailto.contains(&link.replace('/', "%2F")) && mailto.contains("%0D%0A"), "{mailto}");
    agent.open("/requests").await;
    assert!(agent.page.text().contains("Pinewood, buying"), "{}", agent.page.text());

    let mut owner = Browser::new(world.router.clone(), language);
    owner.open(&link).await;
    assert!(owner.page.offers("/sign-in"), "first things first");
    owner.submit("/sign-in", &[("email", OWNER), ("password", PASSWORD)]).await;
    let page = owner.page.text();
    assert_eq!(owner.page.status, 200, "{page}");
    assert!(
        page.contains("Kajplats IT") && page.contains("value=\"40\""),
        "who asks, and what is proposed: {page}"
    );
    let box_of = |page: &str, name: &str| {
        let found =
            page.split("<input type=\"checkbox\"").find(|part| part.contains(&format!("name=\"{name}\"")));
        found.and_then(|part| part.split('>').next()).map(|part| part.contains("checked"))
    };
    assert_eq!((box_of(&page, "delegated"), box_of(&page, "agree")), (Some(true), Some(false)));
    let accept = format!("{link}/accept");
    owner.submit(&accept, &[("agree", "1"), ("tag", TAG), ("max_devices", "25")]).await;
    assert_eq!(owner.page.status, 200, "{}", owner.page.text());
    let page = owner.page.text().replace("<wbr>", "");
    assert!(page.contains("role=\"status\"") && page.contains("Kajplats IT") && page.contains(TAG), "{page}");

    agent.open("/customers").await;
    assert!(agent.page.text().contains("Pinewood Clinics"), "effective at once");
    agent.open(&world.of_stranger("")).await;
    let page = agent.page.text().replace("<wbr>", "");
    assert!(page.contains(TAG) && page.contains(">25<"), "what was granted and what is left: {page}");
    agent.open("/requests?state=accepted").await;
    assert!(agent.page.text().contains("Pinewood Clinics"));
    for browser in [&mut agent, &mut owner] {
        browser.open("/activity?action=relationship-approve").await;
        let entry = browser.page.text();
        assert!(entry.contains("Noa Ben-Ami") && entry.contains("Kajplats IT"), "{entry}");
        let file = browser.open("/activity.csv").await.text();
        for secret in [link.trim_start_matches("/consent/"), "buyer@", "buying"] {
            assert!(!file.contains(secret), "{secret} is in the log: {file}");
        }
    }
}

/// A request says what became of it, and names no link that nobody can use.
#[rstest]
#[tokio::test]
async fn a_request_whose_relationship_ended_says_so(#[values("en", "sv", "he")] language: &'static str) {
    let locale = Locale::from_tag(language).expect("a language");
    let says = |key: &str| plain(locale, key);
    let world = World::with_owner().await;
    let mut agent = world.signed_in_reading(ADMIN, language).await;
    let link = agent.asks(&[("label", "Pinewood, buying")]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    owner.submit(&format!("{link}/accept"), &[("agree", "1")]).await;
    let pill = |key: &str| format!("</svg>{}</span>", says(key));
    agent.open("/requests").await;
    assert!(agent.page.text().contains(&pill("request-state-accepted")), "{}", agent.page.text());
    let until = |browser: &Browser| browser.page.text().matches("<time").count();
    assert_eq!(until(&agent), 1, "when it was asked; the link is used");
    let relationship = address(&owner, &world.of_stranger("/relationships/"), "");
    let end = format!("{relationship}/end");
    owner.open(&end).await;
    owner.submit(&end, &[("devices", "keep"), ("reason", "")]).await;
    agent.open("/requests").await;
    let page = agent.page.text();
    assert!(
        page.contains(&pill("request-state-ended")) && !page.contains(&pill("request-state-accepted")),
        "{page}"
    );
    agent.open("/requests?state=ended").await;
    assert!(agent.page.text().contains("Pinewood, buying"));
    agent.open("/requests?state=accepted").await;
    assert!(!agent.page.text().contains("Pinewood, buying"));
    agent.open("/requests?state=ended").await;
    let request = agent
        .page
        .addresses()
        .into_iter()
        .find(|one| one.strip_prefix("/requests/").is_some_and(|id| id.len() == 36));
    agent.open(&request.expect("the request")).await;
    let page = agent.page.text();
    assert!(
        page.contains(&says("request-state-ended-text")) && !page.contains(&says("requests-expires")),
        "{page}"
    );
    let again = format!("/requests/new?customer={}", world.stranger);
    assert!(agent.page.addresses().contains(&again), "it can be asked again");
}

#[tokio::test]
async fn a_customer_declines_with_a_reason() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in("clerk@kajplats.example").await;
    let link = agent.asks(&[("label", "Pinewood")]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    assert!(!owner.page.text().contains("name=\"delegated\""), "nobody asked for it");
    let decline = format!("{link}/decline");
    owner.submit(&decline, &[("reason", " ")]).await;
    assert_eq!(owner.page.status, 422);
    assert!(owner.page.text().contains("Say in a few words why you decline."));
    owner.submit(&decline, &[("reason", "We buy elsewhere.")]).await;
    assert!(owner.page.text().contains("The request was declined."), "{}", owner.page.text());
    agent.open("/requests?state=declined").await;
    let request = agent.page.addresses().into_iter().find(|one| one.starts_with("/requests/0")).expect("it");
    agent.open(&request).await;
    assert!(agent.page.text().contains("We buy elsewhere."));
    agent.open("/activity?action=relationship-decline").await;
    assert!(agent.page.text().contains("Pinewood Clinics"));
}

#[tokio::test]
async fn whoever_may_not_decide_is_told_who_may() {
    let world = World::with_owner().await;
    world.employs(world.stranger, "intune@pinewood.example", Role::IntuneAdministrator).await;
    let mut agent = world.signed_in(ADMIN).await;
    let link = agent.asks(&[]).await;
    let mut other = world.signed_in("intune@pinewood.example").await;
    other.open(&link).await;
    assert_eq!(other.page.status, 403);
    assert!(other.page.text().contains("Noa Ben-Ami"), "{}", other.page.text());
    let csrf = other.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for act in ["accept", "decline"] {
        let fields = [("csrf", csrf.as_str()), ("agree", "1"), ("reason", "x")];
        assert_eq!(other.post_raw(&format!("{link}/{act}"), &fields, &[]).await.status, 403, "{act}");
    }
    let stranger = world.browser().post_raw(&format!("{link}/accept"), &[("agree", "1")], &[]).await;
    assert_eq!(stranger.status, 303, "nobody is asked to sign in");
}

/// What was typed wrong comes back with the page, and the link is not used up by it.
#[tokio::test]
async fn a_wrong_form_comes_back_with_its_values() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    let link = agent.asks(&[("delegated", "1")]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    let accept = format!("{link}/accept");
    let typed = [
        ("agree", "1"),
        ("tag", TAG),
        ("manufacturer", "Nordbyte, Inc."),
        ("model", "Polar 14\""),
        ("max_devices", "many"),
        ("last_day", "2027-01-31"),
        ("order_ids", "PO-7\r\nPO-8"),
        ("approval", "each"),
    ];
    owner.submit(&accept, &typed).await;
    assert_eq!(owner.page.status, 422);
    let page = owner.page.text();
    assert!(page.contains("Maximum number of devices: ") && page.contains("is not a number"), "{page}");
    for kept in ["value=\"many\"", "Nordbyte, Inc.", "Polar 14&#34;", "2027-01-31", "PO-7\nPO-8"] {
        assert!(page.replace('\r', "").contains(kept), "{kept}: {page}");
    }
    assert!(
        page.contains("value=\"each\" checked") && !page.contains("name=\"delegated\" value=\"1\" checked")
    );
    owner.submit(&accept, &[("max_devices", "5")]).await;
    assert_eq!(owner.page.status, 422);
    assert!(owner.page.text().contains("Tick that you agree"));
    owner.submit(&accept, &[("agree", "1"), ("max_devices", "5")]).await;
    assert!(owner.page.text().contains("Consent is given."), "{}", owner.page.text());
}

/// A session that ends while somebody thinks it over leads back to the question.
#[tokio::test]
async fn a_decision_sent_too_late_leads_back_to_the_question() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    let link = agent.asks(&[]).await;
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    world.clock.advance(SignedDuration::from_hours(9));
    let page = owner.post_raw(&format!("{link}/accept"), &[("agree", "1")], &[]).await;
    assert!(page.location().starts_with("/sign-in?return_to=%2Fconsent%2F"), "{}", page.location());
}

#[tokio::test]
async fn a_draft_keeps_its_link_whatever_is_written() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    let link = agent.asks(&[("email", "buyer@pinewood.example")]).await;
    let action = agent.page.addresses().into_iter().find(|one| one.ends_with("/draft")).expect("the form");
    let edited =
        [("do", "update"), ("email", "other@pinewood.example"), ("subject", "Hej & hå"), ("body", "Kort.")];
    agent.submit(&action, &edited).await;
    let page = agent.page.text();
    assert!(page.contains("The link was missing in the text.") && page.contains("Hej &#38; hå"), "{page}");
    assert!(page.contains(&format!("Kort.\n\nhttp://127.0.0.1:8600{link}")), "{page}");
    let mailto = agent.page.addresses().into_iter().find(|one| one.starts_with("mailto:")).expect("a mail");
    assert!(
        mailto.starts_with("mailto:other@pinewood.example?subject=Hej%20%26%20h%C3%A5&body=Kort."),
        "{mailto}"
    );
    agent.submit(&action, &[("do", "rewrite"), ("language", "sv")]).await;
    assert!(agent.page.text().contains("Kajplats IT vill registrera enheter"), "{}", agent.page.text());
    assert_eq!(agent.link(), link);
    agent.submit(&action, &[("do", "update"), ("email", "no address"), ("body", "x")]).await;
    assert_eq!(agent.page.status, 422);
    assert!(!agent.page.text().contains("value=\"send\""), "no mail is set up");

    let mut other = world.signed_in("clerk@kajplats.example").await;
    let csrf = other.page.hidden("/sign-out").expect("the form")[0].1.clone();
    let token = link.trim_start_matches("/consent/");
    for (token, status) in [(token, 200), ("guessed", 409)] {
        let fields = [("csrf", csrf.as_str()), ("token", token), ("do", "rewrite")];
        assert_eq!(other.post_raw(&action, &fields, &[]).await.status, status);
    }
}

/// Where mails are sent, the service sends the draft, and keeps neither its text nor the address.
#[tokio::test]
async fn a_draft_is_sent_as_it_was_written() {
    let world = World::with_owner().await;
    let directory = tempfile::tempdir().expect("a directory");
    let mailer = Mailer::directory(directory.path(), "Taxiway <taxiway@taxiway.example>").expect("a sender");
    let service = world.service.clone().with_mailer(mailer);
    let mut agent = Browser::new(router(service.clone(), PortalSettings::default()), "en");
    agent.sign_in(ADMIN, PASSWORD).await;
    let link = agent.asks(&[]).await;
    let draft = address(&agent, "/requests/", "/draft");
    assert!(agent.page.text().contains("value=\"send\""), "{}", agent.page.text());
    for wrong in ["", "no address", "buyer@pinewood.example\r\nbcc: x@y.example"] {
        agent
            .submit(&draft, &[("do", "send"), ("email", wrong), ("subject", "Hej"), ("body", "Kort.")])
            .await;
        assert_eq!(agent.page.status, 422, "{wrong:?}: {}", agent.page.text());
        assert!(agent.page.text().contains("Kort.") && agent.link() == link, "nothing is lost");
    }
    assert_eq!(service.waiting_mails().await.expect("they are counted"), 0);
    let written = [
        ("do", "send"),
        ("email", "buyer@pinewood.example"),
        ("subject", "Hej från Kajplats"),
        ("body", "Kort.\r\n\r\nTack."),
    ];
    agent.submit(&draft, &written).await;
    assert_eq!(agent.page.status, 200, "{}", agent.page.text());
    assert!(agent.page.text().contains("on its way"), "{}", agent.page.text());
    service.deliver_until_idle().await.expect("the mail is sent");
    let mut mails = std::fs::read_dir(directory.path()).expect("the directory");
    let mail = mails.next().expect("a mail").expect("an entry");
    let mail = std::fs::read_to_string(mail.path()).expect("text");
    assert!(mails.next().is_none(), "one mail");
    assert!(mail.contains("To: buyer@pinewood.example") && mail.contains("Kort."), "{mail}");
    assert!(mail.contains(&format!("http://127.0.0.1:8600{link}")), "{mail}");
    assert_eq!(service.waiting_mails().await.expect("they are counted"), 0);
    let log = format!("{:?}", world.log_of(world.partner).await);
    assert!(log.contains("consent.send"), "{log}");
    for secret in ["buyer@", "Tack", link.trim_start_matches("/consent/")] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    let mut owner = world.signed_in(OWNER).await;
    owner.open(&link).await;
    assert_eq!(owner.page.status, 200);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_request_and_says_where_it_is() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    agent.open("/requests/new").await;
    let form = agent.page.clone();
    agent.submit("/requests/new", &[("label", "Pinewood")]).await;
    agent.page = form;
    agent.submit("/requests/new", &[("label", "Pinewood")]).await;
    assert_eq!(agent.page.status, 409);
    assert!(agent.page.text().contains("shown only once"), "{}", agent.page.text());
    agent.open("/requests").await;
    assert_eq!(agent.page.text().matches(">Pinewood<").count(), 1);
    agent.open("/requests?search=nothing").await;
    assert!(agent.page.text().contains("No request matches"));
}

#[tokio::test]
async fn a_wrong_request_comes_back_with_its_values() {
    let world = World::with_owner().await;
    let mut agent = world.signed_in(ADMIN).await;
    agent.open("/requests/new").await;
    let typed = [("label", "Pinewood"), ("customer", "seven"), ("further_tags", "Shelf"), ("delegated", "1")];
    agent.submit("/requests/new", &typed).await;
    assert_eq!(agent.page.status, 422);
    let page = agent.page.text();
    for kept in ["This is not a tenant ID.", "value=\"Pinewood\"", "value=\"seven\"", ">Shelf<"] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let mut sales = world.signed_in("clerk@kajplats.example").await;
    sales.open("/requests/new").await;
    assert!(!sales.page.text().contains("name=\"delegated\""), "only an admin agent asks for it");
    sales.submit("/requests/new", &[("delegated", "1")]).await;
    assert_eq!(sales.page.status, 403);
    assert!(sales.page.text().contains("Admin agent"));
    let mut help = world.signed_in("help@kajplats.example").await;
    assert_eq!(help.open("/requests").await.status, 200);
    assert!(!help.page.addresses().contains(&"/requests/new".to_owned()));
    assert_eq!(help.open("/requests/new").await.status, 403);
    let mut owner = world.signed_in(OWNER).await;
    for path in ["/requests", "/requests/new", "/requests/past", "/requests/link"] {
        assert_eq!(owner.open(path).await.status, 404, "{path}");
    }
}
