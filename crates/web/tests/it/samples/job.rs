//! Jobs, one job, cancelling it.

use super::upload::finding;
use super::{Page, at, id, inside, pager, shell};
use askama::Template;
use taxiway_domain::finding::{Column, FindingCode};
use taxiway_domain::registration::ServiceCode;
use taxiway_locale::Locale;
use taxiway_web::portal::confirm::ConfirmPage;
use taxiway_web::portal::finding::Reasons;
use taxiway_web::portal::job::{
    ApprovalNote, JobPage, JobProgress, JobRow, JobState, JobSummary, JobTotals, JobsPage, Outcome,
};
use taxiway_web::portal::parts::Tone;
use taxiway_web::portal::shell::{Area, Flash};
use taxiway_web::portal::{Shell, routes};

pub(super) fn summaries() -> Vec<JobSummary> {
    let job = |number: u128, name: &str, state, rows, done, failed| JobSummary {
        customer: id(7),
        id: id(number),
        name: name.to_owned(),
        state,
        submitted_by: "Tove Lindqvist".to_owned(),
        submitted_at: at("2026-11-20T09:31:00Z"),
        rows,
        done,
        failed,
    };
    vec![
        job(35, "Winter delivery", JobState::PendingApproval, 140, 0, 0),
        job(34, "Spare pool", JobState::Queued, 80, 0, 0),
        job(31, "Autumn delivery", JobState::Running, 1_234, 812, 11),
        job(30, "Kiosks Bergen", JobState::Finished, 212, 212, 0),
        job(29, "Harbour office", JobState::Finished, 5_020, 5_020, 37),
        job(28, "Returned laptops", JobState::Cancelled, 90, 40, 0),
        job(33, "Warehouse tablets", JobState::Cancelled, 600, 200, 0),
    ]
}

fn progress(locale: Locale, state: JobState, totals: JobTotals) -> JobProgress {
    JobProgress {
        shell: shell(locale),
        state,
        rows: 1_234,
        totals,
        reason: (state == JobState::Cancelled).then(|| "consent-ended".to_owned()),
        stopped_by: None,
        started_at: (state != JobState::Queued).then(|| at("2026-11-20T09:31:00Z")),
        finished_at: (state == JobState::Finished).then(|| at("2026-11-20T09:32:00Z")),
    }
}

fn rows(locale: Locale) -> Vec<JobRow> {
    let row = |line, outcome, code, findings| JobRow {
        line,
        outcome,
        serial_number: Some("NFX7-0042-19K".to_owned()),
        product_key: None,
        manufacturer: Some("Fjordtek".to_owned()),
        model: Some("Skärgård 14 G3".to_owned()),
        order_id: (line > 8).then(|| "PO-2026-119".to_owned()),
        purchase_id: None,
        device: (outcome == Outcome::Registered).then(|| id(51)),
        text: None,
        reasons: Reasons { refused: outcome == Outcome::Failed, code, findings },
    };
    let model = Some(Column::Model);
    let broken = vec![finding(locale, FindingCode::TooFewCells, None, "3", "5")];
    vec![
        row(4, Outcome::Registered, None, Vec::new()),
        row(5, Outcome::Failed, Some(ServiceCode::AssignedToOtherTenant), Vec::new()),
        row(
            6,
            Outcome::Failed,
            Some(ServiceCode::NotFound),
            vec![finding(locale, FindingCode::CatalogueNearMiss, model, "Skärgård 14 G3", "SKÄRGÅRD 14 G3")],
        ),
        row(7, Outcome::Already, Some(ServiceCode::Duplicated), Vec::new()),
        row(
            8,
            Outcome::Failed,
            Some(ServiceCode::InvalidHardwareHash),
            vec![finding(locale, FindingCode::HashInvalid, Some(Column::HardwareHash), "", "checksum")],
        ),
        row(
            9,
            Outcome::Registered,
            None,
            vec![finding(locale, FindingCode::TagLegacy, Some(Column::GroupTag), "", "")],
        ),
        row(10, Outcome::Already, Some(ServiceCode::AlreadyAssigned), Vec::new()),
        row(11, Outcome::Cancelled, Some(ServiceCode::ConsentEnded), Vec::new()),
        row(
            12,
            Outcome::Failed,
            Some(ServiceCode::OutsideScope),
            vec![finding(
                locale,
                FindingCode::ScopeGroupTag,
                Some(Column::GroupTag),
                "Microsoft365Managed_Kiosk",
                "Microsoft365Managed_Standard",
            )],
        ),
        row(13, Outcome::Cancelled, Some(ServiceCode::CancelledByCustomer), Vec::new()),
        JobRow {
            text: Some("NFX7-0043-20K,Fjordtek,Skärgård 14 G3".to_owned()),
            ..row(14, Outcome::Failed, Some(ServiceCode::InvalidRequestBody), broken)
        },
    ]
}

