//! The end of a consent: at once, on both sides, with everything under it.

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::hardware_hash::write::HashBuilder;
use taxiway_domain::ids::{DeviceId, OrganisationId, RelationshipId};
use taxiway_domain::matching::swapped;
use taxiway_domain::relationship::RelationshipState;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    DeviceFate, DeviceFilter, Ending, EndingView, JobState, Outcome, ServiceError, Submission,
};
use taxiway_store::{ClaimKeys, Device, Engine};
use uuid::Uuid;

use crate::app::{ANSWERS, Person, TestApp, short};
use crate::consents::{KIOSK, STANDARD, each, parts_of};
use crate::files::{Line, fleet, hash, hash_of, list, tuple, tuples};

const DEREGISTER: Ending = Ending { devices: DeviceFate::Deregister, reason: None, along: Vec::new() };

async fn looks(who: &Person, customer: OrganisationId, consent: RelationshipId) -> EndingView {
    who.service.ending(&who.context, customer, consent).await.expect("the page is there")
}

async fn ends(
    who: &Person,
    customer: OrganisationId,
    consent: RelationshipId,
    ending: &Ending,
) -> Result<(), ServiceError> {
    who.service.end_consent(&who.context, customer, consent, ending).await
}

/// These devices get in touch for the first time.
async fn are_used(app: &TestApp, customer: OrganisationId, serials: &[&str]) {
    let devices = stored(app, customer).await;
    let used = devices
        .iter()
        .filter(|device| serials.contains(&device.serial_number.as_deref().unwrap_or_default()));
    for device in used {
        let at = app.service.now();
        let noted =
            taxiway_store::write!(app.store, |tx| { tx.note_contact(customer, device.device_id, at).await });
        assert!(noted.expect(ANSWERS), "the device is there");
    }
}

/// Every device of a customer, as stored.
async fn stored(app: &TestApp, customer: OrganisationId) -> Vec<Device> {
    let last = DeviceId::from_untyped_uuid(Uuid::max());
    app.conn().await.devices(customer, last, 1_000_000).await.expect(ANSWERS)
}

/// How many of these devices' hashes and events there are.
async fn belongings(app: &TestApp, devices: &[Device]) -> (usize, usize) {
    let mut conn = app.conn().await;
    let (mut hashes, mut events) = (0, 0);
    for device in devices {
        hashes += usize::from(conn.hash(device.tenant_id, device.device_id).await.expect(ANSWERS).is_some());
        events += conn.device_events(device.tenant_id, device.device_id).await.expect(ANSWERS).len();
    }
    (hashes, events)
}

/// How many of these UUIDs are claimed, whoever has them.
async fn claimed(app: &TestApp, uuids: &[[u8; 16]]) -> usize {
    let mut keys: Vec<[u8; 16]> = uuids.iter().map(|uuid| *uuid.min(&swapped(*uuid))).collect();
    keys.sort_unstable();
    let nobody = DeviceId::from_untyped_uuid(Uuid::from_u128(1));
    let mut tx = app.store.begin().await.expect(ANSWERS);
    let tenant = OrganisationId::from_untyped_uuid(Uuid::from_u128(1));
    let held = tx.claim(tenant, ClaimKeys::Uuid(&keys), &vec![nobody; keys.len()]).await.expect(ANSWERS);
    tx.rollback().await;
    held.len()
}

