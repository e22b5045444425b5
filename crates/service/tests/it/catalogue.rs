//! Rows against what manufacturers published.

use rstest::rstest;
use taxiway_domain::finding::{Column, FindingCode};
use taxiway_service::Settings;
use taxiway_store::Engine;

use crate::app::TestApp;
use crate::files::{Line, built, fleet, hash, key, list, tuple};

#[rstest]
#[tokio::test]
async fn a_published_device_is_taken_and_a_near_miss_names_column_and_the_makers_value(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 3);
    app.maker_publishes("Maker", &[built(&d[0]), built(&d[1])]).await;
    let lines = [
        tuple(&d[0]),
        Line {
            model: d[1].model.to_uppercase() + " ",
            manufacturer: d[1].manufacturer.to_lowercase(),
            ..tuple(&d[1])
        },
        // Never built, by a maker that publishes.
        Line { serial: "NEVER1".to_owned(), ..tuple(&d[0]) },
        // Nobody publishes this maker's devices.
        Line { manufacturer: "Unknown Works".to_owned(), ..tuple(&d[2]) },
        // A hash speaks for itself.
        hash(&d[2]),
    ];
    let job = clerk.hands_in(customer, &list(lines)).await;
    app.work().await;
    let verdicts = clerk.verdicts(customer, job).await;
    assert_eq!(verdicts, ["registered", "failed 812", "failed 812", "registered", "registered"]);

    let results = clerk.results(customer, job).await;
    assert_eq!(results[0].product_key.as_deref(), Some(d[0].product_key.as_str()), "the maker knows its key");
    let missed: Vec<_> = results[1]
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::CatalogueNearMiss)
        .map(|finding| (finding.column.unwrap(), finding.used.as_deref().unwrap()))
        .collect();
    assert!(missed.contains(&(Column::Manufacturer, d[1].manufacturer.as_str())), "{missed:?}");
    let never: Vec<_> = results[2].findings.iter().map(|finding| finding.code).collect();
    assert_eq!(never, [FindingCode::NotInCatalogue]);
    assert_eq!(
        clerk.registers(&app, customer, &list([key(&d[0])])).await,
        ["already 806"],
        "the completed key is claimed"
    );
}

#[rstest]
#[tokio::test]
async fn a_product_key_id_is_completed_from_the_catalogue(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let d = fleet(1, 2);
    app.maker_publishes("Maker", &[built(&d[0])]).await;
    assert_eq!(clerk.registers(&app, customer, &list([key(&d[0]), key(&d[1])])).await, ["registered"; 2]);
    let devices = clerk.devices(customer).await;
    let completed =
        devices.iter().find(|one| one.product_key.as_deref() == Some(d[0].product_key.as_str())).unwrap();
    let texts = [&completed.manufacturer, &completed.model, &completed.serial_number];
    assert_eq!(
        texts.map(Option::as_deref),
        [Some(&*d[0].manufacturer), Some(&*d[0].model), Some(&*d[0].serial_number)]
    );
    assert_eq!(clerk.registers(&app, other, &list([tuple(&d[0])])).await, ["failed 808"]);
}

#[rstest]
#[tokio::test]
async fn a_key_and_a_tuple_that_the_catalogue_joins_are_one_device(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(false, true)] key_first: bool,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 3);
    app.maker_publishes("Maker", &[built(&d[0])]).await;
    let lines = if key_first { [key(&d[0]), tuple(&d[0])] } else { [tuple(&d[0]), key(&d[0])] };
    let verdicts = clerk.registers(&app, customer, &list(lines)).await;
    assert_eq!(verdicts, ["registered", "already ZtdDeviceDuplicated"]);
    assert_eq!(clerk.devices(customer).await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn an_operator_can_demand_a_catalogue(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::with(engine, Settings { catalogue_required: true, ..Settings::default() }).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 4);
    let unpublished = Line { manufacturer: "Unknown Works".to_owned(), ..tuple(&d[1]) };
    let lines = [tuple(&d[0]), unpublished, key(&d[2]), hash(&d[3])];
    let verdicts = clerk.registers(&app, customer, &list(lines.clone())).await;
    assert_eq!(verdicts, ["failed 812", "failed 812", "failed 812", "registered"]);
    app.maker_publishes("Maker", &[built(&d[0]), built(&d[2])]).await;
    let verdicts = clerk.registers(&app, customer, &list(lines)).await;
    assert_eq!(verdicts, ["registered", "failed 812", "registered", "already 806"]);
}
