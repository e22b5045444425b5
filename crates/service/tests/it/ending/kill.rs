//! A deregistration that is killed at any moment goes on where it was.

use std::time::{Duration, Instant};

use rand::RngExt;
use taxiway_store::Deregistration;
use taxiway_testing::Database;

use super::*;
use crate::files::rng;
use crate::process::Worker;

const DEVICES: usize = 20_000;
const KILLS: i64 = 8;
/// Rows of a part.
const PART: u64 = 2_000;

async fn work_of(app: &TestApp, customer: OrganisationId, consent: RelationshipId) -> Deregistration {
    app.conn().await.deregistration(customer, consent).await.expect(ANSWERS).expect("it was asked for")
}

#[rstest]
#[tokio::test]
async fn a_deregistration_survives_kills_at_any_moment(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::in_real_time(Database::new(engine).await, parts_of(PART)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[other]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let d = fleet(1, DEVICES);
    let line = |number: usize| {
        if number.is_multiple_of(40) { hash(&d[number]) } else { tuple(&d[number]).key(&d[number]) }
    };
    clerk.hands_in(customer, &list((0..DEVICES).map(line))).await;
    app.work().await;
    let used: Vec<&str> = (0..DEVICES).step_by(100).map(|number| d[number].serial_number.as_str()).collect();
    are_used(&app, customer, &used).await;
    ends(&administrator, customer, consent, &DEREGISTER).await.unwrap();

    let url = app.database.url();
    let mut rng = rng(5);
    for kill in 0..KILLS {
        let before = work_of(&app, customer, consent).await.devices;
        let mut worker = Worker::start(&url, PART);
        let more = i64::from(kill % 2 == 0);
        while work_of(&app, customer, consent).await.devices < before + more {
            assert!(!worker.is_over(), "the worker works");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(15).mul_f64(rng.random())).await;
    }
    let work = work_of(&app, customer, consent).await;
    assert!(work.devices > 0 && work.finished_at.is_none(), "the kills hit work that went on: {work:?}");
    let mut last = Worker::start(&url, PART);
    let begun = Instant::now();
    while !last.is_over() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the last worker ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let work = work_of(&app, customer, consent).await;
    let gone = i64::try_from(DEVICES - used.len()).unwrap();
    assert_eq!((work.devices, work.state.as_str()), (gone, "finished"), "each device was counted once");
    let left = administrator.devices(customer).await;
    assert_eq!(left.len(), used.len());
    let counts = app.conn().await.device_counts(customer).await.expect(ANSWERS);
    assert_eq!(counts.iter().map(|count| count.devices).sum::<i64>().unsigned_abs(), left.len() as u64);
    let mut logged = 0;
    let mut before = None;
    loop {
        let page = administrator.service.audit_log(&administrator.context, before, 200).await.unwrap();
        for entry in page.entries.iter().filter(|entry| entry.action == "device.deregister") {
            let number = entry.detail.split("\"devices\":").nth(1).unwrap();
            let end = number.find(|c: char| !c.is_ascii_digit()).unwrap();
            logged += number[..end].parse::<i64>().unwrap();
        }
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(logged, gone, "neither an act without its entry nor an entry without its act");
    let theirs = rival.registers(&app, other, &list((0..DEVICES).map(line))).await;
    assert_eq!(theirs.iter().filter(|verdict| *verdict == "registered").count(), DEVICES - used.len());
}