#[rstest]
#[tokio::test]
async fn the_rest_of_a_job_of_20_000_rows_stops_within_one_part_and_every_row_says_why(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(2_000)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 20_000))).await;
    app.work_until(customer, job, 2).await;
    let seen = looks(&administrator, customer, consent).await;
    assert_eq!(seen.jobs.iter().map(|job| job.job_id).collect::<Vec<_>>(), [job]);
    ends(&administrator, customer, consent, &Ending::default()).await.unwrap();

    // At once: the job is stopped before any worker looked at it again.
    let view = administrator.job(customer, job).await;
    let registered = view.registered;
    assert_eq!((view.state, view.reason.as_deref()), (JobState::Cancelled, Some("consent-ended")));
    assert!((2_500..20_000).contains(&registered), "it was ended in the middle: {registered}");
    let gone = clerk.service.overview(&clerk.context, customer).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    app.work_on().await;

    let results = administrator.results(customer, job).await;
    assert!(results.iter().map(|row| row.number).eq(1..=20_000), "every row has its verdict");
    let count = |verdict: &str| results.iter().filter(|row| short(row) == verdict).count() as u64;
    assert_eq!(count("registered"), registered, "nothing was registered after the end");
    assert_eq!(count("cancelled ConsentEnded"), 20_000 - registered);
    assert_eq!(administrator.devices(customer).await.len() as u64, registered, "devices stay as they are");
    for who in [&administrator, &clerk] {
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let seen = |action: &str| log.iter().filter(|entry| entry.action == action).count();
        assert_eq!((seen("relationship.end"), seen("job.stop")), (1, 1), "{}", who.context.actor.name);
    }
}

#[rstest]
#[tokio::test]
async fn the_page_tells_what_is_concerned_and_afterwards_what_became_of_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let d = fleet(1, 12);
    let tag = |number: usize| if number < 4 { KIOSK } else { STANDARD };
    let lines = d.iter().enumerate().take(10).map(|(number, one)| tuple(one).tagged(tag(number)));
    clerk.registers(&app, customer, &list(lines)).await;
    rival.registers(&app, customer, &list(d[10..].iter().map(|one| tuple(one).tagged(KIOSK)))).await;
    are_used(
        &app,
        customer,
        &[&d[0].serial_number, &d[5].serial_number, &d[6].serial_number, &d[10].serial_number],
    )
    .await;

    let seen = looks(&administrator, customer, consent).await;
    assert_eq!((seen.partner.name.as_str(), seen.state), ("Fabrikam", RelationshipState::Approved));
    let told: Vec<_> = seen
        .tags
        .iter()
        .map(|tag| (tag.tag.as_str(), tag.profile.map_or("", |one| one.as_str()), tag.devices, tag.unused))
        .collect();
    assert_eq!(told, [(STANDARD, "standard", 6, 4), (KIOSK, "kiosk", 4, 3)]);
    assert_eq!((seen.devices(), seen.unused(), seen.jobs.len(), seen.by_partner), (10, 7, 0, false));

    let ending = Ending { reason: Some(" We moved. ".to_owned()), ..DEREGISTER };
    ends(&administrator, customer, consent, &ending).await.unwrap();
    let twice = ends(&administrator, customer, consent, &ending).await;
    assert!(matches!(twice, Err(ServiceError::Conflict("relationship-over"))), "{twice:?}");
    let work = looks(&administrator, customer, consent).await.deregistration.expect("it was asked for");
    assert_eq!((work.state.as_str(), work.expected, work.devices), ("waiting", 7, 0));
    app.work().await;
    let admin = app.admin_of(&clerk).await;
    for who in [&administrator, &admin] {
        let seen = looks(who, customer, consent).await;
        let work = seen.deregistration.as_ref().expect("it was asked for");
        assert_eq!((work.state.as_str(), work.devices, work.finished_at.is_some()), ("finished", 7, true));
        assert_eq!((seen.devices(), seen.unused(), seen.state), (3, 0, RelationshipState::Ended));
        assert_eq!(seen.relationship.reason.as_deref(), Some("We moved."));
        assert_eq!(seen.relationship.decided_by.as_deref(), Some("customer"));
        let log = who.service.audit_log(&who.context, None, 100).await.unwrap().entries;
        let removed: Vec<_> = log.iter().filter(|entry| entry.action == "device.deregister").collect();
        assert_eq!(removed.len(), 1);
        assert!(removed[0].detail.contains("\"devices\":7"), "{}", removed[0].detail);
    }
    assert_eq!(administrator.devices(customer).await.len(), 5, "used ones, and those of the other partner");
}

