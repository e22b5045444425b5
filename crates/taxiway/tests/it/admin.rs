//! `taxiway admin`.

use std::sync::Arc;

use secrecy::SecretString;
use taxiway_service::store::Store;
use taxiway_service::{Ids, Service, Settings, SignIn, SystemClock};
use tempfile::TempDir;

use crate::harness::{Ran, taxiway_reading, text};

/// Sets up in a data directory of its own.
struct Office {
    directory: TempDir,
}

impl Office {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory") }
    }

    fn run(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut all = vec!["admin"];
        all.extend(arguments);
        all.extend(["--data-dir", text(self.directory.path())]);
        taxiway_reading(input.as_bytes(), &all)
    }

    #[track_caller]
    fn done(&self, input: &str, arguments: &[&str]) -> String {
        let ran = self.run(input, arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out.trim_end().to_owned()
    }

    #[track_caller]
    fn organisation(&self, kind: &str, name: &str) -> String {
        self.done("", &["organisation", "create", "--kind", kind, "--name", name])
    }

    async fn signs_in(&self, email: &str, password: &str) -> bool {
        let url = format!("sqlite:{}", self.directory.path().join("taxiway.db").display());
        let store = Store::open(&url).await.expect("the database opens");
        let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default());
        let service = service.await.expect("the service starts");
        let outcome = service.sign_in(email, SecretString::from(password), "test").await;
        matches!(outcome.expect("it can be tried"), SignIn::Done { .. })
    }
}

const PASSWORD: &str = "four words make sense";

#[tokio::test]
async fn an_operator_sets_a_partner_up() {
    let office = Office::new();
    let partner = office.organisation("direct-partner", "Nordlicht IT");
    let customer = office.organisation("customer", "Skärgård Design");
    let email = "clerk@nordlicht.example";
    let user = ["user", "create", "--organisation", &partner, "--email", email, "--name", "Timo"];
    office.done(&format!("{PASSWORD}\r\n"), &[&user[..], &["--role", "sales-agent"]].concat());
    assert!(office.signs_in(email, PASSWORD).await, "the line end is no part of the password");
    let between = ["--customer", &customer, "--partner", &partner];
    office.done("", &[&["relationship", "create"], &between[..]].concat());
    office.done("", &["tag", "create", "--customer", &customer, "--tag", "Harbour 7", "--profile", "kiosk"]);
    office.done("", &[&["relationship", "end"], &between[..]].concat());
    let again = "another long password";
    office.done(again, &["password", "reset", "--email", email]);
    assert!(office.signs_in(email, again).await && !office.signs_in(email, PASSWORD).await);
}

