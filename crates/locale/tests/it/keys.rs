//! Every text exists in every language and says the same things about the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use taxiway_locale::Locale;

/// The texts of one language: key and the names of the values put into it.
fn texts(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.tag());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder of the language") {
        let source = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text file");
        let mut current = String::new();
        for line in source.lines() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if !line.starts_with(' ') {
                let (key, _) = line.split_once(" =").expect("a line starts a text or goes on with one");
                key.clone_into(&mut current);
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
            }
            for piece in line.split('$').skip(1) {
                let name = piece.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                found.get_mut(&current).expect("a text was begun").insert(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_text_exists_in_every_language_with_the_same_values() {
    let english = texts(Locale::En);
    assert!(english.len() > 300, "the texts were found");
    for locale in [Locale::Sv, Locale::He] {
        let other = texts(locale);
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let surplus: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{}: missing {missing:?}, surplus {surplus:?}",
            locale.tag()
        );
        for (key, values) in &english {
            assert_eq!(values, &other[key], "values of {key} in {}", locale.tag());
        }
    }
}

#[test]
fn every_text_can_be_said_in_every_language() {
    for locale in Locale::ALL {
        for (key, values) in texts(locale) {
            let values: Vec<_> = values.iter().map(|name| (name.as_str(), 2_u64.into())).collect();
            let said = taxiway_locale::text_with(locale, &key, &values);
            assert!(!said.contains(taxiway_locale::MISSING), "{key} in {}: {said}", locale.tag());
            assert!(!said.contains(['{', '}', '$']), "{key} in {}: {said}", locale.tag());
        }
    }
}

#[test]
fn swedish_and_hebrew_are_not_english() {
    let english = texts(Locale::En);
    for locale in [Locale::Sv, Locale::He] {
        let same: Vec<_> = english
            .iter()
            .filter(|(key, values)| values.is_empty() && taxiway_locale::plain(locale, key).len() > 24)
            .filter(|(key, _)| taxiway_locale::plain(locale, key) == taxiway_locale::plain(Locale::En, key))
            .map(|(key, _)| key)
            .collect();
        assert!(same.is_empty(), "{}: {same:?}", locale.tag());
    }
}
