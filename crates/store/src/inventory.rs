//! Every statement of the store, so that a test can prepare and explain each of them on each engine.

use crate::engine::{self, Engine};

/// A named statement text.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// `noun.NAME`.
    pub name: &'static str,
    /// The text for the engine asked for.
    pub sql: &'static str,
}

/// The statements that run on this engine.
pub fn statements(engine: Engine) -> Vec<Entry> {
    let portable = [
        engine::migrate::ALL,
        crate::organisation::ALL,
        crate::partner_customer::ALL,
        crate::user::ALL,
        crate::relationship::ALL,
        crate::consent::ALL,
        crate::affiliation::ALL,
        crate::agreement::ALL,
        crate::upload::ALL,
        crate::job::ALL,
        &[crate::job::LEASE],
        crate::device::ALL,
        crate::batch::ALL,
        crate::catalogue::ALL,
        crate::audit::ALL,
        crate::identity_provider::ALL,
        crate::external_identity::ALL,
        crate::passkey::ALL,
        crate::person::ALL,
        crate::invitation::ALL,
        crate::mail::ALL,
        &[crate::mail::LEASE],
        crate::app::ALL,
        crate::access_token::ALL,
        crate::api_request::ALL,
        crate::approval::ALL,
        crate::ending::ALL,
        crate::deregistration::ALL,
        &[crate::deregistration::TAKE],
        crate::deployment_profile::ALL,
        crate::request_made::ALL,
    ];
    let own = engine::only(engine);
    portable
        .into_iter()
        .flatten()
        .map(|statement| Entry { name: statement.name, sql: engine::text(*statement, engine) })
        .chain(own.iter().map(|&(name, sql)| Entry { name, sql }))
        .collect()
}

/// The schema steps of an engine: number and DDL text.
pub fn schema_steps(engine: Engine) -> Vec<(i64, &'static str)> {
    engine::migrate::steps(engine)
}
