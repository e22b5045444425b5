//! Texts in the language that was asked for, in the form for terminals.

use taxiway_domain::finding::Finding;
use taxiway_domain::registration::ServiceCode;
use taxiway_locale::{Locale, Value};
use taxiway_service::ServiceError;

/// Looks texts up in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    locale: Locale,
}

impl Words {
    pub(crate) fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// A text without values.
    pub(crate) fn say(self, key: &str) -> String {
        taxiway_locale::plain(self.locale, key)
    }

    /// A text with values.
    pub(crate) fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        taxiway_locale::plain_with(self.locale, key, values)
    }

    /// A count as the language groups its digits.
    pub(crate) fn number(self, count: u64) -> String {
        taxiway_locale::number(self.locale, count)
    }

    /// The name of a delimiter.
    pub(crate) fn delimiter(self, character: &str) -> String {
        taxiway_locale::delimiter(self.locale, character)
    }

    /// What was found.
    pub(crate) fn finding(self, finding: &Finding) -> String {
        taxiway_locale::plain_finding(self.locale, finding)
    }

    /// What to do about it.
    pub(crate) fn remedy(self, finding: &Finding) -> String {
        taxiway_locale::plain_finding_remedy(self.locale, finding)
    }

    /// The message of a published code, and what to do.
    pub(crate) fn service_code(self, code: ServiceCode) -> (String, String) {
        (
            self.say(&taxiway_locale::service_code_key(code)),
            self.say(&taxiway_locale::service_code_remedy_key(code)),
        )
    }

    /// A refusal of the service in words. Failures of the database keep their causes.
    pub(crate) fn refusal(self, error: ServiceError) -> anyhow::Error {
        let text = match &error {
            ServiceError::NotFound => self.say("refusal-not-found"),
            ServiceError::Forbidden { needs } => {
                let role = self.say(&format!("role-{needs}"));
                self.with("refusal-forbidden", &[("role", role.into())])
            }
            ServiceError::Invalid { field, code, hint } => {
                taxiway_locale::plain_field_problem(self.locale, field, code, hint)
            }
            ServiceError::Conflict(code) => self.say(&format!("conflict-{code}")),
            ServiceError::TooLarge { limit } => self.with("refusal-too-large", &[("limit", (*limit).into())]),
            _ => return anyhow::Error::new(error).context(self.say("refusal-failed")),
        };
        anyhow::Error::msg(text)
    }
}
