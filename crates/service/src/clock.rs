//! Time and ids as arguments: the one place that asks the machine for either.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::{Builder, Uuid};

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved; for tests and for the demo's past.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows this moment.
    pub fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_microsecond()))
    }

    /// Moves it forward.
    pub fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Makes ids and secrets: seeded by the machine in production, by a number in tests.
///
/// Ids of one source grow, also those of the same millisecond, so that what was made later is listed later.
#[derive(Debug)]
pub struct Ids(Mutex<Source>);

#[derive(Debug)]
struct Source {
    rng: ChaCha20Rng,
    last: u128,
}

/// The bits that count within a run of ids.
const RUN_BITS: u128 = 0xffff_ffff;

impl Ids {
    /// Seeded by the operating system.
    pub fn from_system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that draws the seed")]
        let seed = rand::random();
        Self::new(ChaCha20Rng::from_seed(seed))
    }

    /// The same ids for the same number.
    pub fn seeded(seed: u64) -> Self {
        Self::new(ChaCha20Rng::seed_from_u64(seed))
    }

    fn new(rng: ChaCha20Rng) -> Self {
        Self(Mutex::new(Source { rng, last: 0 }))
    }

    fn source(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Random bytes for a secret.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.source().rng.fill_bytes(&mut bytes);
        bytes
    }

    /// A new id, ordered by time.
    pub fn new_id<K: TypedUuidKind>(&self, now: Timestamp) -> TypedUuid<K> {
        let mut source = self.source();
        let id = source.draw(now).max(source.last + 1);
        source.last = id;
        TypedUuid::from_untyped_uuid(Uuid::from_u128(id))
    }

    /// `count` ids that grow one by one, for the devices of a chunk: neighbours in the index.
    pub fn run_of_ids<K: TypedUuidKind>(&self, now: Timestamp, count: usize) -> Vec<TypedUuid<K>> {
        let mut source = self.source();
        let first = (source.draw(now) & !RUN_BITS).max((source.last | RUN_BITS) + 1);
        source.last = first + count as u128;
        (0..count as u128)
            .map(|position| TypedUuid::from_untyped_uuid(Uuid::from_u128(first + position)))
            .collect()
    }
}

impl Source {
    fn draw(&mut self, now: Timestamp) -> u128 {
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        version_7(now, &random).as_u128()
    }
}

fn version_7(now: Timestamp, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}
