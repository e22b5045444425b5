//! `taxiway serve`: probes, an orderly end, and going on after it.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::Fleet;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_intake::testing::{Form, render};
use taxiway_service::store::{Engine, Store};
use taxiway_service::{
    Context, Ids, JobView, NewUpload, Outcome, PartSizes, Service, Settings, Submission, SystemClock,
};
use taxiway_testing::Database;

use crate::harness::{Serving, partner_and_customer, text};

const ROWS: u64 = 20_000;
const PART: u64 = 500;

/// A partner with a job that nobody works on yet.
struct Desk {
    service: Service,
    context: Context,
    customer: OrganisationId,
    job: JobId,
}

impl Desk {
    async fn with_a_job(store: Store) -> Self {
        let settings =
            Settings { parts: PartSizes { rows: PART, ..PartSizes::default() }, ..Settings::default() };
        let service = Service::new(store, Arc::new(SystemClock), Ids::seeded(1), settings);
        let service = service.await.expect("the service starts");
        let (context, customer) = partner_and_customer(&service).await;
        let new = NewUpload { file_name: "delivery.csv".to_owned(), strict: false, layout: None };
        let body = futures::stream::once(async { Ok::<_, std::convert::Infallible>(list().into()) });
        let upload = service.receive(&context, customer, new, body).await.expect("it is received");
        let submission = Submission { request_id: "once".to_owned(), ..Submission::default() };
        let job = service.submit(&context, customer, upload, &submission).await.expect("it is submitted");
        Self { service, context, customer, job }
    }

    async fn job(&self) -> JobView {
        self.service.job(&self.context, self.customer, self.job).await.expect("the job is there")
    }

    async fn wait_until(&self, reached: impl Fn(&JobView) -> bool) -> JobView {
        let begun = Instant::now();
        loop {
            let job = self.job().await;
            if reached(&job) {
                return job;
            }
            assert!(begun.elapsed() < Duration::from_mins(2), "{job:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Every row's number and device, when all are registered.
    async fn verdicts(&self) -> (HashSet<u64>, HashSet<String>) {
        let (mut rows, mut devices) = (HashSet::new(), HashSet::new());
        for page in 1..=ROWS / 1_000 {
            let page = self.service.results(&self.context, self.customer, self.job, None, page, 1_000).await;
            for row in page.expect("results can be read").rows {
                assert_eq!(row.outcome, Outcome::Registered, "{row:?}");
                assert!(rows.insert(row.number), "row {} has two verdicts", row.number);
                devices.insert(row.device_id.expect("a device").to_string());
            }
        }
        (rows, devices)
    }
}

fn list() -> Vec<u8> {
    let mut rows = vec![["Manufacturer", "Model", "Serial Number"].map(str::to_owned).to_vec()];
    let devices = Fleet::new(ChaCha20Rng::seed_from_u64(3)).take(usize::try_from(ROWS).expect("it fits"));
    rows.extend(devices.map(|device| vec![device.manufacturer, device.model, device.serial_number]));
    render(&rows, Form::default()).expect("UTF-8 has every character")
}

/// Told to stop in mid-job, the service finishes the parts at hand and ends well; the next start does the rest.
async fn stops_and_goes_on(engine: Engine) {
    let database = Database::new(engine).await;
    let desk = Desk::with_a_job(database.open().await).await;
    let (url, directory) = (database.url(), tempfile::tempdir().expect("a directory"));
    let data = text(directory.path());
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", &url, "--data-dir", data];
    let service = Serving::start(&arguments);
    desk.wait_until(|job| job.registered >= 2 * PART).await;
    assert_eq!(service.stop(), 0, "it was asked to");
    let stopped = desk.job().await;
    assert!(stopped.done() < ROWS, "there is something left to do");
    assert_eq!(stopped.done() % PART, 0, "whole parts only");

    let service = Serving::start(&arguments);
    // Nothing is left leased: the work goes on at once, not when the leases of the first process end.
    let finished = desk.wait_until(JobView::is_over).await;
    assert_eq!((finished.registered, finished.rows), (ROWS, ROWS));
    assert_eq!(service.stop(), 0);
    let (rows, devices) = desk.verdicts().await;
    assert_eq!((rows.len() as u64, devices.len() as u64), (ROWS, ROWS));
}

#[tokio::test]
async fn a_job_goes_on_after_an_orderly_stop_on_sqlite() {
    stops_and_goes_on(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_job_goes_on_after_an_orderly_stop_on_postgresql() {
    stops_and_goes_on(Engine::Postgres).await;
}

/// Healthy while the process lives, ready while its database answers.
#[tokio::test]
async fn the_probes_tell_the_process_from_its_database() {
    let database = Database::new(Engine::Postgres).await;
    let (url, directory) = (database.url(), tempfile::tempdir().expect("a directory"));
    let data = text(directory.path());
    let service =
        Serving::start(&["serve", "--listen", "127.0.0.1:0", "--database", &url, "--data-dir", data]);
    assert_eq!(service.get("/healthz"), (200, "ok\n".to_owned()));
    assert_eq!(service.get("/readyz").0, 200);
    drop(database);
    assert_eq!(service.get("/healthz").0, 200);
    assert_eq!(service.get("/readyz").0, 503);
    assert_eq!(service.stop(), 0, "a lost database does not keep it from ending");
}

/// The first signal lets requests in progress finish, the second one does not.
#[test]
fn a_second_signal_stops_at_once() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let mut service =
        Serving::start(&["serve", "--listen", "127.0.0.1:0", "--data-dir", text(directory.path())]);
    let mut unfinished = TcpStream::connect(&service.address).expect("it listens");
    unfinished.write_all(b"POST /sign-in HTTP/1.1\r\nHost: ").expect("half a request is sent");
    // The server must have seen it.
    assert_eq!(service.get("/healthz").0, 200);
    service.ask_to_stop();
    std::thread::sleep(Duration::from_millis(500));
    assert!(service.is_running(), "it waits for the request");
    let asked = Instant::now();
    assert_eq!(service.stop(), 0);
    assert!(asked.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_portal_is_served() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let data = directory.path().join("data");
    let service = Serving::start(&["serve", "--listen", "127.0.0.1:0", "--data-dir", text(&data)]);
    let (status, page) = service.get("/sign-in");
    assert!(status == 200 && page.contains("<form"), "{status} {page}");
    assert_eq!(service.stop(), 0);
}

/// Lists name devices and people: nobody else on the machine may read them.
#[test]
#[cfg(unix)]
fn what_is_kept_is_readable_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().expect("a temporary directory");
    let data = directory.path().join("deep").join("data");
    let service = Serving::start(&["serve", "--listen", "127.0.0.1:0", "--data-dir", text(&data)]);
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for entry in fs::read_dir(&data).expect("the directory") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    assert_eq!(service.stop(), 0);
}

#[test]
fn an_address_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ran = crate::harness::taxiway(&["serve", "--listen", &address, "--data-dir", text(directory.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains(&format!("cannot listen on {address}")), "{}", ran.err);
}
