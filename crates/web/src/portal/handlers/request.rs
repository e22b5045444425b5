//! A partner asks for consent: the list of requests, the form, the draft of the mail.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use newtype_uuid::GenericUuid;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::ids::{ConsentRequestId, OrganisationId};
use taxiway_domain::relationship::RequestState;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_locale::{Locale, plain, plain_with, text};
use taxiway_service::{
    NewRequest, RequestMade, RequestMail, RequestView, ScopeInput, ServiceError, check_address,
};

use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::flash;
use super::{Answer, Problem, scope, standing_link};
use crate::portal::confirm::ConfirmPage;
use crate::portal::pager::Pager;
use crate::portal::query::Query;
use crate::portal::request::{
    DraftPage, NewRequestPage, PastCustomersPage, PastRow, RequestPage, RequestRow, RequestsPage,
};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: u64 = 25;
/// Longest subject and text of a draft, in characters.
const SUBJECT_CHARS: usize = 200;
const BODY_CHARS: usize = 20_000;

/// The list of requests; for manufacturers, their link.
pub(crate) async fn requests(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    if context.actor.kind == OrganisationKind::Manufacturer {
        return standing_link::manufacturer(&signed, &asked).await;
    }
    let search = asked.get("search").map(str::trim).unwrap_or_default();
    let state = asked.get("state").and_then(RequestState::from_name);
    let found = service.consent_requests(context, search, state, asked.page(), PER_PAGE).await?;
    let query = Query::new().with("search", search).with_some("state", state.map(RequestState::as_str));
    let page = RequestsPage {
        shell: signed.shell(Area::Requests),
        search: search.to_owned(),
        state,
        requests: found.items.into_iter().map(row).collect(),
        pager: Pager::numbered(&routes::Requests {}, &query, found.number, found.size, found.total),
        may_ask: context.may(Action::RelationshipRequest),
        past: past_total(&signed).await?,
        standing: standing_link::standing(&signed).await?,
    };
    Ok(render(StatusCode::OK, &page))
}

/// How many customers ended their consent.
pub(crate) async fn past_total(signed: &SignedIn) -> Result<u64, Problem> {
    Ok(signed.service().past_customers(&signed.context, 1, 1).await?.total)
}

fn row(view: RequestView) -> RequestRow {
    let request = view.request;
    RequestRow {
        id: request.request_id,
        label: request.label,
        addressee: request.tenant_id.map(|tenant| OrganisationId::from_untyped_uuid(tenant).to_string()),
        provider: view.provider,
        state: view.state,
        delegated: request.delegated_administration,
        by: request.created_by_name,
        created_at: request.created_at,
        expires_at: request.expires_at,
        decided_at: request.decided_at.map(|time| time.0),
        customer: view.customer.map(|customer| (customer.organisation_id, customer.name)),
        reason: request.reason,
    }
}

/// One request.
pub(crate) async fn request(signed: SignedIn, At(route): At<routes::ConsentRequest>) -> Answer {
    let view = signed.service().consent_request(&signed.context, route.request).await?;
    let shell = signed.shell(Area::Requests);
    let words = scope::words(&shell, view.scope.clone());
    let page = RequestPage { may_change: may_change(&signed, &view), row: row(view), words, shell };
    Ok(render(StatusCode::OK, &page))
}

fn may_change(signed: &SignedIn, view: &RequestView) -> bool {
    let delegated = view.request.delegated_administration;
    signed.context.may(Action::RelationshipRequest)
        && (!delegated || signed.context.may(Action::RelationshipRequestDelegated))
}