#[rstest]
#[tokio::test]
async fn a_deregistered_device_leaves_nothing_behind_and_anybody_may_register_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(40)).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer, other]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let d = fleet(1, 120);
    let line = |number: usize| match number % 3 {
        0 => hash(&d[number]),
        1 => tuple(&d[number]).key(&d[number]).tagged(KIOSK),
        _ => Line { key: d[number].product_key.as_str().to_owned(), ..Line::default() },
    };
    let job = clerk.hands_in(customer, &list((0..120).map(line))).await;
    app.work().await;
    // Captured again: the device has a history.
    clerk.registers(&app, customer, &list([hash_of(d[0].recaptured(900).hash_builder())])).await;
    let before = stored(&app, customer).await;
    assert_eq!((before.len(), belongings(&app, &before).await), (120, (40, 1)));
    are_used(&app, customer, &[&d[3].serial_number, &d[4].serial_number]).await;
    ends(&administrator, customer, consent, &DEREGISTER).await.unwrap();
    app.work().await;

    assert_eq!(stored(&app, customer).await.len(), 2);
    assert_eq!(belongings(&app, &before).await, (1, 0), "hashes and histories of what is gone are gone");
    let last = DeviceId::from_untyped_uuid(Uuid::max());
    let runs = app.conn().await.device_runs(customer, last, 100).await.unwrap();
    assert_eq!(runs.len(), 1, "runs without devices are gone");
    let all = DeviceFilter::default();
    let page = administrator.service.devices(&administrator.context, customer, &all, None, 9).await.unwrap();
    assert_eq!((page.total, page.devices.len()), (Some(2), 2));
    assert!(page.counts.iter().all(|count| count.devices == 1));
    // The verdicts stay, and lead to no page that is gone.
    let results = administrator.results(customer, job).await;
    assert_eq!(results.iter().filter(|row| short(row) == "registered").count(), 120);
    assert_eq!(results.iter().filter(|row| row.device_id.is_some()).count(), 2);

    let everything = list((0..120).map(|number| hash(&d[number])));
    let theirs = rival.registers(&app, other, &everything).await;
    assert_eq!(theirs.iter().filter(|verdict| *verdict == "registered").count(), 118);
    assert_eq!(theirs.iter().filter(|verdict| *verdict == "failed 808").count(), 2);
}

