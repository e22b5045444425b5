//! Further people, devices and looks into the database, for the stories about what must not happen.

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;
use secrecy::SecretString;
use serde_json::{Value, json};
use taxiway_domain::app::Permission;
use taxiway_domain::ids::{AppId, OrganisationId, UserId};
use taxiway_domain::relationship::Scope;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Context, PartSizes, Settings};
use taxiway_store::AuditEntry;

use crate::world::{Answer, PASSWORD, Partner, World, request};

/// What every look into the database expects.
pub(crate) const ANSWERS: &str = "the database answers";

/// A device by manufacturer, model and serial number.
pub(crate) fn tuple(serial: &str) -> Value {
    json!({ "serialNumber": serial, "oemManufacturerName": "Dell Inc.", "modelName": "Latitude 7420" })
}

/// A device with further members.
pub(crate) fn with(mut device: Value, members: &Value) -> Value {
    let (Some(device_members), Some(more)) = (device.as_object_mut(), members.as_object()) else {
        panic!("objects: {device} {members}")
    };
    device_members.extend(more.clone());
    device
}

/// A batch of devices by manufacturer, model and serial number.
pub(crate) fn batch(name: &str, serials: &[&str]) -> Value {
    let devices: Vec<_> = serials.iter().map(|serial| tuple(serial)).collect();
    json!({ "batchId": name, "devices": devices })
}

/// A deployment profile as clients send it.
pub(crate) fn policy(name: &str) -> Value {
    json!({ "name": name, "category": "o_o_b_e", "description": "", "policySettings": ["skip_eula"] })
}

/// Gives devices a policy.
pub(crate) fn update(devices: &[&str], policy: &str) -> Value {
    let devices: Vec<_> = devices
        .iter()
        .map(|id| json!({ "id": id, "policies": [{ "key": "o_o_b_e", "value": policy }] }))
        .collect();
    json!({ "devices": devices })
}

/// Jobs in parts of so many rows.
pub(crate) fn parts_of(rows: u64) -> Settings {
    Settings { parts: PartSizes { rows, bytes: 8 << 20 }, ..Settings::default() }
}

/// A request that can be repeated under an id.
pub(crate) fn marked(method: &str, path: &str, token: &str, id: &str, body: &Value) -> Request<Body> {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = request(method, path, token, text);
    request.headers_mut().insert("ms-requestid", id.parse().expect("a header"));
    request
}

/// Rows of the answer about a job, each as its serial number, status, code and name.
pub(crate) fn rows(status: &Value) -> Vec<String> {
    let rows = status["devicesStatus"].as_array().unwrap_or_else(|| panic!("no rows: {status}"));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_owned();
    let row = |row: &Value| {
        ["serialNumber", "status", "errorCode", "errorDescription"].map(|name| text(row, name)).join(" ")
    };
    rows.iter().map(row).collect()
}

/// The ids in a list.
pub(crate) fn ids(list: &Answer) -> Vec<String> {
    let list = list.json();
    let items = list["items"].as_array().unwrap_or_else(|| panic!("no list: {list}"));
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// What is left of requests: files, jobs, batches, devices, keys of repeatable requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Traces {
    pub uploads: i64,
    /// Slices of files: of a short one its header and its rows.
    pub parts: i64,
    pub jobs: i64,
    pub batches: i64,
    pub devices: i64,
    pub profiles: i64,
    pub assignments: i64,
}

impl World {
    pub(crate) async fn traces(&self) -> Traces {
        let count = |table| self.database.count(table);
        Traces {
            uploads: count("upload").await,
            parts: count("upload_part").await,
            jobs: count("job").await,
            batches: count("batch").await,
            devices: count("device").await,
            profiles: count("deployment_profile").await,
            assignments: count("assignment").await,
        }
    }

    /// Sends the same many times at once.
    pub(crate) async fn at_once(&self, times: usize, request: impl Fn() -> Request<Body>) -> Vec<Answer> {
        let mut sent = tokio::task::JoinSet::new();
        for _ in 0..times {
            let (router, request) = (self.router.clone(), request());
            sent.spawn(async move { Answer::to(router, request).await });
        }
        sent.join_all().await
    }

