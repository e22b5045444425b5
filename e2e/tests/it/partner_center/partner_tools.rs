//! `ms-partner-tools` 0.1.1: written for registering devices at the interface, and for little else.

use anyhow::Result;
use serde_json::Value;
use taxiway_e2e::{Facts, Seen, journey};

use super::{device, program};
use crate::visit::CUSTOMER;

/// With the switch that this client needs, all of its calls do what they are for.
#[tokio::test]
async fn partner_tools_registers_devices_where_accepted_answers_have_a_body() -> Result<()> {
    let (_demo, facts) = program(&[("TAXIWAY_PARTNER_CENTER_ACCEPTED_BODY", "object")]).await?;
    let seen = journey("partner_tools_client.py", &facts)?;
    // The client gives nothing back for what it enrolled.
    assert_eq!(*seen.got("create-batch")?, Value::Null);
    assert_eq!(*seen.got("add-devices")?, Value::Null);
    agrees(&seen, &facts)
}

/// Own bug: the client reads JSON from every answer, also from the empty one that the interface is published with. What it raises
/// looks like a failure; the devices are registered all the same.
#[tokio::test]
async fn partner_tools_takes_an_empty_answer_for_a_failure() -> Result<()> {
    let (_demo, facts) = program(&[]).await?;
    let seen = journey("partner_tools_client.py", &facts)?;
    assert_eq!(seen.raised("create-batch")?.0, "JSONDecodeError");
    assert_eq!(seen.raised("add-devices")?.0, "JSONDecodeError");
    agrees(&seen, &facts)
}

/// What holds either way.
fn agrees(seen: &Seen, facts: &Facts) -> Result<()> {
    let customers = seen.got("customers")?.as_array().map_or(&[][..], Vec::as_slice);
    assert_eq!(customers.len(), 3);
    let ours = customers.iter().find(|customer| customer["id"] == facts.customer.as_str());
    let ours = ours.unwrap_or_else(|| panic!("not among {customers:?}"));
    assert_eq!(ours["companyProfile"]["companyName"], CUSTOMER);
    assert_eq!(ours["relationshipToPartner"], "reseller");
    // Three of the new batch and one that was added: one was there already, and one is nobody's identity.
    let devices = seen.got("devices")?.as_array().map_or(&[][..], Vec::as_slice);
    assert_eq!(devices.len(), 4, "{devices:?}");
    let wanted = [1, 2].map(|number| Value::from(device(number).serial_number));
    assert!(wanted.iter().all(|serial| devices.iter().any(|device| device["serialNumber"] == *serial)));
    let key = Value::from(device(3).product_key.as_str());
    assert!(devices.iter().any(|device| device["productKey"] == key), "{devices:?}");
    // Own bug: the client takes errors for collections and stumbles over what they have not.
    assert_eq!(seen.raised("devices-unknown-batch")?, ("KeyError", "'items'"));
    let link = seen.got("relationship-request")?.as_str().unwrap_or_default();
    assert!(link.contains(&facts.tenant), "{link}");
    Ok(())
}
