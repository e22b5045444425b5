//! What the protocols promise, with a provider on this machine that does everything wrong that can be done wrong.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod openid;
mod outbound;
mod passkeys;
mod provider;
