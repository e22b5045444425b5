//! The catalogues of manufacturers.

use rstest::rstest;
use taxiway_store::{CatalogueDevice, Engine, write};

use crate::harness::{id, store};

fn built(serial_number: &str, product_key: Option<&str>) -> CatalogueDevice {
    CatalogueDevice {
        serial_number: serial_number.to_owned(),
        manufacturer: "Contoso".to_owned(),
        model: "Board 2".to_owned(),
        product_key: product_key.map(str::to_owned),
    }
}

#[rstest]
#[tokio::test]
async fn built_devices_are_found_exactly_by_key_and_nearly(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let (with_key, without) = (built("PF1", Some("3308251234567")), built("PF2", None));
    write!(store, |tx| {
        tx.publish_catalogue("Contoso", id(9)).await?;
        tx.publish_catalogue("Åkerlund", id(9)).await?;
        tx.publish_catalogue("Contoso", id(9)).await?;
        tx.insert_catalogue_device(&with_key, "pf1|contoso|board2").await?;
        tx.insert_catalogue_device(&without, "pf2|contoso|board2").await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.catalogue_manufacturers().await.unwrap(), ["Contoso", "Åkerlund"]);
    assert_eq!(conn.catalogue_device("PF1", "Contoso", "Board 2").await.unwrap(), Some(with_key.clone()));
    assert_eq!(conn.catalogue_device("PF2", "Contoso", "Board 2").await.unwrap(), Some(without));
    assert_eq!(conn.catalogue_device("PF1", "CONTOSO", "Board 2").await.unwrap(), None, "exact");
    assert_eq!(conn.catalogue_device_folded("pf1|contoso|board2").await.unwrap(), Some(with_key.clone()));
    assert_eq!(conn.catalogue_device_folded("pf3|contoso|board2").await.unwrap(), None);
    assert_eq!(conn.catalogue_device_by_product_key("3308251234567").await.unwrap(), Some(with_key));
    assert_eq!(conn.catalogue_device_by_product_key("3308251234568").await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn publishing_again_replaces_and_a_product_key_belongs_to_one_device(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_catalogue_device(&built("PF1", None), "pf1").await?;
        tx.insert_catalogue_device(&built("PF1", Some("3308251234567")), "pf1").await
    })
    .unwrap();
    let found = store.conn().await.catalogue_device("PF1", "Contoso", "Board 2").await.unwrap().unwrap();
    assert_eq!(found.product_key.as_deref(), Some("3308251234567"));
    let taken =
        write!(store, |tx| { tx.insert_catalogue_device(&built("PF2", Some("3308251234567")), "pf2").await });
    assert!(taken.unwrap_err().is_unique_violation());
}
