//! Assigning deployment profiles: a verdict for each device, counts that are right, and nothing of anybody else's.

use std::collections::HashMap;
use std::time::Instant;

use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::ids::{AssignmentId, DeploymentProfileId, DeviceId, OrganisationId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    AssignedProfile, DeviceFate, DeviceVerdict, Ending, ProfileChoice, RequestKey, Result, ServiceError,
};
use taxiway_store::{Batch, Engine, NewDevice, NewDevices, StoreError};
use uuid::Uuid;

use crate::app::{ANSWERS, Person, TestApp};
use crate::files::{fleet, tuples};
use crate::profiles::{boss, key};

fn choice(device: impl std::fmt::Display, profile: Option<DeploymentProfileId>) -> ProfileChoice {
    ProfileChoice { device: device.to_string(), profile: profile.map(|profile| profile.to_string()) }
}

fn choices(devices: &[DeviceId], profile: Option<DeploymentProfileId>) -> Vec<ProfileChoice> {
    devices.iter().map(|device| choice(device, profile)).collect()
}

impl Person {
    async fn assigns_once(
        &self,
        customer: OrganisationId,
        choices: &[ProfileChoice],
        key: Option<&RequestKey>,
    ) -> Result<AssignmentId> {
        self.service.assign_profiles(&self.context, customer, choices, key).await
    }

    /// Assigns, and reads the verdicts as short texts: the published number, or `ok`.
    async fn assigns(&self, customer: OrganisationId, choices: &[ProfileChoice]) -> Vec<String> {
        let done = self.assigns_once(customer, choices, None).await.expect("it is done");
        let view = self.service.assignment(&self.context, customer, done).await.expect("it is there");
        assert_eq!(view.assignment_id, done);
        let echo: Vec<_> = view
            .verdicts
            .iter()
            .map(|one| ProfileChoice { device: one.device.clone(), profile: one.profile.clone() })
            .collect();
        assert_eq!(echo, choices, "one verdict for each, in order, in the caller's words");
        let short = |one: &DeviceVerdict| match one.code {
            None => "ok".to_owned(),
            Some(code) => code.number().expect("a published number").to_string(),
        };
        view.verdicts.iter().map(short).collect()
    }

    /// How many devices have this profile.
    async fn count(&self, customer: OrganisationId, profile: DeploymentProfileId) -> u64 {
        self.profile(customer, profile).await.expect("it is there").devices
    }

    /// The names of the profiles of these devices, as this person sees them.
    async fn names(&self, customer: OrganisationId, devices: &[DeviceId]) -> Vec<String> {
        let found: HashMap<DeviceId, AssignedProfile> =
            self.service.profiles_of_devices(&self.context, customer, devices).await.expect("they are there");
        devices
            .iter()
            .map(|one| found.get(one).map_or("", |profile| profile.name.as_str()).to_owned())
            .collect()
    }

    /// Registers so many devices, and tells their ids in order.
    async fn has_devices(
        &self,
        app: &TestApp,
        customer: OrganisationId,
        seed: u64,
        count: usize,
    ) -> Vec<DeviceId> {
        let sales = app
            .person(self.organisation(), self.context.actor.kind, &format!("sales{seed}"), Role::SalesAgent)
            .await;
        let verdicts = sales.registers(app, customer, &tuples(&fleet(seed, count))).await;
        assert!(verdicts.iter().all(|verdict| verdict == "registered"), "{verdicts:?}");
        let mut devices: Vec<_> = sales.devices(customer).await.iter().map(|one| one.device_id).collect();
        devices.sort_unstable();
        devices
    }
}

