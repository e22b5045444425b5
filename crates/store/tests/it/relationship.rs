//! Consents, and the tags of a customer's own.

use rstest::rstest;
use taxiway_store::{CustomTagRow, Engine, Relationship, StoreError, Time, write};

use crate::harness::{at, id, other_tenant, partner, store, tenant};

#[rstest]
#[tokio::test]
async fn only_an_approved_relationship_of_both_is_consent(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let requested = Relationship {
        tenant_id: tenant(),
        relationship_id: id(20),
        partner_id: partner(),
        state: "requested".to_owned(),
        delegated_administration: true,
        created_at: at(0),
        decided_at: None,
        scope: "{}".to_owned(),
        reason: None,
        decided_by: None,
    };
    write!(store, |tx| { tx.insert_relationship(&requested).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.approved_relationship(tenant(), partner()).await.unwrap(), None);
    assert_eq!(conn.relationships(tenant()).await.unwrap(), std::slice::from_ref(&requested));

    write!(store, |tx| { tx.set_relationship_state(tenant(), id(20), "approved", at(5)).await }).unwrap();
    let approved = Relationship { state: "approved".to_owned(), decided_at: Some(Time(at(5))), ..requested };
    assert_eq!(conn.approved_relationship(tenant(), partner()).await.unwrap(), Some(approved));
    assert_eq!(conn.approved_relationship(other_tenant(), partner()).await.unwrap(), None);
    assert_eq!(conn.approved_relationship(tenant(), id(9)).await.unwrap(), None);
    assert_eq!(conn.relationships(other_tenant()).await.unwrap(), []);

    let stranger =
        write!(store, |tx| { tx.set_relationship_state(other_tenant(), id(20), "ended", at(6)).await });
    assert!(matches!(stranger, Err(StoreError::RowCount { rows: 0, .. })), "another tenant cannot move it");
    write!(store, |tx| { tx.set_relationship_state(tenant(), id(20), "ended", at(6)).await }).unwrap();
    assert_eq!(conn.approved_relationship(tenant(), partner()).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn custom_tags_are_the_tenants_own_and_exact(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let tag = |tag: &str| CustomTagRow { tag: tag.to_owned(), profile: "kiosk".to_owned() };
    let (lower, upper, hebrew) = (tag("shelf"), tag("Shelf"), tag("מדף"));
    write!(store, |tx| {
        for tag in [&lower, &hebrew, &upper] {
            tx.insert_custom_tag(tenant(), tag).await?;
        }
        tx.insert_custom_tag(other_tenant(), &lower).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(
        conn.custom_tags(tenant()).await.unwrap(),
        [upper, lower.clone(), hebrew],
        "in the order of their bytes"
    );
    assert_eq!(conn.custom_tags(other_tenant()).await.unwrap(), std::slice::from_ref(&lower));
    assert_eq!(conn.custom_tags(partner()).await.unwrap(), []);
    let twice = write!(store, |tx| { tx.insert_custom_tag(tenant(), &lower).await });
    assert!(twice.unwrap_err().is_unique_violation());
}
