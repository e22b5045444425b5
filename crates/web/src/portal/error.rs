//! Pages for requests that could not be answered.

use askama::Template;
use axum::http::StatusCode;

use super::Shell;

/// What went wrong, as far as the visitor may know.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/error.html")]
pub struct ErrorPage {
    /// What is around it.
    pub shell: Shell,
    /// The status of the answer.
    pub status: StatusCode,
    /// What is known beyond the status, in the language of the page.
    pub detail: Option<String>,
}

impl ErrorPage {
    /// The statuses with texts of their own; others are told as their class.
    const TOLD: [u16; 8] = [400, 403, 404, 405, 409, 413, 429, 500];

    fn key(&self, part: &str) -> String {
        let status = self.status.as_u16();
        let told = if Self::TOLD.contains(&status) {
            status
        } else if self.status.is_client_error() {
            400
        } else {
            500
        };
        format!("error-{told}-{part}")
    }

    fn code(&self) -> u16 {
        self.status.as_u16()
    }
}
