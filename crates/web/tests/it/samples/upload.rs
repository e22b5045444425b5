//! Adding devices: form, preview, refused file.

use super::consent::granted;
use super::{Page, at, id, inside};
use askama::Template;
use taxiway_domain::finding::{Column, Finding, FindingCode, Severity};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::registration::ServiceCode;
use taxiway_locale::Locale;
use taxiway_web::portal::bounds::{BoundsView, Places};
use taxiway_web::portal::finding::{FindingView, NoticeGroup, Reasons};
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::query::Query;
use taxiway_web::portal::routes;
use taxiway_web::portal::shell::Area;
use taxiway_web::portal::upload::{
    AddDevicesPage, Compared, CustomTagChoice, EntryRow, PreviewCell, PreviewPage, PreviewRow, ProfileChoice,
    ReadingMode, RecognitionView, RefusedPage, RowVerdict, Show, Totals,
};

pub(super) fn finding(
    locale: Locale,
    code: FindingCode,
    column: Option<Column>,
    found: &str,
    used: &str,
) -> FindingView {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    FindingView::new(locale, &Finding { code, line: 3, column, found: some(found), used: some(used) })
}

pub(super) fn uploads(locale: Locale) -> Vec<Page> {
    let choice = |profile, tag, shared_tag| ProfileChoice { profile, tag, shared_tag };
    let form = |tag: &str, entries, pasted: &str, problem| AddDevicesPage {
        shell: inside(locale, Area::AddDevices),
        customer: id(7),
        profiles: vec![
            choice(
                DeviceProfile::SensitiveData,
                "Microsoft365Managed_SensitiveData",
                Some("Microsoft365Managed_SensitiveData-Shared"),
            ),
            choice(DeviceProfile::PowerUser, "Microsoft365Managed_PowerUser", None),
            choice(
                DeviceProfile::Standard,
                "Microsoft365Managed_Standard",
                Some("Microsoft365Managed_Standard-Shared"),
            ),
            choice(
                DeviceProfile::Kiosk,
                "Microsoft365Managed_Kiosk",
                Some("Microsoft365Managed_Kiosk-Shared"),
            ),
        ],
        custom_tags: vec![CustomTagChoice {
            tag: "Nordfjall-Depot".to_owned(),
            profile: DeviceProfile::Standard,
        }],
        tag: tag.to_owned(),
        mode: ReadingMode::Helpful,
        pasted: pasted.to_owned(),
        entries,
        problem,
        max_bytes: 536_870_912,
        granted: None,
    };
    let entry = EntryRow { serial_number: "NFX7-0042-19K".to_owned(), ..EntryRow::default() };
    let refused = |code, used: &str| RefusedPage {
        shell: inside(locale, Area::AddDevices),
        customer: id(7),
        file_name: "autumn-delivery_2026-11.csv".to_owned(),
        finding: finding(locale, code, None, "", used),
    };
    vec![
        ("add-devices", form("Microsoft365Managed_Standard", Vec::new(), "", None).render()),
        ("add-devices-scan", form("", vec![entry], "", Some("add-problem-several")).render()),
        ("add-devices-pasted", form("", Vec::new(), "NFX7-0042-19K", Some("add-problem-tag")).render()),
        (
            "add-devices-bounded",
            AddDevicesPage {
                granted: Some(granted(locale)),
                ..form("Microsoft365Managed_Standard", Vec::new(), "", None)
            }
            .render(),
        ),
        ("preview", preview(locale, None).render()),
        ("preview-registered", preview(locale, Some(id(31))).render()),
        ("preview-bounded", PreviewPage { bounds: Some(bounds()), ..preview(locale, None) }.render()),
        (
            "preview-long",
            PreviewPage { compared: Compared::Page, beyond: 0, ..preview(locale, None) }.render(),
        ),
        (
            "preview-nothing-new",
            PreviewPage {
                totals: Totals { already: 3, ..Totals::default() },
                beyond: 0,
                ..preview(locale, None)
            }
            .render(),
        ),
        ("refused", refused(FindingCode::FileSpreadsheet, "").render()),
        ("refused-split", refused(FindingCode::FileTooManyRows, "500,000").render()),
    ]
}