/// The customers whose consent ended.
pub(crate) async fn past(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let found = service.past_customers(context, asked.page(), PER_PAGE).await?;
    let customers = found.items.into_iter().map(|agreement| PastRow {
        id: agreement.other_id,
        relationship: agreement.relationship.relationship_id,
        name: agreement.other_name,
        ended_at: agreement.relationship.decided_at.map(|time| time.0),
        by: agreement.relationship.decided_by,
        reason: agreement.relationship.reason,
    });
    let page = PastCustomersPage {
        shell: signed.shell(Area::Requests),
        customers: customers.collect(),
        // Manufacturers have one link for all of them.
        may_ask: context.actor.kind.is_partner() && context.may(Action::RelationshipRequest),
        may_end: context.may(Action::RelationshipEnd),
        pager: Pager::numbered(
            &routes::PastCustomers {},
            &Query::new(),
            found.number,
            found.size,
            found.total,
        ),
    };
    Ok(render(StatusCode::OK, &page))
}

/// What was filled in.
struct Entry {
    new: NewRequest,
    email: String,
    language: Locale,
}

/// The form; for a customer that was one before, with what it granted then.
pub(crate) async fn form(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let service = signed.service();
    let mut new = NewRequest { submission: signed.visitor.request_id.clone(), ..NewRequest::default() };
    if let Some(customer) = asked.read::<OrganisationId>("customer") {
        let last = service.last_agreement(&signed.context, customer).await?;
        let (agreement, scope) = last.ok_or(Problem::NotFound)?;
        new.label = agreement.other_name;
        new.customer = customer.to_string();
        // Its end is over, and its number used up: that much has to be said anew.
        new.scope =
            ScopeInput { max_devices: String::new(), last_day: String::new(), ..ScopeInput::of(&scope) };
    }
    let entry = Entry { new, email: String::new(), language: signed.locale() };
    form_page(&signed, entry, StatusCode::OK, None).await
}

async fn form_page(signed: &SignedIn, entry: Entry, status: StatusCode, problem: Option<String>) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let providers = service.begin_request(context).await?;
    let mut shell = signed.shell(Area::Requests);
    shell.path = routes::NewRequest {}.to_string();
    let days = service.settings().consent.link.as_hours() / 24;
    let page = NewRequestPage {
        shell,
        submission: entry.new.submission,
        label: entry.new.label,
        email: entry.email,
        customer: entry.new.customer,
        providers: providers.into_iter().map(|one| (one.organisation_id, one.name)).collect(),
        provider: entry.new.provider,
        may_delegate: context.may(Action::RelationshipRequestDelegated),
        delegated: entry.new.delegated_administration,
        scope: scope::proposing(entry.new.scope),
        language: entry.language,
        days: days.unsigned_abs(),
        problem,
    };
    Ok(render(status, &page))
}

/// Makes a request and shows the draft. The link is shown only here, so the answer is the page itself.
pub(crate) async fn make(signed: SignedIn, Posted(posted): Posted) -> Answer {
    let owned = |name| posted.get(name).unwrap_or_default().to_owned();
    let entry = Entry {
        new: NewRequest {
            label: owned("label"),
            customer: owned("customer"),
            provider: posted.read("provider"),
            delegated_administration: posted.get("delegated").is_some(),
            scope: scope::input(&posted),
            submission: owned("submission"),
        },
        email: posted.get("email").map(str::trim).unwrap_or_default().to_owned(),
        language: language(&signed, &posted),
    };
    let made = match checked(&entry.email) {
        Ok(()) => signed.service().request_consent(&signed.context, &entry.new).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let written = written(&signed, &made, entry.language);
            let draft = Draft { email: entry.email, language: entry.language, ..written };
            Ok(draft_page(&signed, made.view.request.request_id, draft, StatusCode::OK))
        }
        Err(error) => {
            let problem = scope::problem(signed.locale(), error)?;
            form_page(&signed, entry, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await
        }
    }
}

fn checked(email: &str) -> taxiway_service::Result<()> {
    if email.is_empty() { Ok(()) } else { check_address(email) }
}

fn language(signed: &SignedIn, posted: &Fields) -> Locale {
    posted.get("language").and_then(Locale::from_tag).unwrap_or(signed.locale())
}

