//! `taxiway demo`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::{Engine, Organisation, Store};
use taxiway_service::{
    Actor, Context, DeviceFilter, Ids, JobState, JobView, Outcome, RowResult, Service, Settings, SignIn,
    SystemClock,
};
use taxiway_testing::Database;

use crate::harness::{Serving, taxiway, text};

/// What a demo left behind, seen by the operator.
struct Aftermath {
    service: Service,
    context: Context,
    organisations: Vec<Organisation>,
}

impl Aftermath {
    async fn of(store: Store) -> Self {
        let service = Service::new(store, Arc::new(SystemClock), Ids::seeded(1), Settings::default());
        let service = service.await.expect("the service starts");
        let organisations = service.organisations().await.expect("they can be listed");
        let host = organisations.iter().find(|one| one.kind == "operator").expect("an operator");
        let actor = Actor {
            user_id: service.new_user_id(),
            name: "Ove".to_owned(),
            organisation_id: host.organisation_id,
            organisation: host.name.clone(),
            kind: OrganisationKind::Operator,
            roles: vec![Role::Administrator],
            app: None,
        };
        let context = Context::new(actor, "test".to_owned());
        Self { service, context, organisations }
    }

    fn customer(&self, name: &str) -> OrganisationId {
        self.organisations.iter().find(|one| one.name == name).expect("the customer").organisation_id
    }

    async fn jobs(&self, customer: OrganisationId) -> BTreeMap<String, JobView> {
        let page = self.service.jobs(&self.context, customer, None, 100).await.expect("jobs can be listed");
        page.jobs.into_iter().map(|job| (job.file_name.clone(), job)).collect()
    }

    async fn rows(&self, customer: OrganisationId, job: &JobView) -> BTreeMap<u64, RowResult> {
        let page = self.service.results(&self.context, customer, job.job_id, None, 1, 1_000).await;
        page.expect("results can be read").rows.into_iter().map(|row| (row.line, row)).collect()
    }
}

#[track_caller]
fn assert_row(rows: &BTreeMap<u64, RowResult>, line: u64, outcome: Outcome, code: ServiceCode) {
    let row = &rows[&line];
    assert_eq!((row.outcome, row.code), (outcome, Some(code)), "line {line}: {row:?}");
}

#[track_caller]
fn assert_finding(rows: &BTreeMap<u64, RowResult>, line: u64, code: FindingCode, used: Option<&str>) {
    let finding = rows[&line].findings.iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("line {line} lacks {code:?}: {:?}", rows[&line]));
    if used.is_some() {
        assert_eq!(finding.used.as_deref(), used, "line {line}");
    }
}

/// Every kind of row that the demo promises to show.
async fn assert_verdicts(store: Store) {
    let aftermath = Aftermath::of(store).await;
    let customer = aftermath.customer("Reederei Hafenblick");
    let jobs = aftermath.jobs(customer).await;
    assert_eq!(jobs.len(), 4);
    assert!(jobs.values().all(|job| job.state == JobState::Finished && job.done() == job.rows));

    let supplier = aftermath.rows(customer, &jobs["delivery-2043.csv"]).await;
    let (failed, already) = (Outcome::Failed, Outcome::Already);
    for line in (2..=13).chain(21..=25) {
        assert_eq!(supplier[&line].outcome, Outcome::Registered, "{:?}", supplier[&line]);
    }
    let known = &supplier[&9];
    assert_eq!(known.serial_number.as_deref(), Some("KA14-20421"), "found by its product key id alone");
    assert_row(&supplier, 14, failed, ServiceCode::NotFound);
    assert_finding(&supplier, 14, FindingCode::CatalogueNearMiss, Some("Kestrel Air 14"));
    assert_row(&supplier, 15, failed, ServiceCode::NotFound);
    assert_finding(&supplier, 15, FindingCode::NotInCatalogue, None);
    assert_row(&supplier, 16, failed, ServiceCode::InvalidHardwareHash);
    assert_finding(&supplier, 16, FindingCode::HashInvalid, Some("checksum"));
    assert_row(&supplier, 17, failed, ServiceCode::MissingSerialNumberAndProductKey);
    assert_finding(&supplier, 17, FindingCode::SpreadsheetNumber, None);
    assert_row(&supplier, 18, failed, ServiceCode::MissingSerialNumberAndProductKey);
    assert_finding(&supplier, 18, FindingCode::Placeholder, None);
    assert_eq!(supplier[&19].code, Some(ServiceCode::Duplicated));
    assert_finding(&supplier, 19, FindingCode::DuplicateInFile, Some("6"));
    assert_row(&supplier, 20, failed, ServiceCode::AssignedToOtherTenant);
    assert_eq!(supplier.len(), 24);

    let capture = aftermath.rows(customer, &jobs["AutopilotHWID.csv"]).await;
    for line in (2..=6).chain([9, 12]) {
        assert_eq!(capture[&line].outcome, Outcome::Registered, "{:?}", capture[&line]);
    }
    assert_eq!(capture[&5].group_tag.as_deref(), Some("Hafenblick_Terminal"), "the customer's own tag");
    assert_row(&capture, 7, already, ServiceCode::AlreadyAssigned);
    assert_eq!(capture[&7].device_id, supplier[&6].device_id, "captured again, with a new disk");
    assert_row(&capture, 8, already, ServiceCode::AlreadyAssigned);
    assert_finding(&capture, 9, FindingCode::OtherBoard, None);
    assert_finding(&capture, 10, FindingCode::TagUnknown, Some("Microsoft365Managed_Standard"));
    assert_finding(&capture, 11, FindingCode::TagNotSupported, None);
    assert_finding(&capture, 12, FindingCode::TagLegacy, None);
    assert_eq!(capture.len(), 11);

    let overview = aftermath.service.overview(&aftermath.context, customer).await.expect("the overview");
    assert_eq!((overview.ready, overview.pending, overview.failed), (264, 0, 8));
    assert!(overview.tags.len() >= 5 && overview.batches.len() == 4, "{overview:?}");
    let others = aftermath.customer("Skärgård Design");
    assert_eq!(aftermath.service.overview(&aftermath.context, others).await.expect("the overview").ready, 18);
    let empty = aftermath.customer("בית ספר השקד");
    let devices =
        aftermath.service.devices(&aftermath.context, empty, &DeviceFilter::default(), None, 10).await;
    assert!(devices.expect("devices can be listed").devices.is_empty());
}

