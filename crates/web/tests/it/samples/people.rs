//! Organisations, people, invitations, secret links, one's own account.

use super::sign_in::part;
use super::{Page, at, id, outside, pager, shell};
use askama::Template;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::Locale;
use taxiway_web::portal::Shell;
use taxiway_web::portal::account::{AccountPage, SessionRow};
use taxiway_web::portal::acting::{ActingPart, ActingRow, ActingTokenPage};
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::people::{
    FieldProblem, InvitationRow, InvitationsPage, InvitePage, LinkPage, OrganisationRow, OrganisationsPage,
    PeoplePage, PersonPage, PersonRow, roles_of,
};
use taxiway_web::portal::shell::{Area, Person};
use taxiway_web::portal::welcome::{ForgottenPage, LinkOverPage, NewPasswordPage, WelcomePage};

const LINK: &str = "https://taxiway.example/welcome/Zk3q9rB0vT1yXo7uN5cJmW2aQeLsHdPf";

fn around(locale: Locale, area: Area) -> Shell {
    Shell { area, path: "/people".to_owned(), ..shell(locale) }
}

/// Somebody who works for the operator.
pub(super) fn operating(locale: Locale) -> Shell {
    let person = Person {
        kind: OrganisationKind::Operator,
        roles: vec![Role::Administrator],
        organisation: "Host".to_owned(),
        name: "Olga".to_owned(),
        may_read_log: true,
    };
    Shell { person: Some(person), ..shell(locale) }
}

fn problem(shell: &Shell, field: &'static str, key: &str) -> FieldProblem {
    FieldProblem { field, text: shell.t(key) }
}

fn person(number: u128, name: &str, roles: &[Role]) -> PersonRow {
    PersonRow {
        id: id(number),
        name: name.to_owned(),
        email: format!("p{number}@nordfjall.example"),
        roles: roles.to_vec(),
        disabled: number == 43,
        locked_until: (number == 44).then(|| at("2026-11-20T13:15:00Z")),
        created_at: at("2026-03-02T09:00:00Z"),
    }
}

pub(super) fn people(locale: Locale) -> Vec<Page> {
    let list = |people, search: Option<&str>, elsewhere: bool| PeoplePage {
        shell: around(locale, Area::People),
        organisation: id(7),
        organisation_name: elsewhere.then(|| "Nordfjäll Logistik".to_owned()),
        search: search.map(str::to_owned),
        people,
        pager: if search.is_some() { Pager::default() } else { pager() },
        search_next: search.map(|_| 2),
        open_invitations: 2,
    };
    let everybody = vec![
        person(41, "Tove Lindqvist", &[Role::AdminAgent]),
        person(42, "נועה כץ", &[Role::SalesAgent, Role::HelpdeskAgent]),
        person(43, "Mika Aalto", &[Role::SalesAgent]),
        person(44, "Bo Öst", &[Role::HelpdeskAgent]),
    ];
    let one = |row, own, wrong: bool| {
        let shell = around(locale, Area::People);
        PersonPage {
            problem: wrong.then(|| problem(&shell, "role", "invalid-missing")),
            shell,
            organisation: id(7),
            organisation_name: None,
            person: row,
            choices: roles_of(OrganisationKind::DirectPartner),
            own,
            providers: if own { vec!["Nordfjäll inloggning".to_owned()] } else { Vec::new() },
            passkeys: u64::from(!own) * 2,
        }
    };
    let mut pages = vec![
        ("people", list(everybody.clone(), None, false).render()),
        ("people-found", list(everybody[..1].to_vec(), Some("tove"), true).render()),
        ("people-none", list(Vec::new(), None, false).render()),
        ("people-none-found", list(Vec::new(), Some("zz"), false).render()),
        ("person", one(everybody[0].clone(), true, false).render()),
        ("person-off", one(everybody[2].clone(), false, true).render()),
        ("person-locked", one(everybody[3].clone(), false, false).render()),
    ];
    pages.extend(organisations(locale));
    pages.extend(invitations(locale));
    pages.extend(links(locale));
    pages.extend(account(locale));
    pages
}

fn organisations(locale: Locale) -> Vec<Page> {
    let row = |number: u128, name: &str, kind: OrganisationKind| OrganisationRow {
        id: id(number),
        name: name.to_owned(),
        domain: "nordfjall.example".to_owned(),
        kind: kind.as_str().to_owned(),
        created_at: at("2026-03-02T09:00:00Z"),
    };
    let list = |organisations, search: &str| OrganisationsPage {
        shell: Shell { area: Area::Organisations, ..operating(locale) },
        search: search.to_owned(),
        organisations,
        pager: pager(),
    };
    let all = vec![
        row(7, "Nordfjäll Logistik", OrganisationKind::Customer),
        row(8, "Kajplats IT", OrganisationKind::DirectPartner),
        row(9, "בית ספר השקד", OrganisationKind::Customer),
    ];
    vec![("organisations", list(all, "").render()), ("organisations-none", list(Vec::new(), "zz").render())]
}

