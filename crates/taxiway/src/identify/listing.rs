//! The text form: an aligned listing.

use taxiway_domain::hardware_hash::{HardwareHash, HashRefusal};

use super::decoded::{Decoded, finding};
use crate::words::Words;

/// A label and its value.
type Fact = (String, String);

/// What is known, one line each.
pub(super) fn text(decoded: &Decoded, read: &Result<HardwareHash, HashRefusal>, words: Words) -> String {
    if let Err(refusal) = read {
        let finding = finding(refusal);
        let said = format!("{} [{}]", words.finding(&finding), refusal.reason.as_str());
        return format!("{said}\n{}", words.remedy(&finding));
    }
    let mut lines = vec![words.say("identify-valid")];
    for warning in &decoded.warnings {
        let text = words.say(&format!("hash-warning-{warning}"));
        let line = words.with("identify-warning", &[("warning", text.into())]);
        lines.push(format!("! {line} [{warning}]"));
    }
    for (title, facts) in sections(decoded, words) {
        if facts.is_empty() {
            continue;
        }
        lines.extend([String::new(), words.say(title)]);
        let width = facts.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
        for (label, value) in facts {
            let padding = " ".repeat(width - label.chars().count());
            lines.push(format!("  {label}{padding}  {value}"));
        }
    }
    lines.join("\n")
}

/// Collects the facts that are known.
struct Facts {
    words: Words,
    facts: Vec<Fact>,
}

impl Facts {
    fn new(words: Words) -> Self {
        Self { words, facts: Vec::new() }
    }

    fn add(mut self, key: &str, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value.map(Into::into).filter(|value: &String| !value.is_empty()) {
            // Firmware may hold anything; a terminal must not obey it.
            let value = value.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            self.facts.push((self.words.say(key), value));
        }
        self
    }
}

fn sections(decoded: &Decoded, words: Words) -> [(&'static str, Vec<Fact>); 4] {
    [
        ("facts-identity", identity(decoded, words)),
        ("facts-hardware", hardware(decoded, words)),
        ("facts-security", security(decoded, words)),
        ("facts-capture", capture(decoded, words)),
    ]
}

fn identity(decoded: &Decoded, words: Words) -> Vec<Fact> {
    let mut facts = Facts::new(words)
        .add("column-serial-number", decoded.serial_number.clone())
        .add("column-manufacturer", decoded.manufacturer.clone())
        .add("column-model", decoded.model.clone())
        .add("fact-uuid", decoded.uuid.clone())
        .add("column-product-key", decoded.product_key_id.clone())
        .add("fact-product-key-part-number", decoded.product_key_part_number.clone());
    for adapter in &decoded.network_adapters {
        facts = facts.add("fact-mac-address", Some(format!("{} ({})", adapter.mac_address, adapter.bus)));
    }
    for disk in &decoded.disks {
        let capacity = disk.capacity_gb.map(|capacity| format!("{capacity} GB"));
        facts = facts.add("fact-disk", joined(&[&disk.serial_number, &disk.model, &disk.vendor, &capacity]));
    }
    facts.facts
}

fn hardware(decoded: &Decoded, words: Words) -> Vec<Fact> {
    let mut facts = Facts::new(words)
        .add("fact-family", decoded.family.clone())
        .add("fact-sku", decoded.sku.clone())
        .add("fact-system-version", decoded.system_version.clone());
    if let Some(processor) = &decoded.processor {
        let cores =
            processor.cores.zip(processor.threads).map(|(cores, threads)| format!("{cores}/{threads}"));
        let model = processor.model.as_ref().or(processor.manufacturer.as_ref()).cloned();
        facts = facts.add("fact-processor", joined(&[&model, &cores]));
    }
    if let Some(memory) = &decoded.memory {
        facts = facts.add("fact-memory", Some(format!("{} GiB", memory.total_gib)));
    }
    for display in &decoded.displays {
        let pixels = display.pixels.map(|(width, height)| format!("{width} × {height}"));
        let size = display.size_mm.map(|(width, height)| format!("{width} × {height} mm"));
        facts = facts.add("fact-display", joined(&[&pixels, &size]));
    }
    for graphics in &decoded.graphics {
        facts = facts.add("fact-graphics", graphics.name.as_deref().map(|name| name.replace('|', ", ")));
    }
    if let Some(board) = &decoded.baseboard {
        facts = facts.add("fact-baseboard", joined(&[&board.manufacturer, &board.product, &board.version]));
    }
    facts.add("fact-firmware-vendor", decoded.firmware_vendor.clone()).facts
}

fn security(decoded: &Decoded, words: Words) -> Vec<Fact> {
    let mut facts = Facts::new(words);
    if let Some(tpm) = &decoded.tpm {
        facts = facts
            .add("fact-tpm-version", tpm.version.as_ref().or(Some(&tpm.text)).cloned())
            .add("fact-tpm-manufacturer", joined(&[&tpm.vendor, &tpm.firmware]));
    }
    facts.add("fact-endorsement-key", decoded.endorsement_key_digest.clone()).facts
}

fn capture(decoded: &Decoded, words: Words) -> Vec<Fact> {
    Facts::new(words)
        .add("fact-captured-at", decoded.captured_at.clone())
        .add("fact-tool-build", decoded.tool_build.clone())
        .add("fact-os-build", decoded.os_build.clone())
        .facts
}

fn joined(parts: &[&Option<String>]) -> Option<String> {
    let known: Vec<_> = parts.iter().filter_map(|part| part.as_deref()).collect();
    (!known.is_empty()).then(|| known.join(", "))
}
