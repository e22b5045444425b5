//! Organisations, and a partner's list of customers.

use rstest::rstest;
use taxiway_domain::ids::OrganisationId;
use taxiway_store::{Batch, DeviceCount, Engine, Relationship, StoreError, Time, write};

use crate::harness::{
    TestStore, at, clerk, id, job_with_parts, organisation, other_tenant, partner, store, tenant,
};

fn consent(number: u64, tenant: OrganisationId, partner: OrganisationId, state: &str) -> Relationship {
    Relationship {
        tenant_id: tenant,
        relationship_id: id(number),
        partner_id: partner,
        state: state.to_owned(),
        delegated_administration: false,
        created_at: at(0),
        decided_at: Some(Time(at(1))),
        scope: "{}".to_owned(),
        reason: None,
        decided_by: None,
    }
}

/// Six customers with names that a careless search gets wrong, one that declined, and one of another partner.
async fn customers(engine: Engine) -> TestStore {
    let store = store(engine).await;
    let names = [
        (10, "Alfa 100% Bank", Some("alfa.example"), "approved"),
        (11, "Beta_Works", None, "approved"),
        (12, "Beta-Works", Some("BETA.example"), "approved"),
        (13, "Wow! Shop", None, "approved"),
        (14, "Östra Skolan", None, "approved"),
        (15, "עיריית חיפה", Some("haifa.example"), "approved"),
        (16, "Declined Beta", None, "declined"),
    ];
    write!(store, |tx| {
        for (number, name, domain, state) in names {
            tx.insert_organisation(&organisation(number, "customer", name, domain)).await?;
            tx.insert_relationship(&consent(100 + number, id(number), partner(), state)).await?;
        }
        tx.insert_organisation(&organisation(17, "customer", "Beta of another partner", None)).await?;
        tx.insert_relationship(&consent(117, id(17), id(99), "approved")).await?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    store
}

async fn found(store: &TestStore, search: &str) -> Vec<String> {
    let (rows, total) = store.conn().await.customers(partner(), false, search, 100, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total, "the total counts what a page of everything shows");
    rows.into_iter().map(|row| row.name).collect()
}

#[rstest]
#[tokio::test]
async fn an_organisation_comes_back_as_it_was_stored(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let row = organisation(10, "partner", "Ölhandel \u{1F6EB} AB", Some("ö.example"));
    write!(store, |tx| { tx.insert_organisation(&row).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.organisation(row.organisation_id).await.unwrap(), Some(row.clone()));
    assert_eq!(conn.organisation(id(11)).await.unwrap(), None);
    assert_eq!(conn.organisations_any_tenant().await.unwrap(), [row]);
}

#[rstest]
#[case("", &["Alfa 100% Bank", "Beta-Works", "Beta_Works", "Wow! Shop", "Östra Skolan", "עיריית חיפה"])]
#[case("%", &["Alfa 100% Bank"])]
#[case("_", &["Beta_Works"])]
#[case("!", &["Wow! Shop"])]
#[case("  beta ", &["Beta-Works", "Beta_Works"])]
#[case("BETA.EX", &["Beta-Works"])]
#[case("ÖSTRA", &["Östra Skolan"])]
#[case("חיפה", &["עיריית חיפה"])]
#[case("nobody", &[])]
#[tokio::test]
async fn customers_are_found_by_any_part_of_name_or_domain_whatever_characters_it_has(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] search: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(found(&customers(engine).await, search).await, expected);
}

#[rstest]
#[tokio::test]
async fn pages_of_customers_join_up_and_tell_the_total(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = customers(engine).await;
    let mut conn = store.conn().await;
    let mut names = Vec::new();
    for offset in [0, 4, 8] {
        let (rows, total) = conn.customers(partner(), false, "", 4, offset).await.unwrap();
        assert_eq!(total, 6);
        names.extend(rows.into_iter().map(|row| row.name));
    }
    assert_eq!(names, found(&store, "").await);
    assert_eq!(
        conn.customers(id(98), false, "", 4, 0).await.unwrap(),
        (Vec::new(), 0),
        "a partner without customers"
    );
}

/// Whoever runs the service looks after customers that consented to nobody too, and no partner is one.
#[rstest]
#[tokio::test]
async fn the_operator_lists_every_customer(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = customers(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(18, "direct-partner", "Beta Partner", None)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let (rows, total) = conn.all_customers_any_tenant("beta", 2, 0).await.unwrap();
    assert_eq!((rows.len(), total), (2, 4));
    let (rest, _) = conn.all_customers_any_tenant("beta", 2, 2).await.unwrap();
    let names: Vec<_> = rows.into_iter().chain(rest).map(|row| row.name).collect();
    assert_eq!(names, ["Beta of another partner", "Beta-Works", "Beta_Works", "Declined Beta"]);
    assert_eq!(conn.all_customers_any_tenant("", 100, 0).await.unwrap().1, 8);
}

#[rstest]
#[tokio::test]
async fn a_customer_with_two_consents_is_listed_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = customers(engine).await;
    write!(store, |tx| { tx.insert_relationship(&consent(200, id(10), partner(), "approved")).await })
        .unwrap();
    assert_eq!(found(&store, "alfa").await, ["Alfa 100% Bank"]);
}

#[rstest]
#[tokio::test]
async fn the_list_counts_devices_and_this_partners_open_jobs(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let count =
        |batch, devices| DeviceCount { batch_id: id(batch), group_tag: String::new(), state: 2, devices };
    write!(store, |tx| {
        for (number, tenant) in [(1, tenant()), (2, other_tenant())] {
            tx.insert_organisation(&organisation(number, "customer", &format!("Customer {number}"), None))
                .await?;
            tx.insert_relationship(&consent(number, tenant, partner(), "approved")).await?;
        }
        for (number, registrar) in [(1, partner()), (2, partner()), (3, id(9))] {
            let batch = Batch {
                batch_id: id(number),
                name: format!("Batch {number}"),
                partner_id: registrar,
                created_at: at(0),
            };
            tx.batch_named(tenant(), &batch, clerk()).await?;
        }
        tx.count_devices(tenant(), &count(1, 7)).await?;
        tx.count_devices(tenant(), &count(2, 5)).await?;
        tx.count_devices(tenant(), &count(3, 90)).await?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let done = job_with_parts(&store, tenant(), 20, 1).await;
    job_with_parts(&store, tenant(), 21, 1).await;
    write!(store, |tx| { tx.cancel_job(tenant(), done, at(1), "by-person").await }).unwrap();
    let (rows, _) = store.conn().await.customers(partner(), false, "", 10, 0).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.devices, row.open_jobs)).collect();
    assert_eq!(shown, [("Customer 1", 12, 1), ("Customer 2", 0, 0)]);

    // Devices of others are counted for those who administer, and only where that was delegated.
    let devices =
        async || store.conn().await.customers(partner(), true, "", 10, 0).await.unwrap().0[0].devices;
    assert_eq!(devices().await, 12, "not delegated");
    store
        .database
        .run("UPDATE relationship SET delegated_administration = NOT delegated_administration")
        .await;
    assert_eq!(devices().await, 102);
    let (rows, _) = store.conn().await.customers(partner(), false, "", 10, 0).await.unwrap();
    assert_eq!(rows[0].devices, 12, "delegated, but not to this person");
}
