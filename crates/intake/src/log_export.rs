//! Audit logs as files: written by the service, read again by whoever checks them without it.
//!
//! One JSON document: what the log is, and its entries in their order. Both are streamed, so that the length of a log costs no
//! memory.

use std::fmt;
use std::io::{self, Read, Write};

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use taxiway_domain::audit::{Entry, Head};
use taxiway_domain::ids::OrganisationId;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogFormat {
    /// The first.
    #[serde(rename = "taxiway-audit-export-1")]
    V1,
}

/// What stands before the entries of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LogHead {
    /// The form of the file.
    pub format: LogFormat,
    /// Whose log: the id of the organisation.
    pub log: OrganisationId,
    /// That organisation's name.
    pub organisation: String,
    /// When the export was made.
    pub exported_at: Timestamp,
    /// What comes before the first entry. None when a filter left entries out in between, so that there is no chain to follow.
    pub after: Option<Head>,
    /// Where the log ended.
    pub end: Head,
}

/// Writes an export.
pub struct LogWriter<W: Write> {
    out: W,
    entries: u64,
}

impl<W: Write> LogWriter<W> {
    /// Writes what stands before the entries.
    pub fn new(mut out: W, head: &LogHead) -> io::Result<Self> {
        let head = serde_json::to_string(head)?;
        let open = head.strip_suffix('}').unwrap_or(&head);
        write!(out, "{open},\"entries\":[")?;
        Ok(Self { out, entries: 0 })
    }

    /// Writes an entry, on a line of its own.
    pub fn push(&mut self, entry: &Entry) -> io::Result<()> {
        self.out.write_all(if self.entries == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, entry)?;
        self.entries += 1;
        Ok(())
    }

    /// Closes the document and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out)
    }
}

/// Takes an export piece by piece.
pub trait LogSink {
    /// What stands before the entries; comes first, and once.
    fn head(&mut self, head: LogHead);
    /// The next entry.
    fn entry(&mut self, entry: Entry);
}

/// Reads an export from its beginning to its end.
///
/// An error says where the document is not an export, or that it is cut off.
pub fn read_log(from: impl Read, sink: &mut impl LogSink) -> serde_json::Result<()> {
    let mut document = serde_json::Deserializer::from_reader(io::BufReader::new(from));
    Document(sink).deserialize(&mut document)?;
    document.end()
}

struct Document<'s, S>(&'s mut S);

impl<'de, S: LogSink> DeserializeSeed<'de> for Document<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<(), D::Error> {
        document.deserialize_map(self)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Key {
    Format,
    Log,
    Organisation,
    ExportedAt,
    After,
    End,
    Entries,
}

impl<'de, S: LogSink> Visitor<'de> for Document<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an exported audit log")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let (mut format, mut log, mut organisation, mut exported_at) = (None, None, None, None);
        let (mut after, mut end): (Option<Option<Head>>, _) = (None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Format => format = Some(map.next_value()?),
                Key::Log => log = Some(map.next_value()?),
                Key::Organisation => organisation = Some(map.next_value()?),
                Key::ExportedAt => exported_at = Some(map.next_value()?),
                Key::After => after = Some(map.next_value()?),
                Key::End => end = Some(map.next_value()?),
                Key::Entries => {
                    let missing = M::Error::missing_field;
                    self.0.head(LogHead {
                        format: format.ok_or_else(|| missing("format"))?,
                        log: log.ok_or_else(|| missing("log"))?,
                        organisation: organisation.ok_or_else(|| missing("organisation"))?,
                        exported_at: exported_at.ok_or_else(|| missing("exported-at"))?,
                        after: after.ok_or_else(|| missing("after"))?,
                        end: end.ok_or_else(|| missing("end"))?,
                    });
                    map.next_value_seed(Entries(self.0))?;
                    // Nothing comes after the entries: what did could not be checked with them.
                    return match map.next_key::<IgnoredAny>()? {
                        None => Ok(()),
                        Some(_) => Err(M::Error::custom("something follows the entries")),
                    };
                }
            }
        }
        Err(M::Error::missing_field("entries"))
    }
}

struct Entries<'s, S>(&'s mut S);

impl<'de, S: LogSink> DeserializeSeed<'de> for Entries<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, entries: D) -> Result<(), D::Error> {
        entries.deserialize_seq(self)
    }
}

impl<'de, S: LogSink> Visitor<'de> for Entries<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the entries of a log")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(entry) = entries.next_element()? {
            self.0.entry(entry);
        }
        Ok(())
    }
}
