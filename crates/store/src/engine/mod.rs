//! The only place that knows which engine it talks to.

pub(crate) mod assigned;
pub(crate) mod bulk;
mod conn;
mod connect;
mod copy;
mod error;
pub(crate) mod holders;
pub(crate) mod migrate;
pub(crate) mod orders;
mod statement;
mod value;

pub(crate) use conn::values;
pub use conn::{Conn, Tx};
pub use connect::Engine;
pub(crate) use connect::Pools;
pub use error::{Attempts, Retryable, StoreError};
pub(crate) use statement::{Statement, statements};
pub use value::Time;
pub(crate) use value::{Id, Value};

/// The text of a statement for an engine.
pub(crate) fn text(statement: Statement, engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => statement.sqlite,
        Engine::Postgres => statement.postgres,
    }
}

/// The statements that only this engine runs.
pub(crate) fn only(engine: Engine) -> &'static [(&'static str, &'static str)] {
    match engine {
        Engine::Sqlite => bulk::sqlite::ONLY,
        Engine::Postgres => bulk::postgres::ONLY,
    }
}