fn note(waiting: bool, all: bool) -> ApprovalNote {
    ApprovalNote {
        waiting,
        until: at("2026-12-20T09:31:00Z"),
        decided_at: (!waiting).then(|| at("2026-11-21T14:00:00Z")),
        all,
        reason: (!waiting && !all).then(|| "Kiosks are not ordered".to_owned()),
        may_decide: waiting,
    }
}

pub(super) fn jobs(locale: Locale) -> Vec<Page> {
    let page = |state, totals, rows| JobPage {
        shell: Shell {
            flash: Some(Flash { tone: Tone::Good, text: taxiway_locale::text(locale, "flash-registered") }),
            ..inside(locale, Area::Jobs)
        },
        customer: id(7),
        id: id(31),
        name: "Autumn delivery".to_owned(),
        file_name: "autumn-delivery_2026-11.csv".to_owned(),
        tag: Some("Microsoft365Managed_Standard".to_owned()),
        order_id: Some("PO-2026-118".to_owned()),
        purchase_id: None,
        submitted_by: "Tove Lindqvist".to_owned(),
        submitted_at: at("2026-11-20T09:31:00Z"),
        submit_request_id: "req-7f3a9c21".to_owned(),
        progress: progress(locale, state, totals),
        show: None,
        rows,
        pager: pager(),
        may_change: true,
        retryable: state == JobState::Finished,
        is_retry: false,
        approval: None,
    };
    let rows = rows(locale);
    let half = JobTotals { registered: 790, already: 11, failed: 11, cancelled: 0 };
    let whole = JobTotals { registered: 1_190, already: 26, failed: 18, cancelled: 0 };
    let list = |jobs| JobsPage { shell: inside(locale, Area::Jobs), customer: id(7), jobs, pager: pager() };
    vec![
        ("jobs", list(summaries()).render()),
        ("jobs-none", list(Vec::new()).render()),
        ("job-queued", page(JobState::Queued, JobTotals::default(), Vec::new()).render()),
        ("job-running", page(JobState::Running, half, rows.clone()).render()),
        (
            "job-pending-approval",
            JobPage {
                approval: Some(note(true, false)),
                ..page(JobState::PendingApproval, JobTotals::default(), Vec::new())
            }
            .render(),
        ),
        (
            "job-approved-in-part",
            JobPage { approval: Some(note(false, false)), ..page(JobState::Finished, whole, rows.clone()) }
                .render(),
        ),
        (
            "job-approved",
            JobPage { approval: Some(note(false, true)), ..page(JobState::Running, half, rows.clone()) }
                .render(),
        ),
        ("job-finished", page(JobState::Finished, whole, rows.clone()).render()),
        (
            "job-hopeless",
            JobPage { retryable: false, is_retry: true, ..page(JobState::Finished, whole, rows.clone()) }
                .render(),
        ),
        ("job-cancelled", page(JobState::Cancelled, JobTotals { cancelled: 422, ..half }, rows).render()),
        (
            "job-cancel",
            ConfirmPage {
                shell: inside(locale, Area::Jobs),
                title: taxiway_locale::text(locale, "job-cancel-title"),
                text: taxiway_locale::text(locale, "job-cancel-text"),
                action: routes::JobCancel { customer: id(7), job: id(31) }.to_string(),
                button: taxiway_locale::text(locale, "job-cancel"),
                back: routes::Job { customer: id(7), job: id(31) }.to_string(),
            }
            .render(),
        ),
    ]
}
