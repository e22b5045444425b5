//! Links that many customers may use: the published form of a partner, the one link of a manufacturer.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_locale::text;

use super::extract::{Asked, Fields, Posted, SignedIn};
use super::job::flash;
use super::request::past_total;
use super::{Answer, Problem, scope};
use crate::portal::confirm::ConfirmPage;
use crate::portal::query::Query;
use crate::portal::request::{ConsentAnswer, ManufacturerLinkPage, StandingView};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

/// What the list of requests shows about the partner's published link.
pub(crate) async fn standing(signed: &SignedIn) -> Result<StandingView, Problem> {
    let (service, context) = (signed.service(), &signed.context);
    let link = service.standing_link(context).await?;
    let open = link.filter(|link| link.is_open).map(|link| link.delegated_administration);
    let delegated = open.unwrap_or_default();
    let own = context.actor.organisation_id;
    let providers = match context.actor.kind {
        OrganisationKind::IndirectReseller => service.own_providers(context).await?,
        _ => Vec::new(),
    };
    let links = if providers.is_empty() {
        vec![(None, signed.visitor.portal.address(published(own, None, delegated)))]
    } else {
        let under = |provider: taxiway_service::store::Organisation| {
            let link = published(own, Some(provider.organisation_id), delegated);
            (Some(provider.name), signed.visitor.portal.address(link))
        };
        providers.into_iter().map(under).collect()
    };
    Ok(StandingView {
        links,
        open,
        may_change: context.may(Action::RelationshipRequest),
        may_delegate: context.may(Action::RelationshipRequestDelegated),
    })
}

/// The published form, member by member.
fn published(partner: OrganisationId, provider: Option<OrganisationId>, delegated: bool) -> String {
    let kind = if provider.is_some() { "IndirectResellerRelationship" } else { "ResellerRelationship" };
    let query = Query::new()
        .with("invType", kind)
        .with("partnerId", partner)
        .with("msppId", "0")
        .with_some("indirectCSPId", provider)
        .with("DAP", delegated);
    format!("{}{query}", routes::PublishedLink {})
}

/// Asks before a link stops working.
pub(crate) async fn confirm(signed: SignedIn) -> Answer {
    if signed.service().standing_link(&signed.context).await?.is_none() {
        return Err(Problem::NotFound);
    }
    if !signed.context.may(Action::RelationshipRequest) {
        return Err(Problem::Forbidden("sales-agent"));
    }
    let locale = signed.locale();
    let maker = signed.context.actor.kind == OrganisationKind::Manufacturer;
    let (title, words, button, act) = if maker {
        ("maker-rotate-title", "maker-rotate-text", "maker-rotate", "rotate")
    } else {
        ("standing-close-title", "standing-close-text", "standing-close", "close")
    };
    let page = ConfirmPage {
        shell: signed.shell(Area::Requests),
        title: text(locale, title),
        text: text(locale, words),
        action: format!("{}{}", routes::StandingLink {}, Query::new().with("do", act)),
        button: text(locale, button),
        back: routes::Requests {}.to_string(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Opens, closes or replaces the link. What to do stands in the form, or in the address of a confirmation.
pub(crate) async fn change(signed: SignedIn, Asked(asked): Asked, Posted(posted): Posted) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let done = match posted.get("do").or_else(|| asked.get("do")) {
        Some("open") => {
            service.set_standing_link(context, true, posted.get("delegated").is_some()).await?;
            "link-opened"
        }
        Some("close") => {
            service.set_standing_link(context, false, false).await?;
            "link-closed"
        }
        Some("rotate") => {
            service.rotate_link(context).await?;
            "link-opened"
        }
        _ => return Err(Problem::Meaningless),
    };
    let mut response = Redirect::to(&routes::Requests {}.to_string()).into_response();
    flash(&signed.visitor, &mut response, done);
    Ok(response)
}

/// The page of a manufacturer.
pub(crate) async fn manufacturer(signed: &SignedIn, asked: &Fields) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let shell = signed.shell(Area::Requests);
    let link = service.standing_link(context).await?.map(|link| {
        let route = routes::Consent { ticket: link.code }.to_string();
        (signed.visitor.portal.address(route), link.created_at)
    });
    let tenant = asked.get("tenant").map(str::trim).unwrap_or_default().to_owned();
    let wanted = (!tenant.is_empty()).then(|| tenant.parse::<OrganisationId>());
    let (mut answer, mut problem) = (None, None);
    match wanted {
        Some(Ok(customer)) => {
            let stands = service.consent_stands(context, customer).await?;
            answer = Some(ConsentAnswer {
                tenant: customer.to_string(),
                used_up: stands.as_ref().is_some_and(|granted| granted.used_up),
                stands: stands.map(|granted| (granted.since, scope::words(&shell, granted.scope))),
            });
        }
        Some(Err(_)) => problem = Some(text(signed.locale(), "invalid-tenant-id")),
        None => {}
    }
    let page = ManufacturerLinkPage {
        link,
        may_change: context.may(Action::RelationshipRequest),
        tenant,
        answer,
        past: past_total(signed).await?,
        problem,
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}
