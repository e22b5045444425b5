//! Whoever administers people: roles, switching off and on, and the last one who can.

use jiff::SignedDuration;
use rstest::rstest;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Letter, NewInvitation, ServiceError, SignIn};
use taxiway_store::Engine;

use crate::app::{PASSWORD, Person, TestApp, secret};

const PARTNER: OrganisationKind = OrganisationKind::DirectPartner;

/// A partner with an administrator and a clerk.
async fn office(engine: Engine) -> (TestApp, OrganisationId, Person, Person) {
    let app = TestApp::new(engine).await;
    let partner = app.organisation(PARTNER, "Fabrikam").await;
    let admin = app.person(partner, PARTNER, "Ada", Role::AdminAgent).await;
    let clerk = app.person(partner, PARTNER, "Clark", Role::SalesAgent).await;
    (app, partner, admin, clerk)
}

async fn acts(who: &Person) -> Vec<String> {
    let page = who.service.audit_log(&who.context, None, 100).await.expect("the log may be read");
    page.entries.into_iter().map(|entry| entry.action).collect()
}

#[rstest]
#[tokio::test]
async fn people_are_listed_and_found_by_those_who_administer_them(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin, clerk) = office(engine).await;
    let found = admin.service.people(&admin.context, partner, "", 1, 25).await.unwrap();
    assert_eq!(found.items.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Ada", "Clark"]);
    assert_eq!((found.total, found.items[1].roles.as_slice()), (2, &[Role::SalesAgent][..]));
    let found = admin.service.people(&admin.context, partner, "CLARK@", 1, 25).await.unwrap();
    assert_eq!(found.total, 1);
    let refused = clerk.service.people(&clerk.context, partner, "", 1, 25).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "admin-agent" })), "{refused:?}");

    let other = app.organisation(PARTNER, "Northwind").await;
    let stranger = app.person(other, PARTNER, "Nora", Role::AdminAgent).await;
    let user = clerk.context.actor.user_id;
    for refused in [
        admin.service.people(&stranger.context, partner, "", 1, 25).await.map(drop),
        admin.service.person(&stranger.context, partner, user).await.map(drop),
        admin.service.person(&stranger.context, other, user).await.map(drop),
        admin.service.change_roles(&stranger.context, partner, user, &[Role::AdminAgent]).await,
        admin.service.change_roles(&stranger.context, other, user, &[Role::AdminAgent]).await,
        admin.service.set_person_disabled(&stranger.context, partner, user, true).await,
        admin.service.invitations(&stranger.context, partner, 1, 25).await.map(drop),
    ] {
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
}

#[rstest]
#[tokio::test]
async fn an_operator_administers_the_people_of_any_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin, clerk) = office(engine).await;
    let host = app.organisation(OrganisationKind::Operator, "Host").await;
    let operator = app.person(host, OrganisationKind::Operator, "Olga", Role::Administrator).await;
    let helper = app.person(host, OrganisationKind::Operator, "Sue", Role::Support).await;
    let found = app.service.find_organisations(&operator.context, "fabri", 1, 25).await.unwrap();
    assert_eq!((found.total, found.items[0].organisation_id), (1, partner));
    for refused in [
        app.service.find_organisations(&helper.context, "", 1, 25).await.map(drop),
        app.service.people(&helper.context, partner, "", 1, 25).await.map(drop),
    ] {
        assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "administrator" })), "{refused:?}");
    }
    assert!(app.service.find_organisations(&admin.context, "", 1, 25).await.is_err());
    let user = clerk.context.actor.user_id;
    app.service.change_roles(&operator.context, partner, user, &[Role::HelpdeskAgent]).await.unwrap();
    let entry = &admin.service.audit_log(&admin.context, None, 1).await.unwrap().entries[0];
    assert_eq!((entry.action.as_str(), entry.actor_organisation.as_str()), ("user.change-roles", "Host"));
    assert_eq!(acts(&operator).await[0], "user.change-roles", "it stands in the operator's log too");
}

#[rstest]
#[tokio::test]
async fn roles_are_those_of_the_organisations_kind_and_count_at_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin, clerk) = office(engine).await;
    let user = clerk.context.actor.user_id;
    let SignIn::Done { token } = app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap()
    else {
        panic!("not signed in")
    };
    for (roles, code) in [(vec![Role::GlobalAdministrator], "role-kind"), (vec![], "role-missing")] {
        let refused = admin.service.change_roles(&admin.context, partner, user, &roles).await;
        assert!(
            matches!(&refused, Err(ServiceError::Invalid { code: found, .. }) if *found == code),
            "{refused:?}"
        );
    }
    let both = [Role::HelpdeskAgent, Role::AdminAgent, Role::HelpdeskAgent];
    admin.service.change_roles(&admin.context, partner, user, &both).await.unwrap();
    let session = app.service.session(&token).await.unwrap().expect("still signed in");
    assert_eq!(session.actor.roles, [Role::AdminAgent, Role::HelpdeskAgent]);
    let before = acts(&admin).await.len();
    admin.service.change_roles(&admin.context, partner, user, &both).await.unwrap();
    assert_eq!(acts(&admin).await.len(), before, "what changes nothing is no act");
}

