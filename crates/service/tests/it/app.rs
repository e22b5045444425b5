//! The service with people around it, so that tests read like stories.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId, UploadId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    Actor, Clock, Context, DeviceFilter, DeviceView, Ids, JobView, Mailer, ManualClock, NewUpload, Outcome,
    Result, RowResult, Service, Settings, Submission, SystemClock,
};
use taxiway_store::{CatalogueDevice, Conn, Device, Engine, Store};
use taxiway_testing::Database;

/// What everybody of the stories types.
pub(crate) const PASSWORD: &str = "a long enough password";
/// What every look into the database expects.
pub(crate) const ANSWERS: &str = "the database answers";

/// The service over a database of its own, with a clock that moves only when told.
pub(crate) struct TestApp {
    pub service: Service,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub database: Database,
}

/// A person who works for an organisation and asks the service for things.
#[derive(Clone)]
pub(crate) struct Person {
    pub service: Service,
    pub context: Context,
    pub email: String,
}

pub(crate) fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a time")
}

pub(crate) fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

impl TestApp {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, Settings::default()).await
    }

    pub(crate) async fn with(engine: Engine, settings: Settings) -> Self {
        let clock = Arc::new(ManualClock::new(noon()));
        Self::over(Database::new(engine).await, clock.clone(), clock, settings).await
    }

    /// With the machine's clock, for work that several processes share.
    pub(crate) async fn in_real_time(database: Database, settings: Settings) -> Self {
        Self::over(database, Arc::new(SystemClock), Arc::new(ManualClock::new(noon())), settings).await
    }

    async fn over(
        database: Database,
        time: Arc<dyn Clock>,
        clock: Arc<ManualClock>,
        settings: Settings,
    ) -> Self {
        let store = database.open().await;
        let service = Service::new(store.clone(), time, Ids::seeded(1), settings).await;
        Self { service: service.expect("the service starts"), store, clock, database }
    }

    /// The same with a directory into which mails go.
    pub(crate) fn with_mail(mut self) -> (Self, tempfile::TempDir) {
        let directory = tempfile::tempdir().expect("a directory");
        let mailer = Mailer::directory(directory.path().join("mail"), "Taxiway <taxiway@taxiway.example>");
        self.service = self.service.with_mailer(mailer.expect("the sender is an address"));
        (self, directory)
    }

    /// Time goes by.
    pub(crate) fn later(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// The operator creates an organisation.
    pub(crate) async fn organisation(&self, kind: OrganisationKind, name: &str) -> OrganisationId {
        self.later(SignedDuration::from_millis(1));
        let made = self.service.create_organisation(kind, name, None, "setup").await;
        made.expect("the organisation is created").organisation_id
    }

    pub(crate) async fn customer(&self, name: &str) -> OrganisationId {
        self.organisation(OrganisationKind::Customer, name).await
    }

    /// A manufacturer that publishes these devices.
    pub(crate) async fn maker_publishes(&self, name: &str, built: &[CatalogueDevice]) {
        let maker = self.organisation(OrganisationKind::Manufacturer, name).await;
        self.service.publish_catalogue(maker, built, "setup").await.expect("the catalogue is published");
    }

    /// The operator creates an account.
    pub(crate) async fn person(
        &self,
        organisation: OrganisationId,
        kind: OrganisationKind,
        name: &str,
        role: Role,
    ) -> Person {
        self.later(SignedDuration::from_millis(1));
        let email = format!("{}@{}.example", name.to_lowercase(), organisation);
        let made =
            self.service.create_user(organisation, &email, name, &[role], secret(PASSWORD), "setup").await;
        let found = self.conn().await.organisation(organisation).await.expect(ANSWERS).expect("it exists");
        let actor = Actor {
            user_id: made.expect("the account is created"),
            name: name.to_owned(),
            organisation_id: organisation,
            organisation: found.name,
            kind,
            roles: vec![role],
            app: None,
        };
        let context = Context::new(actor, format!("request of {name}"));
        Person { service: self.service.clone(), context, email }
    }

    /// A sales agent of a new partner to which these customers consented, without delegated administration.
    pub(crate) async fn clerk(&self, partner: &str, customers: &[OrganisationId]) -> Person {
        let id = self.organisation(OrganisationKind::DirectPartner, partner).await;
        for customer in customers {
            self.consents(*customer, id, false).await;
        }
        self.person(id, OrganisationKind::DirectPartner, &format!("clerk.{partner}"), Role::SalesAgent).await
    }

    pub(crate) async fn consents(
        &self,
        customer: OrganisationId,
        partner: OrganisationId,
        administration: bool,
    ) {
        let made = self.service.create_relationship(customer, partner, administration, "setup").await;
        made.expect("the relationship is created");
    }

    pub(crate) async fn consent_ends(&self, customer: OrganisationId, partner: &Person) {
        let ended =
            self.service.end_relationship(customer, partner.context.actor.organisation_id, "end").await;
        ended.expect("the relationship ends");
    }

    /// An administrator of the customer itself.
    pub(crate) async fn administrator(&self, customer: OrganisationId) -> Person {
        self.person(customer, OrganisationKind::Customer, "admin", Role::GlobalAdministrator).await
    }

    /// Workers do everything there is to do.
    pub(crate) async fn work(&self) {
        self.service.work_until_idle().await.expect("the work is done");
    }

    /// One worker does parts until this one job has so many of them done.
    pub(crate) async fn work_until(&self, customer: OrganisationId, job: JobId, parts: i64) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn({
            let service = self.service.clone();
            async move { service.work(stopped).await }
        });
        loop {
            if self.parts_done(customer, job).await >= parts {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        stop.send(true).expect("they listen");
        worker.await.expect("it ends");
    }

    /// These services work, each with several workers, until nothing is open.
    pub(crate) async fn work_together(&self, services: &[Service], workers: usize) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut all = tokio::task::JoinSet::new();
        for service in services {
            for _ in 0..workers {
                let (service, stopped) = (service.clone(), stopped.clone());
                all.spawn(async move { service.work(stopped).await });
            }
        }
        while self.is_busy().await {
            let moment = std::time::Duration::from_millis(10);
            tokio::time::sleep(moment).await;
            self.later(SignedDuration::from_millis(10));
        }
        stop.send(true).expect("they listen");
        all.join_all().await;
    }

    /// Whether anything is still to be done.
    pub(crate) async fn is_busy(&self) -> bool {
        self.conn().await.has_open_parts_any_tenant().await.expect(ANSWERS)
    }

    /// Parts of a job that are done.
    pub(crate) async fn parts_done(&self, customer: OrganisationId, job: JobId) -> i64 {
        self.conn().await.job_counts(customer, job).await.expect(ANSWERS).parts_done
    }

    /// A look into the database.
    pub(crate) async fn conn(&self) -> Conn {
        self.store.read().await.expect(ANSWERS)
    }

    /// A worker that stops between two parts leaves its next lease for half a second; the clock does not move by itself.
    pub(crate) async fn work_on(&self) {
        self.later(SignedDuration::from_secs(1));
        self.work().await;
    }
}

