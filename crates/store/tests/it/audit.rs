//! The audit log.

use rstest::rstest;
use taxiway_store::{AuditEntry, Engine, StoreError, write};

use crate::harness::{at, id, last, other_tenant, partner, raw_id, store, tenant};

fn entry(number: u32) -> AuditEntry {
    AuditEntry {
        entry_id: id(number.into()),
        at: at(number.into()),
        actor_id: Some(raw_id(4)),
        actor_name: "Åsa".to_owned(),
        actor_organisation_id: Some(raw_id(3)),
        actor_organisation: "Nordlys AB".to_owned(),
        on_behalf_of: Some(raw_id(1)),
        on_behalf_of_name: Some("Kommun \"Öst\"".to_owned()),
        action: "job.submit".to_owned(),
        object_kind: "job".to_owned(),
        object_id: raw_id(20).to_string(),
        request_id: "req-1".to_owned(),
        detail: "{\"rows\":10}".to_owned(),
    }
}

#[rstest]
#[tokio::test]
async fn the_log_is_read_newest_first_page_by_page(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let of_the_service = AuditEntry {
        actor_id: None,
        actor_organisation_id: None,
        on_behalf_of: None,
        on_behalf_of_name: None,
        ..entry(105)
    };
    write!(store, |tx| {
        for number in [103, 101, 104, 102] {
            tx.insert_audit_entry(tenant(), &entry(number)).await?;
        }
        tx.insert_audit_entry(tenant(), &of_the_service).await?;
        // The same act stands in the log of everybody concerned.
        tx.insert_audit_entry(partner(), &entry(101)).await?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.audit_entries(tenant(), last(), 2).await.unwrap(), [of_the_service, entry(104)]);
    assert_eq!(conn.audit_entries(tenant(), id(104), 2).await.unwrap(), [entry(103), entry(102)]);
    assert_eq!(conn.audit_entries(tenant(), id(102), 2).await.unwrap(), [entry(101)]);
    assert_eq!(conn.audit_entries(tenant(), id(101), 2).await.unwrap(), []);
    assert_eq!(conn.audit_entries(partner(), last(), 9).await.unwrap(), [entry(101)]);
    assert_eq!(conn.audit_entries(other_tenant(), last(), 9).await.unwrap(), []);
}
