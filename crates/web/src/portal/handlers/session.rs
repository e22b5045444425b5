//! Signing in and out, the language, the start.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::{ExposeSecret, SecretString};
use taxiway_locale::Locale;
use taxiway_service::{OpenUse, SignIn};

use super::cookies::{self, Keep, Names};
use super::extract::{Asked, Fields, Posted, SignedIn, Visitor, is_local};
use super::{Answer, Problem};
use crate::portal::shell::Area;
use crate::portal::sign_in::{SignInPage, SignInProblem};
use crate::portal::{render, routes};

/// Leads to where this person's work begins.
pub(crate) async fn home(signed: SignedIn) -> Redirect {
    signed.visitor.open(OpenUse::Start);
    Redirect::to(&signed.start())
}

/// The sign-in form.
pub(crate) async fn sign_in_page(visitor: Visitor, Asked(asked): Asked) -> Response {
    visitor.open(OpenUse::SignIn);
    if visitor.session.is_some() {
        return Redirect::to(&routes::Home {}.to_string()).into_response();
    }
    let problem = asked.get("expired").map(|_| SignInProblem::Expired);
    form(&visitor, StatusCode::OK, "", problem, &return_to(&asked))
}

/// Signs in.
pub(crate) async fn sign_in(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::SignIn);
    let email = posted.get("email").unwrap_or_default();
    let password = SecretString::from(posted.get("password").unwrap_or_default());
    let return_to = return_to(&posted);
    let service = visitor.service();
    match service.sign_in(email, password, &visitor.request_id).await? {
        SignIn::Done { token } => {
            if let Some((earlier, session)) = &visitor.session {
                service.sign_out(earlier, session, &visitor.request_id).await?;
            }
            let mut response = Redirect::to(&return_to).into_response();
            let settings = &visitor.portal.settings;
            let names = Names::of(settings);
            cookies::set(&mut response, settings, names.session, token.expose_secret(), Keep::WhileOpen);
            Ok(response)
        }
        SignIn::Wrong => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(form(&visitor, status, email, Some(SignInProblem::Wrong), &return_to))
        }
        SignIn::Locked { until } => {
            let locked = SignInProblem::Locked { until };
            Ok(form(&visitor, StatusCode::TOO_MANY_REQUESTS, email, Some(locked), &return_to))
        }
    }
}

fn form(
    visitor: &Visitor,
    status: StatusCode,
    email: &str,
    problem: Option<SignInProblem>,
    return_to: &str,
) -> Response {
    let mut shell = visitor.shell(Area::Elsewhere);
    // Whoever fails to sign in is nobody, even with a session in another window.
    shell.person = None;
    shell.csrf.clone_from(&visitor.form_token);
    shell.path = routes::SignIn {}.to_string();
    render(status, &SignInPage { shell, email: email.to_owned(), problem, return_to: return_to.to_owned() })
}

/// Signs out.
pub(crate) async fn sign_out(signed: SignedIn, Posted(_): Posted) -> Answer {
    let visitor = &signed.visitor;
    visitor.open(OpenUse::SignOut);
    if let Some((token, session)) = &visitor.session {
        signed.service().sign_out(token, session, &visitor.request_id).await?;
    }
    let mut response = Redirect::to(&routes::SignIn {}.to_string()).into_response();
    let settings = &visitor.portal.settings;
    cookies::set(&mut response, settings, Names::of(settings).session, "", Keep::Not);
    Ok(response)
}

/// Sets the language and goes back to the page.
pub(crate) async fn language(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::Language);
    let locale = posted.get("locale").and_then(Locale::from_tag).ok_or(Problem::Meaningless)?;
    let mut response = Redirect::to(&return_to(&posted)).into_response();
    cookies::set(&mut response, &visitor.portal.settings, cookies::LANGUAGE, locale.tag(), Keep::Long);
    Ok(response)
}

/// Where to go afterwards: a page of ours, or the start.
fn return_to(fields: &Fields) -> String {
    let wanted = fields.get("return_to").unwrap_or_default();
    if is_local(wanted) { wanted.to_owned() } else { routes::Home {}.to_string() }
}
