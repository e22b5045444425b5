//! Adding devices: the form, the preview, the refused file.

use askama::Template;
use taxiway_domain::finding::{Column, Severity};
use taxiway_domain::ids::{JobId, OrganisationId, UploadId};
use taxiway_domain::profile::{DeviceProfile, Setting, SettingValue};
use taxiway_intake::Layout;

use super::bounds::BoundsView;
use super::finding::{FindingView, NoticeGroup, Reasons};
use super::pager::Pager;
use super::query::Query;
use super::relationships::GrantedView;
use super::{Shell, routes};

/// Name of the sample of a hardware hash.
pub const SAMPLE_HASH: &str = "hardware-hash.txt";

/// The layouts, each of which has a sample file of its name.
fn sample_layouts() -> [&'static str; 7] {
    Layout::ALL.map(Layout::as_str)
}

/// Rows of the hand entry that are offered at first; the script appends more.
const ENTRY_ROWS: usize = 5;

/// A profile in the picker with its two tags.
#[derive(Debug, Clone)]
pub struct ProfileChoice {
    /// The profile.
    pub profile: DeviceProfile,
    /// The tag that selects it.
    pub tag: &'static str,
    /// The tag that also selects shared device mode, where that is supported.
    pub shared_tag: Option<&'static str>,
}

/// A tag of the customer's own.
#[derive(Debug, Clone)]
pub struct CustomTagChoice {
    /// The tag.
    pub tag: String,
    /// The profile it selects.
    pub profile: DeviceProfile,
}

/// A device typed or scanned by hand.
#[derive(Debug, Clone, Default)]
pub struct EntryRow {
    /// Serial number.
    pub serial_number: String,
    /// Product key id.
    pub product_key: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
}

/// How the file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadingMode {
    /// Converts and says so.
    #[default]
    Helpful,
    /// The documented rules to the letter.
    Strict,
}

/// The form for adding devices; values are filled in when it is shown again.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/add_devices.html")]
pub struct AddDevicesPage {
    /// What is around it.
    pub shell: Shell,
    /// For whom.
    pub customer: OrganisationId,
    /// The published tags by profile.
    pub profiles: Vec<ProfileChoice>,
    /// Tags of the customer's own that a rule maps.
    pub custom_tags: Vec<CustomTagChoice>,
    /// The tag chosen; empty leaves it to the file.
    pub tag: String,
    /// The reading mode chosen.
    pub mode: ReadingMode,
    /// Text pasted.
    pub pasted: String,
    /// Rows typed.
    pub entries: Vec<EntryRow>,
    /// Key of what is wrong with the form.
    pub problem: Option<&'static str>,
    /// Largest file in bytes.
    pub max_bytes: u64,
    /// What the customer granted to the visitor's organisation; none where nobody has to consent.
    pub granted: Option<GrantedView>,
}

impl ReadingMode {
    /// Stable name, as the form sends it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helpful => "helpful",
            Self::Strict => "strict",
        }
    }
}

impl AddDevicesPage {
    fn action(&self) -> routes::Uploads {
        routes::Uploads { customer: self.customer }
    }

    fn back(&self) -> routes::Devices {
        routes::Devices { customer: self.customer }
    }

    fn samples(&self) -> [&'static str; 7] {
        sample_layouts()
    }

    fn settings(&self) -> [Setting; 9] {
        Setting::ALL
    }

    fn profile_names(&self) -> [DeviceProfile; 4] {
        DeviceProfile::ALL
    }

    /// What a profile does with a setting: text and, for flags, whether it is on.
    fn setting(&self, profile: &DeviceProfile, setting: &Setting) -> (String, Option<bool>) {
        match profile.setting(*setting) {
            SettingValue::Flag(on) => (self.shell.t(if on { "value-yes" } else { "value-no" }), Some(on)),
            SettingValue::Text("High") => (self.shell.t("value-high"), None),
            SettingValue::Text(text) => (text.to_owned(), None),
        }
    }

    fn is_raw(&self, setting: &Setting) -> bool {
        *setting == Setting::DefenderTag
    }

    fn chosen(&self, tag: &str) -> bool {
        self.tag == tag
    }

