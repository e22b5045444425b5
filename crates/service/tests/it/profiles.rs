//! Deployment profiles: who sees and changes which, and what repeating a request does.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::deployment_profile::OobeSetting::{self, RemoveOemPreinstalls, SkipEula};
use taxiway_domain::ids::{DeploymentProfileId, OrganisationId};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_service::{DeploymentProfileView, ProfileInput, RequestKey, Result, ServiceError};
use taxiway_store::{DeploymentProfile, Engine};
use uuid::Uuid;

use crate::app::{ANSWERS, Person, TestApp};

/// What a profile is to be called and to do.
pub(crate) fn input(name: &str, settings: &[OobeSetting]) -> ProfileInput {
    let settings: BTreeSet<_> = settings.iter().copied().collect();
    ProfileInput { name: name.to_owned(), description: String::new(), settings }
}

pub(crate) fn key(key: &str, digest: u8) -> RequestKey {
    RequestKey { key: key.to_owned(), digest: [digest; 32] }
}

impl Person {
    pub(crate) async fn makes(&self, customer: OrganisationId, name: &str) -> DeploymentProfileId {
        self.makes_once(customer, name, None).await.expect("the profile is made")
    }

    pub(crate) async fn makes_once(
        &self,
        customer: OrganisationId,
        name: &str,
        key: Option<&RequestKey>,
    ) -> Result<DeploymentProfileId> {
        let input = input(name, &[SkipEula]);
        self.service.create_deployment_profile(&self.context, customer, &input, key).await
    }

    pub(crate) async fn profile(
        &self,
        customer: OrganisationId,
        profile: DeploymentProfileId,
    ) -> Result<DeploymentProfileView> {
        self.service.deployment_profile(&self.context, customer, profile).await
    }

    pub(crate) async fn profiles(&self, customer: OrganisationId) -> Result<Vec<DeploymentProfileView>> {
        self.service.deployment_profiles(&self.context, customer).await
    }

    async fn changes(
        &self,
        customer: OrganisationId,
        profile: DeploymentProfileId,
        input: &ProfileInput,
    ) -> Result<DeploymentProfileView> {
        self.service.change_deployment_profile(&self.context, customer, profile, input).await
    }

    pub(crate) async fn deletes(
        &self,
        customer: OrganisationId,
        profile: DeploymentProfileId,
        key: Option<&RequestKey>,
    ) -> Result<()> {
        self.service.delete_deployment_profile(&self.context, customer, profile, key).await
    }

    /// Actions of the person's log, newest first, those about profiles.
    pub(crate) async fn profile_acts(&self) -> Vec<(String, String)> {
        let log = self.service.audit_log(&self.context, None, 100).await.expect("the log is there").entries;
        let about = log.into_iter().filter(|entry| entry.action.starts_with("profile."));
        about.map(|entry| (entry.action, entry.detail)).collect()
    }
}

/// An admin agent of a new partner to which these customers consented.
pub(crate) async fn boss(app: &TestApp, partner: &str, customers: &[OrganisationId]) -> Person {
    let clerk = app.clerk(partner, customers).await;
    app.admin_of(&clerk).await
}

