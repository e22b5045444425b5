//! `cargo xtask bench api`: calls of programs beside the bytes of a file from memory, and batches beside files, all in the
//! same process on the same two threads.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use secrecy::ExposeSecret;
use serde_json::json;
use taxiway_domain::app::Permission;
use taxiway_domain::fleet::FleetDevice;
use taxiway_domain::ids::OrganisationId;
use taxiway_partner_center::{PartnerCenterSettings, before};
use taxiway_service::store::Store;
use taxiway_service::{Context, Grant, Ids, Service, Settings, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::files;
use super::import::{EngineName, round};
use super::raw::{Kind, Order};
use super::registrar::{one_file, partner_and_customer};
use crate::postgres::PrivateCluster;

/// What to measure.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The database engine
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: EngineName,
    /// What identifies the devices
    #[arg(long, value_enum, default_value = "tuple")]
    kind: Kind,
    /// Devices of the batch, and of the file beside it
    #[arg(long, default_value_t = 50_000)]
    devices: usize,
    /// Connections that ask at the same time
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// For how many seconds each call is asked
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

/// Bytes of the file beside which calls are measured: about those of an answer with one device.
const FILE_BYTES: usize = 600;

/// Measures and prints one JSON line.
pub(super) fn run(options: &Options) -> Result<()> {
    let directory = tempfile::tempdir()?;
    let cluster;
    let database = match options.engine {
        EngineName::Sqlite => format!("sqlite:{}", directory.path().join("product.sqlite").display()),
        EngineName::Postgres => {
            cluster = PrivateCluster::start()?;
            cluster.socket_url()
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    println!("{}", runtime.block_on(measure(options, &database, directory.path()))?);
    Ok(())
}

/// The running interface, and who asks it.
struct Bench {
    service: Service,
    context: Context,
    customer: OrganisationId,
    address: SocketAddr,
    token: String,
}

async fn measure(options: &Options, database: &str, directory: &Path) -> Result<serde_json::Value> {
    let bench = start(database).await?;
    let (stop, stopped) = watch::channel(false);
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (service, stopped) = (bench.service.clone(), stopped.clone());
            tokio::spawn(async move { service.work(stopped).await })
        })
        .collect();
    let customer = bench.customer;
    let small = bench.batch("Small", options.kind, &Order::Delivery.devices(100, 7)).await?;
    let list = bench.ask(&format!("/v1/customers/{customer}/deviceBatches/Small/devices")).await?;
    let list: serde_json::Value = serde_json::from_slice(&list)?;
    let device = list["items"][0]["id"].as_str().context("no device was registered")?.to_owned();

    // What the other path takes, before and after: the second one is not favoured by what the first one left warm.
    let file = bench.file(options, directory, 1).await?;
    let devices = Order::Delivery.devices(options.devices, 2);
    let body = body("Large", options.kind, &devices);
    let begun = Instant::now();
    bench.batch_of(&body).await?;
    let batch = options.devices as f64 / begun.elapsed().as_secs_f64();
    let again = bench.file(options, directory, 3).await?;

    let ceiling = bench.rate("/static", options).await?;
    let polls = bench.rate(&format!("/v1/customers/{customer}/batchJobStatus/{small}"), options).await?;
    let look_ups = bench
        .rate(&format!("/v1/customers/{customer}/deviceBatches/Small/devices/{device}"), options)
        .await?;
    let customers = bench.rate(&format!("/v1/customers/{customer}"), options).await?;
    stop.send_replace(true);
    for worker in workers {
        worker.await?;
    }
    let csv = f64::midpoint(file, again);
    Ok(json!({
        "engine": format!("{:?}", options.engine).to_lowercase(),
        "kind": format!("{:?}", options.kind).to_lowercase(),
        "devices": options.devices,
        "batch_devices_per_s": batch.round(),
        "csv_devices_per_s": csv.round(),
        "batch_ratio": round(batch / csv),
        "static_per_s": ceiling.round(),
        "status_polls_per_s": polls.round(),
        "status_ratio": round(polls / ceiling),
        "device_look_ups_per_s": look_ups.round(),
        "device_ratio": round(look_ups / ceiling),
        "customer_look_ups_per_s": customers.round(),
        "customer_ratio": round(customers / ceiling),
    }))
}

async fn start(database: &str) -> Result<Bench> {
    let store = Store::open(database).await?;
    let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default()).await?;
    let (context, customer) = partner_and_customer(&service).await?;
    let permissions = Permission::ALL.iter().copied();
    let permissions: Vec<_> = permissions.filter(|one| one.belongs_to(context.actor.kind)).collect();
    let app = service.create_app(&context, "Bench", &permissions).await?;
    let secret = service.add_app_secret(&context, app, 1, None).await?.secret;
    let granted = service.grant_token(&app.to_string(), &secret, None, Grant::Alone, "bench").await?;
    let granted = granted.map_err(|refusal| anyhow::anyhow!("no token: {refusal:?}"))?;
    let settings = PartnerCenterSettings {
        body_bytes: 1 << 30,
        calls_per_minute: 0,
        batches_without_person: true,
        ..PartnerCenterSettings::default()
    };
    let bytes = "x".repeat(FILE_BYTES);
    let pages = Router::new().route("/static", get(move || std::future::ready(bytes.clone())));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = before(pages, service.clone(), settings);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await
    });
    let token = granted.access.expose_secret().to_owned();
    Ok(Bench { service, context, customer, address, token })
}

