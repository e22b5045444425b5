//! With whom a customer has relationships, and what it changes about them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::relationship::RelationshipState;
use taxiway_domain::role::Action;
use taxiway_locale::{text, text_with};
use taxiway_service::{AgreementView, Granted, ScopeInput};

use super::extract::{Asked, At, Posted, SignedIn};
use super::job::flash;
use super::{Answer, Problem, scope};
use crate::portal::Shell;
use crate::portal::confirm::ConfirmPage;
use crate::portal::pager::Pager;
use crate::portal::query::Query;
use crate::portal::relationships::{
    GrantedView, RelationshipMoment, RelationshipPage, RelationshipRow, RelationshipScopePage,
    RelationshipsPage, ask_again,
};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: u64 = 25;

/// The partners and manufacturers of a customer.
pub(crate) async fn relationships(
    signed: SignedIn,
    At(route): At<routes::Relationships>,
    Asked(asked): Asked,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let found = service.relationships(context, route.customer, asked.page(), PER_PAGE).await?;
    let shell = about(&signed, route.customer).await?;
    let page = RelationshipsPage {
        customer: route.customer,
        rows: found.items.into_iter().map(|view| row(&signed, &shell, view)).collect(),
        pager: Pager::numbered(&route, &Query::new(), found.number, found.size, found.total),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

async fn about(signed: &SignedIn, customer: OrganisationId) -> Result<Shell, Problem> {
    let found = signed.customer(customer, Action::RelationshipRead).await?;
    Ok(signed.shell_about(Area::Relationships, &found))
}

fn row(signed: &SignedIn, shell: &Shell, view: AgreementView) -> RelationshipRow {
    let relationship = &view.agreement.relationship;
    RelationshipRow {
        id: relationship.relationship_id,
        other: view.agreement.other_id,
        state: view.state,
        used_up: view.is_used_up(signed.service().now()),
        since: relationship.decided_at.map_or(relationship.created_at, |time| time.0),
        delegated: relationship.delegated_administration,
        devices: view.deeds.devices.unsigned_abs(),
        last_at: view.deeds.last_at.map(|time| time.0),
        words: scope::words(shell, view.scope),
        name: view.agreement.other_name,
        kind: view.agreement.other_kind,
    }
}

/// One relationship.
pub(crate) async fn relationship(signed: SignedIn, At(route): At<routes::Relationship>) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let view = service.relationship(context, route.customer, route.relationship).await?;
    let shell = about(&signed, route.customer).await?;
    let page = RelationshipPage {
        customer: route.customer,
        history: history(&view),
        row: row(&signed, &shell, view),
        may_change: service.decides_for(context, route.customer),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// What became of it, newest first. Its end is told by the relationship itself.
fn history(view: &AgreementView) -> Vec<RelationshipMoment> {
    let relationship = &view.agreement.relationship;
    let mut moments: Vec<_> = view
        .events
        .iter()
        .map(|event| RelationshipMoment {
            at: event.at,
            kind: event.kind.clone(),
            by: Some(event.actor.clone()),
            detail: event.detail.clone(),
        })
        .collect();
    let plain = |at, kind: &str| RelationshipMoment { at, kind: kind.to_owned(), by: None, detail: None };
    if moments.is_empty() {
        moments.push(plain(relationship.created_at, "approved"));
    }
    if let (RelationshipState::Ended, Some(at)) = (view.state, relationship.decided_at) {
        moments.push(RelationshipMoment { detail: relationship.reason.clone(), ..plain(at.0, "ended") });
    }
    moments.reverse();
    moments
}

/// The form that changes what a relationship allows.
pub(crate) async fn scope_form(signed: SignedIn, At(route): At<routes::RelationshipScope>) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let view = changeable(&signed, route.customer, &route.relationship).await?;
    let input = ScopeInput::of(&view.scope);
    let access = service.customer(context, route.customer, Action::RelationshipAdminister).await?;
    let rules = service.tag_rules(&access).await?;
    let page = RelationshipScopePage {
        shell: signed.shell_about(Area::Relationships, access.customer()),
        customer: route.customer,
        relationship: route.relationship,
        name: view.agreement.other_name,
        scope: scope::deciding(input, &rules),
        problem: None,
    };
    Ok(render(StatusCode::OK, &page))
}

/// A relationship that stands and that the visitor may change: its forms are for nobody else.
async fn changeable(
    signed: &SignedIn,
    customer: OrganisationId,
    id: &taxiway_domain::ids::RelationshipId,
) -> Result<AgreementView, Problem> {
    let view = signed.service().relationship(&signed.context, customer, *id).await?;
    if !signed.service().decides_for(&signed.context, customer) {
        return Err(Problem::Forbidden("global-administrator"));
    }
    if view.state != RelationshipState::Approved {
        return Err(Problem::Conflict("relationship-changed"));
    }
    Ok(view)
}

/// Changes what a relationship allows.
pub(crate) async fn change_scope(
    signed: SignedIn,
    At(route): At<routes::RelationshipScope>,
    Posted(posted): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let input = scope::input(&posted);
    let outcome = service.change_scope(context, route.customer, route.relationship, &input).await;
    let back = routes::Relationship { customer: route.customer, relationship: route.relationship };
    let Err(error) = outcome else { return Ok(done(&signed, &back, "scope-changed")) };
    let problem = scope::problem(signed.locale(), error)?;
    let view = service.relationship(context, route.customer, route.relationship).await?;
    let access = service.customer(context, route.customer, Action::RelationshipAdminister).await?;
    let rules = service.tag_rules(&access).await?;
    let mut shell = signed.shell_about(Area::Relationships, access.customer());
    shell.path = route.to_string();
    let page = RelationshipScopePage {
        shell,
        customer: route.customer,
        relationship: route.relationship,
        name: view.agreement.other_name,
        scope: scope::deciding(input, &rules),
        problem: Some(problem),
    };
    Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn done(signed: &SignedIn, route: &routes::Relationship, what: &str) -> Response {
    let mut response = Redirect::to(&route.to_string()).into_response();
    flash(&signed.visitor, &mut response, what);
    response
}

/// Asks before delegated administration is taken back.
pub(crate) async fn confirm_removal(
    signed: SignedIn,
    At(route): At<routes::RelationshipAdministration>,
) -> Answer {
    let view = changeable(&signed, route.customer, &route.relationship).await?;
    let locale = signed.locale();
    let name = view.agreement.other_name.as_str();
    let back = routes::Relationship { customer: route.customer, relationship: route.relationship };
    let page = ConfirmPage {
        shell: about(&signed, route.customer).await?,
        title: text(locale, "relationship-remove-title"),
        text: text_with(locale, "relationship-remove-text", &[("value", name.into())]),
        action: route.to_string(),
        button: text(locale, "relationship-remove-administration"),
        back: back.to_string(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Takes delegated administration back.
pub(crate) async fn remove_administration(
    signed: SignedIn,
    At(route): At<routes::RelationshipAdministration>,
    Posted(_): Posted,
) -> Answer {
    let (customer, relationship) = (route.customer, route.relationship);
    signed.service().remove_administration(&signed.context, customer, relationship).await?;
    Ok(done(&signed, &routes::Relationship { customer, relationship }, "administration-removed"))
}

/// What was granted to the visitor's organisation, for the customer's page.
pub(crate) fn granted_view(signed: &SignedIn, customer: OrganisationId, granted: Granted) -> GrantedView {
    let shell = signed.shell(Area::Overview);
    let may_ask = signed.context.actor.kind.is_partner() && signed.context.may(Action::RelationshipRequest);
    GrantedView {
        delegated: granted.delegated_administration,
        registered: granted.registered,
        left: granted.devices_left(),
        used_up: granted.used_up,
        again: (granted.used_up && may_ask).then(|| ask_again(customer)),
        words: scope::words(&shell, granted.scope),
    }
}
