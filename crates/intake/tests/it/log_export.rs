//! Exported logs: what is written is what is read, and nothing else is taken for one.

use taxiway_domain::audit::{Digest, ENCODING, Entry, Head};
use taxiway_domain::ids::{AuditEntryId, OrganisationId};
use taxiway_intake::log_export::{LogFormat, LogHead, LogSink, LogWriter, read_log};

#[derive(Default)]
struct Read {
    heads: Vec<LogHead>,
    entries: Vec<Entry>,
}

impl LogSink for Read {
    fn head(&mut self, head: LogHead) {
        self.heads.push(head);
    }

    fn entry(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

fn entry(sequence: u64) -> Entry {
    Entry {
        sequence,
        encoding: ENCODING,
        entry_id: AuditEntryId::from_u128(sequence.into()),
        at: "2026-11-20T12:00:00.000001Z".parse().expect("a moment"),
        actor_id: None,
        actor_name: "Åsa \"7\"\n".to_owned(),
        actor_organisation_id: None,
        actor_organisation: String::new(),
        on_behalf_of: None,
        on_behalf_of_name: None,
        about_id: None,
        about_name: Some("קבוצה".to_owned()),
        action: "job.submit".to_owned(),
        object_kind: "job".to_owned(),
        object_id: "7".to_owned(),
        request_id: "r".to_owned(),
        lower_role: None,
        detail: "{\"rows\": 10}".to_owned(),
        hash: Digest::BEGINNING,
    }
}

fn head(after: Option<Head>) -> LogHead {
    LogHead {
        format: LogFormat::V1,
        log: OrganisationId::from_u128(7),
        organisation: "Öst".to_owned(),
        exported_at: "2026-11-20T12:00:00Z".parse().expect("a moment"),
        after,
        end: Head { sequence: 2, hash: Digest::BEGINNING },
    }
}

fn written(head: &LogHead, entries: &[Entry]) -> String {
    let mut writer = LogWriter::new(Vec::new(), head).expect("memory");
    for entry in entries {
        writer.push(entry).expect("memory");
    }
    String::from_utf8(writer.finish().expect("memory")).expect("text")
}

fn read(text: &str) -> serde_json::Result<Read> {
    let mut read = Read::default();
    read_log(text.as_bytes(), &mut read).map(|()| read)
}

#[test]
fn what_is_written_is_read() {
    for after in [None, Some(Head { sequence: 0, hash: Digest::BEGINNING })] {
        for count in 0..3 {
            let entries: Vec<_> = (1..=count).map(entry).collect();
            let text = written(&head(after), &entries);
            let found = read(&text).unwrap();
            assert_eq!((found.heads, found.entries), (vec![head(after)], entries.clone()), "{text}");
            assert_eq!(text.lines().count() as u64, count + 2, "a line for each entry");
            // Any program may have laid it out anew.
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            assert_eq!(read(&pretty).unwrap().entries, entries);
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_no_export() {
    let text = written(&head(None), &[entry(1), entry(2)]);
    for length in (0..text.len() - 2).filter(|length| text.is_char_boundary(*length)) {
        assert!(read(&text[..length]).is_err(), "{length} of {}", text.len());
    }
}

#[test]
fn what_is_no_export_is_refused() {
    let text = written(&head(None), &[entry(1)]);
    for (changed, why) in [
        (text.replace("export-1", "export-2"), "another form"),
        (text.replace("\"format\":\"taxiway-audit-export-1\",", ""), "no form"),
        (text.replace("\"end\"", "\"ending\""), "an unknown key"),
        (text.replace("\"lower-role\":null,", ""), ""),
        (text.replace("\"detail\":", "\"details\":"), "an unknown key of an entry"),
        (text.replace("\n]}", "\n],\"more\":1}"), "something after the entries"),
        (format!("{text}{text}"), "two of them"),
        ("[]".to_owned(), "a list"),
        ("{}".to_owned(), "nothing in it"),
    ] {
        assert_eq!(read(&changed).is_err(), !why.is_empty(), "{why}: {changed}");
    }
}
