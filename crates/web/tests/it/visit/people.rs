//! People are looked after in the portal: invited, given roles, switched off.

use axum::http::Method;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::{Locale, plain};
use taxiway_web::portal::routes;

use super::{Browser, PASSWORD, World, pieces_of};
use crate::html::Piece;

/// The address on the page that ends so.
pub(crate) fn address(browser: &Browser, begins: &str, ends: &str) -> String {
    let found =
        browser.page.addresses().into_iter().find(|one| one.starts_with(begins) && one.ends_with(ends));
    found.unwrap_or_else(|| panic!("no address {begins}…{ends}: {}", browser.page.text()))
}

/// The link that is shown once, as a path.
pub(crate) fn shown_link(browser: &Browser, origin: &str) -> String {
    let pieces = pieces_of(&browser.page);
    let field = pieces.iter().position(|piece| piece.attribute("id") == Some("link")).expect("a field");
    let Some(Piece::Text(link)) = pieces.get(field + 1) else { panic!("a link stands in the field") };
    link.strip_prefix(origin).unwrap_or_else(|| panic!("{link} does not begin with {origin}")).to_owned()
}

/// Opens the page of the person of this name.
async fn open_person(admin: &mut Browser, name: &str) -> String {
    admin.open("/people").await;
    let pieces = pieces_of(&admin.page);
    let at = pieces.iter().position(|piece| matches!(piece, Piece::Text(text) if text == name));
    let at = at.unwrap_or_else(|| panic!("{name} is not listed: {}", admin.page.text()));
    let link =
        pieces[..at].iter().rev().find_map(|piece| piece.attribute("href")).expect("a link").to_owned();
    admin.open(&link).await;
    link
}

#[rstest]
#[case("en", "People", "The roles were changed.")]
#[case("sv", "Personer", "Rollerna har ändrats.")]
#[case("he", "אנשים", "התפקידים שונו.")]
#[tokio::test]
async fn a_colleague_is_invited_gets_roles_and_is_switched_off(
    #[case] language: &'static str,
    #[case] title: &str,
    #[case] changed: &str,
) {
    let world = World::new().await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    admin.open("/people").await;
    assert!(admin.page.text().contains(title), "{}", admin.page.text());
    let invite = address(&admin, "/organisations/", "/invitations/new");
    admin.open(&invite).await;
    let who = [("name", "Bo Öst"), ("email", "Bo@Kajplats.example"), ("role", "sales-agent")];
    admin.submit(&invite, &who).await;
    assert_eq!(admin.page.status, 200, "{}", admin.page.text());
    let link = shown_link(&admin, "http://127.0.0.1:8600");
    let invitations = address(&admin, "/organisations/", "/invitations");
    admin.open(&invitations).await;
    assert!(admin.page.text().contains("bo@kajplats.example") && !admin.page.text().contains(&link));

    let mut bo = Browser::new(world.router.clone(), language);
    bo.open(&link).await;
    assert!(bo.page.text().contains("Kajplats IT") && bo.page.text().contains("value=\"Bo Öst\""));
    let new =
        [("name", "Bo Östlund"), ("password", "tre vanliga ord"), ("password_again", "tre vanliga ord")];
    bo.submit(&link, &new).await;
    assert!(bo.page.text().contains("Nordfjäll Logistik"), "signed in: {}", bo.page.text());
    assert_eq!(bo.open(&link).await.status, 410, "the link works once");

    let person = open_person(&mut admin, "Bo Östlund").await;
    admin.submit(&format!("{person}/roles"), &[("role", "helpdesk-agent"), ("role", "admin-agent")]).await;
    assert!(admin.page.text().contains(changed), "{}", admin.page.text());
    assert_eq!(bo.open("/people").await.status, 200, "it counts at once");
    admin.open(&format!("{person}/disable")).await;
    admin.submit(&format!("{person}/disable"), &[]).await;
    bo.open("/customers").await;
    assert!(bo.page.offers("/sign-in"), "the session has ended");
    bo.sign_in("bo@kajplats.example", "tre vanliga ord").await;
    assert_eq!(bo.page.status, 422);
    admin.open(&person).await;
    admin.submit(&format!("{person}/enable"), &[]).await;
    bo.sign_in("bo@kajplats.example", "tre vanliga ord").await;
    assert_eq!(bo.page.status, 200);
}

