//! Finding devices, and who sees which.

use std::collections::HashSet;

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{DeviceFilter, ServiceError, Submission};
use taxiway_store::{Device, Engine};

use crate::app::TestApp;
use crate::files::{fleet, key, list, tuple, tuples};

fn serials(devices: &[Device]) -> Vec<&str> {
    devices.iter().map(|device| device.serial_number.as_deref().unwrap_or_default()).collect()
}

#[rstest]
#[tokio::test]
async fn a_list_is_newest_first_and_pages_without_gap_or_repetition(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(1, 7, 1_000)] page: usize,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 40);
    for part in d.chunks(10) {
        clerk.registers(&app, customer, &tuples(part)).await;
    }
    let found = clerk.finds(customer, &DeviceFilter::default(), page).await;
    let expected: Vec<_> = d.iter().rev().map(|device| device.serial_number.as_str()).collect();
    assert_eq!(serials(&found), expected);
    let first =
        clerk.service.devices(&clerk.context, customer, &DeviceFilter::default(), None, page).await.unwrap();
    assert_eq!(first.total, Some(40));
}

#[rstest]
#[tokio::test]
async fn batch_and_tag_narrow_a_list_and_a_search(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 24);
    let kiosk = "Microsoft365Managed_Kiosk";
    let mut batches = Vec::new();
    for (name, part) in [("North", &d[..12]), ("South", &d[12..])] {
        app.later(SignedDuration::from_secs(1));
        let lines = part
            .iter()
            .enumerate()
            .map(|(number, one)| if number % 3 == 0 { tuple(one).tagged(kiosk) } else { tuple(one) });
        let upload = clerk.uploads(customer, &list(lines)).await;
        let submission = Submission { batch_name: Some(name.to_owned()), ..Submission::default() };
        let job = clerk.submits_with(customer, upload, submission).await.unwrap();
        app.work().await;
        batches.push(clerk.job(customer, job).await.batch_id);
    }
    let whole = |batch, tag: Option<&str>| DeviceFilter {
        batch,
        group_tag: tag.map(str::to_owned),
        ..DeviceFilter::default()
    };
    for (batch, tag, expected) in [
        (None, None, 24),
        (Some(batches[0]), None, 12),
        (None, Some(kiosk), 8),
        (Some(batches[1]), Some(kiosk), 4),
        (None, Some("Other"), 0),
    ] {
        let filter = whole(batch, tag);
        let found = clerk.finds(customer, &filter, 5).await;
        assert_eq!(found.len(), expected, "{filter:?}");
        assert_eq!(found.iter().map(|one| one.device_id).collect::<HashSet<_>>().len(), expected);
        assert!(found.iter().all(|one| batch.is_none_or(|batch| one.batch_id == batch)));
        assert!(found.iter().all(|one| tag.is_none_or(|tag| one.group_tag.as_deref() == Some(tag))));
        let page = clerk.service.devices(&clerk.context, customer, &filter, None, 5).await.unwrap();
        assert_eq!(page.total, Some(expected as u64), "{filter:?}");

        let search = DeviceFilter { search: Some(d[12].serial_number[..2].to_owned()), ..filter.clone() };
        let prefix = &d[12].serial_number[..2];
        let mut wanted: Vec<_> =
            serials(&found).into_iter().filter(|serial| serial.starts_with(prefix)).collect();
        wanted.sort_unstable();
        assert_eq!(serials(&clerk.finds(customer, &search, 3).await), wanted, "{search:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_search_finds_by_beginning_of_the_serial_number_or_by_the_whole_key(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let d = fleet(1, 30);
    let lines =
        d.iter().enumerate().map(|(number, one)| if number == 9 { key(one) } else { tuple(one).key(one) });
    clerk.registers(&app, customer, &list(lines)).await;
    let find = async |text: &str| {
        let filter = DeviceFilter { search: Some(text.to_owned()), ..DeviceFilter::default() };
        clerk.finds(customer, &filter, 7).await
    };
    let one = &d[3];
    assert_eq!(serials(&find(&format!("  {} ", one.serial_number)).await), [&*one.serial_number]);
    assert_eq!(serials(&find(one.product_key.as_str()).await), [&*one.serial_number]);
    let bare = find(d[9].product_key.as_str()).await;
    assert_eq!((bare.len(), bare[0].serial_number.as_deref()), (1, None));
    assert!(find("no such serial").await.is_empty());
    assert!(find(fleet(2, 1)[0].product_key.as_str()).await.is_empty());

    let prefix = &one.serial_number[..one.serial_number.len() - 1];
    let mut expected: Vec<_> =
        d.iter().enumerate().filter(|(number, _)| *number != 9).map(|(_, one)| &*one.serial_number).collect();
    expected.retain(|serial| serial.starts_with(prefix));
    expected.sort_unstable();
    assert_eq!(serials(&find(prefix).await), expected);
}

#[rstest]
#[tokio::test]
async fn a_partner_sees_what_it_registered_unless_administration_was_delegated(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let delegate = app.organisation(OrganisationKind::DirectPartner, "Tailspin").await;
    app.consents(customer, delegate, true).await;
    let delegate =
        app.person(delegate, OrganisationKind::DirectPartner, "delegate", Role::HelpdeskAgent).await;
    let administrator = app.administrator(customer).await;
    let d = fleet(1, 12);
    clerk.registers(&app, customer, &list(d[..5].iter().map(|one| tuple(one).key(one)))).await;
    rival.registers(&app, customer, &list(d[5..8].iter().map(|one| tuple(one).key(one)))).await;
    clerk.registers(&app, other, &tuples(&d[8..])).await;

    for (who, expected) in [(&clerk, 5), (&rival, 3), (&delegate, 8), (&administrator, 8)] {
        let seen = who.devices(customer).await;
        assert_eq!(seen.len(), expected, "{}", who.context.actor.name);
        let page =
            who.service.devices(&who.context, customer, &DeviceFilter::default(), None, 2).await.unwrap();
        assert_eq!(page.total, Some(expected as u64));
        assert_eq!(page.batches.len(), if expected == 8 { 2 } else { 1 });
        let overview = who.service.overview(&who.context, customer).await.unwrap();
        assert_eq!(overview.ready, expected as u64);
    }
    // Not by searching either, and not by address.
    let theirs = &rival.devices(customer).await[0];
    for text in [theirs.serial_number.as_deref(), theirs.product_key.as_deref()] {
        let filter = DeviceFilter { search: text.map(str::to_owned), ..DeviceFilter::default() };
        assert_eq!(rival.finds(customer, &filter, 10).await.len(), 1);
        assert_eq!(delegate.finds(customer, &filter, 10).await.len(), 1);
        assert_eq!(clerk.finds(customer, &filter, 10).await.len(), 0, "{text:?}");
    }
    let by_batch = DeviceFilter { batch: Some(theirs.batch_id), ..DeviceFilter::default() };
    assert_eq!(clerk.finds(customer, &by_batch, 10).await.len(), 0);
    let looked = clerk.service.device(&clerk.context, customer, theirs.device_id).await;
    assert!(matches!(looked, Err(ServiceError::NotFound)), "{looked:?}");
    let looked = clerk.service.device(&clerk.context, other, theirs.device_id).await;
    assert!(matches!(looked, Err(ServiceError::NotFound)), "under another customer: {looked:?}");
    assert_eq!(delegate.device(customer, theirs.device_id).await.registered_by, "Northwind");
    let foreign =
        administrator.service.devices(&administrator.context, other, &DeviceFilter::default(), None, 9).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "a customer knows only itself");
}
