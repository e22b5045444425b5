//! What a customer's consent covers, in a few lines.

use jiff::Timestamp;

/// The limits of a consent.
#[derive(Debug, Clone, Default)]
pub struct BoundsView {
    /// The group tags covered; empty for any.
    pub group_tags: Vec<String>,
    /// The manufacturers and models covered; empty for any.
    pub models: Vec<String>,
    /// How many devices are registered and how many may be; none for any number.
    pub devices: Option<Places>,
    /// The moment at which it runs out.
    pub ends_at: Option<Timestamp>,
    /// Whether that moment has passed.
    pub is_over: bool,
    /// The order numbers covered; empty for any.
    pub order_ids: Vec<String>,
    /// Whether the customer looks at each upload first.
    pub each: bool,
}

/// Places for devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// Taken.
    pub taken: u64,
    /// In all.
    pub all: u64,
}

impl Places {
    /// Places that are left.
    pub fn left(self) -> u64 {
        self.all.saturating_sub(self.taken)
    }
}

impl BoundsView {
    /// How many devices can still be registered, when that is fewer than these.
    pub fn fewer_than(&self, devices: u64) -> Option<u64> {
        self.devices.map(Places::left).filter(|left| *left < devices)
    }
}
