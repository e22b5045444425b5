//! Invitations, on the side of those who invite.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use secrecy::ExposeSecret;
use taxiway_locale::Locale;
use taxiway_service::{InvitationView, NewInvitation};

use super::Answer;
use super::extract::{Asked, At, Posted, SignedIn};
use super::job::flash;
use super::people::{around, chosen_roles, wrong};
use crate::portal::confirm::ConfirmPage;
use crate::portal::pager::Pager;
use crate::portal::people::{InvitationRow, InvitationsPage, InvitePage, LinkPage, roles_of};
use crate::portal::query::Query;
use crate::portal::{render, routes};

const PER_PAGE: u64 = 25;

fn row(view: InvitationView) -> InvitationRow {
    InvitationRow {
        id: view.invitation_id,
        name: view.name,
        email: view.email,
        roles: view.roles,
        invited_by: view.invited_by,
        created_at: view.created_at,
        expires_at: view.expires_at,
        expired: view.expired,
    }
}

/// Invitations that were not accepted yet.
pub(crate) async fn invitations(
    signed: SignedIn,
    At(route): At<routes::Invitations>,
    Asked(asked): Asked,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, route.organisation).await?;
    let found = service.invitations(context, route.organisation, asked.page(), PER_PAGE).await?;
    let (shell, organisation_name) = around(&signed, &access);
    let page = InvitationsPage {
        shell,
        organisation: route.organisation,
        organisation_name,
        invitations: found.items.into_iter().map(row).collect(),
        pager: Pager::numbered(&route, &Query::new(), found.number, found.size, found.total),
    };
    Ok(render(StatusCode::OK, &page))
}

async fn empty(signed: &SignedIn, route: &routes::Invite) -> Result<InvitePage, super::Problem> {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, route.organisation).await?;
    let (mut shell, organisation_name) = around(signed, &access);
    shell.path = route.to_string();
    let mail = service.mail_configured();
    Ok(InvitePage {
        shell,
        organisation: route.organisation,
        organisation_name,
        name: String::new(),
        email: String::new(),
        choices: roles_of(access.kind()),
        roles: Vec::new(),
        mail,
        by_mail: mail,
        days: u64::try_from(service.settings().invitation.as_hours() / 24).unwrap_or_default().max(1),
        problem: None,
    })
}

/// The form for an invitation.
pub(crate) async fn form(signed: SignedIn, At(route): At<routes::Invite>) -> Answer {
    Ok(render(StatusCode::OK, &empty(&signed, &route).await?))
}

/// Invites, and shows the link once.
pub(crate) async fn invite(
    signed: SignedIn,
    At(route): At<routes::Invite>,
    Posted(posted): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, route.organisation).await?;
    let field = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let new = NewInvitation { email: field("email"), name: field("name"), roles: chosen_roles(&posted)? };
    let by_mail = service.mail_configured() && posted.get("by_mail").is_some();
    // Nobody knows yet which language the new person reads; the one who invites may say.
    let locale = posted.get("language").and_then(Locale::from_tag).unwrap_or(signed.locale());
    let organisation = &access.organisation().name;
    let letter =
        signed.visitor.portal.invitation_letter(locale, new.name.trim(), &context.actor.name, organisation);
    let invited = match service.invite(context, route.organisation, &new, &letter, by_mail).await {
        Ok(invited) => invited,
        Err(error) => {
            let problem = Some(wrong(signed.locale(), error)?);
            let page = empty(&signed, &route).await?;
            let page =
                InvitePage { name: new.name, email: new.email, roles: new.roles, by_mail, problem, ..page };
            return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let (mut shell, _) = around(&signed, &access);
    let back = routes::Invitations { organisation: route.organisation }.to_string();
    shell.path.clone_from(&back);
    let page = LinkPage {
        title: shell.t_value("invited-title", new.name.trim()),
        text: shell.t(if by_mail { "invited-text-mailed" } else { "invited-text" }),
        link: invited.link.expose_secret().to_owned(),
        until: invited.expires_at,
        back,
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Asks whether an invitation shall be withdrawn.
pub(crate) async fn confirm_revoke(signed: SignedIn, At(route): At<routes::InvitationRevoke>) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let access = service.people_access(context, route.organisation).await?;
    let view = service.invitation(context, route.organisation, route.invitation).await?;
    let (shell, _) = around(&signed, &access);
    let page = ConfirmPage {
        title: shell.t_value("invitation-revoke-title", &view.name),
        text: shell.t("invitation-revoke-text"),
        button: shell.t("invitation-revoke"),
        action: route.to_string(),
        back: routes::Invitations { organisation: route.organisation }.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Withdraws an invitation.
pub(crate) async fn revoke(
    signed: SignedIn,
    At(route): At<routes::InvitationRevoke>,
    Posted(_): Posted,
) -> Answer {
    let service = signed.service();
    service.revoke_invitation(&signed.context, route.organisation, route.invitation).await?;
    let back = routes::Invitations { organisation: route.organisation };
    let mut response = Redirect::to(&back.to_string()).into_response();
    flash(&signed.visitor, &mut response, "invitation-revoked");
    Ok(response)
}
