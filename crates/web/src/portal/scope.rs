//! How far a consent reaches: in words, and as a form.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::relationship::{Approval, Scope};

use super::Shell;
use super::parts::Moment;

/// Rows for manufacturers and models that are offered beside those filled in.
const EMPTY_MODELS: usize = 3;

impl Shell {
    /// A day, as the language writes it.
    pub fn day(&self, day: &Date) -> Moment {
        let month = self.t(format!("month-{}", day.month()));
        let (number, year) = (day.day().to_string(), day.year().to_string());
        let values = [
            ("day", number.as_str().into()),
            ("month", month.as_str().into()),
            ("year", year.as_str().into()),
        ];
        Moment { text: taxiway_locale::plain_with(self.locale, "day", &values), machine: day.to_string() }
    }
}

/// The limits of a consent in words; says so when there are none.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/scope_words.html")]
pub struct ScopeWords {
    /// Language and icons.
    pub shell: Shell,
    /// The limits.
    pub scope: Scope,
    /// The last day, when there is one.
    pub last_day: Option<Date>,
}

impl HtmlSafe for ScopeWords {}

impl ScopeWords {
    fn approves_each(&self) -> bool {
        self.scope.approval == Approval::Each
    }
}

/// A tag that can be chosen.
#[derive(Debug, Clone)]
pub struct ScopeTag {
    /// The tag.
    pub tag: String,
    /// The profile it selects; none for a tag that the customer does not know.
    pub profile: Option<DeviceProfile>,
    /// Whether it also selects shared device mode.
    pub shared_mode: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The form for a scope; values are filled in as they were typed.
#[derive(Debug, Clone, Default)]
pub struct ScopeForm {
    /// Tags to choose from.
    pub tags: Vec<ScopeTag>,
    /// Further tags as typed: a partner does not know the customer's own.
    pub further_tags: String,
    /// Manufacturers and models as typed.
    pub models: Vec<(String, String)>,
    /// Most devices as typed.
    pub max_devices: String,
    /// Last day as typed.
    pub last_day: String,
    /// Order numbers as typed.
    pub order_ids: String,
    /// Whether the customer approves each upload.
    pub approve_each: bool,
    /// Whether who fills it in decides; a partner only proposes.
    pub decides: bool,
}

impl ScopeForm {
    /// Whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.further_tags, &self.max_devices, &self.last_day, &self.order_ids];
        self.models.is_empty()
            && texts.into_iter().all(String::is_empty)
            && !self.tags.iter().any(|choice| choice.chosen)
    }

    /// The rows for manufacturers and models, with room for more.
    pub fn model_rows(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.models.iter().cloned().chain(std::iter::repeat_n(Default::default(), EMPTY_MODELS))
    }
}
