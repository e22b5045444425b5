//! Organisations and their people.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::Role;
use taxiway_locale::{Locale, field_problem};
use taxiway_service::{PeopleAccess, PersonView, ServiceError};

use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::flash;
use super::{Answer, Problem};
use crate::portal::confirm::ConfirmPage;
use crate::portal::pager::Pager;
use crate::portal::people::{
    FieldProblem, LinkPage, OrganisationRow, OrganisationsPage, PeoplePage, PersonPage, PersonRow, roles_of,
};
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::{Shell, render, routes};

const PER_PAGE: u64 = 25;

/// All organisations.
pub(crate) async fn organisations(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let search = asked.get("search").map(str::trim).unwrap_or_default();
    let found = signed.service().find_organisations(&signed.context, search, asked.page(), PER_PAGE).await?;
    let query = Query::new().with("search", search);
    let pager = Pager::numbered(&routes::Organisations {}, &query, found.number, found.size, found.total);
    let row = |found: taxiway_service::store::Organisation| OrganisationRow {
        id: found.organisation_id,
        name: found.name,
        domain: found.domain.unwrap_or_default(),
        kind: found.kind,
        created_at: found.created_at,
    };
    let page = OrganisationsPage {
        shell: signed.shell(Area::Organisations),
        search: search.to_owned(),
        organisations: found.items.into_iter().map(row).collect(),
        pager,
    };
    Ok(render(StatusCode::OK, &page))
}

/// What stands around a page about people: the name of the organisation when it is not the visitor's own.
pub(crate) fn around(signed: &SignedIn, access: &PeopleAccess) -> (Shell, Option<String>) {
    let found = access.organisation();
    if found.organisation_id == signed.context.actor.organisation_id {
        (signed.shell(Area::People), None)
    } else {
        (signed.shell(Area::Organisations), Some(found.name.clone()))
    }
}

/// What is wrong with a field, for a form that is shown again; other problems get a page of their own.
pub(crate) fn wrong(locale: Locale, error: ServiceError) -> Result<FieldProblem, Problem> {
    match error {
        ServiceError::Invalid { field, code, hint } => {
            Ok(FieldProblem { field, text: field_problem(locale, field, code, &hint) })
        }
        other => Err(other.into()),
    }
}

/// The roles that were chosen; names that mean nothing are refused.
pub(crate) fn chosen_roles(posted: &Fields) -> Result<Vec<Role>, Problem> {
    posted.all("role").map(|name| Role::from_name(name).ok_or(Problem::Meaningless)).collect()
}

fn row(view: PersonView) -> PersonRow {
    PersonRow {
        id: view.user_id,
        name: view.name,
        email: view.email,
        roles: view.roles,
        disabled: view.disabled,
        locked_until: view.locked_until,
        created_at: view.created_at,
    }
}

/// The people of one's own organisation.
pub(crate) async fn own(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let organisation = signed.context.actor.organisation_id;
    list(&signed, organisation, None, asked.page()).await
}

/// The people of an organisation.
pub(crate) async fn people(signed: SignedIn, At(route): At<routes::People>, Asked(asked): Asked) -> Answer {
    list(&signed, route.organisation, None, asked.page()).await
}

/// The people whose name or address holds a text.
pub(crate) async fn search(
    signed: SignedIn,
    At(route): At<routes::PeopleSearch>,
    Posted(posted): Posted,
) -> Answer {
    let Some(search) = posted.get("search").map(str::trim).filter(|search| !search.is_empty()) else {
        // Whoever may not see the list does not learn here that there is one.
        signed.service().people_access(&signed.context, route.organisation).await?;
        let list = routes::People { organisation: route.organisation };
        return Ok(Redirect::to(&list.to_string()).into_response());
    };
    list(&signed, route.organisation, Some(search), posted.page()).await
}

async fn list(signed: &SignedIn, organisation: OrganisationId, search: Option<&str>, number: u64) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, organisation).await?;
    let found = service.people(context, organisation, search.unwrap_or_default(), number, PER_PAGE).await?;
    let open_invitations = service.invitations(context, organisation, 1, 1).await?.total;
    let route = routes::People { organisation };
    let (mut shell, organisation_name) = around(signed, &access);
    let more = found.number * found.size < found.total;
    let pager = if search.is_some() {
        shell.path = route.to_string();
        Pager::default()
    } else {
        Pager::numbered(&route, &Query::new(), found.number, found.size, found.total)
    };
    let page = PeoplePage {
        shell,
        organisation,
        organisation_name,
        search: search.map(ToOwned::to_owned),
        people: found.items.into_iter().map(row).collect(),
        pager,
        search_next: (search.is_some() && more).then_some(found.number + 1),
        open_invitations,
    };
    Ok(render(StatusCode::OK, &page))
}

/// One person.
pub(crate) async fn person(signed: SignedIn, At(route): At<routes::Person>) -> Answer {
    show(&signed, &route, StatusCode::OK, None, None).await
}

async fn show(
    signed: &SignedIn,
    route: &routes::Person,
    status: StatusCode,
    roles: Option<Vec<Role>>,
    problem: Option<FieldProblem>,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, route.organisation).await?;
    let mut person = row(service.person(context, route.organisation, route.user).await?);
    person.roles = roles.unwrap_or(person.roles);
    let ways = service.ways_of_person(context, route.organisation, route.user).await?;
    let (mut shell, organisation_name) = around(signed, &access);
    shell.path = route.to_string();
    let page = PersonPage {
        shell,
        organisation: route.organisation,
        organisation_name,
        own: person.id == context.actor.user_id,
        providers: ways.providers,
        passkeys: ways.passkeys as u64,
        person,
        choices: roles_of(access.kind()),
        problem,
    };
    Ok(render(status, &page))
}

