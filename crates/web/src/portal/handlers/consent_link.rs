//! Following a link, and deciding about what it asks.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_service::{
    Agreed, ConsentQuestion, LinkRefusal, OpenUse, Party, RefusedLink, ScopeInput, ServiceError, Ticket,
};

use super::extract::{Asked, At, Fields, Posted, SignedIn, Visitor};
use super::job::flash;
use super::limits::Limit;
use super::{Answer, Problem, scope};
use crate::portal::consent_link::{ConsentLinkPage, PartyView, RefusedLinkPage};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

/// What was filled in, so that a page that comes back has lost nothing.
struct Entry {
    delegated: bool,
    agreed: bool,
    scope: ScopeInput,
    reason: String,
}

/// The question that a link leads to.
pub(crate) async fn question(signed: SignedIn, At(route): At<routes::Consent>) -> Answer {
    opening(&signed.visitor)?;
    let ticket = Ticket::parse(&route.ticket);
    match signed.service().open_consent_link(&signed.context, ticket.as_ref()).await? {
        Ok(question) => {
            let entry = Entry {
                // The box is as it was asked for; the customer can clear it.
                delegated: question.delegated_administration,
                agreed: false,
                scope: ScopeInput::of(&question.scope),
                reason: String::new(),
            };
            page(&signed, route.ticket, &question, entry, StatusCode::OK, None).await
        }
        Err(refused) => Ok(refusal(&signed, &route, refused)),
    }
}

async fn page(
    signed: &SignedIn,
    ticket: String,
    question: &ConsentQuestion,
    entry: Entry,
    status: StatusCode,
    problem: Option<String>,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let own = context.actor.organisation_id;
    let access = service.customer(context, own, Action::RelationshipAdminister).await?;
    let rules = service.tag_rules(&access).await?;
    let mut shell = signed.shell_about(Area::Relationships, access.customer());
    shell.path = routes::Consent { ticket: ticket.clone() }.to_string();
    let standing = match &question.standing {
        Some(standing) => {
            let view = service.relationship(context, own, standing.relationship_id).await?;
            let since = standing.decided_at.map_or(standing.created_at, |time| time.0);
            Some((since, scope::words(&shell, view.scope)))
        }
        None => None,
    };
    let page = ConsentLinkPage {
        ticket,
        own_name: context.actor.organisation.clone(),
        asker: party(&question.asker),
        provider: question.provider.as_ref().map(party),
        provider_stands: question.provider_stands,
        delegated: question.delegated_administration.then_some(entry.delegated),
        agreed: entry.agreed,
        scope: scope::deciding(entry.scope, &rules),
        expires_at: question.expires_at,
        standing,
        reason: entry.reason,
        problem,
        shell,
    };
    Ok(render(status, &page))
}

fn party(party: &Party) -> PartyView {
    PartyView {
        id: party.id,
        name: party.name.clone(),
        kind: party.kind,
        domain: party.domain.clone(),
        regions: party.regions.iter().map(|region| region.as_str().to_owned()).collect(),
    }
}

fn refusal(signed: &SignedIn, route: &routes::Consent, refused: RefusedLink) -> Response {
    let mut shell = signed.shell(Area::Elsewhere);
    shell.path = route.to_string();
    let actor = &signed.context.actor;
    let to_own = matches!(refused.why, LinkRefusal::AlreadyRelated | LinkRefusal::Used);
    let page = RefusedLinkPage {
        shell,
        why: refused.why,
        asker: refused.asker,
        deciders: refused.deciders,
        own_request: refused.own_request,
        relationships: (to_own && actor.kind == OrganisationKind::Customer).then_some(actor.organisation_id),
    };
    render(page.status(), &page)
}

/// Whoever has a link may see what it leads to; what may be done about it is checked then. Guessing is counted.
fn opening(visitor: &Visitor) -> Result<(), Problem> {
    visitor.open(OpenUse::Link);
    visitor.count(Limit::Link, None)
}

/// Whoever's session ended while he thought it over comes back to the question.
fn signed_in(visitor: Visitor, route: &routes::Consent) -> Result<SignedIn, Problem> {
    let expired = visitor.expired;
    SignedIn::of(visitor).ok_or_else(|| Problem::SignedOut { return_to: route.to_string(), expired })
}

