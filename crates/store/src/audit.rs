//! The audit log of each organisation: entries numbered without gaps, chained by their hashes, written with the act.

use jiff::Timestamp;
use taxiway_domain::audit::{Digest, ENCODING, Entry, Head, PublicKey};
use taxiway_domain::ids::{AuditEntryId, AuditEntryKind, OrganisationId, OrganisationKind};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, Value, statements, values};
use crate::organisation::pattern;

/// An audit entry as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its place in its log, from 1; given by the log when it is written.
    pub sequence: i64,
    /// How its hash was made; given when it is written.
    pub encoding: i64,
    /// Its id, ordered by time: the same in the log of every organisation concerned.
    #[sqlx(try_from = "Id<AuditEntryKind>")]
    pub entry_id: AuditEntryId,
    /// When.
    #[sqlx(try_from = "Time")]
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
    /// The request, as in the log and in error texts.
    pub request_id: String,
    /// The lower role that would have done for an act of a Global Administrator, as its stable name.
    pub lower_role: Option<String>,
    /// Further facts as JSON; never secrets, hashes or serial numbers.
    pub detail: String,
    /// The hash over the hash before it and all of the above; given when it is written.
    pub hash: Vec<u8>,
}

/// An entry with the text in which searches look.
#[derive(sqlx::FromRow)]
struct Searchable {
    #[sqlx(flatten)]
    entry: AuditEntry,
    folded: String,
}

