//! Secret links: what stands around them, and how their secrets are made and compared.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::Service;

/// A mail in the language of whoever gets it, complete but for the secret of its link, which the use case makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The text, with [`Letter::LINK`] where the link goes.
    pub body: String,
    /// The address of the page behind the link, up to the secret.
    pub address: String,
}

impl Letter {
    /// Stands for the link in the text: the character for something that will be put in its place.
    pub const LINK: &'static str = "\u{fffc}";

    /// A letter that is never sent: the link is handed over by whoever asked for it.
    pub fn unsent(address: impl Into<String>) -> Self {
        Self { address: address.into(), ..Self::default() }
    }

    /// The link with its secret.
    pub(crate) fn link(&self, token: &Token) -> SecretString {
        SecretString::from(format!("{}{}", self.address, token.secret.expose_secret()))
    }

    /// The text with the link in it.
    pub(crate) fn text(&self, token: &Token) -> String {
        self.body.replace(Self::LINK, self.link(token).expose_secret())
    }
}

/// The secret of a link: 256 bits in letters, of which only the digest is stored.
pub(crate) struct Token {
    pub(crate) secret: SecretString,
    pub(crate) digest: [u8; 32],
}

impl Service {
    pub(crate) fn token(&self) -> Token {
        let secret = SecretString::from(URL_SAFE_NO_PAD.encode(self.ids.secret()));
        let digest = digest(&secret);
        Token { secret, digest }
    }
}

/// What is stored of a secret: it has 256 random bits, so that a digest without salt is enough.
pub(crate) fn digest(secret: &SecretString) -> [u8; 32] {
    Sha256::digest(secret.expose_secret().as_bytes()).into()
}