#[rstest]
#[tokio::test]
async fn each_device_has_its_verdict_and_its_profile(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = boss.has_devices(&app, customer, 1, 5).await;
    let (office, kiosk) = (boss.makes(customer, "Office").await, boss.makes(customer, "Kiosk").await);
    let nothing = DeploymentProfileId::from_untyped_uuid(Uuid::from_u128(7));
    let shouted =
        ProfileChoice { device: format!(" {} ", d[1].to_string().to_uppercase()), ..choice("", Some(kiosk)) };
    let asked = [
        choice(d[0], Some(office)),
        shouted,
        choice(d[2], Some(nothing)),
        ProfileChoice { profile: Some("not an id".to_owned()), ..choice(d[2], None) },
        choice("9993-8627-72", Some(office)),
        choice(Uuid::from_u128(9), Some(nothing)),
        choice("", None),
        choice(d[3], None),
        choice(d[4], Some(office)),
        choice(d[4], Some(kiosk)),
    ];
    let verdicts = boss.assigns(customer, &asked).await;
    assert_eq!(verdicts, ["ok", "ok", "809", "809", "807", "807", "807", "ok", "ok", "ok"]);
    assert_eq!(
        boss.names(customer, &d).await,
        ["Office", "Kiosk", "", "", "Kiosk"],
        "the last choice counts"
    );
    assert_eq!((boss.count(customer, office).await, boss.count(customer, kiosk).await), (1, 2));
    assert_eq!(administrator.device(customer, d[0]).await.deployment_profile.as_deref(), Some("Office"));
    assert_eq!(administrator.device(customer, d[2]).await.deployment_profile, None);
    for who in [&boss, &administrator] {
        let (action, detail) = who.profile_acts().await.remove(0);
        assert_eq!(action, "profile.assign");
        let detail: serde_json::Value = serde_json::from_str(&detail).expect("json");
        let counts = serde_json::json!({ "devices": 10, "refused": 5, "assigned": 3, "taken-away": 0 });
        assert_eq!(detail, counts, "counts alone: neither serial numbers nor ids");
    }

    // From one to another, away, and what changes nothing.
    let asked =
        [choice(d[0], Some(kiosk)), choice(d[1], Some(kiosk)), choice(d[4], None), choice(d[2], None)];
    assert_eq!(boss.assigns(customer, &asked).await, ["ok"; 4]);
    assert_eq!(boss.names(customer, &d).await, ["Kiosk", "Kiosk", "", "", ""]);
    assert_eq!((boss.count(customer, office).await, boss.count(customer, kiosk).await), (0, 2));
    assert!(boss.assigns(customer, &[]).await.is_empty(), "nothing asked, nothing done");
}

#[rstest]
#[tokio::test]
async fn a_profile_is_deleted_once_no_device_has_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let d = boss.has_devices(&app, customer, 1, 3).await;
    let (office, kiosk) = (boss.makes(customer, "Office").await, boss.makes(customer, "Kiosk").await);
    boss.assigns(customer, &choices(&d, Some(office))).await;
    let again = key("r-1", 1);
    let refused = boss.deletes(customer, office, Some(&again)).await;
    assert!(
        matches!(refused, Err(ServiceError::InUse { code: "profile-assigned", count: 3 })),
        "{refused:?}"
    );
    assert_eq!(boss.names(customer, &d).await, ["Office"; 3], "nothing was changed");
    boss.assigns(customer, &[choice(d[0], Some(kiosk)), choice(d[1], None)]).await;
    let refused = boss.deletes(customer, office, Some(&again)).await;
    assert!(matches!(refused, Err(ServiceError::InUse { count: 1, .. })), "{refused:?}");
    boss.assigns(customer, &[choice(d[2], None)]).await;
    boss.deletes(customer, office, Some(&again)).await.expect("what was refused left the key free");
    assert_eq!(boss.names(customer, &d).await, ["Kiosk", "", ""]);
    assert_eq!(boss.assigns(customer, &[choice(d[2], Some(office))]).await, ["809"]);
}

