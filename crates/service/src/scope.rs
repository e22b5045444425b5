//! How far a consent reaches, as a form says it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use taxiway_domain::group_tag::{GroupTag, TagRules, TagVerdict};
use taxiway_domain::relationship::{Approval, CoveredModel, MAX_COVERED_MODELS, MAX_ORDER_IDS, Scope};

use crate::error::{Result, ServiceError};

/// Longest manufacturer, model and order number, in characters.
const TEXT_CHARS: usize = 128;
/// Most tags of a scope.
const TAGS: usize = 100;
/// Most devices that can be said.
const DEVICES: u64 = 1_000_000_000;

/// A scope as it was filled in: texts that may be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeInput {
    /// Tags that were chosen.
    pub group_tags: Vec<String>,
    /// Manufacturer and model; an empty model covers all of the manufacturer, an empty line is passed over.
    pub models: Vec<(String, String)>,
    /// Most devices, or nothing.
    pub max_devices: String,
    /// Last day on which something may be registered, in UTC, or nothing.
    pub last_day: String,
    /// Order numbers, one a line.
    pub order_ids: String,
    /// Whether the customer approves each upload.
    pub approve_each: bool,
}

impl ScopeInput {
    /// What a form that shows this scope says.
    pub fn of(scope: &Scope) -> Self {
        Self {
            group_tags: scope.group_tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
            models: scope
                .models
                .iter()
                .map(|covered| (covered.manufacturer.clone(), covered.model.clone().unwrap_or_default()))
                .collect(),
            max_devices: scope.max_devices.map(|most| most.to_string()).unwrap_or_default(),
            last_day: scope.ends_at.map(|end| last_day(end).to_string()).unwrap_or_default(),
            order_ids: scope.order_ids.join("\n"),
            approve_each: scope.approval == Approval::Each,
        }
    }
}

/// The last day on which something may be registered, in UTC.
pub fn last_day(ends_at: Timestamp) -> Date {
    let last = ends_at.checked_sub(SignedDuration::from_micros(1)).unwrap_or(ends_at);
    last.to_zoned(TimeZone::UTC).date()
}

/// Reads a form. `rules` are the tags that the customer knows; a partner who proposes a scope does not know them, and any
/// well-formed tag will do.
pub(crate) fn read_scope(input: &ScopeInput, rules: Option<&TagRules>, now: Timestamp) -> Result<Scope> {
    Ok(Scope {
        group_tags: group_tags(&input.group_tags, rules)?,
        models: models(&input.models)?,
        max_devices: max_devices(&input.max_devices)?,
        ends_at: ends_at(&input.last_day, now)?,
        order_ids: order_ids(&input.order_ids)?,
        approval: if input.approve_each { Approval::Each } else { Approval::Automatic },
    })
}

fn group_tags(chosen: &[String], rules: Option<&TagRules>) -> Result<Vec<GroupTag>> {
    let mut tags: Vec<GroupTag> = Vec::new();
    for text in chosen {
        let tag =
            GroupTag::new(text.as_str()).map_err(|_| ServiceError::invalid("group-tag", "tag", text))?;
        match rules.map(|rules| rules.resolve(text)) {
            None | Some(TagVerdict::Known { .. } | TagVerdict::Custom { .. }) => {}
            Some(TagVerdict::NotSupported { .. }) => {
                return Err(ServiceError::invalid("group-tag", "tag-not-supported", text));
            }
            Some(TagVerdict::Unknown { .. }) => {
                return Err(ServiceError::invalid("group-tag", "scope-tag", text));
            }
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    limited("group-tag", tags, TAGS)
}

fn models(lines: &[(String, String)]) -> Result<Vec<CoveredModel>> {
    let mut models: Vec<CoveredModel> = Vec::new();
    for (manufacturer, model) in lines {
        let (manufacturer, model) = (plain("model", manufacturer)?, plain("model", model)?);
        let covered = match (manufacturer, model) {
            (None, None) => continue,
            (None, Some(model)) => return Err(ServiceError::invalid("model", "scope-model", model)),
            (Some(manufacturer), model) => CoveredModel { manufacturer, model },
        };
        if !models.contains(&covered) {
            models.push(covered);
        }
    }
    limited("model", models, MAX_COVERED_MODELS)
}

fn max_devices(text: &str) -> Result<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let most = text.parse().ok().filter(|most| (1..=DEVICES).contains(most));
    most.map(Some).ok_or_else(|| ServiceError::invalid("max-devices", "scope-count", text))
}

fn ends_at(text: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let midnight = |day: Date| day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok();
    let end = text.parse().ok().and_then(midnight).map(|zoned| zoned.timestamp());
    let end = end.ok_or_else(|| ServiceError::invalid("last-day", "scope-day", text))?;
    if end <= now {
        return Err(ServiceError::invalid("last-day", "scope-day-past", text));
    }
    Ok(Some(end))
}

fn order_ids(text: &str) -> Result<Vec<String>> {
    let mut orders: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(order) = plain("order-id", line)?
            && !orders.contains(&order)
        {
            orders.push(order);
        }
    }
    limited("order-id", orders, MAX_ORDER_IDS)
}

fn plain(field: &'static str, text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > TEXT_CHARS || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, "text", TEXT_CHARS.to_string()));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn limited<T>(field: &'static str, items: Vec<T>, most: usize) -> Result<Vec<T>> {
    if items.len() > most {
        return Err(ServiceError::invalid(field, "too-many", most.to_string()));
    }
    Ok(items)
}

/// A scope as stored, for acts: one that cannot be read is an error, never a consent without limits.
pub(crate) fn scope_of(text: &str) -> Result<Scope> {
    serde_json::from_str(text).map_err(ServiceError::internal("read a scope"))
}

/// A scope as stored, for pages: one that cannot be read covers nothing, and can still be put right there.
pub(crate) fn stored_scope(text: &str) -> Scope {
    scope_of(text).unwrap_or_else(|error| {
        tracing::error!(%error, "a stored scope cannot be read");
        Scope { ends_at: Some(Timestamp::UNIX_EPOCH), ..Scope::default() }
    })
}

pub(crate) fn scope_text(scope: &Scope) -> Result<String> {
    serde_json::to_string(scope).map_err(ServiceError::internal("write a scope"))
}
