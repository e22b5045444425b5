//! How programs call, with invented requests.

use std::time::Duration;

use askama::Template as _;
use taxiway_locale::Locale;
use taxiway_web::portal::Shell;
use taxiway_web::portal::api::{ApiClosedPage, ApiPage, ApiRequestRow};
use taxiway_web::portal::shell::Area;

use super::{Page, at, id, shell};

fn around(locale: Locale) -> Shell {
    Shell { area: Area::Api, path: "/api".to_owned(), ..shell(locale) }
}

fn request(status: u16, user: Option<&str>) -> ApiRequestRow {
    ApiRequestRow {
        at: at("2026-11-20T09:31:07Z"),
        app: id(71),
        app_name: "Överföring".to_owned(),
        user: user.map(str::to_owned),
        method: "GET".to_owned(),
        path: "/v1/customers/00000000-0000-0000-0000-000000000007/deviceBatches?size".to_owned(),
        status,
        request_id: "req-7f3a9c21".to_owned(),
        correlation_id: "00000000-0000-0000-0000-000000000007".to_owned(),
        duration: Duration::from_micros(12_345),
        error: (status >= 400)
            .then(|| "{\"code\":1000,\"description\":\"nordfjall.example <b>\"}".to_owned()),
    }
}

fn page(locale: Locale, only_errors: bool, requests: Vec<ApiRequestRow>) -> ApiPage {
    ApiPage {
        shell: around(locale),
        base: "https://taxiway.example".to_owned(),
        tenant: id(7),
        apps: vec![(id(71), "Överföring".to_owned()), (id(72), "Rapporter".to_owned())],
        app: only_errors.then(|| id(71)),
        only_errors,
        kept: 50,
        requests,
    }
}

pub(super) fn api(locale: Locale) -> Vec<Page> {
    let all = vec![request(200, None), request(404, Some("Tove Lindqvist")), request(500, None)];
    let shell = around(locale);
    let closed = ApiClosedPage { reason: shell.t("conflict-apps-not-here"), shell };
    let begun = ApiPage { apps: Vec::new(), ..page(locale, false, Vec::new()) };
    vec![
        ("api", page(locale, false, all).render()),
        ("api-errors-none", page(locale, true, Vec::new()).render()),
        ("api-none", begun.render()),
        ("api-closed", closed.render()),
    ]
}
