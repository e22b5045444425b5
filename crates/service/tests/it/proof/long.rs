//! Long logs, written past the store: an entry at a time they would take minutes.

use std::fmt::Write as _;

use newtype_uuid::GenericUuid as _;
use taxiway_domain::audit::{Chain, Digest, ENCODING, Entry, Head};
use taxiway_domain::ids::{AuditEntryId, OrganisationId};
use taxiway_testing::Database;
use uuid::Uuid;

use crate::app::{TestApp, noon};

/// Rows of one statement.
const ROWS: u64 = 2_000;

/// A value as each engine writes it.
struct Literals<'a>(&'a Database);

impl Literals<'_> {
    fn id(&self, id: Uuid) -> String {
        match self.0 {
            Database::Sqlite { .. } => format!("x'{}'", id.simple()),
            Database::Postgres { .. } => format!("'{id}'"),
        }
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        match self.0 {
            Database::Sqlite { .. } => format!("x'{}'", hex::encode(bytes)),
            Database::Postgres { .. } => format!("'\\x{}'", hex::encode(bytes)),
        }
    }

    fn time(&self, at: jiff::Timestamp) -> String {
        match self.0 {
            Database::Sqlite { .. } => at.as_microsecond().to_string(),
            Database::Postgres { .. } => format!("'{at}'"),
        }
    }
}

fn entry(sequence: u64) -> Entry {
    Entry {
        sequence,
        encoding: ENCODING,
        entry_id: AuditEntryId::from_u128(u128::from(sequence)),
        at: noon() + jiff::SignedDuration::from_millis(sequence.try_into().expect("it is there")),
        actor_id: Some(Uuid::from_u128(u128::from(sequence % 7) + 1)),
        actor_name: format!("person {}", sequence % 7),
        actor_organisation_id: Some(Uuid::from_u128(3)),
        actor_organisation: "Fabrikam".to_owned(),
        on_behalf_of: None,
        on_behalf_of_name: None,
        about_id: Some(Uuid::from_u128(3)),
        about_name: Some("Fabrikam".to_owned()),
        action: if sequence.is_multiple_of(3) { "job.submit" } else { "job.cancel" }.to_owned(),
        object_kind: "job".to_owned(),
        object_id: format!("job-{sequence}"),
        request_id: format!("req-{sequence}"),
        lower_role: None,
        detail: "{}".to_owned(),
        hash: Digest::BEGINNING,
    }
}

/// Puts a new log of so many entries into the database: that of an organisation which is there from then on.
pub(super) async fn written(app: &TestApp, entries: u64) -> OrganisationId {
    let organisation = app.customer("Contoso").await;
    // What the operator's act wrote is the first of them.
    let mut conn = app.conn().await;
    let mut head = conn.audit_head(organisation).await.expect("it is there").expect("it is there");
    drop(conn);
    let as_written = Literals(&app.database);
    let log = as_written.id(organisation.into_untyped_uuid());
    while head.sequence < entries {
        let mut rows = String::from(
            "INSERT INTO audit_entry (organisation_id, sequence, encoding, entry_id, at, actor_id, actor_name, \
             actor_organisation_id, actor_organisation, about_id, about_name, action, object_kind, object_id, request_id, \
             detail, hash, folded) VALUES ",
        );
        for sequence in head.sequence + 1..=entries.min(head.sequence + ROWS) {
            let mut next = entry(sequence);
            next.hash = next.seal(organisation, head.hash);
            let comma = if rows.ends_with("VALUES ") { "" } else { "," };
            let folded = format!(
                "{}\nfabrikam\n\nfabrikam\n{}\n{}\n{}",
                next.actor_name, next.object_id, next.request_id, next.detail
            );
            write!(
                rows,
                "{comma}({log},{sequence},{ENCODING},{},{},{},'{}',{},'{}',{},'Fabrikam','{}','job','{}','{}','{}',{},'{folded}')",
                as_written.id(next.entry_id.into_untyped_uuid()),
                as_written.time(next.at),
                as_written.id(next.actor_id.expect("it is there")),
                next.actor_name,
                as_written.id(next.actor_organisation_id.expect("it is there")),
                next.actor_organisation,
                as_written.id(next.about_id.expect("it is there")),
                next.action,
                next.object_id,
                next.request_id,
                next.detail,
                as_written.bytes(next.hash.as_bytes()),
            )
            .expect("it is there");
            head = Head { sequence, hash: next.hash };
        }
        app.database.run(rows).await;
    }
    let hash = as_written.bytes(head.hash.as_bytes());
    let moved = format!(
        "UPDATE audit_log SET sequence = {}, hash = {hash} WHERE organisation_id = {log}",
        head.sequence
    );
    app.database.run(moved).await;
    assert_eq!(Chain::after(organisation, head).at().sequence, entries);
    organisation
}
