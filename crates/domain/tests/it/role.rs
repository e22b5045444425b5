//! Who may do what.

use std::{fmt::Write as _, fs, path::Path};

use taxiway_domain::role::{Action, OrganisationKind, Role, allows, lowest_role, may};

/// Roles down, actions across, so that a change of rights is one changed line.
fn matrix() -> String {
    let mut text = String::new();
    for role in Role::ALL {
        let kinds: Vec<_> = OrganisationKind::ALL
            .iter()
            .filter(|kind| role.belongs_to(**kind))
            .map(|kind| kind.as_str())
            .collect();
        writeln!(text, "{} ({})", role.as_str(), kinds.join(", ")).expect("memory");
        for action in Action::ALL {
            let verdict = if allows(*role, *action) { "allow" } else { "deny" };
            writeln!(text, "  {:<24} {verdict}", action.as_str()).expect("memory");
        }
    }
    text
}

#[test]
fn the_table_of_rights_is_the_reviewed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/roles.txt");
    let matrix = matrix();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &matrix).expect("writable");
    }
    let golden = fs::read_to_string(&path).expect("tests/it/roles.txt");
    assert_eq!(matrix, golden, "rights changed; if intended, run with UPDATE_GOLDEN=1");
}

#[test]
fn partners_add_devices_as_admin_or_sales_agent() {
    for role in Role::ALL.iter().filter(|role| role.belongs_to(OrganisationKind::DirectPartner)) {
        assert_eq!(allows(*role, Action::DeviceRegister), *role != Role::HelpdeskAgent, "{}", role.as_str());
    }
}

#[test]
fn only_a_global_administrator_of_the_customer_consents() {
    for role in Role::ALL.iter().filter(|role| role.belongs_to(OrganisationKind::Customer)) {
        let expected = *role == Role::GlobalAdministrator;
        assert_eq!(allows(*role, Action::RelationshipAdminister), expected, "{}", role.as_str());
    }
}

/// A partner with delegated administration must not let its own uploads pass.
#[test]
fn only_the_customers_own_people_who_register_devices_approve_uploads() {
    for role in Role::ALL {
        let of_customer = role.belongs_to(OrganisationKind::Customer);
        let expected = of_customer && allows(*role, Action::DeviceRegister);
        assert_eq!(allows(*role, Action::UploadApprove), expected, "{}", role.as_str());
    }
}

/// Only those who would hold rights in the customer's tenant ask for them; a manufacturer never does.
#[test]
fn delegated_administration_is_asked_for_by_admin_agents() {
    for role in Role::ALL {
        let asks = allows(*role, Action::RelationshipRequest);
        assert_eq!(
            asks,
            matches!(role, Role::AdminAgent | Role::SalesAgent | Role::Registrar),
            "{}",
            role.as_str()
        );
        let asks = allows(*role, Action::RelationshipRequestDelegated);
        assert_eq!(asks, *role == Role::AdminAgent, "{}", role.as_str());
    }
}

#[test]
fn both_sides_end_a_relationship_by_their_mightiest_role() {
    use Role::{AdminAgent, Administrator, GlobalAdministrator};
    for role in Role::ALL {
        let expected = [AdminAgent, GlobalAdministrator, Administrator].contains(role);
        assert_eq!(allows(*role, Action::RelationshipEnd), expected, "{}", role.as_str());
    }
}

#[test]
fn everybody_may_know_with_whom_there_are_relationships() {
    assert!(Role::ALL.iter().all(|role| allows(*role, Action::RelationshipRead)));
}

#[test]
fn manufacturers_need_consent_as_partners_do() {
    for kind in OrganisationKind::ALL {
        let other = matches!(kind, OrganisationKind::Customer | OrganisationKind::Operator);
        assert_eq!(kind.needs_consent(), !other, "{}", kind.as_str());
        assert_eq!(kind.is_partner(), kind.needs_consent() && *kind != OrganisationKind::Manufacturer);
    }
}

#[test]
fn those_who_only_look_change_nothing() {
    for role in [Role::HelpdeskAgent, Role::GlobalReader, Role::Reader, Role::Support] {
        for action in Action::ALL {
            assert!(action.is_read() || !allows(role, *action), "{} {}", role.as_str(), action.as_str());
        }
    }
}

#[test]
fn only_those_who_register_read_uploaded_files() {
    for role in Role::ALL {
        assert_eq!(
            allows(*role, Action::UploadRead),
            allows(*role, Action::DeviceRegister),
            "{}",
            role.as_str()
        );
    }
}

#[test]
fn only_manufacturers_publish() {
    for role in Role::ALL {
        assert_eq!(allows(*role, Action::CataloguePublish), *role == Role::Registrar, "{}", role.as_str());
    }
}

/// Partners: their admin agents only. Customers: whoever works with devices. Manufacturers have nothing to do with them.
#[test]
fn deployment_profiles_are_for_admin_agents_and_the_customers_own_people() {
    use Role::{AdminAgent, Administrator, GlobalAdministrator, GlobalReader, IntuneAdministrator};
    use Role::{PolicyAndProfileManager, Support};
    let administer = [AdminAgent, GlobalAdministrator, IntuneAdministrator, PolicyAndProfileManager];
    let look = [GlobalReader, Administrator, Support];
    for role in Role::ALL {
        assert_eq!(allows(*role, Action::ProfileAdminister), administer.contains(role), "{}", role.as_str());
        let reads = administer.contains(role) || look.contains(role);
        assert_eq!(allows(*role, Action::ProfileRead), reads, "{}", role.as_str());
    }
}

#[test]
fn no_customer_sees_a_list_of_customers() {
    for role in Role::ALL.iter().filter(|role| role.belongs_to(OrganisationKind::Customer)) {
        assert!(!allows(*role, Action::CustomerList), "{}", role.as_str());
    }
}

#[test]
fn several_roles_add_up() {
    assert!(may(&[Role::HelpdeskAgent, Role::SalesAgent], Action::DeviceRegister));
    assert!(!may(&[Role::HelpdeskAgent], Action::DeviceRegister));
    assert!(!may(&[], Action::CustomerList));
}

#[test]
fn whoever_may_not_hears_the_lowest_role_that_may() {
    use OrganisationKind::{Customer, DirectPartner, Operator};
    assert_eq!(lowest_role(DirectPartner, Action::DeviceRegister), Some(Role::SalesAgent));
    assert_eq!(lowest_role(DirectPartner, Action::DeviceRead), Some(Role::HelpdeskAgent));
    assert_eq!(lowest_role(DirectPartner, Action::UserAdminister), Some(Role::AdminAgent));
    assert_eq!(lowest_role(DirectPartner, Action::CataloguePublish), None);
    assert_eq!(lowest_role(Customer, Action::RelationshipAdminister), Some(Role::GlobalAdministrator));
    assert_eq!(lowest_role(Operator, Action::OrganisationAdminister), Some(Role::Administrator));
}

#[test]
fn names_read_back_and_every_role_belongs_somewhere() {
    for role in Role::ALL {
        assert_eq!(Role::from_name(role.as_str()), Some(*role));
        assert!(OrganisationKind::ALL.iter().any(|kind| role.belongs_to(*kind)));
    }
    for kind in OrganisationKind::ALL {
        assert_eq!(OrganisationKind::from_name(kind.as_str()), Some(*kind));
    }
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.as_str()), Some(*action));
    }
}
