//! Receiving a file: what is kept, what is refused, and what leaves nothing behind.

use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use sha2::{Digest, Sha256};
use taxiway_domain::finding::FindingCode;
use taxiway_domain::ids::{OrganisationId, UploadId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_intake::testing::{Form, LineEnd};
use taxiway_intake::{Encoding, RowLimits};
use taxiway_service::{NewUpload, PartSizes, RowFilter, ServiceError, Settings};
use taxiway_store::Engine;

use crate::app::{ANSWERS, Person, TestApp};
use crate::files::{Line, fleet, list, list_as, tuple, tuples};

fn small_parts() -> Settings {
    Settings { parts: PartSizes { rows: 7, bytes: 8 << 20 }, ..Settings::default() }
}

/// What a maker is called where this encoding is used.
fn maker(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Windows1252 => "Geräte Süd GmbH",
        Encoding::Windows1255 => "אלקטרוניקה",
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => "Ångström ברק",
    }
}

async fn stored_bytes(app: &TestApp, customer: OrganisationId, upload: UploadId) -> Vec<u8> {
    let mut conn = app.conn().await;
    let mut bytes = Vec::new();
    for part in conn.upload_parts(customer, upload).await.expect(ANSWERS) {
        let slice = conn.upload_part(customer, upload, part.part).await.expect(ANSWERS).expect("it is there");
        bytes.extend(zstd::stream::decode_all(&slice.data[..]).expect("it is compressed"));
    }
    bytes
}

/// Uploads in this state, of everybody.
async fn uploads_in(app: &TestApp, state: &str) -> usize {
    let far: Timestamp = "2100-01-01T00:00:00Z".parse().expect("a time");
    app.conn().await.abandoned_uploads_any_tenant(state, far).await.expect(ANSWERS).len()
}

fn new_upload() -> NewUpload {
    NewUpload { file_name: "delivery.csv".to_owned(), strict: false, layout: None }
}

#[rstest]
#[tokio::test]
async fn the_slices_are_exactly_the_bytes_received_in_every_encoding(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let devices = fleet(1, 40);
    for encoding in Encoding::ALL {
        for byte_order_mark in [false, true] {
            for line_end in LineEnd::ALL {
                let form = Form { encoding, byte_order_mark, line_end, ..Form::default() };
                let lines =
                    devices.iter().map(|one| Line { manufacturer: maker(encoding).to_owned(), ..tuple(one) });
                let mut bytes = list_as(form, lines);
                bytes.extend(encoding.encode("\r\n\r\n").unwrap());
                let upload = clerk.uploads(customer, &bytes).await;

                let view = clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
                assert_eq!(view.recognition.unwrap().encoding, encoding, "{form:?}");
                assert_eq!((view.upload.total_rows, view.upload.error_rows), (40, 0), "{form:?}");
                assert_eq!(view.upload.bytes.unsigned_abs(), bytes.len() as u64, "{form:?}");
                assert_eq!(view.upload.sha256, Some(Sha256::digest(&bytes).to_vec()), "{form:?}");
                assert!(view.upload.parts > 5, "it is cut into slices");
                assert_eq!(stored_bytes(&app, customer, upload).await, bytes, "{form:?}");
            }
        }
    }
}

#[rstest]
#[case::spreadsheet(b"PK\x03\x04 the rest of a workbook".to_vec(), FindingCode::FileSpreadsheet)]
#[case::empty(Vec::new(), FindingCode::FileEmpty)]
#[case::header_only(list([]), FindingCode::FileHeaderOnly)]
#[case::too_many_rows(tuples(&fleet(1, 3_000)), FindingCode::FileTooManyRows)]
#[tokio::test]
async fn a_refused_file_keeps_its_reasons_and_cannot_be_submitted(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] bytes: Vec<u8>,
    #[case] reason: FindingCode,
) {
    let settings = Settings { row_limits: RowLimits::all(2_000), ..small_parts() };
    let app = TestApp::with(engine, settings).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let upload = clerk.sends(customer, &bytes).await.expect("a refused file is an upload too");

    let view = clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
    assert_eq!(view.upload.state, "refused");
    assert_eq!(view.refusal.unwrap().findings[0].code, reason);
    assert!(view.recognition.is_none());
    assert_eq!(view.upload.bytes.unsigned_abs(), bytes.len() as u64, "however much of it was looked at");
    assert_eq!(view.upload.sha256, Some(Sha256::digest(&bytes).to_vec()));

    let submitted = clerk.submits_with(customer, upload, taxiway_service::Submission::default()).await;
    assert!(matches!(submitted, Err(ServiceError::Conflict("upload-refused"))), "{submitted:?}");
    let preview = clerk.service.preview(&clerk.context, customer, upload, RowFilter::All, 1, 10).await;
    assert!(matches!(preview, Err(ServiceError::NotFound)), "{preview:?}");
}

