//! Secrets that must be used again: sealed before they are stored, with a key that is not in the database.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};

/// The first byte of everything sealed: how it was sealed.
const VERSION: u8 = 1;
/// Bytes of a nonce: so many that random ones do not meet.
const NONCE: usize = 24;

/// Seals and opens secrets. The key never leaves it.
#[derive(Clone)]
pub struct Vault(XChaCha20Poly1305);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// A vault with this key.
    pub fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&Key::from(key)))
    }

    /// Seals a secret for one place, from which it cannot be moved. `random` must be new each time.
    pub fn seal(&self, place: &str, secret: &SecretString, random: [u8; 32]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&random[..NONCE]);
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some([&[VERSION][..], &nonce, &sealed].concat())
    }

    /// Opens what was sealed for this place with this key.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<SecretString> {
        let (version, rest) = sealed.split_first()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
        if *version != VERSION {
            return None;
        }
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let opened = self.0.decrypt(&XNonce::from(*nonce), payload).ok()?;
        String::from_utf8(opened).ok().map(SecretString::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_at_the_same_place_only() {
        let vault = Vault::new([1; 32]);
        let secret = SecretString::from("s3cret of the client");
        let sealed = vault.seal("here", &secret, [9; 32]).expect("it is sealed");
        let opened = vault.open("here", &sealed).expect("it is opened");
        assert_eq!(opened.expose_secret(), secret.expose_secret());
        assert!(!sealed.windows(6).any(|window| window == b"s3cret"));
        assert!(vault.open("there", &sealed).is_none(), "moved to another place");
        assert!(Vault::new([2; 32]).open("here", &sealed).is_none(), "another key");
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(vault.open("here", &changed).is_none(), "byte {byte} was changed");
            assert!(vault.open("here", &sealed[..byte]).is_none(), "cut off at {byte}");
        }
        assert_eq!(format!("{vault:?}"), "Vault");
    }
}
