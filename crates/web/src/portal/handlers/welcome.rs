//! Secret links and forgotten passwords: pages for people who are not signed in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use taxiway_locale::text;
use taxiway_service::{OpenUse, ServiceError};

use super::extract::{Asked, At, Fields, Posted, Visitor};
use super::job::flash;
use super::limits::Limit;
use super::people::wrong;
use super::session::enter;
use super::{Answer, Problem};
use crate::portal::people::FieldProblem;
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::welcome::{ForgottenPage, LinkOverPage, NewPasswordPage, WelcomePage};
use crate::portal::{Shell, render, routes};

/// What stands around these pages: nobody, even with a session in another window.
fn outside(visitor: &Visitor, path: String) -> Shell {
    let mut shell = visitor.shell(Area::Elsewhere);
    shell.person = None;
    shell.path = path;
    shell
}

/// A link that does not work, or does no more. Which of the two is not told.
fn over(visitor: &Visitor, password: bool) -> Response {
    let page = LinkOverPage {
        shell: outside(visitor, routes::SignIn {}.to_string()),
        password,
        mail: visitor.service().mail_configured(),
    };
    render(StatusCode::GONE, &page)
}

/// The new password, typed twice.
fn password(visitor: &Visitor, posted: &Fields) -> Result<SecretString, FieldProblem> {
    let typed = |name| posted.get(name).unwrap_or_default();
    if typed("password") == typed("password_again") {
        Ok(SecretString::from(typed("password")))
    } else {
        let text = text(visitor.locale, "invalid-password-differs");
        Err(FieldProblem { field: "password_again", text })
    }
}

/// What an invitation offers.
pub(crate) async fn invitation(visitor: Visitor, At(route): At<routes::Welcome>) -> Answer {
    visitor.open(OpenUse::Link);
    visitor.count(Limit::Link, None)?;
    offer(&visitor, route.token, StatusCode::OK, None, None).await
}

async fn offer(
    visitor: &Visitor,
    token: String,
    status: StatusCode,
    name: Option<&str>,
    problem: Option<FieldProblem>,
) -> Answer {
    let secret = SecretString::from(token.clone());
    let Some(offer) = visitor.service().invitation_offer(&secret).await? else {
        return Ok(over(visitor, false));
    };
    let route = routes::Welcome { token: token.clone() };
    let page = WelcomePage {
        shell: outside(visitor, route.to_string()),
        token,
        organisation: offer.organisation,
        kind: offer.kind,
        invited_by: offer.invited_by,
        email: offer.email,
        name: name.map_or(offer.name, ToOwned::to_owned),
        roles: offer.roles,
        until: offer.expires_at,
        problem,
    };
    Ok(render(status, &page))
}

/// Opens the account and signs in.
pub(crate) async fn accept(
    visitor: Visitor,
    At(route): At<routes::Welcome>,
    Posted(posted): Posted,
) -> Answer {
    visitor.open(OpenUse::Link);
    visitor.count(Limit::Link, None)?;
    let name = posted.get("name").unwrap_or_default();
    let again = |problem| {
        offer(&visitor, route.token.clone(), StatusCode::UNPROCESSABLE_ENTITY, Some(name), Some(problem))
    };
    let password = match password(&visitor, &posted) {
        Ok(password) => password,
        Err(problem) => return again(problem).await,
    };
    let (token, service) = (SecretString::from(route.token.clone()), visitor.service());
    let (locale, request_id) = (Some(visitor.locale.tag()), &visitor.request_id);
    let accepted =
        service.accept_invitation(&token, name, password, locale, &visitor.client, request_id).await;
    match accepted {
        Ok(Some(session)) => {
            let mut response = Redirect::to(&routes::Home {}.to_string()).into_response();
            enter(&visitor, &mut response, &session).await?;
            Ok(response)
        }
        Ok(None) => {
            let mut response = Redirect::to(&routes::SignIn {}.to_string()).into_response();
            flash(&visitor, &mut response, "account-opened");
            Ok(response)
        }
        Err(ServiceError::NotFound) => Ok(over(&visitor, false)),
        Err(error) => again(wrong(visitor.locale, error)?).await,
    }
}

/// "Forgotten password?"
pub(crate) async fn forgotten(visitor: Visitor, Asked(asked): Asked) -> Response {
    visitor.open(OpenUse::Link);
    ask_page(&visitor, StatusCode::OK, asked.get("sent").is_some(), "", None)
}

fn ask_page(
    visitor: &Visitor,
    status: StatusCode,
    sent: bool,
    email: &str,
    problem: Option<FieldProblem>,
) -> Response {
    let service = visitor.service();
    let page = ForgottenPage {
        shell: outside(visitor, routes::Forgotten {}.to_string()),
        mail: service.mail_configured(),
        sent,
        email: email.to_owned(),
        problem,
        minutes: u64::try_from(service.settings().password_reset.as_mins()).unwrap_or_default().max(1),
    };
    render(status, &page)
}

/// Asks for a link for a new password. The answer is the same whether there is such an account.
pub(crate) async fn ask(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::Link);
    let email = posted.get("email").unwrap_or_default();
    visitor.count(Limit::Reset, Some(email))?;
    let letter = visitor.portal.forgotten_letter(visitor.locale);
    match visitor.service().request_password_reset(email, &letter, &visitor.request_id).await {
        Ok(()) => {
            let sent = format!("{}{}", routes::Forgotten {}, Query::new().with("sent", 1));
            Ok(Redirect::to(&sent).into_response())
        }
        Err(error) => {
            let problem = wrong(visitor.locale, error)?;
            Ok(ask_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, false, email, Some(problem)))
        }
    }
}

/// The form for a new password.
pub(crate) async fn new_password(visitor: Visitor, At(route): At<routes::NewPassword>) -> Answer {
    visitor.open(OpenUse::Link);
    visitor.count(Limit::Link, None)?;
    form(&visitor, route.token, StatusCode::OK, None).await
}

async fn form(visitor: &Visitor, token: String, status: StatusCode, problem: Option<FieldProblem>) -> Answer {
    let secret = SecretString::from(token.clone());
    let Some(offer) = visitor.service().password_reset_offer(&secret).await? else {
        return Ok(over(visitor, true));
    };
    let path = routes::NewPassword { token: token.clone() }.to_string();
    let page = NewPasswordPage { shell: outside(visitor, path), token, email: offer.email, problem };
    Ok(render(status, &page))
}

/// Sets a new password and leads to sign-in: whoever has a second key shows it there.
pub(crate) async fn set_password(
    visitor: Visitor,
    At(route): At<routes::NewPassword>,
    Posted(posted): Posted,
) -> Answer {
    visitor.open(OpenUse::Link);
    visitor.count(Limit::Link, None)?;
    let again =
        |problem| form(&visitor, route.token.clone(), StatusCode::UNPROCESSABLE_ENTITY, Some(problem));
    let password = match password(&visitor, &posted) {
        Ok(password) => password,
        Err(problem) => return again(problem).await,
    };
    let token = SecretString::from(route.token.clone());
    match visitor.service().use_password_reset(&token, password, &visitor.request_id).await {
        Ok(()) => {
            let mut response = Redirect::to(&routes::SignIn {}.to_string()).into_response();
            flash(&visitor, &mut response, "password-set");
            Ok(response)
        }
        Err(ServiceError::NotFound) => Ok(over(&visitor, true)),
        Err(error) => {
            let problem: Result<_, Problem> = wrong(visitor.locale, error);
            again(problem?).await
        }
    }
}
