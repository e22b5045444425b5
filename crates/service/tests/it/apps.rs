//! Programs: registered, let in by secrets, switched off.

use jiff::SignedDuration;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::app::Permission;
use taxiway_domain::ids::AppId;
use taxiway_domain::role::Action;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Actor, Grant, MadeSecret, ServiceError};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, secret};

const RIGHTS: [Permission; 2] = [Permission::DevicesRead, Permission::DevicesRegister];

async fn admin(engine: Engine) -> (TestApp, Person) {
    let app = TestApp::new(engine).await;
    let partner = app.organisation(OrganisationKind::DirectPartner, "Fabrikam").await;
    let admin = app.person(partner, OrganisationKind::DirectPartner, "Ada", Role::AdminAgent).await;
    (app, admin)
}

impl Person {
    async fn registers_app(&self, app: &TestApp) -> AppId {
        app.later(SignedDuration::from_millis(1));
        self.service.create_app(&self.context, "Transfer", &RIGHTS).await.expect("the program is registered")
    }

    async fn makes_secret(&self, app: &TestApp, id: AppId, months: u8) -> MadeSecret {
        app.later(SignedDuration::from_millis(1));
        self.service.add_app_secret(&self.context, id, months, None).await.expect("a secret")
    }
}

async fn enters(app: &TestApp, id: AppId, with: &SecretString) -> Option<Actor> {
    let granted = app.service.grant_token(&id.to_string(), with, None, Grant::Alone, "r-token").await;
    granted.expect("it is answered").ok().map(|granted| granted.actor)
}

#[rstest]
#[tokio::test]
async fn a_program_enters_with_its_id_and_any_of_its_secrets(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, admin) = admin(engine).await;
    let id = admin.registers_app(&app).await;
    let other = admin.registers_app(&app).await;
    let (one, two) = (admin.makes_secret(&app, id, 3).await, admin.makes_secret(&app, id, 24).await);
    let theirs = admin.makes_secret(&app, other, 24).await;
    assert!(one.secret.expose_secret().starts_with("txw_") && one.secret.expose_secret().len() == 47);

    let actor = enters(&app, id, &one.secret).await.expect("let in");
    assert_eq!((actor.name.as_str(), actor.organisation.as_str()), ("Transfer", "Fabrikam"));
    let permissions = actor.app.as_ref().map(|app| app.permissions.clone());
    assert_eq!(permissions, Some(vec![Permission::DevicesRegister, Permission::DevicesRead]));
    assert!(actor.may(Action::DeviceRead) && actor.may(Action::DeviceRegister));
    assert!(!actor.may(Action::CustomerList) && !actor.may(Action::AppAdminister));
    assert!(enters(&app, id, &two.secret).await.is_some());
    for wrong in [theirs.secret.clone(), secret(""), secret("txw_"), secret(&"x".repeat(10_000))] {
        assert!(enters(&app, id, &wrong).await.is_none());
    }
    for nobody in ["", "nonsense", "00000000-0000-7000-8000-000000000000"] {
        assert!(
            app.service.grant_token(nobody, &one.secret, None, Grant::Alone, "r").await.unwrap().is_err(),
            "{nobody}"
        );
    }
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    for entry in log.iter().filter(|entry| entry.action == "app.add-secret") {
        for made in [&one, &two, &theirs] {
            assert!(!entry.detail.contains(made.secret.expose_secret()));
        }
    }
}

#[rstest]
#[tokio::test]
async fn secrets_end_by_themselves_and_are_changed_over_without_a_gap(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, admin) = admin(engine).await;
    let id = admin.registers_app(&app).await;
    let old = admin.makes_secret(&app, id, 1).await;
    assert_eq!(old.expires_at.to_string(), "2026-04-02T12:00:00.004Z", "a month of the calendar");
    let new = admin.makes_secret(&app, id, 12).await;
    assert!(enters(&app, id, &old.secret).await.is_some() && enters(&app, id, &new.secret).await.is_some());
    app.later(SignedDuration::from_hours(31 * 24));
    assert!(enters(&app, id, &old.secret).await.is_none(), "it has ended");
    let last = app.service.add_app_secret(&admin.context, id, 6, Some(new.secret_id)).await.unwrap();
    assert!(enters(&app, id, &new.secret).await.is_none(), "it was changed over at once");
    assert!(enters(&app, id, &last.secret).await.is_some());
    let secrets = app.service.app(&admin.context, id).await.unwrap().secrets;
    assert_eq!(secrets.len(), 1, "those that had ended are gone");
    let again = app.service.add_app_secret(&admin.context, id, 6, Some(new.secret_id)).await;
    assert!(matches!(again, Err(ServiceError::Conflict("secret-gone"))));
    let forever = app.service.add_app_secret(&admin.context, id, 120, None).await;
    assert!(matches!(forever, Err(ServiceError::Invalid { code: "secret-months", .. })));
    for _ in 0..4 {
        admin.makes_secret(&app, id, 1).await;
    }
    let many = app.service.add_app_secret(&admin.context, id, 1, None).await;
    assert!(matches!(many, Err(ServiceError::Conflict("secrets-many"))));
    app.service.revoke_app_secret(&admin.context, id, last.secret_id).await.unwrap();
    assert!(enters(&app, id, &last.secret).await.is_none());
    let twice = app.service.revoke_app_secret(&admin.context, id, last.secret_id).await;
    assert!(matches!(twice, Err(ServiceError::NotFound)));
}

