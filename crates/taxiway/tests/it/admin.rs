//! `taxiway admin`.

use std::sync::Arc;

use secrecy::SecretString;
use taxiway_locale::Locale;
use taxiway_service::store::{Engine, Store};
use taxiway_service::{Ids, Service, Settings, SignIn, SystemClock};
use taxiway_testing::Database;
use tempfile::TempDir;

use crate::harness::{Ran, Serving, command, taxiway_reading, text};

/// Sets up in a data directory of its own.
struct Office {
    directory: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { directory: tempfile::tempdir().expect("a temporary directory") };
        office.done("", &["init"]);
        office
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

#[test]
fn providers_regions_and_the_links_of_manufacturers_are_set_up() {
    let office = Office::new();
    let create = ["organisation", "create", "--kind", "indirect-provider", "--name", "Grossist", "--region"];
    let provider = office.done("", &[&create[..], &["eu-efta", "--region", "us"]].concat());
    let reseller = office.organisation("indirect-reseller", "Fjordbyte");
    office.done("", &["organisation", "set-region", "--organisation", &reseller, "--region", "us"]);
    let between = ["--provider", &provider, "--reseller", &reseller];
    office.done("", &[&["provider", "link"], &between[..]].concat());
    let listed = office.done("", &["provider", "list"]);
    assert_eq!(listed, format!("{provider}  Grossist  {reseller}  Fjordbyte"));
    office.done("", &[&["provider", "unlink"], &between[..]].concat());
    assert_eq!(office.done("", &["provider", "list", "--format", "json"]), "[]");

    let maker = office.organisation("manufacturer", "Kestrel Computers");
    let link = ["manufacturer", "link", "--organisation", &maker];
    let first = office.done("", &link);
    assert!(first.starts_with("http://127.0.0.1:8600/consent/") && first.len() == 73, "{first}");
    assert_eq!(office.done("", &link), first, "it is stable");
    let second = office.done("", &[&link[..], &["--rotate"]].concat());
    assert_ne!(second, first);
    let customer = office.organisation("customer", "Skärgård Design");
    office.done("", &["relationship", "create", "--customer", &customer, "--partner", &maker]);
    let between = ["--customer", &customer, "--partner", &reseller];
    let refused = office.run("", &[&["relationship", "create"], &between[..]].concat());
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("may not have customers in the region"), "{}", refused.err);
    for wrong in [
        vec!["organisation", "set-region", "--organisation", &customer, "--region", "a", "--region", "b"],
        vec!["organisation", "set-region", "--organisation", &customer, "--region", "e u"],
        vec!["provider", "link", "--provider", &reseller, "--reseller", &provider],
        vec!["manufacturer", "link", "--organisation", &customer],
        [
            &["relationship", "create", "--customer", &customer, "--partner", &maker],
            &["--delegated-administration"][..],
        ]
        .concat(),
    ] {
        let ran = office.run("", &wrong);
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.lines().count()),
            (1, "", 1),
            "{wrong:?} {}",
            ran.err
        );
    }
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

/// Somebody who stands in the wrong directory gets no second service there.
#[test]
fn only_a_first_command_makes_a_database() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let data = directory.path().join("taxiway-data");
    let run = |arguments: &[&str]| {
        let all = [&["admin"], arguments, &["--data-dir", text(&data)]].concat();
        taxiway_reading(PASSWORD.as_bytes(), &all)
    };
    let id = "00000000-0000-7000-8000-000000000000";
    for arguments in [
        vec!["organisation", "list"],
        vec!["organisation", "create", "--kind", "customer", "--name", "Skärgård Design"],
        vec!["user", "list"],
        vec!["password", "reset", "--email", "a@b.example"],
        vec!["identity-provider", "list", "--organisation", id],
        vec!["manufacturer", "link", "--organisation", id],
    ] {
        for language in ["en", "sv", "he"] {
            let ran = run(&[&arguments[..], &["--language", language]].concat());
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
            for told in [text(&data), "--data-dir", "TAXIWAY_DATA_DIR", "taxiway admin init"] {
                assert!(ran.err.contains(told), "{told} is not told: {}", ran.err);
            }
        }
        assert!(!data.exists(), "{arguments:?} made a directory");
    }
    // One that is named relative to where one stands is told in full.
    let mut relative = command(&["admin", "organisation", "list"]);
    let output = relative.current_dir(directory.path()).output().expect("it runs");
    let told = String::from_utf8(output.stderr).expect("text");
    let here = directory.path().canonicalize().expect("it exists");
    assert!(told.contains(&format!("{}/taxiway-data", here.display())), "{told}");

    let made = run(&["init"]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert!(made.out.contains(text(&data)), "{}", made.out);
    assert_eq!(run(&["organisation", "list"]).code, 0);
    assert_eq!(run(&["organisation", "create", "--kind", "customer", "--name", "A"]).code, 0);
    let again = run(&["init", "--format", "json"]);
    assert_eq!((again.code, again.json()["made"].as_bool()), (0, Some(false)), "{again:?}");
    assert_eq!(run(&["organisation", "list", "--format", "json"]).json().as_array().map(Vec::len), Some(1));
}