#[rstest]
#[tokio::test]
async fn a_profile_is_made_read_changed_and_deleted_and_each_act_is_in_both_logs(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    assert_eq!(boss.profiles(customer).await.unwrap(), []);

    let first = ProfileInput {
        description: "två\nrader ".to_owned(),
        ..input("  Kontor Malmö ", &[SkipEula, RemoveOemPreinstalls])
    };
    let made = boss.service.create_deployment_profile(&boss.context, customer, &first, None).await.unwrap();
    let now = app.service.now();
    let expected = DeploymentProfileView {
        profile_id: made,
        made_by: boss.organisation(),
        name: "Kontor Malmö".to_owned(),
        description: "två\nrader ".to_owned(),
        settings: first.settings.clone(),
        devices: 0,
        created_at: now,
        changed_at: now,
    };
    assert_eq!(boss.profile(customer, made).await.unwrap(), expected);
    assert_eq!(administrator.profile(customer, made).await.unwrap(), expected);
    app.later(SignedDuration::from_secs(5));
    let twin = boss.makes(customer, "Kontor Malmö").await;
    let names: Vec<_> = boss.profiles(customer).await.unwrap().iter().map(|one| one.profile_id).collect();
    assert_eq!(names, [twin, made], "newest first; two may have the same name");

    let second = input("Kiosk", &[]);
    let changed = boss.changes(customer, made, &second).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.description.as_str()), ("Kiosk", ""));
    assert!(changed.settings.is_empty() && changed.changed_at > changed.created_at);
    assert_eq!(boss.profile(customer, made).await.unwrap(), changed);
    app.later(SignedDuration::from_secs(5));
    assert_eq!(boss.changes(customer, made, &second).await.unwrap(), changed, "nothing was changed");

    boss.deletes(customer, made, None).await.unwrap();
    for missing in [boss.profile(customer, made).await, boss.changes(customer, made, &second).await] {
        assert!(matches!(missing, Err(ServiceError::NotFound)), "{missing:?}");
    }
    assert!(matches!(boss.deletes(customer, made, None).await, Err(ServiceError::NotFound)));
    for who in [&boss, &administrator] {
        let acts = who.profile_acts().await;
        let actions: Vec<_> = acts.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(
            actions,
            ["profile.delete", "profile.change", "profile.create", "profile.create"],
            "{}",
            who.context.actor.name
        );
        assert!(acts[1].1.contains("Kiosk"), "{}", acts[1].1);
    }
}

#[rstest]
#[case::no_name(input(" ", &[]), "name", "profile-name")]
#[case::long_name(input(&"x".repeat(129), &[]), "name", "profile-name")]
#[case::two_lines(input("one\ntwo", &[]), "name", "profile-name")]
#[case::long_description(ProfileInput { description: "x".repeat(1025), ..input("a", &[]) }, "description", "profile-description")]
#[case::odd_description(ProfileInput { description: "nul \0".to_owned(), ..input("a", &[]) }, "description", "profile-description")]
#[tokio::test]
async fn what_cannot_be_kept_as_it_is_is_refused(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] wrong: ProfileInput,
    #[case] field: &str,
    #[case] code: &str,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let made = boss.makes(customer, "Kontor").await;
    let before = boss.profile(customer, made).await.unwrap();
    let create = boss.service.create_deployment_profile(&boss.context, customer, &wrong, None).await;
    let change = boss.changes(customer, made, &wrong).await;
    for refused in [create.err(), change.err()] {
        let Some(ServiceError::Invalid { field: at, code: why, .. }) = refused else {
            panic!("it is refused")
        };
        assert_eq!((at, why), (field, code));
    }
    assert_eq!(boss.profiles(customer).await.unwrap(), [before]);
}