#[test]
fn lists_are_for_people_and_for_programs() {
    let office = Office::new();
    let id = office.organisation("manufacturer", "Kestrel Computers");
    let user = ["user", "create", "--organisation", &id, "--email", "Ada@Kestrel.example", "--name", "Ada"];
    let user = office.done(PASSWORD, &[&user[..], &["--role", "registrar", "--role", "reader"]].concat());
    let listed = office.done("", &["organisation", "list"]);
    assert_eq!(listed, format!("{id}  manufacturer  Kestrel Computers"));
    let listed = office.done("", &["organisation", "list", "--format", "json"]);
    let expected =
        format!(r#"[{{"id":"{id}","kind":"manufacturer","name":"Kestrel Computers","domain":null}}]"#);
    assert_eq!(listed, expected);
    let listed = office.done("", &["user", "list", "--organisation", &id, "--format", "json"]);
    let expected = format!(
        r#"[{{"id":"{user}","organisation":"Kestrel Computers","email":"ada@kestrel.example","name":"Ada","roles":["registrar","reader"],"disabled":false}}]"#
    );
    assert_eq!(listed, expected);
}

/// The person chooses the password: the operator never knows it.
#[tokio::test]
async fn a_person_is_invited_switched_off_and_on() {
    let office = Office::new();
    let id = office.organisation("direct-partner", "Nordlicht IT");
    let (email, name) = ("timo@nordlicht.example", "Timo");
    let invite =
        ["user", "invite", "--organisation", &id, "--email", email, "--name", name, "--role", "admin-agent"];
    let link = office.done("", &invite);
    assert!(link.starts_with("http://127.0.0.1:8600/welcome/") && link.lines().count() == 1, "{link}");
    let made = office.done("", &[&invite[..], &["--format", "json"]].concat());
    let made: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let link = made["link"].as_str().expect("a link");
    let token = SecretString::from(link.rsplit('/').next().expect("a secret"));
    let url = format!("sqlite:{}", office.directory.path().join("taxiway.db").display());
    let store = Store::open(&url).await.expect("the database opens");
    let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default());
    let service = service.await.expect("the service starts");
    let client = taxiway_service::Client::default();
    let accepted =
        service.accept_invitation(&token, name, SecretString::from(PASSWORD), None, &client, "test");
    accepted.await.expect("the newest link works");
    assert!(office.signs_in(email, PASSWORD).await);
    let last = office.run("", &["user", "disable", "--email", email]);
    assert_eq!((last.code, last.out.as_str()), (1, ""), "nobody else could administer people");
    assert!(last.err.contains("Somebody must remain"), "{}", last.err);
    let other =
        ["user", "create", "--organisation", &id, "--email", "ida@nordlicht.example", "--name", "Ida"];
    office.done(PASSWORD, &[&other[..], &["--role", "admin-agent"]].concat());
    office.done("", &["user", "disable", "--email", email]);
    assert!(!office.signs_in(email, PASSWORD).await);
    office.done("", &["user", "enable", "--email", email]);
    assert!(office.signs_in(email, PASSWORD).await);
}

/// Nothing is printed but what is wrong, in the language of whoever asks.
#[test]
fn what_cannot_be_done_is_said_in_words() {
    let office = Office::new();
    let partner = office.organisation("direct-partner", "Nordlicht IT");
    let customer = office.organisation("customer", "Skärgård Design");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let user = ["user", "create", "--email", "a@b.example", "--name", "A", "--organisation"];
    let tag = ["tag", "create", "--customer", &customer, "--tag", "Harbour 7", "--profile", "kiosk"];
    office.done("", &tag);
    let refused: [(&str, Vec<&str>); 9] = [
        ("", vec!["user", "disable", "--email", "nobody@x.example"]),
        (
            "",
            vec![
                "user",
                "invite",
                "--email",
                "a",
                "--name",
                "A",
                "--role",
                "reader",
                "--organisation",
                &partner,
            ],
        ),
        (
            "",
            vec![
                "user",
                "invite",
                "--email",
                "a@b.example",
                "--name",
                "A",
                "--role",
                "reader",
                "--organisation",
                nobody,
            ],
        ),
        ("short", [&user[..], &[&partner, "--role", "sales-agent"]].concat()),
        (PASSWORD, [&user[..], &[&partner, "--role", "global-reader"]].concat()),
        (PASSWORD, [&user[..], &[nobody, "--role", "sales-agent"]].concat()),
        ("", vec!["relationship", "create", "--customer", &partner, "--partner", &partner]),
        ("", vec!["relationship", "end", "--customer", &customer, "--partner", &partner]),
        ("", tag.to_vec()),
    ];
    for (input, arguments) in refused {
        for language in ["en", "sv", "he"] {
            let ran = office.run(input, &[&arguments[..], &["--language", language]].concat());
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
            assert!(!ran.err.contains(taxiway_locale::MISSING.trim()), "{}", ran.err);
            assert!(!ran.err.contains(PASSWORD) && ran.err.lines().count() == 1, "{}", ran.err);
        }
    }
}

#[test]
fn a_password_is_no_argument() {
    let office = Office::new();
    let ran = office.run("", &["password", "reset", "--email", "a@b.example", "--password", PASSWORD]);
    assert_eq!(ran.code, 2, "{ran:?}");
}
