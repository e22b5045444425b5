//! Issuers, domains, groups.

use taxiway_domain::role::{Action, OrganisationKind, Role, allows};
use taxiway_domain::sign_in::{
    EmailDomain, Issuer, IssuerError, SignInRefusal, administering_role, roles_of_groups,
};

#[test]
fn an_issuer_is_the_address_of_a_host_with_tls() {
    for text in
        ["https://login.example", " https://login.example/tenant/v2.0 ", "https://[2001:db8::1]:8443/"]
    {
        assert_eq!(
            Issuer::new(text, false).map(|issuer| issuer.as_str().to_owned()),
            Ok(text.trim().to_owned())
        );
    }
    assert_eq!(Issuer::new("http://login.example", false), Err(IssuerError::NotHttps));
    assert!(Issuer::new("http://127.0.0.1:3000", true).is_ok());
    let long = format!("https://login.example/{}", "x".repeat(500));
    for text in [
        "",
        "login.example",
        "https://",
        "https:///path",
        "https://:443/",
        "ftp://login.example",
        "https://login.example/?a=b",
        "https://login.example/#a",
        "https://user@login.example/",
        "https://login.example\\@evil.example",
        "https://login example/",
        "https://löwe.example/",
        &long,
    ] {
        assert_eq!(Issuer::new(text, true), Err(IssuerError::NotAnAddress), "{text}");
    }
}

#[test]
fn a_domain_is_read_from_addresses_and_lists() {
    let domain = |text: &str| EmailDomain::new(text).map(|domain| domain.to_string());
    assert_eq!(domain(" @Nordlys.EXAMPLE ").as_deref(), Some("nordlys.example"));
    assert_eq!(domain("xn--lwe-sna.example").as_deref(), Some("xn--lwe-sna.example"));
    for text in [
        "",
        "example",
        ".example",
        "a..b",
        "-a.example",
        "a-.example",
        "a b.example",
        "a.example.",
        "a_b.example",
    ] {
        assert_eq!(domain(text), None, "{text}");
    }
    assert_eq!(domain(&format!("{}.example", "x".repeat(64))), None);
    let of = |email: &str| EmailDomain::of_email(email).map(|domain| domain.to_string());
    assert_eq!(of("Asa@Nordlys.example").as_deref(), Some("nordlys.example"));
    assert_eq!(of("\"a@b\"@nordlys.example").as_deref(), Some("nordlys.example"));
    for email in ["", "asa", "@nordlys.example", "asa@", "asa@localhost"] {
        assert_eq!(of(email), None, "{email}");
    }
}

#[test]
fn a_domain_contains_what_is_below_it_and_nothing_that_only_ends_alike() {
    let domain = |text: &str| EmailDomain::new(text).expect("a domain");
    let own = domain("nordlys.example");
    assert!(own.is_within(&own));
    assert!(domain("ops.nordlys.example").is_within(&own));
    assert!(!domain("evilnordlys.example").is_within(&own));
    assert!(!own.is_within(&domain("ops.nordlys.example")));
}

#[test]
fn groups_give_the_roles_of_the_table_and_no_others() {
    let table = [("Ops", Role::SalesAgent), ("Admins", Role::AdminAgent), ("Admins", Role::SalesAgent)];
    let roles = |groups: &[&str]| {
        let groups: Vec<_> = groups.iter().map(|group| (*group).to_owned()).collect();
        roles_of_groups(table, &groups).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(roles(&["Admins", "Everybody"]), [Role::AdminAgent, Role::SalesAgent]);
    assert_eq!(roles(&["Ops", "Ops"]), [Role::SalesAgent]);
    assert_eq!(roles(&["ops", " Ops"]), [], "compared exactly");
    assert_eq!(roles(&[]), []);
}

#[test]
fn each_kind_of_organisation_has_one_role_that_administers_sign_in() {
    for kind in OrganisationKind::ALL {
        let all: Vec<_> = Role::ALL
            .iter()
            .filter(|role| role.belongs_to(*kind) && allows(**role, Action::IdentityProviderAdminister))
            .collect();
        assert_eq!(all.len(), 1, "{}", kind.as_str());
        assert_eq!(administering_role(*kind), Some(*all[0]));
    }
}

#[test]
fn refusals_have_names_of_their_own() {
    let names: std::collections::BTreeSet<_> = SignInRefusal::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(names.len(), SignInRefusal::ALL.len());
}
