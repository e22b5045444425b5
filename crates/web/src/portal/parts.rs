//! Small pieces that stand in many pages.

use askama::Template;
use askama::filters::HtmlSafe;

use super::icon;

/// How something is to be taken; colour and icon follow from it, the text always says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// For information, or under way.
    Info,
    /// Look at it.
    Warning,
    /// Wrong.
    Bad,
    /// Neither.
    Neutral,
}

impl Tone {
    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Bad => "bad",
            Self::Neutral => "neutral",
        }
    }
}

/// A state in one word with its icon.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<span class="pill pill-{{ tone.class() }}">{{ icon::markup(icon)|safe }}{{ text }}</span>"#
)]
pub struct Pill {
    /// Colour.
    pub tone: Tone,
    /// Name of the icon.
    pub icon: &'static str,
    /// What it says.
    pub text: String,
}

/// A text that is written from left to right in every language: serial numbers, tags, ids, file names.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = r#"<bdi dir="ltr" class="island">{{ text }}</bdi>"#)]
pub struct Island {
    /// The text as it is.
    pub text: String,
}

/// A group tag in a narrow place: as [`Island`], and a line may end after an underscore.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<bdi dir="ltr" class="island">{% for part in tag.split_inclusive('_') %}{{ part }}<wbr>{% endfor %}</bdi>"#
)]
pub struct NarrowTag {
    /// The tag as it is.
    pub tag: String,
}

/// A share in percent.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = r#"<bdi dir="ltr" class="number">{{ value }}%</bdi>"#)]
pub struct Percent {
    /// From 0 to 100.
    pub value: u64,
}

impl HtmlSafe for NarrowTag {}
impl HtmlSafe for Percent {}

/// A moment for people and machines, in UTC.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = r#"<time datetime="{{ machine }}">{{ text }}</time>"#)]
pub struct Moment {
    /// As the language writes it.
    pub text: String,
    /// RFC 3339.
    pub machine: String,
}

/// An icon that says its meaning to screen readers.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<span class="mark">{{ icon::markup(icon)|safe }}<span class="unseen">{{ text }}: </span></span>"#
)]
pub struct Mark {
    /// Name of the icon.
    pub icon: &'static str,
    /// What it means.
    pub text: String,
}

impl HtmlSafe for Mark {}
impl HtmlSafe for Pill {}
impl HtmlSafe for Island {}
impl HtmlSafe for Moment {}
