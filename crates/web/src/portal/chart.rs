//! Charts drawn by the server as SVG; sizes are attributes, so that no inline style is needed.

use taxiway_domain::ids::OrganisationId;
use taxiway_domain::registration::RegistrationState;

use super::query::Query;
use super::routes;

/// How many registrations are in each state. Pending and failed are rows of jobs, which are no devices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// Registration pending.
    pub pending: u64,
    /// Registration failed.
    pub failed: u64,
    /// Ready for user.
    pub ready: u64,
    /// Active.
    pub active: u64,
    /// Inactive.
    pub inactive: u64,
}

/// One piece of the bar.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// The state.
    pub state: RegistrationState,
    /// Devices in it.
    pub count: u64,
    /// Where it begins, in thousandths of the bar.
    pub start: u64,
    /// How wide it is, in thousandths of the bar.
    pub width: u64,
}

/// Narrowest piece that can still be seen, in thousandths of the bar.
const NARROWEST: u64 = 8;

impl StateCounts {
    /// The count of a state.
    pub fn of(&self, state: RegistrationState) -> u64 {
        match state {
            RegistrationState::Pending => self.pending,
            RegistrationState::Failed => self.failed,
            RegistrationState::Ready => self.ready,
            RegistrationState::Active => self.active,
            RegistrationState::Inactive => self.inactive,
        }
    }

    /// Registrations in all: devices, and rows that are pending or could not be registered.
    pub fn total(&self) -> u64 {
        RegistrationState::ALL.iter().map(|state| self.of(*state)).sum()
    }

    /// Devices that are registered: those that a list of devices has.
    pub fn devices(&self) -> u64 {
        self.ready + self.active + self.inactive
    }

    /// The pieces of the bar in the order of a device's life. `mirrored` draws from the right, for right-to-left pages.
    pub fn segments(&self, mirrored: bool) -> Vec<Segment> {
        let total = self.total();
        let shown: Vec<_> = RegistrationState::ALL.into_iter().filter(|state| self.of(*state) > 0).collect();
        let free = 1000 - NARROWEST * shown.len() as u64;
        let mut end = 0;
        let mut sum = 0;
        let mut segments = Vec::with_capacity(shown.len());
        for (index, state) in shown.into_iter().enumerate() {
            let count = self.of(state);
            sum += count;
            let start = end;
            end = NARROWEST * (index as u64 + 1)
                + u64::try_from(u128::from(sum) * u128::from(free) / u128::from(total)).unwrap_or(free);
            let width = end - start;
            let start = if mirrored { 1000 - end } else { start };
            segments.push(Segment { state, count, start, width });
        }
        segments
    }
}

impl Segment {
    /// The devices in this state.
    pub fn link(&self, customer: &OrganisationId) -> String {
        format!(
            "{}{}",
            routes::Devices { customer: *customer },
            Query::new().with("state", self.state.as_str())
        )
    }
}