fn preview(locale: Locale, job: Option<taxiway_domain::ids::JobId>) -> PreviewPage {
    use Column as C;
    use FindingCode as F;
    let tag = "Microsoft365Managed_Standard";
    PreviewPage {
        shell: inside(locale, Area::AddDevices),
        customer: id(7),
        upload: id(21),
        file_name: "autumn-delivery_2026-11.csv".to_owned(),
        bytes: 1_482_300,
        tag: Some(tag.to_owned()),
        mode: ReadingMode::Helpful,
        recognition: RecognitionView {
            layout: "partner-center".to_owned(),
            encoding: "utf-16le".to_owned(),
            delimiter: ";".to_owned(),
            byte_order_mark: true,
            header_line: Some(3),
        },
        notices: vec![
            NoticeGroup {
                finding: finding(locale, F::EncodingConverted, None, "utf-16le", "utf-8"),
                lines: 0,
                first_lines: Vec::new(),
            },
            NoticeGroup {
                finding: finding(locale, F::PreambleSkipped, None, "", ""),
                lines: 0,
                first_lines: Vec::new(),
            },
            NoticeGroup {
                finding: finding(
                    locale,
                    F::WhitespaceTrimmed,
                    Some(C::SerialNumber),
                    " NFX7-0042-19K",
                    "NFX7-0042-19K",
                ),
                lines: 37,
                first_lines: vec![4, 9, 12],
            },
        ],
        totals: Totals { ok: 1_190, warnings: 26, already: 4, errors: 14 },
        compared: Compared::Whole,
        beyond: 2,
        show: Show::All,
        columns: vec![
            C::SerialNumber,
            C::ProductKey,
            C::HardwareHash,
            C::Manufacturer,
            C::Model,
            C::GroupTag,
        ],
        rows: preview_rows(locale),
        pager: Pager::numbered(
            &routes::Upload { customer: id(7), upload: id(21) },
            &Query::new(),
            1,
            100,
            1_234,
        ),
        batch_name: "autumn-delivery_2026-11".to_owned(),
        order_id: String::new(),
        purchase_id: String::new(),
        submission: "0192f3aa".to_owned(),
        job,
        bounds: None,
    }
}

fn bounds() -> BoundsView {
    BoundsView {
        group_tags: vec!["Microsoft365Managed_Standard".to_owned()],
        models: vec!["Fjordtek Skärgård 14 G3".to_owned(), "Nordbyte".to_owned()],
        devices: Some(Places { taken: 480, all: 1_500 }),
        ends_at: Some(at("2026-11-01T00:00:00Z")),
        is_over: true,
        order_ids: vec!["PO-2026-118".to_owned()],
        each: true,
    }
}

pub(super) fn preview_rows(locale: Locale) -> Vec<PreviewRow> {
    use Column as C;
    use FindingCode as F;
    let columns = [C::SerialNumber, C::ProductKey, C::HardwareHash, C::Manufacturer, C::Model, C::GroupTag];
    let cell = |(column, text): (C, &str)| PreviewCell {
        column,
        text: (!text.is_empty()).then(|| text.to_owned()),
        mark: None,
    };
    let row = |line, verdict, texts: [&str; 6], marked: Option<(usize, Severity)>, findings| {
        let mut cells: Vec<_> = columns.into_iter().zip(texts).map(cell).collect();
        if let Some((index, severity)) = marked {
            cells[index].mark = Some(severity);
        }
        let reasons = Reasons { refused: verdict == RowVerdict::Error, code: None, findings };
        PreviewRow { line, verdict, cells, text: None, reasons }
    };
    let already = row(
        9,
        RowVerdict::Already,
        ["NFX7-0047-10K", "", "", "Fjordtek", "Skärgård 14 G3", ""],
        None,
        Vec::new(),
    );
    let broken =
        row(11, RowVerdict::Error, [""; 6], None, vec![finding(locale, F::QuoteUnclosed, None, "", "")]);
    let tag = "Microsoft365Managed_Standard";
    vec![
        row(
            4,
            RowVerdict::Ok,
            ["NFX7-0042-19K", "3305512649870", "", "Fjordtek", "Skärgård 14 G3", tag],
            None,
            Vec::new(),
        ),
        row(
            5,
            RowVerdict::Warning,
            ["NFX7-0043-20K", "", "T0EzAQ…", "Fjordtek", "Skärgård 14 G3", tag],
            Some((0, Severity::Warning)),
            vec![finding(locale, F::SerialMismatch, Some(C::SerialNumber), "NFX7-0043-20K", "NFX7-0043-20X")],
        ),
        row(
            6,
            RowVerdict::Error,
            ["1,23457E+12", "", "", "Fjordtek", "Skärgård 14 G3", tag],
            Some((0, Severity::Error)),
            vec![finding(locale, F::SpreadsheetNumber, Some(C::SerialNumber), "1,23457E+12", "")],
        ),
        row(
            7,
            RowVerdict::Error,
            ["NFX7-0045-02K", "", "", "Fjordtek", "Skärgård 14 G3", "microsoft365managed_standard"],
            Some((5, Severity::Error)),
            vec![finding(locale, F::TagUnknown, Some(C::GroupTag), "microsoft365managed_standard", tag)],
        ),
        row(
            8,
            RowVerdict::Ok,
            ["NFX7-0046-77K", "", "T0EzAQ…", "Fjordtek", "Skärgård 14 G3", tag],
            Some((0, Severity::Notice)),
            vec![finding(
                locale,
                F::WhitespaceTrimmed,
                Some(C::SerialNumber),
                " NFX7-0046-77K",
                "NFX7-0046-77K",
            )],
        ),
        PreviewRow {
            reasons: Reasons { code: Some(ServiceCode::AlreadyAssigned), ..already.reasons.clone() },
            ..already.clone()
        },
        PreviewRow {
            line: 10,
            reasons: Reasons {
                code: Some(ServiceCode::Duplicated),
                findings: vec![finding(locale, F::DuplicateInFile, None, "NFX7-0042-19K", "4")],
                ..already.reasons.clone()
            },
            ..already
        },
        PreviewRow { text: Some("\"NFX7-0048-11K,,,Fjordtek,Skärgård 14 G3".to_owned()), ..broken },
    ]
}
