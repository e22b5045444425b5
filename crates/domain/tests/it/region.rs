//! Where a partner may have customers.

use rstest::rstest;
use taxiway_domain::region::{Region, reaches};

fn regions(codes: &[&str]) -> Vec<Region> {
    codes.iter().map(|code| Region::new(code).expect("a code")).collect()
}

#[rstest]
#[case("eu-efta", Some("eu-efta"))]
#[case(" US ", Some("us"))]
#[case("apac2", Some("apac2"))]
#[case("", None)]
#[case("-eu", None)]
#[case("eu-", None)]
#[case("eu efta", None)]
#[case("ישראל", None)]
#[case("eu\u{0}", None)]
fn a_code_is_plain(#[case] text: &str, #[case] code: Option<&str>) {
    assert_eq!(Region::new(text).ok().as_ref().map(Region::as_str), code);
}

#[test]
fn a_code_is_short() {
    assert!(Region::new(&"x".repeat(40)).is_ok());
    assert!(Region::new(&"x".repeat(41)).is_err());
}

#[rstest]
#[case::same(&["eu"], &["eu"], true)]
#[case::one_of_several(&["us", "eu"], &["eu"], true)]
#[case::other(&["us"], &["eu"], false)]
#[case::partner_is_bound_to_none(&[], &["eu"], true)]
#[case::nobody_says_where_the_customer_is(&["us"], &[], false)]
fn a_partner_reaches_its_own_regions(
    #[case] partner: &[&str],
    #[case] customer: &[&str],
    #[case] reached: bool,
) {
    assert_eq!(reaches(&regions(partner), &regions(customer)), reached);
}

#[test]
fn a_region_is_read_and_written_as_its_code() {
    let region = Region::new("eu-efta").unwrap();
    assert_eq!(serde_json::to_string(&region).unwrap(), "\"eu-efta\"");
    assert_eq!(serde_json::from_str::<Region>("\"eu-efta\"").unwrap(), region);
    assert!(serde_json::from_str::<Region>("\"e u\"").is_err());
}
