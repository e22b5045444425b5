//! The activity log with invented entries.

use askama::Template as _;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::Locale;
use taxiway_web::portal::activity::{
    ActivityEntry, ActivityFilter, ActivityPage, ActivityProof, ActivitySearch, Choice, Program,
};
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::shell::{Area, Person};
use taxiway_web::portal::{Shell, routes};

use super::{Page, at, id, shell};

fn entry(action: &str, who: Option<&str>, subject: Option<&str>) -> ActivityEntry {
    ActivityEntry {
        sequence: 12_345,
        at: at("2026-11-20T09:31:00Z"),
        program: (action == "api-read").then_some(Program::Alone),
        who: who.map(str::to_owned),
        organisation: who.map(|_| "Kajplats IT".to_owned()),
        about: subject.map(|_| "Nordfjäll Logistik".to_owned()),
        action: action.to_owned(),
        subject: subject.map(str::to_owned),
        reads: (action == "api-read").then(|| ("device-batch-list".to_owned(), 60)),
        refused: action == "session-refuse",
        lower_role: None,
        request_id: "req-7f3a9c21".to_owned(),
    }
}

fn page(locale: Locale, filter: ActivityFilter, entries: Vec<ActivityEntry>) -> ActivityPage {
    let usual = ActivityFilter { from: "2026-10-20".parse().ok(), ..ActivityFilter::default() };
    let choice =
        |name: &str| Choice { id: id::<taxiway_domain::ids::UserKind>(7).to_string(), name: name.to_owned() };
    ActivityPage {
        shell: Shell { area: Area::Activity, ..shell(locale) },
        pager: Pager::keyset(&routes::Activity {}, &filter.query(), None, Some("12300"), None),
        filter,
        usual,
        actions: vec!["job-submit".to_owned(), "job-cancel".to_owned()],
        organisations: vec![choice("Nordfjäll Logistik")],
        people: vec![choice("Tove Lindqvist")],
        search: None,
        entries,
        is_partial: false,
        proof: ActivityProof { can_sign: true, keys: vec!["9f21c04be6a77d10".repeat(4)] },
    }
}

pub(super) fn log(locale: Locale) -> Vec<Page> {
    let usual = ActivityFilter { from: "2026-10-20".parse().ok(), ..ActivityFilter::default() };
    let narrow = ActivityFilter {
        action: Some("job-cancel".to_owned()),
        organisation: Some(id(7)),
        person: Some(id(7)),
        from: None,
        until: "2026-11-20".parse().ok(),
    };
    let delivery = Some("Autumn delivery");
    let (tove, mika) = (Some("Tove Lindqvist"), Some("Mika Aalto"));
    let entries = vec![
        entry("job-finish", None, delivery),
        entry("job-submit", tove, delivery),
        entry("upload-receive", tove, delivery),
        entry("session-refuse", mika, None),
        entry("api-read", Some("Överföring"), Some("Överföring")),
        entry("session-sign-in", tove, None),
        ActivityEntry {
            program: Some(Program::For("Överföring".to_owned())),
            ..entry("app-sign-in", tove, Some("Överföring"))
        },
    ];
    let searched = ActivityPage {
        search: Some(ActivitySearch { text: "tove".to_owned(), next: Some(12_000) }),
        is_partial: true,
        pager: Pager::default(),
        ..page(locale, usual.clone(), entries[1..3].to_vec())
    };
    let by_administrator = ActivityEntry {
        lower_role: Some("policy-and-profile-manager".to_owned()),
        ..entry("job-submit", tove, delivery)
    };
    let mut of_a_customer = page(locale, usual.clone(), vec![by_administrator]);
    of_a_customer.shell.person = Some(Person {
        name: "Tove Lindqvist".to_owned(),
        organisation: "Nordfjäll Logistik".to_owned(),
        kind: OrganisationKind::Customer,
        may_read_log: true,
        roles: vec![Role::GlobalAdministrator],
    });
    of_a_customer.proof = ActivityProof { can_sign: false, keys: Vec::new() };
    vec![
        ("activity", page(locale, usual, entries).render()),
        ("activity-none", page(locale, narrow, Vec::new()).render()),
        ("activity-searched", searched.render()),
        ("activity-of-customer", of_a_customer.render()),
    ]
}
