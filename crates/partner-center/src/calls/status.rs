//! How far work is that was accepted.

use axum::body::Body;
use axum::http::StatusCode;
use bytes::Bytes;
use futures::StreamExt as _;
use serde::Serialize;
use taxiway_domain::ids::{AssignmentId, AssignmentKind, JobId, JobKind, OrganisationId};
use taxiway_domain::registration::{RegistrationError, ServiceCode};
use taxiway_domain::role::Action;
use taxiway_service::{
    AssignmentView, Context, JobRow, JobState, JobView, Outcome as Ended, Service, ServiceError,
};

use super::{Outcome, ok};
use crate::door::Calling;
use crate::fault::{Fault, chain};
use crate::reply::Reply;
use crate::wire::{self, Attributes, attributes};

/// Devices whose state is written at a time.
const PIECE: u64 = 2_000;

/// The published states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Queued,
    Processing,
    Finished,
    FinishedWithErrors,
}

/// One device of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceUploadDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_key: Option<String>,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<&'static str>,
    attributes: Attributes,
}

/// All of it; the devices are written apart.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    batch_tracking_id: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_time: Option<String>,
    attributes: Attributes,
}

/// As [`Head`], with devices.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    #[serde(flatten)]
    head: Head,
    devices_status: Vec<DeviceUploadDetails>,
}

/// The number that a row carries: clients take texts of digits, so codes without a number go under that of their kind.
fn number(code: ServiceCode) -> String {
    let number = code.number().unwrap_or(match code.error() {
        RegistrationError::HardwareHashNotValid => 802,
        RegistrationError::DeviceAlreadyRegistered => 806,
        RegistrationError::DeviceNotFound => 812,
        RegistrationError::DeviceClaimedByAnotherOrganization => 808,
        RegistrationError::UnexpectedError => 801,
    });
    number.to_string()
}

pub(super) async fn get(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let (service, context) = (&calling.door.service, &calling.context);
    // Whoever may see one of both kinds of work asks about those.
    let (jobs, assignments) = (context.may(Action::JobRead), context.may(Action::ProfileRead));
    if jobs && let Ok(job) = calling.id::<JobKind>(1, "tracking") {
        match service.job(context, customer, job).await {
            Ok(found) => return of_job(calling, customer, &found).await,
            Err(ServiceError::NotFound) => {}
            Err(error) => return Err(Fault::of(error, "tracking")),
        }
    }
    // Which of both there is not is worth a further look.
    let action = if assignments && !jobs { Action::ProfileRead } else { Action::JobRead };
    service.customer(context, customer, action).await.map_err(Calling::about_customer)?;
    if !assignments {
        return Err(Fault::not_found("tracking"));
    }
    let id: AssignmentId = calling.id::<AssignmentKind>(1, "tracking")?;
    let found = service.assignment(context, customer, id).await;
    Ok(of_assignment(found.map_err(|error| Fault::of(error, "tracking"))?))
}

