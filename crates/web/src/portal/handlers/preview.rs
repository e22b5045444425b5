//! What was understood of an upload, and the decision about it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::Timestamp;
use taxiway_domain::finding::{Column, Severity};
use taxiway_domain::relationship::{Approval, CoveredModel};
use taxiway_domain::role::Action;
use taxiway_intake::Recognition;
use taxiway_locale::Locale;
use taxiway_service::store::Organisation;
use taxiway_service::{
    Bounds, Compared as With, PreviewRow as Foreseen, PreviewWanted, Prospect, ReadingOptions, RowCounts,
    RowFilter, ServiceError, Submission, UploadView,
};

use super::download::stem;
use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::{flash, see};
use super::{Answer, Problem};
use crate::portal::bounds::{BoundsView, Places};
use crate::portal::finding::{FindingView, NoticeGroup, Reasons};
use crate::portal::pager::Pager;
use crate::portal::parts::Tone;
use crate::portal::query::Query;
use crate::portal::shell::{Area, Flash};
use crate::portal::upload::{
    Compared, PreviewCell, PreviewPage, PreviewRow, ReadingMode, RecognitionView, RefusedPage, RowVerdict,
    Show, Totals,
};
use crate::portal::{render, routes};

const ROWS_PER_PAGE: u64 = 50;
/// A hash is shown by its ends.
const HASH_ENDS: (usize, usize) = (6, 4);

/// The preview, or why the file is refused.
pub(crate) async fn preview(signed: SignedIn, At(route): At<routes::Upload>, Asked(asked): Asked) -> Answer {
    let customer = signed.customer(route.customer, Action::UploadRead).await?;
    let view = signed.service().upload(&signed.context, route.customer, route.upload).await?;
    if view.recognition.is_none() {
        return refused(&signed, &route, &customer, &view);
    }
    let page = page(&signed, &route, &customer, view, &asked).await?;
    Ok(render(StatusCode::OK, &page))
}

fn refused(signed: &SignedIn, route: &routes::Upload, customer: &Organisation, view: &UploadView) -> Answer {
    let finding = view.refusal.as_ref().and_then(|refusal| refusal.findings.first());
    let page = RefusedPage {
        shell: signed.shell_about(Area::AddDevices, customer),
        customer: route.customer,
        file_name: view.upload.file_name.clone(),
        finding: FindingView::new(signed.locale(), finding.ok_or(Problem::NotFound)?),
    };
    Ok(render(StatusCode::OK, &page))
}

async fn page(
    signed: &SignedIn,
    route: &routes::Upload,
    customer: &Organisation,
    view: UploadView,
    asked: &Fields,
) -> Result<PreviewPage, Problem> {
    let (service, context) = (signed.service(), &signed.context);
    let recognition = view.recognition.as_ref().ok_or(Problem::NotFound)?;
    let tag = asked.get("tag").map(ToOwned::to_owned);
    let show = Show::from_name(asked.get("show").unwrap_or_default());
    let filter = match show {
        Show::All => RowFilter::All,
        Show::Errors => RowFilter::Errors,
        Show::Warnings => RowFilter::Warnings,
        Show::Already => RowFilter::Already,
        Show::Ok => RowFilter::Ok,
    };
    let wanted = PreviewWanted { filter, group_tag: tag.clone(), number: asked.page(), size: ROWS_PER_PAGE };
    let rows = service.preview_as(context, route.customer, route.upload, &wanted).await?;
    let job = service.job_of_upload(context, route.customer, route.upload).await?;
    let columns = columns(recognition);
    let query = show.query(&Query::new().with_some("tag", tag.as_ref()));
    let mut shell = signed.shell_about(Area::AddDevices, customer);
    shell.path = format!("{route}{query}");
    Ok(PreviewPage {
        shell,
        customer: route.customer,
        upload: route.upload,
        bytes: view.upload.bytes.unsigned_abs(),
        tag,
        mode: mode(&view),
        recognition: RecognitionView {
            layout: recognition.layout.as_str().to_owned(),
            encoding: recognition.encoding.as_str().to_owned(),
            delimiter: recognition.delimiter.as_str().to_owned(),
            byte_order_mark: recognition.byte_order_mark,
            header_line: recognition.header_line,
        },
        notices: notices(signed.locale(), &view, recognition),
        totals: totals(rows.counts),
        compared: match rows.compared {
            With::Whole => Compared::Whole,
            With::Page => Compared::Page,
            With::Nothing => Compared::Nothing,
        },
        beyond: rows.beyond,
        bounds: rows.bounds.as_ref().map(|bounds| bounds_view(bounds, service.now())),
        show,
        rows: rows.rows.iter().map(|row| row_view(signed.locale(), &columns, row)).collect(),
        columns,
        pager: Pager::numbered(route, &query, rows.number, rows.size, rows.total),
        batch_name: stem(&view.upload.file_name).to_owned(),
        order_id: String::new(),
        purchase_id: String::new(),
        submission: signed.visitor.request_id.clone(),
        job,
        file_name: view.upload.file_name,
    })
}

/// The limits of a consent, as a page tells them.
fn bounds_view(bounds: &Bounds, now: Timestamp) -> BoundsView {
    let scope = &bounds.scope;
    let model = |covered: &CoveredModel| match &covered.model {
        Some(model) => format!("{} {model}", covered.manufacturer),
        None => covered.manufacturer.clone(),
    };
    BoundsView {
        group_tags: scope.group_tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
        models: scope.models.iter().map(model).collect(),
        devices: scope.max_devices.map(|all| Places { taken: bounds.registered, all }),
        ends_at: scope.ends_at,
        is_over: scope.ends_at.is_some_and(|end| end <= now),
        order_ids: scope.order_ids.clone(),
        each: scope.approval == Approval::Each,
    }
}

