//! Whatever is done to a log past the service is found and named, and what was signed once stays provable.

mod kill;
mod long;
mod slow;

use rstest::rstest;
use taxiway_domain::audit::{AuditKey, Chain, Checkpoint, Entry, Fault, Follower, Head};
use taxiway_domain::ids::OrganisationId;
use taxiway_service::{ActivityFilter, LogExport, ServiceError};
use taxiway_store::Engine;

use self::long::written;
use crate::app::{Person, TestApp};
use crate::files::{fleet, tuples};

/// More than a check reads at a time.
const ENTRIES: u64 = 1_200;

/// Every log of the database is whole.
pub(crate) async fn all_logs_are_whole(app: &TestApp) -> usize {
    let mut logs = 0;
    let mut log = OrganisationId::from_u128(0);
    while let Some(next) = app.service.log_after(log).await.expect("it is there") {
        let found = app.service.check_log(next).await.expect("it is there");
        assert!(found.outcome.is_ok(), "{found:?}");
        (log, logs) = (next, logs + 1);
    }
    logs
}

/// What is wrong, where, and with which entry.
async fn broken(app: &TestApp, log: OrganisationId) -> (u64, Fault) {
    let found = app.service.check_log(log).await.expect("it is there").outcome.expect_err("it is broken");
    let named = found.entry.is_some();
    let no_entry_there = matches!(
        found.fault,
        Fault::Missing { .. }
            | Fault::CutOff { .. }
            | Fault::HeadChanged
            | Fault::HeadMissing
            | Fault::Unreadable
    );
    assert!(named || no_entry_there || matches!(found.fault, Fault::Reordered { .. }), "{found:?}");
    (found.sequence, found.fault)
}

/// Does something to the database, looks what a check says, and takes it back.
async fn after(app: &TestApp, log: OrganisationId, done: &str, undone: &str) -> (u64, Fault) {
    app.database.run(done).await;
    let found = broken(app, log).await;
    app.database.run(undone).await;
    assert!(
        app.service.check_log(log).await.expect("it is there").outcome.is_ok(),
        "it was taken back: {undone}"
    );
    found
}

#[rstest]
#[tokio::test]
async fn what_was_done_to_a_log_is_found_and_named(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let log = written(&app, ENTRIES).await;
    let set =
        |what: &str, sequence: i64| format!("UPDATE audit_entry SET {what} WHERE sequence = {sequence}");
    let moved = |from: i64, to: i64| set(&format!("sequence = {to}"), from);
    let all = |steps: &[String]| steps.join("; ");
    let keep = |which: &str| {
        format!(
            "CREATE TABLE kept AS SELECT * FROM audit_entry WHERE {which}; DELETE FROM audit_entry WHERE {which}"
        )
    };
    let back = "INSERT INTO audit_entry SELECT * FROM kept; DROP TABLE kept";

    let name = |name: &str| set(&format!("actor_name = '{name}'"), 700);
    assert_eq!(after(&app, log, &name("Person 0"), &name("person 0")).await, (700, Fault::Changed));
    let hide = set("folded = folded || 'x'", 700);
    let show = set("folded = substr(folded, 1, length(folded) - 1)", 700);
    assert_eq!(after(&app, log, &hide, &show).await, (700, Fault::Changed), "it is hidden from searches");
    let gone = after(&app, log, &keep("sequence BETWEEN 498 AND 501"), back).await;
    assert_eq!(gone, (498, Fault::Missing { until: 501 }));
    let swap = all(&[moved(900, -1), moved(901, 900), moved(-1, 901)]);
    assert_eq!(after(&app, log, &swap, &swap).await, (900, Fault::Reordered { stands_at: 901 }));
    let behind = after(&app, log, &moved(40, 5_000), &moved(5_000, 40)).await;
    assert_eq!(behind, (40, Fault::Reordered { stands_at: 5_000 }));
    let out_of_sight = after(&app, log, &moved(40, -5), &moved(-5, 40)).await;
    assert_eq!(out_of_sight, (40, Fault::Missing { until: 40 }));
    let cut = after(&app, log, &keep("sequence > 1190"), back).await;
    assert_eq!(cut, (1_191, Fault::CutOff { until: ENTRIES }));
    let version = after(&app, log, &set("encoding = 2", 5), &set("encoding = 1", 5)).await;
    assert_eq!(version, (5, Fault::UnknownEncoding));
    let head = |what: &str| format!("UPDATE audit_log SET {what} WHERE sequence > 900");
    let shortened = after(&app, log, &head("sequence = 1199"), &head("sequence = 1200")).await;
    assert_eq!(shortened, (1_199, Fault::HeadChanged), "what stands behind the end is seen");
    let headless = "CREATE TABLE kept AS SELECT * FROM audit_log; DELETE FROM audit_log";
    let headed = "INSERT INTO audit_log SELECT * FROM kept; DROP TABLE kept";
    assert_eq!(after(&app, log, headless, headed).await, (ENTRIES, Fault::HeadMissing));
    // Nothing of a log is left but what is kept about its end.
    let emptied = after(&app, log, &keep("sequence > 0"), back).await;
    assert_eq!(emptied, (1, Fault::CutOff { until: ENTRIES }));
}

