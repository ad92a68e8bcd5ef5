//! Somebody with the database file and a SQL shell: every edit of any column of any table is found and named, and so are rows
//! removed, rows added, leaves removed, and a whole database put back to an older copy.

use super::house::{House, open, somebody, url};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use storage::{AddAttachment, Change, FileContent, NewPublication, PublicationKind, Publish, Report, Role};

/// A registry with at least two rows in every table.
async fn furnished(name: &str) -> House {
    let house = House::build(name).await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let staff = house.person("staff", Role::RegistryStaff, "").await;
    house.sign_in(&hana, super::house::NOW).await.unwrap();
    house.sign_in(&staff, super::house::NOW).await.unwrap();
    for n in 0..2 {
        let (_, _, record) = house.record(&hana.actor, n).await;
        house.submit(&hana.actor, &record, "{}", 0, "").await.unwrap();
        house.submit(&hana.actor, &record, "{}", 1, "mended").await.unwrap();
        house.draft(&hana.actor, &record, r#"{"answers":{}}"#, 0).await.unwrap();
        let content = FileContent::from(format!("%PDF-{n}").into_bytes());
        let add = AddAttachment { record, media_type: "application/pdf".into(), content };
        house.change(&hana.actor, "", Change::AddAttachment(add)).await.unwrap();
        let item = NewPublication {
            kind: PublicationKind::Form,
            key: "icans".into(),
            version: Some(format!("{n}.0.0")),
            digest: format!("d{n}"),
            bundle: "[]".into(),
        };
        house.change(&staff.actor, "", Change::Publish(Publish { items: vec![item] })).await.unwrap();
    }
    house
}

/// The database without the store: foreign keys off, as a shell would have it.
async fn shell(house: &House) -> DatabaseConnection {
    let db = Database::connect(url(&house.folder)).await.unwrap();
    run(&db, "PRAGMA foreign_keys = OFF").await;
    db
}

async fn run(db: &DatabaseConnection, sql: &str) -> u64 {
    db.execute_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"))
        .rows_affected()
}

async fn column(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

fn names(report: &Report) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

/// Edits, looks, and takes the edit back by restoring the value. `None` when the database itself refuses such a value.
async fn is_noticed(house: &House, db: &DatabaseConnection, table: &str, name: &str, new: &str) -> Option<Vec<String>> {
    run(db, "DROP TABLE IF EXISTS kept").await;
    run(db, &format!("CREATE TEMP TABLE kept AS SELECT rowid AS r, {name} AS v FROM {table} ORDER BY rowid LIMIT 1")).await;
    let same = column(db, &format!("SELECT CAST(({new}) IS v AS TEXT) FROM kept, {table} t WHERE t.rowid = r")).await;
    assert_eq!(same, ["0"], "the edit of {table}.{name} changes nothing");
    let edit = format!("UPDATE {table} SET {name} = {new} WHERE rowid = (SELECT r FROM kept)");
    match db.execute_raw(Statement::from_string(db.get_database_backend(), edit)).await {
        Err(refused) if refused.to_string().contains("datatype mismatch") => return None,
        edited => assert_eq!(edited.unwrap().rows_affected(), 1),
    }
    let report = house.store.verify().await.unwrap();
    // An edited integer primary key is the rowid itself.
    let back = format!(
        "UPDATE {table} SET {name} = (SELECT v FROM kept) WHERE rowid IN (SELECT r FROM kept UNION SELECT r + 1000 FROM kept)"
    );
    assert_eq!(run(db, &back).await, 1);
    Some(names(&report))
}

const TABLES: [&str; 12] = [
    "attachment",
    "site",
    "account",
    "session",
    "patient",
    "place",
    "record",
    "draft",
    "revision",
    "publication",
    "leaf",
    "tree_head",
];

#[tokio::test]
async fn every_column_of_every_table_is_guarded() {
    let house = furnished("tamper").await;
    let db = shell(&house).await;
    let stored =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'";
    let mut stored = column(&db, stored).await;
    let mut listed: Vec<String> = TABLES.iter().map(ToString::to_string).collect();
    stored.sort();
    listed.sort();
    assert_eq!(stored, listed, "a new table is added to this test");
    assert_eq!(house.store.verify().await.unwrap().problems, []);
    let mut edits = 0;
    for table in TABLES {
        for name in column(&db, &format!("SELECT name FROM pragma_table_info('{table}')")).await {
            // another value of the same type; a value of another type; one bit of a byte string
            let flipped = format!(
                "(SELECT CASE typeof({name}) WHEN 'integer' THEN {name} + 1000 WHEN 'blob' THEN zeroblob(33) WHEN 'null' THEN 'x' ELSE {name} || 'x' END)"
            );
            for new in [flipped.as_str(), "x'00ff'", "'word'"] {
                let Some(found) = is_noticed(&house, &db, table, &name, new).await else { continue };
                assert!(!found.is_empty(), "{table}.{name} = {new} went unseen");
                let own = found.iter().any(|line| line.contains(&format!(": {table} `")));
                assert!(own, "{table}.{name} = {new} is not named: {found:?}");
                edits += 1;
            }
        }
    }
    assert!(edits > 250, "{edits} edits");
    assert_eq!(house.store.verify().await.unwrap().problems, [], "all edits were taken back");
}

#[tokio::test]
async fn removed_added_and_swapped_rows_are_named() {
    let house = furnished("rows").await;
    let db = shell(&house).await;
    let id = column(&db, "SELECT id FROM revision LIMIT 1").await.remove(0);
    run(&db, &format!("CREATE TEMP TABLE kept AS SELECT * FROM revision WHERE id = '{id}'")).await;
    run(&db, &format!("DELETE FROM revision WHERE id = '{id}'")).await;
    assert_eq!(names(&house.store.verify().await.unwrap()), [format!("row-missing: revision `{id}`")]);
    run(&db, "INSERT INTO revision SELECT * FROM kept").await;
    assert!(house.store.verify().await.unwrap().is_clean());

    run(&db, "INSERT INTO site SELECT 'ghost', name_ja, name_en, created_at, leaf FROM site WHERE id = 'tokyo'").await;
    assert_eq!(names(&house.store.verify().await.unwrap()), ["row-unlogged: site `ghost`"]);
    run(&db, "DELETE FROM site WHERE id = 'ghost'").await;

    // two patients exchange their sealed contents
    let swap = "UPDATE revision SET content = (SELECT content FROM revision r WHERE r.id <> revision.id AND r.number = revision.number LIMIT 1)";
    assert!(run(&db, swap).await > 2);
    assert!(house.store.verify().await.unwrap().problems.len() > 2);
}

#[tokio::test]
async fn a_discarded_draft_that_comes_back_is_named() {
    let house = furnished("comeback").await;
    let hana = house.person("aya", Role::DataManager, "tokyo").await.actor;
    let db = shell(&house).await;
    let record = column(&db, "SELECT id FROM draft LIMIT 1").await.remove(0);
    run(&db, &format!("CREATE TEMP TABLE kept AS SELECT * FROM draft WHERE id = '{record}'")).await;
    house.submit(&hana, &record, "{}", 2, "mended").await.unwrap();
    assert!(house.store.verify().await.unwrap().is_clean());
    run(&db, "INSERT INTO draft SELECT * FROM kept").await;
    assert_eq!(names(&house.store.verify().await.unwrap()), [format!("row-unlogged: draft `{record}`")]);
}

#[tokio::test]
async fn a_cut_tail_is_noticed_and_stops_writing() {
    let house = furnished("tail").await;
    let db = shell(&house).await;
    run(&db, "DELETE FROM leaf WHERE idx = (SELECT max(idx) FROM leaf)").await;
    run(&db, "DELETE FROM publication WHERE leaf = (SELECT max(leaf) FROM publication)").await;
    assert!(names(&house.store.verify().await.unwrap()).contains(&"head-differs: tree_head `1`".to_owned()));
    run(&db, "UPDATE tree_head SET size = size - 1").await;
    let site = storage::CreateSite { id: "late".into(), name_ja: "名".into(), name_en: "n".into() };
    assert!(matches!(house.console(Change::CreateSite(site)).await, Err(storage::Error::LedgerBroken)));
}

#[tokio::test]
async fn an_older_copy_is_noticed_by_who_kept_a_head() {
    let house = furnished("rollback").await;
    let early = house.store.ledger_head().await.unwrap();
    house.store.close().await.unwrap();
    let file = house.folder.join("registry.sqlite");
    let copy = std::fs::read(&file).unwrap();
    let store = open(&house.folder).await;
    let again = House { store, folder: house.folder };
    let ken = again.person("ken", Role::Clinician, "osaka").await.actor;
    again.register(&ken, somebody(50)).await.unwrap();
    let head = again.store.ledger_head().await.unwrap();
    assert!(again.store.verify_since(&early).await.unwrap().is_clean(), "an honest ledger continues every head");
    assert!(again.store.verify_since(&head).await.unwrap().is_clean());
    again.store.close().await.unwrap();
    std::fs::write(&file, copy).unwrap();
    let store = open(&again.folder).await;
    assert!(store.verify().await.unwrap().is_clean(), "the old copy is whole in itself");
    assert_eq!(names(&store.verify_since(&head).await.unwrap()), [format!("history-rewritten: leaf `{}`", head.size)]);
}

#[tokio::test]
async fn a_file_that_is_gone_or_another_is_named_with_the_record_that_names_it() {
    let house = furnished("files").await;
    let hana = house.person("aya", Role::DataManager, "tokyo").await.actor;
    let db = shell(&house).await;
    let record = column(&db, "SELECT record FROM attachment LIMIT 1").await.remove(0);
    let content = FileContent::from(b"%PDF-named".to_vec());
    let add = AddAttachment { record: record.clone(), media_type: "application/pdf".into(), content };
    let sha256 = house.change(&hana, "", Change::AddAttachment(add)).await.unwrap().id;
    let named = format!(r#"{{"answers":{{"scan":{{"name":"a.pdf","sha256":"{sha256}","size":10,"type":"application/pdf"}}}}}}"#);
    house.submit(&hana, &record, &named, 2, "with its report").await.unwrap();
    assert!(house.store.verify().await.unwrap().is_clean());

    let id = column(&db, "SELECT id FROM attachment ORDER BY leaf DESC LIMIT 1").await.remove(0);
    run(&db, &format!("CREATE TEMP TABLE kept AS SELECT * FROM attachment WHERE id = '{id}'")).await;
    run(&db, &format!("DELETE FROM attachment WHERE id = '{id}'")).await;
    let missing = [format!("row-missing: attachment `{id}`"), format!("content-missing: revision `{record}.3`")];
    assert_eq!(names(&house.store.verify().await.unwrap()), missing);
    assert!(house.store.find_attachment(&hana, &record, &sha256).await.unwrap().is_none());

    // Another file's bytes in its place: they do not open there, and are never given out as this file.
    run(&db, "INSERT INTO attachment SELECT * FROM kept").await;
    run(
        &db,
        &format!("UPDATE attachment SET content = (SELECT content FROM attachment WHERE id <> '{id}' LIMIT 1) WHERE id = '{id}'"),
    )
    .await;
    assert_eq!(names(&house.store.verify().await.unwrap()), [format!("row-changed: attachment `{id}`")]);
    assert!(house.store.find_attachment(&hana, &record, &sha256).await.is_err());
}
