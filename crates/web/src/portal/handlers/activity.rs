//! The activity log as a page, and the proofs that it gives.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use taxiway_domain::api_call::ApiCall;
use taxiway_service::store::AuditEntry;
use taxiway_service::{ACTIONS, ActivityFilter as Wanted, AuditPage};

use super::Answer;
use super::download::attachment_of;
use super::extract::{Asked, Fields, Posted, SignedIn};
use super::problem::Problem;
use crate::portal::activity::{
    ActivityEntry, ActivityFilter, ActivityPage, ActivityProof, ActivitySearch, BEGINNING, Choice, Program,
};
use crate::portal::pager::Pager;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: usize = 50;
/// What the service calls itself in the log.
const SERVICE: &str = "taxiway";
/// Facts that name what was acted on, the most telling first.
const SUBJECTS: [&str; 5] = ["file", "batch", "name", "partner", "tag"];

/// The code of an action in texts and addresses.
fn code(action: &str) -> String {
    action.replace('.', "-")
}

fn known(wanted: &str) -> Option<&'static str> {
    ACTIONS.iter().copied().find(|action| code(action) == wanted)
}

/// What is shown when nothing is chosen: the last month.
fn usual(signed: &SignedIn) -> ActivityFilter {
    let today = signed.service().now().to_zoned(TimeZone::UTC).date();
    ActivityFilter { from: Some(today.saturating_sub(1.month())), ..ActivityFilter::default() }
}

/// What was chosen; what makes no sense is ignored.
pub(super) fn filter(signed: &SignedIn, asked: &Fields) -> ActivityFilter {
    let from = match asked.get("from") {
        Some(BEGINNING) => None,
        None if asked.has("from") => None,
        _ => asked.read("from").or(usual(signed).from),
    };
    ActivityFilter {
        action: asked.get("action").filter(|wanted| known(wanted).is_some()).map(ToOwned::to_owned),
        organisation: asked.read("customer"),
        person: asked.read("person"),
        from,
        until: asked.read("until"),
    }
}

/// The filter as the service takes it.
pub(super) fn wanted(filter: &ActivityFilter) -> Wanted {
    let midnight = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let tomorrow = |day: Date| day.tomorrow().ok().and_then(midnight);
    Wanted {
        action: filter.action.as_deref().and_then(known).map(ToOwned::to_owned),
        organisation: filter.organisation,
        person: filter.person,
        search: None,
        from: filter.from.and_then(midnight),
        until: filter.until.and_then(tomorrow),
    }
}

/// The log.
pub(crate) async fn activity(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let filter = filter(&signed, &asked);
    let after = asked.read("after");
    let found = signed.service().activity(&signed.context, &wanted(&filter), after, PER_PAGE).await?;
    let next = found.next.map(|next| next.to_string());
    let pager = Pager::keyset(&routes::Activity {}, &filter.query(), None, next.as_deref(), None);
    page(&signed, filter, None, found, pager).await
}

/// The entries in which a text stands.
pub(crate) async fn search(signed: SignedIn, Posted(posted): Posted) -> Answer {
    let filter = filter(&signed, &posted);
    let Some(text) = posted.get("search").map(str::trim).filter(|text| !text.is_empty()) else {
        let all = format!("{}{}", routes::Activity {}, filter.query());
        // Whether the log may be read at all is asked there.
        signed.service().activity(&signed.context, &wanted(&filter), None, 1).await?;
        return Ok(Redirect::to(&all).into_response());
    };
    let wanted = Wanted { search: Some(text.to_owned()), ..wanted(&filter) };
    let found = signed.service().activity(&signed.context, &wanted, posted.read("after"), PER_PAGE).await?;
    let search = ActivitySearch { text: text.to_owned(), next: found.next };
    page(&signed, filter, Some(search), found, Pager::default()).await
}

async fn page(
    signed: &SignedIn,
    filter: ActivityFilter,
    search: Option<ActivitySearch>,
    found: AuditPage,
    pager: Pager,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let choices = service.activity_choices(context).await?;
    let keys = service.audit_keys(context).await?;
    let mut shell = signed.shell(Area::Activity);
    if search.is_some() {
        shell.path = format!("{}{}", routes::Activity {}, filter.query());
    }
    let page = ActivityPage {
        shell,
        usual: usual(signed),
        filter,
        actions: ACTIONS.iter().map(|action| code(action)).collect(),
        organisations: choices.organisations.into_iter().map(choice).collect(),
        people: choices.people.into_iter().map(choice).collect(),
        search,
        is_partial: found.is_partial,
        entries: found.entries.into_iter().map(view).collect(),
        pager,
        proof: ActivityProof {
            can_sign: service.can_sign(),
            keys: keys.iter().map(ToString::to_string).collect(),
        },
    };
    Ok(render(StatusCode::OK, &page))
}

fn choice((id, name): (impl ToString, String)) -> Choice {
    Choice { id: id.to_string(), name }
}

/// An entry as people read it.
fn view(entry: AuditEntry) -> ActivityEntry {
    ActivityEntry {
        program: program(&entry),
        sequence: entry.sequence.unsigned_abs(),
        at: entry.at,
        subject: subject(&entry.action, &entry.detail),
        reads: reads(&entry),
        refused: is_refusal(&entry.action),
        action: code(&entry.action),
        who: Some(entry.actor_name).filter(|name| name != SERVICE),
        organisation: Some(entry.actor_organisation).filter(|name| !name.is_empty()),
        about: entry.about_name,
        lower_role: entry.lower_role,
        request_id: entry.request_id,
    }
}

/// What a program read, and how often.
fn reads(entry: &AuditEntry) -> Option<(String, u64)> {
    if entry.action != "api.read" {
        return None;
    }
    let detail: Value = serde_json::from_str(&entry.detail).ok()?;
    // A call of another version of the program may have no words here.
    let call = ApiCall::by_name(detail.get("call")?.as_str()?)?;
    Some((code(call.name), detail.get("calls")?.as_u64()?))
}

fn is_refusal(action: &str) -> bool {
    action == "session.lock" || action.ends_with(".refuse")
}

/// What was acted on, in words.
pub(super) fn subject(action: &str, detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    let text = |name: &str| detail.get(name)?.as_str().map(ToOwned::to_owned);
    // A program that signs in is what the act is about; the entry stands in no log but that of its own organisation.
    let itself = || text("app").filter(|_| action == "app.sign-in");
    SUBJECTS.into_iter().find_map(text).or_else(itself)
}

/// The program that acted, by itself or for a person.
fn program(entry: &AuditEntry) -> Option<Program> {
    let detail: Value = serde_json::from_str(&entry.detail).ok()?;
    let (name, id) = (detail.get("app")?.as_str()?, detail.get("app-id")?.as_str()?);
    let alone = entry.actor_id.is_some_and(|actor| actor.to_string() == id);
    Some(if alone { Program::Alone } else { Program::For(name.to_owned()) })
}

/// Signs where the log stands.
pub(crate) async fn checkpoint(signed: SignedIn, Posted(_): Posted) -> Answer {
    let made = signed.service().checkpoint(&signed.context).await?;
    let text = serde_json::to_string_pretty(&made).map_err(|error| {
        tracing::error!(%error, "a checkpoint could not be written");
        Problem::Fault
    })?;
    let name = format!("checkpoint-{}.json", made.sequence);
    Ok(attachment_of("application/json", &name, (text + "\n").into()))
}
