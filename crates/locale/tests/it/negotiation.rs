//! Which language a visitor gets.

use rstest::rstest;
use taxiway_locale::Locale;

#[rstest]
#[case("", Locale::En)]
#[case("sv-SE,sv;q=0.9,en;q=0.8", Locale::Sv)]
#[case("de-DE,de;q=0.9,he;q=0.5,en;q=0.4", Locale::He)]
#[case("en;q=0.2, iw", Locale::He)]
#[case("sv;q=0, en;q=0.1", Locale::En)]
#[case("fr, *;q=0.5", Locale::En)]
#[case("sv;q=nonsense, he;q=0.1", Locale::He)]
fn the_heaviest_language_on_offer_wins(#[case] header: &str, #[case] expected: Locale) {
    assert_eq!(Locale::negotiate(header), expected);
}

#[test]
fn hebrew_alone_is_written_from_right_to_left() {
    assert_eq!(Locale::ALL.map(Locale::direction), ["ltr", "ltr", "rtl"]);
    for locale in Locale::ALL {
        assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
    }
}