/// What was typed stays in the form, and the page says what is wrong.
#[tokio::test]
async fn what_cannot_be_used_is_said_and_nothing_is_lost() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let invite = address(&admin, "/organisations/", "/invitations/new");
    for (fields, said) in [
        (
            vec![("name", "Bo"), ("email", "clerk@kajplats.example"), ("role", "sales-agent")],
            "Somebody already has",
        ),
        (vec![("name", "Bo"), ("email", "nonsense"), ("role", "sales-agent")], "not an e-mail address"),
        (vec![("name", "Bo"), ("email", "bo@kajplats.example")], "Roles: Choose at least one role."),
        (
            vec![("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "global-reader")],
            "does not belong to this kind",
        ),
    ] {
        admin.open(&invite).await;
        admin.submit(&invite, &fields).await;
        assert_eq!(admin.page.status, 422, "{said}");
        let text = admin.page.text();
        assert!(text.contains(said) && text.contains("value=\"Bo\""), "{said}: {text}");
        assert!(text.contains(&format!("value=\"{}\"", fields[1].1)));
    }
    admin.open(&invite).await;
    let nonsense = [("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "emperor")];
    admin.submit(&invite, &nonsense).await;
    assert_eq!(admin.page.status, 400);

    let mut browser = world.browser();
    admin.open(&invite).await;
    admin.submit(&invite, &[("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "sales-agent")]).await;
    let link = shown_link(&admin, "http://127.0.0.1:8600");
    for (one, other, said) in [
        ("a long enough password", "another one here", "The two passwords differ."),
        ("tiny", "tiny", "too short"),
        ("bo@kajplats.example", "bo@kajplats.example", "can be guessed"),
    ] {
        browser.open(&link).await;
        browser.submit(&link, &[("name", "Bo X"), ("password", one), ("password_again", other)]).await;
        assert_eq!(browser.page.status, 422);
        assert!(
            browser.page.text().contains(said) && browser.page.text().contains("value=\"Bo X\""),
            "{said}"
        );
        assert!(!browser.page.text().contains(one) || one == "bo@kajplats.example", "no password is shown");
    }
}

#[tokio::test]
async fn an_invitation_is_withdrawn_after_a_question() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let invite = address(&admin, "/organisations/", "/invitations/new");
    admin.open(&invite).await;
    admin.submit(&invite, &[("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "sales-agent")]).await;
    let link = shown_link(&admin, "http://127.0.0.1:8600");
    let invitations = address(&admin, "/organisations/", "/invitations");
    admin.open(&invitations).await;
    let revoke = address(&admin, &invitations, "/revoke");
    admin.open(&revoke).await;
    assert!(admin.page.text().contains("Withdraw the invitation of"));
    admin.submit(&revoke, &[]).await;
    assert!(
        admin.page.text().contains("The invitation was withdrawn.")
            && admin.page.text().contains("No open invitations")
    );
    assert_eq!(world.browser().open(&link).await.status, 410);
    assert_eq!(admin.open(&revoke).await.status, 404);
}

#[tokio::test]
async fn people_are_found_by_a_posted_form() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let search = address(&admin, "/organisations/", "/people/search");
    admin.submit(&search, &[("search", "CLERK@")]).await;
    let text = admin.page.text();
    assert!(text.contains("clerk@kajplats.example") && !text.contains("help@kajplats.example"), "{text}");
    admin.submit(&search, &[("search", "nobody")]).await;
    assert!(admin.page.text().contains("Nobody matches"));
    admin.submit(&search, &[("search", " ")]).await;
    assert!(admin.page.text().contains("help@kajplats.example"), "an empty search is the whole list");
}

/// Long lists have pages, also those that were searched for.
#[tokio::test]
async fn many_people_are_shown_page_by_page() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let search = address(&admin, "/organisations/", "/people/search");
    let organisation = search.split('/').nth(2).expect("an id").parse().expect("an id");
    for number in 0..30 {
        let (email, name) = (format!("extra{number}@kajplats.example"), format!("Extra {number:02}"));
        let made = world.service.create_user(
            organisation,
            &email,
            &name,
            &[Role::SalesAgent],
            SecretString::from(PASSWORD),
            "setup",
        );
        made.await.expect("made");
    }
    admin.open("/people").await;
    let next = address(&admin, "/organisations/", "?page=2");
    admin.open(&next).await;
    assert!(admin.page.text().contains("Tove Lindqvist"));
    admin.submit(&search, &[("search", "extra")]).await;
    assert!(admin.page.text().contains("There are more people who match."), "{}", admin.page.text());
    admin.submit(&search, &[("search", "extra"), ("page", "2")]).await;
    assert!(admin.page.text().contains("Extra 29") && !admin.page.text().contains("Extra 00"));
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let search = address(&admin, "/organisations/", "/people/search");
    admin.submit(&search, &[("search", "admin@")]).await;
    let people = search.trim_end_matches("/search").to_owned();
    let own = admin
        .page
        .addresses()
        .into_iter()
        .find(|one| one.starts_with(&format!("{people}/")) && one != &search);
    let own = own.expect("the person's page");
    admin.open(&own).await;
    assert!(admin.page.text().contains("This is your own account."));
    admin.submit(&format!("{own}/roles"), &[("role", "sales-agent")]).await;
    assert_eq!(admin.page.status, 409);
    assert!(admin.page.text().contains("Somebody must remain who can administer people."));
    admin.open(&format!("{own}/disable")).await;
    admin.submit(&format!("{own}/disable"), &[]).await;
    assert_eq!(admin.page.status, 409);
    assert_eq!(admin.open("/people").await.status, 200, "nothing has changed");
}

#[tokio::test]
async fn those_who_do_not_administer_people_hear_who_does_and_strangers_hear_nothing() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    assert!(!clerk.page.addresses().contains(&"/people".to_owned()), "no way leads there");
    assert_eq!(clerk.open("/people").await.status, 403);
    assert!(clerk.page.text().contains("Admin agent"));
    assert_eq!(clerk.open("/organisations").await.status, 403);
    let csrf = clerk.page.hidden("/sign-out").expect("the form")[0].1.clone();
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    let theirs = owner.page.hidden("/sign-out").expect("the form")[0].1.clone();
    for pattern in routes::PATTERNS.iter().filter(|pattern| pattern.contains("{organisation}")) {
        for (browser, csrf) in [(&mut clerk, &csrf), (&mut owner, &theirs)] {
            let path = pattern
                .replace("{organisation}", &world.stranger.to_string())
                .replace("{user}", &world.stranger.to_string())
                .replace("{invitation}", &world.stranger.to_string());
            let asked = browser.request(Method::GET, &path).await.status.as_u16();
            assert!([404, 405].contains(&asked), "GET {path}: {asked}");
            let fields = [
                ("csrf", csrf.as_str()),
                ("search", "x"),
                ("role", "global-reader"),
                ("name", "x"),
                ("email", "x@y.z"),
            ];
            let posted = browser.post_raw(&path, &fields, &[]).await.status.as_u16();
            assert!([404, 405].contains(&posted), "POST {path}: {posted}");
        }
    }
}

/// What is missing is named, and marked where it belongs.
#[rstest]
#[tokio::test]
async fn an_invitation_without_a_role_says_what_is_missing(
    #[values("en", "sv", "he")] language: &'static str,
) {
    let locale = Locale::from_tag(language).expect("a language");
    let world = World::new().await;
    let mut admin = world.signed_in_reading("admin@kajplats.example", language).await;
    admin.open("/people").await;
    let invite = address(&admin, "/organisations/", "/invitations/new");
    for (fields, field, code) in [
        (vec![("name", "Bo"), ("email", "bo@kajplats.example")], "role", "role-missing"),
        (vec![("name", " "), ("email", "bo@kajplats.example"), ("role", "sales-agent")], "name", "missing"),
    ] {
        admin.open(&invite).await;
        admin.submit(&invite, &fields).await;
        assert_eq!(admin.page.status, 422);
        let said = format!(
            "{}: {}",
            plain(locale, &format!("field-{field}")),
            plain(locale, &format!("invalid-{code}"))
        );
        assert!(admin.page.text().contains(&said), "{said}: {}", admin.page.text());
        let pieces = pieces_of(&admin.page);
        let described = pieces.iter().find(|piece| piece.attribute("aria-describedby") == Some("problem"));
        let described = described.and_then(Piece::name);
        assert_eq!(described, Some(if field == "role" { "fieldset" } else { "input" }));
    }
}

/// The link is shown once: whoever has scripts copies it with a button, and others select it.
#[tokio::test]
async fn the_link_of_an_invitation_can_be_copied() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let invite = address(&admin, "/organisations/", "/invitations/new");
    admin.open(&invite).await;
    admin.submit(&invite, &[("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "sales-agent")]).await;
    let pieces = pieces_of(&admin.page);
    let field = pieces.iter().find(|piece| piece.attribute("id") == Some("link")).expect("a field");
    assert_eq!((field.name(), field.attribute("readonly")), (Some("textarea"), Some("")));
    let copy = pieces.iter().find(|piece| piece.attribute("data-copy") == Some("link")).expect("a button");
    assert_eq!((copy.name(), copy.attribute("hidden")), (Some("button"), Some("")), "the script shows it");
}

#[tokio::test]
async fn an_operator_finds_an_organisation_and_looks_after_its_people() {
    let world = World::new().await;
    let host = world.service.create_organisation(OrganisationKind::Operator, "Host", None, "setup").await;
    let host = host.expect("made").organisation_id;
    let password = SecretString::from(PASSWORD);
    let made = world.service.create_user(
        host,
        "ops@host.example",
        "Olga",
        &[Role::Administrator],
        password,
        "setup",
    );
    made.await.expect("made");
    let mut operator = world.signed_in("ops@host.example").await;
    assert!(operator.page.text().contains("Everybody who takes part"), "{}", operator.page.text());
    operator.open("/customers").await;
    let customers = [world.at(""), world.of_stranger("")];
    for customer in &customers {
        assert!(operator.page.addresses().contains(customer), "all of them: {}", operator.page.text());
    }
    assert_eq!(operator.open(&customers[0]).await.status, 200);
    // Whoever only looks begins with the customers, and has no way to their people.
    let mut support = world.another(host, "help@host.example", Role::Support).await;
    assert!(support.page.addresses().contains(&customers[1]), "{}", support.page.text());
    assert!(support.page.text().contains("Every customer of this service"), "{}", support.page.text());
    assert!(!support.page.addresses().contains(&"/organisations".to_owned()));
    assert_eq!(support.open("/organisations").await.status, 403);
    support.open("/customers?search=pine").await;
    assert!(
        !support.page.addresses().contains(&customers[0]) && support.page.addresses().contains(&customers[1])
    );

    operator.open("/organisations?search=nordf").await;
    assert!(operator.page.addresses().contains(&world.at("")));
    let people = address(&operator, "/organisations/", "/people");
    assert!(!operator.page.text().contains("Pinewood"));
    operator.open(&people).await;
    assert!(
        operator.page.text().contains("owner@nordfjall.example")
            && operator.page.text().contains("Nordfjäll")
    );
    let invite = address(&operator, "/organisations/", "/invitations/new");
    operator.open(&invite).await;
    assert!(operator.page.text().contains("global-reader") && !operator.page.text().contains("sales-agent"));
    operator.submit(&invite, &[("name", "Bo"), ("email", "bo@x.example"), ("role", "global-reader")]).await;
    assert_eq!(operator.page.status, 200);
    let mut owner = world.signed_in("owner@nordfjall.example").await;
    owner.open("/activity").await;
    assert!(owner.page.text().contains("Invited a person") && owner.page.text().contains("Host"));
}

/// No address on any page of those who administer holds a name or an e-mail address, and every address leads somewhere.
#[tokio::test]
async fn addresses_hold_no_personal_data_and_lead_somewhere() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin@kajplats.example").await;
    admin.open("/people").await;
    let invite = address(&admin, "/organisations/", "/invitations/new");
    admin.open(&invite).await;
    admin.submit(&invite, &[("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "sales-agent")]).await;
    admin.open("/apps/new").await;
    admin.submit("/apps/new", &[("name", "Transfer"), ("permission", "devices.read")]).await;
    let secrets = address(&admin, "/apps/", "/secrets");
    admin.submit(&secrets, &[("months", "6")]).await;
    let mut todo = vec!["/people".to_owned(), "/apps".to_owned(), "/account".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(address) = todo.pop() {
        if !seen.insert(address.clone()) || seen.len() > 200 {
            continue;
        }
        for known in ["Tove", "Bo", "kajplats.example", "%40", "Transfer"] {
            assert!(!address.contains(known), "{address}");
        }
        let page = admin.open(&address).await.clone();
        assert!(page.status.is_success(), "{address}: {}", page.status);
        if page.header("content-type").starts_with("text/html") {
            assert!(!page.text().contains("⟦missing text⟧"), "{address}: {}", page.text());
            let links = pieces_of(&page);
            let links = links.iter().filter_map(|piece| piece.attribute("href"));
            todo.extend(links.filter(|link| link.starts_with('/')).map(ToOwned::to_owned));
        }
    }
    for page in ["/account", "/apps/new", "/people"] {
        assert!(seen.contains(page), "{page} was walked through: {seen:?}");
    }
    for end in ["/revoke", "/disable", "/reset-password", "/delete"] {
        assert!(seen.iter().any(|page| page.ends_with(end)), "{end}: {seen:?}");
    }
}
