//! Passkeys: one's own, signing in with one, and the one after the password.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_locale::{field_problem, text};
use taxiway_service::{Entry, OpenUse, PasskeyQuestion, ServiceError};

use super::cookies::{self, Keep, Names};
use super::extract::{Asked, At, Posted, SignedIn, Visitor};
use super::federation::{entered, outside, return_to};
use super::limits::Limit;
use super::{Answer, Problem, account};
use crate::portal::confirm::ConfirmPage;
use crate::portal::passkey::{PasskeyPage, PasskeyRow, PasskeysPart, SecondFactorPage};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

/// Hands a question to the script, and its secret to the browser.
fn asked(visitor: &Visitor, question: &PasskeyQuestion) -> Response {
    let json = [(CONTENT_TYPE, "application/json")];
    let mut response = (json, question.options.clone()).into_response();
    remember(visitor, &mut response, &question.token);
    response
}

/// Gives the browser the secret of a question.
pub(crate) fn remember(visitor: &Visitor, response: &mut Response, token: &SecretString) {
    let settings = &visitor.portal.settings;
    let name = Names::of(settings).challenge;
    cookies::set(response, settings, name, token.expose_secret(), Keep::WhileOpen);
}

fn forget(visitor: &Visitor, response: &mut Response) {
    let settings = &visitor.portal.settings;
    cookies::set(response, settings, Names::of(settings).challenge, "", Keep::Not);
}

/// Asks whatever browser this is for any passkey.
pub(crate) async fn sign_in_options(visitor: Visitor, Posted(_): Posted) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    let question = visitor.service().start_passkey_sign_in().await?;
    Ok(asked(&visitor, &question))
}

/// Signs in with a passkey alone.
pub(crate) async fn sign_in(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    let answer = posted.get("answer").unwrap_or_default();
    let entry = match &visitor.challenge {
        Some(token) => {
            let (client, request_id) = (&visitor.client, &visitor.request_id);
            visitor.service().passkey_sign_in(token, answer, client, request_id).await?
        }
        None => Entry::Refused(SignInRefusal::PasskeyLate.into()),
    };
    let mut response = entered(&visitor, entry, &return_to(posted.get("return_to"))).await?;
    forget(&visitor, &mut response);
    Ok(response)
}

