//! Deployment profiles on the pages of the portal.

use std::collections::BTreeMap;

use taxiway_domain::ids::DeploymentProfileId;
use taxiway_service::store::{DeploymentProfile, StoreError, write};

use super::{World, delivery};

/// Gives every device of the customer a deployment profile of the partner's.
async fn assigned(world: &World) {
    let at = world.service.now();
    let profile = DeploymentProfile {
        tenant_id: world.customer,
        profile_id: DeploymentProfileId::from_u128(70),
        partner_id: world.partner,
        name: "Kontor <Malmö>".to_owned(),
        description: String::new(),
        settings: String::new(),
        devices: 0,
        created_at: at,
        changed_at: at,
    };
    let mut conn = world.store.read().await.expect("the database answers");
    let devices = conn.devices(world.customer, taxiway_domain::ids::DeviceId::max(), 10).await;
    let devices: Vec<_> = devices.expect("the database answers").iter().map(|one| one.device_id).collect();
    let count = i64::try_from(devices.len()).expect("a few");
    write!(world.store, |tx| {
        tx.insert_deployment_profile(&profile).await?;
        tx.assign(world.customer, profile.profile_id, &devices).await?;
        let counts = BTreeMap::from([(profile.profile_id, count)]);
        tx.count_profile_devices(world.customer, &counts).await?;
        Ok::<_, StoreError>(())
    })
    .expect("it is stored");
}

/// The page of a device names its profile to whoever may see profiles, and only then has a line for it.
#[tokio::test]
async fn the_page_of_a_device_names_its_deployment_profile() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &delivery(0)).await;
    let list = clerk.open(&world.at("/devices")).await.clone();
    let device =
        list.addresses().into_iter().find(|one| one.contains("/devices/") && !one.ends_with("/search"));
    let device = device.expect("a device");
    let mut admin = world.signed_in("admin@kajplats.example").await;
    assert!(!admin.open(&device).await.text().contains("Deployment profile"), "it has none yet");
    assigned(&world).await;
    for (person, sees) in [
        ("admin@kajplats.example", true),
        ("owner@nordfjall.example", true),
        ("clerk@kajplats.example", false),
    ] {
        let mut browser = world.signed_in(person).await;
        let text = browser.open(&device).await.text();
        assert_eq!(text.contains("Deployment profile"), sees, "{person}: {text}");
        assert_eq!(text.contains("Kontor &#60;Malmö&#62;"), sees, "{person}: {text}");
    }
}
