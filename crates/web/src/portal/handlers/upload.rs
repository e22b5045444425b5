//! Adding devices: the form, and taking in what it sends.

use std::convert::Infallible;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use bytes::Bytes;
use futures::stream;
use jiff::tz::TimeZone;
use taxiway_domain::group_tag::{TagRules, TagVerdict, tag_for};
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::Action;
use taxiway_locale::plain;
use taxiway_service::NewUpload;
use taxiway_service::store::Organisation;

use super::entry::{self, Entry};
use super::extract::{At, SignedIn};
use super::relationships::granted_view;
use super::{Answer, Problem};
use crate::portal::query::Query;
use crate::portal::relationships::GrantedView;
use crate::portal::shell::Area;
use crate::portal::upload::{AddDevicesPage, CustomTagChoice, ProfileChoice, ReadingMode};
use crate::portal::{render, routes};

/// A customer to whom devices may be added, and the tags they may carry.
struct Target {
    customer: Organisation,
    rules: TagRules,
    granted: Option<GrantedView>,
}

async fn target(signed: &SignedIn, customer: OrganisationId) -> Result<Target, Problem> {
    let access = signed.service().customer(&signed.context, customer, Action::UploadCreate).await?;
    let rules = signed.service().tag_rules(&access).await?;
    let granted = signed.service().granted(&signed.context, customer).await?;
    let granted = granted.map(|granted| granted_view(signed, customer, granted));
    Ok(Target { customer: access.customer().clone(), rules, granted })
}

/// The form.
pub(crate) async fn form(signed: SignedIn, At(route): At<routes::NewUpload>) -> Answer {
    let target = target(&signed, route.customer).await?;
    Ok(render(StatusCode::OK, &page(&signed, target, Entry::default(), None)))
}

fn page(signed: &SignedIn, target: Target, entry: Entry, problem: Option<&'static str>) -> AddDevicesPage {
    let customer = target.customer.organisation_id;
    let mut shell = signed.shell_about(Area::AddDevices, &target.customer);
    shell.path = routes::NewUpload { customer }.to_string();
    let published = |profile| {
        Some(ProfileChoice { profile, tag: tag_for(profile, false)?, shared_tag: tag_for(profile, true) })
    };
    AddDevicesPage {
        shell,
        customer,
        profiles: DeviceProfile::ALL.into_iter().filter_map(published).collect(),
        custom_tags: target
            .rules
            .custom
            .into_iter()
            .map(|custom| CustomTagChoice { tag: custom.tag.as_str().to_owned(), profile: custom.profile })
            .collect(),
        tag: entry.tag,
        mode: entry.mode,
        pasted: entry.pasted,
        entries: entry.rows,
        problem,
        max_bytes: signed.service().settings().upload_bytes,
        granted: target.granted,
    }
}

/// Takes in a file while it arrives, or pasted text, or typed rows, and leads to the preview.
pub(crate) async fn receive(
    signed: SignedIn,
    At(route): At<routes::Uploads>,
    form: Result<Multipart, MultipartRejection>,
) -> Answer {
    let target = target(&signed, route.customer).await?;
    let mut form = form.map_err(|_| Problem::Meaningless)?;
    let token = entry::token(&mut form).await?;
    if !signed.visitor.accepts(Some(&token)) {
        return Err(Problem::Forged);
    }
    let mut entry = Entry::default();
    let mut received = None;
    let outcome = take(&signed, route.customer, &mut form, &mut entry, &mut received).await;
    entry.tidy();
    let problem = match outcome {
        Ok(()) => problem(&target.rules, &entry, received.is_some()),
        Err(Problem::TooLarge) => {
            entry::drain(&mut form).await;
            Some((StatusCode::PAYLOAD_TOO_LARGE, "add-problem-too-large"))
        }
        Err(problem) => {
            give_up(&signed, route.customer, received).await?;
            return Err(problem);
        }
    };
    if let Some((status, problem)) = problem {
        give_up(&signed, route.customer, received).await?;
        return Ok(render(status, &page(&signed, target, entry, Some(problem))));
    }
    let upload = match received {
        Some(upload) => upload,
        None => receive_entry(&signed, route.customer, &entry).await?,
    };
    let preview = routes::Upload { customer: route.customer, upload };
    Ok(Redirect::to(&format!("{preview}{}", Query::new().with("tag", &entry.tag))).into_response())
}

