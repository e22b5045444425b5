//! What every page has around it.

use askama::filters::Safe;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use taxiway_domain::finding::{Column, Severity};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::registration::RegistrationState;
use taxiway_domain::role::{Action, OrganisationKind, Role, lowest_role, may};
use taxiway_domain::strength::Strength;
use taxiway_locale::{Locale, text, text_with};

use super::job::{JobState, Outcome};
use super::parts::{Island, Mark, Moment, NarrowTag, Percent, Pill, Tone};
use super::upload::RowVerdict;
use super::{icon, routes};

/// A count, through as many references as templates put in front of it.
pub trait Count {
    /// The count itself.
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (**self).count()
    }
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name as shown.
    pub name: String,
    /// The organisation for which the person acts.
    pub organisation: String,
    /// What that organisation is.
    pub kind: OrganisationKind,
    /// Whether the person may read the activity log.
    pub may_read_log: bool,
    /// What the person may do there.
    pub roles: Vec<Role>,
}

impl Person {
    /// Whether the person looks after the people of the organisation.
    pub fn may_administer_people(&self) -> bool {
        may(&self.roles, Action::UserAdminister)
    }

    /// Whether the person looks after the programs of the organisation.
    pub fn may_administer_apps(&self) -> bool {
        may(&self.roles, Action::AppAdminister)
    }

    /// Whether the person says how the organisation's people sign in.
    pub fn may_set_sign_in(&self) -> bool {
        may(&self.roles, Action::IdentityProviderAdminister)
    }

    /// Whether the person looks after all organisations.
    pub fn may_administer_organisations(&self) -> bool {
        may(&self.roles, Action::OrganisationAdminister)
    }

    /// Whether the person has a list of customers: a customer's own people have one customer.
    pub fn has_customers(&self) -> bool {
        self.kind != OrganisationKind::Customer
    }
}

/// The customer at whose pages the person is.
#[derive(Debug, Clone)]
pub struct CustomerContext {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Whether the person may add devices for it.
    pub may_register: bool,
    /// Whether the person decides about uploads of partners.
    pub may_approve: bool,
    /// Whether the person works in its pages on its behalf: administration was delegated.
    pub on_behalf_of: bool,
}

/// The entry of the navigation that is current.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Area {
    /// None of them.
    #[default]
    Elsewhere,
    /// The list of customers.
    Customers,
    /// A customer at a glance.
    Overview,
    /// Devices of a customer.
    Devices,
    /// Adding devices, up to the preview.
    AddDevices,
    /// Jobs of a customer.
    Jobs,
    /// Uploads that wait for a customer's approval.
    Approvals,
    /// The activity log.
    Activity,
    /// Requests for consent, or a manufacturer's link.
    Requests,
    /// With whom a customer has relationships.
    Relationships,
    /// How the organisation's people sign in.
    SignIn,
    /// The people of the organisation.
    People,
    /// Its programs.
    Apps,
    /// How they call.
    Api,
    /// All organisations.
    Organisations,
    /// One's own account.
    Account,
}

/// What was just done, said once on the next page.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it is to be taken.
    pub tone: Tone,
    /// The text, already in the language of the page.
    pub text: String,
}

/// What every page has around it: language, navigation, person, protection of forms.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Language of the page.
    pub locale: Locale,
    /// Path and query of the page: where the language switch returns to.
    pub path: String,
    /// The token that every form carries.
    pub csrf: String,
    /// Id of the request, shown where somebody may have to quote it.
    pub request_id: String,
    /// Who is signed in, if anybody.
    pub person: Option<Person>,
    /// Which customer's pages these are.
    pub customer: Option<CustomerContext>,
    /// Current entry of the navigation.
    pub area: Area,
    /// What was just done.
    pub flash: Option<Flash>,
}