async fn of_job(calling: Calling, customer: OrganisationId, job: &JobView) -> Outcome {
    let status = match job.state {
        JobState::PendingApproval | JobState::Queued => Status::Queued,
        JobState::Running => Status::Processing,
        JobState::Cancelled if !job.is_over() => Status::Processing,
        // What was stopped before every device had its turn is the one case in which the whole is said to have errors.
        JobState::Cancelled => Status::FinishedWithErrors,
        JobState::Finished => Status::Finished,
    };
    let head = Head {
        batch_tracking_id: job.job_id.to_string(),
        status,
        started_time: job.started_at.map(wire::time),
        completed_time: job.finished_at.map(wire::time),
        attributes: attributes("BatchUploadDetails"),
    };
    let mut text = serde_json::to_string(&head).map_err(|_| Fault::ours())?;
    // The list comes last, written piece by piece: it can have any length.
    text.pop();
    text.push_str(",\"devicesStatus\":[");
    let rows = Rows {
        service: calling.door.service.clone(),
        // A long answer looks again at each piece whether the customer still consents.
        context: calling.context.knowing(None),
        customer,
        job: job.job_id,
        running: status == Status::Processing,
    };
    let (first, next) = rows.piece(0).await.map_err(|_| Fault::ours())?;
    let Some(next) = next else {
        let text = [text.as_bytes(), &first, b"]}"].concat();
        return Ok(Reply::bytes(StatusCode::OK, text.into()));
    };
    let begin = futures::stream::iter([Ok(Bytes::from(text)), Ok(first)]);
    let end = futures::stream::iter([Ok(Bytes::from_static(b"]}"))]);
    let pieces = futures::stream::unfold((rows, Some(next)), |(rows, place)| async move {
        let place = place?;
        match rows.piece(place).await {
            Ok((piece, next)) => Some((Ok(piece), (rows, next))),
            Err(error) => Some((Err(error), (rows, None))),
        }
    });
    Ok(Reply::pieces(Body::from_stream(begin.chain(pieces).chain(end))))
}

/// The rows of a job, to be read from place to place.
struct Rows {
    service: Service,
    context: Context,
    customer: OrganisationId,
    job: JobId,
    running: bool,
}

impl Rows {
    /// Some rows as text, and where the next ones begin.
    async fn piece(&self, place: u64) -> std::io::Result<(Bytes, Option<u64>)> {
        let found = self.service.job_rows(&self.context, self.customer, self.job, place, PIECE).await;
        let found = found.map_err(|error| {
            tracing::error!(error = %chain(&error), "the state of devices could not be read to its end");
            std::io::Error::other("broken off")
        })?;
        let mut text = Vec::new();
        for (at, row) in (place..).zip(found.rows) {
            if at > 0 {
                text.push(b',');
            }
            serde_json::to_writer(&mut text, &self.row(row))?;
        }
        Ok((text.into(), found.next))
    }

    fn row(&self, row: JobRow) -> DeviceUploadDetails {
        let (status, code, device_id) = match &row.verdict {
            None if self.running => (Status::Processing, None, None),
            None => (Status::Queued, None, None),
            Some(verdict) => {
                let done = verdict.outcome == Ended::Registered;
                let status = if done { Status::Finished } else { Status::FinishedWithErrors };
                let code = (!done).then(|| verdict.code.unwrap_or(ServiceCode::InvalidRequestBody));
                (status, code, verdict.device_id)
            }
        };
        let error_code = match (&row.verdict, code) {
            (None, _) => None,
            (Some(_), None) => Some("0".to_owned()),
            (Some(_), Some(code)) => Some(number(code)),
        };
        DeviceUploadDetails {
            device_id: device_id.map(|id| id.to_string()),
            serial_number: row.serial_number.map(|text| text.to_string()),
            product_key: row.product_key.map(|text| text.to_string()),
            status,
            error_code,
            error_description: code.map(ServiceCode::name),
            attributes: attributes("DeviceUploadDetails"),
        }
    }
}

fn of_assignment(assignment: AssignmentView) -> Reply {
    let time = wire::time(assignment.created_at);
    let devices = assignment.verdicts.into_iter().map(|verdict| DeviceUploadDetails {
        device_id: Some(verdict.device),
        serial_number: None,
        product_key: None,
        status: if verdict.code.is_none() { Status::Finished } else { Status::FinishedWithErrors },
        error_code: Some(verdict.code.map_or_else(|| "0".to_owned(), number)),
        error_description: verdict.code.map(ServiceCode::name),
        attributes: attributes("DeviceUploadDetails"),
    });
    ok(&Details {
        head: Head {
            batch_tracking_id: assignment.assignment_id.to_string(),
            status: Status::Finished,
            started_time: Some(time.clone()),
            completed_time: Some(time),
            attributes: attributes("BatchUploadDetails"),
        },
        devices_status: devices.collect(),
    })
}
