//! Claims: what makes an identity belong to one device of one tenant.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::ids::{DeviceId, OrganisationId};
use taxiway_store::{ClaimKeys, Engine, Held, Store, StoreError, write};

use crate::harness::{device_ids, id, other_tenant, store, tenant};

#[derive(Debug, Clone, Copy)]
enum Kind {
    Tuple,
    ProductKey,
    EndorsementKey,
    Uuid,
    Hardware,
}

/// Sorted keys made from sorted numbers.
enum Keys {
    Tuple(Vec<(&'static str, &'static str, &'static str)>),
    ProductKey(Vec<&'static str>),
    Digest(Vec<[u8; 32]>, Kind),
    Uuid(Vec<[u8; 16]>),
}

impl Keys {
    fn new(kind: Kind, numbers: &[u64]) -> Self {
        let numbers = numbers.iter().copied();
        match kind {
            Kind::Tuple => Self::Tuple(
                numbers
                    .map(|n| {
                        (
                            &*format!("SÉ-{n:06}").leak(),
                            if n % 2 == 0 { "Contoso" } else { "עיר" },
                            "Model \"5\"",
                        )
                    })
                    .collect(),
            ),
            Kind::ProductKey => Self::ProductKey(numbers.map(|n| &*format!("{n:013}").leak()).collect()),
            Kind::EndorsementKey | Kind::Hardware => Self::Digest(
                numbers
                    .map(|n| {
                        let mut digest = [0; 32];
                        digest[..8].copy_from_slice(&n.to_be_bytes());
                        digest[31] = 0xff;
                        digest
                    })
                    .collect(),
                kind,
            ),
            Kind::Uuid => Self::Uuid(numbers.map(|n| (u128::from(n) << 64 | 0xff).to_be_bytes()).collect()),
        }
    }

    fn get(&self) -> ClaimKeys<'_> {
        match self {
            Self::Tuple(keys) => ClaimKeys::Tuple(keys),
            Self::ProductKey(keys) => ClaimKeys::ProductKey(keys),
            Self::Digest(keys, Kind::EndorsementKey) => ClaimKeys::EndorsementKey(keys),
            Self::Digest(keys, _) => ClaimKeys::Hardware(keys),
            Self::Uuid(keys) => ClaimKeys::Uuid(keys),
        }
    }
}

/// Claims `numbers` for devices numbered from `first_device` on; the holders come back in the order of the keys.
async fn claim(
    store: &Store,
    tenant: OrganisationId,
    kind: Kind,
    numbers: &[u64],
    first_device: u64,
) -> Vec<Held> {
    let keys = Keys::new(kind, numbers);
    let devices = device_ids(first_device..first_device + numbers.len() as u64);
    let mut held = write!(store, |tx| { tx.claim(tenant, keys.get(), &devices).await })
        .expect("no error reaches the caller");
    held.sort_by_key(|held| held.position);
    held
}

fn held(position: usize, tenant_id: OrganisationId, device: u64) -> Held {
    Held { position, tenant_id, device_id: id(device) }
}

#[rstest]
#[tokio::test]
async fn free_keys_are_claimed_and_held_ones_name_their_holder(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    let store = store(engine).await;
    let (t, o) = (tenant(), other_tenant());
    assert_eq!(claim(&store, t, kind, &[], 100).await, []);
    assert_eq!(claim(&store, t, kind, &[1, 2, 3], 100).await, [], "all are new");
    assert_eq!(
        claim(&store, o, kind, &[2, 3, 4], 200).await,
        [held(0, t, 101), held(1, t, 102)],
        "one is new"
    );
    assert_eq!(
        claim(&store, t, kind, &[1, 2, 3, 4], 300).await,
        [held(0, t, 100), held(1, t, 101), held(2, t, 102), held(3, o, 202)],
        "none is new, and what was held kept its holder"
    );
    assert_eq!(claim(&store, t, kind, &[1, 2, 3], 100).await, [], "who holds a key may claim it again");
}

#[rstest]
#[tokio::test]
async fn more_keys_than_one_statement_takes_are_claimed_with_the_right_positions(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    let store = store(engine).await;
    let every_third: Vec<u64> = (0..20_001).step_by(3).collect();
    let all: Vec<u64> = (0..20_001).collect();
    assert_eq!(claim(&store, tenant(), kind, &every_third, 100_000).await, []);
    let expected: Vec<_> =
        every_third.iter().map(|&n| held(usize::try_from(n).unwrap(), tenant(), 100_000 + n / 3)).collect();
    assert_eq!(claim(&store, other_tenant(), kind, &all, 200_000).await, expected);
}

#[rstest]
#[tokio::test]
async fn holders_are_told_without_claiming_anything(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    let store = store(engine).await;
    let (t, o) = (tenant(), other_tenant());
    claim(&store, t, kind, &[2], 100).await;
    claim(&store, o, kind, &[20_000], 200).await;
    let look = async |numbers: &[u64]| {
        let keys = Keys::new(kind, numbers);
        let devices = device_ids(500_000..500_000 + numbers.len() as u64);
        let mut conn = store.read().await.unwrap();
        let mut held = conn.held(keys.get(), &devices).await.expect("the holders");
        held.sort_by_key(|held| held.position);
        held
    };
    assert_eq!(look(&[]).await, []);
    assert_eq!(look(&[1, 3]).await, []);
    let all: Vec<u64> = (0..20_001).collect();
    assert_eq!(look(&all).await, [held(2, t, 100), held(20_000, o, 200)]);
    assert_eq!(claim(&store, o, kind, &[1, 3], 300).await, [], "looking claimed nothing");
}

#[rstest]
#[tokio::test]
async fn the_parts_of_a_tuple_are_never_mixed_up(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let long = "x".repeat(256);
    let tuples = [
        ("1", "23", "4"),
        ("1", "2", "34"),
        ("12", "3", "4"),
        ("a", "b", "c"),
        ("A", "b", "c"),
        ("a", "b", "c "),
        (&long, &long, &long),
    ];
    for (number, tuple) in (100..).zip(tuples) {
        let held =
            write!(store, |tx| { tx.claim(tenant(), ClaimKeys::Tuple(&[tuple]), &[id(number)]).await })
                .unwrap();
        assert_eq!(held, [], "{tuple:?} is a key of its own");
    }
}

#[rstest]
#[tokio::test]
async fn only_the_devices_own_claims_are_given_back(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    let store = store(engine).await;
    claim(&store, tenant(), kind, &[1, 2], 100).await;
    claim(&store, other_tenant(), kind, &[3], 300).await;
    let keys = Keys::new(kind, &[1, 2, 3]);
    write!(store, |tx| { tx.unclaim(keys.get(), &device_ids([100, 999, 999])).await }).unwrap();
    let (t, o) = (tenant(), other_tenant());
    assert_eq!(
        claim(&store, o, kind, &[1, 2, 3], 400).await,
        [held(1, t, 101), held(2, o, 300)],
        "1 is free again"
    );
}

#[rstest]
#[tokio::test]
async fn a_claim_waits_for_the_one_before_it_and_wins_only_if_that_is_given_up(
    #[values(true, false)] first_commits: bool,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    // SQLite has one writer at a time: there the second transaction does not even begin.
    let store = store(Engine::Postgres).await;
    let mut first = store.begin().await.unwrap();
    let keys = Keys::new(kind, &[1, 2, 3]);
    assert_eq!(first.claim(tenant(), keys.get(), &device_ids(100..103)).await.unwrap(), []);
    let second = tokio::spawn({
        let store = Store::clone(&store);
        async move { claim(&store, other_tenant(), kind, &[2, 3, 4], 200).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!second.is_finished(), "the second waits");
    if first_commits {
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), [held(0, tenant(), 101), held(1, tenant(), 102)]);
    } else {
        first.rollback().await;
        assert_eq!(second.await.unwrap(), []);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_racing_jobs_each_key_has_one_winner_and_the_losers_learn_who(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(Kind::Tuple, Kind::ProductKey, Kind::EndorsementKey, Kind::Uuid, Kind::Hardware)] kind: Kind,
) {
    const KEYS: u64 = 400;
    let store = store(engine).await;
    let barrier = Arc::new(tokio::sync::Barrier::new(8));
    let mut racers = tokio::task::JoinSet::new();
    for racer in 1..=8_u64 {
        let (store, barrier) = (Store::clone(&store), barrier.clone());
        racers.spawn(async move {
            // Every racer wants another overlapping selection, in transactions of 50 keys of two claims each.
            let wanted: Vec<u64> = (0..KEYS).filter(|n| n % (racer % 3 + 1) == 0).collect();
            barrier.wait().await;
            let mut seen: Vec<(u64, DeviceId)> = Vec::new();
            for numbers in wanted.chunks(50) {
                let keys = Keys::new(kind, numbers);
                let others = Keys::new(Kind::Tuple, &numbers.iter().map(|n| n + 10_000).collect::<Vec<_>>());
                let devices = device_ids(numbers.iter().map(|n| racer * 1_000_000 + n));
                let held = write!(store, |tx| {
                    let held = tx.claim(id(racer), keys.get(), &devices).await?;
                    tx.claim(id(racer), others.get(), &devices).await?;
                    Ok::<_, StoreError>(held)
                })
                .expect("no race reaches the caller");
                let mut holders = devices.clone();
                for held in held {
                    assert_eq!(held.tenant_id, id(racer_of(held.device_id)));
                    holders[held.position] = held.device_id;
                }
                seen.extend(numbers.iter().copied().zip(holders));
            }
            seen
        });
    }
    let mut holders: HashMap<u64, DeviceId> = HashMap::new();
    for (number, holder) in racers.join_all().await.into_iter().flatten() {
        assert_eq!(
            *holders.entry(number).or_insert(holder),
            holder,
            "all see the same holder of key {number}"
        );
    }
    assert_eq!(holders.len() as u64, KEYS);
}

fn racer_of(device: DeviceId) -> u64 {
    let number = device.into_untyped_uuid().as_u64_pair().1 & 0xffff_ffff;
    number / 1_000_000
}
