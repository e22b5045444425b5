//! Schema steps: one DDL statement each, the same numbers on every engine.

use super::conn::{Conn, values};
use super::connect::{Engine, Pools};
use super::error::StoreError;
use super::statement::{Statement, statements};

/// The table of steps itself; not in the inventory, because it must exist before anything can be prepared.
const CREATE_STEPS: Statement = Statement {
    name: "migration.CREATE_STEPS",
    sqlite: "CREATE TABLE IF NOT EXISTS schema_step (step INTEGER NOT NULL PRIMARY KEY) STRICT",
    postgres: "CREATE TABLE IF NOT EXISTS schema_step (step bigint NOT NULL PRIMARY KEY)",
};

/// Whether there is that table. What a database says about itself is different on every engine.
const HAS_STEPS: Statement = Statement {
    name: "migration.HAS_STEPS",
    sqlite: "SELECT count(*) AS count FROM sqlite_master WHERE type = 'table' AND name = 'schema_step'",
    postgres: "SELECT count(*) AS count FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_step')",
};

statements! { "migration";
    ADD_STEP = "INSERT INTO schema_step (step) VALUES ($1) ON CONFLICT DO NOTHING";
    // Step 0 is the row whose lock makes several starting processes take turns.
    TAKE_TURN = "UPDATE schema_step SET step = 0 WHERE step = 0";
    LATEST = "SELECT max(step) AS step FROM schema_step";
}

macro_rules! files {
    ($number:literal, $name:literal) => {
        (
            $number,
            include_str!(concat!("../../migrations/sqlite/", $name)),
            include_str!(concat!("../../migrations/postgres/", $name)),
        )
    };
}

/// Migration files: number, text for SQLite, text for PostgreSQL. Step = number * 1000 + position of the statement.
const FILES: &[(i64, &str, &str)] = &[
    files!(1, "0001_foundation.sql"),
    files!(2, "0002_consent_scope.sql"),
    files!(3, "0003_audit_chain.sql"),
    files!(4, "0004_accounts.sql"),
    files!(5, "0005_consent_request.sql"),
    files!(6, "0006_approval.sql"),
    files!(7, "0007_sign_in.sql"),
    files!(8, "0008_deployment_profile.sql"),
    files!(9, "0009_batches.sql"),
    files!(10, "0010_access_token.sql"),
    files!(11, "0011_api_request.sql"),
];

#[derive(sqlx::FromRow)]
struct Latest {
    step: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

/// The steps of an engine, in order.
pub(crate) fn steps(engine: Engine) -> Vec<(i64, &'static str)> {
    FILES
        .iter()
        .flat_map(|&(file, sqlite, postgres)| {
            let text = match engine {
                Engine::Sqlite => sqlite,
                Engine::Postgres => postgres,
            };
            let statements = text.split(";\n").map(str::trim).filter(|sql| !sql.is_empty());
            (1..).zip(statements).map(move |(position, sql)| (file * 1000 + position, sql))
        })
        .collect()
}

/// Whether some process began with the schema before.
pub(crate) async fn is_begun(pools: &Pools) -> Result<bool, StoreError> {
    let row: Count = pools.read().await?.one(HAS_STEPS, values![]).await?;
    Ok(row.count > 0)
}

/// Brings the schema up to date. Several processes may do this at once.
pub(crate) async fn migrate(pools: &Pools) -> Result<(), StoreError> {
    let steps = steps(pools.engine());
    let mut tx = pools.begin().await?;
    match tx.execute(CREATE_STEPS, values![]).await {
        Ok(_) => tx.commit().await?,
        // Another process creates the same table at this moment.
        Err(error) if error.is_made_twice() => tx.rollback().await,
        Err(error) => return Err(error),
    }
    loop {
        let mut tx = pools.begin().await?;
        tx.execute(ADD_STEP, values![0]).await?;
        tx.execute(TAKE_TURN, values![]).await?;
        let done = latest(&mut tx).await?;
        if let Some(&(known, _)) = steps.last().filter(|(last, _)| *last < done) {
            return Err(StoreError::SchemaTooNew { found: done, known });
        }
        let Some(&(step, sql)) = steps.iter().find(|(step, _)| *step > done) else {
            return Ok(());
        };
        tx.execute(Statement { name: "migrate", sqlite: sql, postgres: sql }, values![]).await?;
        tx.execute(ADD_STEP, values![step]).await?;
        tx.commit().await?;
    }
}

async fn latest(conn: &mut Conn) -> Result<i64, StoreError> {
    let row: Latest = conn.one(LATEST, values![]).await?;
    Ok(row.step.unwrap_or(0))
}