#[rstest]
#[tokio::test]
async fn a_partner_neither_sees_nor_touches_what_another_one_made(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let (customer, other) = (app.customer("Contoso").await, app.customer("Adatum").await);
    let boss_of =
        [boss(&app, "Fabrikam", &[customer, other]).await, boss(&app, "Northwind", &[customer]).await];
    let [ours, theirs] = &boss_of;
    let profile = ours.makes(customer, "Kontor").await;
    let nobody = DeploymentProfileId::from_untyped_uuid(Uuid::from_u128(7));
    // As for one that does not exist, whether the customer or the maker is the wrong one.
    for (who, customer, profile) in [
        (theirs, customer, profile),
        (ours, other, profile),
        (ours, customer, nobody),
        (theirs, other, profile),
    ] {
        let read = who.profile(customer, profile).await.err();
        let change = who.changes(customer, profile, &input("Mine", &[])).await.err();
        let delete = who.deletes(customer, profile, None).await.err();
        for refused in [read, change, delete] {
            assert!(matches!(refused, Some(ServiceError::NotFound)), "{refused:?}");
        }
    }
    assert_eq!(theirs.profiles(customer).await.unwrap(), []);
    assert_eq!(ours.profiles(other).await.unwrap(), []);
    assert_eq!(ours.profile(customer, profile).await.unwrap().name, "Kontor");
    assert!(theirs.profile_acts().await.is_empty());

    // Whoever administers the customer sees everything, and whose it is.
    app.delegates(customer, true).await;
    let seen = theirs.profiles(customer).await.unwrap();
    assert_eq!((seen.len(), seen[0].made_by), (1, ours.organisation()));
    theirs.changes(customer, profile, &input("On behalf", &[])).await.unwrap();
    let acts = ours.profile_acts().await;
    assert_eq!(acts[0].0, "profile.change", "and its maker is told");
    app.delegates(customer, false).await;
    assert_eq!(theirs.profiles(customer).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn roles_decide_who_reads_and_who_changes(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    use OrganisationKind::{Customer, DirectPartner, Manufacturer, Operator};
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let maker = app.organisation(Manufacturer, "Contoso Devices").await;
    app.consents(customer, maker, false).await;
    let operator = app.organisation(Operator, "Host").await;
    let profile = boss.makes(customer, "Kontor").await;
    let mine = input("Mine", &[]);
    let people = [
        (customer, Customer, Role::GlobalAdministrator),
        (customer, Customer, Role::IntuneAdministrator),
        (customer, Customer, Role::PolicyAndProfileManager),
        (customer, Customer, Role::GlobalReader),
        (boss.organisation(), DirectPartner, Role::AdminAgent),
        (boss.organisation(), DirectPartner, Role::SalesAgent),
        (boss.organisation(), DirectPartner, Role::HelpdeskAgent),
        (maker, Manufacturer, Role::Registrar),
        (maker, Manufacturer, Role::Reader),
        (operator, Operator, Role::Administrator),
        (operator, Operator, Role::Support),
    ];
    for (organisation, kind, role) in people {
        let who = app.person(organisation, kind, role.as_str(), role).await;
        let reads = who.context.may(Action::ProfileRead);
        let changes = who.context.may(Action::ProfileAdminister);
        let is = |refused: Option<ServiceError>, allowed: bool| match refused {
            None => allowed,
            Some(ServiceError::Forbidden { .. }) => !allowed,
            Some(other) => panic!("{role:?}: {other:?}"),
        };
        assert!(is(who.profiles(customer).await.err(), reads), "{role:?}");
        assert!(is(who.profile(customer, profile).await.err(), reads), "{role:?}");
        assert!(is(who.changes(customer, profile, &mine).await.err(), changes), "{role:?}");
        let made = who.makes_once(customer, "Another", None).await;
        if let Ok(made) = made {
            assert!(is(who.deletes(customer, made, None).await.err(), changes), "{role:?}");
        }
        assert!(is(made.err(), changes), "{role:?}");
    }
    let sales = app.person(boss.organisation(), DirectPartner, "seller", Role::SalesAgent).await;
    let refused = sales.makes_once(customer, "Another", None).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "admin-agent" })), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn once_consent_ends_its_profiles_are_the_customers_alone(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let administrator = app.administrator(customer).await;
    let profile = boss.makes_once(customer, "Kontor", Some(&key("r-1", 1))).await.unwrap();
    app.consent_ends(customer, &boss).await;
    let told = boss.profile_acts().await.len();
    let refused = [
        boss.profiles(customer).await.err(),
        boss.profile(customer, profile).await.err(),
        boss.changes(customer, profile, &input("Mine", &[])).await.err(),
        boss.deletes(customer, profile, None).await.err(),
        boss.makes_once(customer, "Another", None).await.err(),
        boss.makes_once(customer, "Kontor", Some(&key("r-1", 1))).await.err(),
    ];
    for refused in refused {
        assert!(matches!(refused, Some(ServiceError::NotFound)), "{refused:?}");
    }
    assert_eq!(administrator.profile(customer, profile).await.unwrap().name, "Kontor");
    administrator.changes(customer, profile, &input("Ours now", &[])).await.unwrap();
    administrator.deletes(customer, profile, None).await.unwrap();
    assert_eq!(boss.profile_acts().await.len(), told, "it is none of the partner's business any more");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_requests_with_one_key_make_one_profile(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let boss = boss(&app, "Fabrikam", &[customer]).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let boss = boss.clone();
        all.spawn(async move { boss.makes_once(customer, "Kontor", Some(&key("r-1", 1))).await.unwrap() });
    }
    let mut made = all.join_all().await;
    made.dedup();
    let there: Vec<_> = boss.profiles(customer).await.unwrap().iter().map(|one| one.profile_id).collect();
    assert_eq!(made, there, "everybody is told the one that there is");
    assert_eq!(boss.profile_acts().await.len(), 1);

    let mut all = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (boss, profile) = (boss.clone(), made[0]);
        all.spawn(async move { boss.deletes(customer, profile, Some(&key("r-2", 1))).await.unwrap() });
    }
    all.join_all().await;
    assert_eq!(boss.profiles(customer).await.unwrap(), []);
    assert_eq!(boss.profile_acts().await.len(), 2, "and it was deleted once");
}

