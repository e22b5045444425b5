//! Files to take away, written while they are sent: a part at a time, whatever the length.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use taxiway_domain::finding::Severity;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_domain::registration::{RegistrationError, ServiceCode};
use taxiway_domain::text::Text;
use taxiway_intake::write::{RepairedForm, RepairedWriter, ResultLine, ResultsWriter};
use taxiway_locale::{
    Locale, plain, plain_finding, plain_finding_remedy, service_code_key, service_code_message_key,
    service_code_remedy_key,
};
use taxiway_service::{JobView, RowResult};

use super::extract::{At, SignedIn};
use super::problem::chain;
use super::{Answer, Problem};
use crate::portal::routes;

/// What a writer wrote and nobody has taken yet. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    /// Takes what is there.
    pub(crate) fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A CSV file under a name that every browser and file system takes.
pub(crate) fn attachment(name: &str, body: Body) -> Response {
    attachment_of("text/csv; charset=utf-8", name, body)
}

/// A file of some kind under a name that every browser and file system takes.
pub(crate) fn attachment_of(kind: &'static str, name: &str, body: Body) -> Response {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
        .take(120)
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

/// Logs why a file ends early; the connection is cut, so that nobody takes it for whole.
pub(crate) fn cut_off(error: impl std::error::Error) -> io::Error {
    tracing::error!(error = %chain(&error), "a download was cut off");
    io::Error::other("cut off")
}

/// The job and its file's name without the ending.
async fn job_and_stem(
    signed: &SignedIn,
    customer: OrganisationId,
    job: JobId,
) -> Result<(JobView, String), Problem> {
    let job = signed.service().job(&signed.context, customer, job).await?;
    let stem = stem(&job.file_name).to_owned();
    Ok((job, stem))
}

/// A file's name without its ending.
pub(crate) fn stem(file_name: &str) -> &str {
    file_name.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty()).unwrap_or(file_name)
}

/// The verdict of every row.
pub(crate) async fn results(signed: SignedIn, At(route): At<routes::JobResults>) -> Answer {
    let (job, stem) = job_and_stem(&signed, route.customer, route.job).await?;
    let (context, customer) = (signed.context.clone(), route.customer);
    let service = signed.service().clone();
    let parts = service.result_parts(&context, customer, job.job_id).await?;
    service.begin_results_export(&context, customer, job.job_id).await?;
    let locale = signed.locale();
    let body = async_stream::try_stream! {
        let written = Written::default();
        let mut writer = ResultsWriter::new(written.clone())?;
        for part in parts {
            for row in service.result_part(&context, customer, job.job_id, part).await.map_err(cut_off)? {
                write_result(&mut writer, locale, &job, &row)?;
            }
            yield written.take();
        }
        writer.finish()?;
        yield written.take();
    };
    Ok(attachment(&format!("{stem}-results.csv"), Body::from_stream(as_io(body))))
}

pub(crate) fn as_io<S: futures::Stream<Item = io::Result<Bytes>>>(stream: S) -> S {
    stream
}

fn write_result(
    writer: &mut ResultsWriter<Written>,
    locale: Locale,
    job: &JobView,
    row: &RowResult,
) -> io::Result<()> {
    let text = |value: &Option<Text>| value.clone().unwrap_or_default();
    // A row without numbers of its own has those of its job.
    let number = |own: &Option<Text>, jobs: &Option<String>| own.clone().or(jobs.as_ref().map(Text::new));
    let published = |code: ServiceCode| code.number().map(|number| number.to_string());
    let code = row.code.map(|code| published(code).unwrap_or_else(|| code.name().to_owned()));
    let findings: Vec<_> = row.findings.iter().map(|finding| finding.code.as_str()).collect();
    writer.push(&ResultLine {
        line: row.line,
        verdict: row.outcome.as_str(),
        code: &code.unwrap_or_default(),
        message: &messages(locale, row).join(" "),
        remedy: &remedies(locale, row).join(" "),
        serial_number: &text(&row.serial_number),
        product_key: &text(&row.product_key),
        manufacturer: &text(&row.manufacturer),
        model: &text(&row.model),
        group_tag: &text(&row.group_tag),
        device_id: &row.device_id.map(|id| id.to_string()).unwrap_or_default(),
        order_id: &text(&number(&row.order_id, &job.order_id)),
        purchase_id: &text(&number(&row.purchase_id, &job.purchase_id)),
        findings: &findings.join(" "),
    })
}

/// Whether a finding says more exactly than the published code what is wrong and what to do.
fn is_explained(row: &RowResult) -> bool {
    row.findings.iter().any(|finding| finding.code.severity() == Severity::Error)
}

/// What happened, in whole sentences: the code's title as one of them, unless an exact reason says as much.
fn messages(locale: Locale, row: &RowResult) -> Vec<String> {
    let found: Vec<String> = row.findings.iter().map(|finding| plain_finding(locale, finding)).collect();
    let explained = is_explained(row);
    let mut said = Vec::new();
    if let Some(code) = row.code {
        let title = plain(locale, &service_code_message_key(code));
        let vague = code.error() == RegistrationError::UnexpectedError && !code.is_ours();
        if !(explained && (vague || found.iter().any(|text| text.starts_with(&title)))) {
            said.push(format!("{title}."));
        }
        if !explained {
            said.push(plain(locale, &service_code_key(code)));
        }
    }
    said.extend(found);
    said
}

/// What to do, each thing once.
fn remedies(locale: Locale, row: &RowResult) -> Vec<String> {
    let of_code = row.code.filter(|_| !is_explained(row));
    let of_code = of_code.map(|code| plain(locale, &service_code_remedy_key(code)));
    let mut said = Vec::new();
    for remedy in
        of_code.into_iter().chain(row.findings.iter().map(|finding| plain_finding_remedy(locale, finding)))
    {
        if !said.contains(&remedy) {
            said.push(remedy);
        }
    }
    said
}

/// The rows of a job that can be handed in elsewhere or again, in the documented form.
pub(crate) async fn repaired(signed: SignedIn, At(route): At<routes::JobRepaired>) -> Answer {
    let (job, stem) = job_and_stem(&signed, route.customer, route.job).await?;
    let (context, customer, upload) = (signed.context.clone(), route.customer, job.upload_id);
    let service = signed.service().clone();
    let recognition =
        service.upload(&context, customer, upload).await?.recognition.ok_or(Problem::NotFound)?;
    let (job, parts) = (route.job, service.upload_parts(&context, customer, upload).await?);
    service.begin_upload_export(&context, customer, upload).await?;
    let body = async_stream::try_stream! {
        let written = Written::default();
        let mut writer = RepairedWriter::new(written.clone(), RepairedForm::of(&recognition))?;
        for part in parts {
            for row in service.repaired_part(&context, customer, job, part).await.map_err(cut_off)? {
                // Rows that the documented form cannot carry are left out, as the link says; the results list every row.
                writer.push(&row)?;
            }
            yield written.take();
        }
        writer.finish()?;
        yield written.take();
    };
    Ok(attachment(&format!("{stem}-repaired.csv"), Body::from_stream(as_io(body))))
}
