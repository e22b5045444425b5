//! Mails of a running service.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::harness::{Serving, taxiway_reading, text};

/// Sends a request and reads the whole answer.
fn ask(service: &Serving, request: &str) -> String {
    let mut stream = TcpStream::connect(&service.address).expect("it listens");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the answer is read");
    String::from_utf8_lossy(&answer).into_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after).next().unwrap_or_default()
}

/// The first file in a directory, as soon as there is one.
fn first_mail(directory: &Path) -> String {
    let began = Instant::now();
    loop {
        let found =
            fs::read_dir(directory).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
        let mail = found.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "eml"));
        if let Some(path) = mail {
            return fs::read_to_string(path).expect("text");
        }
        assert!(began.elapsed() < Duration::from_mins(1), "no mail came");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_running_service_writes_the_mail_whose_link_it_takes() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (data, mails) = (directory.path().join("data"), directory.path().join("mails"));
    let data_dir = ["--data-dir", text(&data)];
    let admin = |input: &str, arguments: &[&str]| {
        let ran = taxiway_reading(input.as_bytes(), &[&["admin"], arguments, &data_dir].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out.trim_end().to_owned()
    };
    admin("", &["init"]);
    let id = admin("", &["organisation", "create", "--kind", "operator", "--name", "Host"]);
    let user = ["user", "create", "--organisation", &id, "--email", "ida@host.example", "--name", "Ida"];
    admin("a long enough password", &[&user[..], &["--role", "administrator"]].concat());

    let file = directory.path().join("taxiway.toml");
    let content = format!(
        "listen = \"127.0.0.1:0\"\n[mail]\nfrom = \"Taxiway <taxiway@host.example>\"\ndirectory = \"{}\"\n",
        mails.display()
    );
    fs::write(&file, content).expect("the file is written");
    let service = Serving::start(&[&["serve", "--config", text(&file)], &data_dir[..]].concat());
    let host = &service.address;
    let form = ask(
        &service,
        &format!("GET /forgotten-password HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
    );
    let (token, cookie) =
        (between(&form, "name=\"csrf\" value=\"", "\""), between(&form, "taxiway_form=", ";"));
    let body = format!("csrf={token}&email=ida%40host.example");
    let answer = ask(
        &service,
        &format!(
            "POST /forgotten-password HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: taxiway_form={cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let mail = first_mail(&mails);
    let path = between(&mail, &format!("http://{host}"), "\r\n");
    assert!(path.starts_with("/new-password/"), "{mail}");
    let (status, page) = service.get(path);
    assert!(status == 200 && page.contains("ida@host.example"), "{status} {page}");
    assert_eq!(service.stop(), 0);
}
