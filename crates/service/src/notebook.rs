//! What programs asked for, held in memory for a moment and within bounds, until it is written.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_store::ApiRequestRow;

use crate::api_request::{API_REQUESTS, ApiCaller};

/// Programs whose requests are held at a time.
const PROGRAMS: usize = 500;
/// Most bytes of requests that are held.
const HELD_BYTES: usize = 16 << 20;
/// Sums of reads that are held at a time. At half of it they are written early.
const SUMS: usize = 10_000;

/// What was noted and not written yet.
#[derive(Debug, Default)]
pub(crate) struct Notebook(Mutex<Noted>);

pub(crate) type Requests = BTreeMap<(OrganisationId, AppId), Vec<ApiRequestRow>>;
pub(crate) type Sums = BTreeMap<Read, Sum>;

#[derive(Debug, Default)]
struct Noted {
    requests: Requests,
    bytes: usize,
    sums: Sums,
    lost_requests: u64,
    lost_reads: u64,
}

/// Who read what. What stands in the same logs comes one after the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub organisation_id: OrganisationId,
    pub customer: Option<OrganisationId>,
    pub app_id: AppId,
    pub user_id: Option<UserId>,
    pub call: &'static str,
}

/// How often, and where the requests are found.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    pub caller: ApiCaller,
    pub calls: u64,
    pub first_request: String,
    pub last_request: String,
}

/// The bytes of the texts of a request.
fn weight(row: &ApiRequestRow) -> usize {
    let optional = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    row.path.len()
        + row.request_id.len()
        + row.correlation_id.len()
        + optional(&row.error)
        + optional(&row.user_name)
        + mem::size_of::<ApiRequestRow>()
}

impl Noted {
    fn note(&mut self, row: ApiRequestRow) {
        let room = self.requests.len() < PROGRAMS;
        let rows = match self.requests.entry((row.organisation_id, row.app_id)) {
            Entry::Vacant(_) if !room => {
                self.lost_requests += 1;
                return;
            }
            entry => entry.or_default(),
        };
        self.bytes += weight(&row);
        rows.push(row);
        if rows.len() > API_REQUESTS {
            self.bytes -= weight(&rows.remove(0));
        }
        while self.bytes > HELD_BYTES && !rows.is_empty() {
            self.bytes -= weight(&rows.remove(0));
            self.lost_requests += 1;
        }
    }

    fn sum(&mut self, read: Read, sum: Sum) {
        let room = self.sums.len() < SUMS;
        match self.sums.entry(read) {
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.calls += sum.calls;
                known.last_request = sum.last_request;
            }
            Entry::Vacant(free) if room => drop(free.insert(sum)),
            Entry::Vacant(_) => self.lost_reads += sum.calls,
        }
    }
}