impl Shell {
    /// The text of a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        text(self.locale, key.as_ref())
    }

    /// The text of a key built from a prefix and a code.
    pub fn code(&self, prefix: &str, code: impl AsRef<str>) -> String {
        text(self.locale, &format!("{prefix}-{}", code.as_ref()))
    }

    /// A further text of a code: its description, remedy, next action.
    pub fn about(&self, prefix: &str, code: impl AsRef<str>, part: &str) -> String {
        text(self.locale, &format!("{prefix}-{}-{part}", code.as_ref()))
    }

    /// Whether the person may add devices for the customer of the page.
    pub fn may_register(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| customer.may_register)
    }

    /// The text of a key with `$count`.
    pub fn t_count(&self, key: &str, count: impl Count) -> String {
        text_with(self.locale, key, &[("count", count.count().into())])
    }

    /// The text of a key with `$value`.
    pub fn t_value(&self, key: &str, value: impl AsRef<str>) -> String {
        text_with(self.locale, key, &[("value", value.as_ref().into())])
    }

    /// A count with its digits grouped.
    pub fn n(&self, count: impl Count) -> String {
        taxiway_locale::number(self.locale, count.count())
    }

    /// A share of a whole in percent, rounded down so that 100 means all.
    pub fn percent(&self, part: impl Count, whole: impl Count) -> Percent {
        let (part, whole) = (part.count(), whole.count());
        Percent { value: part.saturating_mul(100).checked_div(whole).unwrap_or(0) }
    }

    /// A part and its whole: `5 / 20`.
    pub fn share(&self, part: impl Count, whole: impl Count) -> String {
        format!("{} / {}", self.n(part), self.n(whole))
    }

    /// A size in bytes, for people.
    pub fn size(&self, bytes: impl Count) -> String {
        let bytes = bytes.count();
        let (value, key) = match bytes {
            0..1_000 => (bytes.to_string(), "size-bytes"),
            1_000..1_000_000 => ((bytes / 1_000).to_string(), "size-kilobytes"),
            1_000_000_000.. => (self.tenths(bytes / 100_000_000), "size-gigabytes"),
            100_000_000.. => ((bytes / 1_000_000).to_string(), "size-megabytes"),
            _ => (self.tenths(bytes / 100_000), "size-megabytes"),
        };
        self.t_value(key, value)
    }

    /// A number with one decimal.
    pub(crate) fn tenths(&self, tenths: u64) -> String {
        format!("{}{}{}", tenths / 10, self.t("decimal-mark"), tenths % 10)
    }

    /// A moment in UTC, as the language writes it.
    pub fn time(&self, at: &Timestamp) -> Moment {
        Moment { text: moment(self.locale, at), machine: at.to_string() }
    }

    /// A moment in UTC to the second.
    pub fn exact_time(&self, at: &Timestamp) -> Moment {
        Moment { text: moment_by(self.locale, at, "%H:%M:%S"), machine: at.to_string() }
    }

    /// A text that is written from left to right in every language.
    pub fn ltr(&self, text: impl AsRef<str>) -> Island {
        Island { text: text.as_ref().to_owned() }
    }

    /// A group tag in a narrow place.
    pub fn tag(&self, tag: impl AsRef<str>) -> NarrowTag {
        NarrowTag { tag: tag.as_ref().to_owned() }
    }

    /// A drawn icon.
    pub fn icon(&self, name: &str) -> Safe<&'static str> {
        Safe(icon::markup(name))
    }

    /// The address of a style sheet, script or picture.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }

    /// The languages on offer.
    pub fn locales(&self) -> [Locale; 3] {
        Locale::ALL
    }

    /// The name of a column.
    pub fn column(&self, column: &Column) -> String {
        taxiway_locale::column(self.locale, *column)
    }

    /// The name of the character that separates values.
    pub fn delimiter(&self, character: impl AsRef<str>) -> String {
        taxiway_locale::delimiter(self.locale, character.as_ref())
    }

    /// A registration state with colour and icon.
    pub fn state(&self, state: &RegistrationState) -> Pill {
        let (tone, icon) = match state {
            RegistrationState::Pending => (Tone::Info, "clock"),
            RegistrationState::Failed => (Tone::Bad, "cancel"),
            RegistrationState::Ready => (Tone::Good, "check"),
            RegistrationState::Active => (Tone::Good, "device"),
            RegistrationState::Inactive => (Tone::Neutral, "zzz"),
        };
        Pill { tone, icon, text: self.code("state", state.as_str()) }
    }

    /// A job's state with colour and icon; a finished job with refused rows says so.
    pub fn job_state(&self, state: &JobState, failed: impl Count) -> Pill {
        let (tone, icon, name) = match state {
            JobState::PendingApproval => (Tone::Warning, "clock", "pending-approval"),
            JobState::Queued => (Tone::Neutral, "clock", "queued"),
            JobState::Running => (Tone::Info, "spinner", "running"),
            JobState::Finished if failed.count() > 0 => (Tone::Warning, "alert", "finished-with-errors"),
            JobState::Finished => (Tone::Good, "check", "finished"),
            JobState::Cancelled => (Tone::Neutral, "cancel", "cancelled"),
        };
        Pill { tone, icon, text: self.code("job-state", name) }
    }

    /// What would become of a row, with colour and icon.
    pub fn verdict(&self, verdict: &RowVerdict) -> Pill {
        let (tone, icon) = match verdict {
            RowVerdict::Ok => (Tone::Good, "check"),
            RowVerdict::Warning => (Tone::Warning, "alert"),
            RowVerdict::Already => (Tone::Info, "info"),
            RowVerdict::Error => (Tone::Bad, "cancel"),
        };
        Pill { tone, icon, text: self.code("verdict", verdict.as_str()) }
    }

    /// What became of a row, with colour and icon.
    pub fn outcome(&self, outcome: &Outcome) -> Pill {
        let (tone, icon) = match outcome {
            Outcome::Registered => (Tone::Good, "check"),
            Outcome::Already => (Tone::Info, "info"),
            Outcome::Failed => (Tone::Bad, "cancel"),
            Outcome::Cancelled => (Tone::Neutral, "cancel"),
        };
        Pill { tone, icon, text: self.code("outcome", outcome.as_str()) }
    }

    /// An action of the activity log, as it is stored.
    pub fn action(&self, action: impl AsRef<str>) -> String {
        self.code("audit-action", action.as_ref().replace('.', "-"))
    }

    /// A finding's weight with colour and icon.
    pub fn severity(&self, severity: &Severity) -> Pill {
        let (tone, icon, name) = match severity {
            Severity::Notice => (Tone::Info, "info", "notice"),
            Severity::Warning => (Tone::Warning, "alert", "warning"),
            Severity::Error => (Tone::Bad, "cancel", "error"),
        };
        Pill { tone, icon, text: self.code("severity", name) }
    }

    /// A finding's weight as an icon, where its colour and text would repeat the verdict beside it.
    pub fn severity_mark(&self, severity: &Severity) -> Mark {
        let Pill { icon, text, .. } = self.severity(severity);
        Mark { icon, text }
    }

    /// How well a registration is tied to its device.
    pub fn strength(&self, strength: &Strength) -> Pill {
        let tone = if *strength >= Strength::KeyBound { Tone::Good } else { Tone::Neutral };
        Pill { tone, icon: "shield", text: self.code("strength", strength.as_str()) }
    }

    /// The name of the lower role that would do for the work of this page, when a Global Administrator is at it.
    pub fn lower_role(&self) -> Option<String> {
        let action = match self.area {
            Area::AddDevices => Action::DeviceRegister,
            _ => return None,
        };
        let person =
            self.person.as_ref().filter(|person| person.roles.contains(&Role::GlobalAdministrator))?;
        let enough = lowest_role(person.kind, action).filter(|role| *role != Role::GlobalAdministrator)?;
        Some(self.code("role", enough.as_str()))
    }

    /// `aria-current` of a navigation entry.
    pub fn current(&self, area: &str) -> &'static str {
        let here = match self.area {
            Area::Elsewhere => "",
            Area::Customers => "customers",
            Area::Overview => "overview",
            Area::Devices => "devices",
            Area::AddDevices => "add-devices",
            Area::Jobs => "jobs",
            Area::Approvals => "approvals",
            Area::Activity => "activity",
            Area::Requests => "requests",
            Area::Relationships => "relationships",
            Area::SignIn => "sign-in",
            Area::People => "people",
            Area::Apps => "apps",
            Area::Api => "api",
            Area::Organisations => "organisations",
            Area::Account => "account",
        };
        if here == area { "page" } else { "false" }
    }

    /// Where links of the shell lead.
    pub fn to(&self) -> Links {
        Links
    }
}