#[rstest]
#[tokio::test]
async fn another_partner_sees_and_touches_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let ours = boss(&app, "Fabrikam", &[customer, other]).await;
    let theirs = boss(&app, "Northwind", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = ours.has_devices(&app, customer, 1, 2).await;
    let t = theirs.has_devices(&app, customer, 2, 1).await;
    let office = ours.makes(customer, "Office").await;
    let elsewhere = ours.makes(other, "Elsewhere").await;
    let mine = theirs.makes(customer, "Mine").await;
    let done = ours.assigns_once(customer, &choices(&d, Some(office)), None).await.unwrap();

    // Each of these is answered as what does not exist.
    let asked = [choice(d[0], Some(mine)), choice(d[1], None), choice(t[0], Some(office))];
    assert_eq!(theirs.assigns(customer, &asked).await, ["807", "807", "809"]);
    assert_eq!(
        ours.assigns(customer, &[choice(d[0], Some(elsewhere)), choice(t[0], Some(office))]).await,
        ["809", "807"]
    );
    assert_eq!(ours.assigns(other, &[choice(d[0], Some(elsewhere))]).await, ["807"]);
    assert_eq!(theirs.names(customer, &d).await, ["", ""]);
    assert_eq!(ours.names(customer, &d).await, ["Office", "Office"]);
    for (who, customer) in [(&theirs, customer), (&ours, other)] {
        let read = who.service.assignment(&who.context, customer, done).await;
        assert!(matches!(read, Err(ServiceError::NotFound)), "{read:?}");
    }
    let read = administrator.service.assignment(&administrator.context, customer, done).await.unwrap();
    assert_eq!(read.verdicts.len(), 2);

    // The customer gives its own profile to a partner's device: for the partner nothing is there, and it takes nothing away.
    let own = administrator.makes(customer, "Own").await;
    assert_eq!(administrator.assigns(customer, &choices(&d, Some(own))).await, ["ok", "ok"]);
    assert_eq!(ours.names(customer, &d).await, ["", ""]);
    let asked = [choice(d[0], None), choice(d[1], Some(office))];
    assert_eq!(ours.assigns(customer, &asked).await, ["ok", "ok"]);
    assert_eq!(administrator.names(customer, &d).await, ["Own", "Office"]);
    assert_eq!((administrator.count(customer, own).await, ours.count(customer, office).await), (1, 1));
    // A partner's profile on another partner's device tells its maker nothing about the device.
    administrator.assigns(customer, &choices(&t, Some(office))).await;
    assert_eq!(ours.names(customer, &t).await, [""]);
    assert_eq!(theirs.names(customer, &t).await, [""]);
}

#[rstest]
#[tokio::test]
async fn only_those_who_may_assign_and_only_while_there_is_consent(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = boss.has_devices(&app, customer, 1, 2).await;
    let office = boss.makes(customer, "Office").await;
    let asked = choices(&d, Some(office));
    let partner = OrganisationKind::DirectPartner;
    for role in [Role::SalesAgent, Role::HelpdeskAgent] {
        let who = app.person(boss.organisation(), partner, role.as_str(), role).await;
        let refused = who.assigns_once(customer, &asked, None).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "admin-agent" })), "{refused:?}");
        let refused = who.service.profiles_of_devices(&who.context, customer, &d).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
        assert_eq!(who.device(customer, d[0]).await.deployment_profile, None);
    }
    let done = boss.assigns_once(customer, &asked, Some(&key("r-1", 1))).await.unwrap();
    let sales = app.person(boss.organisation(), partner, "seller", Role::SalesAgent).await;
    let refused = sales.service.assignment(&sales.context, customer, done).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
    assert_eq!(sales.device(customer, d[0]).await.deployment_profile, None, "even now");
    let reader = app.person(customer, OrganisationKind::Customer, "reader", Role::GlobalReader).await;
    assert_eq!(reader.names(customer, &d).await, ["Office", "Office"]);
    assert!(matches!(reader.assigns_once(customer, &asked, None).await, Err(ServiceError::Forbidden { .. })));

    app.consent_ends(customer, &boss).await;
    let refused = [
        boss.assigns_once(customer, &asked, None).await.err(),
        boss.assigns_once(customer, &asked, Some(&key("r-1", 1))).await.err(),
        boss.service.assignment(&boss.context, customer, done).await.err(),
        boss.service.profiles_of_devices(&boss.context, customer, &d).await.err(),
    ];
    for refused in refused {
        assert!(matches!(refused, Some(ServiceError::NotFound)), "{refused:?}");
    }
    assert_eq!(administrator.names(customer, &d).await, ["Office", "Office"], "devices keep what they have");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_requests_with_one_key_assign_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let d = boss.has_devices(&app, customer, 1, 3).await;
    let office = boss.makes(customer, "Office").await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (boss, asked) = (boss.clone(), choices(&d, Some(office)));
        all.spawn(async move { boss.assigns_once(customer, &asked, Some(&key("r-1", 1))).await.unwrap() });
    }
    let mut done = all.join_all().await;
    done.dedup();
    assert_eq!(done.len(), 1, "everybody is told the same");
    assert_eq!(boss.count(customer, office).await, 3);
    let acts = boss.profile_acts().await;
    assert_eq!(acts.iter().filter(|(action, _)| action == "profile.assign").count(), 1);
    let other = boss.assigns_once(customer, &choices(&d, None), Some(&key("r-1", 2))).await;
    assert!(matches!(other, Err(ServiceError::Conflict("request-id-reused"))), "{other:?}");
    assert_eq!(boss.names(customer, &d).await, ["Office"; 3]);
}