impl Notebook {
    /// Notes a request, and what was read by it if anything was.
    pub(crate) fn note(&self, row: ApiRequestRow, read: Option<(Read, Sum)>) {
        let mut noted = self.noted();
        noted.note(row);
        if let Some((read, sum)) = read {
            noted.sum(read, sum);
        }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be written, and how many requests there was no room for.
    pub(crate) fn take_requests(&self) -> (Requests, u64) {
        let mut noted = self.noted();
        noted.bytes = 0;
        (mem::take(&mut noted.requests), mem::take(&mut noted.lost_requests))
    }

    /// What could not be written waits again, before what was noted since.
    pub(crate) fn put_requests_back(&self, requests: Requests) {
        let mut noted = self.noted();
        let since = mem::replace(&mut noted.requests, requests);
        noted.bytes = noted.requests.values().flatten().map(weight).sum();
        for row in since.into_values().flatten() {
            noted.note(row);
        }
    }

    /// Whether sums of reads should not wait any longer.
    pub(crate) fn is_crowded(&self) -> bool {
        self.noted().sums.len() > SUMS / 2
    }

    /// What is to be recorded, and how many reads there was no room for.
    pub(crate) fn take_sums(&self) -> (Sums, u64) {
        let mut noted = self.noted();
        (mem::take(&mut noted.sums), mem::take(&mut noted.lost_reads))
    }

    /// What could not be recorded is added to what was read since.
    pub(crate) fn put_sums_back(&self, sums: Vec<(Read, Sum)>) {
        let mut noted = self.noted();
        let since = mem::replace(&mut noted.sums, sums.into_iter().collect());
        for (read, sum) in since {
            noted.sum(read, sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::Ids;

    fn row(ids: &Ids, app_id: AppId, bytes: usize) -> ApiRequestRow {
        ApiRequestRow {
            organisation_id: OrganisationId::from_u128(1),
            app_id,
            request_row: ids.new_id(Timestamp::UNIX_EPOCH),
            at: Timestamp::UNIX_EPOCH,
            method: "GET".to_owned(),
            path: "/v1/customers".to_owned(),
            status: 500,
            request_id: String::new(),
            correlation_id: String::new(),
            duration_us: 0,
            error: Some("x".repeat(bytes)),
            user_name: None,
        }
    }

    #[test]
    fn memory_is_bounded_and_what_is_lost_is_counted() {
        let (notebook, ids) = (Notebook::default(), Ids::seeded(1));
        for app in 0..501 {
            notebook.noted().note(row(&ids, AppId::from_u128(app), 10));
        }
        let (requests, lost) = notebook.take_requests();
        assert_eq!((requests.len(), lost), (PROGRAMS, 1));
        for app in 0..500 {
            for _ in 0..API_REQUESTS {
                notebook.noted().note(row(&ids, AppId::from_u128(app), 4_000));
            }
        }
        let held = notebook.noted().bytes;
        assert!((HELD_BYTES - 5_000..=HELD_BYTES).contains(&held), "{held}");
        let (requests, lost) = notebook.take_requests();
        let kept: usize = requests.values().map(Vec::len).sum();
        assert_eq!(kept + usize::try_from(lost).unwrap(), 500 * API_REQUESTS);
        assert_eq!(requests.values().flatten().map(weight).sum::<usize>(), held);
        assert_eq!(notebook.take_requests(), (Requests::new(), 0), "and then there is room again");
    }

    #[test]
    fn what_could_not_be_written_comes_before_what_came_since() {
        let (notebook, ids) = (Notebook::default(), Ids::seeded(1));
        let note = |count: usize| {
            for _ in 0..count {
                notebook.noted().note(row(&ids, AppId::from_u128(1), 10));
            }
        };
        note(40);
        let (first, _) = notebook.take_requests();
        note(20);
        notebook.put_requests_back(first.clone());
        let (both, lost) = notebook.take_requests();
        let rows: Vec<_> = both.into_values().flatten().map(|row| row.request_row).collect();
        assert_eq!((rows.len(), lost), (API_REQUESTS, 0));
        assert!(rows.is_sorted(), "in the order in which they came");
        let oldest = first.into_values().flatten().nth(10).map(|row| row.request_row);
        assert_eq!(rows.first().copied(), oldest, "the oldest made room");
    }

    #[test]
    fn reads_add_up_also_over_a_failure_and_within_bounds() {
        let notebook = Notebook::default();
        let note = |customer: u128, request: &str| {
            let caller = ApiCaller {
                app_id: AppId::from_u128(1),
                app: "Transfer".to_owned(),
                organisation_id: OrganisationId::from_u128(1),
                organisation: "Fabrikam".to_owned(),
                user: None,
            };
            let read = Read {
                organisation_id: caller.organisation_id,
                customer: Some(OrganisationId::from_u128(customer)),
                app_id: caller.app_id,
                user_id: None,
                call: "device.list",
            };
            let (first_request, last_request) = (request.to_owned(), request.to_owned());
            notebook.noted().sum(read, Sum { caller, calls: 1, first_request, last_request });
        };
        note(0, "a");
        note(0, "b");
        let (unwritten, _) = notebook.take_sums();
        note(0, "c");
        notebook.put_sums_back(unwritten.into_iter().collect());
        assert!(!notebook.is_crowded());
        for customer in 1..=10_000 {
            note(customer, "d");
        }
        assert!(notebook.is_crowded());
        let (sums, lost) = notebook.take_sums();
        assert_eq!((sums.len(), lost), (SUMS, 1));
        let first = sums.into_values().next().expect("the first");
        assert_eq!((first.calls, first.first_request.as_str(), first.last_request.as_str()), (3, "a", "c"));
    }
}