#[rstest]
#[tokio::test]
async fn a_key_stands_for_one_request_of_one_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let ours = boss(&app, "Fabrikam", &[customer]).await;
    let theirs = boss(&app, "Northwind", &[customer]).await;
    let made = ours.makes_once(customer, "Kontor", Some(&key("r-1", 1))).await.unwrap();
    let other = ours.makes_once(customer, "Kiosk", Some(&key("r-1", 2))).await;
    assert!(matches!(other, Err(ServiceError::Conflict("request-id-reused"))), "{other:?}");
    let delete = ours.deletes(customer, made, Some(&key("r-1", 3))).await;
    assert!(matches!(delete, Err(ServiceError::Conflict("request-id-reused"))), "{delete:?}");
    let mine = theirs.makes_once(customer, "Kiosk", Some(&key("r-1", 2))).await.unwrap();
    assert_ne!(mine, made, "another organisation's keys are its own");
    assert_eq!(ours.profiles(customer).await.unwrap().len(), 1);

    // What was refused leaves the key free.
    let wrong = input("", &[]);
    let key = key("r-2", 4);
    let refused = ours.service.create_deployment_profile(&ours.context, customer, &wrong, Some(&key)).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { .. })), "{refused:?}");
    let nobody = DeploymentProfileId::from_untyped_uuid(Uuid::from_u128(7));
    assert!(matches!(ours.deletes(customer, nobody, Some(&key)).await, Err(ServiceError::NotFound)));
    ours.makes_once(customer, "Kiosk", Some(&key)).await.unwrap();

    for odd in ["", "line\nbreak", &"x".repeat(201)] {
        let key = RequestKey { key: odd.to_owned(), digest: [1; 32] };
        let refused = ours.makes_once(customer, "Another", Some(&key)).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { code: "request-key", .. })), "{refused:?}");
    }
}

#[rstest]
#[tokio::test]
async fn an_organisation_makes_a_thousand_profiles_for_a_customer_and_no_more(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let ours = boss(&app, "Fabrikam", &[customer]).await;
    let theirs = boss(&app, "Northwind", &[customer]).await;
    let now = app.service.now();
    let row = |number: u128| DeploymentProfile {
        tenant_id: customer,
        profile_id: DeploymentProfileId::from_untyped_uuid(Uuid::from_u128(number)),
        partner_id: ours.organisation(),
        name: "Kontor".to_owned(),
        description: String::new(),
        settings: String::new(),
        devices: 0,
        created_at: now,
        changed_at: now,
    };
    let filled = taxiway_store::write!(app.store, |tx| {
        for number in 1..1_000 {
            tx.insert_deployment_profile(&row(number)).await?;
        }
        Ok::<_, taxiway_store::StoreError>(())
    });
    filled.expect(ANSWERS);
    let last = ours.makes(customer, "The thousandth").await;
    let many = ours.makes_once(customer, "One more", None).await;
    assert!(matches!(many, Err(ServiceError::Conflict("profiles-many"))), "{many:?}");
    theirs.makes(customer, "Theirs").await;
    ours.deletes(customer, last, None).await.unwrap();
    ours.makes(customer, "Room again").await;
}
