//! A partner and its customer, with people of every role and something of each kind that has an address.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use secrecy::SecretString;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};

use crate::visit::apps::shown;
use crate::visit::passkeys::{answers, removal};
use crate::visit::people::address;
use crate::visit::people_acts::acting;
use crate::visit::providers::FIELDS;
use crate::visit::world::{job_address, register_address};
use crate::visit::{Browser, PASSWORD, World};

/// What belongs together.
pub(super) struct Side {
    /// An id for each name in the patterns of routes.
    pub ids: BTreeMap<&'static str, String>,
    /// Words that only this side has: names, addresses, serial numbers.
    pub words: Vec<String>,
    partner: OrganisationId,
    customer: OrganisationId,
    domain: &'static str,
}

const HEADER: &str =
    "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\r\n";

/// An id that nothing has.
pub(super) const UNKNOWN: &str = "01a1f8d3-ea00-7fff-8fff-ffffffffffff";

/// What stands in the published form of a partner's link, which anybody can write.
pub(super) fn published(partner: &str) -> String {
    format!("partner.{partner}.1")
}

impl Side {
    /// The partner and the customer that are there already.
    pub(super) async fn first(world: &World) -> Self {
        Self::filled(world, world.partner, world.customer, "first", "Granit").await
    }

    /// A partner of the customer that did not consent to the first one.
    pub(super) async fn second(world: &World) -> Self {
        let mut side = Self::beside(world, world.stranger).await;
        side.words.push("Pinewood".to_owned());
        side
    }

    /// Another partner of the customer that consented to the first one.
    pub(super) async fn neighbour(world: &World) -> Self {
        let mut side = Self::beside(world, world.customer).await;
        side.ids.remove("customer");
        side
    }

    /// Another partner that this customer consented to, without delegated administration.
    async fn beside(world: &World, customer: OrganisationId) -> Self {
        let made = world.service.create_organisation(
            OrganisationKind::DirectPartner,
            "Hamnkraft Drift",
            None,
            "setup",
        );
        let partner = made.await.expect("made").organisation_id;
        world.service.create_relationship(customer, partner, false, "setup").await.expect("consent");
        let mut side = Self::filled(world, partner, customer, "second", "Basalt").await;
        side.words.extend(["Hamnkraft", "second.example", "Basalt"].map(ToOwned::to_owned));
        side
    }

    async fn filled(
        world: &World,
        partner: OrganisationId,
        customer: OrganisationId,
        domain: &'static str,
        serials: &str,
    ) -> Self {
        let mut side = Self { ids: BTreeMap::new(), words: Vec::new(), partner, customer, domain };
        for (organisation, role) in side.roles() {
            let (email, name) = (side.email(role), format!("Person {domain} {}", role.as_str()));
            let password = SecretString::from(PASSWORD);
            let made =
                world.service.create_user(organisation, &email, &name, &[role], password, "setup").await;
            made.expect("made");
        }
        side.ids.insert("customer", customer.to_string());
        side.ids.insert("organisation", partner.to_string());
        side.register(world, serials).await;
        side.administer(world).await;
        side.consents(world).await;
        side.open_ways(world).await;
        side
    }

    fn roles(&self) -> Vec<(OrganisationId, Role)> {
        let partner =
            [Role::AdminAgent, Role::SalesAgent, Role::HelpdeskAgent].map(|role| (self.partner, role));
        let customer = [
            Role::GlobalAdministrator,
            Role::IntuneAdministrator,
            Role::PolicyAndProfileManager,
            Role::GlobalReader,
        ];
        partner.into_iter().chain(customer.map(|role| (self.customer, role))).collect()
    }

    fn email(&self, role: Role) -> String {
        format!("{}@{}.example", role.as_str(), self.domain)
    }

    /// Somebody of each role, signed in.
    pub(super) async fn people(&self, world: &World) -> Vec<(Role, Browser)> {
        let mut people = Vec::new();
        for (_, role) in self.roles() {
            people.push((role, world.signed_in(&self.email(role)).await));
        }
        people
    }

    fn at(&self, rest: &str) -> String {
        format!("/customers/{}{rest}", self.customer)
    }

    fn keep(&mut self, name: &'static str, address: &str, before: &str) {
        let id = address.split(before).nth(1).and_then(|rest| rest.split('/').next());
        self.ids.insert(name, id.unwrap_or_else(|| panic!("no {name} in {address}")).to_owned());
    }