/// A draft as it is shown.
struct Draft {
    token: SecretString,
    link: String,
    expires_at: jiff::Timestamp,
    email: String,
    language: Locale,
    subject: String,
    body: String,
    notice: Option<&'static str>,
    problem: Option<String>,
}

/// The standard text, in the language of the customer.
fn written(signed: &SignedIn, made: &RequestMade, language: Locale) -> Draft {
    let route = routes::Consent { ticket: made.token.expose_secret().to_owned() };
    let link = signed.visitor.portal.address(route);
    let actor = &signed.context.actor;
    let request = &made.view.request;
    let day = request.expires_at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let values = [
        ("partner", actor.organisation.as_str().into()),
        ("person", actor.name.as_str().into()),
        ("link", link.as_str().into()),
        ("day", day.as_str().into()),
    ];
    let mut parts = vec![plain_with(language, "mail-greeting", &[])];
    parts.push(plain_with(language, "mail-ask", &values[..1]));
    if let Some(provider) = &made.view.provider {
        parts.push(plain_with(language, "mail-provider", &[("provider", provider.into())]));
    }
    let rights =
        if request.delegated_administration { "mail-administration" } else { "mail-no-administration" };
    parts.push(plain(language, rights));
    parts.push(plain(language, "mail-open"));
    parts.push(link.clone());
    parts.push(plain_with(language, "mail-until", &values[3..]));
    parts.push(plain_with(language, "mail-end", &values[..2]));
    let subject = plain_with(language, "mail-subject", &values[..1]);
    Draft {
        token: made.token.clone(),
        link,
        expires_at: request.expires_at,
        email: String::new(),
        language,
        subject,
        body: parts.join("\n\n"),
        notice: None,
        problem: None,
    }
}

fn draft_page(
    signed: &SignedIn,
    request: ConsentRequestId,
    draft: Draft,
    status: StatusCode,
) -> axum::response::Response {
    let mut shell = signed.shell(Area::Requests);
    // The draft cannot be asked for again; a change of language leads to the request.
    shell.path = routes::ConsentRequest { request }.to_string();
    let page = DraftPage {
        mailto: mailto(&draft),
        token: draft.token.expose_secret().to_owned(),
        link: draft.link,
        expires_at: draft.expires_at,
        email: draft.email,
        language: draft.language,
        subject: draft.subject,
        body: draft.body,
        can_send: signed.service().mail_configured(),
        notice: draft.notice,
        problem: draft.problem,
        request,
        shell,
    };
    render(status, &page)
}

/// A link that opens a mail program (RFC 6068): line ends are CRLF there.
fn mailto(draft: &Draft) -> String {
    let body = draft.body.replace("\r\n", "\n").replace('\n', "\r\n");
    let query = Query::new().with("subject", &draft.subject).with("body", body);
    // The address is escaped as a value is, but for the sign between its parts.
    let to = Query::new().with("to", &draft.email).to_string();
    let to = to.trim_start_matches("?to=").replace("%40", "@");
    format!("mailto:{to}{query}")
}

