//! Paging through long lists.

use std::fmt::Display;

use super::query::Query;

/// Where a page of a list lies and how to leave it. Links are complete addresses.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// Number of the first entry shown, when it is known.
    pub first: Option<u64>,
    /// Number of the last entry shown, when it is known.
    pub last: Option<u64>,
    /// Entries in all, when they were counted.
    pub total: Option<u64>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl Pager {
    /// Pages counted from 1; `query` holds the filter and receives `page`.
    pub fn numbered(route: &impl Display, query: &Query, page: u64, per_page: u64, total: u64) -> Self {
        let page = page.max(1);
        let before = (page - 1).saturating_mul(per_page);
        let link = |page: u64| format!("{route}{}", query.clone().with("page", page));
        Self {
            first: (before < total).then_some(before + 1),
            last: (before < total).then(|| (before + per_page).min(total)),
            total: Some(total),
            previous: (page > 1).then(|| link(page - 1)),
            next: (before + per_page < total).then(|| link(page + 1)),
        }
    }

    /// Pages by key, for lists too long to count through; the cursors become `before` and `after`.
    pub fn keyset(
        route: &impl Display,
        query: &Query,
        before: Option<&str>,
        after: Option<&str>,
        total: Option<u64>,
    ) -> Self {
        let link = |name: &str, cursor: &str| format!("{route}{}", query.clone().with(name, cursor));
        Self {
            first: None,
            last: None,
            total,
            previous: before.map(|cursor| link("before", cursor)),
            next: after.map(|cursor| link("after", cursor)),
        }
    }
}
