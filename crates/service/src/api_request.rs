//! What programs asked for: their last requests, to be looked up by their people, and what they read, for the audit log.
//!
//! Front doors note a request when it was answered. It is written a moment later, together with others, so that no answer waits
//! for it.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::app::may_have_apps;
use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::ApiRequestRow;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::Service;
use crate::api_text::{error_text, name_of, path_of};
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::notebook::{Read, Sum};
use crate::worker::chain;

/// Requests that are kept of each program.
pub const API_REQUESTS: usize = 50;
/// Sums that are written in one transaction: it keeps the log's other writers waiting.
const SUMS_AT_ONCE: usize = 50;
/// Most programs that a list of choices offers; as many as an organisation can have.
const CHOICES: i64 = 500;
/// How often requests are written.
const FLUSH_EVERY: Duration = Duration::from_secs(1);
/// How often reads are summed up in the audit log.
const SUM_EVERY: Duration = Duration::from_mins(1);

/// Who called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCaller {
    /// The program.
    pub app_id: AppId,
    /// Its name.
    pub app: String,
    /// The organisation it acts for.
    pub organisation_id: OrganisationId,
    /// That organisation's name.
    pub organisation: String,
    /// The person on whose behalf it called, with the name; none when it called alone.
    pub user: Option<(UserId, String)>,
}

/// A request of a program that was answered.
#[derive(Debug, Clone)]
pub struct ApiRequest {
    /// Who called.
    pub caller: ApiCaller,
    /// Stable name of the call, as in [`taxiway_domain::api_call`]; none for an address that is no call.
    pub call: Option<&'static str>,
    /// The customer whose data it was about.
    pub customer: Option<OrganisationId>,
    /// Whether the call changes something. Then it has an entry of its own in the audit log.
    pub changes: bool,
    /// The method.
    pub method: String,
    /// Path and query as received. Of the query only the names are kept.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// Its id.
    pub request_id: String,
    /// The id that the caller gave to what it belongs to.
    pub correlation_id: String,
    /// How long it took.
    pub duration: Duration,
    /// What was answered, when that was an error.
    pub error: Option<String>,
}

impl ApiRequest {
    /// Whether something was read, and nothing else. What was refused gave nothing away.
    fn is_read(&self) -> bool {
        !self.changes && self.status < 400
    }
}

/// A request as its people look it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiRequestView {
    /// When it was answered.
    pub at: Timestamp,
    /// The program.
    pub app_id: AppId,
    /// Its name.
    pub app: String,
    /// On whose behalf the program called.
    pub user: Option<String>,
    /// The method.
    pub method: String,
    /// The path, and the names in the query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// Its id.
    pub request_id: String,
    /// The id that the caller gave to what it belongs to.
    pub correlation_id: String,
    /// How long it took.
    pub duration: Duration,
    /// What was answered, when that was an error.
    pub error: Option<String>,
}

/// The last requests of an organisation's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiRequests {
    /// The requests, newest first.
    pub requests: Vec<ApiRequestView>,
    /// The programs that there are, newest first.
    pub apps: Vec<(AppId, String)>,
}

impl Service {
    /// Notes that a request of a program was answered. Costs the front door no more than a moment: nothing is written here.
    pub fn note_api_request(&self, request: ApiRequest) {
        let now = self.clock.now();
        let read = request.call.filter(|_| request.is_read()).map(|call| {
            let caller = request.caller.clone();
            let read = Read {
                organisation_id: caller.organisation_id,
                customer: request.customer,
                app_id: caller.app_id,
                user_id: caller.user.as_ref().map(|(id, _)| *id),
                call,
            };
            let id = name_of(&request.request_id);
            (read, Sum { caller, calls: 1, first_request: id.clone(), last_request: id })
        });
        let row = ApiRequestRow {
            organisation_id: request.caller.organisation_id,
            app_id: request.caller.app_id,
            request_row: self.ids.new_id(now),
            at: now,
            method: name_of(&request.method),
            path: path_of(&request.path),
            status: i64::from(request.status),
            request_id: name_of(&request.request_id),
            correlation_id: name_of(&request.correlation_id),
            duration_us: i64::try_from(request.duration.as_micros()).unwrap_or(i64::MAX),
            error: request.error.as_deref().map(error_text),
            user_name: request.caller.user.map(|(_, name)| name),
        };
        self.notebook.note(row, read);
    }