/// The draft with what was changed about it; the link is kept in it.
pub(crate) async fn draft(
    signed: SignedIn,
    At(route): At<routes::RequestDraft>,
    Posted(posted): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let token = SecretString::from(posted.get("token").unwrap_or_default());
    if !service.is_link_of(context, route.request, &token).await? {
        return Err(Problem::Conflict("request-decided"));
    }
    let view = service.consent_request(context, route.request).await?;
    let made = RequestMade { view, token };
    let language = language(&signed, &posted);
    let standard = written(&signed, &made, language);
    let email = posted.get("email").map(str::trim).unwrap_or_default().to_owned();
    if posted.get("do") == Some("rewrite") {
        let draft = Draft { email, ..standard };
        return Ok(draft_page(&signed, route.request, draft, StatusCode::OK));
    }
    let mut edited = Draft {
        email,
        subject: posted.get("subject").unwrap_or_default().trim().to_owned(),
        body: posted.get("body").unwrap_or_default().replace("\r\n", "\n"),
        ..standard
    };
    if !edited.body.contains(&edited.link) {
        edited.body = format!("{}\n\n{}", edited.body.trim_end(), edited.link);
        edited.notice = Some("draft-link-kept");
    }
    if let Err(error) = fits(&edited) {
        edited.problem = Some(scope::problem(signed.locale(), error)?);
        return Ok(draft_page(&signed, route.request, edited, StatusCode::UNPROCESSABLE_ENTITY));
    }
    if posted.get("do") == Some("send") {
        let mail = RequestMail {
            to: edited.email.clone(),
            subject: edited.subject.clone(),
            body: edited.body.clone(),
        };
        if let Err(error) = service.send_request(context, route.request, &made.token, &mail).await {
            edited.problem = Some(scope::problem(signed.locale(), error)?);
            return Ok(draft_page(&signed, route.request, edited, StatusCode::UNPROCESSABLE_ENTITY));
        }
        let done = routes::ConsentRequest { request: route.request };
        let mut response = Redirect::to(&done.to_string()).into_response();
        flash(&signed.visitor, &mut response, "request-sent");
        return Ok(response);
    }
    Ok(draft_page(&signed, route.request, edited, StatusCode::OK))
}

fn fits(draft: &Draft) -> taxiway_service::Result<()> {
    let long = |field, code| ServiceError::Invalid { field, code, hint: String::new() };
    checked(&draft.email)?;
    if draft.subject.chars().count() > SUBJECT_CHARS || draft.subject.chars().any(char::is_control) {
        return Err(long("subject", "text"));
    }
    if draft.body.chars().count() > BODY_CHARS {
        return Err(long("body", "text"));
    }
    Ok(())
}

/// Asks before a link is replaced.
pub(crate) async fn confirm_renew(signed: SignedIn, At(route): At<routes::RequestRenew>) -> Answer {
    confirm(&signed, route.request, &route.to_string(), ["renew-title", "renew-text", "request-renew"]).await
}

/// Asks before a request is taken back.
pub(crate) async fn confirm_revoke(signed: SignedIn, At(route): At<routes::RequestRevoke>) -> Answer {
    confirm(&signed, route.request, &route.to_string(), ["revoke-title", "revoke-text", "request-revoke"])
        .await
}

async fn confirm(signed: &SignedIn, id: ConsentRequestId, action: &str, keys: [&str; 3]) -> Answer {
    let view = signed.service().consent_request(&signed.context, id).await?;
    if !may_change(signed, &view) {
        return Err(Problem::Forbidden(if view.request.delegated_administration {
            "admin-agent"
        } else {
            "sales-agent"
        }));
    }
    let [title, words, button] = keys.map(|key| text(signed.locale(), key));
    let page = ConfirmPage {
        shell: signed.shell(Area::Requests),
        title,
        text: words,
        action: action.to_owned(),
        button,
        back: routes::ConsentRequest { request: id }.to_string(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Replaces the link and shows the draft with the new one.
pub(crate) async fn renew(
    signed: SignedIn,
    At(route): At<routes::RequestRenew>,
    Posted(_): Posted,
) -> Answer {
    let made = signed.service().renew_request(&signed.context, route.request).await?;
    let draft = written(&signed, &made, signed.locale());
    Ok(draft_page(&signed, route.request, draft, StatusCode::OK))
}

/// Takes a request back.
pub(crate) async fn revoke(
    signed: SignedIn,
    At(route): At<routes::RequestRevoke>,
    Posted(_): Posted,
) -> Answer {
    signed.service().revoke_request(&signed.context, route.request).await?;
    let back = routes::ConsentRequest { request: route.request };
    let mut response = Redirect::to(&back.to_string()).into_response();
    flash(&signed.visitor, &mut response, "request-revoked");
    Ok(response)
}
