//! Processes and servers that die at any moment: nothing is lost, nothing is done twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt;
use rstest::rstest;
use taxiway_domain::fleet::FleetDevice;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_service::{JobState, RowResult};
use taxiway_store::Engine;
use taxiway_testing::Database;
use xtask::postgres::{PrivateCluster, Stop};

use crate::app::{ANSWERS, Person, TestApp, short};
use crate::files::{Line, fleet, hash, list, rng, tuple};
use crate::process::{self, Worker};

const ROWS: usize = 20_000;
/// Kills of a working process in one job.
const KILLS: usize = 16;
/// Rows of a part.
const PART: u64 = 250;

/// A job of many rows: most are fine, some are of another customer, some wrong, some twice.
struct Story {
    app: TestApp,
    clerk: Person,
    customer: OrganisationId,
    other: OrganisationId,
    devices: Vec<FleetDevice>,
    job: JobId,
}

/// Every so many rows: a device of the other customer, a row with an error, the device of ten rows earlier.
const FOREIGN: usize = 400;
const WRONG: usize = 333;
const TWICE: usize = 250;

fn is_foreign(row: usize) -> bool {
    row % FOREIGN == 7
}
fn is_wrong(row: usize) -> bool {
    row % WRONG == 11 && !is_foreign(row)
}
fn is_twice(row: usize) -> bool {
    row % TWICE == 29 && [row, row - 10].iter().all(|row| !is_foreign(*row) && !is_wrong(*row))
}

impl Story {
    async fn begins(database: Database) -> Self {
        let app = TestApp::in_real_time(database, process::settings(PART)).await;
        let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
        let clerk = app.clerk("Fabrikam", &[customer, other]).await;
        let devices = fleet(1, ROWS);
        let foreign =
            devices.iter().enumerate().filter(|(row, _)| is_foreign(*row)).map(|(_, one)| tuple(one));
        clerk.registers(&app, other, &list(foreign)).await;
        let lines = devices.iter().enumerate().map(|(row, device)| {
            if is_twice(row) {
                tuple(&devices[row - 10])
            } else if is_wrong(row) {
                Line { model: String::new(), ..tuple(device) }
            } else if row % 50 == 0 {
                hash(device)
            } else {
                tuple(device).key(device)
            }
        });
        let bytes = list(lines);
        let job = clerk.hands_in(customer, &bytes).await;
        Self { app, clerk, customer, other, devices, job }
    }

    async fn parts_done(&self) -> i64 {
        self.app.parts_done(self.customer, self.job).await
    }

    /// Every row has one verdict, every device one owner, and nothing is left over.
    async fn ends_well(&self) {
        let results = self.clerk.results(self.customer, self.job).await;
        assert!(
            results.iter().map(|row| row.number).eq(1..=ROWS as u64),
            "every row has exactly one verdict"
        );
        for (row, result) in results.iter().enumerate() {
            let expected = if is_foreign(row) {
                "failed 808"
            } else if is_wrong(row) {
                "failed 803"
            } else if is_twice(row) || is_twice(row + 10) {
                one_of_both(&results, row);
                continue;
            } else {
                "registered"
            };
            assert_eq!(short(result), expected, "row {}", result.number);
        }
        let mut outcomes: HashMap<&str, u64> = HashMap::new();
        for result in &results {
            *outcomes.entry(result.outcome.as_str()).or_default() += 1;
        }
        let view = self.clerk.job(self.customer, self.job).await;
        assert_eq!((view.state, view.percent()), (JobState::Finished, 100));
        assert_eq!(view.registered, outcomes["registered"]);
        assert_eq!((view.already, view.failed), (outcomes["already"], outcomes["failed"]));
        assert_eq!(view.cancelled, 0);

        let devices = self.clerk.devices(self.customer).await;
        let registered: Vec<_> = results.iter().filter(|row| row.outcome.as_str() == "registered").collect();
        assert_eq!(devices.len(), registered.len());
        let mut ids: Vec<_> = devices.iter().map(|device| device.device_id).collect();
        let mut told: Vec<_> = registered.iter().filter_map(|row| row.device_id).collect();
        ids.sort_unstable();
        told.sort_unstable();
        assert_eq!(ids, told, "the devices are those of the verdicts");
        let counts = self.app.conn().await.device_counts(self.customer).await.expect(ANSWERS);
        assert_eq!(counts.iter().map(|count| count.devices).sum::<i64>().unsigned_abs(), view.registered);
        let log = self.clerk.service.audit_log(&self.clerk.context, None, 100).await.expect(ANSWERS).entries;
        let ends = log
            .iter()
            .filter(|entry| entry.object_id == self.job.to_string() && entry.action == "job.finish");
        assert_eq!(ends.count(), 1, "it ended once");
        self.claims_are_those_of_the_devices().await;
    }

