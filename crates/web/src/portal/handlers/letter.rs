//! The words of mails, in the language of whoever gets them.

use taxiway_locale::{Locale, Value, plain, plain_with};
use taxiway_service::Letter;

use super::Portal;
use crate::portal::routes;

/// Words around a link that is put in later.
fn letter(locale: Locale, about: &str, values: &[(&str, Value<'_>)], address: String) -> Letter {
    let mut all = values.to_vec();
    all.push(("link", Letter::LINK.into()));
    let subject = plain_with(locale, &format!("mail-{about}-subject"), &all);
    let body = plain_with(locale, &format!("mail-{about}-body"), &all);
    Letter { subject, body: format!("{body}\n\n-- \n{}\n", plain(locale, "mail-signature")), address }
}

/// A count of days and hours, as a sentence wants it.
fn days(time: jiff::SignedDuration) -> u64 {
    u64::try_from(time.as_hours() / 24).unwrap_or_default().max(1)
}

fn minutes(time: jiff::SignedDuration) -> u64 {
    u64::try_from(time.as_mins()).unwrap_or_default().max(1)
}

impl Portal {
    /// Somebody is invited to an organisation.
    pub(crate) fn invitation_letter(
        &self,
        locale: Locale,
        name: &str,
        inviter: &str,
        organisation: &str,
    ) -> Letter {
        let values = [
            ("name", name.into()),
            ("inviter", inviter.into()),
            ("organisation", organisation.into()),
            ("count", days(self.service.settings().invitation).into()),
        ];
        letter(locale, "invitation", &values, self.address(routes::Welcome { token: String::new() }))
    }

    /// Somebody forgot his password.
    pub(crate) fn forgotten_letter(&self, locale: Locale) -> Letter {
        let values = [("count", minutes(self.service.settings().password_reset).into())];
        letter(locale, "forgotten", &values, self.address(routes::NewPassword { token: String::new() }))
    }

    /// An administrator helps somebody to a new password.
    pub(crate) fn reset_letter(&self, locale: Locale, name: &str, helper: &str) -> Letter {
        let values = [
            ("name", name.into()),
            ("helper", helper.into()),
            ("count", minutes(self.service.settings().password_reset).into()),
        ];
        letter(locale, "reset", &values, self.address(routes::NewPassword { token: String::new() }))
    }
}
