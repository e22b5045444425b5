//! A worker in a process of its own, which a test can kill.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use taxiway_service::{Ids, PartSizes, Service, Settings, SystemClock};
use taxiway_store::Store;

const URL: &str = "TAXIWAY_TEST_WORKER_URL";
const ROWS: &str = "TAXIWAY_TEST_WORKER_ROWS";
const AT_WORK: &str = "the worker is at work";

/// Parts of so many rows; whoever takes over from a process that died waits two seconds.
pub(crate) fn settings(rows: u64) -> Settings {
    let parts = PartSizes { rows, bytes: 8 << 20 };
    Settings { parts, lease: SignedDuration::from_secs(2), ..Settings::default() }
}

/// The process: this test program again, told to run only this.
#[test]
#[ignore = "it is started and killed by the tests beside it"]
fn worker() {
    let url = std::env::var(URL).expect("the test that starts this says where to work");
    let rows = std::env::var(ROWS).expect("and in what parts").parse().expect("a number");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&url).await.expect("the store opens");
        let service =
            Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), settings(rows)).await;
        let service = service.expect("the service starts");
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let workers = [0, 1].map(|_| {
            let (service, stopped) = (service.clone(), stopped.clone());
            tokio::spawn(async move { service.work(stopped).await })
        });
        println!("{AT_WORK}");
        let open = async || {
            let mut conn = store.read().await.unwrap();
            conn.has_open_parts_any_tenant().await.unwrap()
                || conn.has_deregistrations_any_tenant().await.unwrap()
        };
        while open().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send(true).unwrap();
        for worker in workers {
            worker.await.unwrap();
        }
    });
}

/// A process that does everything there is to do, and does not outlive the test.
pub(crate) struct Worker(Child);

impl Worker {
    /// Starts a worker of parts of so many rows, and waits until it works.
    pub(crate) fn start(url: &str, rows: u64) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut child = Command::new(program)
            .args(["--exact", "process::worker", "--ignored", "--nocapture"])
            .env(URL, url)
            .env(ROWS, rows.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the worker starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
        assert!(lines.any(|line| line.is_ok_and(|line| line.contains(AT_WORK))), "the worker begins to work");
        // What it still has to say is read, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }

    pub(crate) fn is_over(&mut self) -> bool {
        self.0.try_wait().expect("it can be asked").is_some()
    }
}

impl Drop for Worker {
    /// SIGKILL: no destructor runs, no connection is closed in order.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
