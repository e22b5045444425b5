//! Sends browsers to identity providers, and takes them back.

use axum::extract::RawQuery;
use axum::http::header::{HeaderName, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::{Callback, Departure, Entry, Onward, OpenUse, Refused};

use super::Answer;
use super::cookies::{self, Keep, Names};
use super::extract::{Asked, At, Fields, Posted, Visitor, is_local};
use super::limits::Limit;
use super::session::{enter, form};
use crate::portal::federation::{OnwardPage, SignInRefusedPage};
use crate::portal::shell::{Area, Shell};
use crate::portal::sign_in::SignInProblem;
use crate::portal::{render, routes};

/// Where to go afterwards: a page of ours, or the start.
pub(crate) fn return_to(wanted: Option<&str>) -> String {
    let wanted = wanted.unwrap_or_default();
    if is_local(wanted) { wanted.to_owned() } else { routes::Home {}.to_string() }
}

/// What stands around a page for somebody who is not signed in by it, whatever another window says.
pub(crate) fn outside(visitor: &Visitor) -> Shell {
    let mut shell = visitor.shell(Area::Elsewhere);
    shell.person = None;
    shell.csrf.clone_from(&visitor.form_token);
    // The address of such a page may hold what is used once: another language begins at sign-in.
    shell.path = routes::SignIn {}.to_string();
    shell
}

/// Sends the browser to the provider of an e-mail address's domain.
pub(crate) async fn leave(visitor: Visitor, Posted(posted): Posted) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    let email = posted.get("email").unwrap_or_default();
    let return_to = return_to(posted.get("return_to"));
    if email.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(form(&visitor, status, "", Some(SignInProblem::NoEmail), &return_to));
    }
    let departure = visitor.service().leave_by_email(email, &return_to, &visitor.request_id).await?;
    Ok(departed(&visitor, departure, email, &return_to))
}

/// Sends the browser to the provider whose link was followed.
pub(crate) async fn follow(
    visitor: Visitor,
    At(route): At<routes::SignInWith>,
    Asked(asked): Asked,
) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    let return_to = return_to(asked.get("return_to"));
    let departure = visitor.service().leave_by_link(route.provider, &return_to, &visitor.request_id).await?;
    if matches!(departure, Departure::NoProvider) {
        // Whether there ever was such a provider is nobody's business.
        return Ok(Redirect::to(&routes::SignIn {}.to_string()).into_response());
    }
    Ok(departed(&visitor, departure, "", &return_to))
}

fn departed(visitor: &Visitor, departure: Departure, email: &str, return_to: &str) -> Response {
    match departure {
        Departure::Onward(onward) => sent(visitor, onward),
        Departure::NoProvider => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(visitor, status, email, Some(SignInProblem::NoProvider), return_to)
        }
        Departure::Refused(refused) => refused_page(visitor, refused),
    }
}

/// A page that leads on. A form of ours must not be answered with a redirect to another site: browsers hold `form-action`
/// against it.
fn sent(visitor: &Visitor, onward: Onward) -> Response {
    let host = onward.address.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next());
    let page = OnwardPage {
        shell: outside(visitor),
        provider: onward.provider,
        host: host.unwrap_or_default().to_owned(),
        address: onward.address,
    };
    let mut response = render(StatusCode::OK, &page);
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={}", page.address)) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    let settings = &visitor.portal.settings;
    let browser = onward.browser.expose_secret();
    cookies::set(&mut response, settings, Names::of(settings).flow, browser, Keep::WhileOpen);
    response
}

/// Takes a browser back from a provider.
pub(crate) async fn come_back(visitor: Visitor, RawQuery(query): RawQuery, Asked(asked): Asked) -> Answer {
    visitor.open(OpenUse::SignIn);
    visitor.count(Limit::SignIn, None)?;
    if query.is_none() {
        return Ok(Redirect::to(&routes::SignIn {}.to_string()).into_response());
    }
    let service = visitor.service();
    let entry = service
        .come_back(callback(&asked), visitor.flow.as_ref(), &visitor.client, &visitor.request_id)
        .await?;
    let mut response = entered(&visitor, entry, &routes::Home {}.to_string()).await?;
    let settings = &visitor.portal.settings;
    cookies::set(&mut response, settings, Names::of(settings).flow, "", Keep::Not);
    // The address holds the code: it goes nowhere from here.
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

fn callback(asked: &Fields) -> Callback {
    let text = |name: &str| asked.get(name).map(str::to_owned);
    Callback {
        state: text("state"),
        code: text("code").map(SecretString::from),
        error: text("error"),
        issuer: text("iss"),
    }
}

/// Gives the session to the browser, or says why there is none.
pub(crate) async fn entered(visitor: &Visitor, entry: Entry, otherwise: &str) -> Answer {
    let (token, to) = match entry {
        Entry::Refused(refused) => return Ok(refused_page(visitor, refused)),
        Entry::Done { token, return_to } => (token, return_to),
    };
    let to = if is_local(&to) { to } else { otherwise.to_owned() };
    let mut response = Redirect::to(&to).into_response();
    enter(visitor, &mut response, &token).await?;
    Ok(response)
}

fn refused_page(visitor: &Visitor, refused: Refused) -> Response {
    let status = status(refused.refusal);
    let page = SignInRefusedPage {
        shell: outside(visitor),
        refusal: refused.refusal,
        provider: refused.provider.unwrap_or_default(),
        organisation: refused.organisation.unwrap_or_default(),
        groups: refused.groups,
        administrators: refused.administrators,
        public_url: visitor.service().public_url().unwrap_or_default().to_owned(),
    };
    render(status, &page)
}

fn status(refusal: SignInRefusal) -> StatusCode {
    use SignInRefusal as R;
    match refusal {
        R::Browser | R::UnknownState | R::Late | R::Replayed | R::Gone | R::PasskeyLate => {
            StatusCode::BAD_REQUEST
        }
        R::Slow => StatusCode::GATEWAY_TIMEOUT,
        R::ProviderError
        | R::Unreachable
        | R::Malformed
        | R::Blocked
        | R::ClientRefused
        | R::CodeRefused
        | R::Issuer
        | R::Audience
        | R::Signature
        | R::TokenExpired
        | R::Nonce
        | R::AccessToken
        | R::Token => StatusCode::BAD_GATEWAY,
        R::Secret | R::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::FORBIDDEN,
    }
}