#[tokio::test]
async fn the_whole_way_on_sqlite() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let data = directory.path().join("data");
    let ran = taxiway(&["demo", "--exit", "--data-dir", text(&data)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for shown in [
        "24 of 24 rows",
        "11 of 11 rows",
        "812",
        "808",
        "806",
        "Ready for user",
        "sales@nordlicht.example",
        "What the account shows",
        "The partner's clerk",
        "taxiway serve",
    ] {
        assert!(ran.out.contains(shown), "{shown} in {}", ran.out);
    }
    let url = format!("sqlite:{}", data.join("taxiway.db").display());
    assert_verdicts(Store::open(&url).await.expect("the database opens")).await;
    let again = taxiway(&["demo", "--exit", "--data-dir", text(&data)]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("taxiway serve --data-dir"), "{}", again.err);
}

#[tokio::test]
async fn the_whole_way_on_postgresql() {
    let database = Database::new(Engine::Postgres).await;
    let url = database.url();
    let ran = taxiway(&["demo", "--exit", "--database", &url]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_verdicts(database.open().await).await;
    let again = taxiway(&["demo", "--exit", "--database", &url]);
    assert_eq!(again.code, 1, "a database with organizations is never touched: {}", again.out);
}

#[test]
fn a_temporary_directory_is_removed_at_the_end() {
    let ran = taxiway(&["demo", "--exit", "--language", "he"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains(taxiway_locale::MISSING.trim()), "{}", ran.out);
    let path = ran.out.split_whitespace().find_map(|word| word.find("/tmp").map(|at| &word[at..]));
    assert!(!Path::new(path.expect("the directory is named")).exists());
}

/// `demo.json` is how programs find the portal and the people.
#[tokio::test]
async fn the_portal_is_served_with_a_sheet_of_its_people() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let data = directory.path().join("data");
    let demo = Serving::start(&["demo", "--data-dir", text(&data), "--listen", "127.0.0.1:0"]);
    let sheet: serde_json::Value =
        serde_json::from_slice(&fs::read(data.join("demo.json")).expect("the sheet")).expect("it is JSON");
    assert_eq!(sheet["portal"], format!("http://{}/", demo.address));
    assert_eq!(demo.get("/healthz").0, 200);
    let people = sheet["people"].as_array().expect("people");
    let roles: Vec<_> = people.iter().map(|person| person["role"].as_str().expect("a role")).collect();
    let expected = [
        "admin-agent",
        "sales-agent",
        "helpdesk-agent",
        "admin-agent",
        "global-administrator",
        "global-administrator",
        "global-administrator",
        "administrator",
    ];
    assert_eq!(roles, expected);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(data.join("demo.json")).expect("the sheet").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let url = format!("sqlite:{}", data.join("taxiway.db").display());
    let store = Store::open(&url).await.expect("the database opens");
    let service = Service::new(store, Arc::new(SystemClock), Ids::seeded(1), Settings::default());
    let service = service.await.expect("the service starts");
    for person in people {
        let password = SecretString::from(person["password"].as_str().expect("a password"));
        let outcome =
            service.sign_in(person["email"].as_str().expect("an e-mail address"), password, "test").await;
        assert!(matches!(outcome.expect("it can be tried"), SignIn::Done { .. }), "{}", person["email"]);
    }
    let (code, rest) = demo.stop_and_read();
    assert_eq!(code, 0);
    let begin = "sign in as sales@nordlicht.example";
    assert!(rest.contains(begin) && rest.contains("admin@hafenblick.example, the customer"), "{rest}");
}