    /// Registers devices in a batch and gives the batch's path and the ids of the devices.
    pub(crate) async fn registers(
        &self,
        customer: OrganisationId,
        token: &str,
        name: &str,
        serials: &[&str],
    ) -> (String, Vec<String>) {
        let base = format!("/v1/customers/{customer}/deviceBatches");
        let sent = self.sends("POST", &base, token, &batch(name, serials)).await;
        let tracking = sent.tracking();
        self.work().await;
        let status = self.status(customer, token, &tracking).await;
        assert!(rows(&status).iter().all(|row| row.contains(" finished 0 ")), "{status}");
        let path = format!("{base}/{}", name.replace(' ', "%20"));
        let devices = self.get(&format!("{path}/devices"), token).await;
        (path, ids(&devices))
    }

    pub(crate) async fn status(&self, customer: OrganisationId, token: &str, tracking: &str) -> Value {
        self.get(&format!("/v1/customers/{customer}/batchJobStatus/{tracking}"), token).await.json()
    }

    /// Every consent of this customer that stands is given this scope from now on.
    pub(crate) async fn scoped(&self, customer: OrganisationId, scope: &Scope) {
        let text = serde_json::to_string(scope).expect("JSON");
        let found = self.store.read().await.expect(ANSWERS).relationships(customer).await.expect(ANSWERS);
        for one in found {
            let (id, delegated) = (one.relationship_id, one.delegated_administration);
            let changed = taxiway_store::write!(self.store, |tx| {
                tx.change_relationship(customer, id, &text, delegated).await
            });
            changed.expect("the consent is changed");
        }
    }

    /// A person of a customer, as whom its decisions are made.
    pub(crate) async fn administrator(&self, customer: OrganisationId, name: &str) -> Context {
        let (user, _) = self.person(customer, "Grace", Role::GlobalAdministrator).await;
        self.context(customer, OrganisationKind::Customer, name, user, Role::GlobalAdministrator)
    }

    /// The log of whoever this is, oldest first.
    pub(crate) async fn log(&self, context: &Context) -> Vec<AuditEntry> {
        let mut entries = self.service.audit_log(context, None, 500).await.expect("the log").entries;
        entries.reverse();
        entries
    }

    /// One worker does parts until this many of all jobs are done.
    pub(crate) async fn work_until(&self, parts: i64) {
        self.later(SignedDuration::from_secs(1));
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let service = self.service.clone();
        let worker = tokio::spawn(async move { service.work(stopped).await });
        while self.database.count("job_part WHERE state = 'done'").await < parts {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        stop.send(true).expect("it listens");
        worker.await.expect("it ends");
    }
}

impl Partner {
    /// The context in which the partner's administrator works in the portal.
    pub(crate) fn portal(&self, world: &World) -> Context {
        world.context(self.id, self.kind, &self.name, self.admin, Role::AdminAgent)
    }

    /// A token of the program for a person with this role.
    pub(crate) async fn token_for(&self, world: &World, name: &str, role: Role) -> (UserId, String) {
        let (user, email) = world.person(self.id, name, role).await;
        (user, self.token_by(world, &email, PASSWORD).await)
    }

    /// A token of the program for whoever has this name and password.
    pub(crate) async fn token_by(&self, world: &World, email: &str, password: &str) -> String {
        let fields = [("grant_type", "password"), ("username", email), ("password", password)];
        world.token(self.id, self.app, &self.secret, &fields).await
    }

    /// Another program of the partner with these permissions: its id, its secret, and its token.
    pub(crate) async fn another_program(
        &self,
        world: &World,
        permissions: &[Permission],
    ) -> (AppId, SecretString, String) {
        world.later(SignedDuration::from_millis(1));
        let (app, secret) = world.program(self.id, self.kind, &self.name, self.admin, permissions).await;
        let token = world.token(self.id, app, &secret, &[("grant_type", "client_credentials")]).await;
        (app, secret, token)
    }
}