/// The body of a batch.
fn body(name: &str, kind: Kind, devices: &[FleetDevice]) -> String {
    let devices: Vec<_> = devices
        .iter()
        .map(|device| match kind {
            Kind::Tuple => json!({
                "serialNumber": device.serial_number,
                "oemManufacturerName": device.manufacturer,
                "modelName": device.model,
            }),
            Kind::Hash => json!({ "serialNumber": device.serial_number, "hardwareHash": device.hash() }),
        })
        .collect();
    json!({ "batchId": name, "devices": devices }).to_string()
}

impl Bench {
    /// Registers a batch and waits for it: its tracking id.
    async fn batch(&self, name: &str, kind: Kind, devices: &[FleetDevice]) -> Result<String> {
        self.batch_of(&body(name, kind, devices)).await
    }

    async fn batch_of(&self, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        let path = format!("/v1/customers/{}/deviceBatches", self.customer);
        stream.write_all(self.head("POST", &path, body.len()).as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        let answer = Answer::read(&mut stream, &mut Vec::new()).await?;
        ensure!(answer.status == 202, "the batch was answered {}", answer.status);
        let tracking = answer.location.rsplit('/').next().unwrap_or_default().to_owned();
        let job = tracking.parse().context("the location has no tracking id")?;
        loop {
            let view = self.service.job(&self.context, self.customer, job).await?;
            if view.is_over() {
                ensure!(view.registered == view.rows, "{} of {} were registered", view.registered, view.rows);
                return Ok(tracking);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Registers as many devices from a file: devices in a second.
    async fn file(&self, options: &Options, directory: &Path, seed: u64) -> Result<f64> {
        let path: PathBuf = directory.join(format!("file-{seed}.csv"));
        files::write(&path, options.kind, &Order::Delivery.devices(options.devices, seed), false)?;
        let run = one_file(&self.service, &self.context, self.customer, &path).await?;
        ensure!(run.registered == run.rows, "{} of {} were registered", run.registered, run.rows);
        Ok(run.rows as f64 / run.seconds)
    }

    fn head(&self, method: &str, path: &str, length: usize) -> String {
        format!(
            "{method} {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\naccept: application/json\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n",
            self.token
        )
    }

    async fn ask(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(self.head("GET", path, 0).as_bytes()).await?;
        let mut buffer = Vec::new();
        let answer = Answer::read(&mut stream, &mut buffer).await?;
        ensure!(answer.status == 200, "{path} was answered {}", answer.status);
        Ok(buffer[answer.body..].to_vec())
    }

    /// How often a path is answered in a second.
    async fn rate(&self, path: &str, options: &Options) -> Result<f64> {
        let request: Arc<[u8]> = self.head("GET", path, 0).into_bytes().into();
        let begun = Instant::now();
        let end = begun + Duration::from_secs(options.seconds);
        let tasks: Vec<_> = (0..options.connections)
            .map(|_| tokio::spawn(ask_until(self.address, request.clone(), end)))
            .collect();
        let mut answers = 0;
        for task in tasks {
            answers += task.await??;
        }
        Ok(answers as f64 / begun.elapsed().as_secs_f64())
    }
}

async fn ask_until(address: SocketAddr, request: Arc<[u8]>, end: Instant) -> Result<u64> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut buffer, mut answers) = (Vec::new(), 0);
    while Instant::now() < end {
        stream.write_all(&request).await?;
        let answer = Answer::read(&mut stream, &mut buffer).await?;
        ensure!(answer.status == 200, "answered {}", answer.status);
        answers += 1;
    }
    Ok(answers)
}

/// As much of an answer as a measurement needs.
struct Answer {
    status: u16,
    location: String,
    /// Where the body begins in the buffer.
    body: usize,
}

impl Answer {
    /// Reads one answer, whose length is told or which comes in chunks.
    async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Self> {
        buffer.clear();
        let body = loop {
            if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            more(stream, buffer).await?;
        };
        let head = String::from_utf8_lossy(&buffer[..body]).into_owned();
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        match field("content-length") {
            Some(length) => {
                let end = body + length.parse::<usize>()?;
                while buffer.len() < end {
                    more(stream, buffer).await?;
                }
            }
            None => {
                while !buffer.ends_with(b"\r\n0\r\n\r\n") {
                    more(stream, buffer).await?;
                }
            }
        }
        let status = head.split(' ').nth(1).context("no status")?.parse()?;
        Ok(Self { status, location: field("location").unwrap_or_default(), body })
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<()> {
    if stream.read_buf(buffer).await? == 0 {
        bail!("the connection was closed");
    }
    Ok(())
}