    /// The other customer asks for everything: what is registered is refused, what is not is free.
    async fn claims_are_those_of_the_devices(&self) {
        let bytes = list(self.devices.iter().map(tuple));
        let verdicts = self.clerk.registers(&self.app, self.other, &bytes).await;
        for (row, verdict) in verdicts.iter().enumerate() {
            let expected = if is_foreign(row) {
                "already 806"
            } else if is_wrong(row) || is_twice(row) {
                "registered"
            } else {
                "failed 808"
            };
            assert_eq!(verdict, expected, "device {row}");
        }
    }
}

fn one_of_both(results: &[RowResult], row: usize) {
    let (first, second) = if is_twice(row) { (row - 10, row) } else { (row, row + 10) };
    let mut both = [short(&results[first]), short(&results[second])];
    both.sort_unstable();
    assert_eq!(both, ["already ZtdDeviceDuplicated", "registered"], "rows {first} and {second}");
    assert_eq!(results[first].device_id, results[second].device_id);
}

/// Half of the workers are killed before they have done a part, half at some moment after one; the pace of the machine does
/// not matter.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_job_survives_kills_at_any_moment(#[case] engine: Engine) {
    let story = Story::begins(Database::new(engine).await).await;
    let url = story.app.database.url();
    let mut rng = rng(7);
    for kill in 0..KILLS {
        let wanted = story.parts_done().await + rng.random_range(0..=1);
        let mut worker = Worker::start(&url, PART);
        while story.parts_done().await < wanted {
            assert!(!worker.is_over(), "the worker works");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(12).mul_f64(rng.random())).await;
        assert!(!worker.is_over() && story.app.is_busy().await, "the job was over after {kill} kills");
    }
    let done = story.parts_done().await;
    assert!(done > 3, "the kills hit a job that went on: {done} parts were done");
    let mut last = Worker::start(&url, PART);
    let begun = Instant::now();
    while !last.is_over() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the last worker ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    story.ends_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_survives_restarts_of_postgresql() {
    let cluster = Arc::new(PrivateCluster::start().expect("a private cluster starts"));
    let story = Story::begins(Database::on(&cluster.url()).await).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let workers: Vec<_> = (0..3)
        .map(|_| {
            let (service, stopped) = (story.app.service.clone(), stopped.clone());
            tokio::spawn(async move { service.work(stopped).await })
        })
        .collect();
    for (parts, mode) in [(5, Stop::Fast), (20, Stop::Immediate), (40, Stop::Fast)] {
        while story.parts_done().await < parts {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert!(story.app.is_busy().await, "the restart hits a job that goes on");
        let cluster = Arc::clone(&cluster);
        let restarted = tokio::task::spawn_blocking(move || cluster.restart(mode)).await;
        restarted.unwrap().expect("the server starts again");
    }
    let begun = Instant::now();
    while story.app.is_busy().await {
        assert!(begun.elapsed() < Duration::from_mins(1), "the job ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    for worker in workers {
        worker.await.unwrap();
    }
    story.ends_well().await;
    story.app.store.close().await;
}
