//! Every statement prepares on both engines, and none walks through a large table.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Column, Executor, PgConnection, Row, SqlSafeStr, Statement};
use taxiway_store::Engine;
use taxiway_store::inventory::{Entry, statements};

use crate::harness::store;

/// Tables that grow with devices, files, people or time.
const LARGE: &[&str] = &[
    "device",
    "claim_tuple",
    "claim_product_key",
    "claim_endorsement_key",
    "claim_uuid",
    "claim_hardware",
    "device_hash",
    "device_event",
    "device_count",
    "job",
    "job_part",
    "job_request",
    "upload",
    "upload_part",
    "batch",
    "audit_entry",
    "audit_log",
    "session",
    "user_account",
    "catalogue_device",
    "organisation",
    "relationship",
    "relationship_event",
    "consent_request",
    "standing_link",
    "organisation_region",
    "custom_tag",
    "identity_provider",
    "identity_provider_group",
    "identity_provider_domain",
    "sign_in_policy",
    "sign_in_flow",
    "external_identity",
    "passkey",
    "passkey_challenge",
    "second_factor",
    "invitation",
    "password_reset",
    "mail",
    "app",
    "app_secret",
    "access_token",
    "api_request",
    "job_approval",
    "deregistration",
    "deployment_profile",
    "device_profile",
    "assignment",
    "request_made",
    "device_run",
    "device_order",
];

/// Statements that may walk through a table, and why.
const EXEMPT: &[(&str, &str)] = &[
    ("organisation.ALL_OF_THEM", "the operator's list, limited to a thousand"),
    ("organisation.FOUND", "the operator's search for a part of a name"),
    ("organisation.COUNT_FOUND", "the operator's search for a part of a name"),
    ("organisation.ALL_CUSTOMERS", "the operator's search for a part of a name"),
    ("organisation.COUNT_ALL_CUSTOMERS", "the operator's search for a part of a name"),
    ("mail.WAITING", "rows are gone once sent: what waits is few"),
];

/// Indexes that hold open work only: walking through them is walking through the work that waits.
const QUEUES: &[&str] =
    &["job_part_open", "deregistration_open", "job_approval_waiting", "job_approval_expiry"];

fn may_scan(entry: &Entry) -> bool {
    EXEMPT.iter().any(|(name, _)| *name == entry.name)
}

#[tokio::test]
async fn every_statement_prepares_with_the_same_columns_on_both_engines() {
    let (sqlite, postgres) = (store(Engine::Sqlite).await, store(Engine::Postgres).await);
    let (mut lite, mut pg) = (sqlite.database.raw_sqlite().await, postgres.database.raw_postgres().await);
    let mut columns = [Vec::new(), Vec::new()];
    for Entry { name, sql } in statements(Engine::Sqlite) {
        let statement =
            (&mut lite).prepare(sql.into_sql_str()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let names: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        columns[0].push((name, names));
    }
    for Entry { name, sql } in statements(Engine::Postgres) {
        let statement =
            (&mut pg).prepare(sql.into_sql_str()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let names: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        columns[1].push((name, names));
    }
    // What only one engine runs needs no twin.
    let names = |engine: usize| columns[engine].iter().map(|(name, _)| *name).collect::<BTreeSet<_>>();
    let both: BTreeSet<_> = names(0).intersection(&names(1)).copied().collect();
    let [sqlite, postgres] =
        columns.map(|all| all.into_iter().filter(|(name, _)| both.contains(name)).collect::<Vec<_>>());
    assert!(both.len() > 60, "{}", both.len());
    assert_eq!(sqlite, postgres);
}

#[test]
fn names_are_unique_and_every_exemption_is_needed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let all = statements(engine);
        let names: BTreeSet<_> = all.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), all.len());
        for (name, _) in EXEMPT {
            assert!(names.contains(name), "{name} is exempt but does not exist");
        }
    }
}

#[test]
fn every_statement_on_tenant_owned_rows_demands_the_tenant() {
    // Whole-service work of the runner and the sweeper; their methods carry `any_tenant` in their names.
    const ANY_TENANT: &[&str] =
        &["job.LEASE", "job.OPEN_ANYWHERE", "upload.ABANDONED", "deregistration.OPEN_ANYWHERE"];
    const OWNED: &[&str] = &[
        "device",
        "device_hash",
        "device_event",
        "device_count",
        "job",
        "job_part",
        "upload",
        "upload_part",
        "batch",
        "custom_tag",
        "relationship_event",
        "job_approval",
        "deregistration",
        "deployment_profile",
        "device_profile",
        "assignment",
        "device_run",
        "device_order",
        "device_gone",
    ];
    for entry in statements(Engine::Postgres).into_iter().filter(|entry| !ANY_TENANT.contains(&entry.name)) {
        let words: Vec<&str> = entry.sql.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let owned = words
            .windows(2)
            .any(|pair| matches!(pair[0], "FROM" | "JOIN" | "INTO" | "UPDATE") && OWNED.contains(&pair[1]));
        assert!(
            !owned || words.contains(&"tenant_id"),
            "{} does not name the tenant: {}",
            entry.name,
            entry.sql
        );
    }
}

