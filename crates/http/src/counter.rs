//! Counting how often something is tried, per key, with bounded memory.
//!
//! Counted in this process only: several processes count each for itself. What must hold everywhere is in the database.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

/// Tells the time; the service's clock.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A clock as the limiter wants it.
#[derive(Clone)]
struct Wall(Now);

impl Clock for Wall {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::try_from((self.0)().as_duration()).unwrap_or_default()
    }
}

/// Counts tries by key.
pub struct Counter<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, Wall, NoOpMiddleware<Duration>>,
    /// Stands for all that are too many to be counted apart.
    others: K,
    clock: Wall,
    /// Most keys that are counted apart.
    room: usize,
    /// When it was last tidied, in seconds.
    tidied: AtomicI64,
}

impl<K: Hash + Eq + Clone> fmt::Debug for Counter<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counter").finish_non_exhaustive()
    }
}

impl<K: Hash + Eq + Clone> Counter<K> {
    /// Counts up to `room` keys apart, all further ones as `others`; none without a quota, which is no limit.
    pub fn new(quota: Option<Quota>, room: usize, others: K, now: &Now) -> Option<Self> {
        let clock = Wall(now.clone());
        let limiter = RateLimiter::hashmap_with_clock(quota?, clock.clone());
        Some(Self { limiter, others, clock, room, tidied: AtomicI64::new(0) })
    }

    /// Counts one try. An early one hears how many seconds to wait.
    pub fn count(&self, key: K) -> Result<(), u64> {
        let key = if self.has_room() { key } else { self.others.clone() };
        self.limiter.check_key(&key).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            // Rounded up: a moment too early would be refused again.
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
        })
    }

    /// Forgets those who may try as if they had never been here, when there are too many, once a second at most.
    fn has_room(&self) -> bool {
        if self.limiter.len() < self.room {
            return true;
        }
        let second = (self.clock.0)().as_second();
        if self.tidied.swap(second, Ordering::Relaxed) != second {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.len() < self.room
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    /// A clock that shows these seconds.
    fn clock() -> (Arc<AtomicI64>, Now) {
        let seconds = Arc::new(AtomicI64::new(1_000));
        let shown = seconds.clone();
        let now = move || Timestamp::from_second(shown.load(Ordering::Relaxed)).expect("a moment");
        (seconds, Arc::new(now))
    }

    /// Whoever sends from ever new addresses fills no memory, and holds others up for a while only.
    #[test]
    fn memory_is_bounded_and_comes_back() {
        let (seconds, now) = clock();
        let one = Quota::per_minute(NonZeroU32::MIN);
        let counter = Counter::new(Some(one), 100, u32::MAX, &now).expect("a counter");
        let count = |number: u32| counter.count(number).is_ok();
        let allowed = (0..10_000).filter(|number| count(*number)).count();
        assert_eq!(allowed, 101, "a hundred apart, and all others as one");
        assert!(counter.limiter.len() <= 101);
        assert!(!count(20_000));
        seconds.fetch_add(125, Ordering::Relaxed);
        assert!(count(20_000) && count(20_001), "room was made: they count apart again");
        assert!(counter.limiter.len() < 10);
    }

    #[test]
    fn who_comes_too_early_hears_how_long_to_wait() {
        let (seconds, now) = clock();
        let two = Quota::per_minute(NonZeroU32::new(2).expect("two"));
        let counter = Counter::new(Some(two), 100, 0, &now).expect("a counter");
        let key = 7;
        assert!(counter.count(key).is_ok() && counter.count(key).is_ok());
        assert_eq!(counter.count(key), Err(30));
        seconds.fetch_add(29, Ordering::Relaxed);
        assert!(counter.count(key).is_err());
        seconds.fetch_add(1, Ordering::Relaxed);
        assert!(counter.count(key).is_ok(), "and no longer than that");
    }
}