#[rstest]
#[tokio::test]
async fn a_program_that_is_switched_off_or_removed_stays_outside(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, admin) = admin(engine).await;
    let id = admin.registers_app(&app).await;
    let made = admin.makes_secret(&app, id, 12).await;
    app.service.set_app_disabled(&admin.context, id, true).await.unwrap();
    assert!(enters(&app, id, &made.secret).await.is_none());
    app.service.set_app_disabled(&admin.context, id, false).await.unwrap();
    app.service.change_app(&admin.context, id, "Reader", &[Permission::DevicesRead]).await.unwrap();
    let actor = enters(&app, id, &made.secret).await.expect("let in again");
    assert_eq!(actor.name, "Reader");
    assert!(actor.may(Action::DeviceRead) && !actor.may(Action::DeviceRegister));
    app.service.delete_app(&admin.context, id).await.unwrap();
    assert!(enters(&app, id, &made.secret).await.is_none());
    assert!(matches!(app.service.app(&admin.context, id).await, Err(ServiceError::NotFound)));
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    let acts: Vec<_> =
        log.iter().rev().map(|entry| entry.action.as_str()).filter(|act| act.starts_with("app.")).collect();
    assert_eq!(
        acts,
        ["app.create", "app.add-secret", "app.disable", "app.enable", "app.change", "app.delete"]
    );
}

#[rstest]
#[tokio::test]
async fn use_is_recorded_once_a_minute(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, admin) = admin(engine).await;
    let id = admin.registers_app(&app).await;
    let made = admin.makes_secret(&app, id, 12).await;
    let last = async || {
        app.service.app(&admin.context, id).await.unwrap().secrets[0].last_used_at.map(|time| time.0)
    };
    assert_eq!(last().await, None);
    enters(&app, id, &made.secret).await.expect("let in");
    let first = app.service.now();
    assert_eq!(last().await, Some(first));
    app.later(SignedDuration::from_secs(59));
    enters(&app, id, &made.secret).await.expect("let in");
    assert_eq!(last().await, Some(first));
    app.later(SignedDuration::from_secs(1));
    enters(&app, id, &made.secret).await.expect("let in");
    assert_eq!(last().await, Some(app.service.now()));
    assert_eq!(app.service.apps(&admin.context, 1, 25).await.unwrap().items[0].last_used_at, last().await);
}

#[rstest]
#[tokio::test]
async fn programs_belong_to_organisations_that_may_have_them(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, admin) = admin(engine).await;
    let id = admin.registers_app(&app).await;
    let person =
        async |kind, role| app.person(app.organisation(kind, "Else").await, kind, "Else", role).await;
    let reseller = person(OrganisationKind::IndirectReseller, Role::AdminAgent).await;
    let maker = person(OrganisationKind::Manufacturer, Role::Registrar).await;
    let clerk = person(OrganisationKind::DirectPartner, Role::SalesAgent).await;
    let customer = person(OrganisationKind::Customer, Role::GlobalAdministrator).await;
    let create = async |who: &Person, rights: &[Permission]| {
        app.service.create_app(&who.context, "Program", rights).await
    };
    assert!(matches!(create(&reseller, &RIGHTS).await, Err(ServiceError::Conflict("apps-not-here"))));
    assert!(matches!(create(&clerk, &RIGHTS).await, Err(ServiceError::Forbidden { needs: "admin-agent" })));
    assert!(matches!(create(&customer, &RIGHTS).await, Err(ServiceError::Forbidden { needs: "" })));
    create(&maker, &[Permission::CataloguePublish]).await.unwrap();
    for (who, rights, code) in [
        (&admin, vec![Permission::CataloguePublish], "permission-kind"),
        (&maker, vec![Permission::ProfilesManage], "permission-kind"),
        (&admin, vec![], "permission-missing"),
    ] {
        let refused = create(who, &rights).await;
        assert!(
            matches!(&refused, Err(ServiceError::Invalid { code: found, .. }) if *found == code),
            "{refused:?}"
        );
    }
    for refused in [
        app.service.app(&maker.context, id).await.map(drop),
        app.service.change_app(&maker.context, id, "Mine", &[Permission::DevicesRead]).await,
        app.service.add_app_secret(&maker.context, id, 1, None).await.map(drop),
        app.service.set_app_disabled(&maker.context, id, true).await,
        app.service.delete_app(&maker.context, id).await,
    ] {
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
}
