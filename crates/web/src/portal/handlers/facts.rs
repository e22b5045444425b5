//! What identifies a device, in groups for people.

use taxiway_domain::hardware_hash::Inventory;
use taxiway_service::DeviceView;

use crate::portal::device::{Fact, FactGroup, FactValue};

/// The decoded identity; groups without a fact are left out.
pub(crate) fn groups(view: &DeviceView) -> Vec<FactGroup> {
    let mut groups = vec![identifiers(view)];
    if let Some(hash) = &view.hash {
        let inventory = hash.inventory();
        groups.extend([hardware(inventory), security(inventory), capture(inventory)]);
    }
    groups.retain(|group| !group.facts.is_empty());
    groups
}

fn raw(label: &'static str, value: Option<impl ToString>) -> Option<Fact> {
    let value = value.map(|value| value.to_string()).filter(|value| !value.is_empty())?;
    Some(Fact { label, value: FactValue::Raw(value) })
}

fn identifiers(view: &DeviceView) -> FactGroup {
    let device = &view.device;
    let uuid = view.hash.as_ref().and_then(|hash| hash.inventory().usable_uuid());
    let kind = format!("identity-{}", view.identity.as_str());
    let facts = [
        Some(Fact { label: "fact-identified-by", value: FactValue::Text(kind) }),
        raw("column-serial-number", device.serial_number.as_ref()),
        raw("column-product-key", device.product_key.as_ref()),
        raw("column-manufacturer", device.manufacturer.as_ref()),
        raw("column-model", device.model.as_ref()),
        raw("fact-uuid", uuid),
    ];
    FactGroup { title: "facts-identity", icon: "scan", facts: facts.into_iter().flatten().collect() }
}

fn hardware(inventory: &Inventory) -> FactGroup {
    let processor = inventory.cpu.model.as_ref().map(|model| model.trim().to_owned());
    let memory = inventory.memory.as_ref().map(|memory| format!("{} GiB", memory.total_gib));
    let mut facts: Vec<_> =
        [raw("fact-processor", processor), raw("fact-memory", memory)].into_iter().flatten().collect();
    facts.extend(
        inventory.mac_addresses.iter().filter_map(|nic| raw("fact-mac-address", Some(nic.mac_text()))),
    );
    facts.extend(inventory.disks.iter().filter_map(|disk| raw("fact-disk", disk.serial_number())));
    FactGroup { title: "facts-hardware", icon: "chip", facts }
}

fn security(inventory: &Inventory) -> FactGroup {
    let tpm = inventory.tpm.as_ref();
    let facts = [
        raw("fact-tpm-version", tpm.and_then(|tpm| tpm.version.as_ref())),
        raw("fact-tpm-manufacturer", tpm.and_then(|tpm| tpm.vendor.as_ref())),
        raw("fact-endorsement-key", inventory.endorsement_key_digest.map(hex::encode)),
    ];
    FactGroup { title: "facts-security", icon: "shield", facts: facts.into_iter().flatten().collect() }
}

fn capture(inventory: &Inventory) -> FactGroup {
    let captured = inventory.captured_at.map(FactValue::Time);
    let facts = [
        captured.map(|value| Fact { label: "fact-captured-at", value }),
        raw("fact-tool-build", inventory.tool_build.as_ref()),
        raw("fact-os-build", inventory.os_build.as_ref()),
    ];
    FactGroup { title: "facts-capture", icon: "clock", facts: facts.into_iter().flatten().collect() }
}
