//! Ending a relationship.

use askama::Template;
use taxiway_domain::profile::DeviceProfile;
use taxiway_locale::Locale;
use taxiway_web::portal::ending::{EndedPage, EndingPage, ProviderRow, Removal, RemovalState, TagRow};
use taxiway_web::portal::shell::Area;

use super::job::summaries;
use super::{Page, at, at_home, id, inside};

pub(super) fn endings(locale: Locale) -> Vec<Page> {
    let tag = |tag: &str, profile, devices, unused| TagRow { tag: tag.to_owned(), profile, devices, unused };
    let full = EndingPage {
        shell: at_home(locale, Area::Elsewhere),
        customer: id(7),
        relationship: id(61),
        other: "Kajplats IT".to_owned(),
        by_partner: false,
        tags: vec![
            tag("Microsoft365Managed_Standard", Some(DeviceProfile::Standard), 11_200, 640),
            tag("", None, 90, 1),
        ],
        jobs: summaries()[..3].to_vec(),
        more_jobs: true,
        providers: vec![ProviderRow {
            relationship: id(62),
            name: "Hamndistribution".to_owned(),
            devices: 1,
            chosen: true,
        }],
        deregister: true,
        reason: "We moved".to_owned(),
    };
    let empty = EndingPage {
        shell: inside(locale, Area::Elsewhere),
        by_partner: true,
        tags: Vec::new(),
        jobs: Vec::new(),
        providers: Vec::new(),
        more_jobs: false,
        deregister: false,
        reason: String::new(),
        ..full.clone()
    };
    let forbidden = EndingPage { by_partner: true, ..full.clone() };
    let ended = |by: &str, removal| EndedPage {
        shell: at_home(locale, Area::Elsewhere),
        customer: id(7),
        relationship: id(61),
        other: "Kajplats IT".to_owned(),
        ended: true,
        at: Some(at("2026-11-20T10:00:00Z")),
        by: Some(by.to_owned()),
        reason: Some("We moved".to_owned()),
        left: 10_650,
        removal,
        again: (by == "partner").then(|| "/requests/new?customer=x".to_owned()),
    };
    let removal = |state, devices| Removal {
        shell: at_home(locale, Area::Elsewhere),
        state,
        devices,
        expected: 641,
        finished_at: (state == RemovalState::Finished).then(|| at("2026-11-20T10:01:00Z")),
    };
    vec![
        ("ending", full.render()),
        ("ending-empty", empty.render()),
        ("ending-forbidden", forbidden.render()),
        ("ended", ended("customer", None).render()),
        ("ended-waiting", ended("partner", Some(removal(RemovalState::Waiting, 0))).render()),
        ("ended-running", ended("operator", Some(removal(RemovalState::Running, 400))).render()),
        ("ended-finished", ended("customer", Some(removal(RemovalState::Finished, 641))).render()),
        ("ended-never", EndedPage { ended: false, ..ended("customer", None) }.render()),
    ]
}