    /// A delivery that was registered, and one that waits.
    async fn register(&mut self, world: &World, serials: &str) {
        let mut agent = world.signed_in(&self.email(Role::AdminAgent)).await;
        for batch in ["registered", "waiting"] {
            let mut file = String::from(HEADER);
            for number in 0..4 {
                let serial = format!("{serials}-{batch}-{number}");
                let _ = write!(file, "{serial},,,{serials}maker,{serials} 14\r\n");
                self.words.push(serial);
            }
            agent.open(&self.at("/uploads/new")).await;
            agent.upload(&self.at("/uploads"), Some(("delivery.csv", file.as_bytes())), &[]).await;
            let register = register_address(&agent);
            self.keep("upload", &register, "/uploads/");
            if batch == "registered" {
                agent.submit(&register, &[]).await;
                let job = job_address(&agent);
                world.work().await;
                self.keep("job", &job, "/jobs/");
            }
        }
        agent.open(&self.at("/devices")).await;
        let devices = self.at("/devices/");
        let device = agent.page.addresses().into_iter();
        let device = device.filter(|one| one.starts_with(&devices)).find(|one| !one.ends_with("/search"));
        self.keep("device", &device.expect("a device"), "/devices/");
    }

    /// A question to somebody, and what the customer agreed to.
    async fn consents(&mut self, world: &World) {
        let mut agent = world.signed_in(&self.email(Role::AdminAgent)).await;
        let label = format!("Asked by {}", self.domain);
        agent.asks(&[("label", &label)]).await;
        self.words.push(label);
        let draft = address(&agent, "/requests/", "/draft");
        self.keep("request", &draft, "/requests/");
        self.ids.insert("ticket", published(&self.partner.to_string()));
        let mut owner = world.signed_in(&self.email(Role::GlobalAdministrator)).await;
        owner.open(&self.at("/relationships")).await;
        let relationship = address(&owner, &self.at("/relationships/"), "");
        self.keep("relationship", &relationship, "/relationships/");
    }

    /// A colleague, an invitation, a session, and a program with a secret.
    async fn administer(&mut self, world: &World) {
        let mut agent = world.signed_in(&self.email(Role::AdminAgent)).await;
        agent.open("/people").await;
        let invite = address(&agent, "/organisations/", "/invitations/new");
        let search = address(&agent, "/organisations/", "/people/search");
        agent.submit(&search, &[("search", &self.email(Role::SalesAgent))]).await;
        let people = search.trim_end_matches("search");
        let person = agent.page.addresses().into_iter().find(|one| one.starts_with(people) && *one != search);
        self.keep("user", &person.expect("a person"), "/people/");
        agent.open(&invite).await;
        let email = format!("invited@{}.example", self.domain);
        agent.submit(&invite, &[("name", "Bo"), ("email", &email), ("role", "sales-agent")]).await;
        let invitations = invite.trim_end_matches("/new").to_owned();
        agent.open(&invitations).await;
        let revoke = address(&agent, &invitations, "/revoke");
        self.keep("invitation", &revoke, "/invitations/");
        world.signed_in(&self.email(Role::AdminAgent)).await;
        agent.open("/account").await;
        let sessions = agent.page.addresses().into_iter().filter(|one| one.ends_with("/end"));
        let other = sessions.into_iter().find(|one| one != "/account/sessions/end").expect("a session");
        self.keep("session", &other, "/sessions/");
        agent.open("/apps/new").await;
        agent.submit("/apps/new", &[("name", "Transfer"), ("permission", "devices.read")]).await;
        let secrets = address(&agent, "/apps/", "/secrets");
        self.keep("app", &secrets, "/apps/");
        agent.submit(&secrets, &[("months", "6")]).await;
        agent.open(secrets.trim_end_matches("/secrets")).await;
        let revoke = address(&agent, &secrets, "/revoke");
        self.keep("secret", &revoke, "/secrets/");
        let agent = acting(agent, secrets.trim_end_matches("/secrets")).await;
        self.words.push(shown(&agent, "token"));
    }

    /// A provider that vouches for people, and a passkey.
    async fn open_ways(&mut self, world: &World) {
        let mut agent = world.signed_in(&self.email(Role::AdminAgent)).await;
        agent.open("/identity-providers/new").await;
        let provider = FIELDS.into_iter().filter(|(name, _)| !["domains", "create_users"].contains(name));
        let provider: Vec<_> = provider.collect();
        agent.submit("/identity-providers", &provider).await;
        let check = address(&agent, "/identity-providers/", "/check");
        self.keep("provider", &check, "/identity-providers/");
        agent.open("/account").await;
        let passkey = [("answer", self.domain), ("name", "Blue key")];
        answers(&mut agent, "/account/passkeys/options", "/account/passkeys", &passkey).await;
        self.keep("passkey", &removal(&agent), "/passkeys/");
    }
}
