//! How often things may be tried that do not need a session, by where the request comes from and by account.
//!
//! Counted in this process only: several processes count each for itself. What must hold everywhere, such as the lock after
//! wrong passwords, is in the database.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use ipnet::Ipv6Net;
use jiff::Timestamp;

use super::problem::Problem;

/// Most addresses or accounts that are counted apart; beyond, all others are counted as one.
const KEYS: usize = 50_000;
/// Bits of an IPv6 address that are counted as one place: whoever has one such address has all of them.
const IPV6_BITS: u8 = 64;

/// How often something may be tried. 0: as often as one likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitSettings {
    /// Sign-ins from one address in a minute.
    pub sign_ins: u32,
    /// Sign-ins to one account in a minute.
    pub sign_ins_of_account: u32,
    /// Requests for a new password from one address in an hour.
    pub resets: u32,
    /// Requests for a new password of one account in an hour.
    pub resets_of_account: u32,
    /// Uses of secret links from one address in a minute.
    pub links: u32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self { sign_ins: 60, sign_ins_of_account: 20, resets: 20, resets_of_account: 3, links: 60 }
    }
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Signing in.
    SignIn,
    /// Asking for a new password.
    Reset,
    /// Using a secret link: an invitation, a new password, a consent.
    Link,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    /// Not the account's name, which would be personal data.
    Account(u64),
    /// All that are too many to be counted apart.
    Others,
}

/// Tells the time; the service's clock.
pub(crate) type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A clock as the limiter wants it.
#[derive(Clone)]
struct Wall(Now);

impl Clock for Wall {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::try_from((self.0)().as_duration()).unwrap_or_default()
    }
}

struct Counter {
    limiter: RateLimiter<Key, HashMapStateStore<Key>, Wall, NoOpMiddleware<Duration>>,
    clock: Wall,
    /// Most keys that are counted apart.
    room: usize,
    /// When it was last tidied, in seconds.
    tidied: AtomicI64,
}

impl Counter {
    fn new(quota: Option<Quota>, room: usize, now: &Now) -> Option<Self> {
        let clock = Wall(now.clone());
        let limiter = RateLimiter::hashmap_with_clock(quota?, clock.clone());
        Some(Self { limiter, clock, room, tidied: AtomicI64::new(0) })
    }

    fn count(&self, key: Key) -> Result<(), Problem> {
        let key = if self.has_room() { key } else { Key::Others };
        self.limiter.check_key(&key).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            // Rounded up: a moment too early would be refused again.
            Problem::TooMany(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
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

/// All that is counted.
pub(crate) struct Limits {
    names: RandomState,
    sign_ins: Option<Counter>,
    sign_ins_of_account: Option<Counter>,
    resets: Option<Counter>,
    resets_of_account: Option<Counter>,
    links: Option<Counter>,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings, now: &Now) -> Self {
        let minute = |times| Counter::new(NonZeroU32::new(times).map(Quota::per_minute), KEYS, now);
        let hour = |times| Counter::new(NonZeroU32::new(times).map(Quota::per_hour), KEYS, now);
        Self {
            names: RandomState::new(),
            sign_ins: minute(settings.sign_ins),
            sign_ins_of_account: minute(settings.sign_ins_of_account),
            resets: hour(settings.resets),
            resets_of_account: hour(settings.resets_of_account),
            links: minute(settings.links),
        }
    }

    /// Counts one try. Whether there is such an account does not matter, so that nothing is learnt from it.
    pub(crate) fn count(
        &self,
        limit: Limit,
        address: Option<IpAddr>,
        account: Option<&str>,
    ) -> Result<(), Problem> {
        let (by_address, by_account) = match limit {
            Limit::SignIn => (&self.sign_ins, &self.sign_ins_of_account),
            Limit::Reset => (&self.resets, &self.resets_of_account),
            Limit::Link => (&self.links, &None),
        };
        if let (Some(counter), Some(address)) = (by_address, address) {
            counter.count(Key::Address(place(address)))?;
        }
        if let (Some(counter), Some(account)) = (by_account, account) {
            counter.count(Key::Account(self.names.hash_one(account.trim().to_lowercase())))?;
        }
        Ok(())
    }
}

fn place(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => {
            Ipv6Net::new(address, IPV6_BITS).map_or(IpAddr::V6(address), |net| IpAddr::V6(net.trunc().addr()))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
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
        let counter = Counter::new(Some(one), 100, &now).expect("a counter");
        let count = |number: u32| counter.count(Key::Address(IpAddr::V4(number.into()))).is_ok();
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
        let counter = Counter::new(Some(two), 100, &now).expect("a counter");
        let key = Key::Account(7);
        assert!(counter.count(key).is_ok() && counter.count(key).is_ok());
        let Err(Problem::TooMany(wait)) = counter.count(key) else { panic!("not refused") };
        assert_eq!(wait, 30);
        seconds.fetch_add(29, Ordering::Relaxed);
        assert!(counter.count(key).is_err());
        seconds.fetch_add(1, Ordering::Relaxed);
        assert!(counter.count(key).is_ok(), "and no longer than that");
    }
}