    /// Writes what was noted, until `stop` turns true and then once more: nothing may be noted afterwards.
    pub async fn keep_api_requests(&self, mut stop: watch::Receiver<bool>) {
        let mut summed = Instant::now();
        loop {
            let stopped = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => true,
                () = tokio::time::sleep(FLUSH_EVERY) => false,
            };
            self.write_requests().await;
            if stopped || summed.elapsed() >= SUM_EVERY || self.notebook.is_crowded() {
                self.write_sums().await;
                summed = Instant::now();
            }
            if stopped {
                return;
            }
        }
    }

    async fn write_requests(&self) {
        let (requests, lost) = self.notebook.take_requests();
        if lost > 0 {
            tracing::warn!(
                requests = lost,
                "the memory for requests of programs is full: some are in no log"
            );
        }
        if requests.is_empty() {
            return;
        }
        let keep = i64::try_from(API_REQUESTS).unwrap_or(i64::MAX);
        let written: Result<()> = taxiway_store::write!(self.store, |tx| {
            for ((organisation, app), rows) in &requests {
                tx.keep_api_requests(*organisation, *app, rows, keep).await?;
            }
            Ok(())
        });
        if let Err(error) = written {
            tracing::warn!(error = %chain(&error), "requests of programs could not be written, will be tried again");
            self.notebook.put_requests_back(requests);
        }
    }

    async fn write_sums(&self) {
        let (sums, lost) = self.notebook.take_sums();
        if lost > 0 {
            tracing::warn!(
                reads = lost,
                "the memory for reads of programs is full: some are in no audit log"
            );
        }
        let sums: Vec<_> = sums.into_iter().collect();
        let same = |one: &(Read, Sum), other: &(Read, Sum)| {
            (one.0.organisation_id, one.0.customer) == (other.0.organisation_id, other.0.customer)
        };
        let mut unwritten = Vec::new();
        // A transaction touches the same two logs throughout, so that it meets other writers in their order.
        for group in sums.chunk_by(same).flat_map(|group| group.chunks(SUMS_AT_ONCE)) {
            if let Err(error) = self.record_sums(group).await {
                tracing::warn!(error = %chain(&error), "reads of programs could not be recorded, will be tried again");
                unwritten.extend_from_slice(group);
            }
        }
        if !unwritten.is_empty() {
            self.notebook.put_sums_back(unwritten);
        }
    }

    /// Records reads of one organisation's programs that are about the same customer.
    async fn record_sums(&self, sums: &[(Read, Sum)]) -> Result<()> {
        let Some((first, _)) = sums.first() else { return Ok(()) };
        taxiway_store::write!(self.store, |tx| {
            let customer = match first.customer {
                Some(id) => tx.organisation(id).await?,
                None => None,
            };
            let customer = customer.filter(|found| found.kind == OrganisationKind::Customer.as_str());
            for (read, sum) in sums {
                let act = Act {
                    action: "api.read",
                    object_kind: "app",
                    object_id: read.app_id.to_string(),
                    detail: json!({
                        "name": sum.caller.app, "call": read.call, "calls": sum.calls,
                        "first-request": sum.first_request, "last-request": sum.last_request,
                    }),
                };
                self.record(tx, &doer(sum), customer.as_ref(), None, act).await?;
            }
            Ok(())
        })
    }

    /// The last requests of the programs of the caller's organisation, or of one of them.
    pub async fn api_requests(
        &self,
        context: &Context,
        app: Option<AppId>,
        only_errors: bool,
    ) -> Result<ApiRequests> {
        context.require(Action::AppAdminister)?;
        if !may_have_apps(context.actor.kind) {
            return Err(ServiceError::Conflict("apps-not-here"));
        }
        let organisation = context.actor.organisation_id;
        let mut conn = self.store.read().await?;
        let (apps, _) = conn.apps(organisation, CHOICES, 0).await?;
        let apps: Vec<_> = apps.into_iter().map(|row| (row.app_id, row.name)).collect();
        let names: BTreeMap<_, _> = apps.iter().cloned().collect();
        if app.is_some_and(|app| !names.contains_key(&app)) {
            return Err(ServiceError::NotFound);
        }
        let status = if only_errors { 400 } else { 0 };
        let limit = i64::try_from(API_REQUESTS).unwrap_or(i64::MAX);
        let rows = conn.api_requests(organisation, app, status, limit).await?;
        // A program that was removed meanwhile has no requests either.
        let requests = rows.into_iter().filter_map(|row| Some((names.get(&row.app_id)?.clone(), row)));
        Ok(ApiRequests { requests: requests.map(view).collect(), apps })
    }
}

/// Who reads: the person on whose behalf it is, or the program itself.
fn doer(sum: &Sum) -> Doer {
    let caller = &sum.caller;
    let (actor_id, actor_name) = match &caller.user {
        Some((user, name)) => (user.into_untyped_uuid(), name.clone()),
        None => (caller.app_id.into_untyped_uuid(), caller.app.clone()),
    };
    Doer {
        actor_id: Some(actor_id),
        actor_name,
        organisation_id: Some(caller.organisation_id.into_untyped_uuid()),
        organisation: caller.organisation.clone(),
        request_id: sum.last_request.clone(),
        lower_role: None,
        app: Some((caller.app_id, caller.app.clone())),
    }
}

fn view((app, row): (String, ApiRequestRow)) -> ApiRequestView {
    ApiRequestView {
        at: row.at,
        app_id: row.app_id,
        app,
        user: row.user_name,
        method: row.method,
        path: row.path,
        status: u16::try_from(row.status).unwrap_or_default(),
        request_id: row.request_id,
        correlation_id: row.correlation_id,
        duration: Duration::from_micros(row.duration_us.unsigned_abs()),
        error: row.error,
    }
}
