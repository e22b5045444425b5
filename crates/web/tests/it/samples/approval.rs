//! Uploads that wait for approval.

use askama::Template;
use taxiway_domain::finding::Column;
use taxiway_locale::Locale;
use taxiway_web::portal::approval::{ApprovalPage, ApprovalRow, ApprovalsPage, GroupRow, WaitingRow};
use taxiway_web::portal::shell::Area;
use taxiway_web::portal::upload::{RowVerdict, Totals};

use super::upload::preview_rows;
use super::{Page, at, at_home, id, pager};

pub(super) fn approvals(locale: Locale) -> Vec<Page> {
    let waiting = |number: u128, name: &str, retry| WaitingRow {
        customer: id(7),
        job: id(number),
        name: name.to_owned(),
        file_name: "autumn-delivery_2026-11.csv".to_owned(),
        partner: "Kajplats IT".to_owned(),
        submitted_by: "Tove Lindqvist".to_owned(),
        submitted_at: at("2026-11-20T09:31:00Z"),
        rows: 1_234,
        until: at("2026-12-20T09:31:00Z"),
        retry,
    };
    let list = |uploads| ApprovalsPage { shell: at_home(locale, Area::Approvals), uploads, pager: pager() };
    vec![
        ("approvals", list(vec![waiting(36, "Late delivery", true), waiting(35, "Winter", false)]).render()),
        ("approvals-none", list(Vec::new()).render()),
        ("approval", page(locale, true).render()),
        ("approval-large", page(locale, false).render()),
    ]
}

fn page(locale: Locale, choosable: bool) -> ApprovalPage {
    let group = |key: &str, tag: &str, rows, chosen| GroupRow {
        key: key.to_owned(),
        is_rest: key == "rest",
        tag: tag.to_owned(),
        manufacturer: "Fjordtek".to_owned(),
        model: "Skärgård 14 G3".to_owned(),
        rows,
        chosen,
    };
    let groups = vec![
        group("0a1b2c3d4e5f6071", "Microsoft365Managed_Standard", 1_100, 1_100),
        group("1a1b2c3d4e5f6071", "", 90, 12),
        group("rest", "", 26, 0),
    ];
    let rows = preview_rows(locale).into_iter().enumerate().map(|(position, row)| ApprovalRow {
        number: position as u64 + 1,
        chosen: (choosable && row.verdict != RowVerdict::Error).then_some(position % 2 == 0),
        row,
    });
    ApprovalPage {
        shell: at_home(locale, Area::Approvals),
        customer: id(7),
        job: id(35),
        name: "Winter delivery".to_owned(),
        file_name: "autumn-delivery_2026-11.csv".to_owned(),
        partner: "Kajplats IT".to_owned(),
        tag: None,
        until: at("2026-12-20T09:31:00Z"),
        version: 3,
        totals: choosable.then_some(Totals { ok: 1_190, warnings: 26, already: 4, errors: 14 }),
        all_rows: 1_234,
        chosen: 1_112,
        groups: if choosable { groups } else { Vec::new() },
        columns: vec![
            Column::SerialNumber,
            Column::ProductKey,
            Column::HardwareHash,
            Column::Manufacturer,
            Column::Model,
            Column::GroupTag,
        ],
        rows: rows.collect(),
        pager: pager(),
        page: 2,
        decision: if choosable { "chosen" } else { "all" }.to_owned(),
        reason: "Kiosks are not ordered".to_owned(),
    }
}
