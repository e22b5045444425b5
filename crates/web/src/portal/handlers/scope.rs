//! Between the form for a scope and the service.

use taxiway_domain::group_tag::{PUBLISHED_TAGS, TagRules, TagVerdict};
use taxiway_domain::relationship::Scope;
use taxiway_locale::{Locale, field_problem};
use taxiway_service::{ScopeInput, ServiceError, last_day};

use super::Problem;
use super::extract::Fields;
use crate::portal::Shell;
use crate::portal::scope::{ScopeForm, ScopeTag, ScopeWords};

/// What a form says.
pub(crate) fn input(posted: &Fields) -> ScopeInput {
    let owned = |name| posted.get(name).unwrap_or_default().to_owned();
    let further = posted.get("further_tags").unwrap_or_default();
    let further = further.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut models = Vec::new();
    let mut names = posted.all("model");
    for manufacturer in posted.all("manufacturer") {
        models.push((manufacturer.to_owned(), names.next().unwrap_or_default().to_owned()));
    }
    models.extend(names.map(|model| (String::new(), model.to_owned())));
    models.retain(|(manufacturer, model)| !manufacturer.trim().is_empty() || !model.trim().is_empty());
    ScopeInput {
        group_tags: posted
            .all("tag")
            .filter(|tag| !tag.is_empty())
            .chain(further)
            .map(ToOwned::to_owned)
            .collect(),
        models,
        max_devices: owned("max_devices"),
        last_day: owned("last_day"),
        order_ids: owned("order_ids"),
        approve_each: posted.get("approval") == Some("each"),
    }
}

/// The form of somebody who decides: with the tags that the customer knows, and those that were proposed.
pub(crate) fn deciding(input: ScopeInput, rules: &TagRules) -> ScopeForm {
    let mut offered: Vec<String> = PUBLISHED_TAGS.iter().map(|known| known.tag.to_owned()).collect();
    offered.extend(rules.custom.iter().map(|custom| custom.tag.as_str().to_owned()));
    for tag in &input.group_tags {
        if !offered.contains(tag) {
            offered.push(tag.clone());
        }
    }
    let tags = offered.into_iter().map(|tag| choice(tag, &input, rules)).collect();
    ScopeForm { tags, decides: true, ..filled(input) }
}

/// The form of a partner who proposes: with the published tags, and room for others.
pub(crate) fn proposing(input: ScopeInput) -> ScopeForm {
    let rules = TagRules::default();
    let published = |tag: &str| PUBLISHED_TAGS.iter().any(|known| known.tag == tag);
    let further: Vec<_> = input.group_tags.iter().filter(|tag| !published(tag)).cloned().collect();
    let tags = PUBLISHED_TAGS.iter().map(|known| choice(known.tag.to_owned(), &input, &rules)).collect();
    ScopeForm { tags, further_tags: further.join("\n"), ..filled(input) }
}

fn filled(input: ScopeInput) -> ScopeForm {
    ScopeForm {
        models: input.models,
        max_devices: input.max_devices,
        last_day: input.last_day,
        order_ids: input.order_ids,
        approve_each: input.approve_each,
        ..ScopeForm::default()
    }
}

fn choice(tag: String, input: &ScopeInput, rules: &TagRules) -> ScopeTag {
    let (profile, shared_mode) = match rules.resolve(&tag) {
        TagVerdict::Known { profile, shared_mode, .. } => (Some(profile), shared_mode),
        TagVerdict::Custom { profile } => (Some(profile), false),
        _ => (None, false),
    };
    ScopeTag { chosen: input.group_tags.contains(&tag), tag, profile, shared_mode }
}

/// A scope in words.
pub(crate) fn words(shell: &Shell, scope: Scope) -> ScopeWords {
    ScopeWords { shell: shell.clone(), last_day: scope.ends_at.map(last_day), scope }
}

/// What is wrong with a form, said above it; anything else is a problem of the whole request.
pub(crate) fn problem(locale: Locale, error: ServiceError) -> Result<String, Problem> {
    match error {
        ServiceError::Invalid { field, code, hint } => Ok(field_problem(locale, field, code, &hint)),
        error => Err(error.into()),
    }
}
