//! Every page with invented data, in every state that looks different.

mod customer;
mod device;
mod job;
mod sign_in;
mod upload;

use askama::Template;
use axum::http::StatusCode;
use newtype_uuid::{TypedUuid, TypedUuidKind};
use taxiway_domain::role::OrganisationKind;
use taxiway_locale::Locale;
use taxiway_web::portal::activity::{ActivityEntry, ActivityFilter, ActivityPage, CustomerChoice};
use taxiway_web::portal::error::ErrorPage;
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::query::Query;
use taxiway_web::portal::shell::{Area, CustomerContext, Person};
use taxiway_web::portal::{Shell, routes};

/// Values that must stand left to right in every language.
pub(crate) const ISLANDS: [&str; 6] = [
    "NFX7-0042-19K",
    "Microsoft365Managed_Standard",
    "autumn-delivery_2026-11.csv",
    "nordfjall.example",
    "req-7f3a9c21",
    "00000000-0000-0000-0000-000000000007",
];

pub(crate) fn id<K: TypedUuidKind>(number: u128) -> TypedUuid<K> {
    TypedUuid::from_u128(number)
}

pub(super) fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect("a moment")
}

pub(crate) fn shell(locale: Locale) -> Shell {
    Shell {
        locale,
        path: "/customers?search=nord".to_owned(),
        csrf: "token-of-the-session".to_owned(),
        request_id: "req-7f3a9c21".to_owned(),
        person: Some(Person {
            name: "Tove Lindqvist".to_owned(),
            organisation: "Kajplats IT".to_owned(),
            kind: OrganisationKind::DirectPartner,
            may_read_log: true,
            may_set_sign_in: true,
        }),
        customer: None,
        area: Area::Customers,
        flash: None,
    }
}

pub(super) fn inside(locale: Locale, area: Area) -> Shell {
    Shell {
        customer: Some(CustomerContext {
            id: id(7),
            name: "Nordfjäll Logistik".to_owned(),
            may_register: true,
        }),
        area,
        ..shell(locale)
    }
}

pub(super) fn outside(locale: Locale) -> Shell {
    Shell { person: None, area: Area::Elsewhere, ..shell(locale) }
}

pub(super) fn pager() -> Pager {
    Pager::numbered(&routes::Customers {}, &Query::new(), 2, 25, 1_234)
}

pub(super) type Page = (&'static str, Result<String, askama::Error>);

/// Every page: a name and its HTML.
pub(crate) fn all(locale: Locale) -> Vec<(&'static str, String)> {
    let mut pages: Vec<Page> = Vec::new();
    pages.extend(sign_in::entrances(locale));
    pages.extend(sign_in::providers(locale));
    pages.extend(sign_in::passkeys(locale));
    pages.extend(customer::customers(locale));
    pages.extend(device::devices(locale));
    pages.extend(upload::uploads(locale));
    pages.extend(job::jobs(locale));
    pages.extend(others(locale));
    pages.into_iter().map(|(name, html)| (name, html.expect("the page renders"))).collect()
}

fn others(locale: Locale) -> Vec<Page> {
    let entry = |action: &str, who: Option<&str>, subject: Option<&str>, refused| ActivityEntry {
        at: at("2026-11-20T09:31:00Z"),
        who: who.map(str::to_owned),
        organisation: who.map(|_| "Kajplats IT".to_owned()),
        on_behalf_of: subject.map(|_| "Nordfjäll Logistik".to_owned()),
        action: action.to_owned(),
        subject: subject.map(str::to_owned),
        refused,
        request_id: "req-7f3a9c21".to_owned(),
    };
    let log = |entries, filter| ActivityPage {
        shell: Shell { area: Area::Activity, ..shell(locale) },
        filter,
        actions: vec!["job.submit".to_owned(), "job.cancel".to_owned()],
        customers: vec![CustomerChoice { id: id(7), name: "Nordfjäll Logistik".to_owned() }],
        entries,
        pager: Pager::keyset(&routes::Activity {}, &Query::new(), Some("0192a"), Some("0191f"), None),
    };
    let filter = ActivityFilter {
        action: Some("job.cancel".to_owned()),
        customer: Some(id(7)),
        from: "2026-11-01".parse().ok(),
        until: None,
    };
    let mut pages = vec![
        (
            "activity",
            log(
                vec![
                    entry("job.finish", None, Some("Autumn delivery"), false),
                    entry("job.submit", Some("Tove Lindqvist"), Some("Autumn delivery"), false),
                    entry("upload.receive", Some("Tove Lindqvist"), Some("Autumn delivery"), false),
                    entry("session.refuse", Some("Mika Aalto"), None, true),
                    entry("session.sign-in", Some("Tove Lindqvist"), None, false),
                ],
                ActivityFilter::default(),
            )
            .render(),
        ),
        ("activity-none", log(Vec::new(), filter).render()),
    ];
    for (name, status) in [
        ("error-400", StatusCode::BAD_REQUEST),
        ("error-403", StatusCode::FORBIDDEN),
        ("error-404", StatusCode::NOT_FOUND),
        ("error-405", StatusCode::METHOD_NOT_ALLOWED),
        ("error-413", StatusCode::PAYLOAD_TOO_LARGE),
        ("error-429", StatusCode::TOO_MANY_REQUESTS),
        ("error-500", StatusCode::INTERNAL_SERVER_ERROR),
        ("error-503", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let shell = if status == StatusCode::NOT_FOUND { shell(locale) } else { outside(locale) };
        pages.push((name, ErrorPage { shell, status, detail: None }.render()));
    }
    pages
}
