//! How often things may be tried that do not need a session, by where the request comes from and by account.
//!
//! Counted in this process only: several processes count each for itself. What must hold everywhere, such as the lock after
//! wrong passwords, is in the database.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::Quota;
use ipnet::Ipv6Net;
use taxiway_http::counter::{Counter, Now};

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

/// All that is counted.
pub(crate) struct Limits {
    names: RandomState,
    sign_ins: Option<Counter<Key>>,
    sign_ins_of_account: Option<Counter<Key>>,
    resets: Option<Counter<Key>>,
    resets_of_account: Option<Counter<Key>>,
    links: Option<Counter<Key>>,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings, now: &Now) -> Self {
        let minute =
            |times| Counter::new(NonZeroU32::new(times).map(Quota::per_minute), KEYS, Key::Others, now);
        let hour = |times| Counter::new(NonZeroU32::new(times).map(Quota::per_hour), KEYS, Key::Others, now);
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
            counter.count(Key::Address(place(address))).map_err(Problem::TooMany)?;
        }
        if let (Some(counter), Some(account)) = (by_account, account) {
            let key = Key::Account(self.names.hash_one(account.trim().to_lowercase()));
            counter.count(key).map_err(Problem::TooMany)?;
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
