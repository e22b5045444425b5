//! Consent: where it stands, and how far it reaches.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::finding::FindingCode;
use crate::group_tag::GroupTag;

/// Where a relationship between a customer and a partner or manufacturer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationshipState {
    /// Asked for; nobody has decided.
    Requested,
    /// The customer agreed; devices may be registered.
    Approved,
    /// The customer refused.
    Declined,
    /// Nobody decided in time.
    Expired,
    /// It was approved once, and one of the sides ended it.
    Ended,
}

impl RelationshipState {
    /// Every state, in the order of a relationship's life.
    pub const ALL: [Self; 5] = [Self::Requested, Self::Approved, Self::Declined, Self::Expired, Self::Ended];

    /// Stable name; the text is `relationship-state-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The customer agrees.
    pub fn approve(self) -> Result<Self, InvalidTransition> {
        self.step(Self::Requested, Self::Approved)
    }

    /// The customer refuses.
    pub fn decline(self) -> Result<Self, InvalidTransition> {
        self.step(Self::Requested, Self::Declined)
    }

    /// Nobody decided in time.
    pub fn expire(self) -> Result<Self, InvalidTransition> {
        self.step(Self::Requested, Self::Expired)
    }

    /// One of the sides ends what was approved.
    pub fn end(self) -> Result<Self, InvalidTransition> {
        self.step(Self::Approved, Self::Ended)
    }

    /// Every step has one beginning; a relationship that is over is followed by a new one.
    fn step(self, from: Self, to: Self) -> Result<Self, InvalidTransition> {
        if self == from { Ok(to) } else { Err(InvalidTransition { from: self, to }) }
    }
}

/// A step that a relationship cannot take from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a relationship that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct InvalidTransition {
    /// Where it stands.
    pub from: RelationshipState,
    /// Where it should go.
    pub to: RelationshipState,
}

/// Who looks at an upload before its devices are registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approval {
    /// Nobody: uploads are registered at once.
    #[default]
    Automatic,
    /// The customer approves each upload.
    Each,
}

/// A manufacturer, or one of its models, that a consent covers. Compared exactly, as tuples are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoveredModel {
    /// As in the firmware.
    pub manufacturer: String,
    /// As in the firmware; none covers every model of the manufacturer.
    pub model: Option<String>,
}

/// How far a consent reaches. The default has no limits: all devices, until the relationship is ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scope {
    /// Tags that devices may carry, exactly; empty: any tag and none.
    pub group_tags: Vec<GroupTag>,
    /// Manufacturers and models that may be registered; empty: all.
    pub models: Vec<CoveredModel>,
    /// Most devices that may be registered under it; none: any number.
    pub max_devices: Option<u64>,
    /// The first moment at which nothing more may be registered; none: no end.
    pub ends_at: Option<Timestamp>,
    /// Order numbers of which each device must carry one, by its own row or by its upload; empty: any order and none.
    pub order_ids: Vec<String>,
    /// Who looks at an upload first.
    pub approval: Approval,
}

/// The limit that a row or an upload is outside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeLimit {
    /// The group tag.
    GroupTag,
    /// The manufacturer or model.
    Model,
    /// The number of devices.
    MaxDevices,
    /// The end date.
    EndsAt,
    /// The order number.
    OrderId,
}

impl ScopeLimit {
    /// Every limit.
    pub const ALL: [Self; 5] = [Self::GroupTag, Self::Model, Self::MaxDevices, Self::EndsAt, Self::OrderId];

    /// Stable name; the text is `scope-limit-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GroupTag => "group-tag",
            Self::Model => "model",
            Self::MaxDevices => "max-devices",
            Self::EndsAt => "ends-at",
            Self::OrderId => "order-id",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.as_str() == name)
    }

    /// The finding that names this limit in a row.
    pub fn finding_code(self) -> FindingCode {
        match self {
            Self::GroupTag => FindingCode::ScopeGroupTag,
            Self::Model => FindingCode::ScopeModel,
            Self::MaxDevices => FindingCode::ScopeMaxDevices,
            Self::EndsAt => FindingCode::ScopeEndsAt,
            Self::OrderId => FindingCode::ScopeOrderId,
        }
    }
}

impl Scope {
    /// Whether it has no limits at all.
    pub fn is_unlimited(&self) -> bool {
        *self == Self::default()
    }

    /// Whether rows of one upload can differ in being covered.
    pub fn limits_rows(&self) -> bool {
        !self.group_tags.is_empty() || !self.models.is_empty() || !self.order_ids.is_empty()
    }

    /// What forbids a whole upload with this order number at this moment.
    pub fn refuses_upload(&self, order_id: Option<&str>, now: Timestamp) -> Option<ScopeLimit> {
        if self.ends_at.is_some_and(|end| end <= now) {
            return Some(ScopeLimit::EndsAt);
        }
        (!self.covers_order(order_id)).then_some(ScopeLimit::OrderId)
    }

    /// Whether devices with this order number may be registered.
    pub fn covers_order(&self, order_id: Option<&str>) -> bool {
        let ordered = |order: &str| self.order_ids.iter().any(|known| known == order);
        self.order_ids.is_empty() || order_id.is_some_and(ordered)
    }

    /// What forbids a device with these properties. Where models are limited, a device that does not say its manufacturer
    /// is outside: nobody could tell that it is covered.
    pub fn refuses_device(
        &self,
        group_tag: Option<&str>,
        manufacturer: Option<&str>,
        model: Option<&str>,
    ) -> Option<ScopeLimit> {
        let tagged = |tag: &str| self.group_tags.iter().any(|known| known.as_str() == tag);
        if !self.group_tags.is_empty() && !group_tag.is_some_and(tagged) {
            return Some(ScopeLimit::GroupTag);
        }
        let covers = |known: &CoveredModel| {
            manufacturer == Some(&known.manufacturer)
                && known.model.as_deref().is_none_or(|wanted| model == Some(wanted))
        };
        if !self.models.is_empty() && !self.models.iter().any(covers) {
            return Some(ScopeLimit::Model);
        }
        None
    }
}

/// Most manufacturers and models that one scope names.
pub const MAX_COVERED_MODELS: usize = 50;
/// Most order numbers that one scope names.
pub const MAX_ORDER_IDS: usize = 100;

impl Scope {
    /// Whether nothing can be registered under it any more: its time is over, or so many devices were registered.
    pub fn is_used_up(&self, registered: u64, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now) || self.max_devices.is_some_and(|most| most <= registered)
    }
}

/// Where a request for consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// Nobody has decided, and there is time.
    Open,
    /// A customer agreed; the link is used.
    Accepted,
    /// A customer refused; the link is used.
    Declined,
    /// Nobody decided in time.
    Expired,
    /// Whoever asked took it back.
    Revoked,
    /// It was accepted, and what was granted has ended since.
    Ended,
}

impl RequestState {
    /// Every state, in the order of a request's life.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::Declined, Self::Expired, Self::Revoked, Self::Ended];

    /// Stable name; the text is `request-state-<name>` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Ended => "ended",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// What a stored state means at a moment: an open request expires by itself.
    #[must_use]
    pub fn at(self, expires_at: Timestamp, now: Timestamp) -> Self {
        if self == Self::Open && expires_at <= now { Self::Expired } else { self }
    }
}
