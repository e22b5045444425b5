//! Programs of an organisation and their secrets.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use taxiway_domain::app::Permission;
use taxiway_domain::ids::{AppId, AppSecretId};
use taxiway_service::{AppDetail, AppView, ServiceError};

use super::extract::{Asked, At, Fields, Posted, SignedIn};
use super::job::flash;
use super::people::wrong;
use super::{Answer, Problem};
use crate::portal::app::{AppPage, AppRow, AppsPage, NewAppPage, SecretPage, SecretRow};
use crate::portal::confirm::ConfirmPage;
use crate::portal::pager::Pager;
use crate::portal::people::FieldProblem;
use crate::portal::query::Query;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

const PER_PAGE: u64 = 25;

fn row(view: AppView, now: Timestamp) -> AppRow {
    AppRow {
        id: view.app_id,
        name: view.name,
        permissions: view.permissions,
        disabled: view.disabled,
        secret_until: view.secret_until,
        secret_over: view.secret_until.is_some_and(|until| until <= now),
        last_used_at: view.last_used_at,
    }
}

/// The programs of the organisation; where there can be none, why.
pub(crate) async fn apps(signed: SignedIn, Asked(asked): Asked) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let shell = signed.shell(Area::Apps);
    let found = match service.apps(context, asked.page(), PER_PAGE).await {
        Err(ServiceError::Conflict("apps-not-here")) => {
            let page = AppsPage { shell, possible: false, apps: Vec::new(), pager: Pager::default() };
            return Ok(render(StatusCode::OK, &page));
        }
        found => found?,
    };
    let now = service.now();
    let page = AppsPage {
        shell,
        possible: true,
        pager: Pager::numbered(&routes::Apps {}, &Query::new(), found.number, found.size, found.total),
        apps: found.items.into_iter().map(|view| row(view, now)).collect(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// The permissions that were chosen; names that mean nothing are refused.
fn chosen(posted: &Fields) -> Result<Vec<Permission>, Problem> {
    posted.all("permission").map(|name| Permission::from_name(name).ok_or(Problem::Meaningless)).collect()
}

fn choices(signed: &SignedIn) -> Vec<Permission> {
    Permission::of(signed.context.actor.kind).collect()
}

/// The form for a new program.
pub(crate) async fn form(signed: SignedIn) -> Answer {
    // Whether it is allowed is said before anything is typed.
    signed.service().apps(&signed.context, 1, 1).await?;
    Ok(new_app(&signed, StatusCode::OK, "", Vec::new(), None))
}

fn new_app(
    signed: &SignedIn,
    status: StatusCode,
    name: &str,
    permissions: Vec<Permission>,
    problem: Option<FieldProblem>,
) -> Response {
    let mut shell = signed.shell(Area::Apps);
    shell.path = routes::NewApp {}.to_string();
    let choices = choices(signed);
    render(status, &NewAppPage { shell, name: name.to_owned(), choices, permissions, problem })
}

/// Registers a program.
pub(crate) async fn create(signed: SignedIn, Posted(posted): Posted) -> Answer {
    let (name, permissions) = (posted.get("name").unwrap_or_default(), chosen(&posted)?);
    match signed.service().create_app(&signed.context, name, &permissions).await {
        Ok(app) => Ok(Redirect::to(&routes::App { app }.to_string()).into_response()),
        Err(error) => {
            let problem = wrong(signed.locale(), error)?;
            Ok(new_app(&signed, StatusCode::UNPROCESSABLE_ENTITY, name, permissions, Some(problem)))
        }
    }
}

/// One program.
pub(crate) async fn app(signed: SignedIn, At(route): At<routes::App>) -> Answer {
    let detail = signed.service().app(&signed.context, route.app).await?;
    Ok(show(&signed, StatusCode::OK, detail, None))
}

fn show(signed: &SignedIn, status: StatusCode, detail: AppDetail, problem: Option<FieldProblem>) -> Response {
    let now = signed.service().now();
    let mut shell = signed.shell(Area::Apps);
    shell.path = routes::App { app: detail.app_id }.to_string();
    let secret = |row: taxiway_service::store::AppSecret| SecretRow {
        id: row.secret_id,
        hint: row.hint,
        created_by: row.created_by_name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        over: row.expires_at <= now,
        last_used_at: row.last_used_at.map(|time| time.0),
    };
    let page = AppPage {
        shell,
        id: detail.app_id,
        name: detail.name,
        choices: choices(signed),
        permissions: detail.permissions,
        disabled: detail.disabled,
        created_by: detail.created_by,
        created_at: detail.created_at,
        secrets: detail.secrets.into_iter().map(secret).collect(),
        problem,
    };
    render(status, &page)
}

fn see(signed: &SignedIn, app: AppId, done: &str) -> Response {
    let mut response = Redirect::to(&routes::App { app }.to_string()).into_response();
    flash(&signed.visitor, &mut response, done);
    response
}

/// Changes a program's name and permissions.
pub(crate) async fn change(signed: SignedIn, At(route): At<routes::App>, Posted(posted): Posted) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let (name, permissions) = (posted.get("name").unwrap_or_default(), chosen(&posted)?);
    match service.change_app(context, route.app, name, &permissions).await {
        Ok(()) => Ok(see(&signed, route.app, "app-changed")),
        Err(error) => {
            let problem = wrong(signed.locale(), error)?;
            let detail = service.app(context, route.app).await?;
            let detail = AppDetail { name: name.to_owned(), permissions, ..detail };
            Ok(show(&signed, StatusCode::UNPROCESSABLE_ENTITY, detail, Some(problem)))
        }
    }
}

/// Makes a secret and shows it once.
pub(crate) async fn add_secret(
    signed: SignedIn,
    At(route): At<routes::AppSecrets>,
    Posted(posted): Posted,
) -> Answer {
    let (service, context) = (signed.service(), &signed.context);
    let months = posted.read("months").ok_or(Problem::Meaningless)?;
    let in_place_of = match posted.get("in_place_of") {
        Some(text) => Some(text.parse::<AppSecretId>().map_err(|_| Problem::Meaningless)?),
        None => None,
    };
    let made = service.add_app_secret(context, route.app, months, in_place_of).await?;
    let detail = service.app(context, route.app).await?;
    let mut shell = signed.shell(Area::Apps);
    shell.path = routes::App { app: route.app }.to_string();
    let page = SecretPage {
        shell,
        app: route.app,
        name: detail.name,
        secret: made.secret.expose_secret().to_owned(),
        until: made.expires_at,
    };
    Ok(render(StatusCode::OK, &page))
}

async fn confirm(
    signed: &SignedIn,
    app: AppId,
    about: &str,
    action: String,
    secret: Option<AppSecretId>,
) -> Answer {
    let detail = signed.service().app(&signed.context, app).await?;
    let about_what = match secret {
        None => detail.name,
        Some(secret) => {
            let found = detail.secrets.into_iter().find(|row| row.secret_id == secret);
            format!("{}…", found.ok_or(Problem::NotFound)?.hint)
        }
    };
    let shell = signed.shell(Area::Apps);
    let page = ConfirmPage {
        title: shell.t_value(&format!("{about}-title"), about_what),
        text: shell.t(format!("{about}-text")),
        button: shell.t(about),
        action,
        back: routes::App { app }.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Asks whether a secret shall end.
pub(crate) async fn confirm_revoke(signed: SignedIn, At(route): At<routes::AppSecretRevoke>) -> Answer {
    confirm(&signed, route.app, "secret-revoke", route.to_string(), Some(route.secret)).await
}

/// Ends a secret.
pub(crate) async fn revoke(
    signed: SignedIn,
    At(route): At<routes::AppSecretRevoke>,
    Posted(_): Posted,
) -> Answer {
    signed.service().revoke_app_secret(&signed.context, route.app, route.secret).await?;
    Ok(see(&signed, route.app, "secret-revoked"))
}

/// Asks whether a program shall be switched off.
pub(crate) async fn confirm_disable(signed: SignedIn, At(route): At<routes::AppDisable>) -> Answer {
    confirm(&signed, route.app, "app-disable", route.to_string(), None).await
}

/// Switches a program off.
pub(crate) async fn disable(
    signed: SignedIn,
    At(route): At<routes::AppDisable>,
    Posted(_): Posted,
) -> Answer {
    signed.service().set_app_disabled(&signed.context, route.app, true).await?;
    Ok(see(&signed, route.app, "app-disabled"))
}

/// Switches a program on again.
pub(crate) async fn enable(signed: SignedIn, At(route): At<routes::AppEnable>, Posted(_): Posted) -> Answer {
    signed.service().set_app_disabled(&signed.context, route.app, false).await?;
    Ok(see(&signed, route.app, "app-enabled"))
}

/// Asks whether a program shall be removed.
pub(crate) async fn confirm_delete(signed: SignedIn, At(route): At<routes::AppDelete>) -> Answer {
    confirm(&signed, route.app, "app-delete", route.to_string(), None).await
}

/// Removes a program.
pub(crate) async fn delete(signed: SignedIn, At(route): At<routes::AppDelete>, Posted(_): Posted) -> Answer {
    signed.service().delete_app(&signed.context, route.app).await?;
    let mut response = Redirect::to(&routes::Apps {}.to_string()).into_response();
    flash(&signed.visitor, &mut response, "app-deleted");
    Ok(response)
}
