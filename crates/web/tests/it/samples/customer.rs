//! Customers and one customer at a glance.

use super::job::summaries;
use super::people::operating;
use super::{Page, at, consent, id, inside, on_behalf, pager, shell};
use askama::Template;
use taxiway_locale::Locale;
use taxiway_web::portal::chart::StateCounts;
use taxiway_web::portal::customer::{Attention, CustomerPage, CustomerRow, CustomersPage, TagCount};
use taxiway_web::portal::shell::Area;

pub(super) fn customers(locale: Locale) -> Vec<Page> {
    let row = |number: u128, name: &str, domain: &str, devices, ready, running_jobs| CustomerRow {
        id: id(number),
        name: name.to_owned(),
        domain: domain.to_owned(),
        devices,
        ready,
        running_jobs,
        last_upload_at: (devices > 0).then(|| at("2026-11-19T08:42:00Z")),
    };
    let list = |customers, search: &str| CustomersPage {
        shell: shell(locale),
        search: search.to_owned(),
        customers,
        may_ask: true,
        pager: pager(),
    };
    let page = |counts, tags, jobs, attention| CustomerPage {
        shell: inside(locale, Area::Overview),
        id: id(7),
        name: "Nordfjäll Logistik".to_owned(),
        domain: "nordfjall.example".to_owned(),
        consent_since: Some(at("2026-03-02T09:00:00Z")),
        granted: Some(consent::granted(locale)),
        counts,
        tags,
        jobs,
        attention,
        own_relationship: Some(id(61)),
    };
    let tag = |tag: &str, devices| TagCount { tag: tag.to_owned(), devices };
    let full = page(
        StateCounts { pending: 214, failed: 18, ready: 4_120, active: 11_873, inactive: 640 },
        vec![
            tag("Microsoft365Managed_Standard", 11_200),
            tag("Microsoft365Managed_SensitiveData", 3_904),
            tag("Microsoft365Managed_Kiosk-Shared", 812),
            tag("", 949),
        ],
        summaries(),
        vec![
            Attention::ApprovalsWaiting { uploads: 2 },
            Attention::JobStopped {
                job: id(33),
                name: "Warehouse tablets".to_owned(),
                reason: "consent-ended".to_owned(),
            },
            Attention::JobStopped {
                job: id(32),
                name: "Late delivery".to_owned(),
                reason: "approval-expired".to_owned(),
            },
            Attention::FailedRows { job: id(31), name: "Autumn delivery".to_owned(), rows: 18 },
            Attention::PreviewWaiting {
                upload: id(21),
                file_name: "autumn-delivery_2026-11.csv".to_owned(),
                since: at("2026-11-20T10:05:00Z"),
            },
            Attention::InactiveDevices { devices: 640 },
        ],
    );
    vec![
        (
            "customers",
            list(
                vec![
                    row(7, "Nordfjäll Logistik", "nordfjall.example", 16_865, 4_120, 1),
                    row(8, "Harbor & Pine Clinics", "harborpine.example", 2_310, 75, 0),
                    row(9, "מפעלי גלבוע", "gilboa-works.example", 640, 12, 2),
                    row(10, "Bruksort Skolor", "bruksort.example", 0, 0, 0),
                ],
                "",
            )
            .render(),
        ),
        ("customers-none", list(Vec::new(), "").render()),
        (
            "customers-of-the-operator",
            CustomersPage { shell: operating(locale), may_ask: false, ..list(Vec::new(), "") }.render(),
        ),
        ("customers-none-found", list(Vec::new(), "zz").render()),
        ("customer", full.render()),
        (
            "customer-on-behalf",
            CustomerPage { shell: on_behalf(locale, Area::Overview), ..full.clone() }.render(),
        ),
        ("customer-new", page(StateCounts::default(), Vec::new(), Vec::new(), Vec::new()).render()),
    ]
}
