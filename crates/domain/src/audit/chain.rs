//! Following a chain from entry to entry, and naming the first place where it breaks.

use serde::{Deserialize, Serialize};

use super::{Digest, ENCODING, Entry};
use crate::ids::{AuditEntryId, OrganisationId};

/// Where a log ends: kept apart from its entries, so that a missing end is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Place of the newest entry; 0 for an empty log.
    pub sequence: u64,
    /// Its hash.
    pub hash: Digest,
}

/// A log as far as it was followed.
#[derive(Debug, Clone)]
pub struct Chain {
    log: OrganisationId,
    at: Head,
}

/// The first place where a log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The place in the log.
    pub sequence: u64,
    /// The entry that stands there, when there is one.
    pub entry: Option<AuditEntryId>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Fault {
    /// The entry, or its hash, is not the one that was written.
    Changed,
    /// The entries from here to `until` are gone.
    Missing {
        /// The last of those that are gone.
        until: u64,
    },
    /// The entry that belongs here stands at another place.
    Reordered {
        /// Where it stands.
        stands_at: u64,
    },
    /// The newest entries, from here to `until`, are gone.
    CutOff {
        /// Place of the newest entry that the log had.
        until: u64,
    },
    /// What is kept about the end of the log does not fit its entries.
    HeadChanged,
    /// Nothing is kept about the end of the log.
    HeadMissing,
    /// The entry's encoding is not known to this program.
    UnknownEncoding,
    /// The entry cannot be read at all.
    Unreadable,
}

impl Fault {
    /// Stable name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing { .. } => "missing",
            Self::Reordered { .. } => "reordered",
            Self::CutOff { .. } => "cut-off",
            Self::HeadChanged => "head-changed",
            Self::HeadMissing => "head-missing",
            Self::UnknownEncoding => "unknown-encoding",
            Self::Unreadable => "unreadable",
        }
    }

    /// The other place that the fault names.
    pub fn other(&self) -> Option<u64> {
        match self {
            Self::Missing { until } | Self::CutOff { until } => Some(*until),
            Self::Reordered { stands_at } => Some(*stands_at),
            _ => None,
        }
    }
}

impl Chain {
    /// The beginning of a log.
    pub fn begin(log: OrganisationId) -> Self {
        Self::after(log, Head { sequence: 0, hash: Digest::BEGINNING })
    }

    /// A log from some place on.
    pub fn after(log: OrganisationId, at: Head) -> Self {
        Self { log, at }
    }

    /// How far it was followed.
    pub fn at(&self) -> Head {
        self.at
    }

    /// Goes on with the entry that stands next.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Broken> {
        let expected = self.at.sequence + 1;
        let broken = |sequence, fault| Broken { sequence, entry: Some(entry.entry_id), fault };
        if entry.sequence > expected {
            return Err(Broken {
                sequence: expected,
                entry: None,
                fault: Fault::Missing { until: entry.sequence - 1 },
            });
        }
        if entry.encoding != ENCODING {
            return Err(broken(expected, Fault::UnknownEncoding));
        }
        if entry.sequence < expected || !self.continues_with(entry) {
            return Err(broken(expected, Fault::Changed));
        }
        self.at = Head { sequence: expected, hash: entry.hash };
        Ok(())
    }

    /// Whether an entry, wherever it stands, is the one that was written next.
    fn continues_with(&self, entry: &Entry) -> bool {
        entry.encoding == ENCODING
            && entry.seal_at(self.log, self.at.sequence + 1, self.at.hash) == entry.hash
    }

    /// Whether the log ends where it should.
    pub fn ends_at(&self, head: Option<Head>) -> Result<(), Broken> {
        let broken = |sequence, fault| Err(Broken { sequence, entry: None, fault });
        match head {
            None if self.at.sequence == 0 => Ok(()),
            None => broken(self.at.sequence, Fault::HeadMissing),
            Some(head) if head == self.at => Ok(()),
            Some(head) if head.sequence > self.at.sequence => {
                broken(self.at.sequence + 1, Fault::CutOff { until: head.sequence })
            }
            Some(_) => broken(self.at.sequence, Fault::HeadChanged),
        }
    }
}

/// Follows a whole log and remembers the first place where it breaks.
///
/// It goes on looking after that for the entry that belongs there, because an entry that was moved is another matter than one
/// that is gone.
#[derive(Debug, Clone)]
pub struct Follower {
    chain: Chain,
    /// Where the next entry would stand if none were missing.
    place: u64,
    broken: Option<Broken>,
}

impl Follower {
    /// Begins where the chain stands.
    pub fn new(chain: Chain) -> Self {
        Self { place: chain.at.sequence + 1, chain, broken: None }
    }

    /// Takes the next entry as it stands in the log.
    pub fn see(&mut self, entry: &Entry) {
        match &mut self.broken {
            None => self.broken = self.chain.follow(entry).err(),
            Some(broken) => {
                if matches!(broken.fault, Fault::Changed | Fault::Missing { .. })
                    && self.chain.continues_with(entry)
                {
                    // Its number may be right and its place in the file wrong, or the other way round.
                    let moved = entry.sequence != broken.sequence;
                    let stands_at = if moved { entry.sequence } else { self.place };
                    broken.fault = Fault::Reordered { stands_at };
                }
            }
        }
        self.place += 1;
    }

    /// Takes the next entry, of which something beside its hash is wrong.
    pub fn refuse(&mut self, entry: Option<&Entry>, fault: Fault) {
        let entry = entry.map(|entry| entry.entry_id);
        let sequence = self.chain.at.sequence + 1;
        self.broken.get_or_insert(Broken { sequence, entry, fault });
        self.place += 1;
    }

    /// Whether nothing that follows can tell more.
    pub fn has_seen_enough(&self) -> bool {
        self.broken
            .as_ref()
            .is_some_and(|broken| !matches!(broken.fault, Fault::Changed | Fault::Missing { .. }))
    }

    /// How far the log is whole.
    pub fn at(&self) -> Head {
        self.chain.at()
    }

    /// The first break so far.
    pub fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// The end of a log, which must be this one.
    pub fn end(self, head: Option<Head>) -> Result<Head, Broken> {
        match self.broken {
            Some(broken) => Err(broken),
            None => self.chain.ends_at(head).map(|()| self.chain.at),
        }
    }
}
