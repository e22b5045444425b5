//! A service that answers on a port, with everything that the files name.

use std::net::SocketAddr;

use anyhow::Result;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::Fleet;
use taxiway_store::Engine;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::exchange::Names;
use crate::world::World;

/// A partner with a program and two customers, on a port.
pub(super) struct Served {
    pub(super) world: World,
    pub(super) address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Served {
    /// The service, and what has a name.
    pub(super) async fn open(engine: Engine) -> Result<(Self, Names)> {
        let world = World::new(engine).await;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let served = world.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, served).await;
        });
        let mut names = Names::default();
        names.0.insert("host".to_owned(), address.to_string());
        organisations(&world, &mut names).await;
        devices(&mut names);
        Ok((Self { world, address, server }, names))
    }
}

async fn organisations(world: &World, names: &mut Names) {
    let customer = world.customer("Nordfjell Logistik").await;
    // For the second page of a list.
    let other = world.customer("Pinewood Clinics").await;
    let partner = world.partner("Fabrikam", &[customer, other]).await;
    for (name, value) in [
        ("customer", customer.to_string()),
        ("customer_name", "Nordfjell Logistik".to_owned()),
        ("customer_name_start", "nord".to_owned()),
        ("customer_domain", "nordfjelllogistik.example".to_owned()),
        ("partner_name", partner.name),
        ("token", partner.alone),
        ("user_token", partner.admin_token),
    ] {
        names.0.insert(name.to_owned(), value);
    }
}

/// Five devices and what identifies them.
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