#[rstest]
#[tokio::test]
async fn strict_mode_refuses_what_the_documentation_does_not_allow(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let form = Form { encoding: Encoding::Utf16Le, byte_order_mark: true, ..Form::default() };
    let bytes = list_as(form, fleet(1, 5).iter().map(tuple));
    let helpful = clerk.sends_as(customer, &bytes, false).await.unwrap();
    let strict = clerk.sends_as(customer, &bytes, true).await.unwrap();
    let state = async |upload| clerk.service.upload(&clerk.context, customer, upload).await.unwrap();
    assert_eq!(state(helpful).await.upload.state, "ready");
    let refused = state(strict).await.refusal.expect("refused in strict mode");
    assert!(
        refused.findings.iter().any(|finding| finding.code == FindingCode::StrictEncoding),
        "{refused:?}"
    );
}

#[rstest]
#[tokio::test]
async fn a_transfer_that_breaks_off_leaves_nothing(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let bytes = tuples(&fleet(1, 200));
    for cut in [0, 10, 500, bytes.len() / 2, bytes.len()] {
        let sent = Bytes::copy_from_slice(&bytes[..cut]);
        let body = stream::iter([Ok(sent), Err(std::io::Error::other("the line is dead"))]);
        let outcome = clerk.service.receive(&clerk.context, customer, new_upload(), body).await;
        assert!(matches!(outcome, Err(ServiceError::Interrupted)), "after {cut} bytes: {outcome:?}");
    }
    for state in ["receiving", "ready", "refused"] {
        assert_eq!(uploads_in(&app, state).await, 0, "{state}");
    }
}

#[rstest]
#[tokio::test]
async fn a_file_with_more_bytes_than_allowed_is_turned_away(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let bytes = tuples(&fleet(1, 200));
    let limit = bytes.len() as u64 - 1;
    let app = TestApp::with(engine, Settings { upload_bytes: limit, ..small_parts() }).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let outcome = clerk.sends(customer, &bytes).await;
    assert!(matches!(outcome, Err(ServiceError::TooLarge { limit: told }) if told == limit), "{outcome:?}");
    assert_eq!(uploads_in(&app, "receiving").await, 0);
    clerk.uploads(customer, &bytes[..bytes.len() - 2]).await;
}

#[rstest]
#[tokio::test]
async fn a_database_that_fails_while_a_file_arrives_ends_the_upload(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let bytes = tuples(&fleet(1, 4_000));
    let chunks: Vec<Bytes> = bytes.chunks(1_000).map(Bytes::copy_from_slice).collect();
    let store = app.store.clone();
    let body = stream::iter(chunks.into_iter().enumerate()).then(move |(number, chunk)| {
        let store = store.clone();
        async move {
            if number == 20 {
                store.close().await;
            }
            Ok::<_, std::io::Error>(chunk)
        }
    });
    let receiving = clerk.service.receive(&clerk.context, customer, new_upload(), body);
    let outcome = tokio::time::timeout(Duration::from_secs(20), receiving).await.expect("it does not hang");
    assert!(matches!(outcome, Err(ServiceError::Store(_))), "{outcome:?}");
}

#[rstest]
#[tokio::test]
async fn two_files_that_arrive_at_once_do_not_mix(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let files = [tuples(&fleet(1, 150)), tuples(&fleet(2, 90))];
    let sent = |bytes: &[u8]| {
        let chunks: Vec<Bytes> = bytes.chunks(301).map(Bytes::copy_from_slice).collect();
        let body = stream::iter(chunks).then(|chunk| async {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(chunk)
        });
        clerk.service.receive(&clerk.context, customer, new_upload(), body)
    };
    let (first, second) = tokio::join!(sent(&files[0]), sent(&files[1]));
    assert_eq!(stored_bytes(&app, customer, first.unwrap()).await, files[0]);
    assert_eq!(stored_bytes(&app, customer, second.unwrap()).await, files[1]);
}

