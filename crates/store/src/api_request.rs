//! The last requests of programs.

use jiff::Timestamp;
use taxiway_domain::ids::{ApiRequestId, ApiRequestKind, AppId, AppKind, OrganisationId, OrganisationKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A request as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiRequestRow {
    /// The organisation of the program.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// The program.
    #[sqlx(try_from = "Id<AppKind>")]
    pub app_id: AppId,
    /// Its place among the requests of the program.
    #[sqlx(try_from = "Id<ApiRequestKind>")]
    pub request_row: ApiRequestId,
    /// When it was answered.
    #[sqlx(try_from = "Time")]
    pub at: Timestamp,
    /// The method.
    pub method: String,
    /// The path, and the names in the query.
    pub path: String,
    /// The status of the answer.
    pub status: i64,
    /// Its id.
    pub request_id: String,
    /// The id that the caller gave to what it belongs to.
    pub correlation_id: String,
    /// How long it took, in microseconds.
    pub duration_us: i64,
    /// What was answered, when that was an error.
    pub error: Option<String>,
    /// On whose behalf the program called.
    pub user_name: Option<String>,
}

statements! { "api_request";
    INSERT = "INSERT INTO api_request (organisation_id, app_id, request_row, at, method, path, status, request_id, correlation_id, \
        duration_us, error, user_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    // Whoever writes holds the row of the program: writers take turns, and nothing is written for one that was removed.
    TAKE_TURN = "UPDATE app SET disabled = disabled WHERE organisation_id = $1 AND app_id = $2";
    TRIM = "DELETE FROM api_request WHERE organisation_id = $1 AND app_id = $2 AND request_row < \
        (SELECT o.request_row FROM api_request o WHERE o.organisation_id = $1 AND o.app_id = $2 ORDER BY o.request_row DESC LIMIT 1 OFFSET $3)";
    LATEST = "SELECT organisation_id, app_id, request_row, at, method, path, status, request_id, correlation_id, duration_us, error, user_name \
        FROM api_request WHERE organisation_id = $1 AND status >= $2 ORDER BY request_row DESC LIMIT $3";
    LATEST_OF_APP = "SELECT organisation_id, app_id, request_row, at, method, path, status, request_id, correlation_id, duration_us, error, user_name \
        FROM api_request WHERE organisation_id = $1 AND app_id = $2 AND status >= $3 ORDER BY request_row DESC LIMIT $4";
    REMOVE = "DELETE FROM api_request WHERE organisation_id = $1 AND app_id = $2";
}

impl Tx {
    /// Adds requests of one program, and removes all but its newest `keep`. Those of a program that is gone are forgotten: false.
    pub async fn keep_api_requests(
        &mut self,
        organisation: OrganisationId,
        app: AppId,
        requests: &[ApiRequestRow],
        keep: i64,
    ) -> Result<bool, StoreError> {
        if self.execute(TAKE_TURN, values![organisation, app]).await? == 0 {
            return Ok(false);
        }
        for request in requests {
            let values = values![
                organisation,
                app,
                request.request_row,
                request.at,
                &request.method,
                &request.path,
                request.status,
                &request.request_id,
                &request.correlation_id,
                request.duration_us,
                &request.error,
                &request.user_name
            ];
            self.execute(INSERT, values).await?;
        }
        self.execute(TRIM, values![organisation, app, keep - 1]).await?;
        Ok(true)
    }
}

impl Conn {
    /// The newest requests of an organisation's programs, or of one of them, with a status of at least `status`, newest first.
    pub async fn api_requests(
        &mut self,
        organisation: OrganisationId,
        app: Option<AppId>,
        status: i64,
        limit: i64,
    ) -> Result<Vec<ApiRequestRow>, StoreError> {
        match app {
            Some(app) => self.all(LATEST_OF_APP, values![organisation, app, status, limit]).await,
            None => self.all(LATEST, values![organisation, status, limit]).await,
        }
    }
}
