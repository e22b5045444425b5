//! How programs of partners call, and what they asked for last.

use std::time::Duration;

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::api_call::{ARTICLES, ApiCall, PARTNER_CENTER, RESOURCE};
use taxiway_domain::ids::{AppId, OrganisationId};

use super::parts::{Pill, Tone};
use super::query::Query;
use super::{Shell, routes};

/// A request of a program.
#[derive(Debug, Clone)]
pub struct ApiRequestRow {
    /// When it was answered.
    pub at: Timestamp,
    /// The program.
    pub app: AppId,
    /// Its name.
    pub app_name: String,
    /// On whose behalf it called.
    pub user: Option<String>,
    /// The method.
    pub method: String,
    /// The path, with the names in the query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// Its id.
    pub request_id: String,
    /// The id that the caller gave to what it belongs to.
    pub correlation_id: String,
    /// How long it took.
    pub duration: Duration,
    /// What was answered, when that was an error.
    pub error: Option<String>,
}

/// How programs call, and what they asked for last.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/api.html")]
pub struct ApiPage {
    /// What is around it.
    pub shell: Shell,
    /// Where programs call, without a slash at the end.
    pub base: String,
    /// The organisation: its id is the tenant of its tokens.
    pub tenant: OrganisationId,
    /// The programs that there are.
    pub apps: Vec<(AppId, String)>,
    /// Whose requests are shown; none for those of all.
    pub app: Option<AppId>,
    /// Whether only errors are shown.
    pub only_errors: bool,
    /// How many requests of each program are kept.
    pub kept: u64,
    /// The requests, newest first.
    pub requests: Vec<ApiRequestRow>,
}

/// Why an organisation cannot call.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/api_closed.html")]
pub struct ApiClosedPage {
    /// What is around it.
    pub shell: Shell,
    /// Why, and what to do instead.
    pub reason: String,
}

/// The requests of one program.
pub(super) fn requests_of(app: AppId) -> String {
    format!("{}{}", routes::Api {}, Query::new().with("app", app))
}

impl ApiPage {
    fn token_v1(&self) -> String {
        format!("{}/{}/oauth2/token", self.base, self.tenant)
    }

    fn token_v2(&self) -> String {
        format!("{}/{}/oauth2/v2.0/token", self.base, self.tenant)
    }

    fn resource(&self) -> String {
        format!("resource={RESOURCE}")
    }

    fn scope(&self) -> String {
        format!("scope={RESOURCE}/.default")
    }

    /// What a program must be told: where it stands on the page, what it is, the value, and what goes with it.
    fn connection(&self) -> [(&'static str, &'static str, String, Option<String>); 4] {
        [
            ("base", "api-base", self.base.clone(), None),
            ("tenant", "api-tenant", self.tenant.to_string(), None),
            ("token-v1", "api-token-v1", self.token_v1(), Some(self.resource())),
            ("token-v2", "api-token-v2", self.token_v2(), Some(self.scope())),
        ]
    }

    /// Where an admin agent opens the link for all customers.
    fn standing(&self) -> String {
        format!("{}#standing", self.shell.to().requests())
    }

    /// Where programs find it: beside the calls, not among the pages.
    fn description(&self) -> String {
        format!("{}/partner-center.openapi.json", self.base)
    }

    /// Sets what the first call needs. The line that reads stands last: it would swallow what is pasted after it.
    fn set_up(&self) -> String {
        let only = if let [(id, _)] = &self.apps[..] { Some(*id) } else { None };
        let id = self.app.or(only).map_or_else(|| "CLIENT-ID-OF-THE-APP".to_owned(), |id| id.to_string());
        format!("export CLIENT_ID={id}\nread -rs CLIENT_SECRET")
    }

    /// Commands for a shell. The secret goes through a pipe: arguments of a command are seen by everybody on the machine.
    fn first_call(&self) -> String {
        let (token, base) = (self.token_v1(), &self.base);
        format!(
            r#"answer=$(printf '%s' "$CLIENT_SECRET" | curl -sS \
  -d grant_type=client_credentials \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode client_secret@- \
  --data-urlencode "resource={RESOURCE}" \
  "{token}")
token=$(printf '%s' "$answer" | sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')
if [ -z "$token" ]; then printf '%s\n' "$answer" >&2
else curl -sS "{base}/v1/customers" \
  -H "Authorization: Bearer $token" -H "Accept: application/json"; fi"#
        )
    }

    fn calls(&self) -> &'static [ApiCall] {
        PARTNER_CENTER
    }

    fn methods(&self, call: &ApiCall) -> String {
        call.also.map_or_else(|| call.method.to_owned(), |also| format!("{}, {also}", call.method))
    }

    fn does(&self, call: &ApiCall) -> String {
        self.shell.code("api-call", call.name.replace('.', "-"))
    }

    fn article(&self, call: &ApiCall) -> String {
        format!("{ARTICLES}{}", call.article)
    }

    fn new_app(&self) -> routes::NewApp {
        routes::NewApp {}
    }

    /// Where people let programs act for them.
    fn acting(&self) -> String {
        format!("{}#acting", routes::Account {})
    }

    /// The form leads to the list below it.
    fn filter(&self) -> String {
        format!("{}#requests", routes::Api {})
    }

    fn filtered(&self) -> bool {
        self.app.is_some() || self.only_errors
    }

    fn chosen(&self, app: &AppId) -> bool {
        self.app == Some(*app)
    }

    fn requests_of(&self, row: &ApiRequestRow) -> String {
        requests_of(row.app)
    }

    fn status(&self, row: &ApiRequestRow) -> Pill {
        let (tone, icon) = match row.status {
            0..400 => (Tone::Good, "check"),
            400..500 => (Tone::Warning, "alert"),
            500.. => (Tone::Bad, "cancel"),
        };
        Pill { tone, icon, text: row.status.to_string() }
    }

    fn took(&self, row: &ApiRequestRow) -> String {
        let tenths = u64::try_from(row.duration.as_micros() / 100).unwrap_or(u64::MAX);
        self.shell.t_value("api-took", self.shell.tenths(tenths))
    }
}
