//! The schema is the same on both engines, and any number of processes may bring it up to date.

use std::collections::BTreeMap;

use rstest::rstest;
use sqlx::Row;
use taxiway_store::inventory::schema_steps;
use taxiway_store::{Engine, Store, StoreError};

use crate::harness::{Database, store};

/// Columns by table and name: whether it must have a value, and its place in the primary key or 0.
type Columns = BTreeMap<(String, String), (bool, i64)>;
/// Indexes by name: table, whether unique, whether partial.
type Indexes = BTreeMap<String, (String, bool, bool)>;

const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.\"notnull\", c.pk FROM sqlite_schema t, pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'";
const POSTGRES_COLUMNS: &str = "SELECT c.relname::text, a.attname::text, a.attnotnull, \
    coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint \
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped";
const SQLITE_INDEXES: &str = "SELECT i.name, t.name, i.\"unique\", i.partial FROM sqlite_schema t, pragma_index_list(t.name) i \
    WHERE t.type = 'table' AND i.origin = 'c'";
const POSTGRES_INDEXES: &str = "SELECT x.relname::text, t.relname::text, i.indisunique, i.indpred IS NOT NULL \
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
    WHERE t.relnamespace = 'public'::regnamespace AND NOT i.indisprimary";

/// How many steps a complete schema has noted: each once, besides step 0.
fn all_steps(engine: Engine) -> i64 {
    i64::try_from(schema_steps(engine).len()).unwrap() + 1
}

async fn shape(database: &Database) -> (Columns, Indexes) {
    match database {
        Database::Sqlite { .. } => {
            let mut conn = database.raw_sqlite().await;
            let columns = sqlx::query(SQLITE_COLUMNS).fetch_all(&mut conn).await.unwrap();
            let indexes = sqlx::query(SQLITE_INDEXES).fetch_all(&mut conn).await.unwrap();
            (
                columns.iter().map(|row| ((row.get(0), row.get(1)), (row.get(2), row.get(3)))).collect(),
                indexes.iter().map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3)))).collect(),
            )
        }
        Database::Postgres { .. } => {
            let mut conn = database.raw_postgres().await;
            let columns = sqlx::query(POSTGRES_COLUMNS).fetch_all(&mut conn).await.unwrap();
            let indexes = sqlx::query(POSTGRES_INDEXES).fetch_all(&mut conn).await.unwrap();
            (
                columns.iter().map(|row| ((row.get(0), row.get(1)), (row.get(2), row.get(3)))).collect(),
                indexes.iter().map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3)))).collect(),
            )
        }
    }
}

#[test]
fn the_steps_carry_the_same_numbers_and_make_the_same_things() {
    let subject = |sql: &str| -> Vec<String> { sql.split_whitespace().take(3).map(str::to_owned).collect() };
    let (sqlite, postgres) = (schema_steps(Engine::Sqlite), schema_steps(Engine::Postgres));
    assert_eq!(sqlite.len(), postgres.len());
    for (sqlite, postgres) in sqlite.iter().zip(&postgres) {
        assert_eq!(sqlite.0, postgres.0);
        if postgres.1.starts_with("CREATE") {
            assert_eq!(subject(sqlite.1), subject(postgres.1));
        }
        assert!(!postgres.1.contains(';'), "one statement a step: {}", postgres.1);
    }
    assert!(sqlite.is_sorted_by(|a, b| a.0 < b.0));
}

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    let (sqlite, postgres) = (store(Engine::Sqlite).await, store(Engine::Postgres).await);
    let (sqlite, postgres) = (shape(&sqlite.database).await, shape(&postgres.database).await);
    assert!(sqlite.0.len() > 100, "the comparison sees the columns");
    assert!(sqlite.1.contains_key("device_serial"), "and the indexes");
    assert_eq!(sqlite, postgres);
}

#[rstest]
#[tokio::test]
async fn migrating_twice_changes_nothing(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let before =
        (shape(&store.database).await, store.database.number("SELECT count(*) FROM schema_step").await);
    Store::open(&store.database.url()).await.unwrap().close().await;
    let after =
        (shape(&store.database).await, store.database.number("SELECT count(*) FROM schema_step").await);
    assert_eq!(before, after);
    assert_eq!(after.1, all_steps(engine));
}

/// Whoever only looks for a service leaves nothing behind where there is none.
#[rstest]
#[tokio::test]
async fn what_is_not_there_is_not_made_by_looking(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let database = Database::new(engine).await;
    assert!(Store::open_existing(&database.url()).await.unwrap().is_none());
    match &database {
        Database::Sqlite { directory } => {
            assert!(!directory.path().join("test.db").exists());
            std::fs::File::create(directory.path().join("test.db")).unwrap();
            assert!(
                Store::open_existing(&database.url()).await.unwrap().is_none(),
                "an empty file is no service"
            );
        }
        Database::Postgres { .. } => assert!(shape(&database).await.0.is_empty()),
    }
    database.open().await.close().await;
    let found = Store::open_existing(&database.url()).await.unwrap().expect("it is there now");
    found.ping().await.unwrap();
    found.close().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_together_take_turns(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let database = Database::new(engine).await;
    let mut processes = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let url = database.url();
        processes.spawn(async move { Store::open(&url).await.map(drop) });
    }
    for outcome in processes.join_all().await {
        outcome.expect("every process finds the schema ready");
    }
    let steps = database.number("SELECT count(*) FROM schema_step").await;
    assert_eq!(steps, all_steps(engine));
}

#[rstest]
#[tokio::test]
async fn a_schema_that_stopped_half_way_is_completed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let whole = shape(&store(engine).await.database).await;
    let steps = schema_steps(engine);
    for done in [1, steps.len() / 2, steps.len() - 1] {
        let database = Database::new(engine).await;
        if let Database::Sqlite { directory } = &database {
            std::fs::File::create(directory.path().join("test.db")).unwrap();
        }
        database.run("CREATE TABLE schema_step (step BIGINT NOT NULL PRIMARY KEY)").await;
        for (step, sql) in &steps[..done] {
            database.run(*sql).await;
            database.run(format!("INSERT INTO schema_step (step) VALUES ({step})")).await;
        }
        Store::open(&database.url()).await.unwrap().close().await;
        assert_eq!(shape(&database).await, whole, "after {done} steps");
    }
}

#[rstest]
#[tokio::test]
async fn a_newer_schema_is_refused_in_plain_words(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    store.database.run("INSERT INTO schema_step (step) VALUES (99001)").await;
    let error = Store::open(&store.database.url()).await.unwrap_err();
    assert!(matches!(error, StoreError::SchemaTooNew { found: 99001, .. }), "{error:?}");
    assert!(error.to_string().contains("use the newer program"), "{error}");
    let again = Store::open(&store.database.url()).await;
    assert!(again.is_err(), "and the refusal leaves no lock behind");
}
