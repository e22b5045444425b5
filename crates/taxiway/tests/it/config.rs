//! `taxiway config`, and what a configuration does.

use std::fs;

use crate::harness::{Serving, taxiway, text};

#[test]
fn what_is_printed_can_be_used_as_it_is() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let printed = taxiway(&["config"]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let file = directory.path().join("taxiway.toml");
    fs::write(&file, &printed.out).expect("the file is written");
    let data = directory.path().join("data");
    let place = ["--config", text(&file), "--data-dir", text(&data)];
    let ran = taxiway(&[&["admin", "init"], &place[..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = taxiway(&[&["admin", "organisation", "list"], &place[..]].concat());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(data.join("taxiway.db").exists(), "the flag counts before the file");
}

#[test]
fn a_key_that_does_not_exist_is_named_with_its_file() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("taxiway.toml");
    fs::write(&file, "[log]\nlevel = \"debug\"\n").expect("the file is written");
    let ran = taxiway(&["serve", "--config", text(&file)]);
    assert_eq!(ran.code, 1);
    let expected = format!("taxiway: cannot use {}: unknown key `log.level`; known are log.", file.display());
    assert!(ran.err.starts_with(&expected), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "said once: {}", ran.err);
}

#[test]
fn a_configuration_file_counts_for_the_service() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (file, data) = (directory.path().join("taxiway.toml"), directory.path().join("data"));
    let content = format!("listen = \"127.0.0.1:0\"\ndata-dir = \"{}\"\n", data.display());
    fs::write(&file, content).expect("the file is written");
    let service = Serving::start(&["serve", "--config", text(&file)]);
    assert!(data.join("taxiway.db").exists());
    assert_eq!(service.get("/healthz").0, 200);
    assert_eq!(service.stop(), 0);
}
