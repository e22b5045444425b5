//! A process that dies between act and entry leaves neither alone.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rand::RngExt;
use rstest::rstest;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::profile::DeviceProfile;
use taxiway_service::{Ids, Service, Settings, SystemClock};
use taxiway_store::{Engine, Store};
use taxiway_testing::Database;

use super::all_logs_are_whole;
use crate::app::{ANSWERS, TestApp};
use crate::audit::log;
use crate::files::rng;

/// Kills of a process at work.
const KILLS: usize = 12;
/// Acts of a process at most; it is killed long before.
const ACTS: usize = 70;
const URL: &str = "TAXIWAY_TEST_ACTOR_URL";
const PEOPLE: &str = "TAXIWAY_TEST_ACTOR_PEOPLE";
const AT_WORK: &str = "the actor is at work";

/// The process that the test kills: this test program again, told to run only this.
#[test]
#[ignore = "it is started and killed by the test beside it"]
fn actor() {
    let say = |name| std::env::var(name).expect("the test that starts this says where to act");
    let (url, people) = (say(URL), say(PEOPLE));
    let mut people = people.split(' ').map(|id| id.parse::<OrganisationId>().expect("an id"));
    let (customer, partner) = (people.next().expect("a customer"), people.next().expect("a partner"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&url).await.expect("the store opens");
        let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default());
        let service = service.await.expect("the service starts");
        println!("{AT_WORK}");
        // Two at once: one with acts that concern one log, one with acts that concern two.
        let tags = async {
            for _ in 0..ACTS {
                let tag = format!("Tag{}", service.new_user_id().to_string().replace('-', ""));
                let made = service.create_custom_tag(customer, &tag, DeviceProfile::Standard, "kill").await;
                made.expect("the tag is made");
            }
        };
        let relationships = async {
            for _ in 0..ACTS / 2 {
                // The one before may have been killed with or without a relationship.
                let _ = service.end_relationship(customer, partner, "kill").await;
                let _ = service.create_relationship(customer, partner, true, "kill").await;
            }
        };
        tokio::join!(tags, relationships);
        std::thread::sleep(Duration::from_mins(5));
    });
}

/// A child that does not outlive the test.
struct Actor(Child);

impl Actor {
    fn start(url: &str, people: &str) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut child = Command::new(program)
            .args(["--exact", "proof::kill::actor", "--ignored", "--nocapture"])
            .env(URL, url)
            .env(PEOPLE, people)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the actor starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
        assert!(lines.any(|line| line.is_ok_and(|line| line.contains(AT_WORK))), "the actor begins to act");
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }
}

impl Drop for Actor {
    /// SIGKILL: no destructor runs, no transaction is ended in order.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn neither_act_nor_entry_is_ever_alone(#[case] engine: Engine) {
    let app = TestApp::in_real_time(Database::new(engine).await, Settings::default()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[]).await;
    let administrator = app.administrator(customer).await;
    let people = format!("{customer} {}", clerk.organisation());
    let url = app.database.url();
    let mut rng = rng(11);
    let tags = async || app.conn().await.custom_tags(customer).await.expect(ANSWERS);
    for _ in 0..KILLS {
        let wanted = tags().await.len() + rng.random_range(0..ACTS / 2);
        let actor = Actor::start(&url, &people);
        while tags().await.len() < wanted {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(4).mul_f64(rng.random())).await;
        drop(actor);
    }
    // What PostgreSQL still does for a client that is gone, it has done when it answers the next one that writes.
    let service = &app.service;
    service.create_custom_tag(customer, "Last", DeviceProfile::Standard, "last").await.unwrap();
    let _ = service.end_relationship(customer, clerk.organisation(), "last").await;

    let mut made: Vec<_> = tags().await.into_iter().map(|row| row.tag).collect();
    let (ours, theirs) = (log(&administrator).await, log(&clerk).await);
    let told = |entries: &[taxiway_store::AuditEntry], action: &str| {
        let of_action = entries.iter().filter(|entry| entry.action == action);
        let mut objects: Vec<_> = of_action.map(|entry| entry.object_id.clone()).collect();
        objects.sort();
        objects
    };
    made.sort();
    assert!(made.len() > KILLS && made.len() < 1_000, "the kills hit work that went on: {}", made.len());
    assert_eq!(made, told(&ours, "tag.create"), "each tag has its entry, each entry its tag");
    let rows = app.conn().await.relationships(customer).await.expect(ANSWERS);
    assert!(rows.len() > KILLS && rows.len() < 1_000, "{}", rows.len());
    let mut relationships: Vec<_> = rows.iter().map(|row| row.relationship_id.to_string()).collect();
    relationships.sort();
    for entries in [&ours, &theirs] {
        assert_eq!(relationships, told(entries, "relationship.approve"));
        assert_eq!(relationships, told(entries, "relationship.end"), "all of them are over by now");
    }
    assert!(rows.iter().all(|row| row.state == "ended"));
    assert_eq!(all_logs_are_whole(&app).await, 2);
}
