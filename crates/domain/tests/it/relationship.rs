//! How far a consent reaches.

use rstest::rstest;
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::relationship::{Approval, CoveredModel, RelationshipState, Scope, ScopeLimit};

fn scope() -> Scope {
    let model = |manufacturer: &str, model: Option<&str>| CoveredModel {
        manufacturer: manufacturer.to_owned(),
        model: model.map(str::to_owned),
    };
    Scope {
        group_tags: vec![GroupTag::new("Microsoft365Managed_Standard").expect("it is well formed")],
        models: vec![model("Nordbyte", Some("Polar 14")), model("Kestrel", None)],
        max_devices: Some(20),
        ends_at: Some("2026-12-31T00:00:00Z".parse().expect("it is well formed")),
        order_ids: vec!["PO-7".to_owned()],
        approval: Approval::Each,
    }
}

#[test]
fn without_limits_everything_is_covered() {
    let now = "2026-11-25T00:00:00Z".parse().unwrap();
    assert!(Scope::default().is_unlimited());
    assert_eq!(Scope::default().refuses_upload(None, now), None);
    assert_eq!(Scope::default().refuses_device(None, None, None), None);
}

#[rstest]
#[case::covered(Some("Microsoft365Managed_Standard"), Some("Nordbyte"), Some("Polar 14"), None)]
#[case::any_model_of_a_maker(Some("Microsoft365Managed_Standard"), Some("Kestrel"), Some("K1"), None)]
#[case::other_tag(
    Some("Microsoft365Managed_Kiosk"),
    Some("Nordbyte"),
    Some("Polar 14"),
    Some(ScopeLimit::GroupTag)
)]
#[case::capitals_count(
    Some("microsoft365managed_standard"),
    Some("Nordbyte"),
    Some("Polar 14"),
    Some(ScopeLimit::GroupTag)
)]
#[case::no_tag(None, Some("Nordbyte"), Some("Polar 14"), Some(ScopeLimit::GroupTag))]
#[case::other_model(
    Some("Microsoft365Managed_Standard"),
    Some("Nordbyte"),
    Some("Polar 15"),
    Some(ScopeLimit::Model)
)]
#[case::no_manufacturer(Some("Microsoft365Managed_Standard"), None, None, Some(ScopeLimit::Model))]
fn a_device_is_covered_by_tag_and_model(
    #[case] tag: Option<&str>,
    #[case] manufacturer: Option<&str>,
    #[case] model: Option<&str>,
    #[case] refused: Option<ScopeLimit>,
) {
    assert_eq!(scope().refuses_device(tag, manufacturer, model), refused);
}

#[rstest]
#[case::in_time(Some("PO-7"), "2026-12-30T23:59:59Z", None)]
#[case::at_the_end(Some("PO-7"), "2026-12-31T00:00:00Z", Some(ScopeLimit::EndsAt))]
#[case::other_order(Some("PO-8"), "2026-12-01T00:00:00Z", Some(ScopeLimit::OrderId))]
#[case::no_order(None, "2026-12-01T00:00:00Z", Some(ScopeLimit::OrderId))]
fn an_upload_is_covered_by_order_and_time(
    #[case] order: Option<&str>,
    #[case] now: &str,
    #[case] refused: Option<ScopeLimit>,
) {
    assert_eq!(scope().refuses_upload(order, now.parse().unwrap()), refused);
}

#[test]
fn a_scope_is_stored_and_read_again() {
    let text = serde_json::to_string(&scope()).unwrap();
    assert_eq!(serde_json::from_str::<Scope>(&text).unwrap(), scope());
    assert_eq!(serde_json::from_str::<Scope>("{}").unwrap(), Scope::default());
    assert!(
        serde_json::from_str::<Scope>("{\"max-device\":3}").is_err(),
        "a limit of another name is not ignored"
    );
}

#[test]
fn states_are_read_by_their_names() {
    for state in RelationshipState::ALL {
        assert_eq!(RelationshipState::from_name(state.as_str()), Some(state));
    }
    assert_eq!(RelationshipState::from_name("pending"), None);
}
