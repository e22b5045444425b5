//! Sign-in by the proof of others: OpenID Connect and passkeys, behind the traits of `taxiway-service`.
//!
//! Both protocols bring many dependencies. They stay in this package, so that everything else is built without them. The
//! one client for outbound requests is here too: nothing else of the product connects to anywhere by itself.

mod address;
mod openid;
mod outbound;
mod passkeys;

pub use address::is_public;
pub use openid::OpenIdConnect;
pub use outbound::{Outbound, OutboundError, OutboundSettings};
pub use passkeys::WebPasskeys;
