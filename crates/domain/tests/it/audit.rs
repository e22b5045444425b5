//! The chain of the audit log: whatever is done to it is found and named, and checkpoints cannot be made up.

use proptest::prelude::*;
use rand::RngExt;
use taxiway_domain::audit::{
    AuditKey, Broken, Chain, Checkpoint, Digest, ENCODING, Entry, Fault, Follower, Head, PublicKey,
};
use taxiway_domain::ids::OrganisationId;

use crate::source;

fn log() -> OrganisationId {
    OrganisationId::from_u128(7)
}

fn entry(sequence: u64) -> Entry {
    Entry {
        sequence,
        encoding: ENCODING,
        entry_id: taxiway_domain::ids::AuditEntryId::from_u128(u128::from(sequence) << 64 | 1),
        at: jiff::Timestamp::from_microsecond(
            1_795_000_000_123_457 + i64::try_from(sequence).expect("small"),
        )
        .expect("a moment"),
        actor_id: Some(uuid::Uuid::from_u128(4)),
        actor_name: "Åsa".to_owned(),
        actor_organisation_id: Some(uuid::Uuid::from_u128(3)),
        actor_organisation: "Nordlys AB".to_owned(),
        on_behalf_of: Some(uuid::Uuid::from_u128(7)),
        on_behalf_of_name: Some("Kommun \"Öst\"".to_owned()),
        about_id: Some(uuid::Uuid::from_u128(3)),
        about_name: Some("Nordlys AB".to_owned()),
        action: "job.submit".to_owned(),
        object_kind: "job".to_owned(),
        object_id: format!("job-{sequence}"),
        request_id: "req-1".to_owned(),
        lower_role: None,
        detail: "{\"rows\":10}".to_owned(),
        hash: Digest::BEGINNING,
    }
}

/// A whole log of so many entries, and its end.
fn whole(entries: u64) -> (Vec<Entry>, Head) {
    let mut chain = Head { sequence: 0, hash: Digest::BEGINNING };
    let mut log_entries = Vec::new();
    for sequence in 1..=entries {
        let mut next = entry(sequence);
        next.hash = next.seal(log(), chain.hash);
        chain = Head { sequence, hash: next.hash };
        log_entries.push(next);
    }
    (log_entries, chain)
}

fn check(entries: &[Entry], head: Option<Head>) -> Result<Head, Broken> {
    let mut follower = Follower::new(Chain::begin(log()));
    for entry in entries {
        follower.see(entry);
    }
    follower.end(head)
}

#[track_caller]
fn breaks(entries: &[Entry], head: Option<Head>, sequence: u64, fault: Fault) {
    let broken = check(entries, head).expect_err("the log is not whole");
    assert_eq!((broken.sequence, broken.fault), (sequence, fault));
}

/// The encoding is published: a change of it is a new version and not another hash for the same entry. The values were made by
/// another program, written after `docs/audit.md`.
#[test]
fn the_hash_of_an_entry_is_the_published_one() {
    let (entries, _) = whole(2);
    let hashes = [
        "e786af60da4b3d7e4cdb571b53b4be163bf0a8cadd479f32dcbf88a1d4830df2",
        "c47bd0d8477d1ef2ae682e8846b6c3de5c72bcff6724a5dca68ae2d71d49bf4c",
    ];
    assert_eq!([entries[0].hash.to_string(), entries[1].hash.to_string()], hashes);
}

#[test]
fn a_whole_log_holds_to_its_end() {
    for entries in [0, 1, 40] {
        let (log, head) = whole(entries);
        assert_eq!(check(&log, Some(head)), Ok(head));
    }
    assert_eq!(check(&[], None).unwrap().sequence, 0, "a log that was never written to");
}

#[test]
fn what_was_done_to_a_log_is_named() {
    let (entries, head) = whole(9);
    let mut removed = entries.clone();
    let gone = removed.drain(3..5).count() as u64;
    breaks(&removed, Some(head), 4, Fault::Missing { until: 3 + gone });

    let mut renumbered = entries.clone();
    renumbered.remove(3);
    for (place, entry) in renumbered.iter_mut().enumerate() {
        entry.sequence = place as u64 + 1;
    }
    breaks(&renumbered, Some(head), 4, Fault::Changed);

    let mut swapped = entries.clone();
    swapped.swap(3, 6);
    breaks(&swapped, Some(head), 4, Fault::Reordered { stands_at: 7 });
    for (place, entry) in swapped.iter_mut().enumerate() {
        entry.sequence = place as u64 + 1;
    }
    breaks(&swapped, Some(head), 4, Fault::Reordered { stands_at: 7 });

    let mut moved = entries.clone();
    let mut last = moved.remove(3);
    last.sequence = 99;
    moved.push(last);
    breaks(&moved, Some(head), 4, Fault::Reordered { stands_at: 99 });

    breaks(&entries[..7], Some(head), 8, Fault::CutOff { until: 9 });
    breaks(&[], Some(head), 1, Fault::CutOff { until: 9 });
    breaks(&entries, None, 9, Fault::HeadMissing);
    breaks(&entries, Some(Head { sequence: 8, ..head }), 9, Fault::HeadChanged);
    breaks(&entries, Some(Head { hash: Digest::BEGINNING, ..head }), 9, Fault::HeadChanged);

    let mut newer = entries.clone();
    newer[2].encoding = ENCODING + 1;
    breaks(&newer, Some(head), 3, Fault::UnknownEncoding);
}

#[test]
fn an_entry_of_another_log_does_not_fit() {
    let (entries, head) = whole(3);
    let mut follower = Follower::new(Chain::begin(OrganisationId::from_u128(8)));
    for entry in &entries {
        follower.see(entry);
    }
    assert_eq!(follower.end(Some(head)).unwrap_err().sequence, 1);
}

