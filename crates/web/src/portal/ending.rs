//! Ending a relationship: what it concerns, and what became of it.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::profile::DeviceProfile;

use super::job::JobSummary;
use super::parts::Percent;
use super::{Shell, routes};

/// Devices with the same group tag.
#[derive(Debug, Clone)]
pub struct TagRow {
    /// The tag; empty for none.
    pub tag: String,
    /// The profile it selects.
    pub profile: Option<DeviceProfile>,
    /// How many.
    pub devices: u64,
    /// Of these, never used.
    pub unused: u64,
}

/// The consent of a provider that can end along.
#[derive(Debug, Clone)]
pub struct ProviderRow {
    /// Its consent.
    pub relationship: RelationshipId,
    /// Its name.
    pub name: String,
    /// Devices that it registered itself.
    pub devices: u64,
    /// Whether it is ticked.
    pub chosen: bool,
}

/// The question whether the relationship shall end.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/ending.html")]
pub struct EndingPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer.
    pub customer: OrganisationId,
    /// The relationship.
    pub relationship: RelationshipId,
    /// Name of the other side.
    pub other: String,
    /// Whether the visitor is the side that was given consent.
    pub by_partner: bool,
    /// Devices by tag, most first.
    pub tags: Vec<TagRow>,
    /// Jobs under way.
    pub jobs: Vec<JobSummary>,
    /// Whether there are more of them.
    pub more_jobs: bool,
    /// Providers behind the reseller.
    pub providers: Vec<ProviderRow>,
    /// Whether deregistering is ticked.
    pub deregister: bool,
    /// The reason as typed, when the form is shown again.
    pub reason: String,
}

/// Where a deregistration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovalState {
    /// It waits for parts that are at work.
    Waiting,
    /// Devices are being deregistered.
    Running,
    /// All of them are gone.
    Finished,
}

impl RemovalState {
    /// Reads the stored name.
    pub fn from_name(name: &str) -> Self {
        match name {
            "waiting" => Self::Waiting,
            "running" => Self::Running,
            _ => Self::Finished,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Finished => "finished",
        }
    }
}

/// How far a deregistration is: a part of its page, which is sent anew while it lasts.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/removal_progress.html")]
pub struct Removal {
    /// Language and icons.
    pub shell: Shell,
    /// Where it stands.
    pub state: RemovalState,
    /// Devices deregistered.
    pub devices: u64,
    /// Devices that were to be.
    pub expected: u64,
    /// When the last one was gone.
    pub finished_at: Option<Timestamp>,
}

/// A relationship that does not stand any more.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/ended.html")]
pub struct EndedPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer.
    pub customer: OrganisationId,
    /// The relationship.
    pub relationship: RelationshipId,
    /// Name of the other side.
    pub other: String,
    /// Whether it stood once and was ended.
    pub ended: bool,
    /// When.
    pub at: Option<Timestamp>,
    /// Which side ended it: code of a text `ending-by-<code>`.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Devices that are still registered.
    pub left: u64,
    /// How far the deregistration is, when one was asked for.
    pub removal: Option<Removal>,
    /// Where the partner asks for consent again, if the visitor may.
    pub again: Option<String>,
}

impl EndingPage {
    fn route(&self) -> routes::RelationshipEnd {
        routes::RelationshipEnd { customer: self.customer, relationship: self.relationship }
    }

    /// Partners have no page about a relationship.
    fn back(&self) -> String {
        let (customer, relationship) = (self.customer, self.relationship);
        if self.by_partner {
            routes::Customer { customer }.to_string()
        } else {
            routes::Relationship { customer, relationship }.to_string()
        }
    }

    /// Whether jobs of the visitor's own organisation forbid it.
    fn is_forbidden(&self) -> bool {
        self.by_partner && !self.jobs.is_empty()
    }

    fn devices(&self) -> u64 {
        self.tags.iter().map(|tag| tag.devices).sum()
    }

    fn unused(&self) -> u64 {
        self.tags.iter().map(|tag| tag.unused).sum()
    }
}

impl Removal {
    fn key(&self) -> &'static str {
        match self.state {
            RemovalState::Waiting => "ended-waiting",
            RemovalState::Running => "ended-running",
            RemovalState::Finished => "ended-finished",
        }
    }

    /// Devices that were used in the meantime are no longer expected.
    fn percent(&self) -> Percent {
        match self.state {
            RemovalState::Finished => Percent { value: 100 },
            _ => self.shell.percent(self.devices, self.expected.max(self.devices)),
        }
    }

    /// Whether something still happens to it.
    pub fn is_live(&self) -> bool {
        self.state != RemovalState::Finished
    }
}

impl EndedPage {
    fn events(&self) -> routes::RelationshipEndEvents {
        routes::RelationshipEndEvents { customer: self.customer, relationship: self.relationship }
    }

    fn route(&self) -> routes::RelationshipEnd {
        routes::RelationshipEnd { customer: self.customer, relationship: self.relationship }
    }
}
