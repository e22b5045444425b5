//! Devices of a customer, and one device.

use askama::Template;
use jiff::Timestamp;
use taxiway_domain::ids::{BatchId, DeviceId, JobId, OrganisationId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::registration::RegistrationState;
use taxiway_domain::strength::Strength;

use super::chart::StateCounts;
use super::pager::Pager;
use super::query::Query;
use super::{Shell, routes};

/// Which devices are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceFilter {
    /// Only in this state.
    pub state: Option<RegistrationState>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this batch.
    pub batch: Option<BatchId>,
}

/// A batch that can be chosen.
#[derive(Debug, Clone)]
pub struct BatchChoice {
    /// Its id.
    pub id: BatchId,
    /// Its name.
    pub name: String,
}

/// One line of the list of devices.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Serial number, when known.
    pub serial_number: Option<String>,
    /// Product key id, when known.
    pub product_key: Option<String>,
    /// Manufacturer, when known.
    pub manufacturer: Option<String>,
    /// Model, when known.
    pub model: Option<String>,
    /// Group tag.
    pub group_tag: Option<String>,
    /// Where it stands.
    pub state: RegistrationState,
    /// Since when.
    pub since: Timestamp,
}

/// The list of devices. When `search` is set, the page is the answer to a posted search.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/devices.html")]
pub struct DevicesPage {
    /// What is around it.
    pub shell: Shell,
    /// Whose devices these are.
    pub customer: OrganisationId,
    /// Which ones are shown.
    pub filter: DeviceFilter,
    /// The beginning of the serial number searched for.
    pub search: Option<String>,
    /// All devices by state, whatever the filter.
    pub counts: StateCounts,
    /// Tags that can be chosen.
    pub tags: Vec<String>,
    /// Batches that can be chosen, newest first.
    pub batches: Vec<BatchChoice>,
    /// The devices of this page.
    pub devices: Vec<DeviceRow>,
    /// Paging.
    pub pager: Pager,
    /// Where a search goes on.
    pub search_next: Option<SearchNext>,
}

/// Where the next page of a search begins. It is posted: serial numbers stand in no address.
#[derive(Debug, Clone)]
pub struct SearchNext {
    /// The last serial number shown.
    pub serial_number: String,
    /// The device it belongs to.
    pub device: DeviceId,
}

/// A tab that selects a state.
#[derive(Debug, Clone)]
pub struct StateTab {
    /// The state; none for all.
    pub state: Option<RegistrationState>,
    /// Devices in it.
    pub count: u64,
    /// Where it leads.
    pub link: String,
    /// Whether it is chosen.
    pub current: bool,
}

impl DeviceFilter {
    /// The filter as a query.
    pub fn query(&self) -> Query {
        Query::new()
            .with_some("state", self.state.map(RegistrationState::as_str))
            .with_some("tag", self.tag.as_ref())
            .with_some("batch", self.batch.as_ref())
    }

    /// Whether anything is left out.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }
}

impl DevicesPage {
    fn route(&self) -> routes::Devices {
        routes::Devices { customer: self.customer }
    }

    fn search_route(&self) -> routes::DeviceSearch {
        routes::DeviceSearch { customer: self.customer }
    }

    fn export(&self) -> String {
        format!("{}{}", routes::DevicesExport { customer: self.customer }, self.filter.query())
    }

    fn add_devices(&self) -> routes::NewUpload {
        routes::NewUpload { customer: self.customer }
    }

    fn link(&self, device: &DeviceRow) -> routes::Device {
        routes::Device { customer: self.customer, device: device.id }
    }

    fn state_tabs(&self) -> Vec<StateTab> {
        let tab = |state: Option<RegistrationState>, count| {
            let filter = DeviceFilter { state, ..self.filter.clone() };
            StateTab {
                state,
                count,
                link: format!("{}{}", self.route(), filter.query()),
                current: self.search.is_none() && self.filter.state == state,
            }
        };
        std::iter::once(tab(None, self.counts.devices()))
            .chain(RegistrationState::ALL.into_iter().map(|state| tab(Some(state), self.counts.of(state))))
            .collect()
    }

    fn tag_chosen(&self, tag: &str) -> bool {
        self.filter.tag.as_deref() == Some(tag)
    }

    fn batch_chosen(&self, batch: &BatchChoice) -> bool {
        self.filter.batch == Some(batch.id)
    }

    fn chosen_state(&self) -> &'static str {
        self.filter.state.map_or("", RegistrationState::as_str)
    }

    fn searched(&self) -> &str {
        self.search.as_deref().unwrap_or_default()
    }
}

/// One decoded value of an identity.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Key of its label.
    pub label: &'static str,
    /// The value.
    pub value: FactValue,
}

/// A decoded value.
#[derive(Debug, Clone)]
pub enum FactValue {
    /// As the firmware or the hash says it, left to right.
    Raw(String),
    /// Key of a text.
    Text(String),
    /// A moment.
    Time(Timestamp),
}

/// Decoded values that belong together.
#[derive(Debug, Clone)]
pub struct FactGroup {
    /// Key of its title.
    pub title: &'static str,
    /// Name of its icon.
    pub icon: &'static str,
    /// The values.
    pub facts: Vec<Fact>,
}

/// One entry of a device's history.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// Code of what happened: `device-event-<code>`.
    pub event: String,
    /// Who did it, when a person did.
    pub by: Option<String>,
    /// More about it, already in the language of the page.
    pub detail: Option<String>,
    /// The job that did it.
    pub job: Option<JobId>,
    /// The request that asked for it.
    pub request_id: Option<String>,
}

/// One device.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/device.html")]
pub struct DevicePage {
    /// What is around it.
    pub shell: Shell,
    /// Whose device it is.
    pub customer: OrganisationId,
    /// What it is listed by.
    pub row: DeviceRow,
    /// Why it is in its state, when there is more to say than the state's own description.
    pub reason: Option<String>,
    /// The profile its tag selects.
    pub profile: Option<DeviceProfile>,
    /// Whether its tag selects shared device mode.
    pub shared_mode: bool,
    /// Name of its deployment profile, where the visitor may see it.
    pub deployment_profile: Option<String>,
    /// The batch with which it came.
    pub batch: Option<BatchChoice>,
    /// The job that registered it and that job's name.
    pub job: Option<(JobId, String)>,
    /// Its order number.
    pub order_id: Option<String>,
    /// Its purchase number.
    pub purchase_id: Option<String>,
    /// Who registered it.
    pub registered_by: String,
    /// How well the registration is tied to the device.
    pub strength: Strength,
    /// The identity, decoded.
    pub identity: Vec<FactGroup>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryEntry>,
    /// Whether the person may deregister it.
    pub may_deregister: bool,
}

impl DevicePage {
    fn title(&self) -> &str {
        let row = &self.row;
        row.serial_number.as_deref().or(row.product_key.as_deref()).unwrap_or("–")
    }

    fn deregister(&self) -> routes::DeviceDeregister {
        routes::DeviceDeregister { customer: self.customer, device: self.row.id }
    }

    fn devices(&self) -> routes::Devices {
        routes::Devices { customer: self.customer }
    }

    fn job_link(&self, job: &JobId) -> routes::Job {
        routes::Job { customer: self.customer, job: *job }
    }

    fn batch_link(&self, batch: &BatchChoice) -> String {
        let filter = DeviceFilter { batch: Some(batch.id), ..DeviceFilter::default() };
        format!("{}{}", self.devices(), filter.query())
    }
}
