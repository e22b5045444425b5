//! Devices and one device.

use super::{Page, at, id, inside};
use askama::Template;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::registration::RegistrationState;
use taxiway_domain::strength::Strength;
use taxiway_locale::Locale;
use taxiway_web::portal::chart::StateCounts;
use taxiway_web::portal::confirm::ConfirmPage;
use taxiway_web::portal::device::{
    BatchChoice, DeviceFilter, DevicePage, DeviceRow, DevicesPage, Fact, FactGroup, FactValue, HistoryEntry,
    SearchNext,
};
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::query::Query;
use taxiway_web::portal::routes;
use taxiway_web::portal::shell::Area;

fn device(number: u128, serial: Option<&str>, state: RegistrationState) -> DeviceRow {
    DeviceRow {
        id: id(number),
        serial_number: serial.map(str::to_owned),
        product_key: Some("3305512649870".to_owned()),
        manufacturer: Some("Fjordtek".to_owned()),
        model: Some("Skärgård 14 G3".to_owned()),
        group_tag: (!number.is_multiple_of(4)).then(|| "Microsoft365Managed_Standard".to_owned()),
        state,
        since: at("2026-11-18T14:03:00Z"),
    }
}

pub(super) fn devices(locale: Locale) -> Vec<Page> {
    let batches = vec![batch()];
    let list = |devices, filter, search: Option<&str>| DevicesPage {
        shell: inside(locale, Area::Devices),
        customer: id(7),
        filter,
        search: search.map(str::to_owned),
        counts: StateCounts { pending: 214, failed: 0, ready: 4_120, active: 11_873, inactive: 640 },
        tags: vec!["Microsoft365Managed_Standard".to_owned(), "Nordfjall-Depot".to_owned()],
        batches: batches.clone(),
        devices,
        search_next: search.map(|_| SearchNext { serial_number: "PF3AB7".to_owned(), device: id(12) }),
        pager: Pager::keyset(
            &routes::Devices { customer: id(7) },
            &Query::new(),
            None,
            Some("0192f"),
            Some(16_847),
        ),
    };
    let rows = || {
        RegistrationState::ALL
            .into_iter()
            .chain([RegistrationState::Ready, RegistrationState::Active])
            .zip(50_u128..)
            .map(|(state, number)| device(number, (number != 53).then_some("NFX7-0042-19K"), state))
            .collect::<Vec<_>>()
    };
    let filter = DeviceFilter {
        state: Some(RegistrationState::Ready),
        tag: Some("Nordfjall-Depot".to_owned()),
        batch: Some(id(41)),
    };
    vec![
        ("devices", list(rows(), DeviceFilter::default(), None).render()),
        ("devices-filtered-none", list(Vec::new(), filter, None).render()),
        ("devices-searched", list(rows()[..1].to_vec(), DeviceFilter::default(), Some("NFX7")).render()),
        ("devices-searched-none", list(Vec::new(), DeviceFilter::default(), Some("zz")).render()),
        ("devices-none", list(Vec::new(), DeviceFilter::default(), None).render()),
        ("device", device_page(locale).render()),
        (
            "device-deregister",
            ConfirmPage {
                shell: inside(locale, Area::Devices),
                title: taxiway_locale::text(locale, "device-deregister-title-unnamed"),
                text: taxiway_locale::text(locale, "device-deregister-text"),
                action: routes::DeviceDeregister { customer: id(7), device: id(51) }.to_string(),
                button: taxiway_locale::text(locale, "device-deregister"),
                back: routes::Device { customer: id(7), device: id(51) }.to_string(),
            }
            .render(),
        ),
    ]
}

fn batch() -> BatchChoice {
    BatchChoice { id: id(41), name: "Autumn delivery".to_owned() }
}

fn device_page(locale: Locale) -> DevicePage {
    let raw = |label, value: &str| Fact { label, value: FactValue::Raw(value.to_owned()) };
    DevicePage {
        shell: inside(locale, Area::Devices),
        customer: id(7),
        row: device(51, Some("NFX7-0042-19K"), RegistrationState::Ready),
        reason: Some(taxiway_locale::text(locale, "service-code-806")),
        profile: Some(DeviceProfile::Standard),
        shared_mode: true,
        deployment_profile: Some("Kontor Malmö".to_owned()),
        batch: Some(batch()),
        job: Some((id(31), "Autumn delivery".to_owned())),
        order_id: Some("PO-2026-118".to_owned()),
        purchase_id: Some("P-77".to_owned()),
        may_deregister: true,
        registered_by: "Tove Lindqvist".to_owned(),
        strength: Strength::KeyBound,
        identity: vec![
            FactGroup {
                title: "facts-identity",
                icon: "device",
                facts: vec![
                    Fact { label: "fact-identified-by", value: FactValue::Text("identity-hash".to_owned()) },
                    raw("column-serial-number", "NFX7-0042-19K"),
                    raw("column-manufacturer", "Fjordtek"),
                    raw("column-model", "Skärgård 14 G3"),
                    raw("column-product-key", "3305512649870"),
                    raw("fact-uuid", "00000000-0000-0000-0000-000000000007"),
                ],
            },
            FactGroup {
                title: "facts-hardware",
                icon: "chip",
                facts: vec![raw("fact-mac-address", "02:1b:9e:44:10:7c"), raw("fact-disk", "S5GXNX0T")],
            },
            FactGroup {
                title: "facts-security",
                icon: "shield",
                facts: vec![
                    raw("fact-tpm-version", "2.0"),
                    raw(
                        "fact-endorsement-key",
                        "9f21c04be6a77d10d35e0c9b1f4482aa9f21c04be6a77d10d35e0c9b1f4482aa",
                    ),
                ],
            },
            FactGroup {
                title: "facts-capture",
                icon: "clock",
                facts: vec![
                    Fact { label: "fact-captured-at", value: FactValue::Time(at("2026-11-02T06:11:00Z")) },
                    raw("fact-os-build", "10.0.26100.2314"),
                ],
            },
        ],
        history: vec![
            HistoryEntry {
                at: at("2026-11-19T07:00:00Z"),
                event: "captured-again".to_owned(),
                by: None,
                detail: None,
                job: None,
                request_id: None,
            },
            HistoryEntry {
                at: at("2026-11-18T14:03:00Z"),
                event: "registered".to_owned(),
                by: Some("Tove Lindqvist".to_owned()),
                detail: Some(taxiway_locale::text(locale, "strength-key-bound-description")),
                job: Some(id(31)),
                request_id: Some("req-7f3a9c21".to_owned()),
            },
        ],
    }
}
