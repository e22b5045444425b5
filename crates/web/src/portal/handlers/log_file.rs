//! The activity log as a file: a table for people, a document for whoever checks it.

use std::io;

use axum::body::Body;
use taxiway_domain::audit::Entry;
use taxiway_intake::log_export::{LogFormat, LogHead, LogWriter};
use taxiway_intake::write::RecordWriter;
use taxiway_locale::{Locale, plain};

use super::Answer;
use super::activity::{filter, subject, wanted};
use super::download::{Written, as_io, attachment, attachment_of, cut_off};
use super::extract::{Asked, SignedIn};

/// What people read first; then the rest of what the hash covers.
const COLUMNS: [&str; 22] = [
    "Sequence",
    "Time",
    "Customer or partner",
    "Action",
    "Subject",
    "User",
    "Organization",
    "Lower role that would do",
    "Request ID",
    "Action code",
    "Object kind",
    "Object ID",
    "Details",
    "Entry ID",
    "User ID",
    "Organization ID",
    "On behalf of",
    "On behalf of ID",
    "Customer or partner ID",
    "Time in microseconds",
    "Encoding",
    "Hash",
];

/// The log as a table.
pub(crate) async fn table(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let wanted = wanted(&filter(&signed, &asked));
    let (service, context) = (signed.service().clone(), signed.context.clone());
    let locale = signed.locale();
    // Whether it is allowed must be known before the first byte.
    let mut export = service.begin_log_export(&context, &wanted).await?;
    let body = async_stream::try_stream! {
        let written = Written::default();
        let mut writer = RecordWriter::new(written.clone(), &COLUMNS)?;
        while let Some(entries) = service.log_export_part(&context, &mut export).await.map_err(cut_off)? {
            for entry in &entries {
                write_row(&mut writer, locale, entry)?;
            }
            yield written.take();
        }
        writer.finish()?;
        yield written.take();
    };
    Ok(attachment("activity.csv", Body::from_stream(as_io(body))))
}

fn write_row(writer: &mut RecordWriter<Written>, locale: Locale, entry: &Entry) -> io::Result<()> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = |value: &Option<_>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let lower = entry.lower_role.as_ref().map(|role| plain(locale, &format!("role-{role}")));
    let action = entry.action.replace('.', "-");
    writer.push(&[
        &entry.sequence.to_string(),
        &entry.at.to_string(),
        &text(&entry.about_name),
        &plain(locale, &format!("audit-action-{action}")),
        &subject(&entry.action, &entry.detail).unwrap_or_default(),
        &entry.actor_name,
        &entry.actor_organisation,
        &lower.unwrap_or_default(),
        &entry.request_id,
        &entry.action,
        &entry.object_kind,
        &entry.object_id,
        &entry.detail,
        &entry.entry_id.to_string(),
        &id(&entry.actor_id),
        &id(&entry.actor_organisation_id),
        &text(&entry.on_behalf_of_name),
        &id(&entry.on_behalf_of),
        &id(&entry.about_id),
        &entry.at.as_microsecond().to_string(),
        &entry.encoding.to_string(),
        &entry.hash.to_string(),
    ])
}

/// The log as a document that can be checked without us.
pub(crate) async fn document(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let wanted = wanted(&filter(&signed, &asked));
    let (service, context) = (signed.service().clone(), signed.context.clone());
    let mut export = service.begin_log_export(&context, &wanted).await?;
    let head = LogHead {
        format: LogFormat::V1,
        log: export.log,
        organisation: context.actor.organisation.clone(),
        exported_at: export.at,
        after: export.after,
        end: export.end,
    };
    let body = async_stream::try_stream! {
        let written = Written::default();
        let mut writer = LogWriter::new(written.clone(), &head)?;
        while let Some(entries) = service.log_export_part(&context, &mut export).await.map_err(cut_off)? {
            for entry in &entries {
                writer.push(entry)?;
            }
            yield written.take();
        }
        writer.finish()?;
        yield written.take();
    };
    Ok(attachment_of("application/json", "activity.json", Body::from_stream(as_io(body))))
}
