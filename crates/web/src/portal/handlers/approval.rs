//! Uploads that wait for the customer: the list, choosing rows, deciding.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use taxiway_domain::ids::JobId;
use taxiway_domain::role::Action;
use taxiway_service::store::Organisation;
use taxiway_service::{ApprovalPage as Found, Choice, Decision, GroupChoice, ServiceError, WaitingUpload};

use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::flash;
use super::preview::{row_view, totals};
use super::{Answer, Problem};
use crate::portal::approval::{ApprovalPage, ApprovalRow, ApprovalsPage, GroupRow, WaitingRow};
use crate::portal::pager::Pager;
use crate::portal::parts::Tone;
use crate::portal::query::Query;
use crate::portal::shell::{Area, Flash};
use crate::portal::{render, routes};

const PER_PAGE: usize = 25;
const ROWS_PER_PAGE: u64 = 100;

/// The uploads that wait.
pub(crate) async fn approvals(
    signed: SignedIn,
    At(route): At<routes::Approvals>,
    Asked(asked): Asked,
) -> Answer {
    let customer = signed.customer(route.customer, Action::UploadApprove).await?;
    let (service, context) = (signed.service(), &signed.context);
    let after = asked.read::<JobId>("after");
    let found = service.waiting_uploads(context, route.customer, after, PER_PAGE).await?;
    let ids: Vec<JobId> = found.uploads.iter().map(|upload| upload.job.job_id).collect();
    let mut people = service.submitters(context, route.customer, &ids).await?;
    let next = found.next.map(|next| next.to_string());
    let row = |upload: WaitingUpload| WaitingRow {
        customer: route.customer,
        submitted_by: people.remove(&upload.job.job_id).unwrap_or_default(),
        job: upload.job.job_id,
        name: upload.job.batch_name,
        file_name: upload.job.file_name,
        partner: upload.partner,
        submitted_at: upload.job.created_at,
        rows: upload.job.rows,
        until: upload.expires_at,
        retry: upload.job.retry_of.is_some(),
    };
    let page = ApprovalsPage {
        shell: signed.shell_about(Area::Approvals, &customer),
        uploads: found.uploads.into_iter().map(row).collect(),
        pager: Pager::keyset(&route, &Query::new(), None, next.as_deref(), Some(found.total)),
    };
    Ok(render(StatusCode::OK, &page))
}

