//! Keys in templates and code.

use taxiway_locale::{Locale, has};

/// Every key that a template spells has a text.
#[test]
fn every_key_in_a_template_exists() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/portal");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the templates") {
        let path = entry.expect("an entry").path();
        let template = std::fs::read_to_string(&path).expect("a template");
        for call in ["shell.t(\"", "shell.t_count(\"", "shell.t_value(\""] {
            for found in template.split(call).skip(1) {
                let key = found.split('"').next().expect("a closed string");
                seen += 1;
                for locale in Locale::ALL {
                    assert!(has(locale, key), "{key} of {} in {}", path.display(), locale.tag());
                }
            }
        }
    }
    assert!(seen > 200, "the templates were read");
}

/// Keys that handlers and view models use by name.
#[test]
fn every_key_used_by_handlers_exists() {
    let keys = [
        "add-problem-nothing",
        "add-problem-several",
        "add-problem-tag",
        "add-problem-too-large",
        "flash-registered",
        "flash-cancelled",
        "flash-retried",
        "flash-discarded",
        "job-cancel-title",
        "job-cancel-text",
    ];
    for key in keys {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, key)), "{key}");
    }
}

/// Every action that the log knows has words.
#[test]
fn every_action_of_the_log_has_words() {
    for action in taxiway_service::ACTIONS {
        let key = format!("audit-action-{}", action.replace('.', "-"));
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, &key)), "{key}");
    }
}
