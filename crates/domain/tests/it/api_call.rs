//! The calls of programs hang together.

use std::collections::HashSet;

use taxiway_domain::api_call::{ApiCall, PARTNER_CENTER, may_call};
use taxiway_domain::role::OrganisationKind;

#[test]
fn each_call_has_a_name_of_its_own_and_is_found_by_it() {
    for call in PARTNER_CENTER {
        assert_eq!(ApiCall::by_name(call.name), Some(call));
    }
    assert_eq!(ApiCall::by_name("device"), None);
}

#[test]
fn no_two_calls_answer_the_same_method_and_path() {
    let mut seen = HashSet::new();
    for call in PARTNER_CENTER {
        for method in [Some(call.method), call.also].into_iter().flatten() {
            assert!(call.answers(method), "{} {method}", call.name);
            assert!(seen.insert((method, call.template)), "{method} {} is there twice", call.template);
        }
    }
    // The published ones, ours, and the second methods of the two updates.
    assert_eq!(seen.len(), 23);
}

#[test]
fn those_that_need_a_user_are_the_five_that_are_published_so() {
    let with_user: Vec<_> = PARTNER_CENTER.iter().filter(|call| !call.alone).map(|call| call.name).collect();
    assert_eq!(
        with_user,
        [
            "device-batch.create",
            "customer.end-relationship",
            "relationship-request.get",
            "customer-relationship.list",
            "partner-relationship.list"
        ]
    );
}

#[test]
fn only_gets_only_read() {
    for call in PARTNER_CENTER {
        let verb = call.name.rsplit('.').next().unwrap_or_default();
        assert_eq!(call.only_reads(), matches!(verb, "get" | "list"), "{}", call.name);
    }
}

#[test]
fn partners_call_that_deal_with_the_service_themselves() {
    let callers: Vec<_> = OrganisationKind::ALL.iter().filter(|kind| may_call(**kind)).collect();
    assert_eq!(callers, [&OrganisationKind::DirectPartner, &OrganisationKind::IndirectProvider]);
}