fn invitations(locale: Locale) -> Vec<Page> {
    let row = |number: u128, expired| InvitationRow {
        id: id(number),
        name: "Bo Öst".to_owned(),
        email: "bo@nordfjall.example".to_owned(),
        roles: vec![Role::SalesAgent, Role::HelpdeskAgent],
        invited_by: "Tove Lindqvist".to_owned(),
        created_at: at("2026-11-13T09:00:00Z"),
        expires_at: at("2026-11-20T09:00:00Z"),
        expired,
    };
    let list = |invitations| InvitationsPage {
        shell: around(locale, Area::People),
        organisation: id(7),
        organisation_name: Some("Nordfjäll Logistik".to_owned()),
        invitations,
        pager: pager(),
    };
    let form = |mail, wrong: bool| {
        let shell = around(locale, Area::People);
        InvitePage {
            problem: wrong.then(|| problem(&shell, "email", "invalid-email-taken")),
            shell,
            organisation: id(7),
            organisation_name: None,
            name: if wrong { "Bo Öst".to_owned() } else { String::new() },
            email: String::new(),
            choices: roles_of(OrganisationKind::DirectPartner),
            roles: vec![Role::SalesAgent],
            mail,
            by_mail: mail,
            days: 7,
        }
    };
    let shown = around(locale, Area::People);
    let link = LinkPage {
        title: shown.t_value("invited-title", "Bo Öst"),
        text: shown.t("invited-text"),
        link: LINK.to_owned(),
        until: at("2026-11-27T09:00:00Z"),
        back: "/people".to_owned(),
        shell: shown,
    };
    vec![
        ("invitations", list(vec![row(51, false), row(52, true)]).render()),
        ("invitations-none", list(Vec::new()).render()),
        ("invite", form(true, false).render()),
        ("invite-wrong", form(false, true).render()),
        ("invited", link.render()),
    ]
}

fn links(locale: Locale) -> Vec<Page> {
    let token = "Zk3q9rB0vT1yXo7uN5cJmW2aQeLsHdPf".to_owned();
    let welcome = |wrong: bool| {
        let shell = outside(locale);
        WelcomePage {
            problem: wrong.then(|| problem(&shell, "password", "invalid-password-personal")),
            shell,
            token: token.clone(),
            organisation: "Nordfjäll Logistik".to_owned(),
            kind: OrganisationKind::Customer,
            invited_by: "Tove Lindqvist".to_owned(),
            email: "bo@nordfjall.example".to_owned(),
            name: "Bo Öst".to_owned(),
            roles: vec![Role::GlobalAdministrator],
            until: at("2026-11-27T09:00:00Z"),
        }
    };
    let forgotten = |mail, sent, wrong: bool| {
        let shell = outside(locale);
        ForgottenPage {
            problem: wrong.then(|| problem(&shell, "email", "invalid-email")),
            shell,
            mail,
            sent,
            email: if wrong { "bo".to_owned() } else { String::new() },
            minutes: 60,
        }
    };
    let password = |wrong: bool| {
        let shell = outside(locale);
        NewPasswordPage {
            problem: wrong.then(|| problem(&shell, "password_again", "invalid-password-differs")),
            shell,
            token: token.clone(),
            email: "bo@nordfjall.example".to_owned(),
        }
    };
    let over = |password| LinkOverPage { shell: outside(locale), password, mail: true };
    vec![
        ("welcome", welcome(false).render()),
        ("welcome-wrong", welcome(true).render()),
        ("forgotten", forgotten(true, false, false).render()),
        ("forgotten-wrong", forgotten(true, false, true).render()),
        ("forgotten-sent", forgotten(true, true, false).render()),
        ("forgotten-no-mail", forgotten(false, false, false).render()),
        ("new-password", password(false).render()),
        ("new-password-wrong", password(true).render()),
        ("link-over-password", over(true).render()),
        ("link-over-invitation", over(false).render()),
    ]
}

/// Programs that act, or none.
fn acting(none: bool) -> ActingPart {
    let row = |number: u128, disabled, used: Option<&str>| ActingRow {
        id: id(number),
        name: "Överföring".to_owned(),
        disabled,
        since: at("2026-11-01T08:00:00Z"),
        until: at("2027-01-30T08:00:00Z"),
        used_at: used.map(at),
    };
    let rows = [row(71, false, Some("2026-11-20T09:00:00Z")), row(72, true, None)];
    ActingPart {
        rows: if none { Vec::new() } else { rows.into() },
        choices: vec![(id(71), "Överföring".to_owned())],
        tokens: 20,
    }
}

fn account(locale: Locale) -> Vec<Page> {
    let session = |number: u128, agent: Option<&str>, origin: Option<&str>| SessionRow {
        id: id(number),
        agent: agent.map(str::to_owned),
        origin: origin.map(str::to_owned),
        created_at: at("2026-11-20T08:00:00Z"),
        seen_at: at("2026-11-20T12:00:00Z"),
        current: number == 61,
    };
    let page = |sessions, wrong: bool| {
        let shell = around(locale, Area::Account);
        AccountPage {
            problem: wrong.then(|| problem(&shell, "old_password", "account-password-wrong")),
            shell,
            email: "tove@nordfjall.example".to_owned(),
            name: "Tove Lindqvist".to_owned(),
            mail_locale: wrong.then_some(Locale::He),
            roles: vec![Role::AdminAgent, Role::SalesAgent],
            sessions,
            has_password: true,
            providers: if wrong { vec!["Nordfjäll inloggning".to_owned()] } else { Vec::new() },
            passkeys: part(locale, 2),
            acting: Some(acting(wrong)),
        }
    };
    let several = vec![
        session(61, Some("firefox windows"), Some("203.0.113.0/24")),
        session(62, Some("safari ios"), Some("local")),
        session(63, Some("other other"), None),
        session(64, None, Some("2001:db8:1234::/48")),
    ];
    let token = ActingTokenPage {
        shell: around(locale, Area::Account),
        app: id(7),
        name: "Överföring".to_owned(),
        token: "txr_Zk3q9rB0vT1yXo7uN5cJmW2aQeLsHdPf".to_owned(),
        until: at("2027-02-18T09:00:00Z"),
    };
    vec![
        ("account", page(several.clone(), false).render()),
        ("account-wrong", page(several[..1].to_vec(), true).render()),
        ("acting-token", token.render()),
    ]
}
