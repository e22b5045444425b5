//! Opening a database.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use deadpool::unmanaged::{Pool, PoolConfig, PoolError};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection as _, PgPool, SqliteConnection, SqlitePool};

use super::conn::{Conn, Inner, Tx};
use super::error::StoreError;

/// Which engine is behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file of our own.
    Sqlite,
    /// A PostgreSQL server, or an engine that speaks its protocol.
    Postgres,
}

/// Open connections to either engine.
#[derive(Debug, Clone)]
pub(crate) enum Pools {
    Sqlite { writer: SqlitePool, readers: Pool<SqliteConnection> },
    Postgres(PgPool),
}

/// How many connections a PostgreSQL store opens at most.
const POSTGRES_CONNECTIONS: u32 = 16;
const READING: &str = "connect for reading";
/// Pages a SQLite connection keeps in memory, in KiB.
const SQLITE_WRITER_CACHE: &str = "-16384";
const SQLITE_READER_CACHE: &str = "-2048";
/// How many connections read a SQLite file at the same time.
const SQLITE_READERS: usize = 4;
/// How long a reader waits for a connection.
const READER_PATIENCE: Duration = Duration::from_secs(30);
/// WAL frames of 16 KiB after which SQLite moves them into the file. With the default of 1,000 an import would move pages that
/// it writes again and again each time.
const SQLITE_CHECKPOINT: &str = "12000";

impl Pools {
    /// As [`Self::open`], but makes no file: none where there is none.
    pub(crate) async fn open_existing(url: &str) -> Result<Option<Self>, StoreError> {
        match url.strip_prefix("sqlite:") {
            Some(path) if !Path::new(path).exists() => Ok(None),
            _ => Self::open(url).await.map(Some),
        }
    }

    /// Opens `sqlite:PATH` or `postgres://…`.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(PathBuf::from(path)).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)
                .map_err(StoreError::database("read the database URL"))?
                .application_name("taxiway")
                .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(5));
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(15))
                .connect_with(options)
                .await
                .map_err(StoreError::database("connect"))?;
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::UnknownEngine)
        }
    }

    async fn open_sqlite(path: PathBuf) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .auto_vacuum(SqliteAutoVacuum::None)
            // Hash blobs fit a page, and a delivery run of claims touches few.
            .page_size(16384)
            .busy_timeout(Duration::from_secs(30))
            .foreign_keys(false)
            .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(5));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_mins(1))
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(
                options
                    .clone()
                    .pragma("cache_size", SQLITE_WRITER_CACHE)
                    .pragma("wal_autocheckpoint", SQLITE_CHECKPOINT)
                    .pragma("temp_store", "memory"),
            )
            .await
            .map_err(StoreError::database("open the file for writing"))?;
        let options = options.pragma("cache_size", SQLITE_READER_CACHE).pragma("query_only", "on");
        // Our own file needs no test each time that a connection is taken or given back, which would cost more than most looks.
        let config = PoolConfig {
            max_size: SQLITE_READERS,
            timeout: Some(READER_PATIENCE),
            runtime: Some(deadpool::Runtime::Tokio1),
        };
        let readers = Pool::from_config(&config);
        for _ in 0..SQLITE_READERS {
            let reader = SqliteConnection::connect_with(&options).await;
            let reader = reader.map_err(StoreError::database("open the file for reading"))?;
            readers.try_add(reader).map_err(|(_, error)| unavailable(error))?;
        }
        Ok(Self::Sqlite { writer, readers })
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn read(&self) -> Result<Conn, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => readers.get().await.map(Inner::Sqlite).map_err(unavailable),
            Self::Postgres(pool) => {
                let conn = pool.acquire().await.map_err(StoreError::database(READING))?;
                Ok(Inner::Postgres(conn))
            }
        }
        .map(Conn)
    }

    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        let near = match self {
            Self::Sqlite { .. } => true,
            Self::Postgres(pool) => is_near(&pool.connect_options()),
        };
        match self {
            Self::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Inner::SqliteTx),
            Self::Postgres(pool) => pool.begin().await.map(Inner::PostgresTx),
        }
        .map(|inner| Tx { conn: Conn(inner), near })
        .map_err(StoreError::database("begin a transaction"))
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                for _ in 0..SQLITE_READERS {
                    let Ok(reader) = readers.remove().await else { break };
                    if let Err(error) = reader.close().await {
                        tracing::debug!(%error, "a connection was not closed");
                    }
                }
                readers.close();
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Why there is no connection for reading.
fn unavailable(error: PoolError) -> StoreError {
    let source = match error {
        PoolError::Timeout => sqlx::Error::PoolTimedOut,
        PoolError::Closed | PoolError::NoRuntimeSpecified => sqlx::Error::PoolClosed,
    };
    StoreError::Database { doing: READING, source }
}

/// Whether these options lead to a Unix socket.
fn is_near(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some() || options.get_host().starts_with('/')
}
