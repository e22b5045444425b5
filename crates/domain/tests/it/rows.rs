//! Choices of rows.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rstest::rstest;
use taxiway_domain::rows::{MAX_RANGES, RowRanges, RowRangesError};

fn set(ranges: &RowRanges) -> BTreeSet<u64> {
    (1..=80).filter(|row| ranges.contains(*row)).collect()
}

proptest! {
    #[test]
    fn choices_behave_as_sets(a in prop::collection::btree_set(1_u64..60, 0..40), b in prop::collection::btree_set(1_u64..60, 0..40)) {
        let (x, y): (RowRanges, RowRanges) = (a.iter().copied().collect(), b.iter().copied().collect());
        prop_assert_eq!(x.count(), a.len() as u64);
        prop_assert_eq!(set(&x.with(&y)), a.union(&b).copied().collect::<BTreeSet<_>>());
        prop_assert_eq!(set(&x.without(&y)), a.difference(&b).copied().collect::<BTreeSet<_>>());
        prop_assert_eq!(set(&x.and(&y)), a.intersection(&b).copied().collect::<BTreeSet<_>>());
        // One form for one set: it is compared and stored as text.
        prop_assert_eq!(&x.with(&y).to_string().parse::<RowRanges>(), &Ok(x.with(&y)));
        prop_assert_eq!(x.with(&y).without(&y).with(&y.and(&x)), x);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[0-9,-]{0,40}") {
        if let Ok(ranges) = text.parse::<RowRanges>() {
            prop_assert_eq!(ranges.to_string(), text);
        }
    }
}

#[rstest]
#[case("5-3")]
#[case("0-3")]
#[case("1,1")]
#[case("1-4,5")]
#[case("4,2")]
#[case("1-")]
#[case("a")]
#[case(" 1")]
#[case("+1")]
#[case("1,,3")]
#[case("18446744073709551615,18446744073709551615")]
#[case("18446744073709551616")]
fn what_is_no_choice_is_refused(#[case] text: &str) {
    assert_eq!(text.parse::<RowRanges>(), Err(RowRangesError::Malformed));
}

#[test]
fn every_row_is_a_small_text() {
    assert_eq!("".parse(), Ok(RowRanges::none()));
    let all = RowRanges::all();
    assert_eq!(all.to_string().parse(), Ok(all.clone()));
    assert!(all.contains(1) && all.contains(u64::MAX) && !all.contains(0));
    assert_eq!(all.without(&RowRanges::range(3, 4)).to_string(), "1-2,5-18446744073709551615");
    assert_eq!(all.without(&all), RowRanges::none());
    assert_eq!(RowRanges::range(4, 3), RowRanges::none());
}

#[test]
fn a_choice_is_bounded() {
    let every_second = |pieces: usize| (0..pieces as u64).map(|row| row * 2 + 1).collect::<RowRanges>();
    let (most, more) = (every_second(MAX_RANGES), every_second(MAX_RANGES + 1));
    assert!(more.to_string().parse::<RowRanges>() == Err(RowRangesError::TooMany));
    assert!(most.to_string().len() < 1 << 20);
    assert_eq!(most.to_string().parse(), Ok(most.clone()));
    assert!(most.bounded().is_ok() && more.bounded() == Err(RowRangesError::TooMany));
}
