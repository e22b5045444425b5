//! Every page in every language: complete, accessible, safe.

use std::collections::HashSet;

use rstest::rstest;
use taxiway_locale::Locale;

use crate::html::{Piece, pieces, walk};
use crate::samples;

#[rstest]
fn every_page_is_sound(#[values(Locale::En, Locale::Sv, Locale::He)] locale: Locale) {
    for (name, html) in samples::all(locale) {
        let place = format!("{name} in {}", locale.tag());
        assert!(!html.contains(taxiway_locale::MISSING.trim()), "missing text: {place}: {html}");
        let pieces = pieces(&html);
        says_its_language(&pieces, locale, &place);
        has_unique_ids_and_whole_references(&pieces, &place);
        protects_every_form(&pieces, &place);
        labels_every_control(&pieces, &place);
        needs_nothing_inline(&pieces, &place);
        isolates_left_to_right_values(&pieces, &place);
    }
}

/// Written to be looked at: `PAGES_OUT=some/folder cargo nextest run -p taxiway-web pages_can_be_looked_at`.
#[test]
fn pages_can_be_looked_at() {
    let Ok(folder) = std::env::var("PAGES_OUT") else { return };
    std::fs::create_dir_all(&folder).expect("a folder");
    for locale in Locale::ALL {
        for (name, html) in samples::all(locale) {
            std::fs::write(format!("{folder}/{name}.{}.html", locale.tag()), html).expect("a file");
        }
    }
    for name in taxiway_web::assets::names() {
        let address = format!("{folder}{}", taxiway_web::assets::address(&name));
        let path = std::path::Path::new(&address);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let hash = address.rsplit('/').nth(1).expect("a hash");
        std::fs::write(path, taxiway_web::assets::find(hash, &name).expect("an asset").data).expect("a file");
    }
}

fn says_its_language(pieces: &[Piece], locale: Locale, place: &str) {
    let html = pieces.iter().find(|piece| piece.name() == Some("html")).expect("an html element");
    assert_eq!(html.attribute("lang"), Some(locale.tag()), "{place}");
    assert_eq!(html.attribute("dir"), Some(locale.direction()), "{place}");
    let headings = pieces.iter().filter(|piece| piece.name() == Some("h1")).count();
    assert_eq!(headings, 1, "one main heading: {place}");
    let choices = pieces.iter().filter(|piece| piece.attribute("name") == Some("locale")).count();
    assert_eq!(choices, Locale::ALL.len(), "the language can be changed on every page: {place}");
}

fn has_unique_ids_and_whole_references(pieces: &[Piece], place: &str) {
    let mut ids = HashSet::new();
    for id in pieces.iter().filter_map(|piece| piece.attribute("id")) {
        assert!(ids.insert(id), "id {id} stands twice: {place}");
    }
    for piece in pieces {
        for name in ["for", "aria-labelledby", "aria-describedby"] {
            if let Some(target) = piece.attribute(name) {
                assert!(ids.contains(target), "{name} leads to {target}: {place}");
            }
        }
    }
}

fn protects_every_form(pieces: &[Piece], place: &str) {
    let mut protected = None;
    for piece in pieces {
        match piece {
            Piece::Open { name, .. } if name == "form" => {
                protected = Some(piece.attribute("method") == Some("get"));
            }
            Piece::Open { name, .. } if name == "input" && piece.attribute("name") == Some("csrf") => {
                protected = Some(true);
            }
            Piece::Close(name) if name == "form" => {
                assert_eq!(protected.take(), Some(true), "a form without its token: {place}");
            }
            _ => {}
        }
    }
}

fn labels_every_control(pieces: &[Piece], place: &str) {
    let labelled: HashSet<_> = pieces.iter().filter_map(|piece| piece.attribute("for")).collect();
    walk(pieces, |piece, around| {
        let control = matches!(piece.name(), Some("input" | "select" | "textarea"));
        if !control || piece.attribute("type") == Some("hidden") {
            return;
        }
        let named = piece.attribute("aria-label").is_some()
            || piece.attribute("id").is_some_and(|id| labelled.contains(id))
            || around.iter().any(|outer| outer.name() == Some("label"));
        assert!(named, "a field without a label: {piece:?}: {place}");
    });
}

/// The content security policy allows nothing inline.
fn needs_nothing_inline(pieces: &[Piece], place: &str) {
    for piece in pieces {
        assert!(piece.attribute("style").is_none(), "{piece:?}: {place}");
        assert!(piece.name() != Some("style"), "{place}");
        if piece.name() == Some("script") {
            assert!(piece.attribute("src").is_some(), "{place}");
        }
        if let Piece::Open { attributes, .. } = piece {
            assert!(!attributes.iter().any(|(name, _)| name.starts_with("on")), "{piece:?}: {place}");
        }
    }
}

/// In Hebrew pages serial numbers, tags, ids and file names stay as they are read.
fn isolates_left_to_right_values(pieces: &[Piece], place: &str) {
    walk(pieces, |piece, around| {
        let Piece::Text(text) = piece else { return };
        let inner = around.last().expect("text stands in an element");
        let island = inner.attribute("dir") == Some("ltr") || inner.name() == Some("title");
        for value in samples::ISLANDS {
            for (start, _) in text.match_indices(value) {
                // Inside a sentence, isolation marks stand around the value.
                let marked = text[..start].contains('\u{2068}');
                assert!(island || marked, "{value} could be turned around: {text}: {place}");
            }
        }
    });
}