impl Person {
    pub(crate) fn organisation(&self) -> OrganisationId {
        self.context.actor.organisation_id
    }

    /// The same person in another request.
    pub(crate) fn asks(&self, request_id: &str) -> Self {
        let context = Context::new(self.context.actor.clone(), request_id.to_owned());
        Self { context, ..self.clone() }
    }

    pub(crate) async fn sends(&self, customer: OrganisationId, bytes: &[u8]) -> Result<UploadId> {
        self.sends_as(customer, bytes, false).await
    }

    pub(crate) async fn sends_as(
        &self,
        customer: OrganisationId,
        bytes: &[u8],
        strict: bool,
    ) -> Result<UploadId> {
        let new = NewUpload { file_name: "delivery.csv".to_owned(), strict, layout: None };
        // Networks deliver pieces of any size.
        let chunks: Vec<_> =
            bytes.chunks(7_919).map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk))).collect();
        self.service.receive(&self.context, customer, new, stream::iter(chunks)).await
    }

    /// Uploads a file that can be read.
    pub(crate) async fn uploads(&self, customer: OrganisationId, bytes: &[u8]) -> UploadId {
        let upload = self.sends(customer, bytes).await.expect("the file is received");
        let view = self.service.upload(&self.context, customer, upload).await.expect("the upload is there");
        assert_eq!(view.upload.state, "ready", "{:?}", view.refusal);
        upload
    }

    pub(crate) async fn submits(&self, customer: OrganisationId, upload: UploadId) -> JobId {
        self.submits_with(customer, upload, Submission::default()).await.expect("the upload is submitted")
    }

    /// Submits with a request id made up from the upload, unless one is given.
    pub(crate) async fn submits_with(
        &self,
        customer: OrganisationId,
        upload: UploadId,
        mut submission: Submission,
    ) -> Result<JobId> {
        if submission.request_id.is_empty() {
            submission.request_id = format!("submit {upload}");
        }
        self.service.submit(&self.context, customer, upload, &submission).await
    }

    /// Uploads and submits.
    pub(crate) async fn hands_in(&self, customer: OrganisationId, bytes: &[u8]) -> JobId {
        let upload = self.uploads(customer, bytes).await;
        self.submits(customer, upload).await
    }

    /// Uploads, submits, waits for the workers, and reads the verdicts as short texts.
    pub(crate) async fn registers(
        &self,
        app: &TestApp,
        customer: OrganisationId,
        bytes: &[u8],
    ) -> Vec<String> {
        app.later(SignedDuration::from_secs(1));
        let job = self.hands_in(customer, bytes).await;
        app.work().await;
        self.verdicts(customer, job).await
    }

    pub(crate) async fn job(&self, customer: OrganisationId, job: JobId) -> JobView {
        self.service.job(&self.context, customer, job).await.expect("the job is there")
    }

    /// Every row's result, page by page.
    pub(crate) async fn results(&self, customer: OrganisationId, job: JobId) -> Vec<RowResult> {
        self.results_of(customer, job, None).await
    }

    pub(crate) async fn results_of(
        &self,
        customer: OrganisationId,
        job: JobId,
        outcome: Option<Outcome>,
    ) -> Vec<RowResult> {
        let mut rows = Vec::new();
        for number in 1.. {
            let page = self.service.results(&self.context, customer, job, outcome, number, 700).await;
            let page = page.expect("the results are there");
            rows.extend(page.rows);
            if number * page.size >= page.total {
                return rows;
            }
        }
        rows
    }

    pub(crate) async fn verdicts(&self, customer: OrganisationId, job: JobId) -> Vec<String> {
        self.results(customer, job).await.iter().map(short).collect()
    }

    /// Every device of the customer that this person sees, page by page.
    pub(crate) async fn devices(&self, customer: OrganisationId) -> Vec<Device> {
        self.finds(customer, &DeviceFilter::default(), 300).await
    }

    pub(crate) async fn finds(
        &self,
        customer: OrganisationId,
        filter: &DeviceFilter,
        page: usize,
    ) -> Vec<Device> {
        let (mut devices, mut after) = (Vec::new(), None);
        loop {
            let found = self.service.devices(&self.context, customer, filter, after.as_ref(), page).await;
            let found = found.expect("the devices are there");
            devices.extend(found.devices.into_iter().map(|row| row.device));
            after = found.next;
            if after.is_none() {
                return devices;
            }
        }
    }

    pub(crate) async fn device(&self, customer: OrganisationId, device: DeviceId) -> DeviceView {
        self.service.device(&self.context, customer, device).await.expect("the device is there")
    }

    /// The one device of a customer.
    pub(crate) async fn only_device(&self, customer: OrganisationId) -> DeviceView {
        let devices = self.devices(customer).await;
        assert_eq!(devices.len(), 1, "{devices:#?}");
        self.device(customer, devices[0].device_id).await
    }
}

/// A verdict as people say it: the outcome and the published number or name of its code.
pub(crate) fn short(row: &RowResult) -> String {
    let outcome = row.outcome.as_str();
    match row.code {
        None => outcome.to_owned(),
        Some(code) => match code.number() {
            Some(number) => format!("{outcome} {number}"),
            None => format!("{outcome} {}", code.name()),
        },
    }
}
