//! Uploads and their slices.

use rstest::rstest;
use taxiway_store::{Engine, StoreError, Upload, UploadPart, write};

use crate::harness::{at, id, job_with_parts, other_tenant, slice, store, tenant, upload};

#[rstest]
#[tokio::test]
async fn an_upload_is_received_in_slices_and_then_finished_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let receiving = upload(tenant(), 20);
    let bytes: Vec<u8> = (0..70_000_u32).map(|n| (n % 251) as u8).collect();
    write!(store, |tx| {
        tx.insert_upload(&receiving).await?;
        tx.insert_upload_part(tenant(), id(20), &slice(1, 1, 9), Some("[[3,2]]"), &bytes).await?;
        tx.insert_upload_part(tenant(), id(20), &slice(0, 0, 0), None, b"").await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.upload(tenant(), id(20)).await.unwrap(), Some(receiving.clone()));

    let ready = Upload {
        state: "ready".to_owned(),
        recognition: Some("{\"layout\":\"intune\"}".to_owned()),
        bytes: 70_000,
        sha256: Some(vec![7; 32]),
        parts: 2,
        total_rows: 9,
        ok_rows: 6,
        warning_rows: 2,
        error_rows: 1,
        ..receiving
    };
    write!(store, |tx| { tx.finish_upload(&ready).await }).unwrap();
    assert_eq!(conn.upload(tenant(), id(20)).await.unwrap(), Some(ready.clone()));
    assert!(write!(store, |tx| { tx.finish_upload(&ready).await }).is_err(), "it is finished once");

    assert_eq!(conn.upload_parts(tenant(), id(20)).await.unwrap(), [slice(0, 0, 0), slice(1, 1, 9)]);
    let part = UploadPart {
        first_line: 2,
        first_row: 1,
        total_rows: 9,
        duplicates: Some("[[3,2]]".to_owned()),
        data: bytes,
    };
    assert_eq!(conn.upload_part(tenant(), id(20), 1).await.unwrap(), Some(part));
    assert_eq!(conn.upload_part(tenant(), id(20), 2).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn another_tenant_sees_and_removes_nothing(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_upload(&upload(tenant(), 20)).await?;
        tx.insert_upload_part(tenant(), id(20), &slice(0, 0, 0), None, b"x").await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.upload(other_tenant(), id(20)).await.unwrap(), None);
    assert_eq!(conn.upload_parts(other_tenant(), id(20)).await.unwrap(), []);
    assert_eq!(conn.upload_part(other_tenant(), id(20), 0).await.unwrap(), None);
    let delete = write!(store, |tx| { tx.delete_upload(other_tenant(), id(20)).await });
    assert!(matches!(delete, Err(StoreError::RowCount { .. })));
    assert_eq!(conn.upload_parts(tenant(), id(20)).await.unwrap().len(), 1);

    write!(store, |tx| { tx.delete_upload(tenant(), id(20)).await }).unwrap();
    assert_eq!(conn.upload(tenant(), id(20)).await.unwrap(), None);
    assert_eq!(conn.upload_parts(tenant(), id(20)).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn old_uploads_that_no_job_uses_are_abandoned(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let mut young = upload(tenant(), 22);
    young.created_at = at(500);
    let mut refused = upload(tenant(), 23);
    refused.state = "refused".to_owned();
    write!(store, |tx| {
        for upload in [&upload(tenant(), 20), &upload(other_tenant(), 21), &young, &refused] {
            tx.insert_upload(upload).await?;
        }
        tx.finish_upload(&refused).await
    })
    .unwrap();
    job_with_parts(&store, tenant(), 30, 1).await;

    let mut conn = store.conn().await;
    let mut found = conn.abandoned_uploads_any_tenant("receiving", at(500)).await.unwrap();
    found.sort_by_key(|upload| upload.upload_id);
    assert_eq!(found, [upload(tenant(), 20), upload(other_tenant(), 21)]);
    assert_eq!(conn.abandoned_uploads_any_tenant("refused", at(500)).await.unwrap().len(), 1);
    assert_eq!(conn.abandoned_uploads_any_tenant("ready", at(500)).await.unwrap(), []);
}