#[test]
fn a_log_can_be_followed_from_a_place_on() {
    let (entries, head) = whole(9);
    let middle = Head { sequence: 4, hash: entries[3].hash };
    let mut follower = Follower::new(Chain::after(log(), middle));
    entries[4..].iter().for_each(|entry| follower.see(entry));
    assert_eq!(follower.end(Some(head)), Ok(head));
}

/// Every field counts, and no character can be moved from one field to the next.
#[test]
fn every_field_is_covered() {
    type Change = fn(&mut Entry);
    let changes: [Change; 18] = [
        |entry| entry.entry_id = taxiway_domain::ids::AuditEntryId::from_u128(9),
        |entry| entry.at += jiff::SignedDuration::from_micros(1),
        |entry| entry.actor_id = None,
        |entry| entry.actor_name.push('x'),
        |entry| entry.actor_organisation_id = None,
        |entry| entry.actor_organisation.push('x'),
        |entry| entry.on_behalf_of = None,
        |entry| entry.on_behalf_of_name = None,
        |entry| entry.on_behalf_of_name = Some(String::new()),
        |entry| entry.about_id = None,
        |entry| entry.about_name = None,
        |entry| entry.action.push('x'),
        |entry| entry.object_kind.push('x'),
        |entry| entry.object_id.push('x'),
        |entry| entry.request_id.push('x'),
        |entry| entry.lower_role = Some(String::new()),
        |entry| entry.detail.push(' '),
        |entry| {
            let last = entry.object_kind.pop().unwrap();
            entry.object_id.insert(0, last);
        },
    ];
    let (entries, head) = whole(3);
    for (number, change) in changes.iter().enumerate() {
        let mut tampered = entries.clone();
        change(&mut tampered[1]);
        let broken = check(&tampered, Some(head)).expect_err(&number.to_string());
        assert_eq!((broken.sequence, broken.fault), (2, Fault::Changed), "change {number}");
        assert_eq!(broken.entry, Some(tampered[1].entry_id));
    }
}

proptest! {
    /// One flipped bit anywhere in an exported entry breaks the chain at that entry, or makes the entry unreadable.
    #[test]
    fn one_flipped_bit_is_found(place in 0usize..8, seed: u64) {
        let (entries, head) = whole(8);
        let mut bytes = serde_json::to_vec(&entries[place]).unwrap();
        let mut rng = source(seed);
        let at = rng.random_range(0..bytes.len());
        bytes[at] ^= 1 << rng.random_range(0..8);
        let Ok(changed) = serde_json::from_slice::<Entry>(&bytes) else { return Ok(()) };
        let mut changed_log = entries.clone();
        changed_log[place] = changed;
        // The other case of a hexadecimal digit, or of the letters in a date, is the same entry.
        if changed_log[place] != entries[place] {
            let broken = check(&changed_log, Some(head)).unwrap_err();
            prop_assert_eq!(broken.sequence, place as u64 + 1);
        }
    }
}

#[test]
fn an_entry_survives_its_json() {
    let (entries, _) = whole(1);
    let text = serde_json::to_string(&entries[0]).unwrap();
    assert!(text.starts_with(r#"{"sequence":1,"encoding":1,"entry-id":"#), "{text}");
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entries[0]);
    assert!(serde_json::from_str::<Entry>(&text.replace("\"detail\"", "\"details\"")).is_err());
}

#[test]
fn a_checkpoint_is_what_the_key_signed_and_nothing_else() {
    let key = AuditKey::from_secret(&[7; 32]);
    let (_, head) = whole(3);
    let at = "2026-11-20T12:00:00.000001Z".parse().unwrap();
    let made = key.checkpoint(log(), head, at);
    assert!(made.is_genuine());
    assert_eq!((made.head(), made.public_key), (head, key.public()));
    let text = serde_json::to_string(&made).unwrap();
    assert_eq!(serde_json::from_str::<Checkpoint>(&text).unwrap(), made);

    let other = AuditKey::from_secret(&[8; 32]);
    let forgeries = [
        Checkpoint { sequence: 4, ..made.clone() },
        Checkpoint { hash: Digest::BEGINNING, ..made.clone() },
        Checkpoint { log: OrganisationId::from_u128(8), ..made.clone() },
        Checkpoint { at: "2026-11-20T12:00:01Z".parse().unwrap(), ..made.clone() },
        Checkpoint { public_key: other.public(), ..made.clone() },
        Checkpoint { signature: other.checkpoint(log(), head, at).signature, ..made.clone() },
        Checkpoint { public_key: PublicKey::from_slice(&[0; 32]).unwrap(), ..made.clone() },
    ];
    for (number, forged) in forgeries.iter().enumerate() {
        assert!(!forged.is_genuine(), "forgery {number}");
    }
    assert!(!format!("{key:?}").contains(&"07".repeat(32)), "the secret prints nowhere");
}

/// The first test vector of RFC 8032 §7.1: the key is an ordinary Ed25519 key.
#[test]
fn the_key_is_an_ordinary_one() {
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(AuditKey::from_hex(secret).unwrap().public().to_string(), public);
    assert_eq!(public.parse::<PublicKey>().unwrap().to_string(), public);
    for wrong in ["", "9d", &secret[1..], &format!("{secret}00"), &secret.replace('9', "g")] {
        assert!(AuditKey::from_hex(wrong).is_err(), "{wrong}");
        assert!(wrong.parse::<PublicKey>().is_err() && wrong.parse::<Digest>().is_err());
    }
}