    /// Whether the customer's consent covers devices with this tag.
    fn covers(&self, tag: &str) -> bool {
        let covered = self.granted.as_ref().map(|granted| &granted.words.scope.group_tags);
        covered.is_none_or(|tags| tags.is_empty() || tags.iter().any(|known| known.as_str() == tag))
    }

    fn strict(&self) -> bool {
        self.mode == ReadingMode::Strict
    }

    fn typed(&self) -> bool {
        !self.entries.is_empty()
    }

    fn rows(&self) -> Vec<EntryRow> {
        let mut rows = self.entries.clone();
        rows.resize_with(rows.len().max(ENTRY_ROWS), EntryRow::default);
        rows
    }
}

/// What would become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowVerdict {
    /// Registered.
    Ok,
    /// Registered, but somebody should look.
    Warning,
    /// Nothing to register: the customer has the device, or an earlier row is the same.
    Already,
    /// Refused.
    Error,
}

/// With what the rows were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Every row, with what is registered and published at this moment.
    Whole,
    /// The rows shown; the counts are of the file alone.
    Page,
    /// No row: the upload was registered.
    Nothing,
}

/// What was recognised of a file. Codes are those of the reader.
#[derive(Debug, Clone)]
pub struct RecognitionView {
    /// Layout: `layout-<code>`.
    pub layout: String,
    /// Encoding: `encoding-<code>`.
    pub encoding: String,
    /// The character between values.
    pub delimiter: String,
    /// Whether there is a byte order mark.
    pub byte_order_mark: bool,
    /// Line of the header, when there is one.
    pub header_line: Option<u64>,
}

/// How many rows there are of each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Without findings that weigh.
    pub ok: u64,
    /// To be registered, but somebody should look.
    pub warnings: u64,
    /// Rows for which there is nothing to register.
    pub already: u64,
    /// Refused.
    pub errors: u64,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Only refused ones.
    Errors,
    /// Only doubtful ones.
    Warnings,
    /// Only those for which there is nothing to register.
    Already,
    /// Only those without findings that weigh.
    Ok,
}

/// A tab that selects rows.
#[derive(Debug, Clone)]
pub struct ShowTab {
    /// Which rows.
    pub show: Show,
    /// How many.
    pub count: u64,
    /// Where it leads.
    pub link: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// One cell of the preview.
#[derive(Debug, Clone)]
pub struct PreviewCell {
    /// Its column.
    pub column: Column,
    /// The value as it would be registered; a hash is shortened.
    pub text: Option<String>,
    /// The heaviest finding about it.
    pub mark: Option<Severity>,
}

/// One line of the preview.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// Line in the file.
    pub line: u64,
    /// What would become of it.
    pub verdict: RowVerdict,
    /// Its cells, in the order of the page's columns.
    pub cells: Vec<PreviewCell>,
    /// The line as it stands, where it could not be divided into cells.
    pub text: Option<String>,
    /// What was found in it, and why it would not simply be registered.
    pub reasons: Reasons,
}

/// What was understood of an upload, before anything is registered.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/preview.html")]
pub struct PreviewPage {
    /// What is around it.
    pub shell: Shell,
    /// For whom.
    pub customer: OrganisationId,
    /// The upload.
    pub upload: UploadId,
    /// Name of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The tag chosen; none leaves it to the file.
    pub tag: Option<String>,
    /// How it was read.
    pub mode: ReadingMode,
    /// What was recognised.
    pub recognition: RecognitionView,
    /// Notices about the file and its rows.
    pub notices: Vec<NoticeGroup>,
    /// Rows by verdict.
    pub totals: Totals,
    /// With what the rows were compared.
    pub compared: Compared,
    /// Rows that were refused because the consent has no more room for devices.
    pub beyond: u64,
    /// Which rows are shown.
    pub show: Show,
    /// The columns shown.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<PreviewRow>,
    /// Paging.
    pub pager: Pager,
    /// A name for the batch, proposed from the file's name.
    pub batch_name: String,
    /// The partner's order number as typed, when the form is shown again.
    pub order_id: String,
    /// The partner's purchase number as typed, when the form is shown again.
    pub purchase_id: String,
    /// Makes a repeated submit the same job.
    pub submission: String,
    /// The job, when it was registered already.
    pub job: Option<JobId>,
    /// How far the customer's consent reaches, where it has limits.
    pub bounds: Option<BoundsView>,
}

