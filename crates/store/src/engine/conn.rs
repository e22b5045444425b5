//! One connection to either engine.

use std::ops::{Deref, DerefMut};

use deadpool::unmanaged::Object;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::error::StoreError;
use super::statement::Statement;
use super::value::Value;

/// A connection: for reading, or inside a transaction.
#[derive(Debug)]
pub struct Conn(pub(super) Inner);

#[derive(Debug)]
pub(super) enum Inner {
    Sqlite(Object<SqliteConnection>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// The driver's connection behind a [`Conn`].
pub(super) enum Driver<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A write transaction. Without a commit it is rolled back.
#[derive(Debug)]
pub struct Tx {
    pub(super) conn: Conn,
    /// Whether the server is near: reached without a network, which makes a COPY of few rows worth its round trips.
    pub(super) near: bool,
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Tx {
    /// Makes the work durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.conn.0 {
            Inner::SqliteTx(tx) => tx.commit().await,
            Inner::PostgresTx(tx) => tx.commit().await,
            Inner::Sqlite(_) | Inner::Postgres(_) => Ok(()),
        }
        .map_err(StoreError::database("commit"))
    }

    /// Gives the work up; a failure to say so ends in the same state.
    pub async fn rollback(self) {
        let outcome = match self.conn.0 {
            Inner::SqliteTx(tx) => tx.rollback().await,
            Inner::PostgresTx(tx) => tx.rollback().await,
            Inner::Sqlite(_) | Inner::Postgres(_) => Ok(()),
        };
        if let Err(error) = outcome {
            tracing::debug!(%error, "rollback was not confirmed");
        }
    }
}

/// A row that reads from both engines.
pub(crate) trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Record for T {}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(v) => query.bind(v.as_deref()),
                Value::Int(v) => query.bind(*v),
                Value::Bool(v) => query.bind(*v),
                Value::Uuid(v) => query.bind(*v),
                Value::Time(v) => query.bind(*v),
                Value::Bytes(v) => query.bind(v.as_deref()),
            };
        }
        query
    }};
}

impl Conn {
    pub(super) fn driver(&mut self) -> Driver<'_> {
        match &mut self.0 {
            Inner::Sqlite(conn) => Driver::Sqlite(conn),
            Inner::SqliteTx(tx) => Driver::Sqlite(tx),
            Inner::Postgres(conn) => Driver::Postgres(conn),
            Inner::PostgresTx(tx) => Driver::Postgres(tx),
        }
    }

    /// Runs a statement and tells how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => bound!(sqlx::query(statement.sqlite), values)
                .execute(conn)
                .await
                .map(|done| done.rows_affected()),
            Driver::Postgres(conn) => bound!(sqlx::query(statement.postgres), values)
                .execute(conn)
                .await
                .map(|done| done.rows_affected()),
        }
        .map_err(StoreError::database(statement.name))
    }

    /// Runs a statement that must change exactly one row.
    pub(crate) async fn execute_one(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
    ) -> Result<(), StoreError> {
        match self.execute(statement, values).await? {
            1 => Ok(()),
            rows => Err(StoreError::RowCount { doing: statement.name, rows }),
        }
    }

    /// Every row of a statement.
    pub(crate) async fn all<T: Record>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => bound!(sqlx::query_as(statement.sqlite), values).fetch_all(conn).await,
            Driver::Postgres(conn) => {
                bound!(sqlx::query_as(statement.postgres), values).fetch_all(conn).await
            }
        }
        .map_err(StoreError::database(statement.name))
    }

    /// The row of a statement, if there is one.
    pub(crate) async fn optional<T: Record>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
    ) -> Result<Option<T>, StoreError> {
        match self.driver() {
            Driver::Sqlite(conn) => {
                bound!(sqlx::query_as(statement.sqlite), values).fetch_optional(conn).await
            }
            Driver::Postgres(conn) => {
                bound!(sqlx::query_as(statement.postgres), values).fetch_optional(conn).await
            }
        }
        .map_err(StoreError::database(statement.name))
    }

    /// The one row of a statement that always has one.
    pub(crate) async fn one<T: Record>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
    ) -> Result<T, StoreError> {
        match self.optional(statement, values).await? {
            Some(row) => Ok(row),
            None => Err(StoreError::Database { doing: statement.name, source: sqlx::Error::RowNotFound }),
        }
    }
}

/// Collects bound values: `values![tenant, "text", 3]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::engine::Value::from($value)),*] };
}
pub(crate) use values;