/// Leads to a person's page, which says what was done.
fn see(signed: &SignedIn, route: &routes::Person, done: &str) -> Response {
    let mut response = Redirect::to(&route.to_string()).into_response();
    flash(&signed.visitor, &mut response, done);
    response
}

/// Gives a person other roles.
pub(crate) async fn change_roles(
    signed: SignedIn,
    At(routes::PersonRoles { organisation, user }): At<routes::PersonRoles>,
    Posted(posted): Posted,
) -> Answer {
    let roles = chosen_roles(&posted)?;
    let route = routes::Person { organisation, user };
    let changed = signed.service().change_roles(&signed.context, organisation, user, &roles).await;
    match changed {
        Ok(()) if user == signed.context.actor.user_id => {
            // Whoever gave the right away may no longer see this page.
            let mut response = Redirect::to(&routes::Account {}.to_string()).into_response();
            flash(&signed.visitor, &mut response, "roles-changed");
            Ok(response)
        }
        Ok(()) => Ok(see(&signed, &route, "roles-changed")),
        Err(error) => {
            let problem = wrong(signed.locale(), error)?;
            show(&signed, &route, StatusCode::UNPROCESSABLE_ENTITY, Some(roles), Some(problem)).await
        }
    }
}

async fn confirm(
    signed: &SignedIn,
    person: routes::Person,
    about: &str,
    action: String,
) -> Result<(ConfirmPage, PersonView), Problem> {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, person.organisation).await?;
    let view = service.person(context, person.organisation, person.user).await?;
    let (shell, _) = around(signed, &access);
    let page = ConfirmPage {
        title: shell.t_value(&format!("{about}-title"), &view.name),
        text: shell.t(format!("{about}-text")),
        button: shell.t(about),
        action,
        back: person.to_string(),
        shell,
    };
    Ok((page, view))
}

/// Asks whether an account shall be switched off.
pub(crate) async fn confirm_disable(signed: SignedIn, At(route): At<routes::PersonDisable>) -> Answer {
    let person = routes::Person { organisation: route.organisation, user: route.user };
    let (page, _) = confirm(&signed, person, "person-disable", route.to_string()).await?;
    Ok(render(StatusCode::OK, &page))
}

/// Switches an account off.
pub(crate) async fn disable(
    signed: SignedIn,
    At(routes::PersonDisable { organisation, user }): At<routes::PersonDisable>,
    Posted(_): Posted,
) -> Answer {
    signed.service().set_person_disabled(&signed.context, organisation, user, true).await?;
    Ok(see(&signed, &routes::Person { organisation, user }, "person-disabled"))
}

/// Switches an account on again.
pub(crate) async fn enable(
    signed: SignedIn,
    At(routes::PersonEnable { organisation, user }): At<routes::PersonEnable>,
    Posted(_): Posted,
) -> Answer {
    signed.service().set_person_disabled(&signed.context, organisation, user, false).await?;
    Ok(see(&signed, &routes::Person { organisation, user }, "person-enabled"))
}

/// Asks whether the passkeys of a person shall be removed.
pub(crate) async fn confirm_passkeys(signed: SignedIn, At(route): At<routes::PersonPasskeys>) -> Answer {
    let person = routes::Person { organisation: route.organisation, user: route.user };
    let (page, _) = confirm(&signed, person, "person-passkeys-remove", route.to_string()).await?;
    Ok(render(StatusCode::OK, &page))
}

/// Removes the passkeys of a person who lost them.
pub(crate) async fn remove_passkeys(
    signed: SignedIn,
    At(routes::PersonPasskeys { organisation, user }): At<routes::PersonPasskeys>,
    Posted(_): Posted,
) -> Answer {
    signed.service().remove_passkeys_of(&signed.context, organisation, user).await?;
    Ok(see(&signed, &routes::Person { organisation, user }, "passkeys-removed"))
}

/// Asks whether a person shall get a link for a new password.
pub(crate) async fn confirm_reset(signed: SignedIn, At(route): At<routes::PersonReset>) -> Answer {
    let person = routes::Person { organisation: route.organisation, user: route.user };
    let about = if signed.service().mail_configured() { "person-reset-mail" } else { "person-reset-link" };
    let (page, _) = confirm(&signed, person, about, route.to_string()).await?;
    Ok(render(StatusCode::OK, &page))
}

/// Makes a link for a new password: sent to the person, or shown once where no mail can be sent.
pub(crate) async fn reset(
    signed: SignedIn,
    At(routes::PersonReset { organisation, user }): At<routes::PersonReset>,
    Posted(_): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let view = service.person(context, organisation, user).await?;
    let locale = view.locale.as_deref().and_then(Locale::from_tag).unwrap_or(signed.locale());
    let letter = signed.visitor.portal.reset_letter(locale, &view.name, &context.actor.name);
    let by_mail = service.mail_configured();
    let link = service.send_password_reset(context, organisation, user, &letter, by_mail).await?;
    let route = routes::Person { organisation, user };
    let Some(link) = link else { return Ok(see(&signed, &route, "reset-sent")) };
    let access = service.people_access(context, organisation).await?;
    let (mut shell, _) = around(&signed, &access);
    shell.path = route.to_string();
    let page = LinkPage {
        title: shell.t_value("reset-link-title", &view.name),
        text: shell.t("reset-link-text"),
        link: secrecy::ExposeSecret::expose_secret(&link).to_owned(),
        until: service.now() + service.settings().password_reset,
        back: route.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}