#[tokio::test]
async fn no_statement_walks_through_a_large_table_of_sqlite() {
    let store = store(Engine::Sqlite).await;
    let mut conn = store.database.raw_sqlite().await;
    let mut walks = Vec::new();
    for entry in statements(Engine::Sqlite) {
        let sql = format!("EXPLAIN QUERY PLAN {}", entry.sql);
        let plan = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut conn).await.unwrap();
        for detail in plan.iter().map(|row| row.get::<String, _>("detail")) {
            if !is_harmless(&detail, &entry) {
                walks.push(format!("{}: {detail}", entry.name));
            }
        }
    }
    assert_eq!(walks, [] as [String; 0]);
}

/// Whether a line of SQLite's plan is anything but a walk through a table that can be large.
fn is_harmless(detail: &str, entry: &Entry) -> bool {
    let Some(target) = detail.strip_prefix("SCAN ") else { return true };
    let table = target.split(' ').next().unwrap_or_default();
    // Tables read under another name keep their place in the text: "FROM device d" is explained as "SCAN d".
    let is_large =
        LARGE.iter().any(|large| table == *large || entry.sql.contains(&format!("{large} {table} ")));
    !is_large || QUEUES.iter().any(|queue| target.contains(queue)) || may_scan(entry)
}

#[tokio::test]
async fn no_statement_walks_through_a_large_table_of_postgresql() {
    let store = store(Engine::Postgres).await;
    let mut conn = store.database.raw_postgres().await;
    fill(&mut conn).await;
    // Plans as they are made for any value; a walk appears only where there is no other way.
    for setting in ["SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off"] {
        sqlx::raw_sql(setting).execute(&mut conn).await.unwrap();
    }
    let mut walks = Vec::new();
    for entry in statements(Engine::Postgres).into_iter().filter(|entry| !may_scan(entry)) {
        for plan in explain(&mut conn, &entry).await {
            collect_walks(&plan["Plan"], entry.name, &mut walks);
        }
    }
    assert_eq!(walks, [] as [String; 0]);
}

async fn explain(conn: &mut PgConnection, entry: &Entry) -> Vec<serde_json::Value> {
    let prepare = format!("PREPARE listed AS {}", entry.sql);
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *conn).await.unwrap();
    let parameters =
        (1..30).take_while(|n| entry.sql.contains(&format!("${n}"))).map(|_| "NULL").collect::<Vec<_>>();
    let list = if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(",")) };
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE listed{list}");
    let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut *conn).await.unwrap();
    sqlx::raw_sql("DEALLOCATE listed").execute(&mut *conn).await.unwrap();
    let text: String = rows[0].get_unchecked_text();
    serde_json::from_str(&text).unwrap()
}

/// The text of a plan, whose column has a type that the driver knows only with its JSON feature.
trait PlanText {
    fn get_unchecked_text(&self) -> String;
}
impl PlanText for sqlx::postgres::PgRow {
    fn get_unchecked_text(&self) -> String {
        self.try_get_unchecked(0).unwrap()
    }
}

fn collect_walks(node: &serde_json::Value, name: &str, walks: &mut Vec<String>) {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    let reads_in_order = matches!(text("Node Type"), "Index Scan" | "Index Only Scan" | "Bitmap Index Scan");
    let without_condition =
        reads_in_order && node["Index Cond"].is_null() && !QUEUES.contains(&text("Index Name"));
    let table_is_large = LARGE.contains(&text("Relation Name")) || text("Node Type") == "Bitmap Index Scan";
    if (text("Node Type") == "Seq Scan" || without_condition) && table_is_large {
        walks.push(format!(
            "{name}: {} of {} {}",
            text("Node Type"),
            text("Relation Name"),
            text("Index Name")
        ));
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        collect_walks(child, name, walks);
    }
}

/// Gives every large table 5,000 rows of twenty tenants, and the planner its statistics.
async fn fill(conn: &mut PgConnection) {
    for table in LARGE {
        let columns = sqlx::query(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
        )
        .bind(*table)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
        let values: Vec<String> = columns.iter().map(|row| expression(row.get(0), row.get(1))).collect();
        let insert =
            format!("INSERT INTO {table} SELECT {} FROM generate_series(1, 5000) n", values.join(", "));
        sqlx::raw_sql(AssertSqlSafe(insert))
            .execute(&mut *conn)
            .await
            .unwrap_or_else(|error| panic!("{table}: {error}"));
    }
    sqlx::raw_sql("ANALYZE").execute(conn).await.unwrap();
}

fn expression(column: &str, kind: &str) -> String {
    match (column, kind) {
        ("tenant_id", _) => "md5((n % 20)::text)::uuid".to_owned(),
        ("state", "text") => "CASE WHEN n % 100 = 0 THEN 'open' ELSE 'done' END".to_owned(),
        (_, "uuid") => "md5(n::text)::uuid".to_owned(),
        (_, "text") => "'text ' || n".to_owned(),
        (_, "bytea") => "decode(md5(n::text), 'hex')".to_owned(),
        (_, "boolean") => "false".to_owned(),
        (_, "timestamp with time zone") => "now() - n * interval '1 minute'".to_owned(),
        _ => "n".to_owned(),
    }
}
