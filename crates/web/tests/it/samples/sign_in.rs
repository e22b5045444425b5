//! Sign-in by every way, and setting those up.

use askama::Template;
use taxiway_domain::role::Role;
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_locale::Locale;
use taxiway_web::portal::Shell;
use taxiway_web::portal::account::AccountPage;
use taxiway_web::portal::acting::ActingPart;
use taxiway_web::portal::federation::{OnwardPage, SignInRefusedPage};
use taxiway_web::portal::identity_provider::{
    FieldProblem, Found, IdentityProviderPage, IdentityProvidersPage, ProviderFields, ProviderRow, RoleChoice,
};
use taxiway_web::portal::passkey::{PasskeyPage, PasskeyRow, PasskeysPart, SecondFactorPage};
use taxiway_web::portal::shell::Area;
use taxiway_web::portal::sign_in::{SignInPage, SignInProblem, Ways};

use super::{Page, at, id, outside, shell};

const PUBLIC_URL: &str = "https://nordfjall.example";

fn everything() -> Ways {
    Ways { providers: true, passkeys: true, public_url: PUBLIC_URL.to_owned() }
}

pub(super) fn entrances(locale: Locale) -> Vec<Page> {
    let page = |problem, ways| SignInPage {
        shell: outside(locale),
        email: if problem == Some(SignInProblem::Wrong) {
            "tove@kajplats.example".to_owned()
        } else {
            String::new()
        },
        problem,
        return_to: "/customers".to_owned(),
        ways,
        forgotten: problem.is_none(),
    };
    let locked = SignInProblem::Locked { until: at("2026-11-20T13:15:00Z") };
    vec![
        ("sign-in", page(None, Ways::default()).render()),
        ("sign-in-any-way", page(None, everything()).render()),
        ("sign-in-wrong", page(Some(SignInProblem::Wrong), everything()).render()),
        ("sign-in-locked", page(Some(locked), everything()).render()),
        ("sign-in-expired", page(Some(SignInProblem::Expired), everything()).render()),
        ("sign-in-no-email", page(Some(SignInProblem::NoEmail), everything()).render()),
        ("sign-in-no-provider", page(Some(SignInProblem::NoProvider), everything()).render()),
        ("sign-in-only-provider", page(Some(SignInProblem::OnlyProvider), everything()).render()),
        ("onward", onward(locale).render()),
        ("refused-not-in-group", refused(locale, SignInRefusal::NotInGroup).render()),
        ("refused-replayed", refused(locale, SignInRefusal::Replayed).render()),
        ("refused-browser", refused(locale, SignInRefusal::Browser).render()),
        ("second-factor", second_factor(locale, false).render()),
        ("second-factor-enrol", second_factor(locale, true).render()),
    ]
}

/// Here the provider is this very server, so that the link leads somewhere.
fn onward(locale: Locale) -> OnwardPage {
    OnwardPage {
        shell: outside(locale),
        provider: "Nordfjäll inloggning".to_owned(),
        host: "nordfjall.example".to_owned(),
        address: "/sign-in?state=x".to_owned(),
    }
}

fn refused(locale: Locale, refusal: SignInRefusal) -> SignInRefusedPage {
    let person = refusal == SignInRefusal::NotInGroup;
    let list = |texts: &[&str]| texts.iter().filter(|_| person).map(|text| (*text).to_owned()).collect();
    SignInRefusedPage {
        shell: outside(locale),
        refusal,
        provider: if person { "Nordfjäll inloggning".to_owned() } else { String::new() },
        organisation: "Nordfjäll Logistik".to_owned(),
        groups: list(&["Taxiway Admins", "Microsoft365Managed_Standard"]),
        administrators: list(&["Tove Lindqvist", "נועה"]),
        public_url: PUBLIC_URL.to_owned(),
    }
}

fn second_factor(locale: Locale, enrol: bool) -> SecondFactorPage {
    SecondFactorPage {
        shell: outside(locale),
        options: "{\"publicKey\":{\"challenge\":\"AQID\"}}".to_owned(),
        enrol,
        return_to: "/customers".to_owned(),
        public_url: PUBLIC_URL.to_owned(),
    }
}

