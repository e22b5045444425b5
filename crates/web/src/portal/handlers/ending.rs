//! Ending a relationship.

use std::convert::Infallible;

use askama::Template as _;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect};
use taxiway_domain::relationship::RelationshipState;
use taxiway_domain::role::Action;
use taxiway_service::store::Deregistration;
use taxiway_service::{DeviceFate, Ending, EndingView, ServiceError};

use super::extract::{At, Posted, SignedIn};
use super::job::{TICK, TICKS, flash, summaries};
use super::{Answer, Problem};
use crate::portal::ending::{EndedPage, EndingPage, ProviderRow, Removal, RemovalState, TagRow};
use crate::portal::parts::Tone;
use crate::portal::relationships::ask_again;
use crate::portal::shell::{Area, Flash};
use crate::portal::{Shell, render, routes};

/// What ending it concerns, or what became of it.
pub(crate) async fn ending(signed: SignedIn, At(route): At<routes::RelationshipEnd>) -> Answer {
    let view = signed.service().ending(&signed.context, route.customer, route.relationship).await?;
    if view.state == RelationshipState::Approved {
        let page = question(&signed, &route, view).await?;
        Ok(render(StatusCode::OK, &page))
    } else {
        Ok(render(StatusCode::OK, &ended(&signed, &route, view)))
    }
}

fn other(view: &EndingView) -> String {
    if view.by_partner { view.customer.name.clone() } else { view.partner.name.clone() }
}

fn area(view: &EndingView) -> Area {
    if view.by_partner { Area::Elsewhere } else { Area::Relationships }
}

async fn question(
    signed: &SignedIn,
    route: &routes::RelationshipEnd,
    view: EndingView,
) -> Result<EndingPage, Problem> {
    let mut shell = signed.shell_about(area(&view), &view.customer);
    shell.path = route.to_string();
    Ok(EndingPage {
        shell,
        customer: route.customer,
        relationship: route.relationship,
        other: other(&view),
        by_partner: view.by_partner,
        jobs: summaries(signed, route.customer, &view.jobs).await?,
        more_jobs: view.more_jobs,
        tags: view
            .tags
            .into_iter()
            .map(|tag| TagRow {
                tag: tag.tag,
                profile: tag.profile,
                devices: tag.devices,
                unused: tag.unused,
            })
            .collect(),
        providers: view
            .providers
            .into_iter()
            .map(|linked| ProviderRow {
                relationship: linked.relationship,
                name: linked.name,
                devices: linked.devices,
                chosen: linked.together,
            })
            .collect(),
        deregister: false,
        reason: String::new(),
    })
}

fn ended(signed: &SignedIn, route: &routes::RelationshipEnd, view: EndingView) -> EndedPage {
    // A partner whose consent ended has no access to the customer's pages any more.
    let shell = if view.by_partner {
        signed.shell(Area::Customers)
    } else {
        signed.shell_about(area(&view), &view.customer)
    };
    let may_ask = view.by_partner
        && signed.context.actor.kind.is_partner()
        && signed.context.may(Action::RelationshipRequest);
    let removal = view.deregistration.clone().map(|work| removal(shell.clone(), work));
    EndedPage {
        again: may_ask.then(|| ask_again(route.customer)),
        shell,
        customer: route.customer,
        relationship: route.relationship,
        other: other(&view),
        ended: view.state == RelationshipState::Ended,
        at: view.relationship.decided_at.map(|time| time.0),
        left: view.devices(),
        removal,
        by: view
            .relationship
            .decided_by
            .filter(|by| ["customer", "partner", "operator"].contains(&by.as_str())),
        reason: view.relationship.reason,
    }
}

fn removal(shell: Shell, work: Deregistration) -> Removal {
    Removal {
        shell,
        state: RemovalState::from_name(&work.state),
        devices: work.devices.unsigned_abs(),
        expected: work.expected.unsigned_abs(),
        finished_at: work.finished_at.map(|time| time.0),
    }
}

async fn work(
    signed: &SignedIn,
    route: &routes::RelationshipEndEvents,
) -> taxiway_service::Result<Deregistration> {
    signed.service().deregistration_of(&signed.context, route.customer, route.relationship).await
}

/// How far the deregistration is while it lasts, as the part of its page that shows it.
pub(crate) async fn events(signed: SignedIn, At(route): At<routes::RelationshipEndEvents>) -> Answer {
    let mut work = work(&signed, &route).await?;
    let events = async_stream::stream! {
        for _ in 0..TICKS {
            let shown = removal(signed.shell(Area::Elsewhere), work);
            let Ok(html) = shown.render() else { break };
            yield Ok::<_, Infallible>(Event::default().event("progress").data(html));
            if !shown.is_live() {
                break;
            }
            tokio::time::sleep(TICK).await;
            match self::work(&signed, &route).await {
                Ok(now) => work = now,
                Err(_) => break,
            }
        }
    };
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// Ends it, or first cancels what forbids that.
pub(crate) async fn end(
    signed: SignedIn,
    At(route): At<routes::RelationshipEnd>,
    Posted(posted): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    service.require_party(context, route.customer, route.relationship).await?;
    match posted.get("do") {
        Some("cancel-jobs") => {
            service.cancel_own_jobs(context, route.customer, route.relationship).await?;
            let mut response = Redirect::to(&route.to_string()).into_response();
            flash(&signed.visitor, &mut response, "jobs-cancelled");
            return Ok(response);
        }
        Some("end") => {}
        _ => return Err(Problem::Meaningless),
    }
    let devices = posted.get("devices").and_then(DeviceFate::from_name).ok_or(Problem::Meaningless)?;
    let reason = posted.get("reason").map(ToOwned::to_owned);
    let along = posted.read_all("along").ok_or(Problem::Meaningless)?;
    let ending = Ending { devices, reason, along };
    let error = match service.end_consent(context, route.customer, route.relationship, &ending).await {
        Ok(()) => {
            let mut response = Redirect::to(&route.to_string()).into_response();
            flash(&signed.visitor, &mut response, "ended");
            return Ok(response);
        }
        Err(error @ ServiceError::Invalid { .. }) => Problem::from(error),
        Err(error) => return Err(error.into()),
    };
    let view = service.ending(context, route.customer, route.relationship).await?;
    let mut page = question(&signed, &route, view).await?;
    page.shell.flash = error.words(signed.locale()).map(|text| Flash { tone: Tone::Bad, text });
    page.deregister = devices == DeviceFate::Deregister;
    page.reason = ending.reason.unwrap_or_default();
    for provider in &mut page.providers {
        provider.chosen = ending.along.contains(&provider.relationship);
    }
    Ok(render(error.status(), &page))
}