/// Assigning, changing back and forth and deleting at once: no count is lost, and nobody waits for another in a circle.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_are_right_whoever_assigns_at_the_same_time(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let d = boss.has_devices(&app, customer, 1, 40).await;
    let profiles = [boss.makes(customer, "Office").await, boss.makes(customer, "Kiosk").await];
    let mut all = tokio::task::JoinSet::new();
    for number in 0..40_usize {
        let (boss, d) = (boss.clone(), d.clone());
        all.spawn(async move {
            let mine: Vec<_> = d.iter().copied().skip(number % 7).step_by(1 + number % 3).collect();
            let profile = Some(profiles[number % 2]).filter(|_| number % 5 != 0);
            boss.assigns_once(customer, &choices(&mine, profile), None).await.unwrap();
            let refused = boss.deletes(customer, profiles[number % 2], None).await;
            assert!(!matches!(refused, Err(ServiceError::Store(_))), "{refused:?}");
        });
    }
    all.join_all().await;
    let left = boss.profiles(customer).await.unwrap();
    let names = boss.names(customer, &d).await;
    for profile in &left {
        let with = names.iter().filter(|name| **name == profile.name).count() as u64;
        assert_eq!(profile.devices, with, "{}", profile.name);
    }
    let nameless = app.conn().await.assigned(customer, &d).await.expect(ANSWERS).len();
    assert_eq!(nameless, names.iter().filter(|name| !name.is_empty()).count(), "no device has what is gone");
}

#[rstest]
#[tokio::test]
async fn devices_that_are_deregistered_are_counted_out(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let ours = boss(&app, "Fabrikam", &[customer]).await;
    let theirs = boss(&app, "Northwind", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = ours.has_devices(&app, customer, 1, 6).await;
    let t = theirs.has_devices(&app, customer, 2, 2).await;
    let own = administrator.makes(customer, "Own").await;
    let office = ours.makes(customer, "Office").await;
    ours.assigns(customer, &choices(&d[..4], Some(office))).await;
    administrator.assigns(customer, &choices(&[d[4], t[0], t[1]], Some(own))).await;
    // One of them was used, and stays with its profile.
    let used =
        taxiway_store::write!(app.store, |tx| { tx.note_contact(customer, d[0], app.service.now()).await });
    assert!(used.expect(ANSWERS));
    let consent = app.consent_of(customer, &ours).await;
    let ending = Ending { devices: DeviceFate::Deregister, ..Ending::default() };
    administrator.service.end_consent(&administrator.context, customer, consent, &ending).await.unwrap();
    app.work().await;

    assert_eq!(administrator.devices(customer).await.len(), 3);
    let all: Vec<_> = d.iter().chain(&t).copied().collect();
    assert_eq!(administrator.names(customer, &all).await, ["Office", "", "", "", "", "", "Own", "Own"]);
    assert_eq!(app.conn().await.assigned(customer, &all).await.expect(ANSWERS).len(), 3);
    assert_eq!(
        (administrator.count(customer, office).await, administrator.count(customer, own).await),
        (1, 2)
    );
    assert_eq!(administrator.assigns(customer, &choices(&d[1..3], Some(own))).await, ["807", "807"]);
    let refused = administrator.deletes(customer, office, None).await;
    assert!(matches!(refused, Err(ServiceError::InUse { count: 1, .. })), "{refused:?}");
}

/// Whoever assigns while devices go gives nothing to what is gone: neither a profile nor a place in a count.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_assigned_to_devices_that_go_at_the_same_time(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let d = many_devices(&app, customer, &boss, 4_000).await;
    // They belong to a job of before the end.
    boss.has_devices(&app, customer, 1, 1).await;
    let own = [administrator.makes(customer, "Own").await, administrator.makes(customer, "Other").await];
    let consent = app.consent_of(customer, &boss).await;
    let ending = Ending { devices: DeviceFate::Deregister, ..Ending::default() };
    administrator.service.end_consent(&administrator.context, customer, consent, &ending).await.unwrap();
    let mut all = tokio::task::JoinSet::new();
    for profile in own {
        let (administrator, d) = (administrator.clone(), d.clone());
        all.spawn(async move {
            loop {
                let codes = administrator.assigns(customer, &choices(&d, Some(profile))).await;
                if codes.iter().all(|code| code == "807") {
                    break;
                }
            }
        });
    }
    app.work().await;
    all.join_all().await;
    assert!(administrator.devices(customer).await.is_empty());
    assert!(app.conn().await.assigned(customer, &d).await.expect(ANSWERS).is_empty());
    for profile in own {
        assert_eq!(administrator.count(customer, profile).await, 0);
    }
}

