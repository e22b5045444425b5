//! The languages on offer and how one is chosen.

use std::sync::LazyLock;

use fluent_templates::LanguageIdentifier;
use fluent_templates::loader::langid;

/// A language in which Taxiway speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English, the fallback.
    #[default]
    En,
    /// Swedish.
    Sv,
    /// Hebrew, written from right to left.
    He,
}

impl Locale {
    /// Every locale, in the order in which a switch offers them.
    pub const ALL: [Self; 3] = [Self::En, Self::Sv, Self::He];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
            Self::He => "he",
        }
    }

    /// The writing direction, as in `<html dir>`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En | Self::Sv => "ltr",
            Self::He => "rtl",
        }
    }

    /// The name of the language in itself, for a language switch.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Sv => "Svenska",
            Self::He => "עברית",
        }
    }

    /// The locale of a tag such as `sv`, `sv-SE` or the old Hebrew tag `iw`; none for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "sv" => Some(Self::Sv),
            "he" | "iw" => Some(Self::He),
            _ => None,
        }
    }

    /// The best locale for an `Accept-Language` header (RFC 9110 §12.5.4); English when nothing fits.
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for range in accept_language.split(',') {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(Self::from_tag) else { continue };
            let weight = parts
                .find_map(|parameter| parameter.trim().strip_prefix("q="))
                .map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(_, found)| weight > found) {
                best = Some((locale, weight));
            }
        }
        best.map_or(Self::En, |(locale, _)| locale)
    }

    pub(crate) fn identifier(self) -> &'static LanguageIdentifier {
        static EN: LazyLock<LanguageIdentifier> = LazyLock::new(|| langid!("en"));
        static SV: LazyLock<LanguageIdentifier> = LazyLock::new(|| langid!("sv"));
        static HE: LazyLock<LanguageIdentifier> = LazyLock::new(|| langid!("he"));
        match self {
            Self::En => &EN,
            Self::Sv => &SV,
            Self::He => &HE,
        }
    }
}
