//! Programs and their permissions.

use taxiway_domain::app::{Permission, SECRET_MONTHS, may_have_apps};
use taxiway_domain::role::{Action, OrganisationKind, Role, allows};

#[test]
fn indirect_resellers_customers_and_operators_have_no_programs() {
    use OrganisationKind as K;
    for kind in K::ALL {
        let expected = matches!(kind, K::DirectPartner | K::IndirectProvider | K::Manufacturer);
        assert_eq!(may_have_apps(*kind), expected, "{}", kind.as_str());
        assert_eq!(Permission::of(*kind).next().is_some(), expected, "{}", kind.as_str());
    }
}

#[test]
fn only_manufacturers_publish_and_only_partners_manage_profiles() {
    for kind in OrganisationKind::ALL {
        let may = |permission: Permission| permission.belongs_to(*kind);
        assert_eq!(may(Permission::CataloguePublish), *kind == OrganisationKind::Manufacturer);
        assert_eq!(may(Permission::ProfilesManage), kind.is_partner() && may_have_apps(*kind));
    }
}

/// Whoever may make a secret could do by it what its organisation can do: only the mightiest role may.
#[test]
fn only_the_mightiest_role_of_partners_and_manufacturers_administers_programs() {
    for role in Role::ALL {
        let expected = matches!(role, Role::AdminAgent | Role::Registrar);
        assert_eq!(allows(*role, Action::AppAdminister), expected, "{}", role.as_str());
    }
}

#[test]
fn permissions_read_back_by_name_and_secrets_last_two_years_at_most() {
    for permission in Permission::ALL {
        assert_eq!(Permission::from_name(permission.as_str()), Some(*permission));
        assert!(OrganisationKind::ALL.iter().any(|kind| permission.belongs_to(*kind)));
    }
    assert_eq!(Permission::from_name("devices.*"), None);
    assert_eq!(SECRET_MONTHS.iter().max(), Some(&24));
}