#[rstest]
#[tokio::test]
async fn uploads_that_nobody_uses_are_swept_and_those_that_a_job_uses_stay(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::with(engine, small_parts()).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let used = clerk.uploads(customer, &tuples(&fleet(1, 20))).await;
    let unused = clerk.uploads(customer, &tuples(&fleet(2, 20))).await;
    clerk.submits(customer, used).await;
    // The process dies while a file arrives: nobody is left to clean up.
    let endless =
        stream::iter([Ok::<_, std::io::Error>(Bytes::from(tuples(&fleet(3, 200))))]).chain(stream::pending());
    let arriving = clerk.service.receive(&clerk.context, customer, new_upload(), endless);
    tokio::time::timeout(Duration::from_millis(300), arriving).await.expect_err("it is still arriving");
    assert_eq!(uploads_in(&app, "receiving").await, 1);

    assert_eq!(app.service.sweep_uploads().await.unwrap(), 0, "nothing is old yet");
    app.later(SignedDuration::from_hours(25));
    assert_eq!(app.service.sweep_uploads().await.unwrap(), 1, "the dead transfer");
    app.later(SignedDuration::from_hours(6 * 24));
    assert_eq!(app.service.sweep_uploads().await.unwrap(), 1, "the unused upload");
    let seen = async |upload| clerk.service.upload(&clerk.context, customer, upload).await;
    assert!(matches!(seen(unused).await, Err(ServiceError::NotFound)));
    assert_eq!(stored_bytes(&app, customer, unused).await, [0; 0]);
    seen(used).await.expect("the upload of a job stays");
}

#[rstest]
#[tokio::test]
async fn an_upload_can_be_given_up_until_a_job_uses_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let given_up = clerk.uploads(customer, &tuples(&fleet(1, 5))).await;
    let used = clerk.uploads(customer, &tuples(&fleet(2, 5))).await;
    clerk.submits(customer, used).await;
    let discard = async |upload| clerk.service.discard_upload(&clerk.context, customer, upload).await;
    discard(given_up).await.unwrap();
    assert!(matches!(discard(given_up).await, Err(ServiceError::NotFound)));
    assert!(matches!(discard(used).await, Err(ServiceError::Conflict("upload-in-use"))));
    let submitted = clerk.submits_with(customer, given_up, taxiway_service::Submission::default()).await;
    assert!(matches!(submitted, Err(ServiceError::NotFound)), "{submitted:?}");
}

#[rstest]
#[tokio::test]
async fn only_those_who_may_hand_in_files_can(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let app = TestApp::new(engine).await;
    let customer = app.customer("Contoso").await;
    let clerk = app.clerk("Fabrikam", &[customer]).await;
    let partner = OrganisationKind::DirectPartner;
    let helpdesk = app.person(clerk.organisation(), partner, "help", Role::HelpdeskAgent).await;
    let stranger = app.clerk("Northwind", &[]).await;
    let bytes = tuples(&fleet(1, 5));
    let upload = clerk.uploads(customer, &bytes).await;

    let refused = helpdesk.sends(customer, &bytes).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden { needs: "sales-agent" })), "{refused:?}");
    let refused = stranger.sends(customer, &bytes).await;
    assert!(
        matches!(refused, Err(ServiceError::NotFound)),
        "whom one does not serve, one does not know: {refused:?}"
    );
    let refused = clerk.sends(clerk.organisation(), &bytes).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "a partner is no customer: {refused:?}");

    let see = async |who: &Person| who.service.upload(&who.context, customer, upload).await;
    assert!(matches!(see(&helpdesk).await, Err(ServiceError::Forbidden { .. })));
    assert!(matches!(see(&stranger).await, Err(ServiceError::NotFound)));
    let other = app.clerk("Tailspin", &[customer]).await;
    assert!(
        matches!(see(&other).await, Err(ServiceError::NotFound)),
        "another partner's file is its own matter"
    );
    see(&app.administrator(customer).await).await.expect("the customer sees what was handed in for it");
}
