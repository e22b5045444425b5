//! The rules of the house. Each looks at text, not at meaning: it is there to stop a slip, not an opponent.

use super::literals;
use super::{Offence, Source};

/// Files may grow to this many lines before they are split.
const LINES: usize = 500;

/// Longer files, each with the reason why splitting it would make it worse.
const LONG_FILES: &[(&str, &str)] = &[];

/// Everything that is wrong in these files.
pub fn broken(sources: &[Source]) -> Vec<Offence> {
    let rules = [engine, sql, style_sheet, dependencies, length, outside_words];
    let mut offences = Vec::new();
    for source in sources {
        for rule in rules {
            offences.extend(rule(source).into_iter().map(|(line, message)| Offence {
                path: source.path.clone(),
                line,
                message,
            }));
        }
    }
    offences
}

/// Line and message of each place that breaks one rule.
type Found = Vec<(usize, String)>;

/// Only `crates/store/src/engine*` knows that there are two database engines. Tests choose on which one they run.
fn engine(source: &Source) -> Found {
    let tests = source.path.contains("/tests/") || source.path.starts_with("crates/testing/");
    let knows = tests || source.path.starts_with("crates/store/src/engine");
    if knows || !is_product(source, "rs") {
        return Vec::new();
    }
    let decides = |line: &str| {
        let names_one = ["Sqlite", "Postgres"].iter().any(|name| {
            [format!("Engine::{name}"), format!("Conn::{name}")].iter().any(|path| line.contains(path))
        });
        line.contains("match engine")
            || line.contains("match self.engine")
            || names_one
                && ["=>", "if let", "matches!", "==", "!="].iter().any(|decision| line.contains(decision))
    };
    lines_where(source, decides, |_| {
        "decides by engine outside crates/store/src/engine*: give the engine file a function".to_owned()
    })
}

/// Tests that write past the store on purpose, as an intruder would: the audit log must notice it.
const INTRUDERS: &[&str] = &["crates/service/tests/it/proof/", "crates/taxiway/tests/it/audit.rs"];

/// SQL lives in `crates/store`.
fn sql(source: &Source) -> Found {
    // What the stories' databases hold is counted by `crates/testing`, on behalf of tests in every crate.
    let may = ["crates/store/", "crates/testing/"].iter().any(|home| source.path.starts_with(home))
        || INTRUDERS.iter().any(|intruder| source.path.starts_with(intruder));
    if may || !is_product(source, "rs") {
        return Vec::new();
    }
    literals::of(&source.text)
        .into_iter()
        .filter(|literal| is_sql(literal.text))
        .map(|literal| (literal.line, "SQL outside crates/store: give the store a function".to_owned()))
        .collect()
}

/// Statements as we write them, with capital keywords.
fn is_sql(text: &str) -> bool {
    const STARTS: &[(&str, &str)] = &[
        ("SELECT", "FROM"),
        ("INSERT", "INTO"),
        ("UPDATE", "SET"),
        ("DELETE", "FROM"),
        ("CREATE", "TABLE"),
        ("ALTER", "TABLE"),
        ("DROP", "TABLE"),
        ("TRUNCATE", "TABLE"),
    ];
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    STARTS.iter().any(|(first, second)| {
        words.iter().position(|word| word == first).is_some_and(|at| words[at..].contains(second))
    })
}

/// Pages are read from the right in Hebrew: the style sheet says start and end, not left and right.
fn style_sheet(source: &Source) -> Found {
    const SIDES: &[&str] = &["left", "right"];
    if !is_product(source, "css") {
        return Vec::new();
    }
    let one_sided = |line: &str| {
        line.split([';', '{', '}']).filter_map(|declaration| declaration.split_once(':')).any(
            |(name, value)| {
                let name = name.trim();
                let side_in_name =
                    !name.starts_with("--") && name.split('-').any(|word| SIDES.contains(&word));
                let side_in_value = matches!(name, "text-align" | "float" | "clear")
                    && value.split_whitespace().any(|word| SIDES.contains(&word));
                side_in_name || side_in_value
            },
        )
    };
    lines_where(source, one_sided, |line| {
        format!("`{}`: use the logical property (inline-start, inline-end)", line.trim())
    })
}

/// Each dependency of the workspace says why it is there.
fn dependencies(source: &Source) -> Found {
    if source.path != "Cargo.toml" {
        return Vec::new();
    }
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in numbered(source) {
        if line.starts_with('[') {
            inside = line.trim() == "[workspace.dependencies]";
        } else if inside && !line.trim().is_empty() && !line.starts_with("taxiway-") && !line.contains("# ") {
            found.push((number, "a dependency without a comment that says why it is there".to_owned()));
        }
    }
    found
}

