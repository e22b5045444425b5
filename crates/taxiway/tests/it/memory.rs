//! Lists may be of any length: memory stays flat.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::app::Permission;
use taxiway_domain::fleet::Fleet;
use taxiway_domain::ids::OrganisationId;
use taxiway_service::store::Store;
use taxiway_service::{Grant, Ids, Service, Settings, SystemClock};

use crate::harness::{Serving, command, partner_and_customer, text};

/// Most memory that the process ever had, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux tells the peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

fn growth(format: &str) -> u64 {
    let device = Fleet::new(ChaCha20Rng::seed_from_u64(1)).next_device();
    let rows = format!("{},,{}\r\n", device.serial_number, device.hash()).repeat(500);
    let mut child =
        command(&["check", "--format", format, "-"]).stdin(Stdio::piped()).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    let drain = std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"Device Serial Number,Windows Product ID,Hardware Hash\r\n").expect("it reads");
    let mut peaks = Vec::new();
    for round in 0..16 {
        input.write_all(rows.as_bytes()).expect("it reads");
        if round == 5 || round == 15 {
            peaks.push(peak(child.id()));
        }
    }
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "the same device every time");
    drain.join().expect("the reader ends").expect("the output was read");
    peaks[1] - peaks[0]
}

/// 2 MB more of hashes a round: 20 MB between the two looks.
#[test]
#[cfg(target_os = "linux")]
fn a_longer_list_takes_no_more_memory() {
    for format in ["text", "json"] {
        let growth = growth(format);
        assert!(growth < 4 * 1024, "{format}: {growth} KiB more");
    }
}

/// Devices with hashes for about 15 MB of a body.
const DEVICES: usize = 3_750;
/// The longest that a batch may take.
const PATIENCE: Duration = Duration::from_mins(3);

/// A program of a partner that may register devices for a customer.
struct Program {
    token: SecretString,
    customer: OrganisationId,
}

impl Program {
    /// In a database of which no process takes care yet.
    async fn made(directory: &Path) -> Self {
        let store = Store::open(&format!("sqlite:{}", directory.join("taxiway.db").display())).await;
        let store = store.expect("the store opens");
        let service =
            Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), Settings::default()).await;
        let service = service.expect("the service starts");
        let (context, customer) = partner_and_customer(&service).await;
        let app = service.create_app(&context, "Transfer", &[Permission::DevicesRegister]).await;
        let app = app.expect("the program is registered");
        let secret = service.add_app_secret(&context, app, 1, None).await.expect("a secret").secret;
        let granted = service.grant_token(&app.to_string(), &secret, None, Grant::Alone, "test").await;
        let token = granted.expect("it is answered").expect("a token").access;
        store.close().await;
        Self { token, customer }
    }

    /// Begins a request; the answer is read to the end of the connection.
    fn begins(&self, serving: &Serving, method: &str, path: &str, more: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&serving.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        // Without chunks in the answer, as before version 1.1.
        let version = if more.is_empty() { "1.0" } else { "1.1" };
        let head = format!(
            "{method} /v1/customers/{}{path} HTTP/{version}\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n{more}\r\n",
            self.customer,
            serving.address,
            self.token.expose_secret()
        );
        stream.write_all(head.as_bytes()).expect("it is sent");
        stream
    }

    /// Sends a batch piece by piece and gives the place where it is told what became of it, and the bytes that it had.
    fn sends(&self, serving: &Serving, name: &str, devices: impl Iterator<Item = String>) -> (String, usize) {
        let chunked = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
        let mut stream = self.begins(serving, "POST", "/deviceBatches", chunked);
        let mut bytes = 0;
        let mut send = |text: &str| {
            bytes += text.len();
            let chunk = format!("{:x}\r\n{text}\r\n", text.len());
            stream.write_all(chunk.as_bytes()).expect("it is taken");
        };
        send(&format!("{{\"batchId\":\"{name}\",\"devices\":["));
        for (number, device) in devices.enumerate() {
            send(&format!("{}{device}", if number == 0 { "" } else { "," }));
        }
        send("]}");
        stream.write_all(b"0\r\n\r\n").expect("it is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the answer is read");
        assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
        (location.expect("a location").rsplit('/').next().expect("an id").to_owned(), bytes)
    }

    /// What became of a batch, once it has come to its end.
    fn waits_for(&self, serving: &Serving, tracking: &str) -> serde_json::Value {
        let path = format!("/batchJobStatus/{tracking}");
        let begun = Instant::now();
        loop {
            let mut stream = self.begins(serving, "GET", &path, "");
            let mut beginning = [0; 700];
            stream.read_exact(&mut beginning).expect("the answer begins");
            if String::from_utf8_lossy(&beginning).contains("\"completedTime\"") {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "it takes too long");
            std::thread::sleep(Duration::from_millis(500));
        }
        let mut answer = String::new();
        let mut stream = self.begins(serving, "GET", &path, "");
        stream.read_to_string(&mut answer).expect("the answer is read");
        let (_, body) = answer.split_once("\r\n\r\n").expect("head and body");
        serde_json::from_str(body).expect("JSON, to its end")
    }
}

/// Sends so many devices with hashes in one request, and looks whether each of them is told about, in its place.
fn registers(program: &Program, serving: &Serving, seed: u64, count: usize) -> usize {
    let fleet = || Fleet::new(ChaCha20Rng::seed_from_u64(seed)).take(count);
    let devices = fleet().map(|device| {
        format!("{{\"serialNumber\":\"{}\",\"hardwareHash\":\"{}\"}}", device.serial_number, device.hash())
    });
    let (tracking, bytes) = program.sends(serving, &format!("Batch {seed}"), devices);
    let status = program.waits_for(serving, &tracking);
    assert_eq!(status["status"], "finished");
    let rows = status["devicesStatus"].as_array().expect("rows");
    assert_eq!(rows.len(), count);
    for (row, device) in rows.iter().zip(fleet()) {
        assert_eq!(row["serialNumber"], *device.serial_number, "{row}");
        assert_eq!((&row["status"], &row["errorCode"]), (&"finished".into(), &"0".into()), "{row}");
        assert!(row["deviceId"].is_string(), "{row}");
    }
    bytes
}

/// 15 MB in each of four requests fill what the process keeps anyway, then 60 MB in another one: it holds no such body, and no
/// devices of one.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_longer_batch_of_a_program_takes_no_more_memory() {
    let directory = tempfile::tempdir().expect("a directory");
    let program = Program::made(directory.path()).await;
    let config = directory.path().join("taxiway.toml");
    fs::write(&config, "[partner-center]\nbatches-without-user = true\n").expect("it is written");
    let (config, data) = (text(&config), text(directory.path()));
    let serving =
        Serving::start(&["serve", "--config", config, "--listen", "127.0.0.1:0", "--data-dir", data]);
    for seed in 1..=4 {
        let short = registers(&program, &serving, seed, DEVICES);
        assert!(short > 14_000_000, "{short} bytes");
    }
    let before = peak(serving.process());
    let long = registers(&program, &serving, 5, 4 * DEVICES);
    let growth = peak(serving.process()) - before;
    assert!(long > 58_000_000, "{long} bytes");
    assert!(growth < 40 * 1024, "{growth} KiB more than {before}");
    assert_eq!(serving.stop(), 0);
}