/// Takes the fields one by one, the file as a stream.
async fn take(
    signed: &SignedIn,
    customer: OrganisationId,
    form: &mut Multipart,
    entry: &mut Entry,
    received: &mut Option<UploadId>,
) -> Result<(), Problem> {
    while let Some(field) = entry::next(form).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" && received.is_none() {
            *received = receive_file(signed, customer, entry.mode, field).await?;
        } else {
            entry.take(&name, field).await?;
        }
    }
    Ok(())
}

/// What is wrong with the form as a whole.
fn problem(rules: &TagRules, entry: &Entry, has_file: bool) -> Option<(StatusCode, &'static str)> {
    let ways = [has_file, !entry.pasted.is_empty(), !entry.rows.is_empty()];
    let known = matches!(rules.resolve(&entry.tag), TagVerdict::Known { .. } | TagVerdict::Custom { .. });
    let problem = match ways.into_iter().filter(|used| *used).count() {
        0 => "add-problem-nothing",
        1 if entry.tag.is_empty() || known => return None,
        1 => "add-problem-tag",
        _ => "add-problem-several",
    };
    Some((StatusCode::UNPROCESSABLE_ENTITY, problem))
}

async fn give_up(
    signed: &SignedIn,
    customer: OrganisationId,
    received: Option<UploadId>,
) -> Result<(), Problem> {
    match received {
        Some(upload) => Ok(signed.service().discard_upload(&signed.context, customer, upload).await?),
        None => Ok(()),
    }
}

/// A file goes on to the service as it comes in. Browsers send a nameless empty part where no file was chosen.
async fn receive_file(
    signed: &SignedIn,
    customer: OrganisationId,
    mode: ReadingMode,
    mut field: Field<'_>,
) -> Result<Option<UploadId>, Problem> {
    let file_name = field.file_name().unwrap_or_default().to_owned();
    let mut first = field.chunk().await.map_err(|_| Problem::Meaningless)?;
    while first.as_ref().is_some_and(Bytes::is_empty) {
        first = field.chunk().await.map_err(|_| Problem::Meaningless)?;
    }
    if file_name.is_empty() && first.is_none() {
        return Ok(None);
    }
    let body = async_stream::stream! {
        if let Some(first) = first {
            yield Ok(first);
            loop {
                match field.chunk().await {
                    Ok(Some(chunk)) => yield Ok(chunk),
                    Ok(None) => break,
                    Err(error) => {
                        yield Err(error);
                        break;
                    }
                }
            }
        }
    };
    let new = NewUpload { file_name, strict: mode == ReadingMode::Strict, layout: None };
    Ok(Some(signed.service().receive(&signed.context, customer, new, body).await?))
}

/// Pasted text and typed rows are files like any other.
async fn receive_entry(
    signed: &SignedIn,
    customer: OrganisationId,
    entry: &Entry,
) -> Result<UploadId, Problem> {
    let service = signed.service();
    let pasted = !entry.pasted.is_empty();
    let bytes = if pasted {
        Bytes::copy_from_slice(entry.pasted.as_bytes())
    } else {
        entry
            .file()
            .map_err(|error| {
                tracing::error!(%error, "typed rows could not be written");
                Problem::Fault
            })?
            .into()
    };
    let name = plain(signed.locale(), if pasted { "upload-name-pasted" } else { "upload-name-typed" });
    let moment = service.now().to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H.%M");
    let new = NewUpload {
        file_name: format!("{name} {moment}.csv"),
        strict: entry.mode == ReadingMode::Strict,
        layout: None,
    };
    let body = stream::iter([Ok::<_, Infallible>(bytes)]);
    Ok(service.receive(&signed.context, customer, new, body).await?)
}