/// Files stay short enough to be read.
fn length(source: &Source) -> Found {
    let counted = ["rs", "css", "js", "html", "sql"].iter().any(|kind| has_extension(source, kind));
    let lines = source.text.lines().count();
    let has_reason = LONG_FILES.iter().any(|(path, _)| *path == source.path);
    if !counted || lines <= LINES || has_reason {
        return Vec::new();
    }
    vec![(
        lines,
        format!("{lines} lines, more than {LINES}: split it, or list it in LONG_FILES with a reason"),
    )]
}

/// Text is for people who have only this repository: no paths of somebody's machine, no addresses of package
/// registries (a mirror may be in use), and nothing left over from writing tools.
fn outside_words(source: &Source) -> Found {
    // Lock files name the registry by themselves.
    if has_extension(source, "lock") {
        return Vec::new();
    }
    // In pieces, so that this file passes its own rule.
    let words: Vec<String> = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/Us", "ers/"],
        ["../sha", "red"],
        ["crates", ".io"],
        ["npmjs", ".org"],
        ["pypi", ".org"],
        ["deb.debian", ".org"],
        ["language ", "model"],
        ["ai assis", "tant"],
        ["assis", "tant"],
        ["chat", "gpt"],
        ["clau", "de"],
    ]
    .iter()
    .map(|pieces| pieces.concat())
    .collect();
    let mut found = Vec::new();
    for (number, line) in numbered(source) {
        let folded = line.to_lowercase();
        if let Some(word) = words.iter().find(|word| folded.contains(&word.to_lowercase())) {
            found.push((number, format!("`{word}` means nothing to a reader of this repository")));
        }
    }
    found
}

/// Whether this is a file of the product: what checks or measures it may know more.
fn is_product(source: &Source, kind: &str) -> bool {
    source.path.starts_with("crates/") && has_extension(source, kind)
}

fn has_extension(source: &Source, kind: &str) -> bool {
    source.path.rsplit_once('.').is_some_and(|(_, extension)| extension == kind)
}

fn numbered(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn lines_where(source: &Source, wrong: impl Fn(&str) -> bool, message: impl Fn(&str) -> String) -> Found {
    numbered(source).filter(|(_, line)| wrong(line)).map(|(number, line)| (number, message(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        broken(&[source]).into_iter().map(|offence| offence.line).collect()
    }

    #[test]
    fn a_decision_by_engine_belongs_to_the_engine_files() {
        let text = "fn f() {\n    match self.engine {\n        Engine::Sqlite => 1,\n    }\n}\n";
        assert_eq!(lines("crates/store/src/device.rs", text), [2, 3]);
        assert_eq!(lines("crates/store/src/engine.rs", text), NONE);
        assert_eq!(lines("crates/store/tests/it/harness.rs", text), NONE);
    }

    #[test]
    fn sql_is_found_in_literals_only() {
        let text = "// SELECT a FROM b\nlet a = \"SELECT a\\n FROM b\";\nlet b = \"UPDATED the SETTINGS\";\n";
        assert_eq!(lines("crates/service/src/device.rs", text), [2]);
        assert_eq!(lines("crates/store/src/device.rs", text), NONE);
        assert_eq!(lines("crates/service/tests/it/jobs.rs", text), [2]);
        assert_eq!(lines("crates/service/tests/it/proof/mod.rs", text), NONE);
    }

    #[test]
    fn the_style_sheet_names_no_side() {
        let text = "a { margin-left: 1px }\nb { margin-inline-start: 1px; text-align: right }\n\
                    c { --left: 1px; background: url(left.svg) }\nd::after { left: 0 }\n";
        assert_eq!(lines("crates/web/assets/portal.css", text), [1, 2, 4]);
    }

    #[test]
    fn a_dependency_says_why_it_is_there() {
        let text = "[workspace.dependencies]\ntaxiway-domain = {}\na = \"1\" # does it\nb = \"1\"\n\n[profile.dev]\nc = 1\n";
        assert_eq!(lines("Cargo.toml", text), [4]);
    }

    #[test]
    fn long_source_files_need_a_reason() {
        assert_eq!(lines("crates/domain/src/long.rs", &"//\n".repeat(501)), [501]);
        assert_eq!(lines("crates/domain/src/long.rs", &"//\n".repeat(500)), NONE);
        assert_eq!(lines("crates/locale/locales/en/long.ftl", &"a = b\n".repeat(501)), NONE);
    }

    #[test]
    fn words_from_outside_are_found_whatever_their_case() {
        let machine = ["/Wo", "rk/main"].concat();
        assert_eq!(lines("README.md", &format!("fine\nsee {machine}\n")), [2]);
        assert_eq!(lines("Cargo.lock", &machine), NONE);
    }
}
