//! Jobs: the list, one job, its progress, stopping and repeating it.

use std::convert::Infallible;
use std::time::Duration;

use askama::Template as _;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_domain::rows::RowRanges;
use taxiway_locale::{Locale, text};
use taxiway_service::{JobState as Stands, JobView, Outcome as Ended, RowResult};

use super::cookies::{self, Keep};
use super::extract::{Asked, At, Posted, SignedIn, Visitor};
use super::{Answer, Problem};
use crate::portal::confirm::ConfirmPage;
use crate::portal::finding::{FindingView, Reasons};
use crate::portal::job::{
    ApprovalNote, JobPage, JobProgress, JobRow, JobState, JobSummary, JobTotals, JobsPage, Outcome,
};
use crate::portal::pager::Pager;
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::{Shell, render, routes};

const PER_PAGE: usize = 25;
/// What is said in another way once the job is over: keys of the locale below `flash-over-`.
const OVER: [&str; 2] = ["registered", "retried"];
const ROWS_PER_PAGE: u64 = 100;
/// How often progress is told.
pub(crate) const TICK: Duration = Duration::from_millis(500);
/// Events of one connection; then the browser connects anew, and whoever was signed out meanwhile hears nothing more.
pub(crate) const TICKS: usize = 600;

/// Where a job stands, as pages tell it.
fn state(job: &JobView) -> JobState {
    match job.state {
        Stands::PendingApproval => JobState::PendingApproval,
        Stands::Queued => JobState::Queued,
        Stands::Running => JobState::Running,
        Stands::Finished => JobState::Finished,
        Stands::Cancelled => JobState::Cancelled,
    }
}

/// Jobs as a list shows them.
pub(crate) async fn summaries(
    signed: &SignedIn,
    customer: OrganisationId,
    jobs: &[JobView],
) -> Result<Vec<JobSummary>, Problem> {
    let ids: Vec<_> = jobs.iter().map(|job| job.job_id).collect();
    let mut people = signed.service().submitters(&signed.context, customer, &ids).await?;
    let summary = |job: &JobView| JobSummary {
        customer,
        id: job.job_id,
        name: job.batch_name.clone(),
        state: state(job),
        submitted_by: people.remove(&job.job_id).unwrap_or_default(),
        submitted_at: job.created_at,
        rows: job.rows,
        done: job.done(),
        failed: job.failed,
    };
    Ok(jobs.iter().map(summary).collect())
}

/// The jobs of a customer.
pub(crate) async fn jobs(signed: SignedIn, At(route): At<routes::Jobs>, Asked(asked): Asked) -> Answer {
    let customer = signed.customer(route.customer, Action::JobList).await?;
    let after = asked.read::<JobId>("after");
    let found = signed.service().jobs(&signed.context, route.customer, after, PER_PAGE).await?;
    let next = found.next.map(|next| next.to_string());
    let page = JobsPage {
        shell: signed.shell_about(Area::Jobs, &customer),
        customer: route.customer,
        jobs: summaries(&signed, route.customer, &found.jobs).await?,
        pager: Pager::keyset(&route, &Query::new(), None, next.as_deref(), None),
    };
    Ok(render(StatusCode::OK, &page))
}

