//! What the tests of several packages share: an empty database for each test, gone with the test.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use taxiway_store::{Engine, Store};

/// A database that nobody else uses, without a schema at first.
#[derive(Debug)]
pub enum Database {
    /// A file in a directory of its own.
    Sqlite {
        /// Removed with the value.
        directory: tempfile::TempDir,
    },
    /// A database on a server.
    Postgres {
        /// URL of the server's maintenance database.
        server: String,
        /// Dropped with the value.
        name: String,
    },
}

/// The PostgreSQL server that tests may use. Never skipped: without it half of what is promised would go untested.
fn server() -> String {
    std::env::var("TAXIWAY_TEST_POSTGRES").expect(
        "TAXIWAY_TEST_POSTGRES must name a PostgreSQL server for tests, such as postgres://postgres@127.0.0.1:5432/postgres; \
         `cargo xtask test` starts one and sets it",
    )
}

async fn on_server(server: &str, sql: String) {
    let mut conn = PgConnection::connect(server).await.expect("the PostgreSQL server for tests answers");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.expect("the server does as told");
    conn.close().await.expect("the connection closes");
}

impl Database {
    /// An empty database of this engine.
    ///
    /// # Panics
    /// When there is no server for tests.
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite { directory: tempfile::tempdir().expect("a temporary directory") },
            Engine::Postgres => Self::on(&server()).await,
        }
    }

    /// An empty database on this PostgreSQL server.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn on(server: &str) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("taxiway_test_{}_{number}", std::process::id());
        on_server(server, format!("CREATE DATABASE {name}")).await;
        // Migrating is one commit a step: without waiting for the disk it needs no template to be quick.
        on_server(server, format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
        Self::Postgres { server: server.to_owned(), name }
    }

    /// Where the store opens it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { directory } => format!("sqlite:{}", directory.path().join("test.db").display()),
            Self::Postgres { server, name } => {
                let (address, query) = server.split_once('?').unwrap_or((server, ""));
                let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
                format!("{host}/{name}?{query}")
            }
        }
    }

    /// Another store over the same database, as another process would open it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Store {
        Store::open(&self.url()).await.expect("the store opens")
    }

    /// The driver's own connection to the file, for what the store has no method for.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn raw_sqlite(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.url()).await.expect("the file opens")
    }

    /// The driver's own connection to the server; see [`Database::raw_sqlite`].
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn raw_postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.expect("the database answers")
    }

    /// Runs a text that is the same on both engines.
    ///
    /// # Panics
    /// When it fails.
    pub async fn run(&self, sql: impl Into<String>) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.into()));
        match self {
            Self::Sqlite { .. } => sql.execute(&mut self.raw_sqlite().await).await.map(drop),
            Self::Postgres { .. } => sql.execute(&mut self.raw_postgres().await).await.map(drop),
        }
        .expect("the statement runs");
    }

    /// Makes the organisation of this name one of another kind, which no use case does.
    ///
    /// # Panics
    /// When it fails.
    pub async fn change_kind(&self, organisation: &str, kind: &str) {
        self.run(format!("UPDATE organisation SET kind = '{kind}' WHERE name = '{organisation}'")).await;
    }

    /// The one number that a text asks for.
    ///
    /// # Panics
    /// When there is none.
    pub async fn number(&self, sql: impl Into<String>) -> i64 {
        let sql = AssertSqlSafe(sql.into());
        match self {
            Self::Sqlite { .. } => sqlx::query_scalar(sql).fetch_one(&mut self.raw_sqlite().await).await,
            Self::Postgres { .. } => sqlx::query_scalar(sql).fetch_one(&mut self.raw_postgres().await).await,
        }
        .expect("there is a number")
    }

    /// How many rows a table has, or how many of them, where a condition follows its name.
    ///
    /// # Panics
    /// When there is no such table.
    pub async fn count(&self, rows: &str) -> i64 {
        self.number(format!("SELECT count(*) FROM {rows}")).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            let (server, sql) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
            // A runtime of its own: this one may be blocked by us.
            let dropped = std::thread::spawn(move || {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                runtime.block_on(on_server(&server, sql));
            });
            let dropped = dropped.join().is_ok();
            assert!(dropped || std::thread::panicking(), "the test database could not be dropped");
        }
    }
}