/// A moment in UTC, as the language writes it.
pub(crate) fn moment(locale: Locale, at: &Timestamp) -> String {
    moment_by(locale, at, "%H:%M")
}

fn moment_by(locale: Locale, at: &Timestamp, clock: &str) -> String {
    let zoned = at.to_zoned(TimeZone::UTC);
    let month = text(locale, &format!("month-{}", zoned.month()));
    let (day, year) = (zoned.day().to_string(), zoned.year().to_string());
    let clock = zoned.strftime(clock).to_string();
    let values = [
        ("day", day.as_str().into()),
        ("month", month.as_str().into()),
        ("year", year.as_str().into()),
        ("clock", clock.as_str().into()),
    ];
    taxiway_locale::plain_with(locale, "moment", &values)
}

/// The links that need nothing but the shell.
#[derive(Debug, Clone, Copy)]
pub struct Links;

impl Links {
    /// The start.
    pub fn home(&self) -> routes::Home {
        routes::Home {}
    }
    /// Sign-in.
    pub fn sign_in(&self) -> routes::SignIn {
        routes::SignIn {}
    }
    /// Sign-out.
    pub fn sign_out(&self) -> routes::SignOut {
        routes::SignOut {}
    }
    /// The language switch.
    pub fn language(&self) -> routes::Language {
        routes::Language {}
    }
    /// All customers.
    pub fn customers(&self) -> routes::Customers {
        routes::Customers {}
    }
    /// The activity log.
    pub fn activity(&self) -> routes::Activity {
        routes::Activity {}
    }
    /// Requests for consent.
    pub fn requests(&self) -> routes::Requests {
        routes::Requests {}
    }
    /// How the organisation's people sign in.
    pub fn identity_providers(&self) -> routes::IdentityProviders {
        routes::IdentityProviders {}
    }
    /// The people of one's own organisation.
    pub fn people(&self) -> routes::OwnPeople {
        routes::OwnPeople {}
    }
    /// The programs of one's own organisation.
    pub fn apps(&self) -> routes::Apps {
        routes::Apps {}
    }
    /// How they call.
    pub fn api(&self) -> routes::Api {
        routes::Api {}
    }
    /// All organisations.
    pub fn organisations(&self) -> routes::Organisations {
        routes::Organisations {}
    }
    /// One's own account.
    pub fn account(&self) -> routes::Account {
        routes::Account {}
    }
    /// "Forgotten password?"
    pub fn forgotten(&self) -> routes::Forgotten {
        routes::Forgotten {}
    }
    /// The sample of a hardware hash.
    pub fn sample_hash(&self) -> routes::Sample {
        routes::Sample { file: super::upload::SAMPLE_HASH.to_owned() }
    }
    /// A sample file of a layout.
    pub fn sample(&self, layout: &str) -> routes::Sample {
        routes::Sample { file: format!("{layout}.csv") }
    }
}

impl CustomerContext {
    /// The customer at a glance.
    pub fn overview(&self) -> routes::Customer {
        routes::Customer { customer: self.id }
    }
    /// Its devices.
    pub fn devices(&self) -> routes::Devices {
        routes::Devices { customer: self.id }
    }
    /// Adding devices.
    pub fn add_devices(&self) -> routes::NewUpload {
        routes::NewUpload { customer: self.id }
    }
    /// Its partners and manufacturers.
    pub fn relationships(&self) -> routes::Relationships {
        routes::Relationships { customer: self.id }
    }
    /// Its jobs.
    pub fn jobs(&self) -> routes::Jobs {
        routes::Jobs { customer: self.id }
    }
    /// Uploads that wait for its approval.
    pub fn approvals(&self) -> routes::Approvals {
        routes::Approvals { customer: self.id }
    }
    /// Its entries of the activity log.
    pub fn activity(&self) -> String {
        format!("{}{}", routes::Activity {}, super::query::Query::new().with("customer", self.id))
    }
}
