//! Sign-in by others' proof: OpenID Connect and passkeys.