/// A key that only an earlier description named cannot be derived any more; it is taken over by whoever wants it.
#[rstest]
#[tokio::test]
async fn what_an_earlier_description_claimed_is_free_too(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let rival = app.clerk("Northwind", &[customer, other]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let d = fleet(1, 2);
    clerk.registers(&app, customer, &list([hash(&d[0])])).await;
    // The firmware got another UUID; the key of the security chip says that it is the same device.
    let changed = |builder: HashBuilder| builder.without(12).uuid([7; 16]);
    let later = changed(d[0].recaptured(900).hash_builder());
    let verdicts = clerk.registers(&app, customer, &list([hash_of(later)])).await;
    assert_eq!(verdicts, ["already 806"]);
    let first = d[0].hardware_hash().unwrap().inventory().usable_uuid().unwrap().0;
    let uuids = [first, [7; 16]];
    assert_eq!(claimed(&app, &uuids).await, 2, "the old one and the new one");
    ends(&administrator, customer, consent, &DEREGISTER).await.unwrap();
    app.work().await;
    assert!(stored(&app, customer).await.is_empty());
    assert_eq!(claimed(&app, &uuids).await, 1, "one is left behind");
    let back = rival.registers(&app, other, &list([hash(&d[0])])).await;
    assert_eq!(back, ["registered"]);
    let mine = rival.registers(&app, customer, &list([hash(&d[0])])).await;
    assert_eq!(mine, ["failed 808"], "and it belongs to whoever registered it");
}

#[rstest]
#[tokio::test]
async fn a_partner_ends_it_once_its_own_jobs_are_over(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let admin = app.admin_of(&clerk).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let running = clerk.hands_in(customer, &tuples(&fleet(1, 30))).await;
    app.scoped(customer, &each()).await;
    let waiting = clerk.hands_in(customer, &tuples(&fleet(2, 5))).await;
    let seen = looks(&admin, customer, consent).await;
    assert!(seen.by_partner && seen.jobs.len() == 2);
    let refused = ends(&admin, customer, consent, &Ending::default()).await;
    assert!(matches!(refused, Err(ServiceError::Conflict("jobs-under-way"))), "{refused:?}");
    assert!(clerk.service.job(&clerk.context, customer, running).await.is_ok(), "nothing has happened");
    let not_mine = administrator.service.cancel_own_jobs(&administrator.context, customer, consent).await;
    assert!(matches!(not_mine, Err(ServiceError::NotFound)), "{not_mine:?}");

    assert_eq!(admin.service.cancel_own_jobs(&admin.context, customer, consent).await.unwrap(), 2);
    let ending = Ending { reason: Some("The contract is over.".to_owned()), ..Ending::default() };
    ends(&admin, customer, consent, &ending).await.unwrap();
    app.work().await;
    for job in [running, waiting] {
        let left_out = administrator.results_of(customer, job, Some(Outcome::Cancelled)).await;
        assert!(left_out.iter().all(|row| short(row) == "cancelled CancelledBySubmitter"));
    }
    let seen = looks(&administrator, customer, consent).await;
    assert_eq!(seen.relationship.decided_by.as_deref(), Some("partner"));
    assert_eq!(seen.relationship.reason.as_deref(), Some("The contract is over."));
    let customers = admin.service.customers(&admin.context, "", 1, 10).await.unwrap();
    assert_eq!(customers.total, 0);
}

#[rstest]
#[tokio::test]
async fn a_resellers_provider_goes_along_when_asked_for(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let reseller = app.organisation(OrganisationKind::IndirectReseller, "Lakeshore").await;
    let provider = app.organisation(OrganisationKind::IndirectProvider, "Wideworld").await;
    let elsewhere = app.organisation(OrganisationKind::IndirectProvider, "Tailspin").await;
    // One act authorises reseller and provider; the other provider came by itself.
    app.consents(customer, reseller, false).await;
    app.consents(customer, provider, false).await;
    app.later(SignedDuration::from_secs(5));
    app.consents(customer, elsewhere, false).await;
    let unrelated = app.organisation(OrganisationKind::IndirectProvider, "Adventure").await;
    app.consents(customer, unrelated, false).await;
    for provider in [provider, elsewhere] {
        app.service.link_provider(provider, reseller, "setup").await.unwrap();
    }
    let person = async |organisation, kind| app.person(organisation, kind, "boss", Role::AdminAgent).await;
    let reseller = person(reseller, OrganisationKind::IndirectReseller).await;
    let provider = person(provider, OrganisationKind::IndirectProvider).await;
    let elsewhere = person(elsewhere, OrganisationKind::IndirectProvider).await;
    provider.registers(&app, customer, &tuples(&fleet(1, 3))).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &reseller).await;
    let providers = looks(&administrator, customer, consent).await.providers;
    let told: Vec<_> = providers.iter().map(|one| (one.name.as_str(), one.devices, one.together)).collect();
    assert_eq!(told, [("Tailspin", 0, false), ("Wideworld", 3, true)], "those behind which it stands");
    assert!(looks(&reseller, customer, consent).await.providers.is_empty());
    let along = vec![providers[1].relationship];
    let refused =
        ends(&reseller, customer, consent, &Ending { along: along.clone(), ..Ending::default() }).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "a reseller ends nobody else's: {refused:?}");
    let own = Ending { along: vec![consent, along[0]], ..Ending::default() };
    let refused = ends(&administrator, customer, consent, &own).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "itself is not along with it: {refused:?}");

    ends(&administrator, customer, consent, &Ending { along, ..DEREGISTER }).await.unwrap();
    app.work().await;
    for who in [&reseller, &provider] {
        assert!(matches!(who.service.overview(&who.context, customer).await, Err(ServiceError::NotFound)));
    }
    assert!(elsewhere.service.overview(&elsewhere.context, customer).await.is_ok());
    assert!(stored(&app, customer).await.is_empty(), "the choice for the devices is for both");
}