fn mode(view: &UploadView) -> ReadingMode {
    let strict =
        serde_json::from_str(&view.upload.options).is_ok_and(|options: ReadingOptions| options.strict);
    if strict { ReadingMode::Strict } else { ReadingMode::Helpful }
}

/// The columns recognised, in the order of the file.
fn columns(recognition: &Recognition) -> Vec<Column> {
    let mut columns = Vec::new();
    for column in recognition.columns.iter().flatten() {
        if !columns.contains(column) {
            columns.push(*column);
        }
    }
    columns
}

/// Notices about the file first, then those about rows; errors stand with their rows.
fn notices(locale: Locale, view: &UploadView, recognition: &Recognition) -> Vec<NoticeGroup> {
    let file = recognition.notices.iter().map(|finding| NoticeGroup {
        finding: FindingView::new(locale, finding),
        lines: 0,
        first_lines: Vec::new(),
    });
    let rows = view.notes.iter().map(|note| NoticeGroup {
        finding: FindingView::new(locale, &note.first),
        lines: note.rows,
        first_lines: vec![note.first.line],
    });
    file.chain(rows).filter(|group| group.finding.severity < Severity::Error).collect()
}

pub(crate) fn totals(counts: RowCounts) -> Totals {
    let RowCounts { ok, warnings, already, errors } = counts;
    Totals { ok, warnings, already, errors }
}

pub(crate) fn row_view(locale: Locale, columns: &[Column], foreseen: &Foreseen) -> PreviewRow {
    let Foreseen { row, prospect, code } = foreseen;
    let cell = |column: &Column| {
        let about = row.findings.iter().filter(|finding| finding.column == Some(*column));
        let shown = row.cells.get(*column).map(|value| match column {
            Column::HardwareHash => shortened(value),
            _ => value.to_owned(),
        });
        let mark = about.map(|finding| finding.code.severity()).max();
        PreviewCell { column: *column, text: shown, mark }
    };
    PreviewRow {
        line: row.line,
        verdict: match prospect {
            Prospect::Ok => RowVerdict::Ok,
            Prospect::Warning => RowVerdict::Warning,
            Prospect::Already => RowVerdict::Already,
            Prospect::Error => RowVerdict::Error,
        },
        cells: columns.iter().map(cell).collect(),
        text: row.text.as_deref().map(str::to_owned),
        reasons: Reasons {
            refused: *prospect == Prospect::Error,
            code: *code,
            findings: row.findings.iter().map(|finding| FindingView::new(locale, finding)).collect(),
        },
    }
}

fn shortened(hash: &str) -> String {
    let (head, tail) = HASH_ENDS;
    let characters: Vec<char> = hash.chars().collect();
    if characters.len() <= head + tail + 1 {
        return hash.to_owned();
    }
    let (first, last) = (&characters[..head], &characters[characters.len() - tail..]);
    first.iter().chain(['…'].iter()).chain(last).collect()
}

/// Registers the devices of the upload; what cannot be taken is said above the same form.
pub(crate) async fn register(
    signed: SignedIn,
    At(route): At<routes::Register>,
    Posted(posted): Posted,
) -> Answer {
    let request_id = posted.get("submission").filter(|id| id.len() <= 64).ok_or(Problem::Meaningless)?;
    let text = |name| posted.get(name).map(ToOwned::to_owned);
    let submission = Submission {
        group_tag: text("tag"),
        batch_name: text("batch_name"),
        order_id: text("order_id"),
        purchase_id: text("purchase_id"),
        request_id: request_id.to_owned(),
        once: None,
    };
    let submitted = signed.service().submit(&signed.context, route.customer, route.upload, &submission).await;
    let error = match submitted {
        Ok(job) => {
            let mut response = see(route.customer, job);
            flash(&signed.visitor, &mut response, "registered");
            return Ok(response);
        }
        Err(error @ ServiceError::Invalid { .. }) => Problem::from(error),
        Err(error) => return Err(error.into()),
    };
    let upload = routes::Upload { customer: route.customer, upload: route.upload };
    let customer = signed.customer(route.customer, Action::UploadRead).await?;
    let view = signed.service().upload(&signed.context, route.customer, route.upload).await?;
    let mut page = page(&signed, &upload, &customer, view, &posted).await?;
    page.shell.flash = error.words(signed.locale()).map(|text| Flash { tone: Tone::Bad, text });
    page.batch_name = submission.batch_name.unwrap_or_default();
    page.order_id = submission.order_id.unwrap_or_default();
    page.purchase_id = submission.purchase_id.unwrap_or_default();
    page.submission = submission.request_id;
    Ok(render(error.status(), &page))
}

/// Gives the upload up.
pub(crate) async fn discard(signed: SignedIn, At(route): At<routes::Discard>, Posted(_): Posted) -> Answer {
    signed.service().discard_upload(&signed.context, route.customer, route.upload).await?;
    let again = routes::NewUpload { customer: route.customer };
    let mut response = Redirect::to(&again.to_string()).into_response();
    flash(&signed.visitor, &mut response, "discarded");
    Ok(response)
}
