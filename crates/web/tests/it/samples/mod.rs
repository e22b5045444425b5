//! Every page with invented data, in every state that looks different.

mod activity;
mod customer;
mod device;
mod job;
mod upload;

use askama::Template;
use axum::http::StatusCode;
use newtype_uuid::{TypedUuid, TypedUuidKind};
use taxiway_domain::role::OrganisationKind;
use taxiway_locale::Locale;
use taxiway_web::portal::error::ErrorPage;
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::query::Query;
use taxiway_web::portal::shell::{Area, CustomerContext, Person};
use taxiway_web::portal::sign_in::{SignInPage, SignInProblem};
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
            global_administrator: false,
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
    pages.extend(sign_in(locale));
    pages.extend(customer::customers(locale));
    pages.extend(device::devices(locale));
    pages.extend(upload::uploads(locale));
    pages.extend(job::jobs(locale));
    pages.extend(others(locale));
    pages.into_iter().map(|(name, html)| (name, html.expect("the page renders"))).collect()
}

fn sign_in(locale: Locale) -> Vec<Page> {
    let page = |problem| SignInPage {
        shell: outside(locale),
        email: if problem == Some(SignInProblem::Wrong) {
            "tove@kajplats.example".to_owned()
        } else {
            String::new()
        },
        problem,
        return_to: "/customers".to_owned(),
    };
    vec![
        ("sign-in", page(None).render()),
        ("sign-in-wrong", page(Some(SignInProblem::Wrong)).render()),
        ("sign-in-locked", page(Some(SignInProblem::Locked { until: at("2026-11-20T13:15:00Z") })).render()),
        ("sign-in-expired", page(Some(SignInProblem::Expired)).render()),
    ]
}

fn others(locale: Locale) -> Vec<Page> {
    let mut pages = activity::log(locale);
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