#[rstest]
#[tokio::test]
async fn only_the_two_sides_end_it_and_only_by_those_who_may(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let clerk = app.clerk("Fabrikam", &[customer, other]).await;
    let rival = app.clerk("Northwind", &[customer]).await;
    let consent = app.consent_of(customer, &clerk).await;
    let kind = OrganisationKind::Customer;
    let intune = app.person(customer, kind, "intune", Role::IntuneAdministrator).await;
    let stranger = app.administrator(other).await;
    let rival = app.admin_of(&rival).await;
    let attempt = async |who: &Person, customer, consent| {
        let looked = who.service.ending(&who.context, customer, consent).await.map(drop);
        let ended = ends(who, customer, consent, &Ending::default()).await;
        [looked, ended].map(|outcome| match outcome {
            Err(ServiceError::Forbidden { needs }) => format!("needs {needs}"),
            Err(error) => error.to_string(),
            Ok(()) => "done".to_owned(),
        })
    };
    assert_eq!(attempt(&clerk, customer, consent).await, ["needs admin-agent"; 2]);
    assert_eq!(attempt(&intune, customer, consent).await, ["needs global-administrator"; 2]);
    for who in [&rival, &stranger] {
        assert_eq!(attempt(who, customer, consent).await, ["not found"; 2]);
    }
    assert_eq!(attempt(&stranger, other, consent).await, ["not found"; 2], "under another customer");
    let owner = app.administrator(customer).await;
    let long = Ending { reason: Some("x".repeat(501)), ..Ending::default() };
    let refused = ends(&owner, customer, consent, &long).await;
    assert!(
        matches!(refused, Err(ServiceError::Invalid { field: "reason", code: "text", .. })),
        "{refused:?}"
    );
    taxiway_store::write!(app.store, |tx| {
        tx.set_relationship_state(customer, consent, "requested", app.service.now()).await
    })
    .unwrap();
    let refused = ends(&owner, customer, consent, &Ending::default()).await;
    assert!(matches!(refused, Err(ServiceError::Conflict("relationship-over"))), "{refused:?}");
}

/// A new consent is another one: what is registered under it is not taken away by the end of the old one.
#[rstest]
#[tokio::test]
async fn devices_of_a_later_consent_stay(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let consent = app.consent_of(customer, &clerk).await;
    let d = fleet(1, 20);
    clerk.registers(&app, customer, &tuples(&d[..10])).await;
    ends(&administrator, customer, consent, &DEREGISTER).await.unwrap();
    app.later(SignedDuration::from_secs(1));
    app.consents(customer, clerk.organisation(), false).await;
    // In the same batch, before any worker got to the deregistration.
    let upload = clerk.uploads(customer, &tuples(&d[10..])).await;
    let job = clerk.submits_with(customer, upload, Submission::default()).await.unwrap();
    app.work().await;
    assert_eq!(clerk.verdicts(customer, job).await, ["registered"; 10]);
    let left: Vec<_> =
        clerk.devices(customer).await.into_iter().filter_map(|one| one.serial_number).collect();
    assert_eq!(left.len(), 10);
    assert!(d[10..].iter().all(|one| left.contains(&one.serial_number)));
    assert_eq!(clerk.registers(&app, customer, &tuples(&d[..10])).await, ["registered"; 10]);
    app.work().await;
    assert_eq!(clerk.devices(customer).await.len(), 20);
}

/// An open job belongs to the consent under which it was submitted.
#[rstest]
#[tokio::test]
async fn a_job_of_an_ended_consent_does_not_go_on_under_a_new_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, parts_of(10)).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let job = clerk.hands_in(customer, &tuples(&fleet(1, 100))).await;
    app.work_until(customer, job, 2).await;
    let registered = clerk.job(customer, job).await.registered;
    app.consent_ends(customer, &clerk).await;
    app.consents(customer, clerk.organisation(), false).await;
    app.work_on().await;
    let view = clerk.job(customer, job).await;
    assert_eq!((view.registered, view.cancelled), (registered, 100 - registered));
}

mod kill;
