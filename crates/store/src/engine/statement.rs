//! SQL texts with names, so that an inventory can prepare and explain every one of them.

/// A statement: one portable text, or one per engine where a word differs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    /// Name in the inventory: `noun.verb`.
    pub(crate) name: &'static str,
    /// Text for SQLite.
    pub(crate) sqlite: &'static str,
    /// Text for PostgreSQL; the same text except for an engine word.
    pub(crate) postgres: &'static str,
}

/// Declares the statements of one noun and their inventory `ALL`.
macro_rules! statements {
    ($noun:literal; $($name:ident = $sql:expr;)*) => {
        $(pub(crate) const $name: $crate::engine::Statement = $crate::engine::Statement {
            name: concat!($noun, ".", stringify!($name)),
            sqlite: $sql,
            postgres: $sql,
        };)*
        pub(crate) const ALL: &[$crate::engine::Statement] = &[$($name),*];
    };
}
pub(crate) use statements;
