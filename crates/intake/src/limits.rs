//! How many rows a file may have, and how a longer one is split.

use serde::{Deserialize, Serialize};

use crate::layout::Layout;

/// Published limits of other services, by the names that configuration and command line use.
pub const PRESETS: [(&str, u64); 5] = [
    ("partner-center", 1000),
    ("oem", 1000),
    ("business-premium", 1000),
    ("intune", 500),
    ("partner-center-profile", 500),
];

/// Rows of one file when nothing else is configured.
pub const DEFAULT_ROWS: u64 = 10_000_000;

/// Row limits; a layout can have its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowLimits {
    /// Limit of every layout that has none of its own.
    pub default: u64,
    /// Limits of single layouts.
    #[serde(default)]
    pub layouts: Vec<(Layout, u64)>,
}

impl Default for RowLimits {
    fn default() -> Self {
        Self { default: DEFAULT_ROWS, layouts: Vec::new() }
    }
}

impl RowLimits {
    /// The same limit for every layout.
    pub fn all(rows: u64) -> Self {
        Self { default: rows, layouts: Vec::new() }
    }

    /// The limit of a [preset](PRESETS).
    pub fn preset(name: &str) -> Option<Self> {
        PRESETS.iter().find(|(preset, _)| *preset == name).map(|(_, rows)| Self::all(*rows))
    }

    /// What the documentation of each layout says; no number was ever published for the Managed Desktop page.
    pub fn published() -> Self {
        Self { default: DEFAULT_ROWS, layouts: vec![(Layout::PartnerCenter, 1000), (Layout::Intune, 500)] }
    }

    /// Rows that a file of this layout may have.
    pub fn of(&self, layout: Layout) -> u64 {
        self.layouts.iter().find(|(name, _)| *name == layout).map_or(self.default, |(_, rows)| *rows)
    }
}

/// How many files of at most `limit` rows take the rows of one.
pub fn files_needed(rows: u64, limit: u64) -> u64 {
    rows.div_ceil(limit.max(1))
}