/// A file that was refused as a whole.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/refused.html")]
pub struct RefusedPage {
    /// What is around it.
    pub shell: Shell,
    /// For whom.
    pub customer: OrganisationId,
    /// Name of the file.
    pub file_name: String,
    /// Why.
    pub finding: FindingView,
}

impl Totals {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.ok + self.warnings + self.already + self.errors
    }

    /// Rows that would be registered.
    pub fn registrable(&self) -> u64 {
        self.ok + self.warnings
    }

    /// The tabs that select rows by verdict.
    pub fn tabs(&self, route: &impl std::fmt::Display, query: &Query, current: Show) -> Vec<ShowTab> {
        [
            (Show::All, self.rows()),
            (Show::Errors, self.errors),
            (Show::Warnings, self.warnings),
            (Show::Already, self.already),
            (Show::Ok, self.ok),
        ]
        .into_iter()
        .filter(|(show, count)| *show != Show::Already || *count > 0 || *show == current)
        .map(|(show, count)| ShowTab {
            show,
            count,
            link: format!("{route}{}", show.query(query)),
            current: show == current,
        })
        .collect()
    }
}

impl Show {
    /// Stable name, as in the query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Errors => "errors",
            Self::Warnings => "warnings",
            Self::Already => "already",
            Self::Ok => "ok",
        }
    }

    /// Reads the name in the query; anything else means all.
    pub fn from_name(name: &str) -> Self {
        [Self::Errors, Self::Warnings, Self::Already, Self::Ok]
            .into_iter()
            .find(|show| show.as_str() == name)
            .unwrap_or_default()
    }

    /// The selection added to a query; paging builds on it.
    pub fn query(self, query: &Query) -> Query {
        query.clone().with("show", if self == Self::All { "" } else { self.as_str() })
    }
}

impl RowVerdict {
    /// Stable name; the text is `verdict-<name>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Already => "already",
            Self::Error => "error",
        }
    }
}

impl PreviewCell {
    pub(crate) fn class(&self) -> &'static str {
        match self.mark {
            None => "",
            Some(Severity::Notice) => "cell-notice",
            Some(Severity::Warning) => "cell-warning",
            Some(Severity::Error) => "cell-error",
        }
    }

    pub(crate) fn is_tag(&self) -> bool {
        self.column == Column::GroupTag
    }

    /// Whether it is one word that is compared by eye, and stays on one line.
    pub(crate) fn is_word(&self) -> bool {
        matches!(self.column, Column::SerialNumber | Column::ProductKey | Column::HardwareHash)
    }
}

impl PreviewPage {
    fn route(&self) -> routes::Upload {
        routes::Upload { customer: self.customer, upload: self.upload }
    }

    fn register(&self) -> routes::Register {
        routes::Register { customer: self.customer, upload: self.upload }
    }

    fn discard(&self) -> routes::Discard {
        routes::Discard { customer: self.customer, upload: self.upload }
    }

    fn job_link(&self, job: &JobId) -> routes::Job {
        routes::Job { customer: self.customer, job: *job }
    }

    fn tabs(&self) -> Vec<ShowTab> {
        self.totals.tabs(&self.route(), &self.query(), self.show)
    }

    /// What links within the preview keep.
    pub fn query(&self) -> Query {
        Query::new().with_some("tag", self.tag.as_ref())
    }

    fn tag_text(&self) -> &str {
        self.tag.as_deref().unwrap_or_default()
    }

    fn width(&self) -> usize {
        self.columns.len() + 2
    }

    /// Whether every row was compared, so that the counts say what would be done.
    fn is_whole(&self) -> bool {
        self.compared == Compared::Whole
    }

    /// Whether the counts are of the file alone.
    fn is_counted_alone(&self) -> bool {
        self.compared == Compared::Page
    }

    /// Rows that registering would do something about, if only to say that there is nothing to do.
    fn is_worth_registering(&self) -> bool {
        self.totals.registrable() + self.totals.already > 0
    }

    /// Devices that would be registered if the consent had room for all.
    fn wanted(&self) -> u64 {
        self.totals.registrable() + self.beyond
    }
}

impl RefusedPage {
    fn again(&self) -> routes::NewUpload {
        routes::NewUpload { customer: self.customer }
    }

    fn samples(&self) -> [&'static str; 7] {
        sample_layouts()
    }
}