/// Which entries of a log are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only this action.
    pub action: Option<String>,
    /// Only those about this organisation.
    pub about: Option<Uuid>,
    /// Only acts of this person.
    pub actor: Option<Uuid>,
    /// Only those in which this text stands anywhere.
    pub search: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Somebody or some organisation named in a log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// Its id.
    pub id: Uuid,
    /// Its newest name in the log.
    pub name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Place {
    sequence: i64,
    hash: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Last {
    sequence: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Bounds {
    lowest: Option<i64>,
    highest: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Log {
    #[sqlx(try_from = "Id<OrganisationKind>")]
    organisation_id: OrganisationId,
}

#[derive(sqlx::FromRow)]
struct Key {
    public_key: Vec<u8>,
}

macro_rules! columns {
    () => {
        "sequence, encoding, entry_id, at, actor_id, actor_name, actor_organisation_id, actor_organisation, on_behalf_of, \
         on_behalf_of_name, about_id, about_name, action, object_kind, object_id, request_id, lower_role, detail, hash"
    };
}

/// Entries of a range, newest first, with a condition of its own.
macro_rules! page {
    ($condition:literal, $limit:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM audit_entry WHERE organisation_id = $1 AND sequence < $2 AND sequence >= $3 AND at >= $4 AND at < $5 AND ",
            $condition,
            " ORDER BY sequence DESC LIMIT ",
            $limit
        )
    };
}

statements! { "audit";
    // Whoever writes into a log holds its row until the end of the transaction: writers take turns, and no number is given
    // twice or lost. The hash that comes back is the one before.
    TAKE_TURN = "INSERT INTO audit_log (organisation_id, sequence, hash) VALUES ($1, 1, $2) \
        ON CONFLICT (organisation_id) DO UPDATE SET sequence = audit_log.sequence + 1 RETURNING sequence, hash";
    INSERT = concat!("INSERT INTO audit_entry (organisation_id, ", columns!(), ", folded) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)");
    MOVE_HEAD = "UPDATE audit_log SET hash = $3 WHERE organisation_id = $1 AND sequence = $2";
    HEAD = "SELECT sequence, hash FROM audit_log WHERE organisation_id = $1";
    LAST = "SELECT max(sequence) AS sequence FROM audit_entry WHERE organisation_id = $1";
    NEXT_HEAD = "SELECT organisation_id FROM audit_log WHERE organisation_id > $1 ORDER BY organisation_id LIMIT 1";
    NEXT_LOG = "SELECT organisation_id FROM audit_entry WHERE organisation_id > $1 ORDER BY organisation_id LIMIT 1";
    CHAIN = concat!("SELECT ", columns!(), ", folded FROM audit_entry \
        WHERE organisation_id = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4");
    BOUNDS = "SELECT min(sequence) AS lowest, max(sequence) AS highest FROM audit_entry \
        WHERE organisation_id = $1 AND at >= $2 AND at < $3";
    OF_ACTION = page!("action = $6", "$7");
    OF_ABOUT = page!("about_id = $6", "$7");
    OF_ACTOR = page!("actor_id = $6", "$7");
    PAGE = page!("($6 OR action = $7) AND ($8 OR about_id = $9) AND ($10 OR actor_id = $11) AND ($12 OR folded LIKE $13 ESCAPE '!')", "$14");
    // One look for each organisation or person: the newest entry that names it.
    ABOUT_BEFORE = "SELECT about_id AS id, about_name AS name FROM audit_entry \
        WHERE organisation_id = $1 AND about_id < $2 ORDER BY about_id DESC, sequence DESC LIMIT 1";
    ACTOR_BEFORE = "SELECT actor_id AS id, actor_name AS name FROM audit_entry \
        WHERE organisation_id = $1 AND actor_id < $2 ORDER BY actor_id DESC, sequence DESC LIMIT 1";
    NOTE_KEY = "INSERT INTO audit_key (public_key, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    KEYS = "SELECT public_key FROM audit_key ORDER BY created_at, public_key LIMIT 100";
}

/// The text in which searches look. Made here, because the engines fold no letters beyond ASCII.
fn folded(entry: &AuditEntry) -> String {
    [
        &entry.actor_name,
        &entry.actor_organisation,
        entry.on_behalf_of_name.as_ref().unwrap_or(&String::new()),
        entry.about_name.as_ref().unwrap_or(&String::new()),
        &entry.object_id,
        &entry.request_id,
        &entry.detail,
    ]
    .map(String::as_str)
    .join("\n")
    .to_lowercase()
}

/// What is kept about the end of a log. What makes no sense becomes what fits no log.
fn head(place: &Place) -> Head {
    Head {
        sequence: u64::try_from(place.sequence).unwrap_or_default(),
        hash: Digest::from_slice(&place.hash).unwrap_or(Digest::BEGINNING),
    }
}

impl AuditEntry {
    /// The entry as the chain knows it. What makes no sense becomes what fits nowhere.
    pub fn chained(&self) -> Entry {
        Entry {
            sequence: u64::try_from(self.sequence).unwrap_or_default(),
            encoding: u32::try_from(self.encoding).unwrap_or_default(),
            entry_id: self.entry_id,
            at: self.at,
            actor_id: self.actor_id,
            actor_name: self.actor_name.clone(),
            actor_organisation_id: self.actor_organisation_id,
            actor_organisation: self.actor_organisation.clone(),
            on_behalf_of: self.on_behalf_of,
            on_behalf_of_name: self.on_behalf_of_name.clone(),
            about_id: self.about_id,
            about_name: self.about_name.clone(),
            action: self.action.clone(),
            object_kind: self.object_kind.clone(),
            object_id: self.object_id.clone(),
            request_id: self.request_id.clone(),
            lower_role: self.lower_role.clone(),
            detail: self.detail.clone(),
            hash: Digest::from_slice(&self.hash).unwrap_or(Digest::BEGINNING),
        }
    }
}

impl Tx {
    /// Writes an entry at the end of an organisation's log. Its place and its hash are given here.
    ///
    /// Other writers of this log wait until the transaction ends. Whoever writes into several logs does so in the order of their
    /// ids, so that no two writers wait for each other.
    pub async fn append_audit_entry(
        &mut self,
        log: OrganisationId,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let beginning = Digest::BEGINNING;
        let turn: Place = self.one(TAKE_TURN, values![log, beginning.as_bytes()]).await?;
        let previous = head(&turn).hash;
        // Both engines keep microseconds: what is hashed is what will be read.
        let at = Timestamp::from_microsecond(entry.at.as_microsecond()).unwrap_or(entry.at);
        let mut chained =
            AuditEntry { sequence: turn.sequence, encoding: ENCODING.into(), at, ..entry.clone() };
        chained.hash = chained.chained().seal(log, previous).as_bytes().to_vec();
        let entry = &chained;
        let folded = folded(entry);
        let values = values![
            log,
            entry.sequence,
            entry.encoding,
            entry.entry_id,
            entry.at,
            Value::Uuid(entry.actor_id),
            &entry.actor_name,
            Value::Uuid(entry.actor_organisation_id),
            &entry.actor_organisation,
            Value::Uuid(entry.on_behalf_of),
            &entry.on_behalf_of_name,
            Value::Uuid(entry.about_id),
            &entry.about_name,
            &entry.action,
            &entry.object_kind,
            &entry.object_id,
            &entry.request_id,
            &entry.lower_role,
            &entry.detail,
            &entry.hash,
            &folded
        ];
        self.execute_one(INSERT, values).await?;
        self.execute_one(MOVE_HEAD, values![log, entry.sequence, &entry.hash]).await
    }

    /// Remembers a key that signs checkpoints.
    pub async fn note_audit_key(&mut self, key: &PublicKey, at: Timestamp) -> Result<(), StoreError> {
        self.execute(NOTE_KEY, values![key.as_bytes(), at]).await.map(drop)
    }
}

/// Moments that both engines can keep, and between which every entry lies.
fn span(filter: &AuditFilter) -> (Timestamp, Timestamp) {
    (filter.from.unwrap_or(Timestamp::UNIX_EPOCH), filter.until.unwrap_or(Timestamp::MAX))
}

impl Conn {
    /// Where an organisation's log ends; none when nothing was ever written.
    pub async fn audit_head(&mut self, log: OrganisationId) -> Result<Option<Head>, StoreError> {
        let place: Option<Place> = self.optional(HEAD, values![log]).await?;
        Ok(place.as_ref().map(head))
    }

    /// The place of the newest entry that stands in an organisation's log, whatever the log says about its end.
    pub async fn last_audit_entry(&mut self, log: OrganisationId) -> Result<Option<i64>, StoreError> {
        let last: Last = self.one(LAST, values![log]).await?;
        Ok(last.sequence)
    }

    /// The log after this one, by id: one that has an end, or entries, or both.
    pub async fn next_audit_log_any_tenant(
        &mut self,
        after: OrganisationId,
    ) -> Result<Option<OrganisationId>, StoreError> {
        let by_head: Option<Log> = self.optional(NEXT_HEAD, values![after]).await?;
        let by_entry: Option<Log> = self.optional(NEXT_LOG, values![after]).await?;
        Ok(by_head.into_iter().chain(by_entry).map(|log| log.organisation_id).min())
    }

    /// Entries of a log in their order, those after a place and up to another, and for each whether searches find it by what it
    /// says.
    pub async fn audit_chain(
        &mut self,
        log: OrganisationId,
        after: i64,
        until: i64,
        limit: i64,
    ) -> Result<Vec<(AuditEntry, bool)>, StoreError> {
        let rows: Vec<Searchable> = self.all(CHAIN, values![log, after, until, limit]).await?;
        let told = |row: Searchable| {
            let is_found = row.folded == folded(&row.entry);
            (row.entry, is_found)
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// The places of the first and the last entry of a span of time.
    pub async fn audit_bounds(
        &mut self,
        log: OrganisationId,
        filter: &AuditFilter,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        let (from, until) = span(filter);
        let bounds: Bounds = self.one(BOUNDS, values![log, from, until]).await?;
        Ok(bounds.lowest.zip(bounds.highest))
    }

    /// Entries of a log that the filter takes, newest first: those before one place and not before another.
    ///
    /// What is read for it is bounded by `limit` when the filter asks for one thing that has an index, otherwise by the
    /// distance of the places.
    pub async fn audit_entries(
        &mut self,
        log: OrganisationId,
        filter: &AuditFilter,
        before: i64,
        lowest: i64,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let (from, until) = span(filter);
        let by_index = match filter {
            AuditFilter { action: Some(action), about: None, actor: None, search: None, .. } => {
                Some((OF_ACTION, Value::from(action)))
            }
            AuditFilter { action: None, about: Some(about), actor: None, search: None, .. } => {
                Some((OF_ABOUT, Value::from(*about)))
            }
            AuditFilter { action: None, about: None, actor: Some(actor), search: None, .. } => {
                Some((OF_ACTOR, Value::from(*actor)))
            }
            _ => None,
        };
        if let Some((statement, wanted)) = by_index {
            return self.all(statement, values![log, before, lowest, from, until, wanted, limit]).await;
        }
        let found = filter.search.as_deref().map(pattern);
        let values = values![
            log,
            before,
            lowest,
            from,
            until,
            filter.action.is_none(),
            &filter.action,
            filter.about.is_none(),
            Value::Uuid(filter.about),
            filter.actor.is_none(),
            Value::Uuid(filter.actor),
            found.is_none(),
            &found,
            limit
        ];
        self.all(PAGE, values).await
    }

    /// The organisations that a log tells about, at most so many.
    pub async fn audit_organisations(
        &mut self,
        log: OrganisationId,
        limit: usize,
    ) -> Result<Vec<Named>, StoreError> {
        self.named(ABOUT_BEFORE, log, limit).await
    }

    /// The people who acted in a log, at most so many.
    pub async fn audit_people(
        &mut self,
        log: OrganisationId,
        limit: usize,
    ) -> Result<Vec<Named>, StoreError> {
        self.named(ACTOR_BEFORE, log, limit).await
    }

    async fn named(
        &mut self,
        statement: crate::engine::Statement,
        log: OrganisationId,
        limit: usize,
    ) -> Result<Vec<Named>, StoreError> {
        let mut found: Vec<Named> = Vec::new();
        while found.len() < limit {
            let before = found.last().map_or(Uuid::max(), |last| last.id);
            let Some(next) = self.optional(statement, values![log, before]).await? else { break };
            found.push(next);
        }
        Ok(found)
    }

    /// The keys that ever signed a checkpoint, oldest first.
    pub async fn audit_keys(&mut self) -> Result<Vec<PublicKey>, StoreError> {
        let keys: Vec<Key> = self.all(KEYS, values![]).await?;
        Ok(keys.iter().filter_map(|key| PublicKey::from_slice(&key.public_key)).collect())
    }
}
