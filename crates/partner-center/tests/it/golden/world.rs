//! A service that answers on a port, with a partner, its program and its customers.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use taxiway_domain::app::Permission;
use taxiway_domain::fleet::Fleet;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_partner_center::{PartnerCenterSettings, before};
use taxiway_service::store::{Engine, Store};
use taxiway_service::{Actor, Context, Ids, ManualClock, Service, Settings};
use taxiway_testing::Database;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::form_urlencoded;

use super::exchange::Names;
use super::wire::ask;

const PARTNER: &str = "Kajplats IT";
const CUSTOMER: (&str, &str) = ("Nordfjell Logistik", "nordfjell.example");
/// A second customer, for the second page of a list.
const OTHER: (&str, &str) = ("Pinewood Clinics", "pinewood.example");
const USER: &str = "admin@kajplats.example";
const PASSWORD: &str = "four words make sense";

pub(super) struct World {
    pub(super) service: Service,
    pub(super) address: SocketAddr,
    server: JoinHandle<()>,
    _database: Database,
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl World {
    /// The service, and everything that has a name.
    pub(super) async fn open(engine: Engine) -> Result<(Self, Names)> {
        let database = Database::new(engine).await;
        let store = Store::open(&database.url()).await?;
        let clock = Arc::new(ManualClock::new("2026-11-20T12:00:00Z".parse::<Timestamp>()?));
        let service = Service::new(store, clock, Ids::seeded(7), Settings::default()).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = before(Router::new(), service.clone(), PartnerCenterSettings::default());
        let served = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, served).await;
        });
        let world = Self { service, address, server, _database: database };
        let mut names = Names::default();
        names.0.insert("host".to_owned(), address.to_string());
        world.people(&mut names).await?;
        devices(&mut names);
        Ok((world, names))
    }

    async fn people(&self, names: &mut Names) -> Result<()> {
        let service = &self.service;
        let partner = self.organisation(OrganisationKind::DirectPartner, PARTNER, "kajplats.example").await?;
        for ((name, domain), prefix) in [(CUSTOMER, ""), (OTHER, "other_")] {
            let customer = self.organisation(OrganisationKind::Customer, name, domain).await?;
            service.create_relationship(customer, partner, false, "setup").await?;
            let about = [("customer", customer.to_string()), ("customer_name", name.to_owned())];
            for (key, value) in about.into_iter().chain([("customer_domain", domain.to_owned())]) {
                names.0.insert(format!("{prefix}{key}"), value);
            }
        }
        names.0.insert("customer_name_start".to_owned(), "nord".to_owned());
        names.0.insert("partner_name".to_owned(), PARTNER.to_owned());
        let password = SecretString::from(PASSWORD);
        let roles = [Role::AdminAgent];
        let user_id = service.create_user(partner, USER, "Tove Lind", &roles, password, "setup").await?;
        let actor = Actor {
            user_id,
            name: "Tove Lind".to_owned(),
            organisation_id: partner,
            organisation: PARTNER.to_owned(),
            kind: OrganisationKind::DirectPartner,
            roles: roles.to_vec(),
            app: None,
        };
        let context = Context::new(actor, "setup".to_owned());
        let permissions: Vec<_> = Permission::of(OrganisationKind::DirectPartner).collect();
        let app = service.create_app(&context, "Deliveries", &permissions).await?;
        let secret = service.add_app_secret(&context, app, 1, None).await?;
        let who = [("client_id", app.to_string()), ("client_secret", secret.secret.expose_secret().into())];
        let alone = [("grant_type", "client_credentials".to_owned())];
        let person = [("grant_type", "password"), ("username", USER), ("password", PASSWORD)];
        let person = person.map(|(name, value)| (name, value.to_owned()));
        for (name, grant) in [("token", &alone[..]), ("user_token", &person[..])] {
            let token = self.token(partner, who.iter().chain(grant)).await?;
            names.0.insert(name.to_owned(), token);
        }
        Ok(())
    }

    async fn organisation(&self, kind: OrganisationKind, name: &str, domain: &str) -> Result<OrganisationId> {
        let made = self.service.create_organisation(kind, name, Some(domain), "setup").await?;
        Ok(made.organisation_id)
    }

    async fn token<'a>(
        &self,
        tenant: OrganisationId,
        fields: impl Iterator<Item = &'a (&'a str, String)>,
    ) -> Result<String> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields.cloned()).finish();
        let head = format!(
            "POST /{tenant}/oauth2/token HTTP/1.1\r\nHost: {}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let answer = ask(self.address, &head, &body).await?;
        let found: Value = serde_json::from_slice(&answer.body)?;
        let token = found["access_token"].as_str();
        Ok(token.with_context(|| format!("no token: {found}"))?.to_owned())
    }
}

/// Five devices with their numbers.
fn devices(names: &mut Names) {
    for (number, device) in Fleet::new(ChaCha20Rng::seed_from_u64(20)).take(5).enumerate() {
        for (key, value) in [
            ("hash", device.hash()),
            ("serial", device.serial_number.clone()),
            ("key", device.product_key.to_string()),
            ("model", device.model.clone()),
            ("manufacturer", device.manufacturer.clone()),
        ] {
            names.0.insert(format!("{key}{number}"), value);
        }
    }
}
