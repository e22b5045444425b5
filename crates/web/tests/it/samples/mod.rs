//! Every page with invented data, in every state that looks different.

mod activity;
mod api;
mod app;
mod approval;
mod consent;
mod customer;
mod device;
mod ending;
mod job;
mod people;
mod sign_in;
mod upload;

use askama::Template;
use axum::http::StatusCode;
use newtype_uuid::{TypedUuid, TypedUuidKind};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::Locale;
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
            roles: vec![Role::AdminAgent],
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
            may_approve: false,
            on_behalf_of: false,
        }),
        area,
        ..shell(locale)
    }
}

/// As somebody of the customer's sees its pages.
pub(super) fn at_home(locale: Locale, area: Area) -> Shell {
    let mut shell = inside(locale, area);
    if let Some(customer) = &mut shell.customer {
        customer.may_approve = true;
    }
    if let Some(person) = &mut shell.person {
        person.kind = OrganisationKind::Customer;
    }
    shell
}

/// As a partner's administrator sees them with delegated administration.
pub(super) fn on_behalf(locale: Locale, area: Area) -> Shell {
    let mut shell = inside(locale, area);
    if let Some(customer) = &mut shell.customer {
        customer.on_behalf_of = true;
    }
    shell
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
    pages.extend(consent::pages(locale));
    pages.extend(device::devices(locale));
    pages.extend(upload::uploads(locale));
    pages.extend(job::jobs(locale));
    pages.extend(people::people(locale));
    pages.extend(app::apps(locale));
    pages.extend(api::api(locale));
    pages.extend(approval::approvals(locale));
    pages.extend(ending::endings(locale));
    pages.extend(others(locale));
    pages.into_iter().map(|(name, html)| (name, html.expect("the page renders"))).collect()
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
