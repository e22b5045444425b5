//! Links lead somewhere.

use taxiway_locale::Locale;
use taxiway_web::portal::pager::Pager;
use taxiway_web::portal::query::Query;
use taxiway_web::portal::routes::{self, Route as _};

use crate::html::pieces;
use crate::samples;

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern
            .iter()
            .zip(&path)
            .all(|(part, segment)| part == segment || (part.starts_with('{') && !segment.is_empty()))
}

#[test]
fn every_link_of_every_page_has_a_route() {
    for (name, html) in samples::all(Locale::En) {
        for piece in pieces(&html) {
            for attribute in ["href", "src", "action", "data-events"] {
                // A mail program is no place of ours, nor is where the calls of programs are published and described.
                let ours = |address: &&str| {
                    !address.starts_with('#')
                        && !address.starts_with("mailto:")
                        && !address.starts_with(taxiway_domain::api_call::ARTICLES)
                        && !address.ends_with("/partner-center.openapi.json")
                };
                let Some(address) = piece.attribute(attribute).filter(ours) else {
                    continue;
                };
                let path = address.split(['?', '#']).next().expect("a path");
                assert!(routes::PATTERNS.iter().any(|pattern| matches(pattern, path)), "{address} in {name}");
            }
        }
    }
}

/// No personal data in addresses: a serial number is searched for by a posted form.
#[test]
fn no_serial_number_stands_in_an_address() {
    for (name, html) in samples::all(Locale::En) {
        for piece in pieces(&html) {
            for attribute in ["href", "action"] {
                assert!(!piece.attribute(attribute).unwrap_or_default().contains("NFX7"), "{name}");
            }
        }
    }
}

#[test]
fn a_link_is_built_from_its_pattern() {
    let route = routes::Job { customer: samples::id(7), job: samples::id(31) };
    assert_eq!(routes::Job::PATTERN, "/customers/{customer}/jobs/{job}");
    assert_eq!(
        route.to_string(),
        "/customers/00000000-0000-0000-0000-000000000007/jobs/00000000-0000-0000-0000-00000000001f"
    );
    assert_eq!(routes::Home {}.to_string(), "/");
}

#[test]
fn queries_are_escaped_and_empty_values_left_out() {
    let query = Query::new().with("search", "Pine & Söner").with("tag", "").with_some("page", Some(3));
    assert_eq!(query.to_string(), "?search=Pine%20%26%20S%C3%B6ner&page=3");
}

#[test]
fn paging_keeps_the_filter_and_ends_at_the_ends() {
    let filter = Query::new().with("show", "error");
    let first = Pager::numbered(&routes::Customers {}, &filter, 1, 25, 60);
    assert_eq!((first.first, first.last, first.previous), (Some(1), Some(25), None));
    assert_eq!(first.next.as_deref(), Some("/customers?show=error&page=2"));
    let last = Pager::numbered(&routes::Customers {}, &filter, 3, 25, 60);
    assert_eq!((last.first, last.last, last.next), (Some(51), Some(60), None));
}
