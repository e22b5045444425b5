//! The audit log: one entry in the log of every organisation concerned, written with the act.

use jiff::Timestamp;
use taxiway_domain::ids::{AuditEntryId, AuditEntryKind, OrganisationId};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// An audit entry as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its id, ordered by time.
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
    /// What was done: `noun.verb`.
    pub action: String,
    /// Kind of the thing it was done to.
    pub object_kind: String,
    /// Id of that thing.
    pub object_id: String,
    /// The request, as in the log and in error texts.
    pub request_id: String,
    /// Further facts as JSON; never secrets, hashes or serial numbers.
    pub detail: String,
}

statements! { "audit";
    INSERT = "INSERT INTO audit_entry (organisation_id, entry_id, at, actor_id, actor_name, actor_organisation_id, actor_organisation, \
        on_behalf_of, on_behalf_of_name, action, object_kind, object_id, request_id, detail) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    PAGE = "SELECT entry_id, at, actor_id, actor_name, actor_organisation_id, actor_organisation, on_behalf_of, on_behalf_of_name, \
        action, object_kind, object_id, request_id, detail \
        FROM audit_entry WHERE organisation_id = $1 AND entry_id < $2 ORDER BY entry_id DESC LIMIT $3";
}

impl Tx {
    /// Writes an entry into the log of an organisation.
    pub async fn insert_audit_entry(
        &mut self,
        log: OrganisationId,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let values = values![
            log,
            entry.entry_id,
            entry.at,
            crate::engine::Value::Uuid(entry.actor_id),
            &entry.actor_name,
            crate::engine::Value::Uuid(entry.actor_organisation_id),
            &entry.actor_organisation,
            crate::engine::Value::Uuid(entry.on_behalf_of),
            &entry.on_behalf_of_name,
            &entry.action,
            &entry.object_kind,
            &entry.object_id,
            &entry.request_id,
            &entry.detail
        ];
        self.execute_one(INSERT, values).await
    }
}

impl Conn {
    /// Entries of an organisation's log, newest first, those before `before` only.
    pub async fn audit_entries(
        &mut self,
        log: OrganisationId,
        before: AuditEntryId,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.all(PAGE, values![log, before, limit]).await
    }
}
