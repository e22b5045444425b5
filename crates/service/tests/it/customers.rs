//! A partner's customers, and what the operator sets up.

use rstest::rstest;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{ServiceError, check_password};
use taxiway_store::Engine;

use crate::app::{PASSWORD, TestApp, secret};
use crate::files::{fleet, tuples};

#[rstest]
#[tokio::test]
async fn a_partner_sees_the_customers_that_consented_by_name_and_page(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let mut customers = Vec::new();
    for number in 0..25 {
        customers.push(app.customer(&format!("Kund {number:02}")).await);
    }
    let clerk = app.clerk("Fabrikam", &customers[..20]).await;
    clerk.registers(&app, customers[3], &tuples(&fleet(1, 6))).await;
    clerk.hands_in(customers[4], &tuples(&fleet(2, 6))).await;
    let page = async |search: &str, number| {
        clerk.service.customers(&clerk.context, search, number, 8).await.unwrap()
    };
    let first = page("", 1).await;
    assert_eq!((first.total, first.items.len()), (20, 8));
    assert_eq!((first.items[3].devices, first.items[3].open_jobs), (6, 0));
    assert_eq!((first.items[4].devices, first.items[4].open_jobs), (0, 1));
    let last = page("", 3).await;
    assert_eq!(
        last.items.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["Kund 16", "Kund 17", "Kund 18", "Kund 19"]
    );
    assert_eq!(page("kund 1", 1).await.total, 10);
    assert_eq!(page("Kund 22", 1).await.total, 0, "no consent, no customer");
    app.consent_ends(customers[0], &clerk).await;
    assert_eq!(page("", 1).await.total, 19);
}

#[rstest]
#[tokio::test]
async fn the_operator_cannot_set_up_what_makes_no_sense(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let partner = clerk.organisation();
    let code = |error: ServiceError| match error {
        ServiceError::Invalid { field, code, .. } => format!("{field} {code}"),
        other => other.to_string(),
    };
    let s = &app.service;
    let user = async |organisation, email: &str, roles: &[Role], password: &str| {
        code(s.create_user(organisation, email, "Anna", roles, secret(password), "r").await.unwrap_err())
    };
    let sales = [Role::SalesAgent];
    assert_eq!(
        user(customer, "a@b", &sales, PASSWORD).await,
        "role role-kind",
        "a partner's role at a customer"
    );
    assert_eq!(user(partner, "a@b", &[], PASSWORD).await, "role role-missing");
    assert_eq!(user(partner, "nobody", &sales, PASSWORD).await, "email email");
    assert_eq!(user(partner, "a@b", &sales, "too short").await, "password password-short");
    assert_eq!(user(partner, &clerk.email.to_uppercase(), &sales, PASSWORD).await, "email email-taken");
    let missing = taxiway_domain::ids::OrganisationId::from(newtype_uuid::TypedUuid::nil());
    assert_eq!(user(missing, "a@b", &sales, PASSWORD).await, "not found");

    let kind = OrganisationKind::Customer;
    let organisation =
        async |name: &str| code(s.create_organisation(kind, name, None, "r").await.unwrap_err());
    assert_eq!(organisation("  ").await, "name missing");
    assert_eq!(organisation(&"x".repeat(201)).await, "name name");
    assert_eq!(organisation("a\nb").await, "name name");

    let relate = async |a, b| code(s.create_relationship(a, b, false, "r").await.unwrap_err());
    assert_eq!(relate(customer, partner).await, "relationship-exists");
    assert_eq!(relate(partner, partner).await, "customer not-a-customer");
    assert_eq!(relate(customer, customer).await, "partner not-a-partner");
    let published = s.publish_catalogue(partner, &[], "r").await.unwrap_err();
    assert_eq!(code(published), "manufacturer not-a-manufacturer");
    assert!(s.organisations().await.unwrap().iter().any(|one| one.name == "Contoso"));
}

#[test]
fn passwords_have_twelve_characters_at_least_and_a_kilobyte_at_most() {
    for (password, fine) in [
        ("elevenchars", false),
        ("twelve chars", true),
        ("åäöåäöåäöåäö", true),
        (&*"x".repeat(1024), true),
        (&*"x".repeat(1025), false),
    ] {
        assert_eq!(check_password(&secret(password)).is_ok(), fine, "{}", password.len());
    }
}
