//! Programs that act for a person, on the person's own account.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use secrecy::ExposeSecret;
use taxiway_domain::api_call::may_call;
use taxiway_domain::ids::AppId;
use taxiway_service::{ActingProgram, GRANTED_TOKENS, OpenUse};

use super::extract::{At, Posted, SignedIn};
use super::job::flash;
use super::{Answer, Problem};
use crate::portal::acting::{ActingPart, ActingRow, ActingTokenPage};
use crate::portal::confirm::ConfirmPage;
use crate::portal::shell::Area;
use crate::portal::{render, routes};

fn row(one: ActingProgram) -> ActingRow {
    ActingRow {
        id: one.app_id,
        name: one.name,
        disabled: one.disabled,
        since: one.since,
        until: one.until,
        used_at: one.used_at,
    }
}

/// What the account's page says about programs; nothing where they cannot call.
pub(crate) async fn part(signed: &SignedIn) -> Result<Option<ActingPart>, Problem> {
    if !may_call(signed.context.actor.kind) {
        return Ok(None);
    }
    let found = signed.service().programs_for_me(&signed.context).await?;
    let rows = found.acting.into_iter().map(row).collect();
    Ok(Some(ActingPart { rows, choices: found.choices, tokens: u64::from(GRANTED_TOKENS) }))
}

/// Lets a program act for oneself, and shows the token once: it stands in no address.
pub(crate) async fn let_act(signed: SignedIn, Posted(posted): Posted) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let app: AppId = posted.read("app").ok_or(Problem::Meaningless)?;
    let made = signed.service().let_act(&signed.context, app).await?;
    let mut shell = signed.shell(Area::Account);
    shell.path = routes::Account {}.to_string();
    let page = ActingTokenPage {
        shell,
        app,
        name: made.app,
        token: made.token.expose_secret().to_owned(),
        until: made.expires_at,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Asks whether a program is to act no longer.
pub(crate) async fn confirm_stop(signed: SignedIn, At(route): At<routes::ActingAppStop>) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    let found = signed.service().program_for_me(&signed.context, route.app).await?;
    let shell = signed.shell(Area::Account);
    let page = ConfirmPage {
        title: shell.t_value("acting-stop-title", &found.name),
        text: shell.t("acting-stop-text"),
        action: route.to_string(),
        button: shell.t("acting-stop"),
        back: routes::Account {}.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Ends every token with which a program acts for oneself.
pub(crate) async fn stop(
    signed: SignedIn,
    At(route): At<routes::ActingAppStop>,
    Posted(_): Posted,
) -> Answer {
    signed.visitor.open(OpenUse::OwnAccount);
    signed.service().stop_acting(&signed.context, route.app).await?;
    let mut response = Redirect::to(&routes::Account {}.to_string()).into_response();
    flash(&signed.visitor, &mut response, "acting-stopped");
    Ok(response)
}