/// SQLite takes any bytes for a text when they are written past it.
#[tokio::test]
async fn an_entry_that_cannot_be_read_is_named() {
    let app = TestApp::new(Engine::Sqlite).await;
    let log = written(&app, ENTRIES).await;
    let flip = "UPDATE audit_entry SET detail = CAST(x'7bff' AS TEXT) WHERE sequence = 801";
    let undo = "UPDATE audit_entry SET detail = '{}' WHERE sequence = 801";
    assert_eq!(after(&app, log, flip, undo).await, (801, Fault::Unreadable));
}

#[rstest]
#[tokio::test]
async fn the_logs_of_ordinary_work_are_whole(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    clerk.registers(&app, customer, &tuples(&fleet(1, 3))).await;
    app.consent_ends(customer, &clerk).await;
    assert_eq!(all_logs_are_whole(&app).await, 2);
    let nobody = app.service.check_log(OrganisationId::from_u128(1)).await;
    assert!(matches!(nobody, Err(ServiceError::NotFound)), "{nobody:?}");
}

async fn exported(who: &Person, filter: &ActivityFilter) -> (LogExport, Vec<Entry>) {
    let mut export = who.service.begin_log_export(&who.context, filter).await.expect("it is there");
    let told = export.clone();
    let mut entries = Vec::new();
    while let Some(part) = who.service.log_export_part(&who.context, &mut export).await.expect("it is there")
    {
        entries.extend(part);
    }
    (told, entries)
}

fn follow(export: &LogExport, entries: &[Entry]) -> Head {
    let mut follower = Follower::new(Chain::after(export.log, export.after.expect("nothing is left out")));
    for entry in entries {
        follower.see(entry);
    }
    follower.end(Some(export.end)).expect("it is there")
}

#[rstest]
#[tokio::test]
async fn a_log_is_taken_away_whole_or_from_a_day_on(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let log = written(&app, ENTRIES).await;
    let administrator = app.administrator(log).await;
    let (whole, entries) = exported(&administrator, &ActivityFilter::default()).await;
    assert_eq!(whole.after.map(|after| after.sequence), Some(0));
    // The account of whoever exports, and the export itself, are its last entries.
    assert_eq!((follow(&whole, &entries).sequence, entries.len() as u64), (ENTRIES + 2, ENTRIES + 2));
    assert_eq!(entries.last().unwrap().action, "audit.export");

    let from = Some(entries[999].at);
    let (part, later) = exported(&administrator, &ActivityFilter { from, ..ActivityFilter::default() }).await;
    assert_eq!(part.after, Some(Head { sequence: 999, hash: entries[998].hash }));
    assert_eq!(follow(&part, &later).sequence, ENTRIES + 3);

    let narrow = ActivityFilter { action: Some("job.submit".to_owned()), ..ActivityFilter::default() };
    let (filtered, some) = exported(&administrator, &narrow).await;
    assert_eq!((filtered.after, some.len()), (None, 400), "entries 3, 6, … 1200");
    let far = ActivityFilter { from: "2100-01-01T00:00:00Z".parse().ok(), ..ActivityFilter::default() };
    let (none, nothing) = exported(&administrator, &far).await;
    assert_eq!((none.after, nothing), (Some(none.end), vec![]));
}

#[rstest]
#[tokio::test]
async fn a_checkpoint_holds_against_a_later_export_and_not_against_another_log(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let log = written(&app, 20).await;
    let administrator = app.administrator(log).await;
    let unsigned = administrator.service.checkpoint(&administrator.context).await;
    assert!(matches!(unsigned, Err(ServiceError::Conflict("no-audit-key"))), "{unsigned:?}");
    let key = AuditKey::from_secret(&[7; 32]);
    let service = app.service.clone().signing_with(key.clone());
    let signer = Person { service: service.clone(), ..administrator.clone() };
    let made: Checkpoint = service.checkpoint(&signer.context).await.unwrap();
    assert!(made.is_genuine() && made.log == log && made.public_key == key.public());
    let (whole, entries) = exported(&signer, &ActivityFilter::default()).await;
    assert_eq!(follow(&whole, &entries), whole.end);
    let covered = &entries[usize::try_from(made.sequence).unwrap() - 1];
    assert_eq!((covered.hash, covered.action.as_str()), (made.hash, "audit.checkpoint"));
    // The key is known from then on to every process, also to those that have another.
    assert_eq!(app.service.audit_keys(&administrator.context).await.unwrap(), [key.public()]);
    let other = app.service.clone().signing_with(AuditKey::from_secret(&[8; 32]));
    assert_eq!(other.audit_keys(&administrator.context).await.unwrap().len(), 2);
}