/// Gives consent.
pub(crate) async fn accept(
    visitor: Visitor,
    At(route): At<routes::ConsentAccept>,
    posted: Result<Posted, Problem>,
) -> Answer {
    let route = routes::Consent { ticket: route.ticket };
    let signed = signed_in(visitor, &route)?;
    opening(&signed.visitor)?;
    let Posted(posted) = posted?;
    let agreed = Agreed {
        agreed: posted.get("agree").is_some(),
        delegated_administration: posted.get("delegated").is_some(),
        scope: scope::input(&posted),
    };
    let ticket = Ticket::parse(&route.ticket);
    match signed.service().accept_consent(&signed.context, ticket.as_ref(), &agreed).await {
        Ok(Ok(_)) => Ok(done(&signed, "consented")),
        Ok(Err(refused)) => Ok(refusal(&signed, &route, refused)),
        Err(error) => again(&signed, &route, &posted, error).await,
    }
}

/// Refuses consent.
pub(crate) async fn decline(
    visitor: Visitor,
    At(route): At<routes::ConsentDecline>,
    posted: Result<Posted, Problem>,
) -> Answer {
    let route = routes::Consent { ticket: route.ticket };
    let signed = signed_in(visitor, &route)?;
    opening(&signed.visitor)?;
    let Posted(posted) = posted?;
    let ticket = Ticket::parse(&route.ticket);
    let reason = posted.get("reason").unwrap_or_default();
    match signed.service().decline_consent(&signed.context, ticket.as_ref(), reason).await {
        Ok(Ok(())) => Ok(done(&signed, "declined")),
        Ok(Err(refused)) => Ok(refusal(&signed, &route, refused)),
        Err(error) => again(&signed, &route, &posted, error).await,
    }
}

/// The page with what was filled in, and what is wrong with it.
async fn again(signed: &SignedIn, route: &routes::Consent, posted: &Fields, error: ServiceError) -> Answer {
    let problem = scope::problem(signed.locale(), error)?;
    let ticket = Ticket::parse(&route.ticket);
    let question = match signed.service().open_consent_link(&signed.context, ticket.as_ref()).await? {
        Ok(question) => question,
        Err(refused) => return Ok(refusal(signed, route, refused)),
    };
    // A refusal holds no limits: those proposed are shown again.
    let declining = posted.all("reason").next().is_some();
    let entry = Entry {
        delegated: if declining {
            question.delegated_administration
        } else {
            posted.get("delegated").is_some()
        },
        agreed: posted.get("agree").is_some(),
        scope: if declining { ScopeInput::of(&question.scope) } else { scope::input(posted) },
        reason: posted.get("reason").unwrap_or_default().to_owned(),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(signed, route.ticket.clone(), &question, entry, status, Some(problem)).await
}

fn done(signed: &SignedIn, what: &str) -> Response {
    let customer = signed.context.actor.organisation_id;
    let mut response = Redirect::to(&routes::Relationships { customer }.to_string()).into_response();
    flash(&signed.visitor, &mut response, what);
    response
}

/// The published form of a link: leads to the same page as a link of ours.
pub(crate) async fn published(visitor: Visitor, Asked(asked): Asked) -> Answer {
    let route = routes::Consent { ticket: published_ticket(&asked) };
    if visitor.session.is_none() {
        return Err(Problem::SignedOut { return_to: route.to_string(), expired: visitor.expired });
    }
    visitor.open(OpenUse::Link);
    Ok(Redirect::to(&route.to_string()).into_response())
}

/// What the query names. A link that names nobody is refused as one that nobody made.
fn published_ticket(asked: &Fields) -> String {
    let id = |name| asked.get_any_case(name).map(str::parse::<OrganisationId>);
    let kinds = ["ResellerRelationship", "IndirectResellerRelationship", "Administration"];
    let kind = asked.get_any_case("invType").unwrap_or_default();
    let known = kinds.iter().any(|known| known.eq_ignore_ascii_case(kind));
    let administration = kind.eq_ignore_ascii_case("Administration");
    match (known, id("partnerId"), id("indirectCSPId").transpose()) {
        (true, Some(Ok(partner)), Ok(provider)) => {
            let asks = asked.get_any_case("DAP").is_some_and(|value| value.eq_ignore_ascii_case("true"));
            Ticket::Partner { partner, provider, delegated: asks || administration }.text()
        }
        _ => "incomplete".to_owned(),
    }
}
