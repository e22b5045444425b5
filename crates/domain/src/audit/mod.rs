//! The audit log as a chain: what an entry is, what its hash covers, and how a chain is followed.
//!
//! Each organisation has a log of its own. Its entries are numbered from 1 without gaps, and each carries a hash over the hash
//! before it and all its own fields: nothing can be changed, left out or put elsewhere without every later hash changing.
//! `docs/audit.md` describes the encoding for those who check it with a program of their own.

mod chain;
mod checkpoint;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use newtype_uuid::GenericUuid as _;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::ids::{AuditEntryId, OrganisationId};

pub use chain::{Broken, Chain, Fault, Follower, Head};
pub use checkpoint::{AuditKey, Checkpoint, CheckpointFormat, PublicKey, Signature};

/// The encoding that entries are written in. An entry names its encoding, so that a later one leaves earlier hashes as they are.
pub const ENCODING: u32 = 1;

/// Keeps hashes of entries apart from every other use of SHA-256.
const LABEL: &str = "taxiway.audit.entry.1";

/// A SHA-256 value, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

/// An entry of a log with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// Its place in the log, from 1.
    pub sequence: u64,
    /// How the hash was made; see [`ENCODING`].
    pub encoding: u32,
    /// Its id: the same in the log of every organisation concerned.
    pub entry_id: AuditEntryId,
    /// When, in whole microseconds.
    pub at: Timestamp,
    /// The person or program that acted; none for the service itself.
    pub actor_id: Option<Uuid>,
    /// Its name at the time.
    pub actor_name: String,
    /// The organisation it acted for.
    pub actor_organisation_id: Option<Uuid>,
    /// That organisation's name at the time.
    pub actor_organisation: String,
    /// The customer on whose behalf it acted.
    pub on_behalf_of: Option<Uuid>,
    /// That customer's name at the time.
    pub on_behalf_of_name: Option<String>,
    /// The organisation concerned besides the log's own.
    pub about_id: Option<Uuid>,
    /// That organisation's name at the time.
    pub about_name: Option<String>,
    /// What was done: `noun.verb`.
    pub action: String,
    /// Kind of the thing it was done to.
    pub object_kind: String,
    /// Id of that thing.
    pub object_id: String,
    /// The request.
    pub request_id: String,
    /// The lower role that would have done for an act of a Global Administrator.
    pub lower_role: Option<String>,
    /// Further facts: the exact text, which is JSON.
    pub detail: String,
    /// The hash over the hash before it and all of the above.
    pub hash: Digest,
}

impl Entry {
    /// The hash that the entry must have at its place in this log, after an entry with that hash.
    pub fn seal(&self, log: OrganisationId, previous: Digest) -> Digest {
        self.seal_at(log, self.sequence, previous)
    }

    fn seal_at(&self, log: OrganisationId, sequence: u64, previous: Digest) -> Digest {
        let mut fields = Fields::new(LABEL);
        fields.id(log.as_untyped_uuid());
        fields.number(sequence);
        fields.bytes(&previous.0);
        fields.id(self.entry_id.as_untyped_uuid());
        fields.time(self.at);
        fields.optional(self.actor_id.as_ref().map(|id| &id.as_bytes()[..]));
        fields.text(&self.actor_name);
        fields.optional(self.actor_organisation_id.as_ref().map(|id| &id.as_bytes()[..]));
        fields.text(&self.actor_organisation);
        fields.optional(self.on_behalf_of.as_ref().map(|id| &id.as_bytes()[..]));
        fields.optional(self.on_behalf_of_name.as_ref().map(String::as_bytes));
        fields.optional(self.about_id.as_ref().map(|id| &id.as_bytes()[..]));
        fields.optional(self.about_name.as_ref().map(String::as_bytes));
        fields.text(&self.action);
        fields.text(&self.object_kind);
        fields.text(&self.object_id);
        fields.text(&self.request_id);
        fields.optional(self.lower_role.as_ref().map(String::as_bytes));
        fields.text(&self.detail);
        fields.finish()
    }
}

/// Fields one after the other, each with its length, so that nothing can be moved from one to the next.
struct Fields(Sha256);

impl Fields {
    fn new(label: &str) -> Self {
        let mut fields = Self(Sha256::new());
        fields.text(label);
        fields
    }

    /// The length as eight bytes, the most significant first, and the bytes.
    fn bytes(&mut self, value: &[u8]) {
        self.0.update((value.len() as u64).to_be_bytes());
        self.0.update(value);
    }

    fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    fn id(&mut self, value: &Uuid) {
        self.bytes(value.as_bytes());
    }

    fn number(&mut self, value: u64) {
        self.bytes(&value.to_be_bytes());
    }

    /// Microseconds since 1970.
    fn time(&mut self, value: Timestamp) {
        self.bytes(&value.as_microsecond().to_be_bytes());
    }

    /// A byte 0 where there is none; otherwise a byte 1 and the value.
    fn optional(&mut self, value: Option<&[u8]>) {
        self.0.update([u8::from(value.is_some())]);
        if let Some(value) = value {
            self.bytes(value);
        }
    }

    fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl Digest {
    /// What stands before the first entry of a log.
    pub const BEGINNING: Self = Self([0; 32]);

    /// Takes 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not the hexadecimal form of so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0} hexadecimal digits")]
pub struct NotHex(usize);

impl FromStr for Digest {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        bytes_of(text).map(Self)
    }
}

fn bytes_of<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| NotHex(2 * N))?;
    Ok(bytes)
}

fn deserialize_hex<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[u8; N], D::Error> {
    bytes_of(&String::deserialize(from)?).map_err(D::Error::custom)
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize_hex(from).map(Self)
    }
}
