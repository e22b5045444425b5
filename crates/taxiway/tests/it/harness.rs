//! Runs the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{Actor, Context, Service};

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// The program with these arguments; nothing of the tests' environment reaches it.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taxiway"));
    command.args(arguments).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program to its end.
#[track_caller]
pub(crate) fn taxiway(arguments: &[&str]) -> Ran {
    ended(command(arguments).spawn().expect("the program starts"))
}

/// Runs the program with this on its standard input.
#[track_caller]
pub(crate) fn taxiway_reading(input: &[u8], arguments: &[&str]) -> Ran {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that has refused the file reads no further.
        let _ = stdin.write_all(&input);
    });
    let ran = ended(child);
    writer.join().expect("the input was written");
    ran
}

fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// A running service or demo.
pub(crate) struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Host and port.
    pub(crate) address: String,
}

impl Serving {
    /// Starts it and waits until it says where it listens.
    #[track_caller]
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(out.read_line(&mut line).expect("output is read") > 0, "it ended before it listened");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().expect("host and port").to_owned();
            }
        };
        Self { child, out, address }
    }

    /// Status and body of a page.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout can be set");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the answer is read");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_owned())
    }

    /// Its number among the processes.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop.
    pub(crate) fn ask_to_stop(&self) {
        let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status();
        assert!(asked.expect("the shell starts").success());
    }

    /// Whether it has not ended yet.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none()
    }

    /// Asks it to stop, waits, and gives the exit code.
    pub(crate) fn stop(self) -> i32 {
        self.stop_and_read().0
    }

    /// As [`Self::stop`], with what it printed after its address.
    pub(crate) fn stop_and_read(mut self) -> (i32, String) {
        self.ask_to_stop();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("output is read");
        let status = self.child.wait().expect("it ends");
        (status.code().expect("it ended by itself"), rest)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Only a failed test leaves it running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An admin agent of a partner, and a customer who consented to it.
pub(crate) async fn partner_and_customer(service: &Service) -> (Context, OrganisationId) {
    let make = async |kind, name| {
        service.create_organisation(kind, name, None, "test").await.expect("it is created")
    };
    let partner = make(OrganisationKind::DirectPartner, "Nordlicht IT").await;
    let customer = make(OrganisationKind::Customer, "Skärgård Design").await.organisation_id;
    let consent = service.create_relationship(customer, partner.organisation_id, false, "test").await;
    consent.expect("the customer consents");
    let actor = Actor {
        user_id: service.new_user_id(),
        name: "Timo".to_owned(),
        organisation_id: partner.organisation_id,
        organisation: partner.name,
        kind: OrganisationKind::DirectPartner,
        roles: vec![Role::AdminAgent],
        app: None,
    };
    (Context::new(actor, "test".to_owned()), customer)
}