#[rstest]
#[tokio::test]
async fn switching_off_ends_sessions_at_once_and_switching_on_lets_in_again(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin, clerk) = office(engine).await;
    let user = clerk.context.actor.user_id;
    let SignIn::Done { token } = app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap()
    else {
        panic!("not signed in")
    };
    admin.service.set_person_disabled(&admin.context, partner, user, true).await.unwrap();
    assert!(app.service.session(&token).await.unwrap().is_none());
    assert!(admin.service.person(&admin.context, partner, user).await.unwrap().disabled);
    let again = app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap();
    assert!(matches!(again, SignIn::Wrong), "told as a wrong password");
    admin.service.set_person_disabled(&admin.context, partner, user, false).await.unwrap();
    assert!(app.service.session(&token).await.unwrap().is_none(), "the old session stays ended");
    let again = app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap();
    assert!(matches!(again, SignIn::Done { .. }));
    let acts = acts(&admin).await;
    assert!(
        acts.contains(&"user.disable".to_owned()) && acts.contains(&"user.enable".to_owned()),
        "{acts:?}"
    );
}

#[rstest]
#[tokio::test]
async fn nobody_locks_the_last_administrator_out(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, partner, admin, clerk) = office(engine).await;
    let host = app.organisation(OrganisationKind::Operator, "Host").await;
    let operator = app.person(host, OrganisationKind::Operator, "Olga", Role::Administrator).await;
    let (ada, clark) = (admin.context.actor.user_id, clerk.context.actor.user_id);
    for who in [&admin, &operator] {
        let demoted = app.service.change_roles(&who.context, partner, ada, &[Role::SalesAgent]).await;
        assert!(matches!(demoted, Err(ServiceError::Conflict("last-administrator"))), "{demoted:?}");
        let disabled = app.service.set_person_disabled(&who.context, partner, ada, true).await;
        assert!(matches!(disabled, Err(ServiceError::Conflict("last-administrator"))), "{disabled:?}");
    }
    let disabled = app.service.set_user_disabled(&admin.email, true, "cli").await;
    assert!(matches!(disabled, Err(ServiceError::Conflict("last-administrator"))), "not even the operator");
    assert!(!acts(&admin).await.contains(&"user.disable".to_owned()), "and nothing is in the log");

    admin.service.change_roles(&admin.context, partner, clark, &[Role::AdminAgent]).await.unwrap();
    app.service.set_person_disabled(&admin.context, partner, clark, true).await.unwrap();
    let demoted = app.service.change_roles(&admin.context, partner, ada, &[Role::SalesAgent]).await;
    assert!(matches!(demoted, Err(ServiceError::Conflict(_))), "who is switched off does not count");
    app.service.set_person_disabled(&admin.context, partner, clark, false).await.unwrap();
    app.service.change_roles(&admin.context, partner, ada, &[Role::SalesAgent]).await.unwrap();
    let refused = app.service.set_person_disabled(&admin.context, partner, clark, true).await;
    assert!(
        matches!(refused, Err(ServiceError::Forbidden { .. })),
        "the right is looked up anew, whatever the request believed: {refused:?}"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_administrators_who_demote_each_other_at_once_one_remains(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    for round in 0..8 {
        let partner = app.organisation(PARTNER, "Fabrikam").await;
        let ada = app.person(partner, PARTNER, &format!("Ada{round}"), Role::AdminAgent).await;
        let bea = app.person(partner, PARTNER, &format!("Bea{round}"), Role::AdminAgent).await;
        let strike = |who: &Person, other: &Person, off: bool| {
            let (who, user) = (who.clone(), other.context.actor.user_id);
            tokio::spawn(async move {
                if off {
                    who.service.set_person_disabled(&who.context, partner, user, true).await
                } else {
                    who.service.change_roles(&who.context, partner, user, &[Role::HelpdeskAgent]).await
                }
            })
        };
        let (one, other) = (strike(&ada, &bea, round % 2 == 0), strike(&bea, &ada, false));
        let outcomes = [one.await.unwrap(), other.await.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let left = app.conn().await.enabled_roles(partner).await.unwrap();
        assert!(left.contains(&"admin-agent".to_owned()), "{left:?}");
    }
}

#[rstest]
#[tokio::test]
async fn an_administrator_who_goes_leaves_no_way_in(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, partner, admin, clerk) = office(engine).await;
    let clark = clerk.context.actor.user_id;
    admin.service.change_roles(&admin.context, partner, clark, &[Role::AdminAgent]).await.unwrap();
    let mut clerk = clerk;
    clerk.context.actor.roles = vec![Role::AdminAgent];
    app.later(SignedDuration::from_millis(1));
    let new = |email: &str| NewInvitation {
        email: email.to_owned(),
        name: "A Friend".to_owned(),
        roles: vec![Role::AdminAgent],
    };
    let letter = Letter::unsent("");
    let friend = app.service.invite(&clerk.context, partner, &new("friend@x.example"), &letter, false).await;
    let friend = friend.unwrap();
    let mine =
        app.service.invite(&admin.context, partner, &new("mine@x.example"), &letter, false).await.unwrap();
    admin.service.set_person_disabled(&admin.context, partner, clark, true).await.unwrap();
    assert!(app.service.invitation_offer(&friend.link).await.unwrap().is_none());
    assert!(app.service.invitation_offer(&mine.link).await.unwrap().is_some());
    let refused = app.service.invite(&clerk.context, partner, &new("y@x.example"), &letter, false).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { .. })), "{refused:?}");
}
