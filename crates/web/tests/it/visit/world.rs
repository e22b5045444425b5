//! Two partners, their customers, and people of every role.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use secrecy::SecretString;
use taxiway_domain::audit::AuditKey;
use taxiway_domain::fleet::Fleet;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::{AuditEntry, AuditFilter, Store};
use taxiway_service::{Authn, Ids, ManualClock, Service, Settings};
use taxiway_web::portal::{PortalSettings, router};
use tempfile::TempDir;

use super::Browser;

/// What everybody types.
pub(crate) const PASSWORD: &str = "a long enough password";

/// The portal over a database of its own, with a clock that moves only when told.
pub(crate) struct World {
    pub service: Service,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    /// The partner.
    pub partner: OrganisationId,
    /// The partner's customer.
    pub customer: OrganisationId,
    /// A customer that did not consent to the partner.
    pub stranger: OrganisationId,
    _directory: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(PortalSettings::default(), Settings::default()).await
    }

    pub(crate) async fn with(portal: PortalSettings, settings: Settings) -> Self {
        Self::entered_by(portal, settings, Authn::default()).await
    }

    /// With further ways to sign in.
    pub(crate) async fn entered_by(portal: PortalSettings, settings: Settings, authn: Authn) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("taxiway.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("a database");
        let clock = Arc::new(ManualClock::new("2026-11-20T12:00:00Z".parse().expect("a moment")));
        let service =
            Service::new(store.clone(), clock.clone(), Ids::seeded(7), settings).await.expect("a service");
        let service = service.with_authn(authn).signing_with(AuditKey::from_secret(&[7; 32]));
        let make = |kind, name: &'static str, domain| {
            let service = service.clone();
            async move {
                service.create_organisation(kind, name, domain, "setup").await.expect("made").organisation_id
            }
        };
        let partner = make(OrganisationKind::DirectPartner, "Kajplats IT", Some("kajplats.example")).await;
        let customer =
            make(OrganisationKind::Customer, "Nordfjäll Logistik", Some("nordfjall.example")).await;
        let stranger = make(OrganisationKind::Customer, "Pinewood Clinics", Some("pinewood.example")).await;
        service.create_relationship(customer, partner, true, "setup").await.expect("consent");
        for (organisation, email, role) in [
            (partner, "admin@kajplats.example", Role::AdminAgent),
            (partner, "clerk@kajplats.example", Role::SalesAgent),
            (partner, "help@kajplats.example", Role::HelpdeskAgent),
            (customer, "owner@nordfjall.example", Role::GlobalAdministrator),
        ] {
            let password = SecretString::from(PASSWORD);
            service
                .create_user(organisation, email, "Tove Lindqvist", &[role], password, "setup")
                .await
                .expect("made");
        }
        let router = router(service.clone(), portal);
        Self { service, store, clock, router, partner, customer, stranger, _directory: directory }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), "en")
    }

    /// Somebody who has signed in.
    pub(crate) async fn signed_in(&self, person: &str) -> Browser {
        self.signed_in_reading(person, "en").await
    }

    pub(crate) async fn signed_in_reading(&self, person: &str, language: &'static str) -> Browser {
        let mut browser = Browser::new(self.router.clone(), language);
        browser.sign_in(person, PASSWORD).await;
        assert_eq!(browser.page.status, 200, "{}", browser.page.text());
        browser
    }

    /// Workers do everything there is to do.
    pub(crate) async fn work(&self) {
        self.service.work_until_idle().await.expect("the work is done");
    }

    /// The newest entries of an organisation's log, newest first.
    pub(crate) async fn log_of(&self, organisation: OrganisationId) -> Vec<AuditEntry> {
        let mut conn = self.store.read().await.expect("the database answers");
        let all = AuditFilter::default();
        conn.audit_entries(organisation, &all, i64::MAX, 0, 100).await.expect("the database answers")
    }

    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/customers/{}{rest}", self.customer)
    }

    /// A file uploaded, registered and worked off: the address of its job.
    pub(crate) async fn registered(&self, clerk: &mut Browser, file: &str) -> String {
        clerk.open(&self.at("/uploads/new")).await;
        clerk.upload(&self.at("/uploads"), Some(("delivery.csv", file.as_bytes())), &[]).await;
        let register = register_address(clerk);
        clerk.submit(&register, &[]).await;
        let job = job_address(clerk);
        self.work().await;
        job
    }
}

impl World {
    /// A file uploaded and registered, and its job stopped before its turn: the address of the job, which can be retried.
    pub(crate) async fn stopped(&self, clerk: &mut Browser, file: &str) -> String {
        clerk.open(&self.at("/uploads/new")).await;
        clerk.upload(&self.at("/uploads"), Some(("delivery.csv", file.as_bytes())), &[]).await;
        let register = register_address(clerk);
        clerk.submit(&register, &[]).await;
        let job = job_address(clerk);
        clerk.open(&format!("{job}/cancel")).await;
        clerk.submit(&format!("{job}/cancel"), &[]).await;
        self.work().await;
        job
    }
}

/// Where the preview's form registers its devices.
pub(crate) fn register_address(browser: &Browser) -> String {
    let found = browser.page.addresses().into_iter().find(|address| address.ends_with("/register"));
    found.unwrap_or_else(|| panic!("no preview: {}", browser.page.text()))
}

/// The address of the job whose page this is.
pub(crate) fn job_address(browser: &Browser) -> String {
    let found = browser.page.addresses().into_iter().find(|address| address.ends_with("/results.csv"));
    let found = found.unwrap_or_else(|| panic!("no job: {}", browser.page.text()));
    found.trim_end_matches("/results.csv").to_owned()
}

/// A supplier's list: a device with a hash, tuples, and a row that cannot be registered.
pub(crate) fn delivery(tuples: usize) -> String {
    let mut fleet = Fleet::new(ChaCha20Rng::seed_from_u64(3));
    let first = fleet.next_device();
    let mut text = String::from(
        "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\r\n",
    );
    let _ = write!(text, "{},,{},,\r\n", first.serial_number, first.hash());
    for number in 0..tuples {
        let _ = write!(text, "NFX7-{number:04},,,Nordbyte,Polar 14\r\n");
    }
    text.push_str("NFX7-BAD,,,Nordbyte,\r\n");
    text
}
