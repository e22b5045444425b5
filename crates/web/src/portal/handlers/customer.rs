//! Customers, and one customer at a glance.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_service::{OpenUse, Overview};

use super::Answer;
use super::extract::{Asked, At, SignedIn};
use super::job::summaries;
use super::relationships::granted_view;
use crate::portal::chart::StateCounts;
use crate::portal::customer::{Attention, CustomerPage, CustomerRow, CustomersPage, TagCount};
use crate::portal::pager::Pager;
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: u64 = 25;
/// Why a job ended that a person stopped; it needs nobody's attention.
const ASKED: &str = "asked";

/// The list of customers.
pub(crate) async fn customers(signed: SignedIn, Asked(asked): Asked) -> Answer {
    if signed.context.actor.kind == OrganisationKind::Customer {
        signed.visitor.open(OpenUse::Start);
        return Ok(Redirect::to(&signed.start()).into_response());
    }
    let search = asked.get("search").map(str::trim).unwrap_or_default();
    let (service, context) = (signed.service(), &signed.context);
    let found = service.customers(context, search, asked.page(), PER_PAGE).await?;
    let mut customers = Vec::with_capacity(found.items.len());
    for row in found.items {
        let newest = service.jobs(context, row.organisation_id, None, 1).await?;
        let devices = row.devices.unsigned_abs();
        customers.push(CustomerRow {
            id: row.organisation_id,
            name: row.name,
            domain: row.domain.unwrap_or_default(),
            devices,
            ready: devices,
            running_jobs: row.open_jobs.unsigned_abs(),
            last_upload_at: newest.jobs.first().map(|job| job.created_at),
        });
    }
    let query = Query::new().with("search", search);
    let pager = Pager::numbered(&routes::Customers {}, &query, found.number, found.size, found.total);
    let shell = signed.shell(Area::Customers);
    let may_ask = context.actor.kind.is_partner() && context.may(Action::RelationshipRequest);
    Ok(render(StatusCode::OK, &CustomersPage { shell, search: search.to_owned(), customers, may_ask, pager }))
}

/// One customer at a glance.
pub(crate) async fn customer(signed: SignedIn, At(route): At<routes::Customer>) -> Answer {
    let overview = signed.service().overview(&signed.context, route.customer).await?;
    let consent_since = signed.service().consent_since(&signed.context, route.customer).await?;
    let granted = signed.service().granted(&signed.context, route.customer).await?;
    let mut attention = attention(&overview);
    let waiting = signed.service().waiting_uploads_count(&signed.context, route.customer).await?;
    if waiting > 0 {
        attention.insert(0, Attention::ApprovalsWaiting { uploads: waiting });
    }
    let jobs = summaries(&signed, route.customer, &overview.jobs).await?;
    let page = CustomerPage {
        shell: signed.shell_about(Area::Overview, &overview.customer),
        id: route.customer,
        name: overview.customer.name.clone(),
        domain: overview.customer.domain.clone().unwrap_or_default(),
        consent_since,
        granted: granted.map(|granted| granted_view(&signed, route.customer, granted)),
        counts: counts(&overview),
        tags: overview.tags.into_iter().map(|(tag, devices)| TagCount { tag, devices }).collect(),
        jobs,
        attention,
        own_relationship: signed.service().own_relationship(&signed.context, route.customer).await?,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Devices by state. No device gets in touch yet, so that none is active or inactive.
pub(crate) fn counts(overview: &Overview) -> StateCounts {
    StateCounts {
        pending: overview.pending,
        failed: overview.failed,
        ready: overview.ready,
        ..StateCounts::default()
    }
}

fn attention(overview: &Overview) -> Vec<Attention> {
    let retried: Vec<_> = overview.jobs.iter().filter_map(|job| job.retry_of).collect();
    let mut found = Vec::new();
    for job in overview.jobs.iter().filter(|job| !retried.contains(&job.job_id)) {
        let name = job.batch_name.clone();
        if let Some(reason) = job.reason.clone().filter(|reason| reason != ASKED) {
            found.push(Attention::JobStopped { job: job.job_id, name, reason });
        } else if job.failed > 0 && job.is_over() {
            found.push(Attention::FailedRows { job: job.job_id, name, rows: job.failed });
        }
    }
    found
}
