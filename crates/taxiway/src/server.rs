//! A running service: portal, workers, housekeeping, and an orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use taxiway_service::Service;
use taxiway_service::store::Store;
use taxiway_web::portal;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::config::Configuration;
use crate::words::Words;
use crate::{data, sign_in};

/// How often files that nobody registered are swept.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// Rest of a worker that broke down, before it begins again.
const AFTER_A_FAULT: Duration = Duration::from_secs(1);
/// How long the database may take to close.
const CLOSING: Duration = Duration::from_secs(10);

/// Everything that runs, and the way to stop it.
pub(crate) struct Server {
    service: Service,
    configuration: Configuration,
    stop_within: Duration,
    stop: watch::Sender<bool>,
    /// Turns true when nobody is answered any more.
    answered: watch::Sender<bool>,
    portal: Option<JoinHandle<std::io::Result<()>>>,
    tasks: JoinSet<()>,
}

impl Server {
    pub(crate) fn new(service: Service, configuration: &Configuration) -> Self {
        Self {
            service,
            configuration: configuration.clone(),
            stop_within: Duration::from_secs(configuration.stop_seconds),
            stop: watch::Sender::new(false),
            answered: watch::Sender::new(false),
            portal: None,
            tasks: JoinSet::new(),
        }
    }

    /// Starts the workers and the housekeeping.
    pub(crate) fn start_workers(&mut self) {
        for _ in 0..self.configuration.workers {
            self.tasks.spawn(keep_working(self.service.clone(), self.stop.subscribe()));
        }
        // A mail server that takes its time holds nobody else up.
        if self.configuration.workers > 0 && self.service.mail_configured() {
            self.tasks.spawn(keep_delivering(self.service.clone(), self.stop.subscribe()));
        }
        self.tasks.spawn(keep_sweeping(self.service.clone(), self.stop.subscribe()));
        self.tasks.spawn(keep_requests(self.service.clone(), self.answered.subscribe()));
    }

    /// Opens the portal and tells where it is.
    pub(crate) async fn listen(&mut self, address: SocketAddr) -> Result<SocketAddr> {
        let listener =
            TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr().context("cannot tell the address")?;
        let settings = self.configuration.portal(address)?;
        // Only now it is known where people reach the portal.
        let authn = sign_in::authn(&self.configuration, &settings.public_url)?;
        if let Err(error) = data::note_address(&self.configuration.data_dir, &settings.public_url) {
            tracing::warn!(
                error = format!("{error:#}"),
                "commands that print links will not know this address"
            );
        }
        let service = self.service.clone().with_authn(authn);
        let pages = portal::router(service.clone(), settings).merge(probes(service.clone()));
        let interface = self.configuration.partner_center(address)?;
        let router = taxiway_partner_center::before(pages, service, interface);
        let mut stop = self.stop.subscribe();
        // Answers that are written piece by piece would wait for the other side to confirm each.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "small packets are held back");
            }
        });
        let portal = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move { drop(stop.wait_for(|stop| *stop).await) });
        self.portal = Some(tokio::spawn(portal.into_future()));
        Ok(address)
    }

    /// Waits for a signal.
    pub(crate) async fn until_asked(&mut self, signals: &mut Signals, words: Words) -> Result<()> {
        let Some(portal) = &mut self.portal else { return Ok(()) };
        tokio::select! {
            () = signals.next() => {
                eprintln!("{}", words.say("serve-stopping"));
                Ok(())
            }
            ended = portal => ended.context("the portal broke down")?.context("the portal cannot go on"),
        }
    }

    /// Finishes requests and the parts at hand, then closes the database; at once when there is a second signal.
    pub(crate) async fn stop(mut self, signals: &mut Signals, store: Store) {
        tokio::select! {
            () = self.finish(&store) => tracing::info!("stopped"),
            () = signals.next() => tracing::warn!("stopped at once"),
        }
    }

    async fn finish(&mut self, store: &Store) {
        self.stop.send_replace(true);
        if let Some(portal) = &mut self.portal
            && tokio::time::timeout(self.stop_within, &mut *portal).await.is_err()
        {
            tracing::warn!("requests that took too long were broken off");
            portal.abort();
        }
        self.answered.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        if tokio::time::timeout(CLOSING, store.close()).await.is_err() {
            tracing::warn!("the database did not close in time");
        }
    }
}

/// A worker that begins again when it breaks down.
async fn keep_working(service: Service, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let (worker, stopped) = (service.clone(), stop.clone());
        match tokio::spawn(async move { worker.work(stopped).await }).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(%error, "a worker broke down and begins again");
                tokio::time::sleep(AFTER_A_FAULT).await;
            }
        }
    }
}

/// A sender of mails that begins again when it breaks down.
async fn keep_delivering(service: Service, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let (sender, stopped) = (service.clone(), stop.clone());
        match tokio::spawn(async move { sender.deliver(stopped).await }).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(%error, "the sender of mails broke down and begins again");
                tokio::time::sleep(AFTER_A_FAULT).await;
            }
        }
    }
}

/// Writes what programs asked for, and begins again when it breaks down. It ends after the last answer.
async fn keep_requests(service: Service, answered: watch::Receiver<bool>) {
    loop {
        let (keeper, answered) = (service.clone(), answered.clone());
        match tokio::spawn(async move { keeper.keep_api_requests(answered).await }).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(%error, "the keeper of requests broke down and begins again");
                tokio::time::sleep(AFTER_A_FAULT).await;
            }
        }
    }
}

async fn keep_sweeping(service: Service, mut stop: watch::Receiver<bool>) {
    loop {
        match service.sweep_uploads().await {
            Ok(0) => {}
            Ok(uploads) => tracing::info!(uploads, "removed uploads that nobody registered"),
            Err(error) => tracing::warn!(%error, "uploads could not be swept"),
        }
        match service.sweep_approvals().await {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "ended jobs that waited too long for approval"),
            Err(error) => tracing::warn!(%error, "jobs that wait for approval could not be swept"),
        }
        match service.sweep_access_tokens().await {
            Ok(0) => {}
            Ok(tokens) => tracing::debug!(tokens, "removed tokens that have ended"),
            Err(error) => tracing::warn!(%error, "tokens could not be swept"),
        }
        match service.sweep_mails().await {
            Ok(0) => {}
            Ok(mails) => tracing::warn!(mails, "removed mails that nobody sent in time"),
            Err(error) => tracing::warn!(%error, "mails could not be swept"),
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// What load balancers and supervisors ask.
fn probes(service: Service) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready)).with_state(service)
}

async fn ready(State(service): State<Service>) -> (StatusCode, &'static str) {
    match service.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

/// Requests to stop, from a terminal or a supervisor.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    /// Takes them over from here on.
    #[cfg(unix)]
    pub(crate) fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let take = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self { interrupt: take(SignalKind::interrupt())?, terminate: take(SignalKind::terminate())? })
    }

    /// Takes them over from here on.
    #[cfg(not(unix))]
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    #[cfg(unix)]
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Waits for the next one.
    #[cfg(not(unix))]
    pub(crate) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
