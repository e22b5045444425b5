//! One's own account.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use taxiway_locale::{Locale, text};
use taxiway_service::{ChangePassword, OpenUse, SessionView};

use super::extract::{At, Posted, SignedIn};
use super::job::flash;
use super::people::wrong;
use super::{Answer, acting, passkey};
use crate::portal::account::{AccountPage, SessionRow};
use crate::portal::passkey::PasskeysPart;
use crate::portal::people::FieldProblem;
use crate::portal::shell::{Area, moment};
use crate::portal::{render, routes};

fn row(view: SessionView) -> SessionRow {
    SessionRow {
        id: view.session_id,
        agent: view.agent,
        origin: view.origin,
        created_at: view.created_at,
        seen_at: view.seen_at,
        current: view.current,
    }
}

/// One's own account.
pub(crate) async fn account(signed: SignedIn) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    show(&signed, StatusCode::OK, None, None).await
}

/// The account, with what cannot be done about a passkey: nothing else on the page is lost.
pub(crate) async fn told(signed: &SignedIn, status: StatusCode, problem: String) -> Answer {
    let passkeys = passkey::part(signed, Some(problem)).await?;
    page(signed, status, None, None, passkeys).await
}

async fn show(
    signed: &SignedIn,
    status: StatusCode,
    name: Option<&str>,
    problem: Option<FieldProblem>,
) -> Answer {
    let passkeys = passkey::part(signed, None).await?;
    page(signed, status, name, problem, passkeys).await
}

async fn page(
    signed: &SignedIn,
    status: StatusCode,
    name: Option<&str>,
    problem: Option<FieldProblem>,
    passkeys: PasskeysPart,
) -> Answer {
    let (service, session) = (signed.service(), signed.session()?);
    let own = service.own_account(session).await?;
    let ways = service.own_ways(session).await?;
    let mut shell = signed.shell(Area::Account);
    shell.path = routes::Account {}.to_string();
    let page = AccountPage {
        shell,
        email: own.email,
        name: name.map_or(own.name, ToOwned::to_owned),
        mail_locale: own.locale.as_deref().and_then(Locale::from_tag),
        roles: own.roles,
        sessions: service.own_sessions(session).await?.into_iter().map(row).collect(),
        has_password: ways.password,
        providers: ways.providers,
        passkeys,
        acting: acting::part(signed).await?,
        problem,
    };
    Ok(render(status, &page))
}

/// Leads back to the account, which says what was done.
fn see(signed: &SignedIn, done: &str) -> Response {
    let mut response = Redirect::to(&routes::Account {}.to_string()).into_response();
    flash(&signed.visitor, &mut response, done);
    response
}

/// Sets one's own name and language of mails.
pub(crate) async fn profile(signed: SignedIn, Posted(posted): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let name = posted.get("name").unwrap_or_default();
    let locale = posted.get("language").and_then(Locale::from_tag).map(Locale::tag);
    let (session, request_id) = (signed.session()?, &signed.visitor.request_id);
    match signed.service().change_profile(session, name, locale, request_id).await {
        Ok(()) => Ok(see(&signed, "profile-changed")),
        Err(error) => {
            let problem = wrong(signed.locale(), error)?;
            show(&signed, StatusCode::UNPROCESSABLE_ENTITY, Some(name), Some(problem)).await
        }
    }
}

/// Sets one's own password.
pub(crate) async fn password(signed: SignedIn, Posted(posted): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let typed = |name| posted.get(name).unwrap_or_default();
    let locale = signed.locale();
    let refused = |field, text| FieldProblem { field, text };
    if typed("password") != typed("password_again") {
        let problem = refused("password_again", text(locale, "invalid-password-differs"));
        return show(&signed, StatusCode::UNPROCESSABLE_ENTITY, None, Some(problem)).await;
    }
    let (old, new) = (SecretString::from(typed("old_password")), SecretString::from(typed("password")));
    let (session, request_id) = (signed.session()?, &signed.visitor.request_id);
    let (status, problem) = match signed.service().change_password(session, old, new, request_id).await {
        Ok(ChangePassword::Done) => return Ok(see(&signed, "password-changed")),
        Ok(ChangePassword::Wrong) => {
            let text = text(locale, "account-password-wrong");
            (StatusCode::UNPROCESSABLE_ENTITY, refused("old_password", text))
        }
        Ok(ChangePassword::Locked { until }) => {
            let text = format!("{} {}", text(locale, "sign-in-locked"), moment(locale, &until));
            (StatusCode::TOO_MANY_REQUESTS, refused("old_password", text))
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, wrong(locale, error)?),
    };
    show(&signed, status, None, Some(problem)).await
}

/// Ends one of one's own sessions.
pub(crate) async fn end(signed: SignedIn, At(route): At<routes::SessionEnd>, Posted(_): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let (session, request_id) = (signed.session()?, &signed.visitor.request_id);
    signed.service().end_own_session(session, route.session, request_id).await?;
    Ok(see(&signed, "session-ended"))
}

/// Ends every session of one's own but this one.
pub(crate) async fn end_others(signed: SignedIn, Posted(_): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let (session, request_id) = (signed.session()?, &signed.visitor.request_id);
    signed.service().end_other_sessions(session, request_id).await?;
    Ok(see(&signed, "sessions-ended"))
}
