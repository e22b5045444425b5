//! What a use case can answer instead of its result.

use taxiway_store::{Retryable, StoreError};

/// Why a use case was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound,
    /// The caller may see it but not do this.
    #[error("not allowed")]
    Forbidden {
        /// The lowest role that may, or the permission that the program lacks, as its stable name.
        needs: &'static str,
    },
    /// A field of the request cannot be used; the code names the text that says why.
    #[error("{field}: {code}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// Key of the locale below `invalid-`.
        code: &'static str,
        /// What the text mentions: the value found or the one expected.
        hint: String,
    },
    /// The state of things forbids it now; the code names the text that says why.
    #[error("{0}")]
    Conflict(&'static str),
    /// So many things depend on it; the code names the text that says which, and what to do first.
    #[error("{code}: {count}")]
    InUse {
        /// Key of the locale below `conflict-`.
        code: &'static str,
        /// How many.
        count: u64,
    },
    /// More bytes than allowed were sent.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The caller broke off while sending.
    #[error("the transfer was cut off")]
    Interrupted,
    /// Another worker took the part over.
    #[error("the lease was lost")]
    LeaseLost,
    /// The consent changed while a part was planned.
    #[error("the consent changed")]
    ConsentChanged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that should not happen; the message goes to the log only.
    #[error("{doing}")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl ServiceError {
    /// Wraps an unexpected failure.
    pub(crate) fn internal<E>(doing: &'static str) -> impl FnOnce(E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |source| Self::Internal { doing, source: source.into() }
    }

    pub(crate) fn invalid(field: &'static str, code: &'static str, hint: impl Into<String>) -> Self {
        Self::Invalid { field, code, hint: hint.into() }
    }
}

impl Retryable for ServiceError {
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_retryable())
    }
}

/// Result of a use case.
pub type Result<T> = std::result::Result<T, ServiceError>;
