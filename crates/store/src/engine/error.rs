//! What can go wrong in the store.

use std::time::Duration;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The engine refused or broke off; the source says why.
    #[error("the database could not {doing}")]
    Database {
        /// What was being done, for the log.
        doing: &'static str,
        /// The driver's error.
        #[source]
        source: sqlx::Error,
    },
    /// A row in the database does not make sense.
    #[error("inconsistent row in {table}, column {column}: {value}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The value found there.
        value: String,
    },
    /// A write that must change one row changed another number.
    #[error("{doing} changed {rows} rows instead of one")]
    RowCount {
        /// The statement.
        doing: &'static str,
        /// Rows that were changed.
        rows: u64,
    },
    /// The database URL names no engine we know.
    #[error("the database URL must start with `sqlite:` or `postgres://`")]
    UnknownEngine,
    /// The schema was made by a newer program.
    #[error(
        "the database has schema step {found}, this program knows only up to {known}: use the newer program"
    )]
    SchemaTooNew {
        /// Newest step in the database.
        found: i64,
        /// Newest step of this program.
        known: i64,
    },
}

impl StoreError {
    pub(crate) fn database(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { doing, source }
    }

    fn sql_state(&self) -> Option<String> {
        match self {
            Self::Database { source: sqlx::Error::Database(error), .. } => error.code().map(Into::into),
            _ => None,
        }
    }

    /// Whether a unique key was violated.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database { source: sqlx::Error::Database(error), .. } if error.is_unique_violation())
    }

    /// Whether another process made the same table or type at this moment: `IF NOT EXISTS` looks before it makes.
    pub(crate) fn is_made_twice(&self) -> bool {
        // 42P07 and 42710: a table or another object of that name exists already.
        self.is_unique_violation()
            || self.sql_state().is_some_and(|code| matches!(code.as_str(), "42P07" | "42710"))
    }

    /// Whether the engine gave rows that cannot be read.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Database { source: sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_), .. }
        )
    }

    /// Whether the server went away; a new connection may work.
    pub fn is_disconnect(&self) -> bool {
        match self {
            Self::Database {
                source: sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Protocol(_),
                ..
            } => true,
            // 57P01-57P03: the server is shutting down or starting; 08xxx: connection exceptions.
            _ => self.sql_state().is_some_and(|code| code.starts_with("57P") || code.starts_with("08")),
        }
    }
}

/// Errors that may ask for the same transaction once more.
pub trait Retryable {
    /// Whether the transaction lost a race and is worth repeating as it is.
    fn is_retryable(&self) -> bool;
}

impl Retryable for StoreError {
    fn is_retryable(&self) -> bool {
        // 40001 and 40P01: serialisation failure and deadlock; 5, 261, 517: the SQLite file is busy.
        self.sql_state().is_some_and(|code| matches!(code.as_str(), "40001" | "40P01" | "5" | "261" | "517"))
    }
}

/// Counts the repetitions of one transaction and waits between them.
#[derive(Debug, Default)]
pub struct Attempts(u32);

impl Attempts {
    const MOST: u32 = 8;

    /// Whether to try again after this error; waits a growing moment before saying so.
    pub async fn again(&mut self, error: &impl Retryable) -> bool {
        if !error.is_retryable() || self.0 >= Self::MOST {
            return false;
        }
        self.0 += 1;
        tokio::time::sleep(Duration::from_millis(5 << self.0)).await;
        true
    }
}

/// Runs a block in one write transaction and commits it when it yields `Ok`, or rolls it back.
///
/// The only way to write. The block is run again when the engine asks for it, so it must be repeatable: no effects
/// besides those on `tx`.
#[macro_export]
macro_rules! write {
    ($store:expr, |$tx:ident| $body:block) => {{
        let mut attempts = $crate::Attempts::default();
        loop {
            let outcome = async {
                let mut transaction = $store.begin().await?;
                let result = {
                    let $tx = &mut transaction;
                    async { $body }.await
                };
                match result {
                    Ok(value) => {
                        transaction.commit().await?;
                        Ok(value)
                    }
                    Err(error) => {
                        transaction.rollback().await;
                        Err(error)
                    }
                }
            }
            .await;
            match outcome {
                Err(error) if attempts.again(&error).await => {}
                other => break other,
            }
        }
    }};
}
