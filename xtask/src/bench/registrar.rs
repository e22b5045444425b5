//! The product's half: one process, one database, files in, verdicts out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::Store;
use taxiway_service::{Actor, Context, Ids, NewUpload, Service, Settings, Submission, SystemClock};
use tokio::io::AsyncReadExt;
use tokio::sync::watch;

use super::usage;

/// Where to register what.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://…`
    #[arg(long)]
    database: String,
    /// Workers of the process
    #[arg(long, default_value_t = 2)]
    workers: usize,
    /// The files, one after the other
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// What one file took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FileRun {
    /// Rows of the file.
    pub rows: u64,
    /// From the first byte to the verdict of the last row, in seconds.
    pub seconds: f64,
    /// Of these, receiving: reading, storing the slices.
    pub receive_seconds: f64,
    /// Devices registered.
    pub registered: u64,
    /// Rows whose device was registered already.
    pub already: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Peak memory of the process so far, in MiB.
    pub peak_rss_mib: f64,
    /// Processor time that this file took, in seconds.
    pub cpu_seconds: f64,
}

/// Registers the files and prints what each took, as a JSON array.
pub(super) fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let runs = runtime.block_on(register(options))?;
    println!("{}", serde_json::to_string(&runs)?);
    Ok(())
}

async fn register(options: &Options) -> Result<Vec<FileRun>> {
    let store = Store::open(&options.database).await?;
    let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default()).await?;
    let (context, customer) = partner_and_customer(&service).await?;
    let (stop, stopped) = watch::channel(false);
    let workers: Vec<_> = (0..options.workers)
        .map(|_| {
            let (service, stopped) = (service.clone(), stopped.clone());
            tokio::spawn(async move { service.work(stopped).await })
        })
        .collect();
    let mut runs = Vec::new();
    for file in &options.files {
        runs.push(one_file(&service, &context, customer, file).await?);
    }
    stop.send_replace(true);
    for worker in workers {
        worker.await?;
    }
    Ok(runs)
}

/// A partner with somebody who works for it, and a customer that consented.
pub(super) async fn partner_and_customer(
    service: &Service,
) -> Result<(Context, taxiway_domain::ids::OrganisationId)> {
    let partner =
        service.create_organisation(OrganisationKind::DirectPartner, "Bench Partner", None, "bench").await?;
    let customer =
        service.create_organisation(OrganisationKind::Customer, "Bench Customer", None, "bench").await?;
    service.create_relationship(customer.organisation_id, partner.organisation_id, false, "bench").await?;
    let actor = Actor {
        user_id: service.new_user_id(),
        name: "bench".to_owned(),
        organisation_id: partner.organisation_id,
        organisation: partner.name,
        kind: OrganisationKind::DirectPartner,
        roles: vec![Role::AdminAgent],
        app: None,
    };
    let context = Context::new(actor, "bench".to_owned());
    Ok((context, customer.organisation_id))
}

/// Registers one file.
pub(super) async fn one_file(
    service: &Service,
    context: &Context,
    customer: taxiway_domain::ids::OrganisationId,
    file: &PathBuf,
) -> Result<FileRun> {
    let own = std::process::id();
    let cpu = usage::cpu_seconds(own)?;
    let started = Instant::now();
    let source =
        tokio::fs::File::open(file).await.with_context(|| format!("cannot open {}", file.display()))?;
    let body = futures::stream::unfold(source, |mut source| async move {
        let mut chunk = bytes::BytesMut::with_capacity(256 << 10);
        match source.read_buf(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(chunk.freeze()), source)),
            Err(error) => Some((Err(error), source)),
        }
    });
    let new = NewUpload { file_name: "bench.csv".to_owned(), strict: false, layout: None };
    let upload = service.receive(context, customer, new, body).await?;
    let receive_seconds = started.elapsed().as_secs_f64();
    let request_id = service.request_id();
    let submission = Submission { request_id, ..Submission::default() };
    let job = service.submit(context, customer, upload, &submission).await?;
    let view = loop {
        let view = service.job(context, customer, job).await?;
        if view.is_over() {
            break view;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    ensure!(view.done() == view.rows, "{} of {} rows have a verdict", view.done(), view.rows);
    Ok(FileRun {
        rows: view.rows,
        seconds: started.elapsed().as_secs_f64(),
        receive_seconds,
        registered: view.registered,
        already: view.already,
        failed: view.failed,
        peak_rss_mib: usage::peak_memory_mib(own)?,
        cpu_seconds: usage::cpu_seconds(own)? - cpu,
    })
}