/// The page that asks for a passkey after the password.
pub(crate) async fn second_factor(visitor: Visitor, Asked(query): Asked) -> Answer {
    visitor.open(OpenUse::SignIn);
    let question = match &visitor.challenge {
        Some(token) => visitor.service().second_factor(token).await?,
        None => None,
    };
    let Some(question) = question else {
        return Ok(Redirect::to(&routes::SignIn {}.to_string()).into_response());
    };
    let page = SecondFactorPage {
        shell: outside(&visitor),
        options: question.options,
        enrol: question.enrol,
        return_to: return_to(query.get("return_to")),
        public_url: public_url(&visitor),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Takes the passkey after the password.
pub(crate) async fn finish_second_factor(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    let answer = posted.get("answer").unwrap_or_default();
    let name = posted.get("name").unwrap_or_default();
    let entry = match &visitor.challenge {
        Some(token) => {
            let (client, request_id) = (&visitor.client, &visitor.request_id);
            visitor.service().finish_second_factor(token, answer, name, client, request_id).await?
        }
        None => Entry::Refused(SignInRefusal::PasskeyLate.into()),
    };
    let mut response = entered(&visitor, entry, &return_to(posted.get("return_to"))).await?;
    forget(&visitor, &mut response);
    Ok(response)
}

fn public_url(visitor: &Visitor) -> String {
    visitor.service().public_url().unwrap_or_default().to_owned()
}

/// What the account's page says about passkeys.
pub(crate) async fn part(signed: &SignedIn, problem: Option<String>) -> Result<PasskeysPart, Problem> {
    let own = signed.service().own_passkeys(&signed.context).await?;
    let row = |one: taxiway_service::PasskeyView| PasskeyRow {
        id: one.passkey_id,
        name: one.name,
        created_at: one.created_at,
        used_at: one.used_at,
    };
    Ok(PasskeysPart {
        rows: own.passkeys.into_iter().map(row).collect(),
        second_factor: own.second_factor,
        demanded: own.demanded,
        available: own.available,
        public_url: public_url(&signed.visitor),
        problem,
    })
}

/// Back to the account, which says what was done.
fn done(signed: &SignedIn, flash: &str) -> Response {
    let mut response = Redirect::to(&routes::Account {}.to_string()).into_response();
    let settings = &signed.visitor.portal.settings;
    cookies::set(&mut response, settings, cookies::FLASH, flash, Keep::WhileOpen);
    response
}

/// What cannot be done stands on the account's page, so that nothing else on it is lost.
async fn told(signed: &SignedIn, error: ServiceError) -> Answer {
    let locale = signed.locale();
    let (status, problem) = match error {
        ServiceError::Conflict(code) => (StatusCode::CONFLICT, text(locale, &format!("conflict-{code}"))),
        ServiceError::Invalid { field, code, hint } => {
            (StatusCode::UNPROCESSABLE_ENTITY, field_problem(locale, field, code, &hint))
        }
        error => return Err(error.into()),
    };
    account::told(signed, status, problem).await
}

/// Asks one's browser for a new passkey.
pub(crate) async fn options(signed: SignedIn, Posted(_): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let question = signed.service().start_passkey(&signed.context).await?;
    Ok(asked(&signed.visitor, &question))
}

/// Adds the passkey that the browser made.
pub(crate) async fn add(signed: SignedIn, Posted(posted): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let answer = posted.get("answer").unwrap_or_default();
    let name = posted.get("name").unwrap_or_default();
    let added = match &signed.visitor.challenge {
        Some(token) => signed.service().add_passkey(&signed.context, token, answer, name).await,
        None => Err(ServiceError::Conflict("passkey-late")),
    };
    let mut response = match added {
        Ok(_) => done(&signed, "passkey-added"),
        Err(error) => told(&signed, error).await?,
    };
    forget(&signed.visitor, &mut response);
    Ok(response)
}

/// The form for another name.
pub(crate) async fn form(signed: SignedIn, At(route): At<routes::Passkey>) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let found = signed.service().own_passkey(&signed.context, route.passkey).await?;
    let shell = signed.shell(Area::Elsewhere);
    let page = PasskeyPage { shell, id: route.passkey, name: found.name, problem: None };
    Ok(render(StatusCode::OK, &page))
}

/// Renames a passkey.
pub(crate) async fn rename(
    signed: SignedIn,
    At(route): At<routes::Passkey>,
    Posted(posted): Posted,
) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let name = posted.get("name").unwrap_or_default();
    match signed.service().rename_passkey(&signed.context, route.passkey, name).await {
        Ok(()) => Ok(done(&signed, "passkey-renamed")),
        Err(ServiceError::Invalid { field, code, hint }) => {
            let problem = field_problem(signed.locale(), field, code, &hint);
            let page = PasskeyPage {
                shell: signed.shell(Area::Elsewhere),
                id: route.passkey,
                name: name.to_owned(),
                problem: Some(problem),
            };
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks whether a passkey is to be removed.
pub(crate) async fn confirm_remove(signed: SignedIn, At(route): At<routes::PasskeyRemove>) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let found = signed.service().own_passkey(&signed.context, route.passkey).await?;
    let shell = signed.shell(Area::Elsewhere);
    let page = ConfirmPage {
        title: shell.t_value("passkey-remove-title", &found.name),
        text: shell.t("passkey-remove-text"),
        action: route.to_string(),
        button: shell.t("passkey-remove"),
        back: routes::Account {}.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Removes a passkey.
pub(crate) async fn remove(
    signed: SignedIn,
    At(route): At<routes::PasskeyRemove>,
    Posted(_): Posted,
) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    match signed.service().remove_passkey(&signed.context, route.passkey).await {
        Ok(()) => Ok(done(&signed, "passkey-removed")),
        Err(error) => told(&signed, error).await,
    }
}

/// Sets whether a passkey is asked for after the password.
pub(crate) async fn set_second_factor(signed: SignedIn, Posted(posted): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let wanted = match posted.get("wanted") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::Meaningless),
    };
    match signed.service().set_second_factor(&signed.context, wanted).await {
        Ok(()) => Ok(done(&signed, if wanted { "second-factor-on" } else { "second-factor-off" })),
        Err(error) => told(&signed, error).await,
    }
}