/// An empty database of a server is no service either.
#[tokio::test]
async fn an_empty_database_of_a_server_is_refused_until_it_is_prepared() {
    let database = Database::new(Engine::Postgres).await;
    let directory = tempfile::tempdir().expect("a temporary directory");
    let url = database.url();
    let run = |arguments: &[&str]| {
        let place = ["--database", &url, "--data-dir", text(directory.path())];
        taxiway_reading(b"what the provider knows", &[&["admin"], arguments, &place].concat())
    };
    let refused = run(&["organisation", "list"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("taxiway admin init") && !refused.err.contains("postgres://"),
        "{}",
        refused.err
    );
    assert_eq!(run(&["init"]).code, 0);
    let organisation = run(&["organisation", "create", "--kind", "direct-partner", "--name", "A"]);
    let organisation = organisation.out.trim_end().to_owned();
    // The key for secrets is kept beside: a directory that is not there is not the one of the service.
    let create =
        ["identity-provider", "create", "--name", "P", "--issuer", "https://login.nordlicht.example"];
    let more = ["--client-id", "taxiway", "--group", "G=admin-agent", "--organisation", &organisation];
    let create = [&create[..], &more[..]].concat();
    let elsewhere = directory.path().join("elsewhere");
    let place = ["--database", &url, "--data-dir", text(&elsewhere)];
    let refused = taxiway_reading(b"what the provider knows", &[&["admin"], &create[..], &place].concat());
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains(text(&elsewhere)) && !elsewhere.exists(), "{}", refused.err);
    let done = run(&create);
    assert_eq!(done.code, 0, "{done:?}");
}

/// What does not exist is named, and what was typed as an id is repeated with what is expected.
#[test]
fn what_is_missing_or_no_id_is_named() {
    let office = Office::new();
    let partner = office.organisation("direct-partner", "Nordlicht IT");
    let customer = office.organisation("customer", "Skärgård Design");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let email = "nobody@x.example";
    let user = ["user", "create", "--email", "a@b.example", "--name", "A", "--role", "reader"];
    let named: [(Vec<&str>, &str); 12] = [
        (vec!["user", "disable", "--email", email], email),
        (vec!["user", "remove-passkeys", "--email", email], email),
        (vec!["password", "reset", "--email", email], email),
        (vec!["user", "list", "--organisation", nobody], nobody),
        ([&user[..], &["--organisation", nobody]].concat(), nobody),
        (vec!["tag", "create", "--customer", nobody, "--tag", "Harbour 7", "--profile", "kiosk"], nobody),
        (vec!["relationship", "create", "--customer", &customer, "--partner", nobody], nobody),
        (vec!["relationship", "create", "--customer", nobody, "--partner", &partner], nobody),
        (vec!["relationship", "end", "--customer", &customer, "--partner", &partner], &customer),
        (vec!["manufacturer", "link", "--organisation", nobody], nobody),
        (vec!["identity-provider", "delete", "--organisation", &partner, "--provider", nobody], nobody),
        (vec!["audit", "verify", "--organisation", nobody], nobody),
    ];
    for (arguments, what) in named {
        for language in ["en", "sv", "he"] {
            let ran = office.run(PASSWORD, &[&arguments[..], &["--language", language]].concat());
            assert!(ran.code != 0 && ran.out.is_empty() && ran.err.contains(what), "{arguments:?}: {ran:?}");
            assert!(
                !ran.err.contains(&taxiway_locale::plain(Locale::En, "refusal-not-found")),
                "{}",
                ran.err
            );
        }
    }
    for (arguments, list) in [
        (vec!["user", "list", "--organisation", "nordlicht"], "organisation list"),
        (
            vec!["identity-provider", "delete", "--organisation", &partner, "--provider", "nordlicht"],
            "identity-provider list",
        ),
    ] {
        let ran = office.run("", &arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("'nordlicht'") && ran.err.contains(list), "{}", ran.err);
        assert!(!ran.err.contains("UUID"), "{}", ran.err);
    }
}

#[test]
fn a_password_that_is_not_given_is_no_short_password() {
    let office = Office::new();
    let partner = office.organisation("direct-partner", "Nordlicht IT");
    let user = ["user", "create", "--email", "a@b.example", "--name", "A", "--role", "sales-agent"];
    let user = [&user[..], &["--organisation", &partner]].concat();
    for input in ["", "\n"] {
        let ran = office.run(input, &user);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("No password was given") && !ran.err.contains("short"), "{}", ran.err);
    }
    let ran = office.run("short", &user);
    assert!(ran.err.contains("Password: The password is too short. It needs at least 12"), "{}", ran.err);
}

/// A link that is printed leads to the service that runs, wherever it was told to listen.
#[test]
fn links_lead_to_the_service_that_runs() {
    let office = Office::new();
    let data = text(office.directory.path()).to_owned();
    let service = Serving::start(&["serve", "--data-dir", &data, "--listen", "127.0.0.1:0"]);
    let maker = office.organisation("manufacturer", "Kestrel Computers");
    let link = office.done("", &["manufacturer", "link", "--organisation", &maker]);
    assert!(link.starts_with(&format!("http://{}/consent/", service.address)), "{link}");
    let who = ["--email", "a@b.example", "--name", "A", "--role", "registrar"];
    let invite = [&["user", "invite", "--organisation", &maker], &who[..]].concat();
    let link = office.done("", &invite);
    let path = link.strip_prefix(&format!("http://{}", service.address)).expect("the address of the service");
    assert_eq!(service.get(path).0, 200, "it opens the page of the invitation");
    // What the configuration says counts before.
    let file = office.directory.path().join("taxiway.toml");
    std::fs::write(&file, "public-url = \"https://taxiway.example\"\n").expect("it is written");
    let link = office.done("", &[&invite[..], &["--config", text(&file)]].concat());
    assert!(link.starts_with("https://taxiway.example/welcome/"), "{link}");
    assert_eq!(service.stop(), 0);
    let help = taxiway_reading(b"", &["admin", "user", "invite", "--help"]);
    assert!(help.out.contains("public-url"), "{}", help.out);
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