/// One job with its rows.
pub(crate) async fn job(signed: SignedIn, At(route): At<routes::Job>, Asked(asked): Asked) -> Answer {
    let customer = signed.customer(route.customer, Action::JobRead).await?;
    let (service, context) = (signed.service(), &signed.context);
    let job = service.job(context, route.customer, route.job).await?;
    let show = asked.get("show").and_then(Outcome::from_name);
    let outcome = show.and_then(|show| Ended::from_name(show.as_str()));
    let rows =
        service.results(context, route.customer, route.job, outcome, asked.page(), ROWS_PER_PAGE).await?;
    let pager = Pager::numbered(&route, &Outcome::query(show), rows.number, rows.size, rows.total);
    let mut people = service.submitters(context, route.customer, &[route.job]).await?;
    let mut shell = signed.shell_about(Area::Jobs, &customer);
    // A small job is over before anybody can look at it: then it is not being worked on.
    if job.is_over()
        && let Some(done) = signed.visitor.flash.as_deref().filter(|done| OVER.contains(done))
        && let Some(flash) = &mut shell.flash
    {
        flash.text = text(signed.locale(), &format!("flash-over-{done}"));
    }
    let own = context.actor.organisation_id == route.customer;
    let approval = job.approval.as_ref().map(|approval| ApprovalNote {
        waiting: approval.state == "waiting",
        until: approval.expires_at,
        decided_at: approval.decided_at.map(|time| time.0),
        all: approval.approved.parse() == Ok(RowRanges::all()),
        reason: approval.reason.clone(),
        may_decide: own && context.may(Action::UploadApprove),
    });
    let (retryable, is_retry) = (job.can_retry(), job.retry_of.is_some());
    let page = JobPage {
        approval,
        customer: route.customer,
        id: route.job,
        progress: progress(shell.clone(), &job),
        name: job.batch_name,
        file_name: job.file_name,
        tag: job.group_tag,
        order_id: job.order_id,
        purchase_id: job.purchase_id,
        submitted_by: people.remove(&route.job).unwrap_or_default(),
        submitted_at: job.created_at,
        submit_request_id: job.request_id,
        show,
        rows: rows.rows.into_iter().map(|row| row_view(signed.locale(), row)).collect(),
        pager,
        may_change: context.may(Action::JobCancel),
        retryable,
        is_retry,
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

fn progress(shell: Shell, job: &JobView) -> JobProgress {
    JobProgress {
        shell,
        state: state(job),
        rows: job.rows,
        totals: JobTotals {
            registered: job.registered,
            already: job.already,
            failed: job.failed,
            cancelled: job.cancelled,
        },
        reason: job.reason.clone(),
        stopped_by: job.stopped_by.clone(),
        started_at: job.started_at,
        finished_at: job.finished_at,
    }
}

fn row_view(locale: Locale, row: RowResult) -> JobRow {
    JobRow {
        line: row.line,
        outcome: match row.outcome {
            Ended::Registered => Outcome::Registered,
            Ended::Already => Outcome::Already,
            Ended::Failed => Outcome::Failed,
            Ended::Cancelled => Outcome::Cancelled,
        },
        serial_number: row.serial_number.map(String::from),
        product_key: row.product_key.map(String::from),
        manufacturer: row.manufacturer.map(String::from),
        model: row.model.map(String::from),
        order_id: row.order_id.map(String::from),
        purchase_id: row.purchase_id.map(String::from),
        device: row.device_id,
        text: row.text.map(String::from),
        reasons: Reasons {
            refused: row.outcome == Ended::Failed,
            code: row.code,
            findings: row.findings.iter().map(|finding| FindingView::new(locale, finding)).collect(),
        },
    }
}

/// The job's progress while it lasts, as the part of its page that shows it.
pub(crate) async fn events(signed: SignedIn, At(route): At<routes::JobEvents>) -> Answer {
    let mut job = signed.service().job(&signed.context, route.customer, route.job).await?;
    let events = async_stream::stream! {
        for _ in 0..TICKS {
            let shown = progress(signed.shell(Area::Jobs), &job);
            let Ok(html) = shown.render() else { break };
            yield Ok::<_, Infallible>(Event::default().event("progress").data(html));
            if !shown.is_live() {
                break;
            }
            tokio::time::sleep(TICK).await;
            match signed.service().job(&signed.context, route.customer, route.job).await {
                Ok(now) => job = now,
                Err(_) => break,
            }
        }
    };
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// Asks whether the job shall be stopped.
pub(crate) async fn confirm_cancel(signed: SignedIn, At(route): At<routes::JobCancel>) -> Answer {
    let customer = signed.customer(route.customer, Action::JobCancel).await?;
    let job = signed.service().job(&signed.context, route.customer, route.job).await?;
    let back = routes::Job { customer: route.customer, job: route.job };
    if !job.can_cancel() {
        return Ok(Redirect::to(&back.to_string()).into_response());
    }
    let shell = signed.shell_about(Area::Jobs, &customer);
    let page = ConfirmPage {
        title: shell.t("job-cancel-title"),
        text: shell.t("job-cancel-text"),
        button: shell.t("job-cancel"),
        action: route.to_string(),
        back: back.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Stops the job.
pub(crate) async fn cancel(signed: SignedIn, At(route): At<routes::JobCancel>, Posted(_): Posted) -> Answer {
    let stopped = signed.service().cancel_job(&signed.context, route.customer, route.job).await?;
    let mut response = see(route.customer, route.job);
    if stopped {
        flash(&signed.visitor, &mut response, "cancelled");
    }
    Ok(response)
}

/// Tries the refused and left-out rows again.
pub(crate) async fn retry(signed: SignedIn, At(route): At<routes::JobRetry>, Posted(_): Posted) -> Answer {
    // Pressed twice, it is the same retry; what fails in that one is tried again from its own page.
    let request_id = format!("retry-{}", route.job);
    let again = signed.service().retry_job(&signed.context, route.customer, route.job, &request_id).await;
    let mut response = see(route.customer, again.map_err(Problem::from)?);
    flash(&signed.visitor, &mut response, "retried");
    Ok(response)
}

/// Leads to a job's page.
pub(crate) fn see(customer: OrganisationId, job: JobId) -> Response {
    Redirect::to(&routes::Job { customer, job }.to_string()).into_response()
}

/// Lets the next page say what was done.
pub(crate) fn flash(visitor: &Visitor, response: &mut Response, done: &str) {
    cookies::set(response, &visitor.portal.settings, cookies::FLASH, done, Keep::WhileOpen);
}