/// One of them with its rows.
pub(crate) async fn approval(
    signed: SignedIn,
    At(route): At<routes::Approval>,
    Asked(asked): Asked,
) -> Answer {
    let customer = signed.customer(route.customer, Action::UploadApprove).await?;
    let (service, context) = (signed.service(), &signed.context);
    let found = service.waiting_upload(context, route.customer, route.job, asked.page(), ROWS_PER_PAGE).await;
    match found {
        Ok(found) => Ok(render(StatusCode::OK, &page(&signed, &route, &customer, found))),
        // It was decided or withdrawn: its own page tells what became of it.
        Err(ServiceError::Conflict("approval-over")) => {
            let job = routes::Job { customer: route.customer, job: route.job };
            Ok(Redirect::to(&job.to_string()).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn page(signed: &SignedIn, route: &routes::Approval, customer: &Organisation, found: Found) -> ApprovalPage {
    let totals = found.counts.map(totals);
    let some = totals.is_some_and(|totals| totals.registrable() > found.chosen);
    let mut shell = signed.shell_about(Area::Approvals, customer);
    shell.path = format!("{route}{}", paged(found.number));
    let rows = found.rows.iter().map(|choice| ApprovalRow {
        number: choice.row.row.number,
        row: row_view(signed.locale(), &found.columns, &choice.row),
        chosen: choice.chosen,
    });
    ApprovalPage {
        shell,
        customer: route.customer,
        job: route.job,
        rows: rows.collect(),
        columns: found.columns,
        name: found.waiting.job.batch_name,
        file_name: found.waiting.job.file_name,
        partner: found.waiting.partner,
        tag: found.waiting.job.group_tag,
        until: found.waiting.expires_at,
        version: found.version,
        totals,
        all_rows: found.total,
        chosen: found.chosen,
        groups: found.groups.into_iter().map(group).collect(),
        pager: Pager::numbered(route, &Query::new(), found.number, found.size, found.total),
        page: found.number,
        decision: if some { Decision::Chosen } else { Decision::All }.as_str().to_owned(),
        reason: String::new(),
    }
}

fn group(found: GroupChoice) -> GroupRow {
    let is_rest = found.name.is_none();
    let (tag, manufacturer, model) =
        found.name.map(|name| (name.group_tag, name.manufacturer, name.model)).unwrap_or_default();
    GroupRow { key: found.key, is_rest, tag, manufacturer, model, rows: found.rows, chosen: found.chosen }
}

/// The query of a page of rows; the first has none.
fn paged(page: u64) -> Query {
    Query::new().with_some("page", (page > 1).then_some(page))
}

/// What a form of the page asks for.
fn choice(posted: &Fields) -> Option<Choice> {
    let group = |name, chosen| Some(Choice::Group { key: posted.get(name)?.to_owned(), chosen });
    if posted.get("all").is_some() {
        Some(Choice::All)
    } else if posted.get("none").is_some() {
        Some(Choice::None)
    } else if posted.get("rows").is_some() {
        Some(Choice::Rows { shown: posted.read_all("shown")?, chosen: posted.read_all("row")? })
    } else {
        group("add", true).or_else(|| group("drop", false))
    }
}

/// Keeps which rows are chosen.
pub(crate) async fn choose(
    signed: SignedIn,
    At(route): At<routes::ApprovalChoice>,
    Posted(posted): Posted,
) -> Answer {
    signed.customer(route.customer, Action::UploadApprove).await?;
    let (Some(choice), Some(version)) = (choice(&posted), posted.read("version")) else {
        return Err(Problem::Meaningless);
    };
    signed.service().choose_rows(&signed.context, route.customer, route.job, version, &choice).await?;
    let back = routes::Approval { customer: route.customer, job: route.job };
    let mut response = Redirect::to(&format!("{back}{}", paged(posted.page()))).into_response();
    flash(&signed.visitor, &mut response, "chosen");
    Ok(response)
}

/// Decides; what is missing is said above the same form.
pub(crate) async fn decide(
    signed: SignedIn,
    At(route): At<routes::Approval>,
    Posted(posted): Posted,
) -> Answer {
    let customer = signed.customer(route.customer, Action::UploadApprove).await?;
    let decision = posted.get("decision").and_then(Decision::from_name);
    let (Some(decision), Some(version)) = (decision, posted.read("version")) else {
        return Err(Problem::Meaningless);
    };
    let (service, context) = (signed.service(), &signed.context);
    let reason = posted.get("reason");
    let decided =
        service.decide_upload(context, route.customer, route.job, version, (decision, reason)).await;
    let error = match decided {
        Ok(()) => {
            let list = routes::Approvals { customer: route.customer };
            let mut response = Redirect::to(&list.to_string()).into_response();
            flash(&signed.visitor, &mut response, "decided");
            return Ok(response);
        }
        Err(error @ ServiceError::Invalid { .. }) => Problem::from(error),
        Err(error) => return Err(error.into()),
    };
    let found =
        service.waiting_upload(context, route.customer, route.job, posted.page(), ROWS_PER_PAGE).await?;
    let mut page = page(&signed, &route, &customer, found);
    page.shell.flash = error.words(signed.locale()).map(|text| Flash { tone: Tone::Bad, text });
    decision.as_str().clone_into(&mut page.decision);
    reason.unwrap_or_default().clone_into(&mut page.reason);
    Ok(render(error.status(), &page))
}