pub(super) fn providers(locale: Locale) -> Vec<Page> {
    let around = || Shell { area: Area::SignIn, ..shell(locale) };
    let row = |number, domains: &[&str]| ProviderRow {
        id: id(number),
        name: "Nordfjäll inloggning".to_owned(),
        issuer: PUBLIC_URL.to_owned(),
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        groups: 3,
        create_users: number == 1,
    };
    let list = |providers, available, problem: Option<&str>| IdentityProvidersPage {
        shell: around(),
        providers,
        passwords_allowed: available,
        roles: ["admin-agent", "sales-agent"]
            .map(|name| RoleChoice { name, chosen: name == "admin-agent" })
            .into(),
        passkeys: available,
        available,
        problem: problem.map(|key| taxiway_locale::text(locale, key)),
    };
    let form = ProviderFields {
        name: "Nordfjäll inloggning".to_owned(),
        issuer: PUBLIC_URL.to_owned(),
        client_id: "taxiway".to_owned(),
        scopes: "email profile".to_owned(),
        group_claim: "groups".to_owned(),
        groups: vec![
            ("Taxiway Admins".to_owned(), "admin-agent".to_owned()),
            (String::new(), "sales-agent".to_owned()),
        ],
        domains: "nordfjall.example".to_owned(),
        create_users: true,
    };
    let one = |stored: bool, problem, found| IdentityProviderPage {
        shell: around(),
        provider: stored.then(|| id(7)),
        title: if stored { "Nordfjäll inloggning".to_owned() } else { String::new() },
        form: form.clone(),
        roles: vec!["admin-agent", "sales-agent"],
        redirect: if stored { format!("{PUBLIC_URL}/sign-in/callback") } else { String::new() },
        link: if stored { format!("{PUBLIC_URL}/sign-in/with/7") } else { String::new() },
        domain: if stored { "nordfjall.example".to_owned() } else { String::new() },
        problem,
        found,
    };
    let problem = FieldProblem {
        field: "domains",
        text: taxiway_locale::text_with(
            locale,
            "invalid-domain-foreign",
            &[("value", "nordfjall.example".into())],
        ),
    };
    let answers = Found::Answers {
        keys: 2,
        authorization_endpoint: format!("{PUBLIC_URL}/auth"),
        token_endpoint: format!("{PUBLIC_URL}/token"),
    };
    let fails = Found::Fails { refusal: "malformed", detail: "it answered with status 404".to_owned() };
    vec![
        ("providers", list(vec![row(1, &["nordfjall.example"]), row(2, &[])], true, None).render()),
        ("providers-none", list(vec![], false, Some("conflict-sign-in-nobody")).render()),
        ("provider-new", one(false, None, None).render()),
        ("provider", one(true, None, Some(answers)).render()),
        ("provider-wrong", one(true, Some(problem), Some(fails)).render()),
    ]
}

/// Passkeys of a person, so many.
pub(super) fn part(locale: Locale, number: usize) -> PasskeysPart {
    let row = |number, used: Option<&str>| PasskeyRow {
        id: id(number),
        name: "Blå nyckel".to_owned(),
        created_at: at("2026-11-01T08:00:00Z"),
        used_at: used.map(at),
    };
    let rows = [row(1, Some("2026-11-20T09:00:00Z")), row(2, None)];
    PasskeysPart {
        rows: rows.into_iter().take(number).collect(),
        second_factor: false,
        demanded: false,
        available: number > 0,
        public_url: PUBLIC_URL.to_owned(),
        problem: (number == 0).then(|| taxiway_locale::text(locale, "conflict-passkey-last-way")),
    }
}

pub(super) fn passkeys(locale: Locale) -> Vec<Page> {
    let page = |passkeys: PasskeysPart| AccountPage {
        shell: Shell { area: Area::Account, ..shell(locale) },
        email: "tove@kajplats.example".to_owned(),
        name: "Tove Lindqvist".to_owned(),
        mail_locale: None,
        roles: vec![Role::AdminAgent],
        sessions: Vec::new(),
        has_password: passkeys.available,
        providers: Vec::new(),
        passkeys,
        acting: None,
        problem: None,
    };
    let none = Some(ActingPart { rows: Vec::new(), choices: Vec::new(), tokens: 20 });
    let rename = PasskeyPage {
        shell: shell(locale),
        id: id(7),
        name: "Blå nyckel".to_owned(),
        problem: Some(taxiway_locale::text(locale, "invalid-missing")),
    };
    let wanted = PasskeysPart { second_factor: true, ..part(locale, 2) };
    let demanded = PasskeysPart { demanded: true, ..part(locale, 1) };
    vec![
        ("account-second-factor", page(wanted).render()),
        ("account-demanded", page(demanded).render()),
        ("account-no-passkeys", AccountPage { acting: none, ..page(part(locale, 0)) }.render()),
        ("passkey", rename.render()),
    ]
}
