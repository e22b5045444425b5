//! Programs and their secrets.

use super::{Page, at, id, pager, shell};
use askama::Template;
use taxiway_domain::app::Permission;
use taxiway_domain::role::OrganisationKind;
use taxiway_locale::Locale;
use taxiway_web::portal::Shell;
use taxiway_web::portal::app::{AppPage, AppRow, AppsPage, NewAppPage, SecretPage, SecretRow};
use taxiway_web::portal::people::FieldProblem;
use taxiway_web::portal::shell::Area;

fn around(locale: Locale) -> Shell {
    Shell { area: Area::Apps, path: "/apps".to_owned(), ..shell(locale) }
}

fn choices() -> Vec<Permission> {
    Permission::of(OrganisationKind::DirectPartner).collect()
}

pub(super) fn apps(locale: Locale) -> Vec<Page> {
    let row = |number: u128, disabled, secret: Option<bool>| AppRow {
        id: id(number),
        name: "Överföring".to_owned(),
        permissions: vec![Permission::DevicesRegister, Permission::DevicesRead],
        disabled,
        secret_until: secret.map(|_| at("2027-05-20T09:00:00Z")),
        secret_over: secret == Some(true),
        last_used_at: secret.map(|_| at("2026-11-20T09:00:00Z")),
    };
    let list = |possible, apps| AppsPage { shell: around(locale), possible, apps, pager: pager() };
    let form = |wrong: bool| {
        let shell = around(locale);
        let text = shell.t("invalid-permission-missing");
        NewAppPage {
            problem: wrong.then_some(FieldProblem { field: "permission", text }),
            shell,
            name: if wrong { "Överföring".to_owned() } else { String::new() },
            choices: choices(),
            permissions: Vec::new(),
        }
    };
    let secret = |number: u128, over, used: bool| SecretRow {
        id: id(number),
        hint: "txw_Zk3q".to_owned(),
        created_by: "Tove Lindqvist".to_owned(),
        created_at: at("2026-11-20T09:00:00Z"),
        expires_at: at("2027-05-20T09:00:00Z"),
        over,
        last_used_at: used.then(|| at("2026-11-20T10:00:00Z")),
    };
    let page = |secrets, disabled| AppPage {
        shell: around(locale),
        id: id(7),
        name: "Överföring".to_owned(),
        choices: choices(),
        permissions: vec![Permission::DevicesRegister],
        disabled,
        created_by: "Tove Lindqvist".to_owned(),
        created_at: at("2026-11-20T09:00:00Z"),
        secrets,
        problem: None,
    };
    let shown = SecretPage {
        shell: around(locale),
        app: id(7),
        name: "Överföring".to_owned(),
        secret: "txw_Zk3q9rB0vT1yXo7uN5cJmW2aQeLsHdPf".to_owned(),
        until: at("2027-05-20T09:00:00Z"),
    };
    let all = vec![
        row(7, false, Some(false)),
        row(72, false, Some(true)),
        row(73, true, Some(false)),
        row(74, false, None),
    ];
    vec![
        ("apps", list(true, all).render()),
        ("apps-none", list(true, Vec::new()).render()),
        ("apps-impossible", list(false, Vec::new()).render()),
        ("app-new", form(false).render()),
        ("app-new-wrong", form(true).render()),
        ("app", page(vec![secret(81, false, true), secret(82, true, false)], false).render()),
        ("app-off", page(Vec::new(), true).render()),
        ("app-secret", shown.render()),
    ]
}
