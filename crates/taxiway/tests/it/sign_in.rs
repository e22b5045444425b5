//! Ways to sign in beside the password: the command that sets them up, and what the service then offers.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Ran, Serving, taxiway_reading, text};

const SECRET: &str = "what-the-provider-knows";

/// Sets up in a data directory of its own.
fn admin(directory: &Path, input: &str, arguments: &[&str]) -> Ran {
    let all = [&["admin"], arguments, &["--data-dir", text(directory)]].concat();
    taxiway_reading(input.as_bytes(), &all)
}

#[track_caller]
fn done(directory: &Path, input: &str, arguments: &[&str]) -> String {
    let ran = admin(directory, input, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out.trim_end().to_owned()
}

fn office() -> (TempDir, String) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    done(directory.path(), "", &["init"]);
    let create = ["organisation", "create", "--kind", "direct-partner", "--name", "Nordlicht IT"];
    let organisation = done(directory.path(), "", &create);
    (directory, organisation)
}

fn provider<'a>(organisation: &'a str, group: &'a str, issuer: &'a str) -> Vec<&'a str> {
    let create = ["identity-provider", "create", "--organisation", organisation, "--name", "Nordlicht Login"];
    let there =
        ["--issuer", issuer, "--client-id", "taxiway", "--group", group, "--domain", "Nordlicht.example"];
    [&create[..], &there[..]].concat()
}

#[test]
fn an_operator_sets_a_provider_up_and_removes_it() {
    let (directory, organisation) = office();
    let path = directory.path();
    let create = provider(&organisation, "Admins = here=admin-agent", "https://login.nordlicht.example");
    let id = done(path, &format!("{SECRET}\n"), &create);
    let list = ["identity-provider", "list", "--organisation", &organisation];
    assert_eq!(done(path, "", &list), format!("{id}  Nordlicht Login  https://login.nordlicht.example"));
    let listed = admin(path, "", &[&list[..], &["--format", "json"]].concat());
    let line = &listed.json()[0];
    assert_eq!(line["groups"][0]["group"], "Admins = here", "the last = is between group and role");
    assert_eq!(
        (&line["groups"][0]["role"], &line["domains"][0]),
        (&"admin-agent".into(), &"nordlicht.example".into())
    );
    assert!(!listed.out.contains(SECRET));
    for entry in fs::read_dir(path).expect("the data directory") {
        let file = entry.expect("an entry").path();
        let bytes = fs::read(&file).expect("a file");
        let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!found, "the secret stands in {}", file.display());
    }
    let delete = ["identity-provider", "delete", "--organisation", &organisation, "--provider", &id];
    assert!(done(path, "", &delete).contains("was removed"));
    assert_eq!(done(path, "", &list), "");
    assert_eq!(admin(path, "", &delete).code, 1, "it is gone");
    let allow = ["identity-provider", "allow-passwords", "--organisation", &organisation];
    assert!(done(path, "", &allow).contains("taken again"));
    assert!(done(path, "", &["audit", "verify"]).contains("intact"), "each act is in the log");
}

#[cfg(unix)]
#[test]
fn the_key_of_the_secrets_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (directory, organisation) = office();
    let key = directory.path().join("vault-key");
    assert!(!key.exists(), "nothing was sealed yet");
    let create = provider(&organisation, "Admins=admin-agent", "https://login.nordlicht.example");
    done(directory.path(), SECRET, &create);
    let first = fs::read_to_string(&key).expect("the key");
    assert_eq!(fs::metadata(&key).expect("the key").permissions().mode() & 0o777, 0o600);
    assert_eq!(first.trim_end().len(), 64);
    fs::write(&key, "not a key\n").expect("it is written");
    let another = create.iter().map(|one| if *one == "Nordlicht.example" { "b.example" } else { one });
    let refused = admin(directory.path(), SECRET, &another.collect::<Vec<_>>());
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("not set up here"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&key).expect("the key"), "not a key\n", "a key is never replaced");
}

#[test]
fn what_cannot_be_used_is_refused_in_words() {
    let (directory, organisation) = office();
    let path = directory.path();
    for (group, issuer, input, code, words) in [
        ("Admins", "https://x.example", SECRET, 2, "GROUP=ROLE"),
        ("Admins=boss", "https://x.example", SECRET, 2, "admin-agent"),
        ("Admins=registrar", "https://x.example", SECRET, 1, "registrar"),
        ("Admins=admin-agent", "http://x.example", SECRET, 1, "https"),
        ("Admins=admin-agent", "https://x.example", "", 1, "No client secret was given"),
    ] {
        let ran = admin(path, input, &provider(&organisation, group, issuer));
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{ran:?}");
        assert!(ran.err.contains(words) && !ran.err.contains(SECRET), "{}", ran.err);
    }
}

/// Browsers make passkeys under names only: where the portal is reached by an address, none are offered.
#[test]
fn passkeys_are_offered_where_browsers_make_them() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for (name, passkeys) in [("localhost", true), ("127.0.0.1", false)] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let file = directory.path().join("taxiway.toml");
        let configuration = format!("public-url = \"http://{name}:{}\"\n", address.port());
        fs::write(&file, configuration).expect("it is written");
        let (listen, data) = (address.to_string(), directory.path().join("data"));
        let service = Serving::start(&[
            "serve",
            "--config",
            text(&file),
            "--listen",
            &listen,
            "--data-dir",
            text(&data),
        ]);
        let (status, page) = service.get("/sign-in");
        assert_eq!(status, 200);
        assert_eq!(page.contains("data-passkey"), passkeys, "{name}");
        assert!(page.contains("/sign-in/organisation"), "providers need no name");
        assert_eq!(service.stop(), 0);
    }
}
