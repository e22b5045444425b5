//! The activity log, as a page and as a file.

use axum::body::Body;
use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use taxiway_domain::ids::AuditEntryId;
use taxiway_domain::role::Action;
use taxiway_intake::write::RecordWriter;
use taxiway_locale::{Locale, plain};
use taxiway_service::store::AuditEntry;
use taxiway_service::{ACTIONS, ActivityFilter as Wanted};

use super::Answer;
use super::download::{Written, attachment, cut_off};
use super::extract::{Asked, Fields, SignedIn};
use crate::portal::activity::{ActivityEntry, ActivityFilter, ActivityPage, CustomerChoice};
use crate::portal::pager::Pager;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: usize = 50;
const EXPORTED_AT_ONCE: usize = 500;
/// Customers that can be chosen; a longer list is of no help.
const CUSTOMERS: u64 = 200;
/// What the service calls itself in the log.
const SERVICE: &str = "taxiway";
/// Facts that name what was acted on, the most telling first.
const SUBJECTS: [&str; 5] = ["file", "batch", "name", "partner", "tag"];

/// The code of an action in texts and addresses.
fn code(action: &str) -> String {
    action.replace('.', "-")
}

fn filter(asked: &Fields) -> ActivityFilter {
    ActivityFilter {
        action: asked.get("action").filter(|wanted| known(wanted).is_some()).map(ToOwned::to_owned),
        customer: asked.read("customer"),
        from: asked.read("from"),
        until: asked.read("until"),
    }
}

fn known(wanted: &str) -> Option<&'static str> {
    ACTIONS.into_iter().find(|action| code(action) == wanted)
}

fn wanted(filter: &ActivityFilter) -> Wanted {
    let midnight = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let tomorrow = |day: Date| day.tomorrow().ok().and_then(midnight);
    Wanted {
        action: filter.action.as_deref().and_then(known).map(ToOwned::to_owned),
        customer: filter.customer,
        from: filter.from.and_then(midnight),
        until: filter.until.and_then(tomorrow),
    }
}

/// The log.
pub(crate) async fn activity(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let filter = filter(&asked);
    let after = asked.read::<AuditEntryId>("after");
    let found = service.activity(context, &wanted(&filter), after, PER_PAGE).await?;
    let customers = if context.may(Action::CustomerList) {
        service.customers(context, "", 1, CUSTOMERS).await?.items
    } else {
        Vec::new()
    };
    let next = found.next.map(|next| next.to_string());
    let page = ActivityPage {
        shell: signed.shell(Area::Activity),
        pager: Pager::keyset(&routes::Activity {}, &filter.query(), None, next.as_deref(), None),
        filter,
        actions: ACTIONS.into_iter().map(code).collect(),
        customers: customers
            .into_iter()
            .map(|customer| CustomerChoice { id: customer.organisation_id, name: customer.name })
            .collect(),
        entries: found.entries.into_iter().map(view).collect(),
    };
    Ok(render(StatusCode::OK, &page))
}

fn view(entry: AuditEntry) -> ActivityEntry {
    ActivityEntry {
        at: entry.at,
        subject: subject(&entry.detail),
        refused: matches!(entry.action.as_str(), "session.refuse" | "session.lock" | "consent.refuse"),
        action: code(&entry.action),
        who: Some(entry.actor_name).filter(|name| name != SERVICE),
        organisation: Some(entry.actor_organisation).filter(|name| !name.is_empty()),
        on_behalf_of: entry.on_behalf_of_name,
        request_id: entry.request_id,
    }
}

fn subject(detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    SUBJECTS.iter().find_map(|name| detail.get(name)?.as_str().map(ToOwned::to_owned))
}

/// The log as a file.
pub(crate) async fn export(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let wanted = wanted(&filter(&asked));
    let (service, context) = (signed.service().clone(), signed.context.clone());
    let locale = signed.locale();
    // Whether it is allowed must be known before the first byte.
    let mut page = service.activity(&context, &wanted, None, EXPORTED_AT_ONCE).await?;
    let body = async_stream::try_stream! {
        let written = Written::default();
        let header = ["Time", "Who", "Organization", "On behalf of", "Action", "Subject", "Request ID"];
        let mut writer = RecordWriter::new(written.clone(), &header)?;
        loop {
            for entry in std::mem::take(&mut page.entries) {
                write_entry(&mut writer, locale, view(entry))?;
            }
            yield written.take();
            let Some(next) = page.next else { break };
            let more = service.activity(&context, &wanted, Some(next), EXPORTED_AT_ONCE);
            page = more.await.map_err(cut_off)?;
        }
        writer.finish()?;
        yield written.take();
    };
    let body = super::download::as_io(body);
    Ok(attachment("activity.csv", Body::from_stream(body)))
}

fn write_entry(
    writer: &mut RecordWriter<Written>,
    locale: Locale,
    entry: ActivityEntry,
) -> std::io::Result<()> {
    let text = |value: Option<String>| value.unwrap_or_default();
    writer.push(&[
        &entry.at.to_string(),
        &text(entry.who),
        &text(entry.organisation),
        &text(entry.on_behalf_of),
        &plain(locale, &format!("audit-action-{}", entry.action)),
        &text(entry.subject),
        &entry.request_id,
    ])
}
