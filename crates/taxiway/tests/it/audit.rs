//! `taxiway admin audit` and `taxiway audit`.

use std::path::PathBuf;
use std::sync::Arc;

use taxiway_domain::audit::{AuditKey, Checkpoint};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_intake::log_export::{LogFormat, LogHead, LogWriter};
use taxiway_service::store::Store;
use taxiway_service::{ActivityFilter, Actor, Context, Ids, Service, Settings, SystemClock};
use taxiway_testing::Database;
use tempfile::TempDir;

use crate::harness::{Ran, Serving, taxiway, taxiway_reading, text};

/// An operator's data directory, and the service over it in this process.
struct Office {
    directory: TempDir,
    service: Service,
    context: Context,
}

fn key() -> AuditKey {
    AuditKey::from_secret(&[7; 32])
}

impl Office {
    async fn new() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let url = format!("sqlite:{}", directory.path().join("taxiway.db").display());
        let store = Store::open(&url).await.expect("the database opens");
        let service = Service::new(store, Arc::new(SystemClock), Ids::from_system(), Settings::default());
        let service = service.await.expect("the service starts").signing_with(key());
        let kind = OrganisationKind::Customer;
        let made = service.create_organisation(kind, "Skärgård Design", None, "setup").await.expect("made");
        let actor = Actor {
            user_id: service.new_user_id(),
            name: "Åsa".to_owned(),
            organisation_id: made.organisation_id,
            organisation: made.name,
            kind,
            roles: vec![Role::GlobalReader],
            app: None,
        };
        let context = Context::new(actor, "test".to_owned());
        let office = Self { directory, service, context };
        office.acts(6).await;
        office
    }

    fn customer(&self) -> OrganisationId {
        self.context.actor.organisation_id
    }

    /// So many acts about the customer.
    async fn acts(&self, count: usize) {
        for _ in 0..count {
            let tag = format!("Tag{}", self.service.new_user_id().to_string().replace('-', ""));
            let profile = taxiway_domain::profile::DeviceProfile::Standard;
            self.service.create_custom_tag(self.customer(), &tag, profile, "test").await.expect("made");
        }
    }

    /// A way past the service: the tests' own handle on the file.
    async fn tampers(&self, sql: &str) {
        let database = Database::Sqlite { directory: tempfile::tempdir().expect("a temporary directory") };
        if let Database::Sqlite { directory } = &database {
            let link = directory.path().join("test.db");
            std::os::unix::fs::symlink(self.path("taxiway.db"), link).expect("a link");
        }
        database.run(sql).await;
    }

    fn verify(&self, more: &[&str]) -> Ran {
        let data = text(self.directory.path());
        taxiway(&[&["admin", "audit", "verify", "--data-dir", data], more].concat())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The log as the portal gives it.
    async fn exports(&self, name: &str, filter: ActivityFilter) -> PathBuf {
        let (service, context) = (&self.service, &self.context);
        let mut export = service.begin_log_export(context, &filter).await.expect("it may be exported");
        let head = LogHead {
            format: LogFormat::V1,
            log: export.log,
            organisation: context.actor.organisation.clone(),
            exported_at: export.at,
            after: export.after,
            end: export.end,
        };
        let mut writer = LogWriter::new(Vec::new(), &head).expect("memory");
        while let Some(part) = service.log_export_part(context, &mut export).await.expect("it goes on") {
            for entry in &part {
                writer.push(entry).expect("memory");
            }
        }
        let path = self.path(name);
        std::fs::write(&path, writer.finish().expect("memory")).expect("a file");
        path
    }

    async fn checkpoint(&self, name: &str) -> (Checkpoint, PathBuf) {
        let made = self.service.checkpoint(&self.context).await.expect("it is signed");
        let path = self.path(name);
        std::fs::write(&path, serde_json::to_string(&made).expect("JSON")).expect("a file");
        (made, path)
    }
}

fn verify_export(more: &[&str]) -> Ran {
    taxiway(&[&["audit", "verify-export"], more].concat())
}

