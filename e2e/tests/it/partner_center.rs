//! Programs of partners: clients of the Partner Center interface, as their authors published them, at a running service.
//!
//! `docs/compatibility.md` sums up what they can do here.

mod described;
mod libraries;
mod partner_tools;
mod swagger;

use std::sync::Arc;

use anyhow::{Context, Result};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use taxiway_domain::fleet::{Fleet, FleetDevice};
use taxiway_e2e::{Demo, Facts, Look, free_port};

use crate::visit::{CUSTOMER, Visit};

/// The demo's partner.
const PARTNER: &str = "Nordlicht IT";
/// Who works there and uses the program.
const USER: &str = "admin@nordlicht.example";

/// A service whose partner has registered a program in the portal, and everything that a client must be told.
async fn program(settings: &[(&str, &str)]) -> Result<(Arc<Demo>, Facts)> {
    let front = free_port()?;
    let public = format!("https://localhost:{front}");
    let settings = [settings, &[("TAXIWAY_PUBLIC_URL", public.as_str())]].concat();
    let demo = Arc::new(Demo::served(&settings).await?);
    let visit = Visit::to(Arc::clone(&demo), Look::default()).await?;
    visit.sign_in_as(USER).await?;
    let (client, secret) = registers(&visit).await?;
    let person = demo.somebody(USER)?;
    let facts = Facts {
        address: demo.address(""),
        front,
        tenant: demo.organisation(PARTNER)?,
        client,
        secret,
        user: person.email.clone(),
        password: person.password.clone(),
        customer: demo.organisation(CUSTOMER)?,
        batch: "Autumn term".to_owned(),
        devices: vec![hash_only(0), hash_with_serial(1), tuple(2)],
        more: vec![product_key(3), hash_only(0), serial_only(4)],
        registered: 4,
    };
    Ok((demo, facts))
}

/// Registers a program that may do everything, makes it a secret, and gives both as the page shows them.
pub(crate) async fn registers(visit: &Visit) -> Result<(String, String)> {
    let browser = &visit.browser;
    browser.go(&visit.demo.address("/apps/new")).await?;
    browser.fill("#name", "Registration of deliveries").await?;
    let permissions = browser.count("input[name=permission]").await?;
    for number in 0..permissions {
        browser.click(&format!("label.choice:nth-of-type({}) input", number + 1)).await?;
    }
    browser.click("form.form-page button[type=submit]").await?;
    browser.until("#months").await?;
    browser.click("form.tools button[type=submit]").await?;
    browser.until("#secret").await?;
    let shown = async |field: &str| -> Result<String> {
        browser.find(field).await?.value().await?.with_context(|| format!("{field} is empty"))
    };
    Ok((shown("#client").await?, shown("#secret").await?))
}

/// The device with this number of an invented delivery.
fn device(number: usize) -> FleetDevice {
    let mut fleet = Fleet::new(ChaCha8Rng::seed_from_u64(20));
    fleet.nth(number).expect("a fleet has no end")
}

fn hash_only(number: usize) -> Value {
    json!({ "hardwareHash": device(number).hash() })
}

fn hash_with_serial(number: usize) -> Value {
    let device = device(number);
    json!({ "hardwareHash": device.hash(), "serialNumber": device.serial_number })
}

fn product_key(number: usize) -> Value {
    json!({ "productKey": device(number).product_key.as_str() })
}

fn tuple(number: usize) -> Value {
    let device = device(number);
    json!({
        "serialNumber": device.serial_number,
        "oemManufacturerName": device.manufacturer,
        "modelName": device.model,
    })
}

/// Which is no identity.
fn serial_only(number: usize) -> Value {
    json!({ "serialNumber": device(number).serial_number })
}
