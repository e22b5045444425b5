//! Signed checkpoints: what a log was at one moment, for somebody outside to keep.
//!
//! Whoever can write to the database can write a whole chain anew. He cannot write one that fits a checkpoint which somebody
//! else keeps.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use newtype_uuid::GenericUuid as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Digest, Fields, Head, NotHex, bytes_of, deserialize_hex};
use crate::ids::OrganisationId;

/// Keeps signatures of checkpoints apart from every other use of the key.
const LABEL: &str = "taxiway.audit.checkpoint.1";

/// The key that signs checkpoints (Ed25519, RFC 8032).
#[derive(Clone)]
pub struct AuditKey(SigningKey);

impl AuditKey {
    /// The key of a secret of 256 random bits.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// Reads the secret's 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, NotHex> {
        bytes_of(text).map(|secret| Self::from_secret(&secret))
    }

    /// What others check its signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// A checkpoint that says where a log stands.
    pub fn checkpoint(&self, log: OrganisationId, head: Head, at: Timestamp) -> Checkpoint {
        let mut made = Checkpoint {
            format: CheckpointFormat::V1,
            log,
            sequence: head.sequence,
            hash: head.hash,
            at: Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at),
            public_key: self.public(),
            signature: Signature([0; 64]),
        };
        made.signature = Signature(self.0.sign(made.signed().as_bytes()).to_bytes());
        made
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditKey({})", self.public())
    }
}

/// The public half of a key, written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

/// A signature, written as 128 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

/// The form of a checkpoint file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckpointFormat {
    /// The first.
    #[serde(rename = "taxiway-audit-checkpoint-1")]
    V1,
}

/// Where a log stood at one moment, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Checkpoint {
    /// The form of the file.
    pub format: CheckpointFormat,
    /// Whose log: the id of the organisation.
    pub log: OrganisationId,
    /// Place of the newest entry.
    pub sequence: u64,
    /// Its hash.
    pub hash: Digest,
    /// When the checkpoint was made, in whole microseconds.
    pub at: Timestamp,
    /// The key that signed.
    pub public_key: PublicKey,
    /// The signature over all of the above.
    pub signature: Signature,
}

impl Checkpoint {
    /// What is signed.
    fn signed(&self) -> Digest {
        let mut fields = Fields::new(LABEL);
        fields.id(self.log.as_untyped_uuid());
        fields.number(self.sequence);
        fields.bytes(self.hash.as_bytes());
        fields.time(self.at);
        fields.bytes(&self.public_key.0);
        fields.finish()
    }

    /// Whether the key that it names signed it as it is.
    pub fn is_genuine(&self) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&self.signature.0);
        let key = VerifyingKey::from_bytes(&self.public_key.0);
        key.is_ok_and(|key| key.verify_strict(self.signed().as_bytes(), &signature).is_ok())
    }

    /// The end of the log that it names.
    pub fn head(&self) -> Head {
        Head { sequence: self.sequence, hash: self.hash }
    }
}

impl PublicKey {
    /// Takes 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for PublicKey {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        bytes_of(text).map(Self)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize_hex(from).map(Self)
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize_hex(from).map(Self)
    }
}