#[tokio::test]
async fn logs_that_are_whole_are_said_to_be() {
    let office = Office::new().await;
    let ran = office.verify(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let expected = format!("Skärgård Design ({}): intact, 7 entries, hash ", office.customer());
    assert!(ran.out.starts_with(&expected) && ran.out.lines().count() == 1, "{}", ran.out);
    let one = office.verify(&["--organisation", &office.customer().to_string(), "--format", "json"]);
    assert_eq!(one.code, 0);
    let json = one.json();
    assert_eq!((&json["intact"], &json["logs"][0]["entries"]), (&true.into(), &7.into()), "{json}");
    for language in ["sv", "he"] {
        assert!(!office.verify(&["--language", language]).out.contains(taxiway_locale::MISSING.trim()));
    }
}

#[tokio::test]
async fn what_cannot_be_checked_has_a_code_of_its_own() {
    let office = Office::new().await;
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(office.verify(&["--organisation", nobody]).code, 2);
    assert_eq!(office.verify(&["--organisation", "x"]).code, 2);
    let empty = tempfile::tempdir().expect("a temporary directory");
    let ran = taxiway(&["admin", "audit", "verify", "--data-dir", text(empty.path())]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "a database that is not there is not whole: {ran:?}");
    assert!(!empty.path().join("taxiway.db").exists(), "and none is made");
}

#[tokio::test]
async fn the_first_broken_entry_is_named() {
    let office = Office::new().await;
    office.tampers("UPDATE audit_entry SET object_kind = 'tagg' WHERE sequence = 4").await;
    let ran = office.verify(&[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.out.contains("BROKEN at entry 4: the entry or its hash is not what was written (entry id "),
        "{}",
        ran.out
    );
    let json = office.verify(&["--format", "json"]).json();
    let broken = &json["logs"][0]["broken"];
    assert_eq!(
        (&json["intact"], &broken["sequence"], &broken["fault"]),
        (&false.into(), &4.into(), &"changed".into())
    );
    assert!(ran.out.contains(broken["entry"].as_str().expect("its id")), "{json}");
    office.tampers("UPDATE audit_entry SET object_kind = 'tag' WHERE sequence = 4").await;
    office.tampers("DELETE FROM audit_entry WHERE sequence > 5").await;
    let ran = office.verify(&[]);
    assert!(
        ran.out.contains("BROKEN at entry 6: the end is cut off: entries 6 to 7 are missing"),
        "{}",
        ran.out
    );
    for language in ["sv", "he"] {
        let said = office.verify(&["--language", language]).out;
        assert!(said.contains('6') && !said.contains(taxiway_locale::MISSING.trim()), "{said}");
    }
}

/// A customer keeps a checkpoint, exports later, and needs nothing of ours to check one against the other.
#[tokio::test]
async fn a_checkpoint_holds_against_a_later_export() {
    let office = Office::new().await;
    let (made, checkpoint) = office.checkpoint("checkpoint.json").await;
    office.acts(3).await;
    let export = office.exports("later.json", ActivityFilter::default()).await;
    let (checkpoint, export) = (text(&checkpoint), text(&export));
    let alone = verify_export(&[export]);
    assert_eq!(alone.code, 0, "{alone:?}");
    assert!(alone.out.contains("intact, 12 entries"), "{}", alone.out);
    let key = key().public().to_string();
    let held = verify_export(&["--checkpoint", checkpoint, "--public-key", &key, export]);
    assert_eq!((held.code, held.err.as_str()), (0, ""), "{held:?}");
    assert!(held.out.contains(&format!("entry {} is what was signed", made.sequence)), "{}", held.out);
    let by_itself = verify_export(&["--checkpoint", checkpoint, export]);
    assert!(by_itself.code == 0 && by_itself.out.contains("Compare it"), "{by_itself:?}");
    let json = verify_export(&["--checkpoint", checkpoint, "--format", "json", export]).json();
    assert_eq!(
        (&json["intact"], &json["checkpoint"], &json["last"]),
        (&true.into(), &"holds".into(), &12.into())
    );
    let piped = std::fs::read(export).expect("the export");
    let ran = taxiway_reading(&piped, &["audit", "verify-export", "--checkpoint", checkpoint, "-"]);
    assert_eq!(ran.code, 0, "{ran:?}");

    // From a day on, as long as the signed entry is in it or comes right before it.
    let from = Some(made.at);
    let part = office.exports("part.json", ActivityFilter { from, ..ActivityFilter::default() }).await;
    assert_eq!(verify_export(&["--checkpoint", checkpoint, text(&part)]).code, 0);
}

#[tokio::test]
async fn a_log_written_anew_does_not_fit_an_old_checkpoint() {
    let office = Office::new().await;
    let (_, checkpoint) = office.checkpoint("checkpoint.json").await;
    let export = office.exports("later.json", ActivityFilter::default()).await;
    let text_of = std::fs::read_to_string(&export).expect("the export");
    // Everything from the third entry on is made to fit a lie.
    let mut document: serde_json::Value = serde_json::from_str(&text_of).expect("JSON");
    let mut previous = taxiway_domain::audit::Digest::BEGINNING;
    for entry in document["entries"].as_array_mut().expect("entries") {
        let mut changed: taxiway_domain::audit::Entry =
            serde_json::from_value(entry.clone()).expect("an entry");
        if changed.sequence == 3 {
            changed.actor_name = "somebody else".to_owned();
        }
        changed.hash = changed.seal(office.customer(), previous);
        previous = changed.hash;
        *entry = serde_json::to_value(changed).expect("JSON");
    }
    document["end"]["hash"] = previous.to_string().into();
    let forged = office.path("forged.json");
    std::fs::write(&forged, document.to_string()).expect("a file");
    assert_eq!(verify_export(&[text(&forged)]).code, 0, "its own chain is whole");
    let ran = verify_export(&["--checkpoint", text(&checkpoint), text(&forged)]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("does NOT hold"), "{}", ran.out);

    // Cut off before the signed entry, with an end that says so.
    let entries = document["entries"].as_array_mut().expect("entries");
    entries.truncate(5);
    let hash = entries[4]["hash"].clone();
    (document["end"]["sequence"], document["end"]["hash"]) = (5.into(), hash);
    std::fs::write(&forged, document.to_string()).expect("a file");
    let ran = verify_export(&["--checkpoint", text(&checkpoint), text(&forged)]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("the export ends at entry 5"), "{}", ran.out);
}

#[tokio::test]
async fn what_was_done_to_an_export_is_named() {
    let office = Office::new().await;
    let export = office.exports("whole.json", ActivityFilter::default()).await;
    let whole = std::fs::read_to_string(&export).expect("the export");
    let lines: Vec<&str> = whole.lines().collect();
    let told = |lines: &[&str], language: &str| {
        let path = office.path("changed.json");
        std::fs::write(&path, lines.join("\n")).expect("a file");
        verify_export(&["--language", language, text(&path)])
    };
    assert_eq!(told(&lines, "en").code, 0);
    let flipped: Vec<String> =
        lines.iter().map(|line| line.replace("\"sequence\":4,", "\"sequence\":4, ")).collect();
    assert_eq!(
        told(&flipped.iter().map(String::as_str).collect::<Vec<_>>(), "en").code,
        0,
        "white space is none of it"
    );
    let changed: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| if n == 4 { line.replace("tag.create", "tag.creatf") } else { (*line).to_owned() })
        .collect();
    let ran = told(&changed.iter().map(String::as_str).collect::<Vec<_>>(), "en");
    assert!(ran.code == 1 && ran.out.contains("BROKEN at entry 4: the entry or its hash"), "{ran:?}");
    let mut removed = lines.clone();
    removed.remove(4);
    let ran = told(&removed, "en");
    assert!(ran.code == 1 && ran.out.contains("BROKEN at entry 4: entries 4 to 4 are missing"), "{ran:?}");
    let mut swapped = lines.clone();
    swapped.swap(4, 5);
    let ran = told(&swapped, "sv");
    assert!(ran.code == 1 && ran.out.contains("BRUTEN vid post 4"), "{ran:?}");
    assert!(told(&swapped, "en").out.contains("stands at place 5"));
    // A download that broke off is no JSON, and says so.
    let ran = told(&lines[..5], "en");
    assert!(ran.code == 2 && ran.err.contains("cut off"), "{ran:?}");
}

#[tokio::test]
async fn what_does_not_belong_together_is_refused() {
    let office = Office::new().await;
    let other = Office::new().await;
    let (made, checkpoint) = office.checkpoint("checkpoint.json").await;
    let checkpoint = text(&checkpoint);
    let export = office.exports("whole.json", ActivityFilter::default()).await;
    let export = text(&export);
    let foreign = other.exports("whole.json", ActivityFilter::default()).await;
    assert_eq!(verify_export(&["--checkpoint", checkpoint, text(&foreign)]).code, 2, "another log");
    let narrow = ActivityFilter { action: Some("tag.create".to_owned()), ..ActivityFilter::default() };
    let filtered = office.exports("filtered.json", narrow).await;
    let ran = verify_export(&[text(&filtered)]);
    assert!(ran.code == 2 && ran.err.contains("with a filter"), "{ran:?}");
    let late = ActivityFilter { from: Some(office.service.now()), ..ActivityFilter::default() };
    office.acts(2).await;
    let late = office.exports("late.json", late).await;
    let ran = verify_export(&["--checkpoint", checkpoint, text(&late)]);
    assert!(ran.code == 2 && ran.err.contains("after the checkpoint's entry"), "{ran:?}");

    let forged = office.path("forged.json");
    let lie = Checkpoint { sequence: made.sequence - 1, ..made.clone() };
    std::fs::write(&forged, serde_json::to_string(&lie).expect("JSON")).expect("a file");
    let ran = verify_export(&["--checkpoint", text(&forged), export]);
    assert!(ran.code == 1 && ran.err.contains("signature is wrong"), "{ran:?}");
    let strange = AuditKey::from_secret(&[8; 32]).public().to_string();
    let ran = verify_export(&["--checkpoint", checkpoint, "--public-key", &strange, export]);
    assert!(ran.code == 1 && ran.err.contains("another key"), "{ran:?}");
    for (arguments, why) in [
        (vec!["--checkpoint", export, export], "an export is no checkpoint"),
        (vec!["--checkpoint", checkpoint, checkpoint], "a checkpoint is no export"),
        (vec!["--checkpoint", "nowhere.json", export], "there is no such file"),
        (vec!["--public-key", "9f", "--checkpoint", checkpoint, export], "that is no key"),
        (vec!["--public-key", &strange, export], "a key alone checks nothing"),
    ] {
        let ran = verify_export(&arguments);
        assert!(ran.code == 2 && !ran.err.is_empty(), "{why}: {ran:?}");
        assert!(!ran.err.contains(taxiway_locale::MISSING.trim()), "{}", ran.err);
    }
}

/// The key is made once, readable for its owner only, and kept.
#[test]
fn a_server_keeps_its_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().expect("a temporary directory");
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--data-dir", text(directory.path())];
    let path = directory.path().join("audit-key");
    let mut keys = Vec::new();
    for _ in 0..2 {
        assert_eq!(Serving::start(&arguments).stop(), 0);
        keys.push(std::fs::read_to_string(&path).expect("the key"));
        let mode = std::fs::metadata(&path).expect("the key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(keys[0], keys[1]);
    assert!(AuditKey::from_hex(keys[0].trim_end()).is_ok());
    let beside: Vec<_> = std::fs::read_dir(directory.path())
        .expect("a directory")
        .map(|file| file.expect("a file").file_name())
        .collect();
    assert!(!beside.iter().any(|name| name.to_string_lossy().starts_with("audit-key-")), "{beside:?}");
    // A key that cannot be used is not replaced, and the service runs without it.
    std::fs::write(&path, "damaged").expect("a file");
    assert_eq!(Serving::start(&arguments).stop(), 0);
    assert_eq!(std::fs::read_to_string(&path).expect("the key"), "damaged");
}
