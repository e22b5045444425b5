//! A service that answers on a port, with a partner, its program, its customers, and others who are there to be kept out.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use secrecy::ExposeSecret;
use taxiway_domain::app::Permission;
use taxiway_domain::fleet::Fleet;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_partner_center::{AcceptedBody, PartnerCenterSettings};
use taxiway_store::{Engine, SignInPolicyRow};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::exchange::{Answer, Names};
use super::wire;
use crate::world::{PASSWORD, Partner, World, noon};

const CLIENTS: [&str; 4] = ["netsdk", "pcnet", "java", "cipp"];

pub(super) struct Stage {
    pub(super) world: World,
    pub(super) names: Names,
    address: SocketAddr,
    server: JoinHandle<()>,
    /// What passed beside the seconds of the requests.
    passed: SignedDuration,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What an operator has set where this group plays.
fn settings(group: &str, settings: &mut PartnerCenterSettings) {
    match group {
        "object" => settings.accepted_body = AcceptedBody::Object,
        "mark" => settings.byte_order_mark = true,
        "alone" => settings.batches_without_person = true,
        "throttled" => {
            settings.calls_per_minute = 2;
            settings.tokens_per_minute = 2;
        }
        "bodies" => settings.body_bytes = 2_000,
        _ => {}
    }
}

impl Stage {
    /// The service, and everything that has a name.
    pub(super) async fn open(engine: Engine, group: &str) -> Result<Self> {
        let world = World::with(engine, |all| settings(group, all)).await;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = world.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, router).await;
        });
        let mut stage =
            Self { world, names: Names::default(), address, server, passed: SignedDuration::ZERO };
        stage.name("host", address);
        let kind = match group {
            "provider" => OrganisationKind::IndirectProvider,
            _ => OrganisationKind::DirectPartner,
        };
        let partner = stage.partner(kind).await?;
        if !CLIENTS.contains(&group) {
            stage.colleagues(&partner).await?;
            stage.strangers().await?;
        }
        if group == "tokens" {
            stage.guarded().await?;
        }
        if kind == OrganisationKind::IndirectProvider {
            stage.reseller(&partner).await?;
        }
        stage.devices();
        Ok(stage)
    }

    fn name(&mut self, name: &str, value: impl std::fmt::Display) {
        self.names.0.insert(name.to_owned(), value.to_string());
    }

    /// Time passes before the next request.
    pub(super) fn pass(&mut self, by: SignedDuration) {
        self.passed += by;
        self.world.later(by);
    }

    /// So many seconds after noon, and after what passed besides.
    pub(super) fn at_second(&self, second: i64) {
        let then = noon() + SignedDuration::from_secs(second) + self.passed;
        self.world.later(then.duration_since(self.world.service.now()));
    }

    /// Sends a request whose places are filled.
    pub(super) async fn ask(&mut self, head: &str, body: &str) -> Result<Answer> {
        let body = self.names.fill(body)?;
        self.name("length", body.len());
        let head = self.names.fill(head)?.replace('\n', "\r\n") + "\r\n\r\n";
        wire::ask(self.address, &head, &body).await
    }

    /// The partner, its program, and two customers.
    async fn partner(&mut self, kind: OrganisationKind) -> Result<Partner> {
        let mut customers = Vec::new();
        for (name, prefix) in [("Nordfjell Logistik", ""), ("Pinewood Clinics", "other_")] {
            let customer = self.world.customer(name).await;
            let domain = format!("{}.example", name.to_lowercase().replace(' ', ""));
            self.name(&format!("{prefix}customer"), customer);
            self.name(&format!("{prefix}customer_name"), name);
            self.name(&format!("{prefix}customer_domain"), domain);
            customers.push(customer);
        }
        self.name("customer_name_start", "nord");
        let partner = self.world.partner_of(kind, "Fabrikam", &customers).await;
        let secret = partner.secret.expose_secret();
        self.name("tenant", partner.id);
        self.name("tenant_domain", "fabrikam.example");
        self.name("partner_name", &partner.name);
        self.name("client_id", partner.app);
        self.name("client_secret", secret);
        self.name("basic", STANDARD.encode(format!("{}:{secret}", partner.app)));
        self.name("username", format!("ada@{}.example", partner.id));
        self.name("password", PASSWORD.replace(' ', "+"));
        self.name("token", &partner.alone);
        self.name("user_token", &partner.admin_token);
        Ok(partner)
    }

    /// People and programs of the partner that may do less.
    async fn colleagues(&mut self, partner: &Partner) -> Result<()> {
        for (name, role) in [("sales", Role::SalesAgent), ("helpdesk", Role::HelpdeskAgent)] {
            let (_, email) = self.world.person(partner.id, name, role).await;
            let fields = [("grant_type", "password"), ("username", &email), ("password", PASSWORD)];
            let token = self.world.token(partner.id, partner.app, &partner.secret, &fields).await;
            self.name(&format!("{name}_token"), token);
        }
        let alone = [("grant_type", "client_credentials")];
        let context =
            self.world.context(partner.id, partner.kind, &partner.name, partner.admin, Role::AdminAgent);
        for (name, permission) in
            [("reader", Permission::DevicesRead), ("profiles", Permission::ProfilesManage)]
        {
            let (app, secret) = self
                .world
                .program(partner.id, partner.kind, &partner.name, partner.admin, &[permission])
                .await;
            let token = self.world.token(partner.id, app, &secret, &alone).await;
            self.name(&format!("{name}_token"), token);
        }
        let (app, secret) = self
            .world
            .program(partner.id, partner.kind, &partner.name, partner.admin, &[Permission::CustomersRead])
            .await;
        let token = self.world.token(partner.id, app, &secret, &alone).await;
        self.world.service.set_app_disabled(&context, app, true).await.context("switch it off")?;
        self.name("disabled_token", token);
        self.name("disabled_client_id", app);
        self.name("disabled_client_secret", secret.expose_secret());
        Ok(())
    }

    /// Another partner of the same customer, with a customer of its own, and a manufacturer.
    async fn strangers(&mut self) -> Result<()> {
        let shared = self.names.0["customer"].parse().context("an id")?;
        let customer = self.world.customer("Granby Foods").await;
        let other = self.world.partner("Ostvik", &[shared, customer]).await;
        self.name("foreign_customer", customer);
        self.name("foreign_tenant", other.id);
        self.name("foreign_token", &other.admin_token);
        self.name("foreign_client_id", other.app);
        self.name("foreign_client_secret", other.secret.expose_secret());
        self.name("foreign_username", format!("ada@{}.example", other.id));
        let kind = OrganisationKind::Manufacturer;
        let maker = self.world.organisation(kind, "Lindholm", None).await;
        let (person, _) = self.world.person(maker, "Ada", Role::Registrar).await;
        let permissions: Vec<_> = Permission::of(kind).collect();
        let (app, secret) = self.world.program(maker, kind, "Lindholm", person, &permissions).await;
        let token = self.world.token(maker, app, &secret, &[("grant_type", "client_credentials")]).await;
        self.name("maker_token", token);
        Ok(())
    }

    /// A partner to whose people a password alone opens nothing.
    async fn guarded(&mut self) -> Result<()> {
        let partner = self.world.partner("Skarvik", &[]).await;
        let policy = SignInPolicyRow { passwords_allowed: false, second_factor_roles: String::new() };
        let mut tx = self.world.store.begin().await?;
        tx.set_sign_in_policy(partner.id, &policy).await?;
        tx.commit().await?;
        self.name("guarded_tenant", partner.id);
        self.name("guarded_client_id", partner.app);
        self.name("guarded_client_secret", partner.secret.expose_secret());
        self.name("guarded_username", format!("ada@{}.example", partner.id));
        Ok(())
    }

    /// A reseller behind the provider, to which the first of the customers consented too; and one behind nobody.
    async fn reseller(&mut self, provider: &Partner) -> Result<()> {
        let customer = self.names.0["customer"].parse().context("an id")?;
        for (name, key) in [("Solvik Data", "reseller"), ("Myrvang IT", "stray_reseller")] {
            let reseller = self.world.organisation(OrganisationKind::IndirectReseller, name, None).await;
            self.world.consents(customer, reseller).await;
            if key == "reseller" {
                self.world.service.link_provider(provider.id, reseller, "setup").await?;
            }
            self.name(key, reseller);
            self.name(&format!("{key}_name"), name);
        }
        Ok(())
    }

    /// Ten devices with their numbers.
    fn devices(&mut self) {
        for (number, device) in Fleet::new(ChaCha20Rng::seed_from_u64(20)).take(10).enumerate() {
            self.name(&format!("hash{number}"), device.hash());
            self.name(&format!("serial{number}"), &device.serial_number);
            self.name(&format!("key{number}"), device.product_key);
            self.name(&format!("model{number}"), &device.model);
            self.name(&format!("manufacturer{number}"), &device.manufacturer);
        }
    }
}