/// This many devices of the partner, as a job would have left them, without the work of one.
async fn many_devices(app: &TestApp, customer: OrganisationId, who: &Person, count: u128) -> Vec<DeviceId> {
    let ids: Vec<DeviceId> =
        (1..=count).map(|number| DeviceId::from_untyped_uuid(Uuid::from_u128(number << 20))).collect();
    let rows: Vec<_> = ids
        .iter()
        .map(|id| NewDevice {
            device_id: *id,
            serial_number: "S",
            manufacturer: "Contoso",
            model: "Board 2",
            product_key: "",
            group_tag: "",
            identity: 0,
            strength: 0,
        })
        .collect();
    let batch = Batch {
        batch_id: taxiway_domain::ids::BatchId::from_untyped_uuid(Uuid::from_u128(1)),
        name: "Many".to_owned(),
        partner_id: who.organisation(),
        created_at: app.service.now(),
    };
    let stored = taxiway_store::write!(app.store, |tx| {
        tx.batch_named(customer, &batch, who.context.actor.user_id).await?;
        tx.insert_devices(NewDevices {
            tenant_id: customer,
            batch_id: batch.batch_id,
            job_id: taxiway_domain::ids::JobId::from_untyped_uuid(Uuid::from_u128(1)),
            partner_id: who.organisation(),
            state: 2,
            registered_at: batch.created_at,
            devices: &rows,
        })
        .await?;
        Ok::<_, StoreError>(())
    });
    stored.expect(ANSWERS);
    ids
}

#[rstest]
#[tokio::test]
async fn a_hundred_thousand_devices_are_one_request(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let d = many_devices(&app, customer, &boss, 100_000).await;
    let (office, kiosk) = (boss.makes(customer, "Office").await, boss.makes(customer, "Kiosk").await);
    let mut asked = choices(&d, Some(office));
    asked[70_000] = choice("nobody", Some(office));
    let from = Instant::now();
    let done = boss.assigns_once(customer, &asked, None).await.unwrap();
    println!("{engine:?}: assigned in {:?}", from.elapsed());
    let from = Instant::now();
    let verdicts = boss.service.assignment(&boss.context, customer, done).await.unwrap().verdicts;
    println!("{engine:?}: read in {:?}", from.elapsed());
    assert_eq!(verdicts.len(), 100_000);
    let refused: Vec<_> =
        (0..).zip(&verdicts).filter(|(_, one)| one.code.is_some()).map(|(n, _)| n).collect();
    assert_eq!(refused, [70_000]);
    assert_eq!(boss.count(customer, office).await, 99_999);
    let from = Instant::now();
    boss.assigns_once(customer, &choices(&d, Some(kiosk)), None).await.unwrap();
    println!("{engine:?}: assigned anew in {:?}", from.elapsed());
    assert_eq!((boss.count(customer, office).await, boss.count(customer, kiosk).await), (0, 100_000));

    asked.push(choice(d[0], None));
    let many = boss.assigns_once(customer, &asked, None).await;
    let Err(ServiceError::Invalid { code, hint, .. }) = many else { panic!("it is refused") };
    assert_eq!((code, hint.as_str()), ("assignment-many", "100000"));
}
